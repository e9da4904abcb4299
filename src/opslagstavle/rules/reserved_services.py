"""Services of the light regime reserved for organisations with a public service mission: four conditions, and three years."""

from __future__ import annotations

from opslagstavle.rules.expression import DayBefore, Formula, fact, parameter
from opslagstavle.rules.reserved import FORMS
from opslagstavle.rules.rule import Rule

ARTICLE_77 = "udbudsloven § 190; direktiv 2014/24/EU art. 77"

waited = Formula(
    "earlier_award_waited",
    ~fact("same_award_before") | (fact("same_award_day") < DayBefore(parameter("reserved_services.wait"))),
    "",
    f"{ARTICLE_77}, stk. 2, litra d",
    "secondary",
)
"""The day of the award counts, not the end of the contract. The very day three years ago is still within them: the vector says
"more than three years"."""
listed = Formula(
    "service_listed",
    parameter("reserved_services.listed", by=fact("service_cpv")),
    "",
    f"{ARTICLE_77}, stk. 1",
    "secondary",
)
short_enough = Formula(
    "contract_short_enough",
    fact("contract_months") <= parameter("reserved_services.longest"),
    "",
    f"{ARTICLE_77}, stk. 3",
    "secondary",
)

RESERVED_SERVICES = Rule(
    "reserved_services",
    (
        Formula(
            "may_bid_services",
            fact("public_service_mission") & fact("profit_reinvested") & fact("participation") & waited,
            "",
            f"{ARTICLE_77}, stk. 2",
            "secondary",
        ),
        waited,
        Formula("services_may_be_reserved", listed & short_enough, "", ARTICLE_77, "secondary"),
        listed,
        short_enough,
        Formula("services_written_in", parameter("reserved_services.written_in"), "word", FORMS),
    ),
)
