"""Reads of every real entry, shown or not: for lists, for the central business register, and for duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from opslagstavle_site.enterprises.models import Enterprise, ListImport, Merger
from opslagstavle_site.enterprises.rows import plain_name


def names_of_all() -> Iterable[tuple[int, str, str | None, str, str, int | None]]:
    """(row id, key, CVR number, name, municipality, what it was merged into) of every real entry, shown or not."""
    found = Enterprise.objects.filter(is_demo=False).order_by("pk")
    return found.values_list("pk", "key", "cvr", "name", "municipality", "merged_into")


def in_full(pk: int) -> Enterprise:
    """The entry, or the one it was merged into in the end."""
    row = Enterprise.objects.select_related("workforce").get(pk=pk)
    return in_full(row.merged_into_id) if row.merged_into_id else row


def list_imports() -> QuerySet[ListImport]:
    """The newest first, without their bytes."""
    return ListImport.objects.defer("content").select_related("by").order_by("-at", "-pk")


def register_in_full() -> QuerySet[Enterprise]:
    """Every real entry that is no double, for staff."""
    merged = Enterprise.Status.MERGED
    rows = Enterprise.objects.filter(is_demo=False).exclude(status=merged)
    return rows.select_related("workforce").order_by("name", "key")


# For the central business register


def by_cvr(number: str) -> Enterprise | None:
    """The real entry with that number, or the one it was merged into."""
    row = Enterprise.objects.filter(cvr=number, is_demo=False).first()
    return in_full(row.pk) if row else None


def same_without_cvr(name: str | None, municipality: str | None) -> Enterprise | None:
    """The one entry that is called so, lies there and has no number yet; None where there is none, or several."""
    if not name or not municipality:
        return None
    wanted = plain_name(name)
    rows = register_in_full().filter(cvr=None, municipality=municipality)
    found = [row for row in rows if plain_name(row.name) == wanted]
    return found[0] if len(found) == 1 else None


def to_look_up(on: date | None) -> list[str]:
    """CVR numbers of real entries that are no doubles; of those not looked up on that day, where one is given."""
    rows = register_in_full().exclude(cvr=None)
    if on is not None:
        rows = rows.exclude(cvr_checked=on)
    return [number for number in rows.order_by("cvr").values_list("cvr", flat=True) if number]


def numbered(numbers: set[str]) -> list[tuple[str, str]]:
    """(number, name) of the entries with these CVR numbers."""
    rows = register_in_full().exclude(cvr=None).values_list("cvr", "name")
    return [(number, name) for number, name in rows if number in numbers]


# For duplicates


def by_ids(ids: Iterable[int]) -> dict[int, Enterprise]:
    """Real entries that are no doubles, by row id."""
    wanted = sorted(ids)
    found: dict[int, Enterprise] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = register_in_full().filter(pk__in=wanted[start : start + AT_ONCE])
        found |= {row.pk: row for row in rows}
    return found


AT_ONCE = 500
"""Ids in one question: databases take only so many."""


def mergers() -> QuerySet[Merger]:
    """Those that hold, the newest first."""
    rows = Merger.objects.filter(undone_at=None).select_related("kept", "merged", "by")
    return rows.order_by("-at", "-pk")
