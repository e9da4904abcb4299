"""What may be asked of a person: each fact's kind, limits and question, from ``data/facts/*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field, model_validator

from opslagstavle.errors import BadFacts
from opslagstavle.rules.expression import Number, Value, exact
from opslagstavle.rules.parameters import Entry
from opslagstavle.rules.published import tables
from opslagstavle.terms.tables import read_table
from opslagstavle.terms.text import Texts, pick

FOLDER = files("opslagstavle.rules").joinpath("data", "facts")
Kind = Literal["count", "number", "money", "yes_no", "choice", "day"]
MOST = Decimal(10) ** 12
"""Nothing anybody asks about is larger; a longer number is a slip of the hand."""
DECIMALS = 20
"""More of them say nothing, and exact fractions of them take long ("1e-999999")."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class FactKind(Entry):
    """``count``: whole, from nothing up; ``number`` and ``money`` may have decimals; ``choice``: one of ``choices``."""

    name: str
    kind: Kind
    unit: str = ""
    question: Texts
    help: Texts = Field(default_factory=dict)
    choices: dict[str, Texts] = Field(default_factory=dict)
    least: Decimal = Decimal(0)
    most: Decimal = MOST

    @model_validator(mode="after")
    def _a_choice_has_choices(self) -> FactKind:
        if bool(self.choices) != (self.kind == "choice"):
            raise ValueError(f"{self.name}: choices belong to a choice, and only there")
        return self

    def read(self, said: Any) -> Value:
        """What somebody wrote, as a value; None, "" and "not_stated" are not stated. BadFacts says what is wrong with it."""
        if said is None or (isinstance(said, str) and said.strip() in ("", "not_stated")):
            return None
        return getattr(self, f"_{self.kind}")(said)  # type: ignore[no-any-return]  # one method for each kind

    def _count(self, said: Any) -> Number:
        number = self._number(said)
        if not isinstance(number, int):
            raise self._wrong("not_whole", said)
        return number

    def _number(self, said: Any) -> Number:
        if isinstance(said, bool | float) and not isinstance(said, int):
            said = repr(said)  # as it was written: 0.1 is a tenth
        try:
            if isinstance(said, bool):
                raise InvalidOperation
            number = Decimal(said.strip().replace(",", ".") if isinstance(said, str) else said)
        except (InvalidOperation, TypeError, ValueError):
            raise self._wrong("no_number", said) from None
        if not number.is_finite() or int(number.as_tuple().exponent) < -DECIMALS:
            raise self._wrong("no_number", said)
        if not self.least <= number <= self.most:
            raise self._wrong("out_of_range", said)
        return exact(number)

    _money = _number

    def _yes_no(self, said: Any) -> bool:
        if isinstance(said, bool):
            return said
        if said in ("yes", "no"):
            return bool(said == "yes")
        raise self._wrong("no_answer", said)

    def _choice(self, said: Any) -> str:
        if isinstance(said, str) and said in self.choices:
            return said
        raise self._wrong("no_choice", said)

    def _day(self, said: Any) -> date:
        try:
            day = said if isinstance(said, date) else date.fromisoformat(str(said).strip())
        except ValueError:
            raise self._wrong("no_day", said) from None
        if not FIRST_DAY <= day <= LAST_DAY:
            raise self._wrong("out_of_range", said)
        return day

    def _wrong(self, reason: str, said: Any) -> BadFacts:
        return BadFacts(self.name, reason, str(said)[:60])


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    """Every fact by its name. ValueError names what is wrong in a table."""
    found: dict[str, FactKind] = {}
    for path in tables(FOLDER):
        for name, said in read_table(path).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is there twice")
            found[name] = FactKind.model_validate({**said, "name": name})
    return found


def read_facts(said: Mapping[str, Any]) -> dict[str, Value]:
    """What was written, as values. BadFacts for the first that is unknown or makes no sense."""
    kinds = fact_kinds()
    if strange := [name for name in said if name not in kinds]:
        raise BadFacts(strange[0], "no_fact", "")
    return {name: kinds[name].read(value) for name, value in said.items()}


def question(name: str, language: str) -> str:
    return pick(fact_kinds()[name].question, language, "en")
