"""The JSON Schema of a notice as it is printed (``read --json``), each field with where every format has it.

The sentence about a class is its docstring; the terms of a field come from the tables the readers work by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter

from opslagstavle.notices import (
    eforms_fields,
    notice,
    ocds_fields,
    ocds_owners,
    ted_legacy_fields,
    ted_legacy_owners,
    ted_r208_fields,
)
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
    "ted-r208": ted_r208_fields.TABLES,
    "ocds": ocds_fields.TABLES,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LOCAL_TIME = r"^\d\d:\d\d:\d\d(\.\d+)?$"
"""A time of day without a zone, which the schema's own format "time" would not allow; the zone stands in ``offset``."""

_OWNERS: dict[str, dict[str, tuple[type, ...]]] = {
    "eforms": {
        "notice": (Notice,), "buyers": (Organisation,), "organisations": (Organisation,), "contact_points": (Organisation,),
        "procedure.places": (Place,), "procedure.justifications": (Procedure,), "places": (Place,), "lots": (Lot,),
        "documents": (DocumentLink,), "requirements": (Lot,), "justifications": (Lot,),
        "award_criteria": (AwardCriterion,), "weights": (AwardCriterion,), "selection_criteria": (SelectionCriterion,),
        "results": (LotResult,), "statistics": (LotResult,), "offers": (Award,), "contracts": (Award,),
        "parties": (Organisation,), "correction": (Correction,), "entries": (Change, Correction),
        "modifications": (Modification, Notice),
    },
    "ted-r209": ted_legacy_owners.OWNERS, "ted-r208": ted_legacy_owners.OWNERS, "ocds": ocds_owners.OWNERS,
}  # fmt: skip
"""Whose fields the rows of a table are, where they are called the same."""

_CALLED_OTHERWISE: dict[tuple[str, str, str], tuple[tuple[type, str], ...]] = {
    ("eforms", "lots", "framework"): ((Procedure, "framework"), (Lot, "framework")),
    ("eforms", "lots", "dynamic_purchasing"): ((Procedure, "dynamic_purchasing"), (Lot, "dynamic_purchasing")),
    ("eforms", "notice", "earlier_notices"): ((Notice, "earlier_notices"), (Notice, "announced_by")),
    ("eforms", "lots", "announced_by"): ((Notice, "announced_by"),),
    ("eforms", "lots", "options_descriptions"): ((Lot, "options"), (Lot, "options_descriptions")),
    ("eforms", "lots", "renewals"): ((Lot, "renewals"), (Lot, "renewable")),
    ("eforms", "documents", "access"): ((DocumentLink, "restricted"),),
    ("eforms", "documents", "url"): ((Lot, "documents"), (Lot, "documents_url"), (DocumentLink, "url")),
    ("eforms", "documents", "unofficial_languages"): ((DocumentLink, "languages"),),
    ("eforms", "lots", "selection_in_documents"): ((SelectionCriterion, "in_documents"),),
    ("eforms", "selection_criteria", "code"): ((SelectionCriterion, "kind"), (SelectionCriterion, "code")),
    ("eforms", "procedure.justifications", "code"): ((Procedure, "direct_award_reason"),),
    ("eforms", "statistics", "kind"): ((LotResult, "offers_by_kind"),),
    ("eforms", "statistics", "offers_received"): ((LotResult, "offers_received"), (LotResult, "offers_by_kind")),
    ("eforms", "entries", "section"): ((Change, "section"), (Change, "lots")),
    ("eforms", "contracts", "earlier_notices"): ((Notice, "earlier_notices"),),
    **{("eforms", "lots", f"{deadline}.clock"): ((Lot, deadline), (Deadline, "clock"), (Deadline, "offset"))
       for deadline in ("deadline_offers", "deadline_requests", "deadline_interest", "opening", "deadline_questions")},
    ("eforms", "places", "nuts"): ((Lot, "places"), (Place, "nuts")),
    ("eforms", "procedure.places", "nuts"): ((Procedure, "places"), (Place, "nuts")),
    ("eforms", "buyers", "id"): ((Notice, "buyers"),),
    ("eforms", "winners", "id"): ((Award, "winners"),),
    **{(name, *row): fields for name in ("ted-r209", "ted-r208") for row, fields in ted_legacy_owners.CALLED_OTHERWISE.items()},
    **{("ocds", *row): fields for row, fields in ocds_owners.CALLED_OTHERWISE.items()},
}  # fmt: skip

_MADE: dict[tuple[type, str], str] = {
    (Notice, "format"): "Which reader read it: eforms, ted-r209, ted-r208 or ocds.",
    (Notice, "url"): "The notice's page on TED, made from its number.",
    (Notice, "format_version"): "As stated, else as far as the namespace tells it.",
    (Organisation, "name"): "The name in the notice's own language.",
    (Organisation, "cvr"): "The valid Danish company number in the printed identifier.",
    (Lot, "estimated_value_range"): "An interval, of formats that state one.",
    (Procedure, "estimated_value_range"): "An interval, of formats that state one.",
    (
        Correction,
        "patch",
    ): "Only the changes are printed: always so of the standard form for corrections (F14).",
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
    "deadline_interest": Deadline, "opening": Deadline, "deadline_questions": Deadline, "offer_validity": Duration,
    "framework_terms": Framework, "subcontracting": Subcontracting,
}  # fmt: skip


def _description(terms: Terms | None, made: str | None) -> str:
    read = (f"{name}: {', '.join(found)}" for name, found in (terms or {}).items())
    return " ".join(filter(None, (made, "; ".join(read))))


def model_fields() -> Iterator[tuple[type, str]]:
    """Every field of every class a notice consists of."""
    for described in vars(notice).values():
        if is_dataclass(described) and isinstance(described, type):
            yield from ((described, field.name) for field in fields(described))
