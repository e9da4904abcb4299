"""What programs see of a row: codes and texts as they are, in every language, with names beside them where that helps.

Unknown is null. Money is text, so that nobody's arithmetic rounds it. The descriptions are English in the schema and in the
reader's language on the page that documents it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, TypeAdapter

from opslagstavle.notices import notice as library
from opslagstavle.notices.notice import Stage
from opslagstavle.notices.parts import Deadline
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.cards import lot_url, notice_url
from opslagstavle_site.notices.models import Lot, Notice, Source

DEADLINE: TypeAdapter[Deadline] = TypeAdapter(Deadline)


class MoneyShape(BaseModel):
    amount: str = Field(description=_("A decimal number as text, exactly as stated"), examples=["1250000.5"])
    currency: str | None = Field(description="ISO 4217", examples=["DKK"])


class DeadlineShape(BaseModel):
    """The day to act by; ``clock`` and ``offset`` only where the notice states them."""

    day: date
    clock: str | None = Field(description=_("HH:MM:SS, on the buyer's clock"), examples=["12:00:00"])
    offset: str | None = Field(description=_("The UTC offset as printed"), examples=["+01:00"])


class LotShape(BaseModel):
    """A lot of a notice's current version: the smallest part one can bid for."""

    notice: str = Field(description=_("Key of the notice"), examples=["672025-2023"])
    number: str = Field(description=_("Number of the lot within the notice"), examples=["LOT-0001"])
    url: str = Field(description=_("Where the board shows it"))
    titles: Texts = Field(description=_("By two-letter language code"), examples=[{"da": "Vask af linned"}])
    notice_titles: Texts
    buyer: str | None
    stage: Stage
    published: date | None
    deadline: DeadlineShape | None
    cpv: str | None = Field(description=_("Main CPV code, eight digits"), examples=["55520000"])
    kinds: list[str] = Field(description=_("Kinds of work it is found under, see /kinds"))
    places: list[str] = Field(description=_("Areas it is found under, see /places"))
    reserved_participation: bool | None = Field(description=_("Only some may bid; null: not stated"))
    reserved_execution: bool | None = Field(
        description=_("To be carried out in sheltered employment; null: not stated")
    )
    reserved_by: str | None = Field(description=_("The notice whose reservation a silent result takes over"))
    value: MoneyShape | None = Field(description=_("Estimated value"))
    matches: int = Field(description=_("Enterprises that could deliver, as of now"))
    demo: bool = Field(description=_("Invented, to show how the board works"))
    changed_at: datetime = Field(description=_("When anything told here last changed, but for matches"))


class GoneLot(BaseModel):
    """A lot that a copy of this list must drop."""

    notice: str
    number: str | None = Field(description=_("null: all lots of the notice"))
    reason: Literal["replaced", "not-asked-for", "removed"] = Field(
        description=_(
            "A newer version of its notice holds; it is not (any more) what was asked for; it is not here any more"
        )
    )


class LotPage(BaseModel):
    items: list[LotShape]
    gone: list[GoneLot] = Field(description=_("Only with changed_since: what a copy must drop"))
    next: str | None = Field(description=_("The cursor of the next page; null at the end"))
    as_of: datetime = Field(description=_("Ask with this as changed_since next time"))


class NoticeShape(BaseModel):
    """A published notice: one version of it."""

    key: str = Field(examples=["672025-2023"])
    url: str = Field(description=_("Where the board shows it"))
    current: bool = Field(description=_("It is the version that holds"))
    stage: Stage
    notice_type: str | None
    published: date | None
    titles: Texts = Field(description=_("By two-letter language code"))
    buyer: str | None
    lots: int = Field(description=_("How many lots it has"))
    procedure: str | None = Field(description=_("The ocid that all notices of the procedure share"))
    patch: bool = Field(description=_("It prints only what changes of another notice"))
    demo: bool = Field(description=_("Invented, to show how the board works"))
    stored_at: datetime
    changed_at: datetime


class BuyerShape(BaseModel):
    """A buyer as printed, without contact data of persons."""

    name: str | None
    identifier: str | None = Field(description=_("The number as printed"))
    cvr: str | None = Field(description=_("The Danish company number in it, if it is a valid one"))
    town: str | None
    country: str | None
    website: str | None


class NoticeDetail(NoticeShape):
    """A notice with its buyers, lots and versions. The whole of it is at /opslag/KEY/ocds.json."""

    buyers: list[BuyerShape]
    lot_numbers: list[str]
    versions: list[str] = Field(description=_("Keys of all versions, the oldest first"))


