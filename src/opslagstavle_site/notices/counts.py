"""How many lots there are of each choice the board offers: reads only.

Of the lots that ``counting`` has counted the numbers are kept; those that came after them, a few, are counted here. Where the
kept numbers do not know what is asked (a place abroad, a day that is over), all are counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum

from opslagstavle.terms import nuts
from opslagstavle_site.notices.models import Counted, Lot, LotArea, LotCount, LotKind
from opslagstavle_site.notices.queries import (
    DAYS,
    DEADLINES,
    RESERVED,
    STAGES,
    BoardFilter,
    current_lots,
    filtered,
    reservation,
    sought,
)
from opslagstavle_site.search.rows import Among
from opslagstavle_site.web.kept import lately

PLACES = tuple(region.code for region in (nuts.DENMARK, *nuts.REGIONS, *nuts.PROVINCES))
"""The areas lots are counted by: those the board offers."""
PAST, NEVER = date.min, date.max
"""Of a lot that closed before the numbers were last tidied up; of one without a deadline."""
EVERYTHING = BoardFilter(deadline="all")
Asking = Callable[[BoardFilter], QuerySet[Lot]]


@dataclass(frozen=True, slots=True)
class Counts:
    """``total`` of what is asked for; of each choice, as if its own filter alone were not set. What is not named is none."""

    total: int
    deadline: dict[str, int]
    place: dict[str, int]
    kind: dict[str, int]
    reserved: dict[str, int]
    stage: dict[str, int]


def counts_of(asked: BoardFilter, on: date) -> Counts:
    """Every number beside the board's choices, as old as a whole page may be: each page of a list shows them, and a common word
    has thousands of hits and is asked for by everybody."""
    count = _found if asked.q else _counts_now
    name = f"lots {on} {replace(asked, sort='')}"
    return lately(name, lambda: count(asked, on), settings.KEEP_PAGES_SECONDS)


def _counts_now(asked: BoardFilter, on: date) -> Counts:
    last = _counted_to(asked, on)
    newer = last is None or (Lot.objects.aggregate(Max("pk"))["pk__max"] or 0) > last
    numbers = [_kept(asked, on)] if last is not None else []
    if newer:
        numbers.append(_looked_up(asked, on, last or 0))
    return numbers[0] if len(numbers) == 1 else _together(*numbers)


def _counted_to(asked: BoardFilter, on: date) -> int | None:
    """The last lot that is in the kept numbers; None where they do not know what is asked."""
    if asked.q or (asked.place and asked.place not in PLACES):
        return None
    return Counted.objects.filter(before__lte=on).values_list("lot", flat=True).first()


def _together(one: Counts, other: Counts) -> Counts:
    names = ("deadline", "place", "kind", "reserved", "stage")
    sums = {name: _sums(getattr(one, name), getattr(other, name)) for name in names}
    return Counts(one.total + other.total, **sums)


def _sums(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in one | other}


@dataclass(frozen=True, slots=True)
class _Cell:
    """What lots have in common that are alike in everything but kind and place; ``day`` is put into the deadlines it is in."""

    deadlines: frozenset[str]
    stage: str
    participation: bool
    execution: bool

    def is_asked(self, asked: BoardFilter) -> bool:
        flags = {"participation": self.participation, "execution": self.execution}
        reserved = any(flags.values()) if asked.reserved == "any" else flags.get(asked.reserved, True)
        return asked.deadline in self.deadlines and reserved and asked.stage in ("", self.stage)


def _deadlines(day: date, on: date) -> frozenset[str]:
    """Under which of the board's choices a lot is that closes on that day."""
    within = [name for name, days in DAYS.items() if on <= day <= on + timedelta(days=days)]
    opened = ["open"] if on <= day < NEVER else []
    return frozenset(["all", *within, *opened, *(["none"] if day == NEVER else [])])


def _kept(asked: BoardFilter, on: date) -> Counts:
    rows = LotCount.objects.filter(kind=asked.kind, place=asked.place)
    cells: Counter[_Cell] = Counter()
    columns = ("day", "stage", "participation", "execution", "lots")
    for day, stage, participation, execution, lots in rows.values_list(*columns):
        cells[_Cell(_deadlines(day, on), stage, participation, execution)] += lots
    return _summed(
        cells,
        asked,
        _kept_by("place", LotCount.objects.filter(kind=asked.kind, place__in=PLACES), asked, on),
        _kept_by("kind", LotCount.objects.filter(place=asked.place).exclude(kind=""), asked, on),
    )


def _summed(
    cells: Counter[_Cell], asked: BoardFilter, places: dict[str, int], kinds: dict[str, int]
) -> Counts:
    def total(changed: BoardFilter) -> int:
        return sum(lots for cell, lots in cells.items() if cell.is_asked(changed))

    return Counts(
        total(asked),
        {name: total(replace(asked, deadline=name)) for name in DEADLINES},
        places,
        kinds,
        {name: total(replace(asked, reserved=name)) for name in RESERVED},
        {stage.value: total(replace(asked, stage=stage)) for stage in STAGES},
    )


def _found(asked: BoardFilter, on: date) -> Counts:
    """Of what words find: the lots once, and then what hangs on their numbers, which an index knows without looking a lot up."""
    cells = _found_cells(asked, on)
    there, doing = _in_place(asked, cells), _of_kind(asked, cells)
    wanted = {number for number, cell in cells.items() if cell.is_asked(asked)}
    places = _counted_by("nuts", LotArea.objects.all(), wanted & doing)
    return _summed(
        Counter(cells[number] for number in there & doing),
        asked,
        {place: lots for place, lots in places.items() if place in PLACES},
        _counted_by("kind", LotKind.objects.all(), wanted & there),
    )


