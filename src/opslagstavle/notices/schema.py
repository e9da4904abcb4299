"""Which business term, box or element a field of the model is read from, in the notice's own format.

The terms themselves stand in the formats' tables; here is only which of a table's rows a field of the model comes from.
"""

from __future__ import annotations

import re
from functools import cache

from opslagstavle.notices import eforms_fields, ocds_fields, ted_legacy_fields, ted_r208_fields
from opslagstavle.notices.paths import Table, describe
from opslagstavle.notices.schema_rows import EFORMS, EFORMS_ROWS, OCDS, ROWS, TED, TED208

__all__ = ["EFORMS", "EFORMS_ROWS", "OCDS", "ROWS", "TABLES", "TED", "TED208", "in_format", "term"]

TABLES: dict[str, tuple[Table, ...]] = {
    EFORMS: eforms_fields.TABLES,
    TED: ted_legacy_fields.TABLES,
    TED208: ted_r208_fields.TABLES,
    OCDS: ocds_fields.TABLES,
}
_BOX = re.compile(r"(?:(?:all|[FT]\d\d) )*([IVX]+(?:\.\d+)*)")
_BUSINESS_TERM = re.compile(r"(?:BT|OP[PTA])-\d+")


@cache
def term(notice_format: str, field: str) -> str:
    """The business term or the box and element of a field, "" where the format has none.

    >>> term("eforms", "lot.deadline_offers"), term("ted-r209", "lot.deadline_offers")
    ('BT-131', 'IV.2.2 DATE_RECEIPT_TENDERS')
    """
    row = ROWS.get(notice_format, {}).get(field)
    if row is None:
        return ""
    found = [(printed, path) for name, printed, path in describe(TABLES[notice_format]) if name == row]
    if notice_format == OCDS:
        return ", ".join(dict.fromkeys(printed for printed, _ in found))
    return _business_terms(found) if notice_format == EFORMS else _boxes(found)


@cache
def in_format(notice_format: str, reference: str) -> str:
    """A reference that names business terms, as a notice of this format has them; laws are left as they are.

    >>> in_format("ted-r209", "BT-71; direktiv 2014/24/EU art. 20")
    'III.1.5, III.1.4; direktiv 2014/24/EU art. 20'
    """
    if notice_format == EFORMS:
        return _without_suffixes(reference)
    parts = (_other_format(notice_format, part) for part in reference.split("; "))
    return "; ".join(part for part in parts if part)


def _other_format(notice_format: str, part: str) -> str:
    named = _BUSINESS_TERM.findall(part)
    if not named:
        return part
    terms = (
        term(notice_format, field) for name in named for field in EFORMS_ROWS if term(EFORMS, field) == name
    )
    return ", ".join(dict.fromkeys(filter(None, terms)))


def _business_terms(rows: list[tuple[str, str]]) -> str:
    """Without the place the SDK adds: "BT-131(d)-Lot" is BT-131."""
    return ", ".join(dict.fromkeys(name for printed, _ in rows for name in _BUSINESS_TERM.findall(printed)))


def _without_suffixes(reference: str) -> str:
    return re.sub(r"((?:BT|OP[PTA])-\d+)(?:\([a-z]\))?(?:-[A-Za-z]+)*", r"\1", reference)


def _boxes(rows: list[tuple[str, str]]) -> str:
    """The boxes' numbers on the printed forms and the element, where all rows have the same; coded data has no boxes."""
    boxes = dict.fromkeys(_box(printed) for printed, _ in rows)
    elements = {path.rpartition("/")[2] for _, path in rows}
    numbered = all(_BOX.fullmatch(printed) for printed, _ in rows)
    if numbered and len(elements) == 1:
        return f"{', '.join(boxes)} {elements.pop()}"
    return ", ".join(boxes)


def _box(printed: str) -> str:
    found = _BOX.fullmatch(printed)
    return found[1] if found else printed.removeprefix("coded ")
