"""The table of OCDS 1.1: what the board reads and where it stands in a release.

A term is the path itself, as OCDS names its fields. Beside the core these extensions are read: lots, bids, awardCriteria,
selectionCriteria, submissionTerms, contractTerms, techniques, options, renewal, suitability, otherRequirements,
sustainability, secondStage, subcontracting, legalBasis, procedure, lotDetails, bidOpening, organizationClassification,
location, methodRationaleClassifications, unstructuredChanges and what OCDS for eForms adds.
"""

from __future__ import annotations

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.ocds_values import (
    any_flag,
    code,
    count,
    country,
    cpv,
    day,
    deadline,
    flag,
    money,
    number,
    one_of,
    percent,
    said,
    text,
    url,
)
from opslagstavle.notices.paths import Field, Reader, Reading, Table

Row = tuple[str, str, Reader]


def _table(name: str, whole: str, path: str, rows: tuple[Row, ...], tables: tuple[Table, ...] = ()) -> Table:
    """``whole`` is where the record stands in a release, ``path`` where it stands in the record above it."""
    fields = tuple(Field(row, f"{whole}/{inner}".lstrip("/"), inner, read) for row, inner, read in rows)
    return Table(name, whole, path, fields, tables)


_WHAT: tuple[Row, ...] = (
    ("titles", "title", said),
    ("descriptions", "description", said),
    ("nature", "mainProcurementCategory", one_of(codes.NATURES)),
    ("additional_natures", "additionalProcurementCategories", one_of(codes.NATURES)),
    ("estimated_value", "value", money),
    ("minimum_value", "minValue", money),
    ("maximum_value", "maxValue", money),
    ("status", "status", code),
    ("status_details", "statusDetails", text),
    ("duration.start", "contractPeriod/startDate", day),
    ("duration.end", "contractPeriod/endDate", day),
    ("duration.amount", "contractPeriod/durationInDays", number),
    ("options", "hasOptions", flag),
    ("options_descriptions", "options/description", said),
    ("renewable", "hasRenewal", flag),
    ("renewals", "renewal/maximumRenewals", count),
    ("renewal_descriptions", "renewal/description", said),
    ("deadline", "tenderPeriod/endDate", deadline),
    ("deadline_questions", "enquiryPeriod/endDate", deadline),
    ("opening", "bidOpening/date", deadline),
    ("sme_suitable", "suitability/sme", flag),
    ("suitable_for_social_enterprises", "suitability/vcse", flag),
    ("reserved_participation", "otherRequirements/reservedParticipation", one_of(codes.RESERVED)),
    ("reserved_execution", "contractTerms/reservedExecution", any_flag),
    ("reserved_execution", "otherRequirements/reservedExecution", any_flag),
    ("execution_terms", "contractTerms/performanceTerms", said),
    ("sustainable", "hasSustainability", flag),
    ("strategic", "sustainability/goal", code),
    ("submission", "submissionTerms/electronicSubmissionPolicy", one_of(codes.POLICIES)),
    ("submission_method", "submissionMethod", code),
    ("submission_url", "submissionMethodDetails", url),
    ("variants", "submissionTerms/variantPolicy", one_of(codes.POLICIES)),
    ("offer_languages", "submissionTerms/languages", code),
    ("offer_validity.amount", "submissionTerms/bidValidityPeriod/durationInDays", number),
    ("offer_validity.end", "submissionTerms/bidValidityPeriod/endDate", day),
    ("guarantee", "submissionTerms/requiresGuarantees", flag),
    ("guarantee_descriptions", "submissionTerms/depositsGuarantees", said),
    ("subcontracting.indications", "submissionTerms/subcontractingClauses", code),
    ("subcontracting.minimum", "subcontractingTerms/competitiveMinimumPercentage", percent),
    ("subcontracting.maximum", "subcontractingTerms/competitiveMaximumPercentage", percent),
    ("subcontracting.descriptions", "subcontractingTerms/description", said),
    ("candidates_minimum", "secondStage/minimumCandidates", count),
    ("candidates_maximum", "secondStage/maximumCandidates", count),
    ("framework", "techniques/hasFrameworkAgreement", flag),
    ("framework_terms.kind", "techniques/frameworkAgreement/method", one_of(codes.FRAMEWORKS)),
    ("framework_terms.participants", "techniques/frameworkAgreement/maximumParticipants", count),
    ("framework_terms.maximum", "techniques/frameworkAgreement/value", money),
    ("framework_terms.justification", "techniques/frameworkAgreement/periodRationale", said),
    ("dynamic_purchasing", "techniques/hasDynamicPurchasingSystem", flag),
    ("electronic_auction", "techniques/hasElectronicAuction", flag),
)  # fmt: skip
"""What a call and a lot both say of themselves."""


