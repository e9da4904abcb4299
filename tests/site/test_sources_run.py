"""``run`` with TED at the other end: the first page waits for nobody, and what comes is on the board a little later."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.boards import Boards
from tests.publisher import Gate, Publisher, status
from tests.site.test_sources_crash import A_DAY, DAYS, Asking, ted

__all__ = ["ted"]  # the fixture

PATIENCE_SECONDS = 60


class Running:
    """A board that serves, from the outside."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def page(self, path: str) -> str:
        answer = httpx.get(self.url + path, timeout=5, trust_env=False)
        answer.raise_for_status()
        return answer.text

    def is_there(self) -> bool:
        try:
            return bool(self.page("/"))
        except httpx.HTTPError:
            return False

    def ted(self) -> dict[str, Any]:
        sources = httpx.get(f"{self.url}/kilder.json", timeout=5, trust_env=False).json()["sources"]
        found: dict[str, Any] = next(source for source in sources if source["name"] == "TED: Danmark")
        return found


def until(true: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE_SECONDS
        time.sleep(0.2)


@pytest.fixture
def running(ted: Publisher, boards: Boards, tmp_path: Path) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = Asking(boards.new(tmp_path), ted).start("run", "--port", str(port))
    try:
        yield Running(port)
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)


def hold(publisher: Publisher) -> Gate:
    gate = Gate()
    publisher.faults.append(("/v3/notices/search", gate))
    return gate


def test_no_page_waits_for_ted_and_its_notices_come_by_themselves(ted: Publisher, running: Running) -> None:
    gate = hold(ted)
    until(running.is_there)
    assert gate.reached.wait(PATIENCE_SECONDS)  # now the search is asked, and does not answer
    began = time.monotonic()
    assert "demo-banner" in running.page("/opslag/")
    assert "Ikke læst endnu" in running.page("/kilder/")
    assert time.monotonic() - began < 3
    gate.open.set()
    until(lambda: bool(running.ted()["count"] == DAYS * A_DAY and running.ted()["unread"] == 0))
    assert running.ted()["problem"] == ""


def test_a_publisher_that_is_down_is_told_and_the_demo_set_stays(ted: Publisher, running: Running) -> None:
    ted.faults = [("/v3/notices/search", status(429, Retry_After="3600"))]
    until(running.is_there)
    until(lambda: bool(running.ted()["problem"]))
    assert "Den har travlt og beder os komme igen senere." in running.page("/kilder/")
    assert "demo-banner" in running.page("/opslag/")
    assert ted.times("/v3/notices/search") == 1
