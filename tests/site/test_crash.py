"""kill -9 while an archive is read, then the same command again: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from opslagstavle_site.notices.sources import demo
from tests.site.killed import PLACES

TIMES = 12
KILLS = 8
BAD = b"<ContractNotice>cut off"


def command(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "opslagstavle_site", *arguments]


def environment(data: Path) -> dict[str, str]:
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **without,
        "OPSLAGSTAVLE_DATA": str(data),
        "PYTHONPATH": f"{settings.ROOT / 'src'}{os.pathsep}{settings.ROOT}",
    }


def run(data: Path, *arguments: str) -> str:
    done = subprocess.run(
        command(data, *arguments), env=environment(data), capture_output=True, text=True, check=True
    )
    return done.stdout


def killed_after(seconds: float, data: Path, *arguments: str) -> None:
    process = subprocess.Popen(
        command(data, *arguments), env=environment(data), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred notices of our own making, one of which is no notice."""
    return made(tmp_path_factory.mktemp("archive") / "notices.tar.gz", TIMES)


def made(path: Path, times: int) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for number in range(times):
            for name, content in demo.documents(date(2026, 1, 5)):
                add(tar, f"{number}-{name}", another(content, number))
        add(tar, "bad.xml", BAD)
    return path


def another(content: bytes, number: int) -> bytes:
    """The same notice under another identity: its ids begin otherwise."""
    return re.sub(
        rb"(scheme(?:Name|ID)=\"[^\"]*\">|ContractFolderID[^>]*>)[0-9a-f]{8}-",
        rb"\g<1>%08x-" % number,
        content,
    )


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name if name.endswith(".xml") else f"{name}.xml")
    info.size = len(content)
    tar.addfile(info, BytesIO(content))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board with nothing on it."""
    data = tmp_path_factory.mktemp("empty")
    run(data, "migrate", "-v0")
    return data


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than two batches to keep, and to read."""
    return made(tmp_path_factory.mktemp("few") / "notices.tar.gz", 6)


@pytest.fixture(scope="module")
def calm(few: Path, empty: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The board after the archive was read in peace, twice."""
    data = tmp_path_factory.mktemp("calm")
    shutil.copytree(empty, data, dirs_exist_ok=True)
    run(data, "read-archive", str(few))
    once = whole_board(data)
    run(data, "read-archive", str(few))
    assert whole_board(data) == once
    return once


def whole_board(data: Path) -> str:
    """Everything that does not depend on when it was written."""
    with closing(sqlite3.connect(data / "board.sqlite3")) as database:
        return json.dumps([database.execute(query).fetchall() for query in EVERYTHING])


def halves(data: Path) -> list[object]:
    """Whatever must never be there: read documents without a notice, notices without all their lots, lots out of step."""
    with closing(sqlite3.connect(data / "board.sqlite3")) as database:
        return [row for query in NEVER for row in database.execute(query).fetchall()]


EVERYTHING = (
    "select sha256, state, reason from notices_document order by 1",
    "select key, lineage, current, patch, rank, stage, titles, data from notices_notice order by 1",
    "select n.key, k.kind, k.name from notices_noticename k join notices_notice n on n.id = k.notice_id order by 1, 2, 3",
    "select n.key, l.number, l.current, l.closes, l.reserved_by, l.data from notices_lot l"
    " join notices_notice n on n.id = l.notice_id order by 1, 2",
    "select n.key, p.ocid from notices_notice n join notices_procedure p on p.id = n.procedure_id order by 1",
    "select n.key, l.number, a.nuts from notices_lotarea a join notices_lot l on l.id = a.lot_id"
    " join notices_notice n on n.id = l.notice_id order by 1, 2, 3",
)
NEVER = (
    "select 'read, but not stored', name from notices_document d where state = 'read' and not exists"
    " (select 1 from notices_notice n where n.document_id = d.id)",
    "select 'without all its lots', key from notices_notice n where lot_count !="
    " (select count(*) from notices_lot l where l.notice_id = n.id)",
    "select 'in no procedure', key from notices_notice where procedure_id is null",
    "select 'without a name', key from notices_notice n where not exists"
    " (select 1 from notices_noticename k where k.notice_id = n.id and k.kind = 'own')",
    "select 'several or none current', lineage from notices_notice group by lineage, stage having sum(current) != 1",
    "select 'out of step', l.id from notices_lot l join notices_notice n on n.id = l.notice_id where l.current != n.current",
)


@pytest.mark.parametrize("place", PLACES)
def test_killed_exactly_there_all_or_nothing_is_there(
    few: Path, empty: Path, calm: str, tmp_path: Path, place: str
) -> None:
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    reading = ("read-archive", str(few), "--processes", "1")
    at_the_end = place.startswith("at the end")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.site.killed", place, "1" if at_the_end else "2", *reading],
        env={**environment(tmp_path), "DJANGO_SETTINGS_MODULE": "opslagstavle_site.settings"},
        cwd=settings.ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert halves(tmp_path) == []
    assert (whole_board(tmp_path) == calm) is at_the_end
    run(tmp_path, *reading)
    assert halves(tmp_path) == []
    assert whole_board(tmp_path) == calm


def test_nothing_is_lost_twice_or_half(archive: Path, tmp_path: Path) -> None:
    calm, stormy = tmp_path / "calm", tmp_path / "stormy"
    for data in (calm, stormy):
        run(data, "migrate", "-v0")
    began = time.monotonic()
    run(calm, "read-sources", str(archive))
    whole = time.monotonic() - began
    chance = random.Random(20261123)
    partly = []
    for _ in range(KILLS):
        killed_after(chance.uniform(0.15, 1.0) * whole, stormy, "read-sources", str(archive))
        partly.append(json.loads(run(stormy, "count", "--json")))
    run(stormy, "read-sources", str(archive))
    expected = json.loads(run(calm, "count", "--json"))
    assert json.loads(run(stormy, "count", "--json")) == expected
    assert expected["documents_unreadable"] == 1
    assert expected["documents_to_read"] == 0
    assert expected["notices"] > 30 * TIMES
    assert any(state["documents"] > 0 for state in partly)
    for state in partly:  # never half: what is read has its notice, in whole
        assert state["documents"] <= expected["documents"]
    run(stormy, "read-sources", str(archive))
    assert json.loads(run(stormy, "count", "--json")) == expected


def test_ctrl_c_ends_in_a_sentence_and_the_same_command_goes_on(tmp_path: Path) -> None:
    archive = tmp_path / "many.tar"
    with tarfile.open(archive, "w") as tar:
        for number in range(3000):
            info = tarfile.TarInfo(f"{number}.xml")
            info.size = len(content := b"<nothing>%d</nothing>" % number)
            tar.addfile(info, BytesIO(content))
    run(tmp_path, "migrate")
    process = subprocess.Popen(
        command(tmp_path, "read-archive", str(archive)), env=environment(tmp_path), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    while "documents" not in process.stdout.readline():
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "Stopped. What was done stays; read-archive can be run again."
    assert "Traceback" not in said
    run(tmp_path, "read-archive", str(archive))
    with closing(sqlite3.connect(tmp_path / "board.sqlite3")) as board:
        states = board.execute("SELECT state, count(*) FROM notices_document GROUP BY state").fetchall()
    assert states == [("unreadable", 3000)]
