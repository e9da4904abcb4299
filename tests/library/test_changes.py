"""What changed between two versions, and what a patch makes of the notice it corrects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from opslagstavle.notices.changes import Difference, differences, patched
from opslagstavle.notices.notice import (
    Change,
    Deadline,
    Lot,
    Money,
    Notice,
    Organisation,
    Procedure,
    Stage,
)

FIRST, SECOND, THIRD = (
    Deadline(date(2026, 5, 1), time(12)),
    Deadline(date(2026, 5, 20), time(12)),
    Deadline(date(2026, 6, 1)),
)


def notice(*lots: Lot, **stated: Any) -> Notice:
    return Notice(
        **{"format": "eforms", "format_version": None, "stage": Stage.COMPETITION, "lots": lots, **stated}
    )


class TestDifferences:
    def test_the_same_has_none(self) -> None:
        one = notice(Lot("1", titles={"da": "Vask"}), buyers=(Organisation(name="Kommunen"),))
        assert differences(one, one) == ()

    def test_field_lot_and_both_values_are_told(self) -> None:
        before, after = notice(Lot("1", deadline_offers=FIRST)), notice(Lot("1", deadline_offers=SECOND))
        assert differences(before, after) == (Difference("lot.deadline_offers", ("1",), FIRST, SECOND),)

    def test_lots_that_came_and_went(self) -> None:
        found = differences(notice(Lot("1"), Lot("2")), notice(Lot("2"), Lot("3")))
        assert found == (
            Difference("lot", ("3",), None, Lot("3")), Difference("lot", ("1",), Lot("1"), None),
        )  # fmt: skip

    def test_what_changed_alike_in_several_lots_is_one_change(self) -> None:
        before = notice(*(Lot(number, deadline_offers=FIRST) for number in "123"))
        after = notice(
            *(Lot(number, deadline_offers=SECOND) for number in "12"), Lot("3", deadline_offers=THIRD)
        )
        assert [(found.lots, found.after) for found in differences(before, after)] == [
            (("1", "2"), SECOND), (("3",), THIRD),
        ]  # fmt: skip

    def test_what_procedure_and_lot_both_say_is_told_above_the_lots(self) -> None:
        before, after = ({"da": "Vask"}, {"da": "Vask og rens"})
        found = differences(
            notice(Lot("1", titles=before), procedure=Procedure(titles=before)),
            notice(Lot("1", titles=after), procedure=Procedure(titles=after)),
        )
        assert found == (Difference("procedure.titles", (), before, after),)

    def test_another_translation_or_blank_is_no_change(self) -> None:
        before = notice(Lot("1", descriptions={"da": "Vask  af tøj", "de": "Wäsche"}))
        after = notice(Lot("1", descriptions={"da": "Vask af tøj", "en": "Laundry"}))
        assert differences(before, after) == ()

    def test_a_text_that_was_missing_is_a_change(self) -> None:
        found = differences(notice(Lot("1")), notice(Lot("1", descriptions={"da": "Vask"})))
        assert [each.field for each in found] == ["lot.descriptions"]

    def test_not_stated_is_not_no(self) -> None:
        found = differences(notice(Lot("1")), notice(Lot("1", reserved_participation=("none",))))
        assert [(each.before, each.after) for each in found] == [(None, ("none",))]

    def test_money_is_compared_exactly(self) -> None:
        one, other = Money(Decimal("100.00"), "DKK"), Money(Decimal("100.01"), "DKK")
        found = differences(notice(Lot("1", estimated_value=one)), notice(Lot("1", estimated_value=other)))
        assert [each.after for each in found] == [other]
        same = Money(Decimal("100"), "DKK")
        assert (
            differences(notice(Lot("1", estimated_value=one)), notice(Lot("1", estimated_value=same))) == ()
        )

    def test_a_buyers_new_telephone_is_nobodys_news(self) -> None:
        before, after = Organisation(name="Kommunen", phone="1"), Organisation(name="Kommunen", phone="2")
        assert differences(notice(buyers=(before,)), notice(buyers=(after,))) == ()
        renamed = replace(after, name="Den nye kommune")
        assert [each.field for each in differences(notice(buyers=(before,)), notice(buyers=(renamed,)))] == [
            "notice.buyers"
        ]


class TestPatches:
    def test_a_deadline_moves_where_it_stood(self) -> None:
        change = Change(deadline_before=FIRST, deadline_after=SECOND)
        lot = patched(Lot("1", deadline_requests=FIRST, opening=THIRD), [change])
        assert lot == Lot("1", deadline_requests=SECOND, opening=THIRD)

    def test_a_clock_left_out_matches_any(self) -> None:
        change = Change(deadline_before=Deadline(FIRST.day), deadline_after=SECOND)
        assert patched(Lot("1", deadline_offers=FIRST), [change]).deadline == SECOND

    def test_by_its_box_the_only_deadline_moves_whatever_stood_there(self) -> None:
        change = Change(section="IV.2.2)", deadline_before=THIRD, deadline_after=SECOND)
        assert patched(Lot("1", deadline_offers=FIRST), [change]).deadline == SECOND
        two = Lot("1", deadline_offers=FIRST, deadline_requests=FIRST)
        assert patched(two, [change]) == two

    def test_another_date_moves_nothing(self) -> None:
        opening = Change(section="IV.2.7)", deadline_before=THIRD, deadline_after=SECOND)
        lot = Lot("1", deadline_offers=FIRST)
        assert patched(lot, [opening]) == lot

    def test_only_the_lots_it_names(self) -> None:
        change = Change(lots=("2",), deadline_before=FIRST, deadline_after=SECOND)
        lots = [Lot(number, deadline_offers=FIRST) for number in "12"]
        assert [patched(lot, [change]).deadline for lot in lots] == [FIRST, SECOND]

    def test_several_one_after_the_other(self) -> None:
        first = Change(deadline_before=FIRST, deadline_after=SECOND)
        second = Change(deadline_before=SECOND, deadline_after=THIRD)
        lot = Lot("1", deadline_offers=FIRST)
        assert patched(lot, [first, second]).deadline == THIRD
        assert patched(lot, [second, first]).deadline == SECOND

    def test_a_patch_of_words_leaves_all_as_it_is(self) -> None:
        lot = Lot("1", deadline_offers=FIRST)
        assert patched(lot, [Change(before={"da": "a"}, after={"da": "b"})]) is lot
