"""By which road an enterprise could get this work.

Two roads of the field are not here yet: *together* needs partners' profiles, *direct* a purchase below the threshold. Their
members come with what makes them reachable.
"""

from __future__ import annotations

from enum import StrEnum

from opslagstavle.finding import Finding
from opslagstavle.matching.criteria import ARTICLE_20, ARTICLE_77, PUBLIC_SERVICE_TEST, WORKSHOPS, is_reserved
from opslagstavle.notices.notice import Lot, Notice, Organisation, Stage


class Route(StrEnum):
    """The roads that notices lead to."""

    ALONE = "alone"
    RESERVED = "reserved"
    SUBCONTRACTOR = "subcontractor"
    NOT_FOR_YOU = "not_for_you"


DECIDED = (Stage.RESULT, Stage.DIRECT_AWARD, Stage.MODIFICATION)
NO_CALL = (Stage.BUYER_PROFILE, Stage.OTHER)


def choose(lot: Lot, notice: Notice | None, findings: tuple[Finding, ...]) -> tuple[Route, Finding]:
    """The road and its reason; ``holds`` of the reason says whether the road is open (None: something must be shown first)."""
    if notice and notice.stage in DECIDED:
        return _after_the_decision(lot, notice)
    if notice and notice.stage in NO_CALL:
        return Route.NOT_FOR_YOU, Finding("no_call", False, {"stage": notice.stage.value}, "BT-03")
    named = {finding.name: finding for finding in findings}
    if (deadline := named.get("deadline")) and deadline.holds is False:
        return Route.NOT_FOR_YOU, Finding(
            "deadline_passed", False, dict(deadline.evidence), deadline.reference
        )
    if is_reserved(lot):
        return _reserved(lot, named)
    return Route.ALONE, Finding("open_to_all", True, {}, "BT-71")


def _reserved(lot: Lot, named: dict[str, Finding]) -> tuple[Route, Finding]:
    if WORKSHOPS not in (lot.reserved_participation or ()):
        return Route.RESERVED, Finding("to_be_shown", None, {"to_show": PUBLIC_SERVICE_TEST}, ARTICLE_77)
    test = named["reserved_participation"]
    halves = {key: test.evidence[key] for key in ("share_at_least_30", "integration_is_main_aim")}
    if test.holds is True:
        return Route.RESERVED, Finding("test_met", True, halves, ARTICLE_20)
    if test.holds is False:
        return Route.NOT_FOR_YOU, Finding("test_not_met", False, halves, ARTICLE_20)
    missing = ", ".join(key for key, answer in halves.items() if answer == "not_stated")
    return Route.RESERVED, Finding("to_be_shown", None, {"to_show": missing}, ARTICLE_20)


def _after_the_decision(lot: Lot, notice: Notice) -> tuple[Route, Finding]:
    winners = _winners(lot, notice)
    if not winners:
        return Route.NOT_FOR_YOU, Finding("no_winner_named", False, {"stage": notice.stage.value}, "BT-142")
    names = dict.fromkeys(winner.name for winner in winners if winner.name)
    return Route.SUBCONTRACTOR, Finding("won_by", None, {"winners": "; ".join(names)}, "OPT-300-Tenderer")


def _winners(lot: Lot, notice: Notice) -> tuple[Organisation, ...]:
    """Those of this lot; results that name no lot speak for all."""
    results = (result for result in notice.results if not result.lots or lot.number in result.lots)
    return tuple(winner for result in results for award in result.awards for winner in award.winners)
