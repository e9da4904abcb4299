"""The table of eForms: what the board reads, which business term it is, and where it stands.

Terms are those of the eForms SDK (BT: business term, OPT/OPP: technical and publication fields). A row named after a lot is
the same for parts and groups of lots (BT-21-Lot, BT-21-Part, BT-21-LotsGroup stand in one place). Codes are told apart by
what they say rather than by ``listName`` wherever they can be: senders misspell the latter. Lots have their tables in
``eforms_lot_fields.py``, results and changes in ``eforms_result_fields.py``.
"""

from __future__ import annotations

from opslagstavle.notices.eforms_lot_fields import LOTS
from opslagstavle.notices.eforms_paths import (
    EXTENSION,
    NAMESPACES,
    PROCESS,
    PROJECT,
    RESULT,
    TERMS,
    places,
    project,
)
from opslagstavle.notices.eforms_result_fields import (
    CHANGES,
    CONTRACTS,
    LOT_RESULTS,
    MODIFICATIONS,
    OFFERS,
    PARTIES,
)
from opslagstavle.notices.eforms_values import attribute, count, day, flag, money, one_of, said, text
from opslagstavle.notices.paths import Field, Reading, Table

together = one_of({"all": True})


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


_ORGANISATIONS = Table("organisations", "OPT-200-Organization-Company", f"{EXTENSION}/efac:Organizations/efac:Organization", (
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

_JUSTIFICATIONS = Table("procedure.justifications", "BT-135-Procedure", f"{PROCESS}/cac:ProcessJustification", (
    Field("code_list", "BT-136-Procedure", "cbc:ProcessReasonCode", attribute("listName")),
    Field("code", "BT-136-Procedure", "cbc:ProcessReasonCode", text),
    Field("direct_award_descriptions", "BT-135-Procedure", "cbc:ProcessReason", said),
    Field("accelerated_descriptions", "BT-1351-Procedure", "cbc:ProcessReason", said),
    Field("direct_award_after", "BT-1252-Procedure", "cbc:Description", text),
))  # fmt: skip
"""One element for why there is no competition and for why it is in a hurry: the code's list tells which."""

NOTICE = Table("notice", "eForms", ".", (
    Field("format_version", "OPT-002-notice", "cbc:CustomizationID", text),
    Field("stage", "BT-03-notice", "cbc:NoticeTypeCode", attribute("listName")),
    Field("notice_type", "BT-02-notice", "cbc:NoticeTypeCode", text),
    Field("subtype", "OPP-070-notice", f"{EXTENSION}/efac:NoticeSubType/cbc:SubTypeCode", text),
    Field("publication_number", "OPP-010-notice", f"{EXTENSION}/efac:Publication/efbc:NoticePublicationID", text),
    Field("notice_id", "BT-701-notice", "cbc:ID", text),
    Field("version", "BT-757-notice", "cbc:VersionID", text),
    Field("published", "OPP-012-notice", f"{EXTENSION}/efac:Publication/efbc:PublicationDate", day),
    Field("dispatched", "BT-05(a)-notice", "cbc:IssueDate", day),
    Field("language", "BT-702(a)-notice", "cbc:NoticeLanguageCode", text),
    Field("languages", "BT-702(b)-notice", "cac:AdditionalNoticeLanguage/cbc:ID", text),
    Field("legal_basis", "BT-01-notice", "cbc:RegulatoryDomain", text),
    Field("earlier_notices", "OPP-090-Procedure", f"{PROCESS}/cac:NoticeDocumentReference/cbc:ID", text),
    Field("procedure.identifier", "BT-04-notice", "cbc:ContractFolderID", text),
    Field("procedure.reference", "BT-22-Procedure", f"{PROJECT}/cbc:ID", text),
    *project("Procedure", "procedure."),
    Field("procedure.kind", "BT-105-Procedure", f"{PROCESS}/cbc:ProcedureCode", text),
    Field("procedure.accelerated", "BT-106-Procedure",
          f"{PROCESS}/cac:ProcessJustification/cbc:ProcessReasonCode[@listName='accelerated-procedure']", flag),
    Field("procedure.awarded_value", "BT-161-NoticeResult", f"{RESULT}/cbc:TotalAmount", money),
    Field("procedure.framework_maximum", "BT-271-Procedure",
          f"{PROJECT}/cac:RequestedTenderTotal/{EXTENSION}/efbc:FrameworkMaximumAmount", money),
    Field("procedure.features", "BT-88-Procedure", f"{PROCESS}/cbc:Description", said),
    Field("procedure.lots_all_required", "BT-763-Procedure", f"{PROCESS}/cbc:PartPresentationCode", together),
    Field("procedure.lots_maximum_offered", "BT-31-Procedure",
          f"{TERMS}/cac:LotDistribution/cbc:MaximumLotsSubmittedNumeric", count),
    Field("procedure.lots_maximum_awarded", "BT-33-Procedure",
          f"{TERMS}/cac:LotDistribution/cbc:MaximumLotsAwardedNumeric", count),
), (
    _BUYERS, _ORGANISATIONS, places("Procedure", "procedure."), _JUSTIFICATIONS, LOTS,
    LOT_RESULTS, OFFERS, CONTRACTS, PARTIES, CHANGES, MODIFICATIONS,
))  # fmt: skip

TABLES = (NOTICE,)
READING = Reading(NOTICE, NAMESPACES)
