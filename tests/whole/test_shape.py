"""The shape of the house, as far as import contracts do not see it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "opslagstavle"
SITE = ROOT / "src" / "opslagstavle_site"
LIBRARY_FILES = sorted(LIBRARY.rglob("*.py"))
SITE_FILES = sorted(SITE.rglob("*.py"))

RANKS = {
    "web": 0,
    "search": 1,
    "accounts": 2,
    "enterprises": 3,
    "notices": 3,
    "guide": 4,
    "matches": 5,
    "home": 6,
}
"""Higher ones may point to lower ones. Two of one rank know nothing of each other."""
FRAME = "web"
FILES = {
    "__init__", "models", "rows", "queries", "words", "cards", "actions", "forms", "facts", "details", "choices",
    "views", "api", "exports", "shapes", "indexing", "urls", "admin",
}  # fmt: skip
OF_NOTICES = {
    "storing",
    "linking",
    "versions",
    "reservations",
    "course",
    "conditions",
    "reasons",
    "fetching",
    "backfill",
    "gaps",
    "counting",
    "counts",
    "selections",
}
OF_ENTERPRISES = {
    "bodies", "importing", "duplicates", "storing", "desk", "previews", "remedies", "checking", "questions", "entrance",
    "entering", "gaps", "merging", "pairs", "doubles", "entries", "addresses", "readers",
}  # fmt: skip
FOLDERS = {"templates", "management", "migrations"}
PLUGS = {"sources", "registers", "channels"}
OF_GUIDE = {"months", "simulations", "supposing", "outcomes"}
OF_HOME = {
    "serve", "schedule", "context", "gate", "figures", "health", "database", "machine", "doctor", "backups", "restoring", "dumps",
    "moving",
}  # fmt: skip
LONGEST_COMMAND = 30


def children(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != "__pycache__" and not path.name.startswith(".")]


def test_every_slice_has_its_place() -> None:
    assert {path.name for path in children(SITE) if path.is_dir()} == set(RANKS)
    slices = {
        container.rpartition(".")[2]
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
            "contracts"
        ]
        if contract["name"].startswith("Inside a slice")
        for container in contract["containers"]
    }
    assert slices == set(RANKS) - {FRAME}


def strangers(name: str, folder: Path) -> set[str]:
    """What stands in a slice and is not on the closed list."""
    files = FILES | {
        "home": OF_HOME,
        "notices": OF_NOTICES,
        "enterprises": OF_ENTERPRISES,
        "guide": OF_GUIDE,
    }.get(name, set())
    unknown = set()
    for path in children(folder):
        known = path.name in FOLDERS | PLUGS if path.is_dir() else path.suffix == ".py" and path.stem in files
        if not known:
            unknown.add(path.name)
    return unknown


@pytest.mark.parametrize("name", sorted(set(RANKS) - {FRAME}))
def test_a_slice_is_flat_and_from_the_closed_list(name: str) -> None:
    assert strangers(name, SITE / name) == set()
    assert len({path.name for path in children(SITE / name)} & PLUGS) <= 1


def test_a_stranger_in_a_slice_is_seen(tmp_path: Path) -> None:
    for file in ("models.py", "utils.py", "serve.py", "notes.txt"):
        (tmp_path / file).touch()
    (tmp_path / "helpers").mkdir()
    (tmp_path / "sources").mkdir()
    assert strangers("notices", tmp_path) == {"utils.py", "serve.py", "notes.txt", "helpers"}
    assert strangers("home", tmp_path) == {"utils.py", "notes.txt", "helpers"}


def test_commands_are_short() -> None:
    commands = [path for path in SITE_FILES if path.parent.name == "commands" and path.stem != "__init__"]
    assert len(commands) >= 6
    lengths = {path.name: len(path.read_text().splitlines()) for path in commands}
    assert {name: length for name, length in lengths.items() if length > LONGEST_COMMAND} == {}


def test_no_row_points_to_a_higher_slice() -> None:
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("opslagstavle_site.")}
    assert own == set(RANKS)
    pointing = [
        (model._meta.app_label, field.related_model._meta.app_label, f"{model.__name__}.{field.name}")
        for label in own
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    ]
    assert any(there == "accounts" for _, there, _ in pointing)
    assert [named for here, there, named in pointing if not may_point(here, there)] == []


def may_point(here: str, there: str) -> bool:
    """To itself, to a lower slice, or out of the house."""
    return here == there or there not in RANKS or RANKS[there] < RANKS[here]


def test_what_may_point_where() -> None:
    assert may_point("matches", "notices")
    assert may_point("notices", "notices")
    assert may_point("accounts", "auth")
    assert not may_point("notices", "matches")
    assert not may_point("notices", "enterprises")


Fault = Callable[[ast.AST], str | None]


def faults(path: Path, source: str, fault: Fault) -> list[str]:
    found = ((getattr(node, "lineno", 0), fault(node)) for node in ast.walk(ast.parse(source)))
    return [f"{path.name}:{line}: {what}" for line, what in found if what]


def imported(node: ast.AST) -> Iterator[str]:
    """Every module, and every name in one, that a node imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or "."
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def signal(node: ast.AST) -> str | None:
    """A call back nobody sees: the next step finds its work by a query instead."""
    return next(
        (name for name in imported(node) if re.match(r"django\.dispatch\b|django\..*\bsignals\b", name)), None
    )


