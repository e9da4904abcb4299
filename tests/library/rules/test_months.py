"""Month by month: what one party gets another pays, to the last øre; what is not known stays open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.rules.expression import Number, Value, is_number
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.investment import INVESTMENT, TRANSFERS, investment_months
from opslagstavle.rules.labels import labels
from opslagstavle.rules.ledger import MOST_MONTHS, OUTSIDE, PARTIES, Month, balance
from opslagstavle.rules.month_report import months_as_data, months_as_lines
from opslagstavle.rules.months import ALL_COLUMNS
from opslagstavle.rules.parameters import Status
from opslagstavle.rules.published import published
from opslagstavle.rules.refund import FLEXJOB_TRANSFERS, REFUND, flexjob_months
from opslagstavle.rules.report import whole
from opslagstavle.rules.rule import judge

JUNE = date(2024, 6, 1)
V1 = read_facts(
    {"hourly_wage": 200, "weekly_hours": 18, "pension": 0, "refund_week": 53, "high_allowance": True}
)
PLAN: dict[str, Value] = {
    **V1,
    "wage_refund_months": 3,
    "otherwise_months": 9,
    "stay_on_of_100": 73,
    "support_cost": 5000,
}


def value(month: Month, name: str) -> Number:
    found = month.amounts[name].value
    assert found is not None
    return found


def test_v1_what_each_party_pays_and_gets() -> None:
    (june,) = flexjob_months(V1, JUNE, 1).months
    printed = {f"balance_{party}": whole(value(june, f"balance_{party}")) for party in PARTIES}
    assert printed == {
        "balance_person": 30872,
        "balance_employer": -15600,
        "balance_municipality": -10549,
        "balance_state": -4723,
    }
    assert value(june, "balance_municipality") == -Fraction("10549.12")
    assert value(june, "balance_state") == -Fraction("4722.88")
    assert june.status is Status.LAW
    assert (june.first, june.last, june.weeks) == (JUNE, date(2024, 6, 30), (53, 57))


def test_before_the_flex_job_the_allowance_is_unverified() -> None:
    found = judge(REFUND, V1, JUNE)
    assert (found["allowance_net"], found["allowance_refund"]) == (14496, 3624)
    assert found.answers["allowance_net"].status is Status.UNVERIFIED


def test_every_amount_leads_to_its_steps_and_sources() -> None:
    (june,) = flexjob_months(V1, JUNE, 1).months
    (part,) = june.parts
    assert part.judgement.answers["subsidy"].path[0].parts
    for transfer in FLEXJOB_TRANSFERS:
        assert transfer.reference
        assert transfer.name in part.judgement.answers


def test_the_refund_falls_within_a_month_by_days() -> None:
    """Week 4 on 1 June: seven days at 80 %, the other 23 at 40 %."""
    (june,) = flexjob_months({**V1, "refund_week": 4}, JUNE, 1).months
    assert [(part.days, part.weeks) for part in june.parts] == [
        (Fraction(7, 30), (4, 4)),
        (Fraction(23, 30), (5, 8)),
    ]
    expected = 15272 * (Fraction(7, 30) * Fraction(80, 100) + Fraction(23, 30) * Fraction(40, 100))
    assert value(june, "subsidy_refund") == expected
    assert value(june, "flex_contribution") == 0


def test_a_year_from_the_first_week_goes_down_the_whole_ladder() -> None:
    months = flexjob_months({**V1, "refund_week": 1}, date(2023, 1, 15), 14).months
    assert months[0].first == date(2023, 1, 1)
    refunds = [value(month, "subsidy_refund") / value(month, "subsidy") for month in months]
    assert refunds == sorted(refunds, reverse=True)
    assert refunds[-1] == Fraction(1, 5)
    assert [bool(value(month, "flex_contribution")) for month in months] == [False] * 11 + [True] * 3


def test_months_that_are_not_known_say_so() -> None:
    table = flexjob_months(V1, date(2026, 11, 1), 4)
    assert [month.amounts["subsidy"].value is None for month in table.months] == [False, False, True, True]
    assert [month.amounts["pay"].value for month in table.months] == [15600] * 4
    assert table.months[2].amounts["balance_municipality"].value is None
    names = {first: {found.parameter.name for found in each} for first, each in table.missing.items()}
    assert names == {date(2027, 1, 1): {"flexjob.highest", "flexjob.threshold"}}
    assert table.totals["subsidy"].value is None
    assert table.totals["pay"].value == 62400
    assert table.asks == ()


def test_what_is_not_stated_is_asked() -> None:
    table = flexjob_months({"hourly_wage": 200}, JUNE, 2)
    assert table.asks[:2] == ("weekly_hours", "refund_week")
    assert all(amount.value is None for amount in table.months[0].amounts.values())
    without_week = flexjob_months({**V1, "refund_week": None}, JUNE, 1)
    assert without_week.asks == ("refund_week",)
    assert value(without_week.months[0], "balance_person") == 30872


@pytest.mark.parametrize("count", [0, MOST_MONTHS + 1])
def test_so_many_months_and_no_more(count: int) -> None:
    with pytest.raises(ValueError, match="months"):
        flexjob_months(V1, JUNE, count)


def test_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="9000"):
        flexjob_months(V1, date(9999, 12, 1), 2)


YEARS = st.dates(date(2017, 1, 1), date(2026, 12, 31))
MONEY = st.integers(0, 6_000_000).map(lambda oere: Fraction(oere, 100))


@given(on=YEARS, pay=MONEY, full_time=MONEY, pension=MONEY, week=st.integers(1, 120))
def test_nothing_is_lost_between_the_parties(
    on: date, pay: Fraction, full_time: Fraction, pension: Fraction, week: int
) -> None:
    facts: dict[str, Value] = {
        "monthly_pay": pay, "full_time_pay": full_time, "pension": min(pension, pay), "refund_week": week,
    }  # fmt: skip
    for month in flexjob_months(facts, on, 1).months:
        assert sum(value(month, f"balance_{party}") for party in PARTIES) == 0
        assert value(month, "balance_employer") == -pay
        assert value(month, "balance_person") == pay + value(month, "subsidy")
    settled = judge(REFUND, {**facts, "refund_week": 53}, on)
    (month,) = flexjob_months({**facts, "refund_week": 53}, on, 1).months
    assert value(month, "balance_municipality") == negative(settled["municipality_pays"])
    assert value(month, "balance_state") == negative(settled["state_pays"])


def negative(amount: Value) -> Number:
    assert is_number(amount)
    return -amount


COUNTS = st.integers(0, 12)


@given(
    year=st.integers(2017, 2026),
    pay=MONEY,
    paid=COUNTS,
    otherwise=COUNTS,
    stays=st.integers(0, 100),
    support=MONEY,
)
def test_the_table_adds_up_to_the_rule(
    year: int, pay: Fraction, paid: int, otherwise: int, stays: int, support: Fraction
) -> None:
    """Within one year and on the last rung, the months add up to what the rule says in one step."""
    facts: dict[str, Value] = {
        "monthly_pay": pay, "full_time_pay": 40_000, "pension": 0, "refund_week": 53, "high_allowance": None,
        "monthly_allowance": 16_000, "wage_refund_months": paid, "otherwise_months": otherwise,
        "stay_on_of_100": stays, "support_cost": support,
    }  # fmt: skip
    on = date(year, 1, 1)
    table = investment_months(facts, on, 12)
    assert table.totals["difference"].value == judge(INVESTMENT, facts, on)["investment_balance"]
    for month in table.months:
        everybody = (*PARTIES, OUTSIDE)
        told = [balance(month.amounts, TRANSFERS, party).value for party in everybody]
        assert sum(amount for amount in told if amount is not None) == 0
        assert value(month, "balance_employer") == value(month, "wage_refund") - value(month, "pay")


def test_the_months_of_an_investment() -> None:
    table = investment_months(PLAN, date(2024, 1, 1), 12)
    january, fourth, tenth = table.months[0], table.months[3], table.months[9]
    assert value(january, "balance_employer") == 0
    assert value(january, "difference") == -Fraction("11653.12") - 5000
    assert value(fourth, "wage_refund") == 0
    assert value(fourth, "pay") == Fraction(73, 100) * 15600
    assert value(fourth, "allowance") == Fraction(27, 100) * 18120
    assert value(fourth, "difference") == Fraction("2881.2224")
    assert (value(tenth, "difference"), value(tenth, "allowance")) == (0, 0)
    assert table.break_even is None
    assert table.months[-1].status is Status.UNVERIFIED


def test_the_month_that_breaks_even() -> None:
    """One month of refund: 11,653.12 out, 3,946.88 back each month: 11,840.64 after three."""
    plan = {
        **PLAN, "wage_refund_months": 1, "otherwise_months": 12, "stay_on_of_100": 100, "support_cost": 0,
    }  # fmt: skip
    table = investment_months(plan, date(2024, 1, 1), 12)
    assert table.break_even == 4
    assert value(table.months[2], "cumulative") < 0 <= value(table.months[3], "cumulative")
    assert investment_months(plan, date(2024, 1, 1), 3).break_even is None
    assert "breaks even: from month 4 on" in list(months_as_lines(table))


@pytest.mark.parametrize("name", ["wage_refund_months", "otherwise_months", "stay_on_of_100", "support_cost"])
def test_no_assumption_has_a_value_of_its_own(name: str) -> None:
    table = investment_months({**PLAN, name: None}, date(2024, 1, 1), 12)
    assert name in table.asks
    assert table.break_even is None
    assert table.months[-1].amounts["cumulative"].value is None
    assert "breaks even: not stated" in list(months_as_lines(table))


def test_the_share_that_stays_is_needed_only_once_the_refund_ends() -> None:
    table = investment_months({**PLAN, "stay_on_of_100": None}, date(2024, 1, 1), 12)
    known = [month.amounts["difference"].value is not None for month in table.months]
    assert known == [True] * 3 + [False] * 6 + [True] * 3


def test_what_would_change_if_the_law_were_another() -> None:
    law = published().changed("flexjob.cut_low", Fraction(40, 100), JUNE)
    (june,) = flexjob_months(V1, JUNE, 1, parameters=law).months
    assert value(june, "subsidy") == 19952 - 6240
    assert june.amounts["subsidy"].status is Status.ASSUMED


def test_every_column_has_a_label_in_both_languages() -> None:
    for column in ALL_COLUMNS:
        assert set(labels()[column.name].name) == {"da", "en"}


def test_a_table_as_data() -> None:
    table = flexjob_months({**V1, "refund_week": 48}, date(2026, 10, 1), 4)
    told = months_as_data(table, "da")
    assert told["columns"]["subsidy"]["label"] == "Fleksløntilskud om måneden"
    october, _, _, january = told["months"]
    assert october["amounts"]["subsidy"]["exact"] == "49400/3"
    assert january["amounts"]["subsidy"] == {"value": None, "status": "law"}
    assert list(told["missing"]) == ["2027-01-01"]
    judged = [told["judged"][part["judged"]] for part in october["parts"]]
    assert [part["weeks"] for part in october["parts"]] == [(48, 52)]
    assert judged[0]["answers"]["subsidy"]["path"]
    assert len(told["judged"]) == 3
    assert sum(Fraction(part["share_of_month"]) for part in october["parts"]) == 1


def test_months_that_are_judged_alike_are_told_once() -> None:
    told: Mapping[str, Any] = months_as_data(flexjob_months(V1, date(2024, 1, 1), 24))
    assert len(told["judged"]) == 2
    assert {part["judged"] for month in told["months"] for part in month["parts"]} == {0, 1}
