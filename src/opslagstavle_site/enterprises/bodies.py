"""What programs may write of an enterprise, judged before it comes near the register. Counts of staff are not among it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.core.exceptions import ValidationError as Invalid
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_noop as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.files import enterprise as normal
from opslagstavle.errors import BadEnterprise
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.web.clean import printable


def _plain(text: str) -> str:
    if printable(text) != text:
        raise ValueError("control characters cannot be kept")
    return text


def _address(text: str) -> str:
    try:
        if text:
            URLValidator(schemes=["http", "https"])(text)
    except (Invalid, ValueError):
        raise ValueError("an address like https://host is needed") from None
    return text


def _email(text: str) -> str:
    try:
        if text:
            EmailValidator()(text)
    except (Invalid, ValueError):
        raise ValueError("an e-mail address is needed") from None
    return text


def _municipality(code: str | None) -> str | None:
    if code and code not in MUNICIPALITIES:
        raise ValueError("no number of a Danish municipality; /places lists them")
    return code or None


Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_plain)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]
Year = Annotated[int, Field(ge=1900, le=2200)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=3)]


class CapacityBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    amount: Amount = Field(examples=["250"])
    unit: Annotated[Line, Field(min_length=1, max_length=60)]
    period: library.Period


class ReferenceBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    buyer: Annotated[Line, Field(min_length=1, max_length=200)]
    work: Annotated[Line, Field(min_length=1, max_length=300)]
    since: Year | None = None
    until: Year | None = None
    value: Amount | None = Field(default=None, description=_("In all, DKK, a decimal number as text"))


class EnterpriseBody(BaseModel):
    """The whole entry: what is left out is not stated any more. Counts of staff and the register flag stay as they are."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, Field(min_length=1, max_length=200)] = Field(examples=["Vaskeriet Anker"])
    cvr: Annotated[Line, Field(max_length=20)] | None = None
    descriptions: dict[Language, Annotated[Line, Field(max_length=5000)]] = Field(
        default={}, description=_("By two-letter language code")
    )
    kinds: list[Annotated[str, Field(max_length=60)]] = Field(
        default=[], max_length=60, description=_("What it does, see /kinds")
    )
    cpv: list[Annotated[str, Field(max_length=12)]] = Field(default=[], max_length=60)
    places: list[Annotated[str, Field(max_length=60)]] = Field(
        default=[], max_length=150, description=_("Where it works, see /places")
    )
    town: Annotated[Line, Field(max_length=100)] | None = None
    municipality: Annotated[str | None, AfterValidator(_municipality)] = Field(
        default=None, description=_("Number of the municipality, three digits")
    )
    reach_km: Annotated[int, Field(ge=1, le=1000)] | None = None
    capacities: list[CapacityBody] = Field(default=[], max_length=20)
    references: list[ReferenceBody] = Field(default=[], max_length=20)
    website: Annotated[Line, Field(max_length=200), AfterValidator(_address)] | None = None
    email: Annotated[Line, Field(max_length=200), AfterValidator(_email)] | None = Field(
        default=None, description=_("Of the enterprise, not of a person")
    )
    phone: Annotated[Line, Field(max_length=30)] | None = None
    integration_is_main_aim: bool | None = None

    def enterprise(self, key: str, before: library.Enterprise | None) -> library.Enterprise:
        """As the library has it, over what no program writes. Raises ``BadEnterprise`` for codes that are none."""
        said = self.model_dump(exclude={"website", "email", "phone", "capacities", "references"})
        said["descriptions"] = {language: text for language, text in self.descriptions.items() if text}
        told = replace(
            normal({**said, "key": key}, "body"),
            town=self.town or None,
            capacities=tuple(library.Capacity(**each.model_dump()) for each in self.capacities),
            references=tuple(library.Reference(**each.model_dump()) for each in self.references),
        )
        if before is None:
            return told
        return replace(
            told,
            workforce=before.workforce,
            registered=before.registered,
            registered_checked=before.registered_checked,
        )


def told_wrong(error: BadEnterprise) -> tuple[str, str]:
    """(where, what) of what the library does not take: "body: kinds: no such kind of work: 'x'"."""
    where, _sep, what = str(error).removeprefix("body: ").partition(": ")
    return f"body.{where}", what[:300]


class CheckBody(BaseModel):
    """Our staff looked the enterprise up."""

    model_config = ConfigDict(extra="forbid")

    registered: bool | None = Field(description=_("null: it could not be found out"))
    proof: Annotated[Line, Field(max_length=300)] = Field(
        default="", description=_("Where that is to be seen")
    )


class ConfirmationShape(BaseModel):
    key: str
    confirmed_on: date
