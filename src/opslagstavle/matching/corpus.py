"""Counting words in a corpus of lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from opslagstavle.matching.features import lot_mentions
from opslagstavle.matching.score import Statistics
from opslagstavle.notices.notice import Lot, Notice


def count(lots: Iterable[tuple[Lot, Notice | None]]) -> Statistics:
    """How many lots have each term, and how long a lot is in one language. No lots: the default statistics."""
    frequencies: Counter[str] = Counter()
    documents, texts, length = 0, 0, 0.0
    for lot, notice in lots:
        mentions = tuple(lot_mentions(lot, notice))
        frequencies.update({mention.term for mention in mentions})
        documents += 1
        texts += len({mention.language for mention in mentions})
        length += sum(mention.weight for mention in mentions if not mention.is_part)
    if not length:
        return Statistics()
    return Statistics(documents, length / texts, dict(frequencies))
