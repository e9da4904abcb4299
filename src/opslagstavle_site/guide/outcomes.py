"""A simulation as a reader sees it: tables, pictures, rows of a sheet. What is hidden is said to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from opslagstavle.rules.expression import Formula, Value, is_number
from opslagstavle.rules.pages import pages
from opslagstavle.terms.small_counts import FEW
from opslagstavle_site.enterprises.readers import is_staff
from opslagstavle_site.guide import simulations, words
from opslagstavle_site.guide.simulations import Answer, Asked, Counted, Named, Simulation, Summed
from opslagstavle_site.guide.supposing import SupposeForm
from opslagstavle_site.web import charts
from opslagstavle_site.web.charts import Chart, Item
from opslagstavle_site.web.language import shown_day
from opslagstavle_site.web.sheets import Cell

ANSWERS: tuple[Answer, ...] = (True, False, None)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what is counted, now and then, as words."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Table:
    """``chart`` where every count may be seen; ``changed`` says how many change, or that few do."""

    title: str
    lines: list[Line]
    changed: str
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class NamedCard:
    name: str
    url: str
    changes: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``tables`` of what changes, ``same`` the names of what does not."""

    rule_name: str
    rule_url: str
    enterprises: int
    tables: list[Table]
    same: list[str]
    named: list[NamedCard]


@dataclass(frozen=True, slots=True)
class Supposed:
    """What was asked, in words."""

    name: str
    now: str
    then: str
    since: str
    assumed: list[str]


def _supposed(asked: Asked) -> Supposed:
    unit = asked.what.parameter.unit
    return Supposed(
        name=words.in_words(asked.what.parameter.meaning),
        now=words.value_words(asked.what.value_on(asked.since), unit) or _("not known"),
        then=words.value_words(asked.value, unit),
        since=shown_day(asked.since),
        assumed=[
            f"{words.fact_name(name)} {words.fact_value(name, value)}"
            for name, value in asked.assumed.items()
        ],
    )


def of_request(request: HttpRequest) -> tuple[SupposeForm, Supposed | None, list[Outcome]]:
    """The form as it was filled in, what was asked in words, and what came out: for staff with names."""
    form = SupposeForm(request.GET.dict() if "what" in request.GET else None, on=timezone.localdate())
    asked = form.asked if form.is_bound and form.is_valid() else None
    if asked is None:
        return form, None, []
    found = simulations.run(asked, with_names=is_staff(request.user))
    return form, _supposed(asked), [_outcome(each, asked) for each in found]


def _outcome(found: Simulation, asked: Asked) -> Outcome:
    everything: list[Counted | Summed] = [*found.counted, *found.summed]
    return Outcome(
        rule_name=words.in_words(pages()[found.rule.key].title),
        rule_url=reverse("guide:rule", args=[found.rule.key]),
        enterprises=found.enterprises,
        tables=[_table(each) for each in everything if _moves(each)],
        same=[words.formula_name(each.formula.name) for each in everything if not _moves(each)],
        named=[_named(found, each, asked) for each in found.named],
    )


def rows(found: list[Outcome]) -> Iterator[tuple[Cell, ...]]:
    """For a sheet: rule, what is counted, answer, now, then."""
    for each in found:
        for table in each.tables:
            for line in table.lines:
                yield (each.rule_name, table.title, line.label, line.now, line.then)


def _moves(each: Counted | Summed) -> bool:
    """A hidden count of changes is one."""
    return each.changed != 0


def _table(each: Counted | Summed) -> Table:
    return _counts(each) if isinstance(each, Counted) else _sums(each)


def _counts(each: Counted) -> Table:
    lines = [
        Line(_answer(each.formula, answer), _count(each.now[answer]), _count(each.then[answer]))
        for answer in ANSWERS
    ]
    title = words.formula_name(each.formula.name)
    return Table(title, lines, _changed(each.changed), _chart(each))


def _chart(each: Counted) -> Chart | None:
    if None in each.now.values() or None in each.then.values():
        return None
    items = [
        Item(f"{_answer(each.formula, answer)} – {when}", counts[answer] or 0, apart=counts is each.now)
        for answer in ANSWERS
        for when, counts in ((_("now"), each.now), (_("after the change"), each.then))
        if each.now[answer] or each.then[answer]
    ]
    return charts.bars(items)


def _sums(each: Summed) -> Table:
    now, then = (_sum(value, each.formula) for value in (each.now, each.then))
    label = _("In all, in the %(count)s enterprises for which it is known both times") % {
        "count": _count(each.enterprises)
    }
    return Table(words.formula_name(each.formula.name), [Line(label, now, then)], _changed(each.changed))


def _answer(formula: Formula, answer: Answer) -> str:
    if answer is None:
        return _("Not stated or not known")
    return words.answer_words(formula.name, answer, formula.unit)


def _count(count: int | None) -> str:
    return _("hidden") if count is None else charts.said(count)


def _sum(value: Value, formula: Formula) -> str:
    return words.value_words(value, formula.unit) if is_number(value) else _("hidden")


def _changed(changed: int | None) -> str:
    if changed is None:
        return _("Fewer than %(few)s enterprises change, so the numbers are hidden.") % {"few": FEW}
    return words.enterprises_that_change(changed)


def _named(found: Simulation, each: Named, asked: Asked) -> NamedCard:
    address = reverse("guide:rule", args=[found.rule.key])
    query: Mapping[str, str] = {"own": each.key, "on": asked.since.isoformat()}
    told = [
        f"{words.formula_name(formula.name)}: {_told(formula, before)} → {_told(formula, after)}"
        for formula, before, after in each.changes
    ]
    return NamedCard(each.name, f"{address}?{urlencode(query)}", told)


def _told(formula: Formula, value: Value) -> str:
    return words.value_words(value, formula.unit) or _("not stated or not known")
