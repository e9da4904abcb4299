"""What is missing in the register: what waits for the entrance, and what was not confirmed for long."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from opslagstavle_site.accounts.queries import hash_of
from opslagstavle_site.enterprises.models import Enterprise, Request

STALE_AFTER = timedelta(days=365)
"""A registered social enterprise reports once a year (act 711 of 2014, section 8): so often an entry can be looked through."""


def proposal_of(secret: str) -> Enterprise | None:
    """What was proposed by whoever has this secret, as long as nobody accepted it."""
    rows = Enterprise.objects.select_related("workforce").filter(status=Enterprise.Status.PROPOSED)
    return rows.filter(links__secret_hash=hash_of(secret)).first()


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
