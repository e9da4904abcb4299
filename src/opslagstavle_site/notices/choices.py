"""What the board offers to filter by, in words and with counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.terms import kinds, nuts
from opslagstavle.terms.codelists import SDK_VERSION
from opslagstavle.terms.highlights import Pieces, missing, snippet
from opslagstavle.terms.questions import Question
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.cards import NO_SNIPPET, LotCard, is_doubtful, lot_card
from opslagstavle_site.notices.counts import PLACES, Counts
from opslagstavle_site.notices.models import Lot, Source
from opslagstavle_site.notices.queries import NAMES, STAGES, BoardFilter, Name
from opslagstavle_site.notices.words import kind_name, place_name, stage_name
from opslagstavle_site.search.queries import Found
from opslagstavle_site.web.choices import ActiveFilter, Choice, Choices, Order, counted, everything, orders
from opslagstavle_site.web.language import in_reader_language, reader_language
from opslagstavle_site.web.paging import address

FILTER_NAMES = {
    "deadline": gettext_lazy("Deadline"),
    "place": gettext_lazy("Place"),
    "kind": gettext_lazy("Kind of work"),
    "reserved": gettext_lazy("Reserved"),
    "stage": gettext_lazy("Stage"),
}
DEADLINE_NAMES = {
    "open": gettext_lazy("Open now"),
    "week": gettext_lazy("Closes within a week"),
    "month": gettext_lazy("Closes within a month"),
    "none": gettext_lazy("No deadline stated"),
    "all": gettext_lazy("All, closed ones too"),
}
RESERVED_NAMES = {
    "any": gettext_lazy("Reserved in any way"),
    "participation": gettext_lazy("Reserved participation"),
    "execution": gettext_lazy("Reserved execution"),
}
DOORS = (
    ("atom", "notices:feed"),
    ("ics", "notices:deadlines"),
    ("xlsx", "notices:xlsx"),
    ("csv", "notices:csv"),
    ("json", "notices:json"),
)
"""Under which addresses a selection of the board can be followed or taken home."""


def filters(asked: BoardFilter, counts: Counts) -> list[Choices]:
    """Each filter with its choices, counted as if that filter alone were not set."""
    by_name: dict[Name, list[Choice]] = {
        "deadline": counted(
            asked.deadline, {name: str(text) for name, text in DEADLINE_NAMES.items()}, counts.deadline
        ),
        "place": [everything(asked.place), *counted(asked.place, _place_names(), counts.place)],
        "kind": [everything(asked.kind)],
        "reserved": [
            everything(asked.reserved),
            *counted(
                asked.reserved, {name: str(text) for name, text in RESERVED_NAMES.items()}, counts.reserved
            ),
        ],
        "stage": [
            everything(asked.stage),
            *counted(asked.stage, {stage: stage_name(stage) for stage in STAGES}, counts.stage),
        ],
    }
    groups = {"kind": _kind_groups(asked.kind, counts.kind)}
    return [Choices(name, str(FILTER_NAMES[name]), by_name[name], groups.get(name, [])) for name in NAMES]


def active(request: HttpRequest, asked: BoardFilter) -> list[ActiveFilter]:
    """What is asked for beyond the usual, each with the address that takes it away."""
    usual = BoardFilter()
    names = {
        "deadline": DEADLINE_NAMES.get(asked.deadline, ""),
        "place": place_name(asked.place) if asked.place else "",
        "kind": kind_name(asked.kind),
        "reserved": RESERVED_NAMES.get(asked.reserved, ""),
        "stage": stage_name(asked.stage) if asked.stage else "",
    }
    words = [ActiveFilter(f"“{asked.q}”", address(request, q=None, page=None))] if asked.q else []
    return words + [
        ActiveFilter(f"{FILTER_NAMES[name]}: {names[name]}", address(request, **{name: None, "page": None}))
        for name in NAMES
        if getattr(asked, name) != getattr(usual, name)
    ]


def sorts(request: HttpRequest, asked: BoardFilter) -> list[Order]:
    """The orders that differ for what is asked for."""
    by_deadline = {"deadline": _("Deadline")} if asked.deadline in queries.OPEN else {}
    if asked.q:
        return orders(request, asked.sort, {"": _("Best fit"), "date": _("Newest"), **by_deadline})
    newest = asked.sort == "date"
    return (
        orders(request, "date" if newest else "", {"": _("Deadline"), "date": _("Newest")})
        if by_deadline
        else []
    )


def _place_names() -> dict[str, str]:
    """Denmark, then each region followed by its parts."""
    return {code: ("– " if len(code) == 5 else "") + place_name(code) for code in sorted(PLACES)}


def _kind_groups(chosen: str, counts: dict[str, int]) -> list[tuple[str, list[Choice]]]:
    """The kinds that are asked for, by the division they lie in; the whole division stands first."""
    members: dict[str, list[str]] = defaultdict(list)
    for key in {*counts, chosen} & set(kinds.KINDS):
        members[division_of(key)].append(key)
    return sorted(
        (
            (kind_name(division), _members(division, keys, chosen, counts))
            for division, keys in members.items()
        ),
        key=lambda group: group[0].casefold(),
    )


def _members(division: str, keys: list[str], chosen: str, counts: dict[str, int]) -> list[Choice]:
    inner = sorted({*keys} - {division}, key=lambda key: kind_name(key).casefold())
    whole = _("All: %(name)s") % {"name": kind_name(division)} if inner else kind_name(division)
    return counted(chosen, {division: whole, **{key: kind_name(key) for key in inner}}, counts)


def division_of(key: str) -> str:
    found = kinds.kind_of(kinds.KINDS[key].cpv[0][:2].ljust(8, "0"))
    return found.key if found else key


def lot_cards(rows: Sequence[Lot], found: Found | None = None) -> list[LotCard]:
    """Cards of lots that were asked for with notice and source; four queries, however many. ``found``: what was searched for."""
    on = timezone.localdate()
    areas, found_kinds = queries.areas_and_kinds([row.pk for row in rows])
    staying = queries.staying_open(
        row.notice_id for row in rows if is_doubtful(row.closes, row.published, stays_open=False)
    )
    snippets = _snippets(rows, found.question) if found else {}
    return [
        lot_card(
            row,
            area_names(areas.get(row.pk, [])),
            narrowest(found_kinds.get(row.pk, [])),
            on,
            stays_open=row.notice_id in staying,
            wanted=found.tokens if found else frozenset(),
            snippet=snippets.get(row.pk, NO_SNIPPET),
        )
        for row in rows
    ]


def _snippets(rows: Sequence[Lot], question: Question) -> dict[int, tuple[Pieces, str]]:
    """Lot id → the place in its description where the words stand that its titles have not, and the description's language."""
    still = {row.pk: _still_wanted(row, question) for row in rows}
    found = {}
    for pk, descriptions in queries.descriptions_of([pk for pk, wanted in still.items() if wanted]).items():
        reader = reader_language()
        for language in sorted(descriptions, key=lambda each: (each != reader, each)):
            if pieces := snippet(descriptions[language], language, still[pk]):
                found[pk] = (pieces, language)
                break
    return found


