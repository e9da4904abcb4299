"""Where each field of a TED_EXPORT notice before R2.0.9 stands: forms F01-F19 of 2008 to 2016, defence forms to 2024.

Written like ``ted_legacy_fields.py``, whose row names it shares, and in sections called as in ``ted_r208_names.py``. Seen were
F01, F02, F03, F05, F15, F16, F17, F18 of R2.0.8. The other forms are read as far as they have the same elements; F06 to F08 and
F14 by what others have published of theirs. No notice of R2.0.7 was seen: it is read as far as these paths carry.
"""

from __future__ import annotations

from opslagstavle.notices.paths import Field, Table
from opslagstavle.notices.ted_legacy_fields import HEADINGS, texts_of
from opslagstavle.notices.ted_legacy_fields import NOTICE as CODED
from opslagstavle.notices.ted_legacy_readers import (
    attribute,
    count,
    count_by_name,
    country,
    cpv,
    language,
    nature,
    says,
    text,
)  # fmt: skip
from opslagstavle.notices.ted_r208_condition_fields import (
    COMMUNICATION,
    CRITERIA,
    PARTICIPATION,
    PROCEDURE,
    SCOPE,
)
from opslagstavle.notices.ted_r208_readers import (
    changed_value,
    clock,
    day,
    exact,
    form_number,
    if_value,
    length,
    money,
    money_range,
    none_received,
    own_text,
)  # fmt: skip

NOTICE = Table("notice", "", "TED_EXPORT", (
    *CODED.fields,
    Field("authority", "coded AA_NAME", "TRANSLATION_SECTION/ML_AA_NAMES/AA_NAME", text),
    Field("document_type", "coded TD_DOCUMENT_TYPE", "CODED_DATA_SECTION/CODIF_DATA/TD_DOCUMENT_TYPE", attribute("CODE")),
))  # fmt: skip


def _address(within: str, box: str) -> tuple[Field, ...]:
    rows = (
        ("name", "ORGANISATION/OFFICIALNAME", text), ("name", "ORGANISATION", own_text),
        ("identifier", "ORGANISATION/NATIONALID", text), ("address", "ADDRESS", text), ("town", "TOWN", text),
        ("postal_code", "POSTAL_CODE", text), ("country", "COUNTRY", country), ("website", "URL", text),
        ("contact_name", "CONTACT_POINT", text), ("contact_name", "ATTENTION", text),
        ("email", "E_MAILS/E_MAIL", text), ("email", "E_MAIL", text), ("phone", "PHONE", text),
    )  # fmt: skip
    return tuple(Field(name, f"all {box}", f"{within}{path}", read) for name, path, read in rows)


def _costs(name: str, box: str, path: str) -> tuple[Field, ...]:
    return (
        Field(name, box, path, money),
        Field(f"{name}_range", box, f"{path}/RANGE_VALUE_COST", money_range),
    )  # fmt: skip


def _period(path: str, box: str) -> tuple[Field, ...]:
    return (
        Field("duration", box, f"{path}/DAYS", length("day")),
        Field("duration", box, f"{path}/MONTHS", length("month")),
        Field("start", box, f"{path}/INTERVAL_DATE/START_DATE", day),
        Field("end", box, f"{path}/INTERVAL_DATE/END_DATE", day),
    )  # fmt: skip


_CODES = (
    Field("cpv", "all II.1.6", "CPV/CPV_MAIN/CPV_CODE", cpv),
    Field("additional_cpv", "all II.1.6", "CPV/CPV_ADDITIONAL/CPV_CODE", cpv),
)
_COSTS = "COSTS_RANGE_AND_CURRENCY"


