"""The gold set of the search: what a reader types, and what must come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
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
FILES = ("forms", "compounds", "spelling", "english", "names", "asking")
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
                published=date(2026, 11, 2),
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


def lots_found(q: str) -> tuple[Found, list[str]]:
    """Keys of the notices whose lots are found, in order, each once."""
    found = find(LOTS, q)
    asked = BoardFilter(deadline="all", q=q, found=found)
    rows = board(asked, timezone.localdate()).values_list("notice__document__name", flat=True) if q else []
    return found, list(dict.fromkeys(name.rpartition("-")[0] for name in rows))


def enterprises_found(q: str) -> tuple[Found, list[str]]:
    found = find(ENTERPRISES, q)
    rows = register(replace(RegisterFilter(), q=q, found=found)).values_list("key", flat=True) if q else []
    return found, [key.removeprefix("demo-") for key in rows]


def faults(case: Case, found: Found, keys: list[str]) -> list[str]:
    wrong = [f"not found: {key}" for key in case.get("finds", ()) if key not in keys]
    wrong += [f"found: {key}" for key in case.get("misses", ()) if key in keys]
    if case.get("nothing") and keys:
        wrong.append(f"should find nothing: {keys}")
    if "first" in case and keys[:1] and keys[0] not in case["first"]:
        wrong.append(f"first is {keys[0]}")
    if "corrected" in case and found.corrected != case["corrected"]:
        wrong.append(f"corrected to {found.corrected!r}")
    return [f"{case['q']}: {each}" for each in wrong]


def test_the_gold_set_holds_for_lots(found_here: None) -> None:
    asked = [case for name in FILES for case in cases(name)]
    assert len(asked) > 90
    assert [fault for case in asked for fault in faults(case, *lots_found(case["q"]))] == []


def test_the_gold_set_holds_for_enterprises(found_here: None) -> None:
    assert [
        fault for case in cases("enterprises") for fault in faults(case, *enterprises_found(case["q"]))
    ] == []
