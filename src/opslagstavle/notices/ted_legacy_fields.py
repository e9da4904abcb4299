"""Where each field of a TED_EXPORT R2.0.9 notice stands: standard forms F01-F25 and the transport forms T01, T02.

A term is the form and the number its box has on paper ("F02 II.2.6"; "all" where every form that has the box numbers it so),
or "coded" and the element name for what the Publications Office itself adds. Row names are those of the model's fields.
The forms differ little, so one table reads them all; where an element moved between S01 and S05, it has a row for each place.
"""

from __future__ import annotations

from opslagstavle.notices.paths import Field, Table
from opslagstavle.notices.ted_legacy_condition_fields import (
    COMMUNICATION,
    IN_EVERY_LANGUAGE,
    PARTICIPATION,
    PROCEDURE,
)  # fmt: skip
from opslagstavle.notices.ted_legacy_readers import (
    attribute,
    changed_value,
    clock,
    coded_procedure,
    count,
    count_by_name,
    country,
    cpv,
    day,
    directive,
    form_number,
    forms,
    language,
    length,
    moment,
    money,
    money_range,
    nature,
    number,
    own_number,
    percentage,
    says,
    text,
)  # fmt: skip

_CODED = "CODED_DATA_SECTION"

NOTICE = Table("notice", "", "TED_EXPORT", (
    Field("publication_number", "coded NO_DOC_OJS", f"{_CODED}/NOTICE_DATA/NO_DOC_OJS", number),
    Field("publication_number", "DOC_ID", ".", own_number),
    Field("notice_id", "NOTICE_UUID", "FORM_SECTION/NOTICE_UUID", text),
    Field("published", "coded DATE_PUB", f"{_CODED}/REF_OJS/DATE_PUB", day),
    Field("dispatched", "coded DS_DATE_DISPATCH", f"{_CODED}/CODIF_DATA/DS_DATE_DISPATCH", day),
    Field("legal_basis", "coded DIRECTIVE", f"{_CODED}/CODIF_DATA/DIRECTIVE", directive),
    Field("earlier_notices", "coded REF_NOTICE", f"{_CODED}/NOTICE_DATA/REF_NOTICE/NO_DOC_OJS", number),
    Field("cpv", "coded ORIGINAL_CPV", f"{_CODED}/NOTICE_DATA/ORIGINAL_CPV", cpv),
    Field("places", "coded PERFORMANCE_NUTS", f"{_CODED}/NOTICE_DATA/PERFORMANCE_NUTS", attribute("CODE")),
    Field("places", "coded ORIGINAL_NUTS", f"{_CODED}/NOTICE_DATA/ORIGINAL_NUTS", attribute("CODE")),
    Field("nature", "coded NC_CONTRACT_NATURE", f"{_CODED}/CODIF_DATA/NC_CONTRACT_NATURE", nature),
    Field("kind", "coded PR_PROC", f"{_CODED}/CODIF_DATA/PR_PROC", coded_procedure),
    Field("deadline", "coded DT_DATE_FOR_SUBMISSION", f"{_CODED}/CODIF_DATA/DT_DATE_FOR_SUBMISSION", moment),
    Field("forms", "FORM_SECTION", "FORM_SECTION", forms),
))  # fmt: skip

HEADINGS = Table("headings", "", "TED_EXPORT", (), (
    Table("heading", "ML_TITLES", "TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC", (
        Field("language", "ML_TI_DOC LG", ".", language),
        Field("titles", "ML_TI_DOC TI_TEXT", "TI_TEXT", text),
    )),
))  # fmt: skip
"""Headings the Publications Office makes from the main CPV code: no titles, and used only where there is no title at all."""


def _address(within: str, box: str, buyer: bool = False) -> tuple[Field, ...]:
    rows = (
        ("name", "OFFICIALNAME", text), ("identifier", "NATIONALID", text), ("address", "ADDRESS", text),
        ("town", "TOWN", text), ("postal_code", "POSTAL_CODE", text), ("country", "COUNTRY", country),
        ("nuts", "NUTS", attribute("CODE")), ("website", "URL_GENERAL" if buyer else "URL", text),
        ("contact_name", "CONTACT_POINT", text), ("email", "E_MAIL", text), ("phone", "PHONE", text),
    )  # fmt: skip
    return tuple(Field(name, f"all {box}", f"{within}{path}", read) for name, path, read in rows)


