"""Registration as a social enterprise (RSV): who may, the five criteria as a self-check, and the two caps on a dividend.

The duties that follow are dated in ``rules.duties``.
"""

from __future__ import annotations

from opslagstavle.rules.expression import (
    Expression,
    Formula,
    Operation,
    choose,
    fact,
    least,
    lift,
    most,
    parameter,
)
from opslagstavle.rules.rule import Answer, Judgement, Rule

ACT = "lov 711 af 25/06/2014"
PRACTICE = "socialeentreprenorer.dk: de 5 kriterier"

form = fact("legal_form")
profit, dividend, capital = fact("profit_after_tax"), fact("dividend"), fact("paid_in_capital")
PROFIT_SHARE = parameter("rsv.dividend_share")


def _criterion(name: str, number: int, of: Expression, reference: str = "") -> Formula:
    """The act's § 5 was read word for word where others quote it."""
    place = f"{ACT} § 5, stk. 1, nr. {number}"
    return Formula(name, of, "", f"{place}; {reference}" if reference else place, "secondary")


def _money(name: str, of: Expression, unit: str, status: str = "secondary") -> Formula:
    return Formula(name, of, unit, f"{ACT} § 5, stk. 2", status)


within_profit_cap = _money("within_profit_cap", dividend <= PROFIT_SHARE * most(profit, 0), "")
highest_return = _money(
    "highest_return",
    most(fact("discount_rate") / 100 + parameter("rsv.return_above_discount_rate"), 0),
    "share",
    "unverified",
)
within_return_cap = _money("within_return_cap", dividend <= highest_return * capital, "", "unverified")
within_caps = _money("within_caps", within_profit_cap & within_return_cap, "")

DIVIDEND = Rule(
    "dividend",
    (
        within_caps,
        within_profit_cap,
        within_return_cap,
        _money("dividend_share", dividend / most(profit, 0), "share"),
        _money("yearly_return", dividend / capital, "share"),
        highest_return,
        _money(
            "highest_dividend",
            least(PROFIT_SHARE * most(profit, 0), highest_return * capital),
            "DKK",
            "unverified",
        ),
    ),
)


def _form_allowed(name: str, partnership: Expression, status: str = "law") -> Formula:
    excluded = parameter("rsv.excluded_form", by=form)
    return Formula(
        name, choose(form.equals("partnership"), partnership, ~excluded), "", f"{ACT} § 4, stk. 2", status
    )


form_allowed = _form_allowed("form_allowed", ~parameter("rsv.partnership_excluded"))
at_home = Formula(
    "at_home",
    fact("own_cvr") & (fact("seat").equals("denmark") | fact("seat").equals("eu_eea")),
    "",
    f"{ACT} § 4, stk. 1",
)
half_owned_counts = Formula(
    "half_owned_counts", parameter("rsv.half_is_influence"), "", PRACTICE, "unverified"
)
CRITERIA = (
    _criterion(
        "has_social_purpose", 1, ~fact("purpose").equals("another") & fact("purpose_is_primary"), PRACTICE
    ),
    _criterion(
        "is_commercial", 2, fact("vat_registered") | fact("payroll_tax") | fact("sales_matter"), PRACTICE
    ),
    _criterion(
        "is_independent",
        3,
        ~fact("public_influence")
        & ~((fact("public_ownership") / 100 >= parameter("rsv.public_half")) & half_owned_counts),
        PRACTICE,
    ),
    _criterion("is_inclusive", 4, fact("involves_people") & fact("acts_responsibly")),
    _criterion(
        "uses_profit_socially", 5, fact("profit_stays_social") & (~fact("pays_dividend") | within_caps)
    ),
)
CONDITIONS = (form_allowed, at_home, *CRITERIA)
"""All must be met."""

REGISTRATION = Rule(
    "registration",
    (
        Formula("may_register", Operation("both", CONDITIONS), "", f"{ACT} §§ 4-5", "secondary"),
        *CONDITIONS,
        _form_allowed("form_allowed_if_partnerships_may", lift(True), "unverified"),
        Formula("refusal_within", parameter("rsv.told_within"), "word", f"{ACT} § 2, stk. 2"),
        Formula("name_right_after", parameter("rsv.name_after"), "word", f"{ACT} § 3, stk. 2"),
        Formula("changes_reported_within", parameter("rsv.changes_within"), "word", "socialvirksomhed.dk"),
        Formula("report_due_within", parameter("rsv.report_within"), "word", f"{ACT} § 8, stk. 2"),
    ),
)


def in_the_way(judgement: Judgement) -> tuple[Answer, ...]:
    """The conditions that are not met, in the order of the act. Empty where none is known to fail."""
    return tuple(answer for answer in _conditions(judgement) if answer.value is False)


def still_open(judgement: Judgement) -> tuple[Answer, ...]:
    """The conditions that nobody can answer yet; each ``asks`` what it needs."""
    return tuple(answer for answer in _conditions(judgement) if answer.value is None)


def _conditions(judgement: Judgement) -> list[Answer]:
    return [judgement.answers[condition.name] for condition in CONDITIONS]
