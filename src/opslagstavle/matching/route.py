"""By which road an enterprise could get this work."""

from __future__ import annotations

from opslagstavle.finding import Finding
from opslagstavle.matching.awards import winners
from opslagstavle.matching.outcome import Route
from opslagstavle.matching.reservation import WORKSHOPS, is_reserved
from opslagstavle.matching.threshold import direct_purchase
from opslagstavle.notices.notice import Lot, Notice, Stage
from opslagstavle.rules.reserved import ARTICLE_20
from opslagstavle.rules.reserved_services import ARTICLE_77

DECIDED = (Stage.RESULT, Stage.DIRECT_AWARD, Stage.MODIFICATION)
NO_CALL = (Stage.BUYER_PROFILE, Stage.OTHER)


def choose(lot: Lot, notice: Notice | None, findings: tuple[Finding, ...]) -> tuple[Route, Finding]:
    """The road that is left when stage, deadline and reservation have been looked at, and the reason."""
    named = {finding.name: finding for finding in findings}
    if notice and notice.stage in DECIDED:
        return _after_the_decision(lot, notice, named)
    if notice and notice.stage in NO_CALL:
        return _closed("no_call", {"stage": notice.stage.value}, "BT-03")
    if (deadline := named.get("deadline")) and deadline.holds is False:
        return _closed("deadline_passed", dict(deadline.evidence), deadline.reference)
    if is_reserved(lot):
        return _reserved(lot, named)
    if notice and (found := _direct(lot, notice)):
        return Route.DIRECT, found
    return Route.ALONE, Finding("open_to_all", True, {}, "BT-71")


def _direct(lot: Lot, notice: Notice) -> Finding | None:
    """Only what is still planned, and worth so little that no competition is asked for: then one goes and talks to the buyer.

    What is announced as a competition is won in the competition, however small it is. What is reserved is meant for one. And
    what lies between the lower limit and the threshold is left as it is, since the law about it was not read.
    """
    return direct_purchase(lot, notice) if notice.stage is Stage.PLANNING else None


def _reserved(lot: Lot, named: dict[str, Finding]) -> tuple[Route, Finding]:
    if WORKSHOPS not in (lot.reserved_participation or ()):
        asked = named["reserved_for_public_service"].evidence
        return _to_be_shown(asked["to_show"], asked["status"], ARTICLE_77)
    test = named["reserved_participation"]
    status = test.evidence["status"]
    halves = {key: test.evidence[key] for key in ("share_at_least_30", "integration_is_main_aim")}
    if test.holds is True:
        return Route.RESERVED, Finding("test_met", True, {**halves, "status": status}, ARTICLE_20)
    if test.holds is False:
        return _closed("test_not_met", {**halves, "status": status}, ARTICLE_20)
    missing = ", ".join(key for key, said in halves.items() if said == "not_stated")
    return _to_be_shown(missing, status, ARTICLE_20)


def _to_be_shown(what: str, status: str, reference: str) -> tuple[Route, Finding]:
    return Route.RESERVED, Finding("to_be_shown", None, {"to_show": what, "status": status}, reference)


def _closed(reason: str, evidence: dict[str, str], reference: str) -> tuple[Route, Finding]:
    return Route.NOT_FOR_YOU, Finding(reason, False, evidence, reference)


def _after_the_decision(lot: Lot, notice: Notice, named: dict[str, Finding]) -> tuple[Route, Finding]:
    if own := named.get("own_award"):
        return Route.WON, own
    won = winners(lot, notice)
    if not won:
        return _closed("no_winner_named", {"stage": notice.stage.value}, "BT-142")
    names = dict.fromkeys(winner.name for winner in won if winner.name)
    return Route.SUBCONTRACTOR, Finding("won_by", None, {"winners": "; ".join(names)}, "OPT-300-Tenderer")