def _found_cells(asked: BoardFilter, on: date) -> dict[int, _Cell]:
    """Every lot that has the words, whatever else is asked of it."""
    rows = current_lots().filter(sought(asked).among())
    deadlines: dict[date, frozenset[str]] = {}
    cells = {}
    columns = ("pk", "closes", "stage", "reserved_participation", "reserved_execution")
    for number, closes, stage, participation, execution in rows.values_list(*columns):
        day = closes or NEVER
        if day not in deadlines:
            deadlines[day] = _deadlines(day, on)
        cells[number] = _Cell(deadlines[day], stage, bool(participation), bool(execution))
    return cells


def _found_here(asked: BoardFilter, on: date) -> Counter[_Cell]:
    cells = _found_cells(asked, on)
    return Counter(cells[number] for number in _in_place(asked, cells) & _of_kind(asked, cells))


def _in_place(asked: BoardFilter, numbers: Iterable[int]) -> set[int]:
    return _having(LotArea.objects.filter(nuts=asked.place), numbers) if asked.place else set(numbers)


def _of_kind(asked: BoardFilter, numbers: Iterable[int]) -> set[int]:
    return _having(LotKind.objects.filter(kind=asked.kind), numbers) if asked.kind else set(numbers)


def _having(rows: QuerySet[Any], numbers: Iterable[int]) -> set[int]:
    return set(rows.filter(Among(numbers, "lot")).values_list("lot", flat=True))


def _counted_by(column: str, rows: QuerySet[Any], numbers: Iterable[int]) -> dict[str, int]:
    return dict(rows.filter(Among(numbers, "lot")).values_list(column).annotate(Count("lot")))


def deadline_counts(asked: BoardFilter, on: date) -> dict[str, int]:
    """How many of what was found are open, without a deadline, and so on."""
    name = f"deadlines {on} {replace(asked, sort='')}"
    found = lately(name, lambda: _summed(_found_here(asked, on), asked, {}, {}), settings.KEEP_PAGES_SECONDS)
    return found.deadline


def _kept_by(column: str, rows: QuerySet[LotCount], asked: BoardFilter, on: date) -> dict[str, int]:
    found = rows.filter(_days(asked.deadline, on), _flagged(asked.reserved))
    if asked.stage:
        found = found.filter(stage=asked.stage)
    return {name: lots for name, lots in found.values_list(column).annotate(Sum("lots")) if lots}


def _days(deadline: str, on: date) -> Q:
    if deadline in DAYS:
        return Q(day__gte=on, day__lte=on + timedelta(days=DAYS[deadline]))
    return {"open": Q(day__gte=on, day__lt=NEVER), "none": Q(day=NEVER)}.get(deadline, Q())


def _flagged(reserved: str) -> Q:
    participation, execution = Q(participation=True), Q(execution=True)
    return {"participation": participation, "execution": execution, "any": participation | execution}.get(
        reserved, Q()
    )


def _looked_up(asked: BoardFilter, on: date, after: int) -> Counts:
    """Of the lots after one, from the rows themselves."""
    lots = _lots_after(after, on)
    return Counts(
        lots(asked).count(),
        # One query each, because each is a range of an index; together they would look at every lot.
        {name: lots(replace(asked, deadline=name)).count() for name in DEADLINES},
        _places(asked.without("place"), lots, after),
        _kinds(asked.without("kind"), lots, after),
        _flags(lots(asked.without("reserved")), {name: reservation(name) for name in RESERVED}),
        _flags(lots(asked.without("stage")), {stage.value: Q(stage=stage) for stage in STAGES}),
    )


def _lots_after(after: int, on: date) -> Asking:
    def lots(changed: BoardFilter) -> QuerySet[Lot]:
        rows = filtered(changed, on)
        return rows.filter(pk__gt=after) if after else rows

    return lots


def _flags(lots: QuerySet[Lot], questions: dict[str, Q]) -> dict[str, int]:
    counted = lots.aggregate(
        **{f"of_{at}": Count("pk", filter=asked) for at, asked in enumerate(questions.values())}
    )
    return dict(zip(questions, counted.values(), strict=True))


def _kinds(asked: BoardFilter, lots: Asking, after: int) -> dict[str, int]:
    rows = LotKind.objects.filter(_among(asked, lots, after))
    return dict(rows.values_list("kind").annotate(Count("lot")))


def _places(asked: BoardFilter, lots: Asking, after: int) -> dict[str, int]:
    rows = LotArea.objects.filter(_among(asked, lots, after))
    if asked == EVERYTHING:
        # Among some lots the index by lot is the better one, and asking for areas would turn SQLite from it.
        rows = rows.filter(nuts__in=PLACES)
    return {
        place: found for place, found in rows.values_list("nuts").annotate(Count("lot")) if place in PLACES
    }


def _among(asked: BoardFilter, lots: Asking, after: int) -> Q:
    """Of the lots asked for; no question where that is every current one, because only those have kinds and areas."""
    newer = Q(lot__gt=after) if after else Q()
    return newer if asked == EVERYTHING else newer & Q(lot__in=lots(asked).values("pk"))
