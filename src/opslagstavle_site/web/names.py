"""Names of languages and countries in the reader's language, from the Unicode locale data that Babel carries."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from opslagstavle_site.web.language import reader_language

_ISO = {"EL": "GR", "UK": "GB", "1A": "XK"}
"""Where codes of notices and NUTS differ from ISO 3166-1."""


def language_name(code: str) -> str:
    """As it stands in a sentence: "dansk", "Danish". An unknown code is shown as it is."""
    return str(_locale(reader_language()).languages.get(code.lower(), code.upper()))


def country_name(code: str) -> str:
    """ "Sverige", "Sweden"; an unknown code as it is."""
    return str(_locale(reader_language()).territories.get(_ISO.get(code, code), code))


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
