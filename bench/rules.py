"""Judging: one traced case of each rule, a million cases of the quota at once, and a hundred what-ifs for 5,000 enterprises.

The cases are those of ``tests/cases/rules`` with the most facts. A baseline does the quota alone, by hand, without reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import numpy as np
import yaml

from bench.table import ROOT, Table, medians_in_turn
from opslagstavle.rules import table as columns
from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.published import published
from opslagstavle.rules.quota import NOT_ORDINARY, QUOTA
from opslagstavle.rules.rule import judge
from opslagstavle.rules.simulate import simulate

ON = date(2019, 6, 1)
AT_ONCE = 200
MOST_MILLISECONDS = 0.2
MILLION, MOST_SECONDS = 1_000_000, 0.1
SCENARIOS, ENTERPRISES = 100, 5_000
COUNTS = (*NOT_ORDINARY, "placements")


def run() -> list[Table]:
    return [one_case(), a_million(), what_if()]


def one_case() -> Table:
    table = Table("one traced case", ("rule", "facts", "answers", "ms"))
    cases = dict(fullest_cases())
    actions = {key: _judging(key, facts, on) for key, (facts, on) in cases.items()}
    taken = medians_in_turn({"the quota by hand, without reasons": _by_hand, **actions})
    for name, seconds in taken.items():
        facts, answers = (len(cases[name][0]), len(RULES[name].fields)) if name in RULES else (9, 3)
        table.rows.append((name, facts, answers, 1000 * seconds / AT_ONCE))
    table.passed = all(row[3] <= MOST_MILLISECONDS for row in table.rows)
    table.notes.append(f"Wanted: at most {MOST_MILLISECONDS} ms, all answers of a rule with their paths.")
    return table


def fullest_cases() -> Iterator[tuple[str, tuple[dict[str, Value], date]]]:
    """Of each rule the case that states the most."""
    found: dict[str, list[tuple[dict[str, Any], date]]] = {key: [] for key in RULES}
    for path in sorted((ROOT / "tests" / "cases" / "rules").glob("*.yaml")):
        for file in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            for case in file["cases"]:
                said = {**file.get("given", {}), **case["facts"]}
                stated = {name: value for name, value in said.items() if value is not None}
                found[file["rule"]].append((stated, case["day"]))
    for key, cases in found.items():
        facts, on = max(cases, key=lambda case: len(case[0]))
        yield key, (read_facts(facts), on)


def _judging(key: str, facts: dict[str, Value], on: date) -> Any:
    rule = RULES[key]

    def many() -> None:
        for _ in range(AT_ONCE):
            judge(rule, facts, on)

    return many


def _by_hand() -> None:
    for heads in range(AT_ONCE):
        ordinary = max(heads - sum((1, 1, 1, 0, 0, 0)), 0)
        allowed = max(1, min(ordinary, 50) // 5 + max(ordinary - 50, 0) // 10)
        _ = allowed >= 2 or None


def a_million() -> Table:
    random = np.random.default_rng(5)
    heads = random.integers(0, 300, MILLION)
    counts = {name: random.integers(0, 12, MILLION) for name in COUNTS}
    facts = {name: columns.whole(values) for name, values in {"heads": heads, **counts}.items()}
    facts["dispensation"] = columns.Column(random.integers(0, 2, MILLION).astype(bool))
    in_force = published().in_force(ON)

    def rule() -> None:
        for _, judged in columns.in_batches(facts, MILLION, in_force, ON):
            for answer in QUOTA.fields:
                judged.of(answer)

    def by_hand() -> None:
        ordinary = np.maximum(heads - sum(counts[name] for name in NOT_ORDINARY), 0)
        allowed = np.maximum(1, np.minimum(ordinary, 50) // 5 + np.maximum(ordinary - 50, 0) // 10)
        _ = counts["protected_jobs"] + counts["wage_subsidy"] + counts["placements"] <= allowed

    taken = medians_in_turn({"kept, by hand in NumPy": by_hand, "every answer of the quota": rule})
    table = Table("a million cases of the quota", ("what", "seconds"), list(taken.items()))
    table.passed = taken["every answer of the quota"] <= MOST_SECONDS
    table.notes.append(
        f"Wanted: at most {MOST_SECONDS} s for {MILLION:,} cases, all {len(QUOTA.fields)} answers."
    )
    return table


def what_if() -> Table:
    random = Random(5)
    cases: dict[str, dict[str, Value]] = {
        str(number): {"heads": random.randint(0, 300), **{name: random.randint(0, 12) for name in COUNTS}}
        for number in range(ENTERPRISES)
    }
    now = published()
    asked = [now.changed("quota.small_upto", 1 + number, ON) for number in range(SCENARIOS)]

    def scenarios() -> None:
        for then in asked:
            simulate(QUOTA, cases, ON, now=now, then=then)

    taken = medians_in_turn({f"{SCENARIOS} what-ifs": scenarios}, rounds=1)
    table = Table("what if", ("what", "enterprises", "seconds"))
    table.rows += [(name, ENTERPRISES, seconds) for name, seconds in taken.items()]
    table.notes.append("Every answer of every enterprise before and after, ready to be compared.")
    return table
