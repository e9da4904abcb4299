"""Bytes to searchable: real notices, several times over under other numbers, by ``read-archive`` on SQLite and on PostgreSQL.

Each database has a process of its own, because a process has one set of settings.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.run import find_postgresql, postgresql

from bench.table import ROOT, SHARED, Table

ARCHIVES = ("eforms.tar.xz", "ted-r209.tar.xz", "ted-r208.tar.xz", "ocds.tar.xz")
ROUNDS = 5
WANTED_RATE = 150
MOST_GROWTH = 1.25
"""How much more memory the end may take than the first quarter."""
_NUMBER = re.compile(rb"(?<![\w-])(\d{3,8})-(20[12]\d)(?![\w-])")
_OJS = re.compile(rb"(20[12]\d/S \d{3}-)(\d{3,7})(?!\d)")
_UUID = re.compile(rb"(?<![0-9a-f-])[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


def run() -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        archive = made(Path(folder) / "notices.tar.gz")
        table = Table("ingest", ("database", "documents", "notices", "lots", "seconds", "documents/s", "first quarter/s",
                                 "last quarter/s", "MB at a quarter", "MB at the end", "again s"))  # fmt: skip
        add(table, archive, f"{folder}/sqlite", {})
        if server := find_postgresql():
            with postgresql(server) as url:
                add(table, archive, f"{folder}/postgresql", {"DATABASE_URL": url})
        else:
            table.notes.append("PostgreSQL is not installed: not measured.")
        table.notes.append(
            f"The real notices {ROUNDS} times over. All cores; wanted: at least {WANTED_RATE} documents a second, and memory that"
            f" grows by less than {MOST_GROWTH - 1:.0%} after the first quarter. MB: of all processes, without mapped files."
        )
        return [table]


def made(path: Path) -> Path:
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for number in range(ROUNDS):
            for name, content in real():
                info = tarfile.TarInfo(f"{number}/{name}")
                renamed = renumbered(content, number)
                info.size = len(renamed)
                tar.addfile(info, io.BytesIO(renamed))
    return path


def real() -> Iterator[tuple[str, bytes]]:
    for archive in ARCHIVES:
        with tarfile.open(SHARED / "notices" / archive) as tar:
            for member in tar:
                if stream := tar.extractfile(member):
                    yield member.name, stream.read()


def renumbered(content: bytes, number: int) -> bytes:
    """The same notice under other numbers, and so are the notices it refers to."""
    if not number:
        return content
    digit, eight = b"%d" % number, b"%08x" % number
    content = _NUMBER.sub(rb"\g<1>" + digit + rb"-\g<2>", content)
    content = _OJS.sub(rb"\g<1>\g<2>" + digit, content)
    return _UUID.sub(eight, content)


def add(table: Table, archive: Path, data: str, environment: dict[str, str]) -> None:
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.ingest", str(archive)],
        env={**without, "OPSLAGSTAVLE_DATA": data, **environment}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        table.passed = False
        table.notes.append(f"failed: {done.stderr[-500:]}")
        return
    found = json.loads(done.stdout)
    table.rows.append(tuple(found["row"]))
    table.notes += found["notes"]
    table.passed = table.passed and found["passed"]


def start_site() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opslagstavle_site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measure(archive: Path) -> dict[str, Any]:
    from django.db import connection

    from opslagstavle_site.notices import queries
    from opslagstavle_site.notices.actions import read_archive
    from opslagstavle_site.notices.models import Lot, Notice

    began = perf_counter()
    marks: list[tuple[int, float, float]] = []  # documents read, seconds, megabytes
    at_the_end = 0.0
    for progress in read_archive(path=archive):
        quarter = int(progress.position / progress.size * 4)
        if quarter > len(marks):
            marks.append((progress.read, perf_counter() - began, megabytes()))
        at_the_end = megabytes() if progress.position < progress.size else at_the_end
    taken = perf_counter() - began
    again = perf_counter()
    list(read_archive(path=archive))
    again = perf_counter() - again
    (first, first_seconds, at_a_quarter), (third, third_seconds, _) = marks[0], marks[2]
    row = (
        connection.vendor, progress.read, Notice.objects.count(), Lot.objects.count(), taken, progress.read / taken,
        first / first_seconds, (progress.read - third) / (taken - third_seconds), at_a_quarter, at_the_end, again,
    )  # fmt: skip
    unreadable = queries.quarantine().count()
    return {
        "row": row,
        "notes": [f"{connection.vendor}: {unreadable} unreadable."],
        "passed": progress.read / taken >= WANTED_RATE and at_the_end <= at_a_quarter * MOST_GROWTH,
    }


def megabytes() -> float:
    """What this process and its children hold now (Linux), without the pages of files that are mapped."""
    statuses = (path.read_text() for path in Path("/proc").glob("[0-9]*/status"))
    found = [
        dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        for status in readable(statuses)
    ]
    ours = [each for each in found if str(os.getpid()) in (each["Pid"].strip(), each["PPid"].strip())]
    return sum(int(each.get("RssAnon", "0 kB").split()[0]) for each in ours) / 1024


def readable(statuses: Iterator[str]) -> Iterator[str]:
    """A process may end while one looks."""
    while True:
        try:
            yield next(statuses)
        except StopIteration:
            return
        except OSError:
            continue


if __name__ == "__main__":
    start_site()
    print(json.dumps(measure(Path(sys.argv[1]))))
