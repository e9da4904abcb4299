"""What kind of database this is, and how it is: reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from django.db import Error as DatabaseFault
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from opslagstavle_site.home.machine import Seen

OLDEST = {"sqlite": (3, 34), "postgresql": (14,)}
"""SQLite from 3.34 has the trigram tokenizer; PostgreSQL from 14 is what Django supports."""


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def pending_migrations() -> list[str]:
    """Of this code, not yet in the database."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """In the database, not of this code: a newer version was here."""
    executor = MigrationExecutor(connection)
    known, ours = executor.loader.disk_migrations, executor.loader.migrated_apps
    applied = [key for key in executor.loader.applied_migrations if key[0] in ours]
    return [".".join(key) for key in applied if key not in known]


def server() -> Iterator[Seen]:
    """Raises what the database raises when it does not answer."""
    connection.ensure_connection()
    version = sqlite3.sqlite_version_info if is_sqlite() else connection.get_database_version()
    told = f"{connection.display_name} {'.'.join(map(str, version))}"
    if tuple(version) < OLDEST[connection.vendor]:
        wanted = ".".join(map(str, OLDEST[connection.vendor]))
        yield Seen("database", "wrong", f"{told} is too old: {wanted} or newer is needed")
    elif not is_sqlite() and (encoding := asked("SHOW server_encoding")) != "UTF8":
        yield Seen(
            "database", "wrong", f"{told}, but in {encoding}: make the database anew with ENCODING 'UTF8'"
        )
    else:
        yield Seen("database", "well", told)


def migrations() -> Iterator[Seen]:
    if unknown := unknown_migrations():
        yield Seen(
            "tables", "wrong",
            f"a newer version was here ({unknown[0]}): install it again, or restore the backup made before it",
        )  # fmt: skip
    elif pending := pending_migrations():
        yield Seen(
            "tables", "wrong", f"{len(pending)} migrations to do ({pending[0]} …): ./opslagstavle migrate"
        )
    else:
        yield Seen("tables", "well", "of this version")


def search_engine() -> Iterator[Seen]:
    """What the search stands on."""
    if is_sqlite() and not asked("SELECT sqlite_compileoption_used('ENABLE_FTS5')"):
        yield Seen("search", "wrong", "FTS5 is missing: Python's sqlite3 lacks it, use Debian's python3")
    elif not is_sqlite() and asked("SELECT to_regclass('search_entry_tokens')::text") is None:
        yield Seen(
            "search",
            "wrong",
            "its index search_entry_tokens is missing: restore a backup, or ask who dropped it",
        )
    else:
        yield Seen("search", "well", "FTS5" if is_sqlite() else "GIN over tsvector")


def integrity() -> Iterator[Seen]:
    """SQLite can look through its own file; of PostgreSQL this is the server's business (pg_amcheck)."""
    if not is_sqlite():
        return
    try:
        said = asked("PRAGMA quick_check(1)")
    except DatabaseFault as error:
        said = str(error)
    if said == "ok":
        yield Seen("database file", "well", "whole")
    else:
        yield Seen("database file", "wrong", f"damaged ({said}): stop the board and restore a backup")


def asked(statement: str) -> object:
    """The first value of the first row, None without one."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None
