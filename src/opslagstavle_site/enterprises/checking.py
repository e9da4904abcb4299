"""What the central business register says, into our register: the flag with its history, state, form and protection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.cvr_files import Placed, records
from opslagstavle.enterprises.cvr_record import CvrRecord
from opslagstavle.errors import BadRecord
from opslagstavle.terms import identifiers
from opslagstavle_site.enterprises import entries, queries, rows
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.addresses import free_key
from opslagstavle_site.enterprises.models import Change, Enterprise, RegisterEntry
from opslagstavle_site.enterprises.registers import cvr
from opslagstavle_site.enterprises.storing import difference
from opslagstavle_site.web.polite import Polite

QUIET = frozenset({"cvr_checked", "registered_checked"})
"""That it was looked up again and nothing was new fills no history."""
CONTACTS = ("website", "email", "phone")


@dataclass(slots=True)
class Outcome:
    """How many records did what, and what a person should look at: one line each."""

    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)


def take_in(*, placed: Iterable[Placed], on: date, only_known: bool = False) -> Outcome:
    """Every record for itself. New enterprises are proposals: that one is registered does not show what it can deliver.

    ``only_known``: records of enterprises that are not in our register are left out.
    """
    outcome = Outcome()
    for where, record in placed:
        if isinstance(record, BadRecord):
            outcome.counts["unreadable"] += 1
            outcome.told.append(f"{where}: {record}" if where else str(record))
            continue
        outcome.met.add(record.cvr)
        try:
            act = take_record(record=record, on=on, only_known=only_known)
        except IntegrityError:  # somebody entered the same number meanwhile: then it is known now
            act = take_record(record=record, on=on, only_known=only_known)
        outcome.counts[act] += 1
        outcome.told += _to_look_at(record, act)
    return outcome


def _to_look_at(record: CvrRecord, act: str) -> Iterator[str]:
    if act in ("left out", "removed"):
        if act == "removed":
            yield f"{record.cvr}: was removed on request, and does not come in"
        return
    if record.is_active is False:
        since = f" since {record.ended}" if record.ended else ""
        yield f"{record.cvr} {record.name}: the register says {record.state or 'ended'}{since}"
    row = entries.by_cvr(record.cvr)
    if row and record.name and rows.plain_name(row.name) != rows.plain_name(record.name):
        yield f"{record.cvr} {row.name}: the register calls it {record.name}"
    if row and row.registered and not record.flags:
        yield f"{record.cvr} {row.name}: we say it is registered, the register does not"


@transaction.atomic
def take_record(*, record: CvrRecord, on: date, only_known: bool = False) -> str:
    """ "added", "changed", "unchanged", "left out" or "removed"."""
    row = entries.by_cvr(record.cvr) or entries.same_without_cvr(record.name, record.municipality)
    if (row is None and (only_known or record.name is None)) or (row and row.cvr not in (None, record.cvr)):
        return "left out"  # the last: a number of an entry that was merged into one with another number
    if row is None and queries.was_removed(record.cvr, record.name or ""):
        return "removed"
    before = (
        rows.to_library(row)
        if row
        else library.Enterprise(key=free_key(record.name or ""), name=record.name or "")
    )
    after, known = _said(record, before, row, on)
    told = difference(row, {**rows.columns(after), **known}, None) if row else {}
    act = "added" if row is None else "changed" if told.keys() - QUIET else "unchanged"
    if act == "unchanged" and row:
        _note_the_day(row, {name: value for name, value in known.items() if name in QUIET}, after)
    else:
        row = register_enterprise(
            enterprise=after,
            act=Change.Act.CHECKED if row else Change.Act.IMPORTED,
            origin=None if row else Enterprise.Origin.CVR,
            is_demo=row.is_demo if row else False,
            **known,
        )
    _write_history(row, record, on)
    return act


def _note_the_day(row: Enterprise, days: dict[str, Any], after: library.Enterprise) -> None:
    Enterprise.objects.filter(pk=row.pk).update(**days, registered_checked=after.registered_checked)


def _said(
    record: CvrRecord, before: library.Enterprise, row: Enterprise | None, on: date
) -> tuple[library.Enterprise, rows.Known]:
    """What the record says beside, or in place of, what is known. Names, texts and counts are the enterprise's own affair."""
    after = replace(
        before,
        cvr=record.cvr,
        municipality=before.municipality or record.municipality,
        town=before.town or record.town,
    )
    known = rows.Known(
        company_form=(record.form or "")[:100],
        cvr_state=(record.state or "")[:60],
        cvr_checked=on,
        advertising_protected=record.advertising_protected,
    )
    registered = record.registered(on)
    if registered is not None:
        after = replace(after, registered=registered, registered_checked=on)
        known["registered_by"] = Enterprise.Evidence.CVR
    elif row is not None and row.registered_by == Enterprise.Evidence.CVR:
        after = replace(
            after, registered=None, registered_checked=None
        )  # it said so once, and says nothing now
        known["registered_by"] = ""
    for name in CONTACTS:
        if (stated := getattr(record, name)) and not (row and getattr(row, name)):
            known[name] = stated  # type: ignore[literal-required]
    if row is None:
        known["status"] = Enterprise.Status.PROPOSED
    return after, known


def _write_history(row: Enterprise, record: CvrRecord, on: date) -> None:
    """As the register tells it now: it sometimes corrects a day that is long past."""
    told = {flag.since: flag for flag in record.flags}
    RegisterEntry.objects.filter(enterprise=row).exclude(pk__in=_kept(row, told)).delete()
    for since, flag in told.items():
        RegisterEntry.objects.update_or_create(
            enterprise=row, since=since, defaults={"value": flag.value, "until": flag.until, "seen_on": on}
        )


def _kept(row: Enterprise, told: dict[date | None, Any]) -> list[int]:
    return [entry.pk for entry in row.register_entries.all() if entry.since in told]


# Asking


def check(*, on: date, whoever: bool = True, after_each: Callable[[], None] = lambda: None) -> Outcome:
    """Look every entry with a CVR number up. ``whoever`` False: only those not looked up on that day yet."""
    wanted = entries.to_look_up(None if whoever else on)
    with Polite() as web:
        outcome = take_in(placed=_told(cvr.by_numbers(web, wanted), after_each), on=on, only_known=True)
    for number, name in entries.numbered(set(wanted) - outcome.met):
        outcome.told.append(f"{number} {name}: the register does not know the number")
        outcome.counts["not found"] += 1
    return outcome


def _told(placed: Iterable[Placed], after_each: Callable[[], None]) -> Iterator[Placed]:
    for one in placed:
        yield one
        after_each()


def import_numbers(*, numbers: Iterable[str], on: date) -> Outcome:
    with Polite() as web:
        return take_in(placed=cvr.by_numbers(web, numbers), on=on)


def import_registered(*, on: date) -> Outcome:
    with Polite() as web:
        return take_in(placed=cvr.with_flag(web), on=on)


def import_file(*, path: Path, on: date) -> Outcome:
    return take_in(placed=records(path.read_bytes()), on=on)


def asked_for(options: dict[str, Any], *, on: date) -> Outcome:
    """What a command was asked: a file, numbers, all with the flag, or a look at those we have."""
    if options["file"]:
        return import_file(path=options["file"], on=on)
    if options["registered"]:
        return import_registered(on=on)
    if options["check"]:
        return check(on=on)
    numbers = [identifiers.cvr(text) for text in options["numbers"]]
    if None in numbers:
        raise ValueError(f"{options['numbers'][numbers.index(None)]}: no CVR number")
    return import_numbers(numbers=filter(None, numbers), on=on)
