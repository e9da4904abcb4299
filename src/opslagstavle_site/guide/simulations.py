"""What would change for the enterprises of the register if a value of the law were another. No small count leaves here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Formula, Number, Value, is_number
from opslagstavle.rules.labels import labels
from opslagstavle.rules.parameters import Parameter
from opslagstavle.rules.published import published
from opslagstavle.rules.rule import Rule
from opslagstavle.rules.simulate import Change, changed, simulate
from opslagstavle.terms.small_counts import FEW, hidden
from opslagstavle_site.enterprises.queries import shown
from opslagstavle_site.guide.rows import COUNTS, KNOWN, MAIN_AIM

MOST_NAMED = 500
COLUMNS = {
    **{name: f"workforce__{name}" for name in COUNTS},
    MAIN_AIM: "integration_is_main_aim",
}
Answer = bool | None


@dataclass(frozen=True, slots=True)
class What:
    """A value that may be changed; ``by`` where it is one of several."""

    parameter: Parameter
    by: str = ""

    @property
    def key(self) -> str:
        return f"{self.parameter.name}:{self.by}" if self.by else self.parameter.name

    def value_on(self, on: date) -> Value:
        """As the law is; None where that is not known."""
        entry = published().in_force(on)[self.parameter.name].entry
        return entry.pick(self.by or None) if entry else None

    @property
    def is_yes_no(self) -> bool:
        return isinstance(self.parameter.values[0].value, bool)

    @property
    def rules(self) -> list[Rule]:
        return [
            rule for rule in RULES.values() if self.parameter.name in rule.parameters and _is_known_here(rule)
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """``assumed``: facts that hold for every enterprise whose entry does not state them."""

    what: What
    value: Value
    since: date
    assumed: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one answer of a rule: how many say yes, no or nothing, now and then. None is hidden."""

    formula: Formula
    now: dict[Answer, int | None]
    then: dict[Answer, int | None]
    changed: int | None


@dataclass(frozen=True, slots=True)
class Summed:
    """Of one number: its sum over the enterprises for which it is known both times. None is hidden."""

    formula: Formula
    enterprises: int | None
    now: Value
    then: Value
    changed: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """For staff: one enterprise for which something changes."""

    key: str
    name: str
    changes: list[tuple[Formula, Value, Value]]


@dataclass(frozen=True, slots=True)
class Simulation:
    rule: Rule
    enterprises: int
    counted: list[Counted]
    summed: list[Summed]
    named: list[Named]


def choices() -> list[What]:
    """What may be changed: of the rules that the register knows something about."""
    found = [
        What(parameter, by)
        for parameter in published().all.values()
        if parameter.simulate
        for by in _words(parameter)
    ]
    return [what for what in found if what.rules]


def choice(key: str) -> What | None:
    return next((what for what in choices() if what.key == key), None)


def assumable(what: What) -> list[str]:
    """Facts of its rules that no entry states."""
    return list(dict.fromkeys(name for rule in what.rules for name in rule.facts if name not in KNOWN))


def run(asked: Asked, *, with_names: bool) -> list[Simulation]:
    """For each rule that uses the value. ``with_names``, for staff: who it is, and every count as it is."""
    rows = list(shown().values("key", "name", *COLUMNS.values()))
    names = {row["key"]: row["name"] for row in rows}
    cases = {row["key"]: {**asked.assumed, **_stated(row)} for row in rows}
    law = published()
    then = law.changed(asked.what.parameter.name, asked.value, asked.since, asked.what.by)
    return [
        _simulation(rule, simulate(rule, cases, asked.since, now=law, then=then), names, with_names)
        for rule in asked.what.rules
    ]


def _stated(row: Mapping[str, object]) -> dict[str, Value]:
    said = {name: row[column] for name, column in COLUMNS.items()}
    return {name: value for name, value in said.items() if isinstance(value, bool | int)}


def _simulation(
    rule: Rule, found: Mapping[str, Sequence[Change]], names: Mapping[str, str], with_names: bool
) -> Simulation:
    counted, summed = [], []
    for formula in rule.fields:
        if formula.unit == "":
            counted.append(_counted(formula, found[formula.name], open_=with_names))
        elif labels()[formula.name].adds_up:
            summed.append(_summed(formula, found[formula.name], open_=with_names))
    named = list(_named(rule, found, names)) if with_names else []
    return Simulation(rule, len(names), counted, summed, named[:MOST_NAMED])


def _counted(formula: Formula, changes: Sequence[Change], *, open_: bool) -> Counted:
    moved = len(changed(changes))
    now, then = (
        _tally(values) for values in ([each.before for each in changes], [each.after for each in changes])
    )
    if open_:
        return Counted(formula, dict(now), dict(then), moved)
    if 0 < moved < FEW:
        # Beside the counts of today the new ones would tell what those few are.
        return Counted(formula, dict(hidden(now)), dict.fromkeys(then, None), None)
    return Counted(formula, dict(hidden(now)), dict(hidden(then)), moved)


def _tally(values: Sequence[Value]) -> dict[Answer, int]:
    return {answer: sum(1 for value in values if value is answer) for answer in (True, False, None)}


def _summed(formula: Formula, changes: Sequence[Change], *, open_: bool) -> Summed:
    known = [each for each in changes if each.before is not None and each.after is not None]
    moved = len(changed(known))
    now, then = _total(each.before for each in known), _total(each.after for each in known)
    if open_ or not known:
        return Summed(formula, len(known), now, then, moved)
    if len(known) < FEW:
        return Summed(formula, None, None, None, None)
    if 0 < moved < FEW:
        return Summed(formula, len(known), now, None, None)
    return Summed(formula, len(known), now, then, moved)


def _total(values: Iterable[Value]) -> Number:
    return sum(value for value in values if is_number(value))


def _named(rule: Rule, found: Mapping[str, Sequence[Change]], names: Mapping[str, str]) -> Iterator[Named]:
    told = [formula for formula in rule.fields if formula.unit == "" or labels()[formula.name].adds_up]
    for place, (key, name) in enumerate(names.items()):
        here = [(formula, found[formula.name][place]) for formula in told]
        if moved := [
            (formula, each.before, each.after) for formula, each in here if each.before != each.after
        ]:
            yield Named(key, name, moved)


def _words(parameter: Parameter) -> list[str]:
    if any(entry.scale for entry in parameter.values):
        return []
    return list(dict.fromkeys(word for entry in parameter.values for word in entry.by)) or [""]


def _is_known_here(rule: Rule) -> bool:
    return any(name in KNOWN for name in rule.facts)