def _lot(path: str, box: str) -> Table:
    return Table("lot", box, path, (
        Field("item", "LOT ITEM", ".", attribute("ITEM")),
        Field("number", box, "LOT_NUMBER", text),
        Field("titles", box, "LOT_TITLE", text),
        Field("descriptions", box, "LOT_DESCRIPTION", text),
        Field("cpv", box, "CPV/CPV_MAIN/CPV_CODE", cpv),
        Field("additional_cpv", box, "CPV/CPV_ADDITIONAL/CPV_CODE", cpv),
        Field("quantity", box, "NATURE_QUANTITY_SCOPE/TOTAL_QUANTITY_OR_SCOPE", text),
        *_costs("estimated_value", box, f"NATURE_QUANTITY_SCOPE/{_COSTS}"),
        *_period("PERIOD_WORK_DATE_STARTING", box), *_period("SCHEDULED_DATE_PERIOD/PERIOD_WORK_DATE_STARTING", box),
        Field("additional_information", box, "ADDITIONAL_INFORMATION_ABOUT_LOTS", text),
        Field("additional_information", box, "ADDITIONAL_INFORMATION", text),
    ))  # fmt: skip


def _described(within: str) -> tuple[Field, ...]:
    """Boxes that prior information has in its object, other forms in a part of it."""
    return (
        Field("titles", "all II.1.1", f"{within}TITLE_CONTRACT", text),
        Field("descriptions", "all II.1.5", f"{within}SHORT_CONTRACT_DESCRIPTION", text),
        Field("descriptions", "all II.1.5", f"{within}SHORT_DESCRIPTION", text),
        Field("descriptions", "F14 II.1.2", f"{within}SHORT_DESCRIPTION_CONTRACT", text),
        Field("descriptions", "F07 II.3", f"{within}DESCRIPTION", own_text),
        *(Field(row.name, row.term, f"{within}{row.path}", row.read) for row in _CODES),
        Field("places", "all II.1.2", f"{within}LOCATION_NUTS/NUTS", attribute("CODE")),
        Field("places", "F16 II.2", f"{within}TYPE_CONTRACT_PLACE_DELIVERY/SITE_OR_LOCATION/NUTS", attribute("CODE")),
        Field("place_descriptions", "all II.1.2", f"{within}LOCATION_NUTS/LOCATION", text),
        Field("place_descriptions", "F16 II.2", f"{within}TYPE_CONTRACT_PLACE_DELIVERY/SITE_OR_LOCATION/LABEL", text),
        *_costs("estimated_value", "F17 II.1.4", f"{within}FRAMEWORK/TOTAL_ESTIMATED/{_COSTS}"),
        Field("framework_duration", "F17 II.1.4", f"{within}FRAMEWORK/DURATION_FRAMEWORK_YEAR", length("year")),
        Field("framework_duration", "F17 II.1.4", f"{within}FRAMEWORK/DURATION_FRAMEWORK_MONTH", length("month")),
        Field("lots_maximum_offered", "F17 II.1.8", f"{within}DIVISION_INTO_LOTS/DIV_INTO_LOT_YES",
              if_value("ONE_LOT_ONLY", 1)),
    )  # fmt: skip


def _object(path: str) -> Table:
    return Table("object", "all II", path, (
        *_described(""), *_described("DESCRIPTION/"),
        Field("quantity", "F17 II.2.1", "QUANTITY/NATURE_QUANTITY_SCOPE/TOTAL_QUANTITY_OR_SCOPE", text),
        Field("quantity", "F16 II.4", "QUANTITY/TOTAL_QUANTITY_OR_SCOPE", text),
        *_costs("estimated_value", "F17 II.2.1", f"QUANTITY/NATURE_QUANTITY_SCOPE/{_COSTS}"),
        *_costs("estimated_value", "F16 II.4", f"QUANTITY/{_COSTS}"),
        Field("options", "F17 II.2.2", "QUANTITY/OPTIONS", says(True)),
        Field("options", "F17 II.2.2", "QUANTITY/NO_OPTIONS", says(False)),
        Field("options_descriptions", "F17 II.2.2", "QUANTITY/OPTIONS/OPTION_DESCRIPTION", text),
        Field("renewable", "F17 II.2.3", "QUANTITY/RECURRENT_CONTRACT", says(True)),
        Field("renewable", "F17 II.2.3", "QUANTITY/NO_RECURRENT_CONTRACT", says(False)),
        Field("renewals", "F17 II.2.3", "QUANTITY/RECURRENT_CONTRACT/NUMBER_POSSIBLE_RENEWALS", count),
        Field("renewals", "F17 II.2.3", "QUANTITY/RECURRENT_CONTRACT/NUMBER_POSSIBLE_RENEWALS_RANGE/"
              "NUMBER_POSSIBLE_RENEWALS_RANGE_MAX", count),
        *_period("PERIOD_WORK_DATE_STARTING", "F17 II.3"),
        *_period("SCHEDULED_DATE_PERIOD/PERIOD_WORK_DATE_STARTING", "F16 II.6"),
        Field("additional_information", "F16 II.7", "ADDITIONAL_INFORMATION", text),
        *_costs("awarded_value", "F18 II.2.1", "TOTAL_FINAL_VALUE/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE"),
        *_costs("awarded_value", "F06 II.2.1", "COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE"),
    ), (
        _lot("DESCRIPTION/DIVISION_INTO_LOTS/DIV_INTO_LOT_YES/ANNEX_B", "annex B"),
        _lot("QUANTITY/DIVISION_INTO_LOTS/DIV_INTO_LOT_YES/LOT_PRIOR_INFORMATION", "annex B"),
    ))  # fmt: skip


