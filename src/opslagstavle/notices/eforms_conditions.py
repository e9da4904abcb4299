"""On what conditions a lot of an eForms notice is let: from its record to the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opslagstavle.notices.eforms_values import dotted, first, firsts, inside, lists, texts
from opslagstavle.notices.notice import DocumentLink, Duration, Framework, SelectionCriterion, Subcontracting
from opslagstavle.notices.paths import Record
from opslagstavle.terms.text import Texts

_OPEN_TO_ALL, _ON_REQUEST = "non-restricted-document", "restricted-document"
_PERFORMANCE = (None, "conditions")
_NOT_ELECTRONIC = "no-esubmission-justification"
_KINDS = {
    "sui-act": "suitability", "ef-stand": "economic", "tp-abil": "technical",
    "slc-suit": "suitability", "slc-stand": "economic", "slc-abil": "technical", "slc-sche": "technical",
    "slc-sec": "technical",
}  # fmt: skip
"""BT-747, and the groups of BT-809. Standards prove technical ability (directive 2014/24/EU, annex XII), and so does
security of information and supply (directive 2009/81/EC, article 42)."""
_SAYS_NONE = frozenset({
    "none", "no", "n/a", "na", "not applicable", "ingen", "nej", "ikke relevant", "keine", "nein", "entfällt",
    "nicht zutreffend", "brak", "nie", "nie dotyczy", "não aplicável", "não", "no aplica", "néant", "non", "sans objet",
    "nessuna", "nee", "nvt", "n.v.t", "geen", "inga", "ei", "-", "--", "/",
})  # fmt: skip
"""What senders write into a box that asks for a description where there is nothing to describe."""

_AGREEMENT = dotted("framework_terms", "kind", "participants", "maximum", "justification")
_SHARES = dotted("subcontracting", "obligations", "indications", "minimum", "maximum")
_VALIDITY = dotted("offer_validity", "amount", "unit")


def conditions(record: Record, home: str) -> dict[str, Any]:
    """The fields of a lot that are put together from several rows."""
    documents = tuple(_documents(record.get("documents", ())))
    return {
        "options": _options(record),
        "renewable": first(record, "renewals") > 0 if "renewals" in record else None,
        "framework_terms": _framework(record, home),
        "subcontracting": _subcontracting(record),
        "offer_validity": _validity(record),
        "selection_criteria": tuple(_selection(record, home)),
        "documents": documents,
        "documents_url": _documents_url(documents),
        **_execution_terms(record, home),
        **_submission(record, home),
    }


def _options(record: Record) -> bool | None:
    """Options are described; a description that only says that there are none is left as a description."""
    said = (text for _, text in record.get("options_descriptions", ()))
    return any(text.casefold().rstrip(". ") not in _SAYS_NONE for text in said) or None


def _framework(record: Record, home: str) -> Framework | None:
    stated = inside(record, _AGREEMENT)
    if not stated or first(record, "framework") is False:
        return None
    return Framework(
        **firsts(stated, ("kind", "participants", "maximum")), **texts(stated, ("justification",), home)
    )


def _subcontracting(record: Record) -> Subcontracting | None:
    stated = inside(record, _SHARES)
    if not stated:
        return None
    return Subcontracting(
        **lists(stated, ("obligations", "indications")), **firsts(stated, ("minimum", "maximum"))
    )


def _validity(record: Record) -> Duration | None:
    stated = inside(record, _VALIDITY)
    return Duration(**firsts(stated, ("amount", "unit"))) if "amount" in stated else None


def _selection(record: Record, home: str) -> Iterator[SelectionCriterion]:
    for criterion in record.get("selection_criteria", ()):
        if criterion:
            yield SelectionCriterion(
                kind=_kind(first(criterion, "code")),
                **firsts(criterion, ("code", "used")),
                **texts(criterion, ("names", "descriptions"), home),
            )

    if "selection_in_documents" in record:
        yield SelectionCriterion(in_documents=True)


def _kind(code: str | None) -> str | None:
    return _KINDS.get(code or "") or _KINDS.get("-".join((code or "").split("-")[:2]))


def _documents(records: Iterable[Record]) -> Iterator[DocumentLink]:
    """Each address once. In older notices every language of the same documents has an entry of its own."""
    found: dict[str, list[Record]] = {}
    for record in records:
        if "url" in record:
            found.setdefault(first(record, "url"), []).append(record)
    for url, entries in found.items():
        access = {first(entry, "access") for entry in entries}
        official = (code for entry in entries for code in entry.get("languages", ()))
        others = (code for entry in entries for code in entry.get("unofficial_languages", ()))
        yield DocumentLink(
            url=url,
            restricted=False if _OPEN_TO_ALL in access else True if _ON_REQUEST in access else None,
            languages=tuple(dict.fromkeys((*official, *others))),
        )


def _documents_url(documents: tuple[DocumentLink, ...]) -> str | None:
    """Where documents are open to all, else where restricted ones are asked for."""
    for_all = [document for document in documents if document.restricted is False]
    return next((document.url for document in for_all or documents), None)


def _execution_terms(record: Record, home: str) -> dict[str, Texts]:
    """Other requirements (a promise of secrecy, say) may have a description too."""
    said = [
        text
        for requirement in record.get("requirements", ())
        if first(requirement, "code_list") in _PERFORMANCE
        for text in requirement.get("execution_terms", ())
    ]
    return texts({"execution_terms": said}, ("execution_terms",), home) if said else {}


def _submission(record: Record, home: str) -> dict[str, Any]:
    """Why and how offers are not sent electronically; some senders leave the reason out and say only how."""
    for justification in record.get("justifications", ()):
        if first(justification, "code_list") in (None, _NOT_ELECTRONIC):
            return {
                **firsts(justification, ("submission_reason",)),
                **texts(justification, ("submission_descriptions",), home),
            }
    return {}
