"""The whole database as one file, taken while the board runs, and put back in one piece."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from django.core.management import CommandError
from django.db import connection

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's own programs."""
DROP_TABLES = """SET LOCAL client_min_messages = warning;
DO $$ DECLARE it record; BEGIN
FOR it IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
LOOP EXECUTE format('DROP TABLE %s CASCADE', it.name); END LOOP; END $$;
"""


def kind() -> str:
    return connection.vendor


def name() -> str:
    return "board.sqlite3.gz" if kind() == "sqlite" else "board.dump"


def is_empty() -> bool:
    """Whether nothing would be lost: no migration was ever done here."""
    return "django_migrations" not in connection.introspection.table_names()


def dump(target: Path) -> None:
    """As it is at one moment. Writers go on meanwhile."""
    if kind() == "sqlite":
        _dump_sqlite(target)
    else:
        _run([*program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--file", str(target)])


def _dump_sqlite(target: Path) -> None:
    copy = target.with_suffix("")
    with closing(sqlite3.connect(_database_file(), timeout=60)) as database:
        database.execute("VACUUM INTO ?", [str(copy)])
    _ensure_whole(copy)
    with copy.open("rb") as whole, gzip.open(target, "wb", compresslevel=3) as packed:
        shutil.copyfileobj(whole, packed, 1024**2)
    copy.unlink()


def check(dumped: Path) -> None:
    """Whether it can be read back: its structure here, its bytes by the sums of the manifest."""
    if kind() == "postgresql":
        _run([*program("pg_restore"), "--list", str(dumped)])


def load(dumped: Path) -> None:
    """Instead of everything that is there: all of it or nothing."""
    if kind() == "sqlite":
        _load_sqlite(dumped)
    else:
        _load_postgresql(dumped)
    connection.close()


def _load_sqlite(dumped: Path) -> None:
    connection.close()
    database, unpacked = _database_file(), dumped.with_suffix("")
    with gzip.open(dumped) as packed, unpacked.open("wb") as whole:
        shutil.copyfileobj(packed, whole, 1024**2)
        whole.flush()
        os.fsync(whole.fileno())
    _ensure_whole(unpacked)
    if database.exists():
        _ensure_alone(database)
    os.replace(unpacked, database)  # at once the other one, or still this one


def _ensure_alone(database: Path) -> None:
    """The log goes into the file and away, which works only while nobody else has it open: a log must not meet another file."""
    try:
        with closing(sqlite3.connect(database, timeout=3)) as old:
            mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise CommandError(f"the board still runs ({error}): stop it first") from error
    except sqlite3.DatabaseError:  # damaged: that is why it is replaced
        mode = "delete"
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
    if mode != "delete":
        raise CommandError("the board still runs: stop it first")


def _ensure_whole(database: Path) -> None:
    with closing(sqlite3.connect(database)) as copy:
        said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise CommandError(f"the database is damaged ({said}); nothing was written")


def _database_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _load_postgresql(dumped: Path) -> None:
    """Everything through one psql and one transaction, which is committed only when pg_restore has ended well.

    Where any of the three processes is killed, the connection ends without a COMMIT, and nothing has happened.
    """
    _ensure_nobody_else()
    contents = dumped.with_suffix(".list")
    listed = _run([*program("pg_restore"), "--list", str(dumped)])
    contents.write_text(
        "".join(line for line in listed.splitlines(keepends=True) if not _is_the_servers(line))
    )
    extensions = re.findall(r" EXTENSION - (\w+)", listed)
    needed = [f"CREATE EXTENSION IF NOT EXISTS {extension};\n" for extension in extensions]
    connection.close()
    script = [*program("pg_restore"), "--clean", "--if-exists", "--no-owner", "--no-privileges",
              "--use-list", str(contents), "--file=-", str(dumped)]  # fmt: skip
    writer = [*program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with subprocess.Popen(writer, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as psql:  # noqa: S603
        assert psql.stdin
        assert psql.stderr
        with suppress(BrokenPipeError):  # psql ended with an error, which is told below
            psql.stdin.write(
                f"BEGIN;\nSET LOCAL lock_timeout = '10s';\n{DROP_TABLES}{''.join(needed)}".encode()
            )
            psql.stdin.flush()
            done = subprocess.run(script, stdout=psql.stdin, stderr=subprocess.PIPE, check=False)  # noqa: S603
            if done.returncode == 0:
                psql.stdin.write(b"\nCOMMIT;\n")
            psql.stdin.close()
        said = psql.stderr.read().decode(errors="replace")
    if done.returncode or psql.returncode:
        raise CommandError(
            f"not restored, everything is as it was: {said or done.stderr.decode(errors='replace')}"
        )


def _is_the_servers(line: str) -> bool:
    """Of the table of contents: what belongs to whoever set up the server, and may not be dropped by us."""
    return bool(
        re.search(r" (EXTENSION - |COMMENT - EXTENSION |SCHEMA - public |COMMENT - SCHEMA public )", line)
    )


def _ensure_nobody_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise CommandError(f"{others} others use the database: stop the board first")


def program(called: str) -> list[str]:
    """The newest there is, with where to connect; refuses one that is older than the server."""
    server = server_version()
    found = _newest(called)
    if found is None:
        raise CommandError(f"{called} is not here (Debian: apt install postgresql-client)")
    said = _run([str(found), "--version"])
    version = re.search(r"\) (\d+)", said)
    if version is None or int(version[1]) < server:
        raise CommandError(
            f"{said.strip()} is older than the server ({server}): install postgresql-client-{server}"
        )
    told = connection.settings_dict
    options = {"host": told["HOST"], "port": told["PORT"], "username": told["USER"], "dbname": told["NAME"]}
    if called == "pg_restore":
        return [str(found)]  # it reads and prints only
    return [
        str(found),
        "--no-password",
        *(f"--{option}={value}" for option, value in options.items() if value),
    ]


def _newest(called: str) -> Path | None:
    versions = sorted(PROGRAMS.glob(f"*/bin/{called}"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which(called)
    return versions[-1] if versions else Path(on_path) if on_path else None


def _environment() -> dict[str, str]:
    """The password goes where no list of processes shows it."""
    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}


def _run(command: list[str]) -> str:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{Path(command[0]).name}: {done.stderr.strip()[:500]}")
    return done.stdout


def server_version() -> int:
    """Its first number; of SQLite none is needed: any reads any."""
    return 0 if kind() == "sqlite" else connection.pg_version // 10_000  # type: ignore[attr-defined]
