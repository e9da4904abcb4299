"""Contracts reserved for those who employ disabled or disadvantaged people: who may bid, and what the buyer must write.

Two tests, and both must hold: enough of the staff, and integration as the main aim. Being registered as a social enterprise is
neither of them. What is stated of the staff counts from below: parts that reach the share decide it, whatever else is unknown.
"""

from __future__ import annotations

from datetime import date

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.rules.expression import (
    Expression,
    Formula,
    choose,
    fact,
    parameter,
    stated,
    sum_of_stated,
    total,
)
from opslagstavle.rules.rule import Rule, judge
from opslagstavle.rules.workforce import staff_facts

ARTICLE_20 = "udbudsloven § 54; direktiv 2014/24/EU art. 20, stk. 1"
TOGETHER = f"{ARTICLE_20}; udbudsloven § 139 er ikke læst"
FORMS = "eForms BT-71 (Reserved Participation)"
ESPD = "ESPD: reserved procurement"

KINDS = ("flex_jobs", "protected_jobs", "wage_subsidy")
"""Where the sum is not known, those of one kind are counted. People on placements are not employed."""
SHARE = parameter("reserved.share")
SUM = fact("special_terms")


def _counted(parts: Expression) -> Expression:
    """The sum as it is stated, else its parts."""
    return choose(stated(SUM), SUM, parts)


WHOLE = _counted(total(*map(fact, KINDS)))
AT_LEAST = _counted(sum_of_stated(*map(fact, KINDS)))
TOGETHER_HEADS = fact("heads") + fact("partners_heads")


def _share(name: str, of: Expression, reference: str, status: str) -> Formula:
    return Formula(name, of, "share", reference, status)


def _reached(name: str, at_least: Expression, share: Expression, reference: str, status: str) -> Formula:
    return Formula(name, (at_least >= SHARE) | (share >= SHARE), "", reference, status)


own_share = _share("own_share", WHOLE / fact("heads"), ARTICLE_20, "secondary")
own_share_met = _reached("own_share_met", AT_LEAST / fact("heads"), own_share, ARTICLE_20, "secondary")
joint_share = _share(
    "joint_share", (WHOLE + fact("partners_special_terms")) / TOGETHER_HEADS, TOGETHER, "unverified"
)
joint_share_met = _reached(
    "joint_share_met",
    (AT_LEAST + sum_of_stated(fact("partners_special_terms"))) / TOGETHER_HEADS,
    joint_share,
    TOGETHER,
    "unverified",
)
main_aim = fact("integration_main_aim")

RESERVED = Rule(
    "reserved",
    (
        Formula("may_bid_alone", own_share_met & main_aim, "", ARTICLE_20, "secondary"),
        own_share_met,
        own_share,
        Formula(
            "may_bid_together",
            joint_share_met & main_aim & (fact("partners_heads").equals(0) | fact("partners_main_aim")),
            "",
            TOGETHER,
            "unverified",
        ),
        joint_share_met,
        joint_share,
        Formula(
            "registration_may_be_demanded",
            parameter("reserved.registration_may_be_demanded"),
            "",
            ARTICLE_20,
            "secondary",
        ),
        Formula("reason_needed", parameter("reserved.reason_needed"), "", ARTICLE_20, "secondary"),
        Formula("reserved_written_in", parameter("reserved.written_in"), "word", FORMS),
        Formula("reserved_shown_in", parameter("reserved.shown_in"), "word", ESPD),
    ),
)


def share_met(workforce: Workforce, on: date) -> bool | None:
    """Do enough work there on special terms for a reserved contract? None where the stated counts leave it open."""
    return judge(RESERVED, staff_facts(workforce), on).answers["own_share_met"].holds
