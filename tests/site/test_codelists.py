"""The official code lists: fetched once and checked, from a folder where one is named, and never waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from pytest_django import Settings

from opslagstavle.terms import codelists as library
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.actions import fetch_codelists
from opslagstavle_site.notices.models import Source
from opslagstavle_site.notices.sources import publisher
from opslagstavle_site.web import codelists
from tests.publisher import half, whole

pytestmark = pytest.mark.django_db

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


@pytest.fixture
def cache(tmp_path: Path, settings: Settings) -> Path:
    settings.CODELISTS_CACHE = tmp_path / "cache"
    settings.CODELISTS_FOLDER = ""
    return tmp_path / "cache"


@pytest.fixture
def publishing(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answer], list[str]]]:
    """A publisher on this machine that has the real files, and answers as it is told to."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> list[str]:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                answer(self, (shared / "codelists" / "eforms-sdk" / Path(self.path).name).read_bytes())

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(library, "PUBLICATION", f"http://127.0.0.1:{server.server_port}/")
        return asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def log_in_page(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    whole(handler, b"<html>Log in to the network</html>")


def refused(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_error(503)


def slow(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    time.sleep(1)
    handler.close_connection = True


def test_what_is_missing_is_fetched_once(publishing: Callable[[Answer], list[str]], cache: Path) -> None:
    asked = publishing(whole)
    assert fetch_codelists()
    assert sorted(path.name for path in cache.iterdir()) == sorted(library.FILES)
    assert fetch_codelists()
    assert len(asked) == len(library.FILES)
    assert codelists.label("cpv", "98310000", "da")


@pytest.mark.parametrize("answer", [half, log_in_page, refused, slow], ids=lambda answer: answer.__name__)
def test_a_fault_leaves_nothing_half_and_says_one_line(
    publishing: Callable[[Answer], list[str]],
    cache: Path,
    answer: Answer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(publisher, "TIMEOUT_SECONDS", 0.3)
    publishing(answer)
    began = time.monotonic()
    assert not fetch_codelists()
    assert time.monotonic() - began < 5
    assert not cache.exists() or list(cache.iterdir()) == []
    lines = [record for record in caplog.records if "code lists" in record.message]
    assert len(lines) == 1
    assert codelists.label("cpv", "98310000", "da") == ""
    assert Source.objects.get(key="codelists").last_error
    publishing(whole)
    assert fetch_codelists()  # the next turn gets them
    assert Source.objects.get(key="codelists").last_error == ""


def test_without_a_network_nothing_hangs(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PUBLICATION", "http://127.0.0.1:9/")  # nobody listens there
    began = time.monotonic()
    assert not fetch_codelists()
    assert time.monotonic() - began < 2


def test_a_spoilt_file_in_the_cache_is_fetched_again(
    publishing: Callable[[Answer], list[str]], cache: Path
) -> None:
    publishing(whole)
    assert fetch_codelists()
    (cache / "code_da.xml").write_bytes(b"spoilt")
    assert codelists.label("cpv", "98310000", "da") == ""
    assert fetch_codelists()
    assert codelists.label("cpv", "98310000", "da")


def test_a_named_folder_is_used_and_never_written_to(
    shared: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CODELISTS_FOLDER = str(shared / "codelists" / "eforms-sdk")
    monkeypatch.setattr(httpx, "get", None)  # nothing may be asked for
    assert fetch_codelists()
    assert codelists.label("nuts", "FR101", "en") == "Paris"


def test_a_named_folder_that_lacks_a_list_says_which(tmp_path: Path, settings: Settings) -> None:
    settings.CODELISTS_FOLDER = str(tmp_path)
    assert not fetch_codelists()
    assert "code_da.xml is not in the folder" in Source.objects.get(key="codelists").last_error
    assert [state.source.key for state in queries.sources()] == ["codelists"]
