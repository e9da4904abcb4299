"""Rows of a TED_EXPORT R2.0.9 form that are said once and hold for all its lots: boxes I.3, III and IV.

Written like ``ted_legacy_fields.py``, which puts them into the table of the form.
"""

from __future__ import annotations

from opslagstavle.notices.paths import Field
from opslagstavle.notices.ted_legacy_readers import (
    clock,
    count,
    day,
    first_reason,
    language_value,
    length,
    number,
    says,
    text,
)  # fmt: skip

DIRECTIVES = ("2014_24_EU", "2014_25_EU", "2014_23_EU", "2009_81_EC")
WITHOUT_CALL = (
    "PT_NEGOTIATED_WITHOUT_PUBLICATION", "PT_AWARD_CONTRACT_WITHOUT_CALL", "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION",
)  # fmt: skip
_DIRECT = (
    "PT_DA_INTERNAL_OPERATOR",
    "PT_DA_MEDIUM_ENTERPRISE",
    "PT_DA_RAILWAY_TRANSPORT",
    "PT_DA_SMALL_CONTRACT",
)
_PROCEDURES = (
    ("F02 IV.1.1", "PT_OPEN", "open"), ("F02 IV.1.1", "PT_RESTRICTED", "restricted"),
    ("F02 IV.1.1", "PT_COMPETITIVE_NEGOTIATION", "neg-w-call"), ("F05 IV.1.1", "PT_NEGOTIATED_WITH_PRIOR_CALL", "neg-w-call"),
    ("F21 IV.1.1", "PT_INVOLVING_NEGOTIATION", "neg-w-call"), ("F02 IV.1.1", "PT_COMPETITIVE_DIALOGUE", "comp-dial"),
    ("F02 IV.1.1", "PT_INNOVATION_PARTNERSHIP", "innovation"), ("T01 IV.1.1", "PT_COMPETITIVE_TENDERING", "comp-tend"),
    ("T01 IV.1.1", "PT_REQUEST_EXPRESSION_INTEREST", "exp-int-rail"),
    *(("T01 IV.1.1", element, "neg-wo-call") for element in _DIRECT),
    *(("F03 IV.1.1", element, "neg-wo-call") for element in WITHOUT_CALL),
    *(("F15 IV.1.1", f"DIRECTIVE_{directive}/{element}", "neg-wo-call")
      for directive in DIRECTIVES for element in WITHOUT_CALL),
)  # fmt: skip
_REASONS = (
    *(("F03 IV.1.1", element) for element in WITHOUT_CALL),
    *(
        ("F15 IV.1.1", f"DIRECTIVE_{directive}/{element}")
        for directive in DIRECTIVES
        for element in WITHOUT_CALL
    ),
)

COMMUNICATION = (
    Field("documents_url", "F02 I.3", "CONTRACTING_BODY/URL_DOCUMENT", text),
    Field("documents_restricted", "F02 I.3", "CONTRACTING_BODY/DOCUMENT_FULL", says(False)),
    Field("documents_restricted", "F02 I.3", "CONTRACTING_BODY/DOCUMENT_RESTRICTED", says(True)),
    Field("submission_url", "F02 I.3", "CONTRACTING_BODY/URL_PARTICIPATION", text),
)  # fmt: skip

PARTICIPATION = (
    Field("suitability", "F02 III.1.1", "LEFTI/SUITABILITY", text),
    Field("economic", "F02 III.1.2", "LEFTI/ECONOMIC_FINANCIAL_INFO", text),
    Field("economic_level", "F02 III.1.2", "LEFTI/ECONOMIC_FINANCIAL_MIN_LEVEL", text),
    Field("economic_in_documents", "F02 III.1.2", "LEFTI/ECONOMIC_CRITERIA_DOC", says(True)),
    Field("technical", "F02 III.1.3", "LEFTI/TECHNICAL_PROFESSIONAL_INFO", text),
    Field("technical_level", "F02 III.1.3", "LEFTI/TECHNICAL_PROFESSIONAL_MIN_LEVEL", text),
    Field("technical_in_documents", "F02 III.1.3", "LEFTI/TECHNICAL_CRITERIA_DOC", says(True)),
    Field("rules", "F05 III.1.4", "LEFTI/RULES_CRITERIA", text),
    Field("rules", "F12 III.1.10", "LEFTI/CRITERIA_SELECTION", text),
    Field("rules", "F07 III.1.9", "LEFTI/QUALIFICATION", text),
    Field("reserved_participation", "F02 III.1.5", "LEFTI/RESTRICTED_SHELTERED_WORKSHOP", says("res-ws")),
    Field("reserved_participation", "F21 III.1.4", "LEFTI/RESERVED_ORGANISATIONS_SERVICE_MISSION", says("res-pub-ser")),
    Field("reserved_execution", "F02 III.1.5", "LEFTI/RESTRICTED_SHELTERED_PROGRAM", says(True)),
    Field("guarantee_descriptions", "F05 III.1.6", "LEFTI/DEPOSIT_GUARANTEE_REQUIRED", text),
    Field("profession", "F12 III.2.1", "LEFTI/PARTICULAR_PROFESSION", text),
    Field("profession", "F02 III.2.1", "LEFTI/REFERENCE_TO_LAW", text),
    Field("execution_terms", "F02 III.2.2", "LEFTI/PERFORMANCE_CONDITIONS", text),
    Field("execution_terms", "T02 III.1.6", "LEFTI/OTHER_PARTICULAR_CONDITIONS", text),
)  # fmt: skip

