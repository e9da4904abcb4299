"""Everything that changes what is known of notices. Each step can run alone, twice, or from an earlier day."""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection, connections, transaction
from django.utils import timezone

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.archives import Item, Meter, documents, files_of
from opslagstavle.notices.formats import READER
from opslagstavle.notices.ocds_release import dumps
from opslagstavle.parallel import cores, in_processes
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.counting import AT_ONCE, count_lots, one_at_a_time, recounted
from opslagstavle_site.notices.models import Document, Lot, Notice, Procedure, Source
from opslagstavle_site.notices.rows import Prepared, Unreadable, prepare, to_line, to_release
from opslagstavle_site.notices.sources import demo, publisher
from opslagstavle_site.notices.storing import addresses, remember_gone, store
from opslagstavle_site.web.source_faults import Fault

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


def fetch_folder(*, source: Source, after_each: Callable[[], object] = int) -> int:
    """Keep what is new in a folder source. Nothing is done when nothing there changed since the last whole reading.

    ``after_each`` is called after every batch: years in one archive take longer than a turn.
    """
    path = Path(source.location)
    fingerprint = fingerprint_of(path)
    if fingerprint == source.fingerprint and not source.last_error:
        Source.objects.filter(pk=source.pk).update(last_read=timezone.now())
        return 0
    Source.objects.filter(pk=source.pk).update(last_started=timezone.now())
    faults: list[str] = []
    kept = 0
    for items in _batches(_readable(documents([path]), faults)):
        kept += keep_documents(source=source, items=items)
        after_each()
    _mark_as_read(source, fingerprint, faults)
    return kept


def _mark_as_read(source: Source, fingerprint: str, faults: list[str]) -> None:
    Source.objects.filter(pk=source.pk).update(
        last_read=timezone.now(), fingerprint=fingerprint, last_error=_summary(faults),
        fault=Fault.PARTLY if faults else "",
    )  # fmt: skip


def fingerprint_of(path: Path) -> str:
    """Of names, sizes and times, not of contents."""
    files = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        if file.exists():
            stat = file.stat()
            total.update(os.fsencode(file) + f"\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _readable(items: Iterator[Item], faults: list[str]) -> Iterator[tuple[str, bytes]]:
    """Pass on what has bytes; of what has none (a bomb, a missing file) only the reason can be kept."""
    for printed, content in items:
        # A file system may hold names that are no text; no column could.
        name = os.fsencode(printed).decode("utf-8", "replace").replace("\0", "")
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
    few = Document.objects.filter(state=Document.State.KEPT).count() < WORTH_A_POOL
    yield from _read_batches(_waiting_batches(), 1 if few else workers)


def _read_batches(batches: Iterator[list[tuple[int, bytes]]], workers: int) -> Iterator[int]:
    if workers == 1:
        for batch in batches:
            yield _stored([(pk, prepare(compressed)) for pk, compressed in batch])
        return
    connections.close_all()  # a connection must not be shared with a forked process
    for batch, results in in_processes(batches, _prepare_all, workers):
        yield _stored(list(zip([pk for pk, _ in batch], results, strict=True)))


def _stored(results: list[tuple[int, Prepared | Unreadable]]) -> int:
    done = store(results=results)
    count_lots(on=timezone.localdate(), at_least=AT_ONCE)  # else readers would count them all
    return done


def read_again(*, everything: bool = False) -> int:
    """Mark what could not be read, or everything, as to be read; the rows that are here stay until it is. How many."""
    states = [Document.State.UNREADABLE, *([Document.State.READ] if everything else [])]
    return Document.objects.filter(state__in=states).update(state=Document.State.KEPT)


def retry_after_upgrade() -> int:
    """What an older reader could not read is tried again by itself, once."""
    older = Document.objects.filter(state=Document.State.UNREADABLE, reader__lt=READER)
    return older.update(state=Document.State.KEPT)


@dataclass(frozen=True, slots=True)
class Progress:
    """``position`` of ``size`` bytes of files gone through; documents ``seen`` in them, ``new`` among them, ``read`` so far."""

    position: int
    size: int
    seen: int
    new: int
    read: int


def read_archive(*, path: Path, processes: int | None = None) -> Iterator[Progress]:
    """Keep and read a large archive or folder in one go, in little memory however large it is.

    It becomes a source. Interrupted anywhere, the same call goes on: what was kept is known, what was not read is read.
    """
    source, meter, faults = add_folder(path=path), Meter(), list[str]()
    size = sum(file.stat().st_size for file in files_of(path))
    Source.objects.filter(pk=source.pk).update(last_started=timezone.now())
    fingerprint = fingerprint_of(path)
    seen = new = read = 0

    def batches() -> Iterator[list[tuple[int, bytes]]]:
        nonlocal seen, new
        last = yield from _waiting_batches()
        for items in _batches(_readable(documents([path], meter), faults)):
            seen += len(items)
            new += keep_documents(source=source, items=items)
            yield []  # so that passing over what is here already is seen to go on
            last = yield from _waiting_batches(last)

    for done in _read_batches(batches(), processes or cores()):
        read += done
        yield Progress(meter.position, size, seen, new, read)
    _mark_as_read(source, fingerprint, faults)
    count_lots(on=timezone.localdate())
    refresh_statistics()
    yield Progress(size, size, seen, new, read)


def _prepare_all(batch: list[tuple[int, bytes]]) -> list[Prepared | Unreadable]:
    return [prepare(compressed) for _, compressed in batch]


def _waiting_batches(last: int = 0) -> Generator[list[tuple[int, bytes]], None, int]:
    """What is kept and not read, after the document ``last``; returns the last one there was."""
    while True:
        rows = Document.objects.filter(state=Document.State.KEPT, pk__gt=last).order_by("pk")[:READ_AT_ONCE]
        batch = [(pk, bytes(compressed)) for pk, compressed in rows.values_list("pk", "compressed")]
        if not batch:
            return last
        last = batch[-1][0]
        yield batch


def refresh_statistics() -> None:
    """Tell SQLite what is in its tables: without it, or from a sample, it reads a large board by the wrong index.

    PostgreSQL sees to this by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _release_line(row: Notice) -> str | None:
    return dumps(release) if (release := to_release(row)) else None


FORMATS_OUT = {"ocds": _release_line, "notices": to_line}


def export(*, path: Path, form: str) -> Generator[tuple[int, int], None, None]:
    """Write every published notice, a line each; yields (how many so far, of how many). The file is there whole or not at all."""
    rows = queries.published_notices()
    total, part = rows.count(), path.with_name(f".{path.name}.{os.getpid()}")
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(part, "wt", encoding="utf-8") as out:
            for done, row in enumerate(rows.iterator(chunk_size=READ_AT_ONCE), start=1):
                if line := FORMATS_OUT[form](row):
                    out.write(f"{line}\n")
                yield done, max(total, done)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


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
    one_at_a_time()
    invented = Notice.objects.filter(source__kind=Source.Kind.DEMO)
    count = invented.count()
    remember_gone(addresses(invented), set())
    with recounted(Lot.objects.filter(notice__in=invented).values_list("pk", flat=True)):
        invented.delete()
    Document.objects.filter(source__kind=Source.Kind.DEMO).delete()
    Procedure.objects.filter(notices=None, was=None, became=None).delete()
    Source.objects.update_or_create(key="demo", defaults={"kind": Source.Kind.DEMO, "removed": True})
    return count
