"""The whole board as one process tree: web workers, and beside them the schedule."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from opslagstavle.terms.searching import warm
from opslagstavle_site.accounts.actions import ensure_staff, make_login_link
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.notices.fetching import ensure_ted
from opslagstavle_site.notices.models import Document
from opslagstavle_site.notices.queries import demo_was_removed


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
    connections.close_all()
    Board(port=port, out=out).run()


def ensure_free(port: int) -> None:
    """Say so at once when the port cannot be had, before anything else is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"port {port} cannot be used ({error}): choose another with --port") from error


def migrate(out: TextIO) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
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


class Board(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; the schedule is its companion."""

    def __init__(self, *, port: int, out: TextIO) -> None:
        self.port = port
        self.out = out
        self.schedule: subprocess.Popen[bytes] | None = None
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": 2,
            "threads": 4,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": warm_search,
            "when_ready": self.start_schedule,
            "on_exit": self.stop_schedule,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # Not before the static files are in place: they are looked up once, here.
        return get_wsgi_application()

    def start_schedule(self, _arbiter: Any) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the server, and the server ends the schedule.
        command = [sys.executable, "-m", "opslagstavle_site", "schedule"]
        self.schedule = subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own command)
        say(self.out, f"the board is on http://localhost:{self.port}  (Ctrl-C stops it)")

    def stop_schedule(self, _arbiter: Any) -> None:
        if self.schedule is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.schedule.pid, signal.SIGTERM)
        try:
            self.schedule.wait(timeout=10)
        except subprocess.TimeoutExpired:
            # Safe: every step is one transaction, and unfinished work is found again.
            os.killpg(self.schedule.pid, signal.SIGKILL)
        say(self.out, "stopped")


def warm_search(_worker: Any) -> None:
    """Beside the first pages: whoever is the first to search must not wait for a dictionary to be loaded."""
    threading.Thread(target=warm, daemon=True).start()


def say(out: TextIO, text: str) -> None:
    out.write(f"opslagstavle: {text}\n")
    out.flush()
