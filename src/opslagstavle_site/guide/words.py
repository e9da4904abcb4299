"""Answers, facts and faults of the rules as a reader says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.errors import BadFacts
from opslagstavle.rules.expression import Number, Value, is_number
from opslagstavle.rules.facts import FactKind, fact_kinds
from opslagstavle.rules.labels import labels
from opslagstavle.rules.parameters import Found, Status
from opslagstavle.rules.report import rounded
from opslagstavle.terms import money
from opslagstavle.terms.text import Texts, pick
from opslagstavle_site.web.language import reader_language, shown_day

ASKERS = {
    "enterprise": gettext_lazy("Are you an enterprise?"),
    "buyer": gettext_lazy("Are you a buyer?"),
    "municipality": gettext_lazy("Do you work in a municipality?"),
}
STATUSES = {
    Status.LAW: gettext_lazy("read in the law or on an authority's own page"),
    Status.SECONDARY: gettext_lazy("read where others quote it"),
    Status.UNVERIFIED: gettext_lazy("not verified"),
    Status.ASSUMED: gettext_lazy("assumed"),
}
PLACES = 2
"""Decimals that a reader sees; the whole number is known to the API."""


def in_words(texts: Texts) -> str:
    return pick(texts, reader_language(), "da", "en")


def status_name(status: Status) -> str:
    return str(STATUSES[status])


def formula_name(name: str) -> str:
    return in_words(labels()[name].name)


def answer_words(name: str, value: Value, unit: str) -> str:
    """What a formula gives: a sentence where there is one, else the value; "" where it is not stated."""
    label = labels()[name]
    if isinstance(value, bool):
        return label.sentence(value, reader_language()) or (_("Yes") if value else _("No"))
    if isinstance(value, str):
        return in_words(label.words[value]) if value in label.words else value
    return value_words(value, unit)


def fact_words(kind: FactKind, value: Value) -> str:
    if isinstance(value, str):
        return in_words(kind.choices[value])
    return value_words(value, "DKK" if kind.kind == "money" and not kind.unit else kind.unit)


def value_words(value: Value, unit: str) -> str:
    """Without its name: "3 personer", "15.272 kr. om måneden", "33,33 %". "" for what is not stated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return shown_day(value)
    if not is_number(value):
        return in_words(_called().get(str(value), {})) or str(value)
    return UNITS[unit](value)


@cache
def _called() -> Mapping[str, Texts]:
    """What words of the law's values are called: as the answers that give them, or as the choices of a question."""
    answers = {word: texts for label in labels().values() for word, texts in label.words.items()}
    return {word: texts for kind in fact_kinds().values() for word, texts in kind.choices.items()} | answers


def _number(value: Number) -> str:
    amount = rounded(value, PLACES)
    places = -int(amount.normalize().as_tuple().exponent)
    return str(number_format(amount, decimal_pos=max(places, 0), force_grouping=True))


def _share(value: Number) -> str:
    return _("%(number)s %%") % {"number": _number(value * 100)}


def _people(value: Number) -> str:
    return _counted(ngettext("%(number)s person", "%(number)s people", _plural(value)), value)


def _days(value: Number) -> str:
    return _counted(ngettext("%(number)s day", "%(number)s days", _plural(value)), value)


def _weeks(value: Number) -> str:
    return _counted(ngettext("%(number)s week", "%(number)s weeks", _plural(value)), value)


def _months(value: Number) -> str:
    return _counted(ngettext("%(number)s month", "%(number)s months", _plural(value)), value)


def _years(value: Number) -> str:
    return _counted(ngettext("%(number)s year", "%(number)s years", _plural(value)), value)


def _hours(value: Number) -> str:
    return _counted(ngettext("%(number)s hour", "%(number)s hours", _plural(value)), value)


def _hours_a_week(value: Number) -> str:
    return _counted(ngettext("%(number)s hour a week", "%(number)s hours a week", _plural(value)), value)


def _counted(pattern: str, value: Number) -> str:
    return pattern % {"number": _number(value)}


def _plural(value: Number) -> int:
    return 1 if value == 1 else 2


def _money(value: Number, currency: str = "DKK") -> str:
    return money.shown(Decimal(rounded(value, PLACES)), currency, reader_language())


