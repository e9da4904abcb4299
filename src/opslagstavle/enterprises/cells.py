"""What stands in one cell of a list, as people write it: yes and no, days, counts, capacity, references, addresses.

Each reader gives the value, or raises ``BadCell`` with a kind that says what is wrong. Each writer gives back text that
its reader reads as the same value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from stdnum.dk import cpr

from opslagstavle.enterprises.enterprise import Capacity, Period, Reference
from opslagstavle.terms import identifiers
from opslagstavle.terms.kinds import fold


class BadCell(ValueError):
    """``kind`` names the fault, ``evidence`` what was found, as strings ready for a sentence."""

    def __init__(self, kind: str, **evidence: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.evidence = evidence


_YES = frozenset({"ja", "j", "yes", "y", "true", "sand", "sandt", "1", "x"})
_NO = frozenset({"nej", "n", "no", "false", "falsk", "0"})
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})")
_WORDS = re.compile(r"(\d{1,2})\.? (\w+) (\d{4})")
_MONTHS = {
    name: number
    for number, names in enumerate((
        "januar january jan", "februar february feb", "marts march mar", "april apr", "maj may", "juni june jun",
        "juli july jul", "august aug", "september sep", "oktober october okt oct", "november nov", "december dec",
    ), 1)
    for name in names.split()
}  # fmt: skip
FIRST_YEAR = 1990
MOST_PEOPLE = 100_000
_CPR = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")


def company_number(text: str) -> str:
    number = identifiers.cvr(text)
    if number is None:
        raise BadCell("bad-cvr", found=text)
    return number


def yes_no(text: str) -> bool:
    word = fold(text)
    if word in _YES or word in _NO:
        return word in _YES
    raise BadCell("not-yes-no", found=text)


def day(text: str, on: date) -> date:
    """A day of the past, or today: "31-01-2026", "31.1.2026", "2026-01-31", "31. januar 2026"."""
    found = _day(text)
    if found is None or found.year < FIRST_YEAR:
        raise BadCell("bad-date", found=text)
    if found > on:
        raise BadCell("date-ahead", found=text, day=found.isoformat())
    return found


def _day(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        year, month, number = map(int, match.groups())
    elif match := _DANISH.fullmatch(text):
        number, month, year = map(int, match.groups())
    elif match := _WORDS.fullmatch(text):
        number, month, year = int(match[1]), _MONTHS.get(match[2].casefold(), 0), int(match[3])
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def count(text: str) -> int:
    """People: a whole number, with or without points between thousands."""
    if (
        not re.fullmatch(r"[0-9]{1,6}|[0-9]{1,3}(\.[0-9]{3})+", text)
        or int(text.replace(".", "")) > MOST_PEOPLE
    ):
        raise BadCell("bad-count")
    return int(text.replace(".", ""))


def website(text: str) -> str:
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    if not re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", address, re.IGNORECASE):
        raise BadCell("bad-website", found=text)
    return address


def email(text: str) -> str:
    if not re.fullmatch(r"[^\s@,;<>]+@[\w-]+(\.[\w-]+)+", text):
        raise BadCell("bad-email", found=text)
    return text


def phone(text: str) -> str:
    if not re.fullmatch(r"\+?[\d ()./-]+", text) or not 8 <= len(re.sub(r"\D", "", text)) <= 15:
        raise BadCell("bad-phone", found=text)
    return text


def refuse_person(text: str) -> None:
    """A number that can be a citizen's must not come onto the board."""
    for found in _CPR.findall(text):
        if cpr.is_valid(re.sub(r"\D", "", found)):
            raise BadCell("person")


def parts(text: str) -> list[str]:
    """What is separated by line breaks; else by semicolons."""
    return [part.strip() for part in re.split(r"\n" if "\n" in text else r";", text) if part.strip()]


# Capacity

