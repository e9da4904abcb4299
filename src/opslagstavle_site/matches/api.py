"""Matches for programs: who could deliver a lot, what an enterprise could deliver, and why."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from opslagstavle_site.enterprises import queries as enterprises
from opslagstavle_site.matches import queries, shapes
from opslagstavle_site.matches.actions import mark_shown
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.choices import lot_cards
from opslagstavle_site.notices.queries import lot_by_number
from opslagstavle_site.notices.rows import to_lot
from opslagstavle_site.notices.shapes import lot_shapes
from opslagstavle_site.web.answers import base_of
from opslagstavle_site.web.language import speaking
from opslagstavle_site.web.programs import MOST_AT_ONCE, READ, Refused

router = Router(tags=["matches"])
NoticeKey = Annotated[str, Path(description=_("Key of the notice"), max_length=120)]
Number = Annotated[str, Path(description=_("Number of the lot"), max_length=60)]
EnterpriseKey = Annotated[str, Path(description=_("Key of the enterprise"), max_length=80)]
Language = Annotated[Literal["da", "en"], Query(description=_("Language of the reasons"))]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description=_("How many at most"))]
Scope = Annotated[
    Literal["open", "all"],
    Query(description=_("open: what is open or planned; all: whatever is on the board")),
]


@router.get(
    "/lots/{notice}/{number}", response={200: shapes.LotDetail, **READ}, operation_id="lot",
    summary=_("One lot with the enterprises that could deliver, and why"),
)  # fmt: skip
def lot(request: HttpRequest, notice: NoticeKey, number: Number, lang: Language = "da") -> shapes.LotDetail:
    row = lot_by_number(notice, number)
    if row is None:
        raise Refused(404, "There is no such lot.")
    (shape,) = lot_shapes([row], base_of(request))
    with speaking(lang):
        found = _shapes(list(queries.of_lot(row)[:MOST_AT_ONCE]))
    return shapes.LotDetail(**shape.model_dump(), said=to_lot(row), found=found)


@router.get(
    "/enterprises/{key}/matches", response={200: shapes.MatchPage, **READ}, operation_id="enterprise_matches",
    summary=_("The lots an enterprise could deliver, best first"),
)  # fmt: skip
def enterprise_matches(
    request: HttpRequest, key: EnterpriseKey, show: Scope = "open", lang: Language = "da", limit: Limit = 20
) -> shapes.MatchPage:
    row = enterprises.by_key(key)
    if row is None:
        raise Refused(404, "There is no such enterprise on the list.")
    rows = queries.of_enterprise(row, None if show == "all" else timezone.localdate())
    with speaking(lang):
        found = _shapes(list(rows.defer(None)[:limit]))
    return shapes.MatchPage(items=found, total=rows.count())


def _shapes(rows: list[Match]) -> list[shapes.MatchShape]:
    """Of the matches of one list, the best first."""
    mark_shown(matches=rows)
    cards = lot_cards([row.lot for row in rows])
    best = rows[0].score if rows else 0.0
    return [shapes.match_shape(row, card, best) for row, card in zip(rows, cards, strict=True)]
