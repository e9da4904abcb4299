"""Fields of forms that take what people type: plain text without hidden characters, numbers as they are written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

_SPACES = re.compile(r"[ \t\u00a0\u2009\u202f]+")
_GROUPS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")


def plain_text(typed: str, *, lines: bool = False) -> str:
    """Without control and direction characters, which a reader does not see; one line, or lines as they are.

    >>> plain_text("a\\x00b\\u202ec\\td"), plain_text("a\\r\\nb\\x07", lines=True)
    ('abc d', 'a\\nb')
    """
    text = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in text if each in "\n\t" or unicodedata.category(each) not in _UNSEEN)
    if lines:
        return "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n")).strip()
    return _SPACES.sub(" ", kept.replace("\n", " ")).strip()


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class PlainField(forms.CharField):
    """One line of text."""

    lines = False

    def to_python(self, value: Any) -> str:
        return plain_text(super().to_python(value) or "", lines=self.lines)


class LinesField(PlainField):
    """Several lines of text."""

    lines = True
    widget = forms.Textarea(attrs={"rows": 5})


class AmountField(forms.Field):
    """A number that is not negative, as Danes or the English write it. A mark before exactly three digits groups thousands."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write a number, for example 1.500 or 12,5."),
        "large": gettext_lazy("The number is too large."),
    }
    most = Decimal(10) ** 12

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}

    def to_python(self, value: Any) -> Any:
        typed = _SPACES.sub("", "" if value is None else str(value))
        if not typed:
            return None
        amount = amount_of(typed)
        if amount is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if amount >= self.most:
            raise ValidationError(self.error_messages["large"], code="large")
        return amount


class WholeField(AmountField):
    """A whole number between two bounds."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write a whole number."),
        "bounds": gettext_lazy("Write a number from %(least)s to %(most)s."),
    }

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.bounds = {"least": least, "most": most}

    def to_python(self, value: Any) -> Any:
        amount = super().to_python(value)
        if amount is None:
            return None
        if amount != int(amount):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not self.bounds["least"] <= amount <= self.bounds["most"]:
            raise ValidationError(self.error_messages["bounds"], code="bounds", params=self.bounds)
        return int(amount)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not stated."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[
                ("yes", gettext_lazy("Yes")),
                ("no", gettext_lazy("No")),
                ("", gettext_lazy("Not stated")),
            ],
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            **options,
        )


class TrapField(forms.CharField):
    """Programs that fill in every field fill in this one; people do not see it."""

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Leave this field empty"), required=False)

    def validate(self, value: Any) -> None:
        if value:
            raise ValidationError(gettext_lazy("This field must stay empty. Empty it and send once more."))


def amount_of(typed: str) -> Decimal | None:
    """
    >>> [str(amount_of(each)) for each in ("1.500", "12,5", "1.250.000,50", "1,250,000.5", "3", "1e9", "-1")]
    ['1500', '12.5', '1250000.50', '1250000.5', '3', 'None', 'None']
    """
    if not re.fullmatch(r"[0-9][0-9.,]*", typed):
        return None
    last = max(typed.rfind("."), typed.rfind(","))
    whole, part = typed, ""
    if last >= 0 and not _GROUPS.fullmatch(typed):
        whole, part = typed[:last], typed[last + 1 :]
    if ("." in whole or "," in whole) and not _GROUPS.fullmatch(whole):
        return None
    try:
        return Decimal(re.sub(r"[.,]", "", whole) + (f".{part}" if part else ""))
    except InvalidOperation:
        return None
