"""What a reader sees of a notice or a lot, in the reader's language: shared by every page that shows one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from opslagstavle.notices.notice import Stage
from opslagstavle.terms import dates
from opslagstavle_site.notices.models import Lot, Notice, Source
from opslagstavle_site.notices.words import amount, kind_name, kind_of_code, stage_name
from opslagstavle_site.web.language import in_reader_language

LOTS_PER_PAGE = 20
ASKING = (Stage.COMPETITION, Stage.PLANNING)
"""Stages at which a buyer still asks for something."""


@dataclass(frozen=True, slots=True)
class LotCard:
    """``language`` is the title's own. Yes, no or None: not stated."""

    url: str
    matches_url: str
    title: str
    language: str
    notice_title: str  # where the notice has several lots, and is called something else
    notice_language: str
    buyer: str
    place: str
    kind_name: str
    deadline: date | None
    days_left: int | None
    deadline_doubtful: bool
    value: str | None
    stage: str
    stage_name: str
    may_have_deadline: bool
    reserved_participation: bool | None
    reserved_execution: bool | None
    is_demo: bool
    match_count: int
    lot_label: str | None
    published: date | None


def lot_card(row: Lot, areas: list[str], kind: str, on: date) -> LotCard:
    """``row`` with its notice and source; ``areas`` and ``kind`` as ``queries.board_extras`` gives them."""
    title, language = in_reader_language(row.titles)
    above, above_language = in_reader_language(row.notice.titles)
    return LotCard(
        url=lot_url(row.notice, row),
        matches_url=matches_url(row.notice, row),
        title=title or _("Without a title"),
        language=language,
        notice_title=above if row.notice.lot_count > 1 and above != title else "",
        notice_language=above_language,
        buyer=row.notice.buyer_name or _("Buyer not stated"),
        place=", ".join(areas),
        kind_name=kind_of_code(row.cpv) or kind_name(kind),
        deadline=row.closes,
        days_left=dates.days_left(row.closes, on) if row.closes else None,
        deadline_doubtful=is_doubtful(row.closes, row.published),
        value=amount(row.value_amount, row.value_currency),
        stage=row.stage,
        stage_name=stage_name(row.stage),
        may_have_deadline=row.closes is not None or row.stage in ASKING,
        reserved_participation=row.reserved_participation,
        reserved_execution=row.reserved_execution,
        is_demo=row.notice.source.kind == Source.Kind.DEMO,
        match_count=row.match_count,
        lot_label=lot_label(row),
        published=row.published,
    )


def is_doubtful(closes: date | None, published: date | None) -> bool:
    return bool(closes and dates.is_nonsense(closes, published))


def lot_label(row: Lot) -> str | None:
    if row.notice.lot_count < 2:
        return None
    return _("Lot %(number)s of %(count)s") % {"number": row.position, "count": row.notice.lot_count}


def notice_url(row: Notice) -> str:
    return notice_address(row.key)


def notice_address(key: str) -> str:
    return reverse("notices:notice", args=[key])


def lot_url(notice: Notice, row: Lot) -> str:
    """The lot's place on its notice's page; among hundreds of lots, on the page of them it stands on."""
    page = (row.position - 1) // LOTS_PER_PAGE + 1
    return f"{notice_url(notice)}{f'?page={page}' if page > 1 else ''}#lot-{row.number}"


def matches_url(notice: Notice, row: Lot) -> str:
    return reverse("matches:lot", args=[notice.key, row.number])
