"""``./opslagstavle release``: notices in, OCDS out; what has no date or number is told and stops nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opslagstavle import cli
from opslagstavle.notices.formats import read_notice
from tests.library.ocds_releases import OCID, as_bytes, call, result

EFORMS = Path(__file__).parent / "eforms"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "package.json"
    path.write_bytes(as_bytes({"uri": "u", "releases": [call(), result()]}))
    return path


def asked(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = cli.main(["release", *map(str, arguments)])
    return code, *capsys.readouterr()


def test_one_release_a_line_with_the_publishers_prefix(
    capsys: pytest.CaptureFixture[str], package: Path
) -> None:
    code, out, err = asked(capsys, EFORMS / "result.xml", package, "--ocid-prefix", "ocds-abc123")
    found: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert found[0]["ocid"].startswith("ocds-abc123-")
    assert [each["ocid"] for each in found[1:]] == [OCID, OCID]  # it has one
    assert [each["tag"] for each in found] == [["award", "contract"], ["tender"], ["award", "contract"]]
    assert all(read_notice(line.encode()).ocid for line in out.splitlines())


def test_a_notice_without_a_date_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, EFORMS)
    assert code == 1
    assert len(out.splitlines()) == 2
    assert err.splitlines() == [
        f"{EFORMS / name}.xml: no date: a release needs one" for name in ("call", "modification")
    ]


def test_a_package_is_dated_like_its_newest_release(
    capsys: pytest.CaptureFixture[str], package: Path
) -> None:
    names = ("--uri", "https://a.example/p", "--publisher", "Tavlen", "--license", "https://a.example/l")
    code, out, _ = asked(capsys, package, "--package", *names)
    found = json.loads(out)
    assert code == 0
    assert (found["uri"], found["publisher"], found["license"]) == (
        "https://a.example/p",
        {"name": "Tavlen"},
        "https://a.example/l",
    )
    assert found["publishedDate"] == "2026-06-01T00:00:00Z"
    assert "publicationPolicy" not in found
    assert [each["id"] for each in found["releases"]] == ["1", "2"]
    assert '"amount": 150000.25' in out


def test_a_package_needs_to_know_where_and_by_whom(capsys: pytest.CaptureFixture[str], package: Path) -> None:
    assert asked(capsys, package, "--package", "--uri", "u") == (
        2,
        "",
        "a package needs --uri and --publisher\n",
    )


def test_reading_a_package_gives_a_notice_for_each_release(
    capsys: pytest.CaptureFixture[str], package: Path
) -> None:
    assert cli.main(["read", str(package), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["format"], each["stage"]) for each in found] == [
        ("ocds", "competition"),
        ("ocds", "result"),
    ]
