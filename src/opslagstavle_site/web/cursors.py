"""Where a program stands in a long list: a text it hands back as it got it, and that survives whatever comes in meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

LARGEST = 2**63 - 1
SETTLED = timedelta(minutes=5)
"""What was written within them may still be on its way: a transaction says when it began, not when it was done."""
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """It is none of ours."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """After ``at`` and ``pk`` in part ``part`` of the list ``name``; ``as_of`` is from when the first page was asked for."""

    name: str
    part: int = 0
    at: datetime | None = None
    pk: int = 0
    as_of: datetime | None = None


def written(cursor: Cursor) -> str:
    told = [cursor.name, cursor.part, _moment(cursor.at), cursor.pk, _moment(cursor.as_of)]
    return base64.urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode().rstrip("=")


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def read(text: str, name: str) -> Cursor:
    """
    >>> read(written(Cursor("lots", pk=7)), "lots").pk
    7
    """
    try:
        told = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        called, part, at, pk, as_of = told
        found = Cursor(called, part, _read_moment(at), pk, _read_moment(as_of))
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError) as error:
        raise BadCursor from error
    if called != name or type(part) is not int or type(pk) is not int or not 0 <= pk <= LARGEST:
        raise BadCursor
    return found


def _read_moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not EARLIEST <= moment <= LATEST:
        raise BadCursor
    return moment


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a list: ``rows`` in the order of ``at`` (a path to a moment; "" for none) and of their id."""

    rows: QuerySet[Any]
    at: str = ""

    def after(self, cursor: Cursor) -> QuerySet[Any]:
        if not self.at:
            return self.rows.filter(pk__gt=cursor.pk).order_by("pk")
        later: QuerySet[Any] = self.rows.order_by(self.at, "pk")
        if cursor.at is None:
            return later
        same = Q(**{self.at: cursor.at, "pk__gt": cursor.pk})
        # The first condition follows from the second; it tells the database where in its index to begin.
        return later.filter(**{f"{self.at}__gte": cursor.at}).filter(
            Q(**{f"{self.at}__gt": cursor.at}) | same
        )

    def place_of(self, row: Any) -> datetime | None:
        value = row
        for name in filter(None, self.at.split("__")):
            value = getattr(value, name)
        return value if self.at else None


def take(parts: Sequence[Part], cursor: Cursor, limit: int) -> tuple[list[list[Any]], Cursor | None]:
    """The next rows, of each part a list, and where to go on; None at the end."""
    found: list[list[Any]] = [[] for _ in parts]
    if not 0 <= cursor.part < len(parts):
        raise BadCursor
    for number in range(cursor.part, len(parts)):
        room = limit - sum(map(len, found))
        if room <= 0:
            return found, replace(cursor, part=number, at=None, pk=0)
        here = cursor if number == cursor.part else replace(cursor, part=number, at=None, pk=0)
        rows = list(parts[number].after(here)[: room + 1])
        found[number] = rows[:room]
        if len(rows) > room:
            last = rows[room - 1]
            return found, replace(here, at=parts[number].place_of(last), pk=last.pk)
    return found, None
