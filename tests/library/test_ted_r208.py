"""TED_EXPORT R2.0.8, and R2.0.7 as far as it is the same, by small notices of our own: each shows one thing the format does."""

from __future__ import annotations

from datetime import date as day
from decimal import Decimal

import pytest

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.notice import (
    Duration,
    Money,
    MoneyRange,
    Place,
    Stage,
)
from opslagstavle.notices.paths import describe
from opslagstavle.notices.ted_r208_fields import TABLES
from opslagstavle.notices.ted_r208_names import known_as
from tests.library.ted_r208_export import (
    CPV,
    PUBLICATION,
    S03,
    SCHEMA,
    authority,
    date,
    described,
    divided,
    form,
    lot,
    procedure,
    read,
)  # fmt: skip


def test_what_the_coded_data_and_the_form_say() -> None:
    notice = read(form(authority() + described() + procedure()))
    assert (notice.format, notice.format_version) == ("ted-r208", "R2.0.8")
    assert (notice.stage, notice.notice_type, notice.language) == (Stage.COMPETITION, "F17", "da")
    assert (notice.publication_number, notice.published, notice.dispatched) == (
        "456-2015",
        day(2015, 6, 1),
        day(2015, 5, 28),
    )
    assert (notice.legal_basis, notice.procedure.nature) == ("32009L0081", "services")
    assert notice.procedure.titles == {"da": "Vask"}


@pytest.mark.parametrize(
    ("namespace", "version", "stated"),
    [
        (PUBLICATION, "", "R2.0.8"),
        (S03, "", "R2.0.8.S03"),
        (SCHEMA, "", "R2.0.8.S05.E01"),
        (SCHEMA, "R2.0.8.S02.E01", "R2.0.8.S02.E01"),
        (SCHEMA, "R2.0.7.S03.E01", "R2.0.7.S03.E01"),
    ],
)
def test_namespaces_make_no_difference_and_the_version_is_found_somewhere(
    namespace: str, version: str, stated: str
) -> None:
    body = form(authority() + described() + procedure())
    notice = read(body, namespace=namespace, version=version)
    assert (notice.format, notice.format_version) == ("ted-r208", stated)
    assert (notice.lots, notice.buyers) == (read(body).lots, read(body).buyers)


def test_a_notice_of_r207_is_read_as_far_as_the_paths_carry() -> None:
    """No real one was seen. Its general forms have the elements that R2.0.8's have, and so has this."""
    body = (
        authority("CONTRACT")
        + described(division="<F02_DIVISION_INTO_LOTS/>").replace("_DEFENCE", "")
        + procedure()
    )
    notice = read(
        form(body, name="CONTRACT", number="2", version="R2.0.7.S03.E01"),
        namespace=SCHEMA,
        version="R2.0.7.S03.E01",
    )
    assert (notice.stage, notice.notice_type) == (Stage.COMPETITION, "F02")
    (only,) = notice.lots
    assert (only.titles, only.cpv, only.places[0].nuts) == ({"da": "Vask"}, "98310000", "DK042")
    assert notice.buyers[0].cvr == "64942212"


def test_buyers_and_those_they_buy_for() -> None:
    first, second = read(form(authority() + described())).buyers
    assert (first.name, first.cvr, first.town, first.country) == (
        "Fjordby Kaserne",
        "64942212",
        "Fjordby",
        "DK",
    )
    assert (first.email, first.website) == ("post@fjordby.example", "kaserne.example")
    assert (first.legal_type, first.activity) == ("MINISTRY", "DEFENCE")
    assert (second.name, second.legal_type) == ("Engby Depot", None)


def test_an_undivided_object_is_one_lot() -> None:
    quantity = """<QUANTITY_SCOPE><NATURE_QUANTITY_SCOPE><TOTAL_QUANTITY_OR_SCOPE><P>900 kg</P></TOTAL_QUANTITY_OR_SCOPE>
      <COSTS_RANGE_AND_CURRENCY CURRENCY="DKK"><VALUE_COST FMTVAL="900000.50">900 000,50</VALUE_COST></COSTS_RANGE_AND_CURRENCY>
      </NATURE_QUANTITY_SCOPE><OPTIONS><OPTION_DESCRIPTION><P>Mere</P></OPTION_DESCRIPTION></OPTIONS>
      <RECURRENT_CONTRACT><NUMBER_POSSIBLE_RENEWALS>2</NUMBER_POSSIBLE_RENEWALS></RECURRENT_CONTRACT></QUANTITY_SCOPE>
      <PERIOD_WORK_DATE_STARTING><MONTHS>24</MONTHS></PERIOD_WORK_DATE_STARTING>"""
    notice = read(form(authority() + described(after=quantity)))
    (only,) = notice.lots
    assert (only.number, only.titles, only.nature) == ("1", {"da": "Vask"}, "services")
    assert only.descriptions == {"da": "Vask af linned.\n900 kg"}
    assert (only.cpv, only.additional_cpv) == ("98310000", ("98311000",))
    assert only.places == (Place("DK042", "DK", description={"da": "Fjordby"}),)
    assert only.estimated_value == notice.procedure.estimated_value == Money(Decimal("900000.50"), "DKK")
    assert only.duration == Duration(Decimal(24), "month")
    assert (only.options, only.options_descriptions) == (True, {"da": "Mere"})
    assert (only.renewable, only.renewals) == (True, 2)
    assert (only.documents_url, only.submission_url) == ("https://docs.example", "https://offers.example")
    assert [(link.url, link.restricted) for link in only.documents] == [("https://docs.example", None)]


