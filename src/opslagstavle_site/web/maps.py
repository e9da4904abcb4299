"""The map of Denmark as a picture without a script: by municipality or by landsdel, with a figure and an address in each area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from opslagstavle.terms.hexagons import CELLS
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.web.charts import said
from opslagstavle_site.web.hexagons import Point, middle, most_central, outline, surface, view_box

SHADES = 4
"""Steps of colour above nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What an area has: how many, the same in a whole sentence for whoever hears it, and where it leads."""

    value: int
    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """``shade`` from 0 (nothing) to ``SHADES``; ``text`` stands at ``x``, ``y``.

    Those are text too: numbers would be written in the way of the reader's language.
    """

    shape: str
    shade: int
    figure: Figure
    text: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Map:
    """``borders`` are the lines around the landsdele; ``legend`` holds (shade, the least, the most)."""

    view_box: str
    areas: list[Area]
    borders: str
    legend: list[tuple[int, int, int]]


def by_municipality(figures: Mapping[str, Figure]) -> Map:
    """``figures`` by number of the municipality; one for each."""
    return _map({code: (middle_of(code),) for code in CELLS}, figures)


def by_province(figures: Mapping[str, Figure]) -> Map:
    """``figures`` by NUTS 3 code; one for each."""
    return _map(provinces(), figures)


def _map(places: Mapping[str, Collection[Point]], figures: Mapping[str, Figure]) -> Map:
    steps = classes(figure.value for figure in figures.values())
    areas = []
    for code, centres in places.items():
        x, y = most_central(tuple(centres))
        figure = figures[code]
        text = said(figure.value) if figure.value else ""
        areas.append(Area(surface(centres), shade(figure.value, steps), figure, text, f"{x:g}", f"{y:g}"))
    return Map(_whole(), areas, borders(), [(step, *span) for step, span in enumerate(steps, 1)])


@dataclass(frozen=True, slots=True)
class Reach:
    """Which part of the country is meant: its surface, the rest, the lines around the landsdele, and one place in it."""

    view_box: str
    served: str
    rest: str
    borders: str
    home: tuple[str, str] | None


def reach(served: Collection[str], home: str = "") -> Reach:
    """``served`` and ``home`` are numbers of municipalities."""
    inside = [middle_of(code) for code in CELLS if code in served]
    outside = [middle_of(code) for code in CELLS if code not in served]
    at = middle_of(home) if home in CELLS else None
    return Reach(
        _whole(), surface(inside), surface(outside), borders(), (f"{at[0]:g}", f"{at[1]:g}") if at else None
    )


def classes(values: Iterable[int]) -> list[tuple[int, int]]:
    """(least, most) of each shade above nothing: each step about doubles, so that one big town does not pale the rest.

    >>> classes([0, 3, 40]), classes([0, 2, 1]), classes([0])
    ([(1, 4), (5, 9), (10, 19), (20, 40)], [(1, 1), (2, 2)], [])
    """
    most = max(values, default=0)
    starts = sorted({max(1, most >> step) for step in range(1, SHADES)} | {1} if most else set())
    if most <= SHADES:
        starts = list(range(1, most + 1))
    ends = [start - 1 for start in starts[1:]]
    return list(zip(starts, [*ends, most], strict=True)) if most else []


def shade(value: int, steps: list[tuple[int, int]]) -> int:
    return next((step for step, (least, most) in enumerate(steps, 1) if least <= value <= most), 0)


@lru_cache
def middle_of(code: str) -> Point:
    cell = CELLS[code]
    return middle(cell.column, cell.row)


@lru_cache
def provinces() -> dict[str, tuple[Point, ...]]:
    """The hexagons of each landsdel, by NUTS 3 code."""
    found: dict[str, list[Point]] = defaultdict(list)
    for code in CELLS:
        found[MUNICIPALITIES[code].province].append(middle_of(code))
    return {code: tuple(centres) for code, centres in sorted(found.items())}


@lru_cache
def borders() -> str:
    return "".join(outline(centres) for centres in provinces().values())


@lru_cache
def _whole() -> str:
    return " ".join(f"{number:g}" for number in view_box(middle_of(code) for code in CELLS))
