"""Flex jobs from 2013 on: what the employer pays, what the municipality adds, and where the sum stops.

Offices round each deduction to whole kroner before they take it off, so what they print can differ by a krone from what
the act says. Both are answered.
"""

from __future__ import annotations

from fractions import Fraction

from opslagstavle.rules.expression import (
    Expression,
    Formula,
    choose,
    fact,
    least,
    most,
    parameter,
    rounded,
    stated,
)
from opslagstavle.rules.rule import Rule

ACT = "lov om en aktiv beskæftigelsesindsats § 123 (før 2020 § 70 f)"
ATP = "lov om en aktiv beskæftigelsesindsats § 137"
CALCULATOR = "star.dk, beregn løn i fleksjob"
WEEKS_IN_A_MONTH = Fraction(52, 12)


def _monthly(name: str, of: Expression, reference: str = ACT) -> Formula:
    return Formula(name, of, "DKK/month", reference)


pay = _monthly(
    "pay",
    choose(
        stated(fact("monthly_pay")),
        fact("monthly_pay"),
        fact("hourly_wage") * fact("weekly_hours") * WEEKS_IN_A_MONTH,
    ),
    CALCULATOR,
)
"""With both parts of the pension."""
full_time = _monthly(
    "full_time",
    choose(
        stated(fact("full_time_pay")),
        fact("full_time_pay"),
        choose(
            stated(fact("hourly_wage")),
            fact("hourly_wage") * parameter("flexjob.full_time_hours") * WEEKS_IN_A_MONTH,
            pay * parameter("flexjob.full_time_hours") / fact("weekly_hours"),
        ),
    ),
    CALCULATOR,
)
municipal_ceiling = Formula(
    "municipal_ceiling", parameter("flexjob.municipal_ceiling"), "", "lov 1769 af 28/12/2023"
)
ceiling = _monthly(
    "ceiling",
    choose(municipal_ceiling & stated(fact("pay_ceiling")), fact("pay_ceiling"), full_time),
    f"{ACT}, stk. 3; lov 1769 af 28/12/2023",
)

HIGHEST = parameter("flexjob.highest")
THRESHOLD = parameter("flexjob.threshold")
highest = _monthly("highest_subsidy", HIGHEST)
cut_low = _monthly("cut_low", parameter("flexjob.cut_low") * least(pay, THRESHOLD))
cut_high = _monthly("cut_high", parameter("flexjob.cut_high") * most(pay - THRESHOLD, 0))
cut = _monthly("cut", cut_low + cut_high)
before_ceiling = _monthly("subsidy_before_ceiling", most(highest - cut, 0))
printed_before_ceiling = _monthly(
    "subsidy_before_ceiling_printed", most(highest - rounded(cut_low) - rounded(cut_high), 0), CALCULATOR
)


def _under_the_ceiling(added: Expression, room: Expression) -> Expression:
    """Nothing stays nothing, whatever the ceiling is."""
    return choose(added.equals(0), 0, most(least(added, room), 0))


subsidy = _monthly("subsidy", _under_the_ceiling(before_ceiling, ceiling - pay), f"{ACT}, stk. 1-3")
total_income = _monthly("total_income", pay + subsidy)
printed = _monthly(
    "subsidy_printed",
    _under_the_ceiling(printed_before_ceiling, rounded(ceiling) - rounded(pay)),
    CALCULATOR,
)
atp = _monthly("atp", least(parameter("flexjob.atp_share") * subsidy, parameter("flexjob.atp_most")), ATP)

FLEXJOB = Rule(
    "flexjob",
    (
        subsidy,
        total_income,
        pay,
        _monthly("over_the_ceiling", before_ceiling - subsidy, f"{ACT}, stk. 3"),
        full_time,
        ceiling,
        highest,
        cut,
        before_ceiling,
        printed,
        _monthly("total_income_printed", rounded(pay) + printed, CALCULATOR),
        printed_before_ceiling,
        atp,
        municipal_ceiling,
    ),
)
