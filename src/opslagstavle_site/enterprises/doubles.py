"""Pages for staff: entries that may be the same enterprise."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opslagstavle_site.enterprises import entries, merging, pairs
from opslagstavle_site.enterprises.desk import for_staff, who
from opslagstavle_site.enterprises.duplicates import candidates
from opslagstavle_site.enterprises.models import Enterprise, Merger
from opslagstavle_site.web.paging import page_of

MERGERS_SHOWN = 20


@require_GET
@for_staff
def duplicates(request: HttpRequest) -> HttpResponse:
    page = page_of(request, candidates())
    rows = entries.by_ids({pk for pair in page.items for pk in (pair.one, pair.other)})
    context = {
        "pairs": [pairs.pair_card(pair, rows) for pair in page.items],
        "total": page.total,
        "pagination": page,
        "mergers": [pairs.merger_card(merger) for merger in entries.mergers()[:MERGERS_SHOWN]],
    }
    return render(request, "enterprises/duplicates.html", context)


@require_http_methods(["GET", "POST"])
@for_staff
def pair(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Both side by side, and for every difference which one is to hold."""
    rows = entries.by_ids({one, other})
    if one == other or len(rows) != 2:
        raise Http404
    if request.method == "POST":
        return _decided(request, rows[one], rows[other])
    context = {
        "one": pairs.side_card(rows[one]),
        "other": pairs.side_card(rows[other]),
        "choices": pairs.choices(rows[one], rows[other]),
        "address": request.path,
    }
    return render(request, "enterprises/pair.html", context)


def _decided(request: HttpRequest, one: Enterprise, other: Enterprise) -> HttpResponse:
    if request.POST.get("decision") == "distinct":
        merging.keep_apart(one=one, other=other)
        messages.success(request, _("They are kept as two, and are not shown here again."))
        return redirect("enterprises:duplicates")
    chosen: dict[str, merging.Side] = {}
    for field in merging.FIELDS:
        side = request.POST.get(field)
        if side in ("kept", "merged", "both"):
            chosen[field] = side  # type: ignore[assignment]
    kept, merged = one, other
    if request.POST.get("address") == "merged":
        kept, merged = other, one
        chosen = {field: _turned(side) for field, side in chosen.items()}
    try:
        merging.merge_enterprises(kept=kept, merged=merged, chosen=chosen, by=who(request))
    except merging.CannotMerge:
        messages.error(request, _("One of the two was merged meanwhile. Look at the list again."))
    else:
        messages.success(request, _("The two are one entry now. It can be undone below."))
    return redirect("enterprises:duplicates")


def _turned(side: merging.Side) -> merging.Side:
    """The form names the left entry "kept" whichever address is kept."""
    turned: dict[merging.Side, merging.Side] = {"kept": "merged", "merged": "kept", "both": "both"}
    return turned[side]


@require_POST
@for_staff
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        merging.unmerge_enterprises(merger=get_object_or_404(Merger, pk=pk), by=who(request))
    except merging.CannotUnmerge:
        messages.error(request, _("The entry was itself merged into another one since. Undo that first."))
    else:
        messages.success(request, _("They are two entries again."))
    return redirect("enterprises:duplicates")
