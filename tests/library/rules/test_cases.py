"""Every case of ``tests/cases/rules``: the exact answers, what an office prints, what is asked next and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.report import told, whole
from opslagstavle.rules.rule import Answer, Judgement, judge

CASES = Path(__file__).resolve().parents[2] / "cases" / "rules"
KEYS = {"name", "source", "day", "facts", "expect", "printed", "ask", "missing", "status"}


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for file in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            for case in file["cases"]:
                name = f"{path.stem}: {case['name']}"
                yield pytest.param(file["rule"], {**file.get("given", {}), **case["facts"]}, case, id=name)


def judged(rule: str, facts: dict[str, Any], on: date) -> Judgement:
    return judge(RULES[rule], read_facts(facts), on)


@pytest.mark.parametrize(("rule", "facts", "case"), list(cases()))
def test_a_case(rule: str, facts: dict[str, Any], case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert case["expect"]
    found = judged(rule, facts, case["day"])
    for field, expected in case["expect"].items():
        assert found[field] == exactly(expected), field
    for field, expected in case.get("printed", {}).items():
        assert printed(found.answers[field], expected) == expected, field
    for field, expected in case.get("ask", {}).items():
        assert found.answers[field].asks[:1] == (expected,), field
    for field, expected in case.get("missing", {}).items():
        assert sorted(each.parameter.name for each in found.answers[field].missing) == expected, field
    for field, expected in case.get("status", {}).items():
        assert found.answers[field].status == expected, field


def printed(answer: Answer, expected: int | str) -> int | str:
    """An amount as offices print it, in whole kroner; a share or anything else as it is shown ("16.00 %")."""
    if isinstance(expected, str):
        return told(answer.value, answer.unit)
    return whole(answer.value)  # type: ignore[arg-type]  # a number, or the test fails


def exactly(expected: Any) -> Value:
    """Decimals and fractions are written as text: "12973.5", "3/11"."""
    if isinstance(expected, str) and expected.replace("/", "").replace(".", "").lstrip("-").isdecimal():
        return Fraction(expected)
    assert not isinstance(expected, float), f"write {expected!r} as text"
    return expected  # type: ignore[no-any-return]


def test_every_rule_has_cases() -> None:
    asked = {case.values[0] for case in cases()}
    assert asked == set(RULES)


def test_every_answer_of_every_rule_is_expected_somewhere() -> None:
    expected: dict[str, set[str]] = {key: set() for key in RULES}
    for case in cases():
        expected[str(case.values[0])] |= set(case.values[2]["expect"])
    left = {key: {field.name for field in rule.fields} - expected[key] for key, rule in RULES.items()}
    assert {key: names for key, names in left.items() if names} == {}
