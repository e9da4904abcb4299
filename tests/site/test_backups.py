"""A backup is whole or not there; a restore is whole or has not happened: while writing goes on, and killed."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import signal
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import Any

import pytest

from opslagstavle_site.home.backups import MANIFEST
from tests.boards import SERVER, Board, Boards
from tests.site.test_sources_run import until

TABLES = ("notices_document", "notices_notice", "notices_lot", "notices_lotkind", "enterprises_enterprise",
          "matches_match", "accounts_user", "django_migrations")  # fmt: skip

WITHOUT_ALL_THEIR_LOTS = (
    "SELECT count(*) FROM notices_notice n WHERE lot_count !="
    " (SELECT count(*) FROM notices_lot l WHERE l.notice_id = n.id)"
)


def rows(board: Board) -> dict[str, list[str]]:
    """Every row of every table that matters, with its bytes."""
    return {table: sorted(map(repr, board.query(f"SELECT * FROM {table}"))) for table in TABLES}


@pytest.fixture(scope="module")
def demo(boards: Boards, tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board with the demo set, a member of staff and a code list. Only read by the tests."""
    board = boards.new(tmp_path_factory.mktemp("demo"))
    board.run("migrate", "-v0")
    board.run("load-demo")
    board.run("login-link")
    (board.folder / "codelists").mkdir()
    (board.folder / "codelists" / "code_da.xml").write_text("<lists/>")
    return board


