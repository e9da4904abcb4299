"""Reading many documents and doing something with each, on all cores, in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.archives import Item
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice

AT_ONCE = 32
WORTH_A_POOL = 100
"""Fewer documents than this are read here: starting processes would take longer."""

T = TypeVar("T")
Work = Callable[[str, Notice], T]
"""(name of the document, what was read from it) → whatever is wanted; runs in another process."""
Done = tuple[str, T | UnreadableNotice]
"""(name of the document, what came of it)"""


def work_on(items: Iterable[Item], work: Work[T]) -> Iterator[Done[T]]:
    """What ``work`` makes of each document, or why the document could not be read."""
    stream = iter(items)
    first = list(islice(stream, WORTH_A_POOL))
    if len(first) < WORTH_A_POOL:
        yield from (_one(item, work) for item in first)
        return
    # Forked, the processes have what the work needs already: only documents and results travel.
    pool = ProcessPoolExecutor(
        mp_context=multiprocessing.get_context("fork"), initializer=_start_process, initargs=(work,)
    )
    try:
        yield from _in_pool(pool, chain(first, stream))
    finally:
        pool.shutdown(cancel_futures=True)


def _in_pool(pool: ProcessPoolExecutor, items: Iterator[Item]) -> Iterator[Done[Any]]:
    """A few batches ahead, so that unpacking here and working there go on at the same time."""
    ahead: deque[Future[list[Done[Any]]]] = deque()
    while batch := list(islice(items, AT_ONCE)):
        ahead.append(pool.submit(_batch, batch))
        if len(ahead) > 2 * (os.cpu_count() or 1):
            yield from ahead.popleft().result()
    while ahead:
        yield from ahead.popleft().result()


_work: Work[Any]


def _start_process(work: Work[Any]) -> None:
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to answer
    _work = work


def _batch(items: list[Item]) -> list[Done[Any]]:
    return [_one(item, _work) for item in items]


def _one(item: Item, work: Work[T]) -> Done[T]:
    name, content = item
    try:
        return name, content if isinstance(content, UnreadableNotice) else work(name, read_notice(content))
    except UnreadableNotice as error:
        return name, error
