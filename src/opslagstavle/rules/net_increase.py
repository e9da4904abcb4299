"""Whether a post with a wage subsidy is a net increase of the staff (merbeskæftigelse), beside the quota.

Authorities disagree whether it has to be for people with reduced work capacity, so both readings are answered.
"""

from __future__ import annotations

from opslagstavle.rules.expression import DayBefore, Formula, choose, fact, parameter
from opslagstavle.rules.rule import Rule

STUDY = "Ankestyrelsens undersøgelse 2014 (oao.dk, 28.10.2014); foa.dk: merbeskæftigelse ved løntilskud"
MANUAL = "pav.medst.dk 18.3.2.4"

staff_now = Formula(
    "staff_without_subsidy",
    fact("heads") - fact("protected_jobs") - fact("wage_subsidy"),
    "people",
    STUDY,
    "secondary",
)
over_average = Formula("over_average", staff_now >= fact("staff_average"), "", STUDY, "secondary")
over_budget = Formula("over_budget", staff_now >= fact("budgeted_staff"), "", MANUAL)
not_left_open = Formula(
    "not_left_open",
    ~fact("post_was_left") | (fact("left_on") < DayBefore(parameter("net_increase.vacant_months"))),
    "",
    STUDY,
    "secondary",
)
net_increase = Formula(
    "net_increase",
    choose(
        fact("employer_is_public"),
        over_budget,
        over_average & not_left_open & fact("representative_agrees"),
    ),
    "",
    f"{STUDY}; {MANUAL}",
    "secondary",
)
NET_INCREASE = Rule(
    "net_increase",
    (
        net_increase,
        Formula(
            "net_increase_for_reduced_capacity",
            (fact("post_for_reduced_capacity") & parameter("net_increase.reduced_capacity_exempt"))
            | net_increase,
            "",
            f"{MANUAL}; modsat htk.dk (2016) og sonderborgkommune.dk (2019)",
            "unverified",
        ),
        staff_now,
        over_average,
        not_left_open,
        over_budget,
        Formula(
            "average_from", DayBefore(parameter("net_increase.average_months")), "day", STUDY, "secondary"
        ),
    ),
)
