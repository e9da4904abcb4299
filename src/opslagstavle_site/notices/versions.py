"""Of the versions of a notice the one that holds, with the deadlines that patches moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from opslagstavle.notices.changes import patched
from opslagstavle.notices.notice import Change
from opslagstavle_site.notices.counting import recounted
from opslagstavle_site.notices.models import Lot, LotArea, LotKind, Notice, NoticeName
from opslagstavle_site.notices.rows import areas_of, kinds_of, lot_columns_of_deadline, to_lot, to_notice

HOLDERS = (NoticeName.Kind.OWN, NoticeName.Kind.LINEAGE)


@dataclass(slots=True)
class _Version:
    pk: int
    lineage: str
    stage: str
    rank: str
    patch: bool
    current: bool
    own: set[str]
    corrects: set[str]


def choose_current(lineages: set[str]) -> None:
    """Of each lineage the newest whole version is on the board; a patch only where nothing whole is here."""
    by_lineage: dict[str, list[_Version]] = defaultdict(list)
    for version in _versions(lineages):
        by_lineage[version.lineage].append(version)
    to_set: dict[bool, list[int]] = {True: [], False: []}
    for versions in by_lineage.values():
        newest = _newest(versions)
        for version in versions:
            if version.current != (version.pk in newest):
                to_set[version.pk in newest].append(version.pk)
    for now_current, pks in to_set.items():
        if pks:
            _set_current(pks, now_current)
    for versions in by_lineage.values():
        if patches := [version for version in versions if version.patch]:
            _apply_patches(patches, _newest(versions) - {version.pk for version in patches})


def _versions(lineages: set[str]) -> list[_Version]:
    rows = Notice.objects.filter(lineage__in=lineages)
    found = {
        row[0]: _Version(*row, own=set(), corrects=set())
        for row in rows.values_list("pk", "lineage", "stage", "rank", "patch", "current")
    }
    names = NoticeName.objects.filter(notice__in=found, kind__in=HOLDERS)
    for pk, kind, name in names.values_list("notice", "kind", "name"):
        (found[pk].own if kind == NoticeName.Kind.OWN else found[pk].corrects).add(name)
    return list(found.values())


def _newest(versions: list[_Version]) -> set[int]:
    """One for each stage: a result that names the call it follows where a corrected result belongs hides nothing."""
    whole = [version for version in versions if not version.patch] or versions
    by_stage: dict[str, list[_Version]] = defaultdict(list)
    for version in whole:
        by_stage[version.stage].append(version)
    return {
        max(_uncorrected(each) or each, key=lambda version: version.rank).pk for each in by_stage.values()
    }


def _uncorrected(versions: list[_Version]) -> list[_Version]:
    corrected = {
        one.pk for one in versions for other in versions if one is not other and one.own & other.corrects
    }
    return [version for version in versions if version.pk not in corrected]


def _set_current(ids: list[int], now_current: bool) -> None:
    """What is not current is not found on the board: its lots lose their kinds and areas."""
    Notice.objects.filter(pk__in=ids).update(current=now_current, changed_at=timezone.now())
    lots = Lot.objects.filter(notice_id__in=ids)
    with recounted(lots.values_list("pk", flat=True)):
        lots.update(current=now_current)
        LotKind.objects.filter(lot__in=lots).delete()
        LotArea.objects.filter(lot__in=lots).delete()
        if now_current:
            store_findable([(lot, kinds_of(pure), areas_of(pure)) for lot in lots if (pure := to_lot(lot))])


def store_findable(lots: list[tuple[Lot, tuple[str, ...], tuple[str, ...]]]) -> None:
    LotKind.objects.bulk_create([LotKind(lot=lot, kind=kind) for lot, kinds, _ in lots for kind in kinds])
    LotArea.objects.bulk_create([LotArea(lot=lot, nuts=area) for lot, _, areas in lots for area in areas])


def _apply_patches(patches: list[_Version], whole: set[int]) -> None:
    """Move the deadlines of the lots as the patches say that came out after the version they are applied to."""
    rows = Notice.objects.filter(pk__in=[patch.pk for patch in patches]).order_by("rank")
    corrections = [(row.published, read.correction) for row in rows if (read := to_notice(row)).correction]
    for notice in Notice.objects.filter(pk__in=whole).defer("data"):
        changes = [
            change
            for published, correction in corrections
            if correction and not (published and notice.published and published < notice.published)
            for change in correction.entries
        ]
        _move_deadlines(notice, changes)
    superseded = Notice.objects.filter(lineage=patches[0].lineage).exclude(pk__in=whole)
    moved = Exists(Lot.objects.filter(notice=OuterRef("pk")).exclude(printed=""))
    for notice in superseded.filter(moved).defer("data"):
        _move_deadlines(notice, [])  # it was the newest once; now it says what it printed


def _move_deadlines(notice: Notice, changes: list[Change]) -> None:
    """Always from what the notice itself printed: patches of one deadline give the same, whichever came here first."""
    moved = []
    for row in notice.lots.all():
        lot = to_lot(row)
        printed = to_lot(row, as_printed=True)
        after = patched(printed, changes)
        if after != lot:
            row.printed = "" if after == printed else row.printed or row.data
            for column, value in lot_columns_of_deadline(after).items():
                setattr(row, column, value)
            row.matched_against = ""  # it was matched with another deadline
            moved.append(row)
    with recounted(row.pk for row in moved):
        Lot.objects.bulk_update(moved, ["closes", "data", "printed", "matched_against"])
    if moved:
        Notice.objects.filter(pk=notice.pk).update(changed_at=timezone.now())