PROCEDURE = (
    *(Field("kind", box, f"PROCEDURE/{element}", says(code)) for box, element, code in _PROCEDURES),
    Field("accelerated", "F02 IV.1.1", "PROCEDURE/ACCELERATED_PROC", says(True)),
    Field("accelerated_descriptions", "F02 IV.1.1", "PROCEDURE/ACCELERATED_PROC", text),
    *(Field("direct_award_reason", box, f"PROCEDURE/{element}/D_ACCORDANCE_ARTICLE", first_reason)
      for box, element in _REASONS),
    *(Field("direct_award_reason", box, f"PROCEDURE/{element}/{reason}", says(reason))
      for box, element in _REASONS for reason in ("D_OUTSIDE_SCOPE", "D_SERVICES_LISTED")),
    *(Field("direct_award_descriptions", box, f"PROCEDURE/{element}/D_JUSTIFICATION", text) for box, element in _REASONS),
    Field("framework", "F02 IV.1.3", "PROCEDURE/FRAMEWORK", says(True)),
    Field("participants", "F02 IV.1.3", "PROCEDURE/FRAMEWORK/SINGLE_OPERATOR", says(1)),
    Field("participants", "F02 IV.1.3", "PROCEDURE/FRAMEWORK/NB_PARTICIPANTS", count),
    Field("framework_justification", "F02 IV.1.3", "PROCEDURE/FRAMEWORK/JUSTIFICATION", text),
    Field("dynamic_purchasing", "F02 IV.1.3", "PROCEDURE/DPS", says(True)),
    Field("electronic_auction", "F02 IV.1.6", "PROCEDURE/EAUCTION_USED", says(True)),
    Field("candidates_minimum", "F12 IV.1.2", "PROCEDURE/NB_MIN_PARTICIPANTS", count),
    Field("candidates_maximum", "F12 IV.1.2", "PROCEDURE/NB_MAX_PARTICIPANTS", count),
    Field("criteria", "F12 IV.1.9", "PROCEDURE/CRITERIA_EVALUATION", text),
    Field("criteria", "F21 IV.1.10", "PROCEDURE/MAIN_FEATURES_AWARD", text),
    Field("earlier_notices", "F02 IV.2.1", "PROCEDURE/NOTICE_NUMBER_OJ", number),
    Field("deadline_day", "F02 IV.2.2", "PROCEDURE/DATE_RECEIPT_TENDERS", day),
    Field("deadline_time", "F02 IV.2.2", "PROCEDURE/TIME_RECEIPT_TENDERS", clock),
    Field("offer_languages", "F02 IV.2.4", "PROCEDURE/LANGUAGES/LANGUAGE", language_value),
    Field("offer_validity", "F02 IV.2.6", "PROCEDURE/DURATION_TENDER_VALID", length),
    Field("offer_valid_until", "F02 IV.2.6", "PROCEDURE/DATE_TENDER_VALID", day),
    Field("opening_day", "F02 IV.2.7", "PROCEDURE/OPENING_CONDITION/DATE_OPENING_TENDERS", day),
    Field("opening_time", "F02 IV.2.7", "PROCEDURE/OPENING_CONDITION/TIME_OPENING_TENDERS", clock),
)  # fmt: skip

IN_EVERY_LANGUAGE = frozenset({
    "suitability", "economic", "economic_level", "technical", "technical_level", "rules", "profession",
    "guarantee_descriptions", "execution_terms", "accelerated_descriptions", "direct_award_descriptions",
    "framework_justification",
})  # fmt: skip
