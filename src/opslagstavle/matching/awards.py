"""Who won a lot, and whether that is the very enterprise it is compared with."""

from __future__ import annotations

import re

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.notices.notice import Lot, Notice, Organisation

LEGAL_FORMS = frozenset(
    [
        "a/s",
        "as",
        "aps",
        "i/s",
        "is",
        "k/s",
        "ks",
        "p/s",
        "ps",
        "ivs",
        "smba",
        "s.m.b.a",
        "fmba",
        "f.m.b.a",
        "amba",
        "a.m.b.a",
        "aba",
        "s/i",
        "fonden",
        "foreningen",
    ]
)
"""What stands before or behind a Danish name without being part of it."""
_BETWEEN_WORDS = re.compile(r"[^\w/.]+")


def winners(lot: Lot, notice: Notice) -> tuple[Organisation, ...]:
    """Those of this lot; results that name no lot speak for all."""
    results = (result for result in notice.results if not result.lots or lot.number in result.lots)
    return tuple(winner for result in results for award in result.awards for winner in award.winners)


def own_win(enterprise: Enterprise, lot: Lot, notice: Notice) -> Organisation | None:
    """The enterprise as it is printed among the winners of a lot, alone or with others."""
    return next((winner for winner in winners(lot, notice) if _is_same(enterprise, winner)), None)


def _is_same(enterprise: Enterprise, printed: Organisation) -> bool:
    """By company number where both have one; else by name, and not across a border."""
    if enterprise.cvr and printed.cvr:
        return enterprise.cvr == printed.cvr
    name = _bare(enterprise.name)
    return bool(name) and name == _bare(printed.name or "") and printed.country in (None, "DK")


def _bare(name: str) -> tuple[str, ...]:
    """
    >>> _bare("Fonden Blå Kors, S.M.B.A.") == _bare("Blå Kors")
    True
    """
    words = (word.strip(".") for word in _BETWEEN_WORDS.split(name.casefold()))
    return tuple(word for word in words if word and word not in LEGAL_FORMS)
