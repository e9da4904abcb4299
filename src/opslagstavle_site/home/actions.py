"""What is done across the slices."""

from __future__ import annotations

from django.utils import timezone

from opslagstavle_site.enterprises.actions import load_demo_enterprises
from opslagstavle_site.home.models import Turn
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.notices.actions import load_demo_notices, read_documents
from opslagstavle_site.notices.indexing import index_lots


def load_demo(*, with_notices: bool = True) -> dict[str, int]:
    """The demo set: enterprises and, if wished, notices, read, indexed and matched."""
    enterprises = load_demo_enterprises()
    if not with_notices:
        return {"enterprises": enterprises}
    load_demo_notices()
    read = sum(read_documents(processes=1))
    sum(index_lots(processes=1))
    return {
        "enterprises": enterprises,
        "notices read": read,
        "lots matched": sum(match_lots(on=timezone.localdate())),
    }


def begin_turn(*, job: str) -> None:
    """The fault of the turn before stays until this one has ended: who asks meanwhile still learns of it."""
    now = timezone.now()
    Turn.objects.update_or_create(job=job, defaults={"began_at": now, "alive_at": now, "ended_at": None})


def say_alive(*, job: str) -> None:
    Turn.objects.filter(job=job).update(alive_at=timezone.now())


def end_turn(*, job: str, fault: str) -> None:
    now = timezone.now()
    Turn.objects.filter(job=job).update(alive_at=now, ended_at=now, fault=fault)
