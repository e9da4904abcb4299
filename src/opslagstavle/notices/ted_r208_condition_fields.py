"""Rows of a form before R2.0.9 that are said once and hold for all its lots: boxes I.1, II.1, III and IV.

Written like ``ted_r208_fields.py``, which puts them into the table of the form.
"""

from __future__ import annotations

from opslagstavle.notices.paths import Field, Table
from opslagstavle.notices.ted_legacy_readers import count, language_value, number, says, text
from opslagstavle.notices.ted_r208_readers import (
    by_yes_or_no,
    day,
    exact,
    if_value,
    kind_by_value,
    length,
    moment,
    own_text,
    reason,
    reserved_participation,
    yes_or_no,
)  # fmt: skip

_NAMES = "FD/AUTHORITY/NAMES"

COMMUNICATION = (
    Field("documents_url", "F17 I.1", f"{_NAMES}/INTERNET/URL_INFORMATION", text),
    Field("documents_url", "F17 annex A.II", f"{_NAMES}/SPECIFICATIONS_AND_ADDITIONAL_DOCUMENTS/CONTACT_DATA/URL", text),
    Field("submission_url", "F17 I.1", f"{_NAMES}/INTERNET/URL_PARTICIPATE", text),
    Field("submission_url", "F17 annex A.III",
          f"{_NAMES}/TENDERS_REQUESTS_APPLICATIONS_MUST_BE_SENT_TO/CONTACT_DATA/URL", text),
)  # fmt: skip

_DESCRIPTION = "FD/OBJECT/DESCRIPTION"
_SUBCONTRACTING = f"{_DESCRIPTION}/SUBCONTRACTING"

SCOPE = (
    Field("framework", "F02 II.1.3", f"{_DESCRIPTION}/NOTICE_INVOLVES/ESTABLISHMENT_FRAMEWORK_AGREEMENT", says(True)),
    Field("framework", "F17 II.1.3", f"{_DESCRIPTION}/NOTICE_INVOLVES", if_value("ESTABLISHMENT_FRAMEWORK_AGREEMENT", True)),
    Field("framework", "F18 II.1.3", f"{_DESCRIPTION}/NOTICE_INVOLVES", if_value("CONCLUSION_FRAMEWORK_AGREEMENT", True)),
    Field("framework", "F01 II.3", "FD/OBJECTS/OBJECT/FRAMEWORK_AGREEMENT", yes_or_no),
    Field("framework", "F16 II.3", "FD/OBJECT/FRAMEWORK_AGREEMENT", yes_or_no),
    Field("dynamic_purchasing", "F02 II.1.3", f"{_DESCRIPTION}/NOTICE_INVOLVES/SETTING_UP_DYNAMIC_PURCHASING_SYSTEM",
          says(True)),
    Field("participants", "F17 II.1.4", f"{_DESCRIPTION}/FRAMEWORK/SINGLE_OPERATOR", says(1)),
    Field("participants", "F17 II.1.4", f"{_DESCRIPTION}/FRAMEWORK/SEVERAL_OPERATORS/NUMBER_PARTICIPANTS", count),
    Field("participants", "F17 II.1.4", f"{_DESCRIPTION}/FRAMEWORK/SEVERAL_OPERATORS/MAX_NUMBER_PARTICIPANTS", count),
    Field("framework_justification", "F17 II.1.4", f"{_DESCRIPTION}/FRAMEWORK/JUSTIFICATION", text),
    Field("subcontracting_obligations", "F17 II.1.7", f"{_SUBCONTRACTING}/INDICATE_ANY_CHANGE", if_value("YES", "subc-chan")),
    Field("subcontracting_obligations", "F17 II.1.7", f"{_SUBCONTRACTING}/SUBCONTRACT_AWARD_PART",
          if_value("YES", "subc-oblig")),
    Field("subcontracting_obligations", "F17 II.1.7", f"{_SUBCONTRACTING}/SUBCONTRACT_SHARE", says("subc-min")),
    Field("subcontracting_indications", "F17 II.1.7", f"{_SUBCONTRACTING}/INDICATE_ANY_SHARE",
          if_value("YES", "INDICATE_ANY_SHARE")),
    Field("subcontracting_indications", "F17 II.1.7", f"{_SUBCONTRACTING}/IDENTIFY_SUBCONTRACT",
          if_value("YES", "IDENTIFY_SUBCONTRACT")),
    Field("subcontracting_minimum", "F17 II.1.7", f"{_SUBCONTRACTING}/SUBCONTRACT_SHARE/MIN_PERCENTAGE", exact),
    Field("subcontracting_maximum", "F17 II.1.7", f"{_SUBCONTRACTING}/SUBCONTRACT_SHARE/MAX_PERCENTAGE", exact),
    Field("variants", "F17 II.1.9", f"{_DESCRIPTION}/ACCEPTED_VARIANTS", by_yes_or_no("allowed", "not-allowed")),
)  # fmt: skip