class GoneNotice(BaseModel):
    """A notice that a copy of this list must drop."""

    key: str


class NoticePage(BaseModel):
    items: list[NoticeShape]
    gone: list[GoneNotice] = Field(description=_("Only with changed_since: what a copy must drop"))
    next: str | None = Field(description=_("The cursor of the next page; null at the end"))
    as_of: datetime = Field(description=_("Ask with this as changed_since next time"))


class ProcedureShape(BaseModel):
    """All notices of a procurement, the oldest first."""

    ocid: str | None
    notices: list[NoticeShape]


class SourceShape(BaseModel):
    """Where notices come from, and whether all of them came."""

    kind: Literal["demo", "folder", "ted", "ted-packages", "ocds"]
    name: str
    last_read: datetime | None
    next_try: datetime | None
    problem: str | None
    missing_days: list[date]
    licence: str | None
    documents: int
    unread: int
    unreadable: int


def lot_shapes(rows: Sequence[Lot], base: str) -> list[LotShape]:
    """Of lots with notice and source; ``base`` is the board's own address. Two queries, however many."""
    areas, kinds = queries.areas_and_kinds([row.pk for row in rows])
    return [lot_shape(row, areas.get(row.pk, []), kinds.get(row.pk, []), base) for row in rows]


def lot_shape(row: Lot, areas: list[str], kinds: list[str], base: str) -> LotShape:
    return LotShape(
        notice=row.notice.key,
        number=row.number,
        url=f"{base}{lot_url(row.notice, row)}",
        titles=row.titles,
        notice_titles=row.notice.titles,
        buyer=row.notice.buyer_name or None,
        stage=Stage(row.stage),
        published=row.published,
        deadline=deadline_shape(deadline_of(row)),
        cpv=row.cpv or None,
        kinds=kinds,
        places=areas,
        reserved_participation=row.reserved_participation,
        reserved_execution=row.reserved_execution,
        reserved_by=row.reserved_by or None,
        value=money(row.value_amount, row.value_currency),
        matches=row.match_count,
        demo=row.notice.source.kind == Source.Kind.DEMO,
        changed_at=row.notice.changed_at,
    )


def deadline_of(row: Lot) -> Deadline | None:
    """With the clock, which no column has: three fields of the lot, without reading all of it."""
    if row.closes is None:
        return None
    said = json.loads(row.data)
    stated = said.get("deadline_offers") or said.get("deadline_requests") or said.get("deadline_interest")
    return DEADLINE.validate_python(stated) if stated else Deadline(row.closes)


def deadline_shape(stated: Deadline | None) -> DeadlineShape | None:
    if stated is None:
        return None
    clock = stated.clock.isoformat() if stated.clock else None
    return DeadlineShape(day=stated.day, clock=clock, offset=stated.offset)


def money(amount: Decimal | None, currency: str | None) -> MoneyShape | None:
    return (
        MoneyShape(amount=f"{amount.normalize():f}", currency=currency or None)
        if amount is not None
        else None
    )


def notice_shape(row: Notice, base: str) -> NoticeShape:
    """``row`` with source and procedure."""
    return NoticeShape.model_validate(_told_of_notice(row, base))


def notice_detail(
    row: Notice, read: library.Notice, numbers: list[str], versions: list[str], base: str
) -> NoticeDetail:
    buyers = [
        BuyerShape(
            name=each.name,
            identifier=each.identifier,
            cvr=each.cvr,
            town=each.town,
            country=each.country,
            website=each.website,
        )
        for each in read.buyers
    ]
    return NoticeDetail.model_validate(
        {**_told_of_notice(row, base), "buyers": buyers, "lot_numbers": numbers, "versions": versions}
    )


def _told_of_notice(row: Notice, base: str) -> dict[str, object]:
    return {
        "key": row.key,
        "url": f"{base}{notice_url(row)}",
        "current": row.current,
        "stage": row.stage,
        "notice_type": row.notice_type or None,
        "published": row.published,
        "titles": row.titles,
        "buyer": row.buyer_name or None,
        "lots": row.lot_count,
        "procedure": row.procedure.ocid if row.procedure else None,
        "patch": row.patch,
        "demo": row.source.kind == Source.Kind.DEMO,
        "stored_at": row.stored_at,
        "changed_at": row.changed_at,
    }
