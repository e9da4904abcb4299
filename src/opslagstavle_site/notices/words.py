"""Codes, places, days and amounts of a notice in plain words, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from django.template.defaultfilters import date as shown_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.notices import notice as library
from opslagstavle.notices.notice import Stage
from opslagstavle.terms import cpv, dates, kinds, money, nuts
from opslagstavle.terms.text import pick
from opslagstavle_site.web.codelists import label
from opslagstavle_site.web.language import reader_language, shown_day
from opslagstavle_site.web.names import country_name

_NUMBERED = re.compile(r"(?:LOT|PAR|GLO)-0*([1-9]\d*)")
_PUBLISHED_AS = re.compile(r"\d{1,10}-\d{4}")
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
    "exp-int-rail": gettext_lazy("Call for interest (railways only)"),
    "Call-off from a framework agreement": gettext_lazy("Call-off from a framework agreement"),
    "Call-off from a dynamic purchasing system": gettext_lazy("Call-off from a dynamic purchasing system"),
    "Single tender action (below threshold)": gettext_lazy("One supplier was asked (below the threshold)"),
    "Competitive quotation (below threshold)": gettext_lazy(
        "Several were asked for a price (below the threshold)"
    ),
    "Direct award": gettext_lazy("Direct award"),
    "Negotiated procedure": gettext_lazy("Negotiated procedure"),
    "Other": gettext_lazy("Another procedure"),
    "Not specified": "",
    "Not applicable": "",
}
RESERVED_NAMES = {
    "res-ws": gettext_lazy(
        "Reserved for sheltered workshops and operators whose main aim is the integration of disabled or disadvantaged people"
    ),
    "res-pub-ser": gettext_lazy("Reserved for organisations with a public service mission"),
    "none": gettext_lazy("Not reserved"),
}
AIM_NAMES = {
    "acc-all": gettext_lazy("accessibility for all"),
    "et-eq": gettext_lazy("ethnic equality"),
    "gen-eq": gettext_lazy("equality of women and men"),
    "hum-right": gettext_lazy("human rights in the supply chain"),
    "opp": gettext_lazy("jobs for long-term unemployed, disadvantaged or disabled people"),
    "work-cond": gettext_lazy("fair working conditions"),
    "other": gettext_lazy("another social aim"),
}
"""Social objectives (BT-775) in plain words; the official labels read like a statute."""
CRITERION_NAMES = {
    "quality": gettext_lazy("Quality"),
    "cost": gettext_lazy("Cost"),
    "price": gettext_lazy("Price"),
    "documents": gettext_lazy("Stated in the procurement documents"),
}
OUTCOME_NAMES = {
    "awarded": gettext_lazy("Awarded"),
    "not-awarded": gettext_lazy("Not awarded"),
    "open": gettext_lazy("Not decided yet"),
}
REASON_NAMES = {
    "all-rej": gettext_lazy("all offers were withdrawn or could not be accepted"),
    "chan-need": gettext_lazy("the buyer's needs changed"),
    "ins-fund": gettext_lazy("the buyer has too little money"),
    "no-rece": gettext_lazy("no offers came in"),
    "no-signed": gettext_lazy("the winner would not sign"),
    "one-admis": gettext_lazy("only one offer could be accepted"),
    "other": gettext_lazy("another reason"),
    "rev-body": gettext_lazy("a complaints board or court decided so"),
    "rev-buyer": gettext_lazy("the buyer gave way to a complaint"),
    "tch-pr-error": gettext_lazy("technical or procedural errors"),
    "PROCUREMENT_UNSUCCESSFUL": gettext_lazy("no offers came in, or none could be accepted"),
    "PROCUREMENT_DISCONTINUED": gettext_lazy("the procurement was stopped"),
}
"""Why nothing was awarded: BT-144, and the elements of the older forms."""
LEGAL_BASIS_NAMES = {
    "32014L0023": gettext_lazy("Concessions directive, 2014/23/EU"),
    "32014L0024": gettext_lazy("Public procurement directive, 2014/24/EU"),
    "32014L0025": gettext_lazy("Utilities directive, 2014/25/EU"),
    "32009L0081": gettext_lazy("Defence procurement directive, 2009/81/EC"),
    "32007R1370": gettext_lazy("Regulation on public passenger transport, 1370/2007"),
    "32018R1046": gettext_lazy("Financial regulation of the EU, 2018/1046"),
    "2004/18/EC": gettext_lazy("Public procurement directive of 2004, 2004/18/EC"),
    "2004/17/EC": gettext_lazy("Utilities directive of 2004, 2004/17/EC"),
    "32012R0966": gettext_lazy("Financial regulation of the EU, 966/2012"),
    "31985R2137": gettext_lazy("Regulation on European economic interest groupings, 2137/85"),
    "other": gettext_lazy("Other law"),
}
SUBMISSION_NAMES = {
    "required": gettext_lazy("Electronically only"),
    "allowed": gettext_lazy("Electronically or in another way"),
    "not-allowed": gettext_lazy("Not electronically"),
}
SELECTION_NAMES = {
    "suitability": gettext_lazy("Registration and permits"),
    "economic": gettext_lazy("Finances"),
    "technical": gettext_lazy("Experience and skills"),
}
UNIT_NAMES = {
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "week": lambda n: ngettext("%(n)s week", "%(n)s weeks", n),
    "month": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "year": lambda n: ngettext("%(n)s year", "%(n)s years", n),
}


def named(names: Mapping[str, object], code: str | None) -> str:
    """A code's plain name, or the code where it has none here."""
    return str(names.get(code, code)) if code else ""


