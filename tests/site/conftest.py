"""The site under test: plain static files, templates that do not forgive, and a small board to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings

from opslagstavle_site.guide import exports as guide_exports
from opslagstavle_site.guide import views as guide_views
from opslagstavle_site.web import pace
from tests.boards import Boards, made
from tests.demo_board import put_up
from tests.publisher import Publisher, published


class Undefined(str):
    """An unknown variable in a template fails the test instead of printing nothing."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"unknown template variable: {name}")

    def __contains__(self, part: object) -> bool:
        return part == "%s"


@pytest.fixture(autouse=True)
def strict_templates(settings: Settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    options = {**settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid": Undefined("%s")}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Figures that one test counted are not the next one's."""
    cache.clear()


@pytest.fixture(autouse=True)
def pages_made_anew(settings: Settings) -> None:
    """Every page is made for whoever asks; the test of keeping them keeps them."""
    settings.KEEP_PAGES_SECONDS = 0


@pytest.fixture(autouse=True)
def no_real_network(settings: Settings, tmp_path: Path) -> None:
    """Whoever fetches without having named a publisher of its own reaches nobody."""
    settings.TED_API = settings.TED_SITE = "http://127.0.0.1:9"
    settings.CVR_API = "http://127.0.0.1:9"
    settings.CVR_USER = settings.CVR_PASSWORD = ""
    settings.FETCH_FOLDER = tmp_path / "fetching"


@pytest.fixture(autouse=True)
def nobody_asks_too_often(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests ask from one address; those of the limits set their own."""
    settings.API_PER_MINUTE = settings.API_PER_MINUTE_WITH_TOKEN = 1_000_000
    monkeypatch.setattr(guide_exports, "A_MINUTE", 1_000_000)
    monkeypatch.setattr(guide_views, "SIMULATIONS_A_MINUTE", 1_000_000)


@pytest.fixture
def publisher(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """TED and others on this machine; pauses are not waited for but written down in ``pauses``."""
    with published() as started:
        settings.TED_API = settings.TED_SITE = settings.CVR_API = started.url
        settings.FETCH_PER_SECOND = 100_000
        monkeypatch.setattr(pace, "pause", started.pauses.append)
        yield started


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Tuesday 24 November 2026, 14.10; a test may set it otherwise."""
    held = Clock()
    monkeypatch.setattr(timezone, "now", lambda: held.now)
    return held


class Clock:
    def __init__(self) -> None:
        self.set("2026-11-24 14:10")

    def set(self, moment: str) -> None:
        self.now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture(scope="session")
def boards() -> Iterator[Boards]:
    """Boards of their own, run by command, on the database the tests run on."""
    with made() as boards:
        yield boards


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def board(db: None, today: date) -> None:
    """The demo set, read and matched; the first test to ask for it does the work, the others copy its rows."""
    put_up(today)
