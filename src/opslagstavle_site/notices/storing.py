"""What was read of documents, into rows: each notice once, in whatever copies it came."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from opslagstavle.notices.formats import READER
from opslagstavle.notices.identity import Names, connected
from opslagstavle.terms.identifiers import publication_number
from opslagstavle_site.notices.counting import one_at_a_time, recounted
from opslagstavle_site.notices.linking import became, link
from opslagstavle_site.notices.models import Document, Gone, Lot, Notice, NoticeName
from opslagstavle_site.notices.rows import Prepared, PreparedLot, Unreadable, apart
from opslagstavle_site.notices.versions import store_findable
from opslagstavle_site.web.faults import described

log = logging.getLogger("opslagstavle.notices")

Name = tuple[str, str]
"""Kind and name."""
Address = tuple[str, str]
"""Key of a notice and number of one of its lots, "" for the notice itself."""

_PLURAL = {
    NoticeName.Kind.OWN: "own",
    NoticeName.Kind.LINEAGE: "lineage",
    NoticeName.Kind.PROCEDURE: "procedure",
    NoticeName.Kind.EARLIER: "earlier",
    NoticeName.Kind.ANNOUNCED_BY: "announced_by",
}
"""Kind of a name → where the library has it."""


def store(*, results: list[tuple[int, Prepared | Unreadable]]) -> int:
    """Store a batch; if the database refuses it, one by one, so that only the faulty document is set aside."""
    try:
        return store_batch(results=results)
    except (DataError, IntegrityError, ValueError) as error:  # ValueError: characters no column can hold
        if len(results) == 1:
            log.error("document %s: %s", results[0][0], described(error))
            refused = Unreadable(f"could not be stored: {type(error).__name__}", "")
            return store_batch(results=[(results[0][0], refused)])
        return sum(store(results=[result]) for result in results)


@transaction.atomic
def store_batch(*, results: list[tuple[int, Prepared | Unreadable]]) -> int:
    """Store what was read of some documents and mark them, all or nothing."""
    one_at_a_time()
    readable = {pk: result for pk, result in results if isinstance(result, Prepared)}
    for pk, result in results:
        if isinstance(result, Unreadable):
            Document.objects.filter(pk=pk).update(
                state=Document.State.UNREADABLE, reader=READER, reason=result.reason, place=result.place
            )
    _store_notices(readable)
    Document.objects.filter(pk__in=readable).update(
        state=Document.State.READ, reader=READER, reason="", place=""
    )
    return len(results)


@dataclass(slots=True)
class _Copy:
    """One copy of a notice: a document that was just read, or the row that is here (``row``)."""

    rank: str
    key: str
    names: set[Name]
    document: int
    row: int | None = None
    procedures: list[int] = field(default_factory=list)  # the oldest first
    others: set[Name] = field(default_factory=set)  # what only other copies of the notice say

    @property
    def own(self) -> list[str]:
        return sorted(name for kind, name in self.names if kind == NoticeName.Kind.OWN)


def _store_notices(readable: dict[int, Prepared]) -> None:
    new = [
        _Copy(notice.columns["rank"], notice.columns["key"], set(_named(notice.names)), pk)
        for pk, notice in readable.items()
    ]
    best = [_best(copies) for copies in _same(new + _rows_here(new))]
    standing = {copy.row: copy for copy, _ in best if copy.row}
    gone = [row for _, rows in best for row in rows if row not in standing]
    for copy, _ in best:
        if len(copy.procedures) > 1:
            became(copy.procedures[0], copy.procedures[1:])
    were = addresses(Notice.objects.filter(pk__in=[*gone, *standing]))
    with recounted(Lot.objects.filter(notice__in=gone).values_list("pk", flat=True)):
        Notice.objects.filter(pk__in=gone).delete()
    for pk, copy in standing.items():
        Notice.objects.filter(pk=pk).exclude(key=copy.key).update(key=copy.key, changed_at=timezone.now())
    stored = _create([(copy, readable[copy.document]) for copy, _ in best if copy.row is None])
    renamed = {pk: copy for pk, copy in standing.items() if copy.others}
    _store_names(stored | renamed)
    remember_gone(were, addresses(Notice.objects.filter(pk__in=[*stored, *standing])))
    link([*stored, *renamed])


def addresses(notices: QuerySet[Notice]) -> set[Address]:
    """Every notice (number "") and every lot of these."""
    lots = Lot.objects.filter(notice__in=notices).values_list("notice__key", "number")
    return {*((key, "") for key in notices.values_list("key", flat=True)), *lots}


def remember_gone(were: set[Address], here: set[Address]) -> None:
    """What was told to programs and is not here any more; what is here again is not gone."""
    back = [
        pk
        for pk, *address in Gone.objects.filter(key__in={key for key, _ in here}).values_list(
            "pk", "key", "number"
        )
        if tuple(address) in here
    ]
    Gone.objects.filter(pk__in=back).delete()
    keys = {key for key, number in here if not number}
    lost = {(key, number) for key, number in were - here if not number or key in keys}
    Gone.objects.bulk_create(
        [Gone(key=key, number=number) for key, number in sorted(lost)], ignore_conflicts=True
    )


def _rows_here(copies: list[_Copy]) -> list[_Copy]:
    """The notices that are here under one of the copies' names or from their very documents, with all their names."""
    own = NoticeName.Kind.OWN
    called = NoticeName.objects.filter(name__in={name for copy in copies for name in copy.own}, kind=own)
    rows = Notice.objects.filter(
        Q(pk__in=called.values("notice")) | Q(document__in=[copy.document for copy in copies])
    ).values_list("pk", "rank", "key", "document_id", "procedure_id")
    here = {
        pk: _Copy(rank, key, set(), document, pk, [run] if run else [])
        for pk, rank, key, document, run in rows
    }
    for pk, kind, name in NoticeName.objects.filter(notice__in=here).values_list("notice", "kind", "name"):
        here[pk].names.add((kind, name))
    return list(here.values())


