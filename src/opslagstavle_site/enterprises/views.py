from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from opslagstavle_site.enterprises import choices
from opslagstavle_site.enterprises.cards import enterprise_card
from opslagstavle_site.enterprises.forms import register_filter
from opslagstavle_site.enterprises.queries import filtered
from opslagstavle_site.search.cards import note
from opslagstavle_site.web.doors import doors
from opslagstavle_site.web.paging import address, page_of

DOORS = (
    ("atom", "enterprises:feed"),
    ("xlsx", "enterprises:xlsx"),
    ("csv", "enterprises:csv"),
    ("json", "enterprises:json"),
)


@require_GET
def enterprises(request: HttpRequest) -> HttpResponse:
    asked = register_filter(request.GET)
    page = page_of(request, filtered(asked))
    return render(
        request,
        "enterprises/list.html",
        {
            "enterprises": [enterprise_card(row, asked.found) for row in page.items],
            "total": page.total,
            "pagination": page,
            "asked": asked,
            "filters": choices.filters(asked),
            "active": choices.active(request, asked),
            "orders": choices.sorts(request, asked),
            "note": note(request, asked.found) if asked.found else None,
            "permalink": request.build_absolute_uri(address(request, page=None)),
            "doors": doors(request, DOORS),
        },
    )
