"""Kinds of work in plain words, each to one kind of the table, or to the nearest ones where that is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

from opslagstavle.enterprises.cells import BadCell, parts
from opslagstavle.terms import kinds
from opslagstavle.terms.kinds import KINDS, Kind, fold

_NAMES = {term: kind for kind in KINDS.values() for term in sorted(kind.terms)}
_NAMES |= {fold(name): kind for kind in KINDS.values() for name in (kind.name_da, kind.name_en)}
_EVERY_WORD = frozenset(word for kind in KINDS.values() for word in kind.term_words)
_CLOSE = 0.75


def understood(text: str) -> tuple[tuple[str, Kind], ...]:
    """(words, kind) of everything a cell names. Raises ``BadCell`` with the nearest names for work nobody knows."""
    return tuple((words, _kind(words)) for words in _each(text))


def _each(text: str) -> Iterator[str]:
    """Between semicolons and line breaks; between commas and "og" where the whole is no name ("Tøj, sko og tasker")."""
    for part in parts(text):
        if _named(part) or _surely(part):
            yield part
        else:
            yield from (each.strip() for each in re.split(r",| og | and |\+", part) if each.strip())


def _kind(words: str) -> Kind:
    found = _named(words) or _surely(words)
    if found is None:
        raise BadCell("unknown-kind", found=words, near=", ".join(near(words)))
    return found


def _named(words: str) -> Kind | None:
    return KINDS.get(words.strip()) or _NAMES.get(fold(words))


@lru_cache(
    maxsize=20_000
)  # lists say the same words again and again, and looking through every kind takes its time
def _surely(words: str) -> Kind | None:
    """The best that ``find`` has, where a whole word of what was written is the kind's own; a beginning alone is a guess."""
    typed = set(fold(words).split())
    if re.search(r"[;,]| og | and ", words) or not typed & _EVERY_WORD:
        return None
    found = kinds.find(words)
    return found[0] if found and typed & found[0].term_words else None


def near(words: str) -> list[str]:
    """Names that may have been meant, at most three."""
    begun = [kind.name_da for kind in kinds.find(words)[:3]]
    alike = [_NAMES[each].name_da for each in get_close_matches(fold(words), _NAMES, 3, _CLOSE)]
    return list(dict.fromkeys([*begun, *alike]))[:3]


def text_of(keys: Iterable[str]) -> str:
    """What ``understood`` reads as the same kinds."""
    return "; ".join(
        KINDS[key].name_da if _named(KINDS[key].name_da) == KINDS[key] else key
        for key in keys
        if key in KINDS
    )
