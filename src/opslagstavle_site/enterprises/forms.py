"""What a reader asks the register for, read from the address: nonsense is as good as nothing."""

from __future__ import annotations

from django.http import QueryDict

from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import ENTERPRISES, SORTS, RegisterFilter
from opslagstavle_site.search.forms import typed
from opslagstavle_site.search.queries import find


def register_filter(query: QueryDict) -> RegisterFilter:
    kind, place, q = query.get("kind", ""), query.get("place", "").upper(), typed(query)
    origin, sort = query.get("origin", ""), query.get("sort", "")
    return RegisterFilter(
        kind=kind if kind in KINDS else "",
        place=place if place.isalnum() and place.isascii() and 2 <= len(place) <= 8 else "",
        registered="yes" if query.get("registered") == "yes" else "",
        origin=origin if origin in Enterprise.Origin else "",
        q=q,
        sort=sort if sort in SORTS else "",
        found=find(ENTERPRISES, q) if q else None,
    )
