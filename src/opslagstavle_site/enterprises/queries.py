"""Every read of the register."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from opslagstavle.enterprises import enterprise as library
from opslagstavle.rules.reserved import share_met
from opslagstavle.terms import nuts
from opslagstavle_site.enterprises.models import (
    Enterprise,
    EnterpriseArea,
    EnterpriseKind,
    Merger,
    Removal,
)
from opslagstavle_site.enterprises.rows import hash_of, plain_name, to_library
from opslagstavle_site.search.queries import Found, find
from opslagstavle_site.web.cursors import Part

ENTERPRISES = "enterprise"
"""Their corpus in the search index."""
AT_ONCE = 250


Name = Literal["kind", "place", "registered", "origin"]
NAMES: tuple[Name, ...] = ("kind", "place", "registered", "origin")
SORTS = ("name", "confirmed")


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """``kind`` is a key of ``terms.kinds``, ``place`` a NUTS code or a municipality ("DK042751").

    ``origin`` says how we know of it, ``q`` are words to be found. "" asks for everything. ``sort`` "" is by relevance where
    there are words, else by name. ``found`` is what came of the words, where that was asked for already.
    """

    kind: str = ""
    place: str = ""
    registered: str = ""
    origin: str = ""
    q: str = ""
    sort: str = ""
    found: Found | None = field(default=None, compare=False, repr=False)

    def without(self, name: Name) -> RegisterFilter:
        """As if ``name`` were not asked: what its choices are counted among."""
        nothing: dict[str, Any] = {name: ""}
        return replace(self, **nothing)


def shown() -> QuerySet[Enterprise]:
    """The public list: demo enterprises until a real one is registered, then the real ones."""
    listed = Enterprise.objects.filter(status=Enterprise.Status.SHOWN)
    real = listed.filter(is_demo=False)
    rows = real if real.exists() else listed
    return rows.select_related("workforce").order_by("name", "key")


def filtered(asked: RegisterFilter) -> QuerySet[Enterprise]:
    """What the public list shows of what is asked for: what fits the words best first, else by name."""
    rows = shown()
    if asked.q:
        rows = rows.filter(sought(asked).among())
        rows = rows if asked.sort else rows.order_by(sought(asked).tier(), "name", "key")
    if asked.sort == "confirmed":
        rows = rows.order_by(F("confirmed_on").desc(nulls_last=True), "name", "key")
    if asked.kind:
        rows = rows.filter(pk__in=EnterpriseKind.objects.filter(kind=asked.kind).values("enterprise"))
    if asked.place:
        rows = rows.filter(pk__in=_serving(asked.place).values("enterprise"))
    if asked.origin:
        rows = rows.filter(origin=asked.origin)
    return rows.filter(registered=True) if asked.registered == "yes" else rows


def kind_counts(asked: RegisterFilter) -> dict[str, int]:
    rows = EnterpriseKind.objects.filter(enterprise__in=_ids(asked.without("kind")))
    return dict(rows.values_list("kind").annotate(Count("enterprise")))


def place_counts(asked: RegisterFilter, among: Iterable[str]) -> dict[str, int]:
    """How many work in each place. An entry has no rows below an area that it serves wholly, so nobody is counted twice."""
    rows = EnterpriseArea.objects.filter(enterprise__in=_ids(asked.without("place")))
    direct: dict[str, int] = defaultdict(int)
    wholly: dict[str, int] = {}
    for place, whole, count in rows.values_list("place", "whole").annotate(Count("enterprise")):
        direct[place] += count
        if whole:
            wholly[place] = count
    return {
        place: direct[place] + sum(wholly.get(area, 0) for area in nuts.above(place) if area != place)
        for place in among
    }


def standing_counts(asked: RegisterFilter) -> tuple[int, dict[str, int]]:
    """How many are registered, as if that were not asked; and how many are known in which way, as if that were not."""
    registered = filtered(asked.without("registered")).filter(registered=True).count()
    rows = filtered(asked.without("origin")).order_by().values_list("origin").annotate(Count("pk"))
    return registered, dict(rows)


def _ids(asked: RegisterFilter) -> QuerySet[Enterprise, Any]:
    return filtered(asked).order_by().values("pk")


def sought(asked: RegisterFilter) -> Found:
    """What came of the words asked for."""
    return asked.found or find(ENTERPRISES, asked.q)


def _serving(place: str) -> QuerySet[EnterpriseArea]:
    """Whoever works in a place: in all of it or in a part of it, or in something wider that it lies in."""
    return EnterpriseArea.objects.filter(Q(place=place) | Q(place__in=nuts.above(place), whole=True))


def shown_ids(asked: RegisterFilter, most: int) -> list[int]:
    """As the page shows them, and one more where there is more."""
    return list(filtered(asked).values_list("pk", flat=True)[: most + 1])


def in_order(ids: list[int]) -> Iterator[Enterprise]:
    """The enterprises with their workforce, asked for some at a time."""
    for start in range(0, len(ids), AT_ONCE):
        wanted = ids[start : start + AT_ONCE]
        found = Enterprise.objects.select_related("workforce").in_bulk(wanted)
        yield from (found[pk] for pk in wanted if pk in found)


def by_id(asked: RegisterFilter) -> Part:
    """The enterprises of a selection in the order in which they came in."""
    return Part(filtered(asked))


def changed(since: datetime) -> Part:
    """Entries that were written since, on the list or not (any more); of proposals nothing is told."""
    proposed = Enterprise.Status.PROPOSED
    rows = Enterprise.objects.select_related("workforce").exclude(status=proposed)
    merged = Merger.objects.filter(undone_at=None, was__status=proposed).values("merged")
    return Part(rows.exclude(pk__in=merged).filter(updated_at__gte=since), "updated_at")


def removed(since: datetime) -> Part:
    return Part(Removal.objects.filter(removed_at__gte=since), "removed_at")


def demo_gone() -> Part:
    """The invented ones, once there are real ones: they leave the list without being written."""
    invented = Enterprise.objects.filter(status=Enterprise.Status.SHOWN, is_demo=True)
    return Part(invented.none() if shows_demo() else invented)


def among(asked: RegisterFilter, ids: list[int]) -> set[int]:
    """Those of the entries that are in a selection."""
    return set(filtered(asked).filter(pk__in=ids).values_list("pk", flat=True))


def called(key: str) -> Enterprise | None:
    """The entry with this key, or with this CVR number, whatever its standing."""
    rows = Enterprise.objects.select_related("workforce", "merged_into")
    return rows.filter(key=key).first() or (rows.filter(cvr=key).first() if key.isdecimal() else None)


def what_became_of(row: Enterprise) -> Enterprise | None:
    """The entry that a merged one leads to, over others that were merged themselves."""
    seen = {row.pk}
    while row.status == Enterprise.Status.MERGED and row.merged_into_id:
        row = Enterprise.objects.select_related("workforce").get(pk=row.merged_into_id)
        if row.pk in seen:
            return None
        seen.add(row.pk)
    return row


def shows_demo() -> bool:
    """Are the enterprises on the public list invented ones?"""
    listed = Enterprise.objects.filter(status=Enterprise.Status.SHOWN)
    return bool(listed.order_by("is_demo").values_list("is_demo", flat=True).first())


def by_key(key: str) -> Enterprise | None:
    """One that is on the list."""
    rows = Enterprise.objects.select_related("workforce").filter(status=Enterprise.Status.SHOWN)
    return rows.filter(key=key).first()


def at_address(key: str) -> Enterprise | None:
    """One of any standing, for whoever may see it."""
    rows = Enterprise.objects.select_related("workforce", "merged_into")
    return rows.filter(key=key).first()


def to_match() -> list[tuple[int, library.Enterprise]]:
    """(row id, enterprise) of everyone on the public list."""
    return [(row.pk, to_library(row)) for row in shown()]


def register_state() -> str:
    """Changes whenever what is matched of an enterprise changes, or one comes or goes."""
    states = shown().order_by("pk").values_list("pk", "fingerprint")
    total = hashlib.sha256()
    for row in states:
        total.update(repr(row).encode())
    return total.hexdigest()


def thirty_percent(row: Enterprise) -> bool | None:
    """Are as many on special terms as a reserved contract asks for (30 %)? All the public is told of the counts."""
    return share_met(to_library(row).workforce, timezone.localdate())


def was_removed(cvr: str | None, name: str) -> date | None:
    """The day an enterprise was removed on request, if it was: no list may bring it back."""
    removal = removals_of(cvr, name).order_by("-removed_at").first()
    return timezone.localdate(removal.removed_at) if removal else None


def removals_of(cvr: str | None, name: str) -> QuerySet[Removal]:
    """The same CVR number is the same enterprise. The same name is, unless both have a CVR number and these differ."""
    same = Q(name_hash=hash_of("name", plain_name(name)))
    if cvr:
        same = Q(cvr_hash=hash_of("cvr", cvr)) | same & Q(cvr_hash="")
    return Removal.objects.filter(same)
