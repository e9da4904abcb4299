"""kill -9 while a publisher is asked, in each phase, then the same command again: everything once."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from opslagstavle_site.notices.sources import demo
from tests.boards import Board, Boards
from tests.publisher import Gate, Publisher, package, published
from tests.site.test_crash import another

DAYS = 3
A_DAY = 30


@pytest.fixture
def ted() -> Iterator[Publisher]:
    """The last three weekdays with thirty notices each, that can be read; also as packages, and pages of OCDS."""
    with published() as publisher:
        day = timezone.localdate()  # the commands ask the real clock, and so must we
        contents = [content for _, content in demo.documents(date(2026, 1, 5))][:A_DAY]
        for number in range(DAYS):
            while day.weekday() > 4:
                day -= timedelta(days=1)
            numbers = [f"{number + 1}{each:05}-2026" for each in range(A_DAY)]
            publisher.days[day] = dict(
                zip(numbers, (another(content, number) for content in contents), strict=True)
            )
            publisher.calendar[day] = f"{day.year}{100 - number:05}"
            publisher.packages[publisher.calendar[day]] = package(
                {f"{each}.xml": content for each, content in publisher.days[day].items()}
            )
            day -= timedelta(days=1)
        for page in range(1, 4):
            publisher.files[f"/ocds/{page}"] = ({}, ocds_page(page))
        yield publisher


def ocds_page(page: int) -> bytes:
    releases = [{"ocid": f"ocds-{page}-{n}", "id": f"{n}", "tag": ["tender"]} for n in range(30)]
    links = {"links": {"next": f"/ocds/{page + 1}"}} if page < 3 else {}
    return json.dumps({"releases": releases, **links}).encode()


class Asking(Board):
    """A board of its own that asks a publisher on this machine."""

    def __init__(self, board: Board, publisher: Publisher) -> None:
        super().__init__(board.folder, board.url)
        self.environment |= {
            "OPSLAGSTAVLE_TED_API": publisher.url, "OPSLAGSTAVLE_TED_SITE": publisher.url,
            "OPSLAGSTAVLE_FETCH_PER_SECOND": "10000", "OPSLAGSTAVLE_TED": "yes",
            "OPSLAGSTAVLE_CODELISTS": str(board.folder / "none"),  # or they would be asked for at their publisher's
        }  # fmt: skip
        self.days = f"{min(publisher.days)}", f"{max(publisher.days)}"
        self.run("migrate", "-v0")

    def kill_at(self, publisher: Publisher, word: str, *arguments: str) -> None:
        """Start a command, wait until its request for ``word`` is at the publisher, and kill it there."""
        gate = Gate()
        publisher.faults.append((word, gate))
        process = self.start(*arguments)
        assert gate.reached.wait(60), process.stderr and process.stderr.read()
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        gate.open.set()

    def counts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("count", "--json"))
        return found


def nth_day(publisher: Publisher, number: int) -> list[str]:
    """The notices of a day in the order they are asked for; the newest day is the first."""
    return list(publisher.days[sorted(publisher.days, reverse=True)[number]])


def test_killed_while_ted_is_asked(ted: Publisher, boards: Boards, tmp_path: Path) -> None:
    board = Asking(boards.new(tmp_path / "stormy"), ted)
    board.run("add-source", "ted")
    board.kill_at(ted, "/v3/notices/search", "fetch")  # before anything is known
    assert board.counts()["documents"] == 0
    board.kill_at(ted, nth_day(ted, 0)[0], "fetch")  # the list is there, nothing else
    assert board.counts()["documents"] == 0
    board.kill_at(ted, nth_day(ted, 0)[28], "fetch")  # one batch of 25 is kept, three notices were in flight
    assert board.counts()["documents"] == 25
    board.kill_at(ted, nth_day(ted, 1)[2], "fetch")  # the first day is whole
    assert board.counts()["documents"] == 30
    assert "days missing" in board.run("list-sources")
    board.kill_at(ted, nth_day(ted, 2)[29], "fetch")  # the very last
    assert board.counts()["documents"] == 85
    board.run("fetch")
    assert board.counts()["documents"] == DAYS * A_DAY
    asked = [
        ted.times(nth_day(ted, day)[number]) for day, number in ((0, 0), (0, 28), (1, 2), (2, 0), (2, 29))
    ]
    assert asked == [2, 2, 2, 1, 2]  # once, and once more only where a kill fell upon it or its batch
    board.run("read-sources")
    counts = board.counts()
    assert (counts["documents_to_read"], counts["documents_unreadable"]) == (0, 0)
    calm = Asking(boards.new(tmp_path / "calm"), ted)
    for command in (["add-source", "ted"], ["fetch"], ["read-sources"]):
        calm.run(*command)
    assert counts == calm.counts()
    assert counts["notices"] > DAYS * A_DAY * 0.9
    ted.asked.clear()
    board.run("fetch", "--all")
    assert ted.times("/xml") == 0
    assert board.counts() == counts


def test_killed_while_packages_are_fetched(ted: Publisher, boards: Boards, tmp_path: Path) -> None:
    board = Asking(boards.new(tmp_path), ted)
    command = "fetch-days", *board.days
    issues = [ted.calendar[day] for day in sorted(ted.calendar, reverse=True)]
    board.kill_at(ted, "/release-calendar/", *command)
    board.kill_at(ted, issues[0], *command)
    assert board.counts()["documents"] == 0
    board.kill_at(ted, issues[1], *command)
    assert board.counts()["documents"] == A_DAY
    assert f"{DAYS - 1} days missing" in board.run("list-sources")
    assert f"[{DAYS - 1}/{DAYS - 1}," in board.run(*command)
    assert board.counts()["documents"] == DAYS * A_DAY
    assert "days missing" not in board.run("list-sources")
    assert ted.times(issues[0]) == 2
    assert [path.suffix for path in (tmp_path / "fetching").iterdir()] == [".lock"]


def test_killed_while_pages_of_ocds_are_followed(ted: Publisher, boards: Boards, tmp_path: Path) -> None:
    board = Asking(boards.new(tmp_path), ted)
    board.run("add-source", f"{ted.url}/ocds/1")
    board.kill_at(ted, "/ocds/1", "fetch")
    assert board.counts()["documents"] == 0
    board.kill_at(ted, "/ocds/3", "fetch")
    assert board.counts()["documents"] == 60
    board.run("fetch")
    assert board.counts()["documents"] == 90
    assert [ted.times(f"/ocds/{page}") for page in (1, 2, 3)] == [2, 1, 2]  # it went on where it was
