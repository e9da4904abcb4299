"""Counting with days. Whoever asks says which day it is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from math import ceil

import holidays

TOO_FAR_YEARS = 5
"""A deadline further ahead than this is taken for a mistake ("2049" has been seen), shown, and flagged."""
TOO_FAR_YEARS_OPEN = 10
"""The same for dynamic purchasing systems, which stay open to newcomers: five of six far deadlines seen were theirs."""


def days_left(deadline_day: date, on: date) -> int:
    """Days from ``on`` to the deadline: 0 on its day, negative once it is past.

    >>> days_left(date(2026, 12, 1), on=date(2026, 11, 23))
    8
    """
    return (deadline_day - on).days


def is_nonsense(deadline_day: date, published: date | None, *, stays_open: bool | None = None) -> bool | None:
    """Can a notice published then hardly mean this deadline?

    True when it lies before the publication, or too many years after it (more with ``stays_open``, the notice's
    ``dynamic_purchasing``). None when the day of publication is not stated. The day is kept and shown either way.

    >>> is_nonsense(date(2049, 1, 1), published=date(2024, 3, 1))
    True
    """
    if published is None:
        return None
    years = TOO_FAR_YEARS_OPEN if stays_open else TOO_FAR_YEARS
    # As parts, since 29 February has no day five years on.
    latest = (published.year + years, published.month, published.day)
    stated = (deadline_day.year, deadline_day.month, deadline_day.day)
    return deadline_day < published or stated > latest


def months_before(day: date, months: int) -> date:
    """The same day of a month ``months`` earlier, or that month's last day. Negative months lie ahead.

    >>> months_before(date(2024, 3, 31), 1), months_before(date(2024, 2, 29), -12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


OFF_BY_CUSTOM = {(6, 5): "Grundlovsdag", (12, 24): "Juleaftensdag", (12, 31): "Nytårsaftensdag"}
"""No public holidays, but deadlines that end on them move on in forældelsesloven § 27, stk. 2. No text was found that says
whether "working days" of a case mean the same: they are taken to, so a day that rests on them is not certain."""
WEEKEND = ("lørdag", "søndag")
DAY = timedelta(days=1)


def day_off(day: date) -> str:
    """Why nobody works on a day, in Danish; "" for a working day. Store bededag counts until 2023.

    >>> day_off(date(2023, 5, 5)), day_off(date(2024, 4, 26)), day_off(date(2026, 11, 28))
    ('Store bededag', '', 'lørdag')
    """
    custom = OFF_BY_CUSTOM.get((day.month, day.day), "")
    return _holidays(day.year).get(day) or custom or ("" if day.weekday() < 5 else WEEKEND[day.weekday() - 5])


def days_off(after: date, until: date) -> Iterator[tuple[date, str]]:
    """Every day off later than ``after``, up to ``until``, and why."""
    days = (after + DAY * number for number in range(1, (until - after).days + 1))
    return ((day, why) for day in days if (why := day_off(day)))


def working_days(after: date, until: date) -> int:
    """How many working days lie later than ``after``, up to ``until``.

    >>> working_days(date(2026, 12, 23), until=date(2026, 12, 31))
    3
    """
    return max((until - after).days, 0) - sum(1 for _ in days_off(after, until))


def add_working_days(day: date, number: int) -> date:
    """The day on which so many working days have passed; with 0 the day itself, or the first working day after it.

    >>> add_working_days(date(2026, 11, 25), 7), add_working_days(date(2026, 11, 28), 0)
    (datetime.date(2026, 12, 4), datetime.date(2026, 11, 30))
    """
    reached = day
    for _ in range(number):
        reached += DAY
        while day_off(reached):
            reached += DAY
    while day_off(reached):
        reached += DAY
    return reached


def later(day: date, span: str) -> date:
    """A day after another: "48 hours", "14 days", "4 weeks", "3 months" or "7 working days" later.

    Hours are told in whole days, since only the day is known. ValueError for another span, OverflowError beyond the year 9999.

    >>> later(date(2026, 11, 27), "48 hours"), later(date(2026, 11, 30), "3 months")
    (datetime.date(2026, 11, 29), datetime.date(2027, 2, 28))
    """
    number, _, unit = span.partition(" ")
    if not number.isdecimal():
        raise ValueError(f"not a span of time: {span!r}")
    match unit:
        case "hours":
            return day + DAY * ceil(int(number) / 24)
        case "days":
            return day + DAY * int(number)
        case "weeks":
            return day + 7 * DAY * int(number)
        case "months":
            return months_before(day, -int(number))
        case "working days":
            return add_working_days(day, int(number))
    raise ValueError(f"not a span of time: {span!r}")


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DK", years=year, language="da"))
