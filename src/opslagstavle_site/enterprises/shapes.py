"""What programs see of an enterprise: what anyone may see of it and why it is trusted, and never a count of staff.

Unknown is null. Who asked not to be written to for marketing is told without addresses to write to.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from opslagstavle.enterprises.enterprise import Period
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle.terms.text import Texts
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import thirty_percent
from opslagstavle_site.enterprises.rows import CAPACITIES, REFERENCES


class CapacityShape(BaseModel):
    amount: str = Field(description=_("A decimal number as text"), examples=["250"])
    unit: str = Field(examples=["kg linned"])
    period: Period


class ReferenceShape(BaseModel):
    buyer: str
    work: str
    since: int | None = None
    until: int | None = None
    value: str | None = Field(default=None, description=_("In all, DKK, a decimal number as text"))


class MunicipalityShape(BaseModel):
    code: str = Field(examples=["751"])
    name: str = Field(examples=["Aarhus"])
    place: str = Field(description=_("As in places"), examples=["DK042751"])


class TrustShape(BaseModel):
    """What the entry rests on."""

    origin: Literal["itself", "others", "research", "list", "cvr"] = Field(
        description=_("How it came into the register")
    )
    registered: bool | None = Field(description=_("In the Danish register of social enterprises (RSV)"))
    registered_by: Literal["cvr", "proof", "said"] | None = Field(description=_("What that rests on"))
    registered_checked: date | None = Field(description=_("When it was last looked up"))
    registered_proof: str | None = Field(description=_("Where it is to be seen, if that is a public address"))
    integration_is_main_aim: bool | None
    thirty_percent: bool | None = Field(
        description=_("At least 30 per cent on special terms; counts are never told")
    )
    cvr_state: str | None
    cvr_checked: date | None
    confirmed_on: date | None = Field(description=_("When it last said that everything holds"))


class GoneEnterprise(BaseModel):
    """An enterprise that a copy of this list must drop."""

    key: str | None = Field(
        default=None, description=_("null where it was removed on request: only a hash is kept")
    )
    key_sha256: str | None = Field(
        default=None, description=_("SHA-256 of “key:” and the key, in hexadecimal digits")
    )
    reason: Literal["merged", "hidden", "removed", "not-asked-for"]
    became: str | None = Field(default=None, description=_("The key of the enterprise it was merged into"))


class EnterpriseShape(BaseModel):
    """A social enterprise on the public list."""

    key: str = Field(examples=["vaskeriet-anker"])
    url: str
    name: str
    cvr: str | None
    company_form: str | None
    town: str | None
    municipality: MunicipalityShape | None
    descriptions: Texts
    kinds: list[str] = Field(description=_("What it does, see /kinds"))
    cpv: list[str]
    places: list[str] = Field(description=_("Where it works, see /places"))
    reach_km: int | None
    capacities: list[CapacityShape]
    references: list[ReferenceShape]
    website: str | None
    email: str | None = Field(description=_("null too where it may not be written to for marketing"))
    phone: str | None = Field(description=_("null too where it may not be called for marketing"))
    advertising_protected: bool | None
    trust: TrustShape
    demo: bool = Field(description=_("Invented, to show how the board works"))
    updated_at: datetime


class EnterprisePage(BaseModel):
    items: list[EnterpriseShape]
    gone: list[GoneEnterprise] = Field(description=_("Only with changed_since: what a copy must drop"))
    next: str | None = Field(description=_("The cursor of the next page; null at the end"))
    as_of: datetime = Field(description=_("Ask with this as changed_since next time"))


def etag(row: Enterprise) -> str:
    """Changes whenever the entry is written; whoever writes hands it back in If-Match."""
    return quote_etag(f"{row.pk:x}-{int(row.updated_at.timestamp() * 1_000_000):x}")


def enterprise_shape(row: Enterprise, base: str) -> EnterpriseShape:
    """``row`` with its workforce; ``base`` is the board's own address."""
    may_write = not row.advertising_protected
    return EnterpriseShape(
        key=row.key,
        url=base + reverse("matches:enterprise", args=[row.key]),
        name=row.name,
        cvr=row.cvr,
        company_form=row.company_form or None,
        town=row.town or None,
        municipality=municipality_shape(row.municipality),
        descriptions=row.descriptions,
        kinds=row.kinds,
        cpv=row.cpv,
        places=row.places,
        reach_km=row.reach_km,
        capacities=[
            CapacityShape(amount=f"{each.amount.normalize():f}", unit=each.unit, period=each.period)
            for each in CAPACITIES.validate_python(row.capacities)
        ],
        references=[
            ReferenceShape(
                buyer=each.buyer,
                work=each.work,
                since=each.since,
                until=each.until,
                value=f"{each.value.normalize():f}" if each.value is not None else None,
            )
            for each in REFERENCES.validate_python(row.references)
        ],
        website=row.website or None,
        email=row.email or None if may_write else None,
        phone=row.phone or None if may_write else None,
        advertising_protected=row.advertising_protected,
        trust=trust_shape(row),
        demo=row.is_demo,
        updated_at=row.updated_at,
    )


def trust_shape(row: Enterprise) -> TrustShape:
    public = row.registered_proof.startswith(("https://", "http://"))
    return TrustShape.model_validate(
        {
            "origin": row.origin,
            "registered": row.registered,
            "registered_by": row.registered_by or None,
            "registered_checked": row.registered_checked,
            "registered_proof": row.registered_proof if public else None,
            "integration_is_main_aim": row.integration_is_main_aim,
            "thirty_percent": thirty_percent(row),
            "cvr_state": row.cvr_state or None,
            "cvr_checked": row.cvr_checked,
            "confirmed_on": row.confirmed_on,
        }
    )


def municipality_shape(code: str) -> MunicipalityShape | None:
    found = MUNICIPALITIES.get(code)
    return MunicipalityShape(code=found.code, name=found.name, place=found.place) if found else None
