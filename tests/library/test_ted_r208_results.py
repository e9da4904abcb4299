"""What came of it, by TED_EXPORT R2.0.8: awards, direct awards and corrections, by small notices of our own."""

from __future__ import annotations

from datetime import date as day
from datetime import time
from decimal import Decimal

from opslagstavle.notices.notice import Deadline, Money, Stage
from tests.library.ted_r208_export import authority, date, described, form, organisation, read

AWARD = f"""<AWARD_OF_CONTRACT_DEFENCE ITEM="1"><CONTRACT_NUMBER>K-7</CONTRACT_NUMBER><LOT_NUMBER>%s</LOT_NUMBER>
  <CONTRACT_TITLE><P>Linned</P></CONTRACT_TITLE>{date("CONTRACT_AWARD_DATE", "2015-09-01")}
  <OFFERS_RECEIVED_NUMBER>4</OFFERS_RECEIVED_NUMBER><OFFERS_RECEIVED_NUMBER_MEANING>1</OFFERS_RECEIVED_NUMBER_MEANING>
  <ECONOMIC_OPERATOR_NAME_ADDRESS><CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME>{organisation("Vaskeriet", "64942212")}
  </CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME></ECONOMIC_OPERATOR_NAME_ADDRESS><CONTRACT_VALUE_INFORMATION>
  <COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="DKK"><VALUE_COST>500000</VALUE_COST></COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE>
  </CONTRACT_VALUE_INFORMATION><MORE_INFORMATION_TO_SUB_CONTRACTED><CONTRACT_LIKELY_SUB_CONTRACTED_WITH_DEFENCE>
  <EXCLUDING_VAT_PRCT FMTVAL="20.0">20</EXCLUDING_VAT_PRCT><EXCLUDING_VAT_VALUE CURRENCY="DKK" FMTVAL="100000.00">100 000
  </EXCLUDING_VAT_VALUE><ADDITIONAL_INFORMATION><P>Transport</P></ADDITIONAL_INFORMATION>
  </CONTRACT_LIKELY_SUB_CONTRACTED_WITH_DEFENCE></MORE_INFORMATION_TO_SUB_CONTRACTED></AWARD_OF_CONTRACT_DEFENCE>"""


def awarded(*parts: str) -> str:
    return form("".join(parts), name="CONTRACT_AWARD_DEFENCE", number="18")


def test_who_won_what_for_how_much() -> None:
    notice = read(awarded(authority(), described(), AWARD % "3"))
    assert notice.stage is Stage.RESULT
    (result,) = notice.results
    (award,) = result.awards
    assert (result.lots, result.outcome, result.offers_received) == (("3",), "awarded", 4)
    assert result.offers_by_kind == {"OFFERS_RECEIVED_NUMBER_MEANING": 1}
    assert [(winner.name, winner.cvr) for winner in award.winners] == [("Vaskeriet", "64942212")]
    assert (award.contract_number, award.value, award.concluded) == (
        "K-7",
        Money(Decimal(500000), "DKK"),
        day(2015, 9, 1),
    )
    assert (award.subcontracted, award.subcontracted_share) == (True, Decimal("20.0"))
    assert award.subcontracted_value == Money(Decimal("100000.00"), "DKK")
    assert award.subcontracting_descriptions == {"da": "Transport"}


def test_an_award_notice_has_the_lots_that_its_contracts_name() -> None:
    notice = read(awarded(described(), AWARD % "1, 2", AWARD % "2"))
    assert [(each.number, each.titles) for each in notice.lots] == [
        ("1", {"da": "Linned"}),
        ("2", {"da": "Linned"}),
    ]
    assert [result.lots for result in notice.results] == [("1", "2"), ("2",)]
    (only,) = read(awarded(described(), AWARD % "")).lots
    assert (only.number, only.titles) == ("1", {"da": "Vask"})


