"""Templates say nothing in one language only, and write days in one way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "src" / "opslagstavle_site"
TEMPLATES = sorted(SITE.rglob("templates/**/*.html"))
BOTH_LANGUAGES = {"web/bare.html", "400.html", "413.html", "500.html", "503.html", "crowded.html"}
"""Pages that stand in Danish and English, one below the other."""
NAMES = {
    "Opslagstavlen",
    "Dansk",
    "English",
    "Sprog",
    "Language",
    "CSV",
    "JSON",
    "XLSX",
    "OCDS",
    "ocid",
    "API",
    "OpenAPI",
}
SPOKEN = r"(?:aria-label|alt|title|placeholder|data-title|value|content|label)"
WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")


def own_name(path: Path) -> str:
    return path.as_posix().split("/templates/", 1)[1]


def bare_words(source: str) -> list[str]:
    """Words of a template that no translation sees: between tags, and in attributes that are read aloud."""
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", source, flags=re.DOTALL)
    text = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}|<!--.*?-->|{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(code|kbd)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r'<(\w+) lang="\w+"[^>]*>.*?</\1>', "", text, flags=re.DOTALL)  # says which language it is
    spoken = re.findall(rf'\s{SPOKEN}="([^"]*)"', re.sub(r"<(?:meta|input|button|option)\b[^>]*>", "", text))
    between = re.sub(r"<[^>]*>|&\w+;", " ", text)
    return [word for part in (between, *spoken) for word in WORD.findall(part) if word not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=own_name)
def test_every_word_is_marked_for_translation(path: Path) -> None:
    if own_name(path) not in BOTH_LANGUAGES:
        assert bare_words(path.read_text()) == []


def test_a_word_that_is_not_marked_is_seen() -> None:
    assert bare_words("<p>Search {{ name }}</p>") == ["Search"]
    assert bare_words('<nav aria-label="Pages">{% translate "Next" %}</nav>') == ["Pages"]
    assert (
        bare_words("{% comment %}Words{% endcomment %}{% blocktranslate %}Words{% endblocktranslate %}") == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=own_name)
def test_days_are_written_by_the_parts_that_know_both_languages(path: Path) -> None:
    """``date.html`` and ``moment.html``: everywhere else a pattern would be right for one language only."""
    if path.name in ("date.html", "moment.html"):
        return
    assert re.findall(r"{{[^}]*\|\s*(?:date|time|naturalday|naturaltime)\b", path.read_text()) == []


def test_days_in_code_are_written_by_the_one_that_knows_both_languages() -> None:
    """``web.language.shown_day``. What goes into the log, into files and to programs is no reader's language."""
    found = {
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*.py")
        if re.search(r"strftime\(\"[^\"]*%[dB]", path.read_text())
    }
    assert found <= {"notices/fetching.py", "notices/sources/ocds.py"}
