"""The register for programs: read by everyone, written with a token."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext_noop as _
from ninja import Header, Path, Query, Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from opslagstavle.enterprises import enterprise as library
from opslagstavle.errors import BadEnterprise
from opslagstavle.terms import identifiers
from opslagstavle_site.accounts.api import Token, writer
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import actions, queries, shapes
from opslagstavle_site.enterprises.addresses import RESERVED_KEYS, address_was_removed, free_key
from opslagstavle_site.enterprises.bodies import CheckBody, ConfirmationShape, EnterpriseBody, told_wrong
from opslagstavle_site.enterprises.forms import register_filter
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.rows import Known, to_library
from opslagstavle_site.web.answers import base_of
from opslagstavle_site.web.programs import (
    NOT_UNDERSTOOD,
    READ,
    Fault,
    KindKey,
    Misunderstood,
    PageQuestion,
    PlaceCode,
    Refused,
    Words,
    listed,
)

router = Router(tags=["enterprises"])
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NOT_THERE = "There is no such enterprise."
MEANWHILE = "The entry was written since you read it. Read it again, and write what you still want to change."
Key = Annotated[str, Path(description=_("Key of the enterprise, or its CVR number"), max_length=80)]


class EnterpriseQuestion(PageQuestion):
    """As the register can be asked, in its words."""

    kind: KindKey = ""
    place: PlaceCode = ""
    q: Words = ""
    origin: Literal["itself", "others", "research", "list", "cvr", ""] = Field(
        "", description=_("How it came into the register")
    )
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
        shown = became is not None and became.status == Enterprise.Status.SHOWN
        return shapes.GoneEnterprise(
            key=row.key, reason="merged", became=became.key if became and shown else None
        )
    hidden = row.status == Enterprise.Status.HIDDEN
    return shapes.GoneEnterprise(key=row.key, reason="hidden" if hidden else "not-asked-for")


def _register_filter(request: HttpRequest, question: EnterpriseQuestion) -> queries.RegisterFilter:
    """As the register reads it. It takes nonsense for nothing; a program must not be given everything instead."""
    asked = register_filter(request.GET)
    for name in ("kind", "place", "registered", "q", "origin"):
        wanted = getattr(question, name)
        if wanted and getattr(asked, name) != wanted:
            told = "the register cannot be asked for this"
            raise Refused(422, NOT_UNDERSTOOD, [Misunderstood(where=f"query.{name}", message=told)])
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


AUTH = Token()
WRITE: dict[Any, type[BaseModel]] = {frozenset({400, 401, 403, 404, 409, 412, 422, 429}): Fault}
IfMatch = Annotated[
    str,
    Header(
        alias="If-Match", max_length=200, description=_("ETag of what was read; 412 if it was written since")
    ),
]


@router.put(
    "/enterprises/{key}", auth=AUTH, response={200: shapes.EnterpriseShape, 201: shapes.EnterpriseShape, **WRITE},
    summary=_("Enter an enterprise, or bring its entry up to date"), operation_id="put_enterprise",
)  # fmt: skip
def put_enterprise(
    request: HttpRequest, response: HttpResponse, key: Key, body: EnterpriseBody, if_match: IfMatch = ""
) -> Status[shapes.EnterpriseShape]:
    """The same twice changes nothing. Staff's tokens write every entry, a member's that of its own enterprise."""
    row = _to_write(request, key)
    told, known = _told(key, body, row), _known(body)
    if row is not None and _says_so_already(row, told, known):
        return Status(200, _answer(request, response, row))
    _check_match(row, if_match)
    try:
        written = actions.register_enterprise(
            enterprise=told,
            by=writer(request),
            origin=None if row else Enterprise.Origin.RESEARCH,
            is_demo=row is not None and row.is_demo,
            seen=row.updated_at if row and if_match else None,
            is_there=row is not None,
            **known,
        )
    except actions.ChangedMeanwhile as error:
        raise Refused(412, MEANWHILE) from error
    except actions.EntryGone as error:
        raise Refused(404, NOT_THERE) from error
    except IntegrityError as error:
        raise Refused(409, "Another entry has this key or this CVR number.") from error
    return Status(200 if row else 201, _answer(request, response, written))


@router.put(
    "/enterprises/{key}/confirmation", auth=AUTH, response={200: ConfirmationShape, **WRITE},
    summary=_("Say for one's own enterprise that everything in its entry holds today"), operation_id="confirm_enterprise",
)  # fmt: skip
def confirm_enterprise(request: HttpRequest, key: Key) -> ConfirmationShape:
    """Only whoever speaks for an enterprise can say so; once a day is enough."""
    row, on = _here(_to_write(request, key)), timezone.localdate()
    if not _speaks_for(row, writer(request)):
        raise Refused(403, "Only a token of somebody who speaks for the enterprise can confirm its entry.")
    if row.confirmed_on != on:
        actions.confirm_enterprise(row=row, by=writer(request), on=on)
    return ConfirmationShape(key=row.key, confirmed_on=on)


@router.put(
    "/enterprises/{key}/register-check", auth=AUTH, response={200: shapes.TrustShape, **WRITE},
    summary=_("Say that it was looked up whether an enterprise is registered"), operation_id="check_enterprise",
)  # fmt: skip
def check_enterprise(request: HttpRequest, key: Key, body: CheckBody) -> shapes.TrustShape:
    """For our staff's tokens. The day of the check is today."""
    if not writer(request).is_staff:
        raise Refused(403, "Only a token of our staff can say that the register was looked up.")
    row, on = _here(_to_write(request, key)), timezone.localdate()
    told = (body.registered, body.proof, on)
    if (row.registered, row.registered_proof, row.registered_checked) != told:
        actions.note_register_check(
            row=row, registered=body.registered, proof=body.proof, by=writer(request), on=on
        )
    return shapes.trust_shape(_here(queries.called(row.key)))


