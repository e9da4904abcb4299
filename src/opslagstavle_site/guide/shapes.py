"""What programs see of a rule and of what it answers; ``exact`` tells a number that has no end."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from opslagstavle.rules.facts import Kind, fact_kinds
from opslagstavle.rules.labels import labels
from opslagstavle.rules.pages import Asker, Page
from opslagstavle.rules.parameters import Status
from opslagstavle.rules.rule import Rule
from opslagstavle.terms.text import pick

Said = int | float | bool | Annotated[str, Field(max_length=100)] | None
Plain = int | float | bool | str | None


class FactShape(BaseModel):
    """Something a rule may ask for."""

    name: str = Field(examples=["heads"])
    kind: Kind
    unit: str
    question: str = Field(description=_("In the language asked for"))
    choices: dict[str, str] = Field(description=_("Of a choice: what may be said, and what it means"))


class FieldShape(BaseModel):
    """Something a rule answers."""

    name: str = Field(examples=["kept"])
    unit: str = Field(description=_("Empty for yes and no"))
    title: str = Field(description=_("In the language asked for"))


class RuleShape(BaseModel):
    """A rule: what it asks for and what it answers."""

    rule: str = Field(examples=["quota"])
    title: str = Field(description=_("In the language asked for"))
    short: str = Field(description=_("What it is, in a sentence"))
    asked_by: Asker
    facts: list[FactShape]
    fields: list[FieldShape]


class StepShape(BaseModel):
    """On the way to an answer: a formula with its own path, a value of the law, or a fact. What has no place is left out."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    formula: str = ""
    parameter: str = ""
    fact: str = ""
    value: Plain = None
    exact: str = Field(default="", description=_("The whole number, where it has no end"))
    unit: str = ""
    reference: str = Field(default="", description=_("The paragraph it rests on"))
    status: Status = Field(default=Status.LAW, description=_("How sure it is"))
    source: str = ""
    url: str = ""
    since: date | None = Field(default=None, alias="from")
    to: date | None = None
    note: str = ""
    where: str = Field(default="", description=_("Where to look, as no value is known for the day"))
    path: list[StepShape] = []


class AnswerShape(BaseModel):
    """One answer. null is not stated; ``asks`` says what to ask next, ``missing`` what is not known for the day."""

    model_config = ConfigDict(extra="forbid")

    value: Plain
    exact: str = Field(default="", description=_("The whole number, where it has no end"))
    unit: str
    status: Status = Field(description=_("How sure it is"))
    reference: str = Field(description=_("The paragraph it rests on"))
    path: list[StepShape] = Field(description=_("What decided it"))
    asks: dict[str, str] = Field(description=_("Facts to ask for, the next one first, with their questions"))
    missing: dict[str, str] = Field(
        description=_("Values of the law that are not known for the day, and where to look")
    )


class JudgementShape(BaseModel):
    """What a rule says of a case on a day. It is guidance, not a decision."""

    model_config = ConfigDict(extra="forbid")

    rule: str
    on: date
    version: str = Field(description=_("Changes when a formula or a value that holds on the day does"))
    note: str
    facts: dict[str, Plain]
    values: dict[str, Plain] = Field(description=_("The bare answers"))
    answers: dict[str, AnswerShape]


class CaseBody(BaseModel):
    """A case to be judged. Nothing of it is kept."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = Field(default=None, description=_("As the law was on this day; without it, today"))
    lang: Literal["da", "en"] = Field(default="da", description=_("Language of the questions"))
    facts: dict[str, Said] = Field(
        default={}, description=_("By name; what is left out or null is not stated"), max_length=100
    )


def rule_shape(rule: Rule, page: Page, language: str) -> RuleShape:
    return RuleShape(
        rule=rule.key,
        title=pick(page.title, language, "da"),
        short=pick(page.short, language, "da"),
        asked_by=page.asked_by,
        facts=[_fact(name, language) for name in rule.facts],
        fields=[
            FieldShape(name=each.name, unit=each.unit, title=pick(labels()[each.name].name, language, "en"))
            for each in rule.fields
        ],
    )


def _fact(name: str, language: str) -> FactShape:
    kind = fact_kinds()[name]
    choices = {word: pick(texts, language, "en") for word, texts in kind.choices.items()}
    question = pick(kind.question, language, "en")
    return FactShape(name=name, kind=kind.kind, unit=kind.unit, question=question, choices=choices)
