"""Live sources: added, asked, and how far each is. What they give is kept like everything else, and read from there.

Everything a turn knows stands in rows: the source, and a row for each day of one that comes day by day. So a turn can be killed
anywhere; the next one asks again for what is not marked as done, and what was kept is known.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.utils import timezone

from opslagstavle.errors import UnreadableNotice
from opslagstavle_site.notices.actions import fetch_folder, keep_documents
from opslagstavle_site.notices.gaps import days_to_fetch, due_sources, packages_to_fetch
from opslagstavle_site.notices.models import Document, PublicationDay, Source
from opslagstavle_site.notices.sources import ocds, ted, ted_packages
from opslagstavle_site.notices.sources.alone import alone
from opslagstavle_site.notices.sources.faults import Fault, SourceFault
from opslagstavle_site.notices.sources.polite import Polite

log = logging.getLogger("opslagstavle.notices")

FIRST_DAYS = 30
"""How far back a board that is new asks TED: about as far as calls are still open. More is for ``fetch-days``."""
KEEP_AT_ONCE = 25
EVERY = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=6)
COMPLETE_FROM_HOUR = 10
"""TED's issue of a day is out by 9.30, says its help page on reuse; asked before ten, the day is asked once more."""
FAULTS_IN_A_ROW = 3
State = PublicationDay.State
Got = tuple[str, bytes | SourceFault | UnreadableNotice]


def add_source(*, kind: str, key: str, location: str) -> Source:
    """Remember a source that was asked for (``forms.asked_source``). Adding again brings back what was removed."""
    source, _ = Source.objects.get_or_create(key=key[:300], defaults=_columns(kind, location))
    if source.removed:
        Source.objects.filter(pk=source.pk).update(removed=False, next_try=None)
        source.refresh_from_db()
    return source


def ensure_ted() -> None:
    """Denmark's notices are a source from the first start on, unless somebody removed them."""
    Source.objects.get_or_create(key="ted:DNK", defaults=_columns(Source.Kind.TED, "DNK"))


def _columns(kind: str, location: str) -> dict[str, object]:
    columns: dict[str, object] = {"kind": kind, "location": location, "added_at": timezone.now()}
    if kind == Source.Kind.TED:
        columns["first_day"] = timezone.localdate() - timedelta(days=FIRST_DAYS)
    if kind in (Source.Kind.TED, Source.Kind.TED_PACKAGES):
        columns["licence"] = ted.LICENCE
    return columns


def remove_source(*, key: str) -> bool:
    """It is not asked any more; what came from it stays. False when there is no such source."""
    return Source.objects.filter(key=key, removed=False).update(removed=True) > 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one source gave in one turn. ``problem`` is "" when all went well."""

    source: Source
    kept: int
    problem: str


def fetch_all(*, whatever_the_time: bool = False) -> Iterator[Fetched]:
    """Every source that is due, folders too; what came of each."""
    for source in due_sources(None if whatever_the_time else timezone.now()):
        kept = sum(fetch(source=source))
        source.refresh_from_db()
        yield Fetched(source, kept, source.last_error)


def fetch_due() -> Generator[int]:
    """Every live source that is due; how many documents were new, after each batch."""
    for source in due_sources(timezone.now(), with_folders=False):
        yield from fetch(source=source)


def fetch(*, source: Source) -> Iterator[int]:
    """One turn of one source. What goes wrong ends up on its row, and as one line in the log."""
    if source.kind == Source.Kind.FOLDER:
        yield fetch_folder(source=source)
        return
    with alone(settings.FETCH_FOLDER, f"source-{source.pk}") as mine, Polite() as web:
        if not mine:
            return
        source.refresh_from_db()
        Source.objects.filter(pk=source.pk).update(last_started=timezone.now())
        try:
            yield from FETCHERS[source.kind](source, web)
        except SourceFault as fault:
            _failed(source, fault)
        else:
            _succeeded(source)


def _succeeded(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(
        last_error="", fault="", failures=0, next_try=timezone.now() + EVERY
    )


def _failed(source: Source, fault: SourceFault) -> None:
    """The next try comes later each time, and never sooner than we were asked to wait."""
    failures = source.failures + 1
    pause = min(timedelta(minutes=10) * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    next_try = timezone.now() + max(pause, min(timedelta(seconds=fault.wait), timedelta(days=1)))
    when = timezone.localtime(next_try).strftime("%d.%m. %H.%M")
    # What stands behind the question mark of an address may be a key.
    log.warning("%s: %s; next try %s", source.key.partition("?")[0], fault.reason, when)
    Source.objects.filter(pk=source.pk).update(
        last_error=fault.reason[:500], fault=fault.kind, failures=failures, next_try=next_try
    )


def _touched(source: Source) -> None:
    """Something was asked and answered: that is what *last read* means."""
    Source.objects.filter(pk=source.pk).update(last_read=timezone.now())


def _keep(source: Source, items: Iterator[tuple[str, bytes]]) -> Iterator[int]:
    """In batches; what came before a fault is kept too."""
    batch: list[tuple[str, bytes]] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == KEEP_AT_ONCE:
                yield keep_documents(source=source, items=batch)
                batch = []
    except SourceFault:
        yield keep_documents(source=source, items=batch)
        raise
    if batch:
        yield keep_documents(source=source, items=batch)


def _sound(items: Iterator[Got], faults: list[str]) -> Iterator[tuple[str, bytes]]:
    for name, content in items:
        if isinstance(content, bytes):
            yield name, content
        else:
            log.warning("%s: %s", name, content)
            faults.append(f"{name.rpartition('/')[2]}: {content}")


def _fetch_ted(source: Source, web: Polite) -> Iterator[int]:
    """Day by day, the newest first."""
    failed: list[PublicationDay] = []
    for day in days_to_fetch(source, timezone.localtime()):
        row = _begin_day(source, day)
        yield from _one_day(source, row, web)
        _touched(source)
        failed += [row] if row.state == State.FAILED else []
    if failed:
        raise SourceFault(Fault.PARTLY, f"{failed[0].day}: {failed[0].reason}")


def _one_day(source: Source, row: PublicationDay, web: Polite) -> Iterator[int]:
    """A fault that ends the turn is told on the day's row too."""
    try:
        yield from _fetch_ted_day(source, row, web)
    except SourceFault as fault:
        _end_day(row, State.FAILED, fault.reason, row.listed)
        raise


