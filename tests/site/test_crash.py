"""kill -9 while an archive is read, then the same command again: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tarfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from opslagstavle_site.notices.sources import demo

TIMES = 12
KILLS = 8
BAD = b"<ContractNotice>cut off"


def command(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "opslagstavle_site", *arguments]


def environment(data: Path) -> dict[str, str]:
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**without, "OPSLAGSTAVLE_DATA": str(data), "PYTHONPATH": str(settings.ROOT / "src")}


def run(data: Path, *arguments: str) -> str:
    done = subprocess.run(
        command(data, *arguments), env=environment(data), capture_output=True, text=True, check=True
    )
    return done.stdout


def killed_after(seconds: float, data: Path, *arguments: str) -> None:
    process = subprocess.Popen(
        command(data, *arguments), env=environment(data), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred notices of our own making, one of which is no notice."""
    path = tmp_path_factory.mktemp("archive") / "notices.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for number in range(TIMES):
            for name, content in demo.documents(date(2026, 1, 5)):
                add(tar, f"{number}-{name}", another(content, number))
        add(tar, "bad.xml", BAD)
    return path


def another(content: bytes, number: int) -> bytes:
    """The same notice under another identity: its ids begin otherwise."""
    return re.sub(
        rb"(scheme(?:Name|ID)=\"[^\"]*\">|ContractFolderID[^>]*>)[0-9a-f]{8}-",
        rb"\g<1>%08x-" % number,
        content,
    )


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name if name.endswith(".xml") else f"{name}.xml")
    info.size = len(content)
    tar.addfile(info, BytesIO(content))


def test_nothing_is_lost_twice_or_half(archive: Path, tmp_path: Path) -> None:
    calm, stormy = tmp_path / "calm", tmp_path / "stormy"
    for data in (calm, stormy):
        run(data, "migrate", "-v0")
    began = time.monotonic()
    run(calm, "read-sources", str(archive))
    whole = time.monotonic() - began
    chance = random.Random(20261123)
    partly = []
    for _ in range(KILLS):
        killed_after(chance.uniform(0.15, 1.0) * whole, stormy, "read-sources", str(archive))
        partly.append(json.loads(run(stormy, "count", "--json")))
    run(stormy, "read-sources", str(archive))
    expected = json.loads(run(calm, "count", "--json"))
    assert json.loads(run(stormy, "count", "--json")) == expected
    assert expected["documents_unreadable"] == 1
    assert expected["documents_to_read"] == 0
    assert expected["notices"] > 30 * TIMES
    assert any(state["documents"] > 0 for state in partly)
    for state in partly:  # never half: what is read has its notice, in whole
        assert state["documents"] <= expected["documents"]
    run(stormy, "read-sources", str(archive))
    assert json.loads(run(stormy, "count", "--json")) == expected
