"""A lot of an eForms notice (or a part of a planned one, or a group of lots): from its record to the model."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from opslagstavle.notices.eforms_conditions import conditions
from opslagstavle.notices.eforms_values import country, dotted, first, firsts, inside, lists, texts
from opslagstavle.notices.notice import AwardCriterion, Deadline, Duration, Lot, Place
from opslagstavle.notices.paths import Record

_ONCE = (
    "nature", "cpv", "estimated_value", "reserved_execution", "sme_suitable", "submission_url", "submission", "renewals",
    "variants", "framework", "dynamic_purchasing", "electronic_auction", "guarantee", "eu_funds", "candidates_minimum",
    "candidates_maximum",
)  # fmt: skip
_LISTS = (
    "additional_natures", "additional_cpv", "reserved_participation", "strategic", "social_objectives", "offer_languages",
)  # fmt: skip
_TEXTS = (
    "titles", "descriptions", "additional_information", "options_descriptions", "renewal_descriptions",
    "guarantee_descriptions",
)  # fmt: skip
_MOMENTS = tuple(
    (name, f"{name}.day", f"{name}.clock")
    for name in ("deadline_offers", "deadline_requests", "deadline_interest", "deadline_questions", "opening")
)
_DURATION = dotted("duration", "amount", "unit", "start", "end")
_KINDS = {"LOT": "Lot", "PAR": "Part", "GLO": "LotsGroup"}
_FIXED = "fix-"
_WITHHELD = AwardCriterion()


def lot(record: Record, home: str) -> Lot:
    """``home`` is the notice's language: of texts that name none."""
    number = first(record, "number") or ""
    moments: dict[str, Any] = {
        name: Deadline(record[day][0], *(first(record, clock) or ()))
        for name, day, clock in _MOMENTS
        if day in record
    }
    return Lot(
        number=number,
        kind=_kind(first(record, "kind"), number),
        **firsts(record, _ONCE),
        **lists(record, _LISTS),
        **texts(record, _TEXTS, home),
        **moments,
        places=tuple(place(part, home) for part in record.get("places", ()) if part),
        duration=_duration(record),
        award_criteria=tuple(_criteria(record, home)),
        **conditions(record, home),
    )


def place(record: Record, home: str) -> Place:
    once = firsts(record, ("nuts", "town", "postal_code", "anywhere"))
    return Place(**once, **texts(record, ("description",), home), country=country(first(record, "country")))


def _kind(scheme: str | None, number: str) -> str:
    return scheme if scheme and scheme in _KINDS.values() else _KINDS.get(number[:3], "Lot")


def _duration(record: Record) -> Duration | None:
    stated = inside(record, _DURATION)
    return Duration(**firsts(stated, ("amount", "unit", "start", "end"))) if stated else None


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
