"""The same part of an old notice in each of its languages, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from opslagstavle.notices.notice import Organisation, Place
from opslagstavle.notices.paths import Record
from opslagstavle.terms import identifiers
from opslagstavle.terms.text import Texts

Versions = list[tuple[str, Record]]
"""The same part of a notice in each of its languages, the original first."""

_DANISH_REGISTER = (None, "DK", "GL")


def first(record: Record, name: str) -> Any:
    return record[name][0] if name in record else None


def in_languages(versions: Versions, name: str) -> Texts:
    if len(versions) == 1:
        language, record = versions[0]
        return {language: record[name][0]} if name in record else {}
    return {language: record[name][0] for language, record in versions if name in record}


def every(versions: Versions, *names: str) -> Texts:
    """What all these boxes say, line by line, in each language that says anything."""
    found = {}
    for language, record in versions:
        lines = [line for name in names if name in record for line in record[name]]
        if lines:
            found[language] = "\n".join(lines)
    return found


def aligned(versions: Versions, name: str) -> Iterator[Versions]:
    """Each part ``name`` of the original with its translations: by ITEM, which no language changes, else by position."""
    (language, original), *others = versions
    if not others:
        yield from ([(language, part)] for part in original.get(name, ()))
        return
    keyed = [
        (code, {_key(part, at): part for at, part in enumerate(record.get(name, ()))})
        for code, record in others
    ]
    for at, part in enumerate(original.get(name, ())):
        key = _key(part, at)
        yield [(language, part), *((code, parts[key]) for code, parts in keyed if key in parts)]


def _key(part: Record, at: int) -> object:
    return first(part, "item") or first(part, "number") or at


def organisation(
    versions: Versions, legal_type: str | None = None, activity: str | None = None
) -> Organisation:
    """Its Danish company number is looked for where the address is Danish: abroad the same digits mean something else."""
    record = versions[0][1]
    danish = first(record, "country") in _DANISH_REGISTER
    return Organisation(
        names=in_languages(versions, "name"), cvr=identifiers.cvr(first(record, "identifier")) if danish else None,
        legal_type=legal_type, activity=activity, **{name: values[0] for name, values in record.items()},
    )  # fmt: skip


def buyers(versions: Versions) -> tuple[Organisation, ...]:
    """The form says for the first of them only what kind of authority it is and what it does."""
    form = versions[0][1]
    kinds: tuple[str | None, str | None] = (first(form, "legal_type"), first(form, "activity"))
    found = []
    for buyer in aligned(versions, "buyer"):
        found.append(organisation(buyer, *kinds))
        kinds = (None, None)
    return tuple(found)


def places(codes: list[str], description: Texts | None = None) -> tuple[Place, ...]:
    """A place a NUTS code; the one description there is stands with the first of them."""
    if not codes:
        return (Place(description=description),) if description else ()
    first_code, *others = dict.fromkeys(codes)
    place = Place(nuts=first_code, country=_country(first_code), description=description or {})
    return (place, *(Place(nuts=code, country=_country(code)) for code in others)) if others else (place,)


@lru_cache(maxsize=10_000)
def _country(nuts: str) -> str | None:
    return identifiers.country(nuts[:2]) if nuts[:2].isalpha() else None
