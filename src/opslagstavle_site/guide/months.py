"""Who pays and gets what, month by month, as a table to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opslagstavle.rules.expression import Value
from opslagstavle.rules.ledger import Amount, Month, MonthTable
from opslagstavle.rules.month_report import column_label
from opslagstavle.rules.months import MONTHS
from opslagstavle.rules.parameters import Status
from opslagstavle.rules.report import whole
from opslagstavle_site.guide import words
from opslagstavle_site.web.charts import said
from opslagstavle_site.web.language import reader_language

TABLES = {"refund": MONTHS["flexjob"], "investment": MONTHS["investment"]}
"""Each on the page of the rule that asks for its facts: who pays a flex job in the end is a question of refunds."""


@dataclass(frozen=True, slots=True)
class Row:
    """``weeks`` of the refund ladder, or ""; ``doubt`` as of an answer."""

    month: str
    weeks: str
    cells: list[str]
    doubt: str


@dataclass(frozen=True, slots=True)
class MonthsCard:
    """``asks`` and ``missing`` say what keeps cells empty."""

    heads: list[str]
    rows: list[Row]
    total: list[str]
    break_even: str
    asks: list[str]
    missing: list[str]


def month_table(key: str, facts: Mapping[str, Value], on: date) -> MonthsCard | None:
    """Of the rules that go from month to month; None for the others, and before anything is known of the months."""
    if key not in TABLES:
        return None
    table = TABLES[key](facts, on)
    if not any(amount.value for month in table.months for amount in month.amounts.values()):
        return None
    names = [column.name for column in table.columns]
    return MonthsCard(
        heads=[column_label(name, reader_language()) for name in names],
        rows=[_row(month, names) for month in table.months],
        total=[_cell(table.totals.get(name)) for name in names],
        break_even=_break_even(table),
        asks=[words.fact_name(name) for name in table.asks],
        missing=list(_missing(table)),
    )


def _row(month: Month, names: list[str]) -> Row:
    weeks = (
        _("week %(first)s–%(last)s") % {"first": month.weeks[0], "last": month.weeks[1]}
        if month.weeks
        else ""
    )
    doubt = "" if month.status is Status.LAW else words.status_name(month.status)
    return Row(
        date_format(month.first, "F Y"), weeks, [_cell(month.amounts.get(name)) for name in names], doubt
    )


def _cell(amount: Amount | None) -> str:
    if amount is None:
        return ""
    return "?" if amount.value is None else said(whole(amount.value))


def _break_even(table: MonthTable) -> str:
    if not any(column.kind == "running" for column in table.columns):
        return ""
    if table.break_even:
        return _("It has paid for itself from month %(month)s on.") % {"month": table.break_even}
    if table.months[-1].amounts["cumulative"].value is None:
        return ""
    return _("It has not paid for itself within %(count)s months.") % {"count": len(table.months)}


def _missing(table: MonthTable) -> dict[str, None]:
    """Each value that is not known once, with the month it is missed from."""
    return dict.fromkeys(
        _("Not known from %(month)s on: %(what)s. Where to look: %(where)s")
        % {
            "month": date_format(first, "F Y"),
            "what": words.in_words(found.parameter.meaning),
            "where": words.in_words(found.parameter.where),
        }
        for first, each in table.missing.items()
        for found in each
    )
