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
"""What words of an enterprise's description count in this: they name customers and towns as often as work."""


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
    words = sum(
        part.weight * (1.0 if part.evidence["declared"] == "yes" else ASIDE)
        for part in parts
        if part.kind == "text"
    )
    depth = max((int(part.evidence["depth"]) for part in parts if part.kind == "cpv"), default=0)
    return depth >= SAME_TRADE or words >= (SOME_WORDS if depth >= RELATED_TRADE else MANY_WORDS)


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
    relation = features.place_relation(pair.wanted, pair.offered)
    if "place" not in weights.without:
        evidence = {
            "lot": ", ".join(pair.wanted.places),
            "enterprise": ", ".join(pair.offered.places),
            "relation": relation,
        }
        weight = score.exact(weights.place * score.PLACE_SHARE[relation])
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
