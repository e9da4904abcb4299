"""What a filter of the board holds, for feeds, calendars, files and programs: which lots, in which edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from opslagstavle_site.notices.models import Lot, Notice
from opslagstavle_site.notices.queries import BoardFilter, board, filtered

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


def newest_ids(asked: BoardFilter, on: date, most: int) -> list[int]:
    """What changed last stands first: a correction brings a lot to the top again."""
    rows = filtered(asked, on).order_by("-notice__changed_at", "-pk")
    return list(rows.values_list("pk", flat=True)[:most])


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