def _same(copies: list[_Copy]) -> Iterable[list[_Copy]]:
    """Copies that share a name, or are one document read twice, are copies of one notice."""
    groups = connected(
        (("copy", str(at)), common)
        for at, copy in enumerate(copies)
        for common in (("document", str(copy.document)), *(("name", name) for name in copy.own))
    )
    return [[copies[int(value)] for what, value in group if what == "copy"] for group in groups]


def _best(copies: list[_Copy]) -> tuple[_Copy, list[int]]:
    """The copy that ranks highest, whatever order they came in, with what all of them say of names; and the rows there were.

    A row whose document was read again makes room for what was read now. Its procedure stays, and the ocid with it.
    """
    read_now = {copy.document for copy in copies if copy.row is None}
    standing = [copy for copy in copies if copy.row is None or copy.document not in read_now]
    best = max(standing, key=lambda copy: copy.rank)
    best.others = {name for copy in copies for name in copy.names} - best.names
    best.procedures = sorted({procedure for copy in copies for procedure in copy.procedures})
    # The number everybody knows it by makes the address, from whichever copy it comes; else the address stays as it was.
    own = sorted(name for copy in copies for name in copy.own)
    given = min((copy.key for copy in copies if copy.row), default=best.key)
    best.key = next(filter(publication_number, own), given)
    return best, [copy.row for copy in copies if copy.row]


def _create(notices: list[tuple[_Copy, Prepared]]) -> dict[int, _Copy]:
    now = timezone.now()
    _keep_keys_apart([copy for copy, _ in notices])
    sources = dict(
        Document.objects.filter(pk__in=[copy.document for copy, _ in notices]).values_list("pk", "source")
    )
    rows = Notice.objects.bulk_create([
        Notice(document_id=copy.document, source_id=sources[copy.document], stored_at=now,
               procedure_id=next(iter(copy.procedures), None), **{**notice.columns, "key": copy.key, "lineage": copy.key})
        for copy, notice in notices
    ])  # fmt: skip
    _store_lots([(row, lot) for row, (_, notice) in zip(rows, notices, strict=True) for lot in notice.lots])
    NoticeName.objects.bulk_create([
        NoticeName(notice=row, kind=kind, name=name)
        for row, (_, notice) in zip(rows, notices, strict=True)
        for kind, name in _named(notice.names)
    ])  # fmt: skip
    return {row.pk: copy for row, (copy, _) in zip(rows, notices, strict=True)}


def _keep_keys_apart(copies: list[_Copy]) -> None:
    """Different names may be one in an address ("a/b-c" and "a-b/c"); whoever comes second gets another."""
    taken = set(Notice.objects.filter(key__in=[copy.key for copy in copies]).values_list("key", flat=True))
    for copy in copies:
        if copy.key in taken:
            copy.key = apart(copy.key, copy.own[0])
        taken.add(copy.key)


def _named(names: Names) -> Iterable[tuple[str, str]]:
    return [(kind, name) for kind, where in _PLURAL.items() for name in getattr(names, where)]


def _store_names(notices: dict[int, _Copy]) -> None:
    """What the copies that were left out called the notice, and others."""
    rows = [
        NoticeName(notice_id=pk, kind=kind, name=name)
        for pk, copy in notices.items()
        for kind, name in sorted(copy.others)
    ]
    NoticeName.objects.bulk_create(rows, ignore_conflicts=True)


def _store_lots(pairs: list[tuple[Notice, PreparedLot]]) -> None:
    lots = Lot.objects.bulk_create(
        [Lot(notice=notice, current=notice.current, **lot.columns) for notice, lot in pairs]
    )
    store_findable([(row, lot.kinds, lot.areas) for row, (_, lot) in zip(lots, pairs, strict=True)])
