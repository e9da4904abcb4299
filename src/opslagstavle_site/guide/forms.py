"""What a rule asks a reader, each fact a field that says itself what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opslagstavle.errors import BadFacts
from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import FactKind, Kind, fact_kinds
from opslagstavle.rules.rule import Rule
from opslagstavle_site.guide import queries, words
from opslagstavle_site.guide.queries import Own
from opslagstavle_site.web.fields import amount_of, plain_text

FORM = "calculator"
"""Every field names the form it belongs to: the next question stands beside the answer that needs it."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST = 40
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y")


class DayInput(forms.DateInput):
    """A field for a day has room for nothing but a day: what is none is told beside it."""

    def __init__(self) -> None:
        super().__init__({"type": "date", "form": FORM}, format=DAY_FORMATS[0])

    def format_value(self, value: Any) -> str | None:
        day = day_of(value) if isinstance(value, str) else value
        return super().format_value(day) if day else None


def day_of(typed: str) -> date | None:
    """
    >>> day_of("31.12.2026"), day_of("2026-12-31"), day_of("next week")
    (datetime.date(2026, 12, 31), datetime.date(2026, 12, 31), None)
    """
    for pattern in DAY_FORMATS:
        try:
            return datetime.strptime(typed.strip(), pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


class FactField(forms.Field):
    """One question of a rule; nothing written is *not stated*."""

    def __init__(self, kind: FactKind) -> None:
        self.kind = kind
        super().__init__(
            required=False,
            label=words.in_words(kind.question),
            help_text=words.help_words(kind),
            widget=_widget(kind),
        )

    def to_python(self, value: Any) -> Value:
        said = plain_text(str(value or ""))[:LONGEST]
        meant = _MEANT[self.kind.kind](said)
        try:
            return self.kind.read(said if meant is None else meant)
        except BadFacts as error:
            raise ValidationError(words.fault_words(error, self.kind), code=error.reason) from error


def _signed(said: str) -> Decimal | None:
    """As people write it, with a minus where less than nothing is meant."""
    typed = said.replace(" ", "")
    amount = amount_of(typed.lstrip("-−"))
    return -amount if amount is not None and typed[:1] in ("-", "−") else amount


def _widget(kind: FactKind) -> forms.Widget:
    belongs = {"form": FORM}
    if kind.kind == "yes_no":
        return forms.RadioSelect(belongs, [("yes", _("Yes")), ("no", _("No")), ("", _("Not stated"))])
    if kind.kind == "choice":
        choices = [(word, words.in_words(texts)) for word, texts in kind.choices.items()]
        return forms.RadioSelect(belongs, [*choices, ("", _("Not stated"))])
    if kind.kind == "day":
        return DayInput()
    mode = "numeric" if kind.kind == "count" else "decimal"
    return forms.TextInput(
        {**belongs, "inputmode": mode, "autocomplete": "off", "maxlength": LONGEST, "size": 12}
    )


_MEANT: Mapping[Kind, Callable[[str], Decimal | date | None]] = {
    "count": _signed, "number": _signed, "money": _signed, "day": day_of,
    "yes_no": lambda said: None, "choice": lambda said: None,
}  # fmt: skip
"""What people mean by what they write, where that is not what a program would read."""


def asked(request: HttpRequest, key: str) -> tuple[CalculatorForm, Own | None]:
    """The form as it was filled in, and whose numbers to reckon with; they are there for the enterprise and for staff only."""
    if key not in RULES:
        raise Http404
    said: Mapping[str, str] = (request.POST if request.method == "POST" else request.GET).dict()
    wanted = said.get("own", "")
    own = queries.own(wanted, request.user) if wanted else None
    if wanted and own is None:
        raise Http404
    known = {*CalculatorForm.BASIC, *RULES[key].facts} & set(said)
    names = dict(queries.may_reckon_for(request.user)) | ({own.key: own.name} if own else {})
    data = said if known or request.method == "POST" else None
    return CalculatorForm(RULES[key], data, on=timezone.localdate(), enterprises=names.items()), own


class CalculatorForm(forms.Form):
    """The day, whose numbers to reckon with, and every fact the rule may ask for."""

    on = forms.DateField(
        label=_("Computed for this day"),
        required=False,
        input_formats=DAY_FORMATS,
        help_text=_("Rules and rates change. Choose the day that matters to you."),
        widget=DayInput(),
        error_messages={"invalid": _("Write a day, for example 2026-03-01.")},
    )
    own = forms.ChoiceField(
        label=_("Use our numbers"),
        required=False,
        help_text=_(
            "The numbers in your entry are read here on the board; they do not stand in the address."
        ),
        widget=forms.Select({"form": FORM}),
    )
    BASIC: ClassVar[tuple[str, ...]] = ("on", "own")

    def __init__(
        self, rule: Rule, data: Mapping[str, Any] | None, *, on: date, enterprises: Iterable[tuple[str, str]]
    ) -> None:
        self.rule, self.today = rule, on
        given = None if data is None else {name: data.get(name, "") for name in (*self.BASIC, *rule.facts)}
        super().__init__(given and {**given, "on": given["on"] or on.isoformat()}, initial={"on": on})
        self.fields |= {name: FactField(fact_kinds()[name]) for name in rule.facts}
        if choices := list(enterprises):
            self.fields["own"].choices = [("", _("No, I write them myself")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["own"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"] or self.today
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Choose a day between 1990 and 2100."))
        return day

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or self.today if self.is_bound else self.today

    @property
    def facts(self) -> dict[str, Value]:
        """What is stated, once the form is valid."""
        found = {name: self.cleaned_data.get(name) for name in self.rule.facts}
        return {name: value for name, value in found.items() if value is not None}

    def typed(self) -> dict[str, str]:
        """What an address would carry: the day, whose numbers, and what was written, as it was written."""
        names = [name for name in (*self.BASIC, *self.rule.facts) if name in self.fields]
        said = {name: plain_text(str(self.data.get(name, "")))[:LONGEST] for name in names}
        return {name: value for name, value in said.items() if value}
