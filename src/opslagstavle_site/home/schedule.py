"""What runs when. Every step finds its own work, so a step that was missed is done the next time."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from types import FrameType

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from django.utils import timezone

from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.notices.actions import (
    fetch_codelists,
    fetch_folder,
    read_documents,
    refresh_statistics,
    retry_after_upgrade,
)
from opslagstavle_site.notices.models import Source
from opslagstavle_site.web.faults import described

log = logging.getLogger("opslagstavle.schedule")

EVERY = {"minutes": 10}
CODELISTS_EVERY = {"hours": 24}
SAY_EVERY_SECONDS = 5.0
PARENT = os.getppid()


def run_schedule() -> None:
    """Run until told to stop, or until whoever started this is gone."""
    signal.signal(signal.SIGTERM, _stop)
    # Jobs run one after another in this very thread: reading forks worker processes, and threads do not survive a fork.
    scheduler = BlockingScheduler(
        executors={"default": DebugExecutor()}, timezone=str(timezone.get_current_timezone())
    )
    options = {"coalesce": True, "misfire_grace_time": None, "next_run_time": timezone.now()}
    scheduler.add_job(_next_turn, "interval", id="current", **EVERY, **options)
    scheduler.add_job(fetch_codelists, "interval", id="codelists", **CODELISTS_EVERY, **options)
    scheduler.add_job(_stop_when_alone, "interval", id="parent", seconds=2)
    scheduler.start()


def keep_current() -> None:
    """Everything that brings the board up to date, in order."""
    for source in Source.objects.filter(kind=Source.Kind.FOLDER).order_by("pk"):
        fetch_folder(source=source)
    retry_after_upgrade()
    if _tell("read", read_documents()):
        refresh_statistics()
    _tell("matched", match_lots(on=timezone.localdate()))


def _tell(what: str, batches: Iterator[int]) -> int:
    """Say now and then how far it is, and at the end; nothing when there was nothing to do. How much was done."""
    began = said = time.monotonic()
    done = 0
    for count in batches:
        _stop_when_alone()
        done += count
        if time.monotonic() - said > SAY_EVERY_SECONDS:
            said = time.monotonic()
            log.info("%s %s so far, %.0f a second", done, what, done / (said - began))
    if done:
        log.info("%s %s in %.1f s", done, what, time.monotonic() - began)
    return done


def _next_turn() -> None:
    try:
        keep_current()
    except Exception as error:
        # The next turn tries again; the board goes on serving what it has.
        log.error("This turn was not finished, the next one takes it up again: %s", described(error))


def _stop_when_alone() -> None:
    if os.getppid() != PARENT:
        _stop()


def _stop(_signal: int = 0, _frame: FrameType | None = None) -> None:
    """At once, wherever it is: every step is one transaction, and the scheduler would swallow an exception."""
    os._exit(0)
