"""What is compared: words, codes and places of a lot and of an enterprise, each weighed on its own side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching.codes import enterprise_codes, kinds, lot_codes, prefixes
from opslagstavle.matching.score import ENTERPRISE_LENGTH, Statistics, saturated
from opslagstavle.notices.notice import Lot, Notice, Place
from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.text import Texts
from opslagstavle.terms.words import words

TITLE = 3.0
"""A title is chosen to name the work; a description also tells of procedures and addresses."""
PROCEDURE_TITLE = 1.5
"""The title above the lots: often the clearer one where a lot is called "Delaftale 2", shared by all lots where it is not."""
DESCRIPTION = 1.0
KIND = 2.0
"""A declared kind of work is a deliberate answer, so its everyday words count more than a word of the description."""
PART = 0.5
"""A piece of a compound beside the whole: *vask* in *tekstilvask*."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One word met in one place: ``term`` is what is compared, ``surface`` what stood there."""

    term: str
    surface: str
    weight: float
    field: str
    language: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One side of a match. ``terms``: share by term; ``codes``: weight by CPV prefix (2 to 8 digits); ``places``: NUTS codes.

    ``towns`` are in lower case. An ``anywhere`` lot leaves the place open.
    """

    terms: dict[str, float] = field(default_factory=dict)
    codes: dict[str, float] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    anywhere: bool = False


def lot_profile(lot: Lot, notice: Notice | None, statistics: Statistics) -> Profile:
    """A lot's side; the notice adds what stands above the lots."""
    places = _places_of(lot, notice)
    stated = (nuts.normalise(place.nuts or place.country) for place in places)
    return Profile(
        terms=_shares(lot_mentions(lot, notice), statistics.average_length),
        codes=prefixes(lot_codes(lot, notice)),
        places=tuple(dict.fromkeys(code for code in stated if code and code != nuts.ANYWHERE)),
        towns=tuple(dict.fromkeys(place.town.casefold() for place in places if place.town)),
        anywhere=any(place.anywhere or place.nuts == nuts.ANYWHERE for place in places),
    )


def enterprise_profile(enterprise: Enterprise) -> Profile:
    """An enterprise's side: its words and those of its kinds, its codes and those of its kinds, where it works."""
    return Profile(
        terms=_shares(enterprise_mentions(enterprise), ENTERPRISE_LENGTH),
        codes=prefixes(dict.fromkeys(enterprise_codes(enterprise), 1.0)),
        places=tuple(dict.fromkeys(code for place in enterprise.places if (code := nuts.normalise(place)))),
        towns=(enterprise.town.casefold(),) if enterprise.town else (),
    )


def lot_mentions(lot: Lot, notice: Notice | None) -> Iterator[Mention]:
    """Every word of a lot that says something, in every language it has."""
    above = notice.procedure if notice else None
    yield from _mentions(lot.titles, TITLE, "title")
    yield from _mentions(lot.descriptions, DESCRIPTION, "description")
    if above and above.titles != lot.titles:
        yield from _mentions(above.titles, PROCEDURE_TITLE, "procedure title")
    if above and not lot.descriptions:
        yield from _mentions(above.descriptions, DESCRIPTION, "procedure description")


def enterprise_mentions(enterprise: Enterprise) -> Iterator[Mention]:
    """Every word of an enterprise that says what it does. Its name is left out: a name is no promise of work."""
    yield from _mentions(enterprise.descriptions, DESCRIPTION, "description")
    for kind in kinds(enterprise):
        yield from _kind_mentions(kind.key)


def place_relation(lot: Profile, enterprise: Profile) -> str:
    """How the lot's places lie to those the enterprise serves: a key of ``score.PLACE_SHARE``."""
    if lot.towns and not set(lot.towns).isdisjoint(enterprise.towns):
        return "inside"
    if not enterprise.places or not (lot.places or lot.anywhere):
        return "not_stated"
    return _area_relation(lot.places, enterprise.places) or ("anywhere" if lot.anywhere else "outside")


@lru_cache(maxsize=200_000)
def _area_relation(wanted: tuple[str, ...], served: tuple[str, ...]) -> str | None:
    for relation, holds in _RELATIONS:
        if any(holds(place, area) for place in wanted for area in served):
            return relation
    return None


def _inside(place: str, area: str) -> bool:
    return len(area.rstrip("0")) > 2 and nuts.within(place, area)


def _wider(place: str, area: str) -> bool:
    return nuts.within(area, place)


def _near(place: str, area: str) -> bool:
    return len(place) > 3 and place[:4] == area[:4]


def _same_country(place: str, area: str) -> bool:
    return place[:2] == area[:2]


_RELATIONS = (
    ("inside", _inside),
    ("nationwide", nuts.within),
    ("wider", _wider),
    ("near", _near),
    ("same_country", _same_country),
)  # best first


def _mentions(texts: Texts, weight: float, where: str) -> Iterator[Mention]:
    for language, text in texts.items():
        for word in words(text, language):
            yield Mention(word.lemma, word.surface, weight, where, language)
            for part in word.parts:
                yield Mention(part, word.surface, weight, where, language, is_part=True)


@lru_cache(maxsize=1_000)
def _kind_mentions(key: str) -> tuple[Mention, ...]:
    """Words of a phrase share its weight: *grønne områder* is one thing said, and neither word says it alone."""
    kind = KINDS[key]
    found = []
    for language, phrases in (("da", (kind.name_da, *kind.words_da)), ("en", (kind.name_en, *kind.words_en))):
        for phrase in dict.fromkeys(phrase.casefold() for phrase in phrases):
            mentions = tuple(_mentions({language: phrase}, KIND, "kind"))
            said = len({mention.surface for mention in mentions})
            found += [replace(mention, weight=mention.weight / said) for mention in mentions]
    return tuple(found)


def _shares(mentions: Iterable[Mention], expected_length: float) -> dict[str, float]:
    """BM25 shares, counted in each language alone; a term met in several counts where it is strongest.

    So a notice with 24 translations says everything once, and a word met only inside compounds never counts more than ``PART``.
    """
    counts: dict[str, dict[str, list[float]]] = {}
    for mention in mentions:
        found = counts.setdefault(mention.language, {}).setdefault(mention.term, [0.0, 0.0])
        found[mention.is_part] += mention.weight
    shares: dict[str, float] = {}
    for terms in counts.values():
        length = sum(whole for whole, _ in terms.values())
        for term, (whole, part) in terms.items():
            worth = (whole + PART * part) / (whole + part)
            share = worth * saturated(whole + part, length, expected_length)
            shares[term] = max(shares.get(term, 0.0), share)
    return shares


def _places_of(lot: Lot, notice: Notice | None) -> tuple[Place, ...]:
    return lot.places or (notice.procedure.places if notice else ())
