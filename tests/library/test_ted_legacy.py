"""TED_EXPORT R2.0.9 by small notices of our own: each shows one thing the format does."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from lxml import etree

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices import ted_legacy
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Deadline, Duration, Money, Place, Stage
from tests.library.ted_legacy_export import (
    BUYER,
    LOTS,
    NUTS_2016,
    NUTS_2021,
    PROCEDURE,
    S01,
    S02,
    S03,
    WASHING,
    export,
    form,
    read,
)  # fmt: skip


def test_what_the_coded_data_says() -> None:
    notice = read(form(BUYER + WASHING + PROCEDURE))
    assert (notice.publication_number, notice.notice_id) == ("123-2021", "6f0e-1")
    assert (notice.published, notice.dispatched) == (date(2021, 1, 4), date(2020, 12, 30))
    assert notice.url == "https://ted.europa.eu/en/notice/-/detail/123-2021"
    assert (notice.announced_by, notice.earlier_notices) == (("77-2020",), ())
    assert notice.legal_basis == "32014L0024"


def test_buyers_as_printed_and_by_their_danish_number() -> None:
    first, second = read(form(BUYER + WASHING)).buyers
    assert (first.name, first.names) == ("Fjordby Kommune", {"da": "Fjordby Kommune"})
    assert (first.identifier, first.cvr) == ("CVR nr. 64 94 22 12", "64942212")
    assert (first.legal_type, first.activity) == ("REGIONAL_AUTHORITY", "SOCIAL_PROTECTION")
    assert (second.name, second.legal_type) == ("Engby Kommune", None)


def test_the_same_digits_abroad_are_no_danish_number() -> None:
    abroad = BUYER.replace('<COUNTRY VALUE="DK"/><n:NUTS', '<COUNTRY VALUE="UK"/><n:NUTS')
    buyer = read(form(abroad + WASHING)).buyers[0]
    assert (buyer.country, buyer.cvr) == ("GB", None)


def test_an_undivided_object_is_one_lot() -> None:
    (lot,) = read(form(BUYER + WASHING + PROCEDURE)).lots
    assert (lot.number, lot.titles, lot.nature) == ("1", {"da": "Vask"}, "services")
    assert (lot.cpv, lot.additional_cpv) == ("98310000", ("98311000",))
    assert lot.places == (Place("DK042", "DK", description={"da": "Fjordby"}), Place("DK041", "DK"))
    assert lot.estimated_value == Money(Decimal("900000.50"), "DKK")
    assert lot.duration == Duration(Decimal(24), "month", date(2021, 5, 1))
    assert lot.deadline_offers == Deadline(date(2021, 2, 15), time(12, 30))
    assert (lot.documents_url, lot.submission_url) == ("https://docs.example", "https://offers.example")
    assert (lot.reserved_participation, lot.reserved_execution) == (None, None)


@pytest.mark.parametrize(("namespace", "nuts"), [(S01, NUTS_2016), (S02, "ted/2016/nuts"), (S03, NUTS_2021)])
def test_namespaces_make_no_difference(namespace: str, nuts: str) -> None:
    body = form(BUYER + WASHING + PROCEDURE)
    assert read(body, namespace=namespace, nuts=nuts) == read(body)


@pytest.mark.parametrize(
    ("namespace", "version"), [(S01, "R2.0.9.S01.E01"), (S02, "R2.0.9.S02"), (S03, "R2.0.9")]
)
def test_a_missing_version_comes_from_the_namespace(namespace: str, version: str) -> None:
    assert read(form(WASHING), namespace=namespace, version=None).format_version == version


@pytest.mark.parametrize(
    ("version", "named"), [(None, "of no known version"), ("R2.0.6", "R2.0.6"), ("5", "5")]
)
def test_unknown_versions_are_named_and_refused(version: str | None, named: str) -> None:
    content = export(
        form(WASHING), namespace="http://publications.europa.eu/TED_schema/Export", version=version
    )
    with pytest.raises(UnknownFormat, match=f"TED_EXPORT {named} is not read"):
        read_notice(content)


def test_the_schema_address_names_a_version_too() -> None:
    where = "http://publications.europa.eu/TED_schema/Export/R2.0.8.S02.E01 TED_EXPORT.xsd"
    root = etree.fromstring(
        '<TED_EXPORT xmlns="http://publications.europa.eu/TED_schema/Export" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{where}"/>'
    )
    assert ted_legacy.version_of(root) == "R2.0.8.S02.E01"


def test_other_roots_are_not_ours() -> None:
    assert not ted_legacy.recognises(etree.fromstring("<ContractNotice/>"))


def test_no_form_is_no_notice() -> None:
    with pytest.raises(UnreadableNotice, match="no form"):
        read()


def test_translations_add_texts_lot_by_lot() -> None:
    danish = LOTS.format(title="Vask", first="Linned", second="Uniformer")
    french = LOTS.format(title="Lavage", first="Linge", second="Uniformes").replace(
        '"98310000"', '"11111111"'
    )
    notice = read(form(french, language="FR", category="TRANSLATION"), form(danish))
    assert (notice.language, notice.languages) == ("da", ("da", "fr"))
    assert notice.procedure.titles == {"da": "Vask", "fr": "Lavage"}
    assert [lot.titles for lot in notice.lots] == [
        {"da": "Linned", "fr": "Linge"},
        {"da": "Uniformer", "fr": "Uniformes"},
    ]
    assert notice.lots[1].descriptions == {"da": "Uniformer!", "fr": "Uniformes!"}
    assert {lot.cpv for lot in notice.lots} == {"98310000"}


def test_of_two_originals_the_first_leads_and_both_are_shown() -> None:
    french = LOTS.format(title="Lavage", first="Linge", second="Uniformes")
    dutch = LOTS.format(title="Was", first="Linnen", second="Uniformen")
    notice = read(form(french, language="FR"), form(dutch, language="NL"))
    assert (notice.language, notice.lots[0].titles) == ("fr", {"fr": "Linge", "nl": "Linnen"})


def test_a_divided_object_does_not_lend_its_title() -> None:
    untitled = LOTS.format(title="Vask", first="Linned", second="").replace("<TITLE><P></P></TITLE>", "")
    assert [lot.titles for lot in read(form(untitled)).lots] == [{"da": "Linned"}, {}]


def test_a_lot_number_printed_twice_is_told_apart() -> None:
    twice = LOTS.format(title="Vask", first="A", second="B").replace("20", "10")
    assert [lot.number for lot in read(form(twice)).lots] == ["10", "10 (2)"]


def test_headings_made_from_codes_serve_only_where_there_is_no_title() -> None:
    assert read(form(WASHING)).procedure.titles == {"da": "Vask"}
    untitled = read(form(WASHING.replace("<TITLE><P>Vask</P></TITLE>", "")))
    assert untitled.procedure.titles == {"da": "Vaskeriydelser"}


def test_paragraphs_become_lines_and_raised_letters_stay_in_them() -> None:
    printed = "<P>Vask af   120\n      m<FT TYPE='SUP'>2</FT> linned.</P><P> </P><P>Hver\u00a0dag.</P>"
    notice = read(form(WASHING.replace("<P>Vask af linned.</P>", printed)))
    assert notice.procedure.descriptions == {"da": "Vask af 120 m2 linned.\nHver dag."}


@pytest.mark.parametrize(
    ("ticked", "participation", "execution"),
    [
        ("<RESTRICTED_SHELTERED_WORKSHOP/>", ("res-ws",), None),
        ("<RESERVED_ORGANISATIONS_SERVICE_MISSION/>", ("res-pub-ser",), None),
        ("<RESTRICTED_SHELTERED_PROGRAM/>", None, True),
    ],
)
def test_reserved_twice_over(
    ticked: str, participation: tuple[str, ...] | None, execution: bool | None
) -> None:
    notice = read(form(LOTS.format(title="t", first="a", second="b") + f"<LEFTI>{ticked}</LEFTI>"))
    assert {lot.reserved_participation for lot in notice.lots} == {participation}
    assert {lot.reserved_execution for lot in notice.lots} == {execution}


@pytest.mark.parametrize(
    ("number", "kind", "stage"),
    [
        ("F01", "PRI_ONLY", Stage.PLANNING),
        ("F01", "PRI_CALL_COMPETITION", Stage.COMPETITION),
        ("F04", "PER_REDUCING_TIME_LIMITS", Stage.PLANNING),
        ("F02", "", Stage.COMPETITION),
        ("F03", "", Stage.RESULT),
        ("F08", "", Stage.BUYER_PROFILE),
        ("F14", "", Stage.CHANGE),
        ("F15", "", Stage.DIRECT_AWARD),
        ("F20", "", Stage.MODIFICATION),
        ("F21", "PRI_ONLY", Stage.PLANNING),
        ("F21", "CONTRACT", Stage.COMPETITION),
        ("F21", "AWARD_CONTRACT", Stage.RESULT),
        ("F21", "", Stage.OTHER),
        ("F23", "PRI", Stage.COMPETITION),
        ("F23", "CONCESSION_AWARD_CONTRACT", Stage.RESULT),
        ("F99", "", Stage.OTHER),
    ],
)
def test_stage_by_form_and_type(number: str, kind: str, stage: Stage) -> None:
    said = f'<NOTICE TYPE="{kind}"/>' if kind else ""
    notice = read(form(said + WASHING, number=number))
    assert (notice.notice_type, notice.stage) == (number, stage)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("<PROCEDURE><PT_OPEN/>{}</PROCEDURE>", "deadline_offers"),
        ("<PROCEDURE><PT_RESTRICTED/>{}</PROCEDURE>", "deadline_requests"),
        ("<PROCEDURE><PT_COMPETITIVE_NEGOTIATION/>{}</PROCEDURE>", "deadline_requests"),
        (
            '<NOTICE TYPE="PRI_CALL_COMPETITION"/><PROCEDURE><PT_RESTRICTED/>{}</PROCEDURE>',
            "deadline_interest",
        ),
    ],
)
def test_one_box_for_three_deadlines(said: str, field: str) -> None:
    day = "<DATE_RECEIPT_TENDERS>2021-03-01</DATE_RECEIPT_TENDERS>"
    (lot,) = read(form(said.format(day) + WASHING)).lots
    names = ("deadline_offers", "deadline_requests", "deadline_interest")
    assert {name for name in names if getattr(lot, name)} == {field}
    assert lot.deadline == Deadline(date(2021, 3, 1))


def test_the_coded_deadline_is_the_last_resort_of_a_call() -> None:
    assert read(form(WASHING)).lots[0].deadline == Deadline(date(2021, 2, 15), time(12, 0))
    assert read(form(WASHING, number="F03")).lots[0].deadline is None


def test_what_is_no_date_and_no_number_is_none() -> None:
    bad = WASHING.replace("900000.50", "1e9").replace("2021-05-01", "2021-02-30").replace(">24<", ">two<")
    procedure = PROCEDURE.replace("2021-02-15", "soon").replace("12:30", "25:99")
    (lot,) = read(form(bad + procedure, number="F01")).lots
    assert (lot.estimated_value, lot.duration, lot.deadline) == (None, None, None)


def test_award_criteria_with_and_without_weights() -> None:
    criteria = """<AC><AC_QUALITY><AC_CRITERION>Social hensyn</AC_CRITERION><AC_WEIGHTING>40 %</AC_WEIGHTING></AC_QUALITY>
      <AC_COST><AC_CRITERION>Drift</AC_CRITERION><AC_WEIGHTING>20,5</AC_WEIGHTING></AC_COST>
      <AC_PRICE><AC_WEIGHTING>resten</AC_WEIGHTING></AC_PRICE></AC>"""
    (lot,) = read(form(WASHING.replace("<SHORT_DESCR><P>Linned", f"{criteria}<SHORT_DESCR><P>Linned"))).lots
    quality, cost, price = lot.award_criteria
    assert (quality.kind, quality.names, quality.weight) == ("quality", {"da": "Social hensyn"}, Decimal(40))
    assert (quality.weight_kind, cost.kind, cost.weight, cost.weight_kind) == (
        "per-exa",
        "cost",
        Decimal("20.5"),
        None,
    )
    assert (price.kind, price.weight, price.weight_text) == ("price", None, "resten")


def test_social_services_tell_how_they_award_in_words() -> None:
    said = "<PROCEDURE><MAIN_FEATURES_AWARD><P>50 % pris</P><P>50 % kvalitet</P></MAIN_FEATURES_AWARD></PROCEDURE>"
    (lot,) = read(form(WASHING + said, number="F21")).lots
    assert [criterion.descriptions for criterion in lot.award_criteria] == [
        {"da": "50 % pris\n50 % kvalitet"}
    ]


def test_criteria_that_stand_in_the_documents_only() -> None:
    said = "<AC><AC_PROCUREMENT_DOC/></AC><SHORT_DESCR><P>Linned"
    (lot,) = read(form(WASHING.replace("<SHORT_DESCR><P>Linned", said))).lots
    assert [criterion.kind for criterion in lot.award_criteria] == ["documents"]
