"""How fast a host is asked, whoever asks."""

from __future__ import annotations

import threading
import time
from collections import defaultdict

from django.conf import settings

pause = time.sleep


class Pace:
    """At most ``FETCH_PER_SECOND`` requests a second to one host, evenly, from this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, float] = defaultdict(float)

    def wait(self, host: str) -> None:
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next[host])
            self._next[host] = turn + 1 / settings.FETCH_PER_SECOND
        if turn > now:
            pause(turn - now)


PACE = Pace()
