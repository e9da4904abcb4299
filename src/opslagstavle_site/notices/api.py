"""Notices for programs: OCDS releases in packages, our own model as JSON Lines, and the board's part of the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET
from ninja import Path, Query, Router
from pydantic import Field

from opslagstavle.notices.ocds_release import dumps, package
from opslagstavle_site.notices import gaps, queries, selections, shapes
from opslagstavle_site.notices.cards import source_card
from opslagstavle_site.notices.forms import board_filter
from opslagstavle_site.notices.models import Lot, Notice, Source
from opslagstavle_site.notices.rows import as_published, to_line, to_notice, to_release
from opslagstavle_site.web.answers import base_of
from opslagstavle_site.web.language import speaking
from opslagstavle_site.web.paging import address
from opslagstavle_site.web.programs import (
    NOT_UNDERSTOOD,
    READ,
    KindKey,
    Listed,
    Misunderstood,
    PageQuestion,
    PlaceCode,
    Refused,
    Words,
    listed,
)

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


router = Router(tags=["notices"])
Key = Annotated[str, Path(description=_("Key of a notice, or any spelling of its number"), max_length=120)]


class LotQuestion(PageQuestion):
    """As the board can be asked, in its words."""

    deadline: Literal["open", "week", "month", "none", "all", ""] = Field(
        "open",
        description=_(
            "open: can still be applied for; week, month: closes within that; none: states none; all"
        ),
    )
    place: PlaceCode = ""
    kind: KindKey = ""
    q: Words = ""
    reserved: Literal["any", "participation", "execution", ""] = Field(
        "", description=_("In which way it is reserved")
    )
    stage: Literal["competition", "planning", "result", "direct-award", "modification", ""] = Field(
        "", description=_("What the notice is for")
    )


@router.get(
    "/lots", response={200: shapes.LotPage, **READ}, summary=_("Lots of the board"), operation_id="lots"
)
def lots(request: HttpRequest, question: Query[LotQuestion]) -> shapes.LotPage:
    asked, on, since = _board_filter(request, question), timezone.localdate(), question.changed_since
    if since is None:
        found = listed(request, "lots", question, [selections.lots_by_id(asked, on)])
        return _lot_page(request, found, found.rows[0], [])
    found = listed(
        request, "lots-changed", question, [selections.lots_changed(since), selections.gone(since)]
    )
    rows, removed = found.rows
    here = selections.among(asked, on, [row.pk for row in rows])
    gone = [
        *(_gone_lot(row) for row in rows if row.pk not in here),
        *(shapes.GoneLot(notice=row.key, number=row.number or None, reason="removed") for row in removed),
    ]
    return _lot_page(request, found, [row for row in rows if row.pk in here], gone)


def _board_filter(request: HttpRequest, question: LotQuestion) -> queries.BoardFilter:
    """As the board reads it. It takes nonsense for nothing; a program must not be given everything instead."""
    asked = board_filter(request.GET)
    for name in (*queries.NAMES, "q"):
        wanted = getattr(question, name)
        if wanted and getattr(asked, name) != wanted:
            told = "the board cannot be asked for this"
            raise Refused(422, NOT_UNDERSTOOD, [Misunderstood(where=f"query.{name}", message=told)])
    return asked


def _gone_lot(row: Lot) -> shapes.GoneLot:
    reason: Literal["replaced", "not-asked-for"] = "not-asked-for" if row.current else "replaced"
    return shapes.GoneLot(notice=row.notice.key, number=row.number, reason=reason)


def _lot_page(
    request: HttpRequest, found: Listed, rows: list[Lot], gone: list[shapes.GoneLot]
) -> shapes.LotPage:
    items = shapes.lot_shapes(rows, base_of(request))
    return shapes.LotPage(items=items, gone=gone, next=found.next, as_of=found.as_of)


@router.get(
    "/notices", response={200: shapes.NoticePage, **READ}, summary=_("Published notices, every version"),
    operation_id="notices",
)  # fmt: skip
def notices(request: HttpRequest, question: Query[PageQuestion]) -> shapes.NoticePage:
    since = question.changed_since
    parts = (
        [selections.notices_changed(since), selections.notices_gone(since)]
        if since
        else [selections.notices_by_id()]
    )
    found = listed(request, "notices-changed" if since else "notices", question, parts)
    rows, *removed = found.rows
    return shapes.NoticePage(
        items=[shapes.notice_shape(row, base_of(request)) for row in rows],
        gone=[shapes.GoneNotice(key=row.key) for part in removed for row in part],
        next=found.next,
        as_of=found.as_of,
    )


@router.get(
    "/notices/{key}",
    response={200: shapes.NoticeDetail, **READ},
    summary=_("One notice"),
    operation_id="notice",
)
def notice(request: HttpRequest, key: Key) -> shapes.NoticeDetail:
    row = _known(key)
    return shapes.notice_detail(
        row,
        to_notice(row),
        list(queries.lots_of(row).values_list("number", flat=True)),
        list(queries.versions_of(row).values_list("key", flat=True)),
        base_of(request),
    )


@router.get(
    "/procedures/{key}", response={200: shapes.ProcedureShape, **READ}, operation_id="procedure",
    summary=_("All notices of a procedure, by the key of any of them"),
)  # fmt: skip
def procedure(request: HttpRequest, key: Key) -> shapes.ProcedureShape:
    row = _known(key)
    course = queries.course_of(row).select_related("source", "procedure").defer("data")[:MOST_OF_A_COURSE]
    return shapes.ProcedureShape(
        ocid=row.procedure.ocid if row.procedure else None,
        notices=[shapes.notice_shape(each, base_of(request)) for each in course],
    )


def _known(key: str) -> Notice:
    row = queries.notice_by_key(key) or queries.notice_by_key(queries.key_of(key) or "")
    if row is None:
        raise Refused(404, "No notice is called so here.")
    return row


@router.get(
    "/sources", response={200: list[shapes.SourceShape], **READ}, summary=_("Where notices come from, and what is missing"),
    operation_id="sources",
)  # fmt: skip
def sources(request: HttpRequest) -> list[shapes.SourceShape]:
    states = [state for state in queries.sources() if state.source.kind != Source.Kind.CODELISTS]
    missing = gaps.gaps([state.source for state in states], timezone.localdate())
    with speaking("en"):
        return [_source(state, missing[state.source.pk]) for state in states]


def _source(state: queries.SourceState, missing: list[date]) -> shapes.SourceShape:
    """What everyone may see of a source: neither where it lies nor what staff is told of its faults."""
    card = source_card(state, missing, timezone.localdate(), for_staff=False)
    return shapes.SourceShape.model_validate({
        "kind": state.source.kind, "name": card.name, "last_read": card.last_read, "next_try": card.next_try,
        "problem": card.problem or None, "missing_days": missing, "licence": card.licence or None,
        "documents": card.count, "unread": card.unread, "unreadable": card.unreadable_count,
    })  # fmt: skip
