"""The shape of ``demo_notices.yaml``: what a demo notice says, with days counted from the day it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from opslagstavle.terms.text import Texts

Words = Annotated[Texts, BeforeValidator(lambda value: {"da": value} if isinstance(value, str) else value)]
"""Texts by language; a bare string is Danish."""

Form = Literal[
    "pin-only", "pin-rtl", "pin-cfc-social", "cn-standard", "cn-social", "can-standard", "can-social", "veat"
]


_DAYS_OFF = {(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)}
"""Month and day of the days off with a fixed date; the movable ones are let be."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(_Row):
    """A buyer or a winner; every one is invented."""

    name: Words
    town: str | None = None
    nuts: str
    size: Literal["micro", "small", "medium", "large"] | None = None
    legal_type: str | None = None
    activity: str | None = None


class Criterion(_Row):
    """``weight`` is a percentage."""

    kind: Literal["quality", "cost", "price"]
    name: Words
    weight: Decimal


class Work(_Row):
    """What is bought: a whole notice, or one lot of it. ``months`` is how long, ``value`` is DKK without VAT."""

    title: Words
    description: Words
    nature: Literal["services", "supplies", "works"] = "services"
    cpv: str
    additional_cpv: tuple[str, ...] = ()
    nuts: tuple[str, ...]
    value: Decimal | None = None
    months: int | None = None
    starts: int | None = None
    reserved: Literal["none", "res-ws", "res-pub-ser"] | None = None
    reserved_execution: bool | None = None
    social: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    sme: bool | None = None
    framework: bool = False
    criteria: tuple[Criterion, ...] = ()
    offers: int | None = None
    requests: int | None = None
    interest: int | None = None


class Result(_Row):
    """What came out for one lot. Several winners bid together; ``share`` is the percentage they subcontract."""

    lot: int = 1
    winners: tuple[str, ...] = ()
    value: Decimal | None = None
    received: int | None = None
    concluded: int | None = None
    subcontracted: bool | None = None
    share: Decimal | None = None
    outcome: Literal["selec-w", "clos-nw", "open-nw"] | None = "selec-w"
    reason: str | None = None


class Change(_Row):
    """The notice was published again: when, why, and with which new deadline for offers."""

    sent: int
    reason: str
    description: Words
    offers: int


class Row(Work):
    """One demo notice. ``follows`` names the notice it continues; ``lots`` say where they differ from the notice."""

    key: str
    form: Form
    buyer: str
    sent: int
    procedure: str | None = None
    justification: Words | None = None
    planned: int | None = None
    follows: str | None = None
    lots: tuple[dict[str, Any], ...] = ()
    results: tuple[Result, ...] = ()
    change: Change | None = None

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """Its lots, whole; a notice without lots is its own only lot. A value is never shared out."""
        own = {name: getattr(self, name) for name in Work.model_fields}
        if not self.lots:
            return (Work.model_validate(own),)
        return tuple(Work.model_validate({**own, "value": None, **lot}) for lot in self.lots)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.title)

    def lot_id(self, number: int) -> str:
        return f"{'PAR' if self.form == 'pin-only' else 'LOT'}-{number:04}"


class DemoSet(_Row):
    """The whole file."""

    buyers: dict[str, Party]
    firms: dict[str, Party]
    notices: tuple[Row, ...]

    @property
    def parties(self) -> dict[str, Party]:
        return {**self.buyers, **self.firms}


@dataclass(frozen=True, slots=True)
class Issue:
    """One publication of a notice, loaded ``on``, with the ids that tie it to others. ``parties``: all there are."""

    on: date
    notice_id: str
    version: int
    procedure_id: str | None
    previous_id: str | None
    parties: Mapping[str, Party]

    def working_day(self, days: int | None) -> date | None:
        """The day ``days`` from loading; if people are off, the next working day, or the one before it in the past."""
        if days is None:
            return None
        found = self.on + timedelta(days)
        while found.weekday() > 4 or (found.month, found.day) in _DAYS_OFF:
            found += timedelta(-1 if days < 0 else 1)
        return found
