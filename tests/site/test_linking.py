"""One notice, not many: whatever order copies, versions, corrections and results come in, the same ones end up together."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opslagstavle.notices.changes import COMPARED
from opslagstavle.notices.notice import Change, Correction, Deadline, Lot, Notice, Procedure, Stage
from opslagstavle_site.notices import models, queries
from opslagstavle_site.notices.course import FIELD_NAMES
from opslagstavle_site.notices.models import Document, NoticeName, Source
from opslagstavle_site.notices.rows import prepared, to_lot
from opslagstavle_site.notices.storing import store_batch

pytestmark = pytest.mark.django_db

UUID = "b7f314d1-4c53-481e-8aae-cd8241a40cfb"
NEXT = "0d82aa10-6d34-494a-b58a-5111452713f7"
RUN = "procedure-1"
FIRST, SECOND = Deadline(date(2026, 5, 1), time(12)), Deadline(date(2026, 5, 20), time(12))


def notice(number: str | None = None, **stated: Any) -> Notice:
    usual = {
        "format": "eforms",
        "format_version": None,
        "stage": Stage.COMPETITION,
        "published": date(2026, 4, 1),
    }
    return Notice(**{**usual, "publication_number": number, "lots": (Lot("1"),), **stated})


@dataclass
class House:
    source: Source

    def store(self, *notices: Notice) -> None:
        store_batch(results=[self._result(each) for each in notices])

    def _result(self, read: Notice) -> tuple[int, Any]:
        sha256 = hashlib.sha256(repr(read).encode()).hexdigest()
        document, _ = Document.objects.get_or_create(
            sha256=sha256,
            defaults={
                "compressed": b"",
                "size": 0,
                "source": self.source,
                "name": "x",
                "kept_at": timezone.now(),
            },
        )
        return document.pk, prepared(read, sha256)


@pytest.fixture
def house(db: None) -> House:
    return House(Source.objects.create(key="folder:test", kind=Source.Kind.FOLDER))


def keys(rows: Iterable[models.Notice]) -> set[str]:
    return {row.key for row in rows}


def current() -> set[str]:
    return keys(models.Notice.objects.filter(current=True))


def together() -> set[frozenset[str]]:
    """The procedures, each as the keys of its notices."""
    found: dict[int | None, set[str]] = {}
    for row in models.Notice.objects.all():
        found.setdefault(row.procedure_id, set()).add(row.key)
    assert None not in found
    return {frozenset(group) for group in found.values()}


class TestCopies:
    NATIONAL = notice(notice_id=UUID, version="01", published=None, dispatched=date(2026, 3, 30))
    ON_TED = notice("7-2026", notice_id=UUID, version="01")
    AGAIN = notice("7-2026", notice_id=UUID, version="01", language="da")

    @pytest.mark.parametrize("order", list(permutations([NATIONAL, ON_TED, AGAIN])))
    def test_one_notice_from_three_places_is_one(self, house: House, order: tuple[Notice, ...]) -> None:
        for each in order:
            house.store(each)
        row = models.Notice.objects.get()
        assert row.key == "7-2026"
        assert set(row.names.filter(kind=NoticeName.Kind.OWN).values_list("name", flat=True)) == {
            "7-2026",
            f"{UUID}-01",
        }
        assert row.current
        assert row.lots.count() == 1

    def test_in_one_batch_too(self, house: House) -> None:
        house.store(self.AGAIN, self.NATIONAL, self.ON_TED)
        assert keys(models.Notice.objects.all()) == {"7-2026"}

    def test_a_copy_that_knows_both_names_joins_two_that_knew_one_each(self, house: House) -> None:
        house.store(self.NATIONAL)
        house.store(notice("7-2026"))
        assert models.Notice.objects.count() == 2
        house.store(self.ON_TED)
        assert keys(models.Notice.objects.all()) == {"7-2026"}

    def test_read_again_it_is_the_same_notice_with_what_is_read_now(self, house: House) -> None:
        house.store(self.ON_TED)
        before = models.Notice.objects.get()
        store_batch(
            results=[(before.document_id, prepared(notice("7-2026", notice_id=NEXT), before.document.sha256))]
        )
        after = models.Notice.objects.get()
        assert (after.key, after.document_id) == (before.key, before.document_id)
        assert after.names.filter(name=NEXT).exists()

    def test_the_same_title_is_not_the_same_notice(self, house: House) -> None:
        titles = Procedure(titles={"da": "Vask"})
        house.store(notice("7-2026", procedure=titles), notice("8-2026", procedure=titles))
        assert len(together()) == 2


class TestVersions:
    ORIGINAL = notice("1-2026", notice_id=UUID, version="01")
    SAME_ID = notice("2-2026", notice_id=UUID, version="02", published=date(2026, 4, 5))
    NEW_ID = notice("3-2026", notice_id=NEXT, version="01", published=date(2026, 4, 5),
                    correction=Correction(changes="00002-2026"))  # fmt: skip
    PATCH = notice("4-2026", stage=Stage.CHANGE, published=date(2026, 4, 8), correction=Correction(
        changes="3-2026", patch=True, entries=(Change(deadline_before=FIRST, deadline_after=SECOND),)))  # fmt: skip

    @pytest.mark.parametrize("order", list(permutations([ORIGINAL, SAME_ID, NEW_ID, PATCH])))
    def test_the_newest_whole_version_is_on_the_board(self, house: House, order: tuple[Notice, ...]) -> None:
        for each in order:
            house.store(each)
        assert current() == {"3-2026"}
        assert len(set(models.Notice.objects.values_list("lineage", flat=True))) == 1
        assert len(together()) == 1

    @pytest.mark.parametrize("patch_first", [True, False])
    def test_a_patch_moves_the_deadline_of_the_notice_it_corrects(
        self, house: House, patch_first: bool
    ) -> None:
        whole = notice("3-2026", lots=(Lot("1", deadline_offers=FIRST),))
        for each in (self.PATCH, whole) if patch_first else (whole, self.PATCH):
            house.store(each)
        lot = models.Lot.objects.get(notice__key="3-2026")
        assert lot.closes == SECOND.day
        assert to_lot(lot).deadline_offers == SECOND
        assert current() == {"3-2026"}
        page = Client().get("/opslag/3-2026/").content.decode()
        assert "Fristen er flyttet ved rettelse 4-2026" in page
        assert "20. maj 2026" in page
        patch = Client().get("/opslag/4-2026/").content.decode()
        assert "Dette retter en anden bekendtgørelse" in patch
        assert "Dette er en tidligere udgave" not in patch

    def test_a_changed_notice_says_at_its_top_what_is_new(self, house: House) -> None:
        changed = notice("5-2026", published=date(2026, 4, 20), correction=Correction(changes="3-2026"),
                         lots=(Lot("1", deadline_offers=SECOND),))  # fmt: skip
        house.store(notice("3-2026", lots=(Lot("1", deadline_offers=FIRST),)), changed)
        top = Client().get("/opslag/5-2026/").content.decode().partition('id="summary"')[0]
        assert "<strong>Frist for tilbud</strong>: 1. maj 2026" in top
        assert "20. maj 2026" in top

    def test_a_patch_alone_is_better_than_nothing(self, house: House) -> None:
        house.store(self.PATCH)
        assert current() == {"4-2026"}
        house.store(self.NEW_ID)
        assert current() == {"3-2026"}

    def test_a_republication_holds_what_was_patched_before_it(self, house: House) -> None:
        newer = notice("5-2026", published=date(2026, 4, 20), correction=Correction(changes="3-2026"),
                       lots=(Lot("1", deadline_offers=FIRST),))  # fmt: skip
        house.store(notice("3-2026", lots=(Lot("1", deadline_offers=FIRST),)), self.PATCH, newer)
        assert current() == {"5-2026"}
        assert models.Lot.objects.get(notice__key="5-2026").closes == FIRST.day

    def test_a_result_that_names_the_call_as_what_it_corrects_hides_nothing(self, house: House) -> None:
        result = notice("9-2026", stage=Stage.RESULT, correction=Correction(changes="1-2026"))
        house.store(self.ORIGINAL, result)
        assert current() == {"1-2026", "9-2026"}
        assert len(together()) == 1

    def test_two_that_correct_each_other_still_leave_one(self, house: House) -> None:
        house.store(notice("1-2026", correction=Correction(changes="2-2026")),
                    notice("2-2026", published=date(2026, 4, 2), correction=Correction(changes="1-2026")))  # fmt: skip
        assert current() == {"2-2026"}

    def test_only_the_current_version_has_kinds_and_areas(self, house: House) -> None:
        cpv = Lot("1", cpv="98310000")
        house.store(notice("1-2026", notice_id=UUID, version="01", lots=(cpv,)))
        house.store(notice("2-2026", notice_id=UUID, version="02", published=date(2026, 4, 5), lots=(cpv,)))
        assert set(models.LotKind.objects.values_list("lot__notice__key", flat=True)) == {"2-2026"}
        assert models.Lot.objects.filter(current=True).count() == 1


class TestProcedures:
    PLAN = notice("1-2026", stage=Stage.PLANNING, published=date(2026, 1, 1))
    CALL = notice("2-2026", announced_by=("1-2026",), procedure=Procedure(identifier=RUN))
    OTHER_CALL = notice("3-2026", announced_by=("1-2026",))
    RESULT = notice("4-2026", stage=Stage.RESULT, earlier_notices=("2026/S 1-2",), published=date(2026, 6, 1))
    BY_ID = notice(
        "5-2026", stage=Stage.RESULT, procedure=Procedure(identifier=RUN), published=date(2026, 6, 2)
    )
    CHANGED = notice(
        "6-2026", stage=Stage.MODIFICATION, earlier_notices=("4-2026",), published=date(2026, 9, 1)
    )
    ALL = (PLAN, CALL, OTHER_CALL, RESULT, BY_ID, CHANGED)
    EXPECTED = frozenset({"2-2026", "4-2026", "5-2026", "6-2026"})

    @pytest.mark.parametrize("seed", range(24))
    def test_call_result_and_modification_are_together_in_any_order(self, house: House, seed: int) -> None:
        chance = random.Random(seed)
        left = chance.sample(self.ALL, len(self.ALL))
        while left:
            size = chance.randint(1, 3)
            house.store(*left[:size])
            left = left[size:]
        assert together() == {self.EXPECTED, frozenset({"1-2026"}), frozenset({"3-2026"})}

    def test_a_plan_joins_nothing_but_is_shown(self, house: House) -> None:
        house.store(*self.ALL)
        call, plan = (models.Notice.objects.get(key=key) for key in ("2-2026", "1-2026"))
        assert keys(queries.plans_of([call.pk])) == {"1-2026"}
        assert keys(queries.announced_by(plan)) == {"2-2026", "3-2026"}

    def test_two_results_of_a_call_that_is_not_here_wait_for_it(self, house: House) -> None:
        second = notice("8-2026", stage=Stage.RESULT, earlier_notices=("2-2026",))
        house.store(self.RESULT, second)
        assert len(together()) == 2
        house.store(self.CALL)
        assert together() == {frozenset({"2-2026", "4-2026", "8-2026"})}

    def test_an_ocid_stays_when_procedures_turn_out_to_be_one(self, house: House) -> None:
        house.store(self.CALL)
        given = models.Procedure.objects.get()
        house.store(self.CHANGED)
        late = models.Procedure.objects.exclude(pk=given.pk).get()
        house.store(self.RESULT)
        late.refresh_from_db()
        assert given.ocid == f"ocds-opslag-{RUN}"
        assert late.became_id == given.pk
        assert set(models.Notice.objects.values_list("procedure", flat=True)) == {given.pk}

    def test_a_publishers_ocid_is_kept(self, house: House) -> None:
        house.store(notice(format="ocds", ocid="ocds-b5fd17-1", notice_id="r1"))
        assert models.Procedure.objects.get().ocid == "ocds-b5fd17-1"

    def test_the_page_of_the_course_has_them_in_order(self, house: House) -> None:
        house.store(*self.ALL)
        for key in self.EXPECTED:
            page = Client().get(f"/forloeb/{key}/")
            assert [step.number for step in page.context["steps"]] == ["2-2026", "4-2026", "5-2026", "6-2026"]
            assert [line.number for line in page.context["plans"]] == ["1-2026"]

    def test_what_is_referred_to_and_not_here_is_said(self, house: House) -> None:
        house.store(self.RESULT)
        page = Client().get("/opslag/4-2026/")
        assert page.context["course"]["missing"] == ["2026/S 1-2"]
        assert "som tavlen ikke har" in page.content.decode()


class TestReservations:
    def call(self, *lots: Lot) -> Notice:
        return notice("1-2026", lots=lots, procedure=Procedure(identifier=RUN))

    def result(self, *lots: Lot) -> Notice:
        return notice("2-2026", stage=Stage.RESULT, lots=lots, procedure=Procedure(identifier=RUN))

    def inherited(self) -> dict[str, tuple[bool | None, bool | None, str]]:
        rows = models.Lot.objects.filter(notice__key="2-2026")
        return {
            number: (participation, execution, by)
            for number, participation, execution, by in rows.values_list(
                "number", "reserved_participation", "reserved_execution", "reserved_by"
            )
        }

    @pytest.mark.parametrize("result_first", [True, False])
    def test_a_result_shows_what_its_competition_reserved(self, house: House, result_first: bool) -> None:
        call = self.call(
            Lot("1", reserved_participation=("res-ws",)), Lot("2", reserved_participation=("none",)), Lot("3")
        )
        result = self.result(Lot("1"), Lot("2"), Lot("3"))
        for each in (result, call) if result_first else (call, result):
            house.store(each)
        assert self.inherited() == {
            "1": (True, None, "1-2026"), "2": (False, None, "1-2026"), "3": (None, None, ""),
        }  # fmt: skip
        page = Client().get("/opslag/2-2026/").content.decode()
        assert "Reserveret kontrakt" in page
        assert keys(row.notice for row in queries.board(queries.BoardFilter(deadline="all", reserved="any"), date(2026, 7, 1))
                    ) == {"1-2026", "2-2026"}  # fmt: skip

    def test_what_the_result_says_itself_stands(self, house: House) -> None:
        house.store(self.call(Lot("1", reserved_participation=("res-ws",))),
                    self.result(Lot("1", reserved_participation=("none",))))  # fmt: skip
        assert self.inherited() == {"1": (False, None, "")}

    def test_other_lot_numbers_take_over_only_what_all_lots_share(self, house: House) -> None:
        shared = (Lot("A", reserved_execution=True), Lot("B", reserved_execution=True))
        house.store(self.call(*shared), self.result(Lot("LOT-0001")))
        assert self.inherited() == {"LOT-0001": (None, True, "1-2026")}

    def test_lots_that_differ_tell_nothing_of_a_lot_of_another_name(self, house: House) -> None:
        house.store(self.call(Lot("A", reserved_participation=("res-ws",)), Lot("B")), self.result(Lot("C")))
        assert self.inherited() == {"C": (None, None, "")}


def test_every_field_that_is_compared_has_a_name_on_the_page() -> None:
    assert set(FIELD_NAMES) == COMPARED


class TestNames:
    @pytest.mark.parametrize("spelled", ["00007-2026", "7-2026", f"{UUID}-01", f"{UUID}-1", UUID.upper()])
    def test_any_name_in_an_address_leads_to_the_notice(self, house: House, spelled: str) -> None:
        house.store(notice("7-2026", notice_id=UUID))
        answer = Client().get(f"/opslag/{spelled}/", follow=True)
        assert answer.status_code == 200
        assert answer.wsgi_request.path == "/opslag/7-2026/"

    def test_a_number_with_a_slash_has_a_box(self, house: House) -> None:
        house.store(notice("7-2026"))
        answer = Client().get("/opslag/nummer/", {"n": " 2026/S 003-00007 "})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/opslag/7-2026/")

    def test_an_unknown_number_is_said_to_be_unknown(self, house: House) -> None:
        answer = Client().get("/opslag/nummer/", {"n": "<b>8-2026"})
        assert answer.status_code == 404
        assert "&lt;b&gt;8-2026" in answer.content.decode()
        assert Client().get("/opslag/nummer/").status_code == 200


@pytest.mark.parametrize(("dynamic", "doubtful"), [(True, False), (False, True), (None, True)])
def test_a_purchasing_system_that_is_open_for_years_is_not_doubtful(
    house: House, dynamic: bool | None, doubtful: bool
) -> None:
    lots = (Lot("1", deadline_requests=Deadline(date(2032, 6, 30))),)
    house.store(notice("3-2026", lots=lots, procedure=Procedure(dynamic_purchasing=dynamic)))
    (card,) = Client().get("/opslag/?deadline=all").context["lots"]
    assert card.deadline_doubtful is doubtful
    assert Client().get("/opslag/3-2026/").context["notice"].due.doubtful is doubtful
