"""Writes what came out of a demo procedure: LotResult → LotTender → TenderingParty → Organization, and the contracts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from opslagstavle_site.notices.sources.demo_rows import Issue, Result, Row
from opslagstavle_site.notices.sources.demo_xml import (
    Node,
    amount,
    coded,
    day,
    element,
    indicator,
    leaf,
    texts,
)


def notice_result(row: Row, issue: Issue, numbers: Mapping[str, str]) -> Node:
    results = list(enumerate(row.results, 1))
    won = [(n, result) for n, result in results if result.winners]
    total = sum((result.value for _, result in won if result.value is not None), Decimal())
    return element(
        "efac:NoticeResult",
        amount("cbc:TotalAmount", total or None),
        [_lot_result(row, n, result) for n, result in results],
        [_lot_offer(row, n, result) for n, result in won],
        [_contract(row, n, result, issue) for n, result in won],
        [_bidders(n, result, numbers) for n, result in won],
    )


def _lot_result(row: Row, n: int, result: Result) -> Node:
    return element(
        "efac:LotResult",
        _id("result", n),
        coded("cbc:TenderResultCode", "winner-selection-status", result.outcome),
        coded("efac:DecisionReason/efbc:DecisionReasonCode", "non-award-justification", result.reason),
        element("efac:LotTender", _id("tender", n)) if result.winners else None,
        _received(result.received),
        element("efac:SettledContract", _id("contract", n)) if result.winners else None,
        leaf("efac:TenderLot/cbc:ID", row.lot_id(result.lot), schemeName="Lot"),
    )


def _received(count: int | None) -> Node:
    if count is None:
        return None
    return element(
        "efac:ReceivedSubmissionsStatistics",
        coded("efbc:StatisticsCode", "received-submission-type", "tenders"),
        leaf("efbc:StatisticsNumeric", count),
    )


def _lot_offer(row: Row, n: int, result: Result) -> Node:
    subcontracted = {True: "yes", False: "no", None: None}[result.subcontracted]
    return element(
        "efac:LotTender",
        _id("tender", n),
        amount("cac:LegalMonetaryTotal/cbc:PayableAmount", result.value),
        element(
            "efac:SubcontractingTerm",
            leaf("efbc:TermPercent", result.share),
            coded("efbc:TermCode", "applicability", subcontracted),
        ),
        element("efac:TenderingParty", _id("tendering-party", n)),
        leaf("efac:TenderLot/cbc:ID", row.lot_id(result.lot), schemeName="Lot"),
        leaf("efac:TenderReference/cbc:ID", f"{row.key}-tilbud-{n}"),
    )


def _contract(row: Row, n: int, result: Result, issue: Issue) -> Node:
    return element(
        "efac:SettledContract",
        _id("contract", n),
        day("cbc:IssueDate", issue.working_day(result.concluded)),
        texts("cbc:Title", row.works[result.lot - 1].title),
        leaf("efac:ContractReference/cbc:ID", f"{row.key}-kontrakt-{n}"),
        element("efac:LotTender", _id("tender", n)),
    )


def _bidders(n: int, result: Result, numbers: Mapping[str, str]) -> Node:
    leader = result.winners[0] if len(result.winners) > 1 else None
    return element(
        "efac:TenderingParty",
        _id("tendering-party", n),
        [
            element(
                "efac:Tenderer",
                leaf("cbc:ID", numbers[winner], schemeName="organization"),
                indicator("efbc:GroupLeadIndicator", None if leader is None else winner == leader),
            )
            for winner in result.winners
        ],
    )


def _id(scheme: str, n: int) -> Node:
    prefix = {"result": "RES", "tender": "TEN", "contract": "CON", "tendering-party": "TPA"}[scheme]
    return leaf("cbc:ID", f"{prefix}-{n:04}", schemeName=scheme)
