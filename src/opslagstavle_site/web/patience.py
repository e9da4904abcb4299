"""How long a request waited for a thread: whoever waited too long is told so, instead of a page that comes too late.

Without this, more readers than the board can serve mean that nobody is served: each page is made for somebody who has left.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from opslagstavle_site.web.errors import WAITED

_here = threading.local()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Notes when a connection begins to wait, and how long it did when its turn comes."""

    def enqueue_req(self, conn: Any) -> None:
        conn.since = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        _here.waited = time.monotonic() - conn.since
        return super().handle(conn)


def telling(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The application, told of each request how many seconds it waited."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[WAITED] = getattr(_here, "waited", 0.0)
        return application(environ, start_response)

    return answer
