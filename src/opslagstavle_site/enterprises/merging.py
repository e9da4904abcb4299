"""Two entries of one enterprise become one, and two again where that was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.models import (
    Change,
    Distinct,
    Enterprise,
    Membership,
    Merger,
    ProposalLink,
    RegisterEntry,
)
from opslagstavle_site.enterprises.storing import WORKFORCE, difference, store

Side = Literal["kept", "merged", "both"]
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "cvr": ("cvr", "company_form", "cvr_state", "cvr_checked", "advertising_protected"),
    "municipality": ("municipality", "town"),
    "descriptions": ("descriptions",),
    "kinds": ("kinds", "cpv"),
    "places": ("places", "reach_km"),
    "capacities": ("capacities",),
    "references": ("references",),
    "website": ("website",),
    "email": ("email",),
    "phone": ("phone",),
    "registered": ("registered", "registered_checked", "registered_by", "registered_proof"),
    "integration_is_main_aim": ("integration_is_main_aim",),
    WORKFORCE: (),
}
"""What is chosen as one thing → its columns. The registration that the CVR told belongs to the number, but proofs do not."""
LISTS = frozenset({"kinds", "places", "capacities", "references"})
"""Of these one can have both."""


class CannotMerge(Exception):
    """The two are not what they were when somebody looked: one was merged, or is gone."""


class CannotUnmerge(Exception):
    """The kept entry was itself merged since: that has to be taken back first."""


@transaction.atomic
def merge_enterprises(
    *, kept: Enterprise, merged: Enterprise, chosen: Mapping[str, Side], by: User | None
) -> Merger:
    """Make ``merged`` a part of ``kept``: a field comes from the side that was chosen, else from where it is stated.

    The merged entry stays as it was, off the list, and its address leads to the other. Who speaks for it speaks for both.
    """
    kept, merged = _both(kept.pk, merged.pk)
    sides = {field: chosen.get(field) or stated_side(kept, merged, field) for field in FIELDS}
    columns = _taken(kept, merged, sides)
    was = {"status": merged.status, "cvr": merged.cvr}
    taken = difference(kept, columns, None)
    counts = (_counts(kept), _counts(merged)) if sides[WORKFORCE] == "merged" else (None, None)
    merged.merged_into = kept
    # Off the list first: no two have the same number, not for a moment.
    left = {"status": Enterprise.Status.MERGED, "cvr": None if "cvr" in taken else merged.cvr}
    store(merged, left, counts[0], by=by, act=Change.Act.MERGED, always=True)
    store(kept, columns, counts[1], by=by, act=Change.Act.MERGED, always=True)
    if "cvr" in taken:
        _exchange_history(kept, merged)
    # Whoever proposed one of them has no business in the other.
    ProposalLink.objects.filter(enterprise__in=(kept, merged)).delete()
    return Merger.objects.create(
        kept=kept,
        merged=merged,
        by=by,
        taken=taken,
        was=was,
        memberships=_move_memberships(kept, merged),
        workforce=counts[0] is not None,
        history="cvr" in taken,
    )


def _taken(kept: Enterprise, merged: Enterprise, sides: Mapping[str, Side]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, side in sides.items():
        columns |= _columns(kept, merged, field, side)
    if kept.status == Enterprise.Status.PROPOSED and merged.status == Enterprise.Status.SHOWN:
        columns["status"] = (
            Enterprise.Status.SHOWN
        )  # what was on the list does not leave it by becoming a part of a proposal
    return columns


def _counts(row: Enterprise) -> dict[str, int | None]:
    return rows.counts(rows.to_library(row))


def _both(one: int, other: int) -> tuple[Enterprise, Enterprise]:
    found = _locked(one, other)
    if len(found) != 2 or any(
        row.status == Enterprise.Status.MERGED or row.is_demo for row in found.values()
    ):
        raise CannotMerge
    return found[one], found[other]


def _locked(one: int, other: int) -> dict[int, Enterprise]:
    """Always the lower one first: two who merge the same pair at once wait for each other in one order."""
    locked = Enterprise.objects.select_for_update(of=("self",)).select_related("workforce").order_by("pk")
    return {row.pk: row for row in locked.filter(pk__in=[one, other])}


def stated_side(kept: Enterprise, merged: Enterprise, field: str) -> Side:
    """What is proposed: the kept one's, unless it states nothing there and the other does."""
    return "merged" if not is_stated(kept, field) and is_stated(merged, field) else "kept"


