"""Tables month by month, by the key people ask for them with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from opslagstavle.rules.expression import Value
from opslagstavle.rules.investment import COLUMNS, investment_months
from opslagstavle.rules.ledger import Column, MonthTable, columns_of
from opslagstavle.rules.parameters import Parameters
from opslagstavle.rules.refund import FLEXJOB_TRANSFERS, flexjob_months


class Months(Protocol):
    """The month of ``on`` and those after it, ``count`` in all."""

    def __call__(
        self, facts: Mapping[str, Value], on: date, count: int = ..., *, parameters: Parameters | None = None
    ) -> MonthTable: ...


MONTHS: Mapping[str, Months] = MappingProxyType({"flexjob": flexjob_months, "investment": investment_months})
ALL_COLUMNS: tuple[Column, ...] = tuple(dict.fromkeys((*columns_of(FLEXJOB_TRANSFERS), *COLUMNS)))
