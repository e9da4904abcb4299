"""What the frame of every page knows of the board."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.notices import queries as notices
from opslagstavle_site.notices.cards import overdue_line
from opslagstavle_site.notices.gaps import ted_overdue


def board_state(request: HttpRequest) -> dict[str, object]:
    """Is demo content on the board? Is TED late? Asked only where a template uses it."""
    return {"has_demo": has_demo, "ted_overdue": late, "operator": operator}


def operator() -> dict[str, str]:
    """Who runs this board, and how to reach them; "" where it is not stated."""
    return {"name": settings.OPERATOR, "email": settings.EMAIL, "phone": settings.PHONE}


def has_demo() -> bool:
    return enterprises.shows_demo() or notices.has_demo()


def late() -> str:
    since = ted_overdue(timezone.now())
    return overdue_line(since) if since else ""
