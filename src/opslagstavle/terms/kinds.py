"""Kinds of work: the board's own, plain names for what the CPV calls by number (the table is ``kinds.yaml``).

A kind stands for one or more beginnings of CPV codes. Every code has at least the kind of its division.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from opslagstavle.terms.cpv import SHORTEST
from opslagstavle.terms.tables import read_table


@dataclass(frozen=True)
class Kind:
    """``key`` is stable; ``cpv`` are beginnings of codes, two to eight digits; ``words_*`` what people type for it."""

    key: str
    cpv: tuple[str, ...]
    name_da: str
    name_en: str
    words_da: tuple[str, ...]
    words_en: tuple[str, ...]

    @property
    def is_division(self) -> bool:
        """Is it a whole CPV division, rather than one of the groups picked out for social enterprises?"""
        return len(self.cpv[0]) == SHORTEST

    def name(self, language: str) -> str:
        """Danish for "da", English otherwise."""
        return self.name_da if language == "da" else self.name_en

    @cached_property
    def terms(self) -> frozenset[str]:
        """Names and words of both languages, folded as ``find`` compares them."""
        return frozenset(map(fold, (self.name_da, self.name_en, *self.words_da, *self.words_en)))

    @cached_property
    def single_words(self) -> tuple[str, ...]:
        """The words of both names, and what people type where it is one word, as written."""
        names = (*_WORD.findall(self.name_da), *_WORD.findall(self.name_en))
        typed = (word for word in (*self.words_da, *self.words_en) if " " not in word)
        return tuple(dict.fromkeys((*names, *typed)))

    @cached_property
    def term_words(self) -> frozenset[str]:
        """The single words in ``terms``."""
        return frozenset(word for term in self.terms for word in term.split())


def _load() -> dict[str, Kind]:
    rows = read_table(files("opslagstavle.terms").joinpath("kinds.yaml"))
    return {row["key"]: _kind(row) for row in rows}


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(
        key=row["key"],
        cpv=tuple(row["cpv"]),
        name_da=row["name_da"],
        name_en=row["name_en"],
        words_da=tuple(row["words_da"]),
        words_en=tuple(row["words_en"]),
    )


KINDS: Mapping[str, Kind] = MappingProxyType(_load())
"""Every kind by key, in the table's order: divisions first."""

_BY_PREFIX = {prefix: kind for kind in KINDS.values() for prefix in kind.cpv}
_LENGTHS = sorted({len(prefix) for prefix in _BY_PREFIX}, reverse=True)


def kind_of(cpv: str) -> Kind | None:
    """The most specific kind of an eight-digit code, None where the code's division does not exist.

    >>> kind_of("98310000").key, kind_of("98900000").key, kind_of("99000000")
    ('laundry', 'community-and-personal', None)
    """
    return next((_BY_PREFIX[cpv[:length]] for length in _LENGTHS if cpv[:length] in _BY_PREFIX), None)


def kinds_of(codes: Iterable[str]) -> tuple[Kind, ...]:
    """The most specific kind of each code, each kind once, in the order of the codes."""
    return tuple(dict.fromkeys(kind for kind in map(kind_of, codes) if kind))


def covers(kind: Kind, cpv: str) -> bool:
    """Is this code part of the kind, be it that a more specific kind has it too?

    >>> covers(KINDS["cleaning"], "90911300"), covers(KINDS["window-cleaning"], "90910000")
    (True, False)
    """
    return cpv.startswith(kind.cpv)


_NORDIC = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "é": "e", "ü": "u"})
_WORD = re.compile(r"\w+")
_TOO_COMMON = frozenset({
    "af", "og", "i", "til", "med", "for", "paa", "ved", "den", "det", "en", "et", "de",
    "of", "and", "the", "to", "with", "in", "on", "a", "an",
})  # fmt: skip
_SHORTEST_START = 3
_SHORTEST_WHOLE = 5


def fold(text: str) -> str:
    """Lower case, æ ø å spelled out, only words, one space between them.

    >>> fold("Tøj-vask & Rulning"), fold("Vaarrengoering") == fold("Vårrengøring")
    ('toej vask rulning', True)
    """
    return " ".join(_WORD.findall(text.casefold().translate(_NORDIC)))


@lru_cache(maxsize=1024)
def find(words: str) -> tuple[Kind, ...]:
    """The kinds that fit what somebody typed, best first; none is an answer.

    A whole name or entry counts most, then a whole word, then a beginning: what was typed begins a word ("cykelv"), or
    a word begins what was typed ("cykelhjelm" finds "cykel"). Groups come before divisions that fit as well.

    >>> [kind.key for kind in find("Vinduespudser")]
    ['window-cleaning']
    """
    places = {key: place for place, key in enumerate(KINDS)}
    found = sorted((-fit, KINDS[key].is_division, places[key], key) for key, fit in fits(words).items())
    return tuple(KINDS[key] for *_, key in found)


def fits(words: str) -> dict[str, int]:
    """How well each kind fits what somebody typed, by key; a kind that does not is left out."""
    typed = fold(words)
    parts = [part for part in typed.split() if part not in _TOO_COMMON]
    found = {key: _fit(kind, typed, parts) for key, kind in KINDS.items()}
    return {key: fit for key, fit in found.items() if fit}


def _fit(kind: Kind, typed: str, parts: list[str]) -> int:
    return 8 * (typed in kind.terms) + sum(_part_fit(kind, part) for part in parts)


def _part_fit(kind: Kind, part: str) -> int:
    if part in kind.terms:
        return 4
    if part in kind.term_words:
        return 3
    return int(any(_begins(part, word) for word in kind.term_words))


def _begins(typed: str, word: str) -> bool:
    if word.startswith(typed):
        return len(typed) >= _SHORTEST_START
    return len(word) >= _SHORTEST_WHOLE and typed.startswith(word)
