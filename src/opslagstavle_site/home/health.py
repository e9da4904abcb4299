"""How the board is, for programs."""

from __future__ import annotations

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from opslagstavle_site.home.queries import Schedule, schedule


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the board: 503 when the database does not answer or nothing new is read. One small query."""
    known = _schedule()
    return _answer(database=known is not None, schedule=known is not None and not known.silent)


@require_GET
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