def _winner(path: str, address: str, box: str) -> Table:
    return Table("winner", box, path, (
        *_address(f"{address}/", box),
        Field("size", box, "SME", says("sme")),
        Field("size", box, "NO_SME", says("large")),
    ))  # fmt: skip


_CRITERIA = (
    ("", ("AC_QUALITY", "AC_COST", "AC_PRICE", "AC_PROCUREMENT_DOC", "AC_CRITERION"), "all II.2.5"),
    ("AC/", ("AC_QUALITY", "AC_COST", "AC_PRICE", "AC_PROCUREMENT_DOC", "AC_CRITERION"), "all II.2.5"),
    ("DIRECTIVE_2014_24_EU/", ("AC_QUALITY", "AC_COST", "AC_PRICE"), "F15 II.2.5"),
    ("DIRECTIVE_2014_24_EU/AC/", ("AC_QUALITY", "AC_COST", "AC_PRICE"), "F15 II.2.5"),
    ("DIRECTIVE_2014_25_EU/", ("AC_QUALITY", "AC_COST", "AC_PRICE"), "F15 II.2.5"),
    ("DIRECTIVE_2014_25_EU/AC/", ("AC_QUALITY", "AC_COST", "AC_PRICE"), "F15 II.2.5"),
    ("DIRECTIVE_2014_23_EU/", ("AC_CRITERION",), "F15 II.2.5"),
    ("DIRECTIVE_2014_23_EU/AC/", ("AC_CRITERION",), "F15 II.2.5"),
    ("DIRECTIVE_2009_81_EC/", ("AC_CRITERIA", "AC_PRICE"), "F15 II.2.5"),
    ("DIRECTIVE_2009_81_EC/AC/", ("AC_CRITERIA", "AC_PRICE"), "F15 II.2.5"),
)
_CRITERION_KINDS = {
    "AC_QUALITY": "quality",
    "AC_COST": "cost",
    "AC_PRICE": "price",
    "AC_PROCUREMENT_DOC": "documents",
}


def _criterion(within: str, element: str, box: str) -> Table:
    """Concessions list bare AC_CRITERION elements in order of importance; "documents": stated in those only."""
    kind = _CRITERION_KINDS.get(element)
    rows = [Field("kind", box, ".", says(kind))] if kind else []
    if kind != "documents":
        rows.append(Field("names", box, "." if element == "AC_CRITERION" else "AC_CRITERION", text))
        rows.append(Field("weight", box, "AC_WEIGHTING", text))
    return Table("criterion", box, f"{within}{element}", tuple(rows))


LOT = Table("lot", "all II.2", "OBJECT_DESCR", (
    Field("item", "OBJECT_DESCR ITEM", ".", attribute("ITEM")),
    Field("number", "all II.2.1", "LOT_NO", text),
    Field("titles", "all II.2.1", "TITLE", text),
    Field("additional_cpv", "all II.2.2", "CPV_ADDITIONAL/CPV_CODE", cpv),
    Field("places", "all II.2.3", "NUTS", attribute("CODE")),
    Field("place_descriptions", "all II.2.3", "MAIN_SITE", text),
    Field("descriptions", "all II.2.4", "SHORT_DESCR", text),
    Field("estimated_value", "all II.2.6", "VAL_OBJECT", money),
    Field("duration", "all II.2.7", "DURATION", length),
    Field("start", "all II.2.7", "DATE_START", day),
    Field("end", "all II.2.7", "DATE_END", day),
    Field("duration", "F07 II.2.8", "INDEFINITE_DURATION", says((None, "unlimited"))),
    Field("duration", "F22 II.2.8", "QS/INDEFINITE_DURATION", says((None, "unlimited"))),
    Field("start", "F22 II.2.8", "QS/DATE_START", day),
    Field("end", "F22 II.2.8", "QS/DATE_END", day),
    Field("renewable", "F02 II.2.7", "RENEWAL", says(True)),
    Field("renewable", "F02 II.2.7", "NO_RENEWAL", says(False)),
    Field("renewal_descriptions", "F02 II.2.7", "RENEWAL_DESCR", text),
    Field("candidates_minimum", "F02 II.2.9", "NB_MIN_LIMIT_CANDIDATE", count),
    Field("candidates_maximum", "F02 II.2.9", "NB_MAX_LIMIT_CANDIDATE", count),
    Field("variants", "F02 II.2.10", "ACCEPTED_VARIANTS", says("allowed")),
    Field("variants", "F02 II.2.10", "NO_ACCEPTED_VARIANTS", says("not-allowed")),
    Field("options", "F02 II.2.11", "OPTIONS", says(True)),
    Field("options", "F02 II.2.11", "NO_OPTIONS", says(False)),
    Field("options_descriptions", "F02 II.2.11", "OPTIONS_DESCR", text),
    Field("eu_funds", "all II.2.13", "EU_PROGR_RELATED", says(True)),
    Field("eu_funds", "all II.2.13", "NO_EU_PROGR_RELATED", says(False)),
    Field("additional_information", "all II.2.14", "INFO_ADD", text),
), tuple(_criterion(within, element, box) for within, elements, box in _CRITERIA for element in elements))  # fmt: skip

