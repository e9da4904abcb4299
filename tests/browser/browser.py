"""A browser for the tests: the machine's own Chromium through Playwright, and axe-core run on a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / ".setup" / "theme" / "node_modules" / "axe-core" / "axe.min.js"
"""Put there by ``theme/build.py --with-axe``."""

WIDTHS = (375, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str | None:
    """Why no page can be checked here; None when everything is there."""
    if not chromium():
        return "no chromium on this machine (Debian: apt install chromium)"
    if not AXE.exists():
        return "axe-core is not fetched (run theme/build.py --with-axe)"
    return None


@contextmanager
def launch() -> Iterator[Browser]:
    """Chromium, closed afterwards. As root it cannot have a sandbox."""
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Browser, width: int, *, javascript: bool = True) -> Page:
    """A page of a width in CSS pixels, under the site's own content security policy.

    Without JavaScript it can be clicked and looked at, but nothing can be evaluated in it: not axe either.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=javascript,
        locale="da-DK",
    )
    return context.new_page()


def axe_violations(page: Page) -> list[str]:
    """What axe finds, one line for each rule that is broken, with where."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{rule['id']}: {rule['help']} – {', '.join(str(node['target']) for node in rule['nodes'][:5])}"
        for rule in found["violations"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 when it fits."""
    return int(
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
