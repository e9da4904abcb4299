"""The table of eForms: what the board reads, which business term it is, and where it stands.

Terms are those of the eForms SDK (BT: business term, OPT/OPP: technical and publication fields). A row named after a lot is
the same for parts and groups of lots (BT-21-Lot, BT-21-Part, BT-21-LotsGroup stand in one place). Codes are told apart by
what they say rather than by ``listName`` wherever they can be: senders misspell the latter.
"""

from __future__ import annotations

from opslagstavle.notices.eforms_values import (
    applies,
    attribute,
    clock,
    count,
    cpv,
    day,
    flag,
    money,
    number,
    number_or_text,
    one_of,
    said,
    text,
    unit,
)
from opslagstavle.notices.paths import Field, Reading, Table

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}
_EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
_RESULT = f"{_EXTENSION}/efac:NoticeResult"
_PROJECT = "cac:ProcurementProject"
_PROCESS = "cac:TenderingProcess"
_TERMS = "cac:TenderingTerms"

nature = one_of({code: code for code in ("works", "supplies", "services")})
agreed = one_of({"none": False, "fa-mix": True, "fa-w-rc": True, "fa-wo-rc": True})
dynamic = one_of({"none": False, "dps-list": True, "dps-nlist": True})
outcome = one_of({"selec-w": "awarded", "clos-nw": "not-awarded", "open-nw": "open"})
weighing = one_of({code: code for code in (
    "per-exa", "per-mid", "dec-exa", "dec-mid", "poi-exa", "poi-mid", "ord-imp", "fix-tot", "fix-unit",
)})  # fmt: skip


def _project(of: str, prefix: str = "") -> tuple[Field, ...]:
    """What a procedure and a lot both say of themselves."""
    return (
        Field(f"{prefix}titles", f"BT-21-{of}", f"{_PROJECT}/cbc:Name", said),
        Field(f"{prefix}descriptions", f"BT-24-{of}", f"{_PROJECT}/cbc:Description", said),
        Field(f"{prefix}additional_information", f"BT-300-{of}", f"{_PROJECT}/cbc:Note", said),
        Field(f"{prefix}nature", f"BT-23-{of}", f"{_PROJECT}/cbc:ProcurementTypeCode", nature),
        Field(f"{prefix}cpv", f"BT-262-{of}",
              f"{_PROJECT}/cac:MainCommodityClassification/cbc:ItemClassificationCode", cpv),
        Field(f"{prefix}additional_cpv", f"BT-263-{of}",
              f"{_PROJECT}/cac:AdditionalCommodityClassification/cbc:ItemClassificationCode", cpv),
        Field(f"{prefix}estimated_value", f"BT-27-{of}",
              f"{_PROJECT}/cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount", money),
    )  # fmt: skip


def _places(of: str, prefix: str = "") -> Table:
    address = "cac:Address"
    return Table(f"{prefix}places", f"BG-708 ({of})", f"{_PROJECT}/cac:RealizedLocation", (
        Field("nuts", f"BT-5071-{of}", f"{address}/cbc:CountrySubentityCode", text),
        Field("country", f"BT-5141-{of}", f"{address}/cac:Country/cbc:IdentificationCode", text),
        Field("town", f"BT-5131-{of}", f"{address}/cbc:CityName", text),
        Field("postal_code", f"BT-5121-{of}", f"{address}/cbc:PostalZone", text),
        Field("description", f"BT-728-{of}", "cbc:Description", said),
        Field("anywhere", f"BT-727-{of}", f"{address}/cbc:Region", text),
    ))  # fmt: skip


def _deadline(name: str, term: str, path: str) -> tuple[Field, Field]:
    return (
        Field(f"{name}.day", f"{term}(d)-Lot", f"{path}/cbc:EndDate", day),
        Field(f"{name}.clock", f"{term}(t)-Lot", f"{path}/cbc:EndTime", clock),
    )


def _criteria(path: str, tables: tuple[Table, ...]) -> Table:
    return Table("award_criteria", "BG-38", path, (
        Field("kind", "BT-539-Lot", "cbc:AwardingCriterionTypeCode", text),
        Field("names", "BT-734-Lot", "cbc:Name", said),
        Field("descriptions", "BT-540-Lot", "cbc:Description", said),
        Field("weight_text", "BT-543-Lot", "cbc:CalculationExpression", text),
    ), tables)  # fmt: skip


