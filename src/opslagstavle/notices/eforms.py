"""eForms (UBL) notices, as TED publishes them since 2022 and national portals with extensions of their own.

What is read and from where stands in ``eforms_fields.py``; here the collected record becomes the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.eforms_changes import announced_by, correction, earlier_notices, modifications
from opslagstavle.notices.eforms_fields import READING
from opslagstavle.notices.eforms_lots import lot, place
from opslagstavle.notices.eforms_parties import Parties
from opslagstavle.notices.eforms_results import Results
from opslagstavle.notices.eforms_values import first, firsts, language, lists, texts
from opslagstavle.notices.notice import Notice, Procedure, Stage
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
}  # fmt: skip
"""BT-03 form type. "completion" and "bri" (business registration) have no stage of their own."""
_OF_SUBTYPES = (
    (9, Stage.PLANNING), (24, Stage.COMPETITION), (28, Stage.DIRECT_AWARD), (37, Stage.RESULT), (40, Stage.MODIFICATION),
)  # fmt: skip
"""Up to which subtype (OPP-070) a notice has which stage; 10 to 24 call for competition."""

_ONCE = (
    "notice_type", "subtype", "notice_id", "version", "published", "dispatched", "legal_basis",
)  # fmt: skip
_PROCEDURE = "procedure."
_ONCE_OF_PROCEDURE = (
    "identifier", "reference", "kind", "accelerated", "nature", "cpv", "estimated_value", "framework_maximum", "awarded_value",
    "lots_all_required", "lots_maximum_offered", "lots_maximum_awarded",
)  # fmt: skip
_TEXTS_OF_PROCEDURE = ("titles", "descriptions", "additional_information", "features")
_HURRY, _DIRECT = "accelerated-procedure", "direct-award-justification"
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
    stage = _stage(first(record, "stage"), first(record, "subtype"))
    return Notice(
        format="eforms",
        format_version=first(record, "format_version"),
        stage=stage,
        publication_number=number,
        language=language(first(record, "language")),
        languages=_languages(record),
        buyers=tuple(filter(None, map(parties.buyer, record.get("buyers", ())))),
        procedure=_procedure(record, home),
        lots=tuple(lot(part, home) for part in record.get("lots", ())),
        results=Results(record, parties, home).read(),
        correction=correction(record, home),
        modifications=modifications(record, home),
        earlier_notices=earlier_notices(record, stage),
        announced_by=announced_by(record, stage),
        url=f"https://ted.europa.eu/en/notice/-/detail/{number}" if number else None,
        **firsts(record, _ONCE),
    )


def _stage(form_type: str | None, subtype: str | None) -> Stage:
    """A notice that was sent as a "change" is the whole notice again: its subtype says which kind."""
    if form_type != "change":
        return _STAGES.get(form_type or "", Stage.OTHER)
    number = int(subtype) if subtype and subtype.isdecimal() and len(subtype) < 3 else 0
    return next((stage for last, stage in _OF_SUBTYPES if 0 < number <= last), Stage.CHANGE)


def _languages(record: Record) -> tuple[str, ...]:
    printed = (first(record, "language"), *record.get("languages", ()))
    return tuple(dict.fromkeys(code for code in map(language, printed) if code))


def _procedure(record: Record, home: str) -> Procedure:
    of_procedure = {
        name[len(_PROCEDURE) :]: value for name, value in record.items() if name.startswith(_PROCEDURE)
    }
    return Procedure(
        framework=_of_any_lot(record, "framework"),
        dynamic_purchasing=_of_any_lot(record, "dynamic_purchasing"),
        places=tuple(place(part, home) for part in of_procedure.get("places", ()) if part),
        **firsts(of_procedure, _ONCE_OF_PROCEDURE),
        **lists(of_procedure, ("additional_cpv",)),
        **texts(of_procedure, _TEXTS_OF_PROCEDURE, home),
        **_justifications(of_procedure.get("justifications", ()), home),
    )


def _justifications(records: Iterable[Record], home: str) -> dict[str, Any]:
    """Why it is in a hurry, and why there is no competition; the code's list says which of them is meant."""
    found: dict[str, Any] = {}
    for record in records:
        kind = first(record, "code_list")
        if kind == _HURRY:
            found |= texts(record, ("accelerated_descriptions",), home)
        elif kind == _DIRECT:
            found |= {"direct_award_reason": first(record, "code")}
            found |= firsts(record, ("direct_award_after",))
            found |= texts(record, ("direct_award_descriptions",), home)
    return found


def _of_any_lot(record: Record, name: str) -> bool | None:
    """True if one lot says so, False if some lot says no and none yes, None if all are silent."""
    stated = {value for part in record.get("lots", ()) for value in part.get(name, ())}
    return True in stated if stated else None
