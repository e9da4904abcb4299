"""Which business term, box or element a field of the model is read from, in the notice's own format.

The terms themselves stand in the formats' tables; here is only which of a table's rows a field of the model comes from.
"""

from __future__ import annotations

import re
from functools import cache

from opslagstavle.notices import eforms_fields, ocds_fields, ted_legacy_fields, ted_r208_fields
from opslagstavle.notices.paths import Table, describe

EFORMS, TED, TED208, OCDS = "eforms", "ted-r209", "ted-r208", "ocds"
EFORMS_ROWS: dict[str, str] = {
    "notice.stage": "notice.stage",
    "notice.publication_number": "notice.publication_number",
    "notice.notice_id": "notice.notice_id",
    "notice.published": "notice.published",
    "notice.dispatched": "notice.dispatched",
    "notice.language": "notice.language",
    "notice.legal_basis": "notice.legal_basis",
    "procedure.kind": "notice.procedure.kind",
    "procedure.reference": "notice.procedure.reference",
    "procedure.nature": "notice.procedure.nature",
    "procedure.framework": "lots.framework",
    "procedure.dynamic_purchasing": "lots.dynamic_purchasing",
    "lot.titles": "lots.titles",
    "lot.descriptions": "lots.descriptions",
    "lot.places": "places.nuts",
    "lot.places.country": "places.country",
    "lot.places.anywhere": "places.anywhere",
    "lot.estimated_value": "lots.estimated_value",
    "lot.duration": "lots.duration.amount",
    "lot.duration.start": "lots.duration.start",
    "lot.duration.end": "lots.duration.end",
    "lot.deadline_offers": "lots.deadline_offers.day",
    "lot.deadline_requests": "lots.deadline_requests.day",
    "lot.deadline_interest": "lots.deadline_interest.day",
    "lot.reserved_participation": "lots.reserved_participation",
    "lot.reserved_execution": "lots.reserved_execution",
    "lot.social_objectives": "lots.social_objectives",
    "lot.sme_suitable": "lots.sme_suitable",
    "lot.cpv": "lots.cpv",
    "lot.additional_cpv": "lots.additional_cpv",
    "lot.options": "lots.options_descriptions",
    "lot.renewals": "lots.renewals",
    "lot.renewal_descriptions": "lots.renewal_descriptions",
    "lot.variants": "lots.variants",
    "lot.framework": "lots.framework",
    "lot.framework.participants": "lots.framework_terms.participants",
    "lot.framework.maximum": "lots.framework_terms.maximum",
    "lot.framework.justification": "lots.framework_terms.justification",
    "lot.dynamic_purchasing": "lots.dynamic_purchasing",
    "lot.electronic_auction": "lots.electronic_auction",
    "lot.subcontracting": "lots.subcontracting.obligations",
    "lot.subcontracting.indications": "lots.subcontracting.indications",
    "lot.subcontracting.minimum": "lots.subcontracting.minimum",
    "lot.subcontracting.maximum": "lots.subcontracting.maximum",
    "lot.offer_languages": "lots.offer_languages",
    "lot.offer_validity": "lots.offer_validity.amount",
    "lot.opening": "lots.opening.day",
    "lot.deadline_questions": "lots.deadline_questions.day",
    "lot.guarantee": "lots.guarantee",
    "lot.execution_terms": "requirements.execution_terms",
    "lot.eu_funds": "lots.eu_funds",
    "lot.candidates_minimum": "lots.candidates_minimum",
    "lot.candidates_maximum": "lots.candidates_maximum",
    "lot.documents": "documents.url",
    "lot.documents.restricted": "documents.access",
    "lot.documents.languages": "documents.languages",
    "lot.submission": "lots.submission",
    "lot.submission_url": "lots.submission_url",
    "lot.submission_reason": "justifications.submission_reason",
    "lot.selection_criteria": "selection_criteria.code",
    "procedure.features": "notice.procedure.features",
    "procedure.accelerated": "notice.procedure.accelerated",
    "procedure.accelerated_descriptions": "procedure.justifications.accelerated_descriptions",
    "procedure.direct_award_reason": "procedure.justifications.code",
    "procedure.direct_award_descriptions": "procedure.justifications.direct_award_descriptions",
    "procedure.direct_award_after": "procedure.justifications.direct_award_after",
    "procedure.framework_maximum": "notice.procedure.framework_maximum",
    "procedure.lots_all_required": "notice.procedure.lots_all_required",
    "procedure.lots_maximum_offered": "notice.procedure.lots_maximum_offered",
    "procedure.lots_maximum_awarded": "notice.procedure.lots_maximum_awarded",
    "result.outcome": "results.outcome",
    "result.reason": "results.reason",
    "result.offers_received": "statistics.offers_received",
    "result.offers_by_kind": "statistics.kind",
    "modification.reason": "modifications.reason",
    "modification.reason_descriptions": "modifications.reason_descriptions",
    "modification.descriptions": "modifications.descriptions",
    "correction.changes": "correction.changes",
    "correction.reason": "correction.reason",
    "correction.descriptions": "correction.descriptions",
    "correction.entries": "entries.descriptions",
    "correction.documents_changed": "entries.documents_changed",
    "result.winners": "winners.id",
    "organisation.name": "organisations.names",
    "organisation.identifier": "organisations.identifier",
    "organisation.address": "organisations.address",
    "organisation.contact_name": "organisations.contact_name",
    "organisation.email": "organisations.email",
    "organisation.phone": "organisations.phone",
    "organisation.website": "organisations.website",
}
TED_ROWS: dict[str, str] = {
    "notice.stage": "form.type",
    "notice.publication_number": "notice.publication_number",
    "notice.notice_id": "notice.notice_id",
    "notice.published": "notice.published",
    "notice.dispatched": "notice.dispatched",
    "notice.language": "form.language",
    "notice.legal_basis": "notice.legal_basis",
    "procedure.kind": "form.kind",
    "procedure.reference": "object.reference",
    "procedure.nature": "object.nature",
    "procedure.framework": "form.framework",
    "procedure.dynamic_purchasing": "form.dynamic_purchasing",
    "lot.titles": "lot.titles",
    "lot.descriptions": "lot.descriptions",
    "lot.places": "lot.places",
    "lot.estimated_value": "lot.estimated_value",
    "lot.duration": "lot.duration",
    "lot.duration.start": "lot.start",
    "lot.duration.end": "lot.end",
    "lot.deadline_offers": "form.deadline_day",
    "lot.deadline_requests": "form.deadline_day",
    "lot.deadline_interest": "form.deadline_day",
    "lot.reserved_participation": "form.reserved_participation",
    "lot.reserved_execution": "form.reserved_execution",
    "lot.cpv": "object.cpv",
    "lot.additional_cpv": "lot.additional_cpv",
    "result.outcome": "award.awarded",
    "result.winners": "winner.name",
    "organisation.name": "buyer.name",
    "organisation.identifier": "buyer.identifier",
    "organisation.address": "buyer.address",
    "organisation.contact_name": "buyer.contact_name",
    "organisation.email": "buyer.email",
    "organisation.phone": "buyer.phone",
    "organisation.website": "buyer.website",
}
TED208_ROWS: dict[str, str] = {
    **TED_ROWS,
    "notice.stage": "form.notice_type",
    "notice.dispatched": "notice.dispatched",
    "procedure.reference": "form.reference",
    "procedure.nature": "form.nature",
    "lot.places": "object.places",
    "lot.deadline_offers": "form.deadline",
    "lot.deadline_requests": "form.deadline",
    "lot.deadline_interest": "form.deadline",
}
"""The forms before R2.0.9 have the same boxes, some of them elsewhere and under other numbers."""

