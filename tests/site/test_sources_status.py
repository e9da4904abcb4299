"""What the public is told of the sources: when each was last read, what went wrong, and what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from opslagstavle_site.home import schedule
from opslagstavle_site.notices.cards import PROBLEMS, SOURCE_KINDS
from opslagstavle_site.notices.fetching import add_source, ensure_ted, fetch, remove_source
from opslagstavle_site.notices.forms import asked_source
from opslagstavle_site.notices.gaps import due_sources, gaps
from opslagstavle_site.notices.models import Document, Lot, PublicationDay, Source
from opslagstavle_site.notices.queries import sources
from opslagstavle_site.notices.sources import demo
from opslagstavle_site.web.source_faults import Fault
from tests import people
from tests.publisher import Publisher, status
from tests.site.conftest import Clock

pytestmark = pytest.mark.django_db

State = PublicationDay.State


@pytest.fixture
def ted(clock: Clock) -> Source:
    """TED since 2 November, whole but for three days; the last turn failed."""
    source = add_source(**asked_source("ted"))
    Source.objects.filter(pk=source.pk).update(
        first_day=date(2026, 11, 2), last_read=clock.now, fault="unreachable", failures=2,
        last_error="no connection (ConnectError) to a machine nobody knows", next_try=clock.now + timedelta(minutes=20),
    )  # fmt: skip
    whole = [date(2026, 11, day) for day in range(2, 25) if day not in (2, 3, 5)]
    PublicationDay.objects.bulk_create(
        PublicationDay(source=source, day=day, state=State.EMPTY if day.day == 9 else State.DONE)
        for day in whole
    )
    PublicationDay.objects.create(source=source, day=date(2026, 11, 5), state=State.FAILED, reason="why")
    return source


def page(client: Client, address: str = "/kilder/", language: str = "da") -> str:
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(address).content.decode()


def test_the_gap_is_told_in_both_languages(ted: Source) -> None:
    danish, english = page(Client()), page(Client(), language="en")
    assert "3 dage mangler: 2., 3., 5. november" in danish
    assert "24. november 2026 kl. 14.10" in danish
    assert "14.30" in danish  # the next try
    assert "Den kunne ikke nås." in danish
    assert "3 days are missing: 2, 3, 5 November" in english
    assert "It could not be reached." in english


def test_details_are_for_staff(ted: Source) -> None:
    add_source(**asked_source("https://open.example/ocds?key=abc"))
    for client, sees in ((people.stranger(), False), (people.somebody(), False), (people.staff(), True)):
        shown = page(client)
        assert ("nobody knows" in shown) is sees
        assert ("key=abc" in shown) is sees
        assert "open.example" in shown


def test_programs_are_told_what_the_public_sees(ted: Source) -> None:
    told = people.staff().get("/kilder.json").json()["sources"]
    assert [source["missing_days"] for source in told] == [["2026-11-02", "2026-11-03", "2026-11-05"]]
    assert told[0]["detail"] == told[0]["location"] == ""


def test_many_days_are_told_by_their_ends(ted: Source, clock: Clock) -> None:
    Source.objects.filter(pk=ted.pk).update(first_day=date(2026, 9, 1))
    assert "mellem 1. september 2026 og 5. november 2026" in page(Client())


def test_days_of_another_year_say_so(ted: Source, clock: Clock) -> None:
    clock.set("2027-01-04 09:00")
    PublicationDay.objects.filter(day__lt=date(2026, 11, 6)).delete()
    Source.objects.filter(pk=ted.pk).update(first_day=date(2026, 12, 31))
    PublicationDay.objects.create(source=ted, day=date(2027, 1, 1), state=State.EMPTY)
    assert "1 dag mangler: 31. december 2026" in page(Client())


@pytest.mark.parametrize(
    ("last_read", "now", "late"),
    [
        ("2026-11-24 14:10", "2026-11-26 14:00", False),
        ("2026-11-24 14:10", "2026-11-26 14:20", True),
        ("2026-11-20 14:10", "2026-11-23 09:00", False),  # a weekend lies between
        ("2026-11-20 14:10", "2026-11-24 14:00", False),
        ("2026-11-20 14:10", "2026-11-24 14:20", True),
        ("2026-10-23 14:10", "2026-10-27 14:00", False),  # and the clocks went back in it
        ("2026-03-27 14:10", "2026-03-31 14:20", True),  # or forward
    ],
)
def test_after_two_working_days_every_page_says_that_ted_is_late(
    ted: Source, clock: Clock, last_read: str, now: str, late: bool
) -> None:
    clock.set(last_read)
    Source.objects.filter(pk=ted.pk).update(last_read=clock.now)
    clock.set(now)
    assert ("Opslag fra TED er sidst hentet" in page(Client(), "/opslag/")) is late
    remove_source(key="ted:DNK")
    assert "Opslag fra TED" not in page(Client(), "/opslag/")


def test_a_board_that_never_reached_ted_says_so_after_two_days(clock: Clock, settings: Settings) -> None:
    ensure_ted()
    assert "Opslag fra TED" not in page(Client(), "/")
    clock.set("2026-11-27 08:00")
    assert "Opslag fra TED er ikke hentet endnu." in page(Client(), "/")
    settings.TED = False  # then nobody wonders
    assert "Opslag fra TED" not in page(Client(), "/")


def test_a_board_without_ted_says_nothing(clock: Clock) -> None:
    clock.set("2027-01-01 08:00")
    assert "Opslag fra TED" not in page(Client(), "/")


def test_days_before_a_source_was_added_are_no_gap(clock: Clock) -> None:
    source = add_source(**asked_source("ted"))
    assert source.first_day == date(2026, 10, 25)
    assert gaps([source], date(2026, 11, 24))[source.pk][0] == date(2026, 10, 26)


def test_a_removed_source_keeps_its_documents_and_stays_away(publisher: Publisher, clock: Clock) -> None:
    publisher.put(date(2026, 11, 24), "720001-2026")
    source = add_source(**asked_source("ted"))
    sum(fetch(source=source))
    call_command("remove_source", "ted:DNK")
    ensure_ted()  # the next start does not bring it back
    assert list(due_sources(None)) == []
    assert Document.objects.count() == 1
    assert "TED:" not in page(Client())
    with pytest.raises(CommandError, match="list-sources"):
        call_command("remove_source", "ted:DNK")
    call_command("add_source", "ted")  # but a command does
    assert [row.key for row in due_sources(None)] == ["ted:DNK"]


@pytest.mark.parametrize("named", ["ted:DK", "ted:DNK", "ted"])
def test_a_source_is_removed_by_any_name_it_could_be_added_by(named: str) -> None:
    source = add_source(**asked_source("ted"))
    call_command("remove_source", named)
    source.refresh_from_db()
    assert source.removed


def test_an_address_and_a_folder_are_removed_as_they_were_added(tmp_path: Path) -> None:
    named = ["https://host.example/ocds?from={since}", str(tmp_path)]
    added = [add_source(**asked_source(what)) for what in named]
    call_command("remove_source", named[0], added[1].key)
    assert set(Source.objects.filter(pk__in=[row.pk for row in added]).values_list("removed", flat=True)) == {
        True
    }


def test_what_cannot_be_read_is_not_counted_as_a_notice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.xml").write_bytes(b"<odd/>")
    (tmp_path / "call.xml").write_bytes(Path("tests/library/eforms/call.xml").read_bytes())
    call_command("read_sources", str(tmp_path), processes=1)
    (state,) = (state for state in sources() if state.source.key == f"folder:{tmp_path}")
    assert (state.count, state.unreadable) == (1, 1)
    assert capsys.readouterr().out.endswith("2 documents read; 1 are set aside as unreadable\n")


def test_with_the_setting_off_ted_is_not_asked(
    settings: Settings, publisher: Publisher, clock: Clock
) -> None:
    ensure_ted()
    settings.TED = False
    schedule.fetch_live()
    assert publisher.asked == []
    settings.TED = True
    schedule.fetch_live()
    assert publisher.asked != []


def test_the_schedule_shows_what_came_while_the_rest_is_on_its_way(
    publisher: Publisher, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [content for _, content in demo.documents(date(2026, 11, 24))][:40]
    for number, day in enumerate((date(2026, 11, 24), date(2026, 11, 23))):
        publisher.days[day] = {
            f"{number}{each:05}-2026": content for each, content in enumerate(contents[number::2], start=1)
        }
    ensure_ted()
    monkeypatch.setattr(schedule, "READ_AFTER", 20)
    seen: list[tuple[int, int]] = []
    real = schedule.read_and_match

    def watched() -> None:
        real()
        seen.append((Document.objects.filter(state=Document.State.READ).count(), publisher.times("/xml")))

    monkeypatch.setattr(schedule, "read_and_match", watched)
    schedule.fetch_live()
    assert seen[0] == (20, 20)  # the newest day is on the board before the next is asked for
    assert seen[-1] == (40, 40)
    assert Lot.objects.exclude(matched_against="").count() == Lot.objects.filter(current=True).count() > 0


def test_a_turn_of_the_schedule_ends_after_its_time(
    publisher: Publisher, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (date(2026, 11, 24), date(2026, 11, 23)):
        publisher.put(day, f"{day.day}-2026")
    ensure_ted()
    monkeypatch.setattr(schedule, "LIVE_SECONDS", 0)
    schedule.fetch_live()
    assert publisher.times("/xml") == 1
    schedule.fetch_live()
    assert publisher.times("/xml") == 2


def test_a_fault_of_ours_in_a_turn_is_logged_and_the_next_comes(
    publisher: Publisher, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(schedule, "fetch_live", broken)
    schedule.turn("live", schedule.fetch_live)
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_the_commands_say_what_came_and_what_failed(
    publisher: Publisher, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.put(date(2026, 11, 24), "720001-2026")
    publisher.files["/bad"] = ({}, b"{}")
    call_command("add_source", "ted", f"{publisher.url}/bad")
    call_command("fetch")
    call_command("fetch")
    call_command("fetch", all=True)
    call_command("list_sources")
    told = capsys.readouterr().out
    assert "ted:DNK: 1 new documents\n" in told
    assert "bad: 0 new documents; JSON, but no package" in told
    assert "no source is due" in told
    assert "ted:DNK: 0 new documents\n" in told
    assert "1 documents, last read 2026-11-24 14:10, next try 2026-11-24 15:10" in told


def test_what_must_not_be_asked_before_its_time_is_not(publisher: Publisher, clock: Clock) -> None:
    source = add_source(**asked_source("ted"))
    publisher.faults = [("/v3/", status(503, Retry_After="3600"))]
    sum(fetch(source=source))
    asked = len(publisher.asked)
    schedule.fetch_live()
    assert len(publisher.asked) == asked
    source.refresh_from_db()
    assert source.next_try == clock.now + timedelta(hours=1)


def test_moments_are_those_of_the_reader(ted: Source) -> None:
    moment = datetime(2026, 7, 1, 7, 5, tzinfo=UTC)
    Source.objects.filter(pk=ted.pk).update(last_read=moment)
    assert "1. juli 2026 kl. 09.05" in page(Client())


def test_a_folder_that_was_removed_is_read_when_it_is_named_again(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    call_command("read_sources", str(tmp_path))
    assert remove_source(key=f"folder:{tmp_path}")
    (tmp_path / "b.xml").write_bytes(b"<b/>")
    call_command("read_sources")
    assert Document.objects.count() == 1
    call_command("read_sources", str(tmp_path))
    assert Document.objects.count() == 2


def test_every_kind_of_source_and_fault_has_its_words() -> None:
    assert set(SOURCE_KINDS) == set(Source.Kind)
    assert set(PROBLEMS) == set(Fault)
