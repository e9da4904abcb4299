"""Facts of a notice, a line each: what is said, in plain words, and where in the notice it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opslagstavle.notices import notice as library
from opslagstavle.notices.notice import Stage
from opslagstavle.notices.schema import term
from opslagstavle.terms import dates
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices import words
from opslagstavle_site.notices.cards import ASKING
from opslagstavle_site.notices.queries import LotOutline
from opslagstavle_site.web.language import in_reader_language
from opslagstavle_site.web.names import country_name, language_name

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts; ``source`` is the term of the notice's own format it was read from.

    ``value`` is in words of ours, ``quoted`` what the notice says, in its ``language``; either may be "".
    """

    label: str
    value: str
    source: str = ""
    url: str = ""
    quoted: str = ""
    language: str = ""


def quoting(label: str, value: str, source: str, said: Texts) -> Fact:
    """A fact with what the notice says of it, as far as possible in the reader's language."""
    text, language = in_reader_language(said)
    return Fact(label, value, source, "", text, language)


def stated(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.value or fact.quoted]


@dataclass(frozen=True, slots=True)
class _Facts:
    """Makes facts of one notice: with the terms of its format, and none for what is not stated."""

    notice_format: str

    def of(self, *lines: tuple[str, str, str]) -> list[Fact]:
        return [Fact(label, value, term(self.notice_format, field)) for label, value, field in lines if value]


def summary(
    notice: library.Notice, lots: list[library.Lot], outline: Sequence[LotOutline], now: datetime
) -> list[Fact]:
    """What a busy reader asks first. A question the notice leaves open says so. ``lots``: those of the page."""
    buyers = words.limited([buyer.name for buyer in notice.buyers if buyer.name], MOST_NAMES)
    facts = [
        Fact(_("Buyer"), buyers or _("Not stated")),
        Fact(_("Kind of work"), _kinds(notice, outline) or _("Not stated")),
        Fact(_("Where"), _places(lots, notice) or _("Not stated")),
        Fact(_("How much"), _value(notice, lots[0] if len(outline) == 1 else None) or _("Not stated")),
    ]
    if len(outline) > 1:
        count = ngettext("%(n)s lot", "%(n)s lots", len(outline)) % {"n": len(outline)}
        facts.append(Fact(_("Divided into"), count))
    return [*facts, *_how_to_answer(notice, lots, outline, now)] if notice.stage in ASKING else facts


def _how_to_answer(
    notice: library.Notice, lots: list[library.Lot], outline: Sequence[LotOutline], now: datetime
) -> list[Fact]:
    """A plan without a deadline asks for no offers yet: what it leaves open there is no gap."""
    plan = notice.stage == Stage.PLANNING and not any(lot.closes for lot in outline)
    by = _("Not yet: this is only announced") if plan else _answer_by(notice, lots, outline, now)
    language, way = _languages(lots), _handing_in(lots)
    facts = [Fact(_("Answer by"), by), Fact(_("Who may take part"), _who(lots, outline))]
    if language or not plan:
        facts.append(Fact(_("Language of the offer"), language or _("Not stated")))
    if way.value or not plan:
        facts.append(replace(way, value=way.value or _("Not stated")))
    return facts


def procedure_facts(notice: library.Notice) -> list[Fact]:
    procedure = notice.procedure
    return _Facts(notice.format).of(
        (_("Procedure"), words.named(words.PROCEDURE_NAMES, procedure.kind), "procedure.kind"),
        (_("Nature"), words.named(words.NATURE_NAMES, procedure.nature), "procedure.nature"),
        (_("Framework agreement"), words.yes_no(procedure.framework), "procedure.framework"),
        (
            _("Dynamic purchasing system"),
            words.yes_no(procedure.dynamic_purchasing),
            "procedure.dynamic_purchasing",
        ),
        (_("The buyer's own number"), procedure.reference or "", "procedure.reference"),
        (_("Published"), words.day(notice.published), "notice.published"),
        (_("Sent"), words.day(notice.dispatched), "notice.dispatched"),
        (_("Notice number"), notice.publication_number or "", "notice.publication_number"),
        (_("Identifier"), notice.notice_id or "", "notice.notice_id"),
        (_("Legal basis"), words.named(words.LEGAL_BASIS_NAMES, notice.legal_basis), "notice.legal_basis"),
        (_("Languages"), ", ".join(map(language_name, notice.languages)), "notice.language"),
    )


