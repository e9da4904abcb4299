"""Everything that changes the register."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Field, QuerySet
from django.utils import timezone

from opslagstavle.enterprises import enterprise as library
from opslagstavle_site.accounts.actions import make_login_link
from opslagstavle_site.accounts.models import User
from opslagstavle_site.accounts.queries import hash_of as secret_hash_of
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.indexing import erase_enterprise
from opslagstavle_site.enterprises.models import (
    Change,
    Enterprise,
    Membership,
    ProposalLink,
    Removal,
    Request,
    Sending,
)
from opslagstavle_site.enterprises.queries import removals_of
from opslagstavle_site.enterprises.registers import demo
from opslagstavle_site.enterprises.storing import WORKFORCE, store

MOST_FROM_ONE_ADDRESS = 10
"""An hour: a whole office may share one address, and nobody enters more enterprises by hand."""
MOST_IN_ALL = 200
"""A day: more than the entrance can look at."""


@transaction.atomic
def register_enterprise(
    *,
    enterprise: library.Enterprise,
    by: User | None = None,
    act: Change.Act | None = None,
    origin: Enterprise.Origin | None = None,
    is_demo: bool = False,
    seen: datetime | None = None,
    is_there: bool = False,
    **known: Unpack[rows.Known],
) -> Enterprise:
    """Enter an enterprise, or bring the entry with its key up to date: the one way an entry is written.

    ``known`` are the columns the library has no field for; those left out stay as they are, and so does ``origin``. ``act`` is
    what the history says: else entered or changed. An unchanged entry stays as it is, without a word in the history.
    ``seen`` is the ``updated_at`` of what the writer had before them: was it written since, ``ChangedMeanwhile`` is raised; is it
    not there any more, or not though ``is_there`` says so, ``EntryGone``. An ``origin`` told anew comes by the private link only.
    """
    row = _locked().filter(key=enterprise.key).first() or Enterprise(key=enterprise.key)
    if row.pk is None and (is_there or seen is not None):
        raise EntryGone
    if row.pk and seen is not None and row.updated_at != seen:
        raise ChangedMeanwhile(row, list(row.changes.filter(at__gt=seen).select_related("by").order_by("pk")))
    told = Change.Act.CHANGED if row.pk else Change.Act.ENTERED
    columns = {**rows.columns(enterprise), **known, "is_demo": is_demo}
    if origin is not None:
        columns["origin"] = origin
    by_link = row.pk is not None and origin is not None
    store(row, columns, rows.counts(enterprise), by=by, act=act or told, by_link=by_link)
    return row


class EntryGone(Exception):
    """It was removed or declined since the writer looked at it: writing it now would bring it back, onto the list."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote the entry since the writer looked at it; ``changes`` say who did what."""

    def __init__(self, row: Enterprise, changes: list[Change]) -> None:
        super().__init__("the entry was changed meanwhile")
        self.row, self.changes = row, changes


def _locked() -> QuerySet[Enterprise]:
    """Entries to be written: whoever comes second waits, and sees what the first one wrote."""
    return Enterprise.objects.select_for_update(of=("self",)).select_related("workforce")


@transaction.atomic
def propose_enterprise(
    *, enterprise: library.Enterprise, origin: Enterprise.Origin, **known: Unpack[rows.Known]
) -> tuple[Enterprise, str]:
    """Enter what somebody without a log-in sent, for the entrance to look at; and the secret they can correct it with."""
    known["status"] = Enterprise.Status.PROPOSED
    row = register_enterprise(enterprise=enterprise, act=Change.Act.PROPOSED, origin=origin, **known)
    secret = secrets.token_urlsafe(32)
    ProposalLink.objects.create(enterprise=row, secret_hash=secret_hash_of(secret))
    return row, secret


@transaction.atomic
def allow_sending(*, sender: str) -> bool:
    """May one more form come from this caller (``web.callers.unnamed``)? Counts it if so. After a day it is forgotten."""
    now = timezone.now()
    Sending.objects.filter(at__lt=now - timedelta(days=1)).delete()
    from_here = Sending.objects.filter(address_hash=sender, at__gt=now - timedelta(hours=1)).count()
    if from_here >= MOST_FROM_ONE_ADDRESS or Sending.objects.count() >= MOST_IN_ALL:
        return False
    Sending.objects.create(address_hash=sender)
    return True


@transaction.atomic
def accept_proposal(*, row: Enterprise, by: User) -> bool:
    """Put a proposal on the list. One that was removed on request before is no longer held back. False: it is none any more."""
    found = _locked().filter(pk=row.pk, status=Enterprise.Status.PROPOSED).first()
    if found is None:
        return False
    removals_of(found.cvr, found.name).delete()
    found.links.all().delete()
    return store(found, {"status": Enterprise.Status.SHOWN}, None, by=by, act=Change.Act.ACCEPTED)


@transaction.atomic
def decline_proposal(*, row: Enterprise) -> bool:
    """Take a proposal away with everything in it. False: it is none any more."""
    found = _locked().filter(pk=row.pk, status=Enterprise.Status.PROPOSED).first()
    if found is None:
        return False
    found.delete()
    return True


