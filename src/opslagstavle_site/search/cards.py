"""What a reader is told about what was searched."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from opslagstavle_site.search.queries import MOST, Found
from opslagstavle_site.web.paging import address


@dataclass(frozen=True, slots=True)
class Note:
    """``corrected``, ``suggested`` and ``left_out`` may be ""; ``says_nothing``: there are only words that stand everywhere.

    ``narrowed`` ("", title or newest): there are more than ``most``, and these have the words in the title, or are the newest.
    """

    asked: str
    corrected: str
    exact_url: str
    suggested: str
    suggested_url: str
    left_out: str
    says_nothing: bool
    narrowed: str
    most: int


def note(request: HttpRequest, found: Found) -> Note | None:
    """None where what was typed is what was searched."""
    says_nothing = bool(found.asked) and found.question.says_nothing
    if not (found.corrected or found.suggested or found.left_out or found.narrowed or says_nothing):
        return None
    exactly = " ".join(f'"{word}"' for word in found.asked.replace('"', " ").split())
    return Note(
        asked=found.asked,
        corrected=found.corrected,
        exact_url=address(request, q=exactly, page=None),
        suggested=found.suggested,
        suggested_url=address(request, q=found.suggested, page=None) if found.suggested else "",
        left_out=", ".join(found.left_out),
        says_nothing=says_nothing,
        narrowed=found.narrowed,
        most=MOST,
    )
