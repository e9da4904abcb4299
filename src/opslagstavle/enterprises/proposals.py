"""From what an enterprise says of itself in plain words to kinds of work and CPV codes, each with the words that led there.

Nobody types a code. What is proposed is for a person to say yes or no to; nothing is taken for stated because it was proposed.
The dictionary of a language is loaded with the first text in it (up to 1.2 s), so nothing that only shows pages should import
this module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from opslagstavle.terms.kinds import KINDS, Kind, fits, kind_of
from opslagstavle.terms.text import Texts
from opslagstavle.terms.wordlists import STOP_WORDS
from opslagstavle.terms.words import Word, words

MOST = 8
MOST_CODES = 3
PART = 0.5
"""A piece of a compound beside the whole."""
ASIDE = 0.5
"""What follows *for*, *på* or *hos*: whom one works for and where, beside what one does."""
DIVISION = 0.5
"""A whole division beside a kind that was picked out: it fits everything and says little."""
TYPED = 0.5
"""A point of ``terms.kinds.fits`` beside the dictionary's: it also knows beginnings of words."""
LEAST = 1.5
"""A word that a fifth of all kinds have ("arbejde") says nothing alone."""
WEAKEST = 0.3
"""Of the best: what fits less is not worth a question."""

_ASIDE = {
    "da": re.compile(
        r"\b(?:for|hos|på|ved|til|i|fra|langs)\s+(?:(?:en|et|den|det|de|små|vores|jeres)\s+)?[^\W\d_]+"
    ),
    "en": re.compile(r"\b(?:for|at|in|to|from|near|with)\s+(?:(?:a|an|the|our|your|small)\s+)?[^\W\d_]+"),
}

_LISTED = re.compile(r",|\b(?:og|eller|and|or)\b")

Terms = dict[str, float]
"""Dictionary form to its weight."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``kind`` is a key of ``terms.kinds``, ``codes`` CPV codes of it, the likeliest first; ``because`` words as they were
    written, the most telling first. ``score`` compares the proposals of one text, and means nothing beside another's."""

    kind: str
    codes: tuple[str, ...]
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says: each term's weight, and the word it stood in."""

    terms: Terms
    surfaces: dict[str, str]


def propose(texts: Texts, labels: Mapping[str, str] | None = None, most: int = MOST) -> tuple[Proposal, ...]:
    """The kinds of work a description speaks of, best first; none is an answer.

    ``labels``: the official names of eight-digit codes, in the first language of ``texts``. They choose the codes of a kind;
    without them, or where none fits, those it stands for. They choose no kind: that was tried, and found less.

    >>> [proposal.kind for proposal in propose({"da": "Vi vasker sengetøj for plejehjem"}, most=1)]
    ['laundry']
    """
    said = {language: _read(text, language) for language, text in texts.items()}
    typed = fits(" ".join(texts.values()))
    found = [
        each
        for key, kind in KINDS.items()
        if (each := _proposal(kind, said, typed.get(key, 0))) and each.score >= LEAST
    ]
    found.sort(key=lambda proposal: (-proposal.score, proposal.kind))
    best = [each for each in found if each.score >= WEAKEST * found[0].score][:most]
    return tuple(_with_codes(each, said, labels or {}) for each in best)


def language_of(text: str, otherwise: str) -> str:
    """Danish or English, as the words of grammar in a text say; ``otherwise`` where they say nothing.

    >>> language_of("We wash for nursing homes", "da"), language_of("Vaskeri", "da")
    ('en', 'da')
    """
    typed = Counter(re.findall(r"\w+", text.casefold()))
    said = {language: sum(typed[word] for word in STOP_WORDS[language]) for language in ("da", "en")}
    if said["da"] == said["en"]:
        return otherwise
    return max(said, key=lambda language: said[language])


def _read(text: str, language: str) -> _Said:
    """A text's words; one that is only met aside counts less."""
    pattern = _ASIDE.get(language)
    if pattern is None:
        return _said(text, language)
    plain, aside = _said(pattern.sub(" ", text.casefold()), language), _said(text, language)
    terms = {term: plain.terms.get(term, ASIDE * weight) for term, weight in aside.terms.items()}
    return _Said(terms, aside.surfaces)


