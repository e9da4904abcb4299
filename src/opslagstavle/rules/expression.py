"""What a rule says, as a tree: facts, parameters and a frozen list of operators.

Written with Python's own operators (``fact("heads") * parameter("reserved.share")``), read by two evaluators that agree:
``rules.evaluate`` for one case, with its reasons, and ``rules.table`` for many.

A value is a number (exact: whole, or a fraction), yes or no, a word, a day, or None: not stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import TypeAlias, TypeGuard

Number = int | Fraction
Value = Number | bool | str | date | None
Liftable: TypeAlias = "Expression | Fraction | Decimal | int | str | bool"

OPERATORS: Mapping[str, str] = MappingProxyType({
    "add": "the sum of numbers",
    "subtract": "the first number less the second",
    "multiply": "the product of numbers",
    "divide": "the first number by the second; by nothing: not stated",
    "least": "the smallest of numbers",
    "most": "the largest of numbers",
    "floor": "the whole number below",
    "rounded": "the nearest whole number, halves up",
    "at_least": "is the first number or day the second, or after it?",
    "above": "is the first number or day after the second?",
    "equal": "are the two the same?",
    "both": "are all true? One no is a no, whatever else is not stated",
    "either": "is one true? One yes is a yes, whatever else is not stated",
    "negate": "no for yes, yes for no",
    "choose": "the second where the first is true, the third where it is not",
    "stated": "is it known at all? Always yes or no",
    "later": "the day a span of time (a word, as \"4 weeks\" or \"7 working days\") after a day",
    "sum_of_stated": "the sum of those numbers that are stated: what it is at least",
})  # fmt: skip


class Expression:
    """A node. Comparisons build trees too, so two nodes are compared by identity."""

    __slots__ = ()

    @property
    def parts(self) -> tuple[Expression, ...]:
        return ()

    def __add__(self, other: Liftable) -> Operation:
        return _operation("add", self, other)

    def __sub__(self, other: Liftable) -> Operation:
        return _operation("subtract", self, other)

    def __mul__(self, other: Liftable) -> Operation:
        return _operation("multiply", self, other)

    def __truediv__(self, other: Liftable) -> Operation:
        return _operation("divide", self, other)

    def __ge__(self, other: Liftable) -> Operation:
        return _operation("at_least", self, other)

    def __le__(self, other: Liftable) -> Operation:
        return Operation("at_least", (lift(other), self))

    def __gt__(self, other: Liftable) -> Operation:
        return _operation("above", self, other)

    def __lt__(self, other: Liftable) -> Operation:
        return Operation("above", (lift(other), self))

    def __and__(self, other: Liftable) -> Operation:
        return _operation("both", self, other)

    def __or__(self, other: Liftable) -> Operation:
        return _operation("either", self, other)

    def __invert__(self) -> Operation:
        return Operation("negate", (self,))

    def equals(self, other: Liftable) -> Operation:
        return _operation("equal", self, other)


@dataclass(frozen=True, slots=True, eq=False)
class Fact(Expression):
    """What the person who asks knows; described in ``data/facts/*.yaml``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expression):
    value: Number | bool | str


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Expression):
    """What the law says on the day; from ``data/parameters/*.yaml``.

    ``by`` picks one of several values: by a word (the buyer's kind), or from a scale by a number (the week).
    """

    name: str
    by: Expression | None = None

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.by,) if self.by is not None else ()


@dataclass(frozen=True, slots=True, eq=False)
class DayBefore(Expression):
    """The day that lies ``months`` (a parameter) before the day asked for."""

    months: Parameter

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.months,)


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Expression):
    operator: str
    arguments: tuple[Expression, ...]

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise ValueError(f"not an operator: {self.operator}")

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True, eq=False)
class Formula(Expression):
    """A step with a name that a person may read: an answer, or something on the way to one.

    ``reference`` is the paragraph it stands on; ``status`` how sure the reading of it is (see ``rules.parameters.Status``);
    ``unit`` as of parameters ("DKK/month", "people", "share", "" for yes and no).
    """

    name: str
    of: Expression
    unit: str = ""
    reference: str = ""
    status: str = "law"

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)


@cache
def fact(name: str) -> Fact:
    return Fact(name)


@cache
def parameter(name: str, by: Expression | None = None) -> Parameter:
    return Parameter(name, by)


def least(*arguments: Liftable) -> Operation:
    return _operation("least", *arguments)


def most(*arguments: Liftable) -> Operation:
    return _operation("most", *arguments)


def floor(of: Liftable) -> Operation:
    return _operation("floor", of)


def rounded(of: Liftable) -> Operation:
    return _operation("rounded", of)


def choose(condition: Liftable, then: Liftable, otherwise: Liftable) -> Operation:
    return _operation("choose", condition, then, otherwise)


def later(day: Liftable, span: Liftable) -> Operation:
    return _operation("later", day, span)


def stated(of: Liftable) -> Operation:
    return _operation("stated", of)


def total(*arguments: Liftable) -> Operation:
    return _operation("add", *arguments)


def sum_of_stated(*arguments: Liftable) -> Operation:
    """A lower bound. It may decide what it reaches; what it does not reach stays open until all is stated."""
    return _operation("sum_of_stated", *arguments)


def lift(value: Liftable) -> Expression:
    """A plain number, word, yes or no as a node. Floats are refused: they are not exact."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool | str):
        return Constant(value)
    if isinstance(value, int | Decimal | Fraction):
        return Constant(exact(value))
    raise TypeError(f"not an exact value: {value!r}")


def exact(number: int | Decimal | Fraction) -> Number:
    """As a whole number if it is one: they are quicker."""
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction


def is_number(value: Value) -> TypeGuard[Number]:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def walk(root: Expression) -> Iterator[Expression]:
    """Every node once, from the root down."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting.extend(reversed(node.parts))


def _operation(operator: str, *arguments: Liftable) -> Operation:
    return Operation(operator, tuple(lift(argument) for argument in arguments))
