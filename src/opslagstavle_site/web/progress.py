"""How far long work is, in one line that is written again and again: share, rate, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TextIO

WIDTH = 24
AGAIN_EVERY_SECONDS = 0.2


class ProgressBar:
    """``show(share, done)`` as often as one likes. Where nobody watches (a file, a pipe) a line is written now and then."""

    def __init__(self, out: TextIO, what: str) -> None:
        self.out, self.what = out, what
        self.watched = out.isatty()
        self.began = time.monotonic()
        self.said = 0.0
        self.done_before: int | None = None
        self.share_before = 0.0

    def show(self, share: float, done: int, *, last: bool = False) -> None:
        """``share`` from 0 to 1 of all there is to go through, ``done`` in pieces. The rate counts from the first call."""
        now = time.monotonic()
        if self.done_before is None:
            self.began, self.done_before, self.share_before = now, done, share
        if not last and now - self.said < (AGAIN_EVERY_SECONDS if self.watched else 10.0):
            return
        self.said = now
        line = bar(share, done, self.what, rate=(done - self.done_before) / max(now - self.began, 1e-9),
                   left=self._seconds_left(share, now))  # fmt: skip
        self.out.write(f"\r{line}\x1b[K" if self.watched else f"{line}\n")
        if last and self.watched:
            self.out.write("\n")
        self.out.flush()

    def _seconds_left(self, share: float, now: float) -> float | None:
        gone = share - self.share_before
        return (now - self.began) * (1 - share) / gone if gone > 0 else None


def tallied(out: TextIO, counts: Iterable[int], what: str) -> int:
    """The sum of ``counts``, written as it grows to whoever watches."""
    done = 0
    for count in counts:
        done += count
        if out.isatty():
            out.write(f"\r{done:,} {what}")
            out.flush()
    if done and out.isatty():
        out.write("\r")
    return done


def bar(share: float, done: int, what: str, *, rate: float, left: float | None) -> str:
    """
    >>> bar(0.5, 12000, "notices read", rate=312.4, left=754)
    '[############............]  50 %  12,000 notices read, 312 a second, 12 min 34 s left'
    """
    full = round(WIDTH * min(max(share, 0), 1))
    parts = [f"{done:,} {what}", f"{rate:,.0f} a second"]
    if left is not None and share < 1:
        parts.append(f"{lasting(left)} left")
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {share:>4.0%}  ".replace("%", " %") + ", ".join(parts)


def lasting(seconds: float) -> str:
    """
    >>> lasting(59.2), lasting(754), lasting(7300)
    ('59 s', '12 min 34 s', '2 h 1 min')
    """
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"
