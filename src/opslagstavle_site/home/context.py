"""What the frame of every page knows of the board."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.enterprises.entering import entry_address
from opslagstavle_site.enterprises.readers import of_member
from opslagstavle_site.home import queries
from opslagstavle_site.notices import queries as notices
from opslagstavle_site.notices.cards import overdue_line
from opslagstavle_site.notices.gaps import ted_overdue


def board_state(request: HttpRequest) -> dict[str, object]:
    """Is demo content on the board? Is TED late? Whom does the reader speak for? Asked only where a template uses it."""
    return {
        "has_demo": has_demo,
        "ted_overdue": late,
        "operator": operator,
        "silent_since": silent_since,
        "own_enterprises": lambda: own_enterprises(request),
    }


def own_enterprises(request: HttpRequest) -> list[dict[str, str]]:
    return [{"name": row.name, "url": entry_address(row)} for row in of_member(request.user)]


def operator() -> dict[str, str]:
    """Who runs this board, and how to reach them; "" where it is not stated."""
    return {"name": settings.OPERATOR, "email": settings.EMAIL, "phone": settings.PHONE}


def has_demo() -> bool:
    return enterprises.shows_demo() or notices.has_demo()


def late() -> str:
    since = ted_overdue(timezone.now())
    return overdue_line(since) if since else ""


def silent_since() -> datetime | None:
    """Since when nothing new is looked for; None when all is well, and where nothing ever was."""
    known = queries.schedule(timezone.now())
    return known.seen_at if known.silent else None