def _still_wanted(row: Lot, question: Question) -> frozenset[str]:
    titles = (in_reader_language(row.titles), in_reader_language(row.notice.titles))
    left = [missing(question, title, language) for title, language in titles]
    return frozenset.intersection(*left)


def area_names(areas: list[str]) -> list[str]:
    """The narrowest areas only: a lot in East Jutland is found under Denmark too, but is not "in Denmark"."""
    narrow = [
        code for code in areas if not any(other != code and nuts.within(other, code) for other in areas)
    ]
    if {region.code for region in nuts.PROVINCES} <= set(narrow):
        return [place_name(nuts.DENMARK.code)]
    named = list(dict.fromkeys(place_name(code) for code in narrow))
    return named if len(named) <= 3 else [*named[:3], "…"]


def narrowest(keys: list[str]) -> str:
    """Of the kinds a lot is found under, the one that says most."""
    known = [kinds.KINDS[key] for key in keys if key in kinds.KINDS]
    return max(known, key=lambda kind: max(map(len, kind.cpv))).key if known else ""


def codelists_line(states: list[queries.SourceState]) -> str:
    """One line about the official code lists; "" before they were first asked for."""
    source = next((state.source for state in states if state.source.kind == Source.Kind.CODELISTS), None)
    if source is None:
        return ""
    if source.last_error:
        return _(
            "The official names of codes could not be fetched; the board uses its own names of kinds of work."
        )
    return _("The official names of codes (eForms SDK %(version)s) are here.") % {"version": SDK_VERSION}
