"""Work in processes: results in order, nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opslagstavle.parallel import batches_of, in_processes
from tests.conftest import ROOT

SLOW_PARENT = r"""
import os, sys, time
from opslagstavle.parallel import in_processes

def work(batch):
    os.write(1, b"%d\n" % os.getpid())  # in one piece: two processes write to one pipe
    time.sleep(batch)

list(in_processes([0.1, 60, 60, 60], work, 2))
"""


def squares(batch: list[int]) -> list[int]:
    return [number**2 for number in batch]


def fault_of(batch: list[int]) -> list[int]:
    if 5 in batch:
        raise ValueError(str(batch))
    return batch


def test_batches_come_back_in_order_with_what_was_made_of_them() -> None:
    batches = list(batches_of(range(100), 7))
    assert list(in_processes(batches, squares, 2)) == [(batch, squares(batch)) for batch in batches]
    assert list(in_processes([], squares, 2)) == []


def test_the_work_is_done_elsewhere() -> None:
    processes = {pid for _, pid in in_processes(range(8), lambda _: os.getpid(), 2)}
    assert os.getpid() not in processes
    assert len(processes) <= 2


def test_a_fault_reaches_whoever_asked() -> None:
    with pytest.raises(ValueError, match=r"\[4, 5\]"):
        list(in_processes(batches_of(range(10), 2), fault_of, 2))


def test_whoever_has_seen_enough_ends_the_processes() -> None:
    results = in_processes(batches_of(range(1000), 2), squares, 2)
    assert next(results) == ([0, 1], [0, 1])
    results.close()  # type: ignore[attr-defined]
    assert list(results) == []


def test_processes_end_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SLOW_PARENT], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert parent.stdout is not None
    workers = {int(parent.stdout.readline()) for _ in range(3)}
    assert len(workers) == 2
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 20
    while any(map(_runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    parent.stdout.close()
    assert not any(map(_runs, workers))


def _runs(pid: int) -> bool:
    """A process that ended but that nobody has asked about yet does not run."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