def test_an_award_of_utilities_has_its_contract_in_another_place() -> None:
    """Form F06, which is in no real notice we have: its elements as others have published them."""
    body = f"""<OBJECT_CONTRACT_AWARD_UTILITIES><DESCRIPTION_CONTRACT_AWARD_UTILITIES><TITLE_CONTRACT><P>Vask</P></TITLE_CONTRACT>
      <SHORT_DESCRIPTION><P>Alt.</P></SHORT_DESCRIPTION></DESCRIPTION_CONTRACT_AWARD_UTILITIES>
      <COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="DKK"><VALUE_COST FMTVAL="900.00">900</VALUE_COST>
      </COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE></OBJECT_CONTRACT_AWARD_UTILITIES><AWARD_CONTRACT_CONTRACT_AWARD_UTILITIES>
      <AWARD_AND_CONTRACT_VALUE><LOT_NUMBER>1</LOT_NUMBER><LOT_NUMBER>2</LOT_NUMBER><TITLE_CONTRACT><P>Linned</P></TITLE_CONTRACT>
      {date("DATE_OF_CONTRACT_AWARD", "2015-09-01")}<OFFERS_RECEIVED_NUMBER>2</OFFERS_RECEIVED_NUMBER>
      <CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME_CHP>{organisation("Vaskeriet")}</CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME_CHP>
      </AWARD_AND_CONTRACT_VALUE></AWARD_CONTRACT_CONTRACT_AWARD_UTILITIES>"""
    notice = read(form(body, name="CONTRACT_AWARD_UTILITIES", number="6"))
    assert (notice.stage, notice.procedure.descriptions) == (Stage.RESULT, {"da": "Alt."})
    assert notice.procedure.awarded_value == Money(Decimal("900.00"), "DKK")
    assert [lot.number for lot in notice.lots] == ["1", "2"]
    (result,) = notice.results
    assert (result.lots, result.offers_received) == (("1", "2"), 2)
    assert result.awards[0].concluded == day(2015, 9, 1)
    assert [winner.name for winner in notice.winners] == ["Vaskeriet"]


def test_nothing_offered_is_nothing_awarded_and_a_silent_award_names_nobody() -> None:
    none = "<AWARD_OF_CONTRACT_DEFENCE><OFFERS_RECEIVED_NUMBER>0</OFFERS_RECEIVED_NUMBER></AWARD_OF_CONTRACT_DEFENCE>"
    silent = (
        f"<AWARD_OF_CONTRACT_DEFENCE>{date('CONTRACT_AWARD_DATE', '2015-09-01')}</AWARD_OF_CONTRACT_DEFENCE>"
    )
    nothing, somebody = read(awarded(described(), none, silent)).results
    assert (nothing.outcome, nothing.awards) == ("not-awarded", ())
    assert (somebody.outcome, [award.winners for award in somebody.awards]) == ("awarded", [()])


def test_why_there_was_no_call() -> None:
    why = """<PROCEDURE_DEFINITION_VEAT><TYPE_OF_PROCEDURE_DEF_F15><F15_PT_NEGOTIATED_WITHOUT_COMPETITION><ANNEX_D_F15><ANNEX_D1>
      <NO_ONLY_IRREGULAR_INACCEPTABLE_TENDERERS/><JUSTIFICATION_CHOICE_NEGOCIATED_PROCEDURE><NO_ADDITIONAL_WORKS/>
      <REASONS_PROVIDED_PARTICULAR_TENDERER><REASONS_PROVIDED_PARTICULAR_TENDERER_TECHNICAL/></REASONS_PROVIDED_PARTICULAR_TENDERER>
      </JUSTIFICATION_CHOICE_NEGOCIATED_PROCEDURE><REASON_CONTRACT_LAWFUL><P>Kun en kan.</P></REASON_CONTRACT_LAWFUL></ANNEX_D1>
      </ANNEX_D_F15></F15_PT_NEGOTIATED_WITHOUT_COMPETITION></TYPE_OF_PROCEDURE_DEF_F15></PROCEDURE_DEFINITION_VEAT>"""
    notice = read(form(described() + why, name="VOLUNTARY_EX_ANTE_TRANSPARENCY_NOTICE", number="15"))
    assert (notice.stage, notice.procedure.kind) == (Stage.DIRECT_AWARD, "neg-wo-call")
    assert notice.procedure.direct_award_reason == "REASONS_PROVIDED_PARTICULAR_TENDERER_TECHNICAL"
    assert notice.procedure.direct_award_descriptions == {"da": "Kun en kan."}


