"""What changed between two versions of a notice, and what a patch (legacy F14) makes of the notice it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from opslagstavle.notices.notice import Change, Deadline, Lot, Notice

_DEADLINES = ("deadline_offers", "deadline_requests", "deadline_interest")
_DEADLINE_BOXES = ("IV.2.2", "IV.3.4")  # of R2.0.9 and of R2.0.8: until when offers or requests are received

_OF_A_LOT: tuple[str, ...] = (
    "titles", "descriptions", "additional_information", "nature", "cpv", "additional_cpv", "places", "estimated_value",
    "estimated_value_range", "duration", *_DEADLINES, "deadline_questions", "opening", "reserved_participation",
    "reserved_execution", "award_criteria", "selection_criteria", "options", "options_descriptions", "renewable",
    "renewals", "renewal_descriptions", "variants", "framework", "framework_terms", "dynamic_purchasing", "subcontracting",
    "offer_languages", "guarantee", "execution_terms", "documents", "documents_url", "submission_url", "submission",
    "candidates_minimum", "candidates_maximum",
)  # fmt: skip
_OF_THE_PROCEDURE = (
    "titles", "descriptions", "additional_information", "kind", "accelerated", "reference", "cpv", "additional_cpv",
    "places", "estimated_value", "estimated_value_range", "awarded_value", "features",
)  # fmt: skip
_WHO = ("name", "identifier")
COMPARED = frozenset((*_OF_A_LOT, *_OF_THE_PROCEDURE, "buyers", "results", "lot"))
"""The last part of every field that a difference may name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """``field`` is a field of the model ("lot.deadline_offers"); ``lots`` the numbers it is about, none above the lots.

    Values as in the model. A lot that came or went has the field "lot", with its ``Lot`` on one side and None on the other.
    """

    field: str
    lots: tuple[str, ...]
    before: Any
    after: Any


def differences(before: Notice, after: Notice) -> tuple[Difference, ...]:
    """Field by field, in the order in which a reader meets them. Contacts and addresses of organisations are passed over.

    A text that stands in another language only is no difference. What a procedure with one lot repeats is told once.
    """
    found = [
        *_different("procedure", _OF_THE_PROCEDURE, before.procedure, after.procedure, ()),
        *_buyers(before, after),
        *_lots(before, after),
        *_results(before, after),
    ]
    return tuple(_told_once(found))


def patched(lot: Lot, changes: Iterable[Change]) -> Lot:
    """The lot as it was printed, with the deadlines that the changes move, one change after the other."""
    for change in changes:
        lot = _patched(lot, change)
    return lot


def _patched(lot: Lot, change: Change) -> Lot:
    """A deadline is moved where the patch names it: as it stood before, or by the box of the only deadline there is."""
    if change.deadline_after is None or (change.lots and lot.number not in change.lots):
        return lot
    stated = [name for name in _DEADLINES if getattr(lot, name)]
    named = [name for name in stated if _is_the_same(getattr(lot, name), change.deadline_before)]
    if not named and len(stated) == 1 and (change.section or "").startswith(_DEADLINE_BOXES):
        named = stated
    moved: dict[str, Any] = dict.fromkeys(named, change.deadline_after)
    return replace(lot, **moved) if moved else lot


def _is_the_same(stated: Deadline, before: Deadline | None) -> bool:
    """The clock is often left out on one side."""
    if before is None or stated.day != before.day:
        return False
    return before.clock is None or stated.clock is None or stated.clock == before.clock


def _different(
    of: str, fields: Iterable[str], before: Any, after: Any, lots: tuple[str, ...]
) -> Iterator[Difference]:
    for field in fields:
        one, other = getattr(before, field), getattr(after, field)
        if one != other and not _same_texts(one, other):
            yield Difference(f"{of}.{field}", lots, one, other)


def _same_texts(one: Any, other: Any) -> bool:
    """Texts in other languages only say nothing of what changed."""
    if not (isinstance(one, dict) and isinstance(other, dict) and one and other):
        return False
    shared = one.keys() & other.keys()
    return bool(shared) and all(_plain(one[code]) == _plain(other[code]) for code in shared)


def _plain(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


def _buyers(before: Notice, after: Notice) -> Iterator[Difference]:
    one, other = (
        tuple(tuple(getattr(buyer, name) for name in _WHO) for buyer in notice.buyers)
        for notice in (before, after)
    )
    if one != other:
        yield Difference("notice.buyers", (), before.buyers, after.buyers)


def _lots(before: Notice, after: Notice) -> Iterator[Difference]:
    there = {lot.number: lot for lot in before.lots}
    here = {lot.number: lot for lot in after.lots}
    for number, lot in here.items():
        if number in there:
            yield from _different("lot", _OF_A_LOT, there[number], lot, (number,))
        else:
            yield Difference("lot", (number,), None, lot)
    yield from (
        Difference("lot", (number,), lot, None) for number, lot in there.items() if number not in here
    )


def _results(before: Notice, after: Notice) -> Iterator[Difference]:
    if _outcomes(before) != _outcomes(after):
        yield Difference("notice.results", (), before.results, after.results)


def _outcomes(notice: Notice) -> list[tuple[Any, ...]]:
    return [
        (result.lots, result.outcome, [winner.name for award in result.awards for winner in award.winners])
        for result in notice.results
    ]


def _told_once(found: Iterable[Difference]) -> Iterable[Difference]:
    """What changed alike in several lots is one change, and so is what procedure and lots say together."""
    told: dict[tuple[str, ...], Difference] = {}
    for each in found:
        what = (
            ("lot", *each.lots)
            if each.field == "lot"
            else (_last(each.field), repr(each.before), repr(each.after))
        )
        if known := told.get(what):
            together = (*known.lots, *each.lots) if known.lots else ()
            told[what] = replace(known, lots=together)
        else:
            told[what] = each
    return told.values()


def _last(field: str) -> str:
    return field.rpartition(".")[2]
