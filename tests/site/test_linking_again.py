"""What must stay as it was, or go, when notices are read again, corrected, or come under names that nearly clash."""

from __future__ import annotations

from datetime import date, time
from itertools import permutations

import pytest
from django.test import Client

from opslagstavle.notices.notice import Change, Correction, Deadline, Lot, Notice, Procedure, Stage
from opslagstavle_site.notices import models
from opslagstavle_site.notices.storing import store
from tests.site.test_linking import RUN, UUID, House, notice, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return House(models.Source.objects.create(key="folder:test", kind=models.Source.Kind.FOLDER))


DAY = {number: Deadline(date(2026, 5, number), time(12)) for number in range(1, 9)}


def patch(number: str, before: Deadline, after: Deadline, day: int) -> Notice:
    entries = (Change(deadline_before=before, deadline_after=after),)
    return notice(
        number,
        stage=Stage.CHANGE,
        published=date(2026, 4, day),
        lots=(),
        correction=Correction(changes="1-2026", patch=True, entries=entries),
    )


class TestReadAgain:
    def test_the_ocid_stays_when_all_of_a_procedure_is_read_again_at_once(self, house: House) -> None:
        call = notice("2-2026", published=date(2026, 1, 1))
        result = notice("4-2026", stage=Stage.RESULT, earlier_notices=("2-2026",))
        house.store(result)
        given = models.Procedure.objects.get()
        house.store(call)
        house.store(call, result)
        assert set(models.Notice.objects.values_list("procedure__ocid", flat=True)) == {given.ocid}

    def test_the_ocid_of_a_copy_that_is_left_out_is_still_found(self, house: House) -> None:
        house.store(notice(notice_id=UUID, version="01", published=date(2026, 3, 1)))
        house.store(notice("7-2026"))
        first, second = models.Procedure.objects.order_by("pk")
        house.store(notice("7-2026", notice_id=UUID, version="01"))
        second.refresh_from_db()
        assert models.Notice.objects.get().procedure == first == second.became

    def test_a_copy_that_is_left_out_still_says_what_it_corrects(self, house: House) -> None:
        older = notice("1-2026", published=date(2026, 3, 1))
        poor = notice("2-2026", published=date(2026, 4, 1), correction=Correction(changes="1-2026"))
        rich = notice("2-2026", published=date(2026, 4, 2), language="da")
        house.store(older, rich)
        house.store(poor)
        assert set(models.Notice.objects.filter(current=True).values_list("key", flat=True)) == {"2-2026"}


class TestPatches:
    CALL = notice("1-2026", lots=(Lot("1", deadline_offers=DAY[1]),))
    FIRST = patch("2-2026", DAY[1], DAY[2], 5)
    SECOND = patch("3-2026", DAY[1], DAY[5], 6)

    @pytest.mark.parametrize("order", list(permutations([CALL, FIRST, SECOND])))
    def test_two_patches_of_one_deadline_leave_the_same_one(
        self, house: House, order: tuple[Notice, ...]
    ) -> None:
        for each in order:
            house.store(each)
        assert models.Lot.objects.get(notice__key="1-2026").closes == DAY[2].day

    @pytest.mark.parametrize("order", list(permutations([CALL, FIRST, notice(
        "8-2026", published=date(2026, 4, 20), correction=Correction(changes="1-2026"),
        lots=(Lot("1", deadline_offers=DAY[7]),))])))  # fmt: skip
    def test_a_superseded_version_says_what_it_printed(self, house: House, order: tuple[Notice, ...]) -> None:
        for each in order:
            house.store(each)
        assert models.Lot.objects.get(notice__key="1-2026").closes == DAY[1].day
        assert models.Lot.objects.get(notice__key="8-2026").closes == DAY[7].day


class TestReservations:
    RESULT = notice(
        "9-2026", stage=Stage.RESULT, procedure=Procedure(identifier=RUN), published=date(2026, 6, 1)
    )

    def call(self, version: int, reserved: tuple[str, ...] | None) -> Notice:
        return notice(
            f"{version}-2026",
            notice_id=UUID,
            version=f"0{version}",
            published=date(2026, 4, version),
            procedure=Procedure(identifier=RUN),
            lots=(Lot("1", reserved_participation=reserved),),
        )

    def test_what_a_corrected_call_takes_back_its_result_does_not_keep(self, house: House) -> None:
        house.store(self.call(1, ("res-ws",)), self.RESULT)
        house.store(self.call(2, None))
        lot = models.Lot.objects.get(notice__key="9-2026")
        assert (lot.reserved_participation, lot.reserved_execution, lot.reserved_by) == (None, None, "")


class TestNamesThatNearlyClash:
    ONE = notice(format="ocds", ocid="ocds-1", notice_id="2-3")
    OTHER = notice(format="ocds", ocid="ocds-1-2", notice_id="3")

    @pytest.mark.parametrize("at_once", [True, False])
    def test_two_names_that_look_alike_in_an_address_are_two_notices(
        self, house: House, at_once: bool
    ) -> None:
        for batch in [(self.ONE, self.OTHER)] if at_once else [(self.ONE,), (self.OTHER,)]:
            store(results=[house._result(each) for each in batch])
        assert not models.Document.objects.filter(state=models.Document.State.UNREADABLE).exists()
        assert len(together()) == 2
        for key in models.Notice.objects.values_list("key", flat=True):
            assert Client().get(f"/opslag/{key}/").status_code == 200

    def test_names_longer_than_a_column_that_begin_alike_are_two(self, house: House) -> None:
        start = "r" * 250
        store(results=[
            house._result(notice(format="ocds", ocid="ocds-1", notice_id=f"{start}{end}")) for end in "ab"
        ])  # fmt: skip
        assert models.Notice.objects.count() == 2

    @pytest.mark.parametrize("odd", ["a\x00b", "\x01", "a\u2028b", "💥" * 100])
    def test_odd_characters_stop_nobody_else(self, house: House, odd: str) -> None:
        odd_one = notice(
            format="ocds", ocid=f"ocds-{odd}", notice_id=odd, procedure=Procedure(titles={"en": odd})
        )
        store(results=[house._result(each) for each in (odd_one, notice("7-2026"))])
        assert models.Notice.objects.filter(key="7-2026").exists()
        assert set(models.Document.objects.values_list("state", flat=True)) <= {"read", "unreadable"}
