"""The gold set of the search: what a reader types, and what must come of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from opslagstavle.notices import notice as library
from opslagstavle_site.enterprises.queries import ENTERPRISES, RegisterFilter
from opslagstavle_site.enterprises.queries import filtered as register
from opslagstavle_site.notices.actions import keep_documents
from opslagstavle_site.notices.indexing import index_lots
from opslagstavle_site.notices.models import Document, Source
from opslagstavle_site.notices.queries import LOTS, BoardFilter, board
from opslagstavle_site.notices.rows import prepared
from opslagstavle_site.notices.storing import store
from opslagstavle_site.search.queries import Found, find

CASES = Path(__file__).resolve().parents[1] / "cases" / "search"
ORDER = CASES / "order.yaml"
FILES = ("forms", "compounds", "spelling", "english", "names", "asking", "enterprises")
Case = dict[str, Any]


@cache
def cases(name: str) -> list[Case]:
    read: list[Case] = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    return read


def lots() -> Iterator[tuple[str, library.Notice]]:
    for row in cases("lots"):
        titles, descriptions = (
            text if isinstance(text, dict) else {"da": text} for text in (row["title"], row["description"])
        )
        lot = library.Lot(
            number="LOT-0001",
            titles=titles,
            descriptions=descriptions,
            cpv=row["cpv"],
            places=(library.Place(nuts=row["nuts"], country=row["nuts"][:2]),),
        )
        yield (
            row["key"],
            library.Notice(
                format="eforms",
                format_version="1.13",
                stage=library.Stage.COMPETITION,
                publication_number=row["number"],
                published=timezone.localdate() - timedelta(days=22),
                buyers=(library.Organisation(name=row["buyer"]),),
                procedure=library.Procedure(titles=titles),
                lots=(lot,),
            ),
        )


def put_up_lots() -> None:
    """The invented notices of ``lots.yaml``, stored and indexed."""
    source, _ = Source.objects.get_or_create(key="folder:gold", kind=Source.Kind.FOLDER)
    for key, notice in lots():
        keep_documents(source=source, items=[(f"{key}-01.xml", key.encode())])
        document = Document.objects.get(name=f"{key}-01.xml")
        store(results=[(document.pk, prepared(notice, document.sha256))])
    sum(index_lots(processes=1))


@pytest.fixture
def found_here(board: None) -> None:
    put_up_lots()


def rows_found(name: str, q: str) -> tuple[Found, list[str]]:
    """What is found in a file's corpus, in order: lots as ``key/position``, enterprises by key."""
    corpus = ENTERPRISES if name == "enterprises" else LOTS
    found = find(corpus, q)
    if not q:
        return found, []
    if corpus == ENTERPRISES:
        rows = register(RegisterFilter(q=q, found=found)).values_list("key", flat=True)
        return found, [key.removeprefix("demo-") for key in rows]
    lots = board(BoardFilter(deadline="all", q=q, found=found), timezone.localdate())
    named = lots.values_list("notice__document__name", "position")
    return found, [f"{document.rpartition('-')[0]}/{position}" for document, position in named]


def faults(case: Case, found: Found, rows: list[str]) -> list[str]:
    keys = list(dict.fromkeys(row.partition("/")[0] for row in rows))
    wrong = [f"not found: {key}" for key in case.get("finds", ()) if key not in keys]
    wrong += [f"found: {key}" for key in case.get("misses", ()) if key in keys]
    if case.get("nothing") and keys:
        wrong.append(f"should find nothing: {keys}")
    if "first" in case and keys[:1] and keys[0] not in case["first"]:
        wrong.append(f"first is {keys[0]}")
    for told in ("corrected", "suggested"):
        if told in case and getattr(found, told) != case[told]:
            wrong.append(f"{told}: {getattr(found, told)!r}")
    return [f"{case['q']}: {each}" for each in wrong]


def asked() -> list[tuple[str, Case]]:
    return [(name, case) for name in FILES for case in cases(name)]


def test_the_gold_set_holds(found_here: None) -> None:
    assert len(asked()) > 110
    assert [fault for name, case in asked() for fault in faults(case, *rows_found(name, case["q"]))] == []


def test_every_database_gives_the_same_in_the_same_order(found_here: None) -> None:
    here = {f"{name}: {case['q']}": " ".join(rows_found(name, case["q"])[1]) for name, case in asked()}
    if not ORDER.exists():
        ORDER.write_text(yaml.safe_dump(here, allow_unicode=True, sort_keys=False, width=10_000))
        pytest.fail(f"{ORDER.name} was written anew: look at the difference")
    assert here == yaml.safe_load(ORDER.read_text())


def test_what_a_reader_wants_stands_on_top(found_here: None) -> None:
    """Of the first five notices or enterprises, how many fit? A change that makes this worse should say why."""
    fitting = shown = wanted = there = 0
    for name, case in asked():
        rows = list(dict.fromkeys(row.partition("/")[0] for row in rows_found(name, case["q"])[1]))
        fit = {*case.get("finds", ()), *case.get("may", ())}
        fitting += sum(key in fit for key in rows[:5])
        shown += len(rows[:5])
        wanted += len(case.get("finds", ()))
        there += len(set(rows) & set(case.get("finds", ())))
    assert there == wanted
    assert fitting / shown > 0.8