OBJECT = Table("object", "all II.1", "OBJECT_CONTRACT", (
    Field("item", "OBJECT_CONTRACT ITEM", ".", attribute("ITEM")),
    Field("titles", "all II.1.1", "TITLE", text),
    Field("reference", "all II.1.1", "REFERENCE_NUMBER", text),
    Field("cpv", "all II.1.2", "CPV_MAIN/CPV_CODE", cpv),
    Field("nature", "all II.1.3", "TYPE_CONTRACT", nature),
    Field("descriptions", "all II.1.4", "SHORT_DESCR", text),
    Field("estimated_value", "all II.1.5", "VAL_ESTIMATED_TOTAL", money),
    Field("lots_maximum_offered", "F02 II.1.6", "LOT_DIVISION/LOT_MAX_NUMBER", count),
    Field("lots_maximum_offered", "F02 II.1.6", "LOT_DIVISION/LOT_ONE_ONLY", says(1)),
    Field("lots_maximum_awarded", "F02 II.1.6", "LOT_DIVISION/LOT_MAX_ONE_TENDERER", count),
    Field("awarded_value", "F03 II.1.7", "VAL_TOTAL", money),
    Field("awarded_value_range", "F03 II.1.7", "VAL_RANGE_TOTAL", money_range),
), (LOT,))  # fmt: skip

_AWARDED = "AWARDED_CONTRACT"
_OFFERS_BY_KIND = tuple(f"NB_TENDERS_RECEIVED_{kind}" for kind in ("SME", "OTHER_EU", "NON_EU", "EMEANS"))

AWARD = Table("award", "F03 V", "AWARD_CONTRACT", (
    Field("contract_number", "F03 V", "CONTRACT_NO", text),
    Field("lots", "F03 V", "LOT_NO", text),
    Field("titles", "F03 V", "TITLE", text),
    Field("awarded", "F03 V.2", _AWARDED, says(True)),
    Field("reason", "F03 V.1", "NO_AWARDED_CONTRACT/PROCUREMENT_UNSUCCESSFUL", says("PROCUREMENT_UNSUCCESSFUL")),
    Field("reason", "F03 V.1", "NO_AWARDED_CONTRACT/PROCUREMENT_DISCONTINUED", says("PROCUREMENT_DISCONTINUED")),
    Field("not_awarded", "F03 V.1", "NO_AWARDED_CONTRACT", says(True)),
    Field("concluded", "F03 V.2.1", f"{_AWARDED}/DATE_CONCLUSION_CONTRACT", day),
    *(Field("offers_received", "F03 V.2.2", f"{_AWARDED}/{within}NB_TENDERS_RECEIVED", count) for within in ("TENDERS/", "")),
    *(Field("value", "F03 V.2.4", f"{_AWARDED}/{within}VAL_TOTAL", money) for within in ("VALUES/", "VALUE/", "")),
    *(Field("value_range", "F03 V.2.4", f"{_AWARDED}/{within}VAL_RANGE_TOTAL", money_range)
      for within in ("VALUES/", "VALUE/", "")),
    *(Field("offers_by_kind", "F03 V.2.2", f"{_AWARDED}/{within}{kind}", count_by_name)
      for within in ("TENDERS/", "") for kind in _OFFERS_BY_KIND),
    Field("subcontracted", "F03 V.2.5", f"{_AWARDED}/LIKELY_SUBCONTRACTED", says(True)),
    Field("subcontracted_value", "F03 V.2.5", f"{_AWARDED}/VAL_SUBCONTRACTING", money),
    Field("subcontracted_share", "F03 V.2.5", f"{_AWARDED}/PCT_SUBCONTRACTING", percentage),
    Field("subcontracting_descriptions", "F03 V.2.5", f"{_AWARDED}/INFO_ADD_SUBCONTRACTING", text),
), (
    _winner(f"{_AWARDED}/CONTRACTORS/CONTRACTOR", "ADDRESS_CONTRACTOR", "V.2.3"),
    _winner(f"{_AWARDED}/CONTRACTOR", "ADDRESS_CONTRACTOR", "V.2.3"),
))  # fmt: skip

