"""The command line as a person or a script meets it: what is printed where, and which exit code says what."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from opslagstavle import cli
from opslagstavle.cli import WORTH_A_POOL
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE
from tests.conftest import ROOT, missing

EFORMS = Path(__file__).parent / "eforms"
CALL, RESULT = EFORMS / "call.xml", EFORMS / "result.xml"
CALL_ID = "2f6d0f0e-0000-4000-8000-000000000002"
ENTERPRISES = [
    {"key": "koekken", "name": "Køkkenet", "kinds": ["canteen"], "places": ["DK04"]},
    {"key": "vask", "name": "Vaskeriet", "kinds": ["laundry"], "places": ["DK04"]},
]


@pytest.fixture
def enterprises(tmp_path: Path) -> Path:
    path = tmp_path / "enterprises.json"
    path.write_text(json.dumps(ENTERPRISES))
    return path


@dataclass
class Told:
    """What a command in this very process printed and gave back."""

    returncode: int
    stdout: str
    stderr: str


Ask = Callable[..., Told]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def command(*arguments: str | Path) -> Told:
        code = cli.main([str(argument) for argument in arguments])
        return Told(code, *capsys.readouterr())

    return command


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "opslagstavle.cli", *map(str, arguments)],
        capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )  # fmt: skip


def lines(done: Told | subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


class TestRead:
    def test_one_json_object_a_line_is_the_notice_itself(self, ask: Ask) -> None:
        done = ask("read", CALL, RESULT, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        read = [NOTICE.validate_json(line) for line in done.stdout.splitlines()]
        assert read == [read_notice(path.read_bytes()) for path in (CALL, RESULT)]

    def test_what_cannot_be_read_is_told_apart_and_stops_nothing(self, ask: Ask, tmp_path: Path) -> None:
        page, gone = tmp_path / "page.xml", tmp_path / "gone.xml"
        page.write_text("<!DOCTYPE html><html><p>Siden findes ikke</html>")
        done = ask("read", page, CALL, gone, "--json")
        assert done.returncode == 1
        assert [notice["notice_id"] for notice in lines(done)] == [CALL_ID]
        assert done.stderr.splitlines() == [
            f"{page}: an HTML page, not a notice (line 1)",
            f"{gone}: there is no such file or folder",
        ]

    def test_a_folder_is_read_in_the_order_of_its_names_and_an_empty_one_is_told(
        self, ask: Ask, tmp_path: Path
    ) -> None:
        (tmp_path / "empty").mkdir()
        done = ask("read", EFORMS, tmp_path / "empty", "--json")
        assert [notice["stage"] for notice in lines(done)] == [
            "competition",
            "competition",
            "modification",
            "result",
        ]
        assert done.stderr == f"{tmp_path / 'empty'}: there is no notice in it\n"
        assert done.returncode == 1

    def test_text_names_stage_buyer_and_every_lot(self, ask: Ask) -> None:
        done = ask("read", CALL)
        first, *lots = done.stdout.splitlines()
        assert first == f"{CALL_ID}  competition  no date  buyer not stated"
        assert [line.split()[0] for line in lots] == ["LOT-0001", "PAR-0002"]
        assert lots[0] == "    LOT-0001  55512000  DK042  closes 2024-06-03  reserved  Kantine på rådhuset"

    def test_json_is_utf_8_wherever_it_is_printed(self) -> None:
        done = run("read", RESULT, "--json", PYTHONIOENCODING="latin-1")
        assert NOTICE.validate_json(done.stdout) == read_notice(RESULT.read_bytes())
        assert "k?b" in run("read", RESULT, PYTHONIOENCODING="ascii").stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More documents than are read without a pool, one of them cut off."""
    path = tmp_path_factory.mktemp("archive") / "many.tar.gz"
    cut = path.with_name("cut.xml")
    cut.write_bytes(CALL.read_bytes()[:500])
    with tarfile.open(path, "w:gz") as tar:
        for number in range(3 * WORTH_A_POOL):
            tar.add(CALL if number % 2 else RESULT, f"{number:04}.xml")
            if number == WORTH_A_POOL:
                tar.add(cut, "cut.xml")
    return path


