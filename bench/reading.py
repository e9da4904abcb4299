"""How much of the real notices is read, and how fast beside a parser that reads nothing out of them."""

from __future__ import annotations

import csv
import multiprocessing
import tarfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import perf_counter

from bench.table import SHARED, Table, medians_in_turn
from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.formats import parse, read_notice
from opslagstavle.notices.notice import Notice, Stage
from opslagstavle.notices.ocds import parse_json

ARCHIVES = {
    "eforms": "eforms.tar.xz",
    "ted-r209": "ted-r209.tar.xz",
    "ted-r208": "ted-r208.tar.xz",
    "ocds": "ocds.tar.xz",
}
BARE: dict[str, Callable[[bytes], object]] = {"ocds": parse_json}
"""What reads nothing out of a format, where it is not the parser of XML."""
WANTED_RATIO = 0.25
WANTED_RATE = 150
"""A second, of JSON: its parser is C and makes nothing but dictionaries, so a ratio says little."""
NO_PARTICIPATION = {"RESTRICTED_SHELTERED_PROGRAM", "vcse"}

FIELDS: dict[str, Callable[[Notice], bool]] = {
    "publication number": lambda notice: bool(notice.publication_number),
    "date": lambda notice: bool(notice.published or notice.dispatched),
    "language": lambda notice: bool(notice.language),
    "buyer": lambda notice: any(buyer.name for buyer in notice.buyers),
    "title": lambda notice: bool(notice.procedure.titles) or any(lot.titles for lot in notice.lots),
    "description": lambda notice: (
        bool(notice.procedure.descriptions) or any(lot.descriptions for lot in notice.lots)
    ),
    "CPV": lambda notice: bool(notice.procedure.cpv) or any(lot.all_cpv for lot in notice.lots),
    "place": lambda notice: bool(notice.procedure.places) or any(lot.places for lot in notice.lots),
    "deadline": lambda notice: any(lot.deadline for lot in notice.lots),
    "value": lambda notice: (
        any(lot.estimated_value for lot in notice.lots) or bool(notice.procedure.estimated_value)
    ),
    "several lots": lambda notice: len(notice.lots) > 1,
    "winners": lambda notice: bool(notice.winners),
    "reserved participation": lambda notice: any(
        _reserves(lot.reserved_participation) for lot in notice.lots
    ),
    "reserved execution": lambda notice: any(lot.reserved_execution for lot in notice.lots),
    "suitable for social enterprises": lambda notice: any(
        lot.suitable_for_social_enterprises for lot in notice.lots
    ),
}
FROM_MANIFEST: dict[str, Callable[[dict[str, str]], bool]] = {
    "date": lambda row: bool(row["date"]),
    "language": lambda row: bool(row["lang"]),
    "CPV": lambda row: bool(row["cpv"]),
    "place": lambda row: bool(row["nuts"]),
    "several lots": lambda row: int(row["n_lots"] or 0) > 1,
    "winners": lambda row: int(row["n_winners"] or 0) > 0,
    "reserved participation": lambda row: bool(
        set(filter(None, row["reserved"].split(","))) - NO_PARTICIPATION
    ),
    "reserved execution": lambda row: bool(row["reserved_execution"]),
    "suitable for social enterprises": lambda row: "vcse" in row["reserved"].split(","),
}
STAGES = {
    "dir-awa-pre": Stage.DIRECT_AWARD, "cont-modif": Stage.MODIFICATION, "tender": Stage.COMPETITION,
    "tenderAmendment": Stage.COMPETITION, "award": Stage.RESULT, "awardUpdate": Stage.RESULT,
}  # fmt: skip


def run() -> list[Table]:
    manifest = read_manifest()
    tables = []
    rates = Table(
        "rate",
        ("format", "files", "MB", "parse only /s", "read /s", "ratio", "read /s, two cores", "crashes"),
    )
    for name, archive in ARCHIVES.items():
        files = load(archive)
        notices, crashes = read_all(files)
        tables.append(field_table(name, files, notices, manifest))
        rates.rows.append(rate_row(name, list(files.values()), crashes))
        fast = rates.rows[-1][4] >= WANTED_RATE if name in BARE else rates.rows[-1][5] >= WANTED_RATIO
        rates.passed = rates.passed and fast and crashes == 0
    rates.notes.append(
        "Median of 5 rounds, parsing and reading in turn on one core; two cores: one pool of processes, bytes to notices."
    )
    return [*tables, rates]


