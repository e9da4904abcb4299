"""The library on the command line: files in, text or JSON out. No server, no Django.

    opslagstavle read FILES [--json]                       read notices
    opslagstavle match --enterprises FILE NOTICES          match their lots with enterprises
    opslagstavle schema                                    JSON Schema of a notice
    opslagstavle fields                                    which business term or element each field is read from
"""  # fmt: skip

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from opslagstavle.enterprises.files import read_enterprises
from opslagstavle.errors import BadEnterprise, UnreadableNotice
from opslagstavle.matching.index import EnterpriseIndex, Ranked, index_enterprises, rank_enterprises
from opslagstavle.matching.match import Match, worth_showing
from opslagstavle.notices import eforms_fields, ted_legacy_fields
from opslagstavle.notices.archives import Item, documents
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice
from opslagstavle.notices.paths import describe
from opslagstavle.terms.text import pick

NOTICE: TypeAdapter[Notice] = TypeAdapter(Notice)
MATCH: TypeAdapter[Match] = TypeAdapter(Match)
AT_ONCE = 32
WORTH_A_POOL = 200

Line = tuple[str, bool]
"""(what to print, was it read)"""


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="opslagstavle", description="Read procurement notices and match them."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    read = commands.add_parser("read", help="read notices from files, folders and archives")
    read.add_argument("files", nargs="+", type=Path)
    read.add_argument("--json", action="store_true", help="one JSON object a line for each notice")
    read.set_defaults(run=_read)
    match = commands.add_parser("match", help="match the lots of notices with enterprises")
    match.add_argument(
        "--enterprises", required=True, type=Path, metavar="FILE", help="JSON, JSON Lines or YAML"
    )
    match.add_argument("notices", nargs="+", type=Path)
    match.add_argument(
        "--on", type=date.fromisoformat, help="the day to judge deadlines on (default: each notice's own)"
    )
    match.add_argument("--top", type=int, default=5, help="how many enterprises a lot (default 5)")
    match.add_argument("--json", action="store_true", help="one JSON object a line for each match")
    match.set_defaults(run=_match)
    commands.add_parser("schema", help="print the JSON Schema of a notice").set_defaults(run=_schema)
    commands.add_parser("fields", help="print where each field is read from").set_defaults(run=_fields)
    return parser


def _read(chosen: argparse.Namespace) -> int:
    failed = False
    for text, fine in _lines(documents(chosen.files), chosen.json):
        failed = failed or not fine
        print(text, file=sys.stdout if fine else sys.stderr)
    return 1 if failed else 0


def _lines(items: Iterable[Item], as_json: bool) -> Iterator[Line]:
    """In the order of the items. Few are read here, many on all cores."""
    stream = iter(items)
    first = list(islice(stream, WORTH_A_POOL))
    if len(first) < WORTH_A_POOL:
        yield from (_line(item, as_json) for item in first)
        return
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        yield from (_line(item, as_json) for item in first)
        ahead = []
        while batch := list(islice(stream, AT_ONCE)):
            ahead.append(pool.submit(_line_batch, batch, as_json))
            if len(ahead) > 2 * (os.cpu_count() or 1):
                yield from ahead.pop(0).result()
        for future in ahead:
            yield from future.result()


def _line_batch(items: list[Item], as_json: bool) -> list[Line]:
    return [_line(item, as_json) for item in items]


def _line(item: Item, as_json: bool) -> Line:
    name, content = item
    try:
        if isinstance(content, UnreadableNotice):
            raise content
        notice = read_notice(content)
    except UnreadableNotice as error:
        return f"{name}: {error}", False
    return (NOTICE.dump_json(notice).decode() if as_json else _shown(name, notice)), True


def _shown(name: str, notice: Notice) -> str:
    number = notice.publication_number or notice.notice_id or name
    buyer = next((buyer.name for buyer in notice.buyers if buyer.name), "buyer not stated")
    lines = [f"{number}  {notice.stage}  {notice.published or notice.dispatched or 'no date'}  {buyer}"]
    for lot in notice.lots:
        closes = f"closes {lot.deadline.day}" if lot.deadline else "no deadline stated"
        title = pick(lot.titles, "da", "en") or pick(notice.procedure.titles, "da", "en")
        lines.append(f"    {lot.number}  {lot.cpv or 'no CPV'}  {closes}  {title[:100]}")
    return "\n".join(lines)


def _match(chosen: argparse.Namespace) -> int:
    try:
        index = index_enterprises(read_enterprises(chosen.enterprises))
    except BadEnterprise as error:
        print(error, file=sys.stderr)
        return 2
    failed = False
    for name, content in documents(chosen.notices):
        try:
            if isinstance(content, UnreadableNotice):
                raise content
            notice = read_notice(content)
        except UnreadableNotice as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
            continue
        for line in _match_lines(name, notice, index, chosen):
            print(line)
    return 1 if failed else 0


def _match_lines(
    name: str, notice: Notice, index: EnterpriseIndex, chosen: argparse.Namespace
) -> Iterator[str]:
    """The best enterprises of each lot. Deadlines are judged on the day given, else on the day the notice came out."""
    on = chosen.on or notice.published or notice.dispatched or date.min
    number = notice.publication_number or notice.notice_id or name
    for lot in notice.lots:
        ranked = rank_enterprises(lot, index, on, chosen.top, notice)
        shown = [found for found in ranked if worth_showing(found.match)]
        if chosen.json:
            for found in shown:
                judged = MATCH.dump_python(found.match, mode="json")
                yield json.dumps({"notice": number, "lot": lot.number, "enterprise": found.key, **judged})
        else:
            title = pick(lot.titles, "da", "en") or pick(notice.procedure.titles, "da", "en")
            yield f"{number} {lot.number}  {title[:100]}"
            yield from (_match_line(found) for found in shown)


def _match_line(found: Ranked) -> str:
    words = [part.evidence["lot"] for part in found.match.contributions if part.kind != "place"]
    return f"    {found.match.score:6.1f}  {found.match.route:12}  {found.key}  ({', '.join(dict.fromkeys(words[:6]))})"


def _schema(_chosen: argparse.Namespace) -> int:
    print(json.dumps(NOTICE.json_schema(), indent=2))
    return 0


def _fields(_chosen: argparse.Namespace) -> int:
    for name, tables in (("eforms", eforms_fields.TABLES), ("ted-r209", ted_legacy_fields.TABLES)):
        for field, term, path in describe(tables):
            print(f"{name}\t{field}\t{term}\t{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
