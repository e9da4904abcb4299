"""The whole board from another database into this one, row by row: from SQLite to PostgreSQL, say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import dj_database_url
from django.apps import apps
from django.core.management import CommandError
from django.core.management.color import no_style
from django.core.serializers import sort_dependencies
from django.db import connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

OTHER = "other"
AT_ONCE = 500


def copy_board(*, url: str) -> Iterator[tuple[str, int]]:
    """(table, rows) as they come, all in one transaction. Nothing is changed in the other database."""
    connections.databases[OTHER] = {
        **connections.databases["default"],
        **dj_database_url.parse(url),
        "OPTIONS": {},
    }
    _ensure_alike()
    with transaction.atomic():
        _ensure_empty()
        for model in tables():
            yield model._meta.db_table, _copy(model)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(statement)


def tables() -> list[type[models.Model]]:
    """Every one, also those that only join two others; first what others point to."""
    models_by_app = [
        (config, list(config.get_models(include_auto_created=True))) for config in apps.get_app_configs()
    ]
    return [
        model for model in sort_dependencies(models_by_app) if model._meta.managed and not model._meta.proxy
    ]


def _ensure_alike() -> None:
    here, there = (
        set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in ("default", OTHER)
    )
    if here != there:
        raise CommandError(
            "the two databases are not of one version: give ./opslagstavle migrate to both first"
        )


def _ensure_empty() -> None:
    """What `migrate` itself puts into some tables goes: it comes again with the other's numbers."""
    for model in reversed(tables()):
        if not model._meta.app_label.startswith(("auth", "contenttypes")) and model._default_manager.exists():
            raise CommandError(
                f"this database is not empty ({model._meta.db_table}): make a new one and migrate it"
            )
    for model in reversed(tables()):
        model._base_manager.all().delete()


def _copy(model: type[models.Model]) -> int:
    rows = iter(model._base_manager.using(OTHER).order_by("pk").iterator(AT_ONCE))
    done = 0
    while batch := list(islice(rows, AT_ONCE)):
        for row in batch:
            row._state.db = None
        model._base_manager.using("default").bulk_create(batch)
        done += len(batch)
    return done