def _rate(value: Number) -> str:
    """With every decimal: a rate of exchange has four."""
    return money.shown(Decimal(rounded(value, 4)), "DKK", reader_language())


UNITS: Mapping[str, Callable[[Number], str]] = {
    "": _number,
    "DKK": _money,
    "EUR": lambda value: _money(value, "EUR"),
    "DKK/month": lambda value: _("%(amount)s a month") % {"amount": _money(value)},
    "DKK/week": lambda value: _("%(amount)s a week") % {"amount": _money(value)},
    "DKK/hour": lambda value: _("%(amount)s an hour") % {"amount": _money(value)},
    "DKK/year": lambda value: _("%(amount)s a year") % {"amount": _money(value)},
    "people": _people,
    "share": _share,
    "days": _days,
    "weeks": _weeks,
    "months": _months,
    "years": _years,
    "hours": _hours,
    "hours/week": _hours_a_week,
    "percent": lambda value: _("%(number)s %%") % {"number": _number(value)},
    "DKK/EUR": lambda value: _("%(amount)s for a euro") % {"amount": _rate(value)},
}
"""Every unit that a rule may count in; a test sees to it."""
IN_UNITS = {
    "DKK": gettext_lazy("In kroner."),
    "EUR": gettext_lazy("In euro."),
    "DKK/month": gettext_lazy("In kroner a month."),
    "DKK/week": gettext_lazy("In kroner a week."),
    "DKK/hour": gettext_lazy("In kroner an hour."),
    "DKK/year": gettext_lazy("In kroner a year."),
    "hours/week": gettext_lazy("Hours a week."),
    "percent": gettext_lazy("In percent."),
    "share": gettext_lazy("As a share, for example 0,3 for 30 percent."),
}
"""What a question counts in, where the question itself may not say it."""


def help_words(kind: FactKind) -> str:
    unit = "DKK" if kind.kind == "money" and not kind.unit else kind.unit
    return " ".join(filter(None, (in_words(kind.help), str(IN_UNITS.get(unit, "")))))


def fault_words(error: BadFacts, kind: FactKind) -> str:
    """What is wrong with an answer, and what to write instead."""
    return _FAULTS[error.reason](kind)


def _out_of_range(kind: FactKind) -> str:
    bounds = {"least": _bound(kind.least), "most": _bound(kind.most)}
    return _("Write a number from %(least)s to %(most)s.") % bounds


def _bound(amount: Decimal) -> str:
    return str(number_format(amount, force_grouping=True))


_FAULTS: Mapping[str, Callable[[FactKind], str]] = {
    "no_number": lambda kind: _("Write a number, for example 1.500 or 12,5."),
    "not_whole": lambda kind: _("Write a whole number."),
    "out_of_range": _out_of_range,
    "no_answer": lambda kind: _("Answer yes, no or not stated."),
    "no_choice": lambda kind: _("Choose one of the answers."),
    "no_day": lambda kind: _("Write a day, for example 2026-03-01."),
    "no_fact": lambda kind: _("No rule asks for this."),
    "unreadable": lambda kind: _("This cannot be read."),
    "impossible": lambda kind: _("This does not go with the other answers."),
}


def all_values(found: Found) -> str:
    """What a value of the law is: one, one for each of several words, or a scale."""
    entry, unit = found.entry, found.parameter.unit
    if entry is None:
        return ""
    if entry.by:
        return " · ".join(
            f"{value_words(word, '')}: {value_words(value, unit)}" for word, value in entry.by.items()
        )
    if entry.scale:
        rungs = ((value_words(step.start, ""), value_words(step.value, unit)) for step in entry.scale)
        return " · ".join(
            _("from %(start)s: %(value)s") % {"start": start, "value": value} for start, value in rungs
        )
    return value_words(entry.value, unit)


def fact_name(name: str) -> str:
    return in_words(fact_kinds()[name].question)


def fact_value(name: str, value: Value) -> str:
    return value_words(value, fact_kinds()[name].unit)


def enterprises_that_change(count: int) -> str:
    text = ngettext(
        "%(count)s enterprise is judged otherwise.", "%(count)s enterprises are judged otherwise.", count
    )
    return text % {"count": number_format(count, force_grouping=True)}
