"""TED_EXPORT before R2.0.9: the forms of 2008 to 2016, and those for defence, which lasted until eForms.

R2.0.8 is read whole. R2.0.7 has the same forms; no real notice of it was seen, so it is read as far as these paths carry.
"""

from __future__ import annotations

from lxml import etree

from opslagstavle.notices import ted_legacy
from opslagstavle.notices.notice import Notice, Stage
from opslagstavle.notices.paths import Reading, Record
from opslagstavle.notices.ted_legacy_fields import HEADINGS
from opslagstavle.notices.ted_legacy_versions import first
from opslagstavle.notices.ted_r208_fields import FORM, NOTICE, TEXTS
from opslagstavle.notices.ted_r208_lots import lots
from opslagstavle.notices.ted_r208_names import known_as

_VERSIONS = ("R2.0.8", "R2.0.7")

_STAGES_BY_FORM = {
    **dict.fromkeys(("F01", "F04", "F16"), Stage.PLANNING),
    **dict.fromkeys(("F02", "F05", "F07", "F09", "F10", "F11", "F12", "F17", "F19"), Stage.COMPETITION),
    **dict.fromkeys(("F03", "F06", "F13", "F18"), Stage.RESULT),
    "F08": Stage.BUYER_PROFILE, "F14": Stage.CHANGE, "F15": Stage.DIRECT_AWARD,
}  # fmt: skip
_STAGES_BY_DOCUMENT = {
    "0": Stage.PLANNING,
    "2": Stage.CHANGE,
    "3": Stage.COMPETITION,
    "7": Stage.RESULT,
    "V": Stage.DIRECT_AWARD,
}
"""By the Publications Office's own document type, for notices on no form."""


def recognises(root: etree._Element) -> bool:
    return ted_legacy.recognises(root) and version_of(root).startswith(_VERSIONS)


def read(root: etree._Element) -> Notice:
    """Raises ``UnreadableNotice`` where there is no form."""
    return ted_legacy.assemble(root, version_of(root), _R208)


def version_of(root: etree._Element) -> str:
    """Where neither the document nor its namespace says it, the first form may."""
    found = ted_legacy.version_of(root)
    forms = () if found else root.iterfind("{*}FORM_SECTION/*")
    return found or next((version for form in forms if (version := ted_legacy.version_of(form))), "")


def stage_of(notice: Record, form: Record) -> Stage:
    by_document = _STAGES_BY_DOCUMENT.get(first(notice, "document_type"), Stage.OTHER)
    return _STAGES_BY_FORM.get(first(form, "notice_type"), by_document)


_R208 = ted_legacy.Format(
    "ted-r208", Reading(NOTICE), Reading(FORM, known_as=known_as), Reading(TEXTS, known_as=known_as),
    Reading(HEADINGS), stage_of, lots,
)  # fmt: skip
