"""A PostgreSQL server of its own with a board of half a million notices and ten thousand enterprises.

The real notices go in through the product's own code, in Danish words (``bench.danish``). Then the database itself copies every
row that came of it under other numbers, with its days spread over five years. Filling takes minutes: ``OPSLAGSTAVLE_BENCH_CACHE``
names a folder where a filled server is kept, and found again while nothing that filling depends on has changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.run import find_postgresql, quietly

from bench.table import ROOT, SHARED

NOTICES = int(os.environ.get("OPSLAGSTAVLE_BENCH_NOTICES", "500000"))
ENTERPRISES = 10_000
OPEN_ONE_IN = 8
MATCHED_ONE_IN = 8
"""Lots that are matched: of all of them every enterprise would have thousands of matches, and the disk would be full."""
YEARS = 5
STEP = 1_000_000
"""What is added to every number for each copy: there are fewer rows of a kind in the first filling."""
SETTINGS = {
    "shared_buffers": "6GB",
    "effective_cache_size": "12GB",
    "maintenance_work_mem": "1GB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "shared_preload_libraries": "pg_stat_statements",
}
"""Buffers: a quarter of a machine of 24 GB, as PostgreSQL advises. Filling runs without ``fsync``, measuring with it."""


@contextmanager
def filled() -> Iterator[str]:
    """The address of a running server that is filled."""
    kept = os.environ.get("OPSLAGSTAVLE_BENCH_CACHE")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(kept or temporary) / f"board-{fingerprint()}"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "filled").exists():
            if (folder / "data").exists():
                shutil.rmtree(folder / "data")  # broken off in the middle
            with running(folder, fsync="off") as url:
                fill(url)
            (folder / "filled").touch()
        with running(folder, fsync="on") as url:
            yield url


def fingerprint() -> str:
    """Of what the filling depends on: this code, the tables, how many."""
    total = hashlib.sha256(f"{NOTICES} {ENTERPRISES}".encode())
    files = [Path(__file__), *(ROOT / "bench" / name for name in ("danish.py", "invented.py"))]
    for path in [*files, *sorted((ROOT / "src").rglob("migrations/*.py"))]:
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


@contextmanager
def running(folder: Path, *, fsync: str) -> Iterator[str]:
    """A server over the folder's data, made if there is none. It listens on a socket in the folder and stops afterwards."""
    server = find_postgresql()
    assert server is not None, "PostgreSQL is not installed (Debian: apt install postgresql)"
    run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run_as:
        folder.parent.chmod(0o755)
        quietly("chown", "postgres", str(folder))
    data = folder / "data"
    if not data.exists():
        quietly(
            *run_as, *f"{server / 'initdb'} -D {data} -U postgres -A trust -E UTF8 --locale=C.UTF-8".split()
        )
    options = " ".join(f"-c {name}={value}" for name, value in {**SETTINGS, "fsync": fsync}.items())
    control = [*run_as, str(server / "pg_ctl"), "-D", str(data)]
    quietly(
        *control, "-o", f"-k {folder} -c listen_addresses='' {options}", "-l", f"{folder}/log", "-w", "start"
    )
    try:
        yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        quietly(*control, "-m", "fast", "-w", "stop")


