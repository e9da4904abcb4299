"""Numbers and codes that are printed in many spellings, brought to one."""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum.dk import cvr as _cvr

_OJS = re.compile(r"^\s*(\d{4})\s*/\s*S\s*\d+\s*-\s*(\d+)\s*$", re.IGNORECASE)
_PLAIN = re.compile(r"^\s*0*(\d+)\s*-\s*(\d{4})\s*$")
_LETTERS_BEFORE = re.compile(r"^\s*(?:ORG|CVR|DK|SE)?[\s.:-]*(?:NR|NO|NUMMER)?[\s.:-]*", re.IGNORECASE)

LANGUAGES = {
    "BUL": "bg", "CES": "cs", "CZE": "cs", "DAN": "da", "DEU": "de", "GER": "de", "ELL": "el", "GRE": "el",
    "ENG": "en", "SPA": "es", "EST": "et", "EUS": "eu", "FIN": "fi", "FRA": "fr", "FRE": "fr", "GLE": "ga",
    "GLG": "gl", "HRV": "hr", "HUN": "hu", "ISL": "is", "ITA": "it", "CAT": "ca", "LAV": "lv", "LIT": "lt",
    "LTZ": "lb", "MKD": "mk", "MAC": "mk", "MLT": "mt", "NLD": "nl", "DUT": "nl", "NOB": "nb", "NNO": "nn",
    "NOR": "no", "POL": "pl", "POR": "pt", "RON": "ro", "RUM": "ro", "RUS": "ru", "SLK": "sk", "SLO": "sk",
    "SLV": "sl", "SPR": "sr", "SQI": "sq", "SRP": "sr", "SWE": "sv", "TUR": "tr", "UKR": "uk", "BOS": "bs",
    "FAO": "fo", "KAL": "kl", "GD": "gd", "ZHO": "zh", "ARA": "ar",
}  # fmt: skip
"""ISO 639-2 (and 639-3) codes notices use, to ISO 639-1."""

COUNTRIES = {
    "AUT": "AT", "BEL": "BE", "BGR": "BG", "CYP": "CY", "CZE": "CZ", "DEU": "DE", "DNK": "DK", "ESP": "ES",
    "EST": "EE", "FIN": "FI", "FRA": "FR", "GRC": "GR", "HRV": "HR", "HUN": "HU", "IRL": "IE", "ITA": "IT",
    "LTU": "LT", "LUX": "LU", "LVA": "LV", "MLT": "MT", "NLD": "NL", "POL": "PL", "PRT": "PT", "ROU": "RO",
    "SVK": "SK", "SVN": "SI", "SWE": "SE", "ISL": "IS", "LIE": "LI", "NOR": "NO", "CHE": "CH", "GBR": "GB",
    "ALB": "AL", "AND": "AD", "ARM": "AM", "AZE": "AZ", "BIH": "BA", "BLR": "BY", "GEO": "GE", "MCO": "MC",
    "MDA": "MD", "MKD": "MK", "MNE": "ME", "RUS": "RU", "SMR": "SM", "SRB": "RS", "TUR": "TR", "UKR": "UA",
    "VAT": "VA", "1A0": "XK", "XKX": "XK", "XKO": "XK", "FRO": "FO", "GRL": "GL", "USA": "US", "CAN": "CA",
    "AUS": "AU", "NZL": "NZ", "JPN": "JP", "CHN": "CN", "KOR": "KR", "IND": "IN", "ISR": "IL", "SGP": "SG",
    "HKG": "HK", "TWN": "TW", "ZAF": "ZA", "BRA": "BR", "MEX": "MX", "ARG": "AR", "CHL": "CL", "COL": "CO",
    "PER": "PE", "EGY": "EG", "MAR": "MA", "TUN": "TN", "DZA": "DZ", "LBN": "LB", "JOR": "JO", "ARE": "AE",
    "SAU": "SA", "QAT": "QA", "KEN": "KE", "ETH": "ET", "UGA": "UG", "TZA": "TZ", "GHA": "GH", "NGA": "NG",
    "SEN": "SN", "PAK": "PK", "BGD": "BD", "VNM": "VN", "THA": "TH", "MYS": "MY", "IDN": "ID", "PHL": "PH",
    "KAZ": "KZ", "UZB": "UZ", "KGZ": "KG", "TJK": "TJ", "MNG": "MN", "IRQ": "IQ", "IRN": "IR", "AFG": "AF",
    "UK": "GB", "EL": "GR",
}  # fmt: skip
"""Codes that are not ISO 3166-1 alpha-2, to those that are; Kosovo has the usual XK."""


@lru_cache(maxsize=100_000)
def cvr(printed: str | None) -> str | None:
    """The Danish company number in a printed identifier, eight digits with a valid check (modulus 11), else None.

    >>> cvr("CVR nr. 64 94 22 12"), cvr("ORG-null"), cvr("12345678")
    ('64942212', None, None)
    """
    digits = re.sub(r"[\s.-]", "", _LETTERS_BEFORE.sub("", printed or ""))
    return digits if digits.isascii() and _cvr.is_valid(digits) and len(digits) == 8 else None


@lru_cache(maxsize=100_000)
def publication_number(printed: str | None) -> str | None:
    """A TED publication number in one spelling, else None.

    >>> {publication_number(p) for p in ("00672025-2023", "672025-2023", "2023/S 214-672025")}
    {'672025-2023'}
    """
    if found := _OJS.match(printed or ""):
        return f"{int(found[2])}-{found[1]}"
    if found := _PLAIN.match(printed or ""):
        return f"{int(found[1])}-{found[2]}"
    return None


def language(printed: str | None) -> str | None:
    """ISO 639-1, lower case; an unknown code stays as printed, in lower case.

    >>> language("DAN"), language("DA"), language("NOB")
    ('da', 'da', 'nb')
    """
    code = (printed or "").strip().upper()
    return LANGUAGES.get(code, code.lower()) or None


def country(printed: str | None) -> str | None:
    """ISO 3166-1 alpha-2, Greece as GR and the United Kingdom as GB; an unknown code stays as printed.

    >>> country("DNK"), country("UK"), country("EL"), country("1A0")
    ('DK', 'GB', 'GR', 'XK')
    """
    code = (printed or "").strip().upper()
    return COUNTRIES.get(code, code) or None
