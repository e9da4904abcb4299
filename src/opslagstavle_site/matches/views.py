from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opslagstavle_site.enterprises import details, readers
from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.enterprises.cards import enterprise_card, reach_map
from opslagstavle_site.enterprises.entries import in_full
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.guide.cards import own_rules
from opslagstavle_site.matches import queries
from opslagstavle_site.matches.actions import mark_shown
from opslagstavle_site.matches.cards import MatchCard, earlier_card, match_card, match_detail
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.choices import lot_cards
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.queries import lot_by_number
from opslagstavle_site.web.paging import address, page_of
from opslagstavle_site.web.whole import kept_whole


@require_GET
@kept_whole
def lot(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """Who could deliver a lot, best first."""
    row = _lot_or_404(key, number)
    card = lot_cards([row])[0]
    page = page_of(request, queries.of_lot(row))
    best = queries.best_score(queries.of_lot(row))
    found = list(page.items)
    mark_shown(matches=found)
    context = {
        "lot": card,
        "matches": [match_card(match, card, best) for match in found],
        "total": page.total,
        "pagination": page,
    }
    return render(request, "matches/lot_matches.html", context)


@require_GET
@kept_whole
def match(request: HttpRequest, key: str, number: str, enterprise: str) -> HttpResponse:
    """Why, or why not, this enterprise for this lot."""
    row = _lot_or_404(key, number)
    who = enterprises.by_key(enterprise)
    found = queries.one(row, who) if who else None
    before = list(queries.earlier(row, who)) if who else []
    if found:
        mark_shown(matches=[found])
    elif not before:
        raise Http404
    best = queries.best_score(queries.of_lot(row))
    context = {
        "match": match_detail(found or before[0], lot_cards([row])[0], best),
        "no_longer": found is None,
        "earlier": [earlier_card(each) for each in before],
    }
    return render(request, "matches/match.html", context)


@require_GET
@kept_whole
def enterprise(request: HttpRequest, key: str) -> HttpResponse:
    """An enterprise, and the lots it could deliver."""
    row = enterprises.by_key(key)
    if row is None:
        return _elsewhere_or_404(key)
    everything = request.GET.get("show") == "all"
    found = queries.of_enterprise(row, None if everything else timezone.localdate())
    page = page_of(request, found)
    mark_shown(matches=page.items)
    context = {
        "enterprise": enterprise_card(row),
        "reach": reach_map(row),
        "own_workforce": readers.own_workforce(row, request.user),
        "own_rules": own_rules(to_library(row), timezone.localdate())
        if readers.may_see_counts(row, request.user)
        else [],
        "key": row.key,
        "is_staff": readers.is_staff(request.user),
        "speaks": readers.speaks_for(row, request.user),
        "trust": details.trust(row),
        "more": [*details.work(row), *details.contact(row)],
        "advertising_protected": row.advertising_protected,
        "matches": _with_lots(list(page.items), queries.best_score(found)),
        "total": page.total,
        "pagination": page,
        "everything": everything,
        "other_url": address(request, show=None if everything else "all", page=None),
    }
    return render(request, "matches/enterprise.html", context)


def _elsewhere_or_404(key: str) -> HttpResponse:
    """One that was merged into another, and that one perhaps into a third, leads there."""
    row = enterprises.at_address(key)
    became = in_full(row.pk) if row and row.merged_into else None
    if became is None or enterprises.by_key(became.key) is None:
        raise Http404
    return redirect("matches:enterprise", became.key, permanent=False)


def _with_lots(rows: list[Match], best: float) -> list[MatchCard]:
    cards = lot_cards([row.lot for row in rows])
    return [match_card(row, card, best) for row, card in zip(rows, cards, strict=True)]


def _lot_or_404(key: str, number: str) -> Lot:
    row = lot_by_number(key, number)
    if row is None:
        raise Http404
    return row