OCDS_ROWS: dict[str, str] = {
    "notice.stage": "release.tags",
    "notice.notice_id": "release.notice_id",
    "notice.published": "release.published",
    "notice.language": "release.language",
    "notice.legal_basis": "call.legal_basis",
    "procedure.kind": "call.kind",
    "procedure.reference": "call.id",
    "procedure.nature": "call.nature",
    "procedure.framework": "call.framework",
    "procedure.dynamic_purchasing": "call.dynamic_purchasing",
    "lot.titles": "lots.titles",
    "lot.descriptions": "lots.descriptions",
    "lot.places": "places.nuts",
    "lot.places.country": "places.country",
    "lot.estimated_value": "lots.estimated_value",
    "lot.duration": "lots.duration.amount",
    "lot.duration.start": "lots.duration.start",
    "lot.duration.end": "lots.duration.end",
    "lot.deadline_offers": "lots.deadline",
    "lot.deadline_requests": "lots.deadline",
    "lot.deadline_interest": "milestones.deadline_interest",
    "lot.reserved_participation": "lots.reserved_participation",
    "lot.reserved_execution": "lots.reserved_execution",
    "lot.social_objectives": "lots.strategic",
    "lot.sme_suitable": "lots.sme_suitable",
    "lot.cpv": "items.cpv",
    "lot.additional_cpv": "items.additional_cpv",
    "result.outcome": "awards.status",
    "result.winners": "suppliers.id",
    "organisation.name": "parties.names",
    "organisation.identifier": "parties.identifier",
    "organisation.address": "parties.address",
    "organisation.contact_name": "parties.contact_name",
    "organisation.email": "parties.email",
    "organisation.phone": "parties.phone",
    "organisation.website": "parties.website",
}
ROWS: dict[str, dict[str, str]] = {EFORMS: EFORMS_ROWS, TED: TED_ROWS, TED208: TED208_ROWS, OCDS: OCDS_ROWS}
"""For each format: a field of the model → the row of its table it is read from. Not there: the format cannot say it."""

