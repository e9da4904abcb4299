"""What was counted lately, kept for a moment: by each process for itself, in the cache."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache, caches

Counted = TypeVar("Counted")
STILL_KNOWN_SECONDS = 24 * 60 * 60
# One that counts may ask for another that is kept, and two names may share a lock: who holds it must not wait for itself.
_COUNTING = [threading.RLock() for _ in range(64)]


def kept(name: str, count: Callable[[], Counted], seconds: int) -> Counted:
    """What was counted at most ``seconds`` ago. After that one reader counts anew, and whoever asks meanwhile is told what was
    last known. The name must say of which day it is.
    """
    key = _key(name)
    fresh: Counted | None = cache.get(key)
    if fresh is not None:
        return fresh
    known: Counted | None = cache.get(f"{key}-known")
    lock = _lock(key)
    if not lock.acquire(blocking=known is None):
        return cast(Counted, known)
    try:
        found: Counted = cache.get(key) or count()
        cache.set(key, found, seconds)
        cache.set(f"{key}-known", found, STILL_KNOWN_SECONDS)
        return found
    finally:
        lock.release()


def lately(name: str, make: Callable[[], Counted], seconds: int) -> Counted:
    """What was made at most ``seconds`` ago, and nothing older: whoever asks while it is made anew waits for it."""
    key = _key(name)
    pages = caches["pages"]
    fresh: Counted | None = pages.get(key) if seconds else None
    if fresh is not None:
        return fresh
    with _lock(key):
        found: Counted = (pages.get(key) if seconds else None) or make()
        if seconds:
            pages.set(key, found, seconds)
        return found


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _lock(key: str) -> threading.RLock:
    return _COUNTING[int(key[:8], 16) % len(_COUNTING)]
