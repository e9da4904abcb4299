"""Every text on screen is there in Danish: English stands in the code, Danish in locale/da."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "src" / "opslagstavle_site"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
Message = str | tuple[str, ...]


def messages_in_code() -> Iterator[tuple[str, Message]]:
    """(where, message or its forms) of every marked text in Python and templates."""
    for path in sorted(SITE.rglob("*.py")):
        yield from found_in(path, path.read_text())
    for path in sorted(SITE.rglob("*.html")):
        marked = templatize(path.read_text(), origin=str(path))
        # Read as Python, which takes indentation to mean something.
        yield from found_in(path, "\n".join(line.lstrip() for line in marked.splitlines()))


def found_in(path: Path, source: str) -> Iterator[tuple[str, Message]]:
    for line, message, _comments, _context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        yield f"{path.relative_to(ROOT)}:{line}", message


def catalogue() -> Catalog:
    with (ROOT / "locale" / "da" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        return read_po(stream, locale="da")


def test_nothing_is_left_untranslated() -> None:
    danish = catalogue()
    missing = []
    for where, message in messages_in_code():
        entry = danish.get(message if isinstance(message, str) else message[0])
        wanted = 1 if isinstance(message, str) else 2
        string = entry.string if entry else None
        texts = [string] if isinstance(string, str) else list(string or ())
        if len([text for text in texts if text]) < wanted:
            missing.append(f"{where}: {message!r}")
    assert not missing, "\n".join(missing)


def test_nothing_is_translated_in_vain() -> None:
    used = {message if isinstance(message, str) else message[0] for _, message in messages_in_code()}
    unused = [
        entry.id
        for entry in catalogue()
        if entry.id and (entry.id if isinstance(entry.id, str) else entry.id[0]) not in used
    ]
    assert not unused


@pytest.mark.parametrize(
    "entry", [entry for entry in catalogue() if entry.id], ids=lambda entry: str(entry.id)[:40]
)
def test_placeholders_survive_translation(entry: object) -> None:
    assert list(entry.check(catalogue())) == []  # type: ignore[attr-defined]
