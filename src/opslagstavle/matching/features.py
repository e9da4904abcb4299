"""What is compared: words, codes and places of a lot and of an enterprise, each weighed on its own side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from opslagstavle.enterprises import areas
from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching.codes import enterprise_codes, kinds, lot_codes, prefixes
from opslagstavle.matching.score import ENTERPRISE_LENGTH, Statistics, saturated
from opslagstavle.notices.notice import Lot, Notice, Place
from opslagstavle.notices.places import exact
from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.municipalities import named
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
    """One side of a match. ``terms``: share by term; ``codes``: weight by CPV prefix (2 to 8 digits); ``places``: NUTS codes and
    municipalities.

    ``towns`` are the municipalities of towns that are named, or in lower case towns of which none is known. An ``anywhere``
    lot leaves the place open.
    """

    terms: dict[str, float] = field(default_factory=dict)
    codes: dict[str, float] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    anywhere: bool = False


def lot_profile(lot: Lot, notice: Notice | None, statistics: Statistics) -> Profile:
    """A lot's side; the notice adds what stands above the lots."""
    places = _places_of(lot, notice)
    return Profile(
        terms=_shares(lot_mentions(lot, notice), statistics.average_length),
        codes=prefixes(lot_codes(lot, notice)),
        places=tuple(dict.fromkeys(code for code in map(exact, places) if code and code != nuts.ANYWHERE)),
        towns=tuple(dict.fromkeys(_town(place.town) for place in places if place.town)),
        anywhere=any(place.anywhere or place.nuts == nuts.ANYWHERE for place in places),
    )


def enterprise_profile(enterprise: Enterprise) -> Profile:
    """An enterprise's side: its words and those of its kinds, its codes and those of its kinds, where it works."""
    return Profile(
        terms=_shares(enterprise_mentions(enterprise), ENTERPRISE_LENGTH),
        codes=prefixes(dict.fromkeys(enterprise_codes(enterprise), 1.0)),
        places=areas.served(enterprise),
        towns=tuple(_own_towns(enterprise)),
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


def _own_towns(enterprise: Enterprise) -> Iterator[str]:
    if home := areas.home(enterprise):
        yield home
    elif enterprise.town:
        yield _town(enterprise.town)


def _town(printed: str) -> str:
    found = named(printed)
    return found.place if found else printed.casefold()


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
