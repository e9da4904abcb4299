"""Ranked search in both directions over one side prepared once: an inverted index of words and codes, in plain Python.

Scores are those of ``match`` to the last bit. Equal scores are ordered by key. Whoever shares neither a word nor a code with the
question is left out: a place alone is no match.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching import features, score
from opslagstavle.matching.contributions import Pair
from opslagstavle.matching.features import Profile
from opslagstavle.matching.match import explain
from opslagstavle.matching.outcome import Match
from opslagstavle.matching.score import DEFAULT_STATISTICS, WEIGHTS, Statistics, Weights
from opslagstavle.matching.where import place_relation
from opslagstavle.notices.notice import Lot, Notice

Column = tuple["array[int]", "array[float]"]
"""Rows that have something, and each one's own share of it."""


@dataclass(frozen=True, slots=True)
class LotEntry:
    """A lot to be searched for; ``key`` identifies it to whoever asks, and settles ties."""

    key: str
    lot: Lot
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place in a ranking: the enterprise's or the lot entry's ``key``, and the whole match."""

    key: str
    match: Match


@dataclass(frozen=True, slots=True)
class EnterpriseIndex:
    """Enterprises and their profiles, read once, to be ranked for many lots."""

    enterprises: tuple[Enterprise, ...]
    profiles: tuple[Profile, ...]
    columns: Columns
    statistics: Statistics
    weights: Weights


@dataclass(frozen=True, slots=True)
class LotIndex:
    """Lots, read once, to be ranked for many enterprises. The columns of terms hold finished weights, not shares."""

    lots: tuple[LotEntry, ...]
    columns: Columns
    statistics: Statistics
    weights: Weights


def index_enterprises(
    enterprises: Iterable[Enterprise], statistics: Statistics = DEFAULT_STATISTICS, weights: Weights = WEIGHTS
) -> EnterpriseIndex:
    """Read every enterprise's words, codes and places."""
    rows, columns = tuple(enterprises), Columns()
    profiles = tuple(features.enterprise_profile(enterprise) for enterprise in rows)
    for enterprise, offered in zip(rows, profiles, strict=True):
        columns.add(enterprise.key, offered)
    return EnterpriseIndex(rows, profiles, columns, statistics, weights)


def index_lots(
    lots: Iterable[LotEntry], statistics: Statistics = DEFAULT_STATISTICS, weights: Weights = WEIGHTS
) -> LotIndex:
    """Read every lot's words, codes and places."""
    rows, columns = tuple(lots), Columns()
    for entry in rows:
        wanted = features.lot_profile(entry.lot, entry.notice, statistics)
        columns.add(entry.key, replace(wanted, terms=_weighed(wanted, statistics, weights)))
    return LotIndex(rows, columns, statistics, weights)


def rank_enterprises(
    lot: Lot, index: EnterpriseIndex, on: date, top: int = 20, notice: Notice | None = None
) -> tuple[Ranked, ...]:
    """The ``top`` enterprises for a lot, best first, each with its match."""
    return tuple(_ranked_enterprises(lot, index, on, top, notice))


def rank_lots(enterprise: Enterprise, index: LotIndex, on: date, top: int = 20) -> tuple[Ranked, ...]:
    """The ``top`` lots for an enterprise, best first, each with its match."""
    return tuple(_ranked_lots(enterprise, index, on, top))


def _ranked_enterprises(
    lot: Lot, index: EnterpriseIndex, on: date, top: int, notice: Notice | None
) -> Iterator[Ranked]:
    statistics, weights = index.statistics, index.weights
    wanted = features.lot_profile(lot, notice, statistics)
    asked = Profile(_weighed(wanted, statistics, weights), wanted.codes)

    def place(group: Profile) -> float:
        return _place(weights, place_relation(wanted, group))

    for row in index.columns.best(asked, place, weights, top):
        enterprise = index.enterprises[row]
        pair = Pair(lot, notice, enterprise, wanted, index.profiles[row])
        yield Ranked(enterprise.key, explain(pair, on, statistics, weights))


