"""The investment model: the municipality refunds the whole pay of a temporary flex job, to avoid the unemployment allowance.

Nobody's hope is built in: how long a person would else have been on the allowance, and how many stay in work afterwards, is
asked. What was told of Aarhus stands beside it, to compare with.

With the model the pay is refunded for some months; afterwards a share of people stay in a flex job that the employer pays.
Without it a person is on the allowance for the months that were stated, and then in the same flex job: from there on there
is no difference left. Both run on the same weeks of the refund ladder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from opslagstavle.rules.expression import (
    Expression,
    Formula,
    Number,
    Value,
    fact,
    is_number,
    least,
    most,
    parameter,
)
from opslagstavle.rules.flexjob import ACT as JOB_ACT
from opslagstavle.rules.flexjob import pay, subsidy
from opslagstavle.rules.ledger import (
    NOTHING,
    OUTSIDE,
    Amount,
    Column,
    Month,
    MonthTable,
    Transfer,
    asked,
    average,
    balance,
    columns_of,
    firsts,
    last_day,
    not_known,
    parts_of,
    totals,
    with_balances,
)
from opslagstavle.rules.parameters import Parameters
from opslagstavle.rules.published import published
from opslagstavle.rules.refund import (
    ALLOWANCE,
    CONTRIBUTION,
    LADDER,
    allowance,
    allowance_net,
    allowance_refund,
    contribution,
    municipality_pays,
    subsidy_refund,
)
from opslagstavle.rules.rule import Rule

MODEL = "cabiweb.dk, investering i fleksjob; referat 27.9.2016"
AARHUS = "cabiweb.dk, investering i fleksjob"
paid_months, else_months = fact("wage_refund_months"), fact("otherwise_months")


def _money(name: str, of: Expression, unit: str = "DKK/month") -> Formula:
    return Formula(name, of, unit, MODEL, "secondary")


def _told(name: str, unit: str, told: str) -> Formula:
    return Formula(name, parameter(f"investment.{told}"), unit, AARHUS, "secondary")


extra = _money("investment_month", pay + municipality_pays - allowance_net)
gain = _money("gain_month", fact("stay_on_of_100") / 100 * (allowance_net - municipality_pays))
spent = _money(
    "investment_spent",
    least(paid_months, else_months) * extra + most(paid_months - else_months, 0) * pay + fact("support_cost"),
    "DKK",
)
gained = _money("investment_gained", most(else_months - paid_months, 0) * gain, "DKK")

INVESTMENT = Rule(
    "investment",
    (
        _money("investment_balance", gained - spent, "DKK"),
        spent,
        gained,
        extra,
        gain,
        pay,
        subsidy,
        subsidy_refund,
        contribution,
        municipality_pays,
        allowance,
        allowance_refund,
        allowance_net,
        Formula(
            "within_longest",
            paid_months <= parameter("investment.longest"),
            "",
            "referat 27.9.2016",
            "secondary",
        ),
        _told("aarhus_left_allowance", "share", "aarhus_left"),
        _told("aarhus_target", "months", "aarhus_target"),
        _told("aarhus_shortest", "months", "aarhus_shortest"),
        _told("aarhus_longest", "months", "aarhus_longest"),
    ),
)

IN_A_JOB = (
    Transfer("subsidy", "municipality", "person", JOB_ACT),
    Transfer("subsidy_refund", "state", "municipality", LADDER),
    Transfer("flex_contribution", "state", "municipality", CONTRIBUTION),
)
ON_THE_ALLOWANCE = (
    Transfer("allowance", "municipality", "person", ALLOWANCE),
    Transfer("allowance_refund", "state", "municipality", LADDER),
)
PAY = Transfer("pay", "employer", "person", JOB_ACT)
WAGE_REFUND = Transfer("wage_refund", "municipality", "employer", MODEL)
SUPPORT = Transfer("support_cost", "municipality", OUTSIDE, MODEL)
TRANSFERS = (PAY, WAGE_REFUND, *IN_A_JOB, *ON_THE_ALLOWANCE, SUPPORT)
COLUMNS = (
    *columns_of(TRANSFERS),
    Column("municipality_without", "balance"),
    Column("difference", "balance"),
    Column("cumulative", "running"),
)
ASSUMED = ("wage_refund_months", "otherwise_months", "stay_on_of_100", "support_cost")


def investment_months(
    facts: Mapping[str, Value], on: date, count: int = 60, *, parameters: Parameters | None = None
) -> MonthTable:
    """What the model costs and saves, month by month, on average for one person; with the month that breaks even.

    What is not stated is asked, never assumed: the months it decides stay open.
    """
    law = parameters or published()
    start = on.replace(day=1)
    rows = [_month(number, start, first, facts, law) for number, first in enumerate(firsts(on, count), 1)]
    months = tuple(_running(rows))
    needed = tuple(transfer.name for transfer in (PAY, *IN_A_JOB, *ON_THE_ALLOWANCE))
    asks = dict.fromkeys((*asked(months, needed), *(name for name in ASSUMED if facts.get(name) is None)))
    return MonthTable(
        INVESTMENT,
        on,
        facts,
        COLUMNS,
        months,
        tuple(asks),
        not_known(months, needed),
        break_even(months),
        totals(months, COLUMNS),
    )


def break_even(months: Sequence[Month]) -> int | None:
    """The first month from which on more was saved than spent, to the end of the table. None: none, or not known."""
    found = None
    for month in months:
        value = month.amounts["cumulative"].value
        if value is None:
            return None
        if value < 0:
            found = None
        elif found is None:
            found = month.number
    return found


def _month(number: int, start: date, first: date, facts: Mapping[str, Value], law: Parameters) -> Month:
    parts = parts_of(INVESTMENT, facts, start, first, law)
    of = average(parts)
    paid, without = _paid(number, facts), _working_without(number, facts)
    working = _working_with(paid, without, facts)
    free = None if working is None else 1 - working
    one = {each.name: of(each.name) for each in (PAY, *IN_A_JOB, *ON_THE_ALLOWANCE)}
    amounts = {
        PAY.name: one[PAY.name].times(working),
        WAGE_REFUND.name: one[PAY.name].times(paid),
        **{each.name: one[each.name].times(working) for each in IN_A_JOB},
        **{each.name: one[each.name].times(free) for each in ON_THE_ALLOWANCE},
        SUPPORT.name: Amount(_number(facts, "support_cost")).times(1 if number == 1 else 0),
    }
    told = with_balances(amounts, TRANSFERS)
    else_paid = _municipality_without(one, without)
    difference = told["balance_municipality"] + else_paid.times(-1)
    told |= {"municipality_without": else_paid, "difference": difference}
    return Month(number, first, last_day(first), parts, told)


def _municipality_without(one: Mapping[str, Amount], working: int | None) -> Amount:
    """The municipality's balance if there were no model."""
    in_a_job = balance(one, IN_A_JOB, "municipality").times(working)
    free = None if working is None else 1 - working
    return in_a_job + balance(one, ON_THE_ALLOWANCE, "municipality").times(free)


def _running(months: Sequence[Month]) -> Iterator[Month]:
    reached = NOTHING
    for month in months:
        reached = reached + month.amounts["difference"]
        yield replace(month, amounts={**month.amounts, "cumulative": reached})


def _paid(number: int, facts: Mapping[str, Value]) -> int | None:
    """Is the pay refunded in this month? 1 or 0."""
    months = _number(facts, "wage_refund_months")
    return None if months is None else int(number <= months)


def _working_without(number: int, facts: Mapping[str, Value]) -> int | None:
    """Would the person be in a flex job without the model? 1 or 0."""
    months = _number(facts, "otherwise_months")
    return None if months is None else int(number > months)


def _working_with(paid: int | None, without: int | None, facts: Mapping[str, Value]) -> Number | None:
    """The share of people in a flex job: all while the pay is refunded, then who stays; all once they had come there anyhow."""
    if paid == 1 or (paid == 0 and without == 1):
        return 1
    stays = _number(facts, "stay_on_of_100")
    if paid is None or without is None or stays is None:
        return None
    return Fraction(stays, 100)


def _number(facts: Mapping[str, Value], name: str) -> Number | None:
    value = facts.get(name)
    return value if is_number(value) else None
