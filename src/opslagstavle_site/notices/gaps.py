"""Which source is to be asked when, and what of it is not here: reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from opslagstavle_site.notices.models import PublicationDay, Source

SETTLED = (PublicationDay.State.DONE, PublicationDay.State.EMPTY)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(hours=24)


def due_sources(now: datetime | None, *, with_folders: bool = True) -> QuerySet[Source]:
    """What is to be asked now; without a moment, all that can be asked. Packages come by command only."""
    kinds = [Source.Kind.TED, Source.Kind.OCDS] + ([Source.Kind.FOLDER] if with_folders else [])
    rows = Source.objects.filter(kind__in=kinds, removed=False).order_by("pk")
    if not settings.TED:
        rows = rows.exclude(kind=Source.Kind.TED)
    return rows.filter(Q(next_try=None) | Q(next_try__lte=now)) if now else rows


def folders() -> QuerySet[Source]:
    return Source.objects.filter(kind=Source.Kind.FOLDER, removed=False).order_by("pk")


def days_to_fetch(source: Source, now: datetime) -> list[date]:
    """The weekdays of a source that are not settled, the newest first.

    A day that failed several times waits longer each time, so that one notice that cannot be had is not asked for all day.
    """
    rows = {row.day: row for row in PublicationDay.objects.filter(source=source)}
    days = reversed(weekdays(source.first_day or now.date(), now.date()))
    return [day for day in days if day not in rows or _is_due(rows[day], now)]


def _is_due(row: PublicationDay, now: datetime) -> bool:
    if row.state != PublicationDay.State.FAILED or row.tries < 2 or row.tried_at is None:
        return row.state not in SETTLED
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(row.tries - 2, 8), LONGEST_PAUSE)
    return bool(row.tried_at + pause <= now)


def packages_to_fetch(source: Source, first: date, last: date) -> QuerySet[PublicationDay]:
    """The days of a range whose package is not here, the newest first."""
    rows = PublicationDay.objects.filter(source=source, day__gte=first, day__lte=last)
    return rows.exclude(state__in=SETTLED).order_by("-day")


def weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def gaps(rows: Iterable[Source], on: date) -> dict[int, list[date]]:
    """{source id: days that are past and not wholly fetched, in order}; of today only what failed."""
    rows = list(rows)
    by_source: dict[int, dict[date, PublicationDay]] = defaultdict(dict)
    for row in PublicationDay.objects.filter(source__in=[source.pk for source in rows]):
        by_source[row.source_id][row.day] = row
    return {source.pk: _gap(source, by_source[source.pk], on) for source in rows}


def _gap(source: Source, known: dict[date, PublicationDay], on: date) -> list[date]:
    expected = set(known)
    if source.kind == Source.Kind.TED and source.first_day:
        expected |= set(weekdays(source.first_day, on - timedelta(days=1)))
    return sorted(day for day in expected if day not in known or _is_missing(known[day], on))


def _is_missing(row: PublicationDay, on: date) -> bool:
    if row.state in SETTLED:
        return False
    asked_today = row.tried_at is not None and timezone.localdate(row.tried_at) == on
    if row.state == PublicationDay.State.NOT_YET and asked_today:
        return False  # the publisher's gap, not ours
    return row.day < on or row.state == PublicationDay.State.FAILED


def ted_overdue(now: datetime) -> datetime | Literal["never"] | None:
    """When TED was last read, if that is more than 48 hours of weekdays ago; None when all is well, or TED is no source."""
    if not settings.TED:
        return None
    rows = Source.objects.filter(kind=Source.Kind.TED, removed=False)
    seen = list(rows.values_list("last_read", "added_at"))
    since = max((last or added or now for last, added in seen), default=now)
    if _on_weekdays(since, now) <= timedelta(hours=48):
        return None
    return max((last for last, _ in seen if last), default="never")


def _on_weekdays(since: datetime, until: datetime) -> timedelta:
    """Time between two moments that is not Saturday or Sunday."""
    since, until = timezone.localtime(since), timezone.localtime(until)
    total = timedelta()
    for day in weekdays(since.date(), until.date()):
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        total += max(timedelta(), min(until, midnight + timedelta(days=1)) - max(since, midnight))
    return total
