"""Every read of matches."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from opslagstavle.notices.notice import Stage
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.matches.models import EarlierMatch, Match
from opslagstavle_site.notices.models import Lot


def of_lot(lot: Lot) -> QuerySet[Match]:
    """The enterprises that could deliver, best first; equals in the order of their keys, never by popularity.

    Whoever left the list since matching is none of them.
    """
    rows = Match.objects.filter(lot=lot, enterprise__status=Enterprise.Status.SHOWN).select_related(
        "lot__notice", "enterprise__workforce"
    )
    return rows.order_by("-score", "enterprise__key")


def of_enterprise(enterprise: Enterprise, on_or_after: date | None = None) -> QuerySet[Match]:
    """The lots an enterprise could deliver, best first: what is open or planned (from that day), or everything."""
    rows = Match.objects.filter(enterprise=enterprise, lot__current=True)
    if on_or_after is not None:
        planned = Q(lot__closes=None, lot__stage=Stage.PLANNING)
        rows = rows.filter(Q(lot__closes__gte=on_or_after) | planned)
    return (
        rows.select_related("lot__notice__source", "enterprise__workforce")
        .defer("lot__data", "lot__notice__data")
        .order_by("-score", "lot_id")
    )


def best_score(rows: QuerySet[Match]) -> float:
    return rows.values_list("score", flat=True).first() or 0.0


def one(lot: Lot, enterprise: Enterprise) -> Match | None:
    return (
        Match.objects.filter(lot=lot, enterprise=enterprise)
        .select_related("lot__notice__source", "enterprise__workforce")
        .first()
    )


def earlier(lot: Lot, enterprise: Enterprise) -> QuerySet[EarlierMatch]:
    """How it was judged when somebody saw it, the latest first."""
    rows = EarlierMatch.objects.filter(lot=lot, enterprise=enterprise)
    return rows.select_related("lot__notice__source", "enterprise__workforce").order_by("-pk")
