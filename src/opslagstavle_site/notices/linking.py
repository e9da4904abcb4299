"""Which notices belong together: versions of one notice, notices of one procedure, and what follows from it.

Runs inside the transaction that stores notices. Whatever order notices come in, the same ones end up together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Min, Q, QuerySet

from opslagstavle.notices.changes import patched_lot
from opslagstavle.notices.identity import connected
from opslagstavle.notices.notice import Change, Stage
from opslagstavle_site.notices.models import Lot, LotArea, LotKind, Notice, NoticeName, Procedure
from opslagstavle_site.notices.rows import areas_of, kinds_of, lot_columns_of_deadline, to_lot, to_notice

Kind = NoticeName.Kind
HOLDERS = (Kind.OWN, Kind.LINEAGE)
AFTER_A_COMPETITION = (Stage.RESULT, Stage.MODIFICATION)
Node = tuple[str, str]
Pair = tuple[Node, Node]


def link(notices: list[int]) -> None:
    """Bring these notices together with what is here already: lineages, procedures, current versions, reservations."""
    lineages = _join_lineages(notices)
    procedures = _join_procedures(notices, lineages)
    _choose_current(lineages)
    _inherit_reservations(procedures)


def _join_lineages(notices: list[int]) -> set[str]:
    """Versions and corrections share a lineage: the smallest of those they had, so that order does not matter."""
    names = NoticeName.objects.filter(notice__in=notices, kind__in=HOLDERS).values_list("name", flat=True)
    rows = NoticeName.objects.filter(name__in=set(names), kind__in=HOLDERS).values_list(
        "name", "notice__lineage"
    )
    touched = set()
    for group in connected((("name", name), ("lineage", lineage)) for name, lineage in rows):
        lineages = sorted(value for what, value in group if what == "lineage")
        touched.add(lineages[0])
        if len(lineages) > 1:
            Notice.objects.filter(lineage__in=lineages[1:]).update(lineage=lineages[0])
    return touched


def _join_procedures(notices: list[int], lineages: set[str]) -> set[int]:
    """Notices that share a procedure's identifier, correct each other, or refer to an earlier one, point to one row."""
    mates = dict(Notice.objects.filter(lineage__in=lineages).values_list("pk", "lineage"))
    pairs = [
        *((_notice(pk), _notice(pk)) for pk in notices),
        *((_notice(pk), ("lineage", lineage)) for pk, lineage in mates.items()),
        *_by_identifier(notices),
        *_by_reference(notices),
    ]
    groups = connected(pairs)
    involved = {int(value) for group in groups for what, value in group if what == "notice"}
    known = dict(Notice.objects.filter(pk__in=involved).values_list("pk", "procedure"))
    known_pairs = ((_notice(pk), ("procedure", str(there))) for pk, there in known.items() if there)
    return {_point_to_one(group) for group in connected([*pairs, *known_pairs])}


def _notice(pk: int) -> Node:
    return "notice", str(pk)


def _by_identifier(notices: list[int]) -> Iterator[Pair]:
    names = NoticeName.objects.filter(notice__in=notices, kind=Kind.PROCEDURE).values_list("name", flat=True)
    rows = NoticeName.objects.filter(name__in=set(names), kind=Kind.PROCEDURE)
    for name, pk in rows.filter(notice__procedure=None).values_list("name", "notice"):
        yield _notice(pk), ("name", name)
    # One notice a procedure row is enough: the others point to the same row already.
    placed = rows.exclude(notice__procedure=None).values_list("name", "notice__procedure")
    for name, _procedure, pk in placed.annotate(Min("notice")):
        yield _notice(pk), ("name", name)


def _by_reference(notices: list[int]) -> Iterator[Pair]:
    """Referring and referred to, where that means one procedure. A plan may announce several: it joins nothing.

    Of a competition, what it refers to may be a plan that is not here yet; then nothing is joined either.
    """
    yield from _referred_to(NoticeName.objects.filter(notice__in=notices))
    own = NoticeName.objects.filter(notice__in=notices, kind__in=HOLDERS).values_list("name", flat=True)
    yield from _referred_to(NoticeName.objects.filter(name__in=set(own)))