def fill(url: str) -> None:
    """In a process of its own, because a process has one set of settings."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "DATABASE_URL": url, "OPSLAGSTAVLE_DATA": data}
        subprocess.run(
            [sys.executable, "-m", "bench.filling"], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
        )


def fill_here() -> None:
    from bench.ingest import start_site

    start_site()
    steps = (read_real_notices, register, match_some, index, multiply, count, analyze)
    for step in steps:
        began = perf_counter()
        step()
        print(f"{step.__name__.replace('_', ' ')}: {perf_counter() - began:.0f} s", flush=True)


def read_real_notices() -> None:
    """As ``read-archive`` would, but in Danish."""
    import zlib

    from bench.danish import Danish
    from opslagstavle.notices.archives import documents
    from opslagstavle.notices.formats import read_notice
    from opslagstavle_site.notices import actions
    from opslagstavle_site.notices.models import Document
    from opslagstavle_site.notices.rows import prepared
    from opslagstavle_site.notices.storing import store

    danish = Danish()
    source = actions.add_folder(path=SHARED / "notices")
    items = (
        (name, content) for name, content in documents([SHARED / "notices"]) if isinstance(content, bytes)
    )
    for batch in actions._batches(items):
        actions.keep_documents(source=source, items=batch)
    rows = Document.objects.order_by("pk")
    for start in range(0, rows.count(), actions.READ_AT_ONCE):
        results: list[Any] = []
        for row in rows[start : start + actions.READ_AT_ONCE]:
            read = danish.notice(read_notice(zlib.decompress(row.compressed)), row.sha256)
            results.append((row.pk, prepared(read, row.sha256)))
        store(results=results)


def register() -> None:
    from django.db import transaction

    from bench.invented import enterprises
    from opslagstavle_site.enterprises.actions import register_enterprise

    invented = list(enterprises(ENTERPRISES))
    for start in range(0, ENTERPRISES, 100):
        with transaction.atomic():
            for enterprise in invented[start : start + 100]:
                register_enterprise(enterprise=enterprise)


def match_some() -> None:
    from django.db.models import F
    from django.db.models.functions import Mod
    from django.utils import timezone

    from opslagstavle_site.matches.actions import match_lots, matched_state
    from opslagstavle_site.notices.models import Lot

    others = Lot.objects.annotate(rest=Mod(F("notice_id"), MATCHED_ONE_IN)).exclude(rest=0)
    others.update(matched_against=matched_state(on=timezone.localdate()))
    list(match_lots(on=timezone.localdate()))


def index() -> None:
    """What lots and enterprises are found by in words."""
    from opslagstavle_site.enterprises.indexing import index_enterprises
    from opslagstavle_site.notices.indexing import index_lots

    list(index_lots())
    list(index_enterprises())


def count() -> None:
    from django.utils import timezone

    from opslagstavle_site.notices.counting import count_lots

    count_lots(on=timezone.localdate())


def multiply() -> None:
    from django.apps import apps
    from django.db import connection

    from opslagstavle_site.notices.models import Notice

    copies = -(-NOTICES // Notice.objects.filter(current=True).count())
    models = copied_models(apps.get_models())
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        make_days(cursor)
        put_back = take_away_indexes(cursor, tables)
        for model in models:
            for first in range(1, copies, 20):
                cursor.execute(copying(model, models, first, min(first + 19, copies - 1)))
        for statement in put_back:
            cursor.execute(statement)


def copied_models(every: Any) -> list[Any]:
    """What hangs on documents, procedures and notices, parents first, and what lots are found by; the register is not copied."""
    from opslagstavle_site.notices.models import Document, Procedure
    from opslagstavle_site.search.models import Entry

    found: list[Any] = [Document, Procedure, Entry]
    added = True
    while added:
        added = False
        for model in every:
            parents = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
            if model not in found and parents & set(found):
                found.append(model)
                added = True
    return found


NAMED = {"Notice": {"key", "lineage"}, "NoticeName": {"name"}}
"""What names a notice, beside what must be unique anyway."""
OTHERS = {"Entry": " AND t.corpus = 'lot'"}
"""Whoever else stands in a table is not copied."""


def copying(model: Any, models: list[Any], first: int, last: int) -> str:
    """Copy the rows of the first filling under other numbers."""
    columns, values = [], []
    spread = {"Notice": days(f"t.id + n * {STEP}"), "Lot": days_of_lots(f"t.notice_id + n * {STEP}")}
    for field in model._meta.concrete_fields:
        column = f't."{field.column}"'
        moves = field.related_model in models if field.is_relation else field.primary_key
        named = field.unique or field.name in NAMED.get(model.__name__, ())
        if field.name in (own := spread.get(model.__name__, {})):
            value = own[field.name]
        elif moves or (model.__name__ == "Entry" and field.name == "number"):
            value = f"{column} + n * {STEP}"
        elif named and field.max_length:
            value = f"left(n || '-' || {column}, {field.max_length})"
        else:
            value = column
        columns.append(f'"{field.column}"')
        values.append(value)
    table, key = model._meta.db_table, model._meta.pk.column
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} t, "
        f'generate_series({first}, {last}) n WHERE t."{key}" < {STEP}{OTHERS.get(model.__name__, "")}'
    )


def take_away_indexes(cursor: Any, tables: list[str]) -> list[str]:
    """All indexes and constraints but primary keys; what puts them back. Rows come in several times as fast without."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('u', 'f') AND conrelid::regclass::text = ANY(%s) ORDER BY contype DESC",
        [tables],
    )
    constraints = cursor.fetchall()
    for table, name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        [tables],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    adding = [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in constraints
    ]
    return [definition for _, definition in indexes] + adding


def make_days(cursor: Any) -> None:
    """One notice in eight is open; the others came out in the five years before. By the notice's number: its lots agree."""
    cursor.execute(
        f"CREATE FUNCTION pg_temp.opened(notice bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$"
        f" SELECT (hashint8(notice) & 1073741823) % {OPEN_ONE_IN} = 0 $$"
    )
    cursor.execute(
        "CREATE FUNCTION pg_temp.came_out(notice bigint) RETURNS date LANGUAGE sql STABLE AS $$"
        f" SELECT current_date - CASE WHEN pg_temp.opened(notice) THEN ((notice * 7919) % 41)::int"
        f" ELSE 41 + ((notice * 7919) % {YEARS * 365 - 41})::int END $$"
    )
    cursor.execute(
        "UPDATE notices_notice t SET "
        + ", ".join(f'"{name}" = {value}' for name, value in days("t.id").items())
    )
    cursor.execute(
        "UPDATE notices_lot t SET "
        + ", ".join(f'"{name}" = {value}' for name, value in days_of_lots("t.notice_id").items())
    )


def days(notice: str) -> dict[str, str]:
    """Column of a notice → its value, by the notice's number."""
    came_out = f"pg_temp.came_out({notice})"
    return {
        "published": came_out,
        "stored_at": came_out,
        "changed_at": came_out,
        "stage": f"CASE WHEN pg_temp.opened({notice}) THEN 'competition' ELSE t.stage END",
    }


def days_of_lots(notice: str) -> dict[str, str]:
    found = days(notice)
    del found["stored_at"], found["changed_at"]
    found["closes"] = (
        f"CASE WHEN pg_temp.opened({notice}) THEN {found['published']} + 41"
        f" WHEN t.closes IS NOT NULL THEN {found['published']} + 35 END"
    )
    return found


def analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


if __name__ == "__main__":
    fill_here()
