"""The conditions of an R2.0.9 notice, by small notices of our own: each test one group of boxes."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from opslagstavle.notices.notice import (
    Deadline,
    DocumentLink,
    Duration,
    Framework,
    Lot,
    Money,
    SelectionCriterion,
)  # fmt: skip
from tests.library.ted_legacy_export import BUYER, LOTS, WASHING, award, form, read


def in_its_box(boxes: str) -> Lot:
    """The one lot of a notice that has these in its OBJECT_DESCR."""
    (lot,) = read(form(WASHING.replace("<DURATION", f"{boxes}<DURATION"))).lots
    return lot


def under(section: str, boxes: str, number: str = "F02") -> Lot:
    (lot,) = read(form(f"{WASHING}<{section}>{boxes}</{section}>", number=number)).lots
    return lot


def test_options_and_renewals_in_words() -> None:
    lot = in_its_box(
        "<RENEWAL/><RENEWAL_DESCR><P>To gange 12 måneder</P></RENEWAL_DESCR>"
        "<OPTIONS/><OPTIONS_DESCR><P>Flere plejehjem</P></OPTIONS_DESCR>"
    )
    assert (lot.renewable, lot.renewal_descriptions) == (True, {"da": "To gange 12 måneder"})
    assert (lot.options, lot.options_descriptions) == (True, {"da": "Flere plejehjem"})


@pytest.mark.parametrize(
    ("boxes", "name", "value"),
    [
        ("<NO_RENEWAL/>", "renewable", False),
        ("<NO_OPTIONS/>", "options", False),
        ("<ACCEPTED_VARIANTS/>", "variants", "allowed"),
        ("<NO_ACCEPTED_VARIANTS/>", "variants", "not-allowed"),
        ("<EU_PROGR_RELATED><P>Socialfonden</P></EU_PROGR_RELATED>", "eu_funds", True),
        ("<NO_EU_PROGR_RELATED/>", "eu_funds", False),
        ("<NB_MIN_LIMIT_CANDIDATE>3</NB_MIN_LIMIT_CANDIDATE>", "candidates_minimum", 3),
        ("<NB_MAX_LIMIT_CANDIDATE>5</NB_MAX_LIMIT_CANDIDATE>", "candidates_maximum", 5),
    ],
)
def test_what_is_ticked_for_a_lot(boxes: str, name: str, value: object) -> None:
    assert getattr(in_its_box(boxes), name) == value
    assert getattr(in_its_box(""), name) is None


def test_a_number_that_is_only_envisaged_is_neither_least_nor_most() -> None:
    lot = in_its_box("<NB_ENVISAGED_CANDIDATE>4</NB_ENVISAGED_CANDIDATE>")
    assert (lot.candidates_minimum, lot.candidates_maximum) == (None, None)


@pytest.mark.parametrize("boxes", ["<INDEFINITE_DURATION/>", "<QS><INDEFINITE_DURATION/></QS>"])
def test_a_qualification_system_without_an_end(boxes: str) -> None:
    endless = WASHING.replace(
        '<DURATION TYPE="MONTH">24</DURATION><DATE_START>2021-05-01</DATE_START>', boxes
    )
    assert read(form(endless, number="F07")).lots[0].duration == Duration(unit="unlimited")


def test_a_frameworks_terms_hold_for_every_lot() -> None:
    terms = """<PROCEDURE><FRAMEWORK><SEVERAL_OPERATORS/><NB_PARTICIPANTS>3</NB_PARTICIPANTS>
      <JUSTIFICATION><P>Dyrt udstyr</P></JUSTIFICATION></FRAMEWORK><DPS/><EAUCTION_USED/></PROCEDURE>"""
    lots = read(form(LOTS.format(title="t", first="a", second="b") + terms)).lots
    assert {lot.number for lot in lots} == {"10", "20"}
    for lot in lots:
        assert lot.framework_terms == Framework(participants=3, justification={"da": "Dyrt udstyr"})
        assert (lot.framework, lot.dynamic_purchasing, lot.electronic_auction) == (True, True, True)


def test_a_framework_with_one_or_with_nothing_more_said() -> None:
    assert under("PROCEDURE", "<FRAMEWORK><SINGLE_OPERATOR/></FRAMEWORK>").framework_terms == Framework(
        participants=1
    )
    assert under("PROCEDURE", "<FRAMEWORK/>").framework_terms == Framework()
    silent = under("PROCEDURE", "")
    assert (silent.framework, silent.framework_terms, silent.electronic_auction) == (None, None, None)


def test_in_which_language_and_how_long_an_offer_binds() -> None:
    lot = under(
        "PROCEDURE",
        """<LANGUAGES><LANGUAGE VALUE="DA"/><LANGUAGE VALUE="EN"/></LANGUAGES>
        <DURATION_TENDER_VALID TYPE="MONTH">6</DURATION_TENDER_VALID><OPENING_CONDITION>
        <DATE_OPENING_TENDERS>2021-02-15</DATE_OPENING_TENDERS><TIME_OPENING_TENDERS>13:00</TIME_OPENING_TENDERS>
        </OPENING_CONDITION>""",
    )
    assert lot.offer_languages == ("da", "en")
    assert lot.offer_validity == Duration(Decimal(6), "month")
    assert lot.opening == Deadline(date(2021, 2, 15), time(13, 0))
    until = under("PROCEDURE", "<DATE_TENDER_VALID>2021-08-15</DATE_TENDER_VALID>")
    assert until.offer_validity == Duration(end=date(2021, 8, 15))


def test_who_may_take_part() -> None:
    lot = under(
        "LEFTI",
        """<SUITABILITY><P>Registreret i CVR</P></SUITABILITY>
        <ECONOMIC_FINANCIAL_INFO><P>Regnskab</P></ECONOMIC_FINANCIAL_INFO>
        <ECONOMIC_FINANCIAL_MIN_LEVEL><P>Positiv egenkapital</P></ECONOMIC_FINANCIAL_MIN_LEVEL>
        <TECHNICAL_CRITERIA_DOC/><RULES_CRITERIA><P>Objektive regler</P></RULES_CRITERIA>
        <REFERENCE_TO_LAW><P>Autorisationsloven</P></REFERENCE_TO_LAW>""",
    )
    assert lot.selection_criteria == (
        SelectionCriterion("suitability", descriptions={"da": "Registreret i CVR"}),
        SelectionCriterion("suitability", descriptions={"da": "Autorisationsloven"}),
        SelectionCriterion("economic", descriptions={"da": "Regnskab\nPositiv egenkapital"}),
        SelectionCriterion("technical", in_documents=True),
        SelectionCriterion(descriptions={"da": "Objektive regler"}),
    )


def test_the_conditions_of_a_qualification_system_are_rules_too() -> None:
    rule = "<QUALIFICATION><CONDITIONS><P>Certificeret</P></CONDITIONS><METHODS><P>Attest</P></METHODS></QUALIFICATION>"
    lot = under("LEFTI", rule + rule.replace("Certificeret", "Solvent"), number="F07")
    assert [criterion.descriptions for criterion in lot.selection_criteria] == [
        {"da": "Certificeret\nAttest\nSolvent\nAttest"}
    ]


def test_conditions_of_carrying_it_out() -> None:
    lot = under(
        "LEFTI",
        """<PERFORMANCE_CONDITIONS><P>Arbejdsklausul</P><P>Lærlinge</P></PERFORMANCE_CONDITIONS>
        <DEPOSIT_GUARANTEE_REQUIRED><P>5 %</P></DEPOSIT_GUARANTEE_REQUIRED>""",
    )
    assert lot.execution_terms == {"da": "Arbejdsklausul\nLærlinge"}
    assert (lot.guarantee, lot.guarantee_descriptions) == (None, {"da": "5 %"})


@pytest.mark.parametrize(
    ("access", "restricted"), [("<DOCUMENT_FULL/>", False), ("<DOCUMENT_RESTRICTED/>", True), ("", None)]
)
def test_documents_for_all_or_on_request(access: str, restricted: bool | None) -> None:
    (lot,) = read(form(BUYER.replace("<URL_DOCUMENT>", f"{access}<URL_DOCUMENT>") + WASHING)).lots
    assert lot.documents == (DocumentLink("https://docs.example", restricted),)


def test_for_how_many_lots_one_may_offer() -> None:
    several = "<LOT_DIVISION><LOT_MAX_NUMBER>4</LOT_MAX_NUMBER><LOT_MAX_ONE_TENDERER>2</LOT_MAX_ONE_TENDERER></LOT_DIVISION>"
    procedure = read(form(WASHING.replace("<OBJECT_DESCR", f"{several}<OBJECT_DESCR"))).procedure
    assert (procedure.lots_maximum_offered, procedure.lots_maximum_awarded) == (4, 2)
    one = "<LOT_DIVISION><LOT_ONE_ONLY/></LOT_DIVISION>"
    assert (
        read(form(WASHING.replace("<OBJECT_DESCR", f"{one}<OBJECT_DESCR"))).procedure.lots_maximum_offered
        == 1
    )
    every = "<LOT_DIVISION><LOT_ALL/></LOT_DIVISION>"
    free = read(form(WASHING.replace("<OBJECT_DESCR", f"{every}<OBJECT_DESCR"))).procedure
    assert (free.lots_maximum_offered, free.lots_all_required) == (None, None)


def test_why_a_procedure_is_accelerated() -> None:
    procedure = read(
        form(WASHING + "<PROCEDURE><PT_OPEN/><ACCELERATED_PROC><P>Haster</P></ACCELERATED_PROC></PROCEDURE>")
    ).procedure
    assert (procedure.accelerated, procedure.accelerated_descriptions) == (True, {"da": "Haster"})


@pytest.mark.parametrize(
    ("number", "boxes", "reason"),
    [
        (
            "F03",
            "<PT_AWARD_CONTRACT_WITHOUT_CALL><D_ACCORDANCE_ARTICLE><D_TECHNICAL/></D_ACCORDANCE_ARTICLE>{}"
            "</PT_AWARD_CONTRACT_WITHOUT_CALL>",
            "D_TECHNICAL",
        ),
        (
            "F15",
            "<DIRECTIVE_2014_24_EU><PT_NEGOTIATED_WITHOUT_PUBLICATION><D_ACCORDANCE_ARTICLE><D_EXTREME_URGENCY/>"
            "</D_ACCORDANCE_ARTICLE>{}</PT_NEGOTIATED_WITHOUT_PUBLICATION></DIRECTIVE_2014_24_EU>",
            "D_EXTREME_URGENCY",
        ),
        (
            "F15",
            "<DIRECTIVE_2014_23_EU><PT_AWARD_CONTRACT_WITHOUT_CALL><D_OUTSIDE_SCOPE/>{}</PT_AWARD_CONTRACT_WITHOUT_CALL>"
            "</DIRECTIVE_2014_23_EU>",
            "D_OUTSIDE_SCOPE",
        ),
    ],
)
def test_why_there_was_no_call(number: str, boxes: str, reason: str) -> None:
    said = boxes.format("<D_JUSTIFICATION><P>Kun en kan.</P></D_JUSTIFICATION>")
    procedure = read(form(f"{WASHING}<PROCEDURE>{said}</PROCEDURE>", number=number)).procedure
    assert (procedure.kind, procedure.direct_award_reason) == ("neg-wo-call", reason)
    assert procedure.direct_award_descriptions == {"da": "Kun en kan."}


def test_who_offered_and_what_goes_to_subcontractors() -> None:
    won = """<AWARDED_CONTRACT><TENDERS><NB_TENDERS_RECEIVED>4</NB_TENDERS_RECEIVED>
      <NB_TENDERS_RECEIVED_SME>3</NB_TENDERS_RECEIVED_SME><NB_TENDERS_RECEIVED_NON_EU>0</NB_TENDERS_RECEIVED_NON_EU></TENDERS>
      <VALUES><VAL_RANGE_TOTAL CURRENCY="DKK"><LOW>100</LOW><HIGH>900</HIGH></VAL_RANGE_TOTAL></VALUES><LIKELY_SUBCONTRACTED/>
      <VAL_SUBCONTRACTING CURRENCY="DKK">40</VAL_SUBCONTRACTING><PCT_SUBCONTRACTING>20</PCT_SUBCONTRACTING>
      <INFO_ADD_SUBCONTRACTING><P>Kørsel</P></INFO_ADD_SUBCONTRACTING></AWARDED_CONTRACT>"""
    (result,) = read(form(WASHING + award("", won), number="F03")).results
    (contract,) = result.awards
    assert result.offers_by_kind == {"NB_TENDERS_RECEIVED_SME": 3, "NB_TENDERS_RECEIVED_NON_EU": 0}
    assert (result.lowest_offer, result.highest_offer) == (
        Money(Decimal(100), "DKK"),
        Money(Decimal(900), "DKK"),
    )
    assert (contract.subcontracted_value, contract.subcontracted_share) == (
        Money(Decimal(40), "DKK"),
        Decimal(20),
    )
    assert contract.subcontracting_descriptions == {"da": "Kørsel"}


def test_conditions_are_kept_in_every_language() -> None:
    danish = (
        WASHING
        + "<LEFTI><SUITABILITY><P>Egnet</P></SUITABILITY><PERFORMANCE_CONDITIONS><P>Klausul</P></PERFORMANCE_CONDITIONS></LEFTI>"
    )
    french = danish.replace("Egnet", "Apte").replace("Klausul", "Clause")
    (lot,) = read(form(danish), form(french, language="FR", category="TRANSLATION")).lots
    assert lot.selection_criteria[0].descriptions == {"da": "Egnet", "fr": "Apte"}
    assert lot.execution_terms == {"da": "Klausul", "fr": "Clause"}
