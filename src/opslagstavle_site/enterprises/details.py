"""An entry in full: why it is trusted, how to reach the enterprise, what became of the entry, each as lines in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import rows, words
from opslagstavle_site.enterprises.models import Change, Enterprise
from opslagstavle_site.enterprises.readers import Reader, is_staff
from opslagstavle_site.enterprises.storing import WORKFORCE

CAN_BE_TAKEN_BACK = frozenset({
    Change.Act.CHANGED, Change.Act.CONFIRMED, Change.Act.CHECKED, Change.Act.IMPORTED, Change.Act.HIDDEN, Change.Act.SHOWN,
    Change.Act.TAKEN_BACK,
})  # fmt: skip
"""A merger is undone by its own way; what was entered or accepted is taken off the list."""


@dataclass(frozen=True, slots=True)
class Line:
    """A fact as ``web/components/key_facts.html`` shows it; ``value`` "" is not stated."""

    label: str
    value: str
    source: str = ""
    url: str = ""
    quoted: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """``workforce``: staff numbers changed; which ones is told nowhere."""

    pk: int
    act: str
    at: datetime
    who: str
    differences: list[Difference]
    workforce: bool
    may_take_back: bool


def trust(row: Enterprise) -> list[Line]:
    """Who entered it, what was looked up where and when, and who confirmed it last."""
    return [
        Line(_("Where the entry comes from"), _origin(row)),
        Line(_("CVR number"), _company_number(row)),
        Line(_("Registered social enterprise"), registration(row), _("act 711 of 25 June 2014")),
        *_proof(row),
        Line(
            _("Last confirmed by the enterprise"),
            words.day(row.confirmed_on) if row.confirmed_on else _("Never"),
        ),
        Line(_("Last checked"), _last_checked(row)),
    ]


def _origin(row: Enterprise) -> str:
    entered = _("Entered on %(day)s.") % {"day": words.day(timezone.localdate(row.created_at))}
    return f"{words.ORIGIN[row.origin]} {entered}"


def _company_number(row: Enterprise) -> str:
    if not row.cvr:
        return ""
    if not row.cvr_checked:
        return _("%(cvr)s. The number is well formed; it was not looked up.") % {"cvr": row.cvr}
    found = {"cvr": row.cvr, "day": words.day(row.cvr_checked)}
    text = _("%(cvr)s. Found in the central business register on %(day)s.") % found
    state = _("State there: %(state)s.") % {"state": row.cvr_state}
    return f"{text} {state}" if row.cvr_state else text


def registration(row: Enterprise) -> str:
    """Is it registered, and who says so?"""
    if row.registered is None:
        return ""
    answer = _("Yes") if row.registered else _("No")
    return f"{answer}, {words.EVIDENCE[row.registered_by]}"


def _proof(row: Enterprise) -> list[Line]:
    if not row.registered_proof:
        return []
    link = row.registered_proof if row.registered_proof.startswith("https://") else ""
    return [Line(_("Where that is to be seen"), row.registered_proof, url=link)]


def _last_checked(row: Enterprise) -> str:
    days = [each for each in (row.registered_checked, row.cvr_checked) if each]
    return words.day(max(days)) if days else _("Never")


def work(row: Enterprise) -> list[Line]:
    """How much it can do, and what it did before."""
    told = rows.to_library(row)
    return [
        Line(_("Capacity"), "\n".join(map(words.capacity, told.capacities))),
        Line(_("References"), "\n".join(map(words.reference, told.references))),
    ]


def contact(row: Enterprise) -> list[Line]:
    """Website, e-mail and phone. Protected against advertising, an address that came from elsewhere is not shown on."""
    own_words = row.origin == Enterprise.Origin.ITSELF or row.confirmed_on is not None
    if row.advertising_protected and not own_words:
        return []
    found = [
        Line(
            _("Website"),
            row.website,
            url=row.website if row.website.startswith(("https://", "http://")) else "",
        ),
        Line(_("E-mail"), row.email, url=f"mailto:{row.email}"),
        Line(_("Phone"), row.phone, url=f"tel:{''.join(filter(_dialled, row.phone))}"),
    ]
    return [line for line in found if line.value]


def _dialled(character: str) -> bool:
    return character.isdigit() or character == "+"


def everything(row: Enterprise) -> list[Line]:
    """All of an entry but the counts of staff, for whoever has to judge it."""
    kept = {name for name in words.COLUMNS if name not in (WORKFORCE, "status")}
    values = {name: rows.plain(getattr(row, name)) for name in words.COLUMNS if name in kept}
    return [Line(words.column_name(name), words.told(name, value)) for name, value in values.items()]


def history_lines(changes: Iterable[Change], reader: Reader) -> list[HistoryLine]:
    return [_history_line(change, reader) for change in changes]


def _history_line(change: Change, reader: Reader) -> HistoryLine:
    own = change.by_id is not None and change.by_id == reader.pk
    undoable = change.act in CAN_BE_TAKEN_BACK and bool(change.differences.keys() - {WORKFORCE})
    return HistoryLine(
        pk=change.pk,
        act=str(words.ACTS[change.act]),
        at=change.at,
        who=_who(change.by, reader),
        differences=differences(change),
        workforce=WORKFORCE in change.differences,
        may_take_back=undoable and (is_staff(reader) or own),
    )


def differences(change: Change) -> list[Difference]:
    told: dict[str, Any] = {name: pair for name, pair in change.differences.items() if name != WORKFORCE}
    return [
        Difference(words.column_name(name), words.told(name, before), words.told(name, after))
        for name, (before, after) in told.items()
    ]


def _who(by: User | None, reader: Reader) -> str:
    """Names of users are for staff: an enterprise reads who they are to it."""
    if by is None:
        return _("without a log-in")
    if is_staff(reader):
        return by.get_username()
    if by.pk == reader.pk:
        return _("you")
    return _("the entrance") if by.is_staff else _("the enterprise")