def _ranked_lots(enterprise: Enterprise, index: LotIndex, on: date, top: int) -> Iterator[Ranked]:
    statistics, weights = index.statistics, index.weights
    offered = features.enterprise_profile(enterprise)

    def place(group: Profile) -> float:
        return _place(weights, place_relation(group, offered))

    for row in index.columns.best(offered, place, weights, top):
        entry = index.lots[row]
        wanted = features.lot_profile(entry.lot, entry.notice, statistics)
        pair = Pair(entry.lot, entry.notice, enterprise, wanted, offered)
        yield Ranked(entry.key, explain(pair, on, statistics, weights))


class Columns:
    """Rows by term and by CPV prefix. Rows with the same places share a group, so a place is looked at once."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._terms: dict[str, Column] = {}
        self._codes: dict[str, Column] = {}
        self._group_of: array[int] = array("I")
        self._groups: list[Profile] = []  # their places only
        self._number_of: dict[tuple[tuple[str, ...], tuple[str, ...], bool], int] = {}

    def add(self, key: str, profile: Profile) -> None:
        """Append a row."""
        row = len(self._keys)
        self._keys.append(key)
        for column, values in ((self._terms, profile.terms), (self._codes, profile.codes)):
            for name, value in values.items():
                rows, shares = column.setdefault(name, (array("I"), array("d")))
                rows.append(row)
                shares.append(value)
        group = (profile.places, profile.towns, profile.anywhere)
        number = self._number_of.setdefault(group, len(self._groups))
        if number == len(self._groups):
            self._groups.append(Profile(places=group[0], towns=group[1], anywhere=group[2]))
        self._group_of.append(number)

    def best(
        self, asked: Profile, place: Callable[[Profile], float], weights: Weights, top: int
    ) -> list[int]:
        """The rows with the highest scores, equal ones by key. ``place`` says what a group's place adds; of thousands of
        groups only those are asked about of which a row has something in common."""
        totals = [0.0] * len(self._keys)
        self._add_codes(totals, asked.codes, weights)
        self._add_terms(totals, asked.terms)
        met = {group for total, group in zip(totals, self._group_of, strict=True) if total}
        places = {group: place(self._groups[group]) for group in met}
        rows = (
            (-total - places[group], row)
            for row, (total, group) in enumerate(zip(totals, self._group_of, strict=True))
            if total
        )
        return [row for _, _, row in nsmallest(top, ((rank, self._keys[row], row) for rank, row in rows))]

    def _add_terms(self, totals: list[float], asked: dict[str, float]) -> None:
        step = score.STEP
        for term, weight in asked.items():
            if weight and term in self._terms:
                for row, share in zip(*self._terms[term], strict=True):
                    totals[row] += (
                        weight * share + step
                    ) - step  # score.exact, spelled out: all the time goes here

    def _add_codes(self, totals: list[float], asked: dict[str, float], weights: Weights) -> None:
        """Each row gets its nearest pair of codes; ``totals`` is still empty."""
        if "cpv" in weights.without:
            return
        nearest: dict[int, float] = {}
        for prefix, weight in asked.items():
            depth = score.CODE_DEPTH[len(prefix)]
            for row, share in zip(*self._codes.get(prefix, ((), ())), strict=True):
                nearest[row] = max(nearest.get(row, 0.0), depth * (weight * share))
        for row, share in nearest.items():
            totals[row] = score.exact(weights.cpv * share)


def _weighed(wanted: Profile, statistics: Statistics, weights: Weights) -> dict[str, float]:
    return {term: score.term_weight(weights, statistics, term, share) for term, share in wanted.terms.items()}


def _place(weights: Weights, relation: str) -> float:
    return 0.0 if "place" in weights.without else score.exact(weights.place * score.PLACE_SHARE[relation])
