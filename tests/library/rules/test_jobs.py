"""Supported jobs: computed values hold what their notes say, the chain of yearly rates, and the days of follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from opslagstavle.rules.expression import is_number
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.flexjob_before_2013 import FLEXJOB_BEFORE_2013
from opslagstavle.rules.parameters import Dated, Status
from opslagstavle.rules.protected_job import KINDS, follow_ups
from opslagstavle.rules.published import published
from opslagstavle.rules.report import rounded
from opslagstavle.rules.rule import judge
from tests.library.rules.chain import computed, worked_out

TOPICS = ("flexjob.", "old_flexjob.", "wage_subsidy.", "refund.", "flex_contribution.", "allowance.")


def rates() -> Iterator[tuple[str, Dated]]:
    for name, each in published().all.items():
        if name.startswith(TOPICS):
            yield from ((name, entry) for entry in each.values)


def in_year(name: str, year: int) -> Dated:
    entry = published().in_force(date(year, 6, 1))[name].entry
    assert entry
    return entry


COMPUTED = [(name, entry) for name, entry in rates() if entry.status is Status.UNVERIFIED]


@pytest.mark.parametrize(("name", "entry"), COMPUTED, ids=[f"{name} {e.since.year}" for name, e in COMPUTED])
def test_a_computed_value_is_what_its_note_says(name: str, entry: Dated) -> None:
    assert computed(entry) == entry.value


def test_what_was_computed_is_unverified_and_nothing_else_is() -> None:
    told = [(name, entry) for name, entry in rates() if entry.note.startswith("Beregnet")]
    assert told == COMPUTED != []


def test_a_slip_in_a_computed_value_is_seen() -> None:
    entry = in_year("flexjob.highest", 2019)
    assert computed(entry) == 18489 == entry.value
    assert computed(entry.model_copy(update={"value": 18498})) != 18498
    assert computed(in_year("flexjob.highest", 2024)) is None
    with pytest.raises(ValueError, match="worked out"):
        worked_out("98 % plus 4.180")


def test_f8_the_highest_subsidy_of_2017_by_the_week() -> None:
    weekly = worked_out("98 % × 4.245 til nærmeste 5 kr.")
    assert weekly == 4160
    assert rounded(weekly * Fraction(52, 12), 2) == Decimal("18026.67")
    assert worked_out("98 % × 4.245 til nærmeste 5 kr. × 52 / 12 til nærmeste krone") == 18027
    assert in_year("flexjob.highest", 2017).value == 18027


def test_k1_the_highest_benefit_of_2025_and_2026() -> None:
    assert worked_out("20.359 × 1,036 til nærmeste krone") == 21092
    assert worked_out("21.092 × 1,045 til nærmeste krone") == 22041
    assert worked_out("98 % × 20.359 til nærmeste krone") == in_year("flexjob.highest", 2024).value
    assert "21.092" in in_year("flexjob.highest", 2025).note
    assert "22.041" in in_year("flexjob.highest", 2026).note


def test_k2_the_threshold_rounded_each_year() -> None:
    first = worked_out("15.401 × 1,027 til nærmeste krone")
    assert first == 15817
    assert worked_out("15.817 × 1,032 til nærmeste krone") == 16323
    assert in_year("flexjob.threshold", 2023).value == first
    assert in_year("flexjob.threshold", 2024).status is Status.LAW


STEPS = (
    "1,015", "1,014", "1,02", "1,02", "1,02", "1,019", "1,02", "1,009", "1,027", "1,032", "1,036", "1,045",
)  # fmt: skip


def test_the_threshold_of_every_year_is_on_the_chain() -> None:
    """Values that were read and those that were computed fit the same yearly steps."""
    for year, step in enumerate(STEPS, 2015):
        before = in_year("flexjob.threshold", year - 1).value
        assert worked_out(f"{before} × {step} til nærmeste krone") == in_year("flexjob.threshold", year).value


TOPS = {2018: 18633, 2020: 19083, 2022: 19351, 2024: 20359}


@pytest.mark.parametrize(("year", "top"), TOPS.items())
def test_values_that_were_read_are_98_per_cent(year: int, top: int) -> None:
    assert worked_out(f"98 % × {top} til nærmeste krone") == in_year("flexjob.highest", year).value


def test_s1_the_caps_of_the_state_lead_to_what_was_read() -> None:
    found = worked_out("28,00 × 137.097 / 129.189 til nærmeste øre")
    assert found == in_year("wage_subsidy.protected", 2021).value == Fraction("29.71")
    assert in_year("wage_subsidy.protected", 2021).status is Status.LAW
    assert worked_out("129.189 × 4") == in_year("old_flexjob.base_year", 2018).value


@pytest.mark.parametrize("kind", KINDS)
def test_the_yearly_steps_from_2015_lead_to_the_rates_of_2018(kind: str) -> None:
    """The fifth within an øre."""
    before, after = (in_year(f"wage_subsidy.{kind}", year).value for year in (2017, 2018))
    assert is_number(before)
    assert is_number(after)
    assert abs(rounded(before * Fraction("1.02"), 2) - rounded(after, 2)) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("year", "part", "printed"),
    [
        (2015, "half", "127.29"),
        (2015, "two_thirds", "169.71"),
        (2018, "half", "134.28"),
        (2018, "two_thirds", "179.04"),
    ],
)
def test_what_the_ministry_prints_an_hour(year: int, part: str, printed: str) -> None:
    found = judge(FLEXJOB_BEFORE_2013, read_facts({"old_refund": part}), date(year, 6, 1))
    value = found["old_refund_hour_highest"]
    assert is_number(value)
    assert rounded(value, 2) == Decimal(printed)


def test_follow_ups_come_after_six_months_and_then_every_twelve() -> None:
    found = list(follow_ups(date(2019, 8, 31), 3))
    assert [each.latest for each in found] == [date(2020, 2, 29), date(2021, 2, 28), date(2022, 2, 28)]
    assert [each.said_by.parameter.name for each in found] == [
        "protected_job.first_follow_up",
        "protected_job.next_follow_up",
        "protected_job.next_follow_up",
    ]
    assert all(each.said_by.source for each in found)


def test_follow_ups_before_2016_are_not_known() -> None:
    (only,) = follow_ups(date(2015, 6, 1), 3)
    assert only.latest is None
    assert only.said_by.entry is None
