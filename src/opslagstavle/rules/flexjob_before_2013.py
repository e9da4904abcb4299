"""Flex jobs that began before 2013: the employer pays the whole pay, and gets a half or two thirds of it back up to a ceiling."""

from __future__ import annotations

from fractions import Fraction

from opslagstavle.rules.expression import Formula, choose, fact, least, parameter
from opslagstavle.rules.rule import Rule

RATES = "bm.dk, satser for fleksjob fra før 2013"

share = Formula(
    "old_refund_share",
    choose(fact("old_refund").equals("half"), Fraction(1, 2), Fraction(2, 3)),
    "share",
    RATES,
)


def _refund(name: str, paid: str, base: str, unit: str) -> Formula:
    return Formula(name, share * least(fact(paid), parameter(base)), unit, RATES)


def _highest(name: str, base: str, unit: str) -> Formula:
    return Formula(name, share * parameter(base), unit, RATES)


FLEXJOB_BEFORE_2013 = Rule(
    "flexjob_before_2013",
    (
        _refund("old_refund_year", "agreed_pay_year", "old_flexjob.base_year", "DKK/year"),
        _refund("old_refund_hour", "agreed_pay_hour", "old_flexjob.base_hour", "DKK/hour"),
        share,
        _highest("old_refund_year_highest", "old_flexjob.base_year", "DKK/year"),
        _highest("old_refund_hour_highest", "old_flexjob.base_hour", "DKK/hour"),
    ),
)
