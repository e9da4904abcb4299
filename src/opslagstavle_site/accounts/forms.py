"""What staff says of a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from opslagstavle_site.accounts.models import User
from opslagstavle_site.accounts.queries import people


class TokenForm(forms.Form):
    """For which program, and in whose name it writes."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Name of the program"),
        help_text=gettext_lazy("So that you know it again, for example “Sync from our case system”."),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("In whose name it writes"),
        help_text=gettext_lazy(
            "It may do what this person may: our staff every entry, others that of their own enterprise."
        ),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        chosen = self.fields["user"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = people()

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())
