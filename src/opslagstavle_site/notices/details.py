"""One notice in full, in plain words: what, where, how much, until when, who may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from opslagstavle.notices import notice as library
from opslagstavle_site.notices import conditions, facts, reasons, words
from opslagstavle_site.notices.cards import ASKING, matches_url, notice_address
from opslagstavle_site.notices.conditions import Criterion
from opslagstavle_site.notices.facts import Fact
from opslagstavle_site.notices.models import Lot, Notice, Source
from opslagstavle_site.notices.queries import LotOutline
from opslagstavle_site.notices.rows import to_lot
from opslagstavle_site.web.language import in_reader_language, reader_language

BUYERS_SHOWN = 3
LOTS_NAMED = 8
WINNERS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs with their language."""

    paragraphs: list[str]
    language: str


@dataclass(frozen=True, slots=True)
class Due:
    """When to answer by; ``clock`` is "" where only the day is stated."""

    day: date | None
    clock: str
    days_left: int | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came out for some lots; without winners ``outcome_name`` says why. ``separable``: a contract with one enterprise,
    of which nothing but the enterprise tells it from others like it."""

    lots: str
    outcome_name: str
    winners: tuple[library.Organisation, ...]
    value: str
    offers: int | None
    further: list[str]
    separable: bool = False


@dataclass(frozen=True, slots=True)
class LotDetail:
    """``anchor`` is what the lot is called in an address, ``number`` for people. ``further`` are facts of one lot of several
    that need not be seen at once; of an only lot all facts are ``facts``."""

    anchor: str
    number: str
    title: str
    language: str
    description: Text
    facts: list[Fact]
    further: list[Fact]
    award_criteria: list[Criterion]
    selection_criteria: list[Criterion]
    due: Due
    reserved_participation: bool | None
    reserved_execution: bool | None
    match_count: int
    matches_url: str


@dataclass(frozen=True, slots=True)
class NoticeDetail:
    """``titles`` are those in other languages; ``due`` is the next deadline of all lots, or the last when all are past."""

    title: str
    language: str
    number: str
    stage: str
    stage_name: str
    is_demo: bool
    published: date | None
    official_url: str
    original_url: str
    buyer_name: str
    buyers: list[list[Fact]]
    more_buyers: list[list[Fact]]
    summary: list[Fact]
    description: Text
    changes: Text
    facts: list[Fact]
    lots: list[LotDetail]
    lot_count: int
    due: Due
    documents: list[Fact]
    titles: list[dict[str, str]]


def notice_detail(
    row: Notice, read: library.Notice, lots: list[Lot], outline: Sequence[LotOutline], now: datetime
) -> NoticeDetail:
    """``lots`` are the rows of the page that is shown, ``outline`` says a little of every lot."""
    title, language = in_reader_language(row.titles)
    pure_lots = [to_lot(lot) for lot in lots]
    shown = [lot_detail(lot, pure, row, read, now) for lot, pure in zip(lots, pure_lots, strict=True)]
    buyers = [facts.buyer_facts(buyer, read.format) for buyer in read.buyers]
    return NoticeDetail(
        title=title or _("Without a title"),
        language=language,
        number=read.publication_number or "",
        stage=row.stage,
        stage_name=words.stage_name(row.stage),
        is_demo=row.source.kind == Source.Kind.DEMO,
        published=row.published,
        official_url=facts.link(read.url),
        original_url=reverse("notices:original", args=[row.key]),
        buyer_name=row.buyer_name,
        buyers=buyers[:BUYERS_SHOWN],
        more_buyers=buyers[BUYERS_SHOWN:],
        summary=[
            *reasons.warning(read),
            *facts.summary(read, pure_lots, outline, now),
            *_came_of_it(read, lots, outline),
            *reasons.background(read),
        ],
        description=_text(read.procedure.descriptions if row.lot_count != 1 else {}),
        changes=correction(read),
        facts=[*facts.procedure_facts(read), *reasons.reason_facts(read)],
        lots=shown,
        lot_count=row.lot_count,
        due=_due(_next_deadline(pure_lots, outline, now) if read.stage in ASKING else None, read, now),
        documents=conditions.document_facts(pure_lots),
        titles=[{"language": code, "text": text} for code, text in row.titles.items() if code != language],
    )


def lot_detail(row: Lot, lot: library.Lot, notice: Notice, read: library.Notice, now: datetime) -> LotDetail:
    title, language = in_reader_language(row.titles)
    brief = facts.brief_facts(lot, read)
    further = [
        *facts.further_facts(lot, read),
        *conditions.condition_facts(lot, read),
        *facts.code_facts(lot, read),
    ]
    return LotDetail(
        anchor=row.number,
        number=words.lot_number(lot.number),
        title=title or _("Without a title"),
        language=language,
        description=_text(lot.descriptions or read.procedure.descriptions),
        facts=[
            *(_inherited(row) if notice.lot_count > 1 else []),
            *brief,
            *([] if notice.lot_count > 1 else further),
        ],
        further=further if notice.lot_count > 1 else [],
        award_criteria=[conditions.award_criterion(each) for each in lot.award_criteria],
        selection_criteria=conditions.demands(lot),
        due=_due(lot.deadline if read.stage in ASKING else None, read, now),
        reserved_participation=row.reserved_participation,
        reserved_execution=row.reserved_execution,
        match_count=row.match_count,
        matches_url=matches_url(notice, row),
    )


def _came_of_it(read: library.Notice, lots: list[Lot], outline: Sequence[LotOutline]) -> list[Fact]:
    """Who got it, and whether only some were allowed to: what a reader of a result asks first."""
    if read.stage in ASKING or not read.results:
        return []
    won = any(award.winners for result in read.results for award in result.awards)
    return [
        Fact(_("Supplier") if won else _("Result"), outcome(read) or _("Not stated")),
        *((_inherited(lots[0]) if len(outline) == 1 else []) or facts.reserved_lots(outline)),
    ]


def _inherited(row: Lot) -> list[Fact]:
    """A result that is silent shows what its competition reserved, and where that stands."""
    if not row.reserved_by:
        return []
    reserved = row.reserved_participation or row.reserved_execution
    said = _("Yes, says the competition") if reserved else _("No, says the competition")
    number = words.short_number(row.reserved_by)
    value = f"{said} ({number})" if number else said
    return [Fact(_("Reserved"), value, "", notice_address(row.reserved_by))]


def _due(deadline: library.Deadline | None, notice: library.Notice, now: datetime) -> Due:
    if deadline is None:
        return Due(None, "", None, False)
    left = words.days_left(deadline, now)
    return Due(deadline.day, words.clock(deadline.clock), left, facts.is_doubtful(deadline, notice))


def _next_deadline(
    lots: list[library.Lot], outline: Sequence[LotOutline], now: datetime
) -> library.Deadline | None:
    """The first to come of all lots, else the last that was; with its clock where its lot is on the page."""
    stated = sorted({lot.closes for lot in outline if lot.closes})
    if not stated:
        return None
    day = next((day for day in stated if day >= now.date()), stated[-1])
    of_page = (lot.deadline for lot in lots if lot.deadline and lot.deadline.day == day)
    return next(of_page, library.Deadline(day))


def _text(texts: dict[str, str]) -> Text:
    text, language = in_reader_language(texts)
    return Text([line.strip() for line in text.splitlines() if line.strip()], language)


def correction(notice: library.Notice) -> Text:
    """What a correction says of itself, or that it says nothing; empty for a notice that corrects nothing."""
    said = said_of_correction(notice)
    if notice.correction is None or said.paragraphs:
        return said
    silent = _("This notice corrects an earlier one; it does not say what was changed.")
    return Text([silent], reader_language())


def said_of_correction(notice: library.Notice) -> Text:
    if notice.correction is None:
        return Text([], reader_language())
    return _text(
        _joined([notice.correction.descriptions, *(c.descriptions for c in notice.correction.entries)])
    )


def _joined(texts: Iterable[dict[str, str]]) -> dict[str, str]:
    """Language by language, what was said of a correction and of each of its places."""
    found: dict[str, str] = {}
    for said in texts:
        for language, text in said.items():
            found[language] = f"{found[language]}\n{text}" if language in found else text
    return found


def outcome(read: library.Notice) -> str:
    """Who got the contract, or else why nobody did."""
    held = facts.results_that_hold(read)
    won = [winner.name for result in held for award in result.awards for winner in award.winners]
    if named := words.limited(filter(None, won), WINNERS_NAMED):
        return named
    lines = dict.fromkeys(result.outcome_name for result in results(read) if result.outcome_name)
    return words.limited(lines, WINNERS_NAMED)


def results(notice: library.Notice) -> list[Result]:
    """Every award, then what was not awarded, lots with the same fate together."""
    several = len(notice.results) > 1 or len(notice.results[0].lots) > 1 if notice.results else False
    held = facts.results_that_hold(notice)
    awarded = [
        _awarded(result, award, several, _as_before(notice, result in held))
        for result in notice.results
        for award in result.awards
    ]
    left: dict[tuple[str, int | None, tuple[str, ...]], list[str]] = {}
    for result in notice.results:
        if not result.awards:
            alike = (reasons.outcome_name(result), result.offers_received, tuple(reasons.offers(result)))
            left.setdefault(alike, []).extend(result.lots)
    return list(map(_counted, _together(awarded))) + [
        Result(
            _lots(lots) if several else "", said or _("No winner is stated"), (), "", offers, list(further)
        )
        for (said, offers, further), lots in left.items()
    ]


def _as_before(notice: library.Notice, holds: bool) -> str:
    if not facts.is_told_twice(notice) or len(notice.results) <= len(notice.modifications):
        return ""
    return _("After the change") if holds else _("Before the change")


def _awarded(result: library.LotResult, award: library.Award, several: bool, when: str) -> Result:
    return Result(
        lots=_lots(result.lots) if several else "",
        outcome_name=when or reasons.outcome_name(result),
        winners=award.winners,
        value=words.worth(award.value, award.value_range),
        offers=result.offers_received,
        further=[
            *([] if award.winners else [_("No winner is stated")]),
            *reasons.offers(result),
            *filter(None, [reasons.handed_on(award)]),
        ],
        separable=bool(result.lots) and len(award.winners) == 1 and award.value is None,
    )


def _together(awarded: Iterable[Result]) -> Iterable[Result]:
    """Contracts for the same lots of which only the winners differ, in one; a framework may have dozens."""
    found: dict[object, Result] = {}
    for number, result in enumerate(awarded):
        alike = repr(replace(result, winners=())) if result.separable else number
        before = found.get(alike)
        found[alike] = replace(result, winners=before.winners + result.winners) if before else result
    return found.values()


def _counted(result: Result) -> Result:
    contracts = len(result.winners)
    if not result.separable or contracts < 2:
        return result
    return replace(result, further=[*result.further, _("%(n)s contracts, one with each") % {"n": contracts}])


def _lots(numbers: Iterable[str]) -> str:
    return words.limited(map(words.lot_number, numbers), LOTS_NAMED)
