"""Protected jobs (skånejob) and other jobs with a wage subsidy by the hour, and the flex job bonus that is closed.

Whether the post is a net increase of staff is another rule's: ``rules.net_increase``, with both readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from opslagstavle.rules.expression import (
    DayBefore,
    Expression,
    Formula,
    choose,
    fact,
    least,
    parameter,
)
from opslagstavle.rules.parameters import Found, Parameters
from opslagstavle.rules.published import published
from opslagstavle.rules.rule import Rule
from opslagstavle.terms.dates import months_before

ACT = "lov om en aktiv beskæftigelsesindsats (før 2020 § 63, stk. 2)"
MUNICIPALITIES = "Høje-Taastrup Kommune (2016), Sønderborg Kommune (2019)"
STATE = "Personaleadministrativ vejledning 18.3.2.4"
BONUS = "BEK 410 af 28/4/2014; bm.dk"
KINDS = ("protected", "special", "private", "public", "fifth")
WEEKS_IN_A_MONTH = Fraction(52, 12)

KIND = fact("subsidy_kind")
PUBLIC = fact("employer_is_public")
protected = KIND.equals("protected")


def _rate() -> Expression:
    """The one of the kind; the last of them where it is none of the others."""
    *others, last = (parameter(f"wage_subsidy.{kind}") for kind in KINDS)
    found: Expression = last
    for kind, rate in zip(KINDS[-2::-1], others[::-1], strict=True):
        found = choose(KIND.equals(kind), rate, found)
    return found


rate = Formula("wage_subsidy_rate", _rate(), "DKK/hour", ACT)
hourly = Formula(
    "wage_subsidy_hour",
    choose(PUBLIC, rate, least(rate, parameter("wage_subsidy.cost_share") * fact("pay_cost_hour"))),
    "DKK/hour",
    f"{ACT}; {MUNICIPALITIES}",
)
monthly = Formula("wage_subsidy_month", hourly * fact("weekly_hours") * WEEKS_IN_A_MONTH, "DKK/month", ACT)
FIRST, NEXT = parameter("protected_job.first_follow_up"), parameter("protected_job.next_follow_up")
follow_up_due = Formula(
    "follow_up_due",
    (fact("employed_since") <= DayBefore(FIRST))
    & (~fact("followed_up") | (fact("last_follow_up") <= DayBefore(NEXT))),
    "",
    MUNICIPALITIES,
)

PROTECTED_JOB = Rule(
    "protected_job",
    (
        hourly,
        monthly,
        rate,
        Formula(
            "employer_allowed",
            ~fact("last_employed_here") & ~(protected & fact("owned_by_partner")),
            "",
            f"{STATE}; {MUNICIPALITIES}",
        ),
        follow_up_due,
        Formula("ends_at_pension", parameter("protected_job.ends_at_pension"), "", MUNICIPALITIES),
    ),
)

bonus_open = Formula("bonus_open", parameter("flexbonus.open"), "", BONUS)
bonus_possible = Formula(
    "bonus_possible",
    bonus_open
    & ~PUBLIC
    & (fact("weekly_hours") <= parameter("flexbonus.hours"))
    & ~fact("bonus_given")
    & (fact("months_employed") >= parameter("flexbonus.months")),
    "",
    BONUS,
)
FLEXBONUS = Rule(
    "flexbonus",
    (
        bonus_possible,
        Formula("bonus", choose(bonus_possible, parameter("flexbonus.amount"), 0), "DKK", BONUS),
        bonus_open,
    ),
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """By which day the municipality must have followed up, and what says so. No day: not known for that time."""

    number: int
    latest: date | None
    said_by: Found


def follow_ups(since: date, count: int, *, parameters: Parameters | None = None) -> Iterator[FollowUp]:
    """The latest days of the first ``count`` follow-ups of a protected job that began on a day.

    Each counts from the latest day of the one before; one that was held earlier brings the next one forward.

    >>> [str(each.latest) for each in follow_ups(date(2019, 8, 31), 3)]
    ['2020-02-29', '2021-02-28', '2022-02-28']
    """
    law, day = parameters or published(), since
    for number in range(1, count + 1):
        name = "protected_job.first_follow_up" if number == 1 else "protected_job.next_follow_up"
        found = law.in_force(day)[name]
        if found.entry is None or not isinstance(found.entry.value, int):
            yield FollowUp(number, None, found)
            return
        day = months_before(day, -found.entry.value)
        yield FollowUp(number, day, found)
