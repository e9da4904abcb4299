"""The documents are true: what the code has is mentioned where one looks for it, and what they mention is there."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from bench.__main__ import BENCHES
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

from opslagstavle import cli
from opslagstavle.rules.book import book
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
SCRIPT = (ROOT / "opslagstavle").read_text()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), *DECISIONS]
OF_THE_SCRIPT = {"setup", "test", "bench", "lock", "help"}
SETTING = re.compile(r"\b(?:OPSLAGSTAVLE_[A-Z_]*[A-Z]|DATABASE_URL)\b")


@cache
def kept_files() -> tuple[Path, ...]:
    """What git keeps, or would keep if it were added."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        missing("git", "not a clone: the list of kept files cannot be had")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def texts() -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            continue  # a picture


def own_commands() -> set[str]:
    return {
        name.replace("_", "-") for name, app in get_commands().items() if str(app).startswith("opslagstavle")
    }


def library_commands() -> set[str]:
    found = cli._parser()._subparsers
    assert found is not None
    choices = found._group_actions[0].choices
    assert choices is not None
    return set(choices)


def unmentioned(names: Iterable[str], text: str) -> set[str]:
    """Names that no code span of a text begins with."""
    spans = {span.split()[0] for span in re.findall(r"`([^`\n]+)`", text) if span.split()}
    return set(names) - spans


def test_every_command_is_in_the_readme() -> None:
    assert len(own_commands()) >= 6
    assert unmentioned(own_commands() | library_commands() | OF_THE_SCRIPT, README) == set()


def test_the_script_knows_which_commands_need_no_site() -> None:
    listed = re.search(r"LIBRARY_COMMANDS = \{(.*?)\}", SCRIPT)
    assert listed is not None
    assert set(re.findall(r'"(\w+)"', listed[1])) == library_commands()


def commands_called(text: str) -> set[str]:
    return set(re.findall(r"\./opslagstavle ([a-z][\w-]*)", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_that_is_called_exists(page: Path) -> None:
    known = {name.replace("_", "-") for name in get_commands()} | library_commands() | OF_THE_SCRIPT
    assert commands_called(page.read_text()) - known == set()


PARTS_OF_BENCHES = {"__init__", "__main__", "table", "danish", "filling", "invented", "load", "readers"}


def test_every_bench_has_its_line_and_its_figures() -> None:
    figures = (ROOT / "docs" / "figures.md").read_text()
    headings = re.findall(r"^## ([\w, ]+)", figures, re.MULTILINE)
    assert {name for name in BENCHES if f"./opslagstavle bench {name}" not in README} == set()
    assert {heading.lower().replace(", ", "-") for heading in headings} == set(BENCHES)
    files = {path.stem.replace("_", "-") for path in (ROOT / "bench").glob("*.py")}
    assert files == {part.replace("_", "-") for part in PARTS_OF_BENCHES} | set(BENCHES)


def settings_in_code() -> set[str]:
    code = (text for path, text in texts() if path.suffix == ".py" or path.name in ("opslagstavle", "run"))
    return {name for text in code for name in SETTING.findall(text)}


def test_every_setting_is_explained_and_every_explained_one_is_read() -> None:
    explained = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )
    assert {"OPSLAGSTAVLE_DATA", "DATABASE_URL"} <= explained
    assert settings_in_code() == explained


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """``/opslag/<key>/`` for every address of the board."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield re.sub(r"<\w+:", "<", address)


def test_every_address_is_in_the_table_of_pages() -> None:
    walk = (ROOT / "docs" / "walk.md").read_text()
    listed = re.findall(r"^\| `(/[^`]*)` \|", walk, re.MULTILINE)
    assert sorted(listed) == sorted(routes(get_resolver().url_patterns))


def test_every_folder_is_explained() -> None:
    inside = [path.relative_to(ROOT) for path in kept_files()]
    folders = {path.parts[0] for path in inside if len(path.parts) > 1 and path.parts[0] != "src"}
    packages = {f"src/{path.parts[1]}" for path in inside if path.parts[0] == "src"}
    assert {folder for folder in folders | packages if f"| `{folder}/` |" not in README} == set()


def dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    npm = json.loads((ROOT / "package.json").read_text())
    python = {re.split(r"[\[<>=~ ]", wanted)[0] for each in lists for wanted in each}
    return python | set(npm["dependencies"]) | set(npm["devDependencies"])


def test_every_dependency_has_its_reason_and_no_other_is_listed() -> None:
    page = (ROOT / "docs" / "decisions" / "0004-every-dependency.md").read_text()
    rows = re.findall(r"^\| `([\w.-]+)` \| (.*) \|$", page, re.MULTILINE)
    assert dependencies() == {name for name, _ in rows}
    assert all(len(reason) > 8 for _, reason in rows)


def test_the_book_of_rules_is_what_the_data_says() -> None:
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == book(), "out of date: run ./opslagstavle rules --book > docs/rules.md"


def slugs(page: Path) -> set[str]:
    """Anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path, text: str) -> list[str]:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in slugs(path)):
            broken.append(target)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text()) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A heading, here\n")
    assert broken_links(page, "[a](nowhere.md) [b](#a-heading-here) [c](#gone)") == ["nowhere.md", "#gone"]


