"""Many cases at once: the same expressions over columns, with the same answers as ``rules.evaluate`` and as exact.

A number is a fraction here too: whole numbers over whole numbers, in 64 bits while they fit and in Python's own beyond that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opslagstavle.rules.expression import (
    Constant,
    DayBefore,
    Expression,
    Fact,
    Formula,
    Operation,
    Parameter,
    Value,
    exact,
    is_number,
)
from opslagstavle.rules.parameters import InForce
from opslagstavle.terms.dates import later, months_before

Array = NDArray[Any]
FITS = 1 << 62
"""Numbers below this, and sums of two of them, have room in 64 bits."""


@dataclass(frozen=True, slots=True)
class Column:
    """``values`` of every case (or one for all), and where they are ``known`` (None: everywhere).

    A number is ``values / under``; ``under`` is above 0, one for all or one each. Both are no larger than ``largest``.
    A day is the number of its day. Answers and words are only ``values``.
    """

    values: Array
    known: Array | None = None
    under: int | Array = 1
    largest: int = 1


NOTHING = Column(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=bool))


def column(values: Sequence[Value]) -> Column:
    """Values of one kind; None is not stated.

    >>> column([Fraction(1, 2), None]).under
    2
    """
    known = None if None not in values else np.array([value is not None for value in values])
    kind = next((value for value in values if value is not None), None)
    if kind is None:
        return NOTHING
    if isinstance(kind, bool):
        return Column(np.array([value is True for value in values]), known)
    if isinstance(kind, str):
        return Column(np.array([value or "" for value in values], dtype=object), known)
    if set(map(type, values)) == {int}:
        return _numeric(values, None, 1)  # type: ignore[arg-type]  # they are all whole
    numbers = [_number(value) for value in values]
    under = lcm(*{number.denominator for number in numbers})
    return _numeric([number.numerator * (under // number.denominator) for number in numbers], known, under)


def whole(values: Array) -> Column:
    """Whole numbers that are all stated."""
    return Column(values.astype(np.int64), largest=max(int(np.abs(values).max(initial=0)), 1))


def values_of(found: Column, size: int) -> list[Value]:
    """A column back as values: numbers exactly, days as numbers of days."""
    told: list[Value] = np.broadcast_to(found.values, size).tolist()
    if not _holds_words(found) and not (isinstance(found.under, int) and found.under == 1):
        unders = np.broadcast_to(found.under, size).tolist()
        told = [exact(Fraction(value, under)) for value, under in zip(told, unders, strict=True)]  # type: ignore[arg-type]
    if found.known is None:
        return told
    known = np.broadcast_to(found.known, size).tolist()
    return [value if stated else None for value, stated in zip(told, known, strict=True)]


AT_ONCE = 32_768
"""Columns of this length stay close to the processor, which makes a million cases nearly twice as quick."""


def in_batches(
    facts: Mapping[str, Column], size: int, in_force: InForce, on: date
) -> Iterator[tuple[slice, Table]]:
    """Very many cases, a stretch of them at a time."""
    for start in range(0, size, AT_ONCE):
        part = slice(start, min(start + AT_ONCE, size))
        yield part, Table({name: _stretch(of, part) for name, of in facts.items()}, in_force, on)


def _stretch(of: Column, part: slice) -> Column:
    """What is one for all stays so."""
    values = of.values[part] if len(of.values) > 1 else of.values
    known = of.known[part] if of.known is not None and len(of.known) > 1 else of.known
    under = of.under if isinstance(of.under, int) or len(of.under) == 1 else of.under[part]
    return Column(values, known, under, of.largest)


class Table:
    """Columns of facts by name, judged by what is in force on a day. Each node is worked out once."""

    def __init__(self, facts: Mapping[str, Column], in_force: InForce, on: date) -> None:
        self.facts = facts
        self.in_force = in_force
        self.on = on
        self._known: dict[Expression, Column] = {}

    def of(self, node: Expression) -> Column:
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = WORKERS[type(node)](self, node)
        return found

    def fact(self, node: Fact) -> Column:
        return self.facts.get(node.name, NOTHING)

    def constant(self, node: Constant) -> Column:
        return column([node.value])

    def parameter(self, node: Parameter) -> Column:
        entry = self.in_force[node.name].entry
        if entry is None:
            return NOTHING
        if node.by is None:
            return column([entry.value])
        by = self.of(node.by)
        if entry.by:
            return _first([(_same_word(by, word), column([value])) for word, value in entry.by.items()])
        rungs = [
            (_compare(np.greater_equal, by, column([rung.start])), column([rung.value]))
            for rung in entry.scale
        ]
        return _first(rungs[::-1])

    def day_before(self, node: DayBefore) -> Column:
        months = values_of(self.of(node.months), 1)[0]
        return column([months_before(self.on, months)]) if isinstance(months, int) else NOTHING

    def formula(self, node: Formula) -> Column:
        return self.of(node.of)

    def operation(self, node: Operation) -> Column:
        return OPERATIONS[node.operator](*map(self.of, node.arguments))


def _number(value: Value) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return Fraction(value) if is_number(value) else Fraction()


def _numeric(values: Sequence[int], known: Array | None, under: int) -> Column:
    largest = max(max(map(abs, values)), under)
    return Column(np.array(values, dtype=np.int64 if largest < FITS else object), known, under, largest)


def _all_known(*columns: Column) -> Array | None:
    masks = [each.known for each in columns if each.known is not None]
    return reduce(np.logical_and, masks) if masks else None


def _times(values: int | Array, factor: int | Array, largest: int) -> int | Array:
    """The product, in Python's own numbers where it could be larger than 64 bits hold."""
    if isinstance(factor, int) and factor == 1:
        return values
    if largest >= FITS and isinstance(values, np.ndarray):
        values = values.astype(object)
    elif largest >= FITS and isinstance(factor, np.ndarray):
        factor = factor.astype(object)
    return values * factor


