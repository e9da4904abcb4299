"""From records to what an old notice changes: corrections (F14), which are patches, and modified contracts (F20)."""

from __future__ import annotations

from opslagstavle.notices.notice import Change, Correction, Deadline, Modification
from opslagstavle.notices.paths import Record
from opslagstavle.notices.ted_legacy_lots import lots_listed
from opslagstavle.notices.ted_legacy_versions import Versions, aligned, first, in_languages
from opslagstavle.terms.text import Texts


def correction(notice: Record, versions: Versions) -> Correction:
    changes = first(versions[0][1], "changes") or first(notice, "earlier_notices")
    said = {language: _said(form) for language, form in versions}
    return Correction(
        changes=changes, descriptions={language: text for language, text in said.items() if text},
        entries=tuple(_entry(change) for change in aligned(versions, "change")), patch=True,
    )  # fmt: skip


def _said(form: Record) -> str:
    """A line for each place that changes ("IV.2.2) Deadline: 2021-01-14 12:00 → 2021-01-22 12:00"), then the remarks."""
    lines = []
    for change in form.get("change", ()):
        where = " ".join(filter(None, (first(change, name) for name in ("section", "lot", "label"))))
        lines.append(f"{where}: {first(change, 'before') or '…'} → {first(change, 'after') or '…'}")
    return "\n".join([*lines, *form.get("changes_information", ())])


def _entry(change: Versions) -> Change:
    record = change[0][1]
    return Change(
        section=first(record, "section"), lots=lots_listed(first(record, "lot")), labels=in_languages(change, "label"),
        before=in_languages(change, "before"), after=in_languages(change, "after"),
        deadline_before=_deadline(record, "before"), deadline_after=_deadline(record, "after"),
    )  # fmt: skip


def _deadline(record: Record, side: str) -> Deadline | None:
    day = first(record, f"{side}_day")
    return Deadline(day, first(record, f"{side}_time")) if day else None


def modifications(versions: Versions) -> tuple[Modification, ...]:
    """The contract is the one the notice tells of in its section V; a form modifies one."""
    form = versions[0][1]
    contract = next((first(award, "contract_number") for award in form.get("award", ())), None)
    return tuple(_modification(part, contract) for part in aligned(versions, "modification"))


def _modification(versions: Versions, contract: str | None) -> Modification:
    record = versions[0][1]
    return Modification(
        contract=contract, reason=first(record, "reason"),
        reason_descriptions=in_languages(versions, "reason_descriptions"),
        descriptions=in_languages(versions, "additional_information"),
        value_before=first(record, "value_before"), value_after=first(record, "value_after"),
    )  # fmt: skip


def information(versions: Versions) -> Texts:
    """What a modification consists of (F20) stands before the general remarks."""
    found = {}
    for language, form in versions:
        said = [*(first(part, "additional_information") for part in form.get("modification", ())),
                first(form, "additional_information")]  # fmt: skip
        if text := "\n".join(filter(None, said)):
            found[language] = text
    return found