def stage_name(stage: str) -> str:
    return str(STAGE_NAMES.get(Stage(stage), stage))


def lot_number(printed: str) -> str:
    """ "LOT-0003" is lot 3; what older forms print is shown as it is."""
    found = _NUMBERED.fullmatch(printed)
    return found[1] if found else printed


def short_number(key: str) -> str:
    """A notice's number as people use it, "" for the long identifiers of those that have none."""
    return key if _PUBLISHED_AS.fullmatch(key) else ""


def kind_name(key: str) -> str:
    kind = kinds.KINDS.get(key)
    return kind.name(reader_language()) if kind else ""


def kind_of_code(code: str | None) -> str:
    """The plain name of the work a CPV code stands for, "" for no code."""
    kind = kinds.kind_of(cpv.normalise(code) or "") if code else None
    return kind.name(reader_language()) if kind else ""


def cpv_name(code: str) -> str:
    """The code with its official label, or with the board's own name for such work."""
    normal = cpv.normalise(code) or code
    return f"{code} {label('cpv', normal, reader_language()) or kind_of_code(normal)}".strip()


def cpv_names(codes: Iterable[str]) -> list[str]:
    """A line for each name: codes that are called the same stand together."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(cpv_name(code).removeprefix(code).strip(), []).append(code)
    return [f"{', '.join(together)} {name}".strip() for name, together in found.items()]


def aims(codes: Iterable[str]) -> str:
    return ", ".join(
        str(AIM_NAMES.get(code) or label("social-objective", code, reader_language()) or code)
        for code in codes
    )


def place_name(code: str) -> str:
    """A Danish area by its plain name; abroad the official name, if it is here, or the code, with the country's."""
    if own := nuts.name(code, reader_language()):
        return own
    if code == nuts.ANYWHERE:
        return _("no particular place")
    country = country_name(code[:2])
    if len(code.rstrip("0")) <= 2:
        return country
    official = label("nuts", code, reader_language())
    return f"{official}, {country}" if official else f"{country} ({code})"


def place(stated: library.Place) -> str:
    code = nuts.normalise(stated.nuts or stated.country)
    if stated.anywhere or code == nuts.ANYWHERE:
        return _("Anywhere")
    return place_name(code) if code else stated.town or pick(stated.description, reader_language())


