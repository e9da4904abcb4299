"""The tables of what came out, and of what changed, in eForms."""

from __future__ import annotations

from opslagstavle.notices.eforms_paths import EXTENSION, RESULT
from opslagstavle.notices.eforms_values import applies, count, day, flag, money, number, one_of, said, text
from opslagstavle.notices.paths import Field, Table

outcome = one_of({"selec-w": "awarded", "clos-nw": "not-awarded", "open-nw": "open"})

_SUBCONTRACTING = "efac:SubcontractingTerm"
_REASON = "efac:ChangeReason"

LOT_RESULTS = Table("results", "OPT-322-LotResult", f"{RESULT}/efac:LotResult", (
    Field("lots", "BT-13713-LotResult", "efac:TenderLot/cbc:ID", text),
    Field("outcome", "BT-142-LotResult", "cbc:TenderResultCode", outcome),
    Field("reason", "BT-144-LotResult", "efac:DecisionReason/efbc:DecisionReasonCode", text),
    Field("lowest_offer", "BT-710-LotResult", "cbc:LowerTenderAmount", money),
    Field("highest_offer", "BT-711-LotResult", "cbc:HigherTenderAmount", money),
    Field("framework_maximum", "BT-709-LotResult", "efac:FrameworkAgreementValues/cbc:MaximumValueAmount", money),
    Field("offers", "OPT-320-LotResult", "efac:LotTender/cbc:ID", text),
    Field("contracts", "OPT-315-LotResult", "efac:SettledContract/cbc:ID", text),
), (
    Table("statistics", "BG-712", "efac:ReceivedSubmissionsStatistics", (
        Field("kind", "BT-760-LotResult", "efbc:StatisticsCode", text),
        Field("offers_received", "BT-759-LotResult", "efbc:StatisticsNumeric", count),
    )),
))  # fmt: skip

OFFERS = Table("offers", "OPT-321-Tender", f"{RESULT}/efac:LotTender", (
    Field("id", "OPT-321-Tender", "cbc:ID", text),
    Field("party", "OPT-310-Tender", "efac:TenderingParty/cbc:ID", text),
    Field("lot", "BT-13714-Tender", "efac:TenderLot/cbc:ID", text),
    Field("rank", "BT-171-Tender", "cbc:RankCode", count),
    Field("value", "BT-720-Tender", "cac:LegalMonetaryTotal/cbc:PayableAmount", money),
    Field("variant", "BT-193-Tender", "efbc:TenderVariantIndicator", flag),
    Field("subcontracted", "BT-773-Tender", f"{_SUBCONTRACTING}/efbc:TermCode", applies),
    Field("subcontracted_value", "BT-553-Tender", f"{_SUBCONTRACTING}/efbc:TermAmount", money),
    Field("subcontracted_share", "BT-555-Tender", f"{_SUBCONTRACTING}/efbc:TermPercent", number),
    Field("subcontracting_descriptions", "BT-554-Tender", f"{_SUBCONTRACTING}/efbc:TermDescription", said),
))  # fmt: skip

CONTRACTS = Table("contracts", "OPT-316-Contract", f"{RESULT}/efac:SettledContract", (
    Field("id", "OPT-316-Contract", "cbc:ID", text),
    Field("contract_number", "BT-150-Contract", "efac:ContractReference/cbc:ID", text),
    Field("titles", "BT-721-Contract", "cbc:Title", said),
    Field("concluded", "BT-145-Contract", "cbc:IssueDate", day),
    Field("offers", "BT-3202-Contract", "efac:LotTender/cbc:ID", text),
    Field("earlier_notices", "OPT-100-Contract", "cac:NoticeDocumentReference/cbc:ID", text),
))  # fmt: skip

PARTIES = Table("parties", "OPT-210-Tenderer", f"{RESULT}/efac:TenderingParty", (
    Field("id", "OPT-210-Tenderer", "cbc:ID", text),
    Field("names", "OPT-211-Tenderer", "cbc:Name", said),
), (
    Table("winners", "OPT-300-Tenderer", "efac:Tenderer", (
        Field("id", "OPT-300-Tenderer", "cbc:ID", text),
        Field("leads", "OPT-170-Tenderer", "efbc:GroupLeadIndicator", flag),
    )),
))  # fmt: skip

CHANGES = Table("correction", "BG-9", f"{EXTENSION}/efac:Changes", (
    Field("changes", "BT-758-notice", "efbc:ChangedNoticeIdentifier", text),
    Field("reason", "BT-140-notice", f"{_REASON}/cbc:ReasonCode", text),
    Field("descriptions", "BT-762-notice", f"{_REASON}/efbc:ReasonDescription", said),
), (
    Table("entries", "BG-9", "efac:Change", (
        Field("section", "BT-13716-notice", "efac:ChangedSection/efbc:ChangedSectionIdentifier", text),
        Field("section", "BT-13716-notice", "efbc:ChangedSectionIdentifier", text),
        Field("descriptions", "BT-141(a)-notice", "efbc:ChangeDescription", said),
        Field("documents_changed", "BT-718-notice", "efbc:ProcurementDocumentsChangeIndicator", flag),
    )),
))  # fmt: skip
"""Until SDK 1.6 the sections stood in the change itself."""

MODIFICATIONS = Table("modifications", "BG-64", f"{EXTENSION}/efac:ContractModification", (
    Field("earlier_notices", "BT-1501(n)-Contract", "efbc:ChangedNoticeIdentifier", text),
    Field("contract", "BT-1501(c)-Contract", "efbc:ModifiedContractIdentifier", text),
    Field("reason", "BT-200-Contract", f"{_REASON}/cbc:ReasonCode", text),
    Field("reason_descriptions", "BT-201-Contract", f"{_REASON}/efbc:ReasonDescription", said),
    Field("descriptions", "BT-202-Contract", "efac:Change/efbc:ChangeDescription", said),
    Field("sections", "BT-1501(s)-Contract", "efac:Change/efac:ChangedSection/efbc:ChangedSectionIdentifier", text),
    Field("sections", "BT-1501(s)-Contract", "efac:Change/efbc:ChangedSectionIdentifier", text),
))  # fmt: skip