def load(archive: str) -> dict[str, bytes]:
    with tarfile.open(SHARED / "notices" / archive) as tar:
        members = [member for member in tar if member.isfile()]
        return {member.name: stream.read() for member in members if (stream := tar.extractfile(member))}


def read_manifest() -> dict[str, dict[str, str]]:
    with (SHARED / "notices" / "MANIFEST.tsv").open(newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}


def read_all(files: dict[str, bytes]) -> tuple[dict[str, Notice], int]:
    notices: dict[str, Notice] = {}
    crashes = 0
    for name, content in files.items():
        try:
            notices[name] = read_notice(content)
        except UnreadableNotice:
            continue
        except Exception as error:
            print(f"crash in {name}: {error!r}")
            crashes += 1
    return notices, crashes


def field_table(
    name: str, files: dict[str, bytes], notices: dict[str, Notice], manifest: dict[str, dict[str, str]]
) -> Table:
    """Per field: in how many notices it was found, in how many the manifest counts it, and where the two differ."""
    table = Table(f"fields of {name}", ("field", "found", "of", "manifest", "only here", "only there"))
    rows = {file: manifest[file] for file in notices if file in manifest}
    for field, found in FIELDS.items():
        here = {file for file, notice in notices.items() if found(notice)}
        if field in FROM_MANIFEST:
            there = {file for file, row in rows.items() if FROM_MANIFEST[field](row)}
            table.rows.append(
                (field, len(here), len(files), len(there), len(here - there), len(there - here))
            )
        else:
            table.rows.append((field, len(here), len(files), "", "", ""))
    stages = Counter(_stage(rows[file]["stage"]) == notices[file].stage for file in rows)
    # Without lots the call of OCDS is one; the manifest counts none.
    least = 1 if name == "ocds" else 0
    lots = Counter(max(least, int(rows[file]["n_lots"] or 0)) == len(notices[file].lots) for file in rows)
    table.rows.append(("same stage", stages[True], len(files), len(rows), "", stages[False]))
    table.rows.append(("same number of lots", lots[True], len(files), len(rows), "", lots[False]))
    return table


def rate_row(name: str, contents: list[bytes], crashes: int) -> tuple[object, ...]:
    taken = medians_in_turn(
        {
            "parse": partial(_each, BARE.get(name, parse), contents),
            "read": partial(_each, read_quietly, contents),
        }
    )
    count, size = len(contents), sum(map(len, contents)) / 1e6
    both = count / seconds_on_two_cores(contents)
    return (
        name,
        count,
        round(size, 1),
        count / taken["parse"],
        count / taken["read"],
        taken["parse"] / taken["read"],
        both,
        crashes,
    )


def seconds_on_two_cores(contents: list[bytes]) -> float:
    """The bytes go to the processes and a count comes back, as when an archive is read."""
    batches = [contents[start : start + 64] for start in range(0, len(contents), 64)]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        list(pool.map(len, batches[:2]))
        began = perf_counter()
        read = sum(pool.map(count_read, batches))
        assert read > 0
        return perf_counter() - began


def count_read(contents: list[bytes]) -> int:
    return sum(read_quietly(content) is not None for content in contents)


def read_quietly(content: bytes) -> Notice | None:
    try:
        return read_notice(content)
    except UnreadableNotice:
        return None


def _each(action: Callable[[bytes], object], contents: list[bytes]) -> None:
    for content in contents:
        action(content)


def _reserves(codes: tuple[str, ...] | None) -> bool:
    return any(code != "none" for code in codes or ())


def _stage(name: str) -> Stage:
    """The manifest writes "competition+change" for a changed notice; its stage is still the competition."""
    first = name.split("+")[0]
    return STAGES.get(first) or Stage(first)
