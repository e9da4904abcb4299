"""The table of a lot in eForms (and of a part of a planned procurement, and of a group of lots)."""

from __future__ import annotations

from opslagstavle.notices.eforms_paths import EXTENSION, PROCESS, PROJECT, TERMS, nature, places, project
from opslagstavle.notices.eforms_values import (
    applies,
    attribute,
    clock,
    count,
    day,
    flag,
    money,
    number,
    number_or_text,
    one_of,
    said,
    spoken,
    text,
    unit,
)
from opslagstavle.notices.paths import Field, Table

agreed = one_of({"none": False, "fa-mix": True, "fa-w-rc": True, "fa-wo-rc": True})
agreement = one_of({code: code for code in ("fa-mix", "fa-w-rc", "fa-wo-rc")})
dynamic = one_of({"none": False, "dps-list": True, "dps-nlist": True})
allowance = one_of({code: code for code in ("allowed", "required", "not-allowed")})
funded = one_of({"eu-funds": True, "no-eu-funds": False})
used = one_of({"used": True, "n-used": False})
weighing = one_of({code: code for code in (
    "per-exa", "per-mid", "dec-exa", "dec-mid", "poi-exa", "poi-mid", "ord-imp", "fix-tot", "fix-unit",
)})  # fmt: skip

_EXTENSION_OF_PERIOD = f"{PROJECT}/cac:ContractExtension"
_SYSTEM = f"{PROCESS}/cac:ContractingSystem/cbc:ContractingSystemTypeCode"
_AGREEMENT = f"{PROCESS}/cac:FrameworkAgreement"
_SUBCONTRACTING = f"{TERMS}/cac:AllowedSubcontractTerms"
_GUARANTEE = f"{TERMS}/cac:RequiredFinancialGuarantee"


def _moment(name: str, term: str, path: str, kind: str = "End") -> tuple[Field, Field]:
    return (
        Field(f"{name}.day", f"{term}(d)-Lot", f"{path}/cbc:{kind}Date", day),
        Field(f"{name}.clock", f"{term}(t)-Lot", f"{path}/cbc:{kind}Time", clock),
    )


def _award_criteria(path: str, tables: tuple[Table, ...]) -> Table:
    return Table("award_criteria", "BG-38", path, (
        Field("kind", "BT-539-Lot", "cbc:AwardingCriterionTypeCode", text),
        Field("names", "BT-734-Lot", "cbc:Name", said),
        Field("descriptions", "BT-540-Lot", "cbc:Description", said),
        Field("weight_text", "BT-543-Lot", "cbc:CalculationExpression", text),
    ), tables)  # fmt: skip


_WEIGHTS = Table("weights", "BG-714", f"{EXTENSION}/efac:AwardCriterionParameter", (
    Field("weight_kind", "BT-5421-Lot, BT-5422-Lot", "efbc:ParameterCode", weighing),
    Field("weight", "BT-541-Lot", "efbc:ParameterNumeric", number_or_text),
))  # fmt: skip
"""A third list, thresholds (BT-5423: min-score, max-pass), weighs nothing and is left out."""

_SELECTION = Table("selection_criteria", "BG-702", f"{TERMS}/{EXTENSION}/efac:SelectionCriteria", (
    Field("code", "BT-747-Lot", "cbc:CriterionTypeCode", text),
    Field("code", "BT-809-Lot", "cbc:TendererRequirementTypeCode", text),
    Field("names", "BT-749-Lot", "cbc:Name", said),
    Field("descriptions", "BT-750-Lot", "cbc:Description", said),
    Field("used", "BT-748-Lot", "cbc:CalculationExpressionCode", used),
))  # fmt: skip

_DOCUMENTS = Table("documents", "BG-101", f"{TERMS}/cac:CallForTendersDocumentReference", (
    Field("access", "BT-14-Lot", "cbc:DocumentType", text),
    Field("url", "BT-15-Lot, BT-615-Lot", "cac:Attachment/cac:ExternalReference/cbc:URI", text),
    Field("languages", "BT-708-Lot", f"{EXTENSION}/efac:OfficialLanguages/cac:Language/cbc:ID", spoken),
    Field("languages", "BT-708-Lot", "cbc:LanguageID", spoken),
    Field("unofficial_languages", "BT-737-Lot",
          f"{EXTENSION}/efac:NonOfficialLanguages/cac:Language/cbc:ID", spoken),
))  # fmt: skip
"""Senders of SDK 1.8 and older put a language into LanguageID."""

