"""The JSON Schema of a notice as it is printed (``read --json``), each field with where every format has it.

The sentence about a class is its docstring; the terms of a field come from the tables the readers work by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter

from opslagstavle.notices import eforms_fields, notice, ocds_fields, ted_legacy_fields
from opslagstavle.notices.notice import (
    Award,
    AwardCriterion,
    Change,
    Correction,
    Deadline,
    DocumentLink,
    Duration,
    Framework,
    Lot,
    LotResult,
    Modification,
    Notice,
    Organisation,
    Place,
    Procedure,
    SelectionCriterion,
    Subcontracting,
)
from opslagstavle.notices.paths import Table

NOTICE: TypeAdapter[Notice] = TypeAdapter(Notice)
"""Notices to JSON and back."""

FORMATS: dict[str, tuple[Table, ...]] = {
    "eforms": eforms_fields.TABLES,
    "ted-r209": ted_legacy_fields.TABLES,
    "ocds": ocds_fields.TABLES,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LOCAL_TIME = r"^\d\d:\d\d:\d\d(\.\d+)?$"
"""A time of day without a zone, which the schema's own format "time" would not allow; the zone stands in ``offset``."""

_OWNERS: dict[str, dict[str, tuple[type, ...]]] = {
    "eforms": {
        "notice": (Notice,), "buyers": (Organisation,), "organisations": (Organisation,), "contact_points": (Organisation,),
        "procedure.places": (Place,), "places": (Place,), "lots": (Lot,), "documents": (Lot,),
        "award_criteria": (AwardCriterion,), "weights": (AwardCriterion,), "results": (LotResult,),
        "statistics": (LotResult,), "offers": (Award,),
        "contracts": (Award,), "parties": (Organisation,), "correction": (Correction,),
    },
    "ted-r209": {
        "notice": (Notice, Procedure), "form": (Notice, Procedure, Organisation, Correction), "buyer": (Organisation,),
        "object": (Procedure, Lot), "lot": (Lot,), "criterion": (AwardCriterion,), "award": (LotResult, Award),
        "winner": (Organisation,), "contest": (LotResult, Award), "modification": (Award, Procedure), "heading": (Procedure,),
    },
    "ocds": {
        "release": (Notice,), "call": (Procedure, Lot), "lots": (Lot,), "items": (Lot,), "places": (Place,),
        "documents": (DocumentLink,), "award_criteria": (AwardCriterion,), "numbers": (AwardCriterion,),
        "selection_criteria": (SelectionCriterion,), "amendments": (Correction,), "entries": (Change,),
        "parties": (Organisation,),
        "awards": (Award, LotResult), "contracts": (Award,), "modifications": (Modification,), "statistics": (LotResult,),
        "milestones": (Lot,),
    },
}  # fmt: skip
"""Whose fields the rows of a table are, where they are called the same."""

_ANY_DEADLINE = tuple((Lot, name) for name in ("deadline_offers", "deadline_requests", "deadline_interest"))
"""The standard forms have one box for them; stage and procedure say which is meant."""

_CALL_AND_LOTS: tuple[tuple[str, type], ...] = (("call", Procedure), ("lots", Lot))

