"""A backup: one file with the database, the secret key and the code lists, and a manifest that says what is in it.

A plain tar. It is written beside its place, read back and compared, and only then gets its name: what has the name is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pydantic import TypeAdapter

from opslagstavle_site.home import dumps

FORMAT = 1
MANIFEST = "manifest.json"
KEPT = ("secret-key", "codelists")
"""Of the data folder. The rest of it is the database, or is made again by itself."""
NAMES = "opslagstavle-*.tar"


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    version: str  # of the board that made it
    made_at: str
    database: str  # sqlite or postgresql
    server_version: int
    migrations: list[str]
    files: dict[str, str]  # {name: sum}


MANIFESTS = TypeAdapter(Manifest)


def backups_in(folder: Path) -> list[Path]:
    """Finished ones, the oldest first: their names tell the moment."""
    return sorted(folder.glob(NAMES))


def backup(*, target: Path, now: datetime, keep: int = 0) -> Path:
    """Into a folder under a name with the moment, or into that file. ``keep`` counts how many stay in the folder; 0: all."""
    if target.is_dir():
        target = target / f"opslagstavle-{now:%Y-%m-%dT%H%M%S}.tar"
    if target.exists():
        raise CommandError(f"{target} is there already: choose another name")
    with _staged(target) as stage:
        dumps.dump(stage / dumps.name())
        dumps.check(stage / dumps.name())
        copy_kept(settings.DATA, stage)
        part = stage / "whole.tar"
        _pack(stage, part, now)
        ensure_sums(part)
        os.replace(part, target)
    _sync(target.parent)
    if keep > 0:
        for old in backups_in(target.parent)[:-keep]:
            old.unlink()
    return target


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A folder only we can read, on the same disk, gone afterwards. What a killed one left behind goes too."""
    for left in target.parent.glob(".opslagstavle-backup-*"):
        if not _lives(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    stage = target.parent / f".opslagstavle-backup-{os.getpid()}"
    try:
        stage.mkdir(mode=0o700)
    except OSError as error:
        raise CommandError(f"{target.parent} cannot be written to ({error.strerror})") from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def copy_kept(source: Path, target: Path) -> None:
    for name in KEPT:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copy2(source / name, target / name)


def _pack(stage: Path, part: Path, now: datetime) -> None:
    names = sorted(str(path.relative_to(stage)) for path in stage.rglob("*") if path.is_file())
    manifest = Manifest(
        FORMAT, settings.VERSION, now.isoformat(), dumps.kind(), dumps.server_version(), applied_migrations(),
        {name: _sum_of((stage / name).open("rb")) for name in names},
    )  # fmt: skip
    (stage / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name in (MANIFEST, *names):
            tar.add(stage / name, arcname=name, filter=_nobodys)
        tar.close()
        out.flush()
        os.fsync(out.fileno())


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of this machine's users."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def applied_migrations() -> list[str]:
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        stream = tar.extractfile(MANIFEST)
        told = json.loads(stream.read(1_000_000)) if stream else {}
        if told.get("format") != FORMAT:
            raise CommandError("this backup was made by a newer version of the board: install that one")
        return MANIFESTS.validate_python(told)
    except (KeyError, RecursionError, ValueError, TypeError, AttributeError) as error:
        raise CommandError("this is no backup of the board: it has no manifest that can be read") from error


def ensure_sums(path: Path) -> Manifest:
    """Every file of the manifest is there with its bytes, and no other."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            manifest = read_manifest(tar)
            found = {member.name: _sum_in(tar, member) for member in tar if member.name != MANIFEST}
    except (OSError, EOFError, tarfile.TarError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    if found != manifest.files:
        raise CommandError(f"{path} is damaged: its sums are not those of its manifest")
    return manifest


def _sum_in(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    """Of a file. We write nothing else: no links, no folders, no devices."""
    stream = tar.extractfile(member) if member.isreg() else None
    if stream is None:
        raise CommandError(f"this is no backup of the board: {member.name!r} in it is no file")
    return _sum_of(stream)


def _sum_of(stream: IO[bytes]) -> str:
    total = hashlib.sha256()
    with stream:
        while block := stream.read(1024**2):
            total.update(block)
    return total.hexdigest()


def _sync(folder: Path) -> None:
    """The name survives a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