_PRIZE = "AWARDED_PRIZE"

CONTEST = Table("contest", "F13 V", "RESULTS", (
    Field("awarded", "F13 V.3", _PRIZE, says(True)),
    Field("reason", "F13 V.1", "NO_AWARDED_PRIZE/PROCUREMENT_UNSUCCESSFUL", says("PROCUREMENT_UNSUCCESSFUL")),
    Field("reason", "F13 V.1", "NO_AWARDED_PRIZE/PROCUREMENT_DISCONTINUED", says("PROCUREMENT_DISCONTINUED")),
    Field("not_awarded", "F13 V.1", "NO_AWARDED_PRIZE", says(True)),
    Field("concluded", "F13 V.3.1", f"{_PRIZE}/DATE_DECISION_JURY", day),
    *(Field("offers_received", "F13 V.3.2", f"{_PRIZE}/{within}NB_PARTICIPANTS", count) for within in ("PARTICIPANTS/", "")),
    *(Field("offers_by_kind", "F13 V.3.2", f"{_PRIZE}/{within}{kind}", count_by_name)
      for within in ("PARTICIPANTS/", "") for kind in ("NB_PARTICIPANTS_SME", "NB_PARTICIPANTS_OTHER_EU")),
    Field("value", "F13 V.3.4", f"{_PRIZE}/VAL_PRIZE", money),
), (
    _winner(f"{_PRIZE}/WINNERS/WINNER", "ADDRESS_WINNER", "F13 V.3.3"),
    _winner(f"{_PRIZE}/WINNER", "ADDRESS_WINNER", "F13 V.3.3"),
))  # fmt: skip

_MODIFIED, _CHANGED = "DESCRIPTION_PROCUREMENT", "INFO_MODIFICATIONS"
_MODIFICATION_REASONS = ("ADDITIONAL_NEED", "UNFORESEEN_CIRCUMSTANCE")

MODIFICATION = Table("modification", "F20 VII", "MODIFICATIONS_CONTRACT", (
    *(Field("value", "F20 VII.2.3", f"{_CHANGED}/{within}VAL_TOTAL_AFTER", money) for within in ("VALUES/", "")),
    *(Field("value", "F20 VII.1.6", f"{_MODIFIED}/{within}VAL_TOTAL", money) for within in ("VALUES/", "")),
    Field("additional_information", "F20 VII.2.1", f"{_CHANGED}/SHORT_DESCR", text),
    *(Field("reason", "F20 VII.2.2", f"{_CHANGED}/{reason}", says(reason)) for reason in _MODIFICATION_REASONS),
    *(Field("reason_descriptions", "F20 VII.2.2", f"{_CHANGED}/{reason}", text) for reason in _MODIFICATION_REASONS),
    *(Field("value_before", "F20 VII.2.3", f"{_CHANGED}/{within}VAL_TOTAL_BEFORE", money) for within in ("VALUES/", "")),
    *(Field("value_after", "F20 VII.2.3", f"{_CHANGED}/{within}VAL_TOTAL_AFTER", money) for within in ("VALUES/", "")),
), (
    _winner(f"{_MODIFIED}/CONTRACTORS/CONTRACTOR", "ADDRESS_CONTRACTOR", "F20 VII.1.7"),
    _winner(f"{_MODIFIED}/CONTRACTOR", "ADDRESS_CONTRACTOR", "F20 VII.1.7"),
))  # fmt: skip

