"""Every read of the register."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, count

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import fold
from opslagstavle_site.accounts.actions import hash_of as secret_hash_of
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.models import (
    Change,
    Enterprise,
    EnterpriseArea,
    EnterpriseKind,
    Removal,
    Request,
)
from opslagstavle_site.enterprises.rows import hash_of, plain_name, to_library

REGISTERED = ("yes", "known")
RESERVED_KEYS = frozenset({"tilfoej", "forslag", "import", "data", "kort", "soeg"})
"""Addresses below /virksomheder/ that are no enterprise."""
LONGEST_KEY = 60
STALE_AFTER = timedelta(days=365)
"""A registered social enterprise reports once a year (act 711 of 2014, section 8): so often an entry can be looked through."""
Reader = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """``kind`` is a key of ``terms.kinds``, ``place`` a NUTS code or a municipality ("DK042751").

    ``registered`` "yes", or "known": known to us without being registered, as far as we know. "" asks for everything.
    """

    kind: str = ""
    place: str = ""
    registered: str = ""


def shown() -> QuerySet[Enterprise]:
    """The public list: demo enterprises until a real one is registered, then the real ones."""
    listed = Enterprise.objects.filter(status=Enterprise.Status.SHOWN)
    real = listed.filter(is_demo=False)
    rows = real if real.exists() else listed
    return rows.select_related("workforce").order_by("name", "key")


def filtered(asked: RegisterFilter) -> QuerySet[Enterprise]:
    """What the public list shows of what is asked for, by name."""
    rows = shown()
    if asked.kind:
        rows = rows.filter(pk__in=EnterpriseKind.objects.filter(kind=asked.kind).values("enterprise"))
    if asked.place:
        rows = rows.filter(pk__in=_serving(asked.place).values("enterprise"))
    if asked.registered == "yes":
        return rows.filter(registered=True)
    return rows.exclude(registered=True) if asked.registered == "known" else rows


def _serving(place: str) -> QuerySet[EnterpriseArea]:
    """Whoever works in a place: in all of it or in a part of it, or in something wider that it lies in."""
    return EnterpriseArea.objects.filter(Q(place=place) | Q(place__in=nuts.above(place), whole=True))


def shows_demo() -> bool:
    """Are the enterprises on the public list invented ones?"""
    listed = Enterprise.objects.filter(status=Enterprise.Status.SHOWN)
    return listed.exists() and not listed.filter(is_demo=False).exists()


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


def proposal_of(secret: str) -> Enterprise | None:
    """What was proposed by whoever has this secret, as long as nobody accepted it."""
    rows = Enterprise.objects.select_related("workforce").filter(status=Enterprise.Status.PROPOSED)
    return rows.filter(links__secret_hash=secret_hash_of(secret)).first()


def proposals() -> QuerySet[Enterprise]:
    """What waits for the entrance, the longest first."""
    return _of_status(Enterprise.Status.PROPOSED).order_by("created_at", "pk")


def hidden() -> QuerySet[Enterprise]:
    return _of_status(Enterprise.Status.HIDDEN).order_by("name", "key")


def unregistered() -> QuerySet[Enterprise]:
    """Known to us, and not registered as far as we know: those the entrance asks to register."""
    return _of_status(Enterprise.Status.SHOWN).exclude(registered=True).order_by("name", "key")


def stale(on: date) -> QuerySet[Enterprise]:
    """On the list, and not confirmed for so long that it may not hold any more; the oldest first."""
    oldest = on - STALE_AFTER
    never = Q(confirmed_on=None, created_at__date__lt=oldest)
    rows = _of_status(Enterprise.Status.SHOWN).filter(Q(confirmed_on__lt=oldest) | never)
    return rows.order_by(F("confirmed_on").asc(nulls_first=True), "created_at", "pk")


def _of_status(status: Enterprise.Status) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(status=status, is_demo=False).select_related("workforce")


def not_confirmed_since(row: Enterprise, on: date) -> date | None:
    """The day an entry was confirmed last, or else entered, if that is too long ago."""
    last = row.confirmed_on or timezone.localdate(row.created_at)
    return last if last < on - STALE_AFTER else None


def open_requests() -> QuerySet[Request]:
    return Request.objects.filter(handled_at=None).select_related("enterprise").order_by("asked_at", "pk")


def history(row: Enterprise) -> QuerySet[Change]:
    """What became of an entry, the newest first."""
    return row.changes.select_related("by").order_by("-at", "-pk")


def speaks_for(row: Enterprise, reader: Reader) -> bool:
    return reader.pk is not None and row.memberships.filter(user_id=reader.pk).exists()


def thirty_percent(row: Enterprise) -> bool | None:
    """Are at least 30 % on special terms? All the public is told of the counts."""
    return to_library(row).workforce.share_at_least()


def own_workforce(row: Enterprise, reader: Reader) -> Workforce | None:
    """The counts, for staff and for the enterprise itself; None for anyone else."""
    if not may_see_counts(row, reader):
        return None
    return to_library(row).workforce


def may_see_counts(row: Enterprise, reader: Reader) -> bool:
    """The enterprise itself and staff; they may correct it too."""
    return is_staff(reader) or speaks_for(row, reader)


def user_of(reader: Reader) -> User:
    """Whoever is logged in, where nobody else comes."""
    assert isinstance(reader, User)
    return reader


def is_staff(reader: Reader) -> bool:
    return bool(reader.is_authenticated and getattr(reader, "is_staff", False))


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


def address_was_removed(key: str) -> bool:
    """Did an enterprise stand at this address that was removed on request?"""
    return Removal.objects.filter(key_hash=hash_of("key", key)).exists()


def free_key(name: str) -> str:
    """A key for a new entry, made from its name, that no entry has or had."""
    plain = fold(name).encode("ascii", "ignore").decode().replace("_", " ")
    start = "-".join(plain.split())[:LONGEST_KEY].strip("-") or "virksomhed"
    taken = (
        set(Enterprise.objects.filter(key__startswith=start).values_list("key", flat=True)) | RESERVED_KEYS
    )
    numbered = (f"{start}-{number}" for number in count(2))
    return next(key for key in chain([start], numbered) if key not in taken and not address_was_removed(key))
