"""Whoever keeps a copy of the board by ``changed_since`` has the same board, however notices came, were corrected, and went."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from opslagstavle_site.enterprises.actions import load_demo_enterprises
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.notices.actions import keep_documents, read_documents, remove_demo_notices
from opslagstavle_site.notices.models import Document, Notice, Source
from opslagstavle_site.notices.sources import demo
from opslagstavle_site.web import programs

pytestmark = pytest.mark.django_db


class Copy:
    """A copy of a list: what came is put in, what is gone is dropped."""

    def __init__(self, path: str, keys: tuple[str, ...]) -> None:
        self.path, self.keys, self.since = path, keys, ""
        self.rows: dict[tuple[str, ...], Any] = {}
        self.whole = self.path

    def sync(self) -> int:
        count, cursor, as_of = 0, "", ""
        while True:
            asked = {"limit": 40, "changed_since": self.since, "cursor": cursor}
            told = get(self.path, {name: value for name, value in asked.items() if value})
            for gone in told["gone"]:
                self.drop(gone)
            for item in told["items"]:
                self.rows[tuple(item[key] for key in self.keys)] = item
            count += len(told["items"]) + len(told["gone"])
            as_of, cursor = as_of or told["as_of"], told["next"]
            if not cursor:
                self.since = as_of
                return count

    def drop(self, gone: dict[str, Any]) -> None:
        wanted = [gone[key] for key in self.keys if gone[key] is not None]
        for address in [each for each in self.rows if list(each[: len(wanted)]) == wanted]:
            del self.rows[address]

    def whole_list(self) -> dict[tuple[str, ...], Any]:
        other = Copy(self.path, self.keys)
        other.sync()
        return other.rows


def get(path: str, asked: dict[str, Any]) -> Any:
    answer = Client().get(f"{path}{'&' if '?' in path else '?'}{urlencode(asked)}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def told(rows: dict[tuple[str, ...], Any]) -> dict[tuple[str, ...], Any]:
    """But for how many enterprises match, which is as of now and does not count as a change."""
    return {address: {**row, "matches": 0} for address, row in rows.items()}


@pytest.fixture
def copies(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Copy]:
    """Nothing is on its way here while we look, so nothing need be told twice."""

    monkeypatch.setattr(programs, "SETTLED", timedelta(0))
    return [
        Copy("/api/v1/lots?deadline=all", ("notice", "number")),
        Copy("/api/v1/lots?deadline=open", ("notice", "number")),
        Copy("/api/v1/lots?deadline=all&reserved=any", ("notice", "number")),
        Copy("/api/v1/notices", ("key",)),
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_copy_stays_the_same_as_the_board(copies: list[Copy], seed: int) -> None:
    """The demo set, with its correction and its results, some documents at a time in whatever order; read again, and removed."""
    source = Source.objects.create(key="demo", kind=Source.Kind.DEMO)
    documents = list(demo.documents(timezone.localdate()))
    random.Random(seed).shuffle(documents)
    for start in range(0, len(documents), 9):
        keep_documents(source=source, items=documents[start : start + 9])
        sum(read_documents(processes=1))
        check(copies)
    assert Notice.objects.filter(current=False).exists() or Notice.objects.filter(patch=True).exists()
    load_demo_enterprises()
    sum(match_lots(on=timezone.localdate()))
    check(copies)
    some = Document.objects.order_by("pk").values_list("pk", flat=True)[::4]
    Document.objects.filter(pk__in=list(some)).update(state=Document.State.KEPT)
    sum(read_documents(processes=1))
    check(copies)
    remove_demo_notices()
    check(copies)
    assert [copy.rows for copy in copies] == [{}] * len(copies)
    assert all(copy.sync() == 0 for copy in copies)


def check(copies: list[Copy]) -> None:
    for copy in copies:
        copy.sync()
        assert told(copy.rows) == told(copy.whole_list()), copy.path
