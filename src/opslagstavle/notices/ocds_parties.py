"""Who takes part: parties of a release, found by their id, as buyers and suppliers of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.eforms_values import first, firsts, texts
from opslagstavle.notices.notice import Organisation
from opslagstavle.notices.ocds_values import is_nuts
from opslagstavle.notices.paths import Record
from opslagstavle.terms import identifiers
from opslagstavle.terms.text import pick

_ONCE = ("address", "town", "postal_code", "website", "contact_name", "email", "phone")
_ISO, _DENMARK = 2, "DK"


class Parties:
    """The organisations of one release."""

    def __init__(self, record: Record, home: str) -> None:
        self._record = record
        self._parties: list[Record] = record.get("parties", [])
        self._by_id = {identifier: party for party in self._parties if (identifier := first(party, "id"))}
        self._home = home

    def buyers(self) -> tuple[Organisation, ...]:
        """The buyer the release names, then other parties of that role; without one, who runs the procedure."""
        call: Record = first(self._record, "call") or {}
        named = self.find(first(self._record, "buyer"), first(self._record, "buyer_name"))
        running = self.find(first(call, "procuring_entity"), first(call, "procuring_name"))
        buyers = _each_once((named, *self._in_role("buyer")))
        return buyers or _each_once((running, *self._in_role("procuringEntity")))

    def suppliers(self, named: Iterable[Record]) -> tuple[Organisation, ...]:
        """In the order of the award; one that is no party is known by its name only."""
        return _each_once(self.find(first(each, "id"), first(each, "name")) for each in named)

    def find(self, identifier: str | None, name: str | None) -> Organisation | None:
        party = self._by_id.get(identifier or "")
        if party is None:
            return Organisation(name=name, names={self._home: name}) if name else None
        found = self._organisation(party)
        return found if found.name or name is None else self._organisation({**party, "names": [(None, name)]})

    def has_funds_of_the_union(self) -> bool | None:
        """A funder of that name; no funder says nothing."""
        names = (
            self._organisation(party).name for party in self._parties if "funder" in party.get("roles", ())
        )
        return True if codes.EUROPEAN_UNION in names else None

    def _in_role(self, role: str) -> Iterator[Organisation]:
        return (self._organisation(party) for party in self._parties if role in party.get("roles", ()))

    def _organisation(self, party: Record) -> Organisation:
        names = texts(party, ("names",), self._home).get("names", {})
        if not names and (legal := first(party, "legal_name")):
            names = {self._home: legal}
        scheme, printed, region = (first(party, name) for name in ("scheme", "identifier", "nuts"))
        country = first(party, "country") or ""
        country = country if len(country) == _ISO else ""
        size = (first(party, "size") or "").lower()
        return Organisation(
            name=pick(names, self._home) or None,
            names=names,
            identifier=_identifier(scheme, printed),
            cvr=identifiers.cvr(printed)
            if scheme == codes.CVR or (not scheme and country == _DENMARK)
            else None,
            country=country or None,
            nuts=region if region and is_nuts(region, country or None) else None,
            size=size if size in codes.SCALES else None,
            legal_type=_classified(party, codes.LEGAL_TYPES, "code"),
            activity=_classified(party, codes.ACTIVITIES, "description")
            or _classified(party, codes.ACTIVITIES, "code"),
            **firsts(party, _ONCE),
        )


def _identifier(scheme: str | None, printed: str | None) -> str | None:
    """With the register it is in ("GB-COH-00445790"), as such numbers are written; a Danish company number says it itself."""
    return f"{scheme}-{printed}" if scheme and printed and scheme != codes.CVR else printed


def _classified(party: Record, schemes: tuple[str, ...], part: str) -> Any:
    for each in party.get("classifications", ()):
        if first(each, "scheme") in schemes and part in each:
            return first(each, part)
    return None


def _each_once(found: Iterable[Organisation | None]) -> tuple[Organisation, ...]:
    unique: list[Organisation] = []
    for each in found:
        if each is not None and each not in unique:
            unique.append(each)
    return tuple(unique)
