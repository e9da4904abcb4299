"""How much each thing counts, and the arithmetic that makes the parts add up to the whole exactly.

A score is a plain sum: one summand for each shared word, one for the nearest codes, one for the place. Eligibility (may this
enterprise bid?) is never in it: a rule is not a preference. Nothing here depends on the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

STEP = 1.5 * 2**22
"""Adding and taking away this number rounds a double to a multiple of 2**-30. Sums of such numbers are exact in any order (below
2**22), so a score is the same in a match, in both indexes, and with one summand taken away."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The scale: ``text`` for one unit of shared words, ``cpv`` for equal codes, ``place`` for work where the enterprise works.

    Codes and words count alike when a title names the work; the place orders what fits and cannot carry a match alone.
    ``without`` names features taken away, to see what each is worth.
    """

    text: float = 1.0
    cpv: float = 12.0
    place: float = 4.0
    without: frozenset[str] = frozenset()


WEIGHTS = Weights()

SATURATION = 1.2
"""BM25's k1: the second mention of a word says less than the first."""
LENGTH_EFFECT = 0.5
"""BM25's b, lower than its usual 0.75: a long description is often careful, not rambling."""
ENTERPRISE_LENGTH = 60.0
"""Mentions an enterprise's profile is expected to have (kinds and some sentences): longer ones count less each."""

CODE_DEPTH = {2: 0.1, 3: 0.4, 4: 0.7, 5: 0.85, 6: 0.95, 7: 1.0, 8: 1.0}
"""What a shared CPV prefix of so many digits is worth. A division (2) is too wide to mean the same work: 50 repairs cars, bikes
and pumps. From the class (4) on it is the same trade."""
ADDITIONAL_CODE = 0.8
"""A lot's additional codes name by-work as often as the work itself."""

PLACE_SHARE = {
    "inside": 1.0,  # every place of the lot lies in a served area, or in the enterprise's own municipality
    "nationwide": 0.9,  # served as part of the whole country; little less than local, so that no one is lost
    "partly": 0.7,  # of several places some are served and some are not
    "anywhere": 0.7,  # the lot says the place is free
    "wider": 0.5,  # the lot names a whole country or region of which the enterprise serves a part
    "not_stated": 0.3,  # silence neither wins nor loses: less than a wide hit, more than a miss
    "near": 0.3,  # outside the served area, and not far (``where.NEAR_KM``)
    "same_country": 0.1,
    "outside": 0.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statistics:
    """How common words are, counted in a corpus of lots: ``frequencies`` is lots by term, ``average_length`` mentions a lot.

    Without a corpus every word is taken for equally rare (the words of all notices are left out already, ``terms.wordlists``).
    """

    documents: int = 0
    average_length: float = 60.0
    frequencies: Mapping[str, int] = field(default_factory=dict)

    def rarity(self, term: str) -> float:
        """BM25's idf, brought to the scale ``RAREST`` whatever the size of the corpus, so that scores stay comparable.

        ``UNSEEN`` lots are mixed in with ``MET`` of them having the term: a corpus of three lots cannot say what is common.
        """
        documents = self.documents + UNSEEN
        found = log(documents / (self.frequencies.get(term, 0) + MET))
        return max(0.0, RAREST * found / log(documents / MET))


RAREST = 4.6
"""Worth of a word no lot of the corpus has: ln 100, as if it stood in one lot of a hundred."""
UNSEEN = 500
MET = 5

DEFAULT_STATISTICS = Statistics()


def saturated(mentions: float, length: float, expected_length: float) -> float:
    """BM25's share of a term in a text: 1 for one mention in a text of expected length, at most 1 + k1."""
    crowding = 1 - LENGTH_EFFECT + LENGTH_EFFECT * length / expected_length
    return mentions * (SATURATION + 1) / (mentions + SATURATION * crowding)


def term_weight(weights: Weights, statistics: Statistics, term: str, share_in_lot: float) -> float:
    """A term of a lot, still to be multiplied by its share in the enterprise (always in this order: doubles)."""
    if f"text:{term}" in weights.without:
        return 0.0
    return weights.text * statistics.rarity(term) * share_in_lot


def exact(weight: float) -> float:
    """A summand rounded so that sums are exact, see ``STEP``."""
    return (weight + STEP) - STEP