OUTSIDE = ("django", "httpx", "requests", "sqlite3", "socket", "http", "urllib.request", "opslagstavle_site")
CLOCKS = {
    "now": ("datetime",), "utcnow": ("datetime",), "today": ("date", "datetime"), "time": ("time",), "time_ns": ("time",),
    "localtime": ("time",), "gmtime": ("time",),
}  # fmt: skip


def impure(node: ast.AST) -> str | None:
    """A way out of the library: web, network, database, clock."""
    for name in imported(node):
        if any(name == module or name.startswith(f"{module}.") for module in OUTSIDE):
            return name
        if name in ("time.time", "time.time_ns"):
            return name
    if isinstance(node, ast.Attribute) and last_name(node.value) in CLOCKS.get(node.attr, ()):
        return f"{last_name(node.value)}.{node.attr}"
    return None


def last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def named(node: ast.AST) -> Iterator[str]:
    """Names that we gave: of classes, functions, arguments, variables, attributes."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.keyword):
        yield node.arg or ""
    elif isinstance(node, ast.alias):
        yield from (node.name, node.asname or "")


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def banned_word(node: ast.AST) -> str | None:
    """``tender`` means the call, the offer and the procedure: one of those is meant (docs/words.md)."""
    return next((name for name in named(node) if words_of(name) & {"tender", "tenders"}), None)


@pytest.mark.parametrize("path", SITE_FILES + LIBRARY_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_signals_and_no_tender(path: Path) -> None:
    source = path.read_text()
    assert faults(path, source, signal) == []
    assert faults(path, source, banned_word) == []
    assert not words_of(path.stem) & {"tender", "tenders"}


@pytest.mark.parametrize("path", LIBRARY_FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_the_library_is_pure(path: Path) -> None:
    assert faults(path, path.read_text(), impure) == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "import django.core.signals",
    ],
)
def test_a_signal_is_seen(source: str) -> None:
    assert faults(Path("x.py"), source, signal) != []


@pytest.mark.parametrize(
    "source",
    [
        "import django.db",
        "from httpx import get",
        "import sqlite3 as db",
        "from urllib import request",
        "def f():\n    import requests",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\nday = date.today()",
        "import time\ntime.time()",
        "from time import time",
    ],
)
def test_an_impure_library_is_seen(source: str) -> None:
    assert faults(Path("x.py"), source, impure) != []


@pytest.mark.parametrize(
    "source", ["import re", "from datetime import date, time\nd = date.min", "from urllib.parse import quote"]
)
def test_a_pure_one_is_let_through(source: str) -> None:
    assert faults(Path("x.py"), source, impure) == []


@pytest.mark.parametrize(
    "source", ["tender = 1", "class LotTender: pass", "def f(open_tenders): pass", "x.tender", "f(tender=1)"]
)
def test_the_banned_word_is_seen(source: str) -> None:
    assert faults(Path("x.py"), source, banned_word) != []


@pytest.mark.parametrize("source", ['path = "efac:LotTender"', "TENDERER = 1", "class TenderingParty: pass"])
def test_other_words_and_quoted_names_are_let_through(source: str) -> None:
    assert faults(Path("x.py"), source, banned_word) == []