_CALLED_OTHERWISE: dict[tuple[str, str, str], tuple[tuple[type, str], ...]] = {
    ("eforms", "lots", "framework"): ((Procedure, "framework"),),
    ("eforms", "lots", "dynamic_purchasing"): ((Procedure, "dynamic_purchasing"),),
    ("eforms", "lots", "earlier_notices"): ((Notice, "earlier_notices"),),
    ("eforms", "contracts", "earlier_notices"): ((Notice, "earlier_notices"),),
    **{("eforms", "lots", f"{deadline}.clock"): ((Lot, deadline), (Deadline, "clock"), (Deadline, "offset"))
       for deadline in ("deadline_offers", "deadline_requests", "deadline_interest")},
    ("eforms", "places", "nuts"): ((Lot, "places"), (Place, "nuts")),
    ("eforms", "procedure.places", "nuts"): ((Procedure, "places"), (Place, "nuts")),
    ("eforms", "buyers", "id"): ((Notice, "buyers"),),
    ("eforms", "winners", "id"): ((Award, "winners"),),
    ("ted-r209", "notice", "cpv"): ((Procedure, "cpv"), (Lot, "cpv")),
    ("ted-r209", "notice", "places"): ((Procedure, "places"), (Lot, "places"), (Place, "nuts"), (Place, "country")),
    ("ted-r209", "notice", "nature"): ((Procedure, "nature"), (Lot, "nature")),
    ("ted-r209", "notice", "deadline"): ((Deadline, "day"), (Deadline, "clock"), *_ANY_DEADLINE),
    ("ted-r209", "form", "type"): ((Notice, "stage"),),
    ("ted-r209", "form", "notice_type"): ((Notice, "notice_type"), (Notice, "stage")),
    ("ted-r209", "form", "language"): ((Notice, "language"), (Notice, "languages")),
    ("ted-r209", "form", "documents_url"): ((Lot, "documents_url"),),
    ("ted-r209", "form", "submission_url"): ((Lot, "submission_url"),),
    ("ted-r209", "form", "reserved_participation"): ((Lot, "reserved_participation"),),
    ("ted-r209", "form", "reserved_execution"): ((Lot, "reserved_execution"),),
    ("ted-r209", "form", "criteria"): ((AwardCriterion, "descriptions"),),
    ("ted-r209", "form", "deadline_day"): ((Deadline, "day"), *_ANY_DEADLINE),
    ("ted-r209", "form", "deadline_time"): ((Deadline, "clock"),),
    ("ted-r209", "form", "changes_information"): ((Correction, "descriptions"),),
    ("ted-r209", "buyer", "name"): ((Organisation, "name"), (Notice, "buyers")),
    ("ted-r209", "object", "descriptions"): ((Procedure, "descriptions"),),
    ("ted-r209", "lot", "item"): ((Lot, "number"),),
    ("ted-r209", "lot", "duration"): ((Lot, "duration"), (Duration, "amount"), (Duration, "unit")),
    ("ted-r209", "lot", "start"): ((Lot, "duration"), (Duration, "start")),
    ("ted-r209", "lot", "end"): ((Lot, "duration"), (Duration, "end")),
    ("ted-r209", "lot", "places"): ((Lot, "places"), (Place, "nuts"), (Place, "country")),
    ("ted-r209", "lot", "place_descriptions"): ((Place, "description"),),
    ("ted-r209", "criterion", "weight"): tuple((AwardCriterion, part) for part in ("weight", "weight_kind", "weight_text")),
    ("ted-r209", "winner", "name"): ((Organisation, "name"), (Award, "winners")),
    ("ted-r209", "award", "awarded"): ((LotResult, "outcome"),),
    ("ted-r209", "award", "not_awarded"): ((LotResult, "outcome"),),
    ("ted-r209", "contest", "awarded"): ((LotResult, "outcome"),),
    ("ted-r209", "contest", "not_awarded"): ((LotResult, "outcome"),),
    **{("ted-r209", "change", part): ((Correction, "descriptions"),)
       for part in ("section", "lot", "label", "before", "after")},
    ("ocds", "release", "tags"): ((Notice, "stage"), (Notice, "notice_type")),
    ("ocds", "release", "titles"): ((Procedure, "titles"),),
    ("ocds", "release", "additional_information"): ((Procedure, "additional_information"),),
    ("ocds", "release", "buyer"): ((Notice, "buyers"),),
    ("ocds", "release", "buyer_name"): ((Notice, "buyers"), (Organisation, "name")),
    ("ocds", "call", "id"): ((Procedure, "identifier"), (Procedure, "reference")),
    ("ocds", "call", "identifiers"): ((Procedure, "reference"),),
    ("ocds", "call", "legal_basis"): ((Notice, "legal_basis"),),
    ("ocds", "call", "method"): ((Procedure, "kind"),),
    ("ocds", "call", "status"): ((Notice, "stage"), (LotResult, "outcome")),
    ("ocds", "call", "status_details"): ((LotResult, "reason"),),
    ("ocds", "call", "procuring_entity"): ((Notice, "buyers"),),
    ("ocds", "call", "procuring_name"): ((Notice, "buyers"), (Organisation, "name")),
    **{("ocds", of, "minimum_value"): ((owner, "estimated_value_range"),) for of, owner in _CALL_AND_LOTS},
    **{("ocds", of, "maximum_value"): ((owner, "estimated_value_range"),) for of, owner in _CALL_AND_LOTS},
    **{("ocds", of, "deadline"): ((Deadline, "day"), (Deadline, "clock"), (Deadline, "offset"), *_ANY_DEADLINE[:2])
       for of in ("call", "lots")},
    **{("ocds", of, "submission_method"): ((Lot, "submission"),) for of in ("call", "lots")},
    **{("ocds", of, "sustainable"): ((Lot, "strategic"),) for of in ("call", "lots")},
    **{("ocds", of, "strategic"): ((Lot, "strategic"), (Lot, "social_objectives")) for of in ("call", "lots")},
    ("ocds", "lots", "status"): ((LotResult, "outcome"),),
    ("ocds", "lots", "status_details"): ((LotResult, "reason"),),
    ("ocds", "items", "place_description"): ((Place, "description"),),
    ("ocds", "items", "location"): ((Place, "nuts"),),
    ("ocds", "items", "lots"): ((Lot, "places"), (Procedure, "places")),
    ("ocds", "documents", "url"): ((DocumentLink, "url"), (Lot, "documents"), (Lot, "documents_url"), (Notice, "url")),
    ("ocds", "parties", "names"): ((Organisation, "name"), (Organisation, "names")),
    ("ocds", "parties", "legal_name"): ((Organisation, "name"),),
    ("ocds", "parties", "identifier"): ((Organisation, "identifier"), (Organisation, "cvr")),
    ("ocds", "parties", "scheme"): ((Organisation, "identifier"), (Organisation, "cvr")),
    ("ocds", "parties", "roles"): ((Notice, "buyers"), (Lot, "eu_funds")),
    ("ocds", "classifications", "code"): ((Organisation, "legal_type"), (Organisation, "activity")),
    ("ocds", "classifications", "description"): ((Organisation, "activity"),),
    ("ocds", "suppliers", "id"): ((Award, "winners"),),
    ("ocds", "suppliers", "name"): ((Award, "winners"), (Organisation, "name")),
    ("ocds", "awards", "status"): ((LotResult, "outcome"),),
    ("ocds", "contracts", "id"): ((Award, "contract_number"), (Modification, "contract")),
    ("ocds", "statistics", "measure"): ((LotResult, "offers_by_kind"), (LotResult, "lowest_offer"), (LotResult, "highest_offer")),
    ("ocds", "statistics", "count"): ((LotResult, "offers_by_kind"), (LotResult, "offers_received")),
    ("ocds", "statistics", "amount"): ((LotResult, "lowest_offer"), (LotResult, "highest_offer")),
    ("ocds", "milestones", "lots"): ((Lot, "deadline_interest"),),
    ("ocds", "related", "number"): ((Notice, "announced_by"), (Notice, "earlier_notices")),
}  # fmt: skip

