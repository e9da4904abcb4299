"""What one value of a JSON release says. A value of the wrong type says nothing; none of these fails.

Texts are mended where that is certain, because Contracts Finder prints two faults (the bytes are kept as they came):

* UTF-8 that was once read as Windows-1252: "Â£95,000" for "£95,000", "KÃ¤rcher" for "Kärcher".
* line breaks that lost their backslashes: "Coach Hire.rnrnAdditional information" for two line breaks. "rn" also ends words
  and names (Northern, Springburn, Ørn) and stands inside them, so it is only taken for a line break where no word can be
  meant: behind something that is no letter, behind most consonants or a word in capitals, and never before a small letter
  unless it stands twice. "DrivernExeter" stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from opslagstavle.notices.notice import Deadline, Money
from opslagstavle.notices.ocds_codes import COUNTRY_NAMES, NUTS_COUNTRIES
from opslagstavle.terms import cpv as cpv_codes
from opslagstavle.terms import identifiers, nuts

Said = tuple[str | None, str]

_LONGEST_TEXT = 1_000_000
_LARGEST_COUNT = 1_000_000_000
"""Above it a number stands for "no limit" (2147483647 and 1e9999 have been seen)."""
_LONGEST_NUMBER = 30
_WHOLE_COUNTRY = 2
_LONGEST_WORD = 300
_LONGEST_CODE = 2_000
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOJIBAKE = re.compile(
    "[ÂÃ][\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â[€‚„][\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™¢¬¦]"
)
_CONSONANT = "[b-dfgj-npqstv-xz]"  # not h and r: Neufahrn, Herrn
_BEGINS = r"(?=[\s0-9A-ZÆØÅ•*(\"“‘–]|-[\sA-Z]|$)"  # what a new line begins with
_BREAKS = re.compile(
    rf"(?<![^\W\d_])(?:(?:rn)+{_BEGINS}|(?:rn){{2,}})"  # no letter before it
    rf"|(?<=[^\W\d_]{_CONSONANT})(?<!rn)(?:rn)+{_BEGINS}"
    rf"|(?<=[A-ZÆØÅ]{{2}})(?:rn)+{_BEGINS}"
    r"|(?:rn){2}(?=Additional information:)"
)
_ADDRESS = re.compile(r"@|%|://|www\.", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s/]{3,}\S*", re.IGNORECASE)


def text(value: Any) -> str | None:
    """What is printed, mended, without the blanks around it."""
    if not isinstance(value, str) or not (printed := value[:_LONGEST_TEXT].strip()):
        return None
    if not printed.isascii():
        printed = mended_letters(printed.encode("utf-8", "replace").decode("utf-8"))
    if "rn" in printed:
        printed = mended_breaks(printed)
    return printed if printed.isprintable() else _CONTROLS.sub("", printed).strip() or None


def mended_letters(printed: str) -> str:
    """
    >>> mended_letters("Â£95,000 for KÃ¤rcher"), mended_letters("SÃO, CHÂTEAU")
    ('£95,000 for Kärcher', 'SÃO, CHÂTEAU')
    """
    return _MOJIBAKE.sub(lambda found: _as_read_once(found[0]), printed)


def _as_read_once(printed: str) -> str:
    try:
        return b"".join(_byte(letter) for letter in printed).decode("utf-8")
    except UnicodeError:
        return printed


def _byte(letter: str) -> bytes:
    """Windows-1252 leaves five bytes without a letter; they were passed through."""
    return letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")


def mended_breaks(printed: str) -> str:
    """
    >>> mended_breaks("Coach Hire.rnrnAdditional"), mended_breaks("a furnrnace in Northern Ireland")
    ('Coach Hire.\\n\\nAdditional', 'a furnrnace in Northern Ireland')
    """
    return _BREAKS.sub(_broken, printed)


def _broken(found: re.Match[str]) -> str:
    """In an address (of Region Nordjylland, www.rn.dk, say) one "rn" is only a break behind a digit, at its end."""
    count = len(found[0]) // 2
    before = found.string[max(0, found.start() - _LONGEST_WORD) : found.start()]
    behind = found.string[found.end() : found.end() + _LONGEST_WORD]
    word_before, word_behind = re.split(r"\s", before)[-1], re.split(r"\s", behind, maxsplit=1)[0]
    ends_in_a_digit = not word_behind and word_before[-1:].isdigit()
    if count == 1 and _ADDRESS.search(word_before + word_behind) and not ends_in_a_digit:
        return found[0]
    return "\n" * count


def said(value: Any) -> Said | None:
    """(language, text); the walk puts in the language of a key like ``title_fr``."""
    printed = text(value)
    return None if printed is None else (None, printed)


def code(value: Any) -> str | None:
    """An identifier or a code, as printed; some publishers print identifiers as numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    printed = str(value)[:_LONGEST_CODE].strip()
    if printed.isascii() and printed.isprintable():
        return printed or None
    return _CONTROLS.sub("", printed.encode("utf-8", "replace").decode("utf-8")).strip() or None


