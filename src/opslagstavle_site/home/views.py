from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opslagstavle_site.home.queries import everything_counted, kinds_asked_for
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


@require_GET
def api_page(request: HttpRequest) -> HttpResponse:
    return render(request, "home/api.html", {})
