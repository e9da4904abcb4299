"""What a spreadsheet program would take for something to compute."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    r"[^\S\t\r\n]|[\x00-\x08\x0e-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""What some programs pass over before they look whether a formula begins."""
_SIGNS = "=+-−@＝＋－＠\t\r\n"


def is_formula(text: str) -> bool:
    """Would it be computed, if it stood in a cell?

    >>> is_formula("=1+1"), is_formula("  @SUM(A1)"), is_formula("Vask - og rul"), is_formula("")
    (True, True, False, False)
    """
    begins = next((sign for sign in text if not _UNSEEN.match(sign)), "")
    return bool(begins) and begins in _SIGNS


def harmless(text: str) -> str:
    """With an apostrophe before it, if it would be computed.

    >>> harmless("=1+1"), harmless("Vask")
    ("'=1+1", 'Vask')
    """
    return f"'{text}" if is_formula(text) else text
