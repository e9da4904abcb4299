"""From records to organisations and lots: what an old notice says once for all its lots is given to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from opslagstavle.notices.notice import AwardCriterion, Deadline, Duration, Lot, Organisation, Place
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


@dataclass(frozen=True, slots=True)
class ForAllLots:
    """Said once in a notice, true of each lot."""

    nature: str | None
    cpv: str | None
    places: tuple[Place, ...]
    deadline_offers: Deadline | None
    deadline_requests: Deadline | None
    deadline_interest: Deadline | None
    reserved_participation: tuple[str, ...] | None
    reserved_execution: bool | None
    award_criteria: tuple[AwardCriterion, ...]
    documents_url: str | None
    submission_url: str | None


def lots(versions: Versions, common: ForAllLots) -> tuple[Lot, ...]:
    """Every OBJECT_DESCR of every object. A number printed a second time is told apart: "1", "1 (2)"."""
    found: list[Lot] = []
    seen: dict[str, int] = {}
    for subject in aligned(versions, "object"):
        alone = len(subject[0][1].get("lot", ())) == 1
        for lot in aligned(subject, "lot"):
            printed = lot_number(lot[0][1], len(found))
            seen[printed] = seen.get(printed, 0) + 1
            number = printed if seen[printed] == 1 else f"{printed} ({seen[printed]})"
            found.append(_lot(number, lot, subject, alone, common))
    return tuple(found)


def lot_number(lot: Record, at: int) -> str:
    return first(lot, "number") or first(lot, "item") or str(at + 1)


def _lot(number: str, lot: Versions, subject: Versions, alone: bool, common: ForAllLots) -> Lot:
    """``alone``: the object is not divided, so that its title and its total estimate are this lot's too.

    The lot's main CPV code is the object's (the form has no other); the codes of its own box are all additional.
    """
    (language, record), whole = lot[0], subject[0][1]
    titles = in_languages(lot, "titles")
    estimate = first(record, "estimated_value") or (first(whole, "estimated_value") if alone else None)
    return Lot(
        number=number, titles=titles or (in_languages(subject, "titles") if alone else {}),
        descriptions=in_languages(lot, "descriptions"),
        additional_information=in_languages(lot, "additional_information"),
        nature=first(whole, "nature") or common.nature, cpv=first(whole, "cpv") or common.cpv,
        additional_cpv=tuple(dict.fromkeys(record["additional_cpv"])) if "additional_cpv" in record else (),
        places=places(record.get("places", []), in_languages(lot, "place_descriptions")) or common.places,
        estimated_value=estimate, duration=_duration(record),
        deadline_offers=common.deadline_offers, deadline_requests=common.deadline_requests,
        deadline_interest=common.deadline_interest, reserved_participation=common.reserved_participation,
        reserved_execution=common.reserved_execution,
        award_criteria=tuple(_criterion(c, language) for c in record.get("criterion", ())) or common.award_criteria,
        documents_url=common.documents_url, submission_url=common.submission_url,
    )  # fmt: skip


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


def _duration(record: Record) -> Duration | None:
    amount, unit = first(record, "duration") or (None, None)
    start, end = first(record, "start"), first(record, "end")
    return Duration(amount, unit, start, end) if amount is not None or start or end else None


def _criterion(record: Record, language: str) -> AwardCriterion:
    names = {language: record["names"][0]} if "names" in record else {}
    printed = first(record, "weight")
    weight, kind = _weight(printed)
    return AwardCriterion(
        kind=first(record, "kind"), names=names, weight=weight, weight_kind=kind,
        weight_text=printed if weight is None else None,
    )  # fmt: skip


def _weight(printed: str | None) -> tuple[Decimal | None, str | None]:
    """A number is a number; that it is a percentage is known only where the sign is printed."""
    number = (printed or "").replace(",", ".").strip()
    share = number.endswith("%")
    number = number.removesuffix("%").strip()
    if len(number) > 12 or not number.replace(".", "", 1).isdecimal():
        return None, None
    return Decimal(number), "per-exa" if share else None