@pytest.fixture(scope="module")
def saved(demo: Board, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("saved") / "board.tar"
    assert "read back and compared" in demo.run("backup", str(target))
    return target


@pytest.fixture
def other(boards: Boards, demo: Board, tmp_path: Path) -> Board:
    """Another board, with one enterprise less and a secret of its own."""
    board = boards.new(tmp_path / "other", like=demo)
    (board.folder / "secret-key").write_text("x" * 60)
    board.run("remove-demo")
    return board


@pytest.fixture(scope="module")
def untouched(boards: Boards, tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board that nothing happens to, whatever is tried on it: each test that tries looks."""
    board = boards.new(tmp_path_factory.mktemp("untouched"))
    board.run("migrate", "-v0")
    board.run("login-link")
    return board


def secret(board: Board) -> str:
    return (board.folder / "secret-key").read_text()


def test_restored_elsewhere_it_is_the_same_and_the_doctor_is_content(
    demo: Board, saved: Path, boards: Boards, tmp_path: Path
) -> None:
    elsewhere = boards.new(tmp_path / "elsewhere")
    said = elsewhere.run("restore", str(saved))
    assert "restored as it was at" in said
    assert rows(elsewhere) == rows(demo)
    assert secret(elsewhere) == secret(demo)
    assert stat.S_IMODE((elsewhere.folder / "secret-key").stat().st_mode) == 0o600
    assert (elsewhere.folder / "codelists" / "code_da.xml").read_text() == "<lists/>"
    doctor = json.loads(elsewhere.run("doctor", "--json", code=1))  # the code list is none, and it says so
    assert [seen["what"] for seen in doctor["seen"] if seen["state"] == "wrong"] == ["code lists"]
    assert sorted(path.name for path in elsewhere.folder.iterdir() if "rest" in path.name) == []


def test_a_backup_is_for_its_owner_only_and_names_no_user_of_the_machine(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir()] == ["board.tar"]
    with tarfile.open(saved) as tar:
        members = tar.getmembers()
        assert {(each.uid, each.uname, each.mode) for each in members} == {(0, "", 0o600)}
        manifest = manifest_of(tar)
    assert manifest["database"] == ("postgresql" if SERVER else "sqlite")
    assert {"secret-key", "codelists/code_da.xml"} < set(manifest["files"])
    assert {each.name for each in members} == {MANIFEST, *manifest["files"]}


def manifest_of(tar: tarfile.TarFile) -> dict[str, Any]:
    stream = tar.extractfile(MANIFEST)
    assert stream
    found: dict[str, Any] = json.load(stream)
    return found


def test_it_is_of_one_moment_while_others_write(boards: Boards, demo: Board, tmp_path: Path) -> None:
    """Each command writes in few transactions; of none there is a part."""
    busy, stop = boards.new(tmp_path / "busy", like=demo), threading.Event()

    def write() -> None:
        while not stop.is_set():
            busy.run("remove-demo")
            busy.run("load-demo")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [Path(busy.run("backup", str(tmp_path)).split("  ")[0]) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, path in enumerate(made):
        board = boards.new(tmp_path / f"restored-{number}")
        board.run("restore", str(path))
        assert board.query(WITHOUT_ALL_THEIR_LOTS) == [(0,)]
        assert board.query("SELECT count(*) FROM notices_document")[0][0] in (0, 45)


def test_nothing_is_overwritten_unless_one_means_it(other: Board, demo: Board, saved: Path) -> None:
    before, key = rows(other), secret(other)
    process = other.start("restore", str(saved))
    assert "--force" in process.communicate(timeout=60)[1]
    assert (process.returncode, rows(other), secret(other)) == (1, before, key)
    other.run("restore", str(saved), "--force")
    assert (rows(other), secret(other)) == (rows(demo), secret(demo))
    target = saved.parent / "board.tar"
    assert "is there already" in refused(demo, "backup", str(target))


def refused(board: Board, *arguments: str) -> str:
    process = board.start(*arguments)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 1, said
    assert "Traceback" not in said
    return said


def changed(saved: Path, target: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The backup with another manifest."""
    with tarfile.open(saved) as old, tarfile.open(target, "w") as new:
        manifest = manifest_of(old)
        change(manifest)
        content = json.dumps(manifest).encode()
        for member in old:
            stream = io.BytesIO(content) if member.name == MANIFEST else old.extractfile(member)
            member.size = len(content) if member.name == MANIFEST else member.size
            new.addfile(member, stream)
    return target


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda told: told.update(format=2), "newer version"),
        (lambda told: told["migrations"].append("home.9999_from_the_future"), "newer version (0."),
        (lambda told: told.update(database="oracle"), "this is a backup of oracle"),
        (lambda told: told["files"].update({"secret-key": "0"}), "is damaged"),
        (lambda told: told["files"].update({"missing": "0"}), "is damaged"),
        (lambda told: told.pop("files"), "this is no backup"),
        (lambda told: told.update(migrations=None), "this is no backup"),
        (lambda told: told.update(server_version="x"), "this is no backup"),
    ],
    ids=["format", "newer", "database", "sum", "missing", "manifest", "migrations", "server"],
)
def test_what_is_not_ours_is_refused_and_nothing_has_happened(
    untouched: Board, saved: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    before, key = rows(untouched), secret(untouched)
    assert reason in refused(untouched, "restore", str(changed(saved, tmp_path / "x.tar", change)), "--force")
    assert (rows(untouched), secret(untouched)) == (before, key)


def test_files_that_are_no_backups(untouched: Board, saved: Path, tmp_path: Path) -> None:
    before = rows(untouched)
    (tmp_path / "text").write_text("hello " * 1000)
    (tmp_path / "half").write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    (tmp_path / "turned").write_bytes(turned(saved.read_bytes()))
    for name in ("text", "half", "turned", "nothing"):
        refused(untouched, "restore", str(tmp_path / name), "--force")
    assert rows(untouched) == before


def forged(saved: Path, target: Path, name: str, content: bytes, *links: tarfile.TarInfo) -> Path:
    """The backup with other bytes under a name, in order with its manifest, and links beside it."""
    with tarfile.open(saved) as old:
        files = {member.name: b"".join(old.extractfile(member) or []) for member in old} | {name: content}
    manifest = json.loads(files.pop(MANIFEST))
    manifest["files"] = {each: hashlib.sha256(files[each]).hexdigest() for each in files}
    with tarfile.open(target, "w") as new:
        for link in links:
            new.addfile(link)
        for each, written in {MANIFEST: json.dumps(manifest).encode(), **files}.items():
            member = tarfile.TarInfo(each)
            member.size = len(written)
            new.addfile(member, io.BytesIO(written))
    return target


def test_a_forged_backup_writes_nothing_anywhere(other: Board, saved: Path, tmp_path: Path) -> None:
    before, key = rows(other), secret(other)
    with tarfile.open(saved) as tar:
        (database,) = (name for name in tar.getnames() if name.startswith("board."))
    link = tarfile.TarInfo("codelists")
    link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
    target = tmp_path / "x.tar"
    for name, content, links in (
        ("../../evil", b"x", []),
        (str(tmp_path / "evil"), b"x", []),
        ("codelists/evil", b"x", [link]),
        (database, gzip.compress(b"garbage" * 1000), []),
        (database, gzip.compress(b"garbage" * 1000)[:-10], []),
        (database, b"garbage", []),
    ):
        refused(other, "restore", str(forged(saved, target, name, content, *links)), "--force")
        assert not [*tmp_path.rglob("evil"), *other.folder.parent.rglob("evil")]
        assert not (other.folder / "restore-unfinished").exists()
        assert (rows(other), secret(other)) == (before, key)


def turned(content: bytes) -> bytes:
    """One bit of the database, in the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def test_a_board_that_runs_is_not_restored_over(untouched: Board, saved: Path) -> None:
    before = rows(untouched)
    with held_open(untouched):
        assert "stop" in refused(untouched, "restore", str(saved), "--force")
    assert rows(untouched) == before


@contextmanager
def held_open(board: Board) -> Iterator[None]:
    """Somebody has the database open, as a running board has."""
    process = board.start(module="tests.holding")
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_only_the_newest_are_kept(demo: Board, tmp_path: Path) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"opslagstavle-2026-01-0{day}T020000.tar").touch()
    (tmp_path / "mine.tar").touch()
    demo.environment["OPSLAGSTAVLE_BACKUPS"] = str(tmp_path)
    demo.run("backup", "--keep", "2")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == 3
    assert left[:2] == ["mine.tar", "opslagstavle-2026-01-03T020000.tar"]


STORMS = 4


def test_a_killed_backup_leaves_nothing_that_looks_like_one(demo: Board, tmp_path: Path) -> None:
    """Killed as soon as it has begun to write, then later and later."""
    folder = tmp_path / "saved"
    folder.mkdir()
    for storm in range(STORMS):
        process = demo.start("backup", str(folder))
        kill_after(process, lambda: bool(list(folder.glob(".opslagstavle-backup-*"))), 0.05 * storm)
        for path in folder.glob("*.tar"):
            check_whole(path)
    demo.run("backup", str(folder / "last.tar"))
    assert list(folder.glob(".opslagstavle-backup-*")) == []


def kill_after(process: Popen[str], begun: Callable[[], bool], seconds: float) -> None:
    """So long after it has begun; or it was quicker."""
    until(lambda: begun() or process.poll() is not None)
    with suppress(TimeoutExpired):
        process.wait(timeout=seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def check_whole(path: Path) -> None:
    with tarfile.open(path) as tar:
        assert {each.name for each in tar} == {MANIFEST, *manifest_of(tar)["files"]}


def test_a_killed_restore_has_happened_or_has_not(
    demo: Board, boards: Boards, other: Board, saved: Path, tmp_path: Path
) -> None:
    before, after = rows(other), rows(demo)
    for storm in range(STORMS):
        process = other.start("restore", str(saved), "--force")
        kill_after(process, (other.folder / "restore-unfinished").exists, 0.08 * storm)
        assert rows(other) in (before, after)
        if (other.folder / "restore-unfinished").exists():
            assert "! restore: one was broken off" in other.run("doctor", code=1)
    if SERVER:
        until(lambda: other.query(OTHERS) == [(0,)])  # the server has seen that they are gone
    other.run("restore", str(saved), "--force")
    assert (rows(other), secret(other)) == (after, secret(demo))
    assert not (other.folder / "restore-unfinished").exists()


OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
)


def test_moved_to_another_database_it_is_the_same(demo: Board, boards: Boards, tmp_path: Path) -> None:
    """From SQLite here, also where that is not the database under test."""
    old = Board(tmp_path / "old")
    old.run("migrate", "-v0")
    old.run("load-demo")
    old.run("login-link")
    new = boards.new(tmp_path / "new")
    assert "not of one version" in refused(new, "copy-board", f"sqlite:///{old.folder}/board.sqlite3")
    new.run("migrate", "-v0")
    said = new.run("copy-board", f"sqlite:///{old.folder}/board.sqlite3")
    assert "45  notices_notice" in said
    assert plain(new) == plain(old)
    assert "not empty" in refused(new, "copy-board", f"sqlite:///{old.folder}/board.sqlite3")
    new.run("login-link")  # its row gets a number of its own
    assert len(new.query("SELECT id FROM accounts_loginlink")) == 2


def plain(board: Board) -> list[list[tuple[Any, ...]]]:
    """What both databases spell alike, the bytes among it."""
    return [sorted(board.query(query)) for query in (
        "SELECT id, sha256, compressed, size, name, state FROM notices_document",
        "SELECT id, key, lineage, rank, data FROM notices_notice",
        "SELECT id, notice_id, number, data, match_count FROM notices_lot",
        "SELECT id, lot_id, enterprise_id, score FROM matches_match",
        "SELECT id, username, password FROM accounts_user",
    )]  # fmt: skip
