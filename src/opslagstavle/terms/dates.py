"""Counting with days. Whoever asks says which day it is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

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
