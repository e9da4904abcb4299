"""The site under test: its own data folder, plain static files, and templates that do not forgive."""

from __future__ import annotations

import pytest


class Undefined(str):
    """An unknown variable in a template fails the test instead of printing nothing."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"unknown template variable: {name}")

    def __contains__(self, part: object) -> bool:
        return part == "%s"


@pytest.fixture(autouse=True)
def strict_templates(settings: pytest.FixtureRequest) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    options = {**settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid": Undefined("%s")}  # type: ignore[attr-defined]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]  # type: ignore[attr-defined]
