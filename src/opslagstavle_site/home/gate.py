"""What every question to the API passes: no cookies, a token if one was given, so many a minute, one shape of errors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from opslagstavle_site.accounts.actions import note_token_use
from opslagstavle_site.accounts.models import ApiToken
from opslagstavle_site.accounts.queries import token_of
from opslagstavle_site.web import limits
from opslagstavle_site.web.callers import address_of, network_of
from opslagstavle_site.web.programs import fault

PREFIX = "/api/v1/"
READING = ("GET", "HEAD")
KEPT_FOR_SECONDS = 60
TOLD = "ETag, Link, Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy"
WHEN = re.compile(rb'"(?:next|as_of)": "[^"]*"')
MESSAGES = {
    400: "The request could not be understood.",
    404: "There is nothing at this address. All addresses are at /api/.",
    405: "This address does not know that method. All addresses are at /api/.",
    413: "What was sent is too large.",
    500: "A fault of ours. It was written down; try again later.",
}


class ApiGate:
    """Stands outermost, so that whatever goes wrong inside comes out as JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _with_headers(HttpResponse(status=204), {"Allow": "GET, HEAD, POST, PUT, OPTIONS"})
        token, refused = _token(request)
        allowance = _allowance(request, token)
        if not allowance.allowed:
            told = f"No more than {allowance.most} requests a minute. Go on in {allowance.reset} seconds."
            return _with_headers(fault(429, told), allowance.headers())
        answer = refused or _unspeakable(request) or self._answer(request, token)
        return _with_headers(answer, allowance.headers())

    def _answer(self, request: HttpRequest, token: ApiToken | None) -> HttpResponseBase:
        # A cookie is what a browser sends without being asked to: nothing here may depend on one.
        request.META.pop("HTTP_COOKIE", None)
        request.api_token = token  # type: ignore[attr-defined]
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = _as_json(self.get_response(request))
        if request.method == "GET":
            answer = _cached(request, response, token)
        else:
            response.headers["Cache-Control"] = "no-store"
            answer = response
        if is_head and isinstance(answer, HttpResponse):
            length = len(answer.content)
            answer.content = b""
            answer.headers["Content-Length"] = str(length)
        return answer


def _token(request: HttpRequest) -> tuple[ApiToken | None, HttpResponse | None]:
    """The token that came with the request. One that opens nothing is refused, even where none is needed."""
    given = request.headers.get("Authorization")
    if given is None:
        return None, None
    kind, _, secret = given.strip().partition(" ")
    token = token_of(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None
    if token is None:
        told = "The token is not known or was revoked. Send it as: Authorization: Bearer opsl_…"
        return None, fault(401, told, headers={"WWW-Authenticate": "Bearer"})
    note_token_use(token=token)
    return token, None


def _unspeakable(request: HttpRequest) -> HttpResponse | None:
    """No key, word or number has a NUL in it, and no database would take one."""
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return fault(400, "There is a NUL in the address.")
    return None


def _allowance(request: HttpRequest, token: ApiToken | None) -> limits.Allowance:
    """By token where there is a good one, else by address: made-up tokens are all one caller."""
    if token:
        return limits.ask("api", f"token {token.pk}", most=settings.API_PER_MINUTE_WITH_TOKEN)
    return limits.ask("api", network_of(address_of(request)), most=settings.API_PER_MINUTE)


def _as_json(response: HttpResponse) -> HttpResponse:
    """Pages that say what went wrong are for people; programs get the same in their shape."""
    response.headers.pop("Content-Language", None)
    if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(
        "application/json"
    ):
        told = fault(response.status_code, MESSAGES.get(response.status_code, "That did not work."))
        response.content = told.content
        response.headers["Content-Type"] = told.headers["Content-Type"]
        response.headers.pop("Content-Length", None)
    return response


def _cached(request: HttpRequest, response: HttpResponse, token: ApiToken | None) -> HttpResponseBase:
    if response.status_code != 200:
        response.headers["Cache-Control"] = "no-store"
        return response
    scope = "private" if token else "public"
    response.headers.setdefault("Cache-Control", f"{scope}, max-age={KEPT_FOR_SECONDS}")
    response.headers.setdefault("ETag", _etag(response.content))
    found = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert found is not None
    return found


def _etag(content: bytes) -> str:
    """Weak: when a list was asked for is told in it, and does not make it another list."""
    return f'W/"{hashlib.sha256(WHEN.sub(b"", content)).hexdigest()[:32]}"'


def _with_headers(response: HttpResponseBase, more: dict[str, str]) -> HttpResponseBase:
    """Any page may read; none can write on behalf of its reader, because no cookie counts here."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, If-Match, If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = TOLD
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Vary"] = "Authorization"
    for name, value in more.items():
        response.headers[name] = value
    return response
