"""Lists in words: what a line would change, what is wrong with it, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opslagstavle.enterprises.cells import capacity_text, reference_text
from opslagstavle.enterprises.columns import BY_KEY
from opslagstavle.enterprises.sheet_rows import RowFault
from opslagstavle.errors import BadSheet
from opslagstavle.terms import kinds, nuts
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.importing import Plan, Planned, refused
from opslagstavle_site.enterprises.models import Enterprise, ListImport
from opslagstavle_site.enterprises.remedies import LINE_FAULTS, SHEET_FAULTS
from opslagstavle_site.enterprises.rows import CAPACITIES, REFERENCES
from opslagstavle_site.enterprises.storing import WORKFORCE
from opslagstavle_site.web.language import reader_language, shown_day


@dataclass(frozen=True, slots=True)
class FaultCard:
    """``line`` 0 is the list as a whole; ``column`` "" the whole line."""

    line: int
    column: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """``act``: added, changed or unchanged. ``understood`` are [(words, what they were taken for)]."""

    line: int
    name: str
    url: str
    act: str
    understood: list[tuple[str, str]]
    differences: list[DifferenceCard]


@dataclass(frozen=True, slots=True)
class ListCard:
    url: str
    faults_url: str
    name: str
    at: datetime
    by: str
    is_waiting: bool
    added: int
    changed: int
    unchanged: int
    faulty: int


def fault_card(fault: RowFault) -> FaultCard:
    whole = fault.kind.startswith("sheet-")
    reason, remedy = (SHEET_FAULTS if whole else LINE_FAULTS)[fault.kind.removeprefix("sheet-")]
    evidence = {**fault.evidence}
    if "day" in evidence:
        evidence["day"] = shown_day(date.fromisoformat(evidence["day"]))
    near = evidence.get("near")
    meant = gettext("Did you mean %(near)s?") % {"near": near} if near else ""
    column = BY_KEY.get(fault.column)
    return FaultCard(
        line=fault.line,
        column=column.name(reader_language()) if column else "",
        reason=str(reason) % evidence,
        remedy=" ".join(filter(None, (meant, str(remedy)))),
    )


def stored_faults(done: ListImport) -> list[FaultCard]:
    return [fault_card(RowFault(*fault)) for fault in done.faults]


def planned_card(planned: Planned) -> PlannedCard:
    row = planned.row
    shown = row is not None and row.status == Enterprise.Status.SHOWN
    return PlannedCard(
        line=planned.stated.line,
        name=planned.enterprise.name,
        url=reverse("matches:enterprise", args=[row.key]) if row and shown else "",
        act=planned.act,
        understood=[
            (words, ", ".join(_names(column, keys)))
            for column, found in planned.stated.understood.items()
            for words, keys in found
        ],
        differences=differences(planned.differences),
    )


def _names(column: str, keys: tuple[str, ...]) -> list[str]:
    if column == "kinds":
        return [kinds.KINDS[key].name(reader_language()) for key in keys]
    return [nuts.name(place, reader_language()) or place for place in keys]


def counted(plan: Plan) -> dict[str, int]:
    return {
        "added": plan.count("added"),
        "changed": plan.count("changed"),
        "unchanged": plan.count("unchanged"),
        "faulty": len({fault.line for fault in plan.faults}),
    }


def list_card(row: ListImport) -> ListCard:
    return ListCard(
        url=reverse("enterprises:list_import", args=[row.pk]),
        faults_url=reverse("enterprises:list_faults", args=[row.pk]),
        name=row.name,
        at=row.at,
        by=row.by.get_username() if row.by else "",
        is_waiting=row.state == ListImport.State.WAITING,
        added=row.added,
        changed=row.changed,
        unchanged=row.unchanged,
        faulty=len({fault[0] for fault in row.faults}),
    )


def in_english(outcome: Plan | ListImport) -> dict[str, Any]:
    """What a command tells, planned or done: counts, and the faults with reason and remedy."""
    with translation.override("en"):
        if isinstance(outcome, Plan):
            return {**counted(outcome), "faults": [asdict(fault_card(fault)) for fault in outcome.faults]}
        card = list_card(outcome)
        counts = {name: getattr(card, name) for name in ("added", "changed", "unchanged", "faulty")}
        return {**counts, "faults": [asdict(fault) for fault in stored_faults(outcome)]}


def told_in_english(error: OSError | BadSheet, path: Path) -> str:
    if isinstance(error, OSError):
        return f"{path}: {error.strerror}"
    with translation.override("en"):
        card = fault_card(refused(error))
    return f"{path}: {card.reason} {card.remedy}"


def as_text(told: dict[str, Any]) -> str:
    """One line a fault, and the counts."""
    lines = ["row {line}, {column}: {reason} {remedy}".format(**fault) for fault in told["faults"]]
    counts = "{added} added, {changed} changed, {unchanged} unchanged, {faulty} faulty rows".format(**told)
    return "\n".join([*lines, counts])


# Differences

LABELS: Mapping[str, str | Promise] = {
    "descriptions": _("What they do"),
    "places": _("Areas served"),
    "reach_km": _("How far they go"),
    "registered_by": _("What “registered” rests on"),
    "status": _("State on the board"),
    "cpv": _("CPV codes"),
    "company_form": _("Company form"),
    "cvr_state": _("State in the CVR"),
    "cvr_checked": _("Last looked up in the CVR"),
    "advertising_protected": _("Protected against advertising"),
    "confirmed_on": _("Last confirmed by the enterprise"),
    WORKFORCE: _("Workforce counts"),
}
EVIDENCE: Mapping[str, str | Promise] = {
    "cvr": _("The CVR"),
    "proof": _("A proof that staff has seen"),
    "said": _("The enterprise says so"),
}


def label(field: str) -> str:
    column = BY_KEY.get(field)
    return str(LABELS.get(field) or (column.name(reader_language()) if column else field))


def differences(found: Mapping[str, list[Any]]) -> list[DifferenceCard]:
    """In words. Of counts only that they change: a number before and after would tell of one person."""
    cards = []
    for field, pair in found.items():
        before, after = (value_text(field, value) for value in pair) if pair else ("", gettext("Changed"))
        cards.append(DifferenceCard(label(field), before, after))
    return cards


def value_text(field: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return gettext("Not stated")
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(_SHOWN.get(field, str)(value))


def _day(value: Any) -> str:
    return shown_day(value if isinstance(value, date) else date.fromisoformat(str(value)))


_SHOWN: dict[str, Any] = {
    "kinds": lambda value: "; ".join(_names("kinds", tuple(key for key in value if key in kinds.KINDS))),
    "places": lambda value: "; ".join(_names("places", tuple(value))),
    "cpv": ", ".join,
    "descriptions": lambda value: "\n".join(value.values()),
    "municipality": lambda value: MUNICIPALITIES[value].name if value in MUNICIPALITIES else value,
    "reach_km": lambda value: f"{value} km",
    "capacities": lambda value: "; ".join(map(capacity_text, CAPACITIES.validate_python(value))),
    "references": lambda value: "; ".join(map(reference_text, REFERENCES.validate_python(value))),
    "registered_by": lambda value: str(EVIDENCE.get(value, value)),
    "registered_checked": _day,
    "cvr_checked": _day,
    "confirmed_on": _day,
}
