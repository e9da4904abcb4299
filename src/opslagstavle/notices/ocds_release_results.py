"""Results of a notice as awards, contracts and statistics of OCDS."""

from __future__ import annotations

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.notice import Award, LotResult, Modification, Notice
from opslagstavle.notices.ocds_release_lots import LotList
from opslagstavle.notices.ocds_release_parties import PartyList
from opslagstavle.notices.ocds_release_values import Object, filled, money, share, start_of, unused, worded

_MEASURES = codes.reverse(codes.MEASURES)
_STATUSES = {"not-awarded": "unsuccessful", "open": "pending"}


class Outcome:
    """The awards of one notice with what hangs on them."""

    def __init__(self, notice: Notice, lots: LotList, parties: PartyList, home: str) -> None:
        self._lots, self._parties, self._home = lots, parties, home
        self.awards: list[Object] = []
        self.contracts: list[Object] = []
        self.statistics: list[Object] = []
        self._ids: set[str] = set()
        for result in notice.results:
            self._result(result)
        for modification in notice.modifications:
            self._modify(modification)

    def _result(self, result: LotResult) -> None:
        lots = self._lots.known(result.lots)
        awards = result.awards if result.outcome not in _STATUSES else ()
        for award in awards:
            self._award(award, result, lots)
        if not awards and result.outcome:
            self.awards.append(
                filled(
                    id=unused("-".join(("result", *lots[:1])), self._ids),
                    status=_STATUSES.get(result.outcome, "active"),
                    statusDetails=result.reason,
                    relatedLots=lots,
                    maximumValue=money(result.framework_maximum),
                )
            )
        self._count(result, lots)

    def _award(self, award: Award, result: LotResult, lots: list[str]) -> None:
        said = worded("title", award.titles, self._home)
        identifier = unused("-".join((*lots[:1], award.contract_number or "award")), self._ids)
        self.awards.append(
            {
                "id": identifier,
                **said,
                **filled(
                    status="active",
                    relatedLots=lots,
                    suppliers=_each_once(
                        [self._parties.refer(winner, "supplier") for winner in award.winners]
                    ),
                    value=money(award.value),
                    maximumValue=money(result.framework_maximum) if award is result.awards[0] else None,
                    hasSubcontracting=award.subcontracted,
                    subcontracting=filled(
                        value=money(award.subcontracted_value),
                        minimumPercentage=share(award.subcontracted_share),
                        maximumPercentage=share(award.subcontracted_share),
                        **worded("description", award.subcontracting_descriptions, self._home),
                    ),
                ),
            }
        )
        if award.contract_number or award.concluded:
            self._contract(award, identifier)

    def _contract(self, award: Award, identifier: str) -> None:
        """Called like its award; its own number, which several may share, stands beside."""
        number = award.contract_number
        self.contracts.append(
            filled(
                id=identifier,
                awardID=identifier,
                identifiers=[{"id": number}] if number else None,
                dateSigned=start_of(award.concluded),
                **worded("title", award.titles, self._home),
            )
        )

    def _count(self, result: LotResult, lots: list[str]) -> None:
        counts = dict(result.offers_by_kind)
        if result.offers_received is not None:
            counts.setdefault("tenders", result.offers_received)
        for kind, count in counts.items():
            self._statistic(lots, measure=_MEASURES.get(kind, kind), value=count)
        for measure, offer in ((codes.LOWEST, result.lowest_offer), (codes.HIGHEST, result.highest_offer)):
            if amount := money(offer):
                self._statistic(lots, measure=measure, value=amount["amount"], currency=amount["currency"])

    def _statistic(self, lots: list[str], **said: object) -> None:
        """The extension has room for one lot; several stand in the field that other objects have for them."""
        about = {"relatedLot": lots[0]} if len(lots) == 1 else filled(relatedLots=lots)
        self.statistics.append({"id": str(len(self.statistics) + 1), **said, **about})

    def _modify(self, change: Modification) -> None:
        """On the contract it names, else on the first; without any there is nowhere to say it."""
        named = [each for each in self.contracts if {"id": change.contract} in each.get("identifiers", ())]
        for contract in (named or self.contracts)[:1]:
            amendments = contract.setdefault("amendments", [])
            amendments.append(
                filled(
                    id=str(len(amendments) + 1),
                    rationaleClassifications=[{"scheme": "modification justification", "id": change.reason}]
                    if change.reason
                    else None,
                    **worded("rationale", change.reason_descriptions, self._home),
                    **worded("description", change.descriptions, self._home),
                )
            )


def _each_once(references: list[Object]) -> list[Object]:
    return [each for position, each in enumerate(references) if each not in references[:position]]
