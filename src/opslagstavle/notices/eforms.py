"""eForms (UBL) notices, as TED publishes them since 2022 and national portals with extensions of their own.

What is read and from where stands in ``eforms_fields.py``; here the collected record becomes the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.eforms_fields import READING
from opslagstavle.notices.eforms_lots import lot, places
from opslagstavle.notices.eforms_parties import Parties
from opslagstavle.notices.eforms_results import Results
from opslagstavle.notices.eforms_values import each, first, language, notice_number, texts
from opslagstavle.notices.notice import (
    Correction,
    Notice,
    Organisation,
    Procedure,
    Stage,
)
from opslagstavle.notices.paths import Record
from opslagstavle.terms import identifiers

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_ROOTS = frozenset({
    f"{{{_UBL}:ContractNotice-2}}ContractNotice",
    f"{{{_UBL}:ContractAwardNotice-2}}ContractAwardNotice",
    f"{{{_UBL}:PriorInformationNotice-2}}PriorInformationNotice",
    "{http://data.europa.eu/p27/eforms-business-registration-information-notice/1}"
    "BusinessRegistrationInformationNotice",
})  # fmt: skip

_STAGES = {
    "planning": Stage.PLANNING, "consultation": Stage.PLANNING, "competition": Stage.COMPETITION,
    "result": Stage.RESULT, "dir-awa-pre": Stage.DIRECT_AWARD, "cont-modif": Stage.MODIFICATION,
    "change": Stage.CHANGE,
}  # fmt: skip
"""BT-03 form type. "completion" and "bri" (business registration) have no stage of their own."""

_UNDETERMINED = "und"


def recognises(root: etree._Element) -> bool:
    return root.tag in _ROOTS


def read(root: etree._Element) -> Notice:
    """Raises ``UnreadableNotice`` where there is nothing to show: no identifier, no lot, no title."""
    record = READING.collect(root)
    if not any(name in record for name in ("notice_id", "publication_number", "lots", "procedure.titles")):
        raise UnreadableNotice(
            "an eForms notice without identifier, lot or title", etree.QName(root).localname
        )
    home = language(first(record, "language")) or _UNDETERMINED
    parties = Parties(record, home)
    number = identifiers.publication_number(first(record, "publication_number"))
    return Notice(
        format="eforms",
        format_version=first(record, "format_version"),
        stage=_STAGES.get(first(record, "stage"), Stage.OTHER),
        notice_type=first(record, "notice_type"),
        subtype=first(record, "subtype"),
        publication_number=number,
        notice_id=first(record, "notice_id"),
        version=first(record, "version"),
        published=first(record, "published"),
        dispatched=first(record, "dispatched"),
        language=language(first(record, "language")),
        languages=_languages(record),
        legal_basis=first(record, "legal_basis"),
        buyers=tuple(_buyers(record, parties)),
        procedure=_procedure(record, home),
        lots=tuple(lot(part, home) for part in record.get("lots", ())),
        results=Results(record, parties, home).read(),
        correction=_correction(record, home),
        earlier_notices=_earlier_notices(record),
        url=f"https://ted.europa.eu/en/notice/-/detail/{number}" if number else None,
    )


def _languages(record: Record) -> tuple[str, ...]:
    printed = (first(record, "language"), *record.get("languages", ()))
    return tuple(dict.fromkeys(code for code in map(language, printed) if code))


def _buyers(record: Record, parties: Parties) -> Iterator[Organisation]:
    for buyer in record.get("buyers", ()):
        if found := parties.find(first(buyer, "id")):
            yield replace(found, legal_type=first(buyer, "legal_type"), activity=first(buyer, "activity"))


def _procedure(record: Record, home: str) -> Procedure:
    def said(name: str) -> Any:
        return first(record, f"procedure.{name}")

    return Procedure(
        identifier=said("identifier"),
        reference=said("reference"),
        titles=texts(record, "procedure.titles", home),
        descriptions=texts(record, "procedure.descriptions", home),
        additional_information=texts(record, "procedure.additional_information", home),
        kind=said("kind"),
        accelerated=said("accelerated"),
        framework=_of_any_lot(record, "framework"),
        dynamic_purchasing=_of_any_lot(record, "dynamic_purchasing"),
        nature=said("nature"),
        cpv=said("cpv"),
        additional_cpv=each(record, "procedure.additional_cpv"),
        places=places(record, "procedure.places", home),
        estimated_value=said("estimated_value"),
        awarded_value=said("awarded_value"),
    )


def _of_any_lot(record: Record, name: str) -> bool | None:
    """True if one lot says so, False if some lot says no and none yes, None if all are silent."""
    stated = {value for part in record.get("lots", ()) for value in part.get(name, ())}
    return True in stated if stated else None


def _correction(record: Record, home: str) -> Correction | None:
    changes = first(record, "correction")
    if changes is None:
        return None
    return Correction(
        changes=notice_number(first(changes, "changes")),
        reason=first(changes, "reason"),
        descriptions=texts(changes, "descriptions", home),
    )


def _earlier_notices(record: Record) -> tuple[str, ...]:
    """Planning notices before a lot or the procedure, the notice of a contract that is modified, of a framework drawn on."""
    holders = (record, *record.get("lots", ()), *record.get("contracts", ()))
    printed = (number for holder in holders for number in holder.get("earlier_notices", ()))
    return tuple(dict.fromkeys(number for number in map(notice_number, printed) if number))
