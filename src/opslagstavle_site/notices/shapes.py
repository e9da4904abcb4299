"""What programs see of a row: codes and texts as they are, in every language, with names beside them where that helps.

Unknown is null. Money is text, so that nobody's arithmetic rounds it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, Field, TypeAdapter

from opslagstavle.notices.notice import Stage
from opslagstavle.notices.parts import Deadline
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.cards import lot_url
from opslagstavle_site.notices.models import Lot, Source

DEADLINE: TypeAdapter[Deadline] = TypeAdapter(Deadline)


class Money(BaseModel):
    amount: str = Field(description="A decimal number as text, exactly as stated", examples=["1250000.5"])
    currency: str | None = Field(description="ISO 4217", examples=["DKK"])


class DeadlineShape(BaseModel):
    """The day to act by; ``clock`` and ``offset`` only where the notice states them."""

    day: date
    clock: str | None = Field(description="HH:MM:SS, on the buyer's clock", examples=["12:00:00"])
    offset: str | None = Field(description="The UTC offset as printed", examples=["+01:00"])


class LotShape(BaseModel):
    """A lot of a notice's current version: the smallest part one can bid for."""

    notice: str = Field(description="Key of the notice", examples=["672025-2023"])
    number: str = Field(description="Number of the lot within the notice", examples=["LOT-0001"])
    url: str = Field(description="Where the board shows it")
    titles: Texts = Field(description="By two-letter language code")
    notice_titles: Texts
    buyer: str | None
    stage: Stage
    published: date | None
    deadline: DeadlineShape | None
    cpv: str | None = Field(description="Main CPV code, eight digits", examples=["55520000"])
    kinds: list[str] = Field(description="Kinds of work it is found under, see /kinds")
    places: list[str] = Field(description="Areas it is found under, see /places")
    reserved_participation: bool | None = Field(description="Only some may bid; null: not stated")
    reserved_execution: bool | None = Field(
        description="To be carried out in sheltered employment; null: not stated"
    )
    reserved_by: str | None = Field(description="The notice whose reservation a silent result takes over")
    value: Money | None = Field(description="Estimated value")
    matches: int = Field(description="Enterprises that could deliver, as of now")
    demo: bool = Field(description="Invented, to show how the board works")
    changed_at: datetime


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


def money(amount: Decimal | None, currency: str | None) -> Money | None:
    return Money(amount=f"{amount.normalize():f}", currency=currency or None) if amount is not None else None
