"""What one element of a form before R2.0.9 says, where ``ted_legacy_readers.py`` does not know it: total functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from lxml import etree

from opslagstavle.notices.notice import Deadline, Money, MoneyRange
from opslagstavle.notices.paths import Reader
from opslagstavle.notices.ted_legacy_readers import amount, count, text

_KINDS = {"OPEN": "open", "RESTRICTED": "restricted", "NEGOTIATED": "neg-w-call"}


def form_number(element: etree._Element) -> str:
    """``F17`` from FORM="17"; a notice that is on no form is called by its element (OTH_NOT)."""
    printed = element.get("FORM") or ""
    return (
        f"F{int(printed):02}"
        if printed.isdecimal() and len(printed) < 3
        else str(element.tag).rpartition("}")[2]
    )


def by_yes_or_no(yes: Any, no: Any) -> Reader:
    """``<ACCEPTED_VARIANTS VALUE="NO"/>``."""
    return lambda element: {"YES": yes, "NO": no}.get(element.get("VALUE") or "")


yes_or_no = by_yes_or_no(True, False)


def if_value(value: str, says: object) -> Reader:
    return lambda element: says if element.get("VALUE") == value else None


def kind_by_value(element: etree._Element) -> str | None:
    return _KINDS.get(element.get("VALUE") or "")


def own_text(element: etree._Element) -> str | None:
    """What stands in the element itself or its paragraphs, not in other elements within it."""
    if (element.text or "").strip():
        return " ".join((element.text or "").split())
    paragraphs = (text(child) for child in element if str(child.tag).rpartition("}")[2] == "P")
    return "\n".join(filter(None, paragraphs)) or None


def day(element: etree._Element) -> date | None:
    """DAY, MONTH and YEAR, each an element."""
    parts = _parts(element)
    try:
        return date(*(int(parts[name]) for name in ("YEAR", "MONTH", "DAY")))
    except (KeyError, ValueError, OverflowError):
        return None


def moment(element: etree._Element) -> Deadline | None:
    found = day(element)
    return Deadline(found, _clock(_parts(element).get("TIME", ""))) if found else None


def clock(element: etree._Element) -> time | None:
    found = moment(element)
    return found.clock if found else None


def _clock(printed: str) -> time | None:
    """``12:00``, in some languages ``12.00``."""
    hour, _, minute = printed[:5].replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def _parts(element: etree._Element) -> dict[str, str]:
    return {str(child.tag).rpartition("}")[2]: (child.text or "").strip() for child in element}


def length(unit: str) -> Callable[[etree._Element], tuple[Decimal, str] | None]:
    """``<MONTHS>24</MONTHS>``."""

    def read(element: etree._Element) -> tuple[Decimal, str] | None:
        found = count(element)
        return (Decimal(found), unit) if found is not None else None

    return read


def exact(element: etree._Element) -> Decimal | None:
    """FMTVAL is the number without blanks and signs; without it the number must be plain."""
    return amount(element.get("FMTVAL") or element.text)


def money(element: etree._Element) -> Money | None:
    """COSTS_RANGE_AND_CURRENCY and the like: VALUE_COST in the CURRENCY around it, or an amount that has its own."""
    values = [element, *(child for child in element if str(child.tag).rpartition("}")[2] == "VALUE_COST")]
    found, currency = exact(values[-1]), element.get("CURRENCY")
    return Money(found, currency) if found is not None and currency else None


def money_range(element: etree._Element) -> MoneyRange | None:
    """RANGE_VALUE_COST, whose currency stands with its parent."""
    parent = element.getparent()
    ends = {str(child.tag).rpartition("}")[2]: exact(child) for child in element}
    low, high = ends.get("LOW_VALUE"), ends.get("HIGH_VALUE")
    currency = parent.get("CURRENCY") if parent is not None else None
    return MoneyRange(low, high, currency) if low is not None and high is not None and currency else None


def reserved_participation(element: etree._Element) -> str | None:
    """RESERVED_CONTRACTS for whom it names; empty it is a reservation that does not say more.

    That only the execution is reserved (RESTRICTED_TO_FRAMEWORK alone) reserves no participation.
    """
    named = {str(child.tag).rpartition("}")[2] for child in element}
    return "res-ws" if not named or "RESTRICTED_TO_SHELTERED_WORKSHOPS" in named else None


def none_received(element: etree._Element) -> bool | None:
    return True if count(element) == 0 else None


def reason(element: etree._Element) -> str | None:
    """The first reason ticked for awarding without a call, as particular as it is: "NO_…" is one that was not."""
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if not name.startswith("NO_"):
            return (reason(child) if len(child) else None) or name
    return None


def changed_value(element: etree._Element) -> str | None:
    """What stood or shall stand in a place: text, a day with its time, or codes."""
    said = (_moment_said(part) or text(part) or _codes(part) for part in element)
    return " ".join(filter(None, said)) or None


def _moment_said(element: etree._Element) -> str:
    found = moment(element)
    return f"{found.day} {found.clock:%H:%M}" if found and found.clock else str(found.day) if found else ""


def _codes(element: etree._Element) -> str:
    return " ".join(str(code.get("CODE")) for code in element.iter() if code.get("CODE"))
