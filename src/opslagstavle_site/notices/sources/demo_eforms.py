"""Writes a demo notice as eForms (UBL 2.3 with the EU's extensions), element by element in the order the XSD demands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from lxml import etree

from opslagstavle_site.notices.sources.demo_results import notice_result
from opslagstavle_site.notices.sources.demo_rows import Criterion, Form, Issue, Party, Row, Work
from opslagstavle_site.notices.sources.demo_xml import (
    LANGUAGES,
    NAMESPACES,
    UBL,
    Node,
    amount,
    coded,
    day,
    element,
    extension,
    flat,
    indicator,
    leaf,
    noon,
    texts,
)  # fmt: skip

FORMS: Mapping[Form, tuple[str, str, str]] = {
    "pin-only": ("PriorInformationNotice", "planning", "4"),
    "pin-rtl": ("PriorInformationNotice", "planning", "7"),
    "pin-cfc-social": ("PriorInformationNotice", "competition", "12"),
    "cn-standard": ("ContractNotice", "competition", "16"),
    "cn-social": ("ContractNotice", "competition", "20"),
    "veat": ("ContractAwardNotice", "dir-awa-pre", "25"),
    "can-standard": ("ContractAwardNotice", "result", "29"),
    "can-social": ("ContractAwardNotice", "result", "33"),
}
"""Notice type (BT-02) → document, form type (BT-03), notice subtype (OPP-070), for Directive 2014/24."""


def write(row: Row, issue: Issue) -> bytes:
    """The whole document."""
    document, form, subtype = FORMS[row.form]
    namespace = f"{UBL}{document}-2"
    numbers = _numbers(row)
    prefixes = cast(
        "dict[str, str]", {None: namespace, **NAMESPACES}
    )  # lxml's stubs forget the default namespace
    root = etree.Element(f"{{{namespace}}}{document}", nsmap=prefixes)
    root.extend(flat([
        extension(
            _changes(row, issue),
            notice_result(row, issue, numbers),
            coded("efac:NoticeSubType/cbc:SubTypeCode", "notice-subtype", subtype),
            element("efac:Organizations", [_company(key, n, issue.parties[key]) for key, n in numbers.items()]),
        ),
        _head(row, issue),
        coded("cbc:NoticeTypeCode", form, row.form),
        leaf("cbc:NoticeLanguageCode", "DAN"),
        [leaf("cac:AdditionalNoticeLanguage/cbc:ID", LANGUAGES[code]) for code in row.languages[1:]],
        _contracting_party(issue.parties[row.buyer]),
        _procedure(row, issue),
        _project(row, row.key, issue),
        [_lot(row, work, number, issue) for number, work in enumerate(row.works, 1)],
        # UBL demands a date here; eForms has the real ones at the contracts and fills this with a fixed day.
        leaf("cac:TenderResult/cbc:AwardDate", "2000-01-01Z" if _is_award(row) else None),
    ]))  # fmt: skip
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _is_award(row: Row) -> bool:
    return FORMS[row.form][0] == "ContractAwardNotice"


def _head(row: Row, issue: Issue) -> list[Node]:
    changed = row.change if issue.version > 1 else None
    sent = issue.working_day(changed.sent if changed else row.sent)
    return [
        leaf("cbc:UBLVersionID", "2.3"),
        leaf("cbc:CustomizationID", "eforms-sdk-1.13"),
        leaf("cbc:ID", issue.notice_id, schemeName="notice-id"),
        leaf("cbc:ContractFolderID", issue.procedure_id),
        day("cbc:IssueDate", sent),
        noon("cbc:IssueTime", sent),
        leaf("cbc:VersionID", f"{issue.version:02}"),
        day("cbc:PlannedDate", issue.working_day(row.planned)),
        leaf("cbc:RegulatoryDomain", "32014L0024"),
    ]


def _changes(row: Row, issue: Issue) -> Node:
    if row.change is None or issue.version == 1:
        return None
    return element(
        "efac:Changes",
        leaf("efbc:ChangedNoticeIdentifier", f"{issue.notice_id}-{issue.version - 1:02}"),
        element(
            "efac:Change",
            texts("efbc:ChangeDescription", row.change.description),
            leaf("efac:ChangedSection/efbc:ChangedSectionIdentifier", row.lot_id(1)),
        ),
        coded("efac:ChangeReason/cbc:ReasonCode", "change-corrig-justification", row.change.reason),
    )


def _numbers(row: Row) -> dict[str, str]:
    """Party → its number inside this notice, the buyer first."""
    keys = dict.fromkeys([row.buyer, *(winner for result in row.results for winner in result.winners)])
    return {key: f"ORG-{number:04}" for number, key in enumerate(keys, 1)}


def _company(key: str, number: str, party: Party) -> Node:
    return element(
        "efac:Organization/efac:Company",
        coded("efbc:CompanySizeCode", "economic-operator-size", party.size),
        leaf("cac:PartyIdentification/cbc:ID", number, schemeName="organization"),
        element("cac:PartyName", texts("cbc:Name", party.name)),
        element(
            "cac:PostalAddress",
            leaf("cbc:CityName", party.town),
            coded("cbc:CountrySubentityCode", "nuts", party.nuts),
            _denmark(),
        ),
        leaf("cac:PartyLegalEntity/cbc:CompanyID", key),
    )


def _contracting_party(buyer: Party) -> Node:
    return element(
        "cac:ContractingParty",
        coded("cac:ContractingPartyType/cbc:PartyTypeCode", "buyer-legal-type", buyer.legal_type),
        coded("cac:ContractingActivity/cbc:ActivityTypeCode", "authority-activity", buyer.activity),
        leaf("cac:Party/cac:PartyIdentification/cbc:ID", "ORG-0001", schemeName="organization"),
    )


def _procedure(row: Row, issue: Issue) -> Node:
    justified = row.justification or {}
    return element(
        "cac:TenderingProcess",
        coded("cbc:ProcedureCode", "procurement-procedure-type", row.procedure),
        _previous(issue) if _is_award(row) else None,
        element(
            "cac:ProcessJustification",
            coded("cbc:ProcessReasonCode", "direct-award-justification", "technical") if justified else None,
            texts("cbc:ProcessReason", justified),
        ),
    )


def _previous(issue: Issue) -> Node:
    return leaf("cac:NoticeDocumentReference/cbc:ID", issue.previous_id, schemeName="notice-id-ref")


def _lot(row: Row, work: Work, number: int, issue: Issue) -> Node:
    return element(
        "cac:ProcurementProjectLot",
        leaf("cbc:ID", row.lot_id(number), schemeName="Part" if row.form == "pin-only" else "Lot"),
        _terms(work),
        _process(row, work, issue),
        _project(work, f"{row.key}-{number}", issue, of_lot=True),
    )


def _terms(work: Work) -> Node:
    execution = {True: "yes", False: "no", None: None}[work.reserved_execution]
    return element(
        "cac:TenderingTerms",
        coded(
            "cac:TendererQualificationRequest/cac:SpecificTendererRequirement/cbc:TendererRequirementTypeCode",
            "reserved-procurement",
            work.reserved,
        ),
        coded(
            "cac:ContractExecutionRequirement/cbc:ExecutionRequirementCode", "reserved-execution", execution
        ),
        element("cac:AwardingTerms/cac:AwardingCriterion", [_criterion(each) for each in work.criteria]),
        leaf("cac:Language/cbc:ID", "DAN"),
    )


def _criterion(criterion: Criterion) -> Node:
    return element(
        "cac:SubordinateAwardingCriterion",
        extension(
            element(
                "efac:AwardCriterionParameter",
                coded("efbc:ParameterCode", "number-weight", "per-exa"),
                leaf("efbc:ParameterNumeric", criterion.weight),
            )
        ),
        coded("cbc:AwardingCriterionTypeCode", "award-criterion-type", criterion.kind),
        texts("cbc:Name", criterion.name),
    )


def _process(row: Row, work: Work, issue: Issue) -> Node:
    if row.form == "pin-only":  # parts of a plan have no procedure yet
        return None
    offers = row.change.offers if row.change and issue.version > 1 else work.offers
    return element(
        "cac:TenderingProcess",
        extension(_until("efac:InterestExpressionReceptionPeriod", issue.working_day(work.interest))),
        _until("cac:TenderSubmissionDeadlinePeriod", issue.working_day(offers)),
        _until("cac:ParticipationRequestReceptionPeriod", issue.working_day(work.requests)),
        None if _is_award(row) else _previous(issue),
        coded(
            "cac:ContractingSystem/cbc:ContractingSystemTypeCode",
            "framework-agreement",
            "fa-wo-rc" if work.framework else "none",
        ),
    )


def _until(path: str, deadline: date | None) -> Node:
    return element(path, day("cbc:EndDate", deadline), noon("cbc:EndTime", deadline))


def _project(work: Work, reference: str, issue: Issue, *, of_lot: bool = False) -> Node:
    return element(
        "cac:ProcurementProject",
        leaf("cbc:ID", reference, schemeName="InternalID"),
        texts("cbc:Name", work.title),
        texts("cbc:Description", work.description),
        coded("cbc:ProcurementTypeCode", "contract-nature", work.nature),
        indicator("cbc:SMESuitableIndicator", work.sme) if of_lot else None,
        _aims(work) if of_lot else None,
        amount("cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount", work.value),
        _cpv("cac:MainCommodityClassification", work.cpv),
        [_cpv("cac:AdditionalCommodityClassification", code) for code in work.additional_cpv],
        [_place(nuts) for nuts in work.nuts],
        _planned_period(work, issue) if of_lot else None,
    )


def _aims(work: Work) -> list[Node]:
    codes = [("environmental-impact", code) for code in work.environment]
    codes += [("social-objective", code) for code in work.social]
    codes += [("strategic-procurement", "env-imp")] if work.environment else []
    codes += [("strategic-procurement", "soc-obj")] if work.social else []
    return [
        coded("cac:ProcurementAdditionalType/cbc:ProcurementTypeCode", name, code) for name, code in codes
    ]


def _cpv(tag: str, code: str) -> Node:
    return coded(f"{tag}/cbc:ItemClassificationCode", "cpv", code)


def _place(nuts: str) -> Node:
    all_over = nuts == "DK"
    where = leaf("cbc:Region", "anyw-cou") if all_over else coded("cbc:CountrySubentityCode", "nuts", nuts)
    return element("cac:RealizedLocation/cac:Address", where, _denmark())


def _denmark() -> Node:
    return coded("cac:Country/cbc:IdentificationCode", "country", "DNK")


def _planned_period(work: Work, issue: Issue) -> Node:
    return element(
        "cac:PlannedPeriod",
        day("cbc:StartDate", issue.working_day(work.starts)),
        leaf("cbc:DurationMeasure", work.months, unitCode="MONTH"),
    )
