"""OCDS by address: a package of releases or records, as .json, .jsonl or either in .gz, page after page.

Pages: ``links.next`` of a package, as the pagination extension has it
(https://extensions.open-contracting.org/en/extensions/pagination/master/). Only what is new: ``{since}`` in the address becomes a
moment (ISO 8601), and an address without it is asked with ``If-None-Match`` and ``If-Modified-Since``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.ocds_packages import releases
from opslagstavle_site.web.polite import MOST_BYTES, Answer, Polite, as_json, is_page
from opslagstavle_site.web.source_faults import Fault, SourceFault

SINCE = "{since}"
FIRST_DAYS = 30
OVERLAP = timedelta(days=1)
"""What is asked for again each time: publishers add releases with a date that is already past."""
MOST_PAGES = 10_000
_GZIP = b"\x1f\x8b"
Releases = Iterator[tuple[str, bytes | UnreadableNotice]]


@dataclass(frozen=True, slots=True)
class Page:
    """``cursor`` is what to remember once the releases, each in the bytes it came in, are kept."""

    releases: Releases
    licence: str
    cursor: dict[str, str]


def pages(web: Polite, address: str, cursor: dict[str, str], now: datetime) -> Iterator[Page]:
    """Every page from where the cursor is, or from the beginning. None when nothing has changed.

    The cursor: ``since``, ``etag``, ``modified`` of the last whole walk; ``began`` and ``next`` of one that was interrupted.
    """
    began = cursor.get("began") or now.isoformat()
    start = address.replace(SINCE, quote(_since(cursor, now)))
    url = cursor.get("next") or start
    headers = {} if cursor.get("next") or SINCE in address else _unchanged(cursor)
    marks: dict[str, str] = {}
    seen: set[str] = set()
    while url:
        if url in seen or len(seen) == MOST_PAGES:
            raise SourceFault(Fault.SHAPE, "its pages never end")
        seen.add(url)
        try:
            answer = web.get(url, headers=headers)
        except SourceFault as fault:
            if url == start or seen != {url} or fault.passing:
                raise
            seen.clear()
            url = start  # the page to go on with is gone: from the beginning, what was kept is known
            continue
        if answer.status == 304:
            if not headers:
                raise SourceFault(Fault.SHAPE, "it says that nothing changed, and was not asked")
            return
        marks = marks or _marks(answer)
        headers = {}
        content = unpacked(answer.content)
        package = _package(content)
        url = _next(package, url)
        since = (datetime.fromisoformat(began) - OVERLAP).isoformat()
        position = {**cursor, "began": began, "next": url} if url else {"since": since, **marks}
        yield Page(iter(()) if _is_empty(package) else releases(content), _licence(package), position)


def _since(cursor: dict[str, str], now: datetime) -> str:
    since = cursor.get("since")
    moment = datetime.fromisoformat(since) if since else now.astimezone(UTC) - timedelta(days=FIRST_DAYS)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unchanged(cursor: dict[str, str]) -> dict[str, str]:
    asked = {"If-None-Match": cursor.get("etag", ""), "If-Modified-Since": cursor.get("modified", "")}
    return {name: value for name, value in asked.items() if value}


def _marks(answer: Answer) -> dict[str, str]:
    stated = {"etag": answer.headers.get("ETag", ""), "modified": answer.headers.get("Last-Modified", "")}
    return {name: value for name, value in stated.items() if value}


def unpacked(content: bytes) -> bytes:
    """Of a .gz what is in it, never more than a package may have."""
    if not content.startswith(_GZIP):
        return content
    inflate = zlib.decompressobj(wbits=31)
    try:
        plain = inflate.decompress(content, MOST_BYTES + 1)
    except zlib.error as error:
        raise SourceFault(Fault.CUT, "the .gz cannot be unpacked") from error
    if len(plain) > MOST_BYTES:
        raise SourceFault(Fault.TOO_LARGE, f"more than {MOST_BYTES} bytes when unpacked")
    if not inflate.eof:
        raise SourceFault(Fault.CUT, "the .gz broke off")
    return plain


def _package(content: bytes) -> dict[str, Any]:
    """The head of a package; {} for JSON Lines, which have none."""
    if is_page(content):
        raise SourceFault(Fault.LOGIN, "a web page came in place of JSON")
    try:
        package = json.loads(content)
    except (ValueError, RecursionError):
        _first_line(content)
        return {}
    if isinstance(package, dict) and isinstance(package.get("releases", package.get("records")), list):
        return package
    if isinstance(package, dict) and "ocid" in package:
        return {}
    raise SourceFault(Fault.SHAPE, "JSON, but no package of releases or records")


def _first_line(content: bytes) -> None:
    first = as_json(content.lstrip().partition(b"\n")[0])
    if not isinstance(first, dict) or "ocid" not in first:
        raise SourceFault(Fault.SHAPE, "lines of JSON, but no releases")


def _licence(package: dict[str, Any]) -> str:
    stated = package.get("license")
    return stated if isinstance(stated, str) else ""


def _is_empty(package: dict[str, Any]) -> bool:
    """Nothing new: that is no fault."""
    return any(package.get(name) == [] for name in ("releases", "records"))


def _next(package: dict[str, Any], here: str) -> str:
    if _is_empty(package):
        return ""  # some publishers always name a next page, until there is something on it
    links = package.get("links")
    stated = links.get("next") if isinstance(links, dict) else None
    if not stated:
        return ""
    if not isinstance(stated, str):
        raise SourceFault(Fault.SHAPE, "the address of its next page is none")
    there, ours = httpx.URL(here).join(stated), httpx.URL(here)
    if (there.scheme, there.host, there.port) != (ours.scheme, ours.host, ours.port):
        raise SourceFault(Fault.REFUSED, f"its next page lies on another host ({there.host})")
    return str(there)
