"""Two runs of the tests side by side: never interleaved, never a failure lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run import Run, side_by_side

SLOW_AND_RED = (
    "import time; print('slow begins', flush=True); time.sleep(0.8); print('1 failed in 0.8s'); exit(3)"
)
QUICK = "import os; print('quick in', os.environ['OPSLAGSTAVLE_DATA'], '[ 50%]'); print('1 passed in 0.1s')"


def test_each_is_printed_whole_when_it_ends_and_a_failure_counts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    runs = [Run("Slow", tmp_path, ["-c", SLOW_AND_RED], {}), Run("Quick", tmp_path, ["-c", QUICK], {})]
    assert side_by_side(runs) == 3
    said = capfd.readouterr().out.splitlines()
    assert [line for line in said if line] == [
        "== Slow and Quick; printed as they end",
        "== Quick", f"quick in {tmp_path / 'Quick'} [ 50%]", "1 passed in 0.1s",
        "== Slow", "slow begins", "1 failed in 0.8s",
        "Slow: 1 failed in 0.8s", "Quick: 1 passed in 0.1s",
    ]  # fmt: skip


def test_whoever_waits_is_told_how_far_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = Run("Slow", tmp_path, ["-c", f"print('[  7%]', flush=True); {SLOW_AND_RED}"], {})
    assert side_by_side([run], every=0.3) == 3
    assert "   Slow 7 %" in capfd.readouterr().out.splitlines()
