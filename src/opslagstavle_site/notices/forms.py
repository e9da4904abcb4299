"""What a reader asks the board for, from the address. Nonsense is as good as nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from django.http import QueryDict
from opslagstavle.terms.kinds import KINDS

from opslagstavle.notices.notice import Stage

DEADLINES = ("open", "week", "month", "none", "all")
RESERVED = ("any", "participation", "execution")
STAGES = (Stage.COMPETITION, Stage.PLANNING, Stage.RESULT, Stage.DIRECT_AWARD, Stage.MODIFICATION)
Name = Literal["deadline", "place", "kind", "reserved", "stage"]
NAMES: tuple[Name, ...] = ("deadline", "place", "kind", "reserved", "stage")


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """``place`` is a NUTS code, ``kind`` a key of ``terms.kinds``; "" asks for everything."""

    deadline: str = "open"
    place: str = ""
    kind: str = ""
    reserved: str = ""
    stage: str = ""

    @classmethod
    def from_address(cls, query: QueryDict) -> BoardFilter:
        place = query.get("place", "").upper()
        return cls(
            deadline=_one_of(query.get("deadline"), DEADLINES, "open"),
            place=place if place.isalnum() and place.isascii() and 2 <= len(place) <= 5 else "",
            kind=_one_of(query.get("kind"), tuple(KINDS), ""),
            reserved=_one_of(query.get("reserved"), RESERVED, ""),
            stage=_one_of(query.get("stage"), STAGES, ""),
        )

    def without(self, name: Name) -> BoardFilter:
        """As if ``name`` were not asked: what its choices are counted among."""
        return replace(self, **{name: "all" if name == "deadline" else ""})


def _one_of(value: str | None, allowed: tuple[str, ...], default: str) -> str:
    return value if value in allowed else default
