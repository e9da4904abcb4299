"""Money is shown exactly; days are counted from the day that is passed in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.terms import dates, money


@pytest.mark.parametrize(
    ("amount", "currency", "danish", "english"),
    [
        ("1644638", "DKK", "1.644.638 kr.", "DKK 1,644,638"),
        ("1644638.00", "DKK", "1.644.638 kr.", "DKK 1,644,638"),
        ("1644638.5", "DKK", "1.644.638,50 kr.", "DKK 1,644,638.50"),
        ("0.125", "EUR", "0,125 EUR", "EUR 0.125"),
        ("0", "DKK", "0 kr.", "DKK 0"),
        ("1E+6", "EUR", "1.000.000 EUR", "EUR 1,000,000"),
        ("-1500", "DKK", "-1.500 kr.", "DKK -1,500"),
        ("12345678901234567890123456789012.34", "SEK",
         "12.345.678.901.234.567.890.123.456.789.012,34 SEK", "SEK 12,345,678,901,234,567,890,123,456,789,012.34"),
    ],
)  # fmt: skip
def test_amounts_in_both_languages(amount: str, currency: str, danish: str, english: str) -> None:
    assert money.shown(Decimal(amount), currency, "da") == danish
    assert money.shown(Decimal(amount), currency, "en") == english


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_nothing_is_rounded_away(amount: Decimal) -> None:
    printed = money.shown(amount, "EUR", "da").removesuffix(" EUR")
    assert Decimal(printed.replace(".", "").replace(",", ".")) == amount


def test_what_is_no_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.shown(Decimal("NaN"), "DKK", "da")


def test_a_range_names_its_currency_once() -> None:
    assert money.shown_range(Decimal(1000), Decimal("2500.5"), "DKK", "da") == "1.000–2.500,50 kr."
    assert money.shown_range(Decimal(1000), Decimal(2500), "EUR", "en") == "EUR 1,000–2,500"


@pytest.mark.parametrize(
    ("day", "left"), [(date(2026, 11, 23), 0), (date(2026, 12, 1), 8), (date(2026, 11, 22), -1)]
)
def test_days_left(day: date, left: int) -> None:
    assert dates.days_left(day, on=date(2026, 11, 23)) == left


@pytest.mark.parametrize(
    ("deadline", "published", "nonsense"),
    [
        (date(2024, 4, 1), date(2024, 3, 1), False),
        (date(2024, 3, 1), date(2024, 3, 1), False),
        (date(2024, 2, 29), date(2024, 3, 1), True),
        (date(2029, 3, 1), date(2024, 3, 1), False),
        (date(2029, 3, 2), date(2024, 3, 1), True),
        (date(2049, 1, 1), date(2024, 3, 1), True),
        (date(2029, 2, 28), date(2024, 2, 29), False),
        (date(2029, 3, 1), date(2024, 2, 29), True),
        (date(2049, 1, 1), None, None),
    ],
)
def test_deadlines_that_can_hardly_be_meant(
    deadline: date, published: date | None, nonsense: bool | None
) -> None:
    assert dates.is_nonsense(deadline, published) is nonsense


def test_a_system_that_stays_open_may_have_a_far_deadline() -> None:
    """387915-2016, a dynamic purchasing system, is open for ten years less a day."""
    published, deadline = date(2016, 11, 4), date(2026, 11, 3)
    assert dates.is_nonsense(deadline, published) is True
    assert dates.is_nonsense(deadline, published, stays_open=True) is False
    assert dates.is_nonsense(date(2049, 1, 1), published, stays_open=True) is True