_WEIGHTS = Table("weights", "BG-714", f"{_EXTENSION}/efac:AwardCriterionParameter", (
    Field("weight_kind", "BT-5421-Lot, BT-5422-Lot", "efbc:ParameterCode", weighing),
    Field("weight", "BT-541-Lot", "efbc:ParameterNumeric", number_or_text),
))  # fmt: skip
"""A third list, thresholds (BT-5423: min-score, max-pass), weighs nothing and is left out."""

_LOTS = Table("lots", "BT-137-Lot", "cac:ProcurementProjectLot", (
    Field("number", "BT-137-Lot", "cbc:ID", text),
    Field("kind", "BT-137-Lot", "cbc:ID", attribute("schemeName")),
    *_project("Lot"),
    Field("additional_natures", "BT-531-Lot",
          f"{_PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode", nature),
    Field("duration.amount", "BT-36-Lot", f"{_PROJECT}/cac:PlannedPeriod/cbc:DurationMeasure", number),
    Field("duration.unit", "BT-36-Lot", f"{_PROJECT}/cac:PlannedPeriod/cbc:DurationMeasure", unit),
    Field("duration.start", "BT-536-Lot", f"{_PROJECT}/cac:PlannedPeriod/cbc:StartDate", day),
    Field("duration.end", "BT-537-Lot", f"{_PROJECT}/cac:PlannedPeriod/cbc:EndDate", day),
    Field("duration.unit", "BT-538-Lot", f"{_PROJECT}/cac:PlannedPeriod/cbc:DescriptionCode",
          one_of({"UNLIMITED": "unlimited"})),
    *_deadline("deadline_offers", "BT-131", f"{_PROCESS}/cac:TenderSubmissionDeadlinePeriod"),
    *_deadline("deadline_requests", "BT-1311", f"{_PROCESS}/cac:ParticipationRequestReceptionPeriod"),
    *_deadline("deadline_interest", "BT-630", f"{_PROCESS}/{_EXTENSION}/efac:InterestExpressionReceptionPeriod"),
    Field("reserved_participation", "BT-71-Lot",
          f"{_TERMS}/cac:TendererQualificationRequest/cac:SpecificTendererRequirement"
          "/cbc:TendererRequirementTypeCode[@listName='reserved-procurement']", text),
    Field("reserved_execution", "BT-736-Lot",
          f"{_TERMS}/cac:ContractExecutionRequirement/cbc:ExecutionRequirementCode[@listName='reserved-execution']",
          applies),
    Field("strategic", "BT-06-Lot",
          f"{_PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode[@listName='strategic-procurement']", text),
    Field("social_objectives", "BT-775-Lot",
          f"{_PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode[@listName='social-objective']", text),
    Field("sme_suitable", "BT-726-Lot", f"{_PROJECT}/cbc:SMESuitableIndicator", flag),
    Field("submission_url", "BT-18-Lot", f"{_TERMS}/cac:TenderRecipientParty/cbc:EndpointID", text),
    Field("framework", "BT-765-Lot",
          f"{_PROCESS}/cac:ContractingSystem/cbc:ContractingSystemTypeCode[@listName='framework-agreement']", agreed),
    Field("dynamic_purchasing", "BT-766-Lot",
          f"{_PROCESS}/cac:ContractingSystem/cbc:ContractingSystemTypeCode[@listName='dps-usage']", dynamic),
    Field("earlier_notices", "BT-125(i)-Lot", f"{_PROCESS}/cac:NoticeDocumentReference/cbc:ID", text),
), (
    _places("Lot"),
    _criteria(f"{_TERMS}/cac:AwardingTerms/cac:AwardingCriterion",
              (_criteria("cac:SubordinateAwardingCriterion", (_WEIGHTS,)),)),
    Table("documents", "BG-101", f"{_TERMS}/cac:CallForTendersDocumentReference", (
        Field("access", "BT-14-Lot", "cbc:DocumentType", text),
        Field("documents_url", "BT-15-Lot, BT-615-Lot", "cac:Attachment/cac:ExternalReference/cbc:URI", text),
    )),
))  # fmt: skip


