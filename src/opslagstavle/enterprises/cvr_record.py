"""One enterprise as the central business register (CVR) has it: the parts of a ``Vrvirksomhed`` that the board may know.

Persons, and contact data that are protected or may be a person's, are not read. What has another shape than expected is a
``BadRecord`` with its place. What the register looks like was read from one record of it and from other clients.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from opslagstavle.enterprises.cells import BadCell, email, phone, website
from opslagstavle.errors import BadRecord
from opslagstavle.terms import identifiers
from opslagstavle.terms.municipalities import MUNICIPALITIES

FLAG = "SOCIAL_ØKONOMISK_VIRKSOMHED"
"""The attribute that says "registered social enterprise"."""
ACTIVE = frozenset({"AKTIV", "NORMAL", "FREMTID"})
PERSONAL_FORMS = frozenset({10, 15})
"""Sole proprietors: what is known of the enterprise is known of a person."""
COMMON_ADDRESSES = frozenset(
    [
        "info",
        "kontakt",
        "contact",
        "mail",
        "post",
        "kontor",
        "office",
        "admin",
        "administration",
        "reception",
        "salg",
        "butik",
        "hej",
        "hello",
        "sekretariat",
    ]
)
"""Beginnings of e-mail addresses that are nobody's own."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flag:
    """What the register says of "registered" for one span of time; ``until`` is its last day, None: still."""

    value: bool
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class CvrRecord:
    """``state`` as printed; ``ended`` the last day of its life. ``municipality`` is a number of ours, None for one that is none.

    ``flags`` are in order of time; none at all says nothing, since the register names only enterprises that ever were registered.
    """

    cvr: str
    name: str | None
    earlier_names: tuple[str, ...] = ()
    form: str | None = None
    state: str | None = None
    ended: date | None = None
    municipality: str | None = None
    town: str | None = None
    advertising_protected: bool | None = None
    flags: tuple[Flag, ...] = ()
    website: str | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def is_active(self) -> bool | None:
        """None where neither its life nor its state is told."""
        if self.ended:
            return False
        return self.state.upper() in ACTIVE if self.state else None

    def registered(self, on: date) -> bool | None:
        """Was it a registered social enterprise on that day? None where the register never said anything of it."""
        if not self.flags:
            return None
        return any(flag.value and _holds(flag.since, flag.until, on) for flag in self.flags)


def _holds(since: date | None, until: date | None, on: date) -> bool:
    return (since is None or since <= on) and (until is None or on <= until)


def read_record(hit: Any) -> CvrRecord:
    """From a hit of the register's search, its ``_source``, or the ``Vrvirksomhed`` in it. Raises ``BadRecord``."""
    record = _enterprise(hit)
    number = identifiers.cvr(_printed(record.get("cvrNummer")))
    if number is None:
        raise BadRecord("cvrNummer", "a company number of eight digits whose check holds is needed")
    access = record.get("dataAdgang")
    if access not in (None, 0):
        raise BadRecord("dataAdgang", "access to this enterprise is restricted; nothing of it is read")
    named = _spans(record, "navne", lambda entry: _text(entry, "navn"))
    current, earlier = _current(named)
    life = _spans(record, "livsforloeb", lambda entry: "")
    metadata = _mapping(record.get("virksomhedMetadata") or {}, "virksomhedMetadata")
    protected = record.get("reklamebeskyttet")
    if protected not in (None, True, False):
        raise BadRecord("reklamebeskyttet", "yes, no or nothing is needed")
    municipality, town = _address(record)
    form_code, form = _form(record)
    open_to_all = protected is False and form_code not in PERSONAL_FORMS
    return CvrRecord(
        cvr=number,
        name=current or None,
        earlier_names=earlier,
        form=form,
        state=_text(metadata, "sammensatStatus", "virksomhedMetadata.") or None,
        ended=_ended(life),
        municipality=municipality,
        town=town,
        advertising_protected=protected,
        flags=_flags(record),
        website=_contact(record, "hjemmeside", website) if open_to_all else None,
        email=_contact(record, "elektroniskPost", _common_email) if open_to_all else None,
        phone=_contact(record, "telefonNummer", phone) if open_to_all else None,
    )


