"""What somebody typed into a search box, as what it asks of the index. Whatever was typed is a question, be it an empty one.

A word is asked for by its dictionary form in Danish and in English and as it was written, or, if it is a compound, by all its
parts. "Words in quotation marks" must stand together; a word with a minus in front must not stand there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from opslagstavle.terms.searching import fold, reading, tokens_in
from opslagstavle.terms.wordlists import SMALL_PARTS, STOP_WORDS

LONGEST = 300
"""Characters that are looked at."""
MOST_WANTS = 12
LANGUAGES = ("da", "en")
"""A question says not in which language it is asked."""
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Want:
    """A word as ``typed``; any of ``wholes`` will do, or all of ``parts`` where there are some."""

    typed: str
    wholes: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset((*self.wholes, *self.parts))


@dataclass(frozen=True, slots=True)
class Question:
    """``phrases`` holds for each the ways it may be written in tokens; ``fixed`` are the words in them: asked for exactly so."""

    wants: tuple[Want, ...] = ()
    fixed: tuple[Want, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[Want, ...] = ()

    @property
    def all_wants(self) -> tuple[Want, ...]:
        return (*self.fixed, *self.wants)

    @property
    def says_nothing(self) -> bool:
        return not self.all_wants

    @property
    def tokens(self) -> frozenset[str]:
        """Everything that may be shown as a hit."""
        return frozenset(token for want in self.all_wants for token in want.tokens)


def ask(typed: str) -> Question:
    """
    >>> [want.typed for want in ask('rengøring af skoler -"sne"').wants]
    ['rengøring', 'skoler']
    """
    wants: dict[str, Want] = {}
    fixed: dict[str, Want] = {}
    unwanted: dict[str, Want] = {}
    phrases: list[tuple[str, ...]] = []
    for piece in _PIECE.finditer(typed[:LONGEST]):
        found = [
            want for token in tokens_in(piece["phrase"] or piece["word"] or "") if (want := wanted(token))
        ]
        kept = unwanted if piece["minus"] else wants if piece["phrase"] is None else fixed
        kept |= {want.typed: want for want in found}
        if piece["phrase"] is not None and not piece["minus"] and len(found) > 1:
            phrases.append(_in_a_row(found))
    some = tuple(wants[typed] for typed in [*wants][:MOST_WANTS] if typed not in fixed)
    return Question(
        some, tuple(fixed.values())[:MOST_WANTS], tuple(phrases[:MOST_WANTS]), tuple(unwanted.values())
    )


@lru_cache(maxsize=20_000)
def wanted(token: str) -> Want | None:
    """None for a word that stands in every text: of Danish grammar, or of English where it is no Danish word."""
    in_danish, in_english = reading(token, "da"), reading(token, "en")
    if in_danish is None or (token in STOP_WORDS["en"] and token not in SMALL_PARTS["da"]):
        return None
    found = [each.whole for each in (in_danish, in_english) if each]
    return Want(token, tuple(filter(None, dict.fromkeys([*found, fold(token)]))), in_danish.parts)


def _in_a_row(wants: list[Want]) -> tuple[str, ...]:
    ways = max(len(want.wholes) for want in wants)
    rows = (" ".join(want.wholes[min(way, len(want.wholes) - 1)] for want in wants) for way in range(ways))
    return tuple(dict.fromkeys(rows))
