from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from opslagstavle.terms import kinds
from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.enterprises.cards import enterprise_card
from opslagstavle_site.enterprises.queries import RegisterFilter
from opslagstavle_site.guide.cards import rule_card
from opslagstavle_site.guide.queries import fitting
from opslagstavle_site.home import cards
from opslagstavle_site.home.figures import at_a_glance, figures, places
from opslagstavle_site.home.queries import page_named
from opslagstavle_site.notices import queries as notices
from opslagstavle_site.notices.choices import lot_cards
from opslagstavle_site.notices.counts import deadline_counts
from opslagstavle_site.notices.queries import BoardFilter, BoardPages, board
from opslagstavle_site.notices.words import kind_name
from opslagstavle_site.search.cards import note
from opslagstavle_site.search.forms import typed
from opslagstavle_site.search.queries import find_lately
from opslagstavle_site.web.language import reader_language
from opslagstavle_site.web.sheets import Column, Sheet, as_csv
from opslagstavle_site.web.whole import kept_whole

NEWEST = 6
BEST = 5
"""Of each, on the page of everything that was found; the rest is on the lists."""
KINDS = 6
RULES_AT_MOST = 5
EXAMPLES = {
    "about": ("kantinedrift", "vask af tekstiler", "grønne områder"),
    "where": ("rengøring Østjylland", "kantine Aarhus"),
    "exactly": ('"grønne områder"', "rengøring -skoler"),
}
"""Questions to try, in Danish as most notices are."""
A_YEAR = 366


@require_GET
@kept_whole
def start(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    closing = board(BoardFilter(), on)[:NEWEST]
    newest = closing or board(BoardFilter(deadline="all"), on)[:NEWEST]
    where = places(on)
    return render(
        request,
        "home/start.html",
        {
            "counts": at_a_glance(on),
            "places": where,
            "newest": lot_cards(list(newest)),
            "any_open": bool(closing),
            "kinds": cards.kinds_asked_for(where),
            "lots_map": cards.lots_map(where),
            "lots": cards.lots_by_province(where),
        },
    )


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html", {"retention": settings.SESSION_COOKIE_AGE // 3600})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    checked = settings.ACCESSIBILITY_CHECKED
    context = {
        "was_url": settings.WAS,
        "checked": checked,
        "due": checked is not None and (timezone.localdate() - checked).days > A_YEAR,
    }
    return render(request, "home/accessibility.html", context)


@require_GET
def was(request: HttpRequest) -> HttpResponse:
    """The short address that the law's tool asks every public site to have."""
    return redirect(settings.WAS or "home:accessibility")


@require_GET
@kept_whole
def places_page(request: HttpRequest) -> HttpResponse:
    """The map: open lots by landsdel, enterprises by municipality, and the same in tables."""
    found = places(timezone.localdate())
    context = {
        "places": found,
        "lots_map": cards.lots_map(found),
        "lots": cards.lots_by_province(found),
        "wide_areas": cards.wide_areas(found.nationwide),
        "enterprises_map": cards.enterprises_map(found),
        "enterprises": cards.enterprises_by_province(found),
    }
    return render(request, "home/places.html", context)


@require_GET
@kept_whole
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


@require_GET
@kept_whole
def search(request: HttpRequest) -> HttpResponse:
    """Everything that fits what was typed; a number that names a notice or an enterprise leads straight to its page."""
    q, on = typed(request.GET), timezone.localdate()
    if q and (there := page_named(q)):
        return redirect(there)
    lots = BoardFilter(deadline="all", q=q, found=find_lately(notices.LOTS, q))
    mended = notices.sought(lots).corrected or q  # what stands nowhere stands nowhere in the register either
    who = RegisterFilter(q=q, found=find_lately(enterprises.ENTERPRISES, mended))
    listed = enterprises.filtered(who)
    counted = deadline_counts(lots, on) if q else {"all": 0, "open": 0}
    asked = f"?{urlencode({'q': q})}"
    context = {
        "q": q,
        "lots": lot_cards(BoardPages(lots, on, counted["all"])[:BEST], lots.found) if q else [],
        "lot_counts": counted,
        "found_lots_url": f"{reverse('notices:board')}{asked}&deadline=all",
        "open_url": f"{reverse('notices:board')}{asked}",
        "lots_note": note(request, notices.sought(lots)),
        "enterprises": [enterprise_card(row, who.found) for row in listed[:BEST]] if q else [],
        "enterprises_count": listed.count() if q else 0,
        "found_enterprises_url": f"{reverse('enterprises:list')}{asked}",
        "rules": [rule_card(page) for page in fitting(q)[:RULES_AT_MOST]],
        "examples": EXAMPLES,
        "enterprises_note": note(request, enterprises.sought(who)),
        "kinds": [{"key": kind.key, "name": kind_name(kind.key)} for kind in kinds.find(q)[:KINDS]]
        if q
        else [],
    }
    return render(request, "home/search.html", context)
