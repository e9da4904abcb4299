"""Calendars that calendar programs subscribe to (RFC 5545, with names and pace as of RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vText

from opslagstavle_site.web.clean import printable

ASK_AGAIN = timedelta(hours=6)
CLOCKS = f"""BEGIN:VTIMEZONE
TZID:{settings.TIME_ZONE}
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""When Danish clocks change (directive 2000/84/EC), as a rule: a list of days would end before some deadlines do."""


@dataclass(frozen=True, slots=True)
class DayOrMoment:
    """An event: at a moment where ``moment`` is known, else all of ``day``.

    ``uid`` never changes. ``sequence`` rises whenever it was corrected, and ``changed`` says when it last was.
    """

    uid: str
    summary: str
    day: date
    moment: datetime | None
    url: str
    description: str
    changed: datetime
    sequence: int


def calendar(*, name: str, about: str, language: str, url: str, events: Iterable[DayOrMoment]) -> bytes:
    """The same events give the same bytes, so that a program that asks again can be told that nothing is new."""
    found = Calendar()
    found.add("prodid", "-//Opslagstavlen//Frister//DA")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    for field in ("name", "x-wr-calname"):
        found.add(field, vText(printable(name)))
    for field in ("description", "x-wr-caldesc"):
        found.add(field, vText(printable(about)))
    found.add("x-wr-timezone", settings.TIME_ZONE)
    found.add("url", url)
    found.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    found.add_component(Timezone.from_ical(CLOCKS))
    for event in events:
        found.add_component(_event(event, language))
    written: bytes = found.to_ical()
    return written


def _event(told: DayOrMoment, language: str) -> Event:
    event = Event()
    event.add("uid", told.uid)
    # Without a METHOD the stamp says when what is told here last changed.
    event.add("dtstamp", told.changed.astimezone(UTC))
    event.add("last-modified", told.changed.astimezone(UTC))
    event.add("sequence", told.sequence)
    event.add("summary", printable(told.summary), parameters={"language": language})
    event.add("dtstart", _on_our_clock(told))
    event.add("description", printable(told.description), parameters={"language": language})
    event.add("url", told.url)
    event.add("transp", "TRANSPARENT")
    return event


def _on_our_clock(told: DayOrMoment) -> date | datetime:
    """The last hours that a date can have do not exist on every clock: then the day alone is told."""
    try:
        return told.moment.astimezone(ZoneInfo(settings.TIME_ZONE)) if told.moment else told.day
    except OverflowError:
        return told.day