OTHER = Table("object", "OTH_NOT", "FD_OTH_NOT", (
    Field("titles", "OTH_NOT TI_DOC", "TI_DOC", text),
    Field("descriptions", "OTH_NOT CONTENTS", "CONTENTS", text),
))  # fmt: skip
"""A notice on no form: a title and what is to be said, in words only."""

_SUBCONTRACTED = "MORE_INFORMATION_TO_SUB_CONTRACTED"
_LIKELY = tuple(f"{_SUBCONTRACTED}/CONTRACT_LIKELY_SUB_CONTRACTED{which}" for which in ("", "_WITH"))


def _award(path: str) -> Table:
    return Table("award", "F18 V", path, (
        Field("contract_number", "F18 V", "CONTRACT_NUMBER", text),
        Field("lots", "F18 V", "LOT_NUMBER", text),
        Field("titles", "F18 V", "CONTRACT_TITLE", text),
        Field("titles", "F18 V", "TITLE_CONTRACT", text),
        Field("concluded", "F18 V.1", "CONTRACT_AWARD_DATE", day),
        Field("awarded", "F18 V.1", "CONTRACT_AWARD_DATE", says(True)),
        Field("awarded", "F18 V.3", "ECONOMIC_OPERATOR_NAME_ADDRESS", says(True)),
        Field("awarded", "F06 V.1.3", "CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME", says(True)),
        Field("not_awarded", "F18 V.2", "OFFERS_RECEIVED_NUMBER", none_received),
        Field("offers_received", "F18 V.2", "OFFERS_RECEIVED_NUMBER", count),
        Field("offers_by_kind", "F18 V.2", "OFFERS_RECEIVED_NUMBER_MEANING", count_by_name),
        *_costs("value", "F18 V.4", "CONTRACT_VALUE_INFORMATION/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE"),
        Field("subcontracted", "F18 V.5", f"{_SUBCONTRACTED}/NO_CONTRACT_LIKELY_SUB_CONTRACTED", says(False)),
        *(Field("subcontracted", "F18 V.5", likely, says(True)) for likely in _LIKELY),
        *(Field("subcontracted_value", "F18 V.5", f"{likely}/EXCLUDING_VAT_VALUE", money) for likely in _LIKELY),
        *(Field("subcontracted_share", "F18 V.5", f"{likely}/EXCLUDING_VAT_PRCT", exact) for likely in _LIKELY),
        *(Field("subcontracting_descriptions", "F18 V.5", f"{likely}/ADDITIONAL_INFORMATION", text) for likely in _LIKELY),
    ), (
        *(Table("winner", "V.3", f"{within}CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME", _address("", "V.3"))
          for within in ("ECONOMIC_OPERATOR_NAME_ADDRESS/", "")),
    ))  # fmt: skip


