"""NUTS codes: a country's two letters, then one character for each level down (Regulation (EC) No 1059/2003).

An area that is not divided further is repeated with a zero below: DK0 is all of DK, DK050 all of DK05.
"00" is what notices print for a place that is nowhere in particular; it and None say nothing about where.

A Danish municipality is written as one level more: its NUTS 3 code and the three digits of its number ("DK042751" is Aarhus).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from opslagstavle.terms.municipalities import by_place

_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_NUTS_COUNTRIES = {"GR": "EL", "GB": "UK"}  # where NUTS and ISO 3166-1 differ
ANYWHERE = "00"
LONGEST = 5
"""Characters of a NUTS 3 code."""


@dataclass(frozen=True, slots=True)
class Region:
    """A Danish area with a plain name in both languages of the board."""

    code: str
    name_da: str
    name_en: str


DENMARK = Region("DK", "Danmark", "Denmark")
REGIONS = (
    Region("DK01", "Region Hovedstaden", "Capital Region of Denmark"),
    Region("DK02", "Region Sjælland", "Region Zealand"),
    Region("DK03", "Region Syddanmark", "Region of Southern Denmark"),
    Region("DK04", "Region Midtjylland", "Central Denmark Region"),
    Region("DK05", "Region Nordjylland", "North Denmark Region"),
)
"""The five regions (NUTS 2)."""
PROVINCES = (
    Region("DK011", "Byen København", "Copenhagen City"),
    Region("DK012", "Københavns omegn", "Copenhagen suburbs"),
    Region("DK013", "Nordsjælland", "North Zealand"),
    Region("DK014", "Bornholm", "Bornholm"),
    Region("DK021", "Østsjælland", "East Zealand"),
    Region("DK022", "Vest- og Sydsjælland", "West and South Zealand"),
    Region("DK031", "Fyn", "Funen"),
    Region("DK032", "Sydjylland", "South Jutland"),
    Region("DK041", "Vestjylland", "West Jutland"),
    Region("DK042", "Østjylland", "East Jutland"),
    Region("DK050", "Nordjylland", "North Jutland"),
)
"""The eleven *landsdele* (NUTS 3)."""
_NAMED = {region.code: region for region in (DENMARK, *REGIONS, *PROVINCES)}


@lru_cache(maxsize=20_000)
def normalise(printed: str | None) -> str | None:
    """Two to five characters in capitals with NUTS's own country letters, "00" as it is, None for anything else.

    >>> normalise(" dk042 "), normalise("GR30"), normalise("00"), normalise("Aarhus")
    ('DK042', 'EL30', '00', None)
    """
    code = (printed or "").strip().upper()
    if code == ANYWHERE:
        return code
    if not _CODE.fullmatch(code):
        return None
    return _NUTS_COUNTRIES.get(code[:2], code[:2]) + code[2:]


def within(place: str, area: str) -> bool:
    """Does ``place`` lie in ``area``, or is it the same? Nothing lies in "00".

    >>> within("DK042", "DK"), within("DK", "DK0"), within("DK", "DK042")
    (True, True, False)
    """
    # A municipality's number may end in zeros that say something.
    whole = area.rstrip("0") if len(area) <= LONGEST else area
    return bool(whole) and place.startswith(whole)


def above(place: str) -> tuple[str, ...]:
    """The place itself and every area it lies in, the widest first.

    >>> above("DK042751"), above("DK04")
    (('DK', 'DK04', 'DK042', 'DK042751'), ('DK', 'DK04'))
    """
    wider = (place[:length] for length in (2, 4, 5) if length < len(place))
    return (*wider, place)


def overlap(served: Iterable[str], wanted: Iterable[str | None]) -> bool | None:
    """Does someone who works in ``served`` reach a place that is ``wanted``?

    True: at least one wanted place lies in a served area. False: both sides are stated, and every wanted place lies
    elsewhere. None: not stated exactly enough to say, because one side is empty, a place is "00" or missing, or
    a notice names a wide area ("DK") of which only a part is served, and the work may be in any part of it.

    >>> overlap(["DK04"], ["DK042"]), overlap(["DK042"], ["DK032"]), overlap(["DK042"], ["DK"])
    (True, False, None)
    """
    areas = tuple(area for area in served if area != ANYWHERE)
    places = tuple(wanted)
    if any(place and within(place, area) for place in places for area in areas):
        return True
    if not areas or not places:
        return None
    unclear = any(place is None or place == ANYWHERE or _reaches(place, areas) for place in places)
    return None if unclear else False


def _reaches(place: str, areas: Iterable[str]) -> bool:
    return any(within(area, place) for area in areas)


def name(code: str, language: str) -> str | None:
    """The plain name of a Danish area: Danish for "da", English otherwise; None for what has no name here.

    A municipality has its Danish name without the word for it in both.

    >>> name("DK042", "da"), name("DK0", "en"), name("DK042751", "en"), name("SE224", "da")
    ('Østjylland', 'Denmark', 'Aarhus', None)
    """
    if municipality := by_place(code):
        return municipality.name
    region = _NAMED.get(code) or _NAMED.get(code.rstrip("0"))
    if region is None:
        return None
    return region.name_da if language == "da" else region.name_en
