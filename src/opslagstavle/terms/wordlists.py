"""The lists of ``words.yaml``, ready to be asked."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

# Every scalar is text to the base loader, so that "no" stays a word. PyYAML can be built without the compiled one.
_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTENT: dict[str, Any] = yaml.load(
    files("opslagstavle.terms").joinpath("words.yaml").read_bytes(),
    Loader=_Loader,  # noqa: S506 (builds nothing but text, lists and mappings)
)


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
