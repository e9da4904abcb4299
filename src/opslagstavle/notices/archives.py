"""Files, folders and archives as a stream of (name, bytes). Nothing is ever unpacked onto a disk.

OCDS comes release by release, each named after its file and its ocid. What cannot be handed on comes as
(name, ``UnreadableNotice``), and the rest goes on.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, cast

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.formats import MAX_BYTES
from opslagstavle.notices.ocds_packages import Item, releases

__all__ = ["Item", "documents", "is_readable", "releases"]

_BLOCK = 512
MAX_PACKAGE = 100_000_000
"""The largest file of OCDS that is taken apart in memory; a larger one is published as JSON Lines."""
MAX_SKIPPED = 500_000_000
"""A member larger than this ends the archive: passing over it would cost as much as unpacking it."""

TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
LINES = (".jsonl", ".ndjson")
DOCUMENTS = tuple(f"{ending}{packed}" for ending in (".xml", ".json", *LINES) for packed in ("", ".gz"))
ENDINGS = (*DOCUMENTS, ".zip", *TAR_ENDINGS)
BROKEN = (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile,
          NotImplementedError, RuntimeError, UnicodeError)  # fmt: skip
"""What the readers of archives raise on broken or encrypted ones."""


class Meter:
    """How far one has got through files, in bytes as they lie on the disk: for whoever watches."""

    def __init__(self) -> None:
        self._before = 0
        self._stream: IO[bytes] | None = None

    def open(self, path: Path) -> IO[bytes]:
        self._before = self.position
        self._stream = path.open("rb")
        return self._stream

    @property
    def position(self) -> int:
        if self._stream is not None and not self._stream.closed:
            return self._before + self._stream.tell()
        return self._before

    def finish(self, size: int) -> None:
        """The file that was opened last is done with, whatever of it was read."""
        if self._stream is not None:
            self._stream.close()
        self._before, self._stream = self._before + size, None


def documents(paths: Iterable[Path], meter: Meter | None = None) -> Iterator[Item]:
    """Every document below ``paths``, folders in the order of their names. A missing path is an ``UnreadableNotice`` too."""
    meter = meter or Meter()
    for path in paths:
        if not path.exists():
            yield str(path), UnreadableNotice("there is no such file or folder")
        for file in files_of(path):
            yield from _file(file, meter)
            meter.finish(file.stat().st_size if file.exists() else 0)


def files_of(path: Path) -> list[Path]:
    """The file itself, or what can be read in a folder."""
    if path.is_dir():
        return sorted(child for child in path.rglob("*") if child.is_file() and is_readable(child))
    return [path] if path.exists() else []


def is_readable(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def _file(path: Path, meter: Meter) -> Iterator[Item]:
    name = path.name.lower()
    members = _zip if name.endswith(".zip") else _tar if name.endswith(TAR_ENDINGS) else _plain
    try:
        with meter.open(path) as stream:
            yield from members(path, stream)
    except BROKEN as error:
        yield str(path), UnreadableNotice(f"broken off: {type(error).__name__}: {error}"[:300])


def _plain(path: Path, stream: IO[bytes]) -> Iterator[Item]:
    yield from _document(str(path), path.name, stream)


def _document(label: str, name: str, stream: IO[bytes]) -> Iterator[Item]:
    """One notice, or every release of a file of OCDS."""
    name = name.lower()
    if name.endswith(".gz"):
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from _document(label, name.removesuffix(".gz"), cast(IO[bytes], unpacked))
    elif name.endswith(LINES):
        yield from _lines(label, stream)
    elif name.endswith(".json"):
        yield from _json(label, stream)
    else:
        yield label, _capped(stream, MAX_BYTES)


def _json(label: str, stream: IO[bytes]) -> Iterator[Item]:
    content = _capped(stream, MAX_PACKAGE)
    if isinstance(content, UnreadableNotice):
        yield label, content
        return
    for which, found in releases(content):
        yield f"{label}#{which}", found


def _lines(label: str, stream: IO[bytes]) -> Iterator[Item]:
    """One release or package a line, never more than a line in memory."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
            yield (
                f"{label}#line {number}",
                UnreadableNotice(f"too large: more than {MAX_BYTES} bytes", f"line {number}"),
            )
        elif line.strip():
            yield from _line(label, number, line)


