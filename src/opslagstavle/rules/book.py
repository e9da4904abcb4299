"""Every rule in one document, from the data itself: ``docs/rules.md``, printed by ``./opslagstavle rules --book``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Formula, Value
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.labels import labels
from opslagstavle.rules.notes import Note, notes
from opslagstavle.rules.parameters import Dated, Gap, Parameter, Source, Status
from opslagstavle.rules.published import published
from opslagstavle.rules.report import told
from opslagstavle.rules.rule import Rule
from opslagstavle.terms.text import pick

INTRODUCTION = """\
# Rules

Every rule, what it asks for and answers, and every value of the law it uses, with the days it holds for, where it was read
and how sure the reading is. Made from the data by `./opslagstavle rules --book > docs/rules.md`; do not edit it by hand.

Guidance, not a decision: the authority decides. A day that no value holds for is answered "not known", never with the last one.

| status | means |
|---|---|
| law | read in the law's text or on an authority's own page |
| secondary | read where others quote it |
| unverified | computed from what was read, contradicted elsewhere, or not read again for these days: check before relying on it |
"""


def book() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    yield from _table(
        ("rule", "answers", "facts", "values of the law", "not read in the law"), map(_row, RULES.values())
    )
    for rule in RULES.values():
        yield from _rule(rule)
    yield "\n## Values of the law"
    for parameter in sorted(published().all.values(), key=lambda each: each.name):
        yield from _parameter(parameter)


def _row(rule: Rule) -> tuple[str, ...]:
    entries = [entry for name in rule.parameters for entry in published().all[name].values]
    unsure = sum(entry.status is not Status.LAW for entry in entries)
    counts = (len(rule.fields), len(rule.facts), len(entries), unsure)
    return (f"[{rule.key}](#{rule.key})", *map(str, counts))


def _rule(rule: Rule) -> Iterator[str]:
    yield f"\n## {rule.key}\n"
    for note in notes().get(rule.key, {}).values():
        yield from _note(note)
    yield "Asks for:\n"
    yield from _table(("fact", "kind", "question"), map(_fact, rule.facts))
    yield "\nAnswers:\n"
    yield from _table(("answer", "unit", "is", "paragraph", "status"), map(_formula, rule.fields))
    if on_the_way := [formula for formula in rule.formulas if formula not in rule.fields]:
        yield "\nOn the way to them:\n"
        yield from _table(("step", "unit", "is", "paragraph", "status"), map(_formula, on_the_way))
    yield f"\nValues of the law: {', '.join(f'[{name}](#{_anchor(name)})' for name in rule.parameters)}"


def _note(note: Note) -> Iterator[str]:
    sources = "; ".join(map(_source, note.sources))
    yield f"**{pick(note.title, 'en')}.** {pick(note.text, 'en')} ({note.status}: {sources})\n"


def _fact(name: str) -> tuple[str, ...]:
    kind = fact_kinds()[name]
    choices = "; ".join(f"`{key}` {pick(text, 'en')}" for key, text in kind.choices.items())
    told_kind = f"{kind.kind}, {kind.unit}" if kind.unit else kind.kind
    return (
        f"`{name}`",
        told_kind,
        " ".join(filter(None, (pick(kind.question, "en"), pick(kind.help, "en"), choices))),
    )


def _formula(formula: Formula) -> tuple[str, ...]:
    name = pick(labels()[formula.name].name, "en")
    return (f"`{formula.name}`", formula.unit or "yes or no", name, formula.reference, formula.status)


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield f"\n### {parameter.name}\n"
    asked = " A reader may ask what if it were another." if parameter.simulate else ""
    yield f"{pick(parameter.meaning, 'en')}. Unit: {parameter.unit or 'yes or no'}.{asked}"
    yield f"Where to look: {pick(parameter.where, 'en')}.\n"
    dated: list[Dated | Gap] = sorted((*parameter.values, *parameter.gaps), key=lambda each: each.since)
    rows = (_dated(each, parameter.unit) if isinstance(each, Dated) else _gap(each) for each in dated)
    yield from _table(("value", "from", "to", "status", "source", "read", "note"), rows)


def _dated(entry: Dated, unit: str) -> tuple[str, ...]:
    source = _source(published().sources[entry.source])
    return (_value(entry, unit), *_days(entry), entry.status, source, entry.known.isoformat(), entry.note)


def _gap(gap: Gap) -> tuple[str, ...]:
    return ("**not known**", *_days(gap), "", "", "", gap.why)


def _value(entry: Dated, unit: str) -> str:
    def shown(value: Value) -> str:
        return told(value, unit if unit != "word" else "")

    if entry.by:
        return "; ".join(f"{word}: {shown(value)}" for word, value in entry.by.items())
    if entry.scale:
        return "; ".join(f"from {told(rung.start, '')}: {shown(rung.value)}" for rung in entry.scale)
    return shown(entry.value)


def _days(each: Dated | Gap) -> tuple[str, str]:
    return (
        "" if each.since == date.min else each.since.isoformat(),
        "" if each.until == date.max else each.until.isoformat(),
    )


def _source(source: Source) -> str:
    return f"[{source.name}]({source.url})" if source.url else source.name


def _anchor(heading: str) -> str:
    """As code hosts make it of a heading."""
    return heading.lower().replace(".", "")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
