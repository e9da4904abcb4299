"""How many on special terms an employer may have beside its ordinary staff (rimelighedskravet).

Those who write about it disagree whether flex jobs count, so both readings are answered.
"""

from __future__ import annotations

from opslagstavle.rules.expression import (
    Expression,
    Formula,
    choose,
    fact,
    floor,
    least,
    most,
    parameter,
    total,
)
from opslagstavle.rules.rule import Rule

ACT = "lov om en aktiv beskæftigelsesindsats § 77"
ORDER = "BEK 1297 af 9/11/2017 § 92 (2013: § 70)"
GUIDANCE = "VEJ 9065 af 1/2/2017 pkt. 8.2"
TRIAL = "BEK af 16/12/2015 om forsøg på beskæftigelsesområdet § 2"

NOT_ORDINARY = (
    "flex_jobs", "protected_jobs", "wage_subsidy", "adult_apprentices", "senior_jobs", "time_limited",
)  # fmt: skip
"""Employed, but not ordinarily: with public money, or for a time (§ 92, stk. 5)."""

ALWAYS = parameter("quota.always")
SMALL = parameter("quota.small_upto")
FEW, MANY = parameter("quota.ordinary_for_one_small"), parameter("quota.ordinary_for_one_large")


def _people(name: str, of: Expression, reference: str, status: str = "law") -> Formula:
    return Formula(name, of, "people", reference, status)


ordinary = _people(
    "ordinary", most(fact("heads") - total(*map(fact, NOT_ORDINARY)), 0), f"{ORDER}, stk. 5; {GUIDANCE}"
)
allowed = _people(
    "allowed",
    most(ALWAYS, floor(least(ordinary, SMALL) / FEW) + floor(most(ordinary - SMALL, 0) / MANY)),
    f"{ACT}; {ORDER}",
)

dispensed = Formula("dispensed", fact("dispensation") & parameter("quota.dispensation_possible"), "", TRIAL)
"""Only disability pensioners with a wage subsidy (protected jobs) are left out of the count, and only by a decision."""
without_dispensation = _people(
    "used_without_dispensation", total(*map(fact, ("protected_jobs", "wage_subsidy", "placements"))), ORDER
)
used = _people(
    "used",
    total(choose(dispensed, 0, fact("protected_jobs")), fact("wage_subsidy"), fact("placements")),
    f"{ORDER}; {TRIAL}",
)
used_with_flex_jobs = _people("used_with_flex_jobs", used + fact("flex_jobs"), "ligevaerd.dk", "unverified")


def _kept(name: str, whole: Expression, counted: Expression, status: str = "law") -> Formula:
    """What fits without a dispensation is within the quota, whatever is decided about one."""
    return Formula(
        name, (whole <= ALWAYS) | (whole <= allowed) | (counted <= allowed), "", f"{ACT}; {ORDER}", status
    )


_beyond_small = allowed + 1 - floor(SMALL / FEW)
next_at = _people(
    "ordinary_for_one_more",
    choose(_beyond_small > 0, SMALL + _beyond_small * MANY, (allowed + 1) * FEW) - ordinary,
    ORDER,
)

QUOTA = Rule(
    "quota",
    (
        _kept("kept", without_dispensation, used),
        ordinary,
        allowed,
        used,
        _people("room", most(allowed - used, 0), ORDER),
        next_at,
        _kept(
            "kept_if_flex_jobs_count",
            without_dispensation + fact("flex_jobs"),
            used_with_flex_jobs,
            "unverified",
        ),
        _people(
            "room_if_flex_jobs_count", most(allowed - used_with_flex_jobs, 0), "ligevaerd.dk", "unverified"
        ),
        dispensed,
        Formula("apply_to", parameter("quota.dispensation_authority"), "word", TRIAL),
        Formula("counted_at", parameter("quota.counted_at"), "word", "bedsteemner.dk", "unverified"),
    ),
)
