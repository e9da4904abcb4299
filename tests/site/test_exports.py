"""What leaves the board as a feed, a calendar, a sheet or JSON is read back here by somebody else's reader."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_http_date
from lxml import etree

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.notices import exports
from opslagstavle_site.notices.models import Lot, Notice
from opslagstavle_site.web import selected, sheets
from tests import people

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_QUERIES = 20
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def content_of(answer: HttpResponseBase) -> bytes:
    if isinstance(answer, StreamingHttpResponse):
        return answer.getvalue()
    return answer.content  # type: ignore[attr-defined, no-any-return]


def get(address: str) -> bytes:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return content_of(answer)


def text(element: Any, path: str) -> str:
    found = element.find(f"{ATOM}{path}")
    assert found is not None, path
    assert found.text, path
    return str(found.text)


# Feeds


def feed(address: str) -> Any:
    return etree.fromstring(get(address), etree.XMLParser(resolve_entities=False))


def is_a_moment(printed: str) -> bool:
    return datetime.fromisoformat(printed).tzinfo is not None


@pytest.mark.parametrize("address", ["/opslag/feed.atom", "/virksomheder/feed.atom"])
def test_a_feed_has_all_that_the_standard_asks(board: None, address: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    root = feed(f"{address}?lang=en")
    assert root.tag == f"{ATOM}feed"
    assert root.get(XML_LANG) == "en"
    for part in (root, *root.iter(f"{ATOM}entry")):
        assert re.fullmatch(r"tag:testserver,2026:[^\s]+", text(part, "id"))
        assert text(part, "title")
        assert is_a_moment(text(part, "updated"))
        for once in ("id", "title", "updated", "published", "summary", "subtitle", "rights"):
            assert len(part.findall(f"{ATOM}{once}")) <= 1, once
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}?lang=en"
    assert links["alternate"].startswith("http://testserver/")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) >= 20
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    updates = [text(entry, "updated") for entry in entries]
    assert updates == sorted(updates, reverse=True)
    assert text(root, "updated") == max(updates)


def test_an_entry_says_in_plain_words_what_it_is_and_why_it_is_there(board: None) -> None:
    root = feed("/opslag/feed.atom?reserved=any&place=DK04")
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        summary = text(entry, "summary")
        assert "Ordregiver: " in summary
        assert re.search(r"Frist: \d+\. \w+ 20\d\d kl\. \d\d\.\d\d", summary)
        assert "Reserveret deltagelse: " in summary
        assert "Sted: Region Midtjylland" in summary.splitlines()[-1]
        assert "<" not in summary
        assert text(entry, "title").startswith("Demo: ")
        assert "demo" in [each.get("term") for each in entry.findall(f"{ATOM}category")]
        address = entry.find(f"{ATOM}link").get("href")
        assert Client().get(address.removeprefix("http://testserver").partition("#")[0]).status_code == 200


def test_an_empty_feed_is_a_feed(db: None) -> None:
    root = feed("/opslag/feed.atom")
    assert root.findall(f"{ATOM}entry") == []
    assert is_a_moment(text(root, "updated"))


def test_a_feed_is_found_from_its_page_in_its_language(board: None) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get("/opslag/?place=DK04&page=2").content.decode()
    found = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', page)
    assert found is not None
    assert found[1] == "http://testserver/opslag/feed.atom?place=DK04&amp;lang=en"
    assert 'href="webcal://testserver/opslag/frister.ics?place=DK04&amp;lang=en"' in page
    assert 'value="http://testserver/opslag/?place=DK04"' in page


def test_control_characters_do_not_break_a_feed_or_a_calendar(board: None) -> None:
    lot = Lot.objects.filter(closes__gte=timezone.localdate())[0]
    lot.titles = {"da": "Vask\x0b og\x1b rul\ufffe \ud83d\ude00 <b>&amp;"}
    lot.save()
    titles = [text(entry, "title") for entry in feed("/opslag/feed.atom").findall(f"{ATOM}entry")]
    assert "Demo: Vask og rul  <b>&amp;" in [title.replace("😀", "") for title in titles]
    assert any("Vask og rul" in str(event["summary"]) for event in events("/opslag/frister.ics"))


def test_who_has_it_already_is_told_so(board: None) -> None:
    client = Client()
    for address in ("/opslag/feed.atom", "/opslag/frister.ics", "/virksomheder/feed.atom"):
        first = client.get(address)
        assert "max-age" in first.headers["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get(address, headers=since).status_code == 304
        assert parse_http_date(first.headers["Last-Modified"]) <= timezone.now().timestamp()
        assert client.head(address).status_code == 200
        assert "Cookie" not in first.headers.get("Vary", "")


def test_a_correction_brings_a_lot_to_the_top_under_its_old_name(board: None) -> None:
    alone = Lot.objects.select_related("notice").filter(notice__lot_count=1, current=True)
    lot = alone.filter(closes__gte=timezone.localdate())[0]
    before = {text(entry, "id") for entry in feed("/opslag/feed.atom").findall(f"{ATOM}entry")}
    later = timezone.now() + timedelta(hours=1)
    Notice.objects.filter(pk=lot.notice_id).update(changed_at=later)
    entries = feed("/opslag/feed.atom").findall(f"{ATOM}entry")
    assert entries[0].find(f"{ATOM}link").get("href").endswith(f"/opslag/{lot.notice.key}/#lot-{lot.number}")
    assert text(entries[0], "updated") == later.astimezone(ZoneInfo("UTC")).isoformat(timespec="seconds")
    assert {text(entry, "id") for entry in entries} == before


# Calendars


def calendar(address: str) -> icalendar.Calendar:
    content = get(address)
    check_lines(content)
    found = icalendar.Calendar.from_ical(content)
    assert isinstance(found, icalendar.Calendar)
    return found


def check_lines(content: bytes) -> None:
    """RFC 5545, 3.1: lines end in CRLF and are no longer than 75 octets, folded between whole characters."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    unfolded = content.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")[:-1]
    assert all(re.match(r"[A-Z0-9-]+(;[A-Z-]+=[^:;]+)*:", line) for line in unfolded)
    opened: list[str] = []
    for each in unfolded:
        name, _, value = each.partition(":")
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            assert opened.pop() == value
    assert opened == []


