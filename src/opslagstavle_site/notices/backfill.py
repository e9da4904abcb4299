"""Years back: TED's daily packages, day by day, going on where it was interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.conf import settings
from django.utils import timezone

from opslagstavle_site.notices.actions import keep_documents
from opslagstavle_site.notices.fetching import (
    add_source,
    begin_day,
    end_day,
    failed,
    sound,
    succeeded,
    touched,
)
from opslagstavle_site.notices.gaps import packages_to_fetch
from opslagstavle_site.notices.models import PublicationDay, Source
from opslagstavle_site.notices.sources import ted_packages
from opslagstavle_site.notices.sources.alone import alone
from opslagstavle_site.web.polite import Polite
from opslagstavle_site.web.source_faults import Fault, SourceFault

FAULTS_IN_A_ROW = 3
KEEP_AT_ONCE = 200
State = PublicationDay.State


@dataclass(frozen=True, slots=True)
class DayFetched:
    """How one issue went, how many are through of how many, and how much they brought."""

    row: PublicationDay
    done: int
    total: int
    kept: int

    def told(self, seconds: float) -> str:
        """With the rate and the rest, after so many seconds."""
        rest = seconds / self.done * (self.total - self.done)
        how = f"{self.row.state}, {self.row.kept} new {self.row.reason}".strip()
        return (
            f"{self.row.day} {self.row.issue} {how}"
            f" [{self.done}/{self.total}, {self.kept / max(seconds, 0.001):.0f} a second, {rest / 60:.0f} min left]"
        )


def fetch_days(*, first: date, last: date) -> Iterator[DayFetched]:
    """TED's daily packages of these days, the newest first; what is there already is not fetched again.

    ``SourceFault`` when the site cannot be had at all; what was done until then stays done.
    """
    if first.year < ted_packages.FIRST_YEAR:
        raise SourceFault(Fault.REFUSED, f"packages before {ted_packages.FIRST_YEAR} hold no XML")
    source = add_source(kind=Source.Kind.TED_PACKAGES, key="ted-packages", location="")
    with alone(settings.FETCH_FOLDER, f"source-{source.pk}") as mine, Polite() as web:
        if not mine:
            raise SourceFault(Fault.BUSY, "another process is fetching packages")
        Source.objects.filter(pk=source.pk).update(last_started=timezone.now())
        try:
            _plan_days(source, first, min(last, timezone.localdate()), web)
            yield from _fetch_packages(source, list(packages_to_fetch(source, first, last)), web)
        except SourceFault as fault:
            failed(source, fault)
            raise
        else:
            succeeded(source)
        finally:
            Source.objects.filter(pk=source.pk).update(next_try=None)  # only somebody's command asks again


def _plan_days(source: Source, first: date, last: date, web: Polite) -> None:
    """A row for each day that has an issue: what is not fetched of them is the gap, also when we are killed now."""
    found = {
        day: issue
        for year in range(first.year, last.year + 1)
        for day, issue in ted_packages.calendar(web, year).items()
        if first <= day <= last
    }
    rows = [PublicationDay(source=source, day=day, issue=issue) for day, issue in sorted(found.items())]
    PublicationDay.objects.bulk_create(rows, ignore_conflicts=True)
    if source.first_day is None or first < source.first_day:
        Source.objects.filter(pk=source.pk).update(first_day=first)


def _fetch_packages(source: Source, days: list[PublicationDay], web: Polite) -> Iterator[DayFetched]:
    in_a_row = kept = 0
    for done, planned in enumerate(days, start=1):
        row = begin_day(source, planned.day)
        try:
            _fetch_package(source, row, web)
        except SourceFault as fault:
            row.refresh_from_db()
            end_day(row, _without_package(row.day, fault), fault.reason)
            in_a_row += 1
            if fault.passing or in_a_row == FAULTS_IN_A_ROW:
                raise
        else:
            in_a_row = 0
            touched(source)
        kept += row.kept
        yield DayFetched(row, done, len(days), kept)


def _without_package(day: date, fault: SourceFault) -> str:
    late = fault.kind == Fault.MISSING and day >= timezone.localdate()
    return State.NOT_YET if late else State.FAILED


def _fetch_package(source: Source, row: PublicationDay, web: Polite) -> None:
    faults: list[str] = []
    seen = 0
    with closing(ted_packages.documents(web, row.issue, settings.FETCH_FOLDER)) as items:
        found = sound(items, faults)
        while batch := list(islice(found, KEEP_AT_ONCE)):
            seen += len(batch)
            row.kept += keep_documents(source=source, items=batch)
            row.save(update_fields=["kept"])
    if faults:
        end_day(row, State.FAILED, f"{len(faults)} not kept: {faults[0]}", seen)
    elif not seen:
        raise SourceFault(Fault.SHAPE, "no notice is in the package")
    else:
        end_day(row, State.DONE, listed=seen)
