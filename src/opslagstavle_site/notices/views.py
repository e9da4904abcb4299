from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opslagstavle.notices import notice as library
from opslagstavle_site.notices import cards, choices, details, gaps, queries
from opslagstavle_site.notices.forms import board_filter
from opslagstavle_site.notices.models import Notice, Source
from opslagstavle_site.notices.rows import to_notice
from opslagstavle_site.web.paging import address, page_of


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    asked = board_filter(request.GET)
    page = page_of(request, queries.board(asked, on))
    context = {
        "lots": lot_cards(list(page.items)),
        "total": page.total,
        "pagination": page,
        "filters": choices.filters(asked, on),
        "active": choices.active(request, asked),
        "permalink": address(request, page=None),
        "clear_url": f"{request.path}?deadline=all",
    }
    return render(request, "notices/board.html", context)


@require_GET
def notice(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.notice_by_key(key)
    if row is None:
        raise Http404
    page = page_of(request, queries.lots_of(row), per_page=cards.LOTS_PER_PAGE)
    read = to_notice(row)
    now = timezone.localtime()
    context = {
        "notice": details.notice_detail(row, read, list(page.items), queries.outline_of(row), now),
        "results": page_of(request, details.results(read), name="results", anchor="results"),
        "versions": _versions(row),
        "earlier": _earlier(read),
        "pagination": page,
    }
    return render(request, "notices/notice.html", context)


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    states = queries.sources()
    context = {
        "sources": _source_cards(states, for_staff=request.user.is_staff),
        "quarantine_count": sum(state.unreadable for state in states),
        "quarantine": queries.quarantine()[:100] if request.user.is_staff else [],
        "codelists": choices.codelists_line(states),
    }
    return render(request, "notices/sources.html", context)


@require_GET
def sources_json(request: HttpRequest) -> HttpResponse:
    """The same for programs that watch over the board; what the public sees, no more."""
    shown = _source_cards(queries.sources(), for_staff=False)
    return JsonResponse(
        {"sources": [asdict(card) for card in shown]}, json_dumps_params={"ensure_ascii": False}
    )


def _source_cards(states: list[queries.SourceState], *, for_staff: bool) -> list[cards.SourceCard]:
    on = timezone.localdate()
    missing = gaps.gaps([state.source for state in states], on)
    order = list(cards.SOURCE_KINDS)
    return [
        cards.source_card(state, missing[state.source.pk], on, for_staff=for_staff)
        for state in sorted(states, key=lambda state: order.index(Source.Kind(state.source.kind)))
        if state.source.kind != Source.Kind.CODELISTS
    ]


def lot_cards(rows: list[Any]) -> list[cards.LotCard]:
    """Cards of lots that were asked for with notice and source; two queries, however many."""
    on = timezone.localdate()
    areas, kinds = queries.areas_and_kinds([row.pk for row in rows])
    return [
        cards.lot_card(
            row, choices.area_names(areas.get(row.pk, [])), choices.narrowest(kinds.get(row.pk, [])), on
        )
        for row in rows
    ]


def _versions(row: Notice) -> list[dict[str, Any]]:
    """The notice's versions, the newest first, when there is more than this one."""
    rows = list(queries.versions_of(row))
    if len(rows) < 2:
        return []
    return [
        {
            "url": cards.notice_url(other),
            "published": other.published,
            "key": other.key,
            "current": other.current,
            "here": other.pk == row.pk,
        }
        for other in rows
    ]


def _earlier(read: library.Notice) -> list[dict[str, str]]:
    """The notices this one refers to, with an address where they are on the board."""
    here = queries.known_keys(list(read.earlier_notices))
    return [
        {"label": number, "url": cards.notice_address(here[number]) if number in here else ""}
        for number in read.earlier_notices
    ]