def _line(label: str, number: int, line: bytes) -> Iterator[Item]:
    for which, found in releases(line):
        if isinstance(found, UnreadableNotice):
            yield f"{label}#line {number}", type(found)(found.reason, f"line {number}")
        else:
            yield f"{label}#{which}", found


def _zip(path: Path, file: IO[bytes]) -> Iterator[Item]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if not member.filename or member.is_dir() or not member.filename.lower().endswith(DOCUMENTS):
                continue
            label = f"{path}!{member.filename}"
            if fault := _fault(member.filename, member.file_size):
                yield label, fault
                continue
            try:
                with archive.open(member) as stream:
                    yield from _document(label, member.filename, stream)
            except BROKEN as error:
                yield label, UnreadableNotice(f"cannot be unpacked: {error}"[:300])


def _tar(path: Path, file: IO[bytes]) -> Iterator[Item]:
    with _unpacked(path.name.lower(), file) as packed:
        stream = _Watched(packed)
        with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
            yield from _members(path, archive)
        stream.check_end()


def _unpacked(name: str, file: IO[bytes]) -> IO[bytes]:
    if name.endswith("gz"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if name.endswith("xz"):
        return lzma.open(file)
    return bz2.open(file) if name.endswith("bz2") else file


class _Watched:
    """Remembers the last bytes that were read: the reader of tar archives takes a cut end for the end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._tail = (self._tail + chunk)[-_BLOCK:]
        return chunk

    def check_end(self) -> None:
        """Reads what is left, so that a compressed stream checks its sum; an archive ends with a block of zeros."""
        for _ in range(1000):
            if not self.read(_BLOCK):
                break
        if self._tail.strip(b"\0"):
            raise EOFError("the end is missing")


def _members(path: Path, archive: tarfile.TarFile) -> Iterator[Item]:
    for member in archive:
        archive.members = []  # type: ignore[attr-defined]  # it would remember every one, and there may be a million
        label = f"{path}!{member.name}"
        if not member.isfile() or not member.name.lower().endswith(DOCUMENTS):
            if member.issym() or member.islnk():
                yield label, UnreadableNotice("a link inside an archive is not followed")
            continue
        if fault := _fault(member.name, member.size):
            yield label, fault
            if member.size > MAX_SKIPPED:
                yield (
                    str(path),
                    UnreadableNotice(f"not read beyond {member.name}: a member of {member.size} bytes"),
                )
                return
            continue
        stream = archive.extractfile(member)
        assert stream is not None  # only None for what is no file
        try:
            yield from _document(label, member.name, stream)
        except gzip.BadGzipFile as error:
            yield label, UnreadableNotice(f"cannot be unpacked: {error}"[:300])


def _fault(name: str, size: int) -> UnreadableNotice | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return UnreadableNotice("a name that leads out of the archive")
    most = _most(name)
    if size > most:
        return UnreadableNotice(f"too large: {size} bytes, at most {most} are read")
    return None


def _most(name: str) -> int:
    plain = name.lower().removesuffix(".gz")
    return MAX_SKIPPED if plain.endswith(LINES) else MAX_PACKAGE if plain.endswith(".json") else MAX_BYTES


def _capped(stream: IO[bytes], most: int) -> bytes | UnreadableNotice:
    """A header may lie about the size, so never more than the cap is unpacked."""
    content = stream.read(most + 1)
    if len(content) > most:
        return UnreadableNotice(f"too large: more than {most} bytes")
    return content
