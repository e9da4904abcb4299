"""TED_EXPORT, the format of the standard forms that eForms replaced (R2.0.9: 2016 to 2024), in all its namespaces.

What came before it (``ted_r208.py``) differs in its tables and its lots only, and is put together by ``assemble`` too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices.notice import Lot, Notice, Organisation, Procedure, Stage
from opslagstavle.notices.paths import Reading, Record
from opslagstavle.notices.ted_legacy_changes import correction, information, modifications
from opslagstavle.notices.ted_legacy_conditions import for_all_lots
from opslagstavle.notices.ted_legacy_fields import FORM, HEADINGS, NOTICE, TEXTS
from opslagstavle.notices.ted_legacy_lots import lots
from opslagstavle.notices.ted_legacy_results import LotNumbers, results
from opslagstavle.notices.ted_legacy_versions import (
    Versions,
    aligned,
    buyers,
    first,
    in_languages,
    places,
)  # fmt: skip
from opslagstavle.terms.text import Texts

_VERSION = re.compile(r"R2\.0\.\d+(?:\.S\d+)?(?:\.E\d+)?")
_LONGEST_VERSION = 40
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"

_STAGES_BY_TYPE = {
    "PRI_ONLY": Stage.PLANNING, "PRI_REDUCING_TIME_LIMITS": Stage.PLANNING, "PRI_CALL_COMPETITION": Stage.COMPETITION,
    "PER_ONLY": Stage.PLANNING, "PER_REDUCING_TIME_LIMITS": Stage.PLANNING, "PER_CALL_COMPETITION": Stage.COMPETITION,
    "QSU_ONLY": Stage.COMPETITION, "QSU_CALL_COMPETITION": Stage.COMPETITION, "CONTRACT": Stage.COMPETITION,
    "AWARD_CONTRACT": Stage.RESULT, "PRI": Stage.COMPETITION, "CONCESSION_AWARD_CONTRACT": Stage.RESULT,
}  # fmt: skip
"""By NOTICE TYPE. PRI is F23's: prior information of a social concession is its call (directive 2014/23, article 31(3))."""

_STAGES_BY_FORM = {
    **dict.fromkeys(("F01", "F04", "T01"), Stage.PLANNING),
    **dict.fromkeys(("F02", "F05", "F07", "F12", "F17", "F24"), Stage.COMPETITION),
    **dict.fromkeys(("F03", "F06", "F13", "F25", "T02"), Stage.RESULT),
    "F08": Stage.BUYER_PROFILE, "F14": Stage.CHANGE, "F15": Stage.DIRECT_AWARD, "F20": Stage.MODIFICATION,
}  # fmt: skip

_OF_THE_SAME_PROCEDURE = (Stage.RESULT, Stage.DIRECT_AWARD, Stage.MODIFICATION, Stage.CHANGE)
"""Stages whose notices name earlier ones of their own procedure; others name what announced them, if anything."""


@dataclass(frozen=True, slots=True)
class Format:
    """What tells one generation of TED_EXPORT from another."""

    name: str
    notice: Reading
    form: Reading
    texts: Reading
    headings: Reading
    stage_of: Callable[[Record, Record], Stage]
    lots: Callable[[Versions, Lot], tuple[Lot, ...]]


def recognises(root: etree._Element) -> bool:
    return isinstance(root.tag, str) and root.tag.rpartition("}")[2] == "TED_EXPORT"


def read(root: etree._Element) -> Notice:
    """Raises ``UnknownFormat`` for versions of which no reader knows, ``UnreadableNotice`` where there is no form."""
    version = version_of(root)
    if not version.startswith("R2.0.9"):
        raise UnknownFormat(f"TED_EXPORT {version or 'of no known version'} is not read", "line 1")
    return assemble(root, version, _R209)


def version_of(root: etree._Element) -> str:
    """``R2.0.9.S03.E01``: from VERSION, else as far as the namespace or the schema's address names it, else as printed."""
    stated = (root.get("VERSION") or "").strip()
    found = _VERSION.search(f"{stated} {root.tag} {root.get(_SCHEMA_LOCATION, '')}")
    return found[0] if found else stated[:_LONGEST_VERSION]


def assemble(root: etree._Element, version: str, by: Format) -> Notice:
    """Raises ``UnreadableNotice`` where there is no form."""
    notice = by.notice.collect(root)
    versions = _in_all_languages(notice, root, by)
    return _build(notice, versions, version, _titles(versions, root, by), by)


def _in_all_languages(notice: Record, root: etree._Element, by: Format) -> Versions:
    """The original whole, of all other languages the texts. A notice may have several originals; the first leads."""
    forms = [form for section in notice.get("forms", ()) for form in section]
    if not forms:
        raise UnreadableNotice("no form with a language in the FORM_SECTION", f"line {root.sourceline}")
    forms.sort(key=lambda form: form.get("CATEGORY") != "ORIGINAL")
    records = [by.form.collect(forms[0]), *map(by.texts.collect, forms[1:])]
    versions: dict[str, Record] = {}
    for record in records:
        versions.setdefault(first(record, "language"), record)
    return list(versions.items())


