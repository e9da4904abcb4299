"""Whose fields the rows of the OCDS tables are: for the schema and the list of fields."""

from __future__ import annotations

from opslagstavle.notices.notice import (
    Award,
    AwardCriterion,
    Change,
    Correction,
    Deadline,
    DocumentLink,
    Lot,
    LotResult,
    Modification,
    Notice,
    Organisation,
    Place,
    Procedure,
    SelectionCriterion,
)

OWNERS: dict[str, tuple[type, ...]] = {
    "release": (Notice,), "call": (Procedure, Lot), "lots": (Lot,), "items": (Lot,), "places": (Place,),
    "documents": (DocumentLink,), "award_criteria": (AwardCriterion,), "numbers": (AwardCriterion,),
    "selection_criteria": (SelectionCriterion,), "amendments": (Correction,), "entries": (Change,), "parties": (Organisation,),
    "awards": (Award, LotResult), "contracts": (Award,), "modifications": (Modification,), "statistics": (LotResult,),
    "milestones": (Lot,),
}  # fmt: skip
"""Table → the classes whose fields its rows are, where they are called the same."""

_ANY_DEADLINE = ((Lot, "deadline_offers"), (Lot, "deadline_requests"))
_CALL_AND_LOTS: tuple[tuple[str, type], ...] = (("call", Procedure), ("lots", Lot))

CALLED_OTHERWISE: dict[tuple[str, str], tuple[tuple[type, str], ...]] = {
    ("release", "tags"): ((Notice, "stage"), (Notice, "notice_type")),
    ("release", "titles"): ((Procedure, "titles"),),
    ("release", "additional_information"): ((Procedure, "additional_information"),),
    ("release", "buyer"): ((Notice, "buyers"),),
    ("release", "buyer_name"): ((Notice, "buyers"), (Organisation, "name")),
    ("call", "id"): ((Procedure, "identifier"), (Procedure, "reference")),
    ("call", "identifiers"): ((Procedure, "reference"),),
    ("call", "legal_basis"): ((Notice, "legal_basis"),),
    ("call", "method"): ((Procedure, "kind"),),
    ("call", "status"): ((Notice, "stage"), (LotResult, "outcome")),
    ("call", "status_details"): ((LotResult, "reason"),),
    ("call", "procuring_entity"): ((Notice, "buyers"),),
    ("call", "procuring_name"): ((Notice, "buyers"), (Organisation, "name")),
    **{(of, "minimum_value"): ((owner, "estimated_value_range"),) for of, owner in _CALL_AND_LOTS},
    **{(of, "maximum_value"): ((owner, "estimated_value_range"),) for of, owner in _CALL_AND_LOTS},
    **{(of, "deadline"): ((Deadline, "day"), (Deadline, "clock"), (Deadline, "offset"), *_ANY_DEADLINE)
       for of in ("call", "lots")},
    **{(of, "submission_method"): ((Lot, "submission"),) for of in ("call", "lots")},
    **{(of, "sustainable"): ((Lot, "strategic"),) for of in ("call", "lots")},
    **{(of, "strategic"): ((Lot, "strategic"), (Lot, "social_objectives")) for of in ("call", "lots")},
    ("lots", "status"): ((LotResult, "outcome"),),
    ("lots", "status_details"): ((LotResult, "reason"),),
    ("items", "place_description"): ((Place, "description"),),
    ("items", "location"): ((Place, "nuts"),),
    ("items", "lots"): ((Lot, "places"), (Procedure, "places")),
    ("documents", "url"): ((DocumentLink, "url"), (Lot, "documents"), (Lot, "documents_url"), (Notice, "url")),
    ("parties", "names"): ((Organisation, "name"), (Organisation, "names")),
    ("parties", "legal_name"): ((Organisation, "name"),),
    ("parties", "identifier"): ((Organisation, "identifier"), (Organisation, "cvr")),
    ("parties", "scheme"): ((Organisation, "identifier"), (Organisation, "cvr")),
    ("parties", "roles"): ((Notice, "buyers"), (Lot, "eu_funds")),
    ("classifications", "code"): ((Organisation, "legal_type"), (Organisation, "activity")),
    ("classifications", "description"): ((Organisation, "activity"),),
    ("suppliers", "id"): ((Award, "winners"),),
    ("suppliers", "name"): ((Award, "winners"), (Organisation, "name")),
    ("awards", "status"): ((LotResult, "outcome"),),
    ("contracts", "id"): ((Award, "contract_number"), (Modification, "contract")),
    ("statistics", "measure"): ((LotResult, "offers_by_kind"), (LotResult, "lowest_offer"), (LotResult, "highest_offer")),
    ("statistics", "count"): ((LotResult, "offers_by_kind"), (LotResult, "offers_received")),
    ("statistics", "amount"): ((LotResult, "lowest_offer"), (LotResult, "highest_offer")),
    ("milestones", "lots"): ((Lot, "deadline_interest"),),
    ("related", "number"): ((Notice, "announced_by"), (Notice, "earlier_notices")),
}  # fmt: skip
"""(table, row) → what it fills under another name."""
