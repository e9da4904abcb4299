"""The whole board as one process tree: web workers, and beside them the schedule."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from opslagstavle.terms.searching import warm
from opslagstavle_site.accounts.actions import ensure_staff, make_login_link
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.home.database import pending_migrations
from opslagstavle_site.notices.fetching import ensure_ted
from opslagstavle_site.notices.models import Document
from opslagstavle_site.notices.queries import demo_was_removed
from opslagstavle_site.web.patience import PatientWorker, telling

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 5 * 60.0
COLLECT_AFTER = 20_000
"""Objects; a page makes some ten thousand."""
LIVED_LONG = 10 * 60.0
"""Seconds. A schedule that ran this long was well: the next start has no pause of one that goes at once."""


def run(*, port: int, sources: list[Path], out: TextIO) -> None:
    """Set up what is missing, then serve until stopped."""
    ensure_free(port)
    migrate(out)
    collect_static(out)
    if settings.TED:
        ensure_ted()
    if sources:
        call_command("add_source", *map(str, sources))
    load_demo(out, with_notices=not sources)
    user, is_new = ensure_staff()
    if is_new:
        say(out, f"staff log in once, here: http://localhost:{port}/log-ind/{make_login_link(user=user)}/")
    told = f"the board is on http://localhost:{port}  (Ctrl-C stops it)"
    start(Manner(f"127.0.0.1:{port}", told=told), out)


def serve(*, with_schedule: bool, out: TextIO) -> None:
    """In production: nothing is set up but static files, and no secret is printed. What is missing stops it with a sentence."""
    if pending_migrations():
        raise CommandError("the database is not of this version: give ./opslagstavle migrate first")
    collect_static(out)
    if settings.TED:
        ensure_ted()
    start(Manner(settings.BIND, settings.WORKERS, with_schedule), out)


def start(manner: Manner, out: TextIO) -> None:
    connections.close_all()  # no worker shares one
    Board(manner, out).run()


def ensure_free(port: int) -> None:
    """Say so at once when the port cannot be had, before anything else is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"port {port} cannot be used ({error}): choose another with --port") from error


def migrate(out: TextIO) -> None:
    if pending_migrations():
        say(out, "making the database")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(out: TextIO) -> None:
    """Static files under names with their hash, when any of them is newer than the last time."""
    mark = Path(settings.STATIC_ROOT) / "staticfiles.json"
    built = Path(settings.ROOT) / "src" / "opslagstavle_site" / "web" / "static"
    newest = max((path.stat().st_mtime for path in built.rglob("*") if path.is_file()), default=0)
    if not mark.exists() or mark.stat().st_mtime < newest:
        say(out, "collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def load_demo(out: TextIO, *, with_notices: bool) -> None:
    """So that there is something to see and to match with: demo enterprises, and notices while there are no others.

    By command, because what a command needs is loaded when it runs: later starts are quicker without the matcher.
    """
    if demo_was_removed():
        return
    if with_notices and not Document.objects.exists():
        say(out, "loading the demo set")
        call_command("load_demo")
    elif not Enterprise.objects.exists():
        say(out, "loading the demo enterprises")
        call_command("load_demo", without_notices=True)


@dataclass(frozen=True, slots=True)
class Manner:
    """How to serve: an address like 127.0.0.1:8000 or unix:/run/board/board.sock, so many processes, with the schedule or not."""

    bind: str
    workers: int = 2
    with_schedule: bool = True
    told: str = ""  # said when it is ready

    def options(self) -> dict[str, Any]:
        return {
            "bind": self.bind,
            "workers": self.workers,
            "threads": 4,
            "worker_class": PatientWorker,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 30,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": begin_worker,
        }


class Board(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; the schedule is its companion."""

    def __init__(self, manner: Manner, out: TextIO) -> None:
        self.manner, self.out = manner, out
        self.schedule = Companion(out)
        super().__init__()

    def load_config(self) -> None:
        ours = {"when_ready": self.begin, "on_exit": self.end}
        for name, value in {**self.manner.options(), **ours}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # Not before the static files are in place: they are looked up once, here.
        return telling(get_wsgi_application())

    def run(self) -> None:
        Watchful(self).run()

    def begin(self, _arbiter: Any) -> None:
        self.look_after_schedule()
        say(self.out, self.manner.told or f"the board is on {self.manner.bind}")

    def look_after_schedule(self) -> None:
        if self.manner.with_schedule:
            self.schedule.look_after()

    def end(self, _arbiter: Any) -> None:
        self.schedule.stop()
        say(self.out, "stopped")


class Watchful(Arbiter):  # type: ignore[misc]
    """Gunicorn's parent looks after its workers every second, and after the schedule too."""

    def manage_workers(self) -> None:
        super().manage_workers()
        self.app.look_after_schedule()


class Companion:
    """The schedule as a process: started again when it is gone, sooner at first, later when it goes again and again."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.process: subprocess.Popen[bytes] | None = None
        self.began, self.pause, self.not_before = -math.inf, FIRST_PAUSE, -math.inf

    def look_after(self) -> None:
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self._gone(now)
        if now >= self.not_before:
            # A session of its own: Ctrl-C in the terminal reaches the server, and the server ends the schedule.
            command = [sys.executable, "-m", "opslagstavle_site", "schedule"]
            self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own command)
            self.began = now

    def _gone(self, now: float) -> None:
        self.process = None
        if now - self.began > LIVED_LONG:
            self.pause = FIRST_PAUSE
        self.not_before = now + self.pause
        say(self.out, f"the schedule is gone; it is started again in {self.pause:.0f} s")
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            # Safe: every step is one transaction, and unfinished work is found again.
            os.killpg(self.process.pid, signal.SIGKILL)


def begin_worker(_worker: Any) -> None:
    """What was loaded stays: the collector need not look through it again and again, nor so often while a page is made.

    Beside the first pages a dictionary is loaded: whoever is the first to search must not wait for it.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    threading.Thread(target=warm, daemon=True).start()


def say(out: TextIO, text: str) -> None:
    out.write(f"opslagstavle: {text}\n")
    out.flush()
