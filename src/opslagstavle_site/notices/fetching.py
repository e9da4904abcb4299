"""Live sources: added, asked, and how far each is. What they give is kept like everything else, and read from there.

Everything a turn knows stands in rows: the source, and a row for each day of one that comes day by day. So a turn can be killed
anywhere; the next one asks again for what is not marked as done, and what was kept is known.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from opslagstavle.errors import UnreadableNotice
from opslagstavle_site.notices.actions import fetch_folder, keep_documents
from opslagstavle_site.notices.gaps import days_to_fetch, due_sources
from opslagstavle_site.notices.models import Document, PublicationDay, Source
from opslagstavle_site.notices.sources import ocds, ted
from opslagstavle_site.notices.sources.alone import alone
from opslagstavle_site.web.faults import described
from opslagstavle_site.web.polite import Polite
from opslagstavle_site.web.source_faults import Fault, SourceFault

log = logging.getLogger("opslagstavle.notices")

FIRST_DAYS = 30
"""How far back a board that is new asks TED: about as far as calls are still open. More is for ``fetch-days``."""
KEEP_AT_ONCE = 25
EVERY = timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)
COMPLETE_FROM_HOUR = 10
"""TED's issue of a day is out by 9.30, says its help page on reuse; asked before ten, the day is asked once more."""
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
    """Denmark's notices are a source from the first start on, unless somebody removed them.

    Whoever starts the board again because the network is back does not want to wait for the next try.
    """
    Source.objects.get_or_create(key="ted:DNK", defaults=_columns(Source.Kind.TED, "DNK"))
    Source.objects.filter(kind=Source.Kind.TED, fault=Fault.UNREACHABLE).update(next_try=None)


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
            failed(source, fault)
        except Exception as error:  # a fault of ours with one source must not stop the others
            failed(source, SourceFault(Fault.OURS, described(error)))
        else:
            succeeded(source)


def succeeded(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(
        last_error="", fault="", failures=0, next_try=timezone.now() + EVERY
    )


def failed(source: Source, fault: SourceFault) -> None:
    """The next try comes later each time, and never sooner than we were asked to wait."""
    failures = 0 if fault.kind == Fault.PARTLY else source.failures + 1
    pause = min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT) if failures else EVERY
    next_try = timezone.now() + max(pause, min(timedelta(seconds=fault.wait), timedelta(days=1)))
    when = timezone.localtime(next_try).strftime("%d.%m. %H.%M")
    # What stands behind the question mark of an address may be a key.
    log.warning("%s: %s; next try %s", source.key.partition("?")[0], fault.reason, when)
    Source.objects.filter(pk=source.pk).update(
        last_error=fault.reason[:500], fault=fault.kind, failures=failures, next_try=next_try
    )


def touched(source: Source) -> None:
    """Something was asked and answered: that is what *last read* means."""
    Source.objects.filter(pk=source.pk).update(last_read=timezone.now())


def _keep(source: Source, items: Iterator[tuple[str, bytes]]) -> Iterator[int]:
    """In batches; what came before a fault is kept too. 0 after each that is not kept yet, for whoever must look up."""
    batch: list[tuple[str, bytes]] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == KEEP_AT_ONCE:
                yield keep_documents(source=source, items=batch)
                batch = []
            else:
                yield 0
    except SourceFault:
        yield keep_documents(source=source, items=batch)
        raise
    if batch:
        yield keep_documents(source=source, items=batch)


def sound(items: Iterator[Got], faults: list[str]) -> Iterator[tuple[str, bytes]]:
    for name, content in items:
        if isinstance(content, bytes):
            yield name, content
        else:
            log.warning("%s: %s", name, content)
            faults.append(f"{name.rpartition('/')[2]}: {content}")


def _fetch_ted(source: Source, web: Polite) -> Iterator[int]:
    """Day by day, the newest first."""
    incomplete: list[PublicationDay] = []
    for day in days_to_fetch(source, timezone.localtime()):
        row = begin_day(source, day)
        yield from _one_day(source, row, web)
        touched(source)
        incomplete += [row] if row.state == State.FAILED else []
    if incomplete:
        raise SourceFault(Fault.PARTLY, f"{incomplete[0].day}: {incomplete[0].reason}")


def _one_day(source: Source, row: PublicationDay, web: Polite) -> Iterator[int]:
    """A fault that ends the turn is told on the day's row too."""
    try:
        yield from _fetch_ted_day(source, row, web)
    except SourceFault as fault:
        end_day(row, State.FAILED, fault.reason, row.listed)
        raise


def _fetch_ted_day(source: Source, row: PublicationDay, web: Polite) -> Iterator[int]:
    asked_at = timezone.localtime()
    numbers = ted.listed(web, row.day, source.location)
    if not numbers and ted.published(web, row.day) == 0:
        end_day(
            row, State.EMPTY if row.day < asked_at.date() - timedelta(days=1) else State.NOT_YET, listed=0
        )
        return
    names = [ted.file_name(number) for number in numbers]
    known = set(Document.objects.filter(source=source, name__in=names).values_list("name", flat=True))
    faults: list[str] = []
    missing = [number for number in numbers if ted.file_name(number) not in known]
    for kept in _keep(source, sound(ted.documents(web, missing), faults)):
        row.kept += kept
        yield kept
    if faults:
        end_day(row, State.FAILED, f"{len(faults)} of {len(numbers)} notices: {faults[0]}", len(numbers))
    else:
        end_day(row, State.DONE if _is_complete(row.day, asked_at) else State.NOT_YET, listed=len(numbers))


def _is_complete(day: date, asked_at: datetime) -> bool:
    return asked_at.date() > day or asked_at.hour >= COMPLETE_FROM_HOUR


def begin_day(source: Source, day: date) -> PublicationDay:
    row, _ = PublicationDay.objects.get_or_create(source=source, day=day)
    row.state, row.tries, row.tried_at = State.WAITING, row.tries + 1, timezone.now()
    row.save()
    return row


def end_day(row: PublicationDay, state: str, reason: str = "", listed: int | None = None) -> None:
    row.state, row.reason, row.listed = state, reason[:500], listed
    row.save()


def _fetch_ocds(source: Source, web: Polite) -> Iterator[int]:
    """Page by page; after each the cursor says where to go on."""
    faults: list[str] = []
    for page in ocds.pages(web, source.location, source.cursor, timezone.now()):
        yield from _keep(source, sound(page.releases, faults))
        Source.objects.filter(pk=source.pk).update(
            cursor=page.cursor, licence=page.licence[:300] or source.licence, last_read=timezone.now()
        )
    touched(source)
    if faults:
        raise SourceFault(Fault.PARTLY, f"{len(faults)} entries are no releases: {faults[0]}")


FETCHERS: dict[str, Callable[[Source, Polite], Iterator[int]]] = {
    Source.Kind.TED: _fetch_ted,
    Source.Kind.OCDS: _fetch_ocds,
}