def source_files() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in kept_files():
        found.setdefault(path.name, []).append(path)
    return found


def named_places(text: str) -> Iterator[tuple[str, str]]:
    """(file, function or "") of each ``file.py`` or ``file.py: function`` in a text."""
    yield from re.findall(r"`([\w./]+\.(?:py|scss|html)|[\w.]+/[\w./]+\.\w+)(?:: (\w+))?`", text)


def lost_places(text: str) -> list[str]:
    """Files a text names that do not exist, and functions that are not in the file named."""
    lost = []
    for name, function in named_places(text):
        inside = name.replace("library/", "src/opslagstavle/", 1) if name.startswith("library/") else name
        inside = (
            inside.replace("site/", "src/opslagstavle_site/", 1) if inside.startswith("site/") else inside
        )
        paths = [
            path for path in source_files().get(Path(name).name, []) if f"/{path}".endswith(f"/{inside}")
        ]
        if not paths or (function and not any(defines(path, function) for path in paths)):
            lost.append(f"{name}: {function}" if function else name)
    return lost


def defines(path: Path, name: str) -> bool:
    return bool(re.search(rf"^\s*(?:def|class) {name}\b", path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_files_and_functions_that_are_named_exist(page: Path) -> None:
    assert [place for place in lost_places(page.read_text()) if "NAME" not in place] == []


def test_a_lost_function_is_seen() -> None:
    assert lost_places("`site/notices/actions.py: no_such`, `gone.py`, `cli.py`") == [
        "site/notices/actions.py: no_such", "gone.py",
    ]  # fmt: skip


def test_decisions_are_numbered_and_have_their_three_parts() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]
    for path in DECISIONS:
        parts = re.findall(r"^\*\*(\w+)\.\*\*", path.read_text(), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], path.name


def published() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    return found


def test_publiccode_says_what_the_standard_asks() -> None:
    told = published()
    assert told["publiccodeYmlVersion"] == "0.4"
    assert {"name", "url", "platforms", "categories", "developmentStatus", "softwareType"} <= set(told)
    assert told["maintenance"]["contacts"]
    assert told["localisation"]["localisationReady"] is True
    assert set(told["localisation"]["availableLanguages"]) == set(told["description"]) == {"da", "en"}
    for text in told["description"].values():
        assert 0 < len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
        assert all((ROOT / picture).is_file() for picture in text["screenshots"])


def test_publiccode_agrees_with_the_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    npm = json.loads((ROOT / "package.json").read_text())
    told = published()
    assert told["softwareVersion"] == project["version"] == npm["version"]
    assert told["legal"]["license"] == project["license"] == npm["license"]


def test_the_licence_is_whole() -> None:
    licence = (ROOT / "LICENSE").read_text()
    assert licence.split()[:6] == ["EUROPEAN", "UNION", "PUBLIC", "LICENCE", "v.", "1.2"]
    assert [int(number) for number in re.findall(r"^(\d+)\. [A-Z]", licence, re.MULTILINE)] == [*range(1, 16)]
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in licence
    assert licence.rstrip().endswith("EUPL version.")


# Put together from pieces, or this file would be the first to be found.
FORBIDDEN = re.compile(
    r"(?<![\w.~-])/(?:work|root|Users)/|(?<![\w.~-])/home/\w+/|"
    + "|".join(re.escape(f"{host}.{end}") for host, end in (
        ("pypi", "org"), ("pythonhosted", "org"), ("registry.npmjs", "org"), ("registry.yarnpkg", "com"),
    ))
)  # fmt: skip


def test_no_kept_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}" for path, text in texts() for hit in FORBIDDEN.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("path", ["work/main", "root/x", "home/somebody/x", "Users/x"])
def test_a_path_of_a_machine_is_seen(path: str) -> None:
    assert FORBIDDEN.search(f"see /{path}")
    assert not FORBIDDEN.search(f"see site/{path}")
