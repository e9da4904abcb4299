"""From records to lots, of the forms before R2.0.9: lots stand in an annex, an undivided object is a lot itself.

Award notices of that time have no annex; their lots are those their contracts name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opslagstavle.notices.notice import Duration, Lot, Place
from opslagstavle.notices.paths import Record
from opslagstavle.notices.ted_legacy_lots import duration, lot_number, lots_listed, told_apart
from opslagstavle.notices.ted_legacy_versions import Versions, aligned, every, first, in_languages, places


def lots(versions: Versions, common: Lot) -> tuple[Lot, ...]:
    """A number printed a second time is told apart: "1", "1 (2)". A correction (F14) tells of no lots."""
    form, seen = versions[0][1], dict[str, int]()
    if first(form, "notice_type") == "F14":
        return ()
    awarded = list(_awarded(versions))
    found: list[Lot] = []
    for subject in aligned(versions, "object"):
        parts = list(aligned(subject, "lot"))
        for part in parts:
            number = told_apart(lot_number(part[0][1], len(found)), seen)
            found.append(_lot(number, part, subject, common))
        if not parts and awarded:
            found += [_named(number, part, subject, common) for number, part in awarded]
        elif not parts:
            found.append(_undivided(told_apart(str(len(found) + 1), seen), subject, common))
    return tuple(found)


def _awarded(versions: Versions) -> Iterator[tuple[str, Versions]]:
    """Each lot that a contract names, once, with the first contract that names it; "1, 2" are two."""
    seen = set()
    for award in aligned(versions, "award"):
        for number in lots_listed(", ".join(award[0][1].get("lots", ()))):
            if number not in seen:
                seen.add(number)
                yield number, award


def _named(number: str, award: Versions, subject: Versions, common: Lot) -> Lot:
    """Of a lot that only a contract names, no more is known than its title and what is common to all."""
    whole = subject[0][1]
    return replace(
        common, number=number, titles=in_languages(award, "titles"), cpv=first(whole, "cpv") or common.cpv,
        additional_cpv=tuple(dict.fromkeys(whole.get("additional_cpv", ()))), places=_places(subject, common),
    )  # fmt: skip


def _undivided(number: str, subject: Versions, common: Lot) -> Lot:
    return replace(
        _lot(number, subject, subject, common),
        options=first(subject[0][1], "options"), options_descriptions=in_languages(subject, "options_descriptions"),
    )  # fmt: skip


def _lot(number: str, lot: Versions, subject: Versions, common: Lot) -> Lot:
    """A lot's own annex first. Options and renewals are told of the whole only, and are each lot's as far as anybody knows.

    How much is wanted stands in a box of its own, and here below the description.
    """
    record, whole = lot[0][1], subject[0][1]
    return replace(
        common, number=number, titles=in_languages(lot, "titles"),
        descriptions=every(lot, "descriptions", "quantity"),
        additional_information=in_languages(lot, "additional_information"),
        cpv=first(record, "cpv") or first(whole, "cpv") or common.cpv,
        additional_cpv=tuple(dict.fromkeys(record.get("additional_cpv", ()))), places=_places(subject, common),
        estimated_value=first(record, "estimated_value"),
        estimated_value_range=first(record, "estimated_value_range"), duration=_duration(record, whole),
        renewable=first(whole, "renewable"), renewals=_renewals(whole),
    )  # fmt: skip


def _renewals(whole: Record) -> int | None:
    return 0 if first(whole, "renewable") is False else first(whole, "renewals")


def _places(subject: Versions, common: Lot) -> tuple[Place, ...]:
    return (
        places(subject[0][1].get("places", []), in_languages(subject, "place_descriptions")) or common.places
    )


def _duration(record: Record, whole: Record) -> Duration | None:
    """The lot's own, else that of the whole, else that of the framework agreement."""
    amount, unit = first(whole, "framework_duration") or (None, None)
    return duration(record) or duration(whole) or (Duration(amount, unit) if unit else None)
