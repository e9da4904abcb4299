"""Whatever is stored in whatever order and batches, and read again: the same board."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslagstavle.notices.notice import Change, Correction, Deadline, Lot, Notice, Procedure, Stage
from opslagstavle_site.notices.models import Document, NoticeName, Source
from opslagstavle_site.notices.models import Lot as LotRow
from opslagstavle_site.notices.models import Notice as Row
from opslagstavle_site.notices.models import Procedure as ProcedureRow
from opslagstavle_site.notices.rows import prepared
from opslagstavle_site.notices.storing import store_batch

pytestmark = pytest.mark.django_db
UUIDS = [f"b7f314d1-4c53-481e-8aae-cd8241a40cf{n}" for n in range(4)]
STAGES = [
    Stage.PLANNING,
    Stage.COMPETITION,
    Stage.COMPETITION,
    Stage.RESULT,
    Stage.RESULT,
    Stage.MODIFICATION,
]
RESERVED = [None, ("none",), ("res-ws",)]
Batch = list[tuple[int, Any]]


def lots(draw: Callable[[Any], Any]) -> tuple[Lot, ...]:
    numbers = draw(st.sampled_from([("1",), ("1", "2"), ("2",)]))
    return tuple(
        Lot(
            number,
            reserved_participation=draw(st.sampled_from(RESERVED)),
            deadline_offers=Deadline(date(2026, 5, draw(st.integers(1, 3))), None),
        )
        for number in numbers
    )


@st.composite
def of_one_notice(draw: Any, number: int, names: list[str]) -> list[Notice]:
    """Copies of one notice: each has some of its names and tells some of what it refers to."""
    mine = f"{number}-2026"
    others = [name for name in names if name != mine]
    kind = draw(st.sampled_from(["eforms", "eforms", "ted", "patch", "ocds"]))
    stage = Stage.CHANGE if kind == "patch" else draw(st.sampled_from(STAGES))
    uuid, version = draw(st.sampled_from(UUIDS)), f"{number:02}"
    refers_to = [*others, f"{uuid}-{(number % 5) + 1:02}"]
    some = st.lists(st.sampled_from(refers_to), max_size=1).map(tuple)
    changes = (
        draw(st.sampled_from(others)) if kind == "patch" else draw(st.sampled_from([None, None, *others]))
    )
    before, after = (Deadline(date(2026, 5, draw(st.integers(1, 3))), None) for _ in range(2))
    entries = (Change(deadline_before=before, deadline_after=after),)
    correction = (
        Correction(changes=changes, patch=kind == "patch", entries=entries if kind == "patch" else ())
        if changes
        else None
    )
    identifier = draw(st.sampled_from([None, None, "run-1", "run-2"]))
    earlier, announced = draw(some), draw(some)
    day = date(2026, 4, draw(st.integers(1, 3)))
    ocds = {"ocid": draw(st.sampled_from(["ocds-a-1", "ocds-a-2"])), "notice_id": f"r{number}"}
    found: list[Notice] = []
    for _copy in range(draw(st.integers(1, 2))):
        whole = bool(draw(st.booleans())) or not found
        names_here = {"ocds": ocds, "eforms": {"notice_id": uuid, "version": version}}.get(kind, {})
        found.append(
            Notice(
                format=kind if kind in ("eforms", "ocds") else "ted-export",
                format_version=None,
                stage=stage,
                published=day,
                publication_number=None if kind == "ocds" else mine,
                procedure=Procedure(identifier=identifier if whole else None),
                correction=correction if whole or kind == "patch" else None,
                earlier_notices=earlier if whole else (),
                announced_by=announced if whole else (),
                lots=() if kind == "patch" else lots(draw),
                **names_here,
            )
        )
    return found


@st.composite
def notices(draw: Any) -> list[Notice]:
    count = draw(st.integers(2, 5))
    names = [f"{number}-2026" for number in range(1, count + 1)]
    found = [copy for number in range(1, count + 1) for copy in draw(of_one_notice(number, names))]
    return list({repr(each): each for each in found}.values())


def kept(read: list[Notice]) -> Batch:
    source, _ = Source.objects.get_or_create(key="folder:test", defaults={"kind": Source.Kind.FOLDER})
    found = []
    for each in read:
        sha256 = hashlib.sha256(repr(each).encode()).hexdigest()
        columns = {"compressed": b"", "size": 0, "source": source, "name": "x", "kept_at": timezone.now()}
        row, _ = Document.objects.get_or_create(sha256=sha256, defaults=columns)
        found.append((row.pk, prepared(each, sha256)))
    return found


def board() -> dict[str, Any]:
    lineages, procedures = defaultdict(set), defaultdict(set)
    for key, lineage, procedure in Row.objects.values_list("key", "lineage", "procedure"):
        lineages[lineage].add(key)
        procedures[procedure].add(key)
    lot = ("notice__key", "number", "current", "closes", "reserved_participation", "reserved_by")
    return {
        "lineages": {frozenset(group) for group in lineages.values()},
        "procedures": {frozenset(group) for group in procedures.values()},
        "current": dict(Row.objects.values_list("key", "current")),
        "documents": dict(Row.objects.values_list("key", "document__sha256")),
        "names": set(NoticeName.objects.values_list("notice__key", "kind", "name")),
        "lots": {row[:2]: row[2:] for row in LotRow.objects.values_list(*lot)},
    }


def clear() -> None:
    for model in (Row, ProcedureRow, Document):
        model.objects.all().delete()


def in_batches(draw: Any, batch: Batch) -> None:
    left = draw(st.permutations(batch))
    while left:
        size = draw(st.integers(1, 3))
        store_batch(results=left[:size])
        left = left[size:]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(read=notices(), data=st.data())
def test_the_same_board(db: None, read: list[Notice], data: st.DataObject) -> None:
    clear()
    store_batch(results=kept(read))
    at_once = board()
    clear()
    batch = kept(read)
    in_batches(data.draw, batch)
    _assert_same(board(), at_once)
    given_away = set(
        ProcedureRow.objects.filter(became=None).exclude(notices=None).values_list("ocid", flat=True)
    )
    in_batches(data.draw, batch)
    _assert_same(board(), at_once)
    again = set(ProcedureRow.objects.filter(became=None).exclude(notices=None).values_list("ocid", flat=True))
    assert again == given_away


def _assert_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    different = {what: (found[what], expected[what]) for what in found if found[what] != expected[what]}
    assert not different
