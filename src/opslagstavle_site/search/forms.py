"""What a reader typed into a search box, read from the address."""

from __future__ import annotations

from django.http import QueryDict

from opslagstavle.terms.questions import LONGEST


def typed(query: QueryDict) -> str:
    """On one line and without what no database holds; longer than anyone types is cut."""
    return " ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST].strip()