def events(address: str) -> list[Any]:
    return list(calendar(address).walk("VEVENT"))


def test_a_calendar_has_an_event_for_every_open_lot(board: None) -> None:
    found = calendar("/opslag/frister.ics")
    assert found["version"] == "2.0"
    assert found["prodid"]
    on = timezone.localdate()
    lots = Lot.objects.filter(current=True, closes__gte=on)
    told: list[Any] = list(found.walk("VEVENT"))
    assert len(told) == lots.count() >= 20
    assert len({str(event["uid"]) for event in told}) == len(told)
    for event in told:
        for needed in ("uid", "dtstamp", "dtstart", "summary", "url", "last-modified", "sequence"):
            assert needed in event, needed
        assert event["dtstamp"].dt.tzinfo is not None
        assert str(event["url"]).startswith("http://testserver/opslag/")
    assert [zone["tzid"] for zone in found.walk("VTIMEZONE")] == ["Europe/Copenhagen"]


def test_a_deadline_stands_at_its_clock_or_on_its_day(board: None) -> None:
    lot = Lot.objects.select_related("notice").filter(current=True, closes__gte=timezone.localdate())[0]
    data = json.loads(lot.data)
    day = timezone.localdate() + timedelta(days=40)
    summer = date(day.year + 1, 7, 1)
    cases = {
        (day, "23:30:00", "+01:00"): datetime(
            day.year, day.month, day.day, 23, 30, tzinfo=ZoneInfo("Etc/GMT-1")
        ),
        (summer, "12:00:00", "Z"): datetime(summer.year, 7, 1, 14, 0, tzinfo=COPENHAGEN),
        (day, None, None): day,
        (date(9999, 12, 31), "23:59:00", "-11:00"): date(9999, 12, 31),
    }
    for (closes, clock, offset), expected in cases.items():
        stated = {"day": closes.isoformat(), "clock": clock, "offset": offset}
        lot.closes, lot.data = closes, json.dumps(data | {"deadline_offers": stated})
        lot.save()
        mine = next(event for event in events("/opslag/frister.ics") if told_of(event, lot))
        assert mine["dtstart"].dt == expected
        if isinstance(expected, datetime):
            assert mine["dtstart"].params["TZID"] == "Europe/Copenhagen"