def _said(text: str, language: str) -> _Said:
    terms: Terms = {}
    surfaces: dict[str, str] = {}
    for word in words(text, language):
        owner = ASIDE if _is_owner(word, language) else 1.0
        for term, weight in ((word.lemma, owner), *((part, owner * PART) for part in word.parts)):
            if weight > terms.get(term, 0.0):
                terms[term], surfaces[term] = weight, word.surface
    return _Said(terms, surfaces)


def _is_owner(word: Word, language: str) -> bool:
    """*Hjemmeplejens biler* are cars, whosever they are."""
    return language == "da" and word.surface.endswith("s") and not word.lemma.endswith("s")


def _proposal(kind: Kind, said: Mapping[str, _Said], typed: int) -> Proposal | None:
    """What speaks for a kind in any of the languages: its name and the words people type for it."""
    shared: Terms = {}
    for language, spoken in said.items():
        for term, weight in _fit(spoken.terms, _kind_terms(language)[kind.key]).items():
            word = spoken.surfaces[term]
            shared[word] = shared.get(word, 0.0) + weight
    if not shared:
        return None
    score = (sum(shared.values()) + TYPED * typed) * (DIVISION if kind.is_division else 1.0)
    because = sorted(shared, key=lambda word: (-shared[word], word))
    return Proposal(kind.key, tuple(prefix.ljust(8, "0") for prefix in kind.cpv), score, tuple(because))


def _fit(spoken: Terms, offered: Terms) -> Terms:
    return {term: spoken[term] * offered[term] for term in spoken.keys() & offered.keys()}


@lru_cache(maxsize=8)
def _kind_terms(language: str) -> dict[str, Terms]:
    """Of every kind what its name and words say, each term worth the more the fewer kinds have it."""
    counted = {key: _phrases(_phrases_of(kind, language), language) for key, kind in KINDS.items()}
    return {key: _weighed(terms, counted.values()) for key, terms in counted.items()}


def _weighed(terms: Terms, among: Iterable[Terms]) -> Terms:
    every = tuple(among)
    return {
        term: weight * log((len(every) + 1) / sum(term in each for each in every))
        for term, weight in terms.items()
    }


def _phrases_of(kind: Kind, language: str) -> tuple[str, ...]:
    """What stands between the commas of a name is one phrase each."""
    name, typed = (kind.name_da, kind.words_da) if language == "da" else (kind.name_en, kind.words_en)
    return (*_LISTED.split(name), *typed)


def _phrases(phrases: Iterable[str], language: str) -> Terms:
    """Words of a phrase share its weight: *grønne områder* is one thing said, and neither word says it alone."""
    terms: Terms = {}
    for phrase in phrases:
        spoken = _said(phrase, language).terms
        share = 1 / max(1, sum(weight == 1.0 for weight in spoken.values()))
        for term, weight in spoken.items():
            terms[term] = max(terms.get(term, 0.0), weight * share)
    return terms


def _with_codes(proposal: Proposal, said: Mapping[str, _Said], labels: Mapping[str, str]) -> Proposal:
    """With the codes of the kind whose official name says what the text says, if there are any."""
    if not said:
        return proposal
    language, spoken = next(iter(said.items()))
    fits = {code: fit for code, fit in _label_fits(KINDS[proposal.kind], spoken, language, labels) if fit}
    ranked = sorted(fits, key=lambda code: (-fits[code], code)) or proposal.codes
    return Proposal(proposal.kind, tuple(ranked[:MOST_CODES]), proposal.score, proposal.because)


def _label_fits(
    kind: Kind, spoken: _Said, language: str, labels: Mapping[str, str]
) -> Iterator[tuple[str, float]]:
    """A shared word is worth the more the fewer of the kind's labels have it, and the less the more else the label says."""
    read = {
        code: _label_terms(label, language)
        for code, label in labels.items()
        if code.startswith(kind.cpv) and kind_of(code) is kind
    }
    common = Counter(term for terms in read.values() for term in terms)
    for code, terms in read.items():
        length = sqrt(sum(weight == 1.0 for weight in terms.values()) or 1)
        shared = _fit(spoken.terms, terms)
        yield code, sum(shared[term] * log((len(read) + 1) / common[term]) for term in shared) / length


@lru_cache(maxsize=30_000)
def _label_terms(label: str, language: str) -> Terms:
    return _said(label, language).terms
