"""The demo board for tests: read and matched once, its rows copied for every test after that."""

from __future__ import annotations

from copy import copy
from datetime import date

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from opslagstavle_site.enterprises.actions import load_demo_enterprises
from opslagstavle_site.enterprises.models import Enterprise, EnterpriseArea, EnterpriseKind, WorkforceCount
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.actions import load_demo_notices, read_documents
from opslagstavle_site.notices.counting import count_lots
from opslagstavle_site.notices.indexing import index_lots
from opslagstavle_site.notices.models import (
    Counted,
    Document,
    Lot,
    LotArea,
    LotCount,
    LotKind,
    Notice,
    NoticeName,
    Procedure,
    Source,
)
from opslagstavle_site.search.models import Entry, Term

TABLES: tuple[type[Model], ...] = (
    Source, Document, Procedure, Notice, NoticeName, Lot, LotKind, LotArea, Enterprise, EnterpriseKind, EnterpriseArea,
    WorkforceCount, Match,
    Entry, Term, LotCount, Counted,
)  # fmt: skip
Rows = dict[type[Model], list[Model]]

_kept: Rows = {}


def put_up(on: date) -> None:
    """Fill the empty test database with the demo board."""
    if not _kept:
        _make(on)
        _kept.update({model: list(model._default_manager.all()) for model in TABLES})
        return
    for model, rows in _kept.items():
        model._default_manager.bulk_create(copy(row) for row in rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_kept)):
            cursor.execute(statement)


def _make(on: date) -> None:
    load_demo_enterprises()
    load_demo_notices()
    assert sum(read_documents(processes=1)) > 40
    assert sum(index_lots(processes=1)) > 40
    assert count_lots(on=on) > 40
    assert sum(match_lots(on=on)) > 40
