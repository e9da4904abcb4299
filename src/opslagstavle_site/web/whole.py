"""Whole pages, kept for a moment: whoever is nobody in particular is shown what was made for another reader.

Of a large board a page costs tens of milliseconds, and the same few are asked for again and again. All processes share them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation

View = Callable[..., HttpResponse]
KNOWN_BY = (settings.SESSION_COOKIE_NAME, "messages")
"""Cookies of readers who may see something that others do not: who they are, and what was said to them alone."""
SECRET = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[0-9A-Za-z]+(?=")')
# Pages that share a lock wait for each other; nobody who makes a page asks for another one.
_MAKING = [threading.Lock() for _ in range(64)]


class Whole(NamedTuple):
    """An answer without what is each reader's own: ``parts`` are what stands between its form tokens."""

    parts: list[bytes]
    content_type: str


def kept_whole(view: View) -> View:
    """For views whose page is the same for everybody who is not logged in. Whoever asks while it is made waits for it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KEEP_PAGES_SECONDS or any(name in request.COOKIES for name in KNOWN_BY):
            return view(request, *args, **kwargs)
        key, pages = _key(request), caches["pages"]
        if (kept := pages.get(key)) is not None:
            return _shown(request, kept)
        with _MAKING[int(key[:8], 16) % len(_MAKING)]:
            if (kept := pages.get(key)) is not None:
                return _shown(request, kept)
            made = view(request, *args, **kwargs)
            if made.status_code == 200 and not made.cookies:
                pages.set(key, _without_secrets(made), settings.KEEP_PAGES_SECONDS)
            return made

    return answer


def _key(request: HttpRequest) -> str:
    """All that a page is made from, beside the data: its whole address, the language, the day."""
    asked = f"{request.build_absolute_uri()} {translation.get_language()} {timezone.localdate()}"
    return sha256(asked.encode()).hexdigest()


def _without_secrets(made: HttpResponse) -> Whole:
    return Whole(SECRET.split(made.content), made.headers["Content-Type"])


def _shown(request: HttpRequest, kept: Whole) -> HttpResponse:
    """With the reader's own token in every form."""
    own = get_token(request).encode() if len(kept.parts) > 1 else b""
    return HttpResponse(own.join(kept.parts), content_type=kept.content_type)
