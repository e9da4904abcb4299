"""What a reader sees of a notice, a lot or a source, in the reader's language: shared by every page that shows one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.notices.notice import Stage
from opslagstavle.terms import dates
from opslagstavle.terms.highlights import Pieces, highlight
from opslagstavle.terms.identifiers import country
from opslagstavle_site.notices import words
from opslagstavle_site.notices.models import Lot, Notice, Source
from opslagstavle_site.notices.queries import SourceState
from opslagstavle_site.notices.words import amount, kind_name, kind_of_code, stage_name
from opslagstavle_site.web.language import in_reader_language
from opslagstavle_site.web.names import country_name
from opslagstavle_site.web.source_faults import Fault

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
    title_pieces: Pieces  # the title again, with the words that were searched for
    notice_title_pieces: Pieces
    snippet: Pieces  # where they stand in its description, if the titles have not all of them
    snippet_language: str


NO_SNIPPET: tuple[Pieces, str] = ([], "")


def lot_card(
    row: Lot,
    areas: list[str],
    kind: str,
    on: date,
    *,
    stays_open: bool = False,
    wanted: frozenset[str] = frozenset(),
    snippet: tuple[Pieces, str] = NO_SNIPPET,
) -> LotCard:
    """``row`` with its notice and source, ``areas`` and ``kind`` in words. ``stays_open``: a dynamic purchasing system.

    ``wanted`` are the tokens that were searched for.
    """
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
        deadline_doubtful=is_doubtful(row.closes, row.published, stays_open=stays_open),
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
        title_pieces=highlight(title or _("Without a title"), language, wanted),
        notice_title_pieces=highlight(above, above_language, wanted),
        snippet=snippet[0],
        snippet_language=snippet[1],
    )


def is_doubtful(closes: date | None, published: date | None, *, stays_open: bool) -> bool:
    return bool(closes and dates.is_nonsense(closes, published, stays_open=stays_open))


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


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as anyone may see it. ``location`` and ``detail`` are for staff, and empty for everybody else."""

    name: str
    kind_name: str
    explanation: str
    last_read: datetime | None
    next_try: datetime | None
    problem: str
    missing: str
    missing_days: tuple[date, ...]
    licence: str
    count: int
    unread: int
    unreadable_count: int
    location: str
    detail: str


def source_card(state: SourceState, missing: list[date], on: date, *, for_staff: bool) -> SourceCard:
    """Of a folder the public sees its last name, of an address its host: neither where it lies nor a key in it."""
    source = state.source
    return SourceCard(
        name=_source_name(source),
        kind_name=str(SOURCE_KINDS[Source.Kind(source.kind)][0]),
        explanation=str(SOURCE_KINDS[Source.Kind(source.kind)][1]),
        last_read=source.last_read,
        next_try=source.next_try if source.fault else None,
        problem=_problem(source),
        missing=_missing(missing, on),
        missing_days=tuple(missing),
        licence=source.licence,
        count=state.count,
        unread=state.unread,
        unreadable_count=state.unreadable,
        location=source.location if for_staff else "",
        detail=source.last_error if for_staff else "",
    )


SOURCE_KINDS = {
    Source.Kind.TED: (
        gettext_lazy("TED, the EU's journal of public contracts"),
        gettext_lazy("New notices are fetched on weekdays, day by day."),
    ),
    Source.Kind.TED_PACKAGES: (
        gettext_lazy("TED, the EU's journal of public contracts"),
        gettext_lazy("Whole days of the past, fetched when our staff asks for them."),
    ),
    Source.Kind.OCDS: (
        gettext_lazy("Open contracting data (OCDS)"),
        gettext_lazy("Published by another notice board; asked every hour."),
    ),
    Source.Kind.FOLDER: (
        gettext_lazy("Folder or archive"),
        gettext_lazy("Files on this machine; looked at every ten minutes."),
    ),
    Source.Kind.DEMO: (gettext_lazy("Demo"), gettext_lazy("Invented, to show how the board works.")),
    Source.Kind.CODELISTS: (
        gettext_lazy("Official code lists"),
        gettext_lazy("The official names of codes."),
    ),
}
"""Name and explanation, in the order in which the page shows them."""
PROBLEMS = {
    Fault.UNREACHABLE: gettext_lazy("It could not be reached."),
    Fault.BUSY: gettext_lazy("It is busy and asks us to come back later."),
    Fault.BROKEN: gettext_lazy("It has a fault at the moment."),
    Fault.SLOW: gettext_lazy("It did not answer in time."),
    Fault.CUT: gettext_lazy("Its answer broke off."),
    Fault.LOGIN: gettext_lazy("It asked us to log in instead of answering."),
    Fault.SHAPE: gettext_lazy("It answered otherwise than it should."),
    Fault.MISSING: gettext_lazy("What we asked for is not there."),
    Fault.REFUSED: gettext_lazy("It does not let us in."),
    Fault.TOO_LARGE: gettext_lazy("Its answer was too large."),
    Fault.OURS: gettext_lazy("The board itself had a fault when it read it."),
    Fault.PARTLY: gettext_lazy("Some of it could not be fetched; the rest is here."),
}
"""Faults in words for those who only want to know whether they see everything."""


def _problem(source: Source) -> str:
    if source.fault in PROBLEMS:
        return str(PROBLEMS[Fault(source.fault)])
    return str(PROBLEMS[Fault.PARTLY]) if source.last_error else ""


def _source_name(source: Source) -> str:
    names = {
        Source.Kind.DEMO: lambda: _("Demo notices of our own making"),
        Source.Kind.TED: lambda: (
            _("TED: %(country)s") % {"country": country_name(country(source.location) or "")}
        ),
        Source.Kind.TED_PACKAGES: lambda: _("TED: earlier days"),
        Source.Kind.OCDS: lambda: urlsplit(source.location).hostname or "",
    }
    return names.get(Source.Kind(source.kind), lambda: PurePath(source.location).name)()


def _missing(missing: list[date], on: date) -> str:
    if not missing:
        return ""
    counted = ngettext(
        "%(count)s day is missing: %(days)s", "%(count)s days are missing: %(days)s", len(missing)
    )
    return counted % {"count": len(missing), "days": words.days(missing, on)}


def overdue_line(last_read: datetime | Literal["never"]) -> str:
    """That TED is late, for the frame of every page."""
    if last_read == "never":
        return _("Notices from TED have not been fetched yet.")
    return _("Notices from TED were last fetched %(when)s.") % {"when": words.moment(last_read)}
