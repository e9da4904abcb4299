"""The Danish municipalities: number, name, the area each lies in, and who is near (the table is ``municipalities.yaml``).

How near is told from one centre to another as the crow flies, so it says who could be asked, not how long the road is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType
from typing import Any

from opslagstavle.terms.kinds import fold
from opslagstavle.terms.tables import read_table

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Municipality:
    """``code`` is its number (three digits), ``province`` the NUTS 3 area it lies in; latitude and longitude its centre.

    ``towns`` are other names that addresses in it print.
    """

    code: str
    name: str
    province: str
    latitude: float
    longitude: float
    towns: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """One level below NUTS 3, as ``terms.nuts`` writes it: "DK042751"."""
        return self.province + self.code

    @property
    def region(self) -> str:
        """The NUTS 2 area: "DK04"."""
        return self.province[:4]


def _load() -> dict[str, Municipality]:
    rows = read_table(files("opslagstavle.terms").joinpath("municipalities.yaml"))
    return {row["code"]: _municipality(row) for row in rows}


def _municipality(row: dict[str, Any]) -> Municipality:
    latitude, longitude = map(float, row["centre"])
    towns = tuple(row.get("towns", ()))
    return Municipality(row["code"], row["name"], row["province"], latitude, longitude, towns)


MUNICIPALITIES: Mapping[str, Municipality] = MappingProxyType(_load())
"""All 98 by number, in the order of the numbers."""

_BY_PLACE = {each.place: each for each in MUNICIPALITIES.values()}


def by_place(place: str) -> Municipality | None:
    """The municipality written as a place, None for every other place.

    >>> by_place("DK042751").name, by_place("DK042")
    ('Aarhus', None)
    """
    return _BY_PLACE.get(place)


_AROUND = frozenset({"kommune", "kommunes", "kommunen", "regionskommune", "municipality", "city", "of", "dk"})
_QUARTER = re.compile(r"(n|s|v|oe|nv|noe|sv|soe|c|k|m)")
_POSTCODE = re.compile(r"\d{4}")
_WITHOUT_RINGS = str.maketrans("øå", "oa")


@lru_cache(maxsize=20_000)
def named(text: str) -> Municipality | None:
    """The municipality somebody means by a number, a name or a town, however it is spelled; None when that is not sure.

    >>> [named(text).name for text in ("751", "Århus Kommune", "8200 Aarhus N", "LYNGBY TAARBÆK", "Københavns Kommune")]
    ['Aarhus', 'Aarhus', 'Aarhus', 'Lyngby-Taarbæk', 'København']
    """
    if text.strip() in MUNICIPALITIES:
        return MUNICIPALITIES[text.strip()]
    typed = " ".join(
        word for word in fold(text).split() if word not in _AROUND and not _POSTCODE.fullmatch(word)
    )
    return next((_BY_NAME[each] for each in _readings(typed) if each in _BY_NAME), None)


def _readings(typed: str) -> Iterator[str]:
    """As typed; without or with the *s* of "Københavns" and "Nordfyns"; without the quarter of "Aarhus N"."""
    yield from (typed, typed.removesuffix("s"), f"{typed}s")
    town, _, quarter = typed.rpartition(" ")
    if _QUARTER.fullmatch(quarter):
        yield town


def _spellings(name: str) -> set[str]:
    """Folded, and as somebody writes it whose keyboard has no æ, ø and å."""
    plain = name.casefold().translate(_WITHOUT_RINGS)
    return {fold(name), fold(plain), fold(plain.replace("aa", "a"))}


def _by_name() -> dict[str, Municipality]:
    """Names of municipalities go before those of towns."""
    found: dict[str, Municipality] = {}
    for each in MUNICIPALITIES.values():
        found |= dict.fromkeys(_spellings(each.name), each)
    for each in MUNICIPALITIES.values():
        for town in each.towns:
            found = dict.fromkeys(_spellings(town), each) | found
    return found


_BY_NAME = _by_name()


def distance_km(one: Municipality, other: Municipality) -> float:
    """From centre to centre on the great circle."""
    north, south = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


@lru_cache(maxsize=2_000)
def within_km(code: str, km: float) -> tuple[Municipality, ...]:
    """Every municipality whose centre lies at most ``km`` from that of ``code``, itself first, then the nearest.

    >>> [each.name for each in within_km("751", 30)]
    ['Aarhus', 'Odder', 'Skanderborg', 'Favrskov', 'Syddjurs']
    """
    centre = MUNICIPALITIES[code]
    reached = ((distance_km(centre, each), each.code) for each in MUNICIPALITIES.values())
    return tuple(MUNICIPALITIES[each] for distance, each in sorted(reached) if distance <= km)
