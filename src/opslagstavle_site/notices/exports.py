"""Any filter of the board as a feed, a calendar of deadlines, a sheet, or JSON: for whoever does not want to come and look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from opslagstavle_site.notices import choices, selections, shapes, words
from opslagstavle_site.notices.cards import LotCard
from opslagstavle_site.notices.counts import counts_of
from opslagstavle_site.notices.forms import board_filter
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.queries import BoardFilter
from opslagstavle_site.notices.selections import Edition
from opslagstavle_site.web.answers import fresh_or_not
from opslagstavle_site.web.calendars import DayOrMoment, calendar
from opslagstavle_site.web.feeds import Entry, Feed, atom
from opslagstavle_site.web.language import asked_language, speaking
from opslagstavle_site.web.selected import Selection, json_of, selection, sheet_of
from opslagstavle_site.web.sheets import MOST_ROWS, Cell, Sheet, as_csv, as_xlsx

MOST_ENTRIES = 100
MOST_DEADLINES = 1000
FIRST_DAY = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())
"""When nothing has changed yet: before anything on any board."""
COLUMNS = (
    (gettext_lazy("Notice"), 16),
    (gettext_lazy("Lot"), 12),
    (gettext_lazy("Title"), 60),
    (gettext_lazy("Buyer"), 32),
    (gettext_lazy("Stage"), 16),
    (gettext_lazy("Published"), 14),
    (gettext_lazy("Deadline"), 14),
    (gettext_lazy("Clock"), 8),
    (gettext_lazy("Place"), 28),
    (gettext_lazy("Kind of work"), 28),
    ("CPV", 12),
    (gettext_lazy("Reserved participation"), 14),
    (gettext_lazy("Reserved execution"), 14),
    (gettext_lazy("Value"), 16),
    (gettext_lazy("Currency"), 10),
    (gettext_lazy("Demo"), 8),
    (gettext_lazy("Address"), 60),
)


_Asked = Selection[BoardFilter]


def _asked(request: HttpRequest) -> _Asked:
    asked = board_filter(request.GET)
    labels = [active.label for active in choices.active(request, asked)]
    return selection(request, asked, title=_("Notices"), page=reverse("notices:board"), labels=labels)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The lots of a selection, what changed last first."""
    with speaking(asked_language(request)):
        asked = _asked(request)
        total = counts_of(asked.filter, asked.on).total
        lots = _lots(selections.newest_ids(asked.filter, asked.on, MOST_ENTRIES, total))
        editions = selections.editions_of(row.notice for row, _card in lots)
        changed = max((editions[row.notice_id].changed for row, _card in lots), default=FIRST_DAY)
        content = atom(
            Feed(
                host=asked.host,
                key=f"opslag?{asked.page_url.partition('?')[2]}".rstrip("?"),
                title=f"{asked.name} – Opslagstavlen",
                subtitle=_("Work that public buyers want done, lot by lot."),
                language=asked.language,
                self_url=asked.self_url,
                page_url=asked.page_url,
                author=settings.PUBLISHER,
                rights=settings.LICENCE,
                updated=changed,
                entries=[_entry(row, card, editions[row.notice_id], asked) for row, card in lots],
            )
        )
    kind = "application/atom+xml; charset=utf-8"
    return fresh_or_not(request, content, kind=kind, language=asked.language, changed=changed)


def _lots(ids: list[int]) -> list[tuple[Lot, LotCard]]:
    rows = [row for some in selections.lots_in_order(ids) for row in some]
    return list(zip(rows, choices.lot_cards(rows), strict=True))


def _entry(row: Lot, card: LotCard, edition: Edition, asked: _Asked) -> Entry:
    categories = [(card.stage, card.stage_name)]
    if row.reserved_participation or row.reserved_execution:
        categories.append(("reserved", _("Reserved")))
    if card.is_demo:
        categories.append(("demo", _("Demo")))
    return Entry(
        key=f"opslag/{edition.first}/{row.number}",
        title=_title(card),
        language=card.language,
        url=f"{asked.base}{card.url}",
        updated=edition.changed,
        published=card.published,
        author=row.notice.buyer_name,
        summary="\n".join(_summary(row, card, asked)),
        categories=categories,
    )


def _title(card: LotCard) -> str:
    return f"{_('Demo')}: {card.title}" if card.is_demo else card.title


