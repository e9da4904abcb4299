"""The site under test: plain static files, templates that do not forgive, and a small board to look at."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.demo_board import put_up


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


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def board(db: None, today: date) -> None:
    """The demo set, read and matched; the first test to ask for it does the work, the others copy its rows."""
    put_up(today)