class TestManyDocuments:
    def test_all_cores_give_them_in_order(self, archive: Path) -> None:
        done = run("read", archive, "--json")
        stages = [notice["stage"] for notice in lines(done)]
        assert stages == ["result", "competition"] * (len(stages) // 2)
        assert len(stages) == 3 * WORTH_A_POOL
        assert done.returncode == 1
        assert "cut.xml: not well-formed XML" in done.stderr

    def test_matches_are_those_of_a_single_document(self, archive: Path, enterprises: Path) -> None:
        alone = run("match", "--enterprises", enterprises, CALL, "--json", "--on", "2026-01-05")
        many = run("match", "--enterprises", enterprises, archive, "--json", "--on", "2026-01-05")
        wanted = [line for line in alone.stdout.splitlines() if CALL_ID in line]
        found = [line for line in many.stdout.splitlines() if CALL_ID in line]
        assert wanted
        assert found == wanted * (3 * WORTH_A_POOL // 2)

    def test_a_reader_who_has_seen_enough_causes_no_noise(self, archive: Path) -> None:
        command = f"{sys.executable} -m opslagstavle.cli read {archive} {archive} --json | head -n 1"
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
        )  # fmt: skip
        assert json.loads(done.stdout)["format"] == "eforms"
        assert [line for line in done.stderr.splitlines() if "cut.xml" not in line] == []

    def test_ctrl_c_ends_it_at_once_and_quietly(self, archive: Path) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "opslagstavle.cli", "read", *[archive] * 400, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        _, said = process.communicate(timeout=20)
        assert process.returncode == 130
        assert [line for line in said.splitlines() if "cut.xml" not in line] == []


class TestMatch:
    def test_each_match_has_its_reasons(self, ask: Ask, enterprises: Path) -> None:
        done = ask("match", "--enterprises", enterprises, CALL, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        found = lines(done)
        assert [(match["notice"], match["lot"], match["enterprise"]) for match in found] == [
            (CALL_ID, "LOT-0001", "koekken")
        ]
        for match in found:
            assert match["score"] == sum(part["weight"] for part in match["contributions"])
            assert match["route"]
            assert match["route_reason"]["reference"]

    def test_text_has_every_lot_and_who_could_do_it(self, ask: Ask, enterprises: Path) -> None:
        done = ask("match", "--enterprises", enterprises, CALL)
        lot, found, other = done.stdout.splitlines()
        assert lot == f"{CALL_ID} LOT-0001  Kantine på rådhuset"
        assert found.split()[1:3] == ["reserved", "koekken"]
        assert "kantine, 55512000" in found
        assert other == f"{CALL_ID} PAR-0002  Kantine"

    def test_the_day_decides_about_deadlines(self, ask: Ask, enterprises: Path) -> None:
        (deadline,) = (lot.deadline.day for lot in read_notice(CALL.read_bytes()).lots if lot.deadline)
        routes = []
        for day in (deadline, deadline + timedelta(days=1)):
            done = ask("match", "--enterprises", enterprises, CALL, "--json", "--on", day.isoformat())
            routes.append([match["route"] for match in lines(done)])
        assert routes == [["reserved"], ["not_for_you"]]

    def test_top_says_how_many(self, ask: Ask, tmp_path: Path) -> None:
        twins = [{**ENTERPRISES[0], "key": key} for key in ("b", "a", "c")]
        (tmp_path / "twins.json").write_text(json.dumps(twins))
        done = ask("match", "--enterprises", tmp_path / "twins.json", CALL, "--json", "--top", "2")
        assert [match["enterprise"] for match in lines(done)] == ["a", "b"]

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("gone.json", None, "gone.json: cannot be read: No such file or directory"),
            ("list.txt", "[]", "list.txt: not a known kind of file"),
            ("bad.json", "[{]", "bad.json: line 1: not JSON"),
            ("odd.yaml", "- {key: a, name: A, kinds: [alchemy]}", "kinds: no such kind of work: 'alchemy'"),
        ],
    )
    def test_enterprises_that_cannot_be_used_are_a_wrong_question(
        self, ask: Ask, tmp_path: Path, name: str, content: str | None, said: str
    ) -> None:
        if content is not None:
            (tmp_path / name).write_text(content)
        done = ask("match", "--enterprises", tmp_path / name, CALL)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "COMMAND"),
        (("fly",), "invalid choice: 'fly'"),
        (("read",), "FILE"),
        (("match", "x.xml"), "--enterprises"),
        (("match", "--enterprises", "e.json", "x.xml", "--on", "tomorrow"), "not a day: 'tomorrow'"),
        (("match", "--enterprises", "e.json", "x.xml", "--top", "0"), "not a number above 0: '0'"),
    ],
)
def test_wrong_questions(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(list(arguments))
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["read", "match", "release"])
def test_help_explains_the_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([command, "--help"])
    assert stopped.value.code == 0
    assert "exit code: 0 all was read" in capsys.readouterr().out


