"""Entries that may be the same enterprise, with the reasons, without comparing everyone with everyone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from opslagstavle.terms.kinds import fold

WEIGHTS = {"cvr": 1.0, "name": 0.8, "phone": 0.5, "website": 0.4, "alike": 0.6}
ALIKE = 0.8
"""Names that share this much of their letters are worth a look, in one municipality."""
MOST_IN_BLOCK = 30
"""What more entries than this share (the word "café", a municipality's switchboard) tells nothing of two of them."""
SHARED_SITES = frozenset(
    {"facebook.com", "instagram.com", "linkedin.com", "linktr.ee", "sites.google.com", "wixsite.com"}
)
_FORM = re.compile(
    r"\b(aps|a s|as|ivs|i s|k s|p s|s i|smv|amba|a m b a|fmba|f m b a|smba|s m b a|fonden?|foreningen?|den selvejende institution"
    r"|selvejende institution|den erhvervsdrivende fond|socialoekonomisk virksomhed|rsv)\b"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """``id`` is the caller's. What is None or "" is not compared."""

    id: int
    name: str
    cvr: str | None = None
    municipality: str | None = None
    website: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """``reasons`` are (name of the reason, what is the same), the strongest first; ``score`` their sum, to sort by."""

    one: int
    other: int
    reasons: tuple[tuple[str, str], ...]
    score: float


def plain(name: str) -> str:
    """A name without its form, in one spelling.

    >>> plain("Fonden Åhuset, den selvejende institution") == plain("AAHUSET A/S")
    True
    """
    folded = fold(name)
    return " ".join(_FORM.sub(" ", folded).split()) or folded


def site_of(website: str | None) -> str:
    """The host, "" for one that many share."""
    host = re.sub(r"^(https?://)?(www\d?\.)?", "", (website or "").strip().casefold())
    host = re.split(r"[/:?#]", host)[0]
    return "" if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_SITES) else host


def digits_of(phone: str | None) -> str:
    """The eight digits of a Danish number, "" for anything shorter."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-8:] if len(digits) >= 8 else ""


def likely_pairs(entries: Iterable[Entry]) -> list[Pair]:
    """The likeliest first."""
    every = {entry.id: entry for entry in entries}
    names = {entry.id: plain(entry.name) for entry in every.values()}
    reasons: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for reason, (one, other), same in _the_same(every, names):
        reasons[one, other][reason] = same
    for one, other in _to_compare(every, names):
        if "name" not in reasons.get((one, other), {}) and are_alike(names[one], names[other]):
            reasons[one, other]["alike"] = f"{every[one].name} / {every[other].name}"
    pairs = [_pair(key, found) for key, found in reasons.items() if _is_worth_a_look(every, key, found)]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def _the_same(every: dict[int, Entry], names: dict[int, str]) -> Iterator[tuple[str, tuple[int, int], str]]:
    """(reason, pair, what is the same) of what needs no comparing."""
    shared: dict[str, Callable[[Entry], str]] = {
        "cvr": lambda entry: entry.cvr or "",
        "name": lambda entry: names[entry.id],
        "website": lambda entry: site_of(entry.website),
        "phone": lambda entry: digits_of(entry.phone),
    }
    for reason, value in shared.items():
        for same, block in _blocks((value(entry), entry.id) for entry in every.values()):
            for pair in combinations(block, 2):
                yield reason, pair, str(same)


def _to_compare(every: dict[int, Entry], names: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Pairs within a municipality whose names share a word, or begin alike."""
    marks = (
        ((entry.municipality, mark), entry.id)
        for entry in every.values()
        if entry.municipality
        for mark in {*names[entry.id].split(), names[entry.id].replace(" ", "")[:5] + "…"}
    )
    seen: set[tuple[int, int]] = set()
    for _, block in _blocks(marks):
        for pair in combinations(block, 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _blocks(marked: Iterable[tuple[Hashable, int]]) -> Iterator[tuple[Hashable, list[int]]]:
    blocks: dict[Hashable, set[int]] = defaultdict(set)
    for mark, entry in marked:
        if mark:
            blocks[mark].add(entry)
    for mark, block in blocks.items():
        if 1 < len(block) <= MOST_IN_BLOCK:
            yield mark, sorted(block)


def are_alike(one: str, other: str) -> bool:
    """Do two plain names share most of their letters in order? "Hus 1" and "Hus 2" are two houses."""
    if re.sub(r"\d", "", one) == re.sub(r"\d", "", other) and one != other:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _is_worth_a_look(every: dict[int, Entry], pair: tuple[int, int], reasons: dict[str, str]) -> bool:
    """Two company numbers are two companies, unless they also have one name: sisters share a house and a telephone."""
    one, other = (every[entry] for entry in pair)
    return not (one.cvr and other.cvr and one.cvr != other.cvr) or "name" in reasons


def _pair(ids: tuple[int, int], found: dict[str, str]) -> Pair:
    ordered = sorted(found.items(), key=lambda reason: -WEIGHTS[reason[0]])
    return Pair(*ids, tuple(ordered), round(sum(WEIGHTS[reason] for reason in found), 3))
