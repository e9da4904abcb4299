"""Error pages that say what happened and what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import loader

from opslagstavle_site.web.faults import described

log = logging.getLogger("opslagstavle.errors")
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NO_DATABASE = (OperationalError, InterfaceError)
WITH_A_PAGE = (405, 413, 429)
"""Answers that may come as a bare number, and have a page for people."""
TRY_AGAIN_SECONDS = 60
WAITED = "opslagstavle.waited"
"""In a request's environment: how many seconds it waited before anybody looked at it."""
LONGEST_WAIT_SECONDS = 3.0
AFTER_THE_CROWD_SECONDS = 10


class ErrorPages:
    """A page for people where an answer is nothing but a number; a page, too, while the database does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in WITH_A_PAGE and _is_bare(response) and _is_read_by_people(request):
            page = _page(request, response.status_code)
            for name in {"Allow", "Retry-After"} & set(response.headers):
                page.headers[name] = response.headers[name]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NO_DATABASE):
            return None
        return unavailable(exception)


class NotTooLate:
    """Whoever waited longer than a reader waits is told so, which costs next to nothing: so the next in line get their pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get(WAITED, 0.0) <= LONGEST_WAIT_SECONDS:
            return self.get_response(request)
        told = HttpResponse(
            loader.get_template("crowded.html").render(),
            status=503,
            headers={"Retry-After": str(AFTER_THE_CROWD_SECONDS), "Cache-Control": "no-store"},
        )
        told._has_been_logged = True  # type: ignore[attr-defined]  # Django would write a line for each of a crowd
        return told


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context: whatever broke may be what a context needs."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    """The frame asks the database too."""
    try:
        return render(request, f"{status}.html", status=status)
    except NO_DATABASE as error:
        return unavailable(error)


def unavailable(error: Exception) -> HttpResponse:
    """Without context, and without a database."""
    log.error("The database did not answer: %s", described(error))
    return HttpResponse(
        loader.get_template("503.html").render(),
        status=503,
        headers={"Retry-After": str(TRY_AGAIN_SECONDS), "Cache-Control": "no-store"},
    )


def _is_bare(response: HttpResponseBase) -> bool:
    return isinstance(response, HttpResponse) and not response.content


def _is_read_by_people(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "")