TABLES: dict[str, tuple[Table, ...]] = {
    EFORMS: eforms_fields.TABLES,
    TED: ted_legacy_fields.TABLES,
    TED208: ted_r208_fields.TABLES,
    OCDS: ocds_fields.TABLES,
}
_BOX = re.compile(r"(?:(?:all|[FT]\d\d) )*([IVX]+(?:\.\d+)*)")
_BUSINESS_TERM = re.compile(r"(?:BT|OP[PTA])-\d+")


@cache
def term(notice_format: str, field: str) -> str:
    """The business term or the box and element of a field, "" where the format has none.

    >>> term("eforms", "lot.deadline_offers"), term("ted-r209", "lot.deadline_offers")
    ('BT-131', 'IV.2.2 DATE_RECEIPT_TENDERS')
    """
    row = ROWS.get(notice_format, {}).get(field)
    if row is None:
        return ""
    found = [(printed, path) for name, printed, path in describe(TABLES[notice_format]) if name == row]
    if notice_format == OCDS:
        return ", ".join(dict.fromkeys(printed for printed, _ in found))
    return _business_terms(found) if notice_format == EFORMS else _boxes(found)


@cache
def in_format(notice_format: str, reference: str) -> str:
    """A reference that names business terms, as a notice of this format has them; laws are left as they are.

    >>> in_format("ted-r209", "BT-71; direktiv 2014/24/EU art. 20")
    'III.1.5, III.1.4; direktiv 2014/24/EU art. 20'
    """
    if notice_format == EFORMS:
        return _without_suffixes(reference)
    parts = (_other_format(notice_format, part) for part in reference.split("; "))
    return "; ".join(part for part in parts if part)


def _other_format(notice_format: str, part: str) -> str:
    named = _BUSINESS_TERM.findall(part)
    if not named:
        return part
    terms = (
        term(notice_format, field) for name in named for field in EFORMS_ROWS if term(EFORMS, field) == name
    )
    return ", ".join(dict.fromkeys(filter(None, terms)))


def _business_terms(rows: list[tuple[str, str]]) -> str:
    """Without the place the SDK adds: "BT-131(d)-Lot" is BT-131."""
    return ", ".join(dict.fromkeys(name for printed, _ in rows for name in _BUSINESS_TERM.findall(printed)))


def _without_suffixes(reference: str) -> str:
    return re.sub(r"((?:BT|OP[PTA])-\d+)(?:\([a-z]\))?(?:-[A-Za-z]+)*", r"\1", reference)


def _boxes(rows: list[tuple[str, str]]) -> str:
    """The boxes' numbers on the printed forms and the element, where all rows have the same; coded data has no boxes."""
    boxes = dict.fromkeys(_box(printed) for printed, _ in rows)
    elements = {path.rpartition("/")[2] for _, path in rows}
    numbered = all(_BOX.fullmatch(printed) for printed, _ in rows)
    if numbered and len(elements) == 1:
        return f"{', '.join(boxes)} {elements.pop()}"
    return ", ".join(boxes)


def _box(printed: str) -> str:
    found = _BOX.fullmatch(printed)
    return found[1] if found else printed.removeprefix("coded ")
