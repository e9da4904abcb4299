"""Which notices belong together: versions of one notice, and notices of one procedure.

Runs inside the transaction that stores notices. Whatever order notices come in, the same ones end up together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from opslagstavle.notices.identity import PROCEDURE, connected
from opslagstavle.notices.notice import Stage
from opslagstavle_site.notices.models import Notice, NoticeName, Procedure
from opslagstavle_site.notices.reservations import inherit_reservations
from opslagstavle_site.notices.versions import choose_current

Kind = NoticeName.Kind
HOLDERS = (Kind.OWN, Kind.LINEAGE)
Node = tuple[str, str]
Pair = tuple[Node, Node]


def link(notices: list[int]) -> None:
    """Bring these notices together with what is here already: lineages, procedures, current versions, reservations."""
    lineages = _join_lineages(notices)
    procedures = _join_procedures(notices, lineages)
    choose_current(lineages)
    inherit_reservations(procedures)


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
    return _point_to_one_each(connected([*pairs, *known_pairs]))


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


def _referred_to(among: QuerySet[NoticeName]) -> Iterator[Pair]:
    references = (
        among.filter(Q(kind=Kind.EARLIER) | Q(kind=Kind.ANNOUNCED_BY) & ~Q(notice__stage=Stage.COMPETITION))
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


def _point_to_one_each(groups: list[set[Node]]) -> set[int]:
    """All notices of a group point to one procedure: the oldest they had, or a new one. The ids of the procedures."""
    members = [_ids(group, "notice") for group in groups]
    known = [sorted(_ids(group, "procedure")) for group in groups]
    founded = _found([each for each, there in zip(members, known, strict=True) if not there])
    chosen = [there[0] if there else founded[each[0]] for each, there in zip(members, known, strict=True)]
    for one, there in zip(chosen, known, strict=True):
        became(one, there[1:])
    wanted = {pk: one for one, each in zip(chosen, members, strict=True) for pk in each}
    rows = Notice.objects.filter(pk__in=wanted).only("pk", "procedure")
    changed = [row for row in rows if row.procedure_id != wanted[row.pk]]
    for row in changed:
        row.procedure_id, row.changed_at = wanted[row.pk], timezone.now()
    Notice.objects.bulk_update(changed, ["procedure", "changed_at"])
    return set(chosen)


def became(chosen: int, others: list[int]) -> None:
    """These procedures turned out to be the chosen one."""
    if others:
        Notice.objects.filter(procedure__in=others).update(procedure=chosen, changed_at=timezone.now())
        Procedure.objects.filter(Q(pk__in=others) | Q(became__in=others)).update(became=chosen)


def _ids(group: set[Node], kind: str) -> list[int]:
    return [int(value) for what, value in group if what == kind]


def _found(groups: list[list[int]]) -> dict[int, int]:
    """A procedure for each group of notices that has none: {the group's first notice: its id}."""
    ocids = _ocids(groups)
    Procedure.objects.bulk_create([Procedure(ocid=ocid) for ocid in ocids.values()], ignore_conflicts=True)
    rows = Procedure.objects.filter(ocid__in=ocids.values()).values_list("ocid", "pk", "became")
    ids = {ocid: became or pk for ocid, pk, became in rows}
    return {first: ids[ocid] for first, ocid in ocids.items()}


def _ocids(groups: list[list[int]]) -> dict[int, str]:
    """By each group's first notice: the ocid a publisher gave it, else one of ours that its identifier or oldest notice tells."""
    every = [pk for group in groups for pk in group]
    names: dict[int, list[str]] = defaultdict(list)
    rows = NoticeName.objects.filter(notice__in=every, kind=Kind.PROCEDURE).order_by("name")
    for pk, name in rows.values_list("notice", "name"):
        names[pk].append(name)
    oldest = {
        pk: (rank, key)
        for pk, rank, key in Notice.objects.filter(pk__in=every).values_list("pk", "rank", "key")
    }
    return {
        group[0]: _ocid(
            sorted(name for pk in group for name in names[pk]), min(oldest[pk] for pk in group)[1]
        )
        for group in groups
    }


def _ocid(names: list[str], key: str) -> str:
    given = next((name for name in names if not name.startswith(PROCEDURE)), None)
    own = names[0].removeprefix(PROCEDURE) if names else key
    return given or f"{settings.OCID_PREFIX}-{own}"[:200]
