"""From records to results: which lots a contract is for, who won it, or why nobody did."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opslagstavle.notices.notice import Award, LotResult, Money, MoneyRange
from opslagstavle.notices.ted_legacy_versions import Versions, aligned, first, in_languages, organisation

_TOKEN = re.compile(r"[^\s,;:/&+()]+")
_RANGE = re.compile(r"(\d{1,4})\s*[-–—]\s*(\d{1,4})")
_LONGEST_RANGE = 1_000
_DIGITS = re.compile(r"\d+")


class LotNumbers:
    """The lots of one notice, to be recognised in what its contracts call them."""

    def __init__(self, numbers: Iterable[str], undivided: bool) -> None:
        self._numbers = tuple(numbers)
        self._sole = self._numbers if undivided and len(self._numbers) == 1 else ()
        self._known = {_plain(number): number for number in reversed(self._numbers)}

    def named_in(self, printed: str | None) -> tuple[str, ...]:
        """``1, 2 and 4``, ``Lot 01``, ``1-3``: the numbers of these lots; what is no lot of the notice stays as printed.

        A notice that is not divided has one lot, whatever its contract calls it.
        """
        if self._sole or not printed:
            return self._sole or (self._numbers if len(self._numbers) == 1 else ())
        if _plain(printed) in self._known:
            return (self._known[_plain(printed)],)
        found = [self._known[name] for name in map(_plain, self._names(printed)) if name in self._known]
        return tuple(dict.fromkeys(found)) or (printed,)

    def _names(self, printed: str) -> Iterable[str]:
        if span := _RANGE.search(printed):
            low, high = int(span[1]), int(span[2])
            yield from map(str, range(low, min(high, low + _LONGEST_RANGE) + 1))
        yield from _TOKEN.findall(printed)


def _plain(printed: str) -> str:
    """A name with one number in it by that number, any other name by itself: "Lot 01" is "1"."""
    digits = _DIGITS.findall(printed)
    return str(int(digits[0][:9])) if len(digits) == 1 else printed.strip().casefold()


def results(versions: Versions, lots: LotNumbers) -> tuple[LotResult, ...]:
    """One for each contract or contest; a modification (F20) adds the contract as it is after the change."""
    contracts = [*aligned(versions, "award"), *aligned(versions, "contest")]
    found = [
        _result(contract, lots.named_in(", ".join(contract[0][1].get("lots", ())))) for contract in contracts
    ]
    for change in aligned(versions, "modification"):
        record = change[0][1]
        if "winner" in record or "value" in record:
            of_lots = tuple(dict.fromkeys(lot for result in found for lot in result.lots))
            found.append(LotResult(lots=of_lots, outcome="awarded", awards=(_award(change),)))
    return tuple(found)


def _result(contract: Versions, lots: tuple[str, ...]) -> LotResult:
    """Where the form has "lowest and highest offer that were considered" for a value, they are that."""
    record = contract[0][1]
    awarded = "awarded" in record
    outcome = "awarded" if awarded else "not-awarded" if "not_awarded" in record else None
    considered: MoneyRange | None = first(record, "value_range")
    return LotResult(
        lots=lots, outcome=outcome, reason=first(record, "reason"),
        awards=(_award(contract),) if awarded else (), offers_received=first(record, "offers_received"),
        offers_by_kind=dict(record.get("offers_by_kind", ())),
        lowest_offer=Money(considered.low, considered.currency) if considered else None,
        highest_offer=Money(considered.high, considered.currency) if considered else None,
    )  # fmt: skip


def _award(contract: Versions) -> Award:
    language, record = contract[0]
    return Award(
        winners=tuple(organisation([(language, winner)]) for winner in record.get("winner", ())),
        contract_number=first(record, "contract_number"), titles=in_languages(contract, "titles"),
        value=first(record, "value"), value_range=first(record, "value_range"),
        concluded=first(record, "concluded"), subcontracted=first(record, "subcontracted"),
        subcontracted_value=first(record, "subcontracted_value"), subcontracted_share=first(record, "subcontracted_share"),
        subcontracting_descriptions=in_languages(contract, "subcontracting_descriptions"),
    )  # fmt: skip
