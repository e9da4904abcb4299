"""What runs when. Every step finds its own work, so a step that was missed is done the next time."""

from __future__ import annotations

import logging
import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from types import FrameType

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from django.db import Error as DatabaseFault
from django.db import close_old_connections
from django.utils import timezone

from opslagstavle_site.enterprises.checking import check
from opslagstavle_site.enterprises.indexing import index_enterprises
from opslagstavle_site.enterprises.registers import cvr
from opslagstavle_site.home.actions import begin_turn, end_turn, say_alive
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.notices.actions import (
    fetch_codelists,
    fetch_folder,
    read_documents,
    refresh_statistics,
    retry_after_upgrade,
)
from opslagstavle_site.notices.counting import count_lots
from opslagstavle_site.notices.fetching import fetch_due
from opslagstavle_site.notices.gaps import folders
from opslagstavle_site.notices.indexing import index_lots
from opslagstavle_site.web.faults import described

log = logging.getLogger("opslagstavle.schedule")

EVERY = {"minutes": 10}
CODELISTS_EVERY = {"hours": 24}
REGISTER_EVERY = {"hours": 6}
"""Each entry is looked up once a day; a look that failed is tried again the same day."""
LIVE_SECONDS = 8 * 60
"""A turn of the live sources: then the other jobs have theirs, and the next turn goes on where this one stopped."""
MATCH_SECONDS = 5 * 60
"""After years were read in, matching takes hours: the newest lots have their turn first, and new notices come in between."""
INDEX_SECONDS = 5 * 60
READ_AFTER = 25
SAY_EVERY_SECONDS = 5.0
ALIVE_EVERY_SECONDS = 30.0
PARENT = os.getppid()


def run_schedule() -> None:
    """Run until told to stop, or until whoever started this is gone."""
    signal.signal(signal.SIGTERM, _stop)
    # Jobs run one after another in this very thread: reading forks worker processes, and threads do not survive a fork.
    scheduler = BlockingScheduler(
        executors={"default": DebugExecutor()}, timezone=str(timezone.get_current_timezone())
    )
    options = {"coalesce": True, "misfire_grace_time": None, "next_run_time": timezone.now()}
    jobs: dict[str, tuple[Callable[[], object], dict[str, int]]] = {
        "current": (keep_current, EVERY),
        "codelists": (fetch_codelists, CODELISTS_EVERY),
        "register": (look_up_register, REGISTER_EVERY),
        "live": (fetch_live, EVERY),
    }
    for name, (job, every) in jobs.items():
        scheduler.add_job(turn, "interval", id=name, args=[name, job], **every, **options)
    scheduler.add_job(_pulse.beat, "interval", id="pulse", seconds=2)
    scheduler.start()


def keep_current() -> None:
    """Everything that brings the board up to date, in order."""
    for source in folders():
        fetch_folder(source=source, after_each=_pulse.beat)
    read_and_match()


def fetch_live() -> None:
    """Ask the live sources that are due, and show what came while the rest is still on its way."""
    began, waiting = time.monotonic(), 0
    with closing(fetch_due()) as batches:
        for count in batches:
            _pulse.beat()
            waiting += count
            if waiting >= READ_AFTER:
                read_and_match()
                waiting = 0
            if count and time.monotonic() - began > LIVE_SECONDS:
                break  # not with a batch that is not kept yet
    if waiting:
        read_and_match()


def look_up_register() -> None:
    """What the central business register says of our entries, once a day, where we have a user for it."""
    if cvr.is_known():
        outcome = check(on=timezone.localdate(), whoever=False, after_each=_pulse.beat)
        counts = ", ".join(f"{count} {what}" for what, count in outcome.counts.items())
        log.info("The central business register was asked: %s", counts or "nobody was due")


def read_and_match() -> None:
    retry_after_upgrade()
    if _tell("read", read_documents()):
        refresh_statistics()
    count_lots(on=timezone.localdate())
    _tell("enterprises indexed", index_enterprises())
    with closing(index_lots()) as batches:
        _tell("lots indexed", batches, INDEX_SECONDS)
    with closing(match_lots(on=timezone.localdate())) as batches:
        _tell("matched", batches, MATCH_SECONDS)


def _tell(what: str, batches: Iterator[int], most_seconds: float = math.inf) -> int:
    """Say now and then how far it is, and at the end; nothing when there was nothing to do. How much was done."""
    began = said = time.monotonic()
    done = 0
    for count in batches:
        _pulse.beat()
        done += count
        if time.monotonic() - began > most_seconds:
            log.info("The rest is %s in the next turn", what)
            break
        if time.monotonic() - said > SAY_EVERY_SECONDS:
            said = time.monotonic()
            log.info("%s %s so far, %.0f a second", done, what, done / (said - began))
    if done:
        log.info("%s %s in %.1f s", done, what, time.monotonic() - began)
    return done


def turn(name: str, job: Callable[[], object]) -> None:
    """One run of a job, with its row: when it began, how it ended."""
    fault = ""
    try:
        _pulse.begin(name)
        job()
    except Exception as error:
        # The next turn tries again; the board goes on serving what it has.
        fault = type(error).__name__
        if isinstance(error, DatabaseFault):
            close_old_connections()  # one that broke is made anew
        log.error("This turn was not finished, the next one takes it up again: %s", described(error))
    _pulse.end(name, fault)


class Pulse:
    """Tells those who ask the database that the schedule is alive. A database that does not answer is no reason to stop."""

    def __init__(self) -> None:
        self.job = ""
        self.said = -math.inf

    def begin(self, job: str) -> None:
        self.job, self.said = job, time.monotonic()
        begin_turn(job=job)

    def beat(self) -> None:
        _stop_when_alone()
        if self.job and time.monotonic() - self.said >= ALIVE_EVERY_SECONDS:
            self.said = time.monotonic()
            with suppress(DatabaseFault):
                say_alive(job=self.job)

    def end(self, job: str, fault: str) -> None:
        try:
            end_turn(job=job, fault=fault)
        except DatabaseFault as error:
            close_old_connections()
            log.error("The database does not answer: %s", described(error))


_pulse = Pulse()


def _stop_when_alone() -> None:
    if os.getppid() != PARENT:
        _stop()


def _stop(_signal: int = 0, _frame: FrameType | None = None) -> None:
    """At once, wherever it is: every step is one transaction, and the scheduler would swallow an exception."""
    os._exit(0)
