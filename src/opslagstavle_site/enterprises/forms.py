"""What a reader asks the register for, read from the address: nonsense is as good as nothing."""

from __future__ import annotations

from django.http import QueryDict

from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises.queries import RegisterFilter


def register_filter(query: QueryDict) -> RegisterFilter:
    kind, place = query.get("kind", ""), query.get("place", "").upper()
    return RegisterFilter(
        kind=kind if kind in KINDS else "",
        place=place if place.isalnum() and place.isascii() and 2 <= len(place) <= 8 else "",
        registered="yes" if query.get("registered") == "yes" else "",
    )
