"""Where an entry comes from, what is known of it and what became of it, as a reader says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.enterprises.enterprise import Capacity, Reference
from opslagstavle.terms import money, nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.models import Change, Enterprise, Request
from opslagstavle_site.enterprises.rows import CAPACITIES, REFERENCES
from opslagstavle_site.web.language import reader_language

Words = dict[str, str | Promise]

PERIODS: Words = {
    "day": gettext_lazy("day"),
    "week": gettext_lazy("week"),
    "month": gettext_lazy("month"),
    "year": gettext_lazy("year"),
}
STATUS: Words = {
    Enterprise.Status.SHOWN: gettext_lazy("On the list"),
    Enterprise.Status.PROPOSED: gettext_lazy("Waits for the entrance"),
    Enterprise.Status.MERGED: gettext_lazy("Merged into another entry"),
    Enterprise.Status.HIDDEN: gettext_lazy("Taken off the list"),
}
ORIGIN: Words = {
    Enterprise.Origin.ITSELF: gettext_lazy("The enterprise entered itself."),
    Enterprise.Origin.OTHERS: gettext_lazy(
        "Proposed by somebody outside the enterprise, and looked at by the entrance."
    ),
    Enterprise.Origin.RESEARCH: gettext_lazy("Known by our own research."),
    Enterprise.Origin.LIST: gettext_lazy("Came in a list that was handed in to the entrance."),
    Enterprise.Origin.CVR: gettext_lazy("Came from the central business register (CVR)."),
}
EVIDENCE: Words = {
    Enterprise.Evidence.CVR: gettext_lazy("according to the central business register (CVR)"),
    Enterprise.Evidence.PROOF: gettext_lazy("the entrance has seen proof"),
    Enterprise.Evidence.SAID: gettext_lazy("by its own word, not checked"),
    "": gettext_lazy("not checked"),
}
ACTS: Words = {
    Change.Act.ENTERED: gettext_lazy("Entered"),
    Change.Act.PROPOSED: gettext_lazy("Proposed"),
    Change.Act.CHANGED: gettext_lazy("Changed"),
    Change.Act.CONFIRMED: gettext_lazy("Confirmed: everything still holds"),
    Change.Act.CHECKED: gettext_lazy("Registration checked"),
    Change.Act.IMPORTED: gettext_lazy("Read from a list or a register"),
    Change.Act.ACCEPTED: gettext_lazy("Accepted and put on the list"),
    Change.Act.HIDDEN: gettext_lazy("Taken off the list"),
    Change.Act.SHOWN: gettext_lazy("Put back on the list"),
    Change.Act.MERGED: gettext_lazy("Another entry was merged into this one"),
    Change.Act.UNMERGED: gettext_lazy("A merger was undone"),
    Change.Act.TAKEN_BACK: gettext_lazy("A change was taken back"),
}
WISHES: Words = {
    Request.Wish.CORRECTION: gettext_lazy("Correct something"),
    Request.Wish.REMOVAL: gettext_lazy("Remove the enterprise from the register"),
}
COLUMNS: Words = {
    "name": gettext_lazy("Name of the enterprise"),
    "cvr": gettext_lazy("CVR number"),
    "status": gettext_lazy("Status"),
    "descriptions": gettext_lazy("What it does"),
    "kinds": gettext_lazy("Kinds of work"),
    "cpv": gettext_lazy("Further CPV codes"),
    "places": gettext_lazy("Works in"),
    "town": gettext_lazy("Town"),
    "municipality": gettext_lazy("Own municipality"),
    "reach_km": gettext_lazy("Kilometres from its own municipality"),
    "capacities": gettext_lazy("Capacity"),
    "references": gettext_lazy("References"),
    "website": gettext_lazy("Website"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "registered": gettext_lazy("Registered social enterprise"),
    "registered_checked": gettext_lazy("Registration checked"),
    "registered_by": gettext_lazy("What that rests on"),
    "registered_proof": gettext_lazy("Where that is to be seen"),
    "integration_is_main_aim": gettext_lazy("Integration is the main aim"),
    "company_form": gettext_lazy("Company form"),
    "cvr_state": gettext_lazy("State in the central business register"),
    "cvr_checked": gettext_lazy("Looked up in the central business register"),
    "advertising_protected": gettext_lazy("Protected against advertising"),
    "confirmed_on": gettext_lazy("Last confirmed"),
    "workforce": gettext_lazy("Staff numbers"),
}


def column_name(column: str) -> str:
    return str(COLUMNS.get(column, column))


def told(column: str, value: Any) -> str:
    """A value of a column, as the history has it, in words; "" is not stated."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _READ.get(column, _plain)(value)


def day(value: date) -> str:
    return date_format(value, _("j F Y"))


def capacity(each: Capacity) -> str:
    return _("%(amount)s %(unit)s a %(period)s") % {
        "amount": _amount(each), "unit": each.unit, "period": PERIODS[each.period],
    }  # fmt: skip


def _amount(each: Capacity) -> str:
    return money.shown(each.amount, "", reader_language()).strip()


def reference(each: Reference) -> str:
    """For whom, what, in which years and for how much, as far as it is stated."""
    value = money.shown(each.value, "DKK", reader_language()) if each.value is not None else ""
    return ", ".join(filter(None, [f"{each.buyer}: {each.work}", years(each), value]))


def years(each: Reference) -> str:
    if each.since and each.until:
        return str(each.since) if each.since == each.until else f"{each.since}–{each.until}"
    if each.since:
        return _("from %(year)s") % {"year": each.since}
    return _("until %(year)s") % {"year": each.until} if each.until else ""


def kind_name(key: str) -> str:
    return KINDS[key].name(reader_language()) if key in KINDS else key


def place_name(code: str) -> str:
    return nuts.name(code, reader_language()) or code


def municipality_name(code: str) -> str:
    found = MUNICIPALITIES.get(code)
    return found.name if found else code


def _plain(value: Any) -> str:
    return str(value)


def _day(value: str) -> str:
    return day(date.fromisoformat(value))


_READ: dict[str, Callable[[Any], str]] = {
    "capacities": lambda value: "; ".join(map(capacity, CAPACITIES.validate_python(value))),
    "references": lambda value: "; ".join(map(reference, REFERENCES.validate_python(value))),
    "municipality": municipality_name,
    "kinds": lambda value: ", ".join(map(kind_name, value)),
    "places": lambda value: ", ".join(map(place_name, value)),
    "cpv": lambda value: ", ".join(value),
    "descriptions": lambda value: " / ".join(value.values()),
    "status": lambda value: str(STATUS.get(value, value)),
    "registered_by": lambda value: str(EVIDENCE.get(value, value)),
    "registered_checked": _day,
    "cvr_checked": _day,
    "confirmed_on": _day,
}
