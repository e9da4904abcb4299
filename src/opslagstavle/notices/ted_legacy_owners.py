"""Which fields of the model the rows of the older formats fill, where ``json_schema.py`` does not see it by their names.

Both generations of TED_EXPORT call their rows alike.
"""

from __future__ import annotations

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

OWNERS: dict[str, tuple[type, ...]] = {
    "notice": (Notice, Procedure), "form": (Notice, Procedure, Organisation, Correction, Lot), "buyer": (Organisation,),
    "object": (Procedure, Lot), "lot": (Lot,), "criterion": (AwardCriterion,), "award": (LotResult, Award),
    "winner": (Organisation,), "contest": (LotResult, Award), "modification": (Award, Procedure, Modification),
    "change": (Change,), "heading": (Procedure,),
}  # fmt: skip
"""Table → whose fields its rows are, where they are called the same."""

_ANY_DEADLINE = tuple((Lot, name) for name in ("deadline_offers", "deadline_requests", "deadline_interest"))
"""The standard forms have one box for them; stage and procedure say which is meant."""

_DEADLINE = ((Deadline, "day"), *_ANY_DEADLINE)
_SELECTION = ((SelectionCriterion, "descriptions"), (SelectionCriterion, "kind"), (Lot, "selection_criteria"))
_RANGE_OF_OFFERS = ((Award, "value_range"), (LotResult, "lowest_offer"), (LotResult, "highest_offer"))

CALLED_OTHERWISE: dict[tuple[str, str], tuple[tuple[type, str], ...]] = {
    ("notice", "cpv"): ((Procedure, "cpv"), (Lot, "cpv")),
    ("notice", "places"): ((Procedure, "places"), (Lot, "places"), (Place, "nuts"), (Place, "country")),
    ("notice", "nature"): ((Procedure, "nature"), (Lot, "nature")),
    ("notice", "deadline"): ((Deadline, "clock"), *_DEADLINE),
    ("notice", "authority"): ((Organisation, "name"),),
    ("notice", "document_type"): ((Notice, "stage"),),
    ("notice", "earlier_notices"): ((Notice, "earlier_notices"), (Notice, "announced_by")),
    ("form", "earlier_notices"): ((Notice, "earlier_notices"), (Notice, "announced_by")),
    ("form", "type"): ((Notice, "stage"),),
    ("form", "notice_type"): ((Notice, "notice_type"), (Notice, "stage")),
    ("form", "language"): ((Notice, "language"), (Notice, "languages")),
    ("form", "kind"): ((Procedure, "kind"),),
    ("form", "additional_information"): ((Procedure, "additional_information"),),
    ("form", "documents_url"): ((Lot, "documents_url"), (Lot, "documents"), (DocumentLink, "url")),
    ("form", "documents_restricted"): ((DocumentLink, "restricted"),),
    **{("form", name): _SELECTION for name in ("suitability", "economic", "economic_level", "technical", "technical_level",
                                               "profession", "rules")},
    **{("form", f"{kind}_in_documents"): ((SelectionCriterion, "in_documents"),) for kind in ("economic", "technical")},
    ("form", "participants"): ((Framework, "participants"), (Lot, "framework_terms")),
    ("form", "framework_justification"): ((Framework, "justification"),),
    **{("form", f"subcontracting_{part}"): ((Subcontracting, part), (Lot, "subcontracting"))
       for part in ("obligations", "indications", "minimum", "maximum")},
    ("form", "criteria"): ((AwardCriterion, "descriptions"),),
    ("form", "deadline"): ((Deadline, "clock"), *_DEADLINE),
    ("form", "deadline_day"): _DEADLINE,
    ("form", "deadline_time"): ((Deadline, "clock"),),
    ("form", "offer_valid_until"): ((Lot, "offer_validity"), (Duration, "end")),
    ("form", "opening_day"): ((Lot, "opening"), (Deadline, "day")),
    ("form", "opening_time"): ((Lot, "opening"), (Deadline, "clock")),
    ("form", "changes_information"): ((Correction, "descriptions"),),
    ("buyer", "name"): ((Organisation, "name"), (Notice, "buyers")),
    ("object", "descriptions"): ((Procedure, "descriptions"),),
    ("object", "quantity"): ((Lot, "descriptions"),),
    ("object", "framework_duration"): ((Lot, "duration"),),
    ("lot", "item"): ((Lot, "number"),),
    ("lot", "quantity"): ((Lot, "descriptions"),),
    **{(table, "duration"): ((Lot, "duration"), (Duration, "amount"), (Duration, "unit")) for table in ("object", "lot")},
    **{(table, side): ((Lot, "duration"), (Duration, side)) for table in ("object", "lot") for side in ("start", "end")},
    ("lot", "places"): ((Lot, "places"), (Place, "nuts"), (Place, "country")),
    **{(table, "place_descriptions"): ((Place, "description"),) for table in ("object", "lot")},
    ("criterion", "weight"): tuple((AwardCriterion, part) for part in ("weight", "weight_kind", "weight_text")),
    ("winner", "name"): ((Organisation, "name"), (Award, "winners")),
    ("award", "value_range"): _RANGE_OF_OFFERS,
    **{(table, said): ((LotResult, "outcome"),) for table in ("award", "contest") for said in ("awarded", "not_awarded")},
    ("award", "contract_number"): ((Award, "contract_number"), (Modification, "contract")),
    ("modification", "reason"): ((Modification, "reason"),),
    ("modification", "reason_descriptions"): ((Modification, "reason_descriptions"),),
    ("modification", "additional_information"): ((Procedure, "additional_information"), (Modification, "descriptions")),
    **{("change", part): ((Change, part), (Correction, "descriptions"), (Correction, "entries"))
       for part in ("section", "before", "after")},
    ("change", "lot"): ((Change, "lots"), (Correction, "descriptions")),
    ("change", "label"): ((Change, "labels"), (Correction, "descriptions")),
    **{("change", f"{side}_{part}"): ((Change, f"deadline_{side}"), (Deadline, {"day": "day", "time": "clock"}[part]))
       for side in ("before", "after") for part in ("day", "time")},
}  # fmt: skip
"""(table, row) → the fields that the row fills under another name, or that are not its owner's only."""
