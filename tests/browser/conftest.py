"""A live board with the demo set, and one browser to look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.browser import launch
from tests.browser.browser import missing as reason_to_skip
from tests.conftest import missing
from tests.demo_board import put_up


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of the module, not the session: while it is open, an event loop runs in this thread, also for other tests."""
    if reason := reason_to_skip():
        missing("browser", reason)
    with pytest.MonkeyPatch.context() as patch, launch() as opened:
        # Playwright's loop makes Django take this thread for asynchronous code, which it is not.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield opened


@pytest.fixture
def base(browser: Browser, settings: Settings, transactional_db: None, live_server: LiveServer) -> str:
    """The address of a live server with the demo board."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.KEEP_PAGES_SECONDS = 0
    put_up(timezone.localdate())
    return str(live_server.url)