def _party(prefix: str) -> tuple[Field, ...]:
    """A company or one of its contact points."""
    address = f"{prefix}cac:PostalAddress"
    return (
        Field("id", "OPT-200-Organization-Company, OPT-201-Organization-TouchPoint",
              f"{prefix}cac:PartyIdentification/cbc:ID", text),
        Field("names", "BT-500-Organization", f"{prefix}cac:PartyName/cbc:Name", said),
        Field("address", "BT-510(a)-Organization", f"{address}/cbc:StreetName", text),
        Field("address", "BT-510(b)-Organization", f"{address}/cbc:AdditionalStreetName", text),
        Field("address", "BT-510(c)-Organization", f"{address}/cac:AddressLine/cbc:Line", text),
        Field("town", "BT-513-Organization", f"{address}/cbc:CityName", text),
        Field("postal_code", "BT-512-Organization", f"{address}/cbc:PostalZone", text),
        Field("country", "BT-514-Organization", f"{address}/cac:Country/cbc:IdentificationCode", text),
        Field("nuts", "BT-507-Organization", f"{address}/cbc:CountrySubentityCode", text),
        Field("website", "BT-505-Organization", f"{prefix}cbc:WebsiteURI", text),
        Field("contact_name", "BT-502-Organization", f"{prefix}cac:Contact/cbc:Name", text),
        Field("email", "BT-506-Organization", f"{prefix}cac:Contact/cbc:ElectronicMail", text),
        Field("phone", "BT-503-Organization", f"{prefix}cac:Contact/cbc:Telephone", text),
    )  # fmt: skip


_ORGANISATIONS = Table("organisations", "OPT-200-Organization-Company", f"{_EXTENSION}/efac:Organizations/efac:Organization", (
    *_party("efac:Company/"),
    Field("identifier", "BT-501-Organization-Company", "efac:Company/cac:PartyLegalEntity/cbc:CompanyID", text),
    Field("size", "BT-165-Organization-Company", "efac:Company/efbc:CompanySizeCode", text),
), (
    Table("contact_points", "OPT-201-Organization-TouchPoint", "efac:TouchPoint", _party("")),
))  # fmt: skip

_BUYERS = Table("buyers", "OPT-300-Procedure-Buyer", "cac:ContractingParty", (
    Field("id", "OPT-300-Procedure-Buyer", "cac:Party/cac:PartyIdentification/cbc:ID", text),
    Field("legal_type", "BT-11-Procedure-Buyer",
          "cac:ContractingPartyType/cbc:PartyTypeCode[@listName='buyer-legal-type']", text),
    Field("activity", "BT-10-Procedure-Buyer, BT-610-Procedure-Buyer",
          "cac:ContractingActivity/cbc:ActivityTypeCode", text),
))  # fmt: skip

_LOT_RESULTS = Table("results", "OPT-322-LotResult", f"{_RESULT}/efac:LotResult", (
    Field("lots", "BT-13713-LotResult", "efac:TenderLot/cbc:ID", text),
    Field("outcome", "BT-142-LotResult", "cbc:TenderResultCode", outcome),
    Field("reason", "BT-144-LotResult", "efac:DecisionReason/efbc:DecisionReasonCode", text),
    Field("offers", "OPT-320-LotResult", "efac:LotTender/cbc:ID", text),
    Field("contracts", "OPT-315-LotResult", "efac:SettledContract/cbc:ID", text),
), (
    Table("statistics", "BG-712", "efac:ReceivedSubmissionsStatistics", (
        Field("kind", "BT-760-LotResult", "efbc:StatisticsCode", text),
        Field("offers_received", "BT-759-LotResult", "efbc:StatisticsNumeric", count),
    )),
))  # fmt: skip

_OFFERS = Table("offers", "OPT-321-Tender", f"{_RESULT}/efac:LotTender", (
    Field("id", "OPT-321-Tender", "cbc:ID", text),
    Field("party", "OPT-310-Tender", "efac:TenderingParty/cbc:ID", text),
    Field("lot", "BT-13714-Tender", "efac:TenderLot/cbc:ID", text),
    Field("rank", "BT-171-Tender", "cbc:RankCode", count),
    Field("value", "BT-720-Tender", "cac:LegalMonetaryTotal/cbc:PayableAmount", money),
    Field("subcontracted", "BT-773-Tender", "efac:SubcontractingTerm/efbc:TermCode", applies),
))  # fmt: skip

