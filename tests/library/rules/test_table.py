"""Many cases at once give what one at a time gives: the same answers, as exact, as open."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslagstavle.rules import table as rules_table
from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.evaluate import Evaluation
from opslagstavle.rules.expression import OPERATORS, Expression, Operation, Value, fact, lift
from opslagstavle.rules.facts import FactKind, fact_kinds
from opslagstavle.rules.parameters import InForce
from opslagstavle.rules.published import published
from opslagstavle.rules.rule import Rule, judge
from opslagstavle.rules.table import Column, Table, column, in_batches, values_of, whole

CASES = 100_000
DAYS = 20
ON = date(2024, 6, 1)
NOTHING_IN_FORCE = InForce({})


def a_value(random: Random, kind: FactKind) -> Value:
    """One of a kind, small ones most often; now and then not stated."""
    if random.random() < 0.15:
        return None
    least, most = int(kind.least), int(min(kind.most, random.choice((3, 12, 100, 50_000))))
    if kind.kind == "yes_no":
        return random.random() < 0.5
    if kind.kind == "choice":
        return random.choice(sorted(kind.choices))
    if kind.kind == "day":
        return date.fromordinal(random.randint(date(2010, 1, 1).toordinal(), date(2027, 12, 31).toordinal()))
    number = random.randint(least, max(most, least))
    return (
        number
        if kind.kind == "count"
        else Fraction(number * 100 + random.randint(0, 99), 100)
        if number < most
        else number
    )


@pytest.mark.parametrize("key", sorted(RULES))
def test_both_evaluators_agree(key: str) -> None:
    """A hundred thousand random cases, shared by the rules, on days of all years."""
    rule, random = RULES[key], Random(key)
    for _ in range(DAYS):
        on = date.fromordinal(random.randint(date(2010, 1, 1).toordinal(), date(2027, 12, 31).toordinal()))
        agree(rule, random, on, CASES // len(RULES) // DAYS + 1)


def agree(rule: Rule, random: Random, on: date, count: int) -> None:
    kinds = fact_kinds()
    cases = [{name: a_value(random, kinds[name]) for name in rule.facts} for _ in range(count)]
    table = Table(
        {name: column([case[name] for case in cases]) for name in rule.facts}, published().in_force(on), on
    )
    many = {answer.name: values_of(table.of(answer), count) for answer in rule.fields}
    for place, case in enumerate(cases):
        one = {name: comparable(answer.value) for name, answer in judge(rule, case, on).answers.items()}
        assert {name: values[place] for name, values in many.items()} == one, case


def comparable(value: Value) -> Value:
    return value.toordinal() if isinstance(value, date) else value


NUMBERS = st.one_of(st.none(), st.integers(-(10**13), 10**13), st.fractions(max_denominator=10**6))
ANSWERS = st.one_of(st.none(), st.booleans())
OF_ANSWERS = {"both", "either", "negate"}
DAYS_OR_NONE = st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2030, 12, 31)))
SPANS = st.one_of(
    st.none(),
    st.builds(
        "{} {}".format,
        st.integers(0, 60),
        st.sampled_from(["hours", "days", "weeks", "months", "working days"]),
    ),
)
OF_DAYS = (DAYS_OR_NONE, SPANS)
ARITY = {"floor": 1, "rounded": 1, "negate": 1, "stated": 1, "choose": 3}


@pytest.mark.parametrize("operator", sorted(OPERATORS))
@settings(deadline=None)
@given(data=st.data())
def test_every_operator_agrees(operator: str, data: st.DataObject) -> None:
    arity = ARITY.get(operator, 2)
    kinds = [
        OF_DAYS[place]
        if operator == "later"
        else ANSWERS
        if operator in OF_ANSWERS or (operator == "choose" and place == 0)
        else NUMBERS
        for place in range(arity)
    ]
    rows = data.draw(st.lists(st.tuples(*kinds), min_size=1, max_size=5))
    node = Operation(operator, tuple(fact(str(place)) for place in range(arity)))
    columns = {str(place): column([row[place] for row in rows]) for place in range(arity)}
    many = values_of(Table(columns, NOTHING_IN_FORCE, ON).of(node), len(rows))
    one = [
        comparable(
            Evaluation({str(place): value for place, value in enumerate(row)}, NOTHING_IN_FORCE, ON)
            .of(node)
            .value
        )
        for row in rows
    ]
    assert many == one


def test_batches_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of three: what is one for all, what is not stated and what is over different numbers stays right."""
    monkeypatch.setattr(rules_table, "AT_ONCE", 3)
    facts = {
        "x": column([1, None, 3, 4, 5, Fraction(1, 3), 7]),
        "y": column([2, 0, 1, 3, None, 5, 6]),
        "one": column([4]),
    }
    node = fact("x") / fact("y") + fact("one")
    once = values_of(Table(facts, NOTHING_IN_FORCE, ON).of(node), 7)
    parts = list(in_batches(facts, 7, NOTHING_IN_FORCE, ON))
    assert [part for part, _ in parts] == [slice(0, 3), slice(3, 6), slice(6, 7)]
    joined = [value for part, table in parts for value in values_of(table.of(node), part.stop - part.start)]
    assert (
        joined == once == [Fraction(9, 2), None, 7, Fraction(16, 3), None, Fraction(61, 15), Fraction(31, 6)]
    )
    halves = {"z": Table(facts, NOTHING_IN_FORCE, ON).of(lift(1) / fact("y"))}
    told = [
        value
        for part, table in in_batches(halves, 7, NOTHING_IN_FORCE, ON)
        for value in values_of(table.of(fact("z")), part.stop - part.start)
    ]
    assert told == [Fraction(1, 2), None, 1, Fraction(1, 3), None, Fraction(1, 5), Fraction(1, 6)]


def over(values: list[int], node: Expression) -> list[Value]:
    table = Table({"x": whole(np.array(values))}, NOTHING_IN_FORCE, ON)
    return values_of(table.of(node), len(values))


def test_thresholds_are_exact() -> None:
    assert over([69, 70, 71], (fact("x") / 100) >= Fraction(70, 100)) == [False, True, True]
    assert over([25_000_000, 25_000_001], fact("x") > 25_000_000) == [False, True]
    assert over([3_000_000_000], fact("x") * fact("x") * fact("x")) == [27 * 10**27]


def test_by_nothing_is_not_stated() -> None:
    assert over([0, 2], lift(1) / fact("x")) == [None, Fraction(1, 2)]


def test_words_are_compared_as_words() -> None:
    table = Table({"x": column(["a", None, "b"])}, NOTHING_IN_FORCE, ON)
    assert values_of(table.of(fact("x").equals("a")), 3) == [True, None, False]


def test_a_column_knows_what_is_stated() -> None:
    assert column([1, Fraction(1, 3)]).known is None
    assert values_of(column([None, None]), 2) == [None, None]
    assert isinstance(column([True, None]), Column)