_MADE: dict[tuple[type, str], str] = {
    (Notice, "format"): "Which reader read it: eforms, ted-r209 or ocds.",
    (Notice, "url"): "The notice's page on TED, made from its number.",
    (Notice, "format_version"): "As stated, else as far as the namespace tells it.",
    (Organisation, "name"): "The name in the notice's own language.",
    (Organisation, "cvr"): "The valid Danish company number in the printed identifier.",
    (Lot, "estimated_value_range"): "An interval, of formats that state one.",
    (Procedure, "estimated_value_range"): "An interval, of formats that state one.",
    (Procedure, "awarded_value_range"): "The lowest and the highest offer that were considered.",
}
"""What the terms do not tell: fields worked out from others, and in which sense they are meant."""

Terms = dict[str, list[str]]
"""Format → the business terms or form boxes a field is read from, each once, in the order of the tables."""


def notice_schema() -> dict[str, Any]:
    """Validates a line of ``read --json``, and says of each field where it comes from."""
    schema = NOTICE.json_schema(mode="serialization")
    found = field_terms()
    for name, part in {**schema["$defs"], "Notice": schema}.items():
        described = getattr(notice, name)
        for field, properties in part.get("properties", {}).items():
            if said := _description(found.get((described, field)), _MADE.get((described, field))):
                properties["description"] = said
    for choice in schema["$defs"]["Deadline"]["properties"]["clock"]["anyOf"]:
        if choice.pop("format", None):
            choice["pattern"] = LOCAL_TIME
    return {"$schema": DIALECT, **schema}


def field_terms() -> dict[tuple[type, str], Terms]:
    """(class, field) → where it is read from."""
    found: dict[tuple[type, str], Terms] = defaultdict(dict)
    for name, tables in FORMATS.items():
        for table, row, term in rows(tables):
            for owner in owners(name, table, row):
                terms = found[owner].setdefault(name, [])
                if term not in terms:
                    terms.append(term)
    return dict(found)


def rows(tables: Iterable[Table]) -> Iterator[tuple[str, str, str]]:
    """(table, row, term) of every row, whatever table it is in."""
    for table in tables:
        for row in table.fields:
            yield table.name, row.name, row.term
        yield from rows(table.tables)


def owners(name: str, table: str, row: str) -> tuple[tuple[type, str], ...]:
    """The model's fields that a row fills; none for what only joins or decides."""
    if known := _CALLED_OTHERWISE.get((name, table, row)):
        return known
    return tuple(found for owner in _OWNERS[name].get(table, ()) for found in _inside(owner, row))


def _inside(owner: type, row: str) -> Iterator[tuple[type, str]]:
    """``duration.start`` of a lot is read for its ``duration`` and for the ``start`` in it."""
    first, _, rest = row.partition(".")
    if first not in {field.name for field in fields(owner)}:
        return
    if not rest or first != "procedure":
        yield owner, first
    if rest:
        yield from _inside(_PARTS[first], rest)


_PARTS: dict[str, type] = {
    "procedure": Procedure, "duration": Duration, "deadline_offers": Deadline, "deadline_requests": Deadline,
    "deadline_interest": Deadline, "framework_terms": Framework, "subcontracting": Subcontracting, "offer_validity": Duration,
}  # fmt: skip


def _description(terms: Terms | None, made: str | None) -> str:
    read = (f"{name}: {', '.join(found)}" for name, found in (terms or {}).items())
    return " ".join(filter(None, (made, "; ".join(read))))


def model_fields() -> Iterator[tuple[type, str]]:
    """Every field of every class a notice consists of."""
    for described in vars(notice).values():
        if is_dataclass(described) and isinstance(described, type):
            yield from ((described, field.name) for field in fields(described))
