"""The bridge between the library's ``Notice`` and ``Lot`` and the rows they are kept in."""

from __future__ import annotations

import hashlib
import logging
import re
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import TypeAdapter

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices import notice as library
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.identity import Names, bounded, fingerprint, is_patch, names_of
from opslagstavle.notices.ocds_release import release
from opslagstavle.notices.ocds_release_values import Object
from opslagstavle.terms import cpv, kinds, nuts
from opslagstavle.terms.identifiers import publication_number
from opslagstavle_site.notices.models import Document, Lot, Notice
from opslagstavle_site.web.faults import described

log = logging.getLogger("opslagstavle.notices")

LONGEST_KEY = 120
NOTICE: TypeAdapter[library.Notice] = TypeAdapter(library.Notice)
LOT: TypeAdapter[library.Lot] = TypeAdapter(library.Lot)


@dataclass(frozen=True, slots=True)
class PreparedLot:
    columns: dict[str, Any]
    kinds: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice ready to be stored: column values only, so that it passes cheaply between processes."""

    columns: dict[str, Any]
    lots: tuple[PreparedLot, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Unreadable:
    reason: str
    place: str


def prepare(compressed: bytes) -> Prepared | Unreadable:
    """Read kept bytes. Runs in worker processes too: no database here."""
    content = zlib.decompress(compressed)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        return prepared(read_notice(content), sha256)
    except UnreadableNotice as error:
        return Unreadable(error.reason[:300], error.where[:200])
    except Exception as error:
        # A fault of ours in one notice must not stop the others; its bytes wait for a mended reader.
        log.error("document %s: %s", sha256, described(error))
        return Unreadable(f"fault in the reader: {type(error).__name__}", "")


def prepared(notice: library.Notice, sha256: str) -> Prepared:
    names = names_of(notice)
    if not names.own:
        names = replace(names, own=(f"{notice.ocid}/{sha256[:12]}" if notice.ocid else sha256[:32],))
    key = _key(names.own[0]) or sha256[:32]
    columns = {
        "key": key,
        "lineage": key,
        "patch": is_patch(notice),
        "rank": _rank(notice, sha256),
        "stage": notice.stage.value,
        "notice_type": (notice.notice_type or "")[:40],
        "published": notice.published or notice.dispatched,
        "titles": notice.procedure.titles or (notice.lots[0].titles if notice.lots else {}),
        "buyer_name": next((buyer.name for buyer in notice.buyers if buyer.name), "")[:500],
        "lot_count": len(notice.lots),
        "data": NOTICE.dump_json(replace(notice, lots=())).decode(),
    }
    lots = tuple(_lot(notice, lot, position) for position, lot in enumerate(notice.lots, start=1))
    return Prepared(columns, _distinct(lots), names)


def _key(name: str) -> str:
    """The name as a part of an address. What only looks like a publication number there must not take that number's address."""
    key = addressable(name)
    if publication_number(key) and not publication_number(name):
        return apart(key, name)
    return bounded(key, LONGEST_KEY)


def apart(key: str, name: str) -> str:
    """Another key for a notice of this name, where its own is taken."""
    return f"{key[: LONGEST_KEY - 13]}-{fingerprint(name)}"


def _distinct(lots: tuple[PreparedLot, ...]) -> tuple[PreparedLot, ...]:
    """Lots that carry the same number get their position behind it, so that each has an address."""
    times = Counter(lot.columns["number"] for lot in lots)
    for lot in lots:
        if times[lot.columns["number"]] > 1:
            lot.columns["number"] += f"~{lot.columns['position']}"
    return lots


def _lot(notice: library.Notice, lot: library.Lot, position: int) -> PreparedLot:
    value = lot.estimated_value
    columns = {
        "position": position,
        "number": _number(lot, position),
        "titles": lot.titles or notice.procedure.titles,
        "stage": notice.stage.value,
        "published": notice.published or notice.dispatched,
        "cpv": cpv.normalise(lot.cpv) or "",
        "reserved_participation": is_reserved(lot),
        "reserved_execution": lot.reserved_execution,
        "value_amount": value.amount if value and abs(value.amount) < 10**20 else None,
        "value_currency": value.currency[:3] if value and value.currency else "",
        **lot_columns_of_deadline(lot),
    }
    return PreparedLot(columns, kinds_of(lot), areas_of(lot))


