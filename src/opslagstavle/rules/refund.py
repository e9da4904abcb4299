"""What the state pays of a flex job or of the unemployment allowance, and what is left to the municipality.

The state refunds the less the longer somebody is on public benefits; when it refunds least, a flex contribution comes on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from opslagstavle.rules.expression import (
    Expression,
    Formula,
    Value,
    choose,
    fact,
    lift,
    most,
    parameter,
    stated,
)
from opslagstavle.rules.flexjob import ACT as JOB_ACT
from opslagstavle.rules.flexjob import WEEKS_IN_A_MONTH, pay, subsidy, total_income
from opslagstavle.rules.ledger import (
    Month,
    MonthTable,
    Transfer,
    asked,
    average,
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
from opslagstavle.rules.rule import Rule

ACT = "lov om kommunernes finansiering af visse offentlige ydelser"
LADDER, CONTRIBUTION = f"{ACT} § 5", f"{ACT} § 7"
ALLOWANCE = "kk.dk, satser for ledighedsydelse: 89 % af højeste dagpenge"


def _monthly(name: str, of: Expression, reference: str) -> Formula:
    return Formula(name, of, "DKK/month", reference)


share = Formula("refund_share", parameter("refund.share", by=fact("refund_week")), "share", LADDER)
co_finance = Formula("co_finance_share", lift(1) - share, "share", LADDER)

WEEK, MONTH = parameter("allowance.high_week"), parameter("allowance.high_month")
allowance = _monthly(
    "allowance",
    choose(
        stated(fact("monthly_allowance")),
        fact("monthly_allowance"),
        choose(
            fact("high_allowance"),
            choose(stated(WEEK), WEEK * WEEKS_IN_A_MONTH, MONTH),
            fact("monthly_allowance"),
        ),
    ),
    ALLOWANCE,
)
allowance_refund = _monthly("allowance_refund", share * allowance, LADDER)
allowance_net = _monthly("allowance_net", allowance - allowance_refund, LADDER)

AT_REFUND = parameter("flex_contribution.at_refund")
contribution_most = _monthly(
    "flex_contribution_highest",
    parameter("flex_contribution.share") * parameter("flexjob.highest") * (lift(1) - AT_REFUND),
    CONTRIBUTION,
)
contribution = _monthly(
    "flex_contribution",
    choose(
        share.equals(AT_REFUND),
        most(contribution_most - parameter("flex_contribution.cut") * (pay - fact("pension")), 0),
        Fraction(0),
    ),
    CONTRIBUTION,
)
subsidy_refund = _monthly("subsidy_refund", share * subsidy, LADDER)
state_pays = _monthly("state_pays", subsidy_refund + contribution, f"{LADDER}; § 7")
municipality_pays = _monthly("municipality_pays", subsidy - state_pays, f"{LADDER}; § 7")

REFUND = Rule(
    "refund",
    (
        share,
        co_finance,
        municipality_pays,
        state_pays,
        pay,
        subsidy,
        total_income,
        subsidy_refund,
        contribution,
        contribution_most,
        allowance,
        allowance_net,
        allowance_refund,
        _monthly("municipality_saves", allowance_net - municipality_pays, f"{LADDER}; § 7"),
    ),
)

FLEXJOB_TRANSFERS = (
    Transfer("pay", "employer", "person", JOB_ACT),
    Transfer("subsidy", "municipality", "person", JOB_ACT),
    Transfer("subsidy_refund", "state", "municipality", LADDER),
    Transfer("flex_contribution", "state", "municipality", CONTRIBUTION),
)
"""Before tax and ATP. The employer pays for the work that is done, and nothing else."""


def flexjob_months(
    facts: Mapping[str, Value], on: date, count: int = 12, *, parameters: Parameters | None = None
) -> MonthTable:
    """What each party pays and gets for a flex job, for the month of ``on`` and those after it.

    ``refund_week`` is the week of the refund ladder at the beginning of the first month.
    """
    law = parameters or published()
    start = on.replace(day=1)
    months = tuple(
        _flexjob_month(number, start, first, facts, law) for number, first in enumerate(firsts(on, count), 1)
    )
    needed = tuple(transfer.name for transfer in FLEXJOB_TRANSFERS)
    columns = columns_of(FLEXJOB_TRANSFERS)
    return MonthTable(
        REFUND,
        on,
        facts,
        columns,
        months,
        asked(months, needed),
        not_known(months, needed),
        totals=totals(months, columns),
    )


def _flexjob_month(
    number: int, start: date, first: date, facts: Mapping[str, Value], law: Parameters
) -> Month:
    parts = parts_of(REFUND, facts, start, first, law)
    of = average(parts)
    amounts = {transfer.name: of(transfer.name) for transfer in FLEXJOB_TRANSFERS}
    return Month(number, first, last_day(first), parts, with_balances(amounts, FLEXJOB_TRANSFERS))
