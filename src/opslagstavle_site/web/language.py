"""Danish first; English for whoever chose it. What a browser prefers is not a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import date as shown_date
from django.utils import translation
from django.utils.translation import gettext as _

from opslagstavle.terms.text import Texts, pick


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if "Content-Language" in response.headers:
            return response  # a feed or a file, in the language its address asks for
        response.headers["Content-Language"] = language
        response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Cookie"]))
        return response


def asked_language(request: HttpRequest) -> str:
    """Of a feed or a file: ``lang`` of its address, else Danish. A cookie does not travel with a subscribed address."""
    chosen = request.GET.get("lang", "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@contextmanager
def speaking(language: str) -> Iterator[None]:
    with translation.override(language):
        yield


def reader_language() -> str:
    return "da" if (translation.get_language() or "da").startswith("da") else "en"


def shown_day(day: date) -> str:
    """ "24. november 2026", "24 November 2026": every day on screen is written like this."""
    return shown_date(day, _("j F Y"))


def in_reader_language(texts: Texts) -> tuple[str, str]:
    """(text, its language): the reader's, else Danish, English, or whatever there is."""
    text = pick(texts, reader_language(), "da", "en")
    return text, next((language for language, value in texts.items() if value == text), reader_language())
