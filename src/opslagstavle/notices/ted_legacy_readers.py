"""What one element of a TED_EXPORT document says: total functions, None for whatever is not readable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from lxml import etree

from opslagstavle.notices.notice import Deadline, Money, MoneyRange
from opslagstavle.notices.paths import Reader
from opslagstavle.terms import identifiers

_NATURES = {
    "SERVICES": "services",
    "SUPPLIES": "supplies",
    "WORKS": "works",
    "4": "services",
    "2": "supplies",
    "1": "works",
}
_UNITS = {"DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}
_DIRECTIVES = {
    "2014/23/EU": "32014L0023", "2014/24/EU": "32014L0024", "2014/25/EU": "32014L0025", "2009/81/EC": "32009L0081",
}  # fmt: skip
_PROCEDURES = {
    "1": "open", "2": "restricted", "4": "neg-w-call", "B": "neg-w-call", "C": "comp-dial", "G": "innovation",
    "T": "neg-wo-call", "V": "neg-wo-call", "F": "neg-wo-call", "A": "neg-wo-call",
}  # fmt: skip
_LONGEST_NUMBER = 18


def says(value: str | bool) -> Reader:
    """The element's being there is what counts."""
    return lambda _: value


def attribute(name: str) -> Callable[[etree._Element], str | None]:
    return lambda element: (element.get(name) or "").strip() or None


def text(element: etree._Element) -> str | None:
    """Paragraphs joined by line breaks, what stands inside them (raised letters and such) flattened, blanks made one."""
    if not len(element):
        return _tidy(element.text)
    lines = [_flat(child) for child in element if _is_paragraph(child)]
    if lines:
        return "\n".join(line for line in lines if line) or None
    return _flat(element)


def _is_paragraph(element: etree._Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and (tag.endswith("}P") or tag == "P")


def _flat(element: etree._Element) -> str | None:
    return _tidy("".join(element.itertext()) if len(element) else element.text)


def _tidy(printed: str | None) -> str | None:
    return " ".join(printed.split()) or None if printed else None


def day(element: etree._Element) -> date | None:
    return _day((element.text or "").strip())


def _day(printed: str) -> date | None:
    """``20171121``, ``2017-11-21`` or either with an offset behind it."""
    digits = printed[:10].replace("-", "")[:8]
    if not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def clock(element: etree._Element) -> time | None:
    return _clock((element.text or "").strip())


def _clock(printed: str) -> time | None:
    hour, _, minute = printed[:5].partition(":")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return None


def moment(element: etree._Element) -> Deadline | None:
    """``20171123 16:00`` of the coded data."""
    printed, _, hours = (element.text or "").strip().partition(" ")
    found = _day(printed)
    return Deadline(found, _clock(hours.strip())) if found else None


def count(element: etree._Element) -> int | None:
    printed = (element.text or "").strip()
    return int(printed) if printed.isdecimal() and len(printed) <= _LONGEST_NUMBER else None


def amount(printed: str | None) -> Decimal | None:
    """A plain decimal number; nothing with exponents or words is taken for one."""
    number = (printed or "").strip()
    if len(number) > _LONGEST_NUMBER * 2 or not number.replace(".", "", 1).isdecimal():
        return None
    return Decimal(number)


def money(element: etree._Element) -> Money | None:
    found, currency = amount(element.text), element.get("CURRENCY")
    return Money(found, currency) if found is not None and currency else None


def money_range(element: etree._Element) -> MoneyRange | None:
    ends = {str(child.tag).rpartition("}")[2]: amount(child.text) for child in element}
    low, high, currency = ends.get("LOW"), ends.get("HIGH"), element.get("CURRENCY")
    return MoneyRange(low, high, currency) if low is not None and high is not None and currency else None


def length(element: etree._Element) -> tuple[Decimal, str] | None:
    """How many of which unit: ``<DURATION TYPE="MONTH">24</DURATION>``."""
    found, unit = amount(element.text), _UNITS.get(element.get("TYPE") or "")
    return (found, unit) if found is not None and unit else None


def number(element: etree._Element) -> str | None:
    return identifiers.publication_number(element.text)


def own_number(element: etree._Element) -> str | None:
    return identifiers.publication_number(element.get("DOC_ID"))


def language(element: etree._Element) -> str | None:
    return identifiers.language(element.get("LG"))


def country(element: etree._Element) -> str | None:
    return identifiers.country(element.get("VALUE"))


def cpv(element: etree._Element) -> str | None:
    """Eight digits; a check digit behind them is left out."""
    code = (element.get("CODE") or "").strip()[:8]
    return code if len(code) == 8 and code.isdecimal() else None


def nature(element: etree._Element) -> str | None:
    return _NATURES.get(element.get("CTYPE") or element.get("CODE") or "")


def coded_procedure(element: etree._Element) -> str | None:
    return _PROCEDURES.get(element.get("CODE") or "")


def directive(element: etree._Element) -> str | None:
    """The directive as a CELEX number, which is what later forms print themselves."""
    printed = (element.get("VALUE") or "").strip()
    return _DIRECTIVES.get(printed, printed) or None


def form_number(element: etree._Element) -> str:
    """``F02``: from FORM, else from the element's own name (``F02_2014``)."""
    return element.get("FORM") or str(element.tag).rpartition("}")[2].partition("_")[0]


def forms(element: etree._Element) -> list[Any]:
    """The forms of a FORM_SECTION, in whatever language; each has a LG."""
    return [child for child in element if child.get("LG")]


def changed_value(element: etree._Element) -> str | None:
    """What stood or shall stand in a place: text, a date with its time, or codes."""
    said = [
        _flat(part) or part.get("CODE") for part in element.iter() if not len(part) or _is_paragraph(part)
    ]
    return _tidy(" ".join(word for word in said if word))