def test_no_options_and_no_renewals_are_said() -> None:
    nothing = "<QUANTITY_SCOPE><NO_OPTIONS/><NO_RECURRENT_CONTRACT/></QUANTITY_SCOPE>"
    (only,) = read(form(described(after=nothing))).lots
    assert (only.options, only.renewable, only.renewals) == (False, False, 0)
    (silent,) = read(form(described())).lots
    assert (silent.options, silent.renewable, silent.renewals) == (None, None, None)


def test_lots_stand_in_an_annex() -> None:
    own = """<CPV><CPV_MAIN><CPV_CODE CODE="98312000"/></CPV_MAIN></CPV><NATURE_QUANTITY_SCOPE><TOTAL_QUANTITY_OR_SCOPE>
      <P>5 t</P></TOTAL_QUANTITY_OR_SCOPE><COSTS_RANGE_AND_CURRENCY CURRENCY="EUR"><RANGE_VALUE_COST>
      <LOW_VALUE FMTVAL="10.00">10</LOW_VALUE><HIGH_VALUE FMTVAL="20.00">20</HIGH_VALUE></RANGE_VALUE_COST>
      </COSTS_RANGE_AND_CURRENCY></NATURE_QUANTITY_SCOPE><ADDITIONAL_INFORMATION_ABOUT_LOTS><P>Haster</P>
      </ADDITIONAL_INFORMATION_ABOUT_LOTS>"""
    whole = "<PERIOD_WORK_DATE_STARTING><DAYS>90</DAYS></PERIOD_WORK_DATE_STARTING>"
    division = divided(lot(1, "Linned", own), lot(2, "Uniformer"), lot(2, "Sko"), offers_for="ONE_LOT_ONLY")
    notice = read(form(described(division=division, after=whole)))
    linen, uniforms, shoes = notice.lots
    assert [each.number for each in notice.lots] == ["1", "2", "2 (2)"]
    assert (linen.titles, linen.descriptions) == ({"da": "Linned"}, {"da": "Linned!\n5 t"})
    assert (linen.cpv, uniforms.cpv) == ("98312000", "98310000")
    assert linen.estimated_value_range == MoneyRange(Decimal("10.00"), Decimal("20.00"), "EUR")
    assert linen.additional_information == {"da": "Haster"}
    assert shoes.duration == Duration(Decimal(90), "day")
    assert notice.procedure.lots_maximum_offered == 1


def test_prior_information_has_its_object_elsewhere() -> None:
    body = f"""<OBJECT_SUPPLIES_SERVICES_PRIOR_INFORMATION><OBJECT_SUPPLY_SERVICE_PRIOR_INFORMATION>
      <TITLE_CONTRACT><P>Vask</P></TITLE_CONTRACT><TYPE_CONTRACT_PLACE_DELIVERY><SITE_OR_LOCATION><LABEL><P>Fjordby</P></LABEL>
      <n:NUTS CODE="DK04"/></SITE_OR_LOCATION></TYPE_CONTRACT_PLACE_DELIVERY><FRAMEWORK_AGREEMENT VALUE="YES"/>
      <QUANTITY_SCOPE_PRIOR_INFORMATION><TOTAL_QUANTITY_OR_SCOPE><P>Alt.</P></TOTAL_QUANTITY_OR_SCOPE>
      <F01_DIVISION_INTO_LOTS><F01_DIV_INTO_LOT_YES><LOT_PRIOR_INFORMATION ITEM="1"><LOT_NUMBER>7</LOT_NUMBER>
      <LOT_TITLE>Linned</LOT_TITLE></LOT_PRIOR_INFORMATION></F01_DIV_INTO_LOT_YES></F01_DIVISION_INTO_LOTS>
      </QUANTITY_SCOPE_PRIOR_INFORMATION>{CPV}</OBJECT_SUPPLY_SERVICE_PRIOR_INFORMATION>
      </OBJECT_SUPPLIES_SERVICES_PRIOR_INFORMATION>"""
    notice = read(form(body, name="PRIOR_INFORMATION", number="1"))
    assert (notice.stage, notice.procedure.framework) == (Stage.PLANNING, True)
    assert [(each.number, each.titles, each.framework) for each in notice.lots] == [
        ("7", {"da": "Linned"}, True)
    ]
    assert notice.lots[0].places == (Place("DK04", "DK", description={"da": "Fjordby"}),)
    assert notice.announced_by == ("77-2015",)


