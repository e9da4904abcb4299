"""What the frame of every page knows of the board."""

from __future__ import annotations

from django.http import HttpRequest

from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.notices import queries as notices


def board_state(request: HttpRequest) -> dict[str, object]:
    """Is demo content on the board? Asked only where a template uses it."""
    return {"has_demo": has_demo}


def has_demo() -> bool:
    return enterprises.shows_demo() or notices.has_demo()
