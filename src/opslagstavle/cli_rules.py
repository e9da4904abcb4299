"""The rules on the command line: ``judge`` a case, tell its ``months``, list the ``rules``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from opslagstavle.errors import BadFacts
from opslagstavle.rules.book import book
from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import read_facts
from opslagstavle.rules.month_report import months_as_data, months_as_lines
from opslagstavle.rules.months import MONTHS
from opslagstavle.rules.report import as_data, as_lines, rule_as_data
from opslagstavle.rules.rule import judge

FINE, USAGE = 0, 2

Commands = Any
"""What ``ArgumentParser.add_subparsers`` gives; its class has no public name."""


def add_rule_commands(commands: Commands, epilog: str) -> None:
    judging = commands.add_parser("judge", help="judge a case by a rule", epilog=epilog)
    _ask_for_a_case(judging, RULES, "by the law as it is on this day")
    judging.set_defaults(run=_judge)
    months = commands.add_parser("months", help="who pays and gets what, month by month", epilog=epilog)
    _ask_for_a_case(months, MONTHS, "the month of this day is the first")
    months.add_argument("--months", type=a_count, metavar="N", help="so many (default: 12; investment 60)")
    months.set_defaults(run=_months)
    rules = commands.add_parser(
        "rules", help="list the rules, the facts they ask for and the fields they answer"
    )
    rules.add_argument("--json", action="store_true", help="one JSON object a line for each rule")
    rules.add_argument(
        "--book", action="store_true", help="all of them with every value of the law, as Markdown"
    )
    rules.set_defaults(run=_rules)


def _ask_for_a_case(command: argparse.ArgumentParser, keys: Iterable[str], day_help: str) -> None:
    known = sorted(keys)
    command.add_argument("rule", choices=known, metavar="RULE", help=", ".join(known))
    command.add_argument(
        "facts",
        type=Path,
        metavar="FILE",
        help="what is known of the case, by name: .yaml or .json; - for standard input",
    )
    command.add_argument("--on", type=a_day, required=True, metavar="DAY", help=day_help)
    command.add_argument("--json", action="store_true", help="one JSON object")


def a_day(printed: str) -> date:
    try:
        return date.fromisoformat(printed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day: {printed!r} (write 2026-03-01)") from None


def a_count(printed: str) -> int:
    if not printed.isdecimal() or int(printed) < 1:
        raise argparse.ArgumentTypeError(f"not a number above 0: {printed!r}")
    return int(printed)


def _judge(chosen: argparse.Namespace) -> int:
    facts = _facts(chosen.facts)
    if facts is None:
        return USAGE
    judgement = judge(RULES[chosen.rule], facts, chosen.on)
    _print(chosen, as_data(judgement) if chosen.json else as_lines(judgement))
    return FINE


def _months(chosen: argparse.Namespace) -> int:
    facts = _facts(chosen.facts)
    if facts is None:
        return USAGE
    count = {"count": chosen.months} if chosen.months else {}
    try:
        table = MONTHS[chosen.rule](facts, chosen.on, **count)
    except ValueError as error:
        print(error, file=sys.stderr)
        return USAGE
    _print(chosen, months_as_data(table) if chosen.json else months_as_lines(table))
    return FINE


def _print(chosen: argparse.Namespace, told: Any) -> None:
    if chosen.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(*told, sep="\n")


def _facts(path: Path) -> Mapping[str, Value] | None:
    """The facts of a case; None where they cannot be used, and standard error says why."""
    try:
        return read_facts(read_case(path))
    except BadFacts as error:
        print(error, file=sys.stderr)
        return None


def read_case(path: Path) -> Mapping[str, Any]:
    """The facts of a case as they were written. BadFacts where there are none."""
    try:
        content = sys.stdin.read() if path == Path("-") else path.read_text(encoding="utf-8")
        said = yaml.safe_load(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadFacts(str(path), "unreadable", str(error)) from error
    if not isinstance(said, dict):
        raise BadFacts(str(path), "unreadable", "")
    return {str(name): value for name, value in said.items()}


def _rules(chosen: argparse.Namespace) -> int:
    if chosen.book:
        print(book(), end="")
        return FINE
    for rule in RULES.values():
        told = rule_as_data(rule)
        if chosen.json:
            print(json.dumps(told, ensure_ascii=False))
            continue
        print(rule.key)
        for part in ("facts", "fields"):
            print(f"  {part}")
            print(*(f"    {name}: {about}" for name, about in told[part].items()), sep="\n")
    return FINE
