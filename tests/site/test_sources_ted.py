"""TED day by day: only what is new, whatever goes wrong on the other side, and what is missing is known."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from opslagstavle_site.notices.fetching import add_source, ensure_ted, fetch, fetch_due
from opslagstavle_site.notices.forms import asked_source
from opslagstavle_site.notices.gaps import due_sources, gaps
from opslagstavle_site.notices.models import Document, PublicationDay, Source
from opslagstavle_site.web import polite
from opslagstavle_site.web.source_faults import Fault
from tests.publisher import (
    Misbehaviour,
    Publisher,
    drip,
    half,
    hang,
    instead,
    login_page,
    redirect,
    robot_test,
    status,
)
from tests.site.conftest import Clock

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
SEARCH, XML = "/v3/notices/search", "/xml"
State = PublicationDay.State


@pytest.fixture
def ted(publisher: Publisher, clock: Clock) -> Source:
    """TED since Friday: three days with two, three and one notices."""
    publisher.put(FRIDAY, "700001-2026", "700002-2026")
    publisher.put(MONDAY, "710001-2026", "710002-2026", "710003-2026")
    publisher.put(TUESDAY, "720001-2026")
    source = add_source(**asked_source("ted:DK"))
    Source.objects.filter(pk=source.pk).update(first_day=FRIDAY)
    source.refresh_from_db()
    return source


def turn(source: Source) -> int:
    kept = sum(fetch(source=source))
    source.refresh_from_db()
    return kept


def states(source: Source) -> dict[date, str]:
    return dict(source.days.values_list("day", "state"))


def missing(source: Source, on: date = TUESDAY) -> list[date]:
    return gaps([source], on)[source.pk]


def test_a_turn_brings_every_day_newest_first(ted: Source, publisher: Publisher) -> None:
    assert turn(ted) == 6
    assert states(ted) == {FRIDAY: State.DONE, MONDAY: State.DONE, TUESDAY: State.DONE}
    assert next(path for path in publisher.asked if path.endswith(XML)) == "/en/notice/720001-2026/xml"
    assert set(Document.objects.values_list("name", flat=True)) >= {"700001-2026.xml", "720001-2026.xml"}
    assert (ted.last_error, ted.fault, ted.failures, missing(ted)) == ("", "", 0, [])
    assert ted.last_read is not None
    assert ted.licence == "CC BY 4.0"


def test_it_is_asked_as_documented(ted: Source, publisher: Publisher) -> None:
    turn(ted)
    question = publisher.questions[0]
    assert question == {
        "query": "(buyer-country IN (DNK) OR place-of-performance IN (DNK)) AND publication-date=20261124",
        "fields": ["publication-number"],
        "limit": 250,
        "scope": "ALL",
        "paginationMode": "ITERATION",
    }
    assert "Opslagstavlen" in publisher.headers[0]["User-Agent"]


def test_only_what_is_new_is_asked_for(ted: Source, publisher: Publisher, clock: Clock) -> None:
    turn(ted)
    publisher.asked.clear()
    assert turn(ted) == 0
    assert publisher.asked == []
    clock.set("2026-11-25 11:00")
    publisher.put(date(2026, 11, 25), "730001-2026")
    assert turn(ted) == 1
    assert publisher.asked == [SEARCH, "/en/notice/730001-2026/xml"]


def test_before_ten_a_day_is_asked_once_more(ted: Source, publisher: Publisher, clock: Clock) -> None:
    clock.set("2026-11-24 08:00")
    turn(ted)
    assert states(ted)[TUESDAY] == State.NOT_YET
    publisher.days[TUESDAY]["720002-2026"] = b"<ContractNotice>late</ContractNotice>"
    clock.set("2026-11-24 10:30")
    publisher.asked.clear()
    assert turn(ted) == 1
    assert publisher.asked == [SEARCH, "/en/notice/720002-2026/xml"]
    assert states(ted)[TUESDAY] == State.DONE


def test_a_holiday_and_a_day_that_is_not_out_yet_are_told_apart(
    ted: Source, publisher: Publisher, clock: Clock
) -> None:
    del publisher.days[FRIDAY], publisher.days[TUESDAY]
    publisher.abroad[MONDAY] = 2900
    turn(ted)
    assert states(ted) == {FRIDAY: State.EMPTY, MONDAY: State.DONE, TUESDAY: State.NOT_YET}
    assert missing(ted) == []
    assert missing(ted, date(2026, 11, 25)) == [TUESDAY]  # nobody asked since: that is a gap
    publisher.asked.clear()
    turn(ted)
    assert publisher.asked == [SEARCH, SEARCH]  # once more for today, and whether anything is out at all


def test_a_day_without_danish_notices_is_done_when_others_are_out(ted: Source, publisher: Publisher) -> None:
    publisher.days[TUESDAY] = {}
    publisher.abroad[TUESDAY] = 3100
    turn(ted)
    assert states(ted)[TUESDAY] == State.DONE


def test_weekends_are_not_asked_for(ted: Source, publisher: Publisher, clock: Clock) -> None:
    clock.set("2026-11-29 12:00")  # a Sunday
    turn(ted)
    assert all(day.weekday() < 5 for day in states(ted))


def test_many_pages_are_followed(ted: Source, publisher: Publisher) -> None:
    publisher.page_size = 2
    publisher.put(MONDAY, *(f"71{number:04}-2026" for number in range(7)))
    assert turn(ted) == 2 + 7 + 1
    tokens = [question.get("iterationNextToken") for question in publisher.questions]
    assert [token for token in tokens if token] == ["page-2", "page-4", "page-6"]


PASSING: list[tuple[str, Misbehaviour]] = [
    ("429 without Retry-After", status(429)),
    ("429 with Retry-After", status(429, Retry_After="7")),
    ("500", status(500)),
    ("503", status(503)),
    ("half a body", half),
]
by_name = pytest.mark.parametrize("bad", [pytest.param(bad, id=name) for name, bad in PASSING])


@by_name
@pytest.mark.parametrize("where", [SEARCH, XML])
def test_what_passes_is_tried_again_in_the_same_turn(
    ted: Source, publisher: Publisher, bad: Misbehaviour, where: str
) -> None:
    publisher.faults = [(where, bad), (where, bad)]
    assert turn(ted) == 6
    assert ted.last_error == ""
    assert publisher.faults == []
    waits = [pause for pause in publisher.pauses if pause > 0.5]
    assert len(waits) == 2
    assert waits[0] < waits[1] or waits == [7, 7]


def test_retry_after_is_obeyed_in_the_same_turn_when_short(ted: Source, publisher: Publisher) -> None:
    publisher.faults = [(SEARCH, status(429, Retry_After="7"))]
    turn(ted)
    assert 7 in publisher.pauses


def test_a_long_retry_after_ends_the_turn_and_is_remembered(
    ted: Source, publisher: Publisher, clock: Clock
) -> None:
    publisher.faults = [("/en/notice/710002-2026", status(429, Retry_After="7200"))]
    assert turn(ted) == 1 + 1  # what came before is kept
    assert ted.fault == Fault.BUSY
    assert ted.next_try is not None
    assert (ted.next_try - clock.now).total_seconds() == 7200
    assert list(fetch_due()) == []  # not before that
    clock.set("2026-11-24 16:20")
    assert sum(fetch_due()) == 4
    assert missing(ted) == []


@by_name
def test_what_does_not_pass_ends_the_turn_and_the_next_goes_on(
    ted: Source, publisher: Publisher, bad: Misbehaviour
) -> None:
    publisher.faults = [("/en/notice/710002-2026", bad)] * polite.ATTEMPTS
    assert turn(ted) == 2
    assert ted.fault in (Fault.BUSY, Fault.BROKEN, Fault.CUT)
    assert ted.last_error
    assert ted.failures == 1
    assert states(ted) == {TUESDAY: State.DONE, MONDAY: State.FAILED}
    assert missing(ted) == [FRIDAY, MONDAY]
    publisher.asked.clear()
    assert turn(ted) == 4
    assert (ted.last_error, ted.failures, missing(ted)) == ("", 0, [])
    assert publisher.times("710001-2026") == 0  # that one was kept
    assert Document.objects.count() == 6


STAYING: list[tuple[str, Misbehaviour, Fault]] = [
    ("a log-in page", login_page, Fault.LOGIN),
    ("a test for robots", robot_test, Fault.LOGIN),
    ("403", status(403), Fault.LOGIN),
    ("400", status(400), Fault.REFUSED),
    ("no JSON", instead(b"Service unavailable"), Fault.SHAPE),
    ("JSON of the wrong shape", instead(b'{"results": []}'), Fault.SHAPE),
    ("a list for an object", instead(b"[]"), Fault.SHAPE),
    ("notices that are no list", instead(b'{"notices": {}, "totalNoticeCount": 0}'), Fault.SHAPE),
    ("no count", instead(b'{"notices": []}'), Fault.SHAPE),
    ("a notice without a number", instead(b'{"notices": [{}], "totalNoticeCount": 1}'), Fault.SHAPE),
    (
        "a number that is a path",
        instead(b'{"notices": [{"publication-number": "../x"}], "totalNoticeCount": 1}'),
        Fault.SHAPE,
    ),
    (
        "a list that is too short",
        instead(b'{"notices": [{"publication-number": "1-2026"}], "totalNoticeCount": 9}'),
        Fault.SHAPE,
    ),
    (
        "an empty list that should not be",
        instead(b'{"notices": [], "totalNoticeCount": 9, "iterationNextToken": "x"}'),
        Fault.SHAPE,
    ),
    ("a redirect into our machine", redirect("http://169.254.169.254/latest/meta-data/"), Fault.REFUSED),
    ("a redirect to loopback", redirect("https://localhost:1/"), Fault.REFUSED),
]


@pytest.mark.parametrize(("bad", "kind"), [pytest.param(bad, kind, id=name) for name, bad, kind in STAYING])
def test_an_answer_that_is_none_is_never_an_empty_day(
    ted: Source, publisher: Publisher, bad: Misbehaviour, kind: Fault
) -> None:
    publisher.faults = [(SEARCH, bad)]
    assert turn(ted) == 0
    assert (ted.fault, ted.failures) == (kind, 1)
    assert states(ted) == {TUESDAY: State.FAILED}
    assert missing(ted) == [FRIDAY, MONDAY, TUESDAY]
    assert turn(ted) == 6
    assert missing(ted) == []


def test_a_page_that_timed_out_on_their_side_is_not_taken_for_whole(
    ted: Source, publisher: Publisher
) -> None:
    late = instead(b'{"notices": [], "totalNoticeCount": 0, "timedOut": true}')
    publisher.faults = [(SEARCH, late)]
    turn(ted)
    assert ted.fault == Fault.SLOW
    assert missing(ted) == [FRIDAY, MONDAY, TUESDAY]


def test_a_token_that_expires_on_the_way_is_no_loss(ted: Source, publisher: Publisher) -> None:
    publisher.page_size = 1

    def second_page(handler: object, content: bytes) -> None:
        status(500)(handler, content)  # type: ignore[arg-type]

    # Tuesday's only page, Monday's first, and then the token of the second is not known any more.
    nothing = [(SEARCH, lambda handler, content: instead(content)(handler, content))] * 2
    publisher.faults = [*nothing, *[(SEARCH, second_page)] * polite.ATTEMPTS]
    assert turn(ted) == 6
    assert ted.last_error == ""
    first_pages = [question for question in publisher.questions if "20261123" in question["query"]]
    assert [question.get("iterationNextToken") for question in first_pages].count(None) == 2


@pytest.mark.parametrize("bad", [login_page, status(404)], ids=["a log-in page", "404"])
def test_one_notice_that_cannot_be_had_does_not_hold_up_the_others(
    ted: Source, publisher: Publisher, bad: Misbehaviour, clock: Clock
) -> None:
    publisher.faults = [("/en/notice/710002-2026", bad)]
    assert turn(ted) == 5
    assert ted.fault == Fault.PARTLY
    assert "1 of 3 notices" in ted.last_error
    assert missing(ted) == [MONDAY]
    assert turn(ted) == 1
    assert (ted.last_error, missing(ted)) == ("", [])


def test_when_every_notice_is_a_log_in_page_the_turn_ends(ted: Source, publisher: Publisher) -> None:
    publisher.put(TUESDAY, *(f"72{number:04}-2026" for number in range(9)))
    publisher.faults = [(XML, login_page)] * 9
    assert turn(ted) == 0
    assert ted.fault == Fault.LOGIN
    assert publisher.times(XML) == 3


def test_a_server_that_hangs_is_not_waited_for(
    ted: Source, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite, "READ_SECONDS", 0.1)
    publisher.faults = [(SEARCH, hang(2))] * polite.ATTEMPTS
    turn(ted)
    assert ted.fault == Fault.SLOW
    assert turn(ted) == 6


def test_a_server_that_drips_is_not_waited_for(
    ted: Source, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite, "WHOLE_SECONDS", 0.2)
    publisher.faults = [(SEARCH, drip)] * polite.ATTEMPTS
    turn(ted)
    assert ted.fault == Fault.SLOW


def test_an_answer_that_is_too_large_is_refused(
    ted: Source, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite, "MOST_BYTES", 1000)
    publisher.faults = [(SEARCH, instead(b" " * 2000))]
    turn(ted)
    assert ted.fault == Fault.TOO_LARGE


def test_without_a_network_there_is_one_calm_line(
    ted: Source, settings: Settings, caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    settings.TED_API = settings.TED_SITE = "http://127.0.0.1:9"  # nobody listens there
    assert turn(ted) == 0
    assert ted.fault == Fault.UNREACHABLE
    lines = [record for record in caplog.records if record.name.startswith("opslagstavle")]
    assert len(lines) == 1
    assert "no connection" in lines[0].getMessage()
    first = ted.next_try
    turn(ted)
    assert list(fetch_due()) == []
    assert first is not None
    assert ted.next_try is not None
    assert ted.next_try - clock.now == 2 * (first - clock.now)  # later each time
    ensure_ted()  # but a new start tries at once
    ted.refresh_from_db()
    assert ted.next_try is None


def test_one_process_at_a_time(ted: Source, publisher: Publisher, settings: Settings) -> None:
    from opslagstavle_site.notices.sources.alone import alone

    with alone(settings.FETCH_FOLDER, f"source-{ted.pk}") as mine:
        assert mine
        assert turn(ted) == 0
        assert publisher.asked == []
    assert turn(ted) == 6


def test_a_turn_that_is_left_in_the_middle_is_gone_on_with(
    ted: Source, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from opslagstavle_site.notices import fetching

    monkeypatch.setattr(fetching, "KEEP_AT_ONCE", 1)
    turns = fetch(source=ted)
    assert [next(turns), next(turns)] == [1, 1]  # each document is a batch
    turns.close()  # type: ignore[attr-defined]
    assert states(ted) == {TUESDAY: State.DONE, MONDAY: State.WAITING}
    assert missing(ted) == [FRIDAY, MONDAY]
    publisher.asked.clear()
    assert turn(ted) == 4
    assert publisher.times("710001-2026") == 0


def test_what_another_source_brought_is_kept_once(ted: Source, publisher: Publisher) -> None:
    from opslagstavle_site.notices.actions import keep_documents

    folder = Source.objects.create(key="folder:x", kind=Source.Kind.FOLDER)
    content = publisher.days[MONDAY]["710001-2026"]
    assert keep_documents(source=folder, items=[("elsewhere.xml", content)]) == 1
    assert turn(ted) == 5
    assert states(ted)[MONDAY] == State.DONE
    assert Document.objects.count() == 6


def test_a_fault_of_ours_with_one_source_does_not_stop_the_others(
    ted: Source, publisher: Publisher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from opslagstavle_site.notices import fetching

    def broken(source: Source, web: object) -> None:
        raise RuntimeError("a name of somebody")

    publisher.files["/a.json"] = ({}, b"{}")
    add_source(**asked_source(f"{publisher.url}/a.json"))
    monkeypatch.setitem(fetching.FETCHERS, Source.Kind.OCDS, broken)
    Source.objects.filter(kind=Source.Kind.TED).update(key="z", next_try=None)
    assert sum(fetch_due()) == 6
    row = Source.objects.get(kind=Source.Kind.OCDS)
    assert (row.fault, row.failures) == (Fault.OURS, 1)
    assert "somebody" not in caplog.text + row.last_error


def test_a_notice_that_is_never_there_does_not_make_ted_rare(
    ted: Source, publisher: Publisher, clock: Clock
) -> None:
    publisher.faults = [("/en/notice/710002-2026", status(404))] * 50
    asked = []
    for hour in range(2, 30):
        clock.set(f"2026-11-{24 + hour // 24} {hour % 24:02}:30")
        before = publisher.times("710002")
        if list(due_sources(clock.now)):
            turn(ted)
            asked.append(publisher.times("710002") - before)
    assert len(asked) == 28  # TED is asked every hour nevertheless
    assert sum(asked) < 8  # but for this notice ever more rarely
    assert missing(ted) == [MONDAY]
