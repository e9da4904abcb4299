"""Who is who in an eForms notice: ORG- and TPO- numbers, resolved to organisations."""

from __future__ import annotations

from collections.abc import Iterable

from opslagstavle.notices.eforms_values import country, first, firsts, texts
from opslagstavle.notices.notice import Organisation
from opslagstavle.notices.paths import Record
from opslagstavle.terms import identifiers
from opslagstavle.terms.text import pick

_IN_THE_DANISH_REGISTER = ("DK", "GL")
_ONCE = (
    "identifier", "town", "postal_code", "nuts", "website", "contact_name", "email", "phone", "size",
)  # fmt: skip
_NO_ROLE: Record = {}
_OF_THE_COMPANY = ("identifier", "size", "country")


class Parties:
    """The organisations of one notice by their number in it. Only those that are asked for are built."""

    def __init__(self, record: Record, home: str) -> None:
        self._home = home
        self._records: dict[str, Record] = {}
        self._built: dict[str, Organisation] = {}
        for company in record.get("organisations", ()):
            self._add(company)
            for point in company.get("contact_points", ()):
                self._add({**{name: company[name] for name in _OF_THE_COMPANY if name in company}, **point})

    def find(self, number: str | None) -> Organisation | None:
        """None if the notice names a number it does not explain."""
        if number is None or number not in self._records:
            return None
        if number not in self._built:
            self._built[number] = _organisation(self._records[number], self._home)
        return self._built[number]

    def buyer(self, role: Record) -> Organisation | None:
        """An organisation with what the notice says of it as a buyer."""
        record = self._records.get(first(role, "id"))
        return _organisation(record, self._home, role) if record else None

    def _add(self, record: Record) -> None:
        if number := first(record, "id"):
            self._records.setdefault(number, record)


def _organisation(record: Record, home: str, role: Record = _NO_ROLE) -> Organisation:
    by_language = texts(record, ("names",), home)
    where = country(first(record, "country"))
    return Organisation(
        name=pick(by_language.get("names", {}), home) or None,
        cvr=_cvr(record.get("identifier", ()), where),
        address=", ".join(dict.fromkeys(record.get("address", ()))) or None,
        country=where,
        **firsts(record, _ONCE),
        **firsts(role, ("legal_type", "activity")),
        **by_language,
    )


def _cvr(printed: Iterable[str], where: str | None) -> str | None:
    # One in eleven of other countries' eight-digit numbers passes the Danish check.
    danish = (number for number in printed if where in _IN_THE_DANISH_REGISTER or _says_danish(number))
    return next(filter(None, map(identifiers.cvr, danish)), None)


def _says_danish(number: str) -> bool:
    return number.lstrip().upper().startswith(("DK", "CVR"))
