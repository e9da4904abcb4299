"""A procurement from plan to contract: its notices in order, what each says, and what changed between versions, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle.notices import notice as library
from opslagstavle.notices.changes import Difference, differences
from opslagstavle.notices.notice import Stage
from opslagstavle_site.notices import details, facts, queries, words
from opslagstavle_site.notices.cards import notice_url
from opslagstavle_site.notices.facts import Fact
from opslagstavle_site.notices.models import Notice
from opslagstavle_site.notices.rows import to_lot, to_notice
from opslagstavle_site.web.language import in_reader_language

CHANGES_SHOWN = 12
LOTS_COMPARED = 1500
"""Comparing takes reading every lot of both versions: of notices with hundreds of lots, only the newest are compared."""
LONGEST_TEXT = 280
WORDS_BEFORE = 8
FIELD_NAMES = {
    "titles": gettext_lazy("Title"),
    "descriptions": gettext_lazy("Description"),
    "additional_information": gettext_lazy("Additional information"),
    "nature": gettext_lazy("Nature"),
    "cpv": gettext_lazy("Main CPV code"),
    "additional_cpv": gettext_lazy("Additional CPV codes"),
    "places": gettext_lazy("Place"),
    "estimated_value": gettext_lazy("Estimated value"),
    "estimated_value_range": gettext_lazy("Estimated value"),
    "awarded_value": gettext_lazy("Awarded value"),
    "duration": gettext_lazy("Duration"),
    "deadline_offers": gettext_lazy("Deadline for offers"),
    "deadline_requests": gettext_lazy("Deadline for requests to take part"),
    "deadline_interest": gettext_lazy("Deadline for interest"),
    "deadline_questions": gettext_lazy("Deadline for questions"),
    "opening": gettext_lazy("Offers are opened"),
    "reserved_participation": gettext_lazy("Reserved participation"),
    "reserved_execution": gettext_lazy("Reserved execution"),
    "award_criteria": gettext_lazy("How offers are judged"),
    "selection_criteria": gettext_lazy("What a bidder must show"),
    "options": gettext_lazy("Options"),
    "options_descriptions": gettext_lazy("Options"),
    "renewable": gettext_lazy("Renewal"),
    "renewals": gettext_lazy("Renewal"),
    "renewal_descriptions": gettext_lazy("Renewal"),
    "variants": gettext_lazy("Variants"),
    "framework": gettext_lazy("Framework agreement"),
    "framework_terms": gettext_lazy("Framework agreement"),
    "dynamic_purchasing": gettext_lazy("Dynamic purchasing system"),
    "subcontracting": gettext_lazy("Subcontractors"),
    "offer_languages": gettext_lazy("Languages of offers"),
    "guarantee": gettext_lazy("Guarantee"),
    "execution_terms": gettext_lazy("Conditions for carrying out the contract"),
    "documents": gettext_lazy("Procurement documents"),
    "documents_url": gettext_lazy("Procurement documents"),
    "submission_url": gettext_lazy("Where to send the offer"),
    "submission": gettext_lazy("How to send the offer"),
    "candidates_minimum": gettext_lazy("Fewest candidates"),
    "candidates_maximum": gettext_lazy("Most candidates"),
    "kind": gettext_lazy("Procedure"),
    "accelerated": gettext_lazy("Accelerated procedure"),
    "reference": gettext_lazy("The buyer's own number"),
    "features": gettext_lazy("How the procedure runs"),
    "buyers": gettext_lazy("Buyer"),
    "results": gettext_lazy("Result"),
    "lot": gettext_lazy("Lots"),
}
"""Every field that the library compares."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What stood there and what stands there now; both "" where only that something changed can be said."""

    label: str
    lots: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One notice of the course. ``said`` is what a correction says of itself, ``changes`` what was found by comparing."""

    url: str
    number: str
    stage: str
    stage_name: str
    published: date | None
    here: bool
    current: bool
    patch: bool
    facts: list[Fact]
    said: details.Text
    changes: list[ChangeLine]
    more_changes: int
    uncompared: bool  # there is a version before it, but comparing all of them would take too long


@dataclass(frozen=True, slots=True)
class Outline:
    """A notice in one line."""

    url: str
    number: str
    stage_name: str
    published: date | None
    here: bool
    current: bool


def outline(rows: Iterable[Notice], here: Notice | None = None) -> list[Outline]:
    return [
        Outline(
            notice_url(row), words.short_number(row.key), stage_in_course(row), row.published,
            row.pk == (here and here.pk), row.current,
        )
        for row in rows
    ]  # fmt: skip


def stage_in_course(row: Notice) -> str:
    if row.patch:
        return words.stage_name(Stage.CHANGE)
    if not row.current:
        return _("%(stage)s, earlier version") % {"stage": words.stage_name(row.stage)}
    return words.stage_name(row.stage)


def steps(rows: Sequence[Notice], here: Notice | None = None) -> list[Step]:
    """Rows of one procedure, the oldest first, with ``data``; versions are compared with the one before."""
    pairs = {row.pk: before for row in rows if (before := _version_before(row, rows))}
    earlier = _newest_pairs(rows, pairs)
    whole = _with_lots([row for row in rows if row.pk in earlier or row in earlier.values()])
    spans = queries.deadline_spans([row.pk for row in rows])
    return [
        _step(
            row,
            whole.get(row.pk) or to_notice(row),
            whole[earlier[row.pk].pk] if row.pk in earlier else None,
            spans.get(row.pk, (None, None)),
            row.pk == (here and here.pk),
            row.pk in pairs and row.pk not in earlier,
        )
        for row in rows
    ]


def _newest_pairs(rows: Sequence[Notice], pairs: dict[int, Notice]) -> dict[int, Notice]:
    """Those whose lots are to be compared."""
    chosen: dict[int, Notice] = {}
    lots: dict[int, int] = {}
    for row in reversed(rows):
        if row.pk in pairs:
            before = pairs[row.pk]
            lots |= {row.pk: row.lot_count, before.pk: before.lot_count}
            if chosen and sum(lots.values()) > LOTS_COMPARED:
                break
            chosen[row.pk] = before
    return chosen


def _version_before(row: Notice, rows: Sequence[Notice]) -> Notice | None:
    """The whole version of the same notice that came out last before this one."""
    same = [
        other
        for other in rows
        if (other.lineage, other.stage, other.patch) == (row.lineage, row.stage, False) and other.rank < row.rank
    ]  # fmt: skip
    return max(same, key=lambda other: other.rank) if same and not row.patch else None


def _with_lots(rows: list[Notice]) -> dict[int, library.Notice]:
    lots = queries.lots_of_several([row.pk for row in rows])
    return {row.pk: replace(to_notice(row), lots=tuple(map(to_lot, lots.get(row.pk, [])))) for row in rows}


def _step(
    row: Notice,
    read: library.Notice,
    before: library.Notice | None,
    span: tuple[date | None, date | None],
    here: bool,
    uncompared: bool,
) -> Step:
    found = [*_patch_lines(read), *_difference_lines(before, read)]
    return Step(
        url=notice_url(row),
        number=words.short_number(row.key),
        stage=row.stage,
        stage_name=stage_in_course(row),
        published=row.published,
        here=here,
        current=row.current,
        patch=row.patch,
        facts=_facts(read, span),
        said=details.said_of_correction(read),
        changes=found[:CHANGES_SHOWN],
        more_changes=max(len(found) - CHANGES_SHOWN, 0),
        uncompared=uncompared,
    )


def _facts(read: library.Notice, span: tuple[date | None, date | None]) -> list[Fact]:
    """What a reader of the whole course wants of this stage."""
    lines = {
        Stage.COMPETITION: [(_("Deadline"), _span(*span)), (_("How much"), _estimate(read))],
        Stage.PLANNING: [(_("How much"), _estimate(read))],
    }.get(read.stage, [(_("Result"), details.outcome(read)), (_("How much"), facts.awarded(read))])
    return [Fact(label, value) for label, value in lines if value]


def _span(first: date | None, last: date | None) -> str:
    return words.day(first) if first == last else f"{words.day(first)} – {words.day(last)}"


def _estimate(read: library.Notice) -> str:
    return words.worth(read.procedure.estimated_value, read.procedure.estimated_value_range)


def _patch_lines(read: library.Notice) -> list[ChangeLine]:
    """The places a patch names itself."""
    if read.correction is None or not read.correction.patch:
        return []
    return [
        ChangeLine(
            label=" ".join(filter(None, (change.section, in_reader_language(change.labels)[0])))
            or _("Change"),
            lots=_lots(change.lots),
            before=words.when(change.deadline_before) or _short(in_reader_language(change.before)[0]),
            after=words.when(change.deadline_after) or _short(in_reader_language(change.after)[0]),
        )
        for change in read.correction.entries
    ]


def _difference_lines(before: library.Notice | None, after: library.Notice) -> list[ChangeLine]:
    return [_line(found, len(after.lots)) for found in differences(before, after)] if before else []


def _line(found: Difference, lot_count: int) -> ChangeLine:
    field = found.field.rpartition(".")[2]
    if field == "lot":
        came = found.before is None
        return ChangeLine(_("New lot") if came else _("Lot taken out"), _lots(found.lots), "", "")
    before, after = _apart(_shown(field, found.before), _shown(field, found.after))
    return ChangeLine(
        str(FIELD_NAMES[field]), _lots(found.lots) if len(found.lots) < lot_count else "", before, after
    )


def _apart(before: str, after: str) -> tuple[str, str]:
    """Of two long texts what is different, with a little of what stands before it."""
    if max(len(before), len(after)) <= LONGEST_TEXT:
        return before, after
    one, other = before.split(), after.split()
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return _cut(one, same - WORDS_BEFORE), _cut(other, same - WORDS_BEFORE)


def _cut(said: list[str], begin: int) -> str:
    return f"… {_short(' '.join(said[begin:]))}" if begin > 0 else _short(" ".join(said))


def _lots(numbers: Iterable[str]) -> str:
    return words.limited(map(words.lot_number, numbers), details.LOTS_NAMED)


def _shown(field: str, value: Any) -> str:
    """A value in words; "" where it is not stated or too rich for a line."""
    named = {
        "cpv": lambda: words.cpv_name(value),
        "additional_cpv": lambda: "\n".join(words.cpv_names(value)),
        "nature": lambda: words.named(words.NATURE_NAMES, value),
        "kind": lambda: words.named(words.PROCEDURE_NAMES, value),
        "reserved_participation": lambda: "; ".join(words.named(words.RESERVED_NAMES, code) for code in value),
        "places": lambda: words.places(value),
        "buyers": lambda: words.limited([buyer.name for buyer in value if buyer.name], details.WINNERS_NAMED),
    }  # fmt: skip
    if value is None or value == () or value == {}:
        return ""
    return named[field]() if field in named else _shown_by_type(value)


def _shown_by_type(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(in_reader_language(value)[0].split())
    if isinstance(value, bool):
        return words.yes_no(value)
    if isinstance(value, library.Deadline):
        return words.when(value)
    if isinstance(value, library.Money):
        return words.worth(value, None)
    if isinstance(value, library.MoneyRange):
        return words.worth(None, value)
    if isinstance(value, library.Duration):
        return words.duration(value)
    return str(value) if isinstance(value, str | int) else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_TEXT else f"{flat[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"


def newer(row: Notice) -> Outline | None:
    """The version to read instead of this one, if there is one."""
    if row.current:
        return None
    return next(iter(outline(queries.versions_of(row).filter(current=True).defer("data")[:1])), None)


def moved_deadlines(patches: Iterable[Notice]) -> list[Fact]:
    """What corrections made of the deadlines that the page shows: said beside them, with the number of the correction."""
    return [
        Fact(
            _("Deadline moved by correction %(number)s") % {"number": row.key},
            " → ".join(filter(None, (words.when(change.deadline_before), words.when(change.deadline_after)))),
            "",
            facts.link(read.url),
        )
        for row in patches
        for read in [to_notice(row)]
        for change in (read.correction.entries if read.correction else ())
        if change.deadline_after
    ]
