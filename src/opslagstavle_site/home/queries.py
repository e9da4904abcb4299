"""Figures across the slices."""

from __future__ import annotations

from django.utils import timezone

from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices import queries as notices


def everything_counted() -> dict[str, int]:
    return {
        **notices.counts(timezone.localdate()),
        "enterprises": Enterprise.objects.count(),
        "enterprises_demo": Enterprise.objects.filter(is_demo=True).count(),
        "matches": Match.objects.count(),
    }
