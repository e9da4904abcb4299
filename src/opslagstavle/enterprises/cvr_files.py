"""Records of the central business register from bytes: one hit, a search answer, a list of either, or JSON Lines of any."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from opslagstavle.enterprises.cvr_record import CvrRecord, read_record
from opslagstavle.errors import BadRecord

Placed = tuple[str, CvrRecord | BadRecord]
"""(where in the file or answer, the record or what is wrong with it)"""


def records(content: bytes) -> Iterator[Placed]:
    """Every record that is in it; what is wrong with one stops no other."""
    try:
        found: Any = [json.loads(content)]
        places = [""]
    except (ValueError, RecursionError) as error:
        places, found = _lines(content, error)
    for place, document in zip(places, found, strict=True):
        if isinstance(document, BadRecord):
            yield place, document
            continue
        yield from records_of(document, place)


def records_of(document: Any, place: str = "") -> Iterator[Placed]:
    """The same of JSON that was parsed."""
    for where, hit in _hits(document, place):
        try:
            yield where, read_record(hit)
        except BadRecord as bad:
            yield where, bad


def _lines(content: bytes, error: Exception) -> tuple[list[str], list[Any]]:
    lines = [(number, line) for number, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    if len(lines) < 2:
        return [""], [BadRecord("", f"no JSON ({type(error).__name__})")]
    return [f"line {number}" for number, _ in lines], [_parsed(line) for _, line in lines]


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadRecord("", f"no JSON ({type(error).__name__})")


def _hits(document: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(document, list):
        for number, each in enumerate(document, 1):
            yield from _hits(each, f"{place} record {number}".strip())
        return
    inner = document.get("hits") if isinstance(document, dict) else None
    if isinstance(inner, dict):
        inner = inner.get("hits")
    if isinstance(inner, list):
        for number, each in enumerate(inner, 1):
            yield f"{place} hit {number}".strip(), each
    else:
        yield place, document
