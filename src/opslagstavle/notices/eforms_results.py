"""Who won what: the join LotResult → SettledContract → LotTender → TenderingParty → Tenderer → Organization.

The notice lists each kind on its own, in any order, and the parts refer to each other by number.
"""

from __future__ import annotations

from typing import Any

from opslagstavle.notices.eforms_parties import Parties
from opslagstavle.notices.eforms_values import first, firsts, lists, texts
from opslagstavle.notices.notice import Award, LotResult, Organisation
from opslagstavle.notices.paths import Record
from opslagstavle.terms.text import pick

_NOTHING: Record = {}
_ONCE = ("outcome", "reason", "lowest_offer", "highest_offer", "framework_maximum")
_ONCE_OF_OFFER = ("value", "variant", "subcontracted", "subcontracted_value", "subcontracted_share")
_OFFERS = "tenders"  # BT-760: how many offers came, of whatever kind


class Results:
    """The results of one notice."""

    def __init__(self, record: Record, parties: Parties, home: str) -> None:
        self._offers = _by_number(record, "offers")
        self._contracts = _by_number(record, "contracts")
        self._groups = _by_number(record, "parties")
        self._results: list[Record] = record.get("results") or self._of_contracts_alone()
        self._parties = parties
        self._home = home

    def read(self) -> tuple[LotResult, ...]:
        return tuple(
            LotResult(
                **lists(result, ("lots",)),
                **firsts(result, _ONCE),
                awards=tuple(self._award(contract, offer) for contract, offer in self._won(result)),
                **_received(result),
            )
            for result in self._results
        )

    def _of_contracts_alone(self) -> list[Record]:
        """A modification may carry contracts and no result: the contract's offers say which lots it is about."""
        return [
            {
                "contracts": [number],
                "lots": [first(offer, "lot") for offer in self._known(contract) if "lot" in offer],
            }
            for number, contract in self._contracts.items()
        ]

    def _won(self, result: Record) -> list[tuple[Record, Record]]:
        """(contract, offer) of each winning offer; either is empty where the notice has none.

        Offers of the result under one of its contracts have won. If the two lists have none in common (senders mix up
        numbers), what the result says counts, as for results without a contract: the best of its offers.
        """
        outcome, contracts, offers = first(result, "outcome"), self._contracts_of(result), self._known(result)
        if outcome in ("not-awarded", "open") or not (contracts or outcome == "awarded"):
            return []
        signed = {
            number: contract for contract in reversed(contracts) for number in contract.get("offers", ())
        }
        alone = contracts[0] if len(contracts) == 1 else _NOTHING
        if offers:
            won = [offer for offer in offers if first(offer, "id") in signed] or _best(offers)
            return [(signed.get(first(offer, "id"), alone), offer) for offer in won]
        won = [offer for offer in self._known({"offers": list(signed)}) if _is_for(offer, result)]
        return [(signed[first(offer, "id")], offer) for offer in won] or [
            (contract, _NOTHING) for contract in contracts
        ]

    def _contracts_of(self, result: Record) -> list[Record]:
        """Those the result names, else those of its offers."""
        named = [
            self._contracts[number] for number in result.get("contracts", ()) if number in self._contracts
        ]
        offers = set(result.get("offers", ()))
        return named or [
            part for part in self._contracts.values() if offers.intersection(part.get("offers", ()))
        ]

    def _known(self, holder: Record) -> list[Record]:
        """The offers that a result or contract names, each once."""
        return [
            self._offers[number]
            for number in dict.fromkeys(holder.get("offers", ()))
            if number in self._offers
        ]

    def _award(self, contract: Record, offer: Record) -> Award:
        return Award(
            winners=tuple(self._winners(first(offer, "party"))),
            **firsts(contract, ("contract_number", "concluded")),
            **firsts(offer, _ONCE_OF_OFFER),
            **texts(contract, ("titles",), self._home),
            **texts(offer, ("subcontracting_descriptions",), self._home),
        )

    def _winners(self, number: str | None) -> list[Organisation]:
        """The members of a tendering party, who leads first; some notices give a party's name and nothing else."""
        group = self._groups.get(number or "", _NOTHING)
        members = sorted(group.get("winners", ()), key=lambda member: not first(member, "leads"))
        known = [self._parties.find(first(member, "id")) for member in members]
        found = [organisation for organisation in known if organisation]
        names = {} if found else texts(group, ("names",), self._home).get("names", {})
        return [Organisation(name=pick(names, self._home), names=names)] if names else found


def _by_number(record: Record, name: str) -> dict[str, Record]:
    return {number: part for part in record.get(name, ()) if (number := first(part, "id"))}


def _is_for(offer: Record, result: Record) -> bool:
    """A contract may cover several lots."""
    return "lot" not in offer or first(offer, "lot") in result.get("lots", ())


def _best(offers: list[Record]) -> list[Record]:
    """Those ranked first, or not ranked at all."""
    return [offer for offer in offers if first(offer, "rank") in (None, 1)]


def _received(result: Record) -> dict[str, Any]:
    """How many offers came, and how many of which kind."""
    counted: dict[str, int] = {}
    for part in result.get("statistics", ()):
        if "kind" in part and "offers_received" in part:
            counted.setdefault(first(part, "kind"), first(part, "offers_received"))
    return {"offers_received": counted.pop(_OFFERS, None), "offers_by_kind": counted}
