"""TED_EXPORT, the format of the standard forms that eForms replaced (R2.0.9: 2016 to 2024), in all its namespaces."""

from __future__ import annotations

import re

from lxml import etree

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices.notice import AwardCriterion, Correction, Deadline, Notice, Procedure, Stage
from opslagstavle.notices.paths import Reading, Record
from opslagstavle.notices.ted_legacy_fields import FORM, HEADINGS, NOTICE, TEXTS
from opslagstavle.notices.ted_legacy_lots import (
    ForAllLots,
    Versions,
    aligned,
    buyers,
    first,
    in_languages,
    lots,
    places,
)  # fmt: skip
from opslagstavle.notices.ted_legacy_results import LotNumbers, results
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

_CALLS_BY_INFORMATION = ("PRI_CALL_COMPETITION", "PER_CALL_COMPETITION", "PRI")
_TWO_STEPS = ("restricted", "neg-w-call", "comp-dial", "innovation")

_notice, _form, _texts, _headings = Reading(NOTICE), Reading(FORM), Reading(TEXTS), Reading(HEADINGS)


def recognises(root: etree._Element) -> bool:
    return isinstance(root.tag, str) and root.tag.rpartition("}")[2] == "TED_EXPORT"


def read(root: etree._Element) -> Notice:
    """Raises ``UnknownFormat`` for the versions before R2.0.9, ``UnreadableNotice`` where there is no form."""
    version = version_of(root)
    if not version.startswith("R2.0.9"):
        raise UnknownFormat(f"TED_EXPORT {version or 'of no known version'} is not read yet", "line 1")
    notice = _notice.collect(root)
    versions = _in_all_languages(notice, root)
    return _build(notice, versions, version, _titles(versions, root))


def version_of(root: etree._Element) -> str:
    """``R2.0.9.S03.E01``: from VERSION, else as far as the namespace or the schema's address names it, else as printed."""
    stated = (root.get("VERSION") or "").strip()
    found = _VERSION.search(f"{stated} {root.tag} {root.get(_SCHEMA_LOCATION, '')}")
    return found[0] if found else stated[:_LONGEST_VERSION]


def _in_all_languages(notice: Record, root: etree._Element) -> Versions:
    """The original whole, of all other languages the texts. A notice may have several originals; the first leads."""
    forms = [form for section in notice.get("forms", ()) for form in section]
    if not forms:
        raise UnreadableNotice("no form with a language in the FORM_SECTION", f"line {root.sourceline}")
    forms.sort(key=lambda form: form.get("CATEGORY") != "ORIGINAL")
    records = [_form.collect(forms[0]), *map(_texts.collect, forms[1:])]
    versions: dict[str, Record] = {}
    for record in records:
        versions.setdefault(first(record, "language"), record)
    return list(versions.items())


def _titles(versions: Versions, root: etree._Element) -> Texts:
    titles = in_languages(next(aligned(versions, "object"), []), "titles")
    if titles:
        return titles
    records = _headings.collect(root).get("heading", ())
    return {first(record, "language"): first(record, "titles") for record in records if len(record) == 2}


def _build(notice: Record, versions: Versions, version: str, titles: Texts) -> Notice:
    language, form = versions[0]
    stage, number = stage_of(form), first(notice, "publication_number")
    read_lots = lots(versions, _for_all_lots(notice, form, stage, language))
    undivided = not any("number" in lot for part in form.get("object", ()) for lot in part.get("lot", ()))
    return Notice(
        format="ted-r209", format_version=version, stage=stage, notice_type=first(form, "notice_type"),
        publication_number=number, notice_id=first(notice, "notice_id"),
        published=first(notice, "published"), dispatched=first(notice, "dispatched") or first(form, "dispatched"),
        language=language, languages=tuple(code for code, _ in versions),
        legal_basis=first(form, "legal_basis") or first(notice, "legal_basis"), buyers=buyers(versions),
        procedure=_procedure(notice, versions, titles), lots=read_lots,
        results=results(form, language, LotNumbers((lot.number for lot in read_lots), undivided)),
        correction=_correction(notice, versions) if stage is Stage.CHANGE else None,
        earlier_notices=_earlier(notice, form, number),
        url=f"https://ted.europa.eu/en/notice/-/detail/{number}" if number else None,
    )  # fmt: skip


