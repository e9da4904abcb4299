"""Files, folders and archives as a stream of (name, bytes). Nothing is ever unpacked onto a disk.

What cannot be handed on comes as (name, ``UnreadableNotice``), and the rest goes on.
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

Item = tuple[str, bytes | UnreadableNotice]

_BLOCK = 512
MAX_SKIPPED = 500_000_000
"""A member larger than this ends the archive: passing over it would cost as much as unpacking it."""

TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
ENDINGS = (".xml", ".zip", *TAR_ENDINGS)
BROKEN = (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile,
          NotImplementedError, RuntimeError)  # fmt: skip
"""What the readers of archives raise on broken or encrypted ones."""


def documents(paths: Iterable[Path]) -> Iterator[Item]:
    """Every document below ``paths``, folders in the order of their names. A missing path is an ``UnreadableNotice`` too."""
    for path in paths:
        if path.is_dir():
            yield from documents(
                sorted(child for child in path.rglob("*") if child.is_file() and is_readable(child))
            )
        elif not path.exists():
            yield str(path), UnreadableNotice("there is no such file or folder")
        else:
            yield from _file(path)


def is_readable(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def _file(path: Path) -> Iterator[Item]:
    name = path.name.lower()
    members = _zip if name.endswith(".zip") else _tar if name.endswith(TAR_ENDINGS) else _plain
    try:
        yield from members(path)
    except BROKEN as error:
        yield str(path), UnreadableNotice(f"broken off: {type(error).__name__}: {error}"[:300])


def _plain(path: Path) -> Iterator[Item]:
    with path.open("rb") as stream:
        yield str(path), _capped(stream)


def _zip(path: Path) -> Iterator[Item]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir() or not member.filename.lower().endswith(".xml"):
                continue
            label = f"{path}!{member.filename}"
            if fault := _fault(member.filename, member.file_size):
                yield label, fault
                continue
            try:
                with archive.open(member) as stream:
                    content = _capped(stream)
            except BROKEN as error:
                yield label, UnreadableNotice(f"cannot be unpacked: {error}"[:300])
                continue
            yield label, content


def _tar(path: Path) -> Iterator[Item]:
    with _unpacked(path) as packed:
        stream = _Watched(packed)
        with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
            yield from _members(path, archive)
        stream.check_end()


def _unpacked(path: Path) -> IO[bytes]:
    name = path.name.lower()
    if name.endswith("gz"):
        return cast(IO[bytes], gzip.open(path))
    if name.endswith("xz"):
        return lzma.open(path)
    return bz2.open(path) if name.endswith("bz2") else path.open("rb")


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
        label = f"{path}!{member.name}"
        if not member.isfile() or not member.name.lower().endswith(".xml"):
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
        yield label, _capped(stream)


def _fault(name: str, size: int) -> UnreadableNotice | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return UnreadableNotice("a name that leads out of the archive")
    if size > MAX_BYTES:
        return UnreadableNotice(f"too large: {size} bytes, at most {MAX_BYTES} are read")
    return None


def _capped(stream: IO[bytes]) -> bytes | UnreadableNotice:
    """A header may lie about the size, so never more than the cap is unpacked."""
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return UnreadableNotice(f"too large: more than {MAX_BYTES} bytes")
    return content
