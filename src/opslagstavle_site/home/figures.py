"""What is on the board, in figures for pictures: counted at a moment, said in words by the cards. None of it is about a person.

Figures of the whole board are kept for two minutes: at a hundred thousand lots counting takes a second.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from opslagstavle.enterprises.areas import members
from opslagstavle.terms import nuts
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.models import Enterprise, EnterpriseArea, EnterpriseKind
from opslagstavle_site.enterprises.queries import shown
from opslagstavle_site.home.queries import most_of
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices import queries as notices
from opslagstavle_site.notices.cards import ASKING
from opslagstavle_site.notices.counts import Counts, counts_of
from opslagstavle_site.notices.models import Lot, LotArea, LotKind, Notice
from opslagstavle_site.notices.queries import BoardFilter
from opslagstavle_site.web.kept import kept

OPEN = BoardFilter()
PROVINCES = tuple(region.code for region in nuts.PROVINCES)
BANDS = (Decimal(500_000), Decimal(1_000_000), Decimal(5_000_000), Decimal(20_000_000))
"""Where one band of values ends and the next begins, in kroner."""
OUR_CURRENCY = "DKK"
KEEP_SECONDS, KEEP_FIGURES_SECONDS = 60, 600


MONTHS_SHOWN = 12


def open_counts(on: date) -> Counts:
    """The numbers of open lots, asked for by every picture and by the start page."""
    return kept(f"open {on}", lambda: counts_of(OPEN, on), KEEP_SECONDS)


def first_of_month(on: date, back: int = 0) -> date:
    """The first day of the month that many months ago.

    >>> first_of_month(date(2026, 2, 17), 3)
    datetime.date(2025, 11, 1)
    """
    months = on.year * 12 + on.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Places:
    """Open lots by landsdel, enterprises by municipality. ``nationwide`` lots are counted in every landsdel;
    ``elsewhere`` are those that name no place, or none in Denmark.
    """

    at: datetime
    by_kind: list[tuple[str, int]]
    lots: dict[str, int]
    open_lots: int
    nationwide: int
    elsewhere: int
    enterprises: dict[str, int]
    enterprises_shown: int
    enterprises_nowhere: int


def places(on: date) -> Places:
    return kept(f"places {on}", lambda: _places(on), KEEP_SECONDS)


def _places(on: date) -> Places:
    lots, enterprises = notices.filtered(OPEN, on), shown().order_by()
    return _where(on, lots.count(), enterprises, enterprises.count())


def _where(on: date, open_lots: int, enterprises: QuerySet[Enterprise], enterprises_shown: int) -> Places:
    counted = open_counts(on)
    served = _served(enterprises)
    return Places(
        at=timezone.now(),
        by_kind=most_of(counted.kind),
        lots={code: counted.place.get(code, 0) for code in PROVINCES},
        open_lots=open_lots,
        nationwide=_nationwide(on),
        elsewhere=open_lots - counted.place.get("DK", 0),
        enterprises={code: len(served[code]) for code in MUNICIPALITIES},
        enterprises_shown=enterprises_shown,
        enterprises_nowhere=enterprises_shown - len(set().union(*served.values())),
    )


def _nationwide(on: date) -> int:
    """Seldom counted: of two hundred thousand open lots it takes half a second."""
    return kept(f"nationwide {on}", lambda: _naming_all(on), KEEP_FIGURES_SECONDS)


def _naming_all(on: date) -> int:
    # Those found under the remotest part: who names that one alone is soon told from who names all.
    remotest = notices.filtered(replace(OPEN, place="DK014"), on)
    rows = LotArea.objects.filter(lot__in=remotest.values("pk"), nuts__in=PROVINCES)
    return rows.values("lot").annotate(areas=Count("pk")).filter(areas=len(PROVINCES)).count()


def _served(enterprises: QuerySet[Enterprise]) -> dict[str, set[int]]:
    """Number of a municipality → the enterprises that work in all of it."""
    rows = EnterpriseArea.objects.filter(enterprise__in=enterprises.values("pk"), whole=True)
    served: dict[str, set[int]] = defaultdict(set)
    for enterprise, place in rows.values_list("enterprise", "place"):
        for municipality in members(place):
            served[municipality[nuts.LONGEST :]].add(enterprise)
    return served


def at_a_glance(on: date) -> dict[str, int]:
    """What the start page tells beside the places."""
    return kept(f"glance {on}", lambda: _at_a_glance(on), KEEP_SECONDS)


def _at_a_glance(on: date) -> dict[str, int]:
    return {
        "open_reserved_lots": notices.filtered(BoardFilter(reserved="participation"), on).count(),
        "matches": Match.objects.count(),
        "notices": Notice.objects.filter(current=True).count(),
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """What is on the board, counted at a moment; the cards say it in words. None of it is about a person."""

    at: datetime
    on: date
    open_lots: int
    by_kind: list[tuple[str, int]]
    without_kind: int
    by_province: dict[str, int]
    nationwide: int
    elsewhere: int
    by_deadline: dict[date, int]
    without_deadline: int
    by_day: dict[date, int]
    stated: dict[str, int]
    enterprises: int
    enterprises_by_kind: list[tuple[str, int]]
    enterprises_without_kind: int
    standing: dict[tuple[bool | None, str, str], int]
    proposed: int
    matches_by_route: dict[str, int]


def figures(on: date) -> Figures:
    return kept(f"figures {on}", lambda: _figures(on), KEEP_FIGURES_SECONDS)


def _figures(on: date) -> Figures:
    lots, enterprises = notices.filtered(OPEN, on), shown().order_by()
    by_deadline = dict(lots.values_list("closes").annotate(Count("pk")))
    standing = _standing(enterprises)
    where = _where(on, sum(by_deadline.values()), enterprises, sum(standing.values()))
    with_lot_kind = LotKind.objects.filter(lot__in=lots.values("pk"))
    does = EnterpriseKind.objects.filter(enterprise__in=enterprises.values("pk")).values_list(
        "enterprise", "kind"
    )
    return Figures(
        at=where.at,
        on=on,
        open_lots=where.open_lots,
        by_kind=where.by_kind,
        without_kind=where.open_lots - with_lot_kind.values("lot").distinct().count(),
        by_province=where.lots,
        nationwide=where.nationwide,
        elsewhere=where.elsewhere,
        by_deadline=by_deadline,
        without_deadline=notices.current_lots().filter(closes=None, stage__in=ASKING).count(),
        by_day=_published(first_of_month(on, MONTHS_SHOWN - 1), on),
        stated=_stated(lots),
        enterprises=where.enterprises_shown,
        enterprises_by_kind=most_of(Counter(kind for _, kind in does)),
        enterprises_without_kind=where.enterprises_shown - len({enterprise for enterprise, _ in does}),
        standing=standing,
        proposed=Enterprise.objects.filter(status=Enterprise.Status.PROPOSED).count(),
        matches_by_route=_routes(on),
    )


def _published(since: date, on: date) -> dict[date, int]:
    """By day, each notice once, in its newest version."""
    rows = Notice.objects.filter(current=True, published__gte=since, published__lte=on)
    return dict(rows.values_list("published").annotate(Count("pk")))


def _stated(lots: QuerySet[Lot]) -> dict[str, int]:
    """Yes, no and not stated, for who may bid and for how it is carried out; and how many lots are worth what. One query."""
    answers = {"yes": True, "no": False, "unknown": None}
    flags = {"participation": "reserved_participation", "execution": "reserved_execution"}
    counts = {
        f"{name}_{said}": Count("pk", filter=Q(**{column: answer}))
        for name, column in flags.items()
        for said, answer in answers.items()
    }
    kroner, stated = Q(value_currency=OUR_CURRENCY), Q(value_amount__isnull=False)
    spans = zip((None, *BANDS), (*BANDS, None), strict=True)
    for step, (least, below) in enumerate(spans):
        counts[f"band_{step}"] = Count("pk", filter=kroner & _between(least, below))
    return lots.aggregate(
        **counts, other=Count("pk", filter=stated & ~kroner), unvalued=Count("pk", filter=~stated)
    )


def _between(least: Decimal | None, below: Decimal | None) -> Q:
    stated = Q(value_amount__isnull=False)
    from_least = Q(value_amount__gte=least) if least is not None else Q()
    return stated & from_least & (Q(value_amount__lt=below) if below is not None else Q())


def _standing(rows: QuerySet[Enterprise]) -> dict[tuple[bool | None, str, str], int]:
    """(registered, what that rests on, how we know of it) → how many."""
    counted = rows.values_list("registered", "registered_by", "origin").annotate(Count("pk"))
    return {(registered, by, origin): count for registered, by, origin, count in counted}


def _routes(on: date) -> dict[str, int]:
    rows = Match.objects.filter(lot__current=True, lot__closes__gte=on)
    return dict(rows.values_list("route").annotate(Count("pk")))
