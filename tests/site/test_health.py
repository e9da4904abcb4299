"""Whether the board lives: what it says of itself, and that the schedule comes back when it is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from opslagstavle_site.home import health, schedule, serve
from opslagstavle_site.home.actions import begin_turn, end_turn
from opslagstavle_site.home.machine import Asking
from opslagstavle_site.home.models import Turn
from opslagstavle_site.web import faults
from tests.boards import Board, Boards
from tests.site.test_sources_run import until

pytestmark = pytest.mark.django_db


def told(client: Client, path: str = "/sundhed") -> tuple[int, dict[str, bool]]:
    answer = client.get(path)
    return answer.status_code, answer.json()


def test_health_costs_one_query_and_holds_no_secret(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    begin_turn(job="live")
    with django_assert_num_queries(1):
        answer = client.get("/sundhed")
    assert (answer.status_code, answer.json()) == (200, {"well": True, "database": True, "schedule": True})
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_silent_schedule_is_told_and_the_pages_go_on(client: Client) -> None:
    assert told(client)[0] == 503
    begin_turn(job="live")
    end_turn(job="live", fault="")
    Turn.objects.update(alive_at=timezone.now() - timedelta(minutes=16))
    assert told(client) == (503, {"well": False, "database": True, "schedule": False})
    assert told(client, "/sundhed/sider") == (200, {"well": True, "database": True})
    assert "Lige nu læses der ikke noget nyt" in client.get("/kilder/").content.decode()
    begin_turn(job="live")
    assert "Lige nu læses der ikke noget nyt" not in client.get("/kilder/").content.decode()


def test_a_database_that_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_now: object) -> None:
        raise OperationalError

    monkeypatch.setattr(health, "schedule", broken)
    assert told(client) == (503, {"well": False, "database": False, "schedule": False})
    assert told(client, "/sundhed/sider") == (503, {"well": False, "database": False})


def test_whoever_watches_needs_no_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    begin_turn(job="live")
    assert client.get("/sundhed").status_code == 200
    assert client.get("/").status_code == 301


def test_a_turn_says_what_it_ran_into_and_never_its_message(caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> None:
        assert Turn.objects.get().ended_at is None
        raise ValueError("Hanne Hansen, hh@example.com")

    schedule.turn("live", failing)
    row = Turn.objects.get()
    assert (row.job, row.fault, row.ended_at is not None) == ("live", "ValueError", True)
    assert "Hanne" not in caplog.text
    assert faults.described(ValueError("x")) in caplog.text
    schedule.turn("live", lambda: None)
    assert Turn.objects.get().fault == ""


class Process:
    """Stands for one that is at work until it is told to be gone."""

    def __init__(self) -> None:
        self.gone = False

    def poll(self) -> int | None:
        return -9 if self.gone else None


def test_one_that_goes_again_and_again_is_started_later_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Process] = []
    now = [1000.0]

    def start(*_: object, **__: object) -> Process:
        started.append(Process())
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    companion = serve.Companion(StringIO())
    pauses = []
    for _ in range(11):
        companion.look_after()
        started[-1].gone = True
        companion.look_after()
        count = len(started)
        began = now[0]
        while len(started) == count:
            now[0] += 0.5
            companion.look_after()
        pauses.append(now[0] - began)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    now[0] += serve.LIVED_LONG + 1
    started[-1].gone = True
    companion.look_after()
    now[0] += 1
    companion.look_after()
    assert started[-1].poll() is None


@pytest.fixture
def serving(boards: Boards, tmp_path: Path) -> Iterator[tuple[Board, int]]:
    """In production: behind a socket file. The parent's process id."""
    board = boards.new(tmp_path / "board")
    board.environment |= {
        "OPSLAGSTAVLE_BIND": f"unix:{tmp_path / 'sock'}", "OPSLAGSTAVLE_TED": "no", "OPSLAGSTAVLE_WORKERS": "1",
        "OPSLAGSTAVLE_CODELISTS": str(tmp_path / "none"),
    }  # fmt: skip
    said = board.start("serve").communicate(timeout=60)[1]
    assert "./opslagstavle migrate" in said
    board.run("migrate", "-v0")
    process = board.start("serve")
    try:
        yield board, process.pid
    finally:
        os.kill(process.pid, signal.SIGTERM)
        out, said = process.communicate(timeout=30)
        assert "Traceback" not in said, said
        assert "log-ind" not in out + said  # the journal is read by more people than may log in


def children(parent: int) -> dict[int, str]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found[int(path.parent.name)] = command
    return found


def the_schedule(parent: int) -> int | None:
    return next(
        (pid for pid, command in children(parent).items() if command.strip().endswith(" schedule")), None
    )


def test_a_schedule_that_is_killed_comes_back(serving: tuple[Board, int], tmp_path: Path) -> None:
    board, parent = serving
    until(lambda: answered(tmp_path / "sock") == 200)  # it serves, and the schedule has had a turn
    first = the_schedule(parent)
    assert first
    os.kill(first, signal.SIGKILL)
    until(lambda: the_schedule(parent) not in (None, first))
    rows = board.query("SELECT max(alive_at) FROM home_turn")
    until(lambda: board.query("SELECT max(alive_at) FROM home_turn") > rows)
    assert answered(tmp_path / "sock") == 200
    assert "pages: answered on unix:" in board.run("doctor")


def answered(path: Path) -> int:
    asking = Asking(f"unix:{path}")
    try:
        asking.request("GET", "/sundhed", headers={"Host": "localhost"})
        return asking.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        asking.close()


def test_a_free_port_can_be_had(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="choose another"):
            serve.ensure_free(taken.getsockname()[1])
