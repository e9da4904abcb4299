"""Asking a machine elsewhere over HTTP, a source of notices or a register: with time-outs, patience, caps on size, and a name.

Tried again, with growing pauses: no connection, time-outs, half an answer, 429 and 5xx. ``Retry-After`` (RFC 9110, 10.2.3) is
obeyed: a short wait is waited for, a long one ends the turn and is remembered by whoever asked.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx
from django.conf import settings
from django.utils import timezone

from opslagstavle_site.web import pace
from opslagstavle_site.web.guard import GuardedTransport
from opslagstavle_site.web.source_faults import Fault, SourceFault

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0  # for each part of an answer; only the schedule and commands wait for it, never a page
WHOLE_SECONDS = 60.0  # for a whole answer: a server that drips byte by byte is slow too
DOWNLOAD_SECONDS = 30 * 60.0
ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 24 * 3600.0  # whoever asks us to wait for years is asked again tomorrow
MOST_BYTES = 50_000_000
MOST_DOWNLOADED = 1_000_000_000

T = TypeVar("T")
_MEANING: tuple[tuple[type[Exception], Fault, str], ...] = (
    (httpx.ConnectTimeout, Fault.UNREACHABLE, f"no connection within {CONNECT_SECONDS:.0f} s"),
    (httpx.TimeoutException, Fault.SLOW, "no answer in time"),
    (httpx.ConnectError, Fault.UNREACHABLE, "no connection"),
    (httpx.RemoteProtocolError, Fault.CUT, "the answer broke off"),
    (httpx.DecodingError, Fault.CUT, "the answer cannot be unpacked"),
    (httpx.TransportError, Fault.CUT, "the connection broke off"),
    (httpx.TooManyRedirects, Fault.REFUSED, "too many redirects"),
    (httpx.InvalidURL, Fault.REFUSED, "sent on to an address that is none"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """``content`` is empty for a 304 (not modified), and after a download into a file."""

    status: int
    headers: httpx.Headers
    content: bytes


def user_agent() -> str:
    """Names the project, and the board where it has a public name.

    In the form that well-behaved robots use. TED has been seen to answer any other form with 202 and a test for robots
    (``x-amzn-waf-action``); that is told from other reports and was not tried here.
    """
    local = ("localhost", "127.0.0.1", "[::1]")
    public = next((name.lstrip(".*") for name in settings.ALLOWED_HOSTS if name not in local), "")
    return f"Mozilla/5.0 (compatible; Opslagstavlen/0.2{f'; +https://{public}/' if public else ''})"


class Polite:
    """A client for one turn; a context manager."""

    def __init__(self) -> None:
        self._client = httpx.Client(
            transport=GuardedTransport(),
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
            follow_redirects=True,
            max_redirects=5,
        )

    def __enter__(self) -> Polite:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, *, headers: dict[str, str] | None = None, most: int = MOST_BYTES) -> Answer:
        """The whole answer in memory, at most ``most`` bytes of it."""
        return _patiently(lambda: self._read("GET", url, most, headers=headers))

    def post(self, url: str, asked: dict[str, Any], *, auth: tuple[str, str] | None = None) -> Any:
        """The JSON that comes back for JSON; ``auth``: user and password (Basic), never sent on to another host."""
        return as_json(_patiently(lambda: self._read("POST", url, MOST_BYTES, json=asked, auth=auth)).content)

    def download(self, url: str, into: Path) -> Answer:
        """Into a file, which is whole when this returns, and not there when it raises."""
        return _patiently(lambda: self._save(url, into))

    def _read(self, method: str, url: str, most: int, **asked: Any) -> Answer:
        with self._answered(method, url, **asked) as response:
            content = b"".join(_parts(response, most, WHOLE_SECONDS))
            return Answer(response.status_code, response.headers, content)

    def _save(self, url: str, into: Path) -> Answer:
        try:
            with self._answered("GET", url) as response, into.open("wb") as file:
                for part in _parts(response, MOST_DOWNLOADED, DOWNLOAD_SECONDS):
                    file.write(part)
                return Answer(response.status_code, response.headers, b"")
        except BaseException:
            into.unlink(missing_ok=True)
            raise

    @contextmanager
    def _answered(self, method: str, url: str, **asked: Any) -> Iterator[httpx.Response]:
        try:
            with self._client.stream(method, url, **asked) as response:
                _judge(response)
                yield response
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind, words = next((kind, words) for kinds, kind, words in _MEANING if isinstance(error, kinds))
            raise SourceFault(kind, f"{words} ({type(error).__name__})") from error


def _judge(response: httpx.Response) -> None:
    """Let through what is an answer; say what it is otherwise."""
    status = response.status_code
    wait = retry_after(response.headers.get("Retry-After"))
    if response.headers.get("x-amzn-waf-action"):
        raise SourceFault(
            Fault.LOGIN,
            f"it tests whether we are a robot ({status}, {response.headers['x-amzn-waf-action']})",
        )
    if response.headers.get("Content-Encoding", "gzip").strip().lower() not in ("gzip", "identity", ""):
        # Packed twice, or by what packs a million to one, a part of an answer would fill the memory before its size is known.
        raise SourceFault(Fault.SHAPE, "packed otherwise than was asked for")
    if status in (200, 304):
        return
    if status in (429, 503):
        raise SourceFault(Fault.BUSY, f"it asks us to come later ({status})", wait=wait)
    if status >= 500 or status == 408:
        raise SourceFault(Fault.BROKEN, f"a fault on its side ({status})", wait=wait)
    kind = {404: Fault.MISSING, 410: Fault.MISSING, 401: Fault.LOGIN, 403: Fault.LOGIN}.get(
        status, Fault.REFUSED
    )
    raise SourceFault(kind, f"it answered {status}")


def _parts(response: httpx.Response, most: int, seconds: float) -> Iterator[bytes]:
    size, began = 0, time.monotonic()
    for part in (
        response.iter_bytes()
    ):  # of whatever size it comes: waiting for a full part would be waiting too long
        size += len(part)
        if size > most:
            raise SourceFault(Fault.TOO_LARGE, f"more than {most} bytes")
        if time.monotonic() - began > seconds:
            raise SourceFault(Fault.SLOW, f"not whole after {seconds:.0f} s")
        yield part


def _patiently(attempt: Callable[[], T]) -> T:
    """Try again what may pass, with pauses that double and differ (so that many boards do not come all at once)."""
    for number in range(1, ATTEMPTS):
        try:
            return attempt()
        except SourceFault as fault:
            if not fault.passing or fault.wait > LONGEST_PAUSE_SECONDS:
                raise
            growing = FIRST_PAUSE_SECONDS * 2 ** (number - 1) * random.uniform(0.75, 1.25)  # noqa: S311 (no secret)
            pace.pause(max(fault.wait, growing))
    return attempt()


def retry_after(stated: str | None) -> float:
    """Seconds to wait, from seconds or a date; 0 when nothing (sensible) is stated."""
    if not stated:
        return 0.0
    if stated.strip().isdecimal():
        return min(float(stated), LONGEST_WAIT_SECONDS)
    try:
        seconds = (parsedate_to_datetime(stated) - timezone.now()).total_seconds()
        return min(max(0.0, seconds), LONGEST_WAIT_SECONDS)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def as_json(content: bytes) -> Any:
    """What the bytes say; ``SourceFault`` for a page in place of JSON, and for JSON that is none."""
    if is_page(content):
        raise SourceFault(Fault.LOGIN, "a web page came in place of JSON")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceFault(Fault.SHAPE, f"no JSON ({type(error).__name__})") from error


def is_page(content: bytes) -> bool:
    """HTML: a log-in page, or a fault told to people."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (
        start.startswith(b"<?xml") and b"<html" in start
    )
