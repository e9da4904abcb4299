"""TED, day by day: the publication numbers of a day by its search, then each notice's XML.

- Search: ``POST {api}/v3/notices/search``, no key. Fields of the question, at most 250 notices a page, and the mode ITERATION
  with ``iterationNextToken``: https://docs.ted.europa.eu/reuse/search-api.html and
  https://docs.ted.europa.eu/api/endpoints/ted-europa-eu.html
- A notice: ``{site}/en/notice/{publication number}/xml``: https://ted.europa.eu/en/simap/developers-corner-for-reusers
- TED is published Monday to Friday, by 9.30 at the latest: https://ted.europa.eu/en/help/data-reuse

Not found there, but told alike by several public clients, and not tried against TED from here: the names of the answer's
members (``notices``, ``totalNoticeCount``, ``iterationNextToken``, ``timedOut``), that a page with ``timedOut`` is not whole,
that the last page may be empty and still carry a token, that a token TED does not know gives 500
(https://github.com/OP-TED/eForms-SDK/discussions/1391), and that 429 comes without ``Retry-After``. So a list counts as whole
only when it holds as many notices as ``totalNoticeCount`` says; an answer of another form is a fault, never an empty day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from opslagstavle_site.web.polite import Polite, is_page
from opslagstavle_site.web.source_faults import Fault, SourceFault

LICENCE = "CC BY 4.0"
"""Reuse is authorised with attribution by Commission Decision 2011/833/EU; see https://ted.europa.eu/en/legal-notice."""
PAGE_SIZE = 250
MOST_PAGES = 400
LOST_IN_A_ROW = 3
"""So many notices of a day that cannot be had, one after another, are the site's fault and not theirs."""
_NUMBER = re.compile(r"\d{1,8}-\d{4}")


def listed(web: Polite, day: date, country: str) -> list[str]:
    """Publication numbers of a day's notices with a buyer, or a place of performance, in a country (ISO 3166 alpha-3).

    ``SourceFault`` unless the list is whole. A token may be forgotten on TED's side while we go through the pages: then once
    more from the beginning.
    """
    asked = f"(buyer-country IN ({country}) OR place-of-performance IN ({country})) AND publication-date={day:%Y%m%d}"
    try:
        return _iterate(web, asked)
    except _TokenLost:
        return _iterate(web, asked)


def published(web: Polite, day: date) -> int:
    """How many notices TED has for a day, of all countries. 0 on a holiday, and before the day's issue is out."""
    page = _page(web, f"publication-date={day:%Y%m%d}", 1, None)
    return int(page["totalNoticeCount"])


def documents(web: Polite, numbers: list[str]) -> Iterator[tuple[str, bytes | SourceFault]]:
    """(publication number.xml, bytes) of each; in place of bytes what was wrong, where it is this notice's own fault."""
    in_a_row = 0
    for number in numbers:
        try:
            content = notice(web, number)
        except SourceFault as fault:
            in_a_row += 1
            if fault.passing or in_a_row == LOST_IN_A_ROW:
                raise
            yield file_name(number), fault
        else:
            in_a_row = 0
            yield file_name(number), content


def notice(web: Polite, number: str) -> bytes:
    """One notice as published. Whether it can be read is not asked here, only whether it is a notice at all."""
    content = web.get(f"{settings.TED_SITE}/en/notice/{number}/xml").content
    if is_page(content):
        raise SourceFault(Fault.LOGIN, f"{number}: a web page came in place of the notice")
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise SourceFault(Fault.SHAPE, f"{number}: no XML")
    return content


def file_name(number: str) -> str:
    return f"{number}.xml"


class _TokenLost(Exception):
    """The iteration cannot be gone on with."""


def _iterate(web: Polite, asked: str) -> list[str]:
    numbers: dict[str, None] = {}
    token: str | None = None
    for _ in range(MOST_PAGES):
        page = _next_page(web, asked, token)
        found = [_publication_number(entry) for entry in page["notices"]]
        numbers.update(dict.fromkeys(found))
        if len(numbers) >= page["totalNoticeCount"]:
            return list(numbers)
        before, token = token, page.get("iterationNextToken")
        if not found or not token or token == before:
            break
    raise SourceFault(
        Fault.SHAPE, f"the list ended after {len(numbers)} of {page['totalNoticeCount']} notices"
    )


def _next_page(web: Polite, asked: str, token: str | None) -> dict[str, Any]:
    try:
        return _page(web, asked, PAGE_SIZE, token)
    except SourceFault as fault:
        if token and fault.kind in (Fault.BROKEN, Fault.REFUSED):
            raise _TokenLost from fault
        raise


def _page(web: Polite, asked: str, limit: int, token: str | None) -> dict[str, Any]:
    question: dict[str, Any] = {
        "query": asked,
        "fields": ["publication-number"],
        "limit": limit,
        "scope": "ALL",
        "paginationMode": "ITERATION",
    }
    if token:
        question["iterationNextToken"] = token
    page = web.post(f"{settings.TED_API}/v3/notices/search", question)
    if not isinstance(page, dict) or not isinstance(page.get("notices"), list):
        raise SourceFault(Fault.SHAPE, "the search answered without a list of notices")
    if page.get("timedOut") is True:
        raise SourceFault(Fault.SLOW, "the search gave up before it was done (timedOut)")
    total = page.get("totalNoticeCount")
    if not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise SourceFault(Fault.SHAPE, "the search answered without a count of notices")
    return page


def _publication_number(entry: Any) -> str:
    number = entry.get("publication-number") if isinstance(entry, dict) else None
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        raise SourceFault(Fault.SHAPE, "the search listed a notice without a publication number")
    return number
