"""One lot and one enterprise: how well they fit, why, and by which route."""

from __future__ import annotations

from datetime import date

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching import criteria, features, route
from opslagstavle.matching.contributions import Pair, contributions, shows_work
from opslagstavle.matching.outcome import VERSION, Contribution, Match, Route
from opslagstavle.matching.score import DEFAULT_STATISTICS, WEIGHTS, Statistics, Weights
from opslagstavle.notices.notice import Lot, Notice

__all__ = ["VERSION", "Contribution", "Match", "Route", "explain", "match", "worth_showing"]


def match(
    lot: Lot,
    enterprise: Enterprise,
    on: date,
    notice: Notice | None = None,
    statistics: Statistics = DEFAULT_STATISTICS,
    weights: Weights = WEIGHTS,
) -> Match:
    """Compare a lot with an enterprise as things stand on a day; ``notice`` adds what stands above the lots."""
    wanted = features.lot_profile(lot, notice, statistics)
    pair = Pair(lot, notice, enterprise, wanted, features.enterprise_profile(enterprise))
    return explain(pair, on, statistics, weights)


def explain(pair: Pair, on: date, statistics: Statistics, weights: Weights) -> Match:
    """The match of a pair whose profiles are there already."""
    parts = contributions(pair, statistics, weights)
    findings = criteria.findings(pair, parts, on)
    chosen, reason = route.choose(pair.lot, pair.notice, findings)
    return Match(sum(part.weight for part in parts), parts, findings, chosen, reason)


def worth_showing(found: Match) -> bool:
    """Is there evidence of the work itself, in words or codes? A place alone, or a shared division, is none."""
    return shows_work(found.contributions)
