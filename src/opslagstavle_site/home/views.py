from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opslagstavle_site.home import cards
from opslagstavle_site.home.figures import figures, places
from opslagstavle_site.home.queries import everything_counted, kinds_asked_for
from opslagstavle_site.notices.choices import lot_cards
from opslagstavle_site.notices.queries import BoardFilter, board
from opslagstavle_site.web.language import reader_language
from opslagstavle_site.web.sheets import Column, Sheet, as_csv

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
def places_page(request: HttpRequest) -> HttpResponse:
    """The map: open lots by landsdel, enterprises by municipality, and the same in tables."""
    found = places(timezone.localdate())
    context = {
        "places": found,
        "lots_map": cards.lots_map(found),
        "lots": cards.lots_by_province(found),
        "enterprises_map": cards.enterprises_map(found),
        "enterprises": cards.enterprises_by_province(found),
    }
    return render(request, "home/places.html", context)


@require_GET
def figures_page(request: HttpRequest) -> HttpResponse:
    found = figures(timezone.localdate())
    return render(request, "home/figures.html", {"at": found.at, "pictures": cards.pictures(found)})


@require_GET
def figures_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """The numbers of one picture, with the day they were counted on in the name of the file."""
    found = figures(timezone.localdate())
    picture = next((each for each in cards.pictures(found) if each.name == name), None)
    if picture is None:
        raise Http404
    rows = [(item.label, item.value) for item in picture.chart.items]
    columns = [Column(picture.what, 40), Column(picture.counted)]
    return as_csv(Sheet(f"{name}-{found.on}", picture.title, reader_language(), columns, lambda: rows))
