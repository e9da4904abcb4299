"""One notice in full, in plain words: what, where, how much, until when, who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import date as shown_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.notices import notice as library
from opslagstavle.terms import cpv, dates, kinds, money, nuts
from opslagstavle.terms.text import pick
from opslagstavle_site.notices.cards import (
    NATURE_NAMES,
    in_reader_language,
    is_doubtful,
    matches_url,
    reader_language,
    stage_name,
)
from opslagstavle_site.notices.models import Lot, Notice, Source
from opslagstavle_site.notices.rows import to_lot
from opslagstavle_site.notices.sources.codelists import label

PROCEDURE_NAMES = {
    "open": gettext_lazy("Open procedure"),
    "restricted": gettext_lazy("Restricted procedure"),
    "neg-w-call": gettext_lazy("Negotiated procedure with a call for competition"),
    "neg-wo-call": gettext_lazy("Negotiated procedure without a call for competition"),
    "comp-dial": gettext_lazy("Competitive dialogue"),
    "comp-tend": gettext_lazy("Competitive procedure"),
    "innovation": gettext_lazy("Innovation partnership"),
    "oth-single": gettext_lazy("Another procedure in one stage"),
    "oth-mult": gettext_lazy("Another procedure in several stages"),
}
RESERVED_NAMES = {
    "res-ws": gettext_lazy(
        "Reserved for sheltered workshops and operators whose main aim is the integration of disabled or disadvantaged people"
    ),
    "res-pub-ser": gettext_lazy("Reserved for organisations with a public service mission"),
    "none": gettext_lazy("Not reserved"),
}
UNIT_NAMES = {
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "week": lambda n: ngettext("%(n)s week", "%(n)s weeks", n),
    "month": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "year": lambda n: ngettext("%(n)s year", "%(n)s years", n),
}
CRITERION_NAMES = {
    "quality": gettext_lazy("Quality"),
    "cost": gettext_lazy("Cost"),
    "price": gettext_lazy("Price"),
}


OUTCOME_NAMES = {
    "awarded": gettext_lazy("Awarded"),
    "not-awarded": gettext_lazy("Not awarded"),
    "open": gettext_lazy("Not decided yet"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts; ``source`` is the business term it was read from."""

    label: str
    value: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Winner:
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came out for some lots; without winners ``outcome`` says why."""

    lots: str
    outcome_name: str
    winners: list[Winner]
    value: str
    offers: int | None
    concluded: date | None


@dataclass(frozen=True, slots=True)
class Criterion:
    name: str
    weight: str
    description: str


@dataclass(frozen=True, slots=True)
class LotDetail:
    number: str
    title: str
    language: str
    description: list[str]
    description_language: str
    facts: list[Fact]
    award_criteria: list[Criterion]
    deadline: date | None
    days_left: int | None
    deadline_doubtful: bool
    reserved_participation: bool | None
    reserved_execution: bool | None
    match_count: int
    matches_url: str


@dataclass(frozen=True, slots=True)
class NoticeDetail:
    """``titles`` are those in other languages; the deadline is that of the first lot shown."""

    title: str
    language: str
    number: str
    stage: str
    stage_name: str
    is_demo: bool
    published: date | None
    official_url: str
    buyers: list[list[Fact]]
    buyer_name: str
    summary: list[Fact]
    description: list[str]
    description_language: str
    changes: list[str]
    facts: list[Fact]
    lots: list[LotDetail]
    lot_count: int
    deadline: date | None
    days_left: int | None
    deadline_doubtful: bool
    results: list[Result]
    documents: list[Fact]
    titles: list[dict[str, str]]


def notice_detail(row: Notice, read: library.Notice, lots: list[Lot], on: date) -> NoticeDetail:
    """``lots`` are the rows of the page that is shown."""
    title, language = in_reader_language(row.titles)
    text, text_language = in_reader_language(read.procedure.descriptions)
    pure_lots = [to_lot(lot) for lot in lots]
    shown = [lot_detail(lot, pure, row, read, on) for lot, pure in zip(lots, pure_lots, strict=True)]
    first = shown[0] if shown else None
    return NoticeDetail(
        title=title or _("Without a title"),
        language=language,
        number=read.publication_number or row.key,
        stage=row.stage,
        stage_name=stage_name(row.stage),
        is_demo=row.source.kind == Source.Kind.DEMO,
        published=row.published,
        official_url=_link(read.url),
        buyers=[buyer_facts(buyer) for buyer in read.buyers],
        buyer_name=row.buyer_name,
        summary=summary(read, pure_lots, row.lot_count, on),
        description=_paragraphs(text) if row.lot_count != 1 else [],
        description_language=text_language,
        changes=correction(read),
        facts=procedure_facts(read),
        lots=shown,
        lot_count=row.lot_count,
        deadline=first.deadline if first else None,
        days_left=first.days_left if first else None,
        deadline_doubtful=first.deadline_doubtful if first else False,
        results=results(read),
        documents=_documents(pure_lots),
        titles=[{"language": code, "text": text} for code, text in row.titles.items() if code != language],
    )


def lot_detail(row: Lot, lot: library.Lot, notice: Notice, read: library.Notice, on: date) -> LotDetail:
    title, language = in_reader_language(row.titles)
    text, text_language = in_reader_language(lot.descriptions or read.procedure.descriptions)
    return LotDetail(
        number=row.number,
        title=title or _("Without a title"),
        language=language,
        description=_paragraphs(text),
        description_language=text_language,
        facts=lot_facts(lot, read),
        award_criteria=[_criterion(criterion) for criterion in lot.award_criteria],
        deadline=row.closes,
        days_left=dates.days_left(row.closes, on) if row.closes else None,
        deadline_doubtful=is_doubtful(row.closes, row.published),
        reserved_participation=row.reserved_participation,
        reserved_execution=row.reserved_execution,
        match_count=row.match_count,
        matches_url=matches_url(notice, row),
    )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _documents(lots: list[library.Lot]) -> list[Fact]:
    """Where documents are and offers go, each address once."""
    links = {
        **{lot.documents_url: _("Procurement documents") for lot in lots if _link(lot.documents_url)},
        **{lot.submission_url: _("Where to send the offer") for lot in lots if _link(lot.submission_url)},
    }
    return [Fact(f"{name} ({_host(url)})", "", "", _link(url)) for url, name in links.items() if url]


def summary(notice: library.Notice, lots: list[library.Lot], lot_count: int, on: date) -> list[Fact]:
    """What a busy reader asks first. A question the notice leaves open says so."""
    first = lots[0] if lots else None
    facts = [
        Fact(_("Buyer"), _and(_names(notice.buyers)) or _("Not stated")),
        Fact(_("Kind of work"), _kinds(notice, lots) or _("Not stated")),
        Fact(_("Where"), _places(lots, notice) or _("Not stated")),
        Fact(_("How much"), _value(notice, first if lot_count == 1 else None) or _("Not stated")),
    ]
    if lot_count > 1:
        facts.append(
            Fact(_("Divided into"), ngettext("%(n)s lot", "%(n)s lots", lot_count) % {"n": lot_count})
        )
    if notice.stage in (library.Stage.COMPETITION, library.Stage.PLANNING):
        facts.append(Fact(_("Answer by"), _deadline(first.deadline if first else None, notice, on)))
        facts.append(Fact(_("Who may take part"), _who(lots)))
    return facts


def procedure_facts(notice: library.Notice) -> list[Fact]:
    procedure = notice.procedure
    facts = [
        Fact(_("Procedure"), _named(PROCEDURE_NAMES, procedure.kind), "BT-105"),
        Fact(_("Nature"), _named(NATURE_NAMES, procedure.nature), "BT-23"),
        Fact(_("Framework agreement"), _yes_no(procedure.framework), "BT-765"),
        Fact(_("Dynamic purchasing system"), _yes_no(procedure.dynamic_purchasing), "BT-766"),
        Fact(_("The buyer's own number"), procedure.reference or "", "BT-22"),
        Fact(_("Published"), _day(notice.published), "OPP-012"),
        Fact(_("Sent"), _day(notice.dispatched), "BT-05"),
        Fact(_("Notice number"), notice.publication_number or "", "OPP-010"),
        Fact(_("Legal basis"), notice.legal_basis or "", "BT-01"),
        Fact(_("Languages"), ", ".join(notice.languages), "BT-702"),
    ]
    return [fact for fact in facts if fact.value]


def lot_facts(lot: library.Lot, notice: library.Notice) -> list[Fact]:
    facts = [
        Fact(_("Where"), _places([lot], notice), "BT-5071"),
        Fact(_("Estimated value"), _lot_value(lot), "BT-27"),
        Fact(_("Duration"), _duration(lot.duration), "BT-36"),
        Fact(_("Deadline for offers"), _when(lot.deadline_offers), "BT-131"),
        Fact(_("Deadline for requests to take part"), _when(lot.deadline_requests), "BT-1311"),
        Fact(_("Deadline for interest"), _when(lot.deadline_interest), "BT-630"),
        Fact(_("Reserved participation"), _reserved(lot.reserved_participation), "BT-71"),
        Fact(_("Reserved execution"), _execution(lot.reserved_execution), "BT-736"),
        Fact(_("Social aims"), _labels("social-objective", lot.social_objectives), "BT-775"),
        Fact(_("Suited to small and medium-sized enterprises"), _yes_no(lot.sme_suitable), "BT-726"),
        Fact(_("CPV codes"), "; ".join(_cpv(code) for code in lot.all_cpv), "BT-262"),
    ]
    return [fact for fact in facts if fact.value]


def results(notice: library.Notice) -> list[Result]:
    return [line for result in notice.results for line in _result(result)]


def _result(result: library.LotResult) -> list[Result]:
    lots = ", ".join(result.lots)
    outcome = OUTCOME_NAMES.get(result.outcome or "", "")
    reason = label("non-award-justification", result.reason or "", reader_language()) or result.reason or ""
    said = ": ".join(str(part) for part in (outcome, reason) if part)
    if not result.awards:
        return [Result(lots, said or _("No winner is stated"), [], "", result.offers_received, None)]
    return [
        Result(
            lots,
            said,
            [_winner(winner) for winner in award.winners],
            _award_value(award),
            result.offers_received,
            award.concluded,
        )
        for award in result.awards
    ]


def _winner(winner: library.Organisation) -> Winner:
    return Winner(winner.name or _("Not stated"), winner.town or "")


def _award_value(award: library.Award) -> str:
    if award.value:
        return _money(award.value)
    return _range(award.value_range) if award.value_range else ""


def correction(notice: library.Notice) -> list[str]:
    """What a correction says of itself, in paragraphs; empty for a notice that corrects nothing."""
    if notice.correction is None:
        return []
    text, _language = in_reader_language(notice.correction.descriptions)
    return text.splitlines() or [_("This notice corrects an earlier one; it does not say what was changed.")]


def buyer_facts(buyer: library.Organisation) -> list[Fact]:
    """As published, contact included."""
    town = " ".join(part for part in (buyer.postal_code, buyer.town) if part)
    facts = [
        Fact(_("Name"), buyer.name or "", "BT-500"),
        Fact(_("Number"), buyer.cvr or buyer.identifier or "", "BT-501"),
        Fact(
            _("Address"), ", ".join(part for part in (buyer.address, town, buyer.country) if part), "BT-510"
        ),
        Fact(_("Contact"), buyer.contact_name or "", "BT-502"),
        Fact(_("E-mail"), buyer.email or "", "BT-506"),
        Fact(_("Telephone"), buyer.phone or "", "BT-503"),
        Fact(_("Website"), _host(buyer.website), "BT-505", _link(buyer.website)),
    ]
    return [fact for fact in facts if fact.value]


def _kinds(notice: library.Notice, lots: list[library.Lot]) -> str:
    codes = [code for lot in lots for code in lot.all_cpv[:1]] or [notice.procedure.cpv or ""]
    found = (kinds.kind_of(code) for code in codes if code)
    return _and(list(dict.fromkeys(kind.name(reader_language()) for kind in found if kind))[:3])


def _places(lots: list[library.Lot], notice: library.Notice) -> str:
    places = [place for lot in lots for place in lot.places] or list(notice.procedure.places)
    names = dict.fromkeys(_place(place) for place in places)
    names.pop("", None)
    shown = list(names)[:5]
    return ", ".join(shown) + (" …" if len(names) > 5 else "")


def _place(place: library.Place) -> str:
    code = nuts.normalise(place.nuts or place.country)
    if place.anywhere or code == nuts.ANYWHERE:
        return _("Anywhere")
    name = code and (nuts.name(code, reader_language()) or label("nuts", code, reader_language()))
    return name or place.town or pick(place.description, reader_language()) or code or ""


def _value(notice: library.Notice, only_lot: library.Lot | None) -> str:
    procedure = notice.procedure
    if only_lot and (value := _lot_value(only_lot)):
        return value
    if procedure.estimated_value:
        return _money(procedure.estimated_value)
    if procedure.estimated_value_range:
        return _range(procedure.estimated_value_range)
    return _money(procedure.awarded_value) if procedure.awarded_value else ""


def _lot_value(lot: library.Lot) -> str:
    if lot.estimated_value:
        return _money(lot.estimated_value)
    return _range(lot.estimated_value_range) if lot.estimated_value_range else ""


def _money(value: library.Money) -> str:
    return money.shown(value.amount, value.currency, reader_language())


def _range(value: library.MoneyRange) -> str:
    return money.shown_range(value.low, value.high, value.currency, reader_language())


def _deadline(deadline: library.Deadline | None, notice: library.Notice, on: date) -> str:
    if deadline is None:
        return _("Not stated")
    when = _when(deadline)
    if dates.is_nonsense(deadline.day, notice.published or notice.dispatched):
        return _("%(when)s: can hardly be right, ask the buyer") % {"when": when}
    left = dates.days_left(deadline.day, on)
    if left < 0:
        return _("%(when)s: is past") % {"when": when}
    days = _("today") if left == 0 else ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return f"{when} ({days})"


def _when(deadline: library.Deadline | None) -> str:
    if deadline is None:
        return ""
    clock = f" {deadline.clock:%H:%M}" if deadline.clock else ""
    return f"{_day(deadline.day)}{clock}"


def _who(lots: list[library.Lot]) -> str:
    stated = {code for lot in lots for code in lot.reserved_participation or ()}
    reserved = [str(RESERVED_NAMES[code]) for code in ("res-ws", "res-pub-ser") if code in stated]
    if reserved:
        return "; ".join(reserved)
    return _("Anyone who meets the conditions") if "none" in stated else _("No reservation is stated")


def _reserved(codes: tuple[str, ...] | None) -> str:
    return "; ".join(str(RESERVED_NAMES.get(code, code)) for code in codes or ())


def _execution(reserved: bool | None) -> str:
    if reserved is None:
        return ""
    return _("Yes: the work must be done in sheltered employment programmes") if reserved else _("No")


def _duration(duration: library.Duration | None) -> str:
    if duration is None:
        return ""
    parts = []
    if duration.amount is not None and duration.unit in UNIT_NAMES:
        parts.append(
            UNIT_NAMES[duration.unit](int(duration.amount)) % {"n": f"{duration.amount.normalize():f}"}
        )
    if duration.start or duration.end:
        parts.append(f"{_day(duration.start)} – {_day(duration.end)}".strip())
    return ", ".join(parts)


def _criterion(criterion: library.AwardCriterion) -> Criterion:
    kind = _named(CRITERION_NAMES, criterion.kind)
    name = pick(criterion.names, reader_language(), "da", "en")
    weight = (
        f"{criterion.weight.normalize():f}" if criterion.weight is not None else criterion.weight_text or ""
    )
    if weight and (criterion.weight_kind or "").startswith("per"):
        weight += " %"
    description = pick(criterion.descriptions, reader_language(), "da", "en")
    return Criterion(": ".join(part for part in (kind, name) if part) or _("Criterion"), weight, description)


def _cpv(code: str) -> str:
    official = label("cpv", cpv.normalise(code) or code, reader_language())
    return f"{code} {official}".strip()


def _labels(list_name: str, codes: tuple[str, ...]) -> str:
    return "; ".join(label(list_name, code, reader_language()) or code for code in codes)


def _named(names: Mapping[str, object], code: str | None) -> str:
    return str(names.get(code, code)) if code else ""


def _names(organisations: tuple[library.Organisation, ...]) -> list[str]:
    return [organisation.name for organisation in organisations if organisation.name]


def _and(names: list[str]) -> str:
    return ", ".join(names)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _day(day: date | None) -> str:
    return shown_date(day, "DATE_FORMAT") if day else ""


def _host(url: str | None) -> str:
    return (url or "").removeprefix("https://").removeprefix("http://").split("/")[0]


def _link(url: str | None) -> str:
    """Only what a browser should open: a printed address may be anything."""
    if not url:
        return ""
    if url.startswith(("https://", "http://")):
        return url
    return f"https://{url}" if url.startswith("www.") else ""
