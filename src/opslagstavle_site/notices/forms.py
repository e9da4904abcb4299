"""What a reader asks the board for, read from the address. Nonsense is as good as nothing."""

from __future__ import annotations

from django.http import QueryDict

from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.notices.queries import DEADLINES, RESERVED, STAGES, BoardFilter


def board_filter(query: QueryDict) -> BoardFilter:
    place = query.get("place", "").upper()
    return BoardFilter(
        deadline=_one_of(query.get("deadline"), DEADLINES, "open"),
        place=place if place.isalnum() and place.isascii() and 2 <= len(place) <= 5 else "",
        kind=_one_of(query.get("kind"), tuple(KINDS), ""),
        reserved=_one_of(query.get("reserved"), RESERVED, ""),
        stage=_one_of(query.get("stage"), STAGES, ""),
    )


def _one_of(value: str | None, allowed: tuple[str, ...], default: str) -> str:
    return value if value in allowed else default
