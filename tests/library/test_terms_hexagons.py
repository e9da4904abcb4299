"""The map is Denmark: every municipality once, in its landsdel, on the right side of its neighbours."""

from __future__ import annotations

from itertools import combinations
from math import dist, sqrt

import pytest

from opslagstavle.terms import nuts
from opslagstavle.terms.hexagons import CELLS
from opslagstavle.terms.municipalities import MUNICIPALITIES

ROW = sqrt(3) / 2
ISLANDS = {"400", "825", "741", "563", "492", "482"}
WIDEST = 15.0
"""Columns that still give a hexagon 24 pixels on a telephone."""


def middle(code: str) -> tuple[float, float]:
    return CELLS[code].column, CELLS[code].row * ROW


def test_every_municipality_has_one() -> None:
    assert set(CELLS) == set(MUNICIPALITIES)


def test_no_two_overlap() -> None:
    near = [pair for pair in combinations(CELLS, 2) if dist(middle(pair[0]), middle(pair[1])) < 0.999]
    assert near == []


@pytest.mark.parametrize("province", [region.code for region in nuts.PROVINCES])
def test_a_landsdel_hangs_together(province: str) -> None:
    codes = [code for code, each in MUNICIPALITIES.items() if each.province == province]
    reached, waiting = set[str](), codes[:1]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting += [
            code for code in codes if code not in reached and dist(middle(here), middle(code)) < 1.001
        ]
    islands = ISLANDS & set(codes)
    falster = {"360", "376"} & set(codes)
    assert set(codes) - reached <= islands | falster


def test_islands_stand_apart() -> None:
    for island in ISLANDS:
        nearest = min(dist(middle(island), middle(code)) for code in CELLS if code != island)
        assert nearest > 1.05


@pytest.mark.parametrize("province", [region.code for region in nuts.PROVINCES if region.code != "DK014"])
def test_inside_a_landsdel_far_east_is_east_and_far_north_is_north(province: str) -> None:
    """Where two lie clearly apart in nature, at least half of a landsdel's extent, they lie so on the map."""
    codes = [code for code, each in MUNICIPALITIES.items() if each.province == province]
    for axis in (0, 1):
        nature = {
            code: (MUNICIPALITIES[code].longitude, -MUNICIPALITIES[code].latitude)[axis] for code in codes
        }
        apart = max(nature.values()) - min(nature.values())
        for one, other in combinations(codes, 2):
            west, east = sorted((one, other), key=lambda code: nature[code])
            if nature[east] - nature[west] > apart / 2:
                assert middle(west)[axis] <= middle(east)[axis], (west, east, axis)


def test_it_fits_a_telephone() -> None:
    columns = [cell.column for cell in CELLS.values()]
    assert max(columns) - min(columns) + 1 <= WIDEST