def told_of(event: Any, lot: Lot) -> bool:
    return lot.notice.key in str(event["url"]) and str(event["url"]).endswith(f"#lot-{lot.number}")


def test_what_has_closed_drops_out_and_what_was_corrected_says_so(board: None) -> None:
    patched = Notice.objects.filter(patch=False, current=True, lineage__in=lineages_with_more())
    lot = Lot.objects.select_related("notice").filter(notice__in=patched, closes__gte=timezone.localdate())[0]
    mine = next(event for event in events("/opslag/frister.ics") if told_of(event, lot))
    assert int(mine["sequence"]) >= 1
    first = Notice.objects.filter(lineage=lot.notice.lineage).order_by("rank")[0]
    assert str(mine["uid"]) == f"{first.key}/{lot.number}@testserver"
    Lot.objects.filter(pk=lot.pk).update(closes=timezone.localdate() - timedelta(days=1))
    assert not [event for event in events("/opslag/frister.ics?deadline=all") if told_of(event, lot)]


def lineages_with_more() -> list[str]:
    found: dict[str, int] = {}
    for lineage in Notice.objects.values_list("lineage", flat=True):
        found[lineage] = found.get(lineage, 0) + 1
    return [lineage for lineage, count in found.items() if count > 1]


# Sheets


def rows_of(address: str, delimiter: str) -> list[list[str]]:
    content = get(address)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def book(address: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(get(address)))


def test_csv_is_as_each_reader_expects(board: None) -> None:
    Lot.objects.filter(value_amount__isnull=False).update(value_amount=Decimal("1234567.5"))
    danish = rows_of("/opslag/opslag.csv?deadline=all", ";")
    english = rows_of("/opslag/opslag.csv?deadline=all&lang=en", ",")
    assert danish[0][:3] == ["Bekendtgørelse", "Delaftale", "Titel"]
    assert english[0][:3] == ["Notice", "Lot", "Title"]
    assert len(danish) == len(english) == Lot.objects.filter(current=True).count() + 1
    assert {len(row) for row in danish} == {len(exports.COLUMNS)}
    value = danish[0].index("Værdi")
    assert "1234567,5" in {row[value] for row in danish}
    assert "1234567.5" in {row[value] for row in english}
    demo = danish[0].index("Demo")
    assert {row[demo] for row in danish[1:]} == {"Ja"}
    reserved = danish[0].index("Reserveret deltagelse")
    assert {row[reserved] for row in danish[1:]} == {"Ja", "Nej", "Ikke oplyst"}


def test_a_workbook_has_real_dates_and_numbers(board: None) -> None:
    found = book("/opslag/opslag.xlsx?lang=en")
    page, about = found.worksheets
    heads = [cell.value for cell in page[1]]
    real: dict[str, tuple[type, ...]] = {
        "Deadline": (datetime,),
        "Published": (datetime,),
        "Value": (int, float),
    }
    for name, kinds in real.items():
        values = [row[heads.index(name)].value for row in page.iter_rows(min_row=2)]
        assert all(isinstance(value, kinds) for value in values if value is not None), name
        assert any(value is not None for value in values), name
    assert about.title == "About this list"
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Address"] == "http://testserver/opslag/"
    assert "invented" in told["Demo"]


