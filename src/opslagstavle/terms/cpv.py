"""CPV 2008 codes: nine printed digits, of which the last only checks; the first eight form a tree.

A code is always the eight digits as text ("98310000"). Its *prefix* is what they say: "98" division, "983" group,
"9831" class, "98311" category, up to eight digits. Regulation (EC) No 213/2008.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from itertools import takewhile

_PRINTED = re.compile(r"\s*(?!00)([0-9]{8})\s*(?:-\s*[0-9]\s*)?")
SHORTEST = 2
"""Digits of a division, the coarsest thing a code can say."""


@lru_cache(maxsize=20_000)
def normalise(printed: str | None) -> str | None:
    """Eight digits, or None for anything else (the supplementary vocabulary "FA01-6" included).

    The check digit is dropped unread: it does not follow from the others by a published rule.

    >>> normalise("98310000-9"), normalise(" 98310000 "), normalise("9831")
    ('98310000', '98310000', None)
    """
    found = _PRINTED.fullmatch(printed or "")
    return found[1] if found else None


def prefix(code: str) -> str:
    """What a code says, without the zeros that only fill up.

    >>> prefix("98310000"), prefix("30000000")
    ('9831', '30')
    """
    return code.rstrip("0").ljust(SHORTEST, "0")


def within(code: str, area: str) -> bool:
    """Is ``code`` the same as ``area`` or something below it?

    >>> within("98311000", "98310000"), within("98300000", "98310000")
    (True, False)
    """
    return code.startswith(prefix(area))


def shared_depth(one: str, other: str) -> int:
    """How many leading digits two codes have in common: 0 in different divisions, else 2 to 8.

    >>> shared_depth("90911300", "90910000"), shared_depth("90911300", "98310000")
    (4, 0)
    """
    pairs = zip(prefix(one), prefix(other), strict=False)
    depth = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return depth if depth >= SHORTEST else 0


def ancestors(code: str, known: Container[str] | None = None) -> tuple[str, ...]:
    """Every code above this one, nearest first; with ``known`` only those that are in the published list.

    The list has gaps: 60112000 is there, 60110000 is not.

    >>> ancestors("90911300")
    ('90911000', '90910000', '90900000', '90000000')
    """
    digits = prefix(code)
    above = (digits[:length].ljust(8, "0") for length in range(len(digits) - 1, SHORTEST - 1, -1))
    return tuple(each for each in dict.fromkeys(above) if known is None or each in known)


def parent(code: str, known: Container[str] | None = None) -> str | None:
    """The nearest code above, None for a division.

    >>> parent("98310000"), parent("98000000")
    ('98300000', None)
    """
    return next(iter(ancestors(code, known)), None)
