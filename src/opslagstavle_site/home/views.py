from __future__ import annotations

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from opslagstavle_site.home.queries import Schedule, everything_counted, kinds_asked_for, schedule
from opslagstavle_site.notices.choices import lot_cards
from opslagstavle_site.notices.queries import BoardFilter, board

NEWEST = 6


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    closing = board(BoardFilter(), on)[:NEWEST]
    newest = closing or board(BoardFilter(deadline="all"), on)[:NEWEST]
    return render(
        request,
        "home/start.html",
        {
            "counts": everything_counted(),
            "newest": lot_cards(list(newest)),
            "any_open": bool(closing),
            "kinds": kinds_asked_for(on),
        },
    )


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the board: 503 when the database does not answer or nothing new is read. One small query."""
    known = _schedule()
    return _answer(database=known is not None, schedule=known is not None and not known.silent)


@require_safe
@never_cache
def health_of_pages(request: HttpRequest) -> HttpResponse:
    """For a proxy that chooses where to send readers: they are well served while nothing new is read."""
    return _answer(database=_schedule() is not None)


def _schedule() -> Schedule | None:
    try:
        return schedule(timezone.now())
    except DatabaseFault:
        return None


def _answer(**parts: bool) -> HttpResponse:
    well = all(parts.values())
    told = {"well": well, **parts}
    return JsonResponse(told, status=200 if well else 503)
