"""Everything that can be wrong with an installation, looked at in one go; each in words, with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import Error as DatabaseFault
from django.utils import timezone

from opslagstavle_site.home import database, machine, queries
from opslagstavle_site.home.machine import Seen
from opslagstavle_site.notices import queries as notices
from opslagstavle_site.notices.gaps import ted_overdue
from opslagstavle_site.notices.indexing import lots_behind
from opslagstavle_site.notices.models import Source

WAITING_LONG = timedelta(hours=1)


def examine(now: datetime) -> Iterator[Seen]:
    """The machine, then the database; what is on the board only where the tables are there."""
    outside: list[Callable[[], Iterator[Seen]]] = [
        machine.python, machine.hosts, machine.secret_key, machine.data_folder, machine.static_files, machine.texts,
        machine.code_lists, lambda: machine.clock(now), machine.pages, lambda: machine.backups(now),
    ]  # fmt: skip
    for check in outside:
        yield from check()
    try:
        yield from database.server()
        tables = list(database.migrations())
        yield from [*tables, *database.integrity()]
        if all(seen.state == "well" for seen in tables):
            yield from database.search_engine()
            for look in ON_THE_BOARD:
                yield from look(now)
    except DatabaseFault as error:
        # Its message may name a user or a host, but no password; and whoever gives this command has the settings.
        told = " ".join(str(error).split())[:200]
        remedy = "restore a backup" if database.is_sqlite() else "does it run, and is DATABASE_URL right?"
        yield Seen("database", "wrong", f"cannot be read ({told}): {remedy}")


def schedule(now: datetime) -> Iterator[Seen]:
    known = queries.schedule(now)
    when = f"{timezone.localtime(known.seen_at):%Y-%m-%d %H:%M}" if known.seen_at else "never"
    if known.seen_at is None:
        yield Seen("schedule", "warning", "it never ran: start the board")
    elif known.silent:
        yield Seen("schedule", "wrong", f"no sign of life since {when}: is the board running? see its log")
    else:
        yield Seen("schedule", "well", f"alive, {when}")
    for job, fault in known.faults.items():
        yield Seen(
            "schedule", "warning", f"its last turn of {job} was not finished ({fault}): the log says where"
        )


def sources(now: datetime) -> Iterator[Seen]:
    """The kind and number of one only: an address may hold a key of its publisher."""
    for state in notices.sources():
        source = state.source
        if source.kind == Source.Kind.CODELISTS:
            continue
        what = f"source {source.pk} ({source.kind})"
        read = f"{timezone.localtime(source.last_read):%Y-%m-%d %H:%M}" if source.last_read else "never"
        if source.fault or source.last_error:
            yield Seen(
                what, "warning", f"last read {read}; {source.fault or 'a fault'}: ./opslagstavle list-sources"
            )
        elif not source.last_read:
            yield Seen(what, "warning", "not read yet: the schedule does it, or ./opslagstavle fetch")
        else:
            yield Seen(what, "well", f"last read {read}")
    if ted_overdue(now):
        yield Seen(
            "TED", "wrong", "not read for two working days: can this machine reach it? ./opslagstavle fetch"
        )


def documents(now: datetime) -> Iterator[Seen]:
    waiting, oldest = notices.waiting()
    if oldest and now - oldest > WAITING_LONG:
        yield Seen(
            "documents",
            "warning",
            f"{waiting} to be read, one since {timezone.localtime(oldest):%Y-%m-%d %H:%M}",
        )
    else:
        yield Seen("documents", "well", f"{waiting} to be read")
    if unreadable := notices.quarantine().count():
        yield Seen("unreadable", "warning", f"{unreadable} set aside: staff sees them on /kilder/")


def search_index(now: datetime) -> Iterator[Seen]:
    if behind := lots_behind():
        yield Seen(
            "search index", "warning", f"{behind} lots are not found by words yet: the schedule does it"
        )
    else:
        yield Seen("search index", "well", "up to date")


ON_THE_BOARD: tuple[Callable[[datetime], Iterator[Seen]], ...] = (schedule, sources, documents, search_index)
"""Looked at where the tables are of this version. A slice with an index of its own puts its check here."""