def _change(kind: str) -> Table:
    corrected = "FD/COMPLEMENTARY/NOTICE_INVOLVES/CORRECTION_ADDITIONAL_INFO/INFORMATION_CORRECTED_ADDED"
    path = f"{corrected}/ORIGINAL_NOTICE_CORRESPONDING_TENDER/ORIGINAL_NOTICE/CORR/{kind}"
    return Table("change", "F14 VI.3.3", path, (
        Field("section", "F14 VI.3.3", "WHERE", text),
        Field("before", "F14 VI.3.3", "OLD_VALUE", changed_value),
        Field("after", "F14 VI.3.3", "NEW_VALUE", changed_value),
        Field("before_day", "F14 VI.3.3", "OLD_VALUE/DATE_TIME", day),
        Field("before_time", "F14 VI.3.3", "OLD_VALUE/DATE_TIME", clock),
        Field("after_day", "F14 VI.3.3", "NEW_VALUE/DATE_TIME", day),
        Field("after_time", "F14 VI.3.3", "NEW_VALUE/DATE_TIME", clock),
    ))  # fmt: skip


_KINDS = "FD/AUTHORITY/KINDS"
_BEHALF = (
    f"{_KINDS}/PURCHASING_ON_BEHALF/PURCHASING_ON_BEHALF_YES/CONTACT_DATA_OTHER_BEHALF_CONTRACTING_AUTORITHY"
)

FORM = Table("form", "", "TED_EXPORT/FORM_SECTION/*", (
    Field("notice_type", "FORM", ".", form_number),
    Field("language", "LG", ".", language),
    Field("nature", "FD CTYPE", "FD", nature),
    *COMMUNICATION,
    Field("legal_type", "F17 I.2", f"{_KINDS}/TYPE_AND_ACTIVITIES/TYPE_OF_CONTRACTING_AUTHORITY", attribute("VALUE")),
    Field("legal_type", "F17 I.2", f"{_KINDS}/TYPE_AND_ACTIVITIES/TYPE_OF_CONTRACTING_AUTHORITY_OTHER", text),
    Field("activity", "F17 I.3", f"{_KINDS}/TYPE_AND_ACTIVITIES/TYPE_OF_ACTIVITY", attribute("VALUE")),
    Field("activity", "F17 I.3", f"{_KINDS}/TYPE_AND_ACTIVITIES/TYPE_OF_ACTIVITY_OTHER", text),
    *(Field("activity", "F05 I.2", f"{within}/ACTIVITIES_OF_CONTRACTING_ENTITY/{element}", read)
      for within in (_KINDS, "FD/AUTHORITY")
      for element, read in (("ACTIVITY_OF_CONTRACTING_ENTITY", attribute("VALUE")),
                            ("ACTIVITY_OF_CONTRACTING_ENTITY_OTHER", text))),
    *SCOPE, *PARTICIPATION, *PROCEDURE,
    Field("additional_information", "all VI.3", "FD/COMPLEMENTARY/ADDITIONAL_INFORMATION", text),
    Field("changes_information", "F14 VI.4", "FD/COMPLEMENTARY/OTHER_ADDITIONAL_INFO", text),
    Field("dispatched", "all VI.5", "FD/COMPLEMENTARY/NOTICE_DISPATCH_DATE", day),
), (
    Table("buyer", "all I.1", "FD/AUTHORITY/NAMES", (
        *_address("CA_CE_CONCESSIONAIRE_PROFILE/", "I.1"), Field("website", "all I.1", "INTERNET/URL_GENERAL", text),
    )),
    Table("buyer", "all I.4", _BEHALF, _address("", "I.4")),
    _object("FD/OBJECT"), _object("FD/OBJECTS/OBJECT"), OTHER,
    *CRITERIA,
    _award("FD/AWARD"), _award("FD/AWARDS/AWARD_AND_CONTRACT_VALUE"),
    *map(_change, ("ADD", "DELETE", "REPLACE")),
))  # fmt: skip

TEXTS = texts_of(FORM)
"""The rows of ``FORM`` that differ between languages: all that is read of a translation."""

TABLES = (NOTICE, FORM, HEADINGS)