def _fetch_ted_day(source: Source, row: PublicationDay, web: Polite) -> Iterator[int]:
    asked_at = timezone.localtime()
    numbers = ted.listed(web, row.day, source.location)
    if not numbers and ted.published(web, row.day) == 0:
        _end_day(
            row, State.EMPTY if row.day < asked_at.date() - timedelta(days=1) else State.NOT_YET, listed=0
        )
        return
    names = [ted.file_name(number) for number in numbers]
    known = set(Document.objects.filter(source=source, name__in=names).values_list("name", flat=True))
    faults: list[str] = []
    missing = [number for number in numbers if ted.file_name(number) not in known]
    for kept in _keep(source, _sound(ted.documents(web, missing), faults)):
        row.kept += kept
        yield kept
    if faults:
        _end_day(row, State.FAILED, f"{len(faults)} of {len(numbers)} notices: {faults[0]}", len(numbers))
    else:
        _end_day(row, State.DONE if _is_complete(row.day, asked_at) else State.NOT_YET, listed=len(numbers))


def _is_complete(day: date, asked_at: datetime) -> bool:
    return asked_at.date() > day or asked_at.hour >= COMPLETE_FROM_HOUR


def _begin_day(source: Source, day: date) -> PublicationDay:
    row, _ = PublicationDay.objects.get_or_create(source=source, day=day)
    row.state, row.tries, row.tried_at = State.WAITING, row.tries + 1, timezone.now()
    row.save()
    return row


def _end_day(row: PublicationDay, state: str, reason: str = "", listed: int | None = None) -> None:
    row.state, row.reason, row.listed = state, reason[:500], listed
    row.save()


def _fetch_ocds(source: Source, web: Polite) -> Iterator[int]:
    """Page by page; after each the cursor says where to go on."""
    faults: list[str] = []
    for page in ocds.pages(web, source.location, source.cursor, timezone.now()):
        yield from _keep(source, _sound(ocds.releases(page.content), faults))
        Source.objects.filter(pk=source.pk).update(
            cursor=page.cursor, licence=page.licence[:300] or source.licence, last_read=timezone.now()
        )
    _touched(source)
    if faults:
        raise SourceFault(Fault.PARTLY, f"{len(faults)} entries are no releases: {faults[0]}")


FETCHERS: dict[str, Callable[[Source, Polite], Iterator[int]]] = {
    Source.Kind.TED: _fetch_ted,
    Source.Kind.OCDS: _fetch_ocds,
}


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
            _failed(source, fault)
            raise
        _succeeded(source)


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
        row = _begin_day(source, planned.day)
        try:
            _fetch_package(source, row, web)
        except SourceFault as fault:
            row.refresh_from_db()
            _end_day(row, _without_package(row.day, fault), fault.reason)
            in_a_row += 1
            if fault.passing or in_a_row == FAULTS_IN_A_ROW:
                raise
        else:
            in_a_row = 0
            _touched(source)
        kept += row.kept
        yield DayFetched(row, done, len(days), kept)


def _without_package(day: date, fault: SourceFault) -> str:
    late = fault.kind == Fault.MISSING and day >= timezone.localdate()
    return State.NOT_YET if late else State.FAILED


def _fetch_package(source: Source, row: PublicationDay, web: Polite) -> None:
    faults: list[str] = []
    seen = 0
    with closing(ted_packages.documents(web, row.issue, settings.FETCH_FOLDER)) as items:
        sound = _sound(items, faults)
        while batch := list(islice(sound, 200)):
            seen += len(batch)
            row.kept += keep_documents(source=source, items=batch)
            row.save(update_fields=["kept"])
    if faults:
        _end_day(row, State.FAILED, f"{len(faults)} not kept: {faults[0]}", seen)
    elif not seen:
        raise SourceFault(Fault.SHAPE, "no notice is in the package")
    else:
        _end_day(row, State.DONE, listed=seen)