def brief_facts(lot: library.Lot, notice: library.Notice) -> list[Fact]:
    """What tells one lot of a notice from another."""
    return _Facts(notice.format).of(
        (_("Where"), _places([lot], notice), "lot.places"),
        (
            _("Estimated value"),
            words.worth(lot.estimated_value, lot.estimated_value_range),
            "lot.estimated_value",
        ),
        (_("Duration"), words.duration(lot.duration), _duration_field(lot.duration)),
    )


def further_facts(lot: library.Lot, notice: library.Notice) -> list[Fact]:
    return _Facts(notice.format).of(
        (_("Deadline for offers"), words.when(lot.deadline_offers), "lot.deadline_offers"),
        (
            _("Deadline for requests to take part"),
            words.when(lot.deadline_requests),
            "lot.deadline_requests",
        ),
        (_("Deadline for interest"), words.when(lot.deadline_interest), "lot.deadline_interest"),
        (_("Reserved participation"), _reserved(lot.reserved_participation), "lot.reserved_participation"),
        (_("Reserved execution"), _execution(lot.reserved_execution), "lot.reserved_execution"),
        (_("Social aims"), words.aims(lot.social_objectives), "lot.social_objectives"),
        (
            _("Suited to small and medium-sized enterprises"),
            words.yes_no(lot.sme_suitable),
            "lot.sme_suitable",
        ),
    )


def code_facts(lot: library.Lot, notice: library.Notice) -> list[Fact]:
    return _Facts(notice.format).of(
        (_("CPV codes"), "\n".join(words.cpv_names(lot.all_cpv)), "lot.cpv"),
    )


def buyer_facts(buyer: library.Organisation, notice_format: str) -> list[Fact]:
    """As published, contact included."""
    town = " ".join(part for part in (buyer.postal_code, buyer.town) if part)
    country = country_name(buyer.country) if buyer.country else ""
    address = ", ".join(part for part in (buyer.address, town, country) if part)
    facts = _Facts(notice_format).of(
        (_("Name"), buyer.name or "", "organisation.name"),
        (
            _("CVR number") if buyer.cvr else _("Number"),
            buyer.cvr or buyer.identifier or "",
            "organisation.identifier",
        ),
        (_("Address"), address, "organisation.address"),
        (_("Contact"), buyer.contact_name or "", "organisation.contact_name"),
        (_("E-mail"), buyer.email or "", "organisation.email"),
        (_("Telephone"), buyer.phone or "", "organisation.phone"),
    )
    if not buyer.website:
        return facts
    source = term(notice_format, "organisation.website")
    return [*facts, Fact(_("Website"), host(buyer.website), source, link(buyer.website))]


def _kinds(notice: library.Notice, outline: Sequence[LotOutline]) -> str:
    codes = [lot.cpv for lot in outline if lot.cpv] or [notice.procedure.cpv or ""]
    return words.limited(filter(None, map(words.kind_of_code, codes)), MOST_NAMES)


def _places(lots: list[library.Lot], notice: library.Notice) -> str:
    return words.places([place for lot in lots for place in lot.places] or notice.procedure.places)


def _value(notice: library.Notice, only_lot: library.Lot | None) -> str:
    procedure = notice.procedure
    if notice.stage not in ASKING and (paid := awarded(notice)):
        return paid
    of_lot = words.worth(only_lot.estimated_value, only_lot.estimated_value_range) if only_lot else ""
    return (
        of_lot
        or words.worth(procedure.estimated_value, procedure.estimated_value_range)
        or words.worth(procedure.awarded_value, None)
    )


def results_that_hold(notice: library.Notice) -> tuple[library.LotResult, ...]:
    """Of a changed contract an older form (F20) tells how it was, then how it is: only the latter."""
    told = len(notice.results) > len(notice.modifications) > 0
    return notice.results[-len(notice.modifications) :] if told and is_told_twice(notice) else notice.results


def is_told_twice(notice: library.Notice) -> bool:
    return notice.stage == Stage.MODIFICATION and notice.format.startswith("ted-")


def awarded(notice: library.Notice) -> str:
    """What was agreed on in all, "" where that is not known."""
    if notice.procedure.awarded_value:
        return words.worth(notice.procedure.awarded_value, None)
    values = [award.value for result in results_that_hold(notice) for award in result.awards]
    stated = [value for value in values if value]
    if not stated or len(stated) < len(values) or len({value.currency for value in stated}) > 1:
        return ""  # the sum of a part is not the sum
    total = sum((value.amount for value in stated), Decimal(0))
    return words.worth(library.Money(total, stated[0].currency), None)


