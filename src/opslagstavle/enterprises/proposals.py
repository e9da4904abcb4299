"""From what an enterprise says of itself in plain words to kinds of work and CPV codes, each with the words that led there.

Nobody types a code. What is proposed is for a person to say yes or no to; nothing is taken for stated because it was proposed.
The dictionary of a language is loaded with the first text in it (up to 1.2 s), and the official labels, where they are given,
are read with the first text they are compared with; so nothing that only shows pages should import this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from opslagstavle.terms.kinds import KINDS, Kind, kind_of
from opslagstavle.terms.text import Texts
from opslagstavle.terms.words import words

MOST = 8
MOST_CODES = 3
PART = 0.5
"""A piece of a compound beside the whole."""
LABEL = 0.5
"""An official label beside our own words for a kind: it was written for buyers and lawyers."""
DIVISION = 0.5
"""A whole division beside a kind that was picked out: it fits everything and says little."""
WEAKEST = 0.3
"""Of the best: what fits less is not worth a question."""

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
    """What a text says: each term's weight, and the words it stood in."""

    terms: Terms
    surfaces: dict[str, str]


def propose(texts: Texts, labels: Mapping[str, str] | None = None, most: int = MOST) -> tuple[Proposal, ...]:
    """The kinds of work a description speaks of, best first; none is an answer.

    ``labels``: the official names of eight-digit codes, in the first language of ``texts``. Without them every kind has the
    codes it stands for.

    >>> [proposal.kind for proposal in propose({"da": "Vi vasker sengetøj for plejehjem"}, most=1)]
    ['laundry']
    """
    said = {language: _said(text, language) for language, text in texts.items()}
    named = _fitting_codes(next(iter(said.items()), None), labels or {})
    found = [proposal for key in KINDS if (proposal := _proposal(KINDS[key], said, named.get(key, {})))]
    found.sort(key=lambda proposal: (-proposal.score, proposal.kind))
    return tuple(each for each in found if each.score >= WEAKEST * found[0].score)[:most]


def _said(text: str, language: str) -> _Said:
    terms: Terms = {}
    surfaces: dict[str, str] = {}
    for word in words(text, language):
        for term, weight in ((word.lemma, 1.0), *((part, PART) for part in word.parts)):
            if weight > terms.get(term, 0.0):
                terms[term], surfaces[term] = weight, word.surface
    return _Said(terms, surfaces)


def _proposal(kind: Kind, said: Mapping[str, _Said], codes: Mapping[str, Terms]) -> Proposal | None:
    """What speaks for a kind: its own words in each language, and the best of the labels below it."""
    shared: Terms = Counter()
    for language, spoken in said.items():
        for term, weight in _fit(spoken.terms, _kind_terms(language).get(kind.key, {})).items():
            shared[spoken.surfaces[term]] += weight
    ranked = sorted(codes, key=lambda code: (-sum(codes[code].values()), code))
    for word, weight in (codes[ranked[0]] if ranked else {}).items():
        shared[word] += LABEL * weight
    if not shared:
        return None
    score = sum(shared.values()) * (DIVISION if kind.is_division else 1.0)
    because = sorted(shared, key=lambda word: (-shared[word], word))
    own = tuple(prefix.ljust(8, "0") for prefix in kind.cpv)
    return Proposal(kind.key, (tuple(ranked) or own)[:MOST_CODES], score, tuple(because))


def _fit(spoken: Terms, offered: Terms) -> Terms:
    return {term: spoken[term] * offered[term] for term in spoken.keys() & offered.keys()}


@lru_cache(maxsize=4)
def _kind_terms(language: str) -> dict[str, Terms]:
    """Of every kind what its name and words say, each term worth the more the fewer kinds have it."""
    counted = {key: _phrases(_phrases_of(kind, language), language) for key, kind in KINDS.items()}
    common = Counter(term for terms in counted.values() for term in terms)
    return {
        key: {term: weight * _rarity(common[term], len(KINDS)) for term, weight in terms.items()}
        for key, terms in counted.items()
    }


def _phrases_of(kind: Kind, language: str) -> Iterable[str]:
    return (kind.name_da, *kind.words_da) if language == "da" else (kind.name_en, *kind.words_en)


def _phrases(phrases: Iterable[str], language: str) -> Terms:
    """Words of a phrase share its weight: *grønne områder* is one thing said, and neither word says it alone."""
    terms: Terms = {}
    for phrase in phrases:
        spoken = _said(phrase, language).terms
        share = 1 / max(1, sum(weight == 1.0 for weight in spoken.values()))
        for term, weight in spoken.items():
            terms[term] = max(terms.get(term, 0.0), weight * share)
    return terms


def _rarity(having: int, of: int) -> float:
    return log((of + 1) / having)


def _fitting_codes(said: tuple[str, _Said] | None, labels: Mapping[str, str]) -> dict[str, dict[str, Terms]]:
    """By kind the codes whose label shares words with the text, with the words as they were written."""
    found: dict[str, dict[str, Terms]] = {}
    if said is None:
        return found
    language, spoken = said
    for code, shared in _labelled(spoken, language, labels):
        if kind := kind_of(code):
            written = {spoken.surfaces[term]: weight for term, weight in shared.items()}
            found.setdefault(kind.key, {})[code] = written
    return found


def _labelled(spoken: _Said, language: str, labels: Mapping[str, str]) -> Iterator[tuple[str, Terms]]:
    """Each label's shared terms, worth the more the rarer among labels, and the less the more else the label says."""
    read = {code: _label_terms(label, language) for code, label in labels.items()}
    common = Counter(term for terms in read.values() for term in terms)
    for code, terms in read.items():
        if shared := _fit(spoken.terms, terms):
            length = sqrt(sum(weight == 1.0 for weight in terms.values()) or 1)
            rarity = {term: _rarity(common[term], len(labels)) for term in shared}
            yield code, {term: weight * rarity[term] / length for term, weight in shared.items()}


@lru_cache(maxsize=30_000)
def _label_terms(label: str, language: str) -> Terms:
    return _said(label, language).terms
