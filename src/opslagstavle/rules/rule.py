"""A rule: what it answers, what it asks for, and how it judges a case on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from opslagstavle.rules.evaluate import Evaluation, Path, Step
from opslagstavle.rules.expression import Fact, Formula, Parameter, Value, walk
from opslagstavle.rules.parameters import LAST, Found, Parameters, Status, weakest
from opslagstavle.rules.published import published

VERSION = "1"
"""Goes up when a formula changes, so that what was judged before is judged again."""


@dataclass(frozen=True)
class Rule:
    """``fields`` are its answers, in the order people ask. ``key`` names it for good."""

    key: str
    fields: tuple[Formula, ...]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts it may ask for, in the order of its formulas."""
        return tuple(dict.fromkeys(node.name for node in self._nodes() if isinstance(node, Fact)))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(node.name for node in self._nodes() if isinstance(node, Parameter)))

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """Answers, and the named steps on the way to them."""
        return tuple(node for node in self._nodes() if isinstance(node, Formula))

    def _nodes(self) -> Iterator[object]:
        for answer in self.fields:
            yield from walk(answer)


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a judgement: its value, or None for *not stated* or *not known for the day*.

    ``path`` is what decided it. ``asks`` are the facts that would bring it further, the next one first; ``missing`` the
    parameters that have no value on the day.
    """

    formula: Formula
    value: Value
    path: Path

    @property
    def name(self) -> str:
        return self.formula.name

    @property
    def unit(self) -> str:
        return self.formula.unit

    @property
    def holds(self) -> bool | None:
        """Yes or no, of an answer that is one."""
        return self.value if isinstance(self.value, bool) else None

    @property
    def asks(self) -> tuple[str, ...]:
        return tuple(step.name for step in self._open() if not step.found)

    @property
    def missing(self) -> tuple[Found, ...]:
        return tuple(step.found for step in self._open() if step.found)

    @property
    def status(self) -> Status:
        """That of the weakest thing it rests on."""
        return weakest(*(step.status for step in steps(self.path)))

    @property
    def unsure(self) -> tuple[Step, ...]:
        """What on its path was not read in the law."""
        return tuple(step for step in steps(self.path) if step.status is not Status.LAW)

    def _open(self) -> Iterator[Step]:
        if self.value is None:
            leaves = (step for step in steps(self.path) if not step.formula and step.value is None)
            yield from {step.name: step for step in leaves}.values()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of a case, as the law is on a day. ``version`` tells with which values and formulas."""

    rule: Rule
    on: date
    facts: Mapping[str, Value]
    answers: Mapping[str, Answer]
    version: str

    def __getitem__(self, field: str) -> Value:
        return self.answers[field].value


def judge(
    rule: Rule,
    facts: Mapping[str, Value],
    on: date,
    *,
    parameters: Parameters | None = None,
    known_on: date = LAST,
) -> Judgement:
    """Answer all of a rule's fields. What is not among ``facts``, or None there, is not stated.

    ``facts`` are values as ``rules.facts.read_facts`` gives them. ``known_on``: by what was known here on that day.
    """
    parameters = parameters or published()
    evaluation = Evaluation(facts, parameters.in_force(on, known_on), on)
    answers = {}
    for formula in rule.fields:
        outcome = evaluation.of(formula)
        answers[formula.name] = Answer(formula, outcome.value, outcome.path)
    return Judgement(rule, on, facts, answers, version(parameters, on))


def version(parameters: Parameters, on: date) -> str:
    """Of the formulas and of the values in force on the day."""
    return f"{VERSION}-{parameters.in_force(on).fingerprint}"


def steps(path: Iterable[Step]) -> Iterator[Step]:
    """Every step of a path, a formula before its parts."""
    for step in path:
        yield step
        yield from steps(step.parts)
