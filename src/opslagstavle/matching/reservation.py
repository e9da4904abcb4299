"""Contracts reserved for those who employ people with few chances: who passes, and when the flag itself is doubtful.

What the law asks is judged by ``rules.reserved`` and ``rules.reserved_services``. Reads no words, so a page about a lot can
use it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.finding import Finding
from opslagstavle.matching.codes import lot_codes
from opslagstavle.notices.notice import Duration, Lot, Notice
from opslagstavle.rules.expression import Value, exact
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.reserved import RESERVED
from opslagstavle.rules.reserved_services import ARTICLE_77, RESERVED_SERVICES
from opslagstavle.rules.rule import Judgement, judge
from opslagstavle.rules.workforce import staff_facts
from opslagstavle.terms.kinds import kind_of

WORKSHOPS = "res-ws"
PUBLIC_SERVICE = "res-pub-ser"
AUTHORISED_STAFF = ("79624", "79625")
"""Nurses and doctors for hire: temporary staff by code, but work that needs an authorisation, not a sheltered workshop."""
MONTHS_IN = {"month": 1, "year": 12}


def is_reserved(lot: Lot) -> bool:
    """Is taking part reserved, by either flag?"""
    return any(flag in (WORKSHOPS, PUBLIC_SERVICE) for flag in lot.reserved_participation or ())


def article_20(enterprise: Enterprise, on: date) -> Judgement:
    """Is this an operator a contract may be reserved for (``may_bid_alone``)? Registration is no part of it."""
    facts = {
        **staff_facts(enterprise.workforce),
        "integration_main_aim": enterprise.integration_is_main_aim,
    }
    return judge(RESERVED, facts, on)


def article_77(lot: Lot, notice: Notice | None, on: date) -> Judgement:
    """What the notice says of the reservation of a service; of the bidder nothing is recorded, so that stays to be shown."""
    codes = lot_codes(lot, notice)
    facts: dict[str, Value] = {"contract_months": _months(lot.duration), "service_cpv": _listed(codes)}
    return judge(RESERVED_SERVICES, facts, (notice.published if notice else None) or on)


def to_show(test: Judgement) -> str:
    """What a bidder for a reserved service must show: the facts the rule asks for, the day of an award with the award."""
    return ", ".join(name for name in test.answers["may_bid_services"].asks if name != "same_award_day")


def doubt_about_reservation(lot: Lot, notice: Notice | None) -> Finding | None:
    """A reservation may be a tick in the wrong box: ask the buyer. Nothing is ruled out by it.

    *work*: none of the lot's codes belongs to one of the groups of work picked out for social enterprises in ``terms.kinds``,
    or only to those of ``AUTHORISED_STAFF``, and the law does not list it either. A lot without codes raises no doubt.
    *length*: a service that is reserved for longer than the law allows.
    """
    if not is_reserved(lot):
        return None
    codes = lot_codes(lot, notice)
    for_services = WORKSHOPS not in (lot.reserved_participation or ())
    if notice and notice.published and for_services:
        test = article_77(lot, notice, notice.published)
        if test["contract_short_enough"] is False:
            return _doubt(
                "length", codes, test.answers["contract_short_enough"].status, f"BT-71, BT-36; {ARTICLE_77}"
            )
        if test["service_listed"] is True:
            return None
    if not codes or any(_usual(code) for code in codes):
        return None
    return _doubt("work", codes, "", "BT-71, BT-262")


def said(answer: Value) -> str:
    """Three values in words: yes, no, not_stated."""
    return "not_stated" if answer is None else "yes" if answer else "no"


def _doubt(why: str, codes: dict[str, float], status: str, reference: str) -> Finding:
    sure = {"status": str(status)} if status else {}
    evidence = {"codes": ", ".join(codes), "ask": "buyer", "why": why, **sure}
    return Finding("reservation_doubtful", None, evidence, reference)


def _usual(code: str) -> bool:
    kind = kind_of(code)
    return kind is not None and not kind.is_division and not code.startswith(AUTHORISED_STAFF)


def _listed(codes: dict[str, float]) -> str | None:
    """The first of the codes that the law is known to list, else that it is another."""
    known = fact_kinds()["service_cpv"].choices
    return next((code for code in codes if code in known), "other") if codes else None


def _months(duration: Duration | None) -> int | Fraction | None:
    """How many months, begun ones counted; None where it is stated otherwise (in days), or not at all."""
    if duration and duration.amount is not None and duration.unit in MONTHS_IN:
        return exact(duration.amount * MONTHS_IN[duration.unit])
    if duration and duration.start and duration.end:
        start, end = duration.start, duration.end
        return (end.year - start.year) * 12 + end.month - start.month + (end.day > start.day)
    return None