def test_a_result_tells_its_call_from_what_announced_it() -> None:
    named = """<PROCEDURE_DEFINITION_CONTRACT_AWARD_NOTICE_DEFENCE><ADMINISTRATIVE_INFORMATION_CONTRACT_AWARD_DEFENCE>
      <PREVIOUS_PUBLICATION_INFORMATION_NOTICE_F18><PREVIOUS_PUBLICATION_EXISTS_F18><PREVIOUS_PUBLICATION_NOTICE_F18>
      <NOTICE_NUMBER_OJ>2015/S 050-000077</NOTICE_NUMBER_OJ></PREVIOUS_PUBLICATION_NOTICE_F18><CNT_NOTICE_INFORMATION_F18>
      <NOTICE_NUMBER_OJ>2015/S 060-000088</NOTICE_NUMBER_OJ></CNT_NOTICE_INFORMATION_F18></PREVIOUS_PUBLICATION_EXISTS_F18>
      </PREVIOUS_PUBLICATION_INFORMATION_NOTICE_F18></ADMINISTRATIVE_INFORMATION_CONTRACT_AWARD_DEFENCE>
      </PROCEDURE_DEFINITION_CONTRACT_AWARD_NOTICE_DEFENCE>"""
    notice = read(awarded(described(), named))
    assert (notice.earlier_notices, notice.announced_by) == (("88-2015",), ("77-2015",))


def test_a_correction_is_a_patch() -> None:
    replaced = f"""<CORR><REPLACE OBJECT="DATE"><WHERE>IV.3.4: Frist</WHERE>
      <OLD_VALUE>{date("DATE_TIME", "2015-07-01", "12:00")}</OLD_VALUE>
      <NEW_VALUE>{date("DATE_TIME", "2015-07-15", "12:00")}</NEW_VALUE>
      </REPLACE></CORR>"""
    body = f"""<OBJECT_ICAR><DESCRIPTION_ICAR><TITLE_CONTRACT><P>Vask</P></TITLE_CONTRACT></DESCRIPTION_ICAR></OBJECT_ICAR>
      <PROCEDURES_ICAR><ADMINISTRATIVE_INFORMATION><NOTICE_PUBLICATION><NOTICE_NUMBER_OJ>2015/S 060-000088</NOTICE_NUMBER_OJ>
      </NOTICE_PUBLICATION></ADMINISTRATIVE_INFORMATION></PROCEDURES_ICAR><COMPLEMENTARY_ICAR><NOTICE_INVOLVES_ICAR>
      <CORRECTION_ADDITIONAL_INFO><INFORMATION_CORRECTED_ADDED><ORIGINAL_NOTICE_CORRESPONDING_TENDER><ORIGINAL_NOTICE>{replaced}
      </ORIGINAL_NOTICE></ORIGINAL_NOTICE_CORRESPONDING_TENDER></INFORMATION_CORRECTED_ADDED></CORRECTION_ADDITIONAL_INFO>
      </NOTICE_INVOLVES_ICAR></COMPLEMENTARY_ICAR>"""
    notice = read(form(body, name="ADDITIONAL_INFORMATION_CORRIGENDUM", number="14"))
    assert (notice.stage, notice.lots) == (Stage.CHANGE, ())
    assert notice.correction is not None
    assert (notice.correction.changes, notice.correction.patch) == ("88-2015", True)
    (entry,) = notice.correction.entries
    assert (entry.section, entry.before, entry.after) == (
        "IV.3.4: Frist",
        {"da": "2015-07-01 12:00"},
        {"da": "2015-07-15 12:00"},
    )
    assert entry.deadline_after == Deadline(day(2015, 7, 15), time(12, 0))
