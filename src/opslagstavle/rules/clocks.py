"""By when a municipality answers, from the deadlines it published (``data/clocks/*.yaml``, a file for each municipality).

A deadline is a parameter whose value is a span of time ("2 weeks", "7 working days") by field; the operator ``later`` makes a
day of it, so that ``judge clocks`` shows the day with its steps. ``deadline`` adds the days off on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from opslagstavle.rules.expression import Expression, Formula, choose, fact, later, parameter
from opslagstavle.rules.parameters import Parameters
from opslagstavle.rules.rule import Answer, Judgement, Rule, judge
from opslagstavle.terms.dates import days_off

SAFETY = "retssikkerhedsloven § 3, stk. 2"
ACCESS = "offentlighedsloven § 36, stk. 2"
ANALOGY = "forældelsesloven § 27, stk. 2 (anvendt tilsvarende)"

PUBLISHING = {
    "751": "aarhus",
    "101": "copenhagen",
    "400": "bornholm",
    "329": "ringsted",
    "376": "guldborgsund",
}
"""Municipalities whose deadlines were read, by number."""
ANOTHER = "another"
IN_WORKING_DAYS = ("5 working days", "7 working days", "8 working days", "10 working days")
"""Those spans of the data that skip days off."""

field, received = fact("field"), fact("received")


def _published() -> Expression:
    """Access to documents is the same everywhere; where nothing was read, what is the same everywhere is all there is."""
    national = parameter("clocks.national", by=field)
    found: Expression = national
    for name in reversed(PUBLISHING.values()):
        own = parameter(f"clocks.{name}", by=field)
        found = choose(fact("municipality").equals(name), own, found)
    return choose(field.equals("access"), national, found)


allowed_time = Formula("allowed_time", _published(), "word", f"{SAFETY}; {ACCESS}")
in_working_days = Formula(
    "in_working_days", reduce(or_, (allowed_time.equals(span) for span in IN_WORKING_DAYS)), "", ACCESS
)
by_working_days = Formula("by_working_days", later(received, allowed_time), "day", ANALOGY, "unverified")
"""Which days are working days was not read in these acts: see ``terms.dates.OFF_BY_CUSTOM``."""
by_calendar = Formula("by_calendar", later(received, allowed_time), "day", SAFETY)
answer_by = Formula(
    "answer_by", choose(in_working_days, by_working_days, by_calendar), "day", f"{SAFETY}; {ACCESS}"
)
CLOCKS = Rule(
    "clocks",
    (
        answer_by,
        Formula("expect_by", later(answer_by, "0 working days"), "day", ANALOGY, "unverified"),
        allowed_time,
        in_working_days,
        Formula("if_missed", parameter("clocks.if_missed", by=field), "word", f"{SAFETY}; {ACCESS}"),
    ),
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """``day`` is None where it is not known: ``answer`` says what to ask, or where to look.

    ``days_off`` lie between the application and the day; they only count where the deadline is in working days.
    """

    day: date | None
    expect_by: date | None
    span: str | None
    if_missed: str | None
    days_off: tuple[tuple[date, str], ...]
    answer: Answer
    judgement: Judgement


def deadline(
    municipality: str, field: str, received_on: date | None, *, on: date, parameters: Parameters | None = None
) -> Deadline:
    """By what was published on ``on``. ``municipality``: its number ("751") or its name among the choices of the fact."""
    name = PUBLISHING.get(municipality, municipality if municipality in PUBLISHING.values() else ANOTHER)
    facts = {"municipality": name, "field": field, "received": received_on}
    judgement = judge(CLOCKS, facts, on, parameters=parameters)
    day, expected = judgement["answer_by"], judgement["expect_by"]
    known = isinstance(day, date) and received_on is not None
    return Deadline(
        day if isinstance(day, date) else None,
        expected if isinstance(expected, date) else None,
        _word(judgement, "allowed_time"),
        _word(judgement, "if_missed"),
        tuple(days_off(received_on, day)) if known else (),  # type: ignore[arg-type]  # both are days
        judgement.answers["answer_by"],
        judgement,
    )


def _word(judgement: Judgement, name: str) -> str | None:
    word = judgement[name]
    return word if isinstance(word, str) else None
