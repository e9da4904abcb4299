"""Work spread over all cores by processes: batches in, results out, in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, TypeVar

LOOK_EVERY_SECONDS = 1.0

Batch = TypeVar("Batch")
Result = TypeVar("Result")
Item = TypeVar("Item")


def cores() -> int:
    return os.cpu_count() or 1


def batches_of(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """
    >>> list(batches_of("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch


def in_processes(
    batches: Iterable[Batch], work: Callable[[Batch], Result], processes: int
) -> Iterator[tuple[Batch, Result]]:
    """Each batch with what ``work`` makes of it.

    The processes are forks, made before the first batch is asked for: they have whatever ``work`` holds, and only batches and
    results travel. Whoever has something open that must not be shared with a fork (a database) closes it before the first step.
    """
    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("fork"), initializer=_start, initargs=(work, os.getpid())
    )  # fmt: skip
    try:
        pool.submit(os.getpid).result()
        yield from _ahead(pool, iter(batches), processes)
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(
    pool: ProcessPoolExecutor, batches: Iterator[Batch], processes: int
) -> Iterator[tuple[Batch, Any]]:
    """A few batches ahead, so that giving out here and working there go on at the same time."""
    ahead: deque[tuple[Batch, Future[Any]]] = deque()
    for batch in batches:
        ahead.append((batch, pool.submit(_do, batch)))
        if len(ahead) > processes + 1:
            first, future = ahead.popleft()
            yield first, future.result()
    while ahead:
        first, future = ahead.popleft()
        yield first, future.result()


_work: Callable[[Any], Any]


def _start(work: Callable[[Any], Any], parent: int) -> None:
    """In a new process: leave Ctrl-C to the parent, take over none of its signal handlers, and end when it is gone."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # A killed parent cannot tell its processes; they would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os._exit(1)


def _do(batch: Any) -> Any:
    return _work(batch)
