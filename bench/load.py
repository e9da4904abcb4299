"""Readers that come when they come: a process that asks a server on this machine for pages, and says how long each took.

    python -m bench.load < plan.json > answers.json

The plan is {"port": …, "requests": [[seconds from the start, kind, path, the status it should have], …]}. Nobody waits for
anybody: a request goes out at its time, however many are still unanswered, and its time counts from the moment it should have
gone out. So a server that stands still for a second is seen by everyone who came in that second.
"""

from __future__ import annotations

import asyncio
import json
import sys
from time import perf_counter
from typing import Any

HOST = "127.0.0.1"
PATIENCE_SECONDS = 20.0
MOST_REQUESTS = 50_000


async def come(plan: dict[str, Any]) -> list[list[Any]]:
    """[kind, path, milliseconds, milliseconds it went out late, what was wrong, bytes] of each request."""
    requests = plan["requests"][:MOST_REQUESTS]
    began = perf_counter() + 0.1
    return list(await asyncio.gather(*(_at(began + after, plan["port"], *what) for after, *what in requests)))


async def _at(due: float, port: int, kind: str, path: str, status: int) -> list[Any]:
    await asyncio.sleep(max(0.0, due - perf_counter()))
    late = perf_counter() - due
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found, size = await _ask(port, path)
        wrong = "" if found == status else f"status {found}"
    except (OSError, TimeoutError, ValueError) as error:
        wrong, size = f"{type(error).__name__}", 0
    return [kind, path, 1000 * (perf_counter() - due), 1000 * late, wrong, size]


async def _ask(port: int, path: str) -> tuple[int, int]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
        )
        answer = await reader.read(-1)
    finally:
        writer.close()
    return int(answer.split(b" ", 2)[1] if answer else 0), len(answer)


if __name__ == "__main__":
    json.dump(asyncio.run(come(json.load(sys.stdin))), sys.stdout)