def _answer_by(
    notice: library.Notice, lots: list[library.Lot], outline: Sequence[LotOutline], now: datetime
) -> str:
    stated = sorted({lot.closes for lot in outline if lot.closes})
    if not stated:
        return _("Not stated")
    if len(stated) > 1:
        span = {"first": words.day(stated[0]), "last": words.day(stated[-1])}
        return _("%(first)s to %(last)s, lot by lot") % span
    deadline = next((lot.deadline for lot in lots if lot.deadline), library.Deadline(stated[0]))
    return _deadline(deadline, notice, now)


def _languages(lots: list[library.Lot]) -> str:
    codes = dict.fromkeys(code for lot in lots for code in lot.offer_languages)
    return _(" or ").join(map(language_name, codes))


def _handing_in(lots: list[library.Lot]) -> Fact:
    """How an offer is sent, with a link where there is one way for all lots of the page."""
    ways = {lot.submission for lot in lots} - {None}
    way = words.named(words.SUBMISSION_NAMES, ways.pop()) if len(ways) == 1 else ""
    where = dict.fromkeys(filter(None, (lot.submission_url for lot in lots)))
    url = next(iter(where)) if len(where) == 1 else ""
    said = _("%(way)s, at %(host)s") % {"way": way, "host": host(url)} if way and url else way or host(url)
    return Fact(_("How to send the offer"), said, "", link(url))


def is_doubtful(deadline: library.Deadline, notice: library.Notice) -> bool:
    published, stays_open = notice.published or notice.dispatched, notice.procedure.dynamic_purchasing
    return bool(dates.is_nonsense(deadline.day, published, stays_open=stays_open))


def _deadline(deadline: library.Deadline, notice: library.Notice, now: datetime) -> str:
    when = words.when(deadline)
    if is_doubtful(deadline, notice):
        return _("%(when)s: can hardly be right, ask the buyer") % {"when": when}
    left = words.days_left(deadline, now)
    if left < 0:
        return _("%(when)s (the deadline has passed)") % {"when": when}
    days = _("today") if left == 0 else ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return f"{when} ({days})"


def _who(lots: list[library.Lot], outline: Sequence[LotOutline]) -> str:
    reserved = sum(lot.reserved is True for lot in outline)
    if 0 < reserved < len(outline):
        return _some_reserved(reserved, len(outline))
    codes = {code for lot in lots for code in lot.reserved_participation or () if code != "none"}
    if reserved:
        return _reserved(tuple(sorted(codes, reverse=True)))
    stated = any(lot.reserved is False for lot in outline)
    return _("Anyone who meets the conditions") if stated else _("No reservation is stated")


def reserved_lots(outline: Sequence[LotOutline]) -> list[Fact]:
    """Of several lots, how many were reserved; nothing where none was."""
    reserved = sum(lot.reserved is True for lot in outline)
    if not reserved:
        return []
    return [
        Fact(_("Reserved"), _some_reserved(reserved, len(outline)) if reserved < len(outline) else _("Yes"))
    ]


def _some_reserved(reserved: int, count: int) -> str:
    return ngettext(
        "%(n)s of the %(count)s lots is reserved: see lot by lot",
        "%(n)s of the %(count)s lots are reserved: see lot by lot",
        reserved,
    ) % {"n": reserved, "count": count}


def _reserved(codes: tuple[str, ...] | None) -> str:
    return "; ".join(words.named(words.RESERVED_NAMES, code) for code in codes or ())


def _execution(reserved: bool | None) -> str:
    if reserved is None:
        return ""
    return _("Yes: the work must be done in sheltered employment programmes") if reserved else _("No")


def _duration_field(duration: library.Duration | None) -> str:
    if duration and duration.amount is None and duration.unit is None:
        return "lot.duration.start" if duration.start else "lot.duration.end"
    return "lot.duration"


def host(url: str | None) -> str:
    return (url or "").removeprefix("https://").removeprefix("http://").split("/")[0]


def link(url: str | None) -> str:
    """Only what a browser should open: a printed address may be anything."""
    if not url:
        return ""
    if url.startswith(("https://", "http://")):
        return url
    return f"https://{url}" if url.startswith("www.") else ""
