"""What an old notice says once and means for each of its lots: a ``Lot`` without a number, to be filled in lot by lot."""

from __future__ import annotations

from opslagstavle.notices.notice import (
    AwardCriterion,
    Deadline,
    DocumentLink,
    Duration,
    Framework,
    Lot,
    SelectionCriterion,
    Stage,
    Subcontracting,
)  # fmt: skip
from opslagstavle.notices.paths import Record
from opslagstavle.notices.ted_legacy_lots import criterion
from opslagstavle.notices.ted_legacy_versions import Versions, every, first, in_languages, places

_CALLS_BY_INFORMATION = ("PRI_CALL_COMPETITION", "PER_CALL_COMPETITION", "PRI")
_TWO_STEPS = ("restricted", "neg-w-call", "comp-dial", "innovation")

_SELECTION = (
    ("suitability", ("suitability",)),
    ("suitability", ("profession",)),
    ("economic", ("economic", "economic_level")),
    ("technical", ("technical", "technical_level")),
    (None, ("rules",)),
)
"""The boxes about who may take part: the kind of criterion, and the texts that tell it, line by line."""


def for_all_lots(notice: Record, versions: Versions, stage: Stage) -> Lot:
    """Everything but number, title and description may be here; a lot that says it itself is believed first."""
    language, form = versions[0]
    offers, requests, interest = _deadlines(notice, form, stage)
    criteria, documents = first(form, "criteria"), first(form, "documents_url")
    return Lot(
        number="", nature=first(form, "nature") or first(notice, "nature"), cpv=first(notice, "cpv"),
        places=places(notice.get("places", [])),
        deadline_offers=offers, deadline_requests=requests, deadline_interest=interest,
        reserved_participation=tuple(dict.fromkeys(form.get("reserved_participation", ()))) or None,
        reserved_execution=first(form, "reserved_execution"),
        award_criteria=(AwardCriterion(descriptions={language: criteria}),) if criteria else tuple(
            criterion(record, language) for record in form.get("criterion", ())
        ),
        selection_criteria=_selection(versions), variants=first(form, "variants"),
        framework=first(form, "framework"), framework_terms=_framework(versions),
        dynamic_purchasing=first(form, "dynamic_purchasing"), electronic_auction=first(form, "electronic_auction"),
        subcontracting=_subcontracting(form),
        offer_languages=tuple(dict.fromkeys(form.get("offer_languages", ()))), offer_validity=_validity(form),
        opening=_moment(form, "opening"), guarantee_descriptions=in_languages(versions, "guarantee_descriptions"),
        execution_terms=every(versions, "execution_terms"), eu_funds=first(form, "eu_funds"),
        candidates_minimum=first(form, "candidates_minimum"), candidates_maximum=first(form, "candidates_maximum"),
        documents=(DocumentLink(documents, first(form, "documents_restricted")),) if documents else (),
        documents_url=documents, submission_url=first(form, "submission_url"),
    )  # fmt: skip


def _deadlines(
    notice: Record, form: Record, stage: Stage
) -> tuple[Deadline | None, Deadline | None, Deadline | None]:
    """One box for offers, requests to take part and expressions of interest; form and procedure say which is meant.

    Of a procedure that is not named (concessions) the box asks for applications or offers: taken as offers.
    """
    deadline = first(form, "deadline") or _moment(form, "deadline")
    if deadline is None and stage is Stage.COMPETITION:
        deadline = first(notice, "deadline")
    if first(form, "type") in _CALLS_BY_INFORMATION:
        return None, None, deadline
    return (None, deadline, None) if first(form, "kind") in _TWO_STEPS else (deadline, None, None)


def _moment(form: Record, name: str) -> Deadline | None:
    """From two boxes, day and time; a time without a day is none."""
    day = first(form, f"{name}_day")
    return Deadline(day, first(form, f"{name}_time")) if day else first(form, name)


def _validity(form: Record) -> Duration | None:
    """How long an offer binds: so many months or days, or until a day."""
    amount, unit = first(form, "offer_validity") or (None, None)
    until = first(form, "offer_valid_until")
    return Duration(amount, unit, end=until) if amount is not None or until else None


def _framework(versions: Versions) -> Framework | None:
    form = versions[0][1]
    terms = Framework(
        participants=first(form, "participants"), maximum=first(form, "framework_maximum"),
        justification=in_languages(versions, "framework_justification"),
    )  # fmt: skip
    return terms if terms != Framework() or first(form, "framework") else None


def _subcontracting(form: Record) -> Subcontracting | None:
    asked = Subcontracting(
        obligations=tuple(form.get("subcontracting_obligations", ())),
        indications=tuple(form.get("subcontracting_indications", ())),
        minimum=first(form, "subcontracting_minimum"), maximum=first(form, "subcontracting_maximum"),
    )  # fmt: skip
    return asked if asked != Subcontracting() else None


def _selection(versions: Versions) -> tuple[SelectionCriterion, ...]:
    """A criterion for each box that says something, be it that the documents say it (``*_in_documents``)."""
    form, found = versions[0][1], []
    for kind, boxes in _SELECTION:
        descriptions = every(versions, *boxes)
        in_documents = first(form, f"{boxes[0]}_in_documents")
        if descriptions or in_documents:
            found.append(
                SelectionCriterion(kind, descriptions=descriptions, in_documents=in_documents),
            )
    return tuple(found)