def test_languages_whole_or_in_short() -> None:
    french = described("Lavage").replace("_DEFENCE", "_DEFENCE_SUM")
    notice = read(
        form(french, language="FR", category="TRANSLATION", name="CONTRACT_DEFENCE_SUM"),
        form(described("Vask")),
    )
    assert (notice.language, notice.languages) == ("da", ("da", "fr"))
    assert notice.lots[0].titles == {"da": "Vask", "fr": "Lavage"}


def test_a_notice_on_no_form_is_words_only() -> None:
    body = "<TI_DOC><P>Vask i Fjordby</P></TI_DOC><CONTENTS><P>Alt.</P><P>Mere.</P></CONTENTS>"
    notice = read(form(body, name="OTH_NOT", number=""), document="7")
    assert (notice.notice_type, notice.stage) == ("OTH_NOT", Stage.RESULT)
    assert (notice.procedure.titles, notice.procedure.descriptions) == (
        {"da": "Vask i Fjordby"},
        {"da": "Alt.\nMere."},
    )
    assert [buyer.name for buyer in notice.buyers] == ["Fjordby"]
    assert read(form(body, name="OTH_NOT", number=""), document="?").stage is Stage.OTHER


def test_qualification_systems_and_buyer_profiles_have_their_own_titles() -> None:
    """Forms F07 and F08, which are in no real notice we have: their elements as others have published them."""
    system = """<OBJECT_QUALIFICATION_SYSTEM><TITLE_QUALIFICATION_SYSTEM><P>Vask</P></TITLE_QUALIFICATION_SYSTEM>
      <DESCRIPTION><P>Alt.</P></DESCRIPTION></OBJECT_QUALIFICATION_SYSTEM>"""
    profile = """<OBJECT_NOTICE_BUYER_PROFILE><TITLE_NOTICE_BUYER_PROFILE><P>Vask</P></TITLE_NOTICE_BUYER_PROFILE>
      <SHORT_DESCRIPTION_CONTRACT><P>Alt.</P></SHORT_DESCRIPTION_CONTRACT></OBJECT_NOTICE_BUYER_PROFILE>"""
    for body, name, number, stage in (
        (system, "QUALIFICATION_SYSTEM_UTILITIES", "7", Stage.COMPETITION),
        (profile, "BUYER_PROFILE", "8", Stage.BUYER_PROFILE),
    ):
        notice = read(form(body, name=name, number=number))
        assert (notice.stage, notice.lots[0].titles) == (stage, {"da": "Vask"})
        assert notice.procedure.descriptions == {"da": "Alt."}


def test_nonsense_is_none_and_no_form_is_no_notice() -> None:
    bad = date("RECEIPT_LIMIT_DATE", "99999999999999999999-02-30", "99999999:99")
    assert read(form(described() + procedure(administrative=bad))).lots[0].deadline is None
    with pytest.raises(UnreadableNotice, match="no form"):
        read()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("OBJECT_CONTRACT_INFORMATION_CONTRACT_UTILITIES", "OBJECT"),
        ("OBJECT_VEAT", "OBJECT"),
        ("CONTRACT_OBJECT_DESCRIPTION", "DESCRIPTION"),
        ("F18_PT_NEGOTIATED_WITHOUT_PUBLICATION_CONTRACT_NOTICE", "PT_WITHOUT_CALL"),
        ("PT_NEGOTIATED_WITH_PUBLICATION_CONTRACT_NOTICE", "PT_WITH_CALL"),
        ("F05_AWARD_CRITERIA_CONTRACT_UTILITIES_INFORMATION", "CRITERIA"),
        ("AWARD_CRITERIA_DETAIL_F18", "AWARD_CRITERIA_DETAIL"),
        ("TYPE_OF_PROCEDURE_DETAIL_FOR_CONTRACT_NOTICE", "PROCEDURE_DETAIL"),
        ("TYPE_OF_PROCEDURE_DEF_F15", "PROCEDURE_KIND"),
        ("RESERVED_CONTRACTS", "RESERVED_CONTRACTS"),
    ],
)
def test_one_name_for_what_the_forms_call_otherwise(name: str, known: str) -> None:
    assert known_as(name) == known


def test_every_row_names_its_box_and_its_path() -> None:
    rows = list(describe(TABLES))
    assert len(rows) > 200
    assert [name for name, term, path in rows if not term or not path] == []
