"""Bytes to searchable: how many notices a second are kept, read and stored, lots and all, through the site's own steps."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.table import SHARED, Table, seconds

ARCHIVES = ("eforms.tar.xz", "ted-r209.tar.xz")
WANTED_RATE = 150


def run() -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OPSLAGSTAVLE_DATA"] = folder
        start_site()
        return [measure()]


def start_site() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opslagstavle_site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measure() -> Table:
    from django.db import connection

    from opslagstavle_site.notices import queries
    from opslagstavle_site.notices.actions import add_folder, fetch_folder, read_documents
    from opslagstavle_site.notices.models import Document, Lot, Source

    for archive in ARCHIVES:
        add_folder(path=Path(SHARED / "notices" / archive))
    fetched = seconds(lambda: [fetch_folder(source=source) for source in Source.objects.all()])
    read = seconds(lambda: sum(read_documents()))
    again = seconds(lambda: [fetch_folder(source=source) for source in Source.objects.all()])
    count = Document.objects.count()
    lots = Lot.objects.count()
    total = count / (fetched + read)
    table = Table(
        "ingest",
        ("database", "documents", "lots", "keep s", "read and store s", "documents/s", "lots/s", "again s"),
    )
    table.rows.append((connection.vendor, count, lots, fetched, read, total, lots / (fetched + read), again))
    unreadable = queries.quarantine().count()
    table.notes.append(
        f"{unreadable} unreadable. One pass, all cores; wanted: at least {WANTED_RATE} documents a second."
    )
    table.passed = total >= WANTED_RATE
    return table
