"""Where somebody works, in plain words, to places: "Aarhus", "Region Midtjylland", "hele landet", "30 km fra Randers"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from opslagstavle.enterprises.cells import BadCell, parts
from opslagstavle.terms import municipalities, nuts
from opslagstavle.terms.kinds import fold
from opslagstavle.terms.municipalities import MUNICIPALITIES, Municipality

_DISTANCE = re.compile(
    r"(?:inden for |op til |within )?(\d{1,3}) ?(?:km|kilometer)\.?(?: (?:fra|omkring|from|of|around) (.+))?",
    re.I,
)
_WHOLE = (
    "hele landet",
    "hele danmark",
    "landsdaekkende",
    "danmark",
    "the whole country",
    "nationwide",
    "denmark",
    "all of denmark",
)
_ISLANDS = {
    "jylland": ("DK032", "DK04", "DK050"), "jutland": ("DK032", "DK04", "DK050"),
    "sjaelland": ("DK011", "DK012", "DK013", "DK02"), "storkoebenhavn": ("DK011", "DK012"),
    "hovedstadsomraadet": ("DK011", "DK012"), "greater copenhagen": ("DK011", "DK012"),
}  # fmt: skip
"""Names that are no official area, as people use them."""


def _areas() -> dict[str, tuple[str, ...]]:
    """Folded name → places. Regions are found without the word too; a province goes before a municipality of its name."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(_WHOLE, ("DK",))
    for region in nuts.REGIONS:
        for name in (region.name_da, region.name_en):
            short = re.sub(r"\bregion\b|\bof denmark\b|\bof\b", " ", name, flags=re.I)
            found |= {fold(name): (region.code,), fold(short): (region.code,)}
    for province in nuts.PROVINCES:
        found |= {fold(province.name_da): (province.code,), fold(province.name_en): (province.code,)}
    return found | _ISLANDS


_AREAS = _areas()
_EVERY_NAME = {
    **{name: nuts.name(places[0], "da") or name for name, places in _AREAS.items() if len(places) == 1},
    **{fold(each.name): each.name for each in MUNICIPALITIES.values()},
}
"""Folded name → as it is written."""
_CLOSE = 0.72


@dataclass(frozen=True, slots=True)
class Reach:
    """``km`` from the centre of ``around``, a municipality's number; None: from the enterprise's own."""

    km: int
    around: str | None


@dataclass(frozen=True, slots=True)
class Served:
    """What a cell says of where somebody works. ``understood`` pairs the words with the places they were taken for."""

    places: tuple[str, ...]
    reaches: tuple[Reach, ...]
    understood: tuple[tuple[str, tuple[str, ...]], ...]


def served(text: str) -> Served:
    """Raises ``BadCell`` with the nearest names for a place nobody knows."""
    places: list[str] = []
    reaches: list[Reach] = []
    understood = []
    for words in map(str.strip, _each(text)):
        distance = _DISTANCE.fullmatch(words)
        if distance:
            around = municipality(distance[2]).code if distance[2] else None
            reaches.append(Reach(int(distance[1]), around))
            continue
        found = _places(words)
        places += found
        understood.append((words, found))
    return Served(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(reaches)), tuple(understood))


def _each(text: str) -> Iterable[str]:
    """Between semicolons and line breaks; between commas and "og" where the whole is no name ("Vest- og Sydsjælland")."""
    for part in parts(text):
        if _known(part) or _DISTANCE.fullmatch(part):
            yield part
        else:
            yield from (each for each in re.split(r",| og | and |\+|/", part) if each.strip())


def _places(words: str) -> tuple[str, ...]:
    found = _known(words.strip())
    if not found:
        raise BadCell("unknown-place", found=words.strip(), near=near(words))
    return found


def _known(words: str) -> tuple[str, ...]:
    code = nuts.normalise(words)
    if code and code.startswith("DK") and nuts.name(code, "da"):
        return (code,)
    if municipalities.by_place(words.upper()):
        return (words.upper(),)
    if fold(words) in _AREAS:
        return _AREAS[fold(words)]
    found = municipalities.named(words)
    return (found.place,) if found else ()


def municipality(words: str) -> Municipality:
    """One municipality by name or number."""
    found = municipalities.named(words.strip())
    if found is None:
        raise BadCell("unknown-municipality", found=words.strip(), near=near(words))
    return found


def near(words: str) -> str:
    """Names that somebody may have meant, as they are written, with commas between."""
    typed = re.sub(r"\b(kommune|region)\b", "", fold(words)).strip()
    found = get_close_matches(typed, _EVERY_NAME, 3, _CLOSE)
    return ", ".join(dict.fromkeys(_EVERY_NAME[each] for each in found))


def resolved(said: Served, own: str | None) -> tuple[tuple[str, ...], int | None]:
    """(places, reach in km from the own municipality). A distance from elsewhere becomes the municipalities within it."""
    places, reach = list(said.places), None
    for each in said.reaches:
        if each.around is None and own is None:
            raise BadCell("distance-from-where", found=f"{each.km} km")
        if each.around in (None, own):
            reach = max(reach or 0, each.km)
        else:
            places += [found.place for found in municipalities.within_km(str(each.around), each.km)]
    return tuple(dict.fromkeys(places)), reach


def text_of(places: Iterable[str], reach_km: int | None, own: str | None) -> str:
    """What ``served`` reads as the same places."""
    words = ["hele landet" if place == "DK" else _name(place) for place in places]
    if reach_km is not None:
        here = MUNICIPALITIES.get(own or "")
        words.append(f"{reach_km} km fra {here.name}" if here else f"{reach_km} km")
    return "; ".join(words)


def _name(place: str) -> str:
    found = municipalities.by_place(place)
    name = found.name if found else nuts.name(place, "da")
    return name if name and _known(name) == (place,) else place
