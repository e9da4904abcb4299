"""Lists of enterprises in: what each line would change, told before anything is written; then line by line, each for itself."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.cells import BadCell
from opslagstavle.enterprises.sheet_rows import RowFault, Stated, applied, read_lines
from opslagstavle.enterprises.sheets import read_sheet
from opslagstavle.errors import BadSheet
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import entries, queries, rows
from opslagstavle_site.enterprises.actions import ChangedMeanwhile, EntryGone, register_enterprise
from opslagstavle_site.enterprises.addresses import free_key
from opslagstavle_site.enterprises.models import Change, Enterprise, ListImport
from opslagstavle_site.enterprises.storing import difference

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Planned:
    """What a line would do. ``differences`` as in ``storing``: {column: [before, after]}, of counts only that they change."""

    stated: Stated
    row: Enterprise | None
    enterprise: library.Enterprise
    known: rows.Known
    differences: dict[str, list[Any]]

    @property
    def act(self) -> str:
        """ "added", "changed" or "unchanged"."""
        return "added" if self.row is None else "changed" if self.differences else "unchanged"


@dataclass(frozen=True, slots=True)
class Plan:
    planned: list[Planned]
    faults: list[RowFault]
    unknown: tuple[str, ...]

    def count(self, act: str) -> int:
        return sum(each.act == act for each in self.planned)


def plan(content: bytes, on: date) -> Plan:
    """What the list would do to the register as it is now. Raises ``BadSheet`` for what is no list."""
    sheet = read_sheet(content)
    good, faults = read_lines(sheet.lines, on)
    register = Register()
    register.fetch(good)
    planned: list[Planned] = []
    taken: dict[int, int] = {}
    for stated in good:
        try:
            found = planned_line(stated, register)
            _refuse_same(found, taken)
        except LineFault as fault:
            faults.append(fault.of_row)
        else:
            planned.append(found)
    return Plan(planned, sorted(faults, key=lambda fault: fault.line), sheet.unknown)


class LineFault(Exception):
    """The register does not let a line in; ``of_row`` says why."""

    def __init__(self, line: int, column: str, kind: str, **evidence: str) -> None:
        super().__init__(kind)
        self.of_row = RowFault(line, column, kind, evidence)


def _refuse_same(found: Planned, taken: dict[int, int]) -> None:
    """Two lines for one entry: by number the one, by name the other."""
    if found.row is None:
        return
    if found.row.pk in taken:
        raise LineFault(found.stated.line, "", "twice", first=str(taken[found.row.pk]))
    taken[found.row.pk] = found.stated.line


class Register:
    """The entries a list is compared with: names and numbers of all of them, read once; those it is about in full."""

    def __init__(self) -> None:
        self._in_full: dict[int, Enterprise] = {}
        self._by_cvr: dict[str, int] = {}
        self._by_key: dict[str, int] = {}
        self._by_name: dict[str, list[tuple[int, str, str | None]]] = defaultdict(list)
        for pk, key, cvr, name, municipality, into in entries.names_of_all():
            self._by_key[key] = into or pk
            if into is None:
                self._by_name[rows.plain_name(name)].append((pk, municipality, cvr))
            if cvr:
                self._by_cvr[cvr] = into or pk

    def fetch(self, lines: Iterable[Stated]) -> None:
        """All the entries a list is about, in few questions."""
        wanted: set[int] = set()
        for stated in lines:
            with suppress(LineFault):  # told when the line is planned
                wanted |= {pk for pk in [self._row_id(stated)] if pk}
        self._in_full = entries.by_ids(wanted)

    def find(self, stated: Stated) -> Enterprise | None:
        """The entry a line is about."""
        pk = self._row_id(stated)
        return (self._in_full.get(pk) or entries.in_full(pk)) if pk else None

    def _row_id(self, stated: Stated) -> int | None:
        """A company number says it alone; then our key; then the name with the municipality."""
        by_cvr = self._by_cvr.get(stated.cvr or "")
        by_key = self._by_key.get(stated.key or "")
        if by_cvr and by_key and by_cvr != by_key:
            raise LineFault(stated.line, "cvr", "cvr-of-another", name=entries.in_full(by_cvr).name)
        return by_cvr or by_key or self._named(stated)

    def _named(self, stated: Stated) -> int | None:
        if not stated.name:
            raise LineFault(stated.line, "name", "missing-name")
        own = stated.values.get("municipality", "")
        same = [
            pk
            for pk, municipality, cvr in self._by_name.get(rows.plain_name(stated.name), [])
            if not (own and municipality and own != municipality)
            and not (stated.cvr and cvr and cvr != stated.cvr)
        ]
        if len(same) > 1:
            raise LineFault(stated.line, "name", "ambiguous", name=stated.name)
        return same[0] if same else None


def planned_line(stated: Stated, register: Register) -> Planned:
    row = register.find(stated)
    if row is None:
        if day := queries.was_removed(stated.cvr, stated.name or ""):
            raise LineFault(stated.line, "name", "removed", day=day.isoformat())
        before = library.Enterprise(key="", name=stated.name or "")
    else:
        before = rows.to_library(row)
    known = _beside(stated, row)
    try:
        after = applied(_without_what_is_sure(stated, row), before)
    except BadCell as bad:
        evidence = dict(bad.evidence)
        raise LineFault(stated.line, evidence.pop("column", "places"), bad.kind, **evidence) from bad
    differences = difference(row, {**rows.columns(after), **known}, rows.counts(after)) if row else {}
    return Planned(stated, row, after, known, differences)


def _without_what_is_sure(stated: Stated, row: Enterprise | None) -> Stated:
    """What the central business register says of the registration no list says better."""
    if row is None or row.registered_by != Enterprise.Evidence.CVR:
        return stated
    said = stated.values.get("registered")
    if said is not None and said is not row.registered:
        raise LineFault(stated.line, "registered", "cvr-says-otherwise")
    kept = {
        name: value
        for name, value in stated.values.items()
        if name not in ("registered", "registered_checked")
    }
    return replace(stated, values=kept)


def _beside(stated: Stated, row: Enterprise | None) -> rows.Known:
    """The columns the library has no field for, and what "registered" rests on now."""
    known = rows.Known()
    if "website" in stated.beside:
        known["website"] = stated.beside["website"]
    if "email" in stated.beside:
        known["email"] = stated.beside["email"]
    if "phone" in stated.beside:
        known["phone"] = stated.beside["phone"]
    if "registered_proof" in stated.beside:
        known["registered_proof"] = stated.beside["registered_proof"]
    evidence = row.registered_by if row else ""
    answered = "registered" in stated.values or (row is not None and row.registered is not None)
    if answered and evidence != Enterprise.Evidence.CVR:
        if "registered_proof" in stated.beside:
            known["registered_by"] = Enterprise.Evidence.PROOF
        elif "registered" in stated.values and not (row and row.registered is stated.values["registered"]):
            known["registered_by"] = Enterprise.Evidence.SAID
    return known


# Handing in and confirming


@transaction.atomic
def hand_in(*, name: str, content: bytes, by: User | None) -> ListImport:
    """Keep a list until it is confirmed. Lists that nobody confirmed within a day go."""
    ListImport.objects.filter(state=ListImport.State.WAITING, at__lt=timezone.now() - KEPT_FOR).delete()
    return ListImport.objects.create(
        name=name[-200:], sha256=hashlib.sha256(content).hexdigest(), content=content, by=by
    )


@transaction.atomic
def discard(*, handed_in: ListImport) -> None:
    ListImport.objects.filter(pk=handed_in.pk, state=ListImport.State.WAITING).delete()


def confirm(*, handed_in: ListImport, by: User | None) -> ListImport:
    """Write the good lines, each in a transaction of its own, and note what became of all of them.

    Broken off it can be confirmed again: what is in already is unchanged then. Of two who confirm at once, the first to be
    ready writes the result.
    """
    done = plan(bytes(handed_in.content or b""), timezone.localdate())
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    faults = list(done.faults)
    for act in _carried_out(done, by, faults.append):
        counts[act] += 1
    ListImport.objects.filter(pk=handed_in.pk, state=ListImport.State.WAITING).update(
        state=ListImport.State.DONE,
        content=None,
        by=by,
        faults=[[f.line, f.column, f.kind, f.evidence] for f in sorted(faults, key=lambda f: f.line)],
        **counts,
    )
    return ListImport.objects.get(pk=handed_in.pk)


def take_in(*, name: str, content: bytes) -> ListImport:
    """Hand in and confirm at once, for commands."""
    return confirm(handed_in=hand_in(name=name, content=content, by=None), by=None)


def _carried_out(done: Plan, by: User | None, fault: Callable[[RowFault], None]) -> Iterator[str]:
    for planned in done.planned:
        if planned.act == "unchanged":
            yield planned.act
            continue
        try:
            import_line(planned=planned, by=by)
        except (IntegrityError, ChangedMeanwhile, EntryGone):  # somebody wrote the same entry meanwhile
            fault(RowFault(planned.stated.line, "", "meanwhile"))
        else:
            yield planned.act


@transaction.atomic
def import_line(*, planned: Planned, by: User | None) -> Enterprise:
    row = planned.row
    key = row.key if row else free_key(planned.enterprise.name)
    return register_enterprise(
        enterprise=replace(planned.enterprise, key=key),
        by=by,
        act=Change.Act.IMPORTED,
        origin=None if row else Enterprise.Origin.LIST,
        seen=row.updated_at if row else None,
        **planned.known,
    )


def refused(error: BadSheet) -> RowFault:
    """A list that cannot be read at all, as the fault of its first line."""
    return RowFault(0, "", f"sheet-{error.kind}", error.evidence)