CHANGE = Table("change", "F14 VII.1.2", "CHANGES/CHANGE", (
    Field("section", "F14 VII.1.2", "WHERE/SECTION", text),
    Field("lot", "F14 VII.1.2", "WHERE/LOT_NO", text),
    Field("label", "F14 VII.1.2", "WHERE/LABEL", text),
    Field("before", "F14 VII.1.2", "OLD_VALUE", changed_value),
    Field("after", "F14 VII.1.2", "NEW_VALUE", changed_value),
    Field("before_day", "F14 VII.1.2", "OLD_VALUE/DATE", day),
    Field("before_time", "F14 VII.1.2", "OLD_VALUE/TIME", clock),
    Field("after_day", "F14 VII.1.2", "NEW_VALUE/DATE", day),
    Field("after_time", "F14 VII.1.2", "NEW_VALUE/TIME", clock),
))  # fmt: skip

FORM = Table("form", "", "TED_EXPORT/FORM_SECTION/*", (
    Field("notice_type", "FORM", ".", form_number),
    Field("language", "LG", ".", language),
    Field("type", "NOTICE TYPE", "NOTICE", attribute("TYPE")),
    Field("legal_basis", "all legal basis", "LEGAL_BASIS", directive),
    Field("legal_basis", "all legal basis", "DIRECTIVE", directive),
    Field("legal_basis", "all legal basis", "LEGAL_BASIS_OTHER", says("other")),
    *COMMUNICATION,
    Field("legal_type", "F02 I.4", "CONTRACTING_BODY/CA_TYPE", attribute("VALUE")),
    Field("legal_type", "F02 I.4", "CONTRACTING_BODY/CA_TYPE_OTHER", text),
    Field("activity", "F02 I.5", "CONTRACTING_BODY/CA_ACTIVITY", attribute("VALUE")),
    Field("activity", "F02 I.5", "CONTRACTING_BODY/CA_ACTIVITY_OTHER", text),
    Field("activity", "F05 I.6", "CONTRACTING_BODY/CE_ACTIVITY", attribute("VALUE")),
    Field("activity", "F05 I.6", "CONTRACTING_BODY/CE_ACTIVITY_OTHER", text),
    *PARTICIPATION,
    *PROCEDURE,
    Field("additional_information", "all VI.3", "COMPLEMENTARY_INFO/INFO_ADD", text),
    Field("dispatched", "all VI.5", "COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE", day),
    Field("changes", "F14 VI.6", "COMPLEMENTARY_INFO/NOTICE_NUMBER_OJ", number),
    Field("changes_information", "F14 VII.2", "CHANGES/INFO_ADD", text),
), (
    Table("buyer", "all I.1", "CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY", _address("", "I.1", buyer=True)),
    Table("buyer", "all I.1", "CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY_ADDITIONAL", _address("", "I.1", buyer=True)),
    OBJECT, AWARD, CONTEST, MODIFICATION, CHANGE,
))  # fmt: skip

_IN_EVERY_LANGUAGE = IN_EVERY_LANGUAGE | {
    "item", "number", "language", "titles", "descriptions", "additional_information", "place_descriptions", "name",
    "options_descriptions", "renewal_descriptions", "subcontracting_descriptions", "reason_descriptions",
    "section", "lot", "label", "before", "after", "changes_information", "quantity", "lots",
}  # fmt: skip
_WITH_TEXTS = frozenset({"buyer", "object", "lot", "award", "modification", "change"})


def texts_of(table: Table) -> Table:
    fields = tuple(row for row in table.fields if row.name in _IN_EVERY_LANGUAGE)
    return Table(
        table.name,
        table.term,
        table.path,
        fields,
        tuple(texts_of(t) for t in table.tables if t.name in _WITH_TEXTS),
    )


TEXTS = texts_of(FORM)
"""The rows of ``FORM`` that differ between languages: all that is read of a translation."""

TABLES = (NOTICE, FORM, HEADINGS)
