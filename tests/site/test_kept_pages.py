"""Whole pages that are kept for a moment: for whom, and that nothing of one reader comes to another."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from opslagstavle_site.accounts.models import User
from opslagstavle_site.notices.models import Source
from opslagstavle_site.web.whole import kept_whole

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def pages_kept(settings: Settings, pages_made_anew: None) -> None:
    caches["pages"].clear()
    settings.KEEP_PAGES_SECONDS = 60


def add_source(key: str) -> None:
    Source.objects.create(kind=Source.Kind.FOLDER, key=key, location=key)


def shown(client: Client) -> int:
    return len(client.get("/kilder.json").json()["sources"])


def test_who_is_not_logged_in_sees_what_was_made_a_moment_ago() -> None:
    assert shown(Client()) == 0
    add_source("folder:/one")
    assert shown(Client()) == 0
    caches["pages"].clear()
    assert shown(Client()) == 1


def test_who_is_logged_in_sees_the_board_as_it_is() -> None:
    shown(Client())
    add_source("folder:/one")
    known = Client()
    known.force_login(User.objects.create_user("known"))
    assert shown(known) == 1


def test_what_was_said_to_one_reader_is_shown_and_kept_for_nobody_else() -> None:
    told = Client()
    told.cookies["messages"] = "whatever"
    told.get("/kilder.json")
    add_source("folder:/one")
    assert shown(Client()) == 1


def test_every_reader_has_a_token_of_their_own_and_it_works() -> None:
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [TOKEN.findall(each.get("/data/").content.decode()) for each in (first, second)]
    assert tokens[0]
    assert tokens[1]
    assert not set(tokens[0]) & set(tokens[1])
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value
    for client, (token, *_) in zip((first, second), tokens, strict=True):
        said = {"language": "en", "next": "/data/", "csrfmiddlewaretoken": token}
        assert client.post("/sprog/", said).status_code == 302


def test_each_language_and_each_question_has_its_own_page() -> None:
    english = Client()
    english.cookies["django_language"] = "en"
    assert 'lang="da"' in Client().get("/data/").content.decode()
    assert '<html lang="en">' in english.get("/data/").content.decode()
    assert "Cookie" in Client().get("/data/").headers["Vary"]


def test_what_is_missing_is_looked_for_again() -> None:
    assert Client().get("/opslag/nothing/").status_code == 404
    assert not caches["pages"].get("nothing")


def test_whoever_asks_while_a_page_is_made_waits_for_it() -> None:
    made: list[str] = []

    @kept_whole
    def slow(request: HttpRequest) -> HttpResponse:
        made.append(request.path)
        sleep(0.2)
        return HttpResponse("slow")

    ask = RequestFactory().get
    with ThreadPoolExecutor(4) as readers:
        answers = list(readers.map(lambda _: slow(ask("/slow/")), range(4)))
    assert made == ["/slow/"]
    assert {answer.content for answer in answers} == {b"slow"}
