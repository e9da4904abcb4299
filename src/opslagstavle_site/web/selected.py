"""A selection as somebody asked for it, and what every way of taking it home says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from opslagstavle_site.web.answers import base_of
from opslagstavle_site.web.doors import NOT_CARRIED, selection_name
from opslagstavle_site.web.language import asked_language
from opslagstavle_site.web.sheets import MOST_ROWS, Cell, Column, Sheet, cut_note
from opslagstavle_site.web.streams import json_list

Filter = TypeVar("Filter")


@dataclass(frozen=True, slots=True)
class Selection(Generic[Filter]):
    """``title`` says of what, ``labels`` which; ``page_url`` shows it as a page."""

    filter: Filter
    title: str
    on: date
    language: str
    host: str
    base: str
    page_url: str
    self_url: str
    labels: list[str]

    @property
    def name(self) -> str:
        return selection_name(self.title, self.labels)


def selection(
    request: HttpRequest, asked: Filter, *, title: str, page: str, labels: list[str]
) -> Selection[Filter]:
    """``page``: the path of the page that shows it."""
    query = request.GET.copy()
    for name in NOT_CARRIED:
        query.pop(name, None)
    return Selection(
        filter=asked,
        title=title,
        on=timezone.localdate(),
        language=asked_language(request),
        host=request.get_host(),
        base=base_of(request),
        page_url=base_of(request) + page + (f"?{query.urlencode()}" if query else ""),
        self_url=request.build_absolute_uri(),
        labels=labels,
    )


def sheet_of(
    chosen: Selection[Filter],
    ids: list[int],
    rows: Callable[[list[int]], Iterator[tuple[Cell, ...]]],
    *,
    name: str,
    columns: Sequence[tuple[str | Promise, int]],
    note: str,
) -> Sheet:
    """``ids`` are those of the rows, one more than ``MOST_ROWS`` where there are more; ``columns`` heading and width."""
    return Sheet(
        name=f"{name}-{chosen.on.isoformat()}",
        title=chosen.title,
        language=chosen.language,
        columns=[Column(str(heading), width) for heading, width in columns],
        rows=lambda: rows(ids[:MOST_ROWS]),
        about=[
            (_("Selection"), chosen.name),
            (_("Address"), chosen.page_url),
            (_("Made on"), chosen.on),
            (_("Publisher"), settings.PUBLISHER),
            (_("Licence"), settings.LICENCE),
            (_("Demo"), _("Whatever carries this mark is invented to show how the board works.")),
            (_("Note"), note),
        ],
        note=cut_note(len(ids)),
    )


def json_of(
    chosen: Selection[Filter], ids: list[int], shapes: Callable[[list[int]], Iterable[str]]
) -> StreamingHttpResponse:
    head = {
        "selection": chosen.page_url,
        "made_on": chosen.on.isoformat(),
        "publisher": settings.PUBLISHER,
        "licence": settings.LICENCE or None,
        "cut": len(ids) > MOST_ROWS,
    }
    return json_list(head, shapes(ids[:MOST_ROWS]))
