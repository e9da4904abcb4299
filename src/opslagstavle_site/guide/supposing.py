"""The question of a simulation: which value, what instead, from which day, and what to take for given where nothing is stated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opslagstavle.rules.expression import Value, exact
from opslagstavle.rules.facts import fact_kinds
from opslagstavle_site.guide import simulations, words
from opslagstavle_site.guide.forms import DAY_FORMATS, EARLIEST, FORM, LATEST, LONGEST, FactField
from opslagstavle_site.guide.simulations import Asked, What
from opslagstavle_site.web.fields import amount_of, plain_text

YES, NO = ("ja", "yes"), ("nej", "no")


class SupposeForm(forms.Form):
    """``what`` decides which further questions there are."""

    what = forms.ChoiceField(label=_("Which value of the law?"), widget=forms.Select({"form": FORM}))
    value = forms.CharField(
        label=_("What if it were?"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput({"form": FORM, "autocomplete": "off", "size": 12}),
    )
    since = forms.DateField(
        label=_("From this day on"),
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput({"type": "date", "form": FORM}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day, for example 2026-03-01.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, on: date) -> None:
        self.today = on
        super().__init__(
            data and {**data, "since": data.get("since") or on.isoformat()}, initial={"since": on}
        )
        listed = [(what.key, what_words(what, on)) for what in simulations.choices()]
        self.fields["what"].choices = [("", _("Choose")), *listed]  # type: ignore[attr-defined]
        self.chosen = simulations.choice((data or {}).get("what", ""))
        self.assumable = simulations.assumable(self.chosen) if self.chosen else []
        self.fields |= {name: FactField(fact_kinds()[name]) for name in self.assumable}

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"] or self.today
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Choose a day between 1990 and 2100."))
        return day

    def clean_value(self) -> Value:
        """None: not written yet, so nothing is asked yet."""
        typed = plain_text(self.cleaned_data["value"])
        if not typed or self.chosen is None:
            return None
        found = _yes_no(typed) if self.chosen.is_yes_no else _number(typed, self.chosen)
        if found is None:
            fault = (
                _("Write yes or no.")
                if self.chosen.is_yes_no
                else _("Write a number, for example 1.500 or 12,5.")
            )
            raise ValidationError(fault)
        return found

    @property
    def asked(self) -> Asked | None:
        """Once the form is valid and a value is written."""
        value = self.cleaned_data["value"]
        if self.chosen is None or value is None:
            return None
        assumed = {name: self.cleaned_data[name] for name in self.assumable}
        stated = {name: fact for name, fact in assumed.items() if fact is not None}
        return Asked(self.chosen, value, self.cleaned_data["since"], stated)


def what_words(what: What, on: date) -> str:
    """Which value it is, and what it is now."""
    name = words.in_words(what.parameter.meaning)
    kind = words.value_words(what.by, "") if what.by else ""
    now = words.value_words(what.value_on(on), what.parameter.unit) or _("not known")
    return f"{name}{f', {kind}' if kind else ''} ({now})"


def _yes_no(typed: str) -> bool | None:
    return True if typed.casefold() in YES else False if typed.casefold() in NO else None


def _number(typed: str, what: What) -> Value:
    """A share is written in per cent."""
    amount = amount_of(typed.removesuffix("%").replace(" ", ""))
    if amount is None:
        return None
    return exact(Fraction(amount) / 100) if what.parameter.unit == "share" else exact(amount)
