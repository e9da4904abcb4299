"""Every read of notices, lots and where they came from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from django.db.models import Count, F, JSONField, Max, Min, Q, QuerySet
from django.db.models.functions import Cast

from opslagstavle.notices.identity import name
from opslagstavle.notices.notice import Stage
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices.models import (
    Document,
    Lot,
    LotArea,
    LotKind,
    Notice,
    NoticeName,
    Source,
)
from opslagstavle_site.notices.rows import LOT, NOTICE
from opslagstavle_site.search.queries import Found, find

LOTS = "lot"
"""Their corpus in the search index."""
DEADLINES = ("open", "week", "month", "none", "all")
DAYS = {"week": 7, "month": 31}
RESERVED = ("any", "participation", "execution")
OPEN = ("open", "week", "month")
"""Of them, those under which something can still be applied for."""
SORTS = ("date", "deadline")
STAGES = (Stage.COMPETITION, Stage.PLANNING, Stage.RESULT, Stage.DIRECT_AWARD, Stage.MODIFICATION)
Name = Literal["deadline", "place", "kind", "reserved", "stage"]
NAMES: tuple[Name, ...] = ("deadline", "place", "kind", "reserved", "stage")


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """``place`` is a NUTS code, ``kind`` a key of ``terms.kinds``, ``q`` words to be found; "" asks for everything.

    ``sort`` "" is by relevance where there are words, else the next to close first, or the newest. ``found`` is what came of the
    words, where that was asked for already.
    """

    deadline: str = "open"
    place: str = ""
    kind: str = ""
    reserved: str = ""
    stage: str = ""
    q: str = ""
    sort: str = ""
    found: Found | None = field(default=None, compare=False, repr=False)

    def without(self, name: Name) -> BoardFilter:
        """As if ``name`` were not asked: what its choices are counted among."""
        nothing: dict[str, Any] = {name: "all" if name == "deadline" else ""}
        return replace(self, **nothing)


def current_lots() -> QuerySet[Lot]:
    """The lots of the current version of every notice."""
    return Lot.objects.filter(current=True)


def board(asked: BoardFilter, on: date) -> QuerySet[Lot]:
    """What the board shows, in the order asked for."""
    rows = filtered(asked, on).select_related("notice", "notice__source").defer("data", "notice__data")
    newest_first = (F("published").desc(nulls_last=True), "-pk")
    if asked.q and not asked.sort:
        return rows.order_by(sought(asked).tier(), *newest_first)
    if asked.sort != "date" and asked.deadline in OPEN:
        return rows.order_by("closes", "pk")
    # Without words the order is an index's own.
    return rows.order_by(*newest_first) if asked.q else rows.order_by("-published", "-pk")


FEW = 2000
"""So many numbers are fetched at once and put in order; of more only a page's are looked for, along the order's index."""


@dataclass(frozen=True, slots=True)
class BoardPages:
    """What the board shows, for whoever cuts pages out of it: first only the numbers of a page's lots, which an index has, then
    those lots. So a page far behind passes over numbers and not over rows. ``total``: how many there are.
    """

    asked: BoardFilter
    on: date
    total: int

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, wanted: slice) -> list[Lot]:
        rows = board(self.asked, self.on)
        numbers = list(self._numbers(rows.values_list("pk", flat=True), wanted))
        found = (
            Lot.objects.select_related("notice", "notice__source")
            .defer("data", "notice__data")
            .in_bulk(numbers)
        )
        return [found[pk] for pk in numbers if pk in found]

    def _numbers(self, numbers: QuerySet[Lot, int], wanted: slice) -> Iterable[int]:
        start, stop = wanted.start or 0, min(wanted.stop, self.total)
        if self.asked.q or self.total <= FEW:
            return list(numbers)[start:stop]  # words never find more than some thousands
        if start <= self.total // 2:
            return numbers[start:stop]
        # From the end there are fewer to pass over.
        return list(numbers.reverse()[self.total - stop : self.total - start])[::-1]


def sought(asked: BoardFilter) -> Found:
    """What came of the words asked for."""
    return asked.found or find(LOTS, asked.q)


def staying_open(notices: Iterable[int]) -> set[int]:
    """Those of the notices that set up a dynamic purchasing system: one may join it for years."""
    rows = Notice.objects.filter(pk__in=set(notices)).annotate(said=Cast("data", JSONField()))
    return set(rows.filter(said__procedure__dynamic_purchasing=True).values_list("pk", flat=True))


def filtered(asked: BoardFilter, on: date) -> QuerySet[Lot]:
    lots = current_lots().filter(closing(asked.deadline, on))
    if asked.q:
        lots = lots.filter(sought(asked).among())
    if asked.place:
        lots = lots.filter(pk__in=LotArea.objects.filter(nuts=asked.place).values("lot"))
    if asked.kind:
        lots = lots.filter(pk__in=LotKind.objects.filter(kind=asked.kind).values("lot"))
    if asked.stage:
        lots = lots.filter(stage=asked.stage)
    return lots.filter(reservation(asked.reserved))


def closing(deadline: str, on: date) -> Q:
    if deadline in DAYS:
        return Q(closes__gte=on, closes__lte=on + timedelta(days=DAYS[deadline]))
    return {"open": Q(closes__gte=on), "none": Q(closes=None)}.get(deadline, Q())


def reservation(reserved: str) -> Q:
    participation, execution = Q(reserved_participation=True), Q(reserved_execution=True)
    chosen = {"participation": participation, "execution": execution, "any": participation | execution}
    return chosen.get(reserved, Q())


def areas_and_kinds(lots: list[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """({lot id: NUTS codes}, {lot id: kind keys}) of some lots."""
    areas: dict[int, list[str]] = defaultdict(list)
    for lot, nuts in LotArea.objects.filter(lot__in=lots).order_by("nuts").values_list("lot", "nuts"):
        areas[lot].append(nuts)
    kinds: dict[int, list[str]] = defaultdict(list)
    for lot, kind in LotKind.objects.filter(lot__in=lots).order_by("pk").values_list("lot", "kind"):
        kinds[lot].append(kind)
    return areas, kinds


def descriptions_of(lots: list[int]) -> dict[int, Texts]:
    """Lot id → its description, else that of its whole notice."""
    found: dict[int, Texts] = {}
    rows = Lot.objects.filter(pk__in=lots).values_list("pk", "data", "notice__data")
    for pk, data, of_notice in rows:
        found[pk] = (
            LOT.validate_json(data).descriptions or NOTICE.validate_json(of_notice).procedure.descriptions
        )
    return found


def notice_by_key(key: str) -> Notice | None:
    return (
        Notice.objects.select_related("source", "document")
        .defer("document__compressed")
        .filter(key=key)
        .first()
    )


def key_of(printed: str) -> str | None:
    """The key of the notice that is called so, however it is spelled: a number, an id, a number with its year before it."""
    asked = name(printed) or ""
    spelled = (asked, *_of_a_lineage(asked))
    rows = NoticeName.objects.filter(name__in=spelled, kind=NoticeName.Kind.OWN).order_by("-notice__rank")
    return rows.values_list("notice__key", flat=True).first()


def _of_a_lineage(asked: str) -> list[str]:
    """An id without a version means the newest that is here."""
    lineage = NoticeName.objects.filter(name=asked, kind=NoticeName.Kind.LINEAGE).values("notice")
    return list(
        NoticeName.objects.filter(notice__in=lineage, kind=NoticeName.Kind.OWN).values_list("name", flat=True)
    )


def course_of(notice: Notice) -> QuerySet[Notice]:
    """All notices of its procedure, the oldest first."""
    here = Q(procedure=notice.procedure_id) if notice.procedure_id else Q(pk=notice.pk)
    return Notice.objects.filter(here).order_by("rank")


def plans_of(notices: list[int]) -> QuerySet[Notice]:
    """The planning notices that these refer to: each may have announced other procedures too."""
    kinds = (NoticeName.Kind.ANNOUNCED_BY, NoticeName.Kind.EARLIER)
    names = NoticeName.objects.filter(notice__in=notices, kind__in=kinds).values("name")
    rows = Notice.objects.filter(names__name__in=names, names__kind=NoticeName.Kind.OWN, stage=Stage.PLANNING)
    return rows.exclude(pk__in=notices).defer("data").order_by("rank").distinct()


def announced_by(notice: Notice) -> QuerySet[Notice]:
    """What came of a planning notice, in other procedures."""
    kinds = (NoticeName.Kind.ANNOUNCED_BY, NoticeName.Kind.EARLIER)
    own = NoticeName.objects.filter(notice=notice, kind=NoticeName.Kind.OWN).values("name")
    rows = Notice.objects.filter(names__name__in=own, names__kind__in=kinds, current=True)
    return rows.exclude(procedure=notice.procedure_id).defer("data").order_by("rank").distinct()


def deadline_spans(notices: list[int]) -> dict[int, tuple[date | None, date | None]]:
    """Notice id → the first and the last deadline of its lots."""
    rows = Lot.objects.filter(notice__in=notices).exclude(closes=None).values_list("notice")
    return {pk: (first, last) for pk, first, last in rows.annotate(Min("closes"), Max("closes"))}


def lots_of_several(notices: list[int]) -> dict[int, list[Lot]]:
    found: dict[int, list[Lot]] = defaultdict(list)
    for lot in Lot.objects.filter(notice__in=notices).order_by("notice", "position"):
        found[lot.notice_id].append(lot)
    return found


def lots_of(notice: Notice) -> QuerySet[Lot]:
    return notice.lots.order_by("position")


class LotOutline(NamedTuple):
    """The little of a lot that its notice's summary needs."""

    closes: date | None
    reserved: bool | None
    cpv: str


