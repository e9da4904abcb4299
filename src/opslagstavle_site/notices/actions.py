"""Everything that changes what is known of notices. Each step can run alone, twice, or from an earlier day."""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import DataError, IntegrityError, connection, connections, transaction
from django.db.models import Max
from django.utils import timezone

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.archives import Item, documents
from opslagstavle.parallel import cores, in_processes
from opslagstavle_site.notices.models import Document, Lot, LotArea, LotKind, Notice, Source
from opslagstavle_site.notices.rows import (
    Prepared,
    PreparedLot,
    Unreadable,
    areas_of,
    kinds_of,
    prepare,
    to_lot,
)
from opslagstavle_site.notices.sources import demo, publisher
from opslagstavle_site.notices.sources.faults import Fault
from opslagstavle_site.web.faults import described

log = logging.getLogger("opslagstavle.notices")

KEEP_AT_ONCE = 200
READ_AT_ONCE = 64
WORTH_A_POOL = 100
"""Fewer documents than this are read here; starting processes would take longer."""


def add_folder(*, path: Path) -> Source:
    """Remember a file, folder or archive as a source; reading it is ``read_sources``' job."""
    location = str(path.expanduser().resolve())
    columns = {"kind": Source.Kind.FOLDER, "location": location, "removed": False}
    source, _ = Source.objects.update_or_create(key=f"folder:{location}"[:300], defaults=columns)
    return source


def fetch_folder(*, source: Source) -> int:
    """Keep what is new in a folder source. Nothing is done when nothing there changed since the last whole reading."""
    path = Path(source.location)
    fingerprint = fingerprint_of(path)
    if fingerprint == source.fingerprint and not source.last_error:
        Source.objects.filter(pk=source.pk).update(last_read=timezone.now())
        return 0
    Source.objects.filter(pk=source.pk).update(last_started=timezone.now())
    faults: list[str] = []
    kept = sum(
        keep_documents(source=source, items=items) for items in _batches(_readable(documents([path]), faults))
    )
    Source.objects.filter(pk=source.pk).update(
        last_read=timezone.now(), fingerprint=fingerprint, last_error=_summary(faults),
        fault=Fault.PARTLY if faults else "",
    )  # fmt: skip
    return kept


def fingerprint_of(path: Path) -> str:
    """Of names, sizes and times, not of contents."""
    files = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        if file.exists():
            stat = file.stat()
            total.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _readable(items: Iterator[Item], faults: list[str]) -> Iterator[tuple[str, bytes]]:
    """Pass on what has bytes; of what has none (a bomb, a missing file) only the reason can be kept."""
    for name, content in items:
        if isinstance(content, UnreadableNotice):
            log.warning("%s: %s", name, content)
            faults.append(f"{Path(name).name}: {content}")
        else:
            yield name, content


def _summary(faults: list[str]) -> str:
    more = f" (+{len(faults) - 1})" if len(faults) > 1 else ""
    return f"{faults[0][:400]}{more}" if faults else ""


