"""A notice of any format as an OCDS 1.1 release, and releases as a package.

Nothing is added that the notice does not say. What OCDS has no place for is left out; what that is, and how terms of eForms
are written, follows the profile OCDS for eForms. Amounts are ``Decimal`` in the dictionaries; ``dumps`` writes them exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.notice import Correction, Notice, Organisation, Stage
from opslagstavle.notices.ocds_release_lots import LotList, classification, value_and_range
from opslagstavle.notices.ocds_release_parties import PartyList
from opslagstavle.notices.ocds_release_results import Outcome
from opslagstavle.notices.ocds_release_values import PERIOD, Object, address, dumps, filled, moment, worded
from opslagstavle.terms.identifiers import publication_number

__all__ = ["dumps", "extensions_of", "package", "release"]

_UNDETERMINED = "und"
_CALL = "tender"  # a word that none of our names has
_NATURES = codes.reverse(codes.NATURES)
_TAGS = {
    Stage.PLANNING: "planning", Stage.COMPETITION: "tender", Stage.RESULT: "award", Stage.DIRECT_AWARD: "award",
    Stage.MODIFICATION: "contractAmendment", Stage.CHANGE: "tenderAmendment",
}  # fmt: skip
_AMENDED = {"planning": "planningUpdate", "tender": "tenderAmendment", "award": "awardUpdate"}
_STATUSES = {
    Stage.PLANNING: "planned",
    Stage.COMPETITION: "active",
    Stage.RESULT: "complete",
    Stage.DIRECT_AWARD: "complete",
}
_PAGES = {"planning": "plannedProcurementNotice", "tender": "tenderNotice", "tenderAmendment": "tenderNotice"}
_HOME = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_{}_extension/{}/extension.json"
EXTENSIONS: dict[str, str] = {
    "lots": "lots/master", "lotGroups": "lots/master", "lotDetails": "lots/master", "bids": "bid/master",
    "deliveryAddresses": "location/v1.1.5", "enquiryPeriod": "enquiry/v1.1.5", "awardCriteria": "awardCriteria/master",
    "selectionCriteria": "selectionCriteria/master", "submissionTerms": "submissionTerms/master",
    "contractTerms": "contractTerms/master", "techniques": "techniques/master", "options": "options/master",
    "hasOptions": "options/master", "renewal": "renewal/master", "hasRenewal": "renewal/master",
    "suitability": "suitability/master", "otherRequirements": "otherRequirements/master",
    "hasSustainability": "sustainability/master", "secondStage": "secondStageDescription/master",
    "subcontractingTerms": "subcontracting/master", "hasSubcontracting": "subcontracting/master",
    "subcontracting": "subcontracting/master", "legalBasis": "legalBasis/1.1", "procedure": "procedure/master",
    "bidOpening": "bidOpening/master", "classifications": "organizationClassification/1.1",
    "scale": "partyDetails_scale/master", "rationaleClassifications": "amendment_rationale_classifications/master",
    "procurementMethodRationaleClassifications": "procurementMethodRationaleClassifications/master",
    "unstructuredChanges": "unstructuredChanges/master", "identifiers": "1_2_draft/master", "maximumValue": "1_2_draft/master",
    "country": "countryCode/master", "languages": "1_2_draft/master",
}  # fmt: skip
"""A field that is not in the core → the extension it comes from and its version, as they are called where they are kept."""
_OF_THE_CALL = frozenset({"classification", "additionalClassifications"})
"""In the core they are of items only."""
_CLASSIFIED_CALL = "tenderClassification/master"


def release(notice: Notice, *, ocid: str, release_id: str, date: datetime) -> Object:
    """One release. ``date`` is when it was published and needs an offset; ``release_id`` is unique within ``ocid``."""
    if date.tzinfo is None:
        raise ValueError("the date of a release needs an offset")
    home = notice.language or _UNDETERMINED
    country = next((buyer.country for buyer in notice.buyers if buyer.country), None)
    parties = PartyList(home, notice.format)
    buyers = [parties.refer(buyer, "buyer") for buyer in notice.buyers if buyer != Organisation()]
    lots = LotList(notice, home, country)
    outcome = Outcome(notice, lots, parties, home)
    if any(lot.eu_funds for lot in notice.lots):
        parties.refer(Organisation(name=codes.EUROPEAN_UNION, names={home: codes.EUROPEAN_UNION}), "funder")
    tags = _tags(notice, outcome)
    return filled(
        ocid=ocid,
        id=release_id,
        date=date.isoformat(timespec="seconds").replace("+00:00", "Z"),
        tag=tags,
        initiationType="tender",
        language=notice.language,
        parties=parties.written(),
        buyer=buyers[0] if buyers else None,
        planning=_planning(lots, country),
        **{_CALL: _call(notice, lots, tags[0], home, ocid)},
        bids=filled(statistics=outcome.statistics),
        awards=outcome.awards,
        contracts=outcome.contracts,
        relatedProcesses=_related(notice),
        **worded("description", notice.procedure.additional_information, home),
    )


def _tags(notice: Notice, outcome: Outcome) -> list[str]:
    """What is neither call nor result (a buyer's profile, a registration) is nearest to planning."""
    tag = _TAGS.get(notice.stage, "award" if outcome.awards else "planning")
    if notice.correction is not None:
        tag = _AMENDED.get(tag, tag)
    return [tag, "contract"] if outcome.contracts and tag == "award" else [tag]


def _call(notice: Notice, lots: LotList, tag: str, home: str, ocid: str) -> Object:
    procedure = notice.procedure
    identifier = procedure.identifier or procedure.reference or ocid
    ends = {lots.deadline(lot) for lot in lots.lots}
    reason = procedure.direct_award_reason
    return filled(
        id=identifier,
        identifiers=[{"id": procedure.reference, "scheme": "internal"}]
        if procedure.reference and procedure.reference != identifier
        else None,
        status=_STATUSES.get(notice.stage),
        **worded("title", procedure.titles, home),
        **worded("description", procedure.descriptions, home),
        **value_and_range(procedure),
        mainProcurementCategory=_NATURES.get(procedure.nature or ""),
        classification=classification(procedure.cpv),
        additionalClassifications=[
            found for code in procedure.additional_cpv if (found := classification(code))
        ],
        procurementMethod=codes.METHODS.get(procedure.kind or ""),
        procurementMethodDetails=procedure.kind,
        **worded("procurementMethodRationale", procedure.direct_award_descriptions, home),
        procurementMethodRationaleClassifications=[{"scheme": "eu-direct-award-justification", "id": reason}]
        if reason
        else None,
        procedure=filled(
            isAccelerated=procedure.accelerated,
            **worded("acceleratedRationale", procedure.accelerated_descriptions, home),
        ),
        techniques=filled(
            hasFrameworkAgreement=procedure.framework, hasDynamicPurchasingSystem=procedure.dynamic_purchasing
        ),
        **{PERIOD: filled(endDate=ends.pop() if len(ends) == 1 else None)},
        legalBasis=_legal_basis(notice.legal_basis),
        lotDetails=filled(
            maximumLotsBidPerSupplier=procedure.lots_maximum_offered,
            maximumLotsAwardedPerSupplier=procedure.lots_maximum_awarded,
        ),
        lots=lots.written(),
        lotGroups=lots.groups(),
        items=lots.items(),
        documents=_documents(notice, lots, tag),
        amendments=_amendments(notice.correction, home),
    )


def _legal_basis(printed: str | None) -> Object | None:
    if not printed:
        return None
    is_celex = len(printed) == len("32014L0024") and printed[0] == "3" and printed[1:5].isdecimal()
    return filled(scheme="CELEX" if is_celex else None, id=printed)


def _planning(lots: LotList, country: str | None) -> Object:
    """Until when interest can be told, and for which lots where it is not the same for all."""
    ends: dict[str, list[str]] = {}
    for lot, identifier in zip(lots.lots, lots.ids, strict=True):
        if due := moment(lot.deadline_interest, country):
            ends.setdefault(due, []).append(identifier)
    milestones = [
        filled(id=str(number), type="engagement", dueDate=due, relatedLots=_of_some(named, lots.ids))
        for number, (due, named) in enumerate(ends.items(), start=1)
    ]
    return filled(milestones=milestones)


def _documents(notice: Notice, lots: LotList, tag: str) -> list[Object]:
    """The notice itself, then each link once with the lots it is for, none where it is for all."""
    links: dict[str, Object] = {}
    places: dict[str, list[str]] = {}
    for lot, identifier in zip(lots.lots, lots.ids, strict=True):
        for link in lot.documents:
            if found := address(link.url):
                links.setdefault(found, _languages(link.languages))
                places.setdefault(found, []).append(identifier)
        if found := address(lot.documents_url):
            links.setdefault(found, {})["documentType"] = "biddingDocuments"
            places.setdefault(found, []).append(identifier)
    written = [
        filled(id=str(number), url=url, **said, relatedLots=_of_some(places[url], lots.ids))
        for number, (url, said) in enumerate(links.items(), start=1)
    ]
    page = address(notice.url)
    own = [{"id": "notice", "documentType": _PAGES.get(tag, "awardNotice"), "url": page}] if page else []
    return [*own, *written]


def _languages(codes_of_languages: tuple[str, ...]) -> Object:
    """The core has room for one; several are a field of the draft of OCDS 1.2."""
    if len(codes_of_languages) == 1:
        return {"language": codes_of_languages[0]}
    return filled(languages=list(codes_of_languages))


def _of_some(named: list[str], every: list[str]) -> list[str]:
    return [] if set(named) == set(every) else list(dict.fromkeys(named))


def _amendments(correction: Correction | None, home: str) -> list[Object]:
    if correction is None:
        return []
    changes = (
        filled(
            relatedLots=list(entry.lots),
            where=filled(section=entry.section, **worded("label", entry.labels, home)),
            oldValue=worded("text", entry.before, home),
            newValue=worded("text", entry.after, home),
        )
        for entry in correction.entries
    )
    said = filled(
        amendsReleaseID=correction.changes,
        rationaleClassifications=[{"scheme": "eu-change-justification", "id": correction.reason}]
        if correction.reason
        else None,
        unstructuredChanges=[change for change in changes if change],
        **worded("description", correction.descriptions, home),
    )
    return [{"id": "1", **said}] if said else []


def _related(notice: Notice) -> list[Object]:
    """Planning notices may announce several procedures; others are earlier notices of this one."""
    pairs = [
        *((number, "planning") for number in notice.announced_by),
        *((number, "earlierNotice") for number in notice.earlier_notices),
    ]
    return [
        filled(
            id=str(position),
            relationship=[relationship],
            scheme="EU-OJ" if publication_number(number) else None,
            identifier=number,
        )
        for position, (number, relationship) in enumerate(pairs, start=1)
    ]


def package(
    releases: Iterable[Object], *, uri: str, publisher: Mapping[str, str], published: datetime, license: str | None = None,
    policy: str | None = None,
) -> Object:  # fmt: skip
    """``publisher`` needs a ``name``; ``license`` and ``policy`` are addresses, and every publisher should give both."""
    found = list(releases)
    return filled(
        uri=uri,
        version="1.1",
        extensions=extensions_of(found),
        publishedDate=published.isoformat(timespec="seconds").replace("+00:00", "Z"),
        publisher=dict(publisher),
        license=license,
        publicationPolicy=policy,
        releases=found,
    )


def extensions_of(releases: Iterable[Any]) -> list[str]:
    """The addresses of the extensions whose fields are used, each once, sorted."""
    used: set[str] = set()
    found = list(releases)
    waiting: list[Any] = list(found)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            used.update(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    extensions = {EXTENSIONS[field] for field in used & EXTENSIONS.keys()}
    if any(_OF_THE_CALL & each.get("tender", {}).keys() for each in found):
        extensions.add(_CLASSIFIED_CALL)
    return sorted(_HOME.format(*extension.split("/")) for extension in extensions)
