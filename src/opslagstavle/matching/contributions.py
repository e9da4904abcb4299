"""The score taken apart: what each shared feature adds, and the words and codes it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching import features, score
from opslagstavle.matching.codes import enterprise_codes, lot_codes
from opslagstavle.matching.features import Mention, Profile
from opslagstavle.matching.outcome import Contribution
from opslagstavle.matching.score import Statistics, Weights
from opslagstavle.matching.where import place_evidence
from opslagstavle.notices.notice import Lot, Notice
from opslagstavle.terms import cpv

SAME_TRADE = 4
"""CPV digits in common from which codes alone show that the work is the enterprise's (a class)."""
RELATED_TRADE = 3
"""Digits in common (a group) that need words beside them."""
SOME_WORDS = 4.0
"""Text score that says something beside a related code: one telling word in a title."""
MANY_WORDS = 14.0
"""Text score that shows the work without any code: more than the one word that names it, or that word in full and in parts."""
ASIDE = 0.5
"""What a word counts in this where it stands aside: in the enterprise's description, which names customers and towns as often
as work, or only in the lot's, where a long text meets anyone's words somewhere."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A lot and an enterprise with their profiles, made once each."""

    lot: Lot
    notice: Notice | None
    enterprise: Enterprise
    wanted: Profile
    offered: Profile


def contributions(pair: Pair, statistics: Statistics, weights: Weights) -> tuple[Contribution, ...]:
    """Everything that adds to the score, largest first (equal ones by feature)."""
    found = (
        *_texts(pair, statistics, weights), *_codes(pair, weights), *_place(pair, weights)
    )  # fmt: skip
    return tuple(
        sorted((each for each in found if each.weight), key=lambda each: (-each.weight, each.feature))
    )


def shows_work(parts: tuple[Contribution, ...]) -> bool:
    """Is there evidence of the work itself, in words or codes? A place alone, or a shared division, is none."""
    depth = max((int(part.evidence["depth"]) for part in parts if part.kind == "cpv"), default=0)
    if depth >= SAME_TRADE:
        return True
    texts = [part for part in parts if part.kind == "text"]
    if depth >= RELATED_TRADE:
        return sum(part.weight * _declared(part) for part in texts) >= SOME_WORDS
    return sum(part.weight * _declared(part) * _titled(part) for part in texts) >= MANY_WORDS


def _declared(part: Contribution) -> float:
    return 1.0 if part.evidence["declared"] == "yes" else ASIDE


def _titled(part: Contribution) -> float:
    return 1.0 if "title" in part.evidence["field"] else ASIDE


def code_match(wanted: dict[str, float], offered: dict[str, float]) -> tuple[float, str]:
    """Share of the nearest pair of codes (0 to 1) and the prefix they have in common ("" for none)."""
    shared = (
        (score.CODE_DEPTH[len(each)] * (wanted[each] * offered[each]), each)
        for each in wanted.keys() & offered.keys()
    )
    return max(shared, default=(0.0, ""))


def _texts(pair: Pair, statistics: Statistics, weights: Weights) -> Iterator[Contribution]:
    shared = pair.wanted.terms.keys() & pair.offered.terms.keys()
    if not shared:
        return
    there = _by_term(features.lot_mentions(pair.lot, pair.notice), shared)
    here = _by_term(features.enterprise_mentions(pair.enterprise), shared)
    for term in shared:
        in_lot = score.term_weight(weights, statistics, term, pair.wanted.terms[term])
        evidence = {
            "lot": _surfaces(there[term]),
            "enterprise": _surfaces(here[term]),
            "field": there[term][0].field,
            "declared": "yes" if any(mention.field == "kind" for mention in here[term]) else "no",
        }
        yield Contribution("text", f"text:{term}", score.exact(in_lot * pair.offered.terms[term]), evidence)


def _codes(pair: Pair, weights: Weights) -> Iterator[Contribution]:
    share, prefix = code_match(pair.wanted.codes, pair.offered.codes)
    if prefix and "cpv" not in weights.without:
        evidence = {
            "lot": _first_below(prefix, lot_codes(pair.lot, pair.notice)),
            "enterprise": _first_below(prefix, enterprise_codes(pair.enterprise)),
            "depth": str(len(prefix)),
        }
        yield Contribution("cpv", "cpv", score.exact(weights.cpv * share), evidence)


def _place(pair: Pair, weights: Weights) -> Iterator[Contribution]:
    if "place" not in weights.without:
        evidence = place_evidence(pair.wanted, pair.offered)
        weight = score.exact(weights.place * score.PLACE_SHARE[evidence["relation"]])
        yield Contribution("place", "place", weight, evidence)


def _by_term(mentions: Iterable[Mention], wanted: set[str]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.term in wanted:
            found.setdefault(mention.term, []).append(mention)
    return found


def _surfaces(mentions: list[Mention]) -> str:
    return ", ".join(dict.fromkeys(mention.surface for mention in mentions))


def _first_below(prefix: str, codes: Iterable[str]) -> str:
    return next(code for code in codes if cpv.prefix(code).startswith(prefix))