def lot_columns_of_deadline(lot: library.Lot) -> dict[str, Any]:
    """The columns that change when a correction moves a deadline."""
    return {"closes": lot.deadline.day if lot.deadline else None, "data": LOT.dump_json(lot).decode()}


def is_reserved(lot: library.Lot) -> bool | None:
    """Yes for either kind of reservation, no only where the notice says "none", else not stated."""
    if lot.reserved_participation is None:
        return None
    return any(code != "none" for code in lot.reserved_participation)


def kinds_of(lot: library.Lot) -> tuple[str, ...]:
    """The kinds of work its codes belong to, and the divisions those lie in."""
    codes = [code for printed in lot.all_cpv if (code := cpv.normalise(printed))]
    found = [
        kind for code in codes for kind in (kinds.kind_of(code), kinds.kind_of(code[:2] + "000000")) if kind
    ]
    return tuple(dict.fromkeys(kind.key for kind in found))


def areas_of(lot: library.Lot) -> tuple[str, ...]:
    """Every area the lot is found under: its places, what they lie in, and all parts of a wide Danish one."""
    stated = {nuts.normalise(place.nuts or place.country) for place in lot.places}
    return tuple(sorted({area for code in stated if code for area in _found_under(code)}))


@lru_cache(maxsize=20_000)
def _found_under(code: str) -> tuple[str, ...]:
    above = {code[:length] for length in range(2, len(code) + 1)}
    below = {region.code for region in (*nuts.REGIONS, *nuts.PROVINCES) if nuts.within(region.code, code)}
    return tuple(above | below)


def _number(lot: library.Lot, position: int) -> str:
    number = addressable(lot.number[:40]) or str(position)
    return number if lot.kind == "Lot" else f"{lot.kind}-{number}"


def addressable(printed: str) -> str:
    """What can stand in an address as one part of it: numbers are printed as "1/2", "Los 3", or with nothing but a dot.

    >>> addressable("1/2"), addressable("LOT-0001"), addressable("..")
    ('1-2', 'LOT-0001', '')
    """
    return re.sub(r"[^\w.~-]+", "-", printed).strip("-.")


def _rank(notice: library.Notice, sha256: str) -> str:
    """Sorts versions of one notice, the newest last; the hash settles two documents that say the same of themselves."""
    day = notice.published or notice.dispatched
    return f"{day or '0000-00-00'} {(notice.version or '0').zfill(6)[:6]} {sha256}"


def to_bytes(row: Document) -> bytes:
    """As they came."""
    return zlib.decompress(row.compressed)


def as_published(row: Notice) -> library.Notice | None:
    """The whole notice, read from its bytes: as it came out, whatever was corrected afterwards.

    None where today's reader refuses what an earlier one read: the row stays, and the others must still go out.
    """
    try:
        return read_notice(to_bytes(row.document))
    except UnreadableNotice as error:
        log.warning("notice %s cannot be read any more: %s", row.key, error.where)
        return None


def to_release(row: Notice) -> Object | None:
    """The notice as an OCDS release; a better reader makes another release of it, so its number is in the id. None as above."""
    if (read := as_published(row)) is None:
        return None
    published = read.published or read.dispatched
    midnight = (
        datetime.combine(published, time(), timezone.get_default_timezone()) if published else row.stored_at
    )
    return release(
        read,
        ocid=read.ocid or (row.procedure.ocid if row.procedure else f"{settings.OCID_PREFIX}-{row.key}"),
        release_id=f"{row.key}-r{row.document.reader}",
        date=midnight,
    )


def to_line(row: Notice) -> str | None:
    """The notice as a line of JSON, in the library's own model; None as above."""
    read = as_published(row)
    return NOTICE.dump_json(read).decode() if read else None


def to_notice(row: Notice) -> library.Notice:
    """The library's notice, without its lots: there may be hundreds."""
    return NOTICE.validate_json(row.data)


def to_lot(row: Lot, *, as_printed: bool = False) -> library.Lot:
    """As it is now, or as its own notice has it, before others moved a deadline."""
    return LOT.validate_json((as_printed and row.printed) or row.data)
