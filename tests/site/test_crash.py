"""kill -9 while an archive is read, then the same command again: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import tarfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from opslagstavle_site.notices.sources import demo
from tests.boards import Board, Boards
from tests.site.killed import PLACES

TIMES = 12
KILLS = 8
BAD = b"<ContractNotice>cut off"


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
def empty(boards: Boards, tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board with nothing on it."""
    board = boards.new(tmp_path_factory.mktemp("empty"))
    board.run("migrate", "-v0")
    return board


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than two batches to keep, and to read."""
    return made(tmp_path_factory.mktemp("few") / "notices.tar.gz", 6)


@pytest.fixture(scope="module")
def calm(few: Path, empty: Board, boards: Boards, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The board after the archive was read in peace, twice."""
    board = boards.new(tmp_path_factory.mktemp("calm"), like=empty)
    board.run("read-archive", str(few))
    once = whole_board(board)
    board.run("read-archive", str(few))
    assert whole_board(board) == once
    return once


def whole_board(board: Board) -> str:
    """Everything that does not depend on when it was written."""
    return json.dumps([sorted(map(repr, board.query(query))) for query in EVERYTHING])


def halves(board: Board) -> list[object]:
    """Whatever must never be there: read documents without a notice, notices without all their lots, lots out of step."""
    return [row for query in NEVER for row in board.query(query)]


EVERYTHING = (
    "select sha256, state, reason from notices_document",
    "select key, lineage, current, patch, rank, stage, titles, data from notices_notice",
    "select n.key, k.kind, k.name from notices_noticename k join notices_notice n on n.id = k.notice_id",
    "select n.key, l.number, l.current, l.closes, l.reserved_by, l.data from notices_lot l"
    " join notices_notice n on n.id = l.notice_id",
    "select n.key, p.ocid from notices_notice n join notices_procedure p on p.id = n.procedure_id",
    "select n.key, l.number, a.nuts from notices_lotarea a join notices_lot l on l.id = a.lot_id"
    " join notices_notice n on n.id = l.notice_id",
)
NEVER = (
    "select 'read, but not stored', name from notices_document d where state = 'read' and not exists"
    " (select 1 from notices_notice n where n.document_id = d.id)",
    "select 'without all its lots', key from notices_notice n where lot_count !="
    " (select count(*) from notices_lot l where l.notice_id = n.id)",
    "select 'in no procedure', key from notices_notice where procedure_id is null",
    "select 'without a name', key from notices_notice n where not exists"
    " (select 1 from notices_noticename k where k.notice_id = n.id and k.kind = 'own')",
    "select 'several or none current', lineage from notices_notice group by lineage, stage"
    " having count(*) filter (where current) != 1",
    "select 'out of step', l.id from notices_lot l join notices_notice n on n.id = l.notice_id where l.current != n.current",
)


@pytest.mark.parametrize("place", PLACES)
def test_killed_exactly_there_all_or_nothing_is_there(
    few: Path, empty: Board, calm: str, boards: Boards, tmp_path: Path, place: str
) -> None:
    board = boards.new(tmp_path, like=empty)
    reading = ("read-archive", str(few), "--processes", "1")
    at_the_end = place.startswith("at the end")
    board.environment["DJANGO_SETTINGS_MODULE"] = "opslagstavle_site.settings"
    process = board.start(place, "1" if at_the_end else "2", *reading, module="tests.site.killed")
    _, said = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, said
    assert halves(board) == []
    assert (whole_board(board) == calm) is at_the_end
    board.run(*reading)
    assert halves(board) == []
    assert whole_board(board) == calm


def test_nothing_is_lost_twice_or_half(archive: Path, empty: Board, boards: Boards, tmp_path: Path) -> None:
    calm, stormy = (boards.new(tmp_path / name, like=empty) for name in ("calm", "stormy"))
    began = time.monotonic()
    calm.run("read-sources", str(archive))
    whole = time.monotonic() - began
    chance = random.Random(20261123)
    partly = []
    for _ in range(KILLS):
        stormy.killed_after(chance.uniform(0.15, 1.0) * whole, "read-sources", str(archive))
        partly.append(json.loads(stormy.run("count", "--json")))
    stormy.run("read-sources", str(archive))
    expected = json.loads(calm.run("count", "--json"))
    assert json.loads(stormy.run("count", "--json")) == expected
    assert expected["documents_unreadable"] == 1
    assert expected["documents_to_read"] == 0
    assert expected["notices"] > 30 * TIMES
    assert any(state["documents"] > 0 for state in partly)
    for state in partly:  # never half: what is read has its notice, in whole
        assert state["documents"] <= expected["documents"]
    stormy.run("read-sources", str(archive))
    assert json.loads(stormy.run("count", "--json")) == expected


def test_ctrl_c_ends_in_a_sentence_and_the_same_command_goes_on(
    empty: Board, boards: Boards, tmp_path: Path
) -> None:
    archive = tmp_path / "many.tar"
    with tarfile.open(archive, "w") as tar:
        for number in range(3000):
            info = tarfile.TarInfo(f"{number}.xml")
            info.size = len(content := b"<nothing>%d</nothing>" % number)
            tar.addfile(info, BytesIO(content))
    board = boards.new(tmp_path / "board", like=empty)
    process = board.start("read-archive", str(archive))
    assert process.stdout
    while "documents" not in process.stdout.readline():
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "Stopped. What was done stays; read-archive can be run again."
    assert "Traceback" not in said
    board.run("read-archive", str(archive))
    states = board.query("SELECT state, count(*) FROM notices_document GROUP BY state")
    assert states == [("unreadable", 3000)]
