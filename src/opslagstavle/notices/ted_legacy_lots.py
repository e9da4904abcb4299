"""From records to lots: what an old notice says once for all its lots is given to each of them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from opslagstavle.notices.notice import AwardCriterion, Duration, Lot
from opslagstavle.notices.paths import Record
from opslagstavle.notices.ted_legacy_versions import Versions, aligned, first, in_languages, places

_ONCE = ("options", "renewable", "variants", "eu_funds", "candidates_minimum", "candidates_maximum")
_TEXTS = ("descriptions", "additional_information", "options_descriptions", "renewal_descriptions")
_SEVERAL = re.compile(r"\d+(?:\s*[,;&]\s*\d+)+")


def lots(versions: Versions, common: Lot) -> tuple[Lot, ...]:
    """Every OBJECT_DESCR of every object. A number printed a second time is told apart: "1", "1 (2)"."""
    found: list[Lot] = []
    seen: dict[str, int] = {}
    for subject in aligned(versions, "object"):
        alone = len(subject[0][1].get("lot", ())) == 1
        for lot in aligned(subject, "lot"):
            number = told_apart(lot_number(lot[0][1], len(found)), seen)
            found.append(_lot(number, lot, subject, alone, common))
    return tuple(found)


def lot_number(lot: Record, at: int) -> str:
    return first(lot, "number") or first(lot, "item") or str(at + 1)


def told_apart(printed: str, seen: dict[str, int]) -> str:
    seen[printed] = seen.get(printed, 0) + 1
    return printed if seen[printed] == 1 else f"{printed} ({seen[printed]})"


def lots_listed(printed: str | None) -> tuple[str, ...]:
    """A list of plain numbers ("1, 2") is several lots; anything else is one, as printed."""
    if printed and _SEVERAL.fullmatch(printed):
        return tuple(re.findall(r"\d+", printed))
    return (printed,) if printed else ()


def _lot(number: str, lot: Versions, subject: Versions, alone: bool, common: Lot) -> Lot:
    """``alone``: the object is not divided, so that its title and its total estimate are this lot's too.

    The lot's main CPV code is the object's (the form has no other); the codes of its own box are all additional.
    """
    (language, record), whole = lot[0], subject[0][1]
    titles = in_languages(lot, "titles")
    said: dict[str, Any] = {name: record[name][0] for name in _ONCE if name in record}
    said |= {name: in_languages(lot, name) for name in _TEXTS if name in record}
    return replace(
        common,
        number=number, titles=titles or (in_languages(subject, "titles") if alone else {}),
        nature=first(whole, "nature") or common.nature, cpv=first(whole, "cpv") or common.cpv,
        additional_cpv=tuple(dict.fromkeys(record["additional_cpv"])) if "additional_cpv" in record else (),
        places=places(record.get("places", []), in_languages(lot, "place_descriptions")) or common.places,
        estimated_value=first(record, "estimated_value") or (first(whole, "estimated_value") if alone else None),
        duration=duration(record),
        award_criteria=tuple(criterion(c, language) for c in record.get("criterion", ())) or common.award_criteria,
        **said,
    )  # fmt: skip


def duration(record: Record) -> Duration | None:
    amount, unit = first(record, "duration") or (None, None)
    start, end = first(record, "start"), first(record, "end")
    return Duration(amount, unit, start, end) if unit or start or end else None


def criterion(record: Record, language: str) -> AwardCriterion:
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
