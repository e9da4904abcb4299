"""What a reader sees of a notice or a lot, in the reader's language: shared by every page that shows one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from opslagstavle.notices.notice import Stage
from opslagstavle.terms import dates, kinds, money
from opslagstavle.terms.text import Texts, pick
from opslagstavle_site.notices.models import Lot, Notice, Source

STAGE_NAMES = {
    Stage.PLANNING: gettext_lazy("Planned"),
    Stage.COMPETITION: gettext_lazy("Competition"),
    Stage.RESULT: gettext_lazy("Result"),
    Stage.DIRECT_AWARD: gettext_lazy("Award without competition"),
    Stage.MODIFICATION: gettext_lazy("Contract changed"),
    Stage.CHANGE: gettext_lazy("Correction"),
    Stage.BUYER_PROFILE: gettext_lazy("Buyer profile"),
    Stage.OTHER: gettext_lazy("Other"),
}
NATURE_NAMES = {
    "services": gettext_lazy("Services"),
    "supplies": gettext_lazy("Supplies"),
    "works": gettext_lazy("Works"),
    "combined": gettext_lazy("Services, supplies and works together"),
}


LOTS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class LotCard:
    """``language`` is the title's own. Yes, no or None: not stated."""

    url: str
    matches_url: str
    title: str
    notice_title: str  # where the notice has several lots, and is called something else
    language: str
    buyer: str
    place: str
    kind_name: str
    deadline: date | None
    days_left: int | None
    deadline_doubtful: bool
    value: str | None
    stage: str
    stage_name: str
    reserved_participation: bool | None
    reserved_execution: bool | None
    is_demo: bool
    match_count: int
    lot_label: str | None
    published: date | None


def reader_language() -> str:
    return "da" if (get_language() or "da").startswith("da") else "en"


def in_reader_language(texts: Texts) -> tuple[str, str]:
    """(text, its language): the reader's, else Danish, English, or whatever there is."""
    text = pick(texts, reader_language(), "da", "en")
    return text, next((language for language, value in texts.items() if value == text), reader_language())


def lot_card(row: Lot, areas: list[str], kind: str, on: date) -> LotCard:
    """``row`` with its notice and source; ``areas`` and ``kind`` as ``queries.board_extras`` gives them."""
    title, language = in_reader_language(row.titles)
    return LotCard(
        url=lot_url(row.notice, row),
        matches_url=matches_url(row.notice, row),
        title=title or _("Without a title"),
        notice_title=_notice_title(row, title),
        language=language,
        buyer=row.notice.buyer_name or _("Buyer not stated"),
        place=", ".join(areas),
        kind_name=kind_name(kind),
        deadline=row.closes,
        days_left=dates.days_left(row.closes, on) if row.closes else None,
        deadline_doubtful=is_doubtful(row.closes, row.published),
        value=amount(row.value_amount, row.value_currency),
        stage=row.stage,
        stage_name=stage_name(row.stage),
        reserved_participation=row.reserved_participation,
        reserved_execution=row.reserved_execution,
        is_demo=row.notice.source.kind == Source.Kind.DEMO,
        match_count=row.match_count,
        lot_label=lot_label(row),
        published=row.published,
    )


def _notice_title(row: Lot, title: str) -> str:
    above, _language = in_reader_language(row.notice.titles)
    return above if row.notice.lot_count > 1 and above != title else ""


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


def amount(value: Decimal | None, currency: str) -> str | None:
    return money.shown(value, currency, reader_language()) if value is not None else None


def stage_name(stage: str) -> str:
    return str(STAGE_NAMES.get(Stage(stage), stage))


def kind_name(key: str) -> str:
    kind = kinds.KINDS.get(key)
    return kind.name(reader_language()) if kind else ""