_REQUIREMENTS = Table("requirements", "BT-70-Lot", f"{TERMS}/cac:ContractExecutionRequirement", (
    Field("code_list", "BT-70-Lot", "cbc:ExecutionRequirementCode", attribute("listName")),
    Field("execution_terms", "BT-70-Lot", "cbc:Description", said),
))  # fmt: skip
_JUSTIFICATIONS = Table("justifications", "BT-19-Lot", f"{PROCESS}/cac:ProcessJustification", (
    Field("code_list", "BT-19-Lot", "cbc:ProcessReasonCode", attribute("listName")),
    Field("submission_reason", "BT-19-Lot", "cbc:ProcessReasonCode", text),
    Field("submission_descriptions", "BT-745-Lot", "cbc:Description", said),
))  # fmt: skip

_CONDITIONS = (
    Field("options_descriptions", "BT-54-Lot", f"{_EXTENSION_OF_PERIOD}/cbc:OptionsDescription", said),
    Field("renewals", "BT-58-Lot", f"{_EXTENSION_OF_PERIOD}/cbc:MaximumNumberNumeric", count),
    Field("renewal_descriptions", "BT-57-Lot", f"{_EXTENSION_OF_PERIOD}/cac:Renewal/cac:Period/cbc:Description", said),
    Field("variants", "BT-63-Lot", f"{TERMS}/cbc:VariantConstraintCode", allowance),
    Field("framework", "BT-765-Lot", f"{_SYSTEM}[@listName='framework-agreement']", agreed),
    Field("framework_terms.kind", "BT-765-Lot", f"{_SYSTEM}[@listName='framework-agreement']", agreement),
    Field("framework_terms.participants", "BT-113-Lot", f"{_AGREEMENT}/cbc:MaximumOperatorQuantity", count),
    Field("framework_terms.maximum", "BT-271-Lot",
          f"{PROJECT}/cac:RequestedTenderTotal/{EXTENSION}/efbc:FrameworkMaximumAmount", money),
    Field("framework_terms.maximum", "BT-157-LotsGroup", f"{_AGREEMENT}/cbc:EstimatedMaximumValueAmount", money),
    Field("framework_terms.justification", "BT-109-Lot", f"{_AGREEMENT}/cbc:Justification", said),
    Field("dynamic_purchasing", "BT-766-Lot", f"{_SYSTEM}[@listName='dps-usage']", dynamic),
    Field("electronic_auction", "BT-767-Lot", f"{PROCESS}/cac:AuctionTerms/cbc:AuctionConstraintIndicator", flag),
    Field("subcontracting.obligations", "BT-65-Lot", f"{_SUBCONTRACTING}/cbc:SubcontractingConditionsCode", text),
    Field("subcontracting.indications", "BT-651-Lot",
          f"{TERMS}/{EXTENSION}/efac:TenderSubcontractingRequirements/efbc:TenderSubcontractingRequirementsCode", text),
    Field("subcontracting.minimum", "BT-64-Lot", f"{_SUBCONTRACTING}/cbc:MinimumPercent", number),
    Field("subcontracting.maximum", "BT-729-Lot", f"{_SUBCONTRACTING}/cbc:MaximumPercent", number),
    Field("offer_languages", "BT-97-Lot", f"{TERMS}/cac:Language/cbc:ID", spoken),
    Field("offer_validity.amount", "BT-98-Lot", f"{TERMS}/cac:TenderValidityPeriod/cbc:DurationMeasure", number),
    Field("offer_validity.unit", "BT-98-Lot", f"{TERMS}/cac:TenderValidityPeriod/cbc:DurationMeasure", unit),
    *_moment("opening", "BT-132", f"{PROCESS}/cac:OpenTenderEvent", "Occurrence"),
    *_moment("deadline_questions", "BT-13", f"{PROCESS}/cac:AdditionalInformationRequestPeriod"),
    Field("guarantee", "BT-751-Lot", f"{_GUARANTEE}/cbc:GuaranteeTypeCode", flag),
    Field("guarantee_descriptions", "BT-75-Lot", f"{_GUARANTEE}/cbc:Description", said),
    Field("eu_funds", "BT-60-Lot", f"{TERMS}/cbc:FundingProgramCode", funded),
    Field("candidates_minimum", "BT-50-Lot", f"{PROCESS}/cac:EconomicOperatorShortList/cbc:MinimumQuantity", count),
    Field("candidates_maximum", "BT-51-Lot", f"{PROCESS}/cac:EconomicOperatorShortList/cbc:MaximumQuantity", count),
    Field("submission", "BT-17-Lot", f"{PROCESS}/cbc:SubmissionMethodCode[@listName='esubmission']", allowance),
    Field("submission_url", "BT-18-Lot", f"{TERMS}/cac:TenderRecipientParty/cbc:EndpointID", text),
)  # fmt: skip

