"""The demo set: invented Danish notices, shown until real ones are read.

None was ever published, so none has a number of the Official Journal; what marks them as demo is their source.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from uuid import NAMESPACE_URL, uuid5

import yaml

from opslagstavle_site.notices.sources.demo_eforms import FORMS, write
from opslagstavle_site.notices.sources.demo_rows import DemoSet, Issue, Row

_FILE = files(__package__) / "demo_notices.yaml"


def documents(on: date) -> Iterator[tuple[str, bytes]]:
    """Name and eForms XML of each demo document, dated around ``on``; the same day gives the same bytes.

    Ids depend on the notice alone: loaded another day, it is the same notice with other dates.
    """
    rows = {row.key: row for row in demo_set().notices}
    for row in rows.values():
        for version in (1, 2) if row.change else (1,):
            yield f"{row.key}-{version:02}.xml", write(row, _issue(rows, row, version, on))


@cache
def demo_set() -> DemoSet:
    """The file as it is written, checked."""
    return DemoSet.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def notice_id(key: str) -> str:
    """BT-701 of a demo notice."""
    return str(uuid5(NAMESPACE_URL, f"https://opslagstavlen.example/demo/{key}"))


def _issue(rows: dict[str, Row], row: Row, version: int, on: date) -> Issue:
    previous = notice_id(row.follows) + "-01" if row.follows else None
    return Issue(on, notice_id(row.key), version, _procedure_id(rows, row), previous, demo_set().parties)


def _procedure_id(rows: dict[str, Row], row: Row) -> str | None:
    """BT-04, the same for a call and its result; a plan has none, and what follows it begins its own."""
    if FORMS[row.form][1] == "planning":
        return None
    inherited = _procedure_id(rows, rows[row.follows]) if row.follows else None
    return inherited or notice_id(f"procedure/{row.key}")
