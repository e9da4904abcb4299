"""Faults in the log: what and where, never the message."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

# What secrets.token_urlsafe(32) makes, as a piece of an address: links that log in, and those of proposals.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


class Formatter(logging.Formatter):
    """For everybody's exceptions, the framework's too; and addresses without the secrets in them."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub("…", super().format(record))

    def formatException(  # the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return described(ei[1]) if ei[1] else ""


def described(error: BaseException) -> str:
    """Kind and places of a fault. Messages quote values, and a notice's values name people: they stay out of logs."""
    frames = traceback.extract_tb(error.__traceback__)
    way = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} in {way}" if way else type(error).__name__