def _over_one(first: Column, second: Column) -> tuple[Array, Array, int | Array, int]:
    """Both over the same number: (values, values, under, largest of all three)."""
    under: int | Array
    if isinstance(first.under, int) and isinstance(second.under, int):
        under = lcm(first.under, second.under)
        one, other = under // first.under, under // second.under
        largest = max(first.largest * one, second.largest * other, under)
        return _scaled(first, one, largest), _scaled(second, other, largest), under, largest
    largest = first.largest * second.largest
    under = _times(first.under, second.under, largest)
    return _scaled(first, second.under, largest), _scaled(second, first.under, largest), under, largest


def _scaled(of: Column, factor: int | Array, largest: int) -> Array:
    return np.asarray(_times(of.values, factor, largest))


def _roomy(values: Array, largest: int) -> Array:
    return values.astype(object) if largest >= FITS else values


def _add(*columns: Column) -> Column:
    return reduce(lambda first, second: _sum(first, second, 1), columns)


def _subtract(first: Column, second: Column) -> Column:
    return _sum(first, second, -1)


def _sum(first: Column, second: Column, sign: int) -> Column:
    one, other, under, largest = _over_one(first, second)
    one, other = _roomy(one, 2 * largest), _roomy(other, 2 * largest)
    return Column(one + other if sign > 0 else one - other, _all_known(first, second), under, 2 * largest)


def _multiply(first: Column, second: Column) -> Column:
    largest = first.largest * second.largest
    values = np.asarray(_times(first.values, second.values, largest))
    return Column(values, _all_known(first, second), _times(first.under, second.under, largest), largest)


def _divide(first: Column, second: Column) -> Column:
    largest = first.largest * second.largest
    possible = np.asarray(second.values != 0)
    sign = np.where(second.values < 0, -1, 1)
    under = np.where(possible, np.abs(second.values), 1)
    known = _all_known(first, second)
    return Column(
        np.asarray(_times(np.asarray(_times(first.values, second.under, largest)), sign, largest)),
        possible if known is None else known & possible,
        _times(under, first.under, largest),
        largest,
    )


def _pick(better: Callable[[Array, Array], Array], *columns: Column) -> Column:
    def pick(first: Column, second: Column) -> Column:
        one, other, under, largest = _over_one(first, second)
        return Column(np.where(better(one, other), one, other), _all_known(first, second), under, largest)

    return reduce(pick, columns)


