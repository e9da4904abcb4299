"""A rule's page put together: what it says, what it asks, what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.pages import Page, pages
from opslagstavle.rules.published import published
from opslagstavle.rules.rule import Judgement, Rule, judge
from opslagstavle_site.guide import words
from opslagstavle_site.guide.cards import (
    AnswerCard,
    PageCard,
    RuleCard,
    StepCard,
    answer_cards,
    fact_lines,
    page_card,
    rule_card,
    value_card,
)
from opslagstavle_site.guide.forms import CalculatorForm
from opslagstavle_site.guide.months import MonthsCard, month_table
from opslagstavle_site.guide.queries import Own, asks_for_people
from opslagstavle_site.web.language import shown_day

MOST_QUESTIONS = 4
"""Beside one answer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with its next questions; the first answer that needs one has it, and what ``missing`` says it says once."""

    card: AnswerCard
    questions: list[BoundField]
    asked_above: list[str]
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """``groups``: answers in order; several in one group are readings of the same law, side by side.

    ``aside``: what few look for. ``waiting``: answers that wait for a question or a value that stands at another answer.
    """

    on: str
    facts: list[StepCard]
    own_facts: list[StepCard]
    own_name: str
    groups: list[list[Shown]]
    aside: list[list[Shown]]
    waiting: list[Shown]
    months: MonthsCard | None
    version: str

    @property
    def asks_aside(self) -> bool:
        return any(shown.questions for group in self.aside for shown in group)

    @property
    def all_groups(self) -> list[list[Shown]]:
        return [*self.groups, *self.aside, self.waiting]


@dataclass(frozen=True, slots=True)
class Calculator:
    """``first`` and ``more``: questions in the form; those beside an answer are in neither."""

    form: CalculatorForm
    by_post: bool
    first: list[BoundField]
    more: list[BoundField]
    result: Result | None
    query: str = ""


@dataclass(frozen=True, slots=True)
class RulePage:
    page: PageCard
    calculator: Calculator
    values: list[StepCard]
    values_on: str
    others: list[RuleCard] = field(default_factory=list)


def rule_page(key: str, form: CalculatorForm, own: Own | None) -> RulePage:
    rule, page = RULES[key], pages()[key]
    judgement = _judged(rule, form, own)
    result = _result(rule, page, judgement, form, own) if judgement else None
    beside = _beside(result)
    first = [name for name in first_questions(rule, page, form.day) if name not in beside]
    stated = [name for name in rule.facts if form.is_bound and (form.errors.get(name) or form.data.get(name))]
    in_front = dict.fromkeys([*first, *(name for name in stated if name not in beside)])
    calculator = Calculator(
        form=form,
        by_post=asks_for_people(rule),
        first=[form[name] for name in in_front],
        more=[form[name] for name in rule.facts if name not in in_front and name not in beside],
        result=result,
        query=urlencode(form.typed()) if form.is_bound else "",
    )
    others = [rule_card(each) for each in pages().values() if each.asked_by == page.asked_by]
    return RulePage(
        page=page_card(page),
        calculator=calculator,
        values=values_in_force(rule, form.day),
        values_on=shown_day(form.day),
        others=[each for each in others if each.key in RULES and each.key != key],
    )


def _beside(result: Result | None) -> set[str]:
    """Questions that stand beside an answer."""
    groups = result.all_groups if result else []
    return {question.name for group in groups for shown in group for question in shown.questions}


def first_questions(rule: Rule, page: Page, on: date) -> Sequence[str]:
    """What the page begins with, else what the first answer needs when nothing is known yet."""
    return page.first or next(iter(judge(rule, {}, on).answers.values())).asks


def values_in_force(rule: Rule, on: date) -> list[StepCard]:
    """What the law sets on the day, for everybody."""
    found = published().in_force(on)
    return [value_card(found[name], words.all_values(found[name])) for name in rule.parameters]


def _judged(rule: Rule, form: CalculatorForm, own: Own | None) -> Judgement | None:
    if not form.is_bound or not form.is_valid():
        return None
    known = {name: value for name, value in (own.facts if own else {}).items() if name in rule.facts}
    return judge(rule, {**known, **form.facts}, form.day)


def _result(rule: Rule, page: Page, judgement: Judgement, form: CalculatorForm, own: Own | None) -> Result:
    typed, shown = form.facts, _shown(answer_cards(judgement), form)
    waiting = [each for each in shown if _waits(each, page)]
    groups = _groups(page, [each for each in shown if each not in waiting])
    owned = {name: value for name, value in (own.facts if own else {}).items() if name not in typed}
    return Result(
        on=shown_day(judgement.on),
        facts=fact_lines(rule, typed.items()),
        own_facts=fact_lines(rule, owned.items()),
        own_name=own.name if own else "",
        groups=[group for group in groups if group[0].card.name not in page.aside],
        aside=[group for group in groups if group[0].card.name in page.aside],
        waiting=waiting,
        months=month_table(rule.key, judgement.facts, judgement.on),
        version=judgement.version,
    )


def _shown(cards: list[AnswerCard], form: CalculatorForm) -> list[Shown]:
    asked: set[str] = set()
    told: set[str] = set()
    found = []
    for card in cards:
        names = [name for name in card.asks if name not in asked][:MOST_QUESTIONS]
        above = [str(form[name].label) for name in card.asks if name in asked] if not names else []
        found.append(
            Shown(
                card,
                [form[name] for name in names],
                above[:1],
                [line for line in card.missing if line not in told],
            )
        )
        asked |= set(names)
        told |= set(card.missing)
    return found


def _waits(shown: Shown, page: Page) -> bool:
    """Has nothing of its own to say yet, and is no reading that another one stands beside."""
    read = any(shown.card.name in reading for reading in page.readings)
    return not (shown.card.value or shown.questions or shown.missing or read)


def _groups(page: Page, shown: list[Shown]) -> list[list[Shown]]:
    """Each answer once, at the place of the first reading of it."""
    together = {name: reading for reading in page.readings for name in reading}
    by_name = {each.card.name: each for each in shown}
    groups = dict.fromkeys(together.get(each.card.name, (each.card.name,)) for each in shown)
    return [[by_name[name] for name in names if name in by_name] for names in groups]


def shown(request: HttpRequest, key: str, form: CalculatorForm, own: Own | None) -> HttpResponse:
    """The page. Somebody's numbers are for nobody to keep or to find."""
    found, here = rule_page(key, form, own), reverse("guide:rule", args=[key])
    context = {
        "rule": found,
        "here": here,
        "pdf_url": reverse("guide:pdf", args=[key]),
        "permalink": request.build_absolute_uri(f"{here}?{found.calculator.query}"),
        "in_address": request.method != "POST",
    }
    status = 400 if request.method == "POST" and form.is_bound and form.errors else 200
    response = render(request, "guide/rule.html", context, status=status)
    return private(response) if form.is_bound else response


def private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