def _batches(items: Iterator[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    while batch := list(islice(items, KEEP_AT_ONCE)):
        yield batch


def keep_documents(*, source: Source, items: Iterable[tuple[str, bytes]]) -> int:
    """Keep bytes, each once. How many were new."""
    now = timezone.now()
    rows = {
        row.sha256: row
        for row in (
            Document(
                sha256=hashlib.sha256(content).hexdigest(),
                compressed=zlib.compress(content, 1),
                size=len(content),
                source=source,
                name=name[-300:],
                kept_at=now,
            )
            for name, content in items
        )
    }
    with transaction.atomic():
        known = set(Document.objects.filter(sha256__in=rows).values_list("sha256", flat=True))
        # ignore_conflicts: another process may keep the same bytes between the look and the write.
        new = [row for sha256, row in rows.items() if sha256 not in known]
        Document.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def read_documents(*, processes: int | None = None) -> Iterator[int]:
    """Read and store everything that is kept but not read yet; yields how many were done after each batch."""
    workers = processes or cores()
    if workers == 1 or Document.objects.filter(state=Document.State.KEPT).count() < WORTH_A_POOL:
        for batch in _waiting_batches():
            yield store(results=[(pk, prepare(compressed)) for pk, compressed in batch])
        return
    connections.close_all()  # a connection must not be shared with a forked process
    for batch, results in in_processes(_waiting_batches(), _prepare_all, workers):
        yield store(results=list(zip([pk for pk, _ in batch], results, strict=True)))


def _prepare_all(batch: list[tuple[int, bytes]]) -> list[Prepared | Unreadable]:
    return [prepare(compressed) for _, compressed in batch]


def _waiting_batches() -> Iterator[list[tuple[int, bytes]]]:
    last = 0
    while True:
        rows = Document.objects.filter(state=Document.State.KEPT, pk__gt=last).order_by("pk")[:READ_AT_ONCE]
        batch = [(pk, bytes(compressed)) for pk, compressed in rows.values_list("pk", "compressed")]
        if not batch:
            return
        last = batch[-1][0]
        yield batch


def store(*, results: list[tuple[int, Prepared | Unreadable]]) -> int:
    """Store a batch; if the database refuses it, one by one, so that only the faulty document is set aside."""
    try:
        return store_batch(results=results)
    except (DataError, IntegrityError) as error:
        if len(results) == 1:
            log.error("document %s: %s", results[0][0], described(error))
            refused = Unreadable(f"could not be stored: {type(error).__name__}", "")
            return store_batch(results=[(results[0][0], refused)])
        return sum(store(results=[result]) for result in results)


@transaction.atomic
def store_batch(*, results: list[tuple[int, Prepared | Unreadable]]) -> int:
    """Store what was read of some documents and mark them, all or nothing."""
    readable = {pk: result for pk, result in results if isinstance(result, Prepared)}
    for pk, result in results:
        if isinstance(result, Unreadable):
            Document.objects.filter(pk=pk).update(
                state=Document.State.UNREADABLE, reason=result.reason, place=result.place
            )
    _store_notices(readable)
    Document.objects.filter(pk__in=readable).update(state=Document.State.READ, reason="", place="")
    return len(results)


def _store_notices(readable: dict[int, Prepared]) -> None:
    best = _best_by_key(readable)
    known = dict(Notice.objects.filter(key__in=best).values_list("key", "rank"))
    newer = {
        key: pk for key, pk in best.items() if key not in known or known[key] < readable[pk].columns["rank"]
    }
    Notice.objects.filter(key__in=[key for key in newer if key in known]).delete()
    sources = dict(Document.objects.filter(pk__in=newer.values()).values_list("pk", "source_id"))
    notices = Notice.objects.bulk_create(
        [Notice(document_id=pk, source_id=sources[pk], **readable[pk].columns) for pk in newer.values()]
    )
    pairs = [(notice, lot) for notice in notices for lot in readable[notice.document_id].lots]
    _store_lots(pairs)
    _choose_current({notice.lineage for notice in notices})


def _best_by_key(readable: dict[int, Prepared]) -> dict[str, int]:
    """Of several documents of one notice, the one that ranks highest, whatever order they came in."""
    best: dict[str, int] = {}
    for pk, notice in readable.items():
        key = notice.columns["key"]
        if key not in best or readable[best[key]].columns["rank"] < notice.columns["rank"]:
            best[key] = pk
    return best


def _store_lots(pairs: list[tuple[Notice, PreparedLot]]) -> None:
    lots = Lot.objects.bulk_create(
        [Lot(notice=notice, current=notice.current, **lot.columns) for notice, lot in pairs]
    )
    _store_findable([(row, lot.kinds, lot.areas) for row, (_, lot) in zip(lots, pairs, strict=True)])


def _store_findable(lots: list[tuple[Lot, tuple[str, ...], tuple[str, ...]]]) -> None:
    LotKind.objects.bulk_create([LotKind(lot=lot, kind=kind) for lot, kinds, _ in lots for kind in kinds])
    LotArea.objects.bulk_create([LotArea(lot=lot, nuts=area) for lot, _, areas in lots for area in areas])


def _choose_current(lineages: set[str]) -> None:
    """Of each lineage only the version that ranks highest is on the board."""
    newest = dict(
        Notice.objects.filter(lineage__in=lineages).values_list("lineage").annotate(newest=Max("rank"))
    )
    rows = Notice.objects.filter(lineage__in=lineages).values_list("pk", "lineage", "rank", "current")
    changed = {
        pk: rank == newest[lineage]
        for pk, lineage, rank, current in rows
        if current != (rank == newest[lineage])
    }
    for now_current in (True, False):
        ids = [pk for pk, value in changed.items() if value is now_current]
        if ids:
            _set_current(ids, now_current)


def _set_current(ids: list[int], now_current: bool) -> None:
    """What is not current is not found on the board: its lots lose their kinds and areas."""
    Notice.objects.filter(pk__in=ids).update(current=now_current)
    lots = Lot.objects.filter(notice_id__in=ids)
    lots.update(current=now_current)
    LotKind.objects.filter(lot__in=lots).delete()
    LotArea.objects.filter(lot__in=lots).delete()
    if now_current:
        found = [(lot, to_lot(lot)) for lot in lots]
        _store_findable([(lot, kinds_of(pure), areas_of(pure)) for lot, pure in found])


def refresh_statistics() -> None:
    """Tell SQLite what is in its tables: without it, or from a sample, it reads a large board by the wrong index.

    PostgreSQL sees to this by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def fetch_codelists() -> bool:
    """Have every official code list in the cache, checked; one line in the log says what could not be had."""
    source, _ = Source.objects.get_or_create(key="codelists", defaults={"kind": Source.Kind.CODELISTS})
    Source.objects.filter(pk=source.pk).update(last_started=timezone.now())
    faults = publisher.fetch_missing()
    if faults:
        log.warning("Official code lists: %s", _summary(faults))
        Source.objects.filter(pk=source.pk).update(last_error=_summary(faults))
    else:
        Source.objects.filter(pk=source.pk).update(last_error="", last_read=timezone.now())
    return not faults


def load_demo_notices() -> int:
    """Keep the demo notices, dated from today. Not again while they are there: their dates would double them."""
    source, _ = Source.objects.update_or_create(
        key="demo", defaults={"kind": Source.Kind.DEMO, "removed": False}
    )
    if source.documents.exists():
        return 0
    now = timezone.now()
    kept = keep_documents(source=source, items=demo.documents(timezone.localdate()))
    Source.objects.filter(pk=source.pk).update(last_started=now, last_read=now)
    return kept


@transaction.atomic
def remove_demo_notices() -> int:
    """How many went, with lots and matches and their bytes. A later start does not bring them back."""
    count = Notice.objects.filter(source__kind=Source.Kind.DEMO).count()
    Notice.objects.filter(source__kind=Source.Kind.DEMO).delete()
    Document.objects.filter(source__kind=Source.Kind.DEMO).delete()
    Source.objects.update_or_create(key="demo", defaults={"kind": Source.Kind.DEMO, "removed": True})
    return count
