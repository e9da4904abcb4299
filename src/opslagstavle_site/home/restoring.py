"""A backup put back: refused, done whole, or not done."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from opslagstavle_site.home import dumps
from opslagstavle_site.home.backups import KEPT, Manifest, ensure_sums

UNREADABLE = (OSError, EOFError, zlib.error, sqlite3.DatabaseError)
UNFINISHED = "restore-unfinished"
"""In the data folder from the moment the database is replaced until the rest is: `doctor` looks for it."""


def restore(*, path: Path, force: bool = False) -> Manifest:
    """Into this board's database and data folder. Everything is looked at first; then the database goes in as one piece."""
    manifest = ensure_sums(path)
    _ensure_ours(manifest)
    if not force and not dumps.is_empty():
        raise CommandError("there is a board here already: --force replaces it, and what is in it is lost")
    with _unpacked(path, manifest.files) as folder:
        mark: Path = settings.DATA / UNFINISHED
        mark.touch()
        try:
            dumps.load(folder / dumps.name())
        except Exception as error:
            mark.unlink()  # all of it goes in or nothing, and it was nothing
            if isinstance(error, UNREADABLE):
                raise CommandError(f"not restored, everything is as it was: {error}") from error
            raise
        _put_back(folder)
        mark.unlink()
    return manifest


def _ensure_ours(manifest: Manifest) -> None:
    if manifest.database != dumps.kind():
        raise CommandError(
            f"this is a backup of {manifest.database}, and the board is set to {dumps.kind()}: restore it there,"
            " then ./opslagstavle copy-board brings it here"
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if newer := sorted(name for name in set(manifest.migrations) - known if _is_of_an_app(name)):
        raise CommandError(
            f"this backup was made by a newer version ({manifest.version}, {newer[0]}): install that one"
        )
    if manifest.server_version > dumps.server_version():
        raise CommandError(
            f"this backup is of PostgreSQL {manifest.server_version}, the server here is {dumps.server_version()}"
        )


def _is_of_an_app(name: str) -> bool:
    return name.partition(".")[0] in MigrationLoader(None).migrated_apps


@contextmanager
def _unpacked(path: Path, names: Iterable[str]) -> Iterator[Path]:
    """In the data folder, so that nothing has to go from one disk to another at the end."""
    folder = settings.DATA / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        _unpack(path, folder, names)
        yield folder
    except OSError as error:
        raise CommandError(f"not restored: {error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        connection.close()


def _unpack(path: Path, folder: Path, names: Iterable[str]) -> None:
    """Only what the manifest names, only into the folder, and only for us to read."""
    with tarfile.open(path, mode="r:") as tar:
        for name in names:
            target, stream = (folder / name).resolve(), tar.extractfile(name)
            if stream is None or not target.is_relative_to(folder.resolve()):
                raise CommandError(f"this is no backup of the board: {name!r} in it")
            target.parent.mkdir(parents=True, exist_ok=True)
            with stream, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
                shutil.copyfileobj(stream, out, 1024**2)


def _put_back(folder: Path) -> None:
    for name in KEPT:
        there: Path = settings.DATA / name
        if not (folder / name).exists():
            continue
        if there.is_dir():
            shutil.rmtree(there)
        os.replace(folder / name, there)
