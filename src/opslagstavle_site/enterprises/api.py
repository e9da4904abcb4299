"""The register for programs."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router
from pydantic import Field

from opslagstavle_site.enterprises import queries, shapes
from opslagstavle_site.enterprises.forms import register_filter
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.web.answers import base_of
from opslagstavle_site.web.programs import (
    NOT_UNDERSTOOD,
    READ,
    KindKey,
    PageQuestion,
    Place,
    PlaceCode,
    Refused,
    listed,
)

router = Router(tags=["enterprises"])
Key = Annotated[str, Path(description=_("Key of the enterprise, or its CVR number"), max_length=80)]


class EnterpriseQuestion(PageQuestion):
    """As the register can be asked, in its words."""

    kind: KindKey = ""
    place: PlaceCode = ""
    registered: Literal["yes", ""] = Field(
        "", description=_("yes: in the register of social enterprises (RSV)")
    )


@router.get(
    "/enterprises", response={200: shapes.EnterprisePage, **READ}, summary=_("Social enterprises"),
    operation_id="enterprises",
)  # fmt: skip
def enterprises(request: HttpRequest, question: Query[EnterpriseQuestion]) -> shapes.EnterprisePage:
    asked, since, base = _register_filter(request, question), question.changed_since, base_of(request)
    if since is None:
        found = listed(request, "enterprises", question, [queries.by_id(asked)])
        rows, gone = found.rows[0], []
    else:
        parts = [queries.changed(since), queries.removed(since), queries.demo_gone()]
        found = listed(request, "enterprises-changed", question, parts)
        here = queries.among(asked, [row.pk for row in found.rows[0]])
        rows = [row for row in found.rows[0] if row.pk in here]
        gone = [
            *(_gone(row) for row in found.rows[0] if row.pk not in here),
            *(shapes.GoneEnterprise(key_sha256=row.key_hash, reason="removed") for row in found.rows[1]),
            *(shapes.GoneEnterprise(key=row.key, reason="not-asked-for") for row in found.rows[2]),
        ]
    items = [shapes.enterprise_shape(row, base) for row in rows]
    return shapes.EnterprisePage(items=items, gone=gone, next=found.next, as_of=found.as_of)


def _gone(row: Enterprise) -> shapes.GoneEnterprise:
    if row.status == Enterprise.Status.MERGED:
        became = queries.what_became_of(row)
        return shapes.GoneEnterprise(key=row.key, reason="merged", became=became.key if became else None)
    hidden = row.status == Enterprise.Status.HIDDEN
    return shapes.GoneEnterprise(key=row.key, reason="hidden" if hidden else "not-asked-for")


def _register_filter(request: HttpRequest, question: EnterpriseQuestion) -> queries.RegisterFilter:
    """As the register reads it. It takes nonsense for nothing; a program must not be given everything instead."""
    asked = register_filter(request.GET)
    for name in ("kind", "place", "registered"):
        wanted = getattr(question, name)
        if wanted and getattr(asked, name) != wanted:
            told = "the register cannot be asked for this"
            raise Refused(422, NOT_UNDERSTOOD, [Place(where=f"query.{name}", message=told)])
    return asked


@router.get(
    "/enterprises/{key}", response={200: shapes.EnterpriseShape, **READ}, summary=_("One enterprise"),
    operation_id="enterprise",
)  # fmt: skip
def enterprise(request: HttpRequest, response: HttpResponse, key: Key) -> shapes.EnterpriseShape:
    row = queries.called(key)
    if row is None or row.status == Enterprise.Status.PROPOSED:
        raise Refused(404, "There is no such enterprise on the list.")
    if row.status == Enterprise.Status.MERGED and (became := queries.what_became_of(row)):
        row = became
    if row.status != Enterprise.Status.SHOWN:
        raise Refused(404, "There is no such enterprise on the list.")
    response.headers["ETag"] = shapes.etag(row)
    return shapes.enterprise_shape(row, base_of(request))
