"""Texts to words that can be compared: lower case, dictionary form, and for compounds the pieces beside the whole.

Danish writes *tekstilvask* and *rengøringsydelser* as one word; an enterprise that writes *vask* and *rengøring* means the same
work. So a word has its lemma and, where the language compounds, the parts of it that stand in the dictionary on their own.
The dictionaries are simplemma's, read in its slow and small form (23 MB for Danish instead of 100) and loaded on the first
word of a language, so nothing that serves pages should import this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from opslagstavle.terms.wordlists import FORMS, NO_HEADS, SMALL_PARTS, STOP_WORDS, WEAK_WORDS, WHOLE_WORDS

DICTIONARIES = {"da": "da", "en": "en", "sv": "sv", "nb": "nb", "no": "nb", "nn": "nn", "de": "de"}
"""Language of a text to the dictionary used. Others are compared as written: each dictionary costs up to 1.2 s and 40 MB, and
the enterprises of the board write Danish or English."""
LINKS = {
    "da": ("", "s", "e"),
    "nb": ("", "s", "e"),
    "nn": ("", "s", "e"),
    "sv": ("", "s"),
    "de": ("", "s", "n", "es", "en"),
}
"""What may stand between the parts of a compound, by dictionary."""
SHORTEST_PART = 4
"""Shorter ones make chance splits (*kon-trakt*); those that are worth it stand in ``SMALL_PARTS``."""
LONGEST_WORD = 60
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_STRATEGY = DefaultStrategy(low_memory=True)


@dataclass(frozen=True, slots=True)
class Word:
    """``surface`` as written, in lower case; ``lemma`` its dictionary form; ``parts`` the lemmas inside a compound."""

    surface: str
    lemma: str
    parts: tuple[str, ...] = ()


def words(text: str, language: str) -> Iterator[Word]:
    """The words of a text that say something, in order; words of grammar and of every notice are left out.

    >>> [word.lemma for word in words("Vask af arbejdstøj for borgerne", "da")]
    ['vask', 'arbejdstøj', 'borger']
    """
    for token in _TOKEN.findall(unicodedata.normalize("NFC", text).casefold()):
        if (found := word(token, language)) is not None:
            yield found


@lru_cache(maxsize=300_000)
def word(token: str, language: str) -> Word | None:
    """One lower-case token read in a language, None where it says nothing about the work.

    >>> word("tekstilvask", "da")
    Word(surface='tekstilvask', lemma='tekstilvask', parts=('tekstil', 'vask'))
    """
    dictionary = DICTIONARIES.get(language, "")
    if len(token) < 2 or len(token) > LONGEST_WORD or token in STOP_WORDS.get(dictionary, STOP_WORDS["en"]):
        return None
    lemma = lemmatise(token, dictionary)
    if lemma in WEAK_WORDS:
        return None
    parts = tuple(part for part in compound_parts(lemma, dictionary) if part not in WEAK_WORDS)
    return Word(token, lemma, parts)


def lemmatise(token: str, dictionary: str) -> str:
    """The dictionary form of a lower-case token; the token itself where no dictionary has it.

    >>> lemmatise("borgere", "da"), lemmatise("ledige", "da"), lemmatise("services", "en")
    ('borger', 'ledig', 'service')
    """
    own = FORMS.get(dictionary, {}).get(token)
    if own or not dictionary:
        return own or token
    found = (_STRATEGY.get_lemma(token, dictionary) or token).casefold()
    return FORMS.get(dictionary, {}).get(found, found)


@lru_cache(maxsize=300_000)
def compound_parts(lemma: str, dictionary: str) -> tuple[str, ...]:
    """Every word inside a compound, the larger pieces before the smaller, each once; () for what is no compound.

    >>> compound_parts("hjemmeplejeområde", "da")
    ('hjemmepleje', 'område', 'hjem', 'pleje')
    """
    if "-" in lemma:
        pieces = (piece for piece in lemma.split("-") if _may_be_part(piece, dictionary))
        return tuple(dict.fromkeys(lemmatise(piece, dictionary) for piece in pieces))
    pair = _split(lemma, dictionary)
    if pair is None:
        return ()
    # A piece's lemma may be longer than the piece, even the whole word again: only what gets shorter is taken apart.
    shorter = (piece for piece in pair if len(piece) < len(lemma))
    below = (part for piece in shorter for part in compound_parts(piece, dictionary))
    return tuple(dict.fromkeys((*pair, *below)))


def _split(word: str, dictionary: str) -> tuple[str, str] | None:
    """First element and head, both words of the dictionary if that can be, else the first a compound itself.

    The longest first element wins, as compounds grow to the left: [[pleje|hjem]|s|køkken].
    """
    if dictionary not in LINKS or len(word) < 2 * SHORTEST_PART - 2 or word in WHOLE_WORDS:
        return None
    heads = [(end, head) for end in range(len(word) - 2, 1, -1) if (head := _head(word[end:], dictionary))]
    for element in (_known_element, _compound_element):
        for end, head in heads:
            if first := element(word[:end], dictionary):
                return first, head
    return None


def _head(piece: str, dictionary: str) -> str | None:
    """The lemma of a last element, None for what is no word, or only an ending that looks like one."""
    known = _known(piece, dictionary) if _may_be_part(piece, dictionary) else None
    return None if known in NO_HEADS else known


def _known_element(piece: str, dictionary: str) -> str | None:
    """The lemma of an element that is not the last, with or without a linking letter behind it."""
    for link in LINKS[dictionary]:
        bare = piece.removesuffix(link)
        if (
            (bare != piece or not link)
            and _may_be_part(bare, dictionary)
            and (known := _known(bare, dictionary))
        ):
            return known
    return None


def _compound_element(piece: str, dictionary: str) -> str | None:
    """An element that is not in the dictionary but can be taken apart."""
    bare = piece.removesuffix("s")
    return next((each for each in (bare, piece) if _split(each, dictionary)), None)


def _may_be_part(piece: str, dictionary: str) -> bool:
    if piece in SMALL_PARTS.get(dictionary, ()):
        return True
    return len(piece) >= SHORTEST_PART and piece not in STOP_WORDS.get(dictionary, ())


def is_known(token: str, dictionary: str) -> bool:
    """Does a small-letter token stand in the dictionary, rather than being guessed at?"""
    return _known(token, dictionary) is not None


@lru_cache(maxsize=300_000)
def _known(piece: str, dictionary: str) -> str | None:
    """The lemma of a form that stands in the dictionary itself, None for one it would have to guess."""
    own = FORMS.get(dictionary, {}).get(piece)
    found = own or LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(dictionary).get(piece)
    return found.casefold() if found else None
