"""Which entries may be the same enterprise."""

from __future__ import annotations

from opslagstavle.enterprises.duplicates import Entry, Pair, likely_pairs
from opslagstavle_site.enterprises.entries import register_in_full
from opslagstavle_site.enterprises.models import Distinct


def candidates() -> list[Pair]:
    """Pairs of real entries with their reasons, the likeliest first, without those that staff found to be two."""
    rows = register_in_full().order_by("pk")
    values = rows.values_list("pk", "name", "cvr", "municipality", "website", "phone")
    two = set(Distinct.objects.values_list("one", "other"))
    return [pair for pair in likely_pairs(Entry(*row) for row in values) if (pair.one, pair.other) not in two]