def _referred_to(among: Iterable[NoticeName]) -> Iterator[Pair]:
    references = (
        among.filter(Q(kind=Kind.EARLIER) | Q(kind=Kind.ANNOUNCED_BY) & ~Q(notice__stage=Stage.COMPETITION))  # type: ignore[attr-defined]
        .values_list("name", "notice")
    )  # fmt: skip
    referring = defaultdict(list)
    for name, pk in references:
        referring[name].append(pk)
    holders = NoticeName.objects.filter(name__in=referring, kind__in=HOLDERS).exclude(
        notice__stage=Stage.PLANNING
    )
    for name, holder in holders.values_list("name", "notice"):
        yield from ((_notice(pk), _notice(holder)) for pk in referring[name])


def _point_to_one(group: set[Node]) -> int:
    members = [int(value) for what, value in group if what == "notice"]
    known = sorted(int(value) for what, value in group if what == "procedure")
    chosen = known[0] if known else _new_procedure(members)
    became(chosen, known[1:])
    Notice.objects.filter(pk__in=members).exclude(procedure=chosen).update(procedure=chosen)
    return chosen


def became(chosen: int, others: list[int]) -> None:
    """These procedures turned out to be the chosen one."""
    if others:
        Notice.objects.filter(procedure__in=others).update(procedure=chosen)
        Procedure.objects.filter(Q(pk__in=others) | Q(became__in=others)).update(became=chosen)


def _new_procedure(members: list[int]) -> int:
    """With the ocid its publisher gave it, else one of ours that its identifier or first notice tells."""
    names = sorted(
        NoticeName.objects.filter(notice__in=members, kind=Kind.PROCEDURE).values_list("name", flat=True)
    )
    given = next((name for name in names if not name.startswith("procedure ")), None)
    identifier = next((name.removeprefix("procedure ") for name in names), None)
    key = identifier or min(Notice.objects.filter(pk__in=members).values_list("rank", "key"))[1]
    row, _ = Procedure.objects.get_or_create(ocid=given or f"{settings.OCID_PREFIX}-{key}"[:200])
    return row.became_id or row.pk


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


def _choose_current(lineages: set[str]) -> None:
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
        (found[pk].own if kind == Kind.OWN else found[pk].corrects).add(name)
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
    Notice.objects.filter(pk__in=ids).update(current=now_current)
    lots = Lot.objects.filter(notice_id__in=ids)
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
    for notice in superseded.filter(pk__in=Lot.objects.exclude(printed="").values("notice")).defer("data"):
        _move_deadlines(notice, [])  # it was the newest once; now it says what it printed


def _move_deadlines(notice: Notice, changes: list[Change]) -> None:
    """Always from what the notice itself printed: patches of one deadline give the same, whichever came here first."""
    moved = []
    for row in notice.lots.all():
        lot = to_lot(row)
        printed = to_lot(row, as_printed=True)
        after = printed
        for change in changes:
            after = patched_lot(after, change)
        if after != lot:
            row.printed = "" if after == printed else row.printed or row.data
            for column, value in lot_columns_of_deadline(after).items():
                setattr(row, column, value)
            row.matched_against = ""  # it was matched with another deadline
            moved.append(row)
    Lot.objects.bulk_update(moved, ["closes", "data", "printed", "matched_against"])


@dataclass(frozen=True, slots=True)
class _Reservation:
    participation: bool | None
    execution: bool | None
    key: str


NOTHING = _Reservation(None, None, "")


def _inherit_reservations(procedures: set[int]) -> None:
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
    for procedure in procedures:
        lots = _silent_lots(procedure, stated.get(procedure, {}))
        for pk, number, _procedure, *here in lots.values_list(*columns):
            found = _reservation_for(number, stated.get(procedure, {}))
            if found != _Reservation(*here):
                to_set[found].append(pk)
    for found, pks in to_set.items():
        Lot.objects.filter(pk__in=pks).update(
            reserved_participation=found.participation,
            reserved_execution=found.execution,
            reserved_by=found.key,
        )


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
