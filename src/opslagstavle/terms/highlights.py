"""Where in a text the words stand that somebody searched for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from opslagstavle.terms.questions import Question, Want
from opslagstavle.terms.searching import TOKEN, Reading, fold, reading

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with: is it a word that was searched for?"""
BEFORE, LENGTH = 70, 220
"""Characters of a snippet, in front of its first hit and altogether."""
MOST = 20_000
"""Characters that are looked through for a snippet."""


def highlight(text: str, language: str, wanted: frozenset[str]) -> Pieces:
    """
    >>> highlight("Vask af tekstiler", "da", frozenset({"tekstil"}))
    [('Vask af ', False), ('tekstiler', True)]
    """
    pieces: Pieces = []
    end = 0
    for hit in _hits(text, language, wanted):
        if hit.start() > end:
            pieces.append((text[end : hit.start()], False))
        pieces.append((hit[0], True))
        end = hit.end()
    return [*pieces, (text[end:], False)] if end < len(text) else pieces


def snippet(text: str, language: str, wanted: frozenset[str]) -> Pieces:
    """The words around the first hit, with every hit in them; [] where there is none.

    >>> snippet("Der vaskes 3.400 ton om året.", "da", frozenset({"ton"}))
    [('Der vaskes 3.400 ', False), ('ton', True), (' om året.', False)]
    """
    flat = " ".join(text[:MOST].split())
    first = next(_hits(flat, language, wanted), None)
    if first is None:
        return []
    start = flat.find(" ", first.start() - BEFORE, first.start()) + 1 if first.start() > BEFORE else 0
    end = (
        len(flat)
        if start + LENGTH >= len(flat)
        else max(flat.rfind(" ", first.end(), start + LENGTH), first.end())
    )
    inside = highlight(flat[start:end], language, wanted)
    before: Pieces = [("… ", False)] if start else []
    after: Pieces = [(" …", False)] if end < len(flat) else []
    return [*before, *inside, *after]


def missing(question: Question, text: str, language: str) -> frozenset[str]:
    """The tokens of the words asked for that a text has not."""
    here = {token for found in _readings(text, language) for token in _tokens(found)}
    return frozenset(token for want in question.all_wants if not _met(want, here) for token in want.tokens)


def _met(want: Want, here: set[str]) -> bool:
    return not here.isdisjoint(want.wholes) or (bool(want.parts) and here.issuperset(want.parts))


def _hits(text: str, language: str, wanted: frozenset[str]) -> Iterator[re.Match[str]]:
    # Where nothing was searched for no word need be read: a file of ten thousand titles comes by here.
    for hit in TOKEN.finditer(text) if wanted else ():
        found = _reading(hit[0], language)
        if found and not wanted.isdisjoint(_tokens(found)):
            yield hit


def _readings(text: str, language: str) -> Iterator[Reading]:
    return filter(None, (_reading(hit[0], language) for hit in TOKEN.finditer(text)))


def _reading(token: str, language: str) -> Reading | None:
    return reading(unicodedata.normalize("NFC", token).casefold(), language)


def _tokens(found: Reading) -> tuple[str, ...]:
    return (found.whole, fold(found.surface), *found.parts)
