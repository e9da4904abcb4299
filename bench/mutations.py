"""Every real notice, damaged: is it read or refused with a reason, how long does that take, how much memory does it need.

The same file, seed and number always give the same damage. ``tests/library/test_mutations.py`` does a few for each file.
"""

from __future__ import annotations

import multiprocessing
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time

from bench.table import SHARED, Table
from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE

ARCHIVES = ("eforms", "ted-r209", "ted-r208", "ocds")
EACH = 40
MOST_SECONDS = 1.0
MOST_MEGABYTES = 300.0
TIMEOUT = 3_600
_BATCH = 32

_LEAF = re.compile(
    rb"<([\w:.-]+)(?:\s[^<>]*)?>([^<>]*)</\1>|\"([^\"\\]*)\"\s*:\s*(\"(?:[^\"\\]|\\.)*\"|[\w.-]+)"
)
"""An element that holds text only, or a member of a JSON object that holds a plain value."""
_TAG = re.compile(rb"</?[\w:.-]+[^<>]*>|[\[\]{}]")
_ATTRIBUTE = re.compile(rb"[\w:.-]+=(?:\"[^\"<>]*\"|'[^'<>]*')")
_DECLARED = re.compile(rb"encoding=[\"'][\w-]+[\"']", re.IGNORECASE)
_BREAKING = b"<&\x00\x01\x0b\x1b\xff\xfe\xed\xa0\x80]]>\"'\\{}[],:"
_BEGINNINGS = (
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"\n", b"<!DOCTYPE x>", b"\x1f\x8b", b"PK\x03\x04",
)  # fmt: skip
NONSENSE = (
    b"9" * 400, b"-1", b"-0", b"1E999999", b"NaN", b"Infinity", b"0x7f", b"1_000", b"1.2.3", b"99999999999999999999.99",
    b"0000-00-00", b"9999-12-31+14:00", b"0001-01-01-14:00", b"2024-02-30", b"1970-01-01", b"20240230", b"31-31-2024",
    b"99:99:99", b"12:00:00+99:99", b"24:00", b"", b" ", b"\t\n", b"unpublished", b"null", b"n.a.", "\u0663\u0664".encode(),
    "\uff11\uff12".encode(),
    "²".encode(), "\u202e\u0000\ufffe".encode(), "é".encode("latin-1"), b"\xed\xa0\x80", b"&#xD800;", b"\\ud800", b"\\u0000",
    b"&#1;", b"&#0;", b"&lol;", b"<![CDATA[x", b"<!--", b"<?php", b"../../../etc/passwd", b"javascript:alert(1)", b"' OR 1=1 --",
    b"{" * 2_000, b"<a>" * 400, b"x" * 1_000_000, "ø".encode() * 300_000, b"1" * 1_000_000, b" " * 1_000_000,
)  # fmt: skip

Mutation = Callable[[Random, bytes], bytes]


def truncated(random: Random, content: bytes) -> bytes:
    return content[: random.choice((0, 1, 60, len(content) - 1, random.randrange(len(content))))]


def flipped(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 4, 64))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def spoilt(random: Random, content: bytes) -> bytes:
    """A byte that means something, where it means something else."""
    at = random.randrange(len(content))
    return content[:at] + bytes([random.choice(_BREAKING)]) + content[at:]


def doubled(random: Random, content: bytes) -> bytes:
    leaf = _somewhere(random, content, _LEAF)
    return content[: leaf[1]] + content[leaf[0] : leaf[1]] * random.choice((1, 1, 30)) + content[leaf[1] :]


def removed(random: Random, content: bytes) -> bytes:
    leaf = _somewhere(random, content, random.choice((_LEAF, _TAG, _ATTRIBUTE)))
    return content[: leaf[0]] + content[leaf[1] :]


def swapped(random: Random, content: bytes) -> bytes:
    kind = random.choice((_LEAF, _TAG, _ATTRIBUTE))
    first, second = sorted((_somewhere(random, content, kind), _somewhere(random, content, kind)))
    if first[1] > second[0]:
        return content
    return b"".join(
        (content[: first[0]], content[slice(*second)], content[first[1] : second[0]], content[slice(*first)],
         content[second[1] :])
    )  # fmt: skip


def moved(random: Random, content: bytes) -> bytes:
    """A stretch of the document into another place of it."""
    start = random.randrange(len(content))
    piece = content[start : start + random.choice((10, 300, 5_000))]
    at = random.randrange(len(content))
    return content[:at] + piece + content[at:]


def misstated(random: Random, content: bytes) -> bytes:
    """Nonsense in one value, or in one of ten."""
    if random.random() < 0.8:
        start, end = _value(random, content)
        return content[:start] + random.choice(NONSENSE) + content[end:]
    small = [value for value in NONSENSE if len(value) < 100]
    return _LEAF.sub(
        lambda leaf: leaf[0] if random.random() < 0.9 or not leaf[2] else leaf[0].replace(leaf[2], random.choice(small)),
        content,
    )  # fmt: skip


def nested(random: Random, content: bytes) -> bytes:
    """Far too deep, or just not too deep."""
    depth = random.choice((50, 200, 250, 300, 20_000))
    start, end = _somewhere(random, content, _LEAF)
    if content.lstrip()[:1] in (b"{", b"["):
        return content[:end] + b',"x":' + b"[" * depth + b"]" * depth + content[end:]
    return content[:start] + b"<x>" * depth + content[start:end] + b"</x>" * depth + content[end:]


