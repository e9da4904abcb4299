"""When something is wrong, people get a page that says what happened and what to do, and nothing of the inside."""

from __future__ import annotations

from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from gunicorn.workers.gthread import ThreadWorker

from opslagstavle_site import urls as real
from opslagstavle_site.web.errors import AFTER_THE_CROWD_SECONDS, LONGEST_WAIT_SECONDS, WAITED
from opslagstavle_site.web.patience import PatientWorker, telling

pytestmark = pytest.mark.django_db


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Karen Eksempel, tlf. 12 34 56 78")


def finds_no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("could not connect to server db.internal as board")


def is_asked_too_often(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "30"})


class urls:
    urlpatterns = [
        path("breaks/", breaks),
        path("no-database/", finds_no_database),
        path("too-often/", is_asked_too_often),
        *real.urlpatterns,
    ]
    handler400, handler403 = real.handler400, real.handler403
    handler404, handler500 = real.handler404, real.handler500


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, headers={"accept": "text/html,*/*"})


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "Siden blev ikke fundet"),
        ("/breaks/", 500, "Der gik noget galt"),
        ("/no-database/", 503, "Lige nu kan siden ikke vises"),
        ("/too-often/", 429, "For mange forespørgsler"),
        ("/log-ud/", 405, "Siden kan ikke bruges på den måde"),
    ],
)
def test_it_says_what_happened_and_leads_on(client: Client, address: str, status: int, words: str) -> None:
    with override_settings(ROOT_URLCONF=urls):
        answer = client.get(address)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (status, True)
    assert page.count("<h1") == 1
    assert 'href="/' in page.partition("<main")[2]
    assert not [secret for secret in ("Karen", "db.internal", "Traceback", "RuntimeError") if secret in page]


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("/too-often/", "Retry-After", "30"),
        ("/no-database/", "Retry-After", "60"),
        ("/log-ud/", "Allow", "POST"),
    ],
)
def test_what_programs_need_to_know_stays_in_the_head(
    client: Client, address: str, name: str, value: str
) -> None:
    with override_settings(ROOT_URLCONF=urls):
        assert client.get(address).headers[name] == value


def test_a_program_is_not_sent_a_page_for_a_number(client: Client) -> None:
    answer = client.get("/log-ud/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")


def test_an_unknown_host_is_told_so_in_both_languages(client: Client) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert b'lang="en"' in answer.content
    assert b"elsewhere" not in answer.content


def test_too_much_is_too_much(client: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = client.post("/sprog/", {"language": "d" * 200})
    assert answer.status_code == 413
    assert "for meget på én gang" in answer.content.decode()


def test_without_a_database_what_is_not_there_does_not_become_our_fault(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses() -> bool:
        raise OperationalError

    monkeypatch.setattr("opslagstavle_site.home.context.has_demo", refuses)
    assert client.get("/nowhere/").status_code == 503


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_that_is_not_there_offers_ways_on(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/nowhere/").content.decode()
    links = {part.partition('"')[0] for part in page.partition("<main")[2].split('href="')}
    assert {"/opslag/", "/virksomheder/", "/opslag/nummer/"} <= links


def after(client: Client, seconds: float) -> Any:
    client.defaults.update({WAITED: seconds})  # type: ignore[dict-item]
    return client.get("/")


def test_whoever_waited_too_long_is_told_so_at_once(client: Client) -> None:
    late = after(client, LONGEST_WAIT_SECONDS + 0.1)
    assert late.status_code == 503
    assert late.headers["Retry-After"] == str(AFTER_THE_CROWD_SECONDS)
    assert late.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in late.headers["Content-Security-Policy"]
    assert "Der er mange på Opslagstavlen lige nu" in late.content.decode()
    assert not late.cookies


def test_whoever_waited_a_little_gets_the_page(client: Client) -> None:
    assert after(client, LONGEST_WAIT_SECONDS - 0.1).status_code == 200


def test_a_worker_knows_how_long_a_request_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float] = []

    def application(environ: dict[str, Any], _start: object) -> list[bytes]:
        told.append(environ[WAITED])
        return []

    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda _self, _conn: sleep(0.05))
    monkeypatch.setattr(ThreadWorker, "handle", lambda _self, _conn: telling(application)({}, None))
    worker, connection = PatientWorker.__new__(PatientWorker), SimpleNamespace()
    worker.enqueue_req(connection)
    worker.handle(connection)
    assert 0.05 <= told[0] < LONGEST_WAIT_SECONDS
