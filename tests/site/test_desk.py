"""Staff's pages of lists and duplicates: whole in both languages, with few queries however many rows there are."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.importing import confirm, hand_in
from opslagstavle_site.enterprises.merging import merge_enterprises
from tests import people
from tests.enterprise_list import as_csv
from tests.site.test_pages import MOST_QUERIES

pytestmark = pytest.mark.django_db


def double(number: int) -> tuple[int, int]:
    """Two entries that are alike; their row ids."""
    pair = [
        register_enterprise(
            enterprise=Enterprise(key=f"{form}-{number}", name=f"Værksted {number} {form}", town="Hov")
        )
        for form in ("aps", "fonden")
    ]
    return pair[0].pk, pair[1].pk


@pytest.fixture
def addresses() -> list[str]:
    """Every page of the desk, with something on it."""
    merged = [
        register_enterprise(enterprise=Enterprise(key=f"sammen-{number}", name="Sammen"))
        for number in range(2)
    ]
    merge_enterprises(kept=merged[0], merged=merged[1], chosen={}, by=None)
    one, other = double(0)
    waiting = hand_in(name="venter.csv", content=as_csv(), by=None)
    done = confirm(handed_in=hand_in(name="færdig.csv", content=as_csv(), by=None), by=None)
    return [
        "/indgangen/lister/",
        f"/indgangen/lister/{waiting.pk}/",
        f"/indgangen/lister/{done.pk}/",
        "/indgangen/dubletter/",
        f"/indgangen/dubletter/{one}/{other}/",
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_of_the_desk_is_whole(addresses: list[str], language: str) -> None:
    client = people.staff()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in addresses:
        page = client.get(address)
        text = page.content.decode()
        assert page.status_code == 200, address
        assert f'<html lang="{language}">' in text
        assert text.count("<h1") == 1, address
        assert not re.search(r"<script(?! src=)|style=|onclick=", text), address
        assert "None" not in re.sub(r"<[^>]*>", "", text), address
        assert page.headers["Cache-Control"].startswith("max-age=0"), address


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_duplicates_are_found_with_few_queries_however_many() -> None:
    client = people.staff()
    double(1)
    few = asked(client, "/indgangen/dubletter/")
    for number in range(2, 12):
        double(number)
    assert asked(client, "/indgangen/dubletter/") == few <= MOST_QUERIES


def test_a_preview_asks_for_all_its_entries_at_once() -> None:
    client = people.staff()
    confirm(handed_in=hand_in(name="x.csv", content=as_csv(), by=None), by=None)
    again = hand_in(name="x.csv", content=as_csv(), by=None)
    assert asked(client, f"/indgangen/lister/{again.pk}/") <= MOST_QUERIES
