"""How often somebody may ask, counted for all processes of a machine.

The counts stand in a small SQLite file of their own in the data folder, whatever database the board has. Counting is a write, and
a write to the board's own SQLite would make readers wait for whoever stores notices. A power cut loses a minute's count, no more.
"""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from opslagstavle_site.web.callers import unnamed

TABLE = """
CREATE TABLE IF NOT EXISTS asked (
    who TEXT PRIMARY KEY, span INTEGER NOT NULL, count INTEGER NOT NULL
) WITHOUT ROWID
"""
COUNT = """
INSERT INTO asked (who, span, count) VALUES (?, ?, 1)
ON CONFLICT (who) DO UPDATE SET
    count = CASE WHEN span = excluded.span THEN count + 1 ELSE 1 END, span = excluded.span
RETURNING count
"""
FORGET = "DELETE FROM asked WHERE span < ?"
log = logging.getLogger("opslagstavle.limits")
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether one may go on, and what is left until the clock starts anew in ``reset`` seconds."""

    allowed: bool
    most: int
    left: int
    reset: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """As in draft-ietf-httpapi-ratelimit-headers, in the form that most programs know."""
        found = {
            "RateLimit-Limit": str(self.most),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.most};w={self.seconds}",
        }
        return found if self.allowed else {**found, "Retry-After": str(self.reset)}


def ask(what: str, who: str, *, most: int, seconds: int = 60) -> Allowance:
    """Count one more question of somebody's. ``what`` keeps different limits apart; nobody's address is written down."""
    now = timezone.now().timestamp()
    span = math.floor(now / seconds)
    count = _counted(f"{what}:{unnamed(who)}", span)
    reset = max(1, math.ceil((span + 1) * seconds - now))
    return Allowance(count <= most, most, max(0, most - count), reset, seconds)


def _counted(who: str, span: int) -> int:
    """Counting must never stop the board: where it fails, the caller is let through and the log says why."""
    try:
        return _count(_connection(), who, span)
    except sqlite3.OperationalError as error:
        log.warning("a question was not counted: %s", error)
    except sqlite3.DatabaseError:
        log.warning("%s was spoiled and is made anew", path().name)
        forget_connection()
        path().unlink(missing_ok=True)
    return 1


def _count(connection: sqlite3.Connection, who: str, span: int) -> int:
    (count,) = connection.execute(COUNT, (who, span)).fetchone()
    if getattr(_local, "tidied", None) != span:
        # Once in a while: rows are as many as there were callers lately.
        connection.execute(FORGET, (span - 1,))
        _local.tidied = span
    return int(count)


def path() -> Path:
    found: Path = settings.DATA / "limits.sqlite3"
    return found


def _connection() -> sqlite3.Connection:
    """One for each thread; a process that was forked makes its own."""
    kept: sqlite3.Connection | None = getattr(_local, "connection", None)
    if kept is None or _local.path != path():
        forget_connection()
        kept = sqlite3.connect(path(), timeout=1, isolation_level=None)
        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute("PRAGMA synchronous=OFF")
        kept.execute(TABLE)
        _local.connection, _local.path = kept, path()
    return kept


def forget_connection() -> None:
    kept: sqlite3.Connection | None = getattr(_local, "connection", None)
    if kept is not None:
        kept.close()
    _local.connection = None
