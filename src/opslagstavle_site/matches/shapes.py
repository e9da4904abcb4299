"""What programs see of a match: the score and what it consists of, every finding with what it rests on, and the route."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field

from opslagstavle.notices import notice as library
from opslagstavle_site.matches.cards import MatchDetail, match_detail
from opslagstavle_site.matches.models import Match
from opslagstavle_site.matches.rows import to_library
from opslagstavle_site.notices.cards import LotCard
from opslagstavle_site.notices.shapes import LotShape


class FindingShape(BaseModel):
    """One thing that was looked at."""

    name: str
    holds: bool | None = Field(description=_("true: speaks for it, false: against, null: not stated"))
    text: str = Field(description=_("In the language asked for"))
    source: str = Field(description=_("The business term or paragraph it rests on"))


class ContributionShape(BaseModel):
    """One summand of the score."""

    kind: Literal["text", "cpv", "place"]
    feature: str
    weight: float


class MatchShape(BaseModel):
    """One lot and one enterprise: how well they fit, why, and by which route the work could be had."""

    notice: str
    number: str
    enterprise: str = Field(description=_("Key of the enterprise"))
    enterprise_name: str
    score: float
    percent: int = Field(description=_("Of the best match in the same list"))
    route: Literal["alone", "reserved", "direct", "subcontractor", "won", "not_for_you"]
    route_open: bool | None = Field(description=_("null: something must be shown or asked first"))
    route_reason: str
    findings: list[FindingShape]
    contributions: list[ContributionShape]
    computed_on: date
    demo: bool = Field(description=_("One of the two is invented"))


class LotDetail(LotShape):
    """A lot in full, with the enterprises that could deliver, best first."""

    said: library.Lot = Field(description=_("Everything the notice says of the lot"))
    found: list[MatchShape]


class MatchPage(BaseModel):
    items: list[MatchShape]
    total: int


def match_shape(row: Match, card: LotCard, best: float) -> MatchShape:
    """``row`` with its lot, the whole notice with its source, and the enterprise."""
    found, detail = to_library(row), match_detail(row, card, best)
    return MatchShape.model_validate(
        {
            "notice": row.lot.notice.key,
            "number": row.lot.number,
            "enterprise": row.enterprise.key,
            "enterprise_name": row.enterprise.name,
            "score": found.score,
            "percent": detail.percent,
            "route": found.route.value,
            "route_open": found.route_reason.holds,
            "route_reason": detail.route_reason,
            "findings": list(_findings(detail)),
            "contributions": [
                ContributionShape(kind=part.kind, feature=part.feature, weight=part.weight)
                for part in found.contributions
            ],
            "computed_on": row.computed_on,
            "demo": card.is_demo or row.enterprise.is_demo,
        }
    )


def _findings(detail: MatchDetail) -> list[FindingShape]:
    return [
        FindingShape(name=said.name, holds=holds, text=said.text, source=said.source)
        for where, holds in (("for", True), ("against", False), ("not_stated", None))
        for said in detail.findings[where]
    ]