def stage_of(form: Record) -> Stage:
    """A form that has a TYPE is told by it: F21 to F23 are planning, competition or result."""
    by_form = _STAGES_BY_FORM.get(first(form, "notice_type"), Stage.OTHER)
    return _STAGES_BY_TYPE.get(first(form, "type"), by_form)


def _for_all_lots(notice: Record, form: Record, stage: Stage, language: str) -> ForAllLots:
    offers, requests, interest = _deadlines(notice, form, stage)
    criteria = first(form, "criteria")
    return ForAllLots(
        nature=first(notice, "nature"), cpv=first(notice, "cpv"), places=places(notice.get("places", [])),
        deadline_offers=offers, deadline_requests=requests, deadline_interest=interest,
        reserved_participation=tuple(form.get("reserved_participation", ())) or None,
        reserved_execution=first(form, "reserved_execution"),
        award_criteria=(AwardCriterion(descriptions={language: criteria}),) if criteria else (),
        documents_url=first(form, "documents_url"), submission_url=first(form, "submission_url"),
    )  # fmt: skip


def _deadlines(
    notice: Record, form: Record, stage: Stage
) -> tuple[Deadline | None, Deadline | None, Deadline | None]:
    """One box for offers, requests to take part and expressions of interest; form and procedure say which is meant.

    Of a procedure that is not named (concessions) the box asks for applications or offers: taken as offers.
    """
    day = first(form, "deadline_day")
    deadline = Deadline(day, first(form, "deadline_time")) if day else None
    if deadline is None and stage is Stage.COMPETITION:
        deadline = first(notice, "deadline")
    if first(form, "type") in _CALLS_BY_INFORMATION:
        return None, None, deadline
    return (None, deadline, None) if first(form, "kind") in _TWO_STEPS else (deadline, None, None)


def _procedure(notice: Record, versions: Versions, titles: Texts) -> Procedure:
    """Several objects stand in prior information notices only; then each has its own estimate and none is the procedure's."""
    form = versions[0][1]
    objects = form.get("object", [])
    subject: Versions = next(aligned(versions, "object"), [("", {})])
    record = subject[0][1]
    coded = notice.get("cpv", [])
    return Procedure(
        reference=first(record, "reference"), titles=titles, descriptions=in_languages(subject, "descriptions"),
        additional_information=_information(versions),
        kind=first(form, "kind") or first(notice, "kind"), accelerated=first(form, "accelerated"),
        framework=first(form, "framework"), dynamic_purchasing=first(form, "dynamic_purchasing"),
        nature=first(record, "nature") or first(notice, "nature"),
        cpv=first(record, "cpv") or (coded[0] if coded else None),
        additional_cpv=() if "cpv" in record else tuple(dict.fromkeys(coded[1:])),
        places=places(notice.get("places", [])),
        estimated_value=first(record, "estimated_value") if len(objects) == 1 else None,
        awarded_value=first(record, "awarded_value"), awarded_value_range=first(record, "awarded_value_range"),
    )  # fmt: skip


def _information(versions: Versions) -> Texts:
    """What a modification consists of (F20) stands before the general remarks."""
    found = {}
    for language, form in versions:
        said = [*(first(part, "additional_information") for part in form.get("modification", ())),
                first(form, "additional_information")]  # fmt: skip
        if text := "\n".join(filter(None, said)):
            found[language] = text
    return found


def _correction(notice: Record, versions: Versions) -> Correction:
    changes = first(versions[0][1], "changes") or first(notice, "earlier_notices")
    said = {language: _changes(form) for language, form in versions}
    return Correction(
        changes=changes, descriptions={language: text for language, text in said.items() if text}
    )


def _changes(form: Record) -> str:
    """A line for each place that changes ("IV.2.2) Deadline: 2021-01-14 12:00 → 2021-01-22 12:00"), then the remarks."""
    lines = []
    for change in form.get("change", ()):
        where = " ".join(filter(None, (first(change, name) for name in ("section", "lot", "label"))))
        lines.append(f"{where}: {first(change, 'before') or '…'} → {first(change, 'after') or '…'}")
    return "\n".join([*lines, *form.get("changes_information", ())])


def _earlier(notice: Record, form: Record, own: str | None) -> tuple[str, ...]:
    named = (*form.get("earlier_notices", ()), *form.get("changes", ()), *notice.get("earlier_notices", ()))
    return tuple(number for number in dict.fromkeys(named) if number != own)
