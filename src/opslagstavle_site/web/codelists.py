"""The official names of codes, from the folder they are kept in: one that was named, or the cache of what was fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from opslagstavle.errors import BadCodelist
from opslagstavle.terms.codelists import Labels, read_labels, verify

LABELLED = (
    "cpv",
    "nuts",
    "notice-type",
    "procurement-procedure-type",
    "social-objective",
    "non-award-justification",
    "direct-award-justification",
    "selection-criterion",
)


def folder() -> Path:
    return Path(settings.CODELISTS_FOLDER or settings.CODELISTS_CACHE)


def label(list_name: str, code: str, language: str) -> str:
    """The official label of a code, "" where the lists are not there (yet)."""
    path = folder() / f"code_{language}.xml"
    return labels(path, path.stat().st_mtime_ns).get((list_name, code), "") if path.exists() else ""


def names(list_name: str, language: str) -> Mapping[str, str]:
    """Every code of a list with its official label, none where the lists are not there (yet)."""
    path = folder() / f"code_{language}.xml"
    return _names(list_name, path, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=4)
def _names(list_name: str, path: Path, changed: int) -> Mapping[str, str]:
    return {code: label for (owner, code), label in labels(path, changed).items() if owner == list_name}


@lru_cache(maxsize=4)
def labels(path: Path, _changed: int) -> Labels:
    content = path.read_bytes()
    try:
        verify(path.name, content)
        return read_labels(content, LABELLED)
    except BadCodelist:
        return {}
