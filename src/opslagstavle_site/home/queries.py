"""Figures across the slices."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import shown
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices import queries as notices
from opslagstavle_site.notices.counts import counts_of
from opslagstavle_site.notices.queries import BoardFilter
from opslagstavle_site.notices.words import kind_name


def everything_counted() -> dict[str, int]:
    return {
        **notices.counts(timezone.localdate()),
        "enterprises": Enterprise.objects.count(),
        "enterprises_shown": shown().count(),
        "enterprises_demo": Enterprise.objects.filter(is_demo=True).count(),
        "matches": Match.objects.count(),
    }


def kinds_asked_for(on: date, most: int = 12) -> list[dict[str, str | int]]:
    """The kinds of work that open lots ask for most; divisions of the CPV are left to the board's filter."""
    counted = counts_of(BoardFilter(), on).kind
    named = [
        (key, count)
        for key, count in counted.items()
        if key in KINDS and any(len(code) > 2 for code in KINDS[key].cpv)
    ]
    best = sorted(named, key=lambda item: (-item[1], item[0]))[:most]
    return [{"key": key, "name": kind_name(key), "count": count} for key, count in best]
