"""The duties of a registered social enterprise: dated from what is told, and open where it is not."""

from __future__ import annotations

from datetime import date

import pytest

from opslagstavle.rules.duties import Duty, State, duties
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.notes import notes
from opslagstavle.rules.parameters import Status
from opslagstavle.rules.registration import REGISTRATION, in_the_way, still_open
from opslagstavle.rules.rule import judge

REGISTERED, YEAR_END = date(2025, 3, 3), date(2025, 12, 31)


def told(on: date, **days: date | None) -> dict[str, Duty]:
    said: dict[str, date | None] = {"registered_on": REGISTERED, "financial_year_end": YEAR_END, **days}
    return {duty.key: duty for duty in duties(on=on, **said)}  # type: ignore[arg-type]  # the two that must be there are


def test_the_first_days() -> None:
    found = told(date(2025, 3, 10))
    assert (found["refusal"].day, found["refusal"].state) == (date(2025, 3, 31), State.AHEAD)
    assert (found["name"].day, found["name"].status) == (date(2025, 3, 31), Status.SECONDARY)
    assert (found["report"].since, found["report"].day) == (YEAR_END, date(2026, 6, 30))
    assert found["report"].paragraph == "lov 711 af 25/06/2014 § 8, stk. 1-3"
    assert told(date(2025, 4, 1))["refusal"].state is State.PAST
    assert told(date(2025, 3, 31))["refusal"].state is State.AHEAD


def test_a_change_is_reported_within_fourteen_days() -> None:
    found = told(date(2026, 1, 1), changed_on=date(2026, 1, 5))["changes"]
    assert (found.day, found.state) == (date(2026, 1, 19), State.AHEAD)
    assert told(date(2026, 1, 1))["changes"].asks == "changed_on"


def test_nothing_is_dated_from_a_day_that_was_not_given() -> None:
    found = told(date(2026, 1, 1), registered_on=None, financial_year_end=None)
    assert {duty.key: duty.asks for duty in found.values() if duty.state is State.NOT_STATED} == {
        "refusal": "registered_on",
        "name": "registered_on",
        "changes": "changed_on",
        "report": "financial_year_end",
        "afterwards": "deregistered_on",
    }
    assert all(duty.day is None for duty in found.values())
    assert {duty.state for duty in found.values()} == {State.NOT_STATED, State.STANDING}


@pytest.mark.parametrize(
    ("on", "year_end", "due"),
    [
        (date(2026, 6, 30), date(2025, 12, 31), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_the_report_that_comes_next(on: date, year_end: date, due: date) -> None:
    found = told(on)["report"]
    assert (found.since, found.day) == (year_end, due)


@pytest.mark.parametrize(
    ("year_end", "due"),
    [
        (date(2025, 6, 30), date(2025, 12, 31)),
        (date(2025, 9, 30), date(2026, 3, 31)),
        (date(2027, 2, 28), date(2027, 8, 31)),
        (date(2025, 6, 15), date(2025, 12, 15)),
    ],
)
def test_a_year_that_ends_with_a_month(year_end: date, due: date) -> None:
    found = told(date(2025, 3, 4), registered_on=date(2025, 3, 3), financial_year_end=year_end)["report"]
    if year_end.year == 2025:
        assert found.day == due
    else:  # the last day of February moves with the leap years
        assert (found.since, found.day) == (date(2026, 2, 28), date(2026, 8, 31))


def test_a_report_before_2024_is_not_known() -> None:
    found = told(date(2023, 1, 10), registered_on=date(2022, 1, 3), financial_year_end=date(2022, 12, 31))[
        "report"
    ]
    assert (found.state, found.day, found.since) == (State.NOT_KNOWN, None, date(2022, 12, 31))
    assert found.found
    assert found.found.parameter.where["da"].startswith("årsregnskabsloven")


def test_after_leaving_the_register() -> None:
    found = told(date(2030, 1, 1), deregistered_on=date(2027, 5, 1))
    assert (found["afterwards"].state, found["afterwards"].since) == (State.STANDING, date(2027, 5, 1))
    assert (found["report"].since, found["report"].state) == (date(2026, 12, 31), State.PAST)


def test_every_duty_has_its_text() -> None:
    assert set(told(date(2026, 1, 1))) <= set(notes()["registration"])


def test_which_criterion_is_in_the_way() -> None:
    facts = read_facts(
        {"legal_form": "sole_proprietor", "own_cvr": "yes", "seat": "denmark", "involves_people": "no"}
    )
    judgement = judge(REGISTRATION, facts, date(2026, 1, 1))
    assert [answer.name for answer in in_the_way(judgement)] == ["form_allowed", "is_inclusive"]
    assert [(answer.name, answer.asks[0]) for answer in still_open(judgement)] == [
        ("has_social_purpose", "purpose"),
        ("is_commercial", "vat_registered"),
        ("is_independent", "public_influence"),
        ("uses_profit_socially", "profit_stays_social"),
    ]
