"""The doctor: whatever can be wrong is made wrong, and it says so, with what to do and without a secret."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as real
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from opslagstavle.terms import codelists
from opslagstavle_site.home import database, doctor, machine
from opslagstavle_site.home.actions import begin_turn, end_turn
from opslagstavle_site.home.machine import Seen
from opslagstavle_site.home.models import Turn
from opslagstavle_site.notices.actions import keep_documents, read_documents
from opslagstavle_site.notices.indexing import index_lots
from opslagstavle_site.notices.models import Document, Lot, Source
from tests.boards import Board, Boards
from tests.site.conftest import Clock

NOW = datetime(2026, 11, 24, 13, 10, tzinfo=UTC)


def one(seen: Iterator[Seen]) -> tuple[str, str]:
    (only,) = seen
    return only.state, only.says


def test_python() -> None:
    assert one(machine.python((3, 10, 2))) == ("wrong", "3.10.2 is too old: install 3.11 or newer")
    assert one(machine.python())[0] == "well"


@pytest.mark.parametrize(
    ("hosts", "https", "states"),
    [
        (["localhost", "127.0.0.1"], False, ["warning", "warning"]),
        (["tavlen.example"], True, ["well", "well"]),
        (["tavlen.example"], False, ["well", "wrong"]),
        (["*"], True, ["wrong", "well"]),
    ],
)
def test_names_and_https(settings: Settings, hosts: list[str], https: bool, states: list[str]) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = hosts, https
    assert [seen.state for seen in machine.hosts()] == states


def test_a_secret_key_that_others_can_read(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert one(machine.secret_key()) == ("well", "from the environment")
    path = tmp_path / "secret-key"
    path.write_text("do-not-print-me")
    path.chmod(0o640)
    state, says = one(machine.secret_key())
    assert (state, "chmod 600" in says, "do-not-print-me" in says) == ("wrong", True, False)
    path.chmod(0o600)
    assert one(machine.secret_key())[0] == "well"


@pytest.mark.parametrize(
    ("free", "state"), [(100 * 1024**2, "wrong"), (1024**3, "warning"), (9 * 1024**3, "well")]
)
def test_a_full_disk(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert one(machine.data_folder())[0] == state


def test_a_data_folder_that_others_can_read(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.ALLOWED_HOSTS = tmp_path, ["tavlen.example"]
    for mode, count in ((0o755, 1), (0o700, 0)):
        tmp_path.chmod(mode)
        assert str(list(machine.data_folder())).count("chmod 700") == count


def test_a_restore_that_was_broken_off(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "restore-unfinished").touch()
    assert [seen.state for seen in machine.data_folder() if seen.what == "restore"] == ["wrong"]


def test_static_files(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    assert one(machine.static_files())[0] == "wrong"
    built = tmp_path / "src" / "opslagstavle_site" / "web" / "static" / "built" / "board.css"
    built.parent.mkdir(parents=True)
    built.touch()
    assert "not collected" in one(machine.static_files())[1]
    collected = tmp_path / "static" / "staticfiles.json"
    collected.parent.mkdir()
    collected.touch()
    assert one(machine.static_files())[0] == "well"
    set_age(collected, timedelta(days=1))
    assert "older than the look" in one(machine.static_files())[1]


def set_age(path: Path, age: timedelta) -> None:
    then = path.stat().st_mtime - age.total_seconds()
    shutil.os.utime(path, (then, then))  # type: ignore[attr-defined]


def test_texts(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    assert one(machine.texts())[0] == "wrong"
    (folder / "django.mo").touch()
    assert one(machine.texts())[0] == "well"
    set_age(folder / "django.mo", timedelta(days=1))
    assert one(machine.texts())[0] == "warning"


def test_code_lists(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CODELISTS_FOLDER = tmp_path
    assert one(machine.code_lists())[0] == "warning"
    for name in codelists.FILES:
        (tmp_path / name).write_text("not what was released")
    assert one(machine.code_lists())[0] == "wrong"
    monkeypatch.setattr(codelists, "verify", lambda *_: None)
    assert one(machine.code_lists())[0] == "well"


def test_clock_and_time_zone(settings: Settings) -> None:
    assert one(machine.clock(NOW)) == ("well", "2026-11-24 14:10 in Europe/Copenhagen")
    assert one(machine.clock(datetime(2019, 1, 1, tzinfo=UTC)))[0] == "wrong"
    settings.TIME_ZONE = "Europe/Nowhere"
    assert one(machine.clock(NOW))[0] == "wrong"


@contextmanager
def somebody_answers(body: bytes, status: int = 200) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_who_answers_on_the_port(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.BIND = f"127.0.0.1:{free.getsockname()[1]}"
    assert one(machine.pages())[0] == "warning"
    with somebody_answers(b"It works!") as settings.BIND:
        state, says = one(machine.pages())
        assert (state, "something else" in says) == ("wrong", True)
    with somebody_answers(b'{"well": false}', 503) as settings.BIND:
        assert one(machine.pages())[0] == "well"


def test_backups(settings: Settings, tmp_path: Path) -> None:
    settings.BACKUPS = ""
    assert one(machine.backups(NOW))[0] == "warning"
    settings.BACKUPS = str(tmp_path)
    assert "none in" in one(machine.backups(NOW))[1]
    newest = tmp_path / "opslagstavle-2026-11-24T020000.tar"
    newest.touch()
    now = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    assert one(machine.backups(now + timedelta(hours=25)))[0] == "well"
    assert one(machine.backups(now + timedelta(hours=27)))[0] == "wrong"


def test_a_database_that_does_not_answer_and_its_password_stays_unsaid(tmp_path: Path) -> None:
    board = Board(tmp_path, "postgres://tavlen:h-e-m-m-e-l-i-g@127.0.0.1:9/tavlen")
    said = board.run("doctor", "--json", code=1)
    assert "h-e-m-m-e-l-i-g" not in said
    told = json.loads(said)
    assert told["well"] is False
    assert [seen["state"] for seen in told["seen"] if seen["what"] == "database"] == ["wrong"]


def test_a_damaged_file(boards: Boards, tmp_path: Path) -> None:
    """On SQLite whatever the tests run on: PostgreSQL looks after its own files."""
    board = Board(tmp_path)
    board.run("migrate", "-v0")
    path = tmp_path / "board.sqlite3"
    board.query("PRAGMA journal_mode=DELETE")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))
    assert "! database" in board.run("doctor", code=1)


@pytest.mark.django_db
def test_an_old_database_or_one_in_another_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert one(database.server())[0] == "well"
    monkeypatch.setattr(database, "is_sqlite", lambda: False)
    monkeypatch.setattr(database, "asked", lambda _: "LATIN1")
    assert "ENCODING 'UTF8'" in one(database.server())[1] or connection.vendor == "sqlite"
    monkeypatch.setattr(database, "OLDEST", {"sqlite": (99,), "postgresql": (99,)})
    assert "is too old" in one(database.server())[1]


@pytest.mark.django_db
def test_migrations() -> None:
    assert one(database.migrations()) == ("well", "of this version")
    recorder = MigrationRecorder(connection)
    recorder.record_applied("home", "9999_from_the_future")
    assert "a newer version was here" in one(database.migrations())[1]
    recorder.record_unapplied("home", "9999_from_the_future")
    recorder.record_unapplied("home", "0001_turns")
    assert "./opslagstavle migrate" in one(database.migrations())[1]


@pytest.mark.django_db
def test_what_the_search_stands_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert one(database.search_engine())[0] == "well"
    monkeypatch.setattr(database, "asked", lambda _: None)
    for sqlite, missing in ((True, "FTS5 is missing"), (False, "search_entry_tokens is missing")):
        monkeypatch.setattr(database, "is_sqlite", lambda sqlite=sqlite: sqlite)
        assert missing in one(database.search_engine())[1]


@pytest.mark.django_db
def test_the_schedule() -> None:
    assert one(doctor.schedule(NOW)) == ("warning", "it never ran: start the board")
    begin_turn(job="live")
    now = timezone.now()
    assert one(doctor.schedule(now))[0] == "well"
    assert one(doctor.schedule(now + timedelta(minutes=20)))[0] == "wrong"
    end_turn(job="live", fault="OperationalError")
    assert [seen.state for seen in doctor.schedule(now)] == ["well", "warning"]
    assert Turn.objects.get().ended_at


@pytest.mark.django_db
def test_sources(settings: Settings, clock: Clock) -> None:
    settings.TED = True
    add = Source.objects.create
    add(
        key="ocds:https://x.example/?key=do-not-print-me",
        kind=Source.Kind.OCDS,
        last_read=clock.now,
        fault="unreachable",
    )
    add(key="folder:/a", kind=Source.Kind.FOLDER)
    add(
        key="ted:DK",
        kind=Source.Kind.TED,
        last_read=clock.now - timedelta(days=9),
        added_at=clock.now - timedelta(days=9),
    )
    seen = list(doctor.sources(clock.now))
    assert [each.state for each in seen] == ["warning", "warning", "well", "wrong"]
    assert "do-not-print-me" not in str(seen)


@pytest.mark.django_db
def test_documents_that_wait_or_cannot_be_read() -> None:
    source = Source.objects.create(key="folder:/a", kind=Source.Kind.FOLDER)
    keep_documents(source=source, items=[("x.xml", b"<nothing/>")])
    now = timezone.now()
    assert one(doctor.documents(now)) == ("well", "1 to be read")
    assert one(doctor.documents(now + timedelta(hours=2)))[0] == "warning"
    sum(read_documents(processes=1))
    assert Document.objects.get().state == Document.State.UNREADABLE
    assert [seen.state for seen in doctor.documents(now)] == ["well", "warning"]


@pytest.mark.django_db
def test_an_index_that_is_behind(board: None) -> None:
    list(index_lots(processes=1))
    assert one(doctor.search_index(NOW))[0] == "well"
    lot = Lot.objects.filter(current=True)[0]
    lot.pk = None
    lot.position, lot.number = 999, "999"
    lot.save()
    assert one(doctor.search_index(NOW)) == (
        "warning",
        "1 lots are not found by words yet: the schedule does it",
    )


def test_a_board_that_is_well_is_left_in_peace(boards: Boards, tmp_path: Path) -> None:
    board = boards.new(tmp_path)
    board.environment["OPSLAGSTAVLE_BACKUPS"] = ""
    board.run("migrate", "-v0")
    said = board.run("doctor")
    assert "! " not in said
    assert real.SECRET_KEY not in said
    assert json.loads(board.run("doctor", "--json"))["well"] is True
