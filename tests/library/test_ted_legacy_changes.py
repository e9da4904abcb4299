"""What an R2.0.9 notice changes and refers to: corrections as patches, modified contracts, earlier notices."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from opslagstavle.notices.notice import Change, Correction, Deadline, Money, Notice
from tests.library.ted_legacy_export import WASHING, WON, award, form, read

CHANGES = """<COMPLEMENTARY_INFO><NOTICE_NUMBER_OJ>2020/S 210-000088</NOTICE_NUMBER_OJ></COMPLEMENTARY_INFO>
  <CHANGES><CHANGE><WHERE><SECTION>IV.2.2)</SECTION><LOT_NO>{lots}</LOT_NO><LABEL>{label}</LABEL></WHERE>
    <OLD_VALUE><DATE>2021-01-14</DATE><TIME>12:00</TIME></OLD_VALUE><NEW_VALUE><DATE>2021-01-22</DATE></NEW_VALUE></CHANGE>
  <CHANGE><WHERE><SECTION>II.2.4)</SECTION></WHERE><OLD_VALUE><NOTHING/></OLD_VALUE>
    <NEW_VALUE><TEXT><P>{text}</P></TEXT></NEW_VALUE></CHANGE></CHANGES>"""


def correction(*forms: str) -> Correction:
    found = read(*forms).correction
    assert found is not None
    return found


def changes(lots: str = "2", label: str = "Frist", text: str = "Også sengetøj") -> str:
    return CHANGES.format(lots=lots, label=label, text=text)


def test_a_correction_is_a_patch_place_by_place() -> None:
    found = correction(form(changes(), number="F14"))
    assert (found.changes, found.patch) == ("88-2020", True)
    deadline, description = found.entries
    assert deadline == Change(
        section="IV.2.2)", lots=("2",), labels={"da": "Frist"},
        before={"da": "2021-01-14 12:00"}, after={"da": "2021-01-22"},
        deadline_before=Deadline(date(2021, 1, 14), time(12, 0)), deadline_after=Deadline(date(2021, 1, 22)),
    )  # fmt: skip
    assert (description.lots, description.before, description.after) == ((), {}, {"da": "Også sengetøj"})
    assert (description.deadline_before, description.deadline_after) == (None, None)


@pytest.mark.parametrize(
    ("printed", "lots"),
    [
        ("2", ("2",)),
        ("1, 3", ("1", "3")),
        ("1;2, 4", ("1", "2", "4")),
        ("Lot 1 and 2", ("Lot 1 and 2",)),
        ("", ()),
    ],
)
def test_lots_of_a_change_are_told_apart_where_they_are_plain_numbers(
    printed: str, lots: tuple[str, ...]
) -> None:
    assert correction(form(changes(lots=printed), number="F14")).entries[0].lots == lots


def test_a_correction_in_two_languages() -> None:
    danish = form(changes(), number="F14")
    french = form(
        changes(label="Délai", text="Draps aussi"), number="F14", language="FR", category="TRANSLATION"
    )
    deadline, description = correction(danish, french).entries
    assert deadline.labels == {"da": "Frist", "fr": "Délai"}
    assert description.after == {"da": "Også sengetøj", "fr": "Draps aussi"}


def modified(inner: str) -> Notice:
    change = (
        f"<MODIFICATIONS_CONTRACT><INFO_MODIFICATIONS>{inner}</INFO_MODIFICATIONS></MODIFICATIONS_CONTRACT>"
    )
    return read(form(WASHING + award("", WON) + change, number="F20"))


@pytest.mark.parametrize("reason", ["ADDITIONAL_NEED", "UNFORESEEN_CIRCUMSTANCE"])
def test_how_and_why_a_contract_is_modified(reason: str) -> None:
    notice = modified(
        f"<SHORT_DESCR><P>Mere linned</P></SHORT_DESCR><{reason}><P>Nyt plejehjem</P></{reason}><VALUES>"
        '<VAL_TOTAL_BEFORE CURRENCY="DKK">500000</VAL_TOTAL_BEFORE>'
        '<VAL_TOTAL_AFTER CURRENCY="DKK">600000</VAL_TOTAL_AFTER></VALUES>'
    )
    (found,) = notice.modifications
    assert (found.contract, found.reason, found.reason_descriptions) == (
        "K-7",
        reason,
        {"da": "Nyt plejehjem"},
    )
    assert found.descriptions == {"da": "Mere linned"}
    assert (found.value_before, found.value_after) == (
        Money(Decimal(500000), "DKK"),
        Money(Decimal(600000), "DKK"),
    )


def test_other_forms_modify_nothing() -> None:
    notice = read(form(WASHING + award("", WON), number="F03"))
    assert (notice.modifications, notice.correction) == ((), None)


@pytest.mark.parametrize(
    ("number", "kind", "same_procedure"),
    [
        ("F01", "PRI_ONLY", False),
        ("F02", "", False),
        ("F21", "CONTRACT", False),
        ("F03", "", True),
        ("F21", "AWARD_CONTRACT", True),
        ("F14", "", True),
        ("F15", "", True),
        ("F20", "", True),
    ],
)
def test_a_call_was_announced_and_a_result_follows_its_call(
    number: str, kind: str, same_procedure: bool
) -> None:
    """One prior information may announce many procedures, so that it binds them to nothing."""
    said = f'<NOTICE TYPE="{kind}"/>' if kind else ""
    named = "<PROCEDURE><NOTICE_NUMBER_OJ>2020/S 150-000055</NOTICE_NUMBER_OJ></PROCEDURE>"
    notice = read(form(said + WASHING + named, number=number))
    numbers = ("55-2020", "77-2020")
    assert (notice.earlier_notices, notice.announced_by) == (
        (numbers, ()) if same_procedure else ((), numbers)
    )
