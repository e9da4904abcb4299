"""The bridge between the library's ``Match`` and its row."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter

from opslagstavle.matching import outcome as library
from opslagstavle_site.matches.models import EarlierMatch, Match

MATCH: TypeAdapter[library.Match] = TypeAdapter(library.Match)


def columns(
    match: library.Match, *, lot_id: int, enterprise_id: int, on: date, versions: str
) -> dict[str, Any]:
    return {
        "lot_id": lot_id,
        "enterprise_id": enterprise_id,
        "score": match.score,
        "route": match.route.value,
        "computed_on": on,
        "data": MATCH.dump_json(match).decode(),
        "versions": versions,
    }


def to_library(row: Match | EarlierMatch) -> library.Match:
    return MATCH.validate_json(row.data)