def url(value: Any) -> str | None:
    printed = code(value)
    return printed if printed and _URL.fullmatch(printed) else None


def flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def any_flag(value: Any) -> bool | None:
    """A flag, or an object of flags (``reservedExecution`` was one once)."""
    if isinstance(value, dict):
        stated = [each for each in value.values() if isinstance(each, bool)]
        return any(stated) if stated else None
    return flag(value)


def one_of(meanings: Mapping[str, str]) -> Callable[[Any], str | None]:
    """A code with a meaning of ours; others stay as printed."""

    def read(value: Any) -> str | None:
        printed = code(value)
        return meanings.get(printed, printed) if printed else None

    return read


def cpv(value: Any) -> str | None:
    return cpv_codes.normalise(code(value))


def day(value: Any) -> date | None:
    """The day where it was printed, whatever its offset."""
    found = deadline(value)
    return found.day if found else None


def deadline(value: Any) -> Deadline | None:
    """
    >>> deadline("2025-02-21T12:00:00+01:00")
    Deadline(day=datetime.date(2025, 2, 21), clock=datetime.time(12, 0), offset='+01:00')
    """
    printed = code(value) or ""
    try:
        found = datetime.fromisoformat(printed)
    except ValueError:
        return _bare_day(printed)
    if len(printed) <= len("2025-02-21"):
        return Deadline(found.date())
    offset = printed[-1:].upper() if printed[-1:] in ("Z", "z") else printed[-6:] if found.tzinfo else None
    return Deadline(found.date(), time(found.hour, found.minute, found.second), offset)


def _bare_day(printed: str) -> Deadline | None:
    try:
        return Deadline(date.fromisoformat(printed[:10]))
    except ValueError:
        return None


def number(value: Any) -> Decimal | None:
    """Never negative; a publisher may print a number as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = value.strip()
        if len(digits) > _LONGEST_NUMBER or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits):
            return None
        return Decimal(digits)
    found = Decimal(value) if isinstance(value, int | Decimal) else None
    return found if found is not None and found >= 0 else None


def count(value: Any) -> int | None:
    found = number(value)
    whole = found is not None and found < _LARGEST_COUNT and found == found.to_integral_value()
    return int(found) if whole and found is not None else None


def money(value: Any) -> Money | None:
    """Without a currency an amount says nothing."""
    if not isinstance(value, dict):
        return None
    amount, currency = number(value.get("amount")), code(value.get("currency"))
    return None if amount is None or not currency else Money(amount, currency)


def percent(value: Any) -> Decimal | None:
    """OCDS prints shares as parts of one (0.3)."""
    found = number(value)
    return None if found is None else found * 100


def is_nuts(printed: str, country: str | None = None) -> bool:
    """Two letters are a whole country, unless they stand in another ("DE" in the US).

    >>> is_nuts("UKM71"), is_nuts("ENG"), is_nuts("London"), is_nuts("DE", "US")
    (True, False, False, False)
    """
    code = nuts.normalise(printed)
    if code is None or code[_WHOLE_COUNTRY:] != printed[_WHOLE_COUNTRY:]:
        return False
    if len(code) == _WHOLE_COUNTRY and country:
        return code == nuts.ANYWHERE or identifiers.country(printed) == country
    return code == nuts.ANYWHERE or code[:_WHOLE_COUNTRY] in NUTS_COUNTRIES


def country(value: Any) -> str | None:
    """ISO 3166-1 alpha-2 of a printed name or code; a name that means none stays as it is printed."""
    printed = text(value)
    if printed is None:
        return None
    return COUNTRY_NAMES.get(printed.casefold()) or (
        identifiers.country(printed) if len(printed) <= 3 else printed
    )
