"""Characters that formats for programs cannot carry."""

from __future__ import annotations

import re

# Whatever is no character of XML 1.0: most control characters, half of a surrogate pair, and two that are no characters.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    r"""
    >>> printable("Vask\x00 og\x0b rul")
    'Vask og rul'
    """
    return _UNPRINTABLE.sub("", text)
