"""Figures across the slices, and how the schedule is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import shown
from opslagstavle_site.home.models import Turn
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices import queries as notices


def page_named(typed: str) -> str | None:
    """The address of the notice or the enterprise that a number names; None where it names none, or is no number."""
    if not any(letter.isdigit() for letter in typed):
        return None
    if key := notices.key_of(typed):
        return reverse("notices:notice", args=[key])
    digits = re.sub(r"(?i)^(cvr|dk)[^0-9]*|[ .-]", "", typed)
    row = enterprises.shown().filter(cvr=digits).first() if digits.isdigit() and len(digits) == 8 else None
    return reverse("matches:enterprise", args=[row.key]) if row else None


def everything_counted() -> dict[str, int]:
    return {
        **notices.counts(timezone.localdate()),
        "enterprises": Enterprise.objects.count(),
        "enterprises_shown": shown().count(),
        "enterprises_demo": Enterprise.objects.filter(is_demo=True).count(),
        "matches": Match.objects.count(),
    }


def most_of(counted: dict[str, int]) -> list[tuple[str, int]]:
    """(kind, how many), the most first, without the divisions of the CPV: whatever lies in them is counted itself."""
    named = [
        (key, count)
        for key, count in counted.items()
        if key in KINDS and any(len(code) > 2 for code in KINDS[key].cpv)
    ]
    return sorted(named, key=lambda item: (-item[1], item[0]))


SILENT_AFTER = timedelta(minutes=15)
"""The schedule has a turn every ten minutes and says every half minute that it is alive; one batch takes seconds."""


@dataclass(frozen=True, slots=True)
class Schedule:
    seen_at: datetime | None
    silent: bool
    faults: dict[str, str]  # {job: kind of fault} of those whose last turn was not finished


def schedule(now: datetime) -> Schedule:
    """Whether it lives, and what its last turns ran into: one query."""
    turns = list(Turn.objects.all())
    seen = max((turn.alive_at for turn in turns), default=None)
    silent = seen is None or now - seen > SILENT_AFTER
    return Schedule(seen, silent, {turn.job: turn.fault for turn in turns if turn.fault})
