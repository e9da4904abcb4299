"""Results, corrections and the table of TED_EXPORT R2.0.9, by small notices of our own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from opslagstavle.notices.notice import Money
from opslagstavle.notices.paths import describe
from opslagstavle.notices.ted_legacy_fields import TABLES
from tests.library.ted_legacy_export import BUYER, LOTS, PROCEDURE, WASHING, WON, award, form, read


def test_who_won_what_together_with_whom() -> None:
    lots = LOTS.format(title="Vask", first="A", second="B")
    (result,) = read(form(lots + award("<LOT_NO>20</LOT_NO>", WON), number="F03")).results
    assert (result.lots, result.outcome, result.offers_received) == (("20",), "awarded", 4)
    (contract,) = result.awards
    assert [(w.name, w.cvr, w.size) for w in contract.winners] == [
        ("Vaskeriet", "64942212", "sme"),
        ("Big Wash", None, "large"),
    ]
    assert (contract.contract_number, contract.concluded) == ("K-7", date(2021, 6, 1))
    assert (contract.value, contract.subcontracted) == (Money(Decimal(500000), "DKK"), True)


@pytest.mark.parametrize(
    ("printed", "lots"),
    [
        ("10", ("10",)),
        ("Lot 010", ("10",)),
        ("10, 20", ("10", "20")),
        ("20 og 10", ("20", "10")),
        ("10-20", ("10", "20")),
        ("Sydbyen", ("Sydbyen",)),
        ("", ()),
    ],
)
def test_lots_of_a_contract_however_they_are_printed(printed: str, lots: tuple[str, ...]) -> None:
    two = LOTS.format(title="Vask", first="A", second="B")
    (result,) = read(form(two + award(f"<LOT_NO>{printed}</LOT_NO>", WON), number="F03")).results
    assert result.lots == lots


def test_a_contract_of_an_undivided_notice_is_for_its_one_lot() -> None:
    (result,) = read(form(WASHING + award("<LOT_NO>III</LOT_NO>", WON), number="F03")).results
    assert result.lots == ("1",)


@pytest.mark.parametrize("reason", ["PROCUREMENT_UNSUCCESSFUL", "PROCUREMENT_DISCONTINUED"])
def test_nobody_won_and_why(reason: str) -> None:
    inner = f"<NO_AWARDED_CONTRACT><{reason}/></NO_AWARDED_CONTRACT>"
    (result,) = read(form(WASHING + award("", inner), number="F03")).results
    assert (result.outcome, result.reason, result.awards) == ("not-awarded", reason, ())


def test_prizes_of_a_design_contest() -> None:
    prize = """<RESULTS><AWARDED_PRIZE><DATE_DECISION_JURY>2021-06-01</DATE_DECISION_JURY><PARTICIPANTS>
      <NB_PARTICIPANTS>9</NB_PARTICIPANTS></PARTICIPANTS><WINNERS><WINNER><ADDRESS_WINNER><OFFICIALNAME>Tegnestuen</OFFICIALNAME>
      </ADDRESS_WINNER></WINNER></WINNERS><VAL_PRIZE CURRENCY="EUR">9000</VAL_PRIZE></AWARDED_PRIZE></RESULTS>"""
    notice = read(form(WASHING + prize, number="F13"))
    assert [winner.name for winner in notice.winners] == ["Tegnestuen"]
    assert (notice.results[0].offers_received, notice.results[0].awards[0].value) == (
        9,
        Money(Decimal(9000), "EUR"),
    )


def test_a_modification_shows_the_contract_before_and_after() -> None:
    change = """<MODIFICATIONS_CONTRACT><DESCRIPTION_PROCUREMENT><CONTRACTORS><CONTRACTOR><ADDRESS_CONTRACTOR>
      <OFFICIALNAME>Nye Vask</OFFICIALNAME></ADDRESS_CONTRACTOR></CONTRACTOR></CONTRACTORS></DESCRIPTION_PROCUREMENT>
      <INFO_MODIFICATIONS><SHORT_DESCR><P>Mere linned.</P></SHORT_DESCR><VALUES>
      <VAL_TOTAL_AFTER CURRENCY="DKK">600000</VAL_TOTAL_AFTER></VALUES></INFO_MODIFICATIONS></MODIFICATIONS_CONTRACT>"""
    notice = read(form(WASHING + award("", WON) + change, number="F20"))
    before, after = notice.results
    assert (before.lots, after.lots) == (("1",), ("1",))
    assert [winner.name for winner in after.awards[0].winners] == ["Nye Vask"]
    assert after.awards[0].value == Money(Decimal(600000), "DKK")
    assert notice.procedure.additional_information == {"da": "Mere linned."}


def test_a_correction_says_what_it_changes() -> None:
    body = """<OBJECT_CONTRACT><TITLE><P>Vask</P></TITLE></OBJECT_CONTRACT>
      <COMPLEMENTARY_INFO><NOTICE_NUMBER_OJ>2020/S 210-000088</NOTICE_NUMBER_OJ></COMPLEMENTARY_INFO>
      <CHANGES><CHANGE><WHERE><SECTION>IV.2.2)</SECTION><LOT_NO>2</LOT_NO><LABEL>Frist</LABEL></WHERE>
        <OLD_VALUE><DATE>2021-01-14</DATE><TIME>12:00</TIME></OLD_VALUE><NEW_VALUE><DATE>2021-01-22</DATE></NEW_VALUE></CHANGE>
      <CHANGE><WHERE><SECTION>II.1.2)</SECTION></WHERE><OLD_VALUE><NOTHING/></OLD_VALUE>
        <NEW_VALUE><CPV_MAIN><CPV_CODE CODE="98310000"/></CPV_MAIN></NEW_VALUE></CHANGE>
      <INFO_ADD><P>Se også bilag.</P></INFO_ADD></CHANGES>"""
    notice = read(form(body, number="F14"))
    assert notice.lots == ()
    assert notice.earlier_notices == ("88-2020", "77-2020")
    assert notice.correction is not None
    assert notice.correction.changes == "88-2020"
    assert notice.correction.descriptions["da"].splitlines() == [
        "IV.2.2) 2 Frist: 2021-01-14 12:00 → 2021-01-22",
        "II.1.2): … → 98310000",
        "Se også bilag.",
    ]


def test_every_row_names_its_box_and_its_path() -> None:
    rows = list(describe(TABLES))
    assert len(rows) > 150
    assert [name for name, term, path in rows if not term or not path] == []


DERIVED = {
    "names": "name", "cvr": "identifier", "deadline_offers": "deadline_day", "deadline_requests": "deadline_day",
    "deadline_interest": "deadline_day", "award_criteria": "names", "weight_kind": "weight", "weight_text": "weight",
    "descriptions": "criteria", "correction": "changes", "outcome": "awarded", "languages": "language",
    "buyers": "name", "procedure": "titles", "results": "awarded", "lots": "item", "winners": "name", "awards": "awarded",
    "stage": "type", "url": "publication_number", "anywhere": "places", "description": "place_descriptions",
    "format": "notice_type", "format_version": "forms", "amount": "value", "currency": "value", "unit": "duration",
    "low": "value_range", "high": "value_range", "day": "deadline_day", "clock": "deadline_time",
    "announced_by": "earlier_notices", "documents": "documents_url",
}  # fmt: skip


def filled(part: object) -> Iterator[str]:
    """The names of all model fields that say something in ``part``, and in the parts of it."""
    if isinstance(part, tuple):
        for inner in part:
            yield from filled(inner)
    if dataclasses.is_dataclass(part):
        for row in dataclasses.fields(part):
            value = getattr(part, row.name)
            if value not in (None, (), {}) and row.name != "kind":
                yield row.name
                yield from filled(value)


def test_every_field_that_is_filled_has_a_row() -> None:
    reserved = "<LEFTI><RESTRICTED_SHELTERED_WORKSHOP/></LEFTI>"
    notice = read(form(BUYER + WASHING + reserved + PROCEDURE + award("", WON), number="F03"))
    rows = {name.rpartition(".")[2] for name, _, _ in describe(TABLES)}
    names = set(filled(notice))
    assert {name for name in names if DERIVED.get(name, name) not in rows} == set()
    assert {"reserved_participation", "winners", "documents_url", "cvr"} <= names