def misdeclared(random: Random, content: bytes) -> bytes:
    """Another encoding than the one it has, or a beginning that belongs to another kind of file."""
    name = random.choice((b"utf-16", b"iso-8859-1", b"ascii", b"utf-7", b"ebcdic-cp-us", b"nonsense", b""))
    declared = _DECLARED.sub(b'encoding="' + name + b'"', content, count=1)
    start = random.choice(
        (
            b"",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\xfe\xff",
            b"\x00",
            b"\n",
            b"<!DOCTYPE x>",
            b"\x1f\x8b",
            b"PK\x03\x04",
        )
    )
    return start + declared


def recoded(random: Random, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode(
        random.choice(("utf-16", "utf-32", "utf-16-le", "cp037")), "replace"
    )


MUTATIONS: tuple[Mutation, ...] = (
    truncated, flipped, spoilt, doubled, removed, swapped, moved, misstated, misstated, nested, misdeclared, recoded,
)  # fmt: skip


def _somewhere(random: Random, content: bytes, kind: re.Pattern[bytes]) -> tuple[int, int]:
    """Where one of that kind stands: the first after a random place. An empty stretch there, if there is none."""
    at = random.randrange(len(content))
    found = kind.search(content, at, at + 100_000)
    return found.span() if found else (at, at)


def _value(random: Random, content: bytes) -> tuple[int, int]:
    at = random.randrange(len(content))
    found = _LEAF.search(content, at, at + 100_000)
    if found is None:
        return at, at
    return found.span(2) if found[1] else found.span(4)


def mutations(name: str, content: bytes, each: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``each`` damaged versions of a document, and what was done to it."""
    random = Random(f"{seed} {name}")
    for _ in range(each):
        chosen = random.choice(MUTATIONS)
        damaged = chosen(random, content)
        if random.random() < 0.2 and damaged:
            damaged = random.choice(MUTATIONS)(random, damaged)
        yield chosen.__name__, damaged


@dataclass
class Tally:
    """What came of it. ``crashes`` hold the document, the mutation and the error."""

    read: int = 0
    refused: int = 0
    crashes: list[tuple[str, str, str]] = field(default_factory=list)
    slowest: float = 0.0
    slowest_of: str = ""
    megabytes: float = 0.0
    done: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.read += other.read
        self.refused += other.refused
        self.crashes += other.crashes
        self.done += other.done
        self.megabytes = max(self.megabytes, other.megabytes)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_of = other.slowest, other.slowest_of


def try_all(files: tuple[tuple[str, bytes], ...], each: int, seed: int) -> Tally:
    tally = Tally()
    for name, content in files:
        for mutation, damaged in mutations(name, content, each, seed):
            tally.done[mutation] += 1
            _try(name, mutation, damaged, tally)
    tally.megabytes = _peak()
    return tally


def _peak() -> float:
    """Megabytes. What getrusage says includes the process that this one was started from."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _try(name: str, mutation: str, damaged: bytes, tally: Tally) -> None:
    """What is read must also survive being printed: a lone surrogate, say, would not."""
    began = process_time()
    try:
        notice = read_notice(damaged)
        taken = process_time() - began
        NOTICE.dump_json(notice)
        tally.read += 1
    except Exception as error:
        taken = process_time() - began
        if isinstance(error, UnreadableNotice) and error.reason:
            tally.refused += 1
        else:
            tally.crashes.append((name, mutation, f"{type(error).__name__}: {error}"[:200]))
    if taken > tally.slowest:
        tally.slowest, tally.slowest_of = taken, f"{mutation} {name}"


def load(archive: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(SHARED / "notices" / f"{archive}.tar.xz") as tar:
        for member in tar:
            if member.isfile() and (stream := tar.extractfile(member)):
                yield member.name, stream.read()


def damage(archive: str, each: int, seed: int = 1) -> tuple[int, Tally]:
    """How many files, and what came of all their mutations. New processes do it, so that their memory is their own."""
    total, files = Tally(), 0
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = []
        documents = load(archive)
        while batch := tuple(islice(documents, _BATCH)):
            files += len(batch)
            waiting.append(pool.submit(try_all, batch, each, seed))
        for future in waiting:
            total.add(future.result(timeout=TIMEOUT))
    return files, total


def is_right(tally: Tally) -> bool:
    return not tally.crashes and tally.slowest <= MOST_SECONDS and tally.megabytes <= MOST_MEGABYTES


def run() -> list[Table]:
    table = Table(
        "mutations",
        ("archive", "files", "mutations", "read", "refused", "crashes", "slowest s", "of", "peak MB"),
    )
    for archive in ARCHIVES:
        files, tally = damage(archive, EACH)
        count = tally.done.total()
        table.rows.append(
            (archive, files, count, tally.read, tally.refused, len(tally.crashes), tally.slowest, tally.slowest_of,
             tally.megabytes)
        )  # fmt: skip
        table.notes += [f"crash: {' '.join(crash)}" for crash in tally.crashes[:20]]
        table.passed = table.passed and is_right(tally)
    table.notes.append(
        f"{EACH} for each file, seeded. Seconds are those of the processor, for one read. Peak: of the process that reads."
    )
    return [table]
