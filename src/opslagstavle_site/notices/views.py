from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET

from opslagstavle.notices import notice as library
from opslagstavle_site.notices import cards, choices, course, details, gaps, queries
from opslagstavle_site.notices.counts import counts_of
from opslagstavle_site.notices.forms import board_filter
from opslagstavle_site.notices.models import Document, Notice, Source
from opslagstavle_site.notices.rows import to_bytes, to_notice
from opslagstavle_site.search.cards import note
from opslagstavle_site.web.doors import doors
from opslagstavle_site.web.language import in_reader_language
from opslagstavle_site.web.paging import address, page_of
from opslagstavle_site.web.whole import kept_whole

LINES_OF_COURSE = 12
VERSIONS_SHOWN = 10
STEPS_PER_PAGE = 20


@require_GET
@kept_whole
def board(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    asked = board_filter(request.GET)
    counted = counts_of(asked, on)
    page = page_of(request, queries.BoardPages(asked, on, counted.total))
    context = {
        "lots": choices.lot_cards(list(page.items), asked.found),
        "total": page.total,
        "pagination": page,
        "filters": choices.filters(asked, counted),
        "active": choices.active(request, asked),
        "orders": choices.sorts(request, asked),
        "note": note(request, asked.found) if asked.found else None,
        "elsewhere": counted.deadline["all"] if asked.q and not page.total else 0,
        "everywhere_url": address(request, deadline="all", page=None),
        "permalink": request.build_absolute_uri(address(request, page=None)),
        "doors": doors(request, choices.DOORS),
        "clear_url": f"{request.path}?{urlencode({'q': asked.q, 'deadline': 'all'} if asked.q else {'deadline': 'all'})}",
        "asked": asked,
    }
    return render(request, "notices/board.html", context)


@require_GET
@kept_whole
def notice(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.notice_by_key(key)
    if row is None:
        return _by_another_name(key)
    page = page_of(request, queries.lots_of(row), per_page=cards.LOTS_PER_PAGE)
    read = to_notice(row)
    now = timezone.localtime()
    versions = queries.versions_of(row)
    newest = list(versions.order_by("-rank")[: VERSIONS_SHOWN + 1])
    patches = versions.filter(patch=True) if row.current and len(newest) > 1 else []
    context = {
        "notice": details.notice_detail(row, read, list(page.items), queries.outline_of(row), now),
        "results": page_of(request, details.results(read), name="results", anchor="results"),
        "pagination": page,
        "history": course.steps(newest[::-1], row)[::-1][:VERSIONS_SHOWN] if len(newest) > 1 else [],
        "older_versions": len(newest) > VERSIONS_SHOWN,
        "newer": course.newer(row),
        "moved": course.moved_deadlines(patches),
        "course": _course_in_short(row, read),
    }
    return render(request, "notices/notice.html", context)


def _by_another_name(printed: str) -> HttpResponse:
    """Every spelling of a notice's number leads to its one page."""
    if key := queries.key_of(printed):
        return redirect("notices:notice", key)
    raise Http404


@require_GET
def by_number(request: HttpRequest) -> HttpResponse:
    """Numbers with a slash ("2023/S 214-672025") cannot stand in an address, so there is a box for them."""
    asked = request.GET.get("n", "").strip()[:200]
    if asked and (key := queries.key_of(asked)):
        return redirect("notices:notice", key)
    return render(request, "notices/by_number.html", {"asked": asked}, status=404 if asked else 200)


@require_GET
@kept_whole
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """The whole course of a procurement, by the key of any of its notices."""
    row = queries.notice_by_key(key)
    if row is None:
        raise Http404
    page = page_of(request, queries.course_of(row), per_page=STEPS_PER_PAGE)
    title, language = in_reader_language(row.titles)
    context = {
        "title": title,
        "language": language,
        "buyer_name": row.buyer_name,
        "key": row.key,
        "notice_url": cards.notice_url(row),
        "steps": course.steps(page.items),
        "plans": course.outline(queries.plans_of([each.pk for each in page.items])),
        "announced": course.outline(queries.announced_by(row)[:STEPS_PER_PAGE]),
        "pagination": page,
    }
    return render(request, "notices/procedure.html", context)


@require_GET
def original(request: HttpRequest, key: str) -> HttpResponse:
    """The bytes as they came, to be kept by whoever wants them; never shown inside our pages."""
    row = queries.notice_by_key(key)
    if row is None:
        raise Http404
    return _bytes_of(row.document, f"{row.key}")


@require_GET
@kept_whole
def open_data(request: HttpRequest) -> HttpResponse:
    count, newest = queries.published_in_figures()
    context = {
        "count": count,
        "newest": newest,
        "licence": settings.LICENCE,
        "publisher": settings.PUBLISHER,
        "ocid_prefix": settings.OCID_PREFIX,
    }
    return render(request, "notices/open_data.html", context)


@require_GET
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a document that could not be read: for staff, since nobody has looked at what is in them."""
    if not request.user.is_staff:
        raise Http404
    document = queries.quarantine().filter(pk=pk).first()
    if document is None:
        raise Http404
    return _bytes_of(document, f"document-{pk}")


def _bytes_of(document: Document, name: str) -> HttpResponse:
    content = to_bytes(document)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    kind, ending = ("application/json", "json") if is_json else ("application/xml", "xml")
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, f"{name}.{ending}") or "attachment"
    )
    return response


@require_GET
@kept_whole
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
@kept_whole
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


def _course_in_short(row: Notice, read: library.Notice) -> dict[str, Any]:
    """The notices of the procedure a line each, and what is referred to but not here."""
    rows = queries.course_of(row).defer("data")
    here = queries.known_keys([*read.earlier_notices, *read.announced_by])
    return {
        "lines": course.outline(rows[:LINES_OF_COURSE], row),
        "total": rows.count(),
        "url": reverse("notices:procedure", args=[row.key]),
        "plans": course.outline(queries.plans_of([row.pk])),
        "announced": course.outline(queries.announced_by(row)[:LINES_OF_COURSE]),
        "missing": [number for number in (*read.earlier_notices, *read.announced_by) if number not in here],
    }
