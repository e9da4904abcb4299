"""What speaks for, what against, and what is not stated: each thing looked at, with what it was read from.

None of this changes the score. Evidence never holds workforce counts or shares, only yes, no or not stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.finding import Finding
from opslagstavle.matching.awards import own_win
from opslagstavle.matching.contributions import Pair, shows_work
from opslagstavle.matching.outcome import Contribution
from opslagstavle.matching.reservation import (
    PUBLIC_SERVICE,
    WORKSHOPS,
    article_20,
    article_77,
    doubt_about_reservation,
    is_reserved,
    said,
    to_show,
)
from opslagstavle.matching.threshold import threshold
from opslagstavle.matching.where import place_evidence
from opslagstavle.notices.notice import Lot, Money, MoneyRange, Notice, Stage
from opslagstavle.rules.reserved import ARTICLE_20
from opslagstavle.rules.reserved_services import ARTICLE_77
from opslagstavle.terms.dates import days_left, is_nonsense

_HOLDS_BY_RELATION = {
    "inside": True,
    "nationwide": True,
    "anywhere": True,
    "partly": None,
    "wider": None,
    "not_stated": None,
}
_HOLDS_BY_STAGE = {
    Stage.COMPETITION: True, Stage.PLANNING: True,
    Stage.RESULT: False, Stage.DIRECT_AWARD: False, Stage.MODIFICATION: False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    pair: Pair
    parts: tuple[Contribution, ...]
    on: date

    @property
    def lot(self) -> Lot:
        return self.pair.lot

    @property
    def notice(self) -> Notice | None:
        return self.pair.notice

    @property
    def enterprise(self) -> Enterprise:
        return self.pair.enterprise


def findings(pair: Pair, parts: tuple[Contribution, ...], on: date) -> tuple[Finding, ...]:
    """Every criterion's finding, in the order people ask: the work, where, when, may we, what else is said."""
    case = _Case(pair, parts, on)
    return tuple(found for criterion in CRITERIA for found in criterion(case))


def _work(case: _Case) -> Iterator[Finding]:
    words = dict.fromkeys(part.evidence["lot"] for part in case.parts if part.kind == "text")
    evidence = {"words": "; ".join(words)} if words else {}
    for part in case.parts:
        if part.kind == "cpv":
            evidence |= {"lot_code": part.evidence["lot"], "enterprise_code": part.evidence["enterprise"]}
            evidence["depth"] = part.evidence["depth"]
    comparable = all(side.terms or side.codes for side in (case.pair.wanted, case.pair.offered))
    yield Finding(
        "work", shows_work(case.parts) if comparable else None, evidence, "BT-21, BT-24, BT-262, BT-263"
    )


def _place(case: _Case) -> Iterator[Finding]:
    evidence = place_evidence(case.pair.wanted, case.pair.offered)
    holds = _HOLDS_BY_RELATION.get(evidence["relation"], False)
    yield Finding("place", holds, evidence, "BT-5071, BT-5131, BT-5141, BT-727")


def _stage(case: _Case) -> Iterator[Finding]:
    if case.notice:
        stage = case.notice.stage
        yield Finding("stage", _HOLDS_BY_STAGE.get(stage), {"stage": stage.value}, "BT-03")


def _own_award(case: _Case) -> Iterator[Finding]:
    """An enterprise is no subcontractor of its own."""
    decided = case.notice if case.notice and _HOLDS_BY_STAGE.get(case.notice.stage) is False else None
    if decided and (won := own_win(case.enterprise, case.lot, decided)):
        yield Finding("own_award", True, {"winner": won.name or won.cvr or ""}, "OPT-300-Tenderer")


def _deadline(case: _Case) -> Iterator[Finding]:
    if case.notice and _HOLDS_BY_STAGE.get(case.notice.stage) is False:
        return  # what is decided has no deadline to meet
    reference = "BT-131, BT-1311, BT-630"
    if (deadline := case.lot.deadline) is None:
        yield Finding("deadline", None, {"state": "not_stated"}, reference)
        return
    left = days_left(deadline.day, case.on)
    published = (case.notice.published if case.notice else None) or case.on
    stays_open = case.notice.procedure.dynamic_purchasing if case.notice else None
    state = "left"
    if left < 0:
        state = "passed"
    elif is_nonsense(deadline.day, published, stays_open=stays_open):
        state = "doubtful"
    holds = {"passed": False, "left": True}.get(state)
    evidence = {"state": state, "day": deadline.day.isoformat(), "days": str(abs(left))}
    yield Finding("deadline", holds, evidence, reference)


