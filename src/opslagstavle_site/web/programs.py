"""What every door for programs has in common: one shape of errors, lists in pages, and no fault without a word to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, field_validator

from opslagstavle.terms.kinds import KINDS as KINDS_OF_WORK
from opslagstavle.terms.questions import LONGEST
from opslagstavle_site.web.cursors import (
    EARLIEST,
    LATEST,
    SETTLED,
    BadCursor,
    Cursor,
    Part,
    read,
    take,
    written,
)

MOST_AT_ONCE = 100
LONGEST_PLACE = 8
"""Of a municipality: three digits behind its NUTS 3 code."""
NOT_UNDERSTOOD = "Something in the question was not understood; details says what."
KINDS = {
    400: "bad-request",
    401: "not-logged-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    412: "changed-meanwhile",
    413: "too-large",
    415: "wrong-content-type",
    422: "not-understood",
    429: "too-many-requests",
    500: "our-fault",
    503: "closed-for-now",
}
"""What programs tell errors apart by."""


class Misunderstood(BaseModel):
    """One thing that was not understood."""

    where: str = Field(examples=["query.limit"])
    message: str


class Fault(BaseModel):
    """Every error has this shape, whatever went wrong."""

    error: str = Field(examples=["not-understood"])
    message: str = Field(description=_("What happened and what to do, in English"))
    details: list[Misunderstood] = []


class Refused(Exception):
    """An answer that is not what was asked for; ``headers`` go with it."""

    def __init__(
        self,
        status: int,
        message: str,
        details: list[Misunderstood] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.details = status, message, details or []
        self.headers = dict(headers or {})


def fault(
    status: int,
    message: str,
    details: list[Misunderstood] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    kind = KINDS.get(status) or HTTPStatus(status).phrase.lower().replace(" ", "-")
    told: dict[str, Any] = Fault(error=kind, message=message, details=details or []).model_dump()
    response = HttpResponse(
        json.dumps(told, ensure_ascii=True), status=status, content_type="application/json; charset=utf-8"
    )
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


READ: dict[Any, type[BaseModel]] = {frozenset({400, 401, 404, 422, 429}): Fault}
"""What reading may answer besides what was asked for."""


def _kind(key: str) -> str:
    if key and key not in KINDS_OF_WORK:
        raise ValueError("no such kind of work; /kinds lists them")
    return key


def _place(code: str) -> str:
    code = code.strip().upper()
    if code and not (code.isascii() and code.isalnum() and 2 <= len(code) <= LONGEST_PLACE):
        raise ValueError("no code of a place; /places lists them")
    return code


KindKey = Annotated[
    str,
    AfterValidator(_kind),
    Field(description=_("Key of a kind of work, see /kinds"), max_length=60, examples=["canteen"]),
]
PlaceCode = Annotated[
    str,
    AfterValidator(_place),
    Field(description=_("NUTS code or municipality, see /places"), max_length=10, examples=["DK042"]),
]

Words = Annotated[
    str,
    AfterValidator(lambda text: " ".join(text.split())),
    Field(
        description=_("Words to be found, as on the page"), max_length=LONGEST, examples=["vask af linned"]
    ),
]


class PageQuestion(BaseModel):
    """What every list can be asked."""

    cursor: str = Field(
        "", max_length=400, description=_("What next of the page before said; nobody makes one up")
    )
    limit: int = Field(50, ge=1, le=MOST_AT_ONCE, description=_("How many at most"))
    changed_since: AwareDatetime | None = Field(
        None,
        description=_(
            "Only what changed or went since; as_of of an earlier answer, or a moment with its offset"
        ),
        examples=["2026-11-01T00:00:00Z"],
    )

    @field_validator("changed_since")
    @classmethod
    def within_reason(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and not EARLIEST <= moment <= LATEST:
            raise ValueError("a moment between 1970 and 9000 is needed")
        return moment


@dataclass(frozen=True, slots=True)
class Listed:
    """``rows`` of each part; ``next`` is the cursor of the next page, ``as_of`` from when to ask for changes next time."""

    rows: list[list[Any]]
    next: str | None
    as_of: datetime


def listed(request: HttpRequest, name: str, question: PageQuestion, parts: Sequence[Part]) -> Listed:
    """A page of a list. A misspelt question must not pass for none at all: it is refused."""
    if unknown := sorted(set(request.GET) - set(type(question).model_fields)):
        known = ", ".join(type(question).model_fields)
        raise Refused(
            422,
            NOT_UNDERSTOOD,
            [
                Misunderstood(where=f"query.{each[:50]}", message=f"unknown; one can ask for {known}")
                for each in unknown[:9]
            ],
        )
    as_of = timezone.now() - SETTLED
    try:
        cursor = read(question.cursor, name) if question.cursor else Cursor(name, as_of=as_of)
        rows, following = take(parts, cursor, question.limit)
    except BadCursor as error:
        told = "a cursor is handed back as it came, and to the list it came from"
        raise Refused(422, NOT_UNDERSTOOD, [Misunderstood(where="query.cursor", message=told)]) from error
    return Listed(rows, written(following) if following else None, cursor.as_of or as_of)
