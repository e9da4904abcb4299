"""Conditions by TED_EXPORT R2.0.8: who may take part, how an offer is made and chosen, by small notices of our own."""

from __future__ import annotations

from datetime import date as day
from datetime import time
from decimal import Decimal

import pytest

from opslagstavle.notices.notice import Deadline, Duration, Framework, Subcontracting
from tests.library.ted_r208_export import date, described, form, lefti, procedure, read


@pytest.mark.parametrize(
    ("ticked", "participation", "execution"),
    [
        ("<RESERVED_CONTRACTS/>", ("res-ws",), None),
        ("<RESERVED_CONTRACTS><RESTRICTED_TO_SHELTERED_WORKSHOPS/></RESERVED_CONTRACTS>", ("res-ws",), None),
        ("<RESERVED_CONTRACTS><RESTRICTED_TO_FRAMEWORK/></RESERVED_CONTRACTS>", None, True),
        (
            "<RESERVED_CONTRACTS><RESTRICTED_TO_SHELTERED_WORKSHOPS/><RESTRICTED_TO_FRAMEWORK/></RESERVED_CONTRACTS>",
            ("res-ws",),
            True,
        ),
        ("", None, None),
    ],
)
def test_reserved_in_words_or_by_an_empty_box(
    ticked: str, participation: tuple[str, ...] | None, execution: bool | None
) -> None:
    said = lefti(f"<F17_CONDITIONS_FOR_PARTICIPATION>{ticked}</F17_CONDITIONS_FOR_PARTICIPATION>")
    prior = f"<LEFTI_PRIOR_INFORMATION>{ticked}</LEFTI_PRIOR_INFORMATION>"
    for body, name, number in ((said, "CONTRACT_DEFENCE", "17"), (prior, "PRIOR_INFORMATION_DEFENCE", "16")):
        (only,) = read(form(described() + body, name=name, number=number)).lots
        assert (only.reserved_participation, only.reserved_execution) == (participation, execution)


def test_who_may_take_part_and_how_it_is_carried_out() -> None:
    said = """<CONTRACT_RELATING_CONDITIONS><DEPOSITS_GUARANTEES_REQUIRED><P>Ingen</P></DEPOSITS_GUARANTEES_REQUIRED>
      <EXISTENCE_OTHER_PARTICULAR_CONDITIONS><P>Arbejdsklausul</P></EXISTENCE_OTHER_PARTICULAR_CONDITIONS>
      </CONTRACT_RELATING_CONDITIONS><F17_CONDITIONS_FOR_PARTICIPATION>
      <ECONOMIC_OPERATORS_PERSONAL_SITUATION><P>Ren straffeattest</P></ECONOMIC_OPERATORS_PERSONAL_SITUATION>
      <F17_ECONOMIC_FINANCIAL_CAPACITY><EAF_CAPACITY_INFORMATION><P>Regnskab</P></EAF_CAPACITY_INFORMATION>
      <EAF_CAPACITY_MIN_LEVEL><P>Soliditet 10 %</P></EAF_CAPACITY_MIN_LEVEL></F17_ECONOMIC_FINANCIAL_CAPACITY>
      <TECHNICAL_CAPACITY_LEFTI><T_CAPACITY_INFORMATION><P>Referencer</P></T_CAPACITY_INFORMATION></TECHNICAL_CAPACITY_LEFTI>
      </F17_CONDITIONS_FOR_PARTICIPATION>"""
    (only,) = read(form(described() + lefti(said))).lots
    assert [(each.kind, each.descriptions) for each in only.selection_criteria] == [
        ("suitability", {"da": "Ren straffeattest"}),
        ("economic", {"da": "Regnskab\nSoliditet 10 %"}),
        ("technical", {"da": "Referencer"}),
    ]
    assert (only.guarantee_descriptions, only.execution_terms) == ({"da": "Ingen"}, {"da": "Arbejdsklausul"})


def test_the_utilities_form_says_capacity_without_more_boxes() -> None:
    said = """<LEFTI_CONTRACT_NOTICE_UTILITIES><F05_CONDITIONS_FOR_PARTICIPATION><F05_ECONOMIC_FINANCIAL_CAPACITY><P>Regnskab</P>
      </F05_ECONOMIC_FINANCIAL_CAPACITY><TECHNICAL_CAPACITY><P>Referencer</P></TECHNICAL_CAPACITY>
      </F05_CONDITIONS_FOR_PARTICIPATION></LEFTI_CONTRACT_NOTICE_UTILITIES>
      <PROCEDURE_DEFINITION_CONTRACT_NOTICE_UTILITIES><TYPE_OF_PROCEDURE_FOR_CONTRACT>
      <TYPE_OF_PROCEDURE_DETAIL VALUE="NEGOTIATED"/></TYPE_OF_PROCEDURE_FOR_CONTRACT>
      </PROCEDURE_DEFINITION_CONTRACT_NOTICE_UTILITIES>"""
    notice = read(form(described() + said, name="CONTRACT_UTILITIES", number="5"))
    assert [(each.kind, each.descriptions["da"]) for each in notice.lots[0].selection_criteria] == [
        ("economic", "Regnskab"),
        ("technical", "Referencer"),
    ]
    assert notice.procedure.kind == "neg-w-call"


