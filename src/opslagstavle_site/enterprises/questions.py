"""What an enterprise is asked: the fields of the form, and what is wrong with an answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.terms import identifiers, municipalities, nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.words import PERIODS
from opslagstavle_site.web.fields import (
    AmountField,
    LinesField,
    PlainField,
    TrapField,
    WholeField,
    YesNoField,
)

MOST_ROWS = 20
"""Lines of capacity, and of references: nobody reads more."""
MOST_HEADS = 100_000
PLACES = frozenset(
    {area.code for area in (nuts.DENMARK, *nuts.REGIONS, *nuts.PROVINCES)}
    | {each.place for each in municipalities.MUNICIPALITIES.values()}
)
"""Danish areas and municipalities: where one can say to work."""
PROVEN = (Enterprise.Evidence.CVR, Enterprise.Evidence.PROOF)
"""Was it looked up, only our staff says otherwise."""


def municipality_choices() -> list[tuple[str, str]]:
    by_name = sorted(municipalities.MUNICIPALITIES.values(), key=lambda each: each.name)
    return [(each.code, each.name) for each in by_name]


class EntryForm(forms.Form):
    """What an enterprise says of itself. Rows of capacity and of references stand in sets of their own."""

    use_required_attribute = False
    speaks = forms.ChoiceField(
        label=gettext_lazy("Do you speak for the enterprise?"),
        choices=[
            ("yes", gettext_lazy("Yes, I work there or sit on its board")),
            ("no", gettext_lazy("No, but I know it and think it belongs here")),
        ],
        widget=forms.RadioSelect,
    )
    name = PlainField(label=gettext_lazy("Name of the enterprise"), max_length=200)
    cvr = PlainField(
        label=gettext_lazy("CVR number"),
        help_text=gettext_lazy("Eight digits, with or without spaces. Leave it empty if you do not know it."),
        required=False,
        max_length=30,
    )
    does_da = LinesField(
        label=gettext_lazy("What you do, in Danish"),
        help_text=gettext_lazy(
            "In your own words, as you would tell a customer: what you make or do, for whom, and what you are good at."
        ),
        max_length=2000,
    )
    does_en = LinesField(
        label=gettext_lazy("The same in English, if you like"), required=False, max_length=2000
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of work"),
        choices=lambda: [(key, kind.name_da) for key, kind in KINDS.items()],
        required=False,
    )
    no_kind = forms.BooleanField(label=gettext_lazy("None of these fits"), required=False)
    kind_words = PlainField(
        label=gettext_lazy("Look for another kind of work"), required=False, max_length=200
    )
    places = forms.MultipleChoiceField(label=gettext_lazy("Where you work"), required=False)
    town = PlainField(label=gettext_lazy("Town"), required=False, max_length=100)
    municipality = forms.ChoiceField(label=gettext_lazy("Your own municipality"), required=False)
    reach_km = WholeField(
        label=gettext_lazy("We drive this far from our own municipality, in kilometres"),
        help_text=gettext_lazy("As the crow flies. Leave it empty if the boxes below say it all."),
        required=False,
        least=1,
        most=500,
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[URLValidator(schemes=("http", "https"))],
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the enterprise"),
        help_text=gettext_lazy("A shared one such as info@…, not a person's: everybody can see it."),
        required=False,
        max_length=200,
    )
    phone = PlainField(
        label=gettext_lazy("Phone of the enterprise"),
        help_text=gettext_lazy("Its main number, not a person's."),
        required=False,
        max_length=30,
    )
    registered = YesNoField(
        label=gettext_lazy("Are you in the register of social enterprises (RSV)?"),
        help_text=gettext_lazy("The national register on Virk. You are welcome here without it."),
    )
    registered_proof = PlainField(
        label=gettext_lazy("Where can that be seen?"),
        help_text=gettext_lazy("An address on the web, or the date of the letter from the register."),
        required=False,
        max_length=300,
    )
    integration_is_main_aim = YesNoField(
        label=gettext_lazy(
            "Is your main aim to give disabled or disadvantaged people work and a place in society?"
        ),
        help_text=gettext_lazy(
            "Contracts can be reserved for enterprises with this main aim and at least 30 percent of their staff from these"
            " groups (the Danish procurement act, section 54)."
        ),
    )
    heads = WholeField(
        label=gettext_lazy("Everyone employed"),
        help_text=gettext_lazy("Heads, not full-time posts."),
        required=False,
        least=0,
        most=MOST_HEADS,
    )
    flex_jobs = WholeField(label=gettext_lazy("Flex jobs"), required=False, least=0, most=MOST_HEADS)
    protected_jobs = WholeField(
        label=gettext_lazy("Protected jobs"), required=False, least=0, most=MOST_HEADS
    )
    wage_subsidy = WholeField(label=gettext_lazy("Wage subsidy"), required=False, least=0, most=MOST_HEADS)
    placements = WholeField(label=gettext_lazy("Placements"), required=False, least=0, most=MOST_HEADS)
    special_terms = WholeField(
        label=gettext_lazy("On special terms, all together"),
        help_text=gettext_lazy("Only if you know the sum and not each kind."),
        required=False,
        least=0,
        most=MOST_HEADS,
    )
    homepage_2 = TrapField()
    seen = forms.CharField(
        widget=forms.HiddenInput, required=False
    )  # when what is corrected was written last

    def __init__(
        self, *arguments: Any, row: Enterprise | None, asks_who: bool, may_judge: bool, **options: Any
    ) -> None:
        """``row``: what is corrected, if it is there. ``asks_who``: no log-in says who writes. ``may_judge``: our staff."""
        super().__init__(*arguments, **options)
        self.row = row
        self.already: Enterprise | None = None  # the one that has this CVR number
        for name in () if asks_who else ("speaks", "homepage_2"):
            del self.fields[name]
        if not may_judge and row and row.registered_by in PROVEN:
            del self.fields["registered"], self.fields["registered_proof"]
        of_row = set(row.places) if row else set()
        self.choose("places", [(code, code) for code in sorted(PLACES | of_row)])
        self.choose("municipality", [("", "–"), *municipality_choices()])

    def choose(self, name: str, choices: list[tuple[str, str | Promise]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_cvr(self) -> str | None:
        typed = self.cleaned_data["cvr"]
        if not typed:
            return None
        number = identifiers.cvr(typed)
        if number is None:
            raise ValidationError(_what_is_wrong(typed))
        others = Enterprise.objects.exclude(pk=self.row.pk) if self.row else Enterprise.objects
        if other := others.filter(cvr=number).first():
            self.already = other.merged_into or other
            raise ValidationError(_("An enterprise with this CVR number is in the register already."))
        return number

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if typed and not (set(typed) <= set("0123456789 +()-./") and sum(map(str.isdigit, typed)) >= 8):
            raise ValidationError(_("Write a phone number with at least eight digits."))
        return typed

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not (said.get("kinds") or said.get("no_kind")):
            self.add_error("kinds", _("Tick the kinds of work that fit, or say that none of them does."))
        if said.get("reach_km") and not said.get("municipality"):
            self.add_error(
                "municipality", _("Choose your own municipality, so that the distance has a middle.")
            )
        self._check_counts(said)
        return said

    def _check_counts(self, said: dict[str, Any]) -> None:
        heads = said.get("heads")
        for name in rows.COUNTS:
            count = said.get(name)
            if count is not None and said.get("speaks") == "no":
                self.add_error(name, _("Only the enterprise itself can state this. Leave it empty."))
            elif count is not None and heads is not None and count > heads:
                self.add_error(name, _("This is more than everyone employed."))


def _what_is_wrong(typed: str) -> str:
    digits = sum(map(str.isdigit, typed))
    if digits != 8:
        return _("A CVR number has eight digits, and this one has %(digits)s.") % {"digits": digits}
    return _("There is no such CVR number: one of the digits is wrong.")


class RowForm(forms.Form):
    """A row that may be left empty; of one that is not, ``needed`` must be there."""

    use_required_attribute = False
    needed: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for name in self.needed:
            if name not in self.errors and said.get(name) in (None, ""):
                self.add_error(name, _("Fill this in too, or leave the whole row empty."))
        return said


class CapacityForm(RowForm):
    needed = ("amount", "unit", "period")
    amount = AmountField(label=gettext_lazy("Amount"), required=False)
    unit = PlainField(label=gettext_lazy("Of what"), required=False, max_length=60)
    period = forms.ChoiceField(label=gettext_lazy("In each"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *PERIODS.items()]

    def clean_amount(self) -> Any:
        if self.cleaned_data["amount"] == 0:
            raise ValidationError(_("Write a number above zero."))
        return self.cleaned_data["amount"]


class ReferenceForm(RowForm):
    needed = ("buyer", "work")
    buyer = PlainField(label=gettext_lazy("For whom"), required=False, max_length=200)
    work = PlainField(label=gettext_lazy("What you did"), required=False, max_length=300)
    since = WholeField(label=gettext_lazy("From the year"), required=False, least=1950, most=2100)
    until = WholeField(label=gettext_lazy("To the year"), required=False, least=1950, most=2100)
    value = AmountField(label=gettext_lazy("For how much in all, in DKK"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("This is before the first year."))
        return said


class RowSet(BaseFormSet):  # type: ignore[type-arg]  # not generic when it runs
    """Rows that people fill in or leave empty: an empty one is none, whether it was there before or not."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()


CapacitySet = formset_factory(
    CapacityForm, RowSet, extra=1, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS
)
ReferenceSet = formset_factory(
    ReferenceForm, RowSet, extra=1, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS
)