def _enterprise(hit: Any) -> Mapping[str, Any]:
    found = hit
    for name in ("_source", "Vrvirksomhed"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    if not isinstance(found, dict) or "cvrNummer" not in found:
        raise BadRecord("", "no Vrvirksomhed is in it")
    return found


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadRecord(where, "an object is needed")
    return value


def _printed(value: Any) -> str:
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""


def _text(entry: Mapping[str, Any], name: str, where: str = "") -> str:
    value = entry.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecord(f"{where}{name}", "a text is needed")
    return " ".join(value.split())


def _day(value: Any, where: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError) as error:
        raise BadRecord(where, "a day like 2026-01-31 is needed") from error


Span = tuple[date | None, date | None, T]


def _spans(record: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any]], T]) -> list[Span[T]]:
    """(first day, last day, what held) of a list with periods, in order of time."""
    entries = record.get(name)
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise BadRecord(name, "a list is needed")
    found = []
    for number, each in enumerate(entries, 1):
        where = f"{name} {number}"
        entry = _mapping(each, where)
        period = _mapping(entry.get("periode") or {}, f"{where} periode")
        since = _day(period.get("gyldigFra"), f"{where} periode gyldigFra")
        until = _day(period.get("gyldigTil"), f"{where} periode gyldigTil")
        try:
            found.append((since, until, read(entry)))
        except BadRecord as bad:
            raise BadRecord(f"{where} {bad.where}".strip(), bad.reason) from bad
    return sorted(found, key=lambda span: (span[0] or date.min, span[1] or date.max))


def _newest(spans: list[Span[T]]) -> T | None:
    """What holds: of those without an end the last begun, else the one that ended last."""
    if not spans:
        return None
    return max(spans, key=lambda span: (span[1] is None, span[1] or date.min, span[0] or date.min))[2]


def _current(named: list[Span[str]]) -> tuple[str, tuple[str, ...]]:
    current = _newest(named) or ""
    return current, tuple(dict.fromkeys(name for _, _, name in named if name and name != current))


def _ended(life: list[Span[str]]) -> date | None:
    days = [until for _, until, _ in life]
    return max((day for day in days if day), default=None) if days and None not in days else None


def _address(record: Mapping[str, Any]) -> tuple[str | None, str | None]:
    entry = _newest(_spans(record, "beliggenhedsadresse", lambda each: each))
    if entry is None:
        return None, None
    where = "beliggenhedsadresse "
    own = _mapping(entry.get("kommune") or {}, f"{where}kommune").get("kommuneKode")
    code = _printed(own).zfill(3)
    town = _text(entry, "postdistrikt", where) or _text(entry, "bynavn", where)
    return code if code in MUNICIPALITIES else None, town or None


def _form(record: Mapping[str, Any]) -> tuple[int | None, str | None]:
    entry = _newest(_spans(record, "virksomhedsform", lambda each: each))
    if entry is None:
        return None, None
    code = _printed(entry.get("virksomhedsformkode"))
    text = _text(entry, "langBeskrivelse", "virksomhedsform ") or _text(
        entry, "kortBeskrivelse", "virksomhedsform "
    )
    return int(code) if re.fullmatch(r"[0-9]{1,4}", code) else None, text or None


def _flags(record: Mapping[str, Any]) -> tuple[Flag, ...]:
    attributes = record.get("attributter")
    if attributes is None:
        return ()
    if not isinstance(attributes, list):
        raise BadRecord("attributter", "a list is needed")
    found: list[Span[bool]] = []
    for number, each in enumerate(attributes, 1):
        attribute = _mapping(each, f"attributter {number}")
        kind = unicodedata.normalize("NFC", _printed(attribute.get("type"))).upper()
        if kind == FLAG:
            found += _spans(attribute, "vaerdier", lambda entry: _truth(entry.get("vaerdi")))
    return tuple(Flag(value, since, until) for since, until, value in found)


def _truth(value: Any) -> bool:
    word = _printed(value).lower() if not isinstance(value, bool) else str(value).lower()
    if word not in ("true", "false"):
        raise BadRecord("vaerdi", "true or false is needed")
    return word == "true"


def _contact(record: Mapping[str, Any], name: str, read: Callable[[str], str]) -> str | None:
    """The newest that is not secret and can be read. Another shape is no fault: there is just nothing to take."""
    entries = record.get(name)
    known = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    for entry in reversed(known):
        period = entry.get("periode")
        over = not isinstance(period, dict) or period.get("gyldigTil") is not None
        text = entry.get("kontaktoplysning")
        if over or entry.get("hemmelig") is not False or not isinstance(text, str):
            continue
        try:
            return read(text.strip())
        except BadCell:
            continue
    return None


def _common_email(text: str) -> str:
    if text.partition("@")[0].lower() not in COMMON_ADDRESSES:
        raise BadCell("person")
    return email(text)
