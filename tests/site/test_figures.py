"""Pictures of the board: every number is the number behind its link, nothing is counted as a no, in both languages."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opslagstavle_site.enterprises.forms import register_filter
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import filtered as register
from opslagstavle_site.home import cards
from opslagstavle_site.home.cards import Picture
from opslagstavle_site.home.figures import figures, places
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.counting import recounted
from opslagstavle_site.notices.forms import board_filter
from opslagstavle_site.notices.models import Notice
from opslagstavle_site.notices.queries import BoardFilter
from opslagstavle_site.notices.queries import filtered as board_lots

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def behind(url: str, on: date) -> int:
    """How many rows the list shows that a link leads to."""
    path, _, query = url.partition("?")
    asked = QueryDict(query)
    if path == "/opslag/":
        return board_lots(board_filter(asked), on).count()
    assert path == "/virksomheder/"
    return register(register_filter(asked)).count()


def pictures(on: date) -> dict[str, Picture]:
    return {picture.name: picture for picture in cards.pictures(figures(on))}


def total(picture: Picture) -> int:
    return int(sum(item.value for item in picture.chart.items))


def test_every_area_of_the_map_has_what_its_link_shows(board: None, today: date) -> None:
    page = Client().get("/kort/")
    lots, enterprises = page.context["lots_map"], page.context["enterprises_map"]
    assert (len(lots.areas), len(enterprises.areas)) == (11, 98)
    for area in (*lots.areas, *enterprises.areas):
        assert area.figure.value == behind(area.figure.url, today), area.figure.sentence
    assert any(area.figure.value for area in lots.areas)
    assert len({area.figure.value for area in enterprises.areas}) > 1


def test_the_tables_beside_the_map_say_the_same(board: None) -> None:
    page = Client().get("/kort/")
    listed = {row.url: row.count for _, rows in page.context["enterprises"] for row in rows}
    assert listed == {
        area.figure.url: str(area.figure.value) for area in page.context["enterprises_map"].areas
    }


def test_a_lot_without_a_danish_place_is_told_and_not_lost(board: None, today: date) -> None:
    before = places(today)
    nowhere = board_lots(BoardFilter(), today).filter(areas__nuts="DK").first()
    assert nowhere is not None
    with transaction.atomic(), recounted([nowhere.pk]):
        nowhere.areas.all().delete()
    cache.clear()
    after = places(today)
    assert (after.open_lots, after.elsewhere) == (before.open_lots, before.elsewhere + 1)


def test_an_enterprise_that_says_no_place_is_in_no_municipality(board: None, today: date) -> None:
    before = places(today)
    Enterprise.objects.filter(area_rows__place="DK", area_rows__whole=True)[0].area_rows.all().delete()
    cache.clear()
    after = places(today)
    assert after.enterprises_nowhere == before.enterprises_nowhere + 1
    assert all(after.enterprises[code] == count - 1 for code, count in before.enterprises.items())


def test_every_number_with_a_link_is_what_the_link_shows(board: None, today: date) -> None:
    linked = [
        (item, behind(item.url, today))
        for picture in pictures(today).values()
        for item in picture.chart.items
        if item.url
    ]
    assert len(linked) > 20
    assert [(item.label, item.value) for item, shown in linked if item.value != shown] == []


def test_what_divides_the_open_lots_adds_up_to_them(board: None, today: date) -> None:
    found, all_of_them = pictures(today), figures(today).open_lots
    assert all_of_them == board_lots(BoardFilter(), today).count() > 0
    for name in ("frister", "forbeholdt-deltagelse", "forbeholdt-udfoerelse", "vaerdier"):
        assert (name, total(found[name])) == (name, all_of_them)
    assert total(found["grundlag"]) == figures(today).enterprises > 0
    assert total(found["veje"]) == Match.objects.filter(lot__current=True, lot__closes__gte=today).count() > 0


def test_what_is_not_stated_is_neither_no_nor_nothing(board: None, today: date) -> None:
    lots = board_lots(BoardFilter(), today)
    lots.update(reserved_participation=None, value_amount=None)
    for name, label in (("forbeholdt-deltagelse", "Ikke oplyst"), ("vaerdier", "Værdi ikke oplyst")):
        by_label = {item.label: item for item in pictures(today)[name].chart.items}
        assert by_label.pop(label).value == lots.count()
        assert [item.value for item in by_label.values() if item.value] == []


def test_months_are_the_last_twelve_with_each_notice_once(board: None, today: date) -> None:
    chart = pictures(today)["maaneder"].chart
    assert len(chart.items) == 12
    since = date(today.year - 1, today.month, 1) + timedelta(days=31)
    current = Notice.objects.filter(current=True, published__gte=since.replace(day=1), published__lte=today)
    assert total(pictures(today)["maaneder"]) == current.count() > 0


def test_proposed_enterprises_are_counted_but_not_among_the_shown(board: None, today: date) -> None:
    before = figures(today)
    Enterprise.objects.create(key="proposed", name="Proposed", status=Enterprise.Status.PROPOSED)
    cache.clear()
    after = figures(today)
    assert (after.enterprises, after.proposed) == (before.enterprises, before.proposed + 1)
    assert "1 foreslået virksomhed" in " ".join(pictures(today)["grundlag"].notes)


@pytest.mark.parametrize("address", ["/kort/", "/tal/"])
def test_few_queries_and_hardly_any_the_second_time(board: None, address: str) -> None:
    with CaptureQueriesContext(connection) as first:
        Client().get(address)
    with CaptureQueriesContext(connection) as second:
        Client().get(address)
    assert len(first) <= MOST_QUERIES
    assert len(second) <= 5


@pytest.mark.parametrize("address", ["/kort/", "/tal/"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_language_writes_into_the_drawing(board: None, address: str, language: str) -> None:
    """A decimal comma in an attribute would be no number to a browser."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(address).content.decode()
    numbers = re.findall(
        r'<(?:rect|text|circle|svg)\b[^>]*? (?:x|y|width|height|cx|cy|dx|dy)="([^"]*)"', page
    )
    assert len(numbers) > 20
    assert [number for number in numbers if not re.fullmatch(r"-?\d+(\.\d+)?%?", number)] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_numbers_can_be_fetched(board: None, today: date, language: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for picture in client.get("/tal/").context["pictures"]:
        answer = client.get(picture.csv_url)
        assert f'filename="{picture.name}-{today}.csv"' in answer.headers["Content-Disposition"]
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if language == "da" else ","))
        assert rows[0] == [picture.what, picture.counted]
        assert rows[1:] == [[item.label, str(item.value)] for item in picture.chart.items]


def test_an_empty_board_says_so(db: None) -> None:
    assert "Ingen opslag er åbne" in Client().get("/kort/").content.decode()
    assert "Der er endnu ikke noget at tælle" in Client().get("/tal/").content.decode()
