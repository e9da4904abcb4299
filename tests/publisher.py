"""A publisher on this machine: TED's search, notices, packages and calendar as documented, files of OCDS, and faults.

The answers are of our own making. ``faults`` are given, one after another, to the first requests whose path holds their word.
"""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

Service = Callable[[BaseHTTPRequestHandler, bytes], tuple[dict[str, str], bytes]]
Misbehaviour = Callable[[BaseHTTPRequestHandler, bytes], None]
LOGIN = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form></form></body></html>"


class Publisher:
    def __init__(self) -> None:
        self.days: dict[date, dict[str, bytes]] = {}
        self.abroad: dict[date, int] = {}
        self.packages: dict[str, bytes] = {}
        self.calendar: dict[date, str] = {}
        self.files: dict[str, tuple[dict[str, str], bytes]] = {}
        self.services: dict[str, Service] = {}
        self.page_size = 250
        self.asked: list[str] = []
        self.questions: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.faults: list[tuple[str, Misbehaviour]] = []
        self.pauses: list[float] = []  # what whoever fetches would have slept
        self.url = ""
        self._lock = threading.Lock()

    def put(self, day: date, *numbers: str, content: bytes = b"<ContractNotice>%s</ContractNotice>") -> None:
        self.days[day] = {number: content.replace(b"%s", number.encode()) for number in numbers}

    def times(self, word: str) -> int:
        return sum(word in path for path in self.asked)

    def answer(self, handler: BaseHTTPRequestHandler, question: bytes) -> None:
        with self._lock:
            self.asked.append(handler.path)
            self.headers.append(dict(handler.headers))
            fault = next((each for each in self.faults if each[0] in handler.path), None)
            if fault:
                self.faults.remove(fault)
        headers, content = self._normal(handler, question)
        if fault:
            fault[1](handler, content or b"")
        elif content is None:
            handler.send_error(404)
        else:
            whole(handler, content, headers)

    def _normal(
        self, handler: BaseHTTPRequestHandler, question: bytes
    ) -> tuple[dict[str, str], bytes | None]:
        path = urlsplit(handler.path).path
        if path in self.services:
            return self.services[path](handler, question)
        if path == "/v3/notices/search":
            return {"Content-Type": "application/json"}, json.dumps(
                self._found(json.loads(question))
            ).encode()
        if found := re.fullmatch(r"/en/notice/(\d+-\d{4})/xml", path):
            notices = {number: content for day in self.days.values() for number, content in day.items()}
            return {"Content-Type": "application/xml"}, notices.get(found[1])
        if found := re.fullmatch(r"/packages/daily/(\d{9})", path):
            return {"Content-Type": "application/gzip"}, self.packages.get(found[1])
        if found := re.fullmatch(r"/en/release-calendar/-/download/file/CSV/(\d{4})", path):
            return {"Content-Type": "text/csv"}, self._calendar(int(found[1]))
        headers, content = self.files.get(handler.path, ({}, None))
        if headers.get("ETag") and handler.headers.get("If-None-Match") == headers["ETag"]:
            return {":status": "304"}, b""
        return headers, content

    def _found(self, question: dict[str, Any]) -> dict[str, Any]:
        self.questions.append(question)
        asked = re.search(r"publication-date=(\d{4})(\d\d)(\d\d)", question["query"])
        assert asked is not None
        day = date(int(asked[1]), int(asked[2]), int(asked[3]))
        numbers = list(self.days.get(day, {}))
        if "buyer-country" not in question["query"]:
            return {
                "notices": [],
                "totalNoticeCount": len(numbers) + self.abroad.get(day, 0),
                "timedOut": False,
            }
        start = int(question.get("iterationNextToken", "page-0").removeprefix("page-"))
        end = start + min(self.page_size, question["limit"])
        return {
            "notices": [{"publication-number": number, "links": {}} for number in numbers[start:end]],
            "totalNoticeCount": len(numbers),
            "iterationNextToken": f"page-{end}" if end < len(numbers) else None,
            "timedOut": False,
        }

    def _calendar(self, year: int) -> bytes:
        rows = (
            f"{int(issue[4:])},{day:%d/%m/%Y}\r\n" for day, issue in self.calendar.items() if day.year == year
        )
        return b"\xef\xbb\xbfOJS,Publication date\r\n" + "".join(rows).encode()


@contextmanager
def published() -> Iterator[Publisher]:
    """Serving until the end of the block."""
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet, or each answer waits 40 ms for an acknowledgement

        def do_GET(self) -> None:
            publisher.answer(self, b"")

        def do_POST(self) -> None:
            publisher.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    publisher.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()


def whole(handler: BaseHTTPRequestHandler, content: bytes, headers: dict[str, str] | None = None) -> None:
    headers = dict(headers or {})
    handler.send_response(int(headers.pop(":status", "200")))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def status(code: int, **headers: str) -> Misbehaviour:
    """An error page as a proxy in front sends it: HTML."""
    body = f"<html><head><title>{code}</title></head></html>".encode()
    stated = {":status": str(code), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda handler, content: whole(handler, body, stated)


def half(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def instead(content: bytes) -> Misbehaviour:
    return lambda handler, _: whole(handler, content)


login_page = instead(LOGIN)


def robot_test(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    whole(handler, b"", {":status": "202", "x-amzn-waf-action": "challenge"})


def redirect(to: str) -> Misbehaviour:
    return status(302, Location=to)


def hang(seconds: float) -> Misbehaviour:
    """Says nothing for a while, then hangs up."""

    def wait(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        threading.Event().wait(seconds)
        handler.close_connection = True

    return wait


def drip(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """A byte now and then, for ever as far as anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            threading.Event().wait(0.02)
    except OSError:
        handler.close_connection = True


class Gate:
    """A request that waits: ``reached`` is set when it is there, and it goes on when ``open`` is."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler, content: bytes) -> None:
        self.reached.set()
        self.open.wait(60)
        handler.close_connection = True


def package(members: dict[str, bytes]) -> bytes:
    """A daily package: .tar.gz."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, BytesIO(content))
    return packed.getvalue()


def cut_package(members: dict[str, bytes], keep: float) -> bytes:
    """Whole as far as HTTP goes, but its gzip was cut before it got there."""
    content = package(members)
    return content[: int(len(content) * keep)]


def zipped(content: bytes) -> bytes:
    return gzip.compress(content)
