"""What a filter of the board holds, for feeds, calendars, files and programs: which lots, in which edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from opslagstavle_site.notices.models import Gone, Lot, Notice
from opslagstavle_site.notices.queries import FEW, BoardFilter, board, filtered
from opslagstavle_site.web.cursors import Part

AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Edition:
    """How a notice stands in its lineage: the key of its first version, how often it was corrected, when it last changed."""

    first: str
    number: int
    changed: datetime


def shown_ids(asked: BoardFilter, on: date, most: int) -> list[int]:
    """As the board shows them, and one more where there is more."""
    return list(board(asked, on).values_list("pk", flat=True)[: most + 1])


def newest_ids(asked: BoardFilter, on: date, most: int, total: int) -> list[int]:
    """What changed last stands first: a correction brings a lot to the top again. ``total``: so many there are to choose from.

    Few are fetched and put in order here. Along the order of changes a database would pass over all that is not asked for.
    """
    rows = filtered(asked, on)
    if total > FEW:
        return list(rows.order_by("-notice__changed_at", "-pk").values_list("pk", flat=True)[:most])
    notices = dict(rows.values_list("pk", "notice_id"))
    changed = dict(Notice.objects.filter(pk__in=set(notices.values())).values_list("pk", "changed_at"))
    return sorted(notices, key=lambda pk: (changed[notices[pk]], pk), reverse=True)[:most]


def closing_ids(asked: BoardFilter, on: date, most: int) -> list[int]:
    """Of what is asked for, what can still be applied for, the next to close first."""
    rows = filtered(asked, on).filter(closes__gte=on).order_by("closes", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def lots_in_order(ids: list[int]) -> Iterator[list[Lot]]:
    """The lots with notice and source, some at a time."""
    for start in range(0, len(ids), AT_ONCE):
        wanted = ids[start : start + AT_ONCE]
        rows = Lot.objects.filter(pk__in=wanted).select_related("notice__source", "notice__procedure")
        found = {row.pk: row for row in rows.defer("printed", "notice__data")}
        yield [found[pk] for pk in wanted if pk in found]


def editions_of(notices: Iterable[Notice]) -> dict[int, Edition]:
    """Notice id → its edition. Versions are those of its own stage, and the patches of its lineage."""
    notices = list(notices)
    together: dict[str, list[Notice]] = defaultdict(list)
    rows = Notice.objects.filter(lineage__in={notice.lineage for notice in notices}).order_by("rank")
    for row in rows.only("lineage", "key", "stage", "patch", "changed_at"):
        together[row.lineage].append(row)
    found = {}
    for notice in notices:
        versions = [row for row in together[notice.lineage] if row.patch or row.stage == notice.stage]
        whole = [row for row in versions if not row.patch] or versions
        found[notice.pk] = Edition(whole[0].key, len(versions) - 1, max(row.changed_at for row in versions))
    return found


def lots_by_id(asked: BoardFilter, on: date) -> Part:
    """Every lot of a selection, in the order in which they came in: new ones come at the end."""
    return Part(_with_notice(filtered(asked, on)))


def lots_changed(since: datetime) -> Part:
    """Every lot of a notice that changed since, current or not."""
    return Part(_with_notice(Lot.objects.filter(notice__changed_at__gte=since)), "notice__changed_at")


def _with_notice(rows: QuerySet[Lot]) -> QuerySet[Lot]:
    return rows.select_related("notice__source").defer("printed", "notice__data")


def among(asked: BoardFilter, on: date, ids: list[int]) -> set[int]:
    """Those of the lots that are in a selection."""
    return set(filtered(asked, on).filter(pk__in=ids).values_list("pk", flat=True))


def notices_by_id() -> Part:
    return Part(_told())


def notices_changed(since: datetime) -> Part:
    return Part(_told().filter(changed_at__gte=since), "changed_at")


def _told() -> QuerySet[Notice]:
    return Notice.objects.select_related("source", "procedure").defer("data")


def gone(since: datetime) -> Part:
    """Notices and lots that were here and are not."""
    return Part(Gone.objects.filter(at__gte=since), "at")


def notices_gone(since: datetime) -> Part:
    return Part(Gone.objects.filter(at__gte=since, number=""), "at")