FORMULAS = [
    "=1+1",
    "+45 12",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =cmd|' /C calc'!A0",
    "＝1+1",
    "−2",
    "\u200b=1",
    "\ufeff=1",
    "\u3000=1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_others_wrote_is_no_formula(board: None, formula: str) -> None:
    lot = Lot.objects.filter(current=True, closes__gte=timezone.localdate())[0]
    lot.titles = {"da": formula, "en": formula}
    lot.save()
    cells = [cell for row in rows_of("/opslag/opslag.csv", ";") for cell in row]
    assert f"'{formula}" in cells
    assert formula not in cells
    title = next(
        cell
        for row in book("/opslag/opslag.xlsx").worksheets[0].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.strip() == formula.strip()
    )
    assert title.data_type != "f"
    assert title.quotePrefix


def test_a_list_that_is_too_long_is_cut_and_says_so(board: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sheets, exports, selected):
        monkeypatch.setattr(module, "MOST_ROWS", 5)
    rows = rows_of("/opslag/opslag.csv?deadline=all", ";")
    assert len(rows) == 1 + 5 + 1
    assert rows[-1][0].startswith("Listen er skåret af efter 5 rækker")
    page, about = book("/opslag/opslag.xlsx?deadline=all&lang=en").worksheets
    assert page.max_row == 7
    assert "cut after 5 rows" in page.cell(7, 1).value
    assert "cut after 5 rows" in about.cell(about.max_row, 2).value
    assert json.loads(get("/opslag/opslag.json?deadline=all"))["cut"] is True
    assert len(json.loads(get("/opslag/opslag.json?deadline=all"))["items"]) == 5


def test_the_same_lots_in_the_same_order_everywhere(board: None) -> None:
    asked = "?reserved=any&deadline=all"
    rows = rows_of(f"/opslag/opslag.csv{asked}", ";")[1:]
    told = json.loads(get(f"/opslag/opslag.json{asked}"))
    assert [(row[0], row[1]) for row in rows] == [(item["notice"], item["number"]) for item in told["items"]]
    page = book(f"/opslag/opslag.xlsx{asked}").worksheets[0]
    assert [(row[0], row[1]) for row in page.iter_rows(min_row=2, values_only=True)] == [
        (row[0], row[1]) for row in rows
    ]
    assert told["selection"] == f"http://testserver/opslag/{asked}"
    assert all(item["demo"] is True for item in told["items"])


# The register


def test_enterprises_go_out_without_counts_and_without_protected_addresses(db: None) -> None:
    marked = Workforce(heads=98761, flex_jobs=43219, protected_jobs=1, wage_subsidy=0)
    register_enterprise(
        enterprise=replace(people.LAUNDRY, workforce=marked, kinds=("laundry",)),
        website="https://anker.example",
        email="vask@anker.example",
        phone="+4512345678",
        advertising_protected=True,
    )
    register_enterprise(enterprise=people.GARDENERS, email="haender@groen.example")
    for ending in ("virksomheder.csv", "virksomheder.xlsx", "virksomheder.json", "feed.atom"):
        content = get(f"/virksomheder/{ending}")
        if ending.endswith("xlsx"):
            cells = (
                str(cell.value) for page in book(f"/virksomheder/{ending}") for row in page for cell in row
            )
            content = "\n".join(cells).encode()
        plain = content.decode()
        assert "Vaskeriet Anker" in plain
        assert "98761" not in plain
        assert "43219" not in plain
        assert "vask@anker.example" not in plain
        assert "12345678" not in plain
        assert ending == "feed.atom" or "haender@groen.example" in plain
    rows = rows_of("/virksomheder/virksomheder.csv?kind=laundry&lang=en", ",")
    assert [row[1] for row in rows] == ["Name", "Vaskeriet Anker"]
    assert rows[1][rows[0].index("At least 30 percent on special terms")] == "Yes"


def test_queries_do_not_grow_with_the_rows(board: None) -> None:
    for address in (
        "/opslag/feed.atom?deadline=all",
        "/opslag/frister.ics",
        "/opslag/opslag.csv?deadline=all",
        "/opslag/opslag.xlsx?deadline=all",
        "/opslag/opslag.json?deadline=all",
        "/virksomheder/feed.atom",
        "/virksomheder/virksomheder.csv",
        "/virksomheder/virksomheder.json",
    ):
        with CaptureQueriesContext(connection) as queries:
            get(address)
        assert len(queries) <= MOST_QUERIES, address
