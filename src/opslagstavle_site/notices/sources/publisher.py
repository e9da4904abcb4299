"""The publisher of the official code lists: what is missing in the folder is fetched into it."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
from django.conf import settings

from opslagstavle.errors import BadCodelist
from opslagstavle.terms.codelists import FILES, verify
from opslagstavle_site.web.codelists import folder

TIMEOUT_SECONDS = 5.0


def fetch_missing() -> list[str]:
    """Bring every list that is not there, or not right, into the folder. What went wrong, in words; empty when all are there."""
    faults = []
    for name in FILES:
        try:
            _ensure(name)
        except httpx.HTTPError as error:
            # The others come from the same place: waiting for each time-out would only take longer.
            faults.append(
                f"{FILES[name].url} could not be fetched ({type(error).__name__}); own names of kinds of work are used"
            )
            break
        except (BadCodelist, OSError) as error:
            faults.append(str(error))
    return faults


def _ensure(name: str) -> None:
    path = folder() / name
    if path.exists():
        try:
            verify(name, path.read_bytes())
        except BadCodelist:
            if settings.CODELISTS_FOLDER:
                raise
        else:
            return
    elif settings.CODELISTS_FOLDER:
        raise BadCodelist(f"{name} is not in the folder OPSLAGSTAVLE_CODELISTS names ({folder()})")
    response = httpx.get(FILES[name].url, timeout=TIMEOUT_SECONDS, follow_redirects=True)
    response.raise_for_status()
    verify(name, response.content)
    _write(path, response.content)


def _write(path: Path, content: bytes) -> None:
    """All or nothing: a half-written file never has its final name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.rename(path)
