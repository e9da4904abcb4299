"""Hexagons as SVG draws them: corners, surfaces, and the line around several. Nothing but geometry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import cos, hypot, pi, sin, sqrt

Point = tuple[float, float]
WIDTH = 10.0
"""Of a hexagon that stands on a corner, in units of the drawing."""
SIDE = WIDTH / sqrt(3)


def middle(column: float, row: float) -> Point:
    """Where the hexagon of a column and a row has its middle; rows lie 3/4 of a hexagon's height apart.

    >>> middle(2, 0), middle(0.5, 1)
    ((20.0, 0.0), (5.0, 8.66))
    """
    return round(column * WIDTH, 2), round(row * 1.5 * SIDE, 2)


def corners(centre: Point) -> list[Point]:
    """The upper one first, then clockwise."""
    return [
        (
            round(centre[0] + SIDE * sin(step * pi / 3), 2),
            round(centre[1] - SIDE * cos(step * pi / 3), 2),
        )
        for step in range(6)
    ]


def surface(centres: Iterable[Point]) -> str:
    """Path data of some hexagons as one surface."""
    return "".join(f"M{' '.join(_said(corner) for corner in corners(centre))}z" for centre in centres)


def outline(centres: Iterable[Point]) -> str:
    """Path data of the sides that only one of the hexagons has: the line around them all.

    >>> outline([(0.0, 0.0)]).count("M"), outline([(0.0, 0.0), (10.0, 0.0)]).count("M")
    (6, 10)
    """
    sides = [side for centre in centres for side in _sides(corners(centre))]
    shared = Counter(_named(side) for side in sides)
    return "".join(
        f"M{_said(start)} {_said(end)}" for start, end in sides if shared[_named((start, end))] == 1
    )


def view_box(centres: Iterable[Point], margin: float = 1.0) -> tuple[float, float, float, float]:
    """(x, y, width, height) of what all the hexagons need."""
    everything = [corner for centre in centres for corner in corners(centre)]
    left, top = (min(corner[axis] for corner in everything) - margin for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in everything) + margin for axis in (0, 1))
    return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)


def most_central(centres: Sequence[Point]) -> Point:
    """The hexagon nearest the middle of them all: where a number is written so that it stands inside."""
    x, y = (sum(centre[axis] for centre in centres) / len(centres) for axis in (0, 1))
    return min(centres, key=lambda centre: hypot(centre[0] - x, centre[1] - y))


def _sides(around: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(around, [*around[1:], around[0]], strict=True))


def _named(side: tuple[Point, Point]) -> frozenset[tuple[float, float]]:
    """The same from both hexagons that share it, whatever rounding left of it."""
    return frozenset((round(x, 1), round(y, 1)) for x, y in side)


def _said(point: Point) -> str:
    return f"{point[0]:g},{point[1]:g}"