def outline_of(notice: Notice) -> list[LotOutline]:
    """Every lot of a notice, in a line each: there may be hundreds."""
    rows = lots_of(notice).values_list("closes", "reserved_participation", "cpv")
    return [LotOutline(*row) for row in rows]


def lot_by_number(key: str, number: str) -> Lot | None:
    rows = Lot.objects.select_related("notice", "notice__source")
    return rows.filter(notice__key=key, number=number).first()


def versions_of(notice: Notice) -> QuerySet[Notice]:
    """Every version of the notice that is here and whatever corrects it, the oldest first."""
    return Notice.objects.filter(lineage=notice.lineage).order_by("rank")


def known_keys(numbers: list[str]) -> dict[str, str]:
    """What a notice is called → its key, of those that are here."""
    rows = NoticeName.objects.filter(name__in=numbers, kind=NoticeName.Kind.OWN)
    return dict(rows.values_list("name", "notice__key"))


def published_notices() -> QuerySet[Notice]:
    """Every notice that was really published, corrected and earlier ones too, with bytes; none of the invented ones.

    By id: what comes in, or is read again, always has the highest.
    """
    real = Notice.objects.exclude(source__kind=Source.Kind.DEMO)
    return real.select_related("document", "procedure").defer("data").order_by("pk")