@transaction.atomic
def hide_enterprise(*, row: Enterprise, by: User) -> bool:
    """Take an entry off the list and keep it."""
    return _move(row, Enterprise.Status.SHOWN, Enterprise.Status.HIDDEN, by, Change.Act.HIDDEN)


@transaction.atomic
def show_enterprise(*, row: Enterprise, by: User) -> bool:
    """Put a hidden entry back on the list."""
    return _move(row, Enterprise.Status.HIDDEN, Enterprise.Status.SHOWN, by, Change.Act.SHOWN)


def _move(
    row: Enterprise, before: Enterprise.Status, after: Enterprise.Status, by: User, act: Change.Act
) -> bool:
    found = _locked().filter(pk=row.pk, status=before).first()
    return found is not None and store(found, {"status": after}, None, by=by, act=act)


@transaction.atomic
def confirm_enterprise(*, row: Enterprise, by: User, on: date) -> None:
    """Whoever speaks for it says that everything still holds."""
    store(_locked().get(pk=row.pk), {"confirmed_on": on}, None, by=by, act=Change.Act.CONFIRMED, always=True)


@transaction.atomic
def note_register_check(*, row: Enterprise, registered: bool | None, proof: str, by: User, on: date) -> None:
    """Our staff looked whether an enterprise is registered, and where that is to be seen."""
    found = {
        "registered": registered,
        "registered_by": "" if registered is None else Enterprise.Evidence.PROOF,
        "registered_proof": proof,
        "registered_checked": on,
    }
    store(_locked().get(pk=row.pk), found, None, by=by, act=Change.Act.CHECKED, always=True)


class CannotTakeBack(Exception):
    """Some of it was changed again since, or cannot be had back; ``columns`` are those."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__("changed again since")
        self.columns = columns


@transaction.atomic
def take_back(*, change: Change, by: User) -> None:
    """Undo one change: every column gets the value it had before, if it still has the one it got then."""
    row = _locked().get(pk=change.enterprise_id)
    told = {name: values for name, values in change.differences.items() if name != WORKFORCE}
    moved = [name for name, (_, after) in told.items() if rows.plain(getattr(row, name)) != after]
    earlier = {name: _read_back(name, before) for name, (before, _) in told.items()}
    taken = earlier.get("cvr") and Enterprise.objects.filter(cvr=earlier["cvr"]).exclude(pk=row.pk).exists()
    if moved or taken or not told:
        raise CannotTakeBack(moved or (["cvr"] if taken else [WORKFORCE]))
    store(row, earlier, None, by=by, act=Change.Act.TAKEN_BACK)


def _read_back(name: str, value: Any) -> Any:
    """A column's value from what the history has of it."""
    field = Enterprise._meta.get_field(name)
    return field.to_python(value) if isinstance(field, Field) else value


@transaction.atomic
def ask(*, enterprise: Enterprise, wish: Request.Wish, text: str, reply_to: str) -> Request:
    """Somebody asks us to correct or to remove an entry."""
    return Request.objects.create(enterprise=enterprise, wish=wish, text=text, reply_to=reply_to)


@transaction.atomic
def handle_request(*, request: Request, outcome: Request.Outcome, by: User, at: datetime) -> bool:
    """A request is done with: what was written in it goes. False: somebody was quicker."""
    waiting = Request.objects.filter(pk=request.pk, handled_at=None)
    return bool(waiting.update(handled_at=at, handled_by=by, outcome=outcome, text="", reply_to=""))


@transaction.atomic
def remove_enterprise(*, row: Enterprise) -> None:
    """Erase an entry and everything that hangs on it; only hashes stay, so that no list brings it back.

    Log-ins of those who spoke for this enterprise only go with it.
    """
    Removal.objects.get_or_create(
        key_hash=rows.hash_of("key", row.key),
        defaults={
            "cvr_hash": rows.hash_of("cvr", row.cvr) if row.cvr else "",
            "name_hash": rows.hash_of("name", rows.plain_name(row.name)),
        },
    )
    erase_enterprise(row)
    members = list(row.memberships.values_list("user_id", flat=True))
    for merged in row.merged.all():
        remove_enterprise(row=merged)
    row.delete()
    User.objects.filter(pk__in=members, is_staff=False, memberships=None).delete()


@transaction.atomic
def make_leader_link(*, row: Enterprise, user: User | None = None) -> str:
    """A secret that logs in somebody who speaks for an enterprise: one who does already, or somebody new."""
    if user is None:
        user = User(username=f"leder-{secrets.token_hex(3)}")
        user.set_unusable_password()
        user.save()
    Membership.objects.get_or_create(enterprise=row, user=user)
    return make_login_link(user=user)


@transaction.atomic
def load_demo_enterprises() -> int:
    for enterprise in demo.enterprises():
        register_enterprise(enterprise=enterprise, is_demo=True)
    return Enterprise.objects.filter(is_demo=True).count()


@transaction.atomic
def remove_demo_enterprises() -> int:
    """How many went. What hangs on them (matches, memberships) goes too."""
    demo_rows = Enterprise.objects.filter(is_demo=True)
    count = demo_rows.count()
    demo_rows.delete()
    return count
