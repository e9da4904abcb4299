"""Above or below the EU threshold, and what follows: which rules apply, and what may be bought without an announcement.

The day asked for is the day the notice is published: it decides which values apply (the competition authority's rule). A value
stated in euro is read at the period's own rate. What the sources did not say (what must be announced between 500,000 kroner and
the threshold, after 2015) stays *not known*.
"""

from __future__ import annotations

from opslagstavle.rules.expression import Expression, Formula, choose, fact, parameter, rounded, stated
from opslagstavle.rules.rule import Rule

PERIOD = "KFST: tærskelværdier; bekendtgørelsens dato afgør perioden"
ACT = "udbudsloven, afsnit III-V; tilbudsloven"
WORKS_ACT = "tilbudsloven"
BELOW = "udbudsloven §§ 191-193 er ikke læst; KFST 26-09-2018 om klar grænseoverskridende interesse"

IN_KRONER = fact("contract_value")
IN_EURO = fact("contract_value_eur")
is_works = fact("contract_kind").equals("works")
is_light = fact("contract_kind").equals("light")
of_state = fact("buyer_kind").equals("state")
MUNICIPALITY, STATE = parameter("thresholds.municipality"), parameter("thresholds.state")
WORKS, LIGHT = parameter("thresholds.works"), parameter("thresholds.light")

value = Formula(
    "value_in_kroner",
    choose(
        stated(IN_KRONER),
        IN_KRONER,
        choose(stated(IN_EURO), IN_EURO * parameter("thresholds.rate"), IN_KRONER),
    ),
    "DKK",
    PERIOD,
)


def _by_kind(works: Expression, light: Expression, state: Expression, municipality: Expression) -> Expression:
    """Of four things the one for the contract and the buyer; where they agree, nobody has to be asked which."""
    return choose(is_works, works, choose(is_light, light, choose(of_state, state, municipality)))


threshold = Formula("threshold", _by_kind(WORKS, LIGHT, STATE, MUNICIPALITY), "DKK", PERIOD)
above = Formula(
    "above_threshold",
    _by_kind(value >= WORKS, value >= LIGHT, value >= STATE, value >= MUNICIPALITY),
    "",
    PERIOD,
)

_manner = choose(
    value >= WORKS,
    "above",
    choose(
        value < parameter("thresholds.works_one_offer_below"),
        "one",
        choose(value > parameter("thresholds.works_licitation_above"), "licitation", "few"),
    ),
)
offers = Formula(
    "works_offers",
    parameter("thresholds.works_offers", by=choose(is_works, _manner, "no_works")),
    "word",
    WORKS_ACT,
    "secondary",
)
direct = Formula(
    "may_be_bought_directly",
    ~above
    & ~fact("cross_border_interest")
    & choose(
        is_works,
        value < parameter("thresholds.works_one_offer_below"),
        (value < parameter("thresholds.direct_below")) | (value <= parameter("thresholds.announce_above")),
    ),
    "",
    BELOW,
    "secondary",
)
announced = Formula(
    "must_be_announced",
    above | choose(is_works, value > parameter("thresholds.works_licitation_above"), ~direct),
    "",
    BELOW,
    "secondary",
)
"""Works above the limit go to licitation: asking two or three is not enough there."""

regime = Formula(
    "regime",
    parameter(
        "thresholds.regime",
        by=choose(
            above,
            choose(is_light, "light", "ordinary"),
            choose(is_works, "works_below", "below"),
        ),
    ),
    "word",
    ACT,
    "secondary",
)
part_limit = Formula(
    "part_limit",
    choose(is_works, parameter("thresholds.part_works"), parameter("thresholds.part_services")),
    "DKK",
    PERIOD,
)

THRESHOLDS = Rule(
    "thresholds",
    (
        above,
        threshold,
        Formula("threshold_in_euro", rounded(threshold / parameter("thresholds.rate")), "EUR", PERIOD),
        regime,
        direct,
        announced,
        offers,
        part_limit,
        Formula(
            "part_below_limit",
            fact("part_value") < part_limit,
            "",
            f"{PERIOD}; hvor stor en del af det hele det må være, er ikke læst",
            "unverified",
        ),
        Formula(
            "may_be_split_to_stay_below", parameter("thresholds.may_be_split"), "", "udbudsloven § 2, stk. 2"
        ),
        Formula("lots_or_a_reason", parameter("thresholds.lots_or_reason"), "", "udbudsloven § 49, stk. 2"),
    ),
)
