"""Everything that changes the register."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.db.models import QuerySet

from opslagstavle.enterprises import enterprise as library
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.models import Change, Enterprise
from opslagstavle_site.enterprises.registers import demo
from opslagstavle_site.enterprises.storing import store


@transaction.atomic
def register_enterprise(
    *,
    enterprise: library.Enterprise,
    by: User | None = None,
    act: Change.Act | None = None,
    origin: Enterprise.Origin | None = None,
    is_demo: bool = False,
    seen: datetime | None = None,
    **known: Unpack[rows.Known],
) -> Enterprise:
    """Enter an enterprise, or bring the entry with its key up to date: the one way an entry is written.

    ``known`` are the columns the library has no field for; those left out stay as they are, and so does ``origin``. ``act`` is
    what the history says: else entered or changed. An unchanged entry stays as it is, without a word in the history.
    ``seen`` is the ``updated_at`` of what the writer had before them: was it written since, ``ChangedMeanwhile`` is raised.
    """
    row = _locked().filter(key=enterprise.key).first() or Enterprise(key=enterprise.key)
    if row.pk and seen is not None and row.updated_at != seen:
        raise ChangedMeanwhile(
            list(row.changes.filter(at__gte=seen).select_related("by").order_by("at", "pk"))
        )
    told = Change.Act.CHANGED if row.pk else Change.Act.ENTERED
    columns = {**rows.columns(enterprise), **known, "is_demo": is_demo}
    if origin is not None:
        columns["origin"] = origin
    store(row, columns, rows.counts(enterprise), by=by, act=act or told)
    return row


class ChangedMeanwhile(Exception):
    """Somebody else wrote the entry since the writer looked at it; ``changes`` say who did what."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__("the entry was changed meanwhile")
        self.changes = changes


def _locked() -> QuerySet[Enterprise]:
    """Entries to be written: whoever comes second waits, and sees what the first one wrote."""
    return Enterprise.objects.select_for_update(of=("self",)).select_related("workforce")


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
