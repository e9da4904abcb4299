"""Every page: shown whole in both languages, with few queries whatever the rows, safe headers, and clear errors."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opslagstavle.rules.catalogue import RULES
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.models import Lot, Notice

pytestmark = pytest.mark.django_db

MOST_QUERIES = 21
"""A slip of the pen that is mended asks most: three times for lots, three for enterprises, and what they are shown with."""


@pytest.fixture
def addresses(board: None) -> list[str]:
    match = Match.objects.select_related("lot__notice", "enterprise").order_by("-score")[0]
    lot = f"/opslag/{match.lot.notice.key}/{match.lot.number}/"
    return [
        "/",
        "/om/",
        "/tilgaengelighed/",
        "/kort/",
        "/tal/",
        "/opslag/",
        "/opslag/?deadline=all",
        "/opslag/?deadline=all&reserved=any&place=DK04",
        "/opslag/?kind=bridges",
        "/opslag/?q=reng%C3%B8ing+skoler&sort=date",
        "/opslag/?q=plejhjem&deadline=all",
        "/opslag/?q=og+i+af",
        "/opslag/?q=rumskibe+asfalt&deadline=week",
        "/soeg/",
        "/soeg/?q=kantnie",
        "/soeg/?q=xyzzyqwv",
        "/virksomheder/?q=vask&registered=yes&origin=research",
        "/virksomheder/?q=xyzzyqwv",
        "/virksomheder/?kind=laundry&place=DK042751&sort=confirmed",
        *(f"/opslag/{key}/" for key in Notice.objects.values_list("key", flat=True)),
        *(f"/forloeb/{key}/" for key in Notice.objects.values_list("key", flat=True)),
        "/opslag/nummer/",
        "/regler/",
        "/regler/hvad-nu-hvis/",
        "/regler/hvad-nu-hvis/?what=quota.ordinary_for_one_small&value=3&adult_apprentices=0&senior_jobs=0",
        *(f"/regler/{key}/" for key in RULES),
        *(f"/regler/{key}/?on={day}" for key in RULES for day in ("2014-03-01", "2026-11-01", "2030-01-01")),
        "/regler/quota/?heads=x&on=2026-13-01&flex_jobs=-1",
        lot,
        f"{lot}{match.enterprise.key}/",
        "/virksomheder/",
        f"/virksomheder/{match.enterprise.key}/",
        f"/virksomheder/{match.enterprise.key}/?show=all",
        f"/virksomheder/{match.enterprise.key}/henvendelse/",
        "/virksomheder/tilfoej/",
        "/kilder/",
        "/api/",
        "/log-ind/",
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_is_whole_in_both_languages(addresses: list[str], language: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        text = page.content.decode()
        assert page.status_code == 200, address
        assert f'<html lang="{language}">' in text
        assert len(queries) <= MOST_QUERIES, address
        assert text.count("<h1") == 1, address
        assert not re.search(r"<script(?! src=)|style=|onclick=", text), address
        assert not re.search(r"\bNone\b(?!-Match| of )", re.sub(r"<[^>]*>", "", text)), address


def test_queries_do_not_grow_with_the_rows(board: None) -> None:
    client = Client()
    few, many = "/opslag/?deadline=week", "/opslag/?deadline=all"
    with CaptureQueriesContext(connection) as of_few:
        client.get(few)
    with CaptureQueriesContext(connection) as of_many:
        client.get(many)
    assert len(of_few) == len(of_many)


def test_headers_forbid_what_no_page_needs(board: None) -> None:
    headers = Client().get("/opslag/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/nope/", "/opslag/nope/", "/opslag/nope/LOT-1/", "/virksomheder/nope/", "/opslag/a/b/c/"]
)
def test_what_is_not_there_says_so(board: None, address: str) -> None:
    page = Client().get(address)
    assert page.status_code == 404
    assert "opslag" in page.content.decode()


def test_an_empty_board_says_what_to_do(db: None) -> None:
    client = Client()
    for address in ("/", "/opslag/", "/virksomheder/", "/kilder/"):
        assert client.get(address).status_code == 200
    assert "Ingen opslag" in client.get("/opslag/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "deadline=nonsense",
        "place=%00",
        "place=DK04'--",
        "kind=x",
        "reserved=1",
        "stage=?",
        "page=-1",
        "page=999",
        "page=x",
        "deadline=all&page=99999999999999999999",
    ],
)
def test_nonsense_in_the_address_is_as_good_as_nothing(board: None, query: str) -> None:
    assert Client().get(f"/opslag/?{query}").status_code == 200


def lots_shown(query: str) -> set[str]:
    page = Client().get(f"/opslag/?{query}&page=1")
    return {card.url for card in page.context["lots"]}


def test_filters_keep_what_is_asked_for(board: None, today: date) -> None:
    reserved = Lot.objects.filter(reserved_participation=True, closes__gte=today)
    page = Client().get("/opslag/?reserved=participation")
    assert page.context["total"] == reserved.count() > 0
    assert all(card.reserved_participation for card in page.context["lots"])
    west = Client().get("/opslag/?place=DK041")
    assert 0 < west.context["total"] < Client().get("/opslag/").context["total"]
    assert all("Vestjylland" in card.place or "Midtjylland" in card.place for card in west.context["lots"])
    laundry = Client().get("/opslag/?kind=laundry")
    assert 0 < laundry.context["total"] < 6


def test_the_counts_of_a_filter_are_what_choosing_it_gives(board: None) -> None:
    client = Client()
    for group in client.get("/opslag/").context["filters"]:
        for option in group.options:
            if option.count is not None and option.count < 30:
                chosen = client.get(f"/opslag/?{group.name}={option.value}")
                assert chosen.context["total"] == option.count, (group.name, option.value)


def test_an_active_filter_can_be_taken_away(board: None) -> None:
    page = Client().get("/opslag/?kind=laundry&place=DK04")
    assert len(page.context["active"]) == 2
    without = Client().get(page.context["active"][0].remove_url)
    assert len(without.context["active"]) == 1


def test_a_log_in_link_works_once(db: None) -> None:
    from opslagstavle_site.accounts.actions import ensure_staff, make_login_link

    user, is_new = ensure_staff()
    assert is_new
    address = f"/log-ind/{make_login_link(user=user)}/"
    first, second = Client(), Client()
    assert first.get(address).status_code == 200  # looking does not use it up
    assert first.post(address).status_code == 302
    assert "Log ud" in first.get("/").content.decode()
    assert second.post(address).status_code == 410
    assert "Log ud" not in second.get("/").content.decode()
    assert first.post("/log-ud/").status_code == 302
    assert "Log ud" not in first.get("/").content.decode()


def test_the_language_is_chosen_with_a_form(board: None) -> None:
    client = Client(headers={"accept-language": "en"})
    assert '<html lang="da">' in client.get("/").content.decode()  # a browser's wish is not a choice
    client.post("/sprog/", {"language": "en", "next": "/opslag/"})
    assert '<html lang="en">' in client.get("/opslag/").content.decode()
