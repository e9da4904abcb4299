"""Charts and maps as geometry: shares, the smallest bar, shades, and numbers as the reader writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation

from opslagstavle.terms.hexagons import CELLS
from opslagstavle_site.home.figures import first_of_month
from opslagstavle_site.web import charts, hexagons, maps
from opslagstavle_site.web.charts import Bar, Column, Item, Part


def items(*values: int) -> list[Item]:
    return [Item(f"No. {place}", value) for place, value in enumerate(values)]


def test_the_longest_bar_is_the_whole_width_and_the_smallest_is_seen() -> None:
    marks = charts.bars(items(1000, 250, 1, 0)).marks
    assert [mark.width for mark in marks if isinstance(mark, Bar)] == ["100.00%", "25.00%", "0.40%", "0.00%"]


def test_columns_stand_on_one_line_beside_each_other() -> None:
    chart = charts.columns(items(10, 5, 0, 1000))
    marks = [mark for mark in chart.marks if isinstance(mark, Column)]
    assert {mark.y + mark.height for mark in marks} == {chart.base}
    assert [mark.height for mark in marks] == [2, 2, 0, charts.PLOT_HEIGHT]
    edges = [(float(mark.x[:-1]), float(mark.x[:-1]) + float(mark.width[:-1])) for mark in marks]
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    assert edges[-1][1] < 100


def test_parts_fill_the_bar() -> None:
    marks = [mark for mark in charts.parts(items(1, 1, 2)).marks if isinstance(mark, Part)]
    assert [(mark.x, mark.width) for mark in marks] == [
        ("0.00%", "25.00%"),
        ("25.00%", "25.00%"),
        ("50.00%", "50.00%"),
    ]


@pytest.mark.parametrize("make", [charts.bars, charts.columns, charts.parts])
def test_nothing_to_count_is_no_fault(make: object) -> None:
    assert callable(make)
    assert make([]).is_empty
    assert make(items(0, 0)).is_empty
    assert not make(items(0, 1)).is_empty


@pytest.mark.parametrize(
    ("language", "whole", "broken"), [("da", "1.234", "1.234,5"), ("en", "1,234", "1,234.5")]
)
def test_numbers_as_the_reader_writes_them(language: str, whole: str, broken: str) -> None:
    with translation.override(language):
        assert (charts.said(1234), charts.said(Decimal("1234.5"))) == (whole, broken)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 7, 11, 40, 12345])
def test_every_number_has_one_shade_and_more_is_never_paler(most: int) -> None:
    steps = maps.classes([0, most])
    shades = [maps.shade(value, steps) for value in range(most + 1)]
    assert shades[0] == 0
    assert shades[-1] == len(steps) <= maps.SHADES
    assert all(one <= other for one, other in pairwise(shades))
    assert 0 not in shades[1:]


def test_the_whole_country_is_drawn_whatever_is_served() -> None:
    everything = maps.reach(set(CELLS))
    nothing = maps.reach(set())
    assert (everything.served.count("M"), everything.rest) == (98, "")
    assert (nothing.served, nothing.rest.count("M")) == ("", 98)
    assert maps.reach({"751"}, "751").home is not None
    assert maps.reach({"751"}, "000").home is None


def test_a_line_goes_around_and_not_between() -> None:
    centres = [maps.middle_of(code) for code in CELLS]
    lines = hexagons.outline(centres).count("M")
    assert 98 < lines < 98 * 6 / 2


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert first_of_month(date(2026, 2, 28), 2) == date(2025, 12, 1)
    assert first_of_month(date(2026, 12, 31), 11) == date(2026, 1, 1)
