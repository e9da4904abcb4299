"""Words of a text to the tokens of a search index: made here and not by a database, so that every database has the same ones.

A token is a dictionary form, folded: small letters, no accents, æ ø å spelled out. Of a compound its parts are tokens too. What
stands in a title has tokens of its own besides, marked in front, so that hits can be put in order without weights:

>>> entry_tokens("lot", title=[("Tekstilvask", "da")], body=[("Vask af tøj.", "da")]).split()
['@lot', '|', 'tekstilvask', '|', 'vask', 'toej', '||', '/tekstil', '/tekstilvask', '/vask', '=tekstilvask', 'tekstil']

The words stand first and in their order, so that a phrase can be looked for; what is only there to be found comes after them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from opslagstavle.terms.words import DICTIONARIES, compound_parts, is_known, lemmatise, word

WHOLE_IN_TITLE, IN_TITLE, ANYWHERE, LOOSE = "=", "/", "", "~"
"""Marks in front of a token, the best place first. The last is for words that only lead here where nothing better does."""
CORPUS = "@"
MOST_WORDS = 20_000
"""Of one text; no description of a lot is longer, and no index should be."""
Written = tuple[str, str]
"""A text and its language."""

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d./-]*\d")
_LETTERS = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ð": "d", "þ": "th", "ł": "l", "đ": "d"}
)
_SPELLED_OUT = re.compile("aa|ae|oe")
_ONE_LETTER = {"aa": "å", "ae": "æ", "oe": "ø"}


@dataclass(frozen=True, slots=True)
class Reading:
    """``surface`` as written, in small letters; ``whole`` the token of the word, ``parts`` those of what is inside a compound."""

    surface: str
    whole: str
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Letters and digits only: small, without accents, æ ø å spelled out, in every script.

    >>> fold("Grønne"), fold("café"), fold("Århus") == fold("Aarhus"), fold("MR-scanner")
    ('groenne', 'cafe', True, 'mrscanner')
    """
    spelled = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if letter.isalnum())


def tokens_in(text: str) -> list[str]:
    """The words and numbers of a text as written, in small letters."""
    return TOKEN.findall(unicodedata.normalize("NFC", text).casefold())


def read(text: str, language: str) -> Iterator[Reading]:
    """The words of a text that say something, in order; numbers of two digits or more too."""
    for token in tokens_in(text):
        if (found := reading(token, language)) is not None:
            yield found


@lru_cache(maxsize=200_000)
def reading(token: str, language: str) -> Reading | None:
    """One small-letter token read in a language, None where it says nothing about the work.

    >>> reading("rengøringsydelser", "da")
    Reading(surface='rengøringsydelser', whole='rengoeringsydelse', parts=('rengoering',))
    """
    if token[0].isdigit():
        return Reading(token, fold(token))
    dictionary = DICTIONARIES.get(language, "")
    found = word(spelled(token, dictionary), language)
    if found is None:
        return None
    whole = root(found.lemma, dictionary)
    inside = [root(part, dictionary) for part in found.parts]
    for piece in token.split("-") if "-" in token else ():
        if (below := reading(piece, language)) is not None:
            inside += (below.whole, *below.parts)
    return (
        Reading(token, whole, tuple(part for part in dict.fromkeys(inside) if part and part != whole))
        if whole
        else None
    )


def spelled(token: str, dictionary: str) -> str:
    """With its own letters, where somebody had no æ, ø and å and the word is known only with them.

    >>> spelled("groenne", "da"), spelled("poesi", "da")
    ('grønne', 'poesi')
    """
    if dictionary not in ("da", "nb") or not _SPELLED_OUT.search(token) or is_known(token, dictionary):
        return token
    other = _SPELLED_OUT.sub(lambda found: _ONE_LETTER[found[0]], token)
    return (
        other
        if is_known(other, dictionary) or compound_parts(lemmatise(other, dictionary), dictionary)
        else token
    )


@lru_cache(maxsize=200_000)
def root(lemma: str, dictionary: str) -> str:
    """The folded form that all forms of a word end in: dictionaries take *scannere* to *scanner*, and that to *scanne*."""
    for _ in range(2):
        again = lemmatise(lemma, dictionary)
        if again == lemma:
            break
        lemma = again
    return fold(lemma)


def entry_tokens(
    corpus: str,
    *,
    title: Iterable[Written],
    heading: Iterable[Written] = (),
    body: Iterable[Written] = (),
    called: Iterable[str] = (),
    loosely: Iterable[str] = (),
    codes: Iterable[str] = (),
) -> str:
    """All tokens of an entry, one space between them.

    What stands in a ``heading`` is as good as a word inside a compound of the title. ``called`` are single words that people say
    for it, Danish or English: they lead here, but neither their parts nor a phrase do; those said ``loosely`` lead here where
    nothing else is found. ``codes`` are taken as they are written.
    """
    titles = [list(_readings(text)) for text in title]
    headings = [list(_readings(text)) for text in heading]
    # Numbers in a title name something; in a description they are amounts and hours that nobody looks for.
    bodies = [[found for found in _readings(text) if not found.whole[0].isdigit()] for text in body]
    inside: set[str] = set(map(fold, codes))
    for each in (found for text in titles for found in text):
        inside |= {
            WHOLE_IN_TITLE + each.whole,
            IN_TITLE + each.whole,
            *(IN_TITLE + part for part in each.parts),
        }
    for each in (found for text in headings for found in text):
        inside |= {IN_TITLE + token for token in (each.whole, *each.parts)}
    everything = [found for text in (*titles, *headings, *bodies) for found in text]
    inside |= {part for found in everything for part in found.parts}
    inside |= {want for word in called for want in _called(word)}
    inside |= {LOOSE + want for word in loosely for want in _called(word)}
    inside -= {found.whole for found in everything}
    lines = [
        "|",
        *(
            token
            for text in (*titles, *headings, *bodies)
            for token in (*(found.whole for found in text), "|")
        ),
    ][:-1]
    return " ".join([CORPUS + corpus, *lines, "||", *sorted(filter(None, inside))])


@lru_cache(maxsize=10_000)
def _called(said: str) -> tuple[str, ...]:
    token = said.casefold()
    found = [reading(token, language) for language in ("da", "en") if tokens_in(said) == [token]]
    return tuple(each.whole for each in found if each)


def _readings(written: Written) -> Iterator[Reading]:
    text, language = written
    for number, found in enumerate(read(text, language)):
        if number == MOST_WORDS:
            return
        yield found
        # Where a question is not read in this language, the word as written is what can be asked for.
        if language not in ("da", "en") and (surface := fold(found.surface)) not in (found.whole, ""):
            yield Reading(found.surface, surface)


def vocabulary(texts: Iterable[Written]) -> dict[str, str]:
    """Folded form → how it is written, of every word a reader may mean by a slip of the pen: words, their forms, their parts."""
    return {form: shown for text, language in texts for form, shown in _forms(text, language)}


@lru_cache(maxsize=10_000)
def _forms(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Names of buyers, places and kinds come again and again."""
    found = (word(token, language) for token in tokens_in(text) if not token[0].isdigit())
    forms = {fold(form): form for each in found if each for form in (each.surface, each.lemma, *each.parts)}
    return tuple((form, shown) for form, shown in forms.items() if form)


def warm() -> None:
    """Load what the first question would have to wait for."""
    for language in ("da", "en"):
        reading("rengøringsydelse", language)
