"""Contracts reserved for those who employ people with few chances: who passes, and when the flag itself is doubtful.

Reads no words, so a page about a lot can use it.
"""

from __future__ import annotations

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.finding import Finding
from opslagstavle.matching.codes import lot_codes
from opslagstavle.notices.notice import Lot, Notice
from opslagstavle.terms.kinds import kind_of

WORKSHOPS = "res-ws"
PUBLIC_SERVICE = "res-pub-ser"
ARTICLE_20 = "udbudsloven § 54; direktiv 2014/24/EU art. 20, stk. 1"
ARTICLE_77 = "udbudsloven § 190; direktiv 2014/24/EU art. 77"
SECONDARY = "secondary"
"""How sure the reading of these paragraphs is: quoted from the bill and from pages about the act, not read in the act itself."""
PUBLIC_SERVICE_TEST = "purpose, reinvestment, participation, no_award_three_years"
"""What article 77 asks a bidder to show; nothing of it is recorded, so the answer is always *not stated*."""
AUTHORISED_STAFF = ("79624", "79625")
"""Nurses and doctors for hire: temporary staff by code, but work that needs an authorisation, not a sheltered workshop."""


def is_reserved(lot: Lot) -> bool:
    """Is taking part reserved, by either flag?"""
    return any(flag in (WORKSHOPS, PUBLIC_SERVICE) for flag in lot.reserved_participation or ())


def passes_article_20(enterprise: Enterprise) -> bool | None:
    """Is this an operator a contract may be reserved for? Both halves must hold; one no is a no, else silence stays silence.

    Registration as a social enterprise is no part of it, and a buyer may not ask for it.
    """
    halves = (enterprise.workforce.share_at_least(), enterprise.integration_is_main_aim)
    if False in halves:
        return False
    return None if None in halves else True


def doubt_about_reservation(lot: Lot, notice: Notice | None) -> Finding | None:
    """A reservation for work that social enterprises are not known to do may be a tick in the wrong box: ask the buyer.

    The rule: none of the lot's codes belongs to one of the groups picked out for them in ``terms.kinds``, or only to those of
    ``AUTHORISED_STAFF``. Nothing is ruled out by it, and a lot without codes raises no doubt.
    """
    codes = lot_codes(lot, notice)
    if not is_reserved(lot) or not codes or any(_usual(code) for code in codes):
        return None
    return Finding("reservation_doubtful", None, {"codes": ", ".join(codes), "ask": "buyer"}, "BT-71, BT-262")


def said(answer: bool | None) -> str:
    """Three values in words: yes, no, not_stated."""
    return {True: "yes", False: "no", None: "not_stated"}[answer]


def _usual(code: str) -> bool:
    kind = kind_of(code)
    return kind is not None and not kind.is_division and not code.startswith(AUTHORISED_STAFF)
