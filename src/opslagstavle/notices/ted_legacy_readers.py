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


def says(value: object) -> Reader:
    """The element's being there is what counts."""
    return lambda _: value


def attribute(name: str) -> Callable[[etree._Element], str | None]:
    return lambda element: (element.get(name) or "").strip() or None


def text(element: etree._Element) -> str | None:
    """Paragraphs joined by line breaks, what stands inside them (raised letters and such) flattened, blanks made one."""
    own = element.text
    if own and not own.isspace():
        return _tidy(_inside(element) if len(element) else own)
    lines = [_tidy(_inside(child) if len(child) else child.text) for child in element]
    return (lines[0] if len(lines) == 1 else "\n".join([line for line in lines if line])) or None


def _inside(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _tidy(printed: str | None) -> str:
    if not printed:
        return ""
    if "\n" in printed or "  " in printed or "\t" in printed or "\xa0" in printed:
        return " ".join(
            printed.split()
        )  # not for every text: taking long ones to pieces is what costs most here
    return printed.strip()


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


def count_by_name(element: etree._Element) -> tuple[str, int] | None:
    """How many, and of what, which is the element's own name (``NB_TENDERS_RECEIVED_SME``)."""
    found = count(element)
    return None if found is None else (str(element.tag).rpartition("}")[2], found)


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


def language_value(element: etree._Element) -> str | None:
    return identifiers.language(element.get("VALUE"))


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
    """The forms of a FORM_SECTION, one for each language the notice was published in whole."""
    return [child for child in element if language(child)]


def first_reason(element: etree._Element) -> str | None:
    """The first of the reasons ticked, by its element's own name (``D_TECHNICAL``)."""
    return str(element[0].tag).rpartition("}")[2] if len(element) else None


def percentage(element: etree._Element) -> Decimal | None:
    return amount((element.text or "").replace("%", "").replace(",", "."))


def changed_value(element: etree._Element) -> str | None:
    """What stood or shall stand in a place: text, a date with its time, or codes."""
    said = [text(part) or " ".join(code.get("CODE", "") for code in part.iter()).strip() for part in element]
    return " ".join(filter(None, said)) or None
