"""A rule, its answers and every step to them, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.evaluate import Step
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.notes import notes
from opslagstavle.rules.pages import Page, Statement, pages
from opslagstavle.rules.parameters import FIRST, LAST, Found, Status
from opslagstavle.rules.rule import Answer, Judgement, Rule, judge
from opslagstavle_site.guide import words
from opslagstavle_site.guide.rows import facts_of
from opslagstavle_site.web.language import shown_day

OWN_ANSWERS = {
    "quota": ("kept", "allowed", "room", "ordinary_for_one_more"),
    "reserved": ("own_share_met", "may_bid_alone"),
}
"""What an enterprise is told on its own page, by rule."""


@dataclass(frozen=True, slots=True)
class RuleCard:
    key: str
    url: str
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class StatementCard:
    """``doubt``: how it was read, where that was not in the law, else ""."""

    text: str
    source: str
    url: str
    doubt: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """What a reader should know beside the answers; ``sources`` are (name, address)."""

    title: str
    text: str
    sources: list[tuple[str, str]]
    doubt: str


@dataclass(frozen=True, slots=True)
class PageCard:
    key: str
    title: str
    short: str
    what: list[StatementCard]
    applies: list[StatementCard]
    do: list[StatementCard]
    notes: list[NoteCard]


@dataclass(frozen=True, slots=True)
class StepCard:
    """``value`` is "" where it is not stated; ``valid`` says which days a value holds for; ``doubt`` as of a statement."""

    name: str
    value: str
    source: str
    url: str
    valid: str
    note: str
    doubt: str
    parts: list[StepCard]


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """``yes``: True or False for a yes or no, else None. ``asks``: names of the facts to ask next, the next one first.

    ``missing``: what no value is known for on the day, and where to look. ``unsure``: what on the path is doubtful.
    """

    name: str
    title: str
    value: str
    is_sentence: bool
    doubt: str
    unsure: list[str]
    reference: str
    steps: list[StepCard]
    asks: list[str]
    missing: list[str]


def rule_card(page: Page) -> RuleCard:
    return RuleCard(page.key, rule_url(page.key), words.in_words(page.title), words.in_words(page.short))


def rule_url(key: str, on: date | None = None) -> str:
    address = reverse("guide:rule", args=[key])
    return f"{address}?on={on.isoformat()}" if on else address


def page_card(page: Page) -> PageCard:
    return PageCard(
        key=page.key,
        title=words.in_words(page.title),
        short=words.in_words(page.short),
        what=[_statement(page, each) for each in page.what],
        applies=[_statement(page, each) for each in page.applies],
        do=[_statement(page, each) for each in page.do],
        notes=_notes(page.key),
    )


def _notes(key: str) -> list[NoteCard]:
    return [
        NoteCard(
            words.in_words(note.title),
            words.in_words(note.text),
            [(source.name, source.url) for source in note.sources],
            _doubt(note.status),
        )
        for note in notes().get(key, {}).values()
    ]


def _statement(page: Page, said: Statement) -> StatementCard:
    source = page.sources.get(said.source)
    return StatementCard(
        words.in_words(said.text), source.name if source else "", source.url if source else "", _doubt(said.status)
    )  # fmt: skip


def _doubt(status: Status) -> str:
    return "" if status is Status.LAW else words.status_name(status)


def answer_cards(judgement: Judgement) -> list[AnswerCard]:
    return [_answer(answer, judgement.on) for answer in judgement.answers.values()]


def _answer(answer: Answer, on: date) -> AnswerCard:
    label_has_sentence = isinstance(answer.value, bool)
    return AnswerCard(
        name=answer.name,
        title=words.formula_name(answer.name),
        value=words.answer_words(answer.name, answer.value, answer.unit),
        is_sentence=label_has_sentence,
        doubt=_doubt(answer.status),
        unsure=_unsure(answer),
        reference=answer.formula.reference,
        steps=[_step(step) for step in answer.path[0].parts],
        asks=list(answer.asks),
        missing=[_not_known(found, on) for found in answer.missing],
    )


def _unsure(answer: Answer) -> list[str]:
    """The values and facts that make it doubtful; a formula only where none of them does."""
    if answer.value is None:
        return []
    doubtful = [step for step in answer.unsure if step.name != answer.name]
    values = [step for step in doubtful if not step.formula]
    return list(dict.fromkeys(_named(step) for step in values or doubtful))


def _not_known(found: Found, on: date) -> str:
    return _("Not known for %(day)s: %(what)s. Look here: %(where)s.") % {
        "day": shown_day(on),
        "what": words.in_words(found.parameter.meaning),
        "where": words.in_words(found.parameter.where).rstrip("."),
    }


def _named(step: Step) -> str:
    if step.formula:
        return words.formula_name(step.name)
    if step.found:
        return words.in_words(step.found.parameter.meaning)
    return words.in_words(fact_kinds()[step.name].question)


def _step(step: Step) -> StepCard:
    if step.found:
        return value_card(step.found, words.value_words(step.value, step.unit))
    if step.formula:
        value = words.answer_words(step.name, step.value, step.unit)
        parts = [_step(part) for part in step.parts]
        return StepCard(_named(step), value, step.source, "", "", "", _doubt(step.status), parts)
    return StepCard(
        _named(step), words.fact_words(fact_kinds()[step.name], step.value), "", "", "", "", "", []
    )


def value_card(found: Found, value: str) -> StepCard:
    """A value of the law with its source; how long it holds is told where that is known."""
    name, entry, source = words.in_words(found.parameter.meaning), found.entry, found.source
    if entry is None or source is None:
        return StepCard(name, "", words.in_words(found.parameter.where), "", "", "", "", [])
    return StepCard(
        name, value, source.name, source.url, _valid(entry.since, entry.until), entry.note, _doubt(entry.status), []
    )  # fmt: skip


def _valid(since: date, until: date) -> str:
    if since == FIRST and until == LAST:
        return ""
    if until == LAST:
        return _("holds from %(since)s") % {"since": shown_day(since)}
    if since == FIRST:
        return _("held until %(until)s") % {"until": shown_day(until)}
    return _("holds from %(since)s to %(until)s") % {"since": shown_day(since), "until": shown_day(until)}


def fact_lines(rule: Rule, facts: Iterable[tuple[str, Value]]) -> list[StepCard]:
    """What was reckoned with, as the questions were asked."""
    kinds = fact_kinds()
    return [
        StepCard(
            words.in_words(kinds[name].question), words.fact_words(kinds[name], value), "", "", "", "", "", []
        )
        for name, value in facts
        if name in rule.facts and value is not None
    ]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What a rule says of an enterprise by the numbers of its entry; ``url`` leads to the calculator with them."""

    title: str
    url: str
    answers: list[AnswerCard]
    question: str


def own_rules(enterprise: Enterprise, on: date) -> list[OwnRule]:
    """For the enterprise itself and for staff only: it is made of counts of its staff."""
    known = facts_of(enterprise)
    found = []
    for key, names in OWN_ANSWERS.items():
        rule = RULES[key]
        facts = {name: value for name, value in known.items() if name in rule.facts}
        answers = [card for card in answer_cards(judge(rule, facts, on)) if card.name in names]
        asked = next((name for card in answers for name in card.asks), "")
        question = words.in_words(fact_kinds()[asked].question) if asked else ""
        url = f"{rule_url(key)}?{urlencode({'own': enterprise.key})}"
        found.append(OwnRule(words.in_words(pages()[key].title), url, answers, question))
    return found
