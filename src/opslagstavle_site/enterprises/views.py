from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from opslagstavle_site.enterprises.cards import enterprise_card
from opslagstavle_site.enterprises.forms import register_filter
from opslagstavle_site.enterprises.queries import filtered
from opslagstavle_site.web.paging import page_of


@require_GET
def enterprises(request: HttpRequest) -> HttpResponse:
    page = page_of(request, filtered(register_filter(request.GET)))
    return render(
        request,
        "enterprises/list.html",
        {
            "enterprises": [enterprise_card(row) for row in page.items],
            "total": page.total,
            "pagination": page,
        },
    )
