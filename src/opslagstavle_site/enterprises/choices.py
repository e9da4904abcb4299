"""What the register offers to choose from: its list to filter by, with counts, and its form to state kinds of work and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.enterprises.proposals import language_of, propose
from opslagstavle.terms import kinds, municipalities, nuts
from opslagstavle.terms.kinds import KINDS, Kind
from opslagstavle_site.enterprises import queries
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import NAMES, RegisterFilter
from opslagstavle_site.enterprises.questions import PLACES
from opslagstavle_site.web import codelists
from opslagstavle_site.web.choices import ActiveFilter, Choices, Order, counted, everything, orders
from opslagstavle_site.web.choices import Choice as Counted
from opslagstavle_site.web.language import reader_language
from opslagstavle_site.web.paging import address

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


def _place(code: str, taken: set[str]) -> Choice:
    return Choice(code, nuts.name(code, reader_language()) or code, code in taken)


def _name(region: nuts.Region) -> str:
    return region.name_da if reader_language() == "da" else region.name_en


FILTER_NAMES = {
    "kind": gettext_lazy("Kind of work"),
    "place": gettext_lazy("Works in"),
    "registered": gettext_lazy("National register"),
    "origin": gettext_lazy("How we know of it"),
}
ORIGINS = {
    Enterprise.Origin.ITSELF: gettext_lazy("Entered by itself"),
    Enterprise.Origin.RESEARCH: gettext_lazy("Known by our own research"),
    Enterprise.Origin.LIST: gettext_lazy("From a list handed in"),
    Enterprise.Origin.CVR: gettext_lazy("From the business register (CVR)"),
}


def filters(asked: RegisterFilter) -> list[Choices]:
    """Each filter of the list with its choices, counted as if that filter alone were not set."""
    registered, origins = queries.standing_counts(asked)
    groups = _place_groups(asked)
    origin_names = {origin.value: str(text) for origin, text in ORIGINS.items()}
    options = {
        "kind": [everything(asked.kind), *_kinds_there(asked)],
        "place": [everything(asked.place), *groups.pop("")],
        "registered": [
            everything(asked.registered),
            *counted(asked.registered, {"yes": _("Registered")}, {"yes": registered}),
        ],
        "origin": [everything(asked.origin), *counted(asked.origin, origin_names, origins)],
    }
    by_name = {"place": list(groups.items())}
    return [Choices(name, str(FILTER_NAMES[name]), options[name], by_name.get(name, [])) for name in NAMES]


def _kinds_there(asked: RegisterFilter) -> list[Counted]:
    counts = queries.kind_counts(asked)
    names = {key: KINDS[key].name(reader_language()) for key in {*counts, asked.kind} & set(KINDS)}
    return counted(asked.kind, dict(sorted(names.items(), key=lambda item: item[1].casefold())), counts)


def _place_groups(asked: RegisterFilter) -> dict[str, list[Counted]]:
    """Denmark under "", then each region with its parts: a municipality only where somebody works in it."""
    counts = queries.place_counts(asked, PLACES)
    groups = {"": counted(asked.place, {nuts.DENMARK.code: _name(nuts.DENMARK)}, counts)}
    for region in nuts.REGIONS:
        inside = [area for area in nuts.PROVINCES if nuts.within(area.code, region.code)]
        towns = sorted(
            (each for each in municipalities.MUNICIPALITIES.values() if each.region == region.code),
            key=lambda each: each.name,
        )
        names = {region.code: _("All: %(name)s") % {"name": _name(region)}}
        names |= {area.code: _name(area) for area in inside if len(inside) > 1}
        names |= {each.place: each.name for each in towns if counts[each.place] or each.place == asked.place}
        groups[_name(region)] = counted(asked.place, names, counts)
    return groups


def active(request: HttpRequest, asked: RegisterFilter) -> list[ActiveFilter]:
    """What is asked for, each with the address that takes it away."""
    names = {
        "kind": KINDS[asked.kind].name(reader_language()) if asked.kind else "",
        "place": nuts.name(asked.place, reader_language()) or asked.place,
        "registered": _("Registered"),
        "origin": str(ORIGINS.get(Enterprise.Origin(asked.origin), "")) if asked.origin else "",
    }
    words = [ActiveFilter(f"“{asked.q}”", address(request, q=None, page=None))] if asked.q else []
    return words + [
        ActiveFilter(f"{FILTER_NAMES[name]}: {names[name]}", address(request, **{name: None, "page": None}))
        for name in NAMES
        if getattr(asked, name)
    ]


def sorts(request: HttpRequest, asked: RegisterFilter) -> list[Order]:
    by_name = {"": _("Best fit"), "name": _("Name")} if asked.q else {"": _("Name")}
    chosen = asked.sort if asked.q or asked.sort != "name" else ""
    return orders(request, chosen, {**by_name, "confirmed": _("Last confirmed")})
