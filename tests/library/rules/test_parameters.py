"""The values of the law: every day is covered or declared, every value has a source and says how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from pydantic import ValidationError

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.parameters import LAST, Dated, Parameter, Parameters, Period, Source, Status
from opslagstavle.rules.published import published

NAMES = sorted(published().all)
DAY = timedelta(days=1)


def by_knowledge(parameter: Parameter) -> Iterator[list[Dated]]:
    for known in {each.known for each in parameter.values}:
        yield sorted((each for each in parameter.values if each.known == known), key=lambda each: each.since)


def holes(parameter: Parameter) -> list[tuple[date, date]]:
    """Days between the first value and the last that neither a value nor a declared gap covers."""
    covered: list[Period] = sorted((*parameter.values, *parameter.gaps), key=lambda each: each.since)
    found, reached = [], covered[0].until
    for each in covered[1:]:
        if reached != LAST and each.since > reached + DAY:
            found.append((reached + DAY, each.since - DAY))
        reached = max(reached, each.until)
    return found


def overlaps(parameter: Parameter) -> list[tuple[date, date]]:
    """Days that two values of one knowledge hold for, or a value and a declared gap."""
    double = [
        (after.since, before.until)
        for entries in by_knowledge(parameter)
        for before, after in pairwise(entries)
        if after.since <= before.until
    ]
    denied = [
        (gap.since, gap.until)
        for gap in parameter.gaps
        for each in parameter.values
        if gap.since <= each.until and each.since <= gap.until
    ]
    return double + denied


@pytest.mark.parametrize("name", NAMES)
def test_time_has_no_hole_and_no_overlap(name: str) -> None:
    parameter = published().all[name]
    assert holes(parameter) == []
    assert overlaps(parameter) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_says_what_it_is_in_both_languages(name: str) -> None:
    parameter = published().all[name]
    assert set(parameter.meaning) == set(parameter.where) == {"da", "en"}
    for entry in parameter.values:
        assert published().sources[entry.source].name
        assert entry.status is not Status.ASSUMED
        assert entry.known > date.min


@pytest.mark.parametrize("name", NAMES)
def test_a_declared_gap_is_an_answer(name: str) -> None:
    parameter = published().all[name]
    for gap in parameter.gaps:
        assert gap.why
        assert published().in_force(gap.since)[name].entry is None
        assert published().in_force(gap.until)[name].entry is None


@pytest.mark.parametrize("name", NAMES)
def test_the_day_after_the_last_value_is_not_known(name: str) -> None:
    last = max(entry.until for entry in published().all[name].values)
    if last == LAST:
        assert published().in_force(LAST)[name].entry is not None
    else:
        assert published().in_force(last + DAY)[name].entry is None


def test_every_parameter_is_used_by_a_rule() -> None:
    used = {name for rule in RULES.values() for name in rule.parameters}
    assert used <= set(NAMES)
    assert set(NAMES) - used == set()


def a_parameter(*values: dict[str, object], gaps: tuple[dict[str, object], ...] = ()) -> Parameter:
    entries = [{"status": "law", "source": "x", **value} for value in values]
    texts = {"da": "x", "en": "x"}
    return Parameter.model_validate(
        {"name": "x", "unit": "DKK", "meaning": texts, "where": texts, "values": entries, "gaps": gaps}
    )


def test_a_hole_and_an_overlap_are_seen() -> None:
    year_off = a_parameter({"value": 1, "year": "2018"}, {"value": 2, "year": "2020"})
    assert holes(year_off) == [(date(2019, 1, 1), date(2019, 12, 31))]
    declared = a_parameter(
        {"value": 1, "year": "2018"},
        {"value": 2, "year": "2020"},
        gaps=({"year": "2019", "why": "not read"},),
    )
    assert holes(declared) == []
    assert overlaps(declared) == []
    twice = a_parameter({"value": 1, "year": "2018"}, {"value": 2, "from": "2018-12-31"})
    assert overlaps(twice) == [(date(2018, 12, 31), date(2018, 12, 31))]
    denied = a_parameter({"value": 1, "year": "2018"}, gaps=({"year": "2018", "why": "not read"},))
    assert overlaps(denied) == [(date(2018, 1, 1), date(2018, 12, 31))]


def one(parameter: Parameter) -> Parameters:
    return Parameters({"x": parameter}, {"x": Source(name="x")})


def test_what_was_learned_later_holds_from_the_day_it_was_learned() -> None:
    corrected = one(
        a_parameter(
            {"value": 1, "year": "2018", "known": "2026-01-01"},
            {"value": 2, "year": "2018", "known": "2026-06-01"},
        )
    )
    on = date(2018, 5, 1)
    assert corrected.in_force(on)["x"].entry == corrected.all["x"].values[1]
    assert corrected.in_force(on, date(2026, 3, 1))["x"].entry == corrected.all["x"].values[0]
    assert corrected.in_force(on, date(2025, 3, 1))["x"].entry is None


def test_a_value_is_changed_from_a_day_on() -> None:
    law = one(a_parameter({"value": 1, "year": "2018"}, {"value": 2, "year": "2019"}))
    asked = law.changed("x", 5, date(2018, 7, 1))
    days = (date(2018, 6, 30), date(2018, 7, 1), date(2030, 1, 1))
    told = [
        found.entry and (found.entry.value, found.entry.status)
        for found in (asked.in_force(day)["x"] for day in days)
    ]
    assert told == [(1, "law"), (5, "assumed"), (5, "assumed")]
    assert law.in_force(days[1])["x"].entry == law.all["x"].values[0]
    assert asked.in_force(days[1]).fingerprint != law.in_force(days[1]).fingerprint
    with pytest.raises(ValueError, match="not a value"):
        law.changed("x", True, days[1])
    with pytest.raises(KeyError):
        law.changed("y", 1, days[1])


def test_one_of_several_is_changed() -> None:
    law = one(a_parameter({"by": {"state": "1", "municipality": "2"}}))
    found = law.changed("x", 7, date(2020, 1, 1), by="state").in_force(date(2020, 1, 1))["x"].entry
    assert found
    assert found.by == {"state": 7, "municipality": 2}
    with pytest.raises(ValueError, match="say which"):
        law.changed("x", 7, date(2020, 1, 1))


def test_numbers_are_exact() -> None:
    entry = Dated.model_validate({"value": "12.01 %", "status": "law", "source": "x"})
    assert entry.value == Fraction(1201, 10000)
    scale = Dated.model_validate(
        {
            "scale": [{"from": "1", "value": "80 %"}, {"from": "5", "value": "40 %"}],
            "status": "law",
            "source": "x",
        }
    )
    assert [scale.pick(week) for week in (0, 1, 4, 5, 500)] == [
        None,
        Fraction(4, 5),
        Fraction(4, 5),
        Fraction(2, 5),
        Fraction(2, 5),
    ]


@pytest.mark.parametrize(
    "faulty",
    [
        {},
        {"value": "1", "by": {"a": "1"}},
        {"value": "1", "from": "2020-01-02", "to": "2020-01-01"},
        {"scale": [{"from": "5", "value": "1"}, {"from": "1", "value": "2"}]},
        {"value": "1", "form": "2020-01-02"},
        {"value": "1", "status": "certain"},
    ],
)
def test_a_faulty_entry_is_refused(faulty: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Dated.model_validate({"status": "law", "source": "x", **faulty})