_PERIODS: dict[str, Period] = {
    "dag": "day", "dagen": "day", "dagligt": "day", "day": "day", "uge": "week", "ugen": "week", "week": "week",
    "maaned": "month", "maaneden": "month", "md": "month", "mdr": "month", "month": "month",
    "aar": "year", "aaret": "year", "year": "year",
}  # fmt: skip
_PERIOD_NAMES: dict[Period, str] = {"day": "dag", "week": "uge", "month": "måned", "year": "år"}
_CAPACITY = re.compile(
    r"(?:ca\.?|op til|about|up to)?\s*([\d.,]*\d)\s*(\D.*?)\s*(?:\bpr\.?|\bper|\bom|\bi|\ba|\bhver|/)\s*([^\W\d]+)\.?",
    re.IGNORECASE,
)
MOST_AMOUNT = Decimal(10) ** 12


def capacity(text: str) -> Capacity:
    match = _CAPACITY.fullmatch(text)
    period = _PERIODS.get(fold(match[3])) if match else None
    amount = number(match[1]) if match else None
    if match is None or period is None or amount is None or not 0 < amount < MOST_AMOUNT:
        raise BadCell("bad-capacity", found=text)
    return Capacity(amount, match[2].strip(), period)


def capacity_text(stated: Capacity) -> str:
    return f"{number_text(stated.amount)} {stated.unit} pr. {_PERIOD_NAMES[stated.period]}"


def number(text: str) -> Decimal | None:
    """A Danish number: points between thousands, a comma before decimals; an English one where that is sure.

    >>> number("1.200,5"), number("1.200"), number("2.5"), number("1,200.50"), number("1,2,3")
    (Decimal('1200.5'), Decimal('1200'), Decimal('2.5'), Decimal('1200.50'), None)
    """
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text) or re.fullmatch(r"\d+,\d+", text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d+", text) or re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    return None


def number_text(stated: Decimal) -> str:
    """ "1.200", "2,5": read again as the same number, also one of three decimals."""
    whole, _, decimals = f"{stated:f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")


# References


def references(text: str) -> list[str]:
    """One a line; in a single line with semicolons between, where every piece is one."""
    several = parts(text)
    return several if "\n" in text or all(":" in part for part in several) else [text]


_DETAILS = re.compile(r"(.*?)\s*\(([^()]*)\)\s*\.?", re.DOTALL)
_YEARS = re.compile(r"(?:siden|since)\s+(\d{4})|(\d{4})\s*[-–]\s*(\d{4})?|(\d{4})", re.IGNORECASE)
_VALUE = re.compile(r"(?:ca\. ?)?([\d.,]*\d)\s*(mio\.?|million)?\s*(?:kr\.?|dkk|kroner)", re.IGNORECASE)


def reference(text: str, on: date) -> Reference:
    """ "Aarhus Kommune: frokostordning (2021–2024, 1.200.000 kr.)"; years and value may be left out."""
    buyer, colon, rest = text.partition(":")
    if not colon or not buyer.strip() or not rest.strip():
        raise BadCell("bad-reference", found=text)
    match = _DETAILS.fullmatch(rest.strip())
    details = _details(match[2], on) if match else None
    if match is None or details is None or not match[1]:
        return Reference(buyer.strip(), rest.strip())  # brackets that say something else belong to the work
    since, until, value = details
    if since is not None and (
        since > on.year + 1 or since < 1900 or (until is not None and not since <= until <= on.year + 20)
    ):
        raise BadCell("bad-reference", found=text)
    return Reference(buyer.strip(), match[1], since, until, value)


def _details(text: str, on: date) -> tuple[int | None, int | None, Decimal | None] | None:
    """(since, until, value); None where the brackets hold anything else."""
    since = until = value = None
    for part in filter(None, (part.strip() for part in re.split(r",(?= )|;", text))):
        if match := _YEARS.fullmatch(part):
            since = int(match[1] or match[2] or match[4])
            until = int(match[3]) if match[3] else since if match[4] else None
        elif match := _VALUE.fullmatch(part):
            value = number(match[1])
            value = value * 1_000_000 if value is not None and match[2] else value
        else:
            return None
    return (since, until, value) if since is not None or value is not None else None


def reference_text(stated: Reference) -> str:
    years = ""
    if stated.since is not None:
        years = str(stated.since) if stated.since == stated.until else f"{stated.since}–{stated.until or ''}"
    value = f"{number_text(stated.value)} kr." if stated.value is not None else ""
    details = ", ".join(filter(None, (years, value)))
    return f"{stated.buyer}: {stated.work}" + (f" ({details})" if details else "")
