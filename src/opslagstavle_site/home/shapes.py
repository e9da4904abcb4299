"""What programs see of the board as a whole."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field


class KindShape(BaseModel):
    """A kind of work in plain words, with the codes it stands for."""

    key: str = Field(examples=["canteen"])
    name_da: str
    name_en: str
    cpv: list[str] = Field(description=_("Beginnings of CPV codes"))


class PlaceShape(BaseModel):
    """A place one can ask for."""

    code: str = Field(examples=["DK042"])
    name_da: str
    name_en: str
    level: Literal["country", "region", "province", "municipality"]
    municipality: str | None = Field(description=_("Number of the municipality, three digits"))


class Counts(BaseModel):
    """What is on the board, in figures; never of staff."""

    notices: int
    lots: int
    open_lots: int
    open_reserved_lots: int
    reserved_lots: int
    documents: int
    documents_to_read: int
    documents_unreadable: int
    enterprises_shown: int
    enterprises_demo: int
    matches: int
