"""A lot of an eForms notice (or a part of a planned one, or a group of lots): from its record to the model."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from opslagstavle.notices.eforms_values import country, first, firsts, lists, texts
from opslagstavle.notices.notice import AwardCriterion, Deadline, Duration, Lot, Place
from opslagstavle.notices.paths import Record

_ONCE = (
    "nature", "cpv", "estimated_value", "reserved_execution", "sme_suitable", "submission_url",
)  # fmt: skip
_LISTS = ("additional_natures", "additional_cpv", "reserved_participation", "strategic", "social_objectives")
_TEXTS = ("titles", "descriptions", "additional_information")
_DEADLINES = ("deadline_offers", "deadline_requests", "deadline_interest")
_KINDS = {"LOT": "Lot", "PAR": "Part", "GLO": "LotsGroup"}
_OPEN_TO_ALL = "non-restricted-document"
_FIXED = "fix-"
_WITHHELD = AwardCriterion()


def lot(record: Record, home: str) -> Lot:
    """``home`` is the notice's language: of texts that name none."""
    number = first(record, "number") or ""
    deadlines: dict[str, Any] = {
        name: _deadline(record, name) for name in _DEADLINES if f"{name}.day" in record
    }
    return Lot(
        number=number,
        kind=_kind(first(record, "kind"), number),
        **firsts(record, _ONCE),
        **lists(record, _LISTS),
        **texts(record, _TEXTS, home),
        **deadlines,
        places=tuple(place(part, home) for part in record.get("places", ()) if part),
        duration=_duration(record),
        award_criteria=tuple(_criteria(record, home)),
        documents_url=_documents_url(record),
    )


def place(record: Record, home: str) -> Place:
    once = firsts(record, ("nuts", "town", "postal_code", "anywhere"))
    return Place(**once, **texts(record, ("description",), home), country=country(first(record, "country")))


def _kind(scheme: str | None, number: str) -> str:
    return scheme if scheme and scheme in _KINDS.values() else _KINDS.get(number[:3], "Lot")


def _duration(record: Record) -> Duration | None:
    parts = ("amount", "unit", "start", "end")
    stated = {part: record[f"duration.{part}"][0] for part in parts if f"duration.{part}" in record}
    return Duration(**stated) if stated else None


def _deadline(record: Record, name: str) -> Deadline:
    clock, offset = first(record, f"{name}.clock") or (None, None)
    return Deadline(record[f"{name}.day"][0], clock, offset)


def _documents_url(record: Record) -> str | None:
    """Where documents are open to all, else where restricted ones are asked for."""
    documents = [document for document in record.get("documents", ()) if "documents_url" in document]
    for_all = [document for document in documents if first(document, "access") == _OPEN_TO_ALL]
    return next((document["documents_url"][0] for document in for_all or documents), None)


def _criteria(record: Record, home: str) -> Iterator[AwardCriterion]:
    """What stands above the criteria is the formula for all of them; some senders put a criterion there."""
    for above in record.get("award_criteria", ()):
        criteria = above.get("award_criteria", ())
        formula = first(above, "weight_text")
        for criterion in [above, *criteria] if "kind" in above else criteria:
            if (found := _criterion(criterion, formula, home)) != _WITHHELD:
                yield found


def _criterion(record: Record, formula: str | None, home: str) -> AwardCriterion:
    weight, kind = _weight(record)
    printed = weight if weight is not None else first(record, "weight_text") or formula
    return AwardCriterion(
        kind=first(record, "kind"),
        **texts(record, ("names", "descriptions"), home),
        weight=weight if isinstance(weight, Decimal) else None,
        weight_kind=kind,
        weight_text=None if isinstance(printed, Decimal) else printed,
    )


def _weight(record: Record) -> tuple[Decimal | str | None, str | None]:
    """A weight rather than a fixed value; thresholds have no kind here and are passed over."""
    weights = [weight for weight in record.get("weights", ()) if "weight_kind" in weight]
    if not weights:
        return None, None
    best = min(weights, key=lambda weight: first(weight, "weight_kind").startswith(_FIXED))
    return first(best, "weight"), first(best, "weight_kind")
