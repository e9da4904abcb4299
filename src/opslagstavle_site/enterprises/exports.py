"""Any filter of the register as a feed, a sheet, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from opslagstavle_site.enterprises import choices
from opslagstavle_site.enterprises.cards import enterprise_card
from opslagstavle_site.enterprises.forms import register_filter
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import RegisterFilter, filtered, in_order, shown_ids
from opslagstavle_site.enterprises.shapes import EnterpriseShape, enterprise_shape
from opslagstavle_site.web.answers import fresh_or_not
from opslagstavle_site.web.feeds import Entry, Feed, atom
from opslagstavle_site.web.language import asked_language, reader_language, speaking
from opslagstavle_site.web.selected import Selection, json_of, selection, sheet_of
from opslagstavle_site.web.sheets import MOST_ROWS, Cell, Sheet, as_csv, as_xlsx

MOST_ENTRIES = 100
FIRST_DAY = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())
COLUMNS = (
    (gettext_lazy("Key"), 28),
    (gettext_lazy("Name"), 36),
    ("CVR", 12),
    (gettext_lazy("Town"), 18),
    (gettext_lazy("Municipality"), 18),
    (gettext_lazy("Description"), 60),
    (gettext_lazy("Kind of work"), 36),
    ("CPV", 20),
    (gettext_lazy("Works in"), 30),
    (gettext_lazy("Registered social enterprise"), 14),
    (gettext_lazy("Looked up on"), 14),
    (gettext_lazy("Integration is the main aim"), 14),
    (gettext_lazy("At least 30 percent on special terms"), 14),
    (gettext_lazy("Confirmed on"), 14),
    (gettext_lazy("Website"), 30),
    (gettext_lazy("Email"), 28),
    (gettext_lazy("Phone"), 16),
    (gettext_lazy("Demo"), 8),
    (gettext_lazy("Address"), 50),
)


_Asked = Selection[RegisterFilter]


def _asked(request: HttpRequest) -> _Asked:
    asked = register_filter(request.GET)
    labels = [active.label for active in choices.active(request, asked)]
    return selection(
        request, asked, title=_("Social enterprises"), page=reverse("enterprises:list"), labels=labels
    )


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The enterprises of a selection, what changed last first."""
    with speaking(asked_language(request)):
        asked = _asked(request)
        rows = list(filtered(asked.filter).order_by("-updated_at", "-pk")[:MOST_ENTRIES])
        changed = max((row.updated_at for row in rows), default=FIRST_DAY)
        content = atom(
            Feed(
                host=asked.host,
                key=f"virksomheder?{asked.page_url.partition('?')[2]}".rstrip("?"),
                title=f"{asked.name} – Opslagstavlen",
                subtitle=_("What they can do, where they do it, and which public work could suit them."),
                language=asked.language,
                self_url=asked.self_url,
                page_url=asked.page_url,
                author=settings.PUBLISHER,
                rights=settings.LICENCE,
                updated=changed,
                entries=[_entry(row, asked) for row in rows],
            )
        )
    kind = "application/atom+xml; charset=utf-8"
    return fresh_or_not(request, content, kind=kind, language=asked.language, changed=changed)


def _entry(row: Enterprise, asked: _Asked) -> Entry:
    card = enterprise_card(row)
    categories = [(key, name) for key, name in zip(row.kinds, card.kinds, strict=False)]
    if row.is_demo:
        categories.append(("demo", _("Demo")))
    return Entry(
        key=f"virksomheder/{row.key}",
        title=f"{_('Demo')}: {row.name}" if row.is_demo else row.name,
        language=reader_language(),
        url=f"{asked.base}{card.url}",
        updated=row.updated_at,
        published=timezone.localdate(row.created_at),
        author="",
        summary="\n".join(_summary(row, asked)),
        categories=categories,
    )


def _summary(row: Enterprise, asked: _Asked) -> Iterator[str]:
    card = enterprise_card(row)
    if card.is_demo:
        yield _("Invented, to show how the board works.")
    told = {
        _("Town"): card.town,
        _("Description"): card.description,
        _("Kind of work"): ", ".join(card.kinds),
        _("Works in"): ", ".join(card.places),
        _("Registered social enterprise"): _yes_no(card.registered),
        _("At least 30 percent on special terms"): _yes_no(card.thirty_percent),
        _("Here because of"): "; ".join(asked.labels),
    }
    yield from (f"{name}: {text}" for name, text in told.items() if text)


def _yes_no(value: bool | None) -> str:
    return _("Not stated") if value is None else _("Yes") if value else _("No")


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
            shown_ids(asked.filter, MOST_ROWS),
            lambda ids: _rows(ids, asked),
            name=_("enterprises"),
            columns=COLUMNS,
            note=_("Email and phone are left out where an enterprise is protected against advertising."),
        )


def _rows(ids: list[int], asked: _Asked) -> Iterator[tuple[Cell, ...]]:
    for row in in_order(ids):
        yield _cells(row, enterprise_shape(row, asked.base))


def _cells(row: Enterprise, shape: EnterpriseShape) -> tuple[Cell, ...]:
    card = enterprise_card(row)
    return (
        shape.key,
        shape.name,
        shape.cvr,
        shape.town,
        shape.municipality.name if shape.municipality else None,
        card.description,
        ", ".join(card.kinds),
        ", ".join(shape.cpv),
        ", ".join(card.places),
        _yes_no(shape.trust.registered),
        shape.trust.registered_checked,
        _yes_no(shape.trust.integration_is_main_aim),
        _yes_no(shape.trust.thirty_percent),
        shape.trust.confirmed_on,
        shape.website,
        shape.email,
        shape.phone,
        _yes_no(shape.demo),
        shape.url,
    )


@require_safe
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    """The selection as the API tells enterprises, in the order of the page."""
    asked = _asked(request)
    return json_of(asked, shown_ids(asked.filter, MOST_ROWS), lambda ids: _shapes(ids, asked.base))


def _shapes(ids: list[int], base: str) -> Iterable[str]:
    return (enterprise_shape(row, base).model_dump_json() for row in in_order(ids))