def published_in_figures() -> tuple[int, datetime | None]:
    """How many, and when the newest of them was stored."""
    invented = Notice.objects.filter(source__kind=Source.Kind.DEMO).count()
    newest = published_notices().order_by("-stored_at", "-pk").values_list("stored_at", flat=True).first()
    return Notice.objects.count() - invented, newest


@dataclass(frozen=True, slots=True)
class SourceState:
    """``count`` of its documents are notices as far as is known, ``unreadable`` ones not among them."""

    source: Source
    count: int
    unread: int
    unreadable: int


def sources() -> list[SourceState]:
    """Where notices come from, and what became of each source's documents."""
    state = Document.State
    found: dict[int, Counter[str]] = defaultdict(Counter)
    # By source and state alone: an index has both, so no document is looked at.
    for source, became, number in Document.objects.values_list("source", "state").annotate(Count("pk")):
        found[source][became] = number
    return [
        SourceState(
            row, counted[state.KEPT] + counted[state.READ], counted[state.KEPT], counted[state.UNREADABLE]
        )
        for row in Source.objects.filter(removed=False).order_by("key")
        for counted in [found[row.pk]]
    ]


def waiting() -> tuple[int, datetime | None]:
    """How many documents are to be read, and since when the oldest of them is here."""
    found = Document.objects.filter(state=Document.State.KEPT).aggregate(n=Count("pk"), oldest=Min("kept_at"))
    return found["n"], found["oldest"]


def quarantine() -> QuerySet[Document]:
    """Documents that could not be read, the newest first; for staff."""
    rows = Document.objects.filter(state=Document.State.UNREADABLE).select_related("source")
    return rows.defer("compressed").order_by("-pk")


def counts(on: date) -> dict[str, int]:
    """What is on the board, in figures."""
    lots = current_lots()
    reserved = Q(reserved_participation=True)
    opened = lots.filter(closes__gte=on).aggregate(all=Count("pk"), reserved=Count("pk", filter=reserved))
    return {
        "notices": Notice.objects.filter(current=True).count(),
        "lots": lots.count(),
        "open_lots": opened["all"],
        "open_reserved_lots": opened["reserved"],
        "reserved_lots": lots.filter(reserved).count(),
        "documents": Document.objects.count(),
        "documents_to_read": Document.objects.filter(state=Document.State.KEPT).count(),
        "documents_unreadable": Document.objects.filter(state=Document.State.UNREADABLE).count(),
    }


def demo_was_removed() -> bool:
    """Somebody did not want it: it does not come back by itself."""
    return Source.objects.filter(kind=Source.Kind.DEMO, removed=True).exists()


def has_demo() -> bool:
    return Source.objects.filter(kind=Source.Kind.DEMO, removed=False).exists()
