"""Notices for programs: OCDS releases in packages, and our own model as JSON Lines. No log-in, the same for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opslagstavle.notices.ocds_release import dumps, package
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.models import Notice
from opslagstavle_site.notices.rows import as_published, to_line, to_release
from opslagstavle_site.web.paging import address

AT_ONCE = 50
MOST_OF_A_COURSE = 200


@require_GET
def release_of_notice(request: HttpRequest, key: str) -> HttpResponse:
    row = _real(key)
    if as_published(row) is None:
        raise Http404
    return _package(request, [row])


@require_GET
def releases_of_course(request: HttpRequest, key: str) -> HttpResponse:
    """All releases of a procedure: they have one ocid, but for those that came with one of their publisher's."""
    course = queries.course_of(_real(key)).values("pk")
    return _package(request, queries.published_notices().filter(pk__in=course)[:MOST_OF_A_COURSE])


@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Everything, page after page by ``links.next``; ``?since=2026-11-01`` for what is new or read anew since."""
    rows = _page(request)
    if isinstance(rows, HttpResponse):
        return rows
    return _package(request, rows, _next(request, rows))


@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """A notice a line, as ``./opslagstavle schema`` describes it; the header Link leads to the next lines."""
    rows = _page(request)
    if isinstance(rows, HttpResponse):
        return rows
    response = HttpResponse(
        "".join(f"{line}\n" for row in rows if (line := to_line(row))),
        content_type="application/jsonl; charset=utf-8",
    )
    if following := _next(request, rows):
        response.headers["Link"] = f'<{following}>; rel="next"'
    return _open(response)


def _real(key: str) -> Notice:
    row = queries.published_notices().filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest) -> list[Notice] | HttpResponse:
    after, since = request.GET.get("after", "0"), request.GET.get("since", "")
    rows = queries.published_notices()
    try:
        rows = rows.filter(pk__gt=int(after))
        if since:
            rows = _stored_since(rows, date.fromisoformat(since))
        return list(rows[:AT_ONCE])
    except (ValueError, OverflowError):
        told = "after is a number that an earlier answer gave, since is a day like 2026-11-01"
        return HttpResponse(f"{told}\n", status=400, content_type="text/plain; charset=utf-8")


def _stored_since(rows: QuerySet[Notice], day: date) -> QuerySet[Notice]:
    return rows.filter(stored_at__gte=datetime.combine(day, time(), timezone.get_default_timezone()))


def _next(request: HttpRequest, rows: list[Notice]) -> str:
    return request.build_absolute_uri(address(request, after=rows[-1].pk)) if len(rows) == AT_ONCE else ""


def _package(request: HttpRequest, rows: Iterable[Notice], following: str = "") -> HttpResponse:
    found = package(
        (release for row in rows if (release := to_release(row))),
        uri=request.build_absolute_uri(),
        publisher={"name": settings.PUBLISHER},
        published=timezone.now(),
        license=settings.LICENCE or None,
        policy=request.build_absolute_uri(reverse("notices:open_data")),
    )
    if following:
        found["links"] = {"next": following}
    return _open(HttpResponse(dumps(found), content_type="application/json; charset=utf-8"))


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of others may read it too: there is nothing in it that is not for everyone."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