def _to_write(request: HttpRequest, key: str) -> Enterprise | None:
    """The entry a token may write; None for a new one. What is on no list is not there for others."""
    user, row = writer(request), queries.called(key)
    if row is None:
        if not user.is_staff:
            raise Refused(403, "Only a token of our staff can enter an enterprise; yours writes its own.")
        return None
    if not user.is_staff and not _speaks_for(row, user):
        if row.status == Enterprise.Status.SHOWN:
            raise Refused(403, "Your token writes the enterprise you speak for, and this is another one.")
        raise Refused(404, NOT_THERE)
    if row.status == Enterprise.Status.MERGED:
        became = queries.what_became_of(row)
        raise Refused(
            409, f"This entry was merged; write {became.key if became else 'the other one'} instead."
        )
    return row


def _here(row: Enterprise | None) -> Enterprise:
    if row is None:
        raise Refused(404, NOT_THERE)
    return row


def _speaks_for(row: Enterprise, user: User) -> bool:
    return row.memberships.filter(user=user).exists()


def _told(key: str, body: EnterpriseBody, row: Enterprise | None) -> library.Enterprise:
    """What is to be written, under the entry's own key."""
    cvr = identifiers.cvr(key) if key.isdecimal() else None
    if cvr and not body.cvr:
        body = body.model_copy(update={"cvr": cvr})
    try:
        own_key = row.key if row else free_key(body.name) if cvr else key
        told = body.enterprise(own_key, to_library(row) if row else None)
    except BadEnterprise as error:
        where, what = told_wrong(error)
        raise Refused(422, NOT_UNDERSTOOD, [Misunderstood(where=where, message=what)]) from error
    if cvr and told.cvr != cvr:
        raise Refused(
            422, NOT_UNDERSTOOD, [Misunderstood(where="body.cvr", message="another one than in the address")]
        )
    if row is None:
        _check_new(key, told)
    other = Enterprise.objects.filter(cvr=told.cvr).exclude(key=told.key).first() if told.cvr else None
    if other is not None:
        named = f" ({other.key})" if other.status == Enterprise.Status.SHOWN else ""
        raise Refused(409, f"Another entry{named} has this CVR number.")
    return told


def _check_new(key: str, told: library.Enterprise) -> None:
    if not KEY.fullmatch(told.key) or (key.isdecimal() and not identifiers.cvr(key)):
        message = "a CVR number, or a key of small letters, digits and dashes that begins with a letter"
        raise Refused(422, NOT_UNDERSTOOD, [Misunderstood(where="path.key", message=message)])
    if told.key in RESERVED_KEYS or address_was_removed(told.key):
        raise Refused(409, "This key cannot be had; take another one, or the CVR number.")
    if day := queries.was_removed(told.cvr, told.name):
        raise Refused(
            409,
            f"This enterprise was removed at its own request on {day}. Our staff can enter it on the site.",
        )


def _known(body: EnterpriseBody) -> Known:
    return Known(website=body.website or "", email=body.email or "", phone=body.phone or "")


def _says_so_already(row: Enterprise, told: library.Enterprise, known: Known) -> bool:
    return to_library(row) == told and all(getattr(row, name) == value for name, value in known.items())


def _check_match(row: Enterprise | None, if_match: str) -> None:
    if not if_match:
        return
    here = shapes.etag(row) if row else ""
    wanted = parse_etags(if_match)
    if row is None or not ("*" in wanted or here in wanted):
        raise Refused(412, MEANWHILE, headers={"ETag": here} if here else None)


def _answer(request: HttpRequest, response: HttpResponse, row: Enterprise) -> shapes.EnterpriseShape:
    response.headers["ETag"] = shapes.etag(row)
    shape = shapes.enterprise_shape(row, base_of(request))
    response.headers["Location"] = shape.url
    return shape
