"""Who won what: the join LotResult → SettledContract → LotTender → TenderingParty → Tenderer → Organization.

The notice lists each kind on its own, in any order, and the parts refer to each other by number.
"""

from __future__ import annotations

from collections.abc import Iterator

from opslagstavle.notices.eforms_parties import Parties
from opslagstavle.notices.eforms_values import first, firsts, lists, texts
from opslagstavle.notices.notice import Award, LotResult, Organisation
from opslagstavle.notices.paths import Record
from opslagstavle.terms.text import pick

_NOTHING: Record = {}
_OFFERS = "tenders"  # BT-760: how many offers came, of whatever kind


class Results:
    """The results of one notice."""

    def __init__(self, record: Record, parties: Parties, home: str) -> None:
        self._results: list[Record] = record.get("results", [])
        self._offers = _by_number(record, "offers")
        self._contracts = _by_number(record, "contracts")
        self._groups = _by_number(record, "parties")
        self._parties = parties
        self._home = home

    def read(self) -> tuple[LotResult, ...]:
        return tuple(
            LotResult(
                **lists(result, ("lots",)),
                **firsts(result, ("outcome", "reason")),
                awards=tuple(self._award(contract, offer) for contract, offer in self._won(result)),
                offers_received=_offers_received(result),
            )
            for result in self._results
        )

    def _won(self, result: Record) -> Iterator[tuple[Record, Record]]:
        """(contract, offer) of each winning offer; either may be empty where the notice has none."""
        contracts = [
            self._contracts[number] for number in result.get("contracts", ()) if number in self._contracts
        ]
        for contract in contracts:
            for offer in self._offers_of(contract, result) or [_NOTHING]:
                yield contract, offer
        if not contracts and first(result, "outcome") == "awarded":
            for offer in _best(self._listed(result)):
                yield _NOTHING, offer

    def _offers_of(self, contract: Record, result: Record) -> list[Record]:
        """A contract may cover several lots: of its offers, those of this result."""
        offers = [self._offers[number] for number in contract.get("offers", ()) if number in self._offers]
        numbers, lots = result.get("offers", ()), result.get("lots", ())
        listed = [offer for offer in offers if first(offer, "id") in numbers]
        return listed or [offer for offer in offers if first(offer, "lot") in (None, *lots)]

    def _listed(self, result: Record) -> list[Record]:
        return [self._offers[number] for number in result.get("offers", ()) if number in self._offers]

    def _award(self, contract: Record, offer: Record) -> Award:
        return Award(
            winners=tuple(self._winners(first(offer, "party"))),
            **firsts(contract, ("contract_number", "concluded")),
            **firsts(offer, ("value", "subcontracted")),
            **texts(contract, ("titles",), self._home),
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


def _best(offers: list[Record]) -> list[Record]:
    """Without a contract, the offers ranked first, or not ranked at all."""
    return [offer for offer in offers if first(offer, "rank") in (None, 1)]


def _offers_received(result: Record) -> int | None:
    received = (part for part in result.get("statistics", ()) if first(part, "kind") == _OFFERS)
    found: int | None = first(next(received, _NOTHING), "offers_received")
    return found
