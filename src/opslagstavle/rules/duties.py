"""What a registered social enterprise has to do and when, from the days it tells. The texts are notes of ``registration``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from opslagstavle.rules.parameters import Found, Parameters, Status
from opslagstavle.rules.published import published
from opslagstavle.rules.registration import ACT
from opslagstavle.terms.dates import DAY, later, months_before


class State(StrEnum):
    """How a duty stands on the day asked for."""

    AHEAD = "ahead"
    PAST = "past"
    """Its day has passed. Nobody knows here whether it was met."""
    STANDING = "standing"
    """Holds at all times, or whenever something happens: no day can be told."""
    NOT_STATED = "not stated"
    """The day it is counted from was not given: ``asks``."""
    NOT_KNOWN = "not known"
    """The law's span of time for that day was not found: ``found`` says where to look."""


@dataclass(frozen=True, slots=True)
class Duty:
    """``day`` is counted from ``since`` by the span in ``found``. ``key`` names its note."""

    key: str
    paragraph: str
    state: State
    since: date | None = None
    day: date | None = None
    found: Found | None = None
    asks: str = ""
    status: Status = Status.LAW


def duties(
    registered_on: date | None,
    financial_year_end: date | None,
    on: date,
    *,
    changed_on: date | None = None,
    deregistered_on: date | None = None,
    parameters: Parameters | None = None,
) -> tuple[Duty, ...]:
    """Every duty with its day and how it stands on ``on``; the report is that of the year whose deadline comes next.

    ``financial_year_end``: any day on which a financial year of the enterprise ended or will end. After ``deregistered_on``
    only what was earned while registered is bound (§ 10, stk. 3), and the report of the last year is still to come.
    """
    law = parameters or published()
    year_end = _next_year_end(registered_on, financial_year_end, on, deregistered_on, law)
    return (
        _dated("refusal", f"{ACT} § 2, stk. 2", "rsv.told_within", registered_on, "registered_on", on, law),
        _dated("name", f"{ACT} § 3, stk. 2", "rsv.name_after", registered_on, "registered_on", on, law),
        _dated("changes", "BEK 1390 af 15/12/2014", "rsv.changes_within", changed_on, "changed_on", on, law),
        _dated(
            "report", f"{ACT} § 8, stk. 1-3", "rsv.report_within", year_end, "financial_year_end", on, law
        ),
        Duty("payout", f"{ACT} § 8, stk. 4", State.STANDING),
        Duty("remedy", f"{ACT} § 2, stk. 3", State.STANDING),
        Duty("winding_up", f"{ACT} § 10", State.STANDING),
        Duty(
            "afterwards",
            f"{ACT} § 10, stk. 3",
            State.STANDING if deregistered_on else State.NOT_STATED,
            since=deregistered_on,
            asks="" if deregistered_on else "deregistered_on",
        ),
    )


def _dated(
    key: str, paragraph: str, name: str, since: date | None, asks: str, on: date, law: Parameters
) -> Duty:
    if since is None:
        return Duty(key, paragraph, State.NOT_STATED, asks=asks)
    found = law.in_force(since)[name]
    if found.entry is None:
        return Duty(key, paragraph, State.NOT_KNOWN, since, found=found)
    day = _later(since, str(found.entry.value))
    state = State.PAST if day < on else State.AHEAD
    return Duty(key, paragraph, state, since, day, found, status=found.entry.status)


def _next_year_end(
    registered_on: date | None,
    stated: date | None,
    on: date,
    deregistered_on: date | None,
    law: Parameters,
) -> date | None:
    """The end of the first year, since the registration, whose report is not yet overdue; at most the one it was left in."""
    if stated is None:
        return None
    first = registered_on or stated
    last = deregistered_on or date(on.year + 1, 12, 31)
    years = range(first.year, max(last.year, first.year) + 2)
    ends = [end for end in (_in_year(stated, year) for year in years) if end >= first]
    kept = [end for end in ends if end <= last] or ends[:1]
    return next((end for end in kept if not _overdue(end, on, law)), kept[-1])


def _in_year(day: date, year: int) -> date:
    """The same end of a financial year in another year; the last day of February moves with it."""
    if (day.month, day.day) in ((2, 28), (2, 29)):
        return months_before(date(year, 3, 31), 1)
    return day.replace(year=year)


def _overdue(end: date, on: date, law: Parameters) -> bool:
    """Where the span is not known for a year that ended, it is taken to be over once the year after has ended too."""
    entry = law.in_force(end)["rsv.report_within"].entry
    return (_later(end, str(entry.value)) if entry else months_before(end, -12)) < on


def _later(since: date, span: str) -> date:
    """Months from the last day of a month end on the last day of one: 30 June and six months is 31 December."""
    day = later(since, span)
    if span.endswith("months") and since.month != (since + DAY).month:
        return months_before(date(day.year, day.month, 1), -1) - DAY
    return day
