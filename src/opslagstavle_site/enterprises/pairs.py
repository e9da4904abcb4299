"""Two entries that may be one, side by side, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opslagstavle.enterprises.duplicates import Pair
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.merging import FIELDS, LISTS, Side, stated_side
from opslagstavle_site.enterprises.models import Enterprise, Merger
from opslagstavle_site.enterprises.previews import label, value_text
from opslagstavle_site.enterprises.rows import counts, plain, to_library
from opslagstavle_site.enterprises.storing import WORKFORCE

REASONS: Mapping[str, str | Promise] = {
    "cvr": _("The same CVR number"),
    "name": _("The same name, without the company form"),
    "phone": _("The same phone number"),
    "website": _("The same website"),
    "alike": _("Names alike, in the same municipality"),
}
STATES: Mapping[str, str | Promise] = {
    Enterprise.Status.SHOWN: _("On the list"),
    Enterprise.Status.PROPOSED: _("Proposed"),
    Enterprise.Status.HIDDEN: _("Hidden"),
    Enterprise.Status.MERGED: _("Merged"),
}


@dataclass(frozen=True, slots=True)
class SideCard:
    pk: int
    name: str
    url: str
    place: str
    state: str


@dataclass(frozen=True, slots=True)
class PairCard:
    """``reasons`` are (reason, what is the same; "" where that says nothing more)."""

    url: str
    one: SideCard
    other: SideCard
    reasons: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """``one`` and ``other`` in words; ``proposed`` is "kept" (the first), "merged" or, of ``lists``, "both"."""

    name: str
    label: str
    one: str
    other: str
    proposed: str
    lists: bool


@dataclass(frozen=True, slots=True)
class MergerCard:
    pk: int
    kept: SideCard
    merged: str
    at: datetime
    by: str


def side_card(row: Enterprise) -> SideCard:
    shown = row.status == Enterprise.Status.SHOWN
    own = MUNICIPALITIES.get(row.municipality)
    return SideCard(
        pk=row.pk,
        name=row.name,
        url=reverse("matches:enterprise", args=[row.key]) if shown else "",
        place=", ".join(dict.fromkeys(filter(None, (row.town, own.name if own else "")))),
        state=str(STATES[Enterprise.Status(row.status)]),
    )


def pair_card(pair: Pair, rows: Mapping[int, Enterprise]) -> PairCard:
    return PairCard(
        url=reverse("enterprises:pair", args=[pair.one, pair.other]),
        one=side_card(rows[pair.one]),
        other=side_card(rows[pair.other]),
        reasons=[
            (str(REASONS[reason]), "" if reason in ("name", "alike") else same)
            for reason, same in pair.reasons
        ],
    )


def choices(one: Enterprise, other: Enterprise) -> list[FieldChoice]:
    """Of what the two say differently, which is to hold."""
    return [_choice(one, other, field) for field in FIELDS if _said(one, field) != _said(other, field)]


def _choice(one: Enterprise, other: Enterprise, field: str) -> FieldChoice:
    both_state = field in LISTS and bool(_said(one, field)[0]) and bool(_said(other, field)[0])
    side: Side = "both" if both_state else stated_side(one, other, field)
    return FieldChoice(field, label(field), _in_words(one, field), _in_words(other, field), side, both_state)


def _said(row: Enterprise, field: str) -> tuple[object, ...]:
    if field == WORKFORCE:
        return tuple(counts(to_library(row)).values())
    return tuple(
        plain(getattr(row, column))
        for column in FIELDS[field]
        if column not in ("cvr_checked", "registered_checked")
    )


def _in_words(row: Enterprise, field: str) -> str:
    """Counts of staff in full: this is a page for staff, and whoever chooses must see between what."""
    if field == WORKFORCE:
        stated = {label(name): count for name, count in counts(to_library(row)).items() if count is not None}
        words = [f"{name}: {count}" for name, count in stated.items()]
    else:
        said = {column: getattr(row, column) for column in FIELDS[field]}
        words = [
            value_text(column, value) for column, value in said.items() if value not in (None, "", [], {})
        ]
    return "\n".join(words) or gettext("Not stated")


def merger_card(merger: Merger) -> MergerCard:
    return MergerCard(
        pk=merger.pk,
        kept=side_card(merger.kept),
        merged=merger.merged.name,
        at=merger.at,
        by=merger.by.get_username() if merger.by else "",
    )
