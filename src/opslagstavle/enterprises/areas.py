"""Where an enterprise works: one answer for matching, for the list's filter and for what a page says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.terms import nuts
from opslagstavle.terms.municipalities import MUNICIPALITIES, by_place, named, within_km


def served(enterprise: Enterprise) -> tuple[str, ...]:
    """NUTS codes and municipalities it serves: those stated, and every municipality as near its own as it goes.

    What is served wholly is said once: all municipalities of a province are the province, all provinces of a region the
    region, all of Denmark "DK". Nothing at all is *not stated*.

    >>> served(Enterprise("a", "A", places=("DK041", "DK042", "SE224")))
    ('DK04', 'SE224')
    >>> served(Enterprise("b", "B", municipality="400", reach_km=20))
    ('DK014',)
    """
    return _joined(tuple(_stated(enterprise)))


def home(enterprise: Enterprise) -> str | None:
    """Its own municipality as a place, be it that only its town is stated."""
    own = MUNICIPALITIES.get(enterprise.municipality or "") or named(enterprise.town or "")
    return own.place if own else None


def _stated(enterprise: Enterprise) -> Iterator[str]:
    for place in enterprise.places:
        if code := nuts.normalise(place) or (place if by_place(place) else None):
            yield code
    if enterprise.reach_km is not None and enterprise.municipality in MUNICIPALITIES:
        yield from (each.place for each in within_km(enterprise.municipality, enterprise.reach_km))


@lru_cache(maxsize=10_000)
def _joined(places: tuple[str, ...]) -> tuple[str, ...]:
    reached = frozenset().union(*map(members, places))
    return tuple(dict.fromkeys(_widest(place, reached) for place in places if place != nuts.ANYWHERE))


def _widest(place: str, reached: frozenset[str]) -> str:
    return next((area for area in nuts.above(place) if _whole(area, reached)), place)


def _whole(area: str, reached: frozenset[str]) -> bool:
    return bool(members(area)) and members(area) <= reached


@lru_cache(maxsize=1_000)
def members(area: str) -> frozenset[str]:
    """The municipalities of a Danish area, as places; none elsewhere."""
    return frozenset(each.place for each in MUNICIPALITIES.values() if nuts.within(each.place, area))


def found_under(areas: Iterable[str]) -> dict[str, bool]:
    """Every area somebody who serves ``areas`` is found under: is it served wholly, or only a part of it?

    >>> found_under(["DK042"])
    {'DK': False, 'DK04': False, 'DK042': True}
    """
    whole = dict.fromkeys(areas, True)
    return {area: area in whole for place in whole for area in nuts.above(place)}
