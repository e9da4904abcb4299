"""All checks and tests, in one go: ``./opslagstavle test [pytest arguments]``.

First the checks that need no run of the code, then the tests: on SQLite, and beside that whatever touches a database once more on
PostgreSQL, if this machine has one. What was skipped is said at the end.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy", "src", "tests", "bench"],
    ["lint-imports"],
)
WITH_A_DATABASE = ("tests/site", "tests/browser")
SAY_EVERY_SECONDS = 60


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    if arguments:
        return subprocess.call([sys.executable, "-m", "pytest", *arguments])
    for check in CHECKS:
        print(f"== {' '.join(check)}", flush=True)
        if code := subprocess.call([str(BIN / check[0]), *check[1:]]):
            return code
    return fetch_axe() or on_both_databases()


def on_both_databases() -> int:
    """Side by side, each with a data folder of its own."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        runs = [Run("SQLite", folder, ["-m", "pytest", "tests"], {"DATABASE_URL": ""})]
        server = find_postgresql()
        if server:
            url = {"DATABASE_URL": held.enter_context(postgresql(server))}
            own = ["-o", f"cache_dir={folder / 'cache'}"]
            runs.append(Run("PostgreSQL", folder, ["-m", "pytest", *own, *WITH_A_DATABASE], url))
        code = side_by_side(runs)
    if server:
        return code
    reason = (
        "PostgreSQL is not installed (Debian: apt install postgresql): the site was tested on SQLite only"
    )
    print(f"SKIPPED postgresql: {reason}")
    return code or int(is_required("postgresql"))


class Run:
    """One process whose output is kept until it ends."""

    def __init__(self, name: str, folder: Path, arguments: list[str], environment: dict[str, str]) -> None:
        self.name, self.log = name, folder / f"{name}.log"
        own = {"OPSLAGSTAVLE_DATA": str(folder / name), **environment}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *arguments], env={**os.environ, **own}, stdout=log, stderr=subprocess.STDOUT
            )

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def progress(self) -> str:
        """As pytest prints it at the end of a line."""
        shares = re.findall(r"\[ *(\d+)%\]", self.output())
        return f"{self.name} {shares[-1] if shares else 0} %"

    def summary(self) -> str:
        """The last line that was printed."""
        lines = [line for line in self.output().splitlines() if line.strip()]
        return f"{self.name}: {lines[-1] if lines else 'said nothing'}"


def side_by_side(runs: list[Run], every: float = SAY_EVERY_SECONDS) -> int:
    """Print each as it ends, and all their last lines at the end. The exit code of one that failed, else 0."""
    waiting, said = list(runs), time.monotonic()
    print(f"== {' and '.join(run.name for run in runs)}; printed as they end", flush=True)
    while waiting:
        for run in [run for run in waiting if run.process.poll() is not None]:
            print(f"== {run.name}\n{run.output()}", flush=True)
            waiting.remove(run)
        if waiting and time.monotonic() - said >= every:
            said = time.monotonic()
            print("   " + ", ".join(run.progress() for run in waiting), flush=True)
        time.sleep(0.2)
    print("\n".join(run.summary() for run in runs), flush=True)
    return next((code for run in runs if (code := run.process.returncode)), 0)


def fetch_axe() -> int:
    """What checks pages for accessibility comes from npm. Without it the browser tests skip, unless they are required."""
    print("== theme/build.py --with-axe", flush=True)
    code = subprocess.call([sys.executable, "theme/build.py", "--with-axe"])
    return code if is_required("browser") else 0


def is_required(what: str) -> bool:
    """As ``tests.conftest.missing`` reads it."""
    required = os.environ.get("OPSLAGSTAVLE_REQUIRE", "")
    return required == "all" or what in required.split(",")


def find_postgresql() -> Path | None:
    """The folder of the newest server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def postgresql(server: Path) -> Iterator[str]:
    """A server of our own on a socket in a new folder, gone afterwards. It refuses to run as root."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if run_as:
            quietly("chown", "postgres", folder)
        initdb = f"{server / 'initdb'} -D {data} -U postgres -A trust -E UTF8 --locale=C.UTF-8"
        quietly(*run_as, *initdb.split())
        control = [*run_as, str(server / "pg_ctl"), "-D", str(data)]
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        quietly(*control, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield f"postgres://postgres@{folder.replace('/', '%2F')}/postgres"
        finally:
            quietly(*control, "-m", "immediate", "stop")


def quietly(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