def _titles(versions: Versions, root: etree._Element, by: Format) -> Texts:
    titles = in_languages(next(aligned(versions, "object"), []), "titles")
    if titles:
        return titles
    records = by.headings.collect(root).get("heading", ())
    return {first(record, "language"): first(record, "titles") for record in records if len(record) == 2}


def _build(notice: Record, versions: Versions, version: str, titles: Texts, by: Format) -> Notice:
    language, form = versions[0]
    stage, number = by.stage_of(notice, form), first(notice, "publication_number")
    read_lots = by.lots(versions, for_all_lots(notice, versions, stage))
    undivided = not any("number" in lot for part in form.get("object", ()) for lot in part.get("lot", ()))
    earlier, announced_by = _named(notice, form, number, stage)
    return Notice(
        format=by.name, format_version=version, stage=stage, notice_type=first(form, "notice_type"),
        publication_number=number, notice_id=first(notice, "notice_id"),
        published=first(notice, "published"), dispatched=first(notice, "dispatched") or first(form, "dispatched"),
        language=language, languages=tuple(code for code, _ in versions),
        legal_basis=first(form, "legal_basis") or first(notice, "legal_basis"),
        buyers=buyers(versions) or _authority(notice, language),
        procedure=_procedure(notice, versions, titles), lots=read_lots,
        results=results(versions, LotNumbers((lot.number for lot in read_lots), undivided)),
        correction=correction(notice, versions) if stage is Stage.CHANGE else None,
        modifications=modifications(versions), earlier_notices=earlier, announced_by=announced_by,
        url=f"https://ted.europa.eu/en/notice/-/detail/{number}" if number else None,
    )  # fmt: skip


def _authority(notice: Record, language: str) -> tuple[Organisation, ...]:
    """The coded data's name for it, of notices on no form."""
    name = first(notice, "authority")
    return (Organisation(name=name, names={language: name}),) if name else ()


def stage_of(_notice: Record, form: Record) -> Stage:
    """A form that has a TYPE is told by it: F21 to F23 are planning, competition or result."""
    by_form = _STAGES_BY_FORM.get(first(form, "notice_type"), Stage.OTHER)
    return _STAGES_BY_TYPE.get(first(form, "type"), by_form)


def _procedure(notice: Record, versions: Versions, titles: Texts) -> Procedure:
    """Several objects stand in prior information notices only; then each has its own estimate and none is the procedure's."""
    form = versions[0][1]
    objects = form.get("object", [])
    subject: Versions = next(aligned(versions, "object"), [("", {})])
    record = subject[0][1]
    coded = notice.get("cpv", [])
    alone = len(objects) == 1
    return Procedure(
        reference=first(record, "reference") or first(form, "reference"), titles=titles,
        descriptions=in_languages(subject, "descriptions"), additional_information=information(versions),
        kind=first(form, "kind") or first(notice, "kind"), accelerated=first(form, "accelerated"),
        accelerated_descriptions=in_languages(versions, "accelerated_descriptions"),
        framework=first(form, "framework"), dynamic_purchasing=first(form, "dynamic_purchasing"),
        nature=first(record, "nature") or first(form, "nature") or first(notice, "nature"),
        cpv=first(record, "cpv") or (coded[0] if coded else None),
        additional_cpv=tuple(dict.fromkeys(record.get("additional_cpv", ()) if "cpv" in record else coded[1:])),
        places=places(notice.get("places", [])),
        estimated_value=first(record, "estimated_value") if alone else None,
        estimated_value_range=first(record, "estimated_value_range") if alone else None,
        awarded_value=first(record, "awarded_value"), awarded_value_range=first(record, "awarded_value_range"),
        direct_award_reason=first(form, "direct_award_reason"),
        direct_award_descriptions=in_languages(versions, "direct_award_descriptions"),
        lots_maximum_offered=first(record, "lots_maximum_offered"),
        lots_maximum_awarded=first(record, "lots_maximum_awarded"),
    )  # fmt: skip


def _named(
    notice: Record, form: Record, own: str | None, stage: Stage
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Notices of the same procedure, and those that only announced it; the coded data repeats either."""
    announced_by = form.get("announced_by", [])
    named = (*form.get("earlier_notices", ()), *form.get("changes", ()), *notice.get("earlier_notices", ()))
    others = tuple(number for number in dict.fromkeys(named) if number != own and number not in announced_by)
    if stage in _OF_THE_SAME_PROCEDURE:
        return others, tuple(dict.fromkeys(announced_by))
    return (), tuple(dict.fromkeys((*announced_by, *others)))


_R209 = Format(
    "ted-r209", Reading(NOTICE), Reading(FORM), Reading(TEXTS), Reading(HEADINGS), stage_of, lots
)  # fmt: skip
