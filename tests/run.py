"""All checks and tests, in one go: ``./opslagstavle test [pytest arguments]``.

First the checks that need no run of the code, then the tests on SQLite, then those of the site once more on PostgreSQL,
if this machine has one. What was skipped is said at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy", "src", "tests", "bench"],
    ["lint-imports"],
)


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    if arguments:
        return pytest(arguments, {})
    for check in CHECKS:
        print(f"== {' '.join(check)}", flush=True)
        if code := subprocess.call([str(BIN / check[0]), *check[1:]]):
            return code
    if code := fetch_axe():
        return code
    with tempfile.TemporaryDirectory() as folder:
        if code := pytest(["tests"], {"OPSLAGSTAVLE_DATA": folder}):
            return code
        return on_postgresql(folder)


def fetch_axe() -> int:
    """What checks pages for accessibility comes from npm. Without it the browser tests skip, unless they are required."""
    print("== theme/build.py --with-axe", flush=True)
    code = subprocess.call([sys.executable, "theme/build.py", "--with-axe"])
    return code if is_required("browser") else 0


def is_required(what: str) -> bool:
    """As ``tests.conftest.missing`` reads it."""
    required = os.environ.get("OPSLAGSTAVLE_REQUIRE", "")
    return required == "all" or what in required.split(",")


def on_postgresql(folder: str) -> int:
    if (server := find_postgresql()) is None:
        reason = (
            "PostgreSQL is not installed (Debian: apt install postgresql): the site was tested on SQLite only"
        )
        print(f"SKIPPED postgresql: {reason}")
        return 1 if is_required("postgresql") else 0
    with postgresql(server) as url:
        print("== the site on PostgreSQL", flush=True)
        return pytest(["tests/site"], {"DATABASE_URL": url, "OPSLAGSTAVLE_DATA": folder})


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], env={**os.environ, **environment})


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
