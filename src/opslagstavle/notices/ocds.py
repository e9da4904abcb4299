"""OCDS 1.1 releases: what stands in ``ocds_fields.py`` becomes the model. Packages are taken apart in ``ocds_packages.py``.

A release that says little is kept as little; what has the wrong type says nothing.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices import ocds_codes as codes
from opslagstavle.notices.eforms_values import first, firsts, language, lists, texts
from opslagstavle.notices.notice import Change, Correction, Notice, Procedure, Stage
from opslagstavle.notices.ocds_fields import READING
from opslagstavle.notices.ocds_lots import Lots, value_and_range
from opslagstavle.notices.ocds_packages import BYTE_ORDER_MARK, releases
from opslagstavle.notices.ocds_parties import Parties
from opslagstavle.notices.ocds_results import Results
from opslagstavle.notices.paths import Record
from opslagstavle.terms.identifiers import publication_number

_UNDETERMINED = "und"
_VERSION = "1.1"
_LONGEST_NUMBER = 30
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PLANNED = frozenset({"planning", "planned"})
_CHANGED = frozenset({"tenderAmendment", "tenderUpdate"})


def read_json(content: bytes) -> Notice:
    """The one release of ``content``.

    Raises ``UnreadableNotice`` for JSON that is broken, is no OCDS or says nothing, and for several releases: each is a
    notice of its own, which ``ocds_packages.releases`` hands out.
    """
    found = list(islice(releases(content), 2))
    if len(found) > 1:
        raise UnreadableNotice("several releases: take the package apart first, each is a notice of its own")
    ((_, only),) = found
    if isinstance(only, UnreadableNotice):
        raise only
    return read(parse_json(only))


def parse_json(content: bytes) -> dict[str, Any]:
    """Numbers stay exact; those that are none (NaN) or absurdly long say nothing. Of a repeated key the last counts."""
    try:
        found = json.loads(
            content.removeprefix(BYTE_ORDER_MARK).decode("utf-8"),
            parse_float=_decimal, parse_int=_integer, parse_constant=lambda _: None,
        )  # fmt: skip
    except UnicodeDecodeError as error:
        raise UnreadableNotice("not in UTF-8", f"byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise UnreadableNotice(
            f"no well-formed JSON: {error.msg}", f"line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise UnreadableNotice("brackets inside brackets, too deep") from error
    if not isinstance(found, dict):
        raise UnreadableNotice("no release but something else stands here")
    return found


def _decimal(printed: str) -> Decimal | None:
    try:
        found = Decimal(printed) if len(printed) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    return found if found is not None and abs(found.adjusted()) < _LONGEST_NUMBER else None


def _integer(printed: str) -> int | None:
    return int(printed) if len(printed) <= _LONGEST_NUMBER else None


def read(release: dict[str, Any]) -> Notice:
    """Raises ``UnreadableNotice`` where there is nothing to show: no title, no description, no award."""
    record = READING.collect_json(release)
    call: Record = first(record, "call") or {}
    if not any(name in call for name in ("titles", "descriptions", "lots")) and not any(
        name in record for name in ("awards", "contracts", "titles")
    ):
        raise UnreadableNotice("an OCDS release without title, lot, award or contract")
    stage = _stage(record, call)
    home = language(first(record, "language")) or _UNDETERMINED
    parties = Parties(record, home)
    kind = _kind(call)
    lots_of_call = Lots(_with_planning(call, record), kind, home, eu_funds=parties.has_funds_of_the_union())
    lots = lots_of_call.read()
    results = Results(record, parties, lots, home)
    return Notice(
        format="ocds",
        format_version=_VERSION,
        stage=stage,
        notice_type=", ".join(dict.fromkeys(record.get("tags", ()))) or None,
        language=language(first(record, "language")),
        languages=_languages(record, call),
        legal_basis=first(call, "legal_basis"),
        buyers=parties.buyers(),
        procedure=_procedure(record, call, lots_of_call, kind, home),
        lots=lots,
        results=results.read(),
        correction=_correction(record, call, home),
        modifications=results.modifications(),
        earlier_notices=_related(record, planning=False),
        announced_by=_related(record, planning=True),
        url=_page(record, call),
        **firsts(record, ("ocid", "notice_id", "published", "publisher")),
    )


def _stage(record: Record, call: Record) -> Stage:
    """By tag; a compiled release has none that says it, so by what it holds."""
    tags = set(record.get("tags", ()))
    for tag, stage in codes.STAGES.items():
        if tag in tags:
            return stage
    if "contracts" in record or "awards" in record:
        return Stage.RESULT
    if call:
        return Stage.PLANNING if first(call, "status") in _PLANNED else Stage.COMPETITION
    return Stage.PLANNING if "planning" in record else Stage.OTHER


def _kind(call: Record) -> str | None:
    """Our code where the words are known, else the words, else what OCDS calls it."""
    printed = first(call, "kind") or ""
    words = printed.strip(" -").casefold()
    if words in codes.METHODS:
        return words
    return codes.KINDS_IN_WORDS.get(words.partition(" (")[0]) or printed.strip(" -") or first(call, "method")


def _with_planning(call: Record, record: Record) -> Record:
    """Planning has documents and ends of engagement of its own."""
    planning: Record = first(record, "planning") or {}
    ends = [each for each in planning.get("milestones", ()) if first(each, "kind") == "engagement"]
    documents = [*call.get("documents", ()), *planning.get("documents", ())]
    return {**call, "interest": ends, "documents": documents}


def _procedure(record: Record, call: Record, lots: Lots, kind: str | None, home: str) -> Procedure:
    identifier = first(call, "id") or ""
    is_procedure = bool(_UUID.fullmatch(identifier))
    other = first(call, "identifiers")
    identifier = "" if identifier == first(record, "ocid") else identifier
    titles = {} if "titles" in call else texts(record, ("titles",), home)
    return Procedure(
        identifier=identifier if is_procedure else None,
        reference=other or (None if is_procedure else identifier or None),
        kind=kind,
        places=lots.places(lots.items(None)),
        **firsts(call, (
            "accelerated", "framework", "dynamic_purchasing", "nature", "cpv", "direct_award_reason",
            "lots_maximum_offered", "lots_maximum_awarded",
        )),
        **lists(call, ("additional_cpv",)),
        **texts(call, ("titles", "descriptions", "accelerated_descriptions", "direct_award_descriptions"), home),
        **titles,
        **texts(record, ("additional_information",), home),
        **value_and_range(call),
    )  # fmt: skip


def _languages(record: Record, call: Record) -> tuple[str, ...]:
    said = [*call.get("titles", ()), *call.get("descriptions", ())]
    printed = (first(record, "language"), *(each for each, _ in said))
    return tuple(dict.fromkeys(code for code in map(language, printed) if code))


def _correction(record: Record, call: Record, home: str) -> Correction | None:
    """An amendment says what it changes in words, or by its tag only that it does."""
    amendments: list[Record] = call.get("amendments", [])
    if not amendments:
        return Correction() if _CHANGED & set(record.get("tags", ())) else None
    said = [text for each in amendments for text in each.get("descriptions", ())]
    return Correction(
        **firsts(amendments[-1], ("changes", "reason")),
        **texts({"descriptions": said} if said else {}, ("descriptions",), home),
        entries=tuple(_change(change, home) for each in amendments for change in each.get("entries", ())),
    )


def _change(record: Record, home: str) -> Change:
    return Change(
        **firsts(record, ("section",)),
        **lists(record, ("lots",)),
        **texts(record, ("labels", "before", "after"), home),
    )


def _related(record: Record, *, planning: bool) -> tuple[str, ...]:
    found = [
        each for each in record.get("related", ()) if ("planning" in each.get("relation", ())) is planning
    ]
    printed = (number for each in found for number in each.get("number", ()))
    return tuple(dict.fromkeys(publication_number(number) or number for number in printed))


def _page(record: Record, call: Record) -> str | None:
    """The notice's own page: the latest stage's where there are several."""
    planning: Record = first(record, "planning") or {}
    holders = [*record.get("awards", ()), call, planning]
    documents = [each for holder in holders for each in holder.get("documents", ()) if "url" in each]
    for kind in codes.NOTICE_DOCUMENTS:
        for each in documents:
            if first(each, "kind") == kind:
                return str(first(each, "url"))
    return None
