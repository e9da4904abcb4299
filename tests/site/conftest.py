"""The site under test: plain static files, templates that do not forgive, and a small board to look at."""

from __future__ import annotations

from copy import copy
from datetime import date

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from pytest_django import Settings

from opslagstavle_site.enterprises.actions import load_demo_enterprises
from opslagstavle_site.enterprises.models import Enterprise, WorkforceCount
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.actions import load_demo_notices, read_documents
from opslagstavle_site.notices.models import Document, Lot, LotArea, LotKind, Notice, Source

TABLES: tuple[type[Model], ...] = (
    Source, Document, Notice, Lot, LotKind, LotArea, Enterprise, WorkforceCount, Match,
)  # fmt: skip


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


@pytest.fixture(scope="session")
def demo_rows() -> dict[type[Model], list[Model]]:
    """The rows of the demo board, once they have been made."""
    return {}


@pytest.fixture
def board(db: None, today: date, demo_rows: dict[type[Model], list[Model]]) -> None:
    """The demo set, read and matched; the first test to ask for it does the work, the others copy its rows."""
    if demo_rows:
        for model, rows in demo_rows.items():
            model._default_manager.bulk_create(copy(row) for row in rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(demo_rows)):
                cursor.execute(statement)
        return
    load_demo_enterprises()
    load_demo_notices()
    assert sum(read_documents(processes=1)) > 40
    assert sum(match_lots(on=today)) > 40
    demo_rows |= {model: list(model._default_manager.all()) for model in TABLES}
