"""The lists of ``words.yaml``, ready to be asked."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from opslagstavle.terms.tables import read_table

_CONTENT: dict[str, Any] = read_table(files("opslagstavle.terms").joinpath("words.yaml"))


def _by_language(name: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _CONTENT[name].items()}


STOP_WORDS = _by_language("stop_words")
"""Words of grammar, as written, by dictionary."""
STOP_WORDS["nn"] = STOP_WORDS["nb"]
WEAK_WORDS = frozenset(_CONTENT["weak_words"].split())
"""Dictionary forms that stand in notices of every kind of work."""
WHOLE_WORDS = frozenset(_CONTENT["whole_words"].split())
"""Words that are not taken apart."""
NO_HEADS = frozenset(_CONTENT["no_heads"].split())
"""What is an ending rather than the last part of a compound."""
SMALL_PARTS = _by_language("small_parts")
"""Parts recognised though short, by dictionary."""
FORMS: dict[str, dict[str, str]] = _CONTENT["forms"]
"""Form to lemma where the dictionary errs, by dictionary."""
