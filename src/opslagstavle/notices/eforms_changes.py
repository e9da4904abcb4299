"""What an eForms notice changes: an earlier notice (BG-9) or a running contract (BG-64)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opslagstavle.notices.eforms_values import first, firsts, lists, notice_number, texts
from opslagstavle.notices.notice import Change, Correction, Modification, Stage
from opslagstavle.notices.paths import Record

_LOTS = ("LOT-", "PAR-", "GLO-")
_FIRST = (Stage.PLANNING, Stage.COMPETITION)


def correction(record: Record, home: str) -> Correction | None:
    changes = first(record, "correction")
    if changes is None:
        return None
    entries = changes.get("entries", ())
    return Correction(
        changes=notice_number(first(changes, "changes")),
        **firsts(changes, ("reason",)),
        **texts(changes, ("descriptions",), home),
        entries=tuple(_change(entry, home) for entry in entries if entry),
        documents_changed=_any(value for entry in entries for value in entry.get("documents_changed", ())),
    )


def modifications(record: Record, home: str) -> tuple[Modification, ...]:
    contracts = {first(contract, "id"): contract for contract in record.get("contracts", ())}
    return tuple(
        Modification(
            contract=_number(first(part, "contract"), contracts),
            **firsts(part, ("reason",)),
            **texts(part, ("reason_descriptions", "descriptions"), home),
            **lists(part, ("sections",)),
        )
        for part in record.get("modifications", ())
    )


def earlier_notices(record: Record, stage: Stage) -> tuple[str, ...]:
    """Of the same procedure: those before it, of a contract that is modified, of a framework that is drawn on."""
    holders = [*record.get("modifications", ()), *record.get("contracts", ())]
    return _numbers(holders if stage in _FIRST else [record, *holders], "earlier_notices")


def announced_by(record: Record, stage: Stage) -> tuple[str, ...]:
    """The planning notices that lots name. What came before a call was one too, and may have announced other calls."""
    before = [record] if stage in _FIRST else []
    named = (*_numbers(before, "earlier_notices"), *_numbers(record.get("lots", ()), "announced_by"))
    earlier = earlier_notices(record, stage)
    return tuple(dict.fromkeys(number for number in named if number not in earlier))


def _change(entry: Record, home: str) -> Change:
    sections = list(dict.fromkeys(entry.get("section", ())))
    return Change(
        section=", ".join(sections) or None,
        lots=tuple(section for section in sections if section.startswith(_LOTS)),
        **texts(entry, ("descriptions",), home),
    )


def _number(printed: str | None, contracts: dict[str, Record]) -> str | None:
    """The contract's own number, if the notice explains which contract its "CON-0001" is."""
    return first(contracts.get(printed or "", {}), "contract_number") or printed


def _any(stated: Iterable[bool]) -> bool | None:
    found = set(stated)
    return True in found if found else None


def _numbers(holders: Iterable[Record], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_printed(holders, name)))


def _printed(holders: Iterable[Record], name: str) -> Iterator[str]:
    for holder in holders:
        yield from filter(None, map(notice_number, holder.get(name, ())))
