"""A line of a list to what it states of an enterprise, or to what is wrong with it; and an enterprise back to a line.

A blank cell states nothing: whatever is known already stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from opslagstavle.enterprises import cells, plain_kinds, plain_places
from opslagstavle.enterprises.cells import BadCell
from opslagstavle.enterprises.columns import BY_KEY, COLUMNS, COUNTS
from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.sheets import Cell, Line
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms.kinds import KINDS, fold
from opslagstavle.terms.municipalities import MUNICIPALITIES

BESIDE = ("website", "email", "phone", "registered_proof")
"""Columns that ``Enterprise`` has no field for."""
FAULTS = (
    "missing-name", "bad-cvr", "unknown-municipality", "unknown-place", "distance-from-where", "unknown-kind", "not-yes-no",
    "bad-date", "date-ahead", "bad-count", "above-heads", "formula", "cell-error", "too-long", "bad-website", "bad-email",
    "bad-phone", "bad-capacity", "bad-reference", "person", "twice",
)  # fmt: skip
"""What can be wrong with a line by itself; what only the register can tell is added there."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """``column`` is the key of a column, "" for the line as a whole. ``evidence`` never holds a count or a person's number."""

    line: int
    column: str
    kind: str
    evidence: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one line states: only fields whose cell is filled in.

    ``values`` are fields of ``Enterprise`` that stand for themselves; ``counts`` of its workforce; ``served`` has to be
    resolved against the municipality; ``beside`` are ``BESIDE``. ``understood`` says what plain words were taken for:
    column → [(words, kind or place keys)].
    """

    line: int
    key: str | None
    values: dict[str, Any]
    texts: dict[str, str]
    counts: dict[str, int]
    served: plain_places.Served | None
    beside: dict[str, str]
    understood: dict[str, list[tuple[str, tuple[str, ...]]]]

    @property
    def name(self) -> str | None:
        return self.values.get("name")

    @property
    def cvr(self) -> str | None:
        return self.values.get("cvr")


def read_lines(lines: Iterable[Line], on: date) -> tuple[list[Stated], list[RowFault]]:
    """Every line that can be used, and what is wrong with the others. A line that comes again is a fault of the second."""
    good: list[Stated] = []
    faults: list[RowFault] = []
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        stated, wrong = read_line(line, on)
        if stated is None:
            faults += wrong
        elif first := next((seen[name] for name in _names(stated) if name in seen), None):
            faults.append(RowFault(line.number, "", "twice", {"first": str(first)}))
        else:
            good.append(stated)
            seen |= dict.fromkeys(_names(stated), line.number)
    return good, faults


def _names(stated: Stated) -> list[tuple[str, str]]:
    """By what two lines are the same enterprise: the number; the key; without a number, name and municipality."""
    found = [("cvr", stated.cvr)] if stated.cvr else []
    found += [("key", stated.key)] if stated.key else []
    if not stated.cvr and stated.name:
        found.append(("name", f"{fold(stated.name)}|{stated.values.get('municipality') or ''}"))
    return [(kind, name) for kind, name in found if name]


def read_line(line: Line, on: date) -> tuple[Stated | None, list[RowFault]]:
    """What the line states, else all that is wrong with it."""
    read: dict[str, Any] = {}
    faults = []
    for column in COLUMNS:
        cell = line.cells.get(column.key, Cell(""))
        try:
            if (value := _value(column.key, cell, on)) is not None:
                read[column.key] = value
        except BadCell as bad:
            faults.append(RowFault(line.number, column.key, bad.kind, bad.evidence))
    if not ({"name", "cvr", "key"} & read.keys()) and not faults:
        faults.append(RowFault(line.number, "name", "missing-name"))
    faults += _beyond(read, line.number)
    return (None, faults) if faults else (_stated(line.number, read), [])


def _value(key: str, cell: Cell, on: date) -> Any:
    """None where nothing is stated."""
    if cell.problem:
        raise BadCell("formula" if cell.problem == "formula" else "cell-error", found=cell.text[:60])
    if not cell.text:
        return None
    longest = BY_KEY[key].longest
    if len(cell.text) > longest:
        raise BadCell("too-long", longest=str(longest), length=str(len(cell.text)))
    cells.refuse_person(cell.text)
    return _READERS.get(key, _text)(cell.text, on)


def _text(text: str, on: date) -> str:
    return text


def _line_of_text(text: str, on: date) -> str:
    return " ".join(text.split())


_READERS: Mapping[str, Callable[[str, date], Any]] = {
    "name": _line_of_text,
    "town": _line_of_text,
    "registered_proof": _line_of_text,
    "cvr": lambda text, on: cells.company_number(text),
    "kinds": lambda text, on: plain_kinds.understood(text),
    "places": lambda text, on: plain_places.served(text),
    "municipality": lambda text, on: plain_places.municipality(text).code,
    "capacities": lambda text, on: tuple(map(cells.capacity, cells.parts(text))),
    "references": lambda text, on: tuple(cells.reference(part, on) for part in cells.references(text)),
    "website": lambda text, on: cells.website(text),
    "email": lambda text, on: cells.email(text),
    "phone": lambda text, on: cells.phone(text),
    "registered": lambda text, on: cells.yes_no(text),
    "registered_checked": cells.day,
    "integration_is_main_aim": lambda text, on: cells.yes_no(text),
    **dict.fromkeys(COUNTS, lambda text, on: cells.count(text)),
}


def _beyond(read: Mapping[str, Any], line: int) -> list[RowFault]:
    """Counts above all heads of the same line."""
    heads = read.get("heads")
    return [
        RowFault(line, key, "above-heads")
        for key in COUNTS[1:]
        if heads is not None and read.get(key) is not None and read[key] > heads
    ]


_OWN = ("name", "cvr", "municipality", "town", "capacities", "references", "registered", "registered_checked",
        "integration_is_main_aim")  # fmt: skip


def _stated(line: int, read: dict[str, Any]) -> Stated:
    values = {name: read[name] for name in _OWN if name in read}
    understood: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    if found := read.get("kinds"):
        values["kinds"] = tuple(dict.fromkeys(kind.key for _, kind in found))
        understood["kinds"] = [(words, (kind.key,)) for words, kind in found]
    if "places" in read:
        understood["places"] = list(read["places"].understood)
    texts = {"da": read.get("description_da"), "en": read.get("description_en")}
    return Stated(
        line=line,
        key=read.get("key"),
        values=values,
        texts={language: text for language, text in texts.items() if text},
        counts={name: read[name] for name in COUNTS if name in read},
        served=read.get("places"),
        beside={name: read[name] for name in BESIDE if name in read},
        understood=understood,
    )


def applied(stated: Stated, to: Enterprise) -> Enterprise:
    """The enterprise with what the line states. Raises ``BadCell`` with its column where both do not go together."""
    known = replace(to, **stated.values)
    known = replace(known, descriptions={**to.descriptions, **stated.texts})
    if known.registered is not to.registered and "registered_checked" not in stated.values:
        known = replace(known, registered_checked=None)  # that day's answer was another one
    if stated.served is not None:
        places, reach = plain_places.resolved(stated.served, known.municipality)
        known = replace(known, places=places, reach_km=reach)
    return replace(known, workforce=_counted(replace(to.workforce, **stated.counts), stated.counts))


def _counted(workforce: Workforce, counts: Mapping[str, int]) -> Workforce:
    for name in COUNTS[1:]:
        number = getattr(workforce, name)
        if counts and workforce.heads is not None and number is not None and number > workforce.heads:
            raise BadCell("above-heads", column=name if name in counts else "heads")
    return workforce


def as_line(enterprise: Enterprise, beside: Mapping[str, str]) -> dict[str, str | int | date]:
    """Column → what ``read_line`` reads as the same; columns without anything are left out."""
    own = enterprise.municipality
    place = MUNICIPALITIES.get(own or "")
    line: dict[str, Any] = {
        "name": enterprise.name,
        "cvr": enterprise.cvr,
        "description_da": enterprise.descriptions.get("da"),
        "description_en": enterprise.descriptions.get("en"),
        "kinds": plain_kinds.text_of(key for key in enterprise.kinds if key in KINDS),
        "places": plain_places.text_of(enterprise.places, enterprise.reach_km, own),
        "municipality": place.name if place else None,
        "town": enterprise.town,
        "capacities": "\n".join(map(cells.capacity_text, enterprise.capacities)),
        "references": "\n".join(map(cells.reference_text, enterprise.references)),
        "registered": _answer(enterprise.registered),
        "registered_checked": enterprise.registered_checked,
        "integration_is_main_aim": _answer(enterprise.integration_is_main_aim),
        **{name: getattr(enterprise.workforce, name) for name in COUNTS},
        "key": enterprise.key,
        **beside,
    }
    return {column.key: line[column.key] for column in COLUMNS if line.get(column.key) not in (None, "")}


def _answer(stated: bool | None) -> str | None:
    return None if stated is None else "ja" if stated else "nej"
