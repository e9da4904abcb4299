"""Values of the law by date, with their source and how sure the reading is, from ``data/parameters/*.yaml``.

A value has two times: the days it holds for (``from``, ``to``) and the day it was known here (``known``). A day that no value
holds for is *not known*: never the last one that was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from opslagstavle.rules.expression import Value, exact, is_number
from opslagstavle.terms.text import Texts

FIRST, LAST = date.min, date.max
ASSUMPTION = "assumption"
MOST_DAYS = 1000
"""So many days are remembered."""


class Status(StrEnum):
    """How sure a value or a paragraph is; the last ones are the weakest."""

    LAW = "law"
    """Read in the law's text or on an authority's own page."""
    SECONDARY = "secondary"
    """Read where others quote it."""
    UNVERIFIED = "unverified"
    """Computed from values that were read, or contradicted elsewhere: to be checked before anybody relies on it."""
    ASSUMED = "assumed"
    """Somebody's question: what if it were so? Never stored."""

    @property
    def weight(self) -> int:
        return list(Status).index(self)


def weakest(*statuses: Status) -> Status:
    return max(statuses, key=lambda status: status.weight, default=Status.LAW)


def read_scalar(printed: Any) -> Any:
    """ "30 %" as a share, "1644638" as it is, "yes" as true; other words stay words. Numbers are exact."""
    if not isinstance(printed, str):
        return printed
    if printed in ("yes", "no"):
        return printed == "yes"
    share = printed.removesuffix("%").rstrip()
    try:
        number = Decimal(share)
    except ArithmeticError:
        return printed
    return exact(Fraction(number) / 100 if share != printed else number)


Scalar = Annotated[int | Fraction | bool | str, BeforeValidator(read_scalar)]


class Entry(BaseModel):
    """As it is written in a table; what has no place in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Source(Entry):
    """Where a value was read."""

    name: str
    url: str = ""


class Rung(Entry):
    """A rung of a scale: from this number on, ``value``."""

    start: Annotated[int | Fraction, BeforeValidator(read_scalar)] = Field(alias="from")
    value: Scalar


class Period(Entry):
    """Days, both ends included. ``year`` says both at once."""

    since: date = Field(default=FIRST, alias="from")
    until: date = Field(default=LAST, alias="to")

    @model_validator(mode="before")
    @classmethod
    def _a_year_is_its_days(cls, said: dict[str, Any]) -> dict[str, Any]:
        if "year" in said:
            rest = {key: value for key, value in said.items() if key != "year"}
            return {**rest, "from": f"{said['year']}-01-01", "to": f"{said['year']}-12-31"}
        return said

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.since:
            raise ValueError(f"ends before it begins: {self.since} to {self.until}")
        return self


class Dated(Period):
    """A value and the days it holds for: one, one for each of several words (``by``), or a scale."""

    value: Scalar | None = None
    by: dict[str, Scalar] = {}
    scale: tuple[Rung, ...] = ()
    known: date = FIRST
    status: Status
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _has_one_shape(self) -> Self:
        if (self.value is not None) + bool(self.by) + bool(self.scale) != 1:
            raise ValueError("one of value, by and scale")
        starts = [step.start for step in self.scale]
        if starts != sorted(set(starts)):
            raise ValueError("a scale goes up")
        return self

    def holds_on(self, on: date) -> bool:
        return self.since <= on <= self.until

    def pick(self, by: Value) -> Value:
        """The value, or the one for a word or number; None where there is none for it."""
        if self.by:
            return self.by.get(by) if isinstance(by, str) else None
        if self.scale:
            return self._rung(by)
        return self.value

    def _rung(self, by: Value) -> Value:
        if not is_number(by):
            return None
        reached = [step.value for step in self.scale if step.start <= by]
        return reached[-1] if reached else None


class Gap(Period):
    """Days for which no value was found, said openly."""

    why: str


class Parameter(Entry):
    """One thing the law sets. ``where`` says where to look for a value that is not known."""

    name: str
    unit: str
    meaning: Texts
    where: Texts
    values: tuple[Dated, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    simulate: Annotated[bool, BeforeValidator(read_scalar)] = False
    """May a reader ask what would change if it were another?"""


@dataclass(frozen=True)
class Found:
    """A parameter as it is on a day. ``entry`` is None where no value is known for it."""

    parameter: Parameter
    entry: Dated | None
    source: Source | None


@dataclass(frozen=True)
class InForce:
    """Each parameter by its name, as it is on a day."""

    found: Mapping[str, Found]

    def __getitem__(self, name: str) -> Found:
        return self.found[name]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when a value that is in force on the day does."""
        told = [(name, each.entry and each.entry.model_dump_json()) for name, each in self.found.items()]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Parameters:
    """All of them. ``in_force`` is quick the second time a day is asked for."""

    all: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    _days: dict[tuple[date, date], InForce] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any value does, of whatever day."""
        told = [(name, each.model_dump_json()) for name, each in self.all.items()]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def in_force(self, on: date, known_on: date = LAST) -> InForce:
        """Each parameter as it is on a day, by what was known here on another."""
        days = self._days.get((on, known_on))
        if days is None:
            if len(self._days) >= MOST_DAYS:
                self._days.clear()
            days = InForce({name: self._found(each, on, known_on) for name, each in self.all.items()})
            self._days[(on, known_on)] = days
        return days

    def changed(self, name: str, value: Value, since: date, by: str = "") -> Parameters:
        """As if the law said otherwise from a day on: for a word of ``by`` only, if one is given.

        KeyError for an unknown name, ValueError where the value is no value of this parameter.
        """
        changed = _assumed(self.all[name], value, since, by)
        return Parameters({**self.all, name: changed}, {**self.sources, ASSUMPTION: Source(name=ASSUMPTION)})

    def _found(self, parameter: Parameter, on: date, known_on: date) -> Found:
        entries = [each for each in parameter.values if each.holds_on(on) and each.known <= known_on]
        entry = max(entries, key=lambda each: each.known, default=None)
        return Found(parameter, entry, self.sources[entry.source] if entry else None)


def _assumed(parameter: Parameter, value: Value, since: date, by: str) -> Parameter:
    """The values before the day stay; the one of that day holds on with the change in it, for good."""
    before = [each for each in parameter.values if each.since < since]
    kept = [each.model_copy(update={"until": min(each.until, since - timedelta(days=1))}) for each in before]
    now = [each for each in parameter.values if each.holds_on(since)]
    shape: dict[str, Any] = {"value": value}
    if any(each.scale for each in parameter.values):
        raise ValueError(f"a scale cannot be changed: {parameter.name}")
    if any(each.by for each in parameter.values):
        if not by:
            raise ValueError(f"{parameter.name} has one value for each of several; say which")
        shape = {"by": {**(max(now, key=lambda each: each.known).by if now else {}), by: value}}
    if type(value) is not type(_a_value(parameter)):
        raise ValueError(f"not a value of {parameter.name}: {value!r}")
    new = Dated.model_construct(**{
        "value": None, "by": {}, "scale": (), **shape, "since": since, "until": LAST, "known": LAST,
        "status": Status.ASSUMED, "source": ASSUMPTION, "note": "",
    })  # fmt: skip
    return parameter.model_copy(update={"values": (*kept, new)})


def _a_value(parameter: Parameter) -> Value:
    entry = parameter.values[0]
    return next(iter(entry.by.values())) if entry.by else entry.value
