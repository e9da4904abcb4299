"""What would change for many enterprises if a value of the law were another from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from opslagstavle.rules.expression import Value
from opslagstavle.rules.parameters import Parameters
from opslagstavle.rules.rule import Rule
from opslagstavle.rules.table import Table, column, values_of


class Change(NamedTuple):
    """One field of one case, with the law as it is and as it would be."""

    key: str
    before: Value
    after: Value


def simulate(
    rule: Rule,
    cases: Mapping[str, Mapping[str, Value]],
    on: date,
    *,
    now: Parameters,
    then: Parameters,
) -> dict[str, list[Change]]:
    """Each field of a rule → every case before and after, in the order of ``cases`` (facts by key)."""
    columns = {name: column([facts.get(name) for facts in cases.values()]) for name in rule.facts}
    tables = [Table(columns, parameters.in_force(on), on) for parameters in (now, then)]
    changes = {}
    for answer in rule.fields:
        before, after = (values_of(table.of(answer), len(cases)) for table in tables)
        changes[answer.name] = list(map(Change._make, zip(cases, before, after, strict=True)))
    return changes


def changed(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.before != change.after]
