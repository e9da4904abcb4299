"""A lot of an eForms notice (or a part of a planned one, or a group of lots): from its record to the model."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from opslagstavle.notices.eforms_values import country, each, first, texts
from opslagstavle.notices.notice import AwardCriterion, Deadline, Duration, Lot, Place
from opslagstavle.notices.paths import Record

_KINDS = {"LOT": "Lot", "PAR": "Part", "GLO": "LotsGroup"}
_OPEN_TO_ALL = "non-restricted-document"
_FIXED = "fix-"


def lot(record: Record, home: str) -> Lot:
    """``home`` is the notice's language: of texts that name none."""
    number = first(record, "number") or ""
    return Lot(
        number=number,
        kind=_kind(first(record, "kind"), number),
        titles=texts(record, "titles", home),
        descriptions=texts(record, "descriptions", home),
        additional_information=texts(record, "additional_information", home),
        nature=first(record, "nature"),
        additional_natures=each(record, "additional_natures"),
        cpv=first(record, "cpv"),
        additional_cpv=each(record, "additional_cpv"),
        places=places(record, "places", home),
        estimated_value=first(record, "estimated_value"),
        duration=_duration(record),
        deadline_offers=_deadline(record, "deadline_offers"),
        deadline_requests=_deadline(record, "deadline_requests"),
        deadline_interest=_deadline(record, "deadline_interest"),
        reserved_participation=each(record, "reserved_participation") or None,
        reserved_execution=first(record, "reserved_execution"),
        strategic=each(record, "strategic"),
        social_objectives=each(record, "social_objectives"),
        sme_suitable=first(record, "sme_suitable"),
        award_criteria=tuple(_criteria(record, home)),
        documents_url=_documents_url(record),
        submission_url=first(record, "submission_url"),
    )


def places(record: Record, name: str, home: str) -> tuple[Place, ...]:
    found = (
        Place(
            nuts=first(place, "nuts"),
            country=country(first(place, "country")),
            town=first(place, "town"),
            postal_code=first(place, "postal_code"),
            description=texts(place, "description", home),
            anywhere=first(place, "anywhere"),
        )
        for place in record.get(name, ())
        if place
    )
    return tuple(found)


def _kind(scheme: str | None, number: str) -> str:
    return scheme if scheme in _KINDS.values() else _KINDS.get(number[:3], "Lot")


def _duration(record: Record) -> Duration | None:
    parts = (first(record, f"duration.{part}") for part in ("amount", "unit", "start", "end"))
    found = Duration(*parts)
    return None if found == Duration() else found


def _deadline(record: Record, name: str) -> Deadline | None:
    day = first(record, f"{name}.day")
    if day is None:
        return None
    offset = first(record, f"{name}.clock_offset") or first(record, f"{name}.offset")
    return Deadline(day, first(record, f"{name}.clock"), offset)


def _documents_url(record: Record) -> str | None:
    """Where documents are open to all, else where restricted ones are asked for."""
    documents = sorted(
        record.get("documents", ()), key=lambda document: first(document, "access") != _OPEN_TO_ALL
    )
    return next((url for document in documents if (url := first(document, "documents_url"))), None)


def _criteria(record: Record, home: str) -> Iterator[AwardCriterion]:
    """What stands above the criteria is the formula for all of them; some senders put a criterion there."""
    for above in record.get("award_criteria", ()):
        criteria = above.get("award_criteria", ())
        formula = first(above, "weight_text")
        for criterion in [above, *criteria] if "kind" in above else criteria:
            if criterion:
                yield _criterion(criterion, formula, home)


def _criterion(record: Record, formula: str | None, home: str) -> AwardCriterion:
    weight, kind, printed = _weight(record)
    return AwardCriterion(
        kind=first(record, "kind"),
        names=texts(record, "names", home),
        descriptions=texts(record, "descriptions", home),
        weight=weight,
        weight_kind=kind,
        weight_text=None if weight is not None else printed or first(record, "weight_text") or formula,
    )


def _weight(record: Record) -> tuple[Decimal | None, str | None, str | None]:
    """A weight rather than a fixed value; thresholds have no kind here and are passed over."""
    weights = [weight for weight in record.get("weights", ()) if "weight_kind" in weight]
    for weight in sorted(weights, key=lambda weight: first(weight, "weight_kind").startswith(_FIXED)):
        return first(weight, "weight"), first(weight, "weight_kind"), first(weight, "weight_text")
    return None, None, None