@pytest.mark.parametrize(
    ("element", "kind", "accelerated", "field"),
    [
        ("<PT_OPEN/>", "open", None, "deadline_offers"),
        ("<PT_RESTRICTED/>", "restricted", None, "deadline_requests"),
        ("<PT_NEGOTIATED_CHOICE/>", "neg-w-call", None, "deadline_requests"),
        ("<PT_COMPETITIVE_DIALOGUE/>", "comp-dial", None, "deadline_requests"),
        (
            "<PT_ACCELERATED_RESTRICTED_CHOICE><PTAR_JUSTIFICATION><P>Haster</P></PTAR_JUSTIFICATION>"
            "</PT_ACCELERATED_RESTRICTED_CHOICE>",
            "restricted",
            True,
            "deadline_requests",
        ),
    ],
)
def test_procedure_and_the_deadline_it_asks_for(
    element: str, kind: str, accelerated: bool | None, field: str
) -> None:
    notice = read(form(described() + procedure(element, date("RECEIPT_LIMIT_DATE", "2015-07-01", "12:30"))))
    assert (notice.procedure.kind, notice.procedure.accelerated) == (kind, accelerated)
    assert (
        getattr(notice.lots[0], field) == notice.lots[0].deadline == Deadline(day(2015, 7, 1), time(12, 30))
    )
    assert notice.procedure.accelerated_descriptions == ({"da": "Haster"} if accelerated else {})


def test_how_an_offer_is_made_and_chosen() -> None:
    administrative = f"""<FILE_REFERENCE_NUMBER><P>K-9</P></FILE_REFERENCE_NUMBER><LANGUAGE><LANGUAGE_EC VALUE="DA"/>
      <LANGUAGE_EC VALUE="EN"/></LANGUAGE><MINIMUM_TIME_MAINTAINING_TENDER><PERIOD_DAY>90</PERIOD_DAY>
      </MINIMUM_TIME_MAINTAINING_TENDER><CONDITIONS_FOR_OPENING_TENDERS>{date("DATE_TIME", "2015-07-02", "09:00")}
      </CONDITIONS_FOR_OPENING_TENDERS>"""
    criteria = """<AWARD_CRITERIA_DETAIL><MOST_ECONOMICALLY_ADVANTAGEOUS_TENDER><CRITERIA_STATED_BELOW><CRITERIA_DEFINITION>
      <ORDER_C>1</ORDER_C><CRITERIA>Pris</CRITERIA><WEIGHTING>60</WEIGHTING></CRITERIA_DEFINITION></CRITERIA_STATED_BELOW>
      </MOST_ECONOMICALLY_ADVANTAGEOUS_TENDER></AWARD_CRITERIA_DETAIL>
      <IS_ELECTRONIC_AUCTION_USABLE><NO_USE_ELECTRONIC_AUCTION/></IS_ELECTRONIC_AUCTION_USABLE>"""
    invited = """<MAXIMUM_NUMBER_INVITED><OPE_MINIMUM_NUMBER>3</OPE_MINIMUM_NUMBER><OPE_MAXIMUM_NUMBER>5</OPE_MAXIMUM_NUMBER>
      </MAXIMUM_NUMBER_INVITED>"""
    notice = read(form(described() + procedure("<PT_RESTRICTED/>", administrative, criteria, invited)))
    (only,) = notice.lots
    assert (notice.procedure.reference, only.offer_languages) == ("K-9", ("da", "en"))
    assert only.offer_validity == Duration(Decimal(90), "day")
    assert only.opening == Deadline(day(2015, 7, 2), time(9, 0))
    assert [(each.names, each.weight) for each in only.award_criteria] == [({"da": "Pris"}, Decimal(60))]
    assert (only.electronic_auction, only.candidates_minimum, only.candidates_maximum) == (False, 3, 5)


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("<LOWEST_PRICE/>", "price"),
        (
            "<MOST_ECONOMICALLY_ADVANTAGEOUS_TENDER><CRITERIA_STATED_IN_OTHER_DOCUMENT/></MOST_ECONOMICALLY_ADVANTAGEOUS_TENDER>",
            "documents",
        ),
    ],
)
def test_one_criterion_or_those_in_the_documents(detail: str, kind: str) -> None:
    criteria = f"<AWARD_CRITERIA_DETAIL>{detail}</AWARD_CRITERIA_DETAIL>"
    (only,) = read(form(described() + procedure(criteria=criteria))).lots
    assert [each.kind for each in only.award_criteria] == [kind]


def test_framework_variants_and_subcontracting() -> None:
    within = """<NOTICE_INVOLVES_DEFENCE VALUE="ESTABLISHMENT_FRAMEWORK_AGREEMENT"/><F17_FRAMEWORK><SEVERAL_OPERATORS>
      <MAX_NUMBER_PARTICIPANTS>4</MAX_NUMBER_PARTICIPANTS></SEVERAL_OPERATORS><DURATION_FRAMEWORK_YEAR>7</DURATION_FRAMEWORK_YEAR>
      <JUSTIFICATION><P>Lang levetid</P></JUSTIFICATION></F17_FRAMEWORK><SUBCONTRACTING><INDICATE_ANY_SHARE VALUE="YES"/>
      <INDICATE_ANY_CHANGE VALUE="YES"/><SUBCONTRACT_AWARD_PART VALUE="NO"/><SUBCONTRACT_SHARE>
      <MIN_PERCENTAGE FMTVAL="10.0">10</MIN_PERCENTAGE><MAX_PERCENTAGE FMTVAL="30.0">30</MAX_PERCENTAGE></SUBCONTRACT_SHARE>
      </SUBCONTRACTING><ACCEPTED_VARIANTS VALUE="NO"/>"""
    (only,) = read(form(described(within=within))).lots
    assert only.framework is True
    assert only.framework_terms == Framework(participants=4, justification={"da": "Lang levetid"})
    assert only.duration == Duration(Decimal(7), "year")
    assert only.subcontracting == Subcontracting(
        ("subc-chan", "subc-min"), ("INDICATE_ANY_SHARE",), Decimal("10.0"), Decimal("30.0")
    )
    assert only.variants == "not-allowed"
