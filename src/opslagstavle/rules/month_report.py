"""A table of months told: as plain data for programs, and in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from opslagstavle.rules.expression import Number, Value
from opslagstavle.rules.facts import question
from opslagstavle.rules.labels import labels
from opslagstavle.rules.ledger import Amount, Month, MonthTable, Part
from opslagstavle.rules.report import GUIDANCE, as_data, exact_text, mark, plain, whole
from opslagstavle.rules.rule import Judgement, steps
from opslagstavle.terms.text import pick

WIDTH = 12
Key = tuple[tuple[Value, ...], frozenset[tuple[str, date | None]]]
SIGNS = "a balance is what a party gets less what it pays; before tax and ATP; DKK"


def months_as_data(table: MonthTable, language: str = "en") -> dict[str, Any]:
    """Ready for JSON. A month has its amounts, how sure they are, and which of ``judged`` they are made from.

    Months that are judged alike (the same law, the same rung of the ladder) share one entry of ``judged``.
    """
    judged = _judged(table)
    return {
        "rule": table.rule.key,
        "on": table.on.isoformat(),
        "note": f"{GUIDANCE}; {SIGNS}",
        "facts": {name: plain(value) for name, value in table.facts.items()},
        "columns": {
            column.name: {
                "label": column_label(column.name, language),
                "kind": column.kind,
                "reference": column.reference,
            }
            for column in table.columns
        },
        "months": [_month(month, list(judged)) for month in table.months],
        "judged": [_steps(table, judgement, language) for judgement in judged.values()],
        "totals": {name: _amount(amount) for name, amount in table.totals.items()},
        "break_even": table.break_even,
        "asks": {name: question(name, language) for name in table.asks},
        "missing": {
            first.isoformat(): {
                found.parameter.name: pick(found.parameter.where, language, "en") for found in each
            }
            for first, each in table.missing.items()
        },
    }


def months_as_lines(table: MonthTable, language: str = "en") -> Iterator[str]:
    """For a terminal: a line each month, in whole kroner."""
    yield f"{table.rule.key} from {table.on:%Y-%m} ({GUIDANCE})"
    yield f"({SIGNS})"
    for number, column in enumerate(table.columns, 1):
        yield f"    {number:2}  {column.name}: {column_label(column.name, language)}"
    yield " ".join((f"{'month':22}", *(f"{number:>{WIDTH}}" for number in range(1, len(table.columns) + 1))))
    for month in table.months:
        yield _line(table, _name(month), month.amounts) + mark(month.status)
    yield _line(table, "in all", table.totals)
    if any(column.kind == "running" for column in table.columns):
        yield f"breaks even: {_break_even(table)}"
    yield from _open(table, language)


def column_label(name: str, language: str) -> str:
    return pick(labels()[name].name, language, "en")


def _judged(table: MonthTable) -> dict[Key, Judgement]:
    """Each way of judging a month once, in their order."""
    parts = (part for month in table.months for part in month.parts)
    found: dict[Key, Judgement] = {}
    for part in parts:
        found.setdefault(_key(part), part.judgement)
    return found


def _key(part: Part) -> Key:
    """The answers, and since when each value of the law that decided them holds."""
    answers = part.judgement.answers.values()
    law = (
        (step.name, step.found.entry.since if step.found.entry else None)
        for answer in answers
        for step in steps(answer.path)
        if step.found
    )
    return tuple(answer.value for answer in answers), frozenset(law)


def _month(month: Month, judged: Sequence[Key]) -> dict[str, Any]:
    return {
        "number": month.number,
        "first": month.first.isoformat(),
        "last": month.last.isoformat(),
        "weeks": month.weeks,
        "status": month.status.value,
        "amounts": {name: _amount(amount) for name, amount in month.amounts.items()},
        "parts": [
            {
                "share_of_month": exact_text(part.days),
                "weeks": part.weeks,
                "judged": judged.index(_key(part)),
            }
            for part in month.parts
        ],
    }


def _steps(table: MonthTable, judgement: Judgement, language: str) -> dict[str, Any]:
    """The answers that the table is made from, with their paths and sources."""
    told = as_data(judgement, language)
    names = [column.name for column in table.columns if column.name in judgement.answers]
    return {
        "on": told["on"],
        "version": told["version"],
        "answers": {name: told["answers"][name] for name in names},
    }


def _amount(amount: Amount) -> dict[str, Any]:
    value = amount.value
    told = {} if value is None or isinstance(value, int) else {"exact": exact_text(value)}
    return {"value": plain(value), **told, "status": amount.status.value}


def _name(month: Month) -> str:
    weeks = f"week {month.weeks[0]}-{month.weeks[1]}" if month.weeks else ""
    return f"{month.number:3} {month.first:%Y-%m} {weeks}"


def _line(table: MonthTable, name: str, amounts: Any) -> str:
    cells = (_cell(amounts.get(column.name)) for column in table.columns)
    return " ".join((f"{name:22}", *cells)).rstrip()


def _cell(amount: Amount | None) -> str:
    if amount is None:
        return " " * WIDTH
    return f"{'?' if amount.value is None else _whole(amount.value):>{WIDTH}}"


def _whole(value: Number) -> str:
    return f"{whole(value):,}"


def _break_even(table: MonthTable) -> str:
    if table.break_even:
        return f"from month {table.break_even} on"
    is_open = table.months[-1].amounts["cumulative"].value is None
    return "not stated" if is_open else f"not within {len(table.months)} months"


def _open(table: MonthTable, language: str) -> Iterator[str]:
    for name in table.asks:
        yield f"    ask {name}: {question(name, language)}"
    for first, each in table.missing.items():
        for found in each:
            where = pick(found.parameter.where, language, "en")
            yield f"    not known from {first:%Y-%m} on: {found.parameter.name}. Where to look: {where}"