def _reserved_participation(case: _Case) -> Iterator[Finding]:
    flags = case.lot.reserved_participation
    if flags is None:
        yield Finding("reserved_participation", None, {"flag": "not_stated"}, "BT-71")
    elif WORKSHOPS in flags:
        test = article_20(case.enterprise, case.on)
        answer = test.answers["may_bid_alone"]
        yield Finding("reserved_participation", answer.holds, {
            "flag": WORKSHOPS,
            "share_at_least_30": said(test["own_share_met"]),
            "integration_is_main_aim": said(case.enterprise.integration_is_main_aim),
            "status": answer.status.value,
        }, f"BT-71; {ARTICLE_20}")  # fmt: skip
    elif PUBLIC_SERVICE not in flags:
        yield Finding("reserved_participation", True, {"flag": "none"}, "BT-71")


def _reserved_for_public_service(case: _Case) -> Iterator[Finding]:
    if PUBLIC_SERVICE in (case.lot.reserved_participation or ()):
        test = article_77(case.lot, case.notice, case.on)
        evidence = {
            "flag": PUBLIC_SERVICE,
            "to_show": to_show(test),
            "listed": said(test["service_listed"]),
            "short_enough": said(test["contract_short_enough"]),
            "status": test.answers["may_bid_services"].status.value,
        }
        yield Finding("reserved_for_public_service", None, evidence, f"BT-71; {ARTICLE_77}")


def _reservation_doubtful(case: _Case) -> Iterator[Finding]:
    if doubt := doubt_about_reservation(case.lot, case.notice):
        yield doubt


def _reserved_execution(case: _Case) -> Iterator[Finding]:
    """The programme, not the whole enterprise, must reach 30 %: a yes speaks for it, a no says nothing."""
    if case.lot.reserved_execution:
        answer = article_20(case.enterprise, case.on).answers["own_share_met"]
        evidence = {"share_at_least_30": said(answer.value), "status": answer.status.value}
        yield Finding("reserved_execution", answer.holds or None, evidence, f"BT-736; {ARTICLE_20}")


def _registration(case: _Case) -> Iterator[Finding]:
    """Shown beside a reservation because people believe it decides; it proves nothing about the test."""
    if is_reserved(case.lot):
        yield Finding(
            "registration",
            None,
            {"registered": said(case.enterprise.registered)},
            "lov nr. 711 af 25/06/2014",
        )


def _social_objectives(case: _Case) -> Iterator[Finding]:
    if stated := case.lot.social_objectives:
        # opp: work for the long-term unemployed, the disadvantaged, the disabled
        yield Finding(
            "social_objectives", True if "opp" in stated else None, {"codes": ", ".join(stated)}, "BT-775"
        )


def _sme_suitable(case: _Case) -> Iterator[Finding]:
    if case.lot.sme_suitable is not None:
        yield Finding("sme_suitable", case.lot.sme_suitable, {}, "BT-726")


def _value(case: _Case) -> Iterator[Finding]:
    """Whether the enterprise can carry it is not known here, so it neither speaks for nor against."""
    above = case.notice.procedure if case.notice else None
    for owner in (case.lot, above):
        value = owner and (owner.estimated_value or owner.estimated_value_range)
        if value:
            yield Finding("value", None, _amount(value), "BT-27")
            return
    yield Finding("value", None, {"state": "not_stated"}, "BT-27")


def _threshold(case: _Case) -> Iterator[Finding]:
    if case.notice and (found := threshold(case.lot, case.notice)):
        yield found


def _language(case: _Case) -> Iterator[Finding]:
    """Offers are mostly written in the notice's language; the enterprise's is known from what it wrote itself."""
    original = case.notice.language if case.notice else None
    own = tuple(case.enterprise.descriptions)
    if original:
        evidence = {"notice": original, "enterprise": ", ".join(own)}
        yield Finding("language", original in own if own else None, evidence, "BT-702")


CRITERIA: tuple[Callable[[_Case], Iterator[Finding]], ...] = (
    _work, _place, _stage, _own_award, _deadline, _reserved_participation, _reserved_for_public_service, _reservation_doubtful,
    _reserved_execution, _registration, _social_objectives, _sme_suitable, _value, _threshold, _language,
)  # fmt: skip


def _amount(value: Money | MoneyRange) -> dict[str, str]:
    if isinstance(value, MoneyRange):
        return {"state": "stated", "low": str(value.low), "high": str(value.high), "currency": value.currency}
    return {"state": "stated", "amount": str(value.amount), "currency": value.currency}
