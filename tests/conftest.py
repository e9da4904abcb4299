"""Fixtures for all tests. What a machine cannot offer is skipped by name, or required by OPSLAGSTAVLE_REQUIRE."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import settings

# Where a whole submission hangs on it the same examples are tried each time; at home new ones look for what nobody thought of.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("OPSLAGSTAVLE_SHARED") or ROOT.parent / "shared")


def missing(what: str, reason: str) -> None:
    """Skip with a reason; where everything is required, fail instead."""
    required = os.environ.get("OPSLAGSTAVLE_REQUIRE", "")
    if required == "all" or what in required.split(","):
        pytest.fail(f"{what} is required here: {reason}")
    pytest.skip(f"{what}: {reason}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real notices and official files, read and never copied."""
    if not (SHARED / "notices").is_dir():
        missing("shared", "no shared data (set OPSLAGSTAVLE_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def real_notices(shared: Path) -> dict[str, bytes]:
    """Publication number → bytes, of every real eForms, R2.0.9 and R2.0.8 notice."""
    found = {}
    for archive in ("eforms", "ted-r209", "ted-r208"):
        with tarfile.open(shared / "notices" / f"{archive}.tar.xz") as tar:
            for member in tar:
                stream = tar.extractfile(member)
                if stream is not None and member.name.endswith(".xml"):
                    found[Path(member.name).stem] = stream.read()
    return found
