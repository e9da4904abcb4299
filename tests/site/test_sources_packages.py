"""TED's daily packages: which days there are, each whole or with a reason, and going on after an interruption."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from opslagstavle_site.notices.backfill import DayFetched, fetch_days
from opslagstavle_site.notices.gaps import gaps
from opslagstavle_site.notices.models import Document, PublicationDay, Source
from opslagstavle_site.web import polite
from opslagstavle_site.web.source_faults import Fault, SourceFault
from tests.publisher import (
    Misbehaviour,
    Publisher,
    cut_package,
    half,
    instead,
    login_page,
    package,
    robot_test,
    status,
    zipped,
)
from tests.site.conftest import Clock

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY, TUESDAY = (
    date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 24),
)  # fmt: skip
State = PublicationDay.State


def notices(day: date, count: int) -> dict[str, bytes]:
    folder = f"{day:%Y%m%d}_226"
    return {f"{folder}/{number:08}_2026.xml": b"<N>%d %d</N>" % (day.day, number) for number in range(count)}


@pytest.fixture
def ted(publisher: Publisher, clock: Clock) -> Publisher:
    """Three issues around a weekend, of four, three and two notices; the next one is in the calendar already."""
    publisher.calendar = {
        FRIDAY: "202600225", MONDAY: "202600226", TUESDAY: "202600227", date(2026, 11, 25): "202600228",
    }  # fmt: skip
    publisher.packages = {
        "202600225": package(notices(FRIDAY, 4)),
        "202600226": package(notices(MONDAY, 3)),
        "202600227": package(notices(TUESDAY, 2)),
    }
    return publisher


def fetched(first: date = FRIDAY, last: date = TUESDAY) -> list[DayFetched]:
    return list(fetch_days(first=first, last=last))


def source() -> Source:
    return Source.objects.get(key="ted-packages")


def missing() -> list[date]:
    return gaps([source()], TUESDAY)[source().pk]


def states() -> dict[date, str]:
    return dict(PublicationDay.objects.values_list("day", "state"))


def test_every_issue_of_the_days_is_kept_the_newest_first(ted: Publisher) -> None:
    days = fetched()
    assert [(each.row.day, each.row.kept, each.done, each.total) for each in days] == [
        (TUESDAY, 2, 1, 3), (MONDAY, 3, 2, 3), (FRIDAY, 4, 3, 3),
    ]  # fmt: skip
    assert states() == dict.fromkeys((FRIDAY, MONDAY, TUESDAY), State.DONE)  # no row for the weekend
    assert missing() == []
    assert "202600226.tar.gz!20261123_226/00000000_2026.xml" in Document.objects.values_list(
        "name", flat=True
    )
    assert source().last_read is not None


def test_what_is_there_is_not_fetched_again(ted: Publisher) -> None:
    fetched()
    ted.asked.clear()
    assert fetched() == []
    assert ted.times("/packages/") == 0


def test_a_weekend_has_no_issue(ted: Publisher) -> None:
    assert fetched(SATURDAY, date(2026, 11, 22)) == []
    assert states() == {}


def test_days_to_come_are_not_asked_for(ted: Publisher) -> None:
    fetched(MONDAY, date(2026, 12, 31))
    assert set(states()) == {MONDAY, TUESDAY}


def test_years_are_looked_up_in_their_calendars(ted: Publisher, clock: Clock) -> None:
    clock.set("2027-01-05 12:00")
    ted.calendar = {date(2026, 12, 31): "202600254", date(2027, 1, 4): "202700001"}
    ted.packages = {"202600254": package(notices(FRIDAY, 1)), "202700001": package(notices(MONDAY, 1))}
    assert [each.row.issue for each in fetched(date(2026, 12, 30), date(2027, 1, 5))] == [
        "202700001",
        "202600254",
    ]


def test_todays_package_that_is_not_there_yet_is_no_gap(ted: Publisher) -> None:
    del ted.packages["202600227"]
    fetched()
    assert states()[TUESDAY] == State.NOT_YET
    assert missing() == []
    ted.packages["202600227"] = package(notices(TUESDAY, 2))
    assert [each.row.kept for each in fetched()] == [2]


def test_an_older_package_that_is_not_there_is_a_gap(ted: Publisher) -> None:
    del ted.packages["202600226"]
    fetched()
    assert states() == {TUESDAY: State.DONE, MONDAY: State.FAILED, FRIDAY: State.DONE}
    assert missing() == [MONDAY]


ZIP = b"PK\x03\x04" + b"x" * 100
WRONG: list[tuple[str, bytes, int, str]] = [
    ("a zip", ZIP, 0, "zip"),
    ("garbage", b"\x00\x01garbage", 0, "no .tar.gz"),
    ("nothing", b"", 0, "no .tar.gz"),
    ("gzip, but no tar", zipped(b"no tar at all" * 100), 0, "ReadError"),
    ("an empty tar", package({}), 0, "no notice"),
    ("no XML in it", package({"EN.zip": ZIP}), 0, "no notice"),
    ("a path that leads out", package({"../../etc/a.xml": b"<a/>", "b.xml": b"<b/>"}), 1, "leads out"),
    (
        "cut",
        cut_package({f"{n}.xml": bytes(range(256)) * (40 + n) for n in range(20)}, 0.6),
        -1,
        "broken off",
    ),
]


@pytest.mark.parametrize(
    ("content", "kept", "reason"), [pytest.param(*wrong, id=name) for name, *wrong in WRONG]
)
def test_a_wrong_archive_is_told_and_the_next_day_goes_on(
    ted: Publisher, content: bytes, kept: int, reason: str
) -> None:
    right, ted.packages["202600226"] = ted.packages["202600226"], content
    days = fetched()
    assert [each.row.state for each in days] == [State.DONE, State.FAILED, State.DONE]
    assert reason in days[1].row.reason
    assert days[1].row.kept == kept or (kept == -1 and 0 < days[1].row.kept < 20)
    assert missing() == [MONDAY]
    ted.packages["202600226"] = right
    assert [each.row.day for each in fetched()] == [MONDAY]
    assert missing() == []


@pytest.mark.parametrize(("bad", "kind"), [(login_page, Fault.LOGIN), (robot_test, Fault.LOGIN)])
def test_a_page_in_place_of_a_package(ted: Publisher, bad: Misbehaviour, kind: Fault) -> None:
    ted.faults = [("/packages/daily/202600226", bad)]
    assert [each.row.state for each in fetched()] == [State.DONE, State.FAILED, State.DONE]
    ted.faults = [("/packages/", bad)] * 9
    PublicationDay.objects.update(state=State.WAITING)
    with pytest.raises(SourceFault) as told:
        fetched()
    assert told.value.kind == kind
    assert source().fault == kind
    assert ted.times("/packages/") == 3 + 3  # three in a row are enough


@pytest.mark.parametrize("bad", [status(429), status(500), half], ids=["429", "500", "half a body"])
def test_what_passes_is_waited_for_and_what_stays_ends_the_run(ted: Publisher, bad: Misbehaviour) -> None:
    ted.faults = [("/packages/daily/202600226", bad)]
    assert [each.row.state for each in fetched(MONDAY, TUESDAY)] == [State.DONE, State.DONE]
    ted.faults = [("/packages/daily/202600225", bad)] * polite.ATTEMPTS
    with pytest.raises(SourceFault):
        fetched()
    assert missing() == [FRIDAY]
    assert (source().failures, source().next_try) == (1, None)
    assert [each.row.day for each in fetched()] == [FRIDAY]
    assert (missing(), source().last_error) == ([], "")


@pytest.mark.parametrize("bad", [login_page, instead(b"OJS,Publication date\r\n"), status(404)])
def test_without_a_calendar_nothing_is_guessed(ted: Publisher, bad: Misbehaviour) -> None:
    ted.faults = [("/release-calendar/", bad)]
    with pytest.raises(SourceFault):
        fetched()
    assert states() == {}
    assert source().last_error


def test_nothing_is_left_on_the_disk(ted: Publisher, tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings

    ted.faults = [("/packages/daily/202600226", half)]
    fetched()
    assert [path.suffix for path in settings.FETCH_FOLDER.iterdir()] == [".lock"]


def test_the_command_tells_each_day_and_how_far_it_is(ted: Publisher) -> None:
    ted.packages["202600226"] = ZIP
    out = StringIO()
    call_command("fetch_days", "2026-11-20", "2026-11-24", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("2026-11-24 202600227 done, 2 new")
    assert "[1/3," in lines[0]
    assert "zip" in lines[1]
    assert "[3/3," in lines[2]
    ted.faults = [("/packages/", status(500))] * 9
    with pytest.raises(CommandError, match="goes on with what is left"):
        call_command("fetch_days", "2026-11-20", "2026-11-24", stdout=out)


def test_before_2011_there_is_no_xml(ted: Publisher) -> None:
    with pytest.raises(CommandError, match="2011"):
        call_command("fetch_days", "2009-01-01", "2009-12-31")
    assert ted.asked == []
