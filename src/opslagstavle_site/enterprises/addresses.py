"""The address an entry gets, and keeps for ever."""

from __future__ import annotations

from itertools import chain, count

from opslagstavle.terms.kinds import fold
from opslagstavle_site.enterprises.models import Enterprise, Removal
from opslagstavle_site.enterprises.rows import hash_of

RESERVED_KEYS = frozenset({"tilfoej", "forslag", "import", "data", "kort", "soeg"})
"""Addresses below /virksomheder/ that are no enterprise."""
LONGEST_KEY = 60


def free_key(name: str) -> str:
    """A key for a new entry, made from its name, that no entry has or had."""
    plain = fold(name).encode("ascii", "ignore").decode().replace("_", " ")
    start = "-".join(plain.split())[:LONGEST_KEY].strip("-") or "virksomhed"
    taken = (
        set(Enterprise.objects.filter(key__startswith=start).values_list("key", flat=True)) | RESERVED_KEYS
    )
    numbered = (f"{start}-{number}" for number in count(2))
    return next(key for key in chain([start], numbered) if key not in taken and not address_was_removed(key))


def address_was_removed(key: str) -> bool:
    """Did an enterprise stand at this address that was removed on request?"""
    return Removal.objects.filter(key_hash=hash_of("key", key)).exists()
