"""One element of an eForms notice → one value, or None where nothing usable is printed; several → a field of the model.

TED prints stand-ins for what a buyer withholds: "unpublished" for texts and codes, -1 for numbers, 1970-01-01 for dates.
They are no values: each reader here gives None for them, and for whatever else is not of the kind it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from lxml import etree

from opslagstavle.notices.notice import Money
from opslagstavle.notices.paths import Record
from opslagstavle.terms import identifiers
from opslagstavle.terms.text import Texts

Value = TypeVar("Value")
Said = tuple[str | None, str]

_NOTHING = frozenset({"", "unpublished"})
_WITHHELD_DAY = date(1970, 1, 1)
_LONGEST_NUMBER = 30
_UNITS = {"DAY": "day", "CALENDAR_DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}


def text(element: etree._Element) -> str | None:
    """What is printed, without the blanks around it."""
    printed = element.text
    if printed is None:
        return None
    printed = printed.strip()
    return None if printed in _NOTHING else printed


def said(element: etree._Element) -> Said | None:
    """(``languageID`` as printed, text)."""
    printed = text(element)
    return None if printed is None else (element.get("languageID"), printed)


def spoken(element: etree._Element) -> str | None:
    """A language, by its two-letter code."""
    return language(text(element))


def attribute(name: str) -> Callable[[etree._Element], str | None]:
    def read(element: etree._Element) -> str | None:
        return element.get(name) or None

    return read


def one_of(meanings: Mapping[str, Value]) -> Callable[[etree._Element], Value | None]:
    """A code with a meaning of ours; other codes say nothing here."""

    def read(element: etree._Element) -> Value | None:
        return meanings.get((element.text or "").strip())

    return read


flag = one_of({"true": True, "1": True, "false": False, "0": False})
applies = one_of({"yes": True, "no": False})


def cpv(element: etree._Element) -> str | None:
    """Eight digits; a check digit behind them is left out."""
    code = (text(element) or "").partition("-")[0].strip()
    return code if len(code) == 8 and code.isascii() and code.isdigit() else None


def day(element: etree._Element) -> date | None:
    try:
        found = date.fromisoformat((text(element) or "")[:10])
    except ValueError:
        return None
    return None if found == _WITHHELD_DAY else found


def clock(element: etree._Element) -> tuple[time, str | None] | None:
    """The time printed and the UTC offset behind it, as printed ("+01:00", "Z")."""
    printed = text(element) or ""
    try:
        found = time.fromisoformat(printed[:8])
    except ValueError:
        return None
    return found.replace(tzinfo=None), _offset(printed[8:])


def _offset(printed: str) -> str | None:
    if printed.endswith("Z"):
        return "Z"
    sign, hours_and_minutes = printed[-6:-5], printed[-5:]
    return sign + hours_and_minutes if sign in ("+", "-") and hours_and_minutes[2:3] == ":" else None


def number(element: etree._Element) -> Decimal | None:
    """A number that is not negative: -1 stands for a withheld one."""
    printed = text(element)
    return _decimal(printed) if printed else None


def number_or_text(element: etree._Element) -> Decimal | str | None:
    """What is printed where a number belongs stays as text when it is none."""
    found = number(element)
    return found if found is not None or (printed := text(element)) == "-1" else printed


def count(element: etree._Element) -> int | None:
    found = number(element)
    return int(found) if found is not None and found == found.to_integral_value() else None


def money(element: etree._Element) -> Money | None:
    """Without a currency an amount says nothing."""
    amount, currency = number(element), element.get("currencyID")
    return None if amount is None or not currency else Money(amount, currency)


def unit(element: etree._Element) -> str | None:
    """day, week, month or year; some senders write the plural."""
    printed = (element.get("unitCode") or "").upper()
    return _UNITS.get(printed) or _UNITS.get(printed.removesuffix("S"))


def _decimal(printed: str) -> Decimal | None:
    # Decimal() also takes "1E9", "NaN", "1_000" and other scripts' digits: none of them is an XML decimal.
    whole, _, part = printed.removeprefix("+").partition(".")
    digits = whole + part
    if not digits.isdecimal() or not digits.isascii() or len(digits) > _LONGEST_NUMBER:
        return None
    return Decimal(printed)


def first(record: Record, name: str) -> Any:
    found = record.get(name)
    return found[0] if found else None


def firsts(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The fields that hold one value, as far as the record has them: the model knows what stands for missing."""
    return {name: record[name][0] for name in names if name in record}


def lists(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The fields that hold several: in the order of the document, each value once."""
    return {name: tuple(dict.fromkeys(record[name])) for name in names if name in record}


def texts(record: Record, names: Iterable[str], home: str) -> dict[str, Any]:
    """The fields in several languages; what names no language is in the notice's own (``home``)."""
    return {name: _by_language(record[name], home) for name in names if name in record}


def dotted(name: str, *parts: str) -> tuple[tuple[str, str], ...]:
    """(part, row) of the rows that are called ``name.part``."""
    return tuple((part, f"{name}.{part}") for part in parts)


def inside(record: Record, rows: tuple[tuple[str, str], ...]) -> Record:
    """A record of the parts that are stated."""
    return {part: record[row] for part, row in rows if row in record}


def _by_language(said: Iterable[Said], home: str) -> Texts:
    found: Texts = {}
    for printed, value in said:
        code = language(printed) or home
        if code not in found:
            found[code] = value
        elif value not in found[code]:
            found[code] += f"\n{value}"
    return found


@lru_cache(maxsize=1_000)
def language(printed: str | None) -> str | None:
    return identifiers.language(printed)


@lru_cache(maxsize=1_000)
def country(printed: str | None) -> str | None:
    return identifiers.country(printed)


def notice_number(printed: str | None) -> str | None:
    """A publication number in one spelling; what is no such number (a notice's UUID and version) as printed."""
    return identifiers.publication_number(printed) or printed
