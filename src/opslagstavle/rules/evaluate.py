"""One case, exactly: the value of an expression, what decided it, and what to ask where it stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import reduce
from math import floor
from operator import add
from typing import NamedTuple

from opslagstavle.rules.expression import (
    Constant,
    DayBefore,
    Expression,
    Fact,
    Formula,
    Number,
    Operation,
    Parameter,
    Value,
    exact,
    is_number,
)
from opslagstavle.rules.parameters import Found, InForce, Status
from opslagstavle.terms.dates import later, months_before


class Step(NamedTuple):
    """One thing on the path to an answer: a fact, a parameter, or a formula with its own path in ``parts``."""

    name: str
    value: Value
    parts: tuple[Step, ...] = ()
    formula: Formula | None = None
    found: Found | None = None

    @property
    def status(self) -> Status:
        """How sure this one is by itself; a fact is as sure as whoever said it."""
        if self.formula:
            return Status(self.formula.status)
        return self.found.entry.status if self.found and self.found.entry else Status.LAW

    @property
    def unit(self) -> str:
        if self.formula:
            return self.formula.unit
        return self.found.parameter.unit if self.found else ""

    @property
    def source(self) -> str:
        """The paragraph of a formula, or where a parameter was read."""
        if self.formula:
            return self.formula.reference
        return self.found.source.name if self.found and self.found.source else ""


Path = tuple[Step, ...]


class Outcome(NamedTuple):
    """A value and its deciding path: for None, the path to what is missing."""

    value: Value
    path: Path = ()


class Evaluation:
    """What is known of one case on one day. Each node is evaluated once."""

    def __init__(self, facts: Mapping[str, Value], in_force: InForce, on: date) -> None:
        self.facts = facts
        self.in_force = in_force
        self.on = on
        self._known: dict[Expression, Outcome] = {}

    def of(self, node: Expression) -> Outcome:
        outcome = self._known.get(node)
        if outcome is None:
            outcome = self._known[node] = EVALUATORS[type(node)](self, node)
        return outcome

    def fact(self, node: Fact) -> Outcome:
        value = self.facts.get(node.name)
        return Outcome(value, (Step(node.name, value),))

    def constant(self, node: Constant) -> Outcome:
        return Outcome(node.value)

    def parameter(self, node: Parameter) -> Outcome:
        found = self.in_force[node.name]
        by = self.of(node.by) if node.by is not None else Outcome(None)
        if node.by is not None and by.value is None and found.entry:
            return Outcome(None, by.path)
        value = found.entry.pick(by.value) if found.entry else None
        return Outcome(value, (*by.path, Step(node.name, value, found=found)))

    def day_before(self, node: DayBefore) -> Outcome:
        months = self.of(node.months)
        if not isinstance(months.value, int):
            return months
        return Outcome(months_before(self.on, months.value), months.path)

    def formula(self, node: Formula) -> Outcome:
        found = self.of(node.of)
        return Outcome(found.value, (Step(node.name, found.value, found.path, formula=node),))

    def operation(self, node: Operation) -> Outcome:
        if (decide := DECIDERS.get(node.operator)) is not None:
            return decide(self, node.arguments)
        outcomes = [self.of(argument) for argument in node.arguments]
        open_ones = [outcome for outcome in outcomes if outcome.value is None]
        if open_ones:
            return Outcome(None, _joined(open_ones))
        values = [outcome.value for outcome in outcomes]
        return Outcome(CALCULATORS[node.operator](*values), _joined(outcomes))


def _joined(outcomes: list[Outcome]) -> Path:
    """Their paths in order, what is there twice once."""
    paths = [outcome.path for outcome in outcomes if outcome.path]
    if len(paths) == 1:
        return paths[0]
    if not paths:
        return ()
    return tuple({step.formula or step.name: step for path in paths for step in path}.values())


def _both(case: Evaluation, arguments: tuple[Expression, ...]) -> Outcome:
    return _until(case, arguments, decisive=False)


def _either(case: Evaluation, arguments: tuple[Expression, ...]) -> Outcome:
    return _until(case, arguments, decisive=True)


def _until(case: Evaluation, arguments: tuple[Expression, ...], *, decisive: bool) -> Outcome:
    """The first that decides alone; else what is open; else all of them together."""
    outcomes = []
    for argument in arguments:
        outcome = case.of(argument)
        if outcome.value is decisive:
            return outcome
        outcomes.append(outcome)
    open_ones = [outcome for outcome in outcomes if outcome.value is None]
    return Outcome(None, _joined(open_ones)) if open_ones else Outcome(not decisive, _joined(outcomes))


def _choose(case: Evaluation, arguments: tuple[Expression, ...]) -> Outcome:
    condition = case.of(arguments[0])
    if condition.value is not None:
        chosen = case.of(arguments[1] if condition.value else arguments[2])
        return Outcome(chosen.value, _joined([condition, chosen]))
    then, otherwise = case.of(arguments[1]), case.of(arguments[2])
    if then.value is not None and then.value == otherwise.value:
        return Outcome(then.value, _joined([then, otherwise]))
    return condition


def _stated(case: Evaluation, arguments: tuple[Expression, ...]) -> Outcome:
    outcome = case.of(arguments[0])
    return Outcome(outcome.value is not None, outcome.path if outcome.value is not None else ())


def _sum_of_stated(case: Evaluation, arguments: tuple[Expression, ...]) -> Outcome:
    outcomes = [outcome for outcome in map(case.of, arguments) if outcome.value is not None]
    return Outcome(sum(outcome.value for outcome in outcomes if is_number(outcome.value)), _joined(outcomes))


def _divide(first: Number, second: Number) -> Number | None:
    return exact(Fraction(first) / second) if second else None


EVALUATORS: Mapping[type[Expression], Callable[[Evaluation, Expression], Outcome]] = {
    Fact: Evaluation.fact,  # type: ignore[dict-item]  # each takes its own kind of node
    Constant: Evaluation.constant,  # type: ignore[dict-item]
    Parameter: Evaluation.parameter,  # type: ignore[dict-item]
    DayBefore: Evaluation.day_before,  # type: ignore[dict-item]
    Formula: Evaluation.formula,  # type: ignore[dict-item]
    Operation: Evaluation.operation,  # type: ignore[dict-item]
}
DECIDERS: Mapping[str, Callable[[Evaluation, tuple[Expression, ...]], Outcome]] = {
    "both": _both,
    "either": _either,
    "choose": _choose,
    "stated": _stated,
    "sum_of_stated": _sum_of_stated,
}
"""Those that do not need every argument."""
CALCULATORS: Mapping[str, Callable[..., Value]] = {
    "add": lambda *numbers: reduce(add, numbers),
    "subtract": lambda first, second: first - second,
    "multiply": lambda first, second: first * second,
    "divide": _divide,
    "least": min,
    "most": max,
    "floor": floor,
    "rounded": lambda number: floor(number + Fraction(1, 2)),
    "at_least": lambda first, second: first >= second,
    "above": lambda first, second: first > second,
    "equal": lambda first, second: first == second,
    "negate": lambda answer: not answer,
    "later": later,
}