_CONTRACTS = Table("contracts", "OPT-316-Contract", f"{_RESULT}/efac:SettledContract", (
    Field("id", "OPT-316-Contract", "cbc:ID", text),
    Field("contract_number", "BT-150-Contract", "efac:ContractReference/cbc:ID", text),
    Field("titles", "BT-721-Contract", "cbc:Title", said),
    Field("concluded", "BT-145-Contract", "cbc:IssueDate", day),
    Field("offers", "BT-3202-Contract", "efac:LotTender/cbc:ID", text),
    Field("earlier_notices", "OPT-100-Contract", "cac:NoticeDocumentReference/cbc:ID", text),
))  # fmt: skip

_PARTIES = Table("parties", "OPT-210-Tenderer", f"{_RESULT}/efac:TenderingParty", (
    Field("id", "OPT-210-Tenderer", "cbc:ID", text),
    Field("names", "OPT-211-Tenderer", "cbc:Name", said),
), (
    Table("winners", "OPT-300-Tenderer", "efac:Tenderer", (
        Field("id", "OPT-300-Tenderer", "cbc:ID", text),
        Field("leads", "OPT-170-Tenderer", "efbc:GroupLeadIndicator", flag),
    )),
))  # fmt: skip

_CHANGES = Table("correction", "BG-9", f"{_EXTENSION}/efac:Changes", (
    Field("changes", "BT-758-notice", "efbc:ChangedNoticeIdentifier", text),
    Field("reason", "BT-140-notice", "efac:ChangeReason/cbc:ReasonCode", text),
    Field("descriptions", "BT-762-notice", "efac:ChangeReason/efbc:ReasonDescription", said),
    Field("descriptions", "BT-141(a)-notice", "efac:Change/efbc:ChangeDescription", said),
))  # fmt: skip

NOTICE = Table("notice", "eForms", ".", (
    Field("format_version", "OPT-002-notice", "cbc:CustomizationID", text),
    Field("stage", "BT-03-notice", "cbc:NoticeTypeCode", attribute("listName")),
    Field("notice_type", "BT-02-notice", "cbc:NoticeTypeCode", text),
    Field("subtype", "OPP-070-notice", f"{_EXTENSION}/efac:NoticeSubType/cbc:SubTypeCode", text),
    Field("publication_number", "OPP-010-notice", f"{_EXTENSION}/efac:Publication/efbc:NoticePublicationID", text),
    Field("notice_id", "BT-701-notice", "cbc:ID", text),
    Field("version", "BT-757-notice", "cbc:VersionID", text),
    Field("published", "OPP-012-notice", f"{_EXTENSION}/efac:Publication/efbc:PublicationDate", day),
    Field("dispatched", "BT-05(a)-notice", "cbc:IssueDate", day),
    Field("language", "BT-702(a)-notice", "cbc:NoticeLanguageCode", text),
    Field("languages", "BT-702(b)-notice", "cac:AdditionalNoticeLanguage/cbc:ID", text),
    Field("legal_basis", "BT-01-notice", "cbc:RegulatoryDomain", text),
    Field("earlier_notices", "BT-125(i)-Procedure", f"{_PROCESS}/cac:NoticeDocumentReference/cbc:ID", text),
    Field("earlier_notices", "BT-1501(n)-Contract",
          f"{_EXTENSION}/efac:ContractModification/efbc:ChangedNoticeIdentifier", text),
    Field("procedure.identifier", "BT-04-notice", "cbc:ContractFolderID", text),
    Field("procedure.reference", "BT-22-Procedure", f"{_PROJECT}/cbc:ID", text),
    *_project("Procedure", "procedure."),
    Field("procedure.kind", "BT-105-Procedure", f"{_PROCESS}/cbc:ProcedureCode", text),
    Field("procedure.accelerated", "BT-106-Procedure",
          f"{_PROCESS}/cac:ProcessJustification/cbc:ProcessReasonCode[@listName='accelerated-procedure']", flag),
    Field("procedure.awarded_value", "BT-161-NoticeResult", f"{_RESULT}/cbc:TotalAmount", money),
), (
    _BUYERS, _ORGANISATIONS, _places("Procedure", "procedure."), _LOTS,
    _LOT_RESULTS, _OFFERS, _CONTRACTS, _PARTIES, _CHANGES,
))  # fmt: skip

TABLES = (NOTICE,)
READING = Reading(NOTICE, NAMESPACES)
