from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from opslagstavle.notices import notice as library
from opslagstavle_site.notices import cards, choices, details, queries
from opslagstavle_site.notices.forms import board_filter
from opslagstavle_site.notices.models import Notice, Source
from opslagstavle_site.notices.rows import to_lot, to_notice
from opslagstavle_site.web.paging import address, page_of


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    asked = board_filter(request.GET)
    page = page_of(request, queries.board(asked, on))
    return render(
        request,
        "notices/board.html",
        {
            "lots": lot_cards(list(page.items)),
            "page": page,
            "filters": choices.filters(request, asked, on),
            "active": choices.active(request, asked),
            "clear_url": request.path,
        },
    )


@require_GET
def notice(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.notice_by_key(key)
    if row is None:
        raise Http404
    if request.GET.get("page") == "1":
        return redirect(address(request, page=None), permanent=True)
    on = timezone.localdate()
    read = to_notice(row)
    page = page_of(request, queries.lots_of(row), per_page=cards.LOTS_PER_PAGE)
    for lot in page.items:
        lot.notice = row
    title, language = cards.in_reader_language(row.titles)
    context = {
        "notice": row,
        "title": title or _("Without a title"),
        "language": language,
        "stage_name": cards.stage_name(row.stage),
        "is_demo": row.source.kind == Source.Kind.DEMO,
        "summary": details.summary(read, [to_lot(lot) for lot in page.items], row.lot_count, on),
        "procedure": details.procedure_facts(read),
        "description": cards.in_reader_language(read.procedure.descriptions),
        "buyers": [details.buyer_facts(buyer) for buyer in read.buyers],
        "lots": [details.lot_detail(lot, read, on) for lot in page.items],
        "page": page,
        "results": details.results(read),
        "official_url": read.url,
        "correction": details.correction(read),
        "versions": versions(row),
        "earlier": earlier(read),
    }
    return render(request, "notices/notice.html", context)


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    states = queries.sources()
    return render(
        request,
        "notices/sources.html",
        {
            "sources": [
                choices.source_line(state) for state in states if state.source.kind != Source.Kind.CODELISTS
            ],
            "codelists": next(
                (state.source for state in states if state.source.kind == Source.Kind.CODELISTS), None
            ),
            "unreadable": sum(state.unreadable for state in states),
        },
    )


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


def versions(row: Notice) -> list[dict[str, Any]]:
    """The notice's versions, when there is more than this one."""
    rows = list(queries.versions_of(row))
    if len(rows) < 2:
        return []
    return [
        {
            "url": cards.notice_url(other),
            "published": other.published,
            "key": other.key,
            "current": other.current,
            "this": other.pk == row.pk,
        }
        for other in rows
    ]


def earlier(read: library.Notice) -> list[dict[str, str]]:
    """The notices this one refers to, with an address where they are on the board."""
    here = queries.known_keys(list(read.earlier_notices))
    return [
        {"number": number, "url": cards.notice_address(here[number]) if number in here else ""}
        for number in read.earlier_notices
    ]
