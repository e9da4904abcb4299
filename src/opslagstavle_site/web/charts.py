"""Charts as SVG attributes, so that the strict policy lets them stand: bars, columns, and one bar in parts.

Widths are in per cent, so that a chart is as wide as there is room and its letters stay as large as the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format

Number = int | Decimal

PLOT_HEIGHT = 150
COLUMN_TOP = 22
NARROWEST = Decimal("0.4")
"""Per cent of the width: whatever is more than nothing is seen."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was counted. ``apart``: not one of the kinds that are compared ("not stated", "the others")."""

    label: str
    value: Number
    url: str = ""
    apart: bool = False
    short: str = ""  # under a column; the whole label is in the table

    @property
    def text(self) -> str:
        return said(self.value)


@dataclass(frozen=True, slots=True)
class Bar:
    """``width`` in per cent of the longest."""

    item: Item
    width: str


@dataclass(frozen=True, slots=True)
class Column:
    """``x`` and ``width`` in per cent of the chart, the rest in pixels; ``middle`` is where its texts stand."""

    item: Item
    x: str
    width: str
    middle: str
    y: int
    height: int
    value_y: int


@dataclass(frozen=True, slots=True)
class Part:
    """Of one bar: where it begins, how wide it is, its share of everything in per cent. ``tone`` numbers the colours."""

    item: Item
    x: str
    width: str
    share: str
    tone: int


@dataclass(frozen=True, slots=True)
class Chart:
    """``kind`` is bars, columns or parts; its table holds ``items``, in the same order. ``base``: where columns stand."""

    kind: str
    items: list[Item]
    marks: Sequence[Bar | Column | Part]
    height: int = 0
    base: int = 0

    @property
    def total(self) -> str:
        return said(sum((item.value for item in self.items), start=0))

    @property
    def is_empty(self) -> bool:
        return not any(item.value for item in self.items)


def bars(items: Sequence[Item]) -> Chart:
    """One bar in each row of a table, beside its name and its number: for names of any length."""
    most = _most(items)
    return Chart("bars", list(items), [Bar(item, _share(item.value, most)) for item in items])


def columns(items: Sequence[Item]) -> Chart:
    """One column beside the other: for weeks and months, in their order."""
    most = _most(items)
    slot = Decimal(100) / max(len(items), 1)
    marks = []
    for step, item in enumerate(items):
        height = int(PLOT_HEIGHT * item.value / most) if most else 0
        height = max(height, 2) if item.value else 0
        top = COLUMN_TOP + PLOT_HEIGHT - height
        left = slot * step
        marks.append(
            Column(item, _percent(left + slot / 6), _percent(slot * 2 / 3), _percent(left + slot / 2),
                   top, height, top - 6)
        )  # fmt: skip
    base = COLUMN_TOP + PLOT_HEIGHT
    return Chart("columns", list(items), marks, base + 24, base)


def parts(items: Sequence[Item]) -> Chart:
    """One bar in parts that are all there is: yes, no and not stated."""
    total = sum((item.value for item in items), start=0)
    left, marks = Decimal(0), []
    for tone, item in enumerate(items):
        width = Decimal(item.value) * 100 / total if total else Decimal(0)
        marks.append(Part(item, _percent(left), _percent(width), said(round(width, 1)), tone))
        left += width
    return Chart("parts", list(items), marks, 44)


def said(value: Number) -> str:
    """As the reader writes numbers: 1.234,5 in Danish, 1,234.5 in English."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


def _most(items: Sequence[Item]) -> Number:
    return max((item.value for item in items), default=0)


def _share(value: Number, most: Number) -> str:
    share = Decimal(value) * 100 / Decimal(most) if most else Decimal(0)
    return _percent(max(share, NARROWEST) if value else Decimal(0))


def _percent(value: Decimal) -> str:
    """Never in the reader's way of writing numbers: an attribute has a point."""
    return f"{value:.2f}%"
