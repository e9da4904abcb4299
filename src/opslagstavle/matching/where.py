"""How the places of a lot lie to those an enterprise serves."""

from __future__ import annotations

from functools import lru_cache

from opslagstavle.enterprises.areas import members
from opslagstavle.matching.features import Profile
from opslagstavle.terms import nuts
from opslagstavle.terms.municipalities import by_place, within_km

NEAR_KM = 50
"""From middle to middle of two municipalities: somebody may go there who has not said so."""

Places = tuple[str, ...]


def place_relation(lot: Profile, enterprise: Profile) -> str:
    """A key of ``score.PLACE_SHARE``."""
    if home := _at_home(lot, enterprise):
        # At home everybody works, whatever else is stated; the rest of a lot may still be elsewhere.
        partly = _area_relation(lot.places, enterprise.places + home) == "partly"
        return "partly" if partly else "inside"
    if not enterprise.places or not (lot.places or lot.anywhere):
        return "not_stated"
    return _area_relation(lot.places, enterprise.places) or ("anywhere" if lot.anywhere else "outside")


def place_evidence(lot: Profile, enterprise: Profile) -> dict[str, str]:
    """The relation and what it was read from: of the areas served, those the lot's places lie in or reach into, else all."""
    served = tuple(dict.fromkeys(enterprise.places + _at_home(lot, enterprise)))
    touched = tuple(area for area in served if any(_touches(place, area) for place in lot.places))
    left = tuple(place for place in lot.places if not _covered(place, served))
    evidence = {
        "relation": place_relation(lot, enterprise),
        "lot": ", ".join(lot.places),
        "enterprise": ", ".join(touched or enterprise.places),
    }
    return {**evidence, "left": ", ".join(left)} if evidence["relation"] == "partly" else evidence


def _at_home(lot: Profile, enterprise: Profile) -> Places:
    return tuple(town for town in enterprise.towns if town in lot.towns or town in lot.places)


@lru_cache(maxsize=200_000)
def _area_relation(wanted: Places, served: Places) -> str | None:
    covered = [place for place in wanted if _covered(place, served)]
    if len(covered) < len(wanted):
        return "partly" if covered else _apart(wanted, served)
    if covered:
        return "inside" if any(_local(place, served) for place in wanted) else "nationwide"
    return None


def _apart(wanted: Places, served: Places) -> str | None:
    """Where no place of the lot is known to be served."""
    for relation, holds in (("wider", _wider), ("near", _near), ("same_country", _same_country)):
        if any(holds(place, area) for place in wanted for area in served):
            return relation
    return None


def _covered(place: str, served: Places) -> bool:
    return any(nuts.within(place, area) for area in served)


def _local(place: str, served: Places) -> bool:
    return any(len(area.rstrip("0")) > 2 and nuts.within(place, area) for area in served)


def _wider(place: str, area: str) -> bool:
    return nuts.within(area, place)


def _touches(place: str, area: str) -> bool:
    return nuts.within(place, area) or nuts.within(area, place)


def _near(place: str, area: str) -> bool:
    if members(place) and members(area):
        return not members(place).isdisjoint(_around(area))
    return len(place) > 3 and place[:4] == area[:4]


@lru_cache(maxsize=1_000)
def _around(area: str) -> frozenset[str]:
    inside = filter(None, map(by_place, members(area)))
    return frozenset(near.place for each in inside for near in within_km(each.code, NEAR_KM))


def _same_country(place: str, area: str) -> bool:
    return place[:2] == area[:2]
