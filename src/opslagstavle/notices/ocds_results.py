"""What came out: awards joined with their contracts, statistics of the bids, calls and lots that were called off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.eforms_values import first, firsts, texts
from opslagstavle.notices.notice import Award, Lot, LotResult, Modification, Money
from opslagstavle.notices.ocds_parties import Parties
from opslagstavle.notices.paths import Record

_OF_AWARD = ("value", "subcontracted", "subcontracted_value", "subcontracted_share")
_PENDING = "pending"


class Results:
    """The results of one release; ``lots`` are those of its call."""

    def __init__(self, record: Record, parties: Parties, lots: tuple[Lot, ...], home: str) -> None:
        self._record, self._parties, self._home = record, parties, home
        self._lots = tuple(lot.number for lot in lots)
        self._call: Record = first(record, "call") or {}
        self._contracts: list[Record] = record.get("contracts", [])
        self._awards: list[Record] = record.get("awards") or self._of_contracts_alone()

    def read(self) -> tuple[LotResult, ...]:
        """Awards for the same lots are one result."""
        found: dict[tuple[tuple[str, ...], str | None, str | None], list[Record]] = {}
        for award in self._awards:
            found.setdefault((self._lots_of(award), *_outcome(award)), []).append(award)
        results = [self._result(*key, awards) for key, awards in found.items()]
        settled = {lot for result in results for lot in result.lots}
        results += self._called_off(settled)
        return tuple(self._with_statistics(results))

    def modifications(self) -> tuple[Modification, ...]:
        return tuple(
            Modification(
                contract=_number(contract),
                **firsts(change, ("reason",)),
                **texts(change, ("reason_descriptions", "descriptions"), self._home),
            )
            for contract in self._contracts
            for change in contract.get("modifications", ())
        )

    def _of_contracts_alone(self) -> list[Record]:
        return [{"id": contract["award"]} for contract in self._contracts if "award" in contract]

    def _lots_of(self, record: Record) -> tuple[str, ...]:
        """Where there is one lot, what names none is about it."""
        named = tuple(dict.fromkeys(record.get("lots", ())))
        return named or (self._lots if len(self._lots) == 1 else ())

    def _result(
        self, lots: tuple[str, ...], outcome: str | None, reason: str | None, awards: list[Record]
    ) -> LotResult:
        made = [self._award(award) for award in awards] if outcome == "awarded" else []
        won = tuple(award for award in made if award != Award())
        maximum = next(
            (first(award, "framework_maximum") for award in awards if "framework_maximum" in award), None
        )
        return LotResult(lots=lots, outcome=outcome, reason=reason, awards=won, framework_maximum=maximum)

    def _award(self, award: Record) -> Award:
        signed = [
            each for each in self._contracts if "award" in each and first(each, "award") == first(award, "id")
        ]
        contract: Record = signed[0] if signed else {}
        said = texts(contract if "titles" in contract else award, ("titles",), self._home)
        known: dict[str, Any] = {
            **firsts(contract if len(signed) == 1 else {}, ("value",)),
            **firsts(award, _OF_AWARD),
        }
        return Award(
            winners=self._parties.suppliers(award.get("suppliers", ())),
            contract_number=_number(contract),
            **said,
            **known,
            **firsts(contract, ("concluded",)),
            **texts(award, ("subcontracting_descriptions",), self._home),
        )

    def _called_off(self, settled: set[str]) -> Iterator[LotResult]:
        """A call or a lot that was called off, unless an award has said so."""
        if first(self._call, "status") in codes.CALLED_OFF or "tenderCancellation" in self._record.get(
            "tags", ()
        ):
            open_lots = tuple(lot for lot in self._lots if lot not in settled)
            if open_lots or not self._lots:
                yield LotResult(open_lots, "not-awarded", first(self._call, "status_details"))
            return
        for lot in self._call.get("lots", ()):
            if (
                first(lot, "status") in codes.CALLED_OFF
                and (number := first(lot, "number"))
                and number not in settled
            ):
                yield LotResult((number,), "not-awarded", first(lot, "status_details"))

    def _with_statistics(self, results: list[LotResult]) -> Iterator[LotResult]:
        statistics: dict[tuple[str, ...], list[Record]] = {}
        for each in self._record.get("statistics", ()):
            statistics.setdefault(self._lots_of(each), []).append(each)
        for result in results:
            yield replace(result, **_numbers(statistics.pop(result.lots, [])))
        for lots, numbers in statistics.items():
            if known := _numbers(numbers):
                yield LotResult(lots, **known)


def _number(contract: Record) -> str | None:
    """The contract's own; one that is only called like its award has none."""
    identifier = first(contract, "id")
    return first(contract, "contract_number") or (
        None if identifier == first(contract, "award") else identifier
    )


def _outcome(award: Record) -> tuple[str | None, str | None]:
    """An award without a status has been made, since nothing says otherwise; a pending one is not made yet."""
    status, reason = first(award, "status"), first(award, "reason")
    if status in codes.CALLED_OFF:
        return "not-awarded", reason
    return ("open" if status == _PENDING else "awarded"), None


def _numbers(statistics: list[Record]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    by_kind: dict[str, int] = {}
    for each in statistics:
        measure = first(each, "measure") or ""
        if measure in (codes.LOWEST, codes.HIGHEST):
            if (amount := first(each, "amount")) is not None and (currency := first(each, "currency")):
                found["lowest_offer" if measure == codes.LOWEST else "highest_offer"] = Money(
                    amount, currency
                )
        elif measure and (count := first(each, "count")) is not None:
            by_kind[codes.MEASURES.get(measure, measure)] = count
    if by_kind:
        found |= {"offers_by_kind": by_kind, "offers_received": by_kind.get("tenders")}
    return found
