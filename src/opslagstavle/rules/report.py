"""A judgement told: as plain data for programs, and in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from opslagstavle.rules.evaluate import Step
from opslagstavle.rules.expression import Number, Value, is_number
from opslagstavle.rules.facts import question
from opslagstavle.rules.parameters import Found, Status
from opslagstavle.rules.rule import Answer, Judgement, Rule
from opslagstavle.terms.text import pick

GUIDANCE = "guidance, not a decision: the authority decides"
DIGITS = 6
"""Of a number that has no end, so many are told; ``exact`` tells it whole."""


def as_data(judgement: Judgement, language: str = "en") -> dict[str, Any]:
    """Ready for JSON. ``values`` are the bare answers; ``answers`` tell what decided each, and what to ask or look up."""
    return {
        "rule": judgement.rule.key,
        "on": judgement.on.isoformat(),
        "version": judgement.version,
        "note": GUIDANCE,
        "facts": {name: plain(value) for name, value in judgement.facts.items()},
        "values": {name: plain(answer.value) for name, answer in judgement.answers.items()},
        "answers": {name: _answer(answer, language) for name, answer in judgement.answers.items()},
    }


def rule_as_data(rule: Rule, language: str = "en") -> dict[str, Any]:
    """What a rule asks for and answers."""
    return {
        "rule": rule.key,
        "facts": {name: question(name, language) for name in rule.facts},
        "fields": {field.name: field.unit or "yes_no" for field in rule.fields},
    }


def plain(value: Value) -> int | float | bool | str | None:
    """A value as JSON has it: a number to six decimals, a day as text."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(round(value, DIGITS))
    return value.isoformat() if isinstance(value, date) else value


def exact_text(number: Number) -> str:
    """A number without loss: "12973.5", or "96200/3" where it has no end.

    >>> exact_text(Fraction(25947, 2)), exact_text(Fraction(96200, 3))
    ('12973.5', '96200/3')
    """
    fraction = Fraction(number)
    rest = fraction.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return f"{Decimal(fraction.numerator) / fraction.denominator:f}" if rest == 1 else str(fraction)


def rounded(number: Number, places: int) -> Decimal:
    """Halves away from nothing."""
    fraction = Fraction(number) * 10**places
    nearest = (abs(fraction.numerator) * 2 + fraction.denominator) // (2 * fraction.denominator)
    return Decimal(nearest if fraction >= 0 else -nearest).scaleb(-places)


def whole(number: Number) -> int:
    """To the nearest whole one, halves away from nothing, as offices print amounts.

    >>> whole(Fraction(87648, 20)), whole(Fraction(5, 2))
    (4382, 3)
    """
    return int(rounded(number, 0))


def as_lines(judgement: Judgement, language: str = "en") -> Iterator[str]:
    """For a terminal: every answer with its path, and what to ask next."""
    yield f"{judgement.rule.key} on {judgement.on} ({GUIDANCE})"
    explained: set[str] = set()
    for answer in judgement.answers.values():
        yield f"{answer.name}: {told(answer.value, answer.unit)}{mark(answer.status)}"
        yield from _path_lines(answer.path[0].parts, 1, explained)
        explained.add(answer.name)
        for name in answer.asks[:1]:
            yield f"    ask {name}: {question(name, language)}"
        for found in answer.missing:
            where = pick(found.parameter.where, language, "en")
            yield f"    not known on {judgement.on}: {found.parameter.name}. Where to look: {where}"


def told(value: Value, unit: str) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not is_number(value):
        return str(value)
    return f"{rounded(value * 100, 2):f} %" if unit == "share" else f"{exact_text(value)} {unit}".rstrip()


def mark(status: Status) -> str:
    return "" if status is Status.LAW else f"  [{status.value}]"


def _path_lines(path: Iterable[Step], depth: int, explained: set[str]) -> Iterator[str]:
    """What was explained before is told in one line."""
    for step in path:
        source = f"  ({step.source})" if step.source else ""
        yield "    " * depth + f"{step.name} = {told(step.value, step.unit)}{mark(step.status)}{source}"
        if step.parts and step.name not in explained:
            explained.add(step.name)
            yield from _path_lines(step.parts, depth + 1, explained)


def _answer(answer: Answer, language: str) -> dict[str, Any]:
    return {
        **_value(answer.value, answer.unit),
        "status": answer.status.value,
        "reference": answer.formula.reference,
        "path": [_step(step, language) for step in answer.path[0].parts],
        "asks": {name: question(name, language) for name in answer.asks},
        "missing": {
            each.parameter.name: pick(each.parameter.where, language, "en") for each in answer.missing
        },
    }


def _value(value: Value, unit: str) -> dict[str, Any]:
    exactly = {"exact": exact_text(value)} if isinstance(value, Fraction) and value.denominator != 1 else {}
    return {"value": plain(value), **exactly, "unit": unit}


def _step(step: Step, language: str) -> dict[str, Any]:
    if step.formula:
        return {
            "formula": step.name,
            **_value(step.value, step.unit),
            "reference": step.source,
            "status": step.status.value,
            "path": [_step(part, language) for part in step.parts],
        }
    if step.found:
        return {"parameter": step.name, **_value(step.value, step.unit), **_entry(step.found, language)}
    return {"fact": step.name, "value": plain(step.value)}


def _entry(found: Found, language: str) -> dict[str, Any]:
    entry, source = found.entry, found.source
    if entry is None or source is None:
        return {"where": pick(found.parameter.where, language, "en")}
    return {
        "status": entry.status.value,
        "source": source.name,
        "url": source.url,
        "from": _day(entry.since),
        "to": _day(entry.until),
        "note": entry.note,
    }


def _day(day: date) -> str | None:
    return None if day in (date.min, date.max) else day.isoformat()
