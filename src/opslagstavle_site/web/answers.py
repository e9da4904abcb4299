"""Answers to programs that ask again and again: told that nothing is new, where nothing is."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

KEPT_FOR_SECONDS = 300


def fresh_or_not(
    request: HttpRequest, content: bytes, *, kind: str, language: str, changed: datetime
) -> HttpResponseBase:
    """The content with what it takes to ask for it again, or 304 for whoever has it already."""
    response = HttpResponse(content, content_type=kind)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed.timestamp())
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR_SECONDS}"
    response.headers["Content-Language"] = language
    response.headers["Access-Control-Allow-Origin"] = "*"
    found = get_conditional_response(
        request, etag=etag, last_modified=int(changed.timestamp()), response=response
    )
    return cast(HttpResponseBase, found)


def base_of(request: HttpRequest) -> str:
    """The board's own address, without a last slash."""
    return request.build_absolute_uri("/")[:-1]