_CONDITIONS = "FD/LEFTI/CONTRACT_RELATING_CONDITIONS"
_PARTICIPATION = "FD/LEFTI/CONDITIONS_FOR_PARTICIPATION"
_RESERVED = (
    ("F16 III.2.1", "FD/LEFTI/RESERVED_CONTRACTS"), ("F17 III.2.4", f"{_PARTICIPATION}/RESERVED_CONTRACTS"),
    ("F02 III.2.4", f"{_CONDITIONS}/RESERVED_CONTRACTS"),
)  # fmt: skip

PARTICIPATION = (
    Field("guarantee_descriptions", "F17 III.1.1", f"{_CONDITIONS}/DEPOSITS_GUARANTEES_REQUIRED", text),
    Field("execution_terms", "F17 III.1.4", f"{_CONDITIONS}/EXISTENCE_OTHER_PARTICULAR_CONDITIONS", text),
    Field("suitability", "F17 III.2.1", f"{_PARTICIPATION}/ECONOMIC_OPERATORS_PERSONAL_SITUATION", text),
    Field("economic", "F05 III.2.2", f"{_PARTICIPATION}/ECONOMIC_FINANCIAL_CAPACITY", own_text),
    Field("economic", "F17 III.2.2", f"{_PARTICIPATION}/ECONOMIC_FINANCIAL_CAPACITY/EAF_CAPACITY_INFORMATION", text),
    Field("economic_level", "F17 III.2.2", f"{_PARTICIPATION}/ECONOMIC_FINANCIAL_CAPACITY/EAF_CAPACITY_MIN_LEVEL", text),
    Field("technical", "F05 III.2.3", f"{_PARTICIPATION}/TECHNICAL_CAPACITY", own_text),
    Field("technical", "F17 III.2.3", f"{_PARTICIPATION}/TECHNICAL_CAPACITY/T_CAPACITY_INFORMATION", text),
    Field("technical_level", "F17 III.2.3", f"{_PARTICIPATION}/TECHNICAL_CAPACITY/T_CAPACITY_MIN_LEVEL", text),
    *(Field("reserved_participation", box, path, reserved_participation) for box, path in _RESERVED),
    *(Field("reserved_execution", box, f"{path}/RESTRICTED_TO_FRAMEWORK", says(True)) for box, path in _RESERVED),
    Field("profession", "F17 III.3.1",
          "FD/LEFTI/SERVICES_CONTRACTS_SPECIFIC_CONDITIONS/EXECUTION_SERVICE_RESERVED_PARTICULAR_PROFESSION", text),
)  # fmt: skip

_KINDS = (
    ("F02 IV.1.1", "PT_OPEN", "open"), ("F02 IV.1.1", "PT_RESTRICTED", "restricted"),
    ("F02 IV.1.1", "PT_ACCELERATED_RESTRICTED", "restricted"), ("F02 IV.1.1", "PT_ACCELERATED_NEGOTIATED", "neg-w-call"),
    ("F02 IV.1.1", "PT_COMPETITIVE_DIALOGUE", "comp-dial"), ("F02 IV.1.1", "PT_WITH_CALL", "neg-w-call"),
    ("F18 IV.1.1", "PT_WITHOUT_CALL", "neg-wo-call"),
)  # fmt: skip
_KIND = "FD/PROCEDURE/PROCEDURE_KIND"
_ANNEXES = tuple(f"{_KIND}/PT_WITHOUT_CALL/ANNEX_D{part}" for part in ("", "/ANNEX_OF_DIRECTIVE"))
_ADMINISTRATIVE = "FD/PROCEDURE/ADMINISTRATIVE"
_EARLIER = f"{_ADMINISTRATIVE}/PREVIOUS/PREVIOUS_PUBLICATION_EXISTS"
_AUCTION = "FD/PROCEDURE/CRITERIA/IS_ELECTRONIC_AUCTION_USABLE"

