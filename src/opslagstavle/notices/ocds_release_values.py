"""Values of the model as OCDS writes them. What is missing is left out, never written as null or empty."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from opslagstavle.notices.notice import Deadline, Duration, Money
from opslagstavle.terms.text import Texts

Object = dict[str, Any]
PERIOD = "tenderPeriod"

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""As OCDS for eForms counts them."""
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_CURRENCY = re.compile("[A-Z]{3}")
_END_OF_DAY = "23:59:59"
_LAST_YEAR = 9999
_WINTER = {
    **dict.fromkeys(("GB", "IE", "PT"), 0), **dict.fromkeys(("BG", "CY", "EE", "FI", "GR", "LT", "LV", "RO"), 2),
    **dict.fromkeys((
        "AL", "AT", "BA", "BE", "CH", "CZ", "DE", "DK", "ES", "FR", "HR", "HU", "IT", "LI", "LU", "ME", "MK", "MT", "NL",
        "NO", "PL", "RS", "SE", "SI", "SK", "XK",
    ), 1),
}  # fmt: skip
"""Hours before Greenwich in winter, of countries that change to summer time together (Directive 2000/84/EC and neighbours)."""


def filled(**parts: Any) -> Object:
    """
    >>> filled(title="Vask", value=None, items=[], hasOptions=False)
    {'title': 'Vask', 'hasOptions': False}
    """
    return {
        name: value
        for name, value in parts.items()
        if value is not None and value != [] and value != {} and value != ""
    }


def worded(name: str, texts: Texts, home: str) -> Object:
    """The notice's own language under the bare name, others behind an underscore.

    >>> worded("title", {"da": "Vask", "en": "Laundry"}, "da")
    {'title': 'Vask', 'title_en': 'Laundry'}
    """
    return {
        name if language == home else f"{name}_{language}": text for language, text in texts.items() if text
    }


def money(value: Money | None) -> Object | None:
    if value is None or not _CURRENCY.fullmatch(value.currency):
        return None
    return {"amount": value.amount, "currency": value.currency}


def whole(number: Decimal | None) -> int | None:
    return int(number) if number is not None and number == number.to_integral_value() else None


def share(percent: Decimal | None) -> Decimal | None:
    """OCDS writes shares as parts of one."""
    return None if percent is None else percent / 100


def period(duration: Duration | None) -> Object | None:
    """Days are the only unit OCDS has."""
    if duration is None:
        return None
    days = _DAYS.get(duration.unit or "")
    return (
        filled(
            startDate=start_of(duration.start),
            endDate=end_of(duration.end),
            durationInDays=whole(duration.amount * days) if duration.amount is not None and days else None,
        )
        or None
    )


def start_of(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00Z" if day else None


def end_of(day: date | None) -> str | None:
    return f"{day.isoformat()}T{_END_OF_DAY}Z" if day else None


def moment(deadline: Deadline | None, country: str | None) -> str | None:
    """With its offset as stated, else that of the buyer's country: notices without one mean local time.

    Where neither is known only the day is certain, and its last second is written.

    >>> from datetime import time
    >>> moment(Deadline(date(2024, 6, 3), time(12, 0)), "DK")
    '2024-06-03T12:00:00+02:00'
    """
    if deadline is None:
        return None
    offset = deadline.offset or local_offset(deadline.day, country)
    if deadline.clock is None or offset is None:
        return end_of(deadline.day)
    return f"{deadline.day.isoformat()}T{deadline.clock.isoformat('seconds')}{offset}"


def local_offset(day: date, country: str | None) -> str | None:
    winter = _WINTER.get(country or "")
    if winter is None or not 1996 <= day.year < _LAST_YEAR:
        return None
    summer = _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)
    return f"+{winter + summer:02}:00"


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def address(url: str | None) -> str | None:
    """An address as a URI has to be written, None for what is none ("www.example.dk" could mean either scheme)."""
    printed = (url or "").strip()
    if not _ADDRESS.fullmatch(printed):
        return None
    scheme, _, rest = printed.partition("://")
    host, slash, path = rest.partition("/")
    if not re.fullmatch(r"[A-Za-z0-9._~:@-]+(\?.*)?", host):
        return None
    return f"{scheme.lower()}://{_escaped(host)}{slash}{_escaped(path)}"


def _escaped(part: str) -> str:
    whole_escapes = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    before, hash_sign, behind = whole_escapes.partition("#")
    return quote(before, safe="%/:?@!$&'()*+,;=~") + hash_sign + quote(behind, safe="%/:?@!$&'()*+,;=~")


def unused(base: str, taken: set[str]) -> str:
    """The id itself, or with a number behind it where it is taken; it is taken from now on.

    >>> taken = {"lot", "lot-2"}
    >>> unused("lot", taken), unused("lot", taken)
    ('lot-3', 'lot-4')
    """
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found)
    return found


def dumps(value: Any) -> str:
    """JSON on one line, with decimals as they are: no float comes near them.

    >>> dumps({"amount": Decimal("0.10"), "title": "Vask"})
    '{"amount": 0.10, "title": "Vask"}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {dumps(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumps, value)) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False)
