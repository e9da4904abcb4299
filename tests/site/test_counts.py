"""The numbers beside the board's choices are those of its lots, however and whenever they were counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslagstavle.notices.notice import Change, Correction, Deadline, Lot, Notice, Place, Procedure, Stage
from opslagstavle_site.notices import counting, queries
from opslagstavle_site.notices.actions import remove_demo_notices
from opslagstavle_site.notices.counting import count_lots
from opslagstavle_site.notices.counts import PLACES, Counts, counts_of
from opslagstavle_site.notices.models import Counted, Document, LotCount, LotKind, NoticeName, Source
from opslagstavle_site.notices.models import Notice as Row
from opslagstavle_site.notices.models import Procedure as ProcedureRow
from opslagstavle_site.notices.queries import DEADLINES, NAMES, RESERVED, STAGES, BoardFilter, filtered
from opslagstavle_site.notices.rows import prepared
from opslagstavle_site.notices.storing import store_batch

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 10)
CODES = ("90910000", "90911200", "55300000", "77310000")
WHERE = ("DK042", "DK04", "DK", "DK011", "RO123", None)
CLOSES = (None, TODAY - timedelta(days=400), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1),
          TODAY + timedelta(days=7), TODAY + timedelta(days=8), TODAY + timedelta(days=31), date.max)  # fmt: skip


def lot(draw: Any, number: str) -> Lot:
    closes, where = draw(st.sampled_from(CLOSES)), draw(st.sampled_from(WHERE))
    return Lot(
        number,
        cpv=draw(st.sampled_from(CODES)),
        additional_cpv=tuple(draw(st.lists(st.sampled_from(CODES), max_size=2))),
        places=(Place(nuts=where),) if where else (),
        deadline_offers=Deadline(closes, None) if closes else None,
        reserved_participation=draw(st.sampled_from((None, ("none",), ("res-ws",)))),
        reserved_execution=draw(st.sampled_from((None, False, True))),
    )


@st.composite
def notices(draw: Any) -> list[Notice]:
    """Competitions, results that take over their reservations, versions that take their place, and patches."""
    found = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        version, of = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        changes = f"{draw(st.integers(1, 7))}-2026" if draw(st.booleans()) else None
        patch = changes is not None and draw(st.booleans())
        moved = Change(
            deadline_before=Deadline(TODAY, None), deadline_after=Deadline(TODAY + timedelta(days=3), None)
        )
        found.append(
            Notice(
                format="eforms",
                format_version=None,
                stage=Stage.CHANGE if patch else draw(st.sampled_from(STAGES)),
                publication_number=f"{number}-2026",
                notice_id=f"b7f314d1-4c53-481e-8aae-cd8241a40cf{of}",
                version=f"{version:02}",
                published=TODAY - timedelta(days=draw(st.integers(0, 9))),
                procedure=Procedure(identifier=draw(st.sampled_from((None, "run-1", "run-2")))),
                correction=Correction(changes=changes, patch=patch, entries=(moved,) if patch else ())
                if changes
                else None,
                lots=tuple(lot(draw, str(at)) for at in range(draw(st.integers(1, 3)))),
            )
        )
    return found


def by_hand(asked: BoardFilter, on: date) -> Counts:
    """Every lot looked at, with no thought of speed."""

    def many(**changed: str) -> int:
        values: dict[str, Any] = {name: getattr(asked, name) for name in NAMES} | changed
        return filtered(BoardFilter(**values), on).count()

    kinds = set(LotKind.objects.values_list("kind", flat=True))
    return Counts(
        many(),
        {name: many(deadline=name) for name in DEADLINES},
        {place: number for place in PLACES if (number := many(place=place))},
        {kind: number for kind in kinds if (number := many(kind=kind))},
        {name: many(reserved=name) for name in RESERVED},
        {stage.value: many(stage=stage) for stage in STAGES},
    )


@st.composite
def filters(draw: Any) -> BoardFilter:
    return BoardFilter(
        deadline=draw(st.sampled_from(DEADLINES)),
        place=draw(st.sampled_from(("", "DK", "DK04", "DK042", "RO123"))),
        kind=draw(st.sampled_from(("", "cleaning", "canteen", "green-areas"))),
        reserved=draw(st.sampled_from(("", *RESERVED))),
        stage=draw(st.sampled_from(("", *(stage.value for stage in STAGES)))),
    )


def empty_board() -> Source:
    for model in (LotCount, Counted, NoticeName, Row, Document, ProcedureRow):
        model._default_manager.all().delete()
    return Source.objects.get_or_create(key="test", defaults={"kind": Source.Kind.DEMO})[0]


def stored(source: Source, read: list[Notice], at: int) -> None:
    results: list[Any] = []
    for number, notice in enumerate(read):
        sha = f"{at}{number}".zfill(64)
        row, _ = Document.objects.get_or_create(
            sha256=sha,
            defaults={"compressed": b"", "size": 0, "source": source, "name": sha, "kept_at": timezone.now()},
        )
        results.append((row.pk, prepared(notice, sha)))
    store_batch(results=results)


def assert_right(asked: list[BoardFilter], on: date) -> None:
    for each in asked:
        assert counts_of(each, on) == by_hand(each, on), each


batches = st.lists(st.tuples(notices(), st.sampled_from((None, 0, 1, 40))), min_size=1, max_size=3)
examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(data=st.data())
@examples
def test_the_numbers_are_those_of_the_lots(data: st.DataObject) -> None:
    """Stored in any order, with versions, results and patches; counted never, or as of some day before; asked then and later."""
    asked = data.draw(st.lists(filters(), min_size=1, max_size=3))
    source = empty_board()
    for at, (read, days_ago) in enumerate(data.draw(batches)):
        stored(source, read, at)
        if days_ago is not None:
            count_lots(on=TODAY - timedelta(days=days_ago))
        assert_right(asked, TODAY)
    assert_right(asked, TODAY + timedelta(days=5))
    count_lots(on=TODAY)
    assert_right([*asked, BoardFilter(), BoardFilter(deadline="all")], TODAY)
    remove_demo_notices()
    assert set(LotCount.objects.values_list("lots", flat=True)) <= {0}


@given(data=st.data())
@examples
def test_no_number_is_left_over(data: st.DataObject) -> None:
    """Counted bit by bit, with changes in between, the numbers are those of counting everything once."""
    source = empty_board()
    stored(source, data.draw(notices()), 0)
    count_lots(on=TODAY)
    stored(source, data.draw(notices()), 1)
    count_lots(on=TODAY)
    kept = everything_kept()
    LotCount.objects.all().delete()
    Counted.objects.all().delete()
    count_lots(on=TODAY)
    assert everything_kept() == kept


def everything_kept() -> dict[tuple[Any, ...], int]:
    columns = ("kind", "place", "day", "stage", "participation", "execution")
    return {row[:-1]: row[-1] for row in LotCount.objects.exclude(lots=0).values_list(*columns, "lots")}


def test_a_large_board_is_counted_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    source = empty_board()
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    lots = tuple(Lot(str(number), cpv=CODES[number % 4]) for number in range(5))
    for at, number in enumerate(("1-2026", "2-2026")):
        stored(source, [Notice("eforms", None, Stage.COMPETITION, publication_number=number, lots=lots)], at)
        if at == 0:
            assert count_lots(on=TODAY) == 5
    assert count_lots(on=TODAY, at_least=6) == 0
    assert count_lots(on=TODAY, at_least=5) == 5
    assert counts_of(BoardFilter(deadline="all"), TODAY).total == 10
    assert count_lots(on=TODAY) == 0


def test_a_day_that_is_over_for_the_numbers_is_counted_from_the_lots() -> None:
    source = empty_board()
    closing = Lot("1", cpv=CODES[0], deadline_offers=Deadline(TODAY, None))
    stored(
        source, [Notice("eforms", None, Stage.COMPETITION, publication_number="1-2026", lots=(closing,))], 0
    )
    count_lots(on=TODAY + timedelta(days=1))
    assert counts_of(BoardFilter(), TODAY).total == 1
    assert counts_of(BoardFilter(), TODAY + timedelta(days=1)).total == 0


@given(data=st.data())
@examples
def test_pages_are_cut_out_of_the_board(data: st.DataObject) -> None:
    """Whether the numbers are fetched at once, along the index, or from its end: the lots of the page, in the board's order."""
    stored(empty_board(), data.draw(notices()), 0)
    asked = replace(data.draw(filters()), sort=data.draw(st.sampled_from(("", "date"))))
    whole = list(queries.board(asked, TODAY))
    pages = queries.BoardPages(asked, TODAY, len(whole))
    for few in (queries.FEW, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(queries, "FEW", few)
            for start in range(0, len(whole), 3):
                assert pages[start : start + 3] == whole[start : start + 3]
