"""What must hold for every rule, whatever it says: more knowledge never overturns an answer, and a path holds what decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random

import pytest

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.rule import Judgement, Rule, judge, steps
from tests.library.rules.test_table import a_value

CASES = 120
Facts = Mapping[str, Value]


def cases(rule: Rule, stated: float) -> Iterator[tuple[dict[str, Value], date, Random]]:
    """Random ones, on days of all years, with about this share of the facts stated."""
    random = Random(f"{rule.key} {stated}")
    for _ in range(CASES):
        on = date.fromordinal(random.randint(date(2010, 1, 1).toordinal(), date(2027, 12, 31).toordinal()))
        facts = {name: a_value(random, fact_kinds()[name]) for name in rule.facts if random.random() < stated}
        yield facts, on, random


def decided(judgement: Judgement) -> dict[str, Value]:
    """Yes, no, words and days: what is told as settled. Amounts may be bounds, and grow."""
    return {
        name: answer.value
        for name, answer in judgement.answers.items()
        if isinstance(answer.value, bool | str | date)
    }


def facts_on_path(judgement: Judgement, field: str) -> set[str]:
    return {step.name for step in steps(judgement.answers[field].path) if not step.formula and not step.found}


@pytest.mark.parametrize("key", sorted(RULES))
def test_one_more_fact_never_overturns_an_answer(key: str) -> None:
    rule = RULES[key]
    for facts, on, random in cases(rule, 0.5):
        unknown = [name for name in rule.facts if facts.get(name) is None]
        if not unknown:
            continue
        name = random.choice(unknown)
        before = decided(judge(rule, facts, on))
        after = judge(rule, {**facts, name: a_value(random, fact_kinds()[name])}, on)
        assert {field: after[field] for field in before} == before, (facts, name)


@pytest.mark.parametrize("key", sorted(RULES))
def test_only_what_is_on_the_path_decided(key: str) -> None:
    """Without every other fact the answer is the same. (The path of an open answer holds what is missing, not what was said.)"""
    rule = RULES[key]
    for facts, on, _ in cases(rule, 0.8):
        judgement = judge(rule, facts, on)
        for field, answer in judgement.answers.items():
            if answer.value is None:
                continue
            kept = {name: facts.get(name) for name in facts_on_path(judgement, field)}
            again = judge(rule, kept, on).answers[field]
            assert (again.value, again.status) == (answer.value, answer.status), (field, facts)


@pytest.mark.parametrize("key", sorted(RULES))
def test_what_is_asked_was_not_stated_and_leads_on(key: str) -> None:
    """Whoever answers what is asked gets an answer, or comes to the end of what is known of the law."""
    rule = RULES[key]
    for facts, on, random in cases(rule, 0.3):
        judgement = judge(rule, facts, on)
        for field in judgement.answers:
            told: dict[str, Value] = dict(facts)
            for _ in range(len(rule.facts) + 1):
                answer = judge(rule, told, on).answers[field]
                if answer.value is not None or not answer.asks:
                    break
                assert all(told.get(name) is None for name in answer.asks), field
                told[answer.asks[0]] = stated(random, answer.asks[0])
            else:
                pytest.fail(f"{field} asks on and on: {told}")


def stated(random: Random, name: str) -> Value:
    while (value := a_value(random, fact_kinds()[name])) is None:
        pass
    return value


@pytest.mark.parametrize("key", sorted(RULES))
def test_an_answer_that_is_missing_says_what_is_missing(key: str) -> None:
    """A fact, a value of the law, or a sum that has no result (by nothing)."""
    rule = RULES[key]
    for facts, on, _ in cases(rule, 0.5):
        for answer in judge(rule, facts, on).answers.values():
            if answer.value is None and not answer.asks and not answer.missing:
                assert by_nothing(answer.path[0].parts), (answer.name, facts)


def by_nothing(path: object) -> bool:
    """All on the way is known, and still there is no result."""
    return all(step.value is not None or step.formula for step in steps(path))  # type: ignore[arg-type]  # a path


@pytest.mark.parametrize("key", sorted(RULES))
def test_what_was_judged_twice_is_told_twice(key: str) -> None:
    rule = RULES[key]
    for facts, on, _ in cases(rule, 0.5):
        one, other = judge(rule, facts, on), judge(rule, facts, on)
        assert (one.answers, one.version) == (other.answers, other.version)
        assert set(one.answers) == {field.name for field in rule.fields}
