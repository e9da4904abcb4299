"""The look holds together: what templates name is built, and nothing in them needs more than the strict policy allows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src" / "opslagstavle_site").rglob("templates/**/*.html"))


def sprite_names() -> set[str]:
    """The icons that theme/build.py puts together."""
    source = (ROOT / "theme" / "build.py").read_text()
    names = re.search(r"^SPRITE = \((.*?)^\)", source, re.DOTALL | re.MULTILINE)
    assert names is not None
    return set(re.findall(r'"([\w-]+)"', names[1]))


def icons_in_templates() -> set[str]:
    text = "\n".join(path.read_text() for path in TEMPLATES)
    return set(re.findall(r'icon\.html" with name="([\w-]+)"', text)) | set(
        re.findall(r'icon="([\w-]+)"', text)
    )


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    assert icons_in_templates() <= sprite_names()


def test_no_icon_is_shipped_in_vain() -> None:
    assert sprite_names() <= icons_in_templates()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_inline(path: Path) -> None:
    """The content security policy refuses inline styles, scripts and handlers: they would silently not work."""
    found = re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", path.read_text())
    assert found == []


def test_every_included_part_exists() -> None:
    names = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{% (?:include|extends) "([^"]+)"', path.read_text())
    }
    have = {path.as_posix().split("/templates/", 1)[1] for path in TEMPLATES}
    assert names <= have


def test_the_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)


def test_versions_are_exact() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
