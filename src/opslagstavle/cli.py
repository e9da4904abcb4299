"""The library on the command line: files in, text or JSON out. No server, no Django."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from pydantic import TypeAdapter

from opslagstavle.cli_rules import FINE, USAGE, a_count, a_day, add_rule_commands
from opslagstavle.enterprises.files import read_enterprises
from opslagstavle.errors import BadEnterprise, UnreadableNotice
from opslagstavle.matching.index import EnterpriseIndex, Ranked, index_enterprises, rank_enterprises
from opslagstavle.matching.match import Match, worth_showing
from opslagstavle.matching.reservation import is_reserved
from opslagstavle.notices.archives import Item, documents
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import FORMATS, NOTICE, notice_schema
from opslagstavle.notices.notice import Lot, Notice
from opslagstavle.notices.ocds_lines import line_of, package_of
from opslagstavle.notices.paths import describe
from opslagstavle.parallel import batches_of, cores, in_processes
from opslagstavle.terms.text import pick

MATCH: TypeAdapter[Match] = TypeAdapter(Match)
UNREADABLE = 1
INTERRUPTED = 128 + signal.SIGINT
EXIT_CODES = "exit code: 0 all was read, 1 something could not be read (standard error says what and why), 2 a wrong question"
AT_ONCE = 32
WORTH_A_POOL = 100
"""Fewer documents than this are read here: starting processes would take longer."""

Work = Callable[[str, Notice], list[str]]
"""(name of a document, what was read from it) → lines to print."""
Done = tuple[list[str], bool]
"""(lines, could it be read)"""


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    return code


def _parser() -> argparse.ArgumentParser:
    about = "Read procurement notices and match them with enterprises."
    parser = argparse.ArgumentParser(prog="opslagstavle", description=about, epilog=EXIT_CODES)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    read = commands.add_parser("read", help="read files, folders and archives", epilog=EXIT_CODES)
    _ask_for_notices(read, "one JSON object a line for each notice, as `schema` says")
    read.set_defaults(run=_read)
    match = commands.add_parser("match", help="match the lots of notices with enterprises", epilog=EXIT_CODES)
    match.add_argument(
        "--enterprises", required=True, type=Path, metavar="FILE",
        help="a list of enterprises: .json, .jsonl, .ndjson, .yaml or .yml",
    )  # fmt: skip
    _ask_for_notices(match, "one JSON object a line for each match")
    day_help = "judge deadlines on this day (default: the day a notice came out)"
    match.add_argument("--on", type=a_day, metavar="DAY", help=day_help)
    match.add_argument(
        "--top", type=a_count, default=5, metavar="N", help="at most so many enterprises a lot (default 5)"
    )
    match.set_defaults(run=_match)
    release = commands.add_parser("release", help="print notices as releases of OCDS 1.1", epilog=EXIT_CODES)
    _ask_for_releases(release)
    add_rule_commands(commands, EXIT_CODES)
    schema = commands.add_parser("schema", help="print the JSON Schema of a notice")
    schema.set_defaults(run=_schema)
    table = commands.add_parser("fields", help="print format, field, term and path of all that is read")
    table.set_defaults(run=_fields)
    return parser


def _ask_for_notices(command: argparse.ArgumentParser, json_help: str | None = None) -> None:
    command.add_argument(
        "notices", nargs="+", type=Path, metavar="FILE",
        help="a file (.xml, .json, .jsonl, .ndjson, each also .gz), a folder, or an archive (.zip, .tar, .tar.gz …)",
    )  # fmt: skip
    if json_help:
        command.add_argument("--json", action="store_true", help=json_help)


def _ask_for_releases(command: argparse.ArgumentParser) -> None:
    _ask_for_notices(command)
    command.add_argument(
        "--ocid-prefix", default="ocds-000000", metavar="PREFIX", help="the one you registered for OCDS"
    )
    command.add_argument(
        "--package", action="store_true", help="one package instead of lines; needs the next two"
    )
    command.add_argument("--uri", help="where the package will be found")
    command.add_argument("--publisher", metavar="NAME")
    command.add_argument("--license", metavar="ADDRESS")
    command.add_argument("--policy", metavar="ADDRESS", help="of the publication policy")
    command.set_defaults(run=_release)


def _read(chosen: argparse.Namespace) -> int:
    return _print_all(chosen, _as_json if chosen.json else _as_text)


def _release(chosen: argparse.Namespace) -> int:
    if chosen.package and not (chosen.uri and chosen.publisher):
        print("a package needs --uri and --publisher", file=sys.stderr)
        return USAGE
    chosen.json = True
    releases: list[str] | None = [] if chosen.package else None

    def work(_name: str, notice: Notice) -> list[str]:
        return [line_of(notice, chosen.ocid_prefix)]

    code = _print_all(chosen, work, releases)
    if releases:
        said = {
            "uri": chosen.uri,
            "publisher": chosen.publisher,
            "license": chosen.license,
            "policy": chosen.policy,
        }
        print(package_of(releases, **said))
    return code


def _match(chosen: argparse.Namespace) -> int:
    try:
        index = index_enterprises(read_enterprises(chosen.enterprises))
    except BadEnterprise as error:
        print(error, file=sys.stderr)
        return USAGE
    shown = _matches_as_json if chosen.json else _matches_as_text

    def work(name: str, notice: Notice) -> list[str]:
        return list(shown(_label(name, notice), notice, index, chosen))

    return _print_all(chosen, work)


def _schema(_chosen: argparse.Namespace) -> int:
    print(json.dumps(notice_schema(), indent=2, ensure_ascii=False))
    return FINE


def _fields(_chosen: argparse.Namespace) -> int:
    for name, tables in FORMATS.items():
        for row in describe(tables):
            print(name, *row, sep="\t")
    return FINE


def _print_all(chosen: argparse.Namespace, work: Work, kept: list[str] | None = None) -> int:
    """Print what comes of each document, in their order, or keep it; what cannot be read goes to standard error."""
    if isinstance(sys.stdout, TextIOWrapper):  # JSON is UTF-8 wherever it is printed
        sys.stdout.reconfigure(encoding="utf-8" if chosen.json else None, errors="replace")
    code = FINE
    for lines, fine in _worked_on(_items(chosen.notices), work):
        if fine and kept is not None:
            kept += lines
            continue
        print(*lines, sep="\n", end="\n" if lines else "", file=sys.stdout if fine else sys.stderr)
        code = code if fine else UNREADABLE
    return code


def _items(paths: Iterable[Path]) -> Iterator[Item]:
    """Every document; a folder or an archive with none is worth a word."""
    for path in paths:
        empty = True
        for item in documents([path]):
            empty = False
            yield item
        if empty:
            yield str(path), UnreadableNotice("there is no notice in it")


def _worked_on(items: Iterator[Item], work: Work) -> Iterator[Done]:
    """Few are worked on here, many on all cores."""
    first = list(islice(items, WORTH_A_POOL))
    if len(first) < WORTH_A_POOL:
        yield from _batch(work, first)
        return
    batches = batches_of(chain(first, items), AT_ONCE)
    for _, done in in_processes(batches, partial(_batch, work), cores()):
        yield from done


def _batch(work: Work, items: list[Item]) -> list[Done]:
    return [_one(work, item) for item in items]


def _one(work: Work, item: Item) -> Done:
    name, content = item
    try:
        if isinstance(content, UnreadableNotice):
            raise content
        return work(name, read_notice(content)), True
    except UnreadableNotice as error:
        return [f"{name}: {error}"], False


def _as_json(_name: str, notice: Notice) -> list[str]:
    return [NOTICE.dump_json(notice).decode()]


def _as_text(name: str, notice: Notice) -> list[str]:
    buyer = next((buyer.name for buyer in notice.buyers if buyer.name), "buyer not stated")
    day = notice.published or notice.dispatched or "no date"
    return [
        f"{_label(name, notice)}  {notice.stage}  {day}  {buyer}",
        *(_lot(lot, notice) for lot in notice.lots),
    ]


def _lot(lot: Lot, notice: Notice) -> str:
    closes = f"closes {lot.deadline.day}" if lot.deadline else "no deadline"
    places = ", ".join(dict.fromkeys(place.nuts or place.country or "" for place in lot.places)).strip(", ")
    said = (
        lot.number,
        lot.cpv or "no CPV",
        places or "no place",
        closes,
        "reserved" if is_reserved(lot) else "",
    )
    return "    " + "  ".join((*filter(None, said), _title(lot, notice)))


def _label(name: str, notice: Notice) -> str:
    return notice.publication_number or notice.notice_id or name


def _title(lot: Lot, notice: Notice) -> str:
    title = pick(lot.titles, "da", "en") or pick(notice.procedure.titles, "da", "en")
    return " ".join(title.split())[:100]


def _ranked(lot: Lot, notice: Notice, index: EnterpriseIndex, chosen: argparse.Namespace) -> list[Ranked]:
    on = chosen.on or notice.published or notice.dispatched or date.min
    best = rank_enterprises(lot, index, on, chosen.top, notice)
    return [found for found in best if worth_showing(found.match)]


def _matches_as_json(
    label: str, notice: Notice, index: EnterpriseIndex, chosen: argparse.Namespace
) -> Iterator[str]:
    for lot in notice.lots:
        for found in _ranked(lot, notice, index, chosen):
            judged = MATCH.dump_python(found.match, mode="json")
            said = {"notice": label, "lot": lot.number, "enterprise": found.key, **judged}
            yield json.dumps(said, ensure_ascii=False)


def _matches_as_text(
    label: str, notice: Notice, index: EnterpriseIndex, chosen: argparse.Namespace
) -> Iterator[str]:
    for lot in notice.lots:
        yield f"{label} {lot.number}  {_title(lot, notice)}"
        yield from map(_match_line, _ranked(lot, notice, index, chosen))


def _match_line(found: Ranked) -> str:
    words = dict.fromkeys(part.evidence["lot"] for part in found.match.contributions if part.kind != "place")
    said = ", ".join(list(words)[:6])
    return f"    {found.match.score:6.1f}  {found.match.route:13}  {found.key}  ({said})"


if __name__ == "__main__":
    sys.exit(main())
