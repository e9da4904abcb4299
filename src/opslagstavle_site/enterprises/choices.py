"""What the register's form offers to choose from: kinds of work and places, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from opslagstavle.enterprises.proposals import language_of, propose
from opslagstavle.terms import kinds, municipalities, nuts
from opslagstavle.terms.kinds import KINDS, Kind
from opslagstavle_site.web import codelists
from opslagstavle_site.web.language import reader_language

MOST_PROPOSED = 8
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """``small`` is for information: the codes behind a kind."""

    value: str
    label: str
    selected: bool
    small: str = ""


@dataclass(frozen=True, slots=True)
class KindChoices:
    """What is chosen already, what the description proposes, and what was looked for in words."""

    chosen: list[Choice]
    proposed: list[Choice]
    found: list[Choice]


@dataclass(frozen=True, slots=True)
class Part:
    """A province: all of it, and its municipalities."""

    name: str
    whole: Choice | None
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class RegionChoices:
    name: str
    whole: Choice
    parts: list[Part]
    selected: int


@dataclass(frozen=True, slots=True)
class ProposedKind:
    """``codes`` are (CPV code, its official name or ""), ``because`` the words of the text that speak for the kind."""

    key: str
    name: str
    codes: list[tuple[str, str]]
    because: list[str]


def proposed_kinds(text: str) -> list[ProposedKind]:
    """The kinds of work that a description speaks of, the likeliest first, in Danish or English whoever reads."""
    reader = reader_language()
    written = language_of(text, reader)
    found = propose({written: text}, codelists.names("cpv", written), MOST_PROPOSED)
    official = codelists.names("cpv", reader)
    return [
        ProposedKind(
            key=each.kind,
            name=KINDS[each.kind].name(reader),
            codes=[(code, official.get(code, "")) for code in each.codes],
            because=list(each.because[:MOST_WORDS]),
        )
        for each in found
    ]


def kind_choices(chosen: Iterable[str], text: str, words: str) -> KindChoices:
    """Each kind stands in one of the three lists."""
    taken = [KINDS[key] for key in dict.fromkeys(chosen) if key in KINDS]
    proposals = {KINDS[each.key]: each for each in proposed_kinds(text)} if text else {}
    proposed = [kind for kind in proposals if kind not in taken]
    found = (
        [kind for kind in kinds.find(words) if kind not in taken and kind not in proposed] if words else []
    )
    return KindChoices(
        chosen=[_kind(kind, selected=True) for kind in taken],
        proposed=[_proposed(proposals[kind]) for kind in proposed],
        found=[_kind(kind, selected=False) for kind in found[:MOST_PROPOSED]],
    )


def _proposed(kind: ProposedKind) -> Choice:
    words = ", ".join(_("“%(word)s”") % {"word": word} for word in kind.because)
    codes = "; ".join(" ".join(filter(None, code)) for code in kind.codes)
    return Choice(kind.key, kind.name, False, _("you write %(words)s") % {"words": words} + f" · CPV {codes}")


def _kind(kind: Kind, *, selected: bool) -> Choice:
    return Choice(kind.key, kind.name(reader_language()), selected, "CPV " + ", ".join(kind.cpv))


def region_choices(chosen: Iterable[str]) -> list[RegionChoices]:
    """Every region with its provinces and their municipalities."""
    taken = set(chosen)
    return [_region(region, taken) for region in nuts.REGIONS]


def _region(region: nuts.Region, taken: set[str]) -> RegionChoices:
    inside = [each for each in nuts.PROVINCES if nuts.within(each.code, region.code)]
    parts = [_part(province, taken, alone=len(inside) == 1) for province in inside]
    selected = sum(nuts.within(place, region.code) for place in taken)
    return RegionChoices(_name(region), _place(region.code, taken), parts, selected)


def _part(province: nuts.Region, taken: set[str], *, alone: bool) -> Part:
    inside = sorted(
        (each for each in municipalities.MUNICIPALITIES.values() if each.province == province.code),
        key=lambda each: each.name,
    )
    whole = None if alone and province.code not in taken else _place(province.code, taken)
    return Part(_name(province), whole, [_place(each.place, taken) for each in inside])


def other_places(chosen: Iterable[str]) -> list[Choice]:
    """Places an entry has that are offered nowhere else: abroad, say."""
    taken = list(dict.fromkeys(chosen))
    return [_place(code, set(taken)) for code in taken if code not in PLACES]


PLACES = frozenset(
    {area.code for area in (nuts.DENMARK, *nuts.REGIONS, *nuts.PROVINCES)}
    | {each.place for each in municipalities.MUNICIPALITIES.values()}
)


def municipality_choices() -> list[tuple[str, str]]:
    by_name = sorted(municipalities.MUNICIPALITIES.values(), key=lambda each: each.name)
    return [(each.code, each.name) for each in by_name]


def _place(code: str, taken: set[str]) -> Choice:
    return Choice(code, nuts.name(code, reader_language()) or code, code in taken)


def _name(region: nuts.Region) -> str:
    return region.name_da if reader_language() == "da" else region.name_en