def _summary(row: Lot, card: LotCard, asked: _Asked) -> Iterator[str]:
    """Plain lines; what is not stated is said to be so, where a reader would look for it."""
    if card.is_demo:
        yield _("Invented, to show how the board works.")
    if card.notice_title:
        yield _("Part of: %(title)s") % {"title": card.notice_title}
    told = {
        _("Buyer"): card.buyer,
        _("Deadline"): words.when(shapes.deadline_of(row))
        or (_("Not stated") if card.may_have_deadline else ""),
        _("Place"): card.place or _("Not stated"),
        _("Kind of work"): card.kind_name,
        _("Value"): card.value or "",
        _("Reserved participation"): words.yes_no(row.reserved_participation) or _("Not stated"),
        _("Reserved execution"): words.yes_no(row.reserved_execution) or _("Not stated"),
        _("Here because of"): "; ".join(asked.labels),
    }
    yield from (f"{name}: {text}" for name, text in told.items() if text)


@require_safe
def deadlines(request: HttpRequest) -> HttpResponseBase:
    """The deadlines of what is open, for a calendar program; what has closed drops out."""
    with speaking(asked_language(request)):
        asked = _asked(request)
        lots = _lots(selections.closing_ids(asked.filter, asked.on, MOST_DEADLINES))
        editions = selections.editions_of(row.notice for row, _card in lots)
        # A day that has passed changes a calendar too: what closed is not in it any more.
        midnight = datetime.combine(asked.on, time(), timezone.get_default_timezone())
        content = calendar(
            name=_("Deadlines: %(name)s") % {"name": asked.name},
            about=_("The next %(most)s deadlines at most. The official notice is always the one that counts.")
            % {"most": MOST_DEADLINES},
            language=asked.language,
            url=asked.page_url,
            events=[_event(row, card, editions[row.notice_id], asked) for row, card in lots],
        )
        changed = max((editions[row.notice_id].changed for row, _card in lots), default=midnight)
    return fresh_or_not(
        request,
        content,
        kind="text/calendar; charset=utf-8",
        language=asked.language,
        changed=max(changed, midnight),
    )


def _event(row: Lot, card: LotCard, edition: Edition, asked: _Asked) -> DayOrMoment:
    stated = shapes.deadline_of(row)
    clock = stated is not None and stated.clock is not None
    return DayOrMoment(
        uid=f"{edition.first}/{row.number}@{asked.host.partition(':')[0]}",
        summary=_("Deadline: %(title)s") % {"title": _title(card)},
        day=row.closes or asked.on,
        moment=words.moment_of(stated, timezone.localtime()) if stated and clock else None,
        url=f"{asked.base}{card.url}",
        description="\n".join((*_summary(row, card, asked), f"{asked.base}{card.url}")),
        changed=edition.changed,
        sequence=edition.number,
    )


@require_safe
def csv(request: HttpRequest) -> StreamingHttpResponse:
    return as_csv(_sheet(request))


@require_safe
def xlsx(request: HttpRequest) -> HttpResponse:
    return as_xlsx(_sheet(request))


def _sheet(request: HttpRequest) -> Sheet:
    with speaking(asked_language(request)):
        asked = _asked(request)
        return sheet_of(
            asked,
            selections.shown_ids(asked.filter, asked.on, MOST_ROWS),
            lambda ids: _rows(ids, asked),
            name=_("notices"),
            columns=COLUMNS,
            note=_("The official notice is always the one that counts."),
        )


def _rows(ids: list[int], asked: _Asked) -> Iterator[tuple[Cell, ...]]:
    for some in selections.lots_in_order(ids):
        for row, card in zip(some, choices.lot_cards(some), strict=True):
            yield _cells(row, card, asked)


def _cells(row: Lot, card: LotCard, asked: _Asked) -> tuple[Cell, ...]:
    stated = shapes.deadline_of(row)
    return (
        row.notice.key,
        row.number,
        card.title,
        row.notice.buyer_name,
        card.stage_name,
        row.published,
        row.closes,
        stated.clock if stated else None,
        card.place,
        card.kind_name,
        row.cpv,
        words.yes_no(row.reserved_participation) or _("Not stated"),
        words.yes_no(row.reserved_execution) or _("Not stated"),
        row.value_amount,
        row.value_currency,
        words.yes_no(card.is_demo),
        f"{asked.base}{card.url}",
    )


@require_safe
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    """The selection as the API tells lots, in the order of the board."""
    asked = _asked(request)
    ids = selections.shown_ids(asked.filter, asked.on, MOST_ROWS)
    return json_of(asked, ids, lambda some: _shapes(some, asked.base))


def _shapes(ids: list[int], base: str) -> Iterable[str]:
    for some in selections.lots_in_order(ids):
        yield from (shape.model_dump_json() for shape in shapes.lot_shapes(some, base))
