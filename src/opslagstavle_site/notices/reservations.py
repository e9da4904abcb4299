"""What a competition reserved, shown on its results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from opslagstavle.notices.notice import Stage
from opslagstavle_site.notices.counting import recounted
from opslagstavle_site.notices.models import Lot, Notice

AFTER_A_COMPETITION = (Stage.RESULT, Stage.MODIFICATION)


@dataclass(frozen=True, slots=True)
class _Reservation:
    participation: bool | None
    execution: bool | None
    key: str


NOTHING = _Reservation(None, None, "")


def inherit_reservations(procedures: set[int]) -> None:
    """Results hardly ever repeat what the competition reserved: their silent lots take it over, and say from where.

    What a competition does not say any more they lose again.
    """
    stated = _stated_reservations(procedures)
    to_set: dict[_Reservation, list[int]] = defaultdict(list)
    columns = (
        "pk",
        "number",
        "notice__procedure",
        "reserved_participation",
        "reserved_execution",
        "reserved_by",
    )
    for procedure in stated.keys() | _took_over(procedures):
        lots = _silent_lots(procedure, stated.get(procedure, {}))
        for pk, number, _procedure, *here in lots.values_list(*columns):
            found = _reservation_for(number, stated.get(procedure, {}))
            if found != _Reservation(*here):
                to_set[found].append(pk)
    for found, pks in to_set.items():
        with recounted(pks):
            Lot.objects.filter(pk__in=pks).update(
                reserved_participation=found.participation,
                reserved_execution=found.execution,
                reserved_by=found.key,
            )
        Notice.objects.filter(lots__in=pks).update(changed_at=timezone.now())


def _took_over(procedures: set[int]) -> set[int]:
    """Those of the procedures in which a lot shows what its competition said."""
    lots = Lot.objects.filter(notice__procedure__in=procedures).exclude(reserved_by="")
    return {pk for pk in lots.values_list("notice__procedure", flat=True) if pk}


def _silent_lots(procedure: int, stated: dict[str, _Reservation]) -> QuerySet[Lot]:
    """Those that may have something to take over or to lose; there are thousands in some procedures."""
    took_over = ~Q(reserved_by="")
    says_nothing = Q(reserved_participation=None, reserved_execution=None)
    lots = Lot.objects.filter(notice__procedure=procedure, stage__in=AFTER_A_COMPETITION)
    if not stated:
        return lots.filter(took_over)
    lots = lots.filter(took_over | says_nothing)
    if len(set(stated.values())) > 1:
        return lots
    everywhere = next(iter(stated.values()))
    return lots.exclude(
        reserved_participation=everywhere.participation,
        reserved_execution=everywhere.execution,
        reserved_by=everywhere.key,
    )


def _stated_reservations(procedures: set[int]) -> dict[int, dict[str, _Reservation]]:
    """Procedure → lot number → what its competition says; only of procedures where it says anything."""
    rows = Lot.objects.filter(
        notice__procedure__in=procedures, current=True, stage=Stage.COMPETITION
    ).order_by("notice__rank")
    found: dict[int, dict[str, _Reservation]] = defaultdict(dict)
    columns = ("notice__procedure", "number", "reserved_participation", "reserved_execution", "notice__key")
    for procedure, number, participation, execution, key in rows.values_list(*columns):
        found[procedure or 0][number] = _Reservation(participation, execution, key)
    return {
        procedure: lots
        for procedure, lots in found.items()
        if any(lot.participation is not None or lot.execution is not None for lot in lots.values())
    }


def _reservation_for(number: str, stated: dict[str, _Reservation]) -> _Reservation:
    """By the lot's number; where numbers differ, only what all lots of the competition have in common."""
    everywhere = {(each.participation, each.execution): each for each in stated.values()}
    in_common = next(iter(everywhere.values())) if len(everywhere) == 1 else NOTHING
    found = stated.get(number, in_common)
    return NOTHING if (found.participation, found.execution) == (None, None) else found
