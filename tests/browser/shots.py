"""Pictures of pages at three widths, and what axe says of them.

    python -m tests.browser.shots http://localhost:8000 OUT / /opslag/ …

Exits with 1 when axe finds something, a page is wider than its window, or the browser's console complains.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.browser import WIDTHS, axe_violations, launch, missing, open_page, overflow


def main(base: str, folder: Path, paths: list[str]) -> int:
    if reason := missing():
        sys.exit(f"shots: {reason}")
    folder.mkdir(parents=True, exist_ok=True)
    with launch() as browser:
        faults = [
            fault for path in paths for width in WIDTHS for fault in shoot(browser, base, path, width, folder)
        ]
    print("\n".join(faults) or f"{len(paths)} pages at {len(WIDTHS)} widths: nothing found")
    return 1 if faults else 0


def shoot(browser: Browser, base: str, path: str, width: int, folder: Path) -> list[str]:
    """Take one picture; what is wrong with the page, a line each."""
    page = open_page(browser, width)
    faults: list[str] = []
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.goto(base.rstrip("/") + path, wait_until="load")
    name = re.sub(r"\W+", "-", path).strip("-") or "start"
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    faults += axe_violations(page)
    if extra := overflow(page):
        faults.append(f"{extra} px wider than the window")
    page.context.close()
    return [f"{path} at {width}: {fault}" for fault in faults]


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