def _criteria(whole: str) -> tuple[Table, ...]:
    award, selection = "awardCriteria/criteria", "selectionCriteria/criteria"
    return (
        _table("award_criteria", f"{whole}/{award}", award, (
            ("kind", "type", code), ("names", "name", said), ("descriptions", "description", said),
        ), (
            _table("numbers", f"{whole}/{award}/numbers", "numbers", (
                ("weight", "number", number), ("weight_kind", "weight", one_of(codes.WEIGHTS)),
                ("weight_kind", "fixed", one_of(codes.FIXED)), ("threshold", "threshold", code),
            )),
        )),
        _table("selection_criteria", f"{whole}/{selection}", selection, (
            ("kind", "type", code), ("names", "name", said), ("descriptions", "description", said),
            ("descriptions", "minimum", said),
        )),
    )  # fmt: skip


def _documents(whole: str) -> Table:
    return _table("documents", f"{whole}/documents", "documents", (
        ("url", "url", url), ("kind", "documentType", code), ("languages", "language", code),
        ("languages", "languages", code), ("restricted", "accessDetails", text), ("lots", "relatedLots", code),
    ))  # fmt: skip


def _address(path: str) -> tuple[Row, ...]:
    return (
        ("town", f"{path}locality", text), ("postal_code", f"{path}postalCode", text), ("nuts", f"{path}region", text),
        ("country", f"{path}countryName", country), ("country", f"{path}country", country),
    )  # fmt: skip


