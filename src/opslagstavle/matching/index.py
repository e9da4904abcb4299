"""Ranked search in both directions over one side prepared once: an inverted index of words and codes, in plain Python.

Scores are those of ``match`` to the last bit. Equal scores are ordered by key. Whoever shares neither a word nor a code with the
question is left out: a place alone is no match.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching import features, score
from opslagstavle.matching.contributions import Pair
from opslagstavle.matching.features import Profile
from opslagstavle.matching.match import Match, explain
from opslagstavle.matching.score import DEFAULT_STATISTICS, WEIGHTS, Statistics, Weights
from opslagstavle.notices.notice import Lot, Notice


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
class Columns:
    """Rows by term and by CPV prefix, each with the row's own share; rows with the same places share a group."""

    keys: tuple[str, ...]
    terms: dict[str, tuple[array[int], array[float]]]
    codes: dict[str, tuple[array[int], array[float]]]
    groups: array[int]
    group_profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class EnterpriseIndex:
    """Enterprises, to be ranked for a lot."""

    enterprises: tuple[Enterprise, ...]
    columns: Columns
    statistics: Statistics = field(repr=False)
    weights: Weights


@dataclass(frozen=True, slots=True)
class LotIndex:
    """Lots, to be ranked for an enterprise. ``columns.terms`` hold finished term weights, not shares."""

    lots: tuple[LotEntry, ...]
    columns: Columns
    statistics: Statistics = field(repr=False)
    weights: Weights


def index_enterprises(
    enterprises: Iterable[Enterprise], statistics: Statistics = DEFAULT_STATISTICS, weights: Weights = WEIGHTS
) -> EnterpriseIndex:
    """Read every enterprise's words, codes and places once."""
    rows = tuple(enterprises)
    builder = _Builder()
    for enterprise in rows:
        builder.add(enterprise.key, features.enterprise_profile(enterprise))
    return EnterpriseIndex(rows, builder.columns(), statistics, weights)


def index_lots(
    lots: Iterable[LotEntry], statistics: Statistics = DEFAULT_STATISTICS, weights: Weights = WEIGHTS
) -> LotIndex:
    """Read every lot's words, codes and places once."""
    rows = tuple(lots)
    builder = _Builder()
    for entry in rows:
        profile = features.lot_profile(entry.lot, entry.notice, statistics)
        weighed = {
            term: score.term_weight(weights, statistics, term, share) for term, share in profile.terms.items()
        }
        builder.add(
            entry.key, Profile(weighed, profile.codes, profile.places, profile.towns, profile.anywhere)
        )
    return LotIndex(rows, builder.columns(), statistics, weights)


def rank_enterprises(
    lot: Lot, index: EnterpriseIndex, on: date, top: int = 20, notice: Notice | None = None
) -> tuple[Ranked, ...]:
    """The enterprises that fit a lot best, each with its match."""
    wanted = features.lot_profile(lot, notice, index.statistics)
    asked = {
        term: score.term_weight(index.weights, index.statistics, term, share)
        for term, share in wanted.terms.items()
        if term in index.columns.terms
    }
    places = [
        _place(index.weights, features.place_relation(wanted, group)) for group in index.columns.group_profiles
    ]  # fmt: skip
    best = _best(index.columns, asked, wanted.codes, places, index.weights, top)
    pairs = ((row, index.enterprises[row]) for row in best)
    return tuple(
        Ranked(index.columns.keys[row], explain(
            Pair(lot, notice, enterprise, wanted, features.enterprise_profile(enterprise)), on, index.statistics, index.weights
        ))
        for row, enterprise in pairs
    )  # fmt: skip


def rank_lots(enterprise: Enterprise, index: LotIndex, on: date, top: int = 20) -> tuple[Ranked, ...]:
    """The lots that fit an enterprise best, each with its match."""
    offered = features.enterprise_profile(enterprise)
    places = [
        _place(index.weights, features.place_relation(group, offered)) for group in index.columns.group_profiles
    ]  # fmt: skip
    best = _best(index.columns, offered.terms, offered.codes, places, index.weights, top)
    entries = ((row, index.lots[row]) for row in best)
    return tuple(
        Ranked(entry.key, explain(
            Pair(entry.lot, entry.notice, enterprise, features.lot_profile(entry.lot, entry.notice, index.statistics), offered),
            on, index.statistics, index.weights,
        ))
        for _, entry in entries
    )  # fmt: skip


class _Builder:
    """Collects rows into columns."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._terms: dict[str, tuple[array[int], array[float]]] = {}
        self._codes: dict[str, tuple[array[int], array[float]]] = {}
        self._groups: array[int] = array("I")
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], bool], int] = {}

    def add(self, key: str, profile: Profile) -> None:
        row = len(self._keys)
        self._keys.append(key)
        for column, values in ((self._terms, profile.terms), (self._codes, profile.codes)):
            for name, value in values.items():
                rows, shares = column.setdefault(name, (array("I"), array("d")))
                rows.append(row)
                shares.append(value)
        group = (profile.places, profile.towns, profile.anywhere)
        self._groups.append(self._known.setdefault(group, len(self._known)))

    def columns(self) -> Columns:
        groups = tuple(Profile(places=group[0], towns=group[1], anywhere=group[2]) for group in self._known)
        return Columns(tuple(self._keys), self._terms, self._codes, self._groups, groups)


def _best(
    columns: Columns,
    terms: dict[str, float],
    codes: dict[str, float],
    places: list[float],
    weights: Weights,
    top: int,
) -> list[int]:
    """The rows with the highest scores, equal ones by key."""
    totals = [0.0] * len(columns.keys)
    _add_codes(totals, columns, codes, weights)
    _add_terms(totals, columns, terms)
    found = (
        (-total - places[group], row)
        for row, (total, group) in enumerate(zip(totals, columns.groups, strict=True))
        if total
    )
    chosen = nsmallest(top, ((rank, columns.keys[row], row) for rank, row in found))
    return [row for _, _, row in chosen]


def _add_terms(totals: list[float], columns: Columns, terms: dict[str, float]) -> None:
    step = score.STEP
    for term, asked in terms.items():
        if asked and term in columns.terms:
            for row, share in zip(*columns.terms[term], strict=True):
                totals[row] += (
                    asked * share + step
                ) - step  # score.exact, written out: this line is the whole cost


def _add_codes(totals: list[float], columns: Columns, codes: dict[str, float], weights: Weights) -> None:
    """Each row gets its nearest pair of codes; ``totals`` is still empty."""
    if "cpv" in weights.without:
        return
    nearest: dict[int, float] = {}
    for prefix, asked in codes.items():
        depth = score.CODE_DEPTH[len(prefix)]
        for row, share in zip(*columns.codes.get(prefix, ((), ())), strict=True):
            nearest[row] = max(nearest.get(row, 0.0), depth * (asked * share))
    for row, share in nearest.items():
        totals[row] = score.exact(weights.cpv * share)


def _place(weights: Weights, relation: str) -> float:
    return 0.0 if "place" in weights.without else score.exact(weights.place * score.PLACE_SHARE[relation])
