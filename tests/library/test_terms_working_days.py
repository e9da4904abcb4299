"""Working days: Danish holidays as they were each year, and spans of time."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.terms import dates
from opslagstavle.terms.dates import add_working_days, day_off, days_off, later, working_days

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_what_its_examples_say() -> None:
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2023, 5, 5), "Store bededag"),
        (date(2024, 4, 26), ""),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 5, 15), ""),
        (date(2026, 6, 5), "Grundlovsdag"),
        (date(2026, 5, 1), ""),
        (date(2026, 12, 24), "Juleaftensdag"),
        (date(2026, 12, 31), "Nytårsaftensdag"),
        (date(2027, 1, 1), "Nytårsdag"),
        (date(2026, 11, 28), "lørdag"),
        (date(2026, 11, 29), "søndag"),
    ],
)
def test_days_off(day: date, why: str) -> None:
    assert day_off(day) == why


@given(day=DAYS, number=st.integers(0, 60))
def test_counting_on_and_counting_between_agree(day: date, number: int) -> None:
    reached = add_working_days(day, number)
    assert not day_off(reached)
    between = working_days(day, until=reached)
    assert between == (number if number or not day_off(day) else 1)
    assert between + len(list(days_off(day, reached))) == (reached - day).days


@given(day=DAYS, number=st.integers(1, 60))
def test_no_earlier_day_would_do(day: date, number: int) -> None:
    assert working_days(day, until=add_working_days(day, number) - timedelta(days=1)) == number - 1


def test_backwards_there_are_none() -> None:
    assert working_days(date(2026, 11, 25), until=date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("span", "reached"),
    [
        ("48 hours", date(2026, 11, 27)),
        ("25 hours", date(2026, 11, 27)),
        ("14 days", date(2026, 12, 9)),
        ("4 weeks", date(2026, 12, 23)),
        ("3 months", date(2027, 2, 25)),
        ("7 working days", date(2026, 12, 4)),
        ("0 working days", date(2026, 11, 25)),
    ],
)
def test_spans(span: str, reached: date) -> None:
    assert later(date(2026, 11, 25), span) == reached


@pytest.mark.parametrize("span", ["", "weeks", "4", "4 fortnights", "-4 weeks", "4.5 weeks"])
def test_another_span_is_refused(span: str) -> None:
    with pytest.raises(ValueError, match="not a span"):
        later(date(2026, 11, 25), span)
