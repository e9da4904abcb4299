"""Who is who in an eForms notice: ORG- and TPO- numbers, resolved to organisations."""

from __future__ import annotations

from collections.abc import Iterable

from opslagstavle.notices.eforms_values import country, each, first, texts
from opslagstavle.notices.notice import Organisation
from opslagstavle.notices.paths import Record
from opslagstavle.terms import identifiers
from opslagstavle.terms.text import pick

_IN_THE_DANISH_REGISTER = ("DK", "GL")
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

    def _add(self, record: Record) -> None:
        if number := first(record, "id"):
            self._records.setdefault(number, record)


def _organisation(record: Record, home: str) -> Organisation:
    names = texts(record, "names", home)
    where = country(first(record, "country"))
    return Organisation(
        name=pick(names, home) or None,
        names=names,
        identifier=first(record, "identifier"),
        cvr=_cvr(record.get("identifier", ()), where),
        address=", ".join(each(record, "address")) or None,
        town=first(record, "town"),
        postal_code=first(record, "postal_code"),
        country=where,
        nuts=first(record, "nuts"),
        website=first(record, "website"),
        contact_name=first(record, "contact_name"),
        email=first(record, "email"),
        phone=first(record, "phone"),
        size=first(record, "size"),
    )


def _cvr(printed: Iterable[str], where: str | None) -> str | None:
    # One in eleven of other countries' eight-digit numbers passes the Danish check.
    danish = (number for number in printed if where in _IN_THE_DANISH_REGISTER or _says_danish(number))
    return next(filter(None, map(identifiers.cvr, danish)), None)


def _says_danish(number: str) -> bool:
    return number.lstrip().upper().startswith(("DK", "CVR"))