def test_fields_and_schema_are_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fields"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert {len(row) for row in rows} == {4}
    assert ["eforms", "lots.titles", "BT-21-Lot"] in [row[:3] for row in rows]
    assert {row[0] for row in rows} == {"eforms", "ted-r209", "ted-r208", "ocds"}
    assert cli.main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Notice"


NO_REGISTRY = ("the package registry was not reached", "the packages could not be installed")


@dataclass
class Copy:
    """``./opslagstavle`` of a copy that has the library and nothing of the site; its environment lies elsewhere."""

    home: Path

    @property
    def python(self) -> Path:
        return self.home / "environment" / "bin" / "python"

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.home / "copy" / "opslagstavle"), *map(str, arguments)],
            capture_output=True, encoding="utf-8", cwd=self.home,
            env={**os.environ, "OPSLAGSTAVLE_VENV": str(self.home / "environment"), "PYTHONPATH": ""},
        )  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    home = tmp_path_factory.mktemp("fresh")
    shutil.copytree(ROOT / "src" / "opslagstavle", home / "copy" / "src" / "opslagstavle")
    shutil.copytree(ROOT / "requirements", home / "copy" / "requirements")
    shutil.copy2(ROOT / "opslagstavle", home / "copy" / "opslagstavle")
    copy = Copy(home)
    done = copy.run("read", CALL, "--json")
    if done.returncode and any(reason in done.stderr for reason in NO_REGISTRY):
        missing("network", f"the library's packages could not be installed: {done.stderr.strip()[-300:]}")
    assert [notice["notice_id"] for notice in lines(done)] == [CALL_ID], done.stderr
    return copy


class TestWithoutDjango:
    """The library's commands in an environment that ``./opslagstavle`` made for them alone."""

    @pytest.mark.parametrize("module", ["django", "opslagstavle_site", "httpx"])
    def test_only_what_the_library_needs_is_installed(self, fresh: Copy, module: str) -> None:
        tried = subprocess.run(
            [fresh.python, "-c", f"import {module}"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""}
        )  # fmt: skip
        assert f"No module named '{module}'" in tried.stderr

    def test_own_notices_are_read_and_matched(self, fresh: Copy, enterprises: Path) -> None:
        done = fresh.run("read", CALL, RESULT, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert [NOTICE.validate_json(line) for line in done.stdout.splitlines()] == [
            read_notice(path.read_bytes()) for path in (CALL, RESULT)
        ]
        matched = fresh.run("match", "--enterprises", enterprises, CALL, RESULT, "--json")
        assert [match["enterprise"] for match in lines(matched)] == ["koekken", "vask"]

    def test_schema_and_fields_are_printed(self, fresh: Copy) -> None:
        assert json.loads(fresh.run("schema").stdout)["title"] == "Notice"
        assert "BT-21-Lot" in fresh.run("fields").stdout

    def test_releases_are_printed(self, fresh: Copy) -> None:
        assert [each["tag"] for each in lines(fresh.run("release", RESULT))] == [["award", "contract"]]

    def test_real_notices_are_read_and_matched(
        self, fresh: Copy, real_notices: dict[str, bytes], enterprises: Path, tmp_path: Path
    ) -> None:
        chosen = ("672025-2023", "625500-2021")
        paths = [tmp_path / f"{number}.xml" for number in chosen]
        for number, path in zip(chosen, paths, strict=True):
            path.write_bytes(real_notices[number])
        read = lines(fresh.run("read", *paths, "--json"))
        assert [notice["publication_number"] for notice in read] == list(chosen)
        matched = lines(fresh.run("match", "--enterprises", enterprises, *paths, "--json"))
        assert {(match["notice"], match["enterprise"]) for match in matched} == {("625500-2021", "koekken")}