def places(stated: Iterable[library.Place], most: int = 5) -> str:
    return limited([name for name in map(place, stated) if name], most)


def limited(names: Iterable[str], most: int) -> str:
    """The first few, each once, and how many more there are."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - most
    if more <= 0:
        return ", ".join(distinct)
    rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
    return f"{', '.join(distinct[:most])} {rest}"


def amount(value: Decimal | None, currency: str) -> str | None:
    return money.shown(value, currency, reader_language()) if value is not None else None


def worth(value: library.Money | None, interval: library.MoneyRange | None) -> str:
    """An amount, an interval, or "" for neither."""
    if interval and interval.low == interval.high:
        value = library.Money(interval.low, interval.currency)
    if value:
        return money.shown(value.amount, value.currency, reader_language())
    if interval:
        return money.shown_range(interval.low, interval.high, interval.currency, reader_language())
    return ""


def day(stated: date | None) -> str:
    return shown_day(stated) if stated else ""


def clock(stated: time | None) -> str:
    if stated is None:
        return ""
    return f"{stated:%H.%M}" if reader_language() == "da" else f"{stated:%H:%M}"


def when(deadline: library.Deadline | None) -> str:
    if deadline is None:
        return ""
    if deadline.clock is None:
        return day(deadline.day)
    return _("%(day)s at %(clock)s") % {"day": day(deadline.day), "clock": clock(deadline.clock)}


def days_left(deadline: library.Deadline, now: datetime) -> int:
    """Days until it; on its own day -1 once its clock time has passed."""
    left = dates.days_left(deadline.day, now.date())
    return -1 if left == 0 and deadline.clock and moment_of(deadline, now) < now else left


def moment_of(deadline: library.Deadline, now: datetime) -> datetime:
    """Without an offset, or with one that cannot be read, the clock is taken for the reader's."""
    here = datetime.combine(deadline.day, deadline.clock or time.max)
    try:
        stated = datetime.fromisoformat(f"{here.isoformat()}{deadline.offset or ''}")
    except ValueError:
        stated = here
    return stated if stated.tzinfo else stated.replace(tzinfo=now.tzinfo)


def duration(stated: library.Duration | None) -> str:
    """ "48 months, from 3 May 2027"; an end left open stays open."""
    if stated is None:
        return ""
    return ", ".join(part for part in (_length(stated), _span(stated.start, stated.end)) if part)


def _length(stated: library.Duration) -> str:
    if stated.unit == "unlimited":
        return _("Without an end")
    if stated.amount is None or stated.unit not in UNIT_NAMES:
        return ""
    return UNIT_NAMES[stated.unit](int(stated.amount)) % {"n": f"{stated.amount.normalize():f}"}


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{day(start)} – {day(end)}"
    if start:
        return _("from %(day)s") % {"day": day(start)}
    return _("until %(day)s") % {"day": day(end)} if end else ""


def yes_no(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


MOST_DAYS_NAMED = 12


def days(stated: list[date], on: date) -> str:
    """ "2, 3, 5 November"; of very many only the first and the last. The year stands with other years than this."""
    if len(stated) > MOST_DAYS_NAMED:
        return _("between %(first)s and %(last)s") % {"first": day(stated[0]), "last": day(stated[-1])}
    by_month: dict[tuple[int, int], list[date]] = {}
    for each in stated:
        by_month.setdefault((each.year, each.month), []).append(each)
    return ", ".join(_month_of(within, on) for within in by_month.values())


def _month_of(within: list[date], on: date) -> str:
    numbers = ", ".join(shown_date(each, _("j")) for each in within)
    return f"{numbers} {shown_date(within[0], 'F' if within[0].year == on.year else 'F Y')}"


def moment(stated: datetime) -> str:
    return shown_date(timezone.localtime(stated), _("j F Y, H:i"))