def is_stated(row: Enterprise, field: str) -> bool:
    if field == WORKFORCE:
        return any(count is not None for count in rows.counts(rows.to_library(row)).values())
    return any(getattr(row, column) not in (None, "", [], {}) for column in FIELDS[field])


def _columns(kept: Enterprise, merged: Enterprise, field: str, side: Side) -> dict[str, Any]:
    if side == "both" and field in LISTS:
        return {column: _together(getattr(kept, column), getattr(merged, column)) for column in FIELDS[field]}
    return {column: getattr(merged, column) for column in FIELDS[field]} if side == "merged" else {}


def _together(one: Any, other: Any) -> Any:
    """Of two lists everything once; of two distances the longer."""
    if isinstance(one, list):
        return [*one, *(each for each in other if each not in one)]
    return max(filter(None, (one, other)), default=None)


def _move_memberships(kept: Enterprise, merged: Enterprise) -> list[int]:
    there = kept.memberships.values_list("user_id", flat=True)
    moving = list(merged.memberships.exclude(user_id__in=list(there)).values_list("pk", flat=True))
    Membership.objects.filter(pk__in=moving).update(enterprise=kept)
    return moving


def _exchange_history(one: Enterprise, other: Enterprise) -> None:
    """What the central business register said goes with the number."""
    both = [*one.register_entries.all(), *other.register_entries.all()]
    RegisterEntry.objects.filter(enterprise__in=(one, other)).delete()
    for entry in both:
        entry.pk, entry.enterprise = None, other if entry.enterprise_id == one.pk else one
    RegisterEntry.objects.bulk_create(both)


@transaction.atomic
def unmerge_enterprises(*, merger: Merger, by: User | None) -> Enterprise:
    """Two entries again. What was changed in the kept one since then stays changed; everything else goes back."""
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    found = _locked(merger.kept_id, merger.merged_id)
    kept, merged = found[merger.kept_id], found[merger.merged_id]
    if kept.status == Enterprise.Status.MERGED:
        raise CannotUnmerge
    if merger.undone_at is not None:
        return merged
    back = {
        name: values[0]
        for name, values in merger.taken.items()
        if rows.plain(getattr(kept, name)) == values[1]
    }
    counts = _counts_back(merger, kept, merged)
    store(kept, _read_back(back), counts[1], by=by, act=Change.Act.UNMERGED, always=True)
    merged.merged_into = None
    earlier = {"status": merger.was["status"], "cvr": _free_number(merger, merged)}
    store(merged, earlier, counts[0], by=by, act=Change.Act.UNMERGED, always=True)
    Membership.objects.filter(pk__in=merger.memberships, enterprise=kept).update(enterprise=merged)
    if merger.history and "cvr" in back:
        _exchange_history(kept, merged)
    Merger.objects.filter(pk=merger.pk).update(undone_at=timezone.now())
    return merged


Counts = dict[str, int | None]


def _counts_back(merger: Merger, kept: Enterprise, merged: Enterprise) -> tuple[Counts | None, Counts | None]:
    """What each gets: (the merged one, the kept one).

    Were the kept one's counts written since, those of the merged one are lost; what it holds are another enterprise's.
    """
    if not merger.workforce:
        return None, None
    if _counted_since(merger):
        return dict.fromkeys(_counts(merged)), None
    return _counts(kept), _counts(merged)


def _free_number(merger: Merger, merged: Enterprise) -> str | None:
    """The number the merged entry had, unless another entry has it now."""
    number = merger.was["cvr"]
    taken = Enterprise.objects.filter(cvr=number).exclude(pk=merged.pk).exists()
    return merged.cvr if number is None or taken else str(number)


def _read_back(columns: Mapping[str, Any]) -> dict[str, Any]:
    """As the row's fields have it: a day was written down as a text."""
    return {name: _FIELDS[name].to_python(value) for name, value in columns.items()}


_FIELDS = {field.name: field for field in Enterprise._meta.concrete_fields}


def _counted_since(merger: Merger) -> bool:
    later = merger.kept.changes.filter(at__gt=merger.at)
    return any(WORKFORCE in change.differences for change in later)


@transaction.atomic
def keep_apart(*, one: Enterprise, other: Enterprise) -> None:
    """They are two: nobody is asked again."""
    first, second = sorted((one.pk, other.pk))
    Distinct.objects.get_or_create(one_id=first, other_id=second)
