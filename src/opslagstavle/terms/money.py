"""Amounts as people in Denmark write them, exactly: nothing is rounded."""

from __future__ import annotations

from decimal import Decimal

_DANISH = str.maketrans(",.", ".,")


def shown(amount: Decimal, currency: str, language: str) -> str:
    """An amount with its currency: Danish for "da", English otherwise. Whole amounts have no decimals, others at least two.

    >>> shown(Decimal("1644638"), "DKK", "da"), shown(Decimal("1644638"), "DKK", "en")
    ('1.644.638 kr.', 'DKK 1,644,638')
    >>> shown(Decimal("99.5"), "EUR", "da")
    '99,50 EUR'
    """
    return _with_currency(_number(amount, language), currency, language)


def shown_range(low: Decimal, high: Decimal, currency: str, language: str) -> str:
    """An interval with its currency named once.

    >>> shown_range(Decimal(1000), Decimal(2500), "DKK", "da")
    '1.000–2.500 kr.'
    """
    return _with_currency(f"{_number(low, language)}–{_number(high, language)}", currency, language)


def _number(amount: Decimal, language: str) -> str:
    if not amount.is_finite():
        raise ValueError(f"not an amount of money: {amount}")
    places = _places(amount)
    english = f"{amount:,.{places}f}"
    return english.translate(_DANISH) if language == "da" else english


def _places(amount: Decimal) -> int:
    """Decimals needed to lose nothing: none for whole amounts, otherwise two or more."""
    needed = len(f"{amount:f}".partition(".")[2].rstrip("0"))
    return max(needed, 2) if needed else 0


def _with_currency(number: str, currency: str, language: str) -> str:
    if language != "da":
        return f"{currency} {number}"
    return f"{number} kr." if currency == "DKK" else f"{number} {currency}"