LOTS = Table("lots", "BT-137-Lot", "cac:ProcurementProjectLot", (
    Field("number", "BT-137-Lot", "cbc:ID", text),
    Field("kind", "BT-137-Lot", "cbc:ID", attribute("schemeName")),
    *project("Lot"),
    Field("additional_natures", "BT-531-Lot",
          f"{PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode", nature),
    Field("duration.amount", "BT-36-Lot", f"{PROJECT}/cac:PlannedPeriod/cbc:DurationMeasure", number),
    Field("duration.unit", "BT-36-Lot", f"{PROJECT}/cac:PlannedPeriod/cbc:DurationMeasure", unit),
    Field("duration.start", "BT-536-Lot", f"{PROJECT}/cac:PlannedPeriod/cbc:StartDate", day),
    Field("duration.end", "BT-537-Lot", f"{PROJECT}/cac:PlannedPeriod/cbc:EndDate", day),
    Field("duration.unit", "BT-538-Lot", f"{PROJECT}/cac:PlannedPeriod/cbc:DescriptionCode",
          one_of({"UNLIMITED": "unlimited"})),
    *_moment("deadline_offers", "BT-131", f"{PROCESS}/cac:TenderSubmissionDeadlinePeriod"),
    *_moment("deadline_requests", "BT-1311", f"{PROCESS}/cac:ParticipationRequestReceptionPeriod"),
    *_moment("deadline_interest", "BT-630", f"{PROCESS}/{EXTENSION}/efac:InterestExpressionReceptionPeriod"),
    Field("reserved_participation", "BT-71-Lot",
          f"{TERMS}/cac:TendererQualificationRequest/cac:SpecificTendererRequirement"
          "/cbc:TendererRequirementTypeCode[@listName='reserved-procurement']", text),
    Field("selection_in_documents", "BT-821-Lot",
          f"{TERMS}/cac:TendererQualificationRequest/cac:SpecificTendererRequirement"
          "/cbc:TendererRequirementTypeCode[@listName='selection-criteria-source']",
          one_of({"epo-procurement-document": True})),
    Field("reserved_execution", "BT-736-Lot",
          f"{TERMS}/cac:ContractExecutionRequirement/cbc:ExecutionRequirementCode[@listName='reserved-execution']",
          applies),
    Field("strategic", "BT-06-Lot",
          f"{PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode[@listName='strategic-procurement']", text),
    Field("social_objectives", "BT-775-Lot",
          f"{PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode[@listName='social-objective']", text),
    Field("sme_suitable", "BT-726-Lot", f"{PROJECT}/cbc:SMESuitableIndicator", flag),
    Field("announced_by", "BT-125(i)-Lot", f"{PROCESS}/cac:NoticeDocumentReference/cbc:ID", text),
    *_CONDITIONS,
), (
    places("Lot"),
    _award_criteria(f"{TERMS}/cac:AwardingTerms/cac:AwardingCriterion",
                    (_award_criteria("cac:SubordinateAwardingCriterion", (_WEIGHTS,)),)),
    _SELECTION, _DOCUMENTS, _REQUIREMENTS, _JUSTIFICATIONS,
))  # fmt: skip