PROCEDURE = (
    *(Field("kind", box, f"{_KIND}/{within}{element}", says(kind))
      for within in ("PROCEDURE_DETAIL/", "") for box, element, kind in _KINDS),
    Field("kind", "F05 IV.1.1", f"{_KIND}/PROCEDURE_DETAIL", kind_by_value),
    *(Field("accelerated", box, f"{_KIND}/{within}{element}", says(True))
      for within in ("PROCEDURE_DETAIL/", "") for box, element, _ in _KINDS if "ACCELERATED" in element),
    Field("accelerated_descriptions", "F02 IV.1.1", f"{_KIND}/PROCEDURE_DETAIL/PT_ACCELERATED_RESTRICTED/PTAR_JUSTIFICATION",
          text),
    Field("accelerated_descriptions", "F02 IV.1.1", f"{_KIND}/PROCEDURE_DETAIL/PT_ACCELERATED_NEGOTIATED/PTAN_JUSTIFICATION",
          text),
    *(row for annex in _ANNEXES for row in (
        Field("direct_award_reason", "F18 annex D", f"{annex}/NO_OPEN_RESTRICTED", says("NO_OPEN_RESTRICTED")),
        Field("direct_award_reason", "F18 annex D", f"{annex}/ONLY_IRREGULAR_INACCEPTABLE_TENDERERS",
              says("ONLY_IRREGULAR_INACCEPTABLE_TENDERERS")),
        Field("direct_award_reason", "F18 annex D", f"{annex}/JUSTIFICATION_CHOICE_NEGOCIATED_PROCEDURE", reason),
        Field("direct_award_reason", "F18 annex D", f"{annex}/OTHER_JUSTIFICATION", reason),
        Field("direct_award_descriptions", "F18 annex D", f"{annex}/REASON_CONTRACT_LAWFUL", text),
    )),
    Field("candidates_minimum", "F17 IV.1.2", f"{_KIND}/MAXIMUM_NUMBER_INVITED/OPE_MINIMUM_NUMBER", count),
    Field("candidates_maximum", "F17 IV.1.2", f"{_KIND}/MAXIMUM_NUMBER_INVITED/OPE_MAXIMUM_NUMBER", count),
    Field("electronic_auction", "F17 IV.2.2", f"{_AUCTION}/USE_ELECTRONIC_AUCTION", says(True)),
    Field("electronic_auction", "F17 IV.2.2", f"{_AUCTION}/NO_USE_ELECTRONIC_AUCTION", says(False)),
    Field("electronic_auction", "F18 IV.2.2", _AUCTION, yes_or_no),
    Field("reference", "F17 IV.3.1", f"{_ADMINISTRATIVE}/FILE_REFERENCE_NUMBER", text),
    Field("announced_by", "F17 IV.3.2", f"{_EARLIER}/PREVIOUS_PUBLICATION_NOTICE/NOTICE_NUMBER_OJ", number),
    *(Field("earlier_notices", "F18 IV.3.2", f"{_EARLIER}/{kind}/NOTICE_NUMBER_OJ", number)
      for kind in ("CNT_NOTICE_INFORMATION", "EX_ANTE_NOTICE_INFORMATION",
                   "OTHER_PREVIOUS_PUBLICATIONS/OTHER_PREVIOUS_PUBLICATION")),
    Field("changes", "F14 IV.2.3", f"{_ADMINISTRATIVE}/NOTICE_PUBLICATION/NOTICE_NUMBER_OJ", number),
    Field("deadline", "F17 IV.3.4", f"{_ADMINISTRATIVE}/RECEIPT_LIMIT_DATE", moment),
    Field("offer_languages", "F17 IV.3.6", f"{_ADMINISTRATIVE}/LANGUAGE/LANGUAGE_EC", language_value),
    Field("offer_validity", "F02 IV.3.7", f"{_ADMINISTRATIVE}/MINIMUM_TIME_MAINTAINING_TENDER/PERIOD_DAY", length("day")),
    Field("offer_validity", "F02 IV.3.7", f"{_ADMINISTRATIVE}/MINIMUM_TIME_MAINTAINING_TENDER/PERIOD_MONTH", length("month")),
    Field("offer_valid_until", "F02 IV.3.7", f"{_ADMINISTRATIVE}/MINIMUM_TIME_MAINTAINING_TENDER/UNTIL_DATE", day),
    Field("opening", "F02 IV.3.8", f"{_ADMINISTRATIVE}/CONDITIONS_FOR_OPENING_TENDERS/DATE_TIME", moment),
    Field("eu_funds", "all VI.2", "FD/COMPLEMENTARY/RELATES_TO_EU_PROJECT_YES", says(True)),
    Field("eu_funds", "all VI.2", "FD/COMPLEMENTARY/RELATES_TO_EU_PROJECT_NO", says(False)),
)  # fmt: skip

_DETAIL = "FD/PROCEDURE/CRITERIA/AWARD_CRITERIA_DETAIL"
_BEST = f"{_DETAIL}/MOST_ECONOMICALLY_ADVANTAGEOUS_TENDER"


def _criterion(path: str) -> Table:
    return Table("criterion", "F17 IV.2.1", path, (
        Field("names", "F17 IV.2.1", "CRITERIA", text),
        Field("weight", "F17 IV.2.1", "WEIGHTING", text),
    ))  # fmt: skip


CRITERIA = (
    Table("criterion", "F17 IV.2.1", f"{_DETAIL}/LOWEST_PRICE", (
        Field("kind", "F17 IV.2.1", ".", says("price")),
    )),
    Table("criterion", "F17 IV.2.1", f"{_BEST}/CRITERIA_STATED_IN_OTHER_DOCUMENT", (
        Field("kind", "F17 IV.2.1", ".", says("documents")),
    )),
    _criterion(f"{_BEST}/CRITERIA_STATED_BELOW/CRITERIA_DEFINITION"),
    _criterion(f"{_BEST}/CRITERIA_DEFINITION"),
)  # fmt: skip
