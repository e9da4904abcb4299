"""A command of the board that is killed with -9 at a chosen place, the n-th time it comes there.

python -m tests.site.killed "storing, before the commit" 2 read-archive notices.tar.gz --processes 1
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command

Function = Callable[..., Any]


def main(place: str, time: int, command: str, *arguments: str) -> None:
    django.setup()
    module, name, after = PLACES[place]
    owner = __import__(module, fromlist=["x"])
    *way, last = name.split(".")
    for part in way:
        owner = getattr(owner, part)
    setattr(owner, last, killing(getattr(owner, last), time, after))
    call_command(command.replace("-", "_"), *arguments)


def killing(function: Function, time: int, after: bool) -> Function:
    """The function, but the whole process is gone before or after its n-th call."""
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == time and not after:
            die()
        result = function(*arguments, **named)
        if calls == time:
            die()
        return result

    return wrapped


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


NOTICES = "opslagstavle_site.notices"
PLACES: dict[str, tuple[str, str, bool]] = {
    "fetching, before a batch is kept": (f"{NOTICES}.actions", "keep_documents", False),
    "keeping, before the commit": (f"{NOTICES}.models", "Document.objects.bulk_create", True),
    "kept, after the commit": (f"{NOTICES}.actions", "keep_documents", True),
    "reading": (f"{NOTICES}.actions", "prepare", True),
    "storing, notices and lots written": (f"{NOTICES}.storing", "link", False),
    "storing, before the commit": (f"{NOTICES}.storing", "link", True),
    "stored, after the commit": (f"{NOTICES}.actions", "store", True),
    "at the end, before the source is marked": (f"{NOTICES}.actions", "refresh_statistics", False),
}
"""Place → module, function in it, and whether it is killed after the call or before."""


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