_LOTS = _table("lots", "tender/lots", "lots", (("number", "id", code), *_WHAT), _criteria("tender/lots"))
_ITEMS = _table("items", "tender/items", "items", (
    ("cpv", "classification[@scheme='CPV']/id", cpv),
    ("additional_cpv", "additionalClassifications[@scheme='CPV']/id", cpv),
    ("lots", "relatedLot", code), ("lots", "relatedLots", code),
    ("place_description", "deliveryLocation/description", said),
    ("location_scheme", "deliveryLocation/gazetteer/scheme", code),
    ("location", "deliveryLocation/gazetteer/identifiers", code),
), (
    _table("places", "tender/items/deliveryAddresses", "deliveryAddresses", (
        *_address(""), ("description", "streetAddress", said), ("description", "description", said),
    )),
))  # fmt: skip
_CALL = _table("call", "tender", "tender", (
    ("id", "id", code), ("identifiers", "identifiers/id", code), *_WHAT,
    ("legal_basis", "legalBasis/id", code),
    ("cpv", "classification[@scheme='CPV']/id", cpv),
    ("additional_cpv", "additionalClassifications[@scheme='CPV']/id", cpv),
    ("method", "procurementMethod", code), ("kind", "procurementMethodDetails", text),
    ("direct_award_descriptions", "procurementMethodRationale", said),
    ("direct_award_reason", "procurementMethodRationaleClassifications/id", code),
    ("accelerated", "procedure/isAccelerated", flag),
    ("accelerated_descriptions", "procedure/acceleratedRationale", said),
    ("lots_maximum_offered", "lotDetails/maximumLotsBidPerSupplier", count),
    ("lots_maximum_awarded", "lotDetails/maximumLotsAwardedPerSupplier", count),
    ("procuring_entity", "procuringEntity/id", code), ("procuring_name", "procuringEntity/name", text),
), (
    _LOTS, _ITEMS, _documents("tender"), *_criteria("tender"),
    _table("amendments", "tender/amendments", "amendments", (
        ("changes", "amendsReleaseID", code), ("descriptions", "rationale", said), ("descriptions", "description", said),
        ("reason", "rationaleClassifications/id", code),
    ), (
        _table("entries", "tender/amendments/unstructuredChanges", "unstructuredChanges", (
            ("section", "where/section", text), ("labels", "where/label", said), ("before", "oldValue/text", said),
            ("after", "newValue/text", said), ("lots", "relatedLots", code), ("lots", "relatedLot", code),
        )),
    )),
))  # fmt: skip
_PARTIES = _table("parties", "parties", "parties", (
    ("id", "id", code), ("names", "name", said), ("roles", "roles", code),
    ("scheme", "identifier/scheme", code), ("identifier", "identifier/id", code), ("legal_name", "identifier/legalName", text),
    ("address", "address/streetAddress", text), *_address("address/"),
    ("website", "details/url", url), ("size", "details/scale", code),
    ("contact_name", "contactPoint/name", text), ("email", "contactPoint/email", code), ("phone", "contactPoint/telephone", code),
), (
    _table("classifications", "parties/details/classifications", "details/classifications", (
        ("scheme", "scheme", code), ("code", "id", code), ("description", "description", text),
    )),
))  # fmt: skip
_AWARDS = _table("awards", "awards", "awards", (
    ("id", "id", code), ("status", "status", code), ("reason", "statusDetails", text), ("titles", "title", said),
    ("value", "value", money), ("lots", "relatedLots", code), ("lots", "relatedLot", code),
    ("framework_maximum", "maximumValue", money),
    ("subcontracted", "hasSubcontracting", flag), ("subcontracted_value", "subcontracting/value", money),
    ("subcontracted_share", "subcontracting/minimumPercentage", percent),
    ("subcontracting_descriptions", "subcontracting/description", said),
), (
    _table("suppliers", "awards/suppliers", "suppliers", (("id", "id", code), ("name", "name", text))),
    _documents("awards"),
))  # fmt: skip
_CONTRACTS = _table("contracts", "contracts", "contracts", (
    ("id", "id", code), ("contract_number", "identifiers/id", code), ("award", "awardID", code), ("titles", "title", said),
    ("value", "value", money), ("concluded", "dateSigned", day),
), (
    _table("modifications", "contracts/amendments", "amendments", (
        ("reason", "rationaleClassifications/id", code), ("reason_descriptions", "rationale", said),
        ("descriptions", "description", said),
    )),
))  # fmt: skip
_STATISTICS = _table("statistics", "bids/statistics", "bids/statistics", (
    ("measure", "measure", code), ("count", "value", count), ("amount", "value", number), ("currency", "currency", code),
    ("lots", "relatedLots", code), ("lots", "relatedLot", code),
))  # fmt: skip

TABLE = _table("release", "", "release", (
    ("ocid", "ocid", code), ("notice_id", "id", code), ("tags", "tag", code), ("published", "date", day),
    ("language", "language", code), ("publisher", "publisher/name", text), ("titles", "title", said),
    ("additional_information", "description", said), ("buyer", "buyer/id", code), ("buyer_name", "buyer/name", text),
), (
    _CALL, _PARTIES, _AWARDS, _CONTRACTS, _STATISTICS,
    _table("planning", "planning", "planning", (), (
        _documents("planning"),
        _table("milestones", "planning/milestones", "milestones", (
            ("kind", "type", code), ("deadline_interest", "dueDate", deadline), ("lots", "relatedLots", code),
        )),
    )),
    _table("related", "relatedProcesses", "relatedProcesses", (
        ("relation", "relationship", code), ("number", "identifier", code),
    )),
))  # fmt: skip
TABLES = (TABLE,)
READING = Reading(TABLE)
