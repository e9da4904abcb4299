"""Lots by everything the board filters by, counted when they are stored and not when somebody looks.

Of half a million notices a page would count for seconds. So ``LotCount`` holds the numbers of all lots up to one, and ``Counted``
says which; the few that came after it are counted by whoever asks (``counts``). Whoever changes or deletes a lot that is in the
numbers takes it out before and puts it back afterwards, in the same transaction (``recounted``): they are wrong at no moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Max, Sum

from opslagstavle_site.notices.counts import NEVER, PAST, PLACES
from opslagstavle_site.notices.models import Counted, Lot, LotArea, LotCount, LotKind

LATEST = NEVER - timedelta(days=1)
"""Some notices print the last day there is, and mean it: they close some day."""
AT_ONCE = 20_000
"""Lots; for so long nobody stores."""
STORING = 0x6F70736C61
"""The number of our lock on PostgreSQL: notices that come together are stored, and counted, by one at a time."""


def one_at_a_time() -> None:
    """Until the end of the transaction nobody else stores or counts. On SQLite the transaction itself holds the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORING])


def count_lots(*, on: date, at_least: int = 1) -> int:
    """Count what came in since the last time, if that may be ``at_least`` so many; let the days that are over be past."""
    done = 0
    newest = Lot.objects.aggregate(Max("pk"))["pk__max"] or 0
    if newest - counted_to() >= at_least:
        while batch := _count_batch(on):
            done += batch
    if done or Counted.objects.filter(before__lt=on).exists():
        _let_past(on)
    return done


def counted_to() -> int:
    """The last lot that is in the numbers."""
    return Counted.objects.values_list("lot", flat=True).first() or 0


@transaction.atomic
def _count_batch(on: date) -> int:
    one_at_a_time()
    here = _state(on)
    pks = list(Lot.objects.filter(pk__gt=here.lot).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if pks:
        _add("BETWEEN %s AND %s", [pks[0], pks[-1]], 1, here.before)
        here.lot = pks[-1]
        here.save()
    return len(pks)


def _state(on: date) -> Counted:
    return Counted.objects.first() or Counted.objects.create(before=on)


@contextmanager
def recounted(lots: Iterable[int]) -> Iterator[None]:
    """Around a change of some lots, or their end: it must be inside a transaction that holds ``one_at_a_time``."""
    here = Counted.objects.first()
    inside = [pk for pk in lots if pk <= here.lot] if here else []
    if not here or not inside:
        yield
        return
    for sign in (-1, 1):
        for start in range(0, len(inside), 500):
            part = inside[start : start + 500]
            _add(f"IN ({', '.join(['%s'] * len(part))})", part, sign, here.before)
        if sign < 0:
            yield


def _add(which: str, parameters: list[int], sign: int, before: date) -> None:
    """Add the current ones of these lots to the numbers, or take them out."""
    lot, area, kind = (model._meta.db_table for model in (Lot, LotArea, LotKind))
    count = LotCount._meta.db_table
    places = ", ".join(f"'{code}'" for code in PLACES)
    sql = f"""
        INSERT INTO {count} (kind, place, day, stage, participation, execution, lots)
        SELECT k.kind, a.place, CASE WHEN l.closes IS NULL THEN %s WHEN l.closes < %s THEN %s WHEN l.closes > %s THEN %s
                 ELSE l.closes END AS day, l.stage,
               coalesce(l.reserved_participation, %s), coalesce(l.reserved_execution, %s), {sign} * count(*)
        FROM {lot} l
        JOIN (SELECT id AS lot_id, '' AS place FROM {lot} WHERE id {which}
              UNION ALL SELECT lot_id, nuts FROM {area} WHERE lot_id {which} AND nuts IN ({places})) a ON a.lot_id = l.id
        JOIN (SELECT id AS lot_id, '' AS kind FROM {lot} WHERE id {which}
              UNION ALL SELECT lot_id, kind FROM {kind} WHERE lot_id {which}) k ON k.lot_id = l.id
        WHERE l.current AND l.id {which}
        GROUP BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (kind, place, day, stage, participation, execution) DO UPDATE SET lots = {count}.lots + excluded.lots
    """  # noqa: S608 (nothing of a reader's in it)
    days = [day.isoformat() for day in (NEVER, before, PAST, LATEST, LATEST)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*days, False, False, *parameters * 5])


@transaction.atomic
def _let_past(on: date) -> None:
    """The days that are over are one day from now on: else there would be more numbers with each."""
    one_at_a_time()
    over = LotCount.objects.filter(day__lt=on).exclude(day=PAST)
    columns = ("kind", "place", "stage", "participation", "execution")
    sums = list(over.values_list(*columns).annotate(Sum("lots")))
    here = {row[1:]: row[0] for row in LotCount.objects.filter(day=PAST).values_list("lots", *columns)}
    over.delete()
    LotCount.objects.bulk_create(
        [
            LotCount(day=PAST, lots=total + here.get(tuple(cell), 0), **dict(zip(columns, cell, strict=True)))
            for *cell, total in sums
        ],
        update_conflicts=True, update_fields=["lots"], unique_fields=[*columns[:2], "day", *columns[2:]],
    )  # fmt: skip
    LotCount.objects.filter(lots=0).delete()
    Counted.objects.filter(before__lt=on).update(before=on)