def _floor(of: Column) -> Column:
    if isinstance(of.under, int) and of.under == 1:
        return of
    return Column(of.values // of.under, of.known, 1, of.largest)


def _compare(how: Callable[[Array, Array], Array], first: Column, second: Column) -> Column:
    one, other, _, _ = _over_one(first, second)
    return Column(np.asarray(how(one, other), dtype=bool), _all_known(first, second))


def _equal(first: Column, second: Column) -> Column:
    if _holds_words(first) or _holds_words(second):
        return Column(np.asarray(first.values == second.values, dtype=bool), _all_known(first, second))
    return _compare(np.equal, first, second)


def _holds_words(of: Column) -> bool:
    return of.values.dtype == object and isinstance(of.values.flat[0], str)


def _same_word(first: Column, word: str) -> Column:
    return Column(np.asarray(first.values == word, dtype=bool), first.known)


def _masks(of: Column) -> tuple[Array, Array]:
    """Where it is a yes, and where it is a no."""
    said = of.values.astype(bool)
    return (said, ~said) if of.known is None else (said & of.known, ~said & of.known)


def _both(*columns: Column) -> Column:
    yes, no = zip(*map(_masks, columns), strict=True)
    return _answer(reduce(np.logical_and, yes), reduce(np.logical_or, no))


def _either(*columns: Column) -> Column:
    yes, no = zip(*map(_masks, columns), strict=True)
    return _answer(reduce(np.logical_or, yes), reduce(np.logical_and, no))


def _answer(yes: Array, no: Array) -> Column:
    known = yes | no
    return Column(yes, None if known.all() else known)


def _negate(of: Column) -> Column:
    return Column(~of.values.astype(bool), of.known)


def _choose(condition: Column, then: Column, otherwise: Column) -> Column:
    yes, no = _masks(condition)
    values_then, values_otherwise, under, largest = _alike(then, otherwise)
    known_then, known_otherwise = (True if each.known is None else each.known for each in (then, otherwise))
    agree = np.asarray(values_then == values_otherwise, dtype=bool) & known_then & known_otherwise
    known = (yes & known_then) | (no & known_otherwise) | agree
    return Column(
        np.where(yes, values_then, values_otherwise), None if known.all() else known, under, largest
    )


def _alike(first: Column, second: Column) -> tuple[Array, Array, int | Array, int]:
    numbers = all(
        each.values.dtype != bool and not isinstance(each.values.flat[0], str) for each in (first, second)
    )
    return _over_one(first, second) if numbers else (first.values, second.values, 1, 1)


def _first(pairs: Sequence[tuple[Column, Column]]) -> Column:
    """The value beside the first condition that is met; not stated where none is, or where the conditions are not."""
    found = NOTHING
    for condition, value in reversed(pairs):
        yes, _ = _masks(condition)
        values, others, under, largest = _alike(value, found)
        known = yes | found.known
        found = Column(np.where(yes, values, others), known, under, largest)
    return found


def _later(day: Column, span: Column) -> Column:
    """Each pair of a day and a span once: there are few."""
    size = max(len(day.values), len(span.values))
    pairs = list(zip(values_of(day, size), values_of(span, size), strict=True))
    days: dict[tuple[Value, Value], date] = {
        (start, word): later(date.fromordinal(start), word)
        for start, word in set(pairs)
        if isinstance(start, int) and isinstance(word, str)
    }
    return column([days.get(pair) for pair in pairs])


def _stated(of: Column) -> Column:
    return Column(np.ones(1, dtype=bool) if of.known is None else of.known)


def _sum_of_stated(*columns: Column) -> Column:
    return _add(*(_or_nothing(each) for each in columns))


def _or_nothing(of: Column) -> Column:
    return of if of.known is None else Column(np.where(of.known, of.values, 0), None, of.under, of.largest)


WORKERS: Mapping[type[Expression], Callable[[Table, Expression], Column]] = {
    Fact: Table.fact,  # type: ignore[dict-item]  # each takes its own kind of node
    Constant: Table.constant,  # type: ignore[dict-item]
    Parameter: Table.parameter,  # type: ignore[dict-item]
    DayBefore: Table.day_before,  # type: ignore[dict-item]
    Formula: Table.formula,  # type: ignore[dict-item]
    Operation: Table.operation,  # type: ignore[dict-item]
}
OPERATIONS: Mapping[str, Callable[..., Column]] = {
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "least": lambda *columns: _pick(np.less_equal, *columns),
    "most": lambda *columns: _pick(np.greater_equal, *columns),
    "floor": _floor,
    "rounded": lambda of: _floor(_add(of, column([Fraction(1, 2)]))),
    "at_least": lambda first, second: _compare(np.greater_equal, first, second),
    "above": lambda first, second: _compare(np.greater, first, second),
    "equal": _equal,
    "both": _both,
    "either": _either,
    "negate": _negate,
    "choose": _choose,
    "later": _later,
    "stated": _stated,
    "sum_of_stated": _sum_of_stated,
}
