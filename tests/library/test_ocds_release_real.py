"""Every real notice as a release: valid by the Open Contracting Partnership's own check, and read back the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import (
    AwardCriterion,
    Framework,
    Lot,
    Notice,
    Organisation,
    Place,
    SelectionCriterion,
)
from opslagstavle.notices.ocds_lines import line_of
from opslagstavle.notices.ocds_release import dumps, package
from opslagstavle.notices.ocds_release_values import address
from opslagstavle.notices.ocds_values import text
from tests.conftest import missing

ARCHIVES = ("eforms", "ted-r209", "ted-r208", "ocds")
AT_ONCE = 1_000
PUBLISHED = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def notices(shared: Path) -> dict[str, Notice]:
    return dict(_all(shared))


def _all(shared: Path) -> Iterator[tuple[str, Notice]]:
    for archive in ARCHIVES:
        with tarfile.open(shared / "notices" / f"{archive}.tar.xz") as tar:
            for member in tar:
                if (stream := tar.extractfile(member)) is not None:
                    try:
                        yield member.name, read_notice(stream.read())
                    except UnreadableNotice:
                        continue


@pytest.fixture(scope="module")
def lines(notices: dict[str, Notice]) -> dict[str, str]:
    return {name: line_of(notice, "ocds-test00") for name, notice in notices.items()}


@pytest.fixture(scope="module")
def check(shared: Path) -> list[str]:
    """The command. Its licence (AGPL) is why it is run and never imported."""
    near = str(Path(sys.executable).parent)
    found = shutil.which("libcoveocds", path=os.pathsep.join((near, os.environ.get("PATH", ""))))
    if found is None:
        missing("libcoveocds", "the command libcoveocds is not installed (pip install libcoveocds)")
    standard = shared / "schemas" / "ocds-1__1__5.zip"
    return [str(found), "--additional-checks", "all", "--standard-zip", str(standard)]


def judged(check: list[str], folder: Path, lines: list[str]) -> dict[str, Any]:
    """Without the addresses of the extensions, which it would fetch: the core is what is checked here."""
    whole = package([], uri="https://a.example/p", publisher={"name": "Tavlen"}, published=PUBLISHED,
                    license="https://a.example/l", policy="https://a.example/policy")  # fmt: skip
    path = folder / "package.json"
    path.write_text(f'{dumps(whole)[:-1]}, "releases": [{", ".join(lines)}]}}', encoding="utf-8")
    done = subprocess.run([*check, str(path)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["count"] == len(lines)
    return found


def test_all_are_valid(check: list[str], lines: dict[str, str], tmp_path: Path) -> None:
    assert len(lines) > 4000
    every = list(lines.values())
    for start in range(0, len(every), AT_ONCE):
        found = judged(check, tmp_path, every[start : start + AT_ONCE])
        assert found["validation_errors"] == []
        assert found["additional_closed_codelist_values"] == {}
        assert found["additional_checks"] == {}
        assert found["deprecated_fields"] == []


def test_the_check_finds_what_is_wrong(check: list[str], lines: dict[str, str], tmp_path: Path) -> None:
    wrong = json.loads(next(iter(lines.values())))
    found = judged(
        check,
        tmp_path,
        [json.dumps({**wrong, "date": "in May", "tender": {**wrong["tender"], "status": "party"}})],
    )
    assert [error["path"] for error in found["validation_errors"]] == ["releases/0/date"]
    assert found["additional_closed_codelist_values"].keys() == {"releases/tender/status"}


SAME = ("stage", "language", "legal_basis", "announced_by", "earlier_notices", "ocid")
SAME_OF_PROCEDURE = (
    "titles", "descriptions", "additional_information", "kind", "accelerated", "framework", "dynamic_purchasing", "nature",
    "cpv", "estimated_value", "estimated_value_range", "accelerated_descriptions", "direct_award_reason",
    "direct_award_descriptions", "lots_maximum_offered", "lots_maximum_awarded",
)  # fmt: skip
SAME_OF_LOTS = (
    "number", "titles", "descriptions", "nature", "additional_natures", "estimated_value",
    "estimated_value_range", "reserved_execution", "sme_suitable", "suitable_for_social_enterprises",
    "options", "options_descriptions", "renewals", "renewable", "renewal_descriptions", "variants", "framework_terms",
    "electronic_auction", "offer_languages", "guarantee_descriptions", "execution_terms",
    "candidates_minimum", "candidates_maximum", "submission_url", "documents_url", "submission",
)  # fmt: skip
"""Of lots that are not alone, whatever stands in them; an only lot has what the call says where it says nothing.

Not carried: months and years (written as days), "none" as a reservation, the clock and offset where a notice prints none,
texts of weights, addresses without http, lots' additional information, values of the whole award, groups of lots, "anywhere".
"""


def test_read_back_it_is_the_same_notice(notices: dict[str, Notice], lines: dict[str, str]) -> None:
    compared = 0
    for name, notice in notices.items():
        again = read_notice(lines[name].encode())
        known = _as_ocds_has_it(notice)
        compared += 1
        for field in SAME:
            if field not in ("stage", "ocid") or notice.format == "ocds":
                assert getattr(again, field) == getattr(known, field), (name, field)
        for field in SAME_OF_PROCEDURE:
            assert getattr(again.procedure, field) == getattr(known.procedure, field), (name, field)
        assert [_who(each) for each in again.buyers] == [_who(each) for each in _once(known.buyers)], name
        assert again.published == (known.published or known.dispatched), name
        _same_lots(name, known, again)
        _same_winners(name, known, again)
    assert compared > 4000


def _same_lots(name: str, known: Notice, again: Notice) -> None:
    lots = [lot for lot in known.lots if lot.kind != "LotsGroup"]
    if not lots or len({lot.number for lot in lots}) < len(lots):
        return
    assert len(again.lots) == len(lots), name
    for lot, found in zip(lots, again.lots, strict=True):
        for field in SAME_OF_LOTS:
            before, after = getattr(lot, field), getattr(found, field)
            assert before == after or (not before and _of_the_call(field, again)), (
                name,
                lot.number,
                field,
                before,
                after,
            )
        main = {known.procedure.cpv} if lot.cpv is None else set()  # a lot without a main code has the call's
        assert set(lot.all_cpv) | main - {None} == set(found.all_cpv), name
        assert _reserved(lot) == _reserved(found), name
        assert _day(lot) in (_day(found), None), name
        places = _distinct(filter(None, map(_where, lot.places)))
        assert places == [_where(place) for place in found.places] or (not places and len(lots) == 1), name
        _same_criteria(name, lot, found)
        assert list(map(_asked, found.selection_criteria)) == [
            _asked(each)
            for each in lot.selection_criteria
            if each.used is not False and (each.names or each.descriptions)
        ], name


def _same_criteria(name: str, lot: Lot, found: Lot) -> None:
    """A description that is nothing but "60 %" is read as the weight that it is."""
    criteria = [each for each in lot.award_criteria if _says_something(each)]
    assert [(each.kind, each.names) for each in found.award_criteria] == [
        (each.kind if each.kind != "documents" else None, each.names) for each in criteria
    ], name
    for before, after in zip(criteria, found.award_criteria, strict=True):
        assert before.weight in (after.weight, None), name


def _asked(criterion: SelectionCriterion) -> tuple[Any, ...]:
    return criterion.kind, criterion.names, criterion.descriptions


def _as_ocds_has_it(notice: Notice) -> Notice:
    """Addresses as URIs, and texts as the reader of OCDS mends them: three eForms notices print "Ã©" for "é"."""
    lots = tuple(
        replace(
            lot,
            documents_url=address(lot.documents_url),
            submission_url=address(lot.submission_url),
            framework_terms=None if lot.framework_terms == Framework() else lot.framework_terms,
        )
        for lot in notice.lots
    )
    mended: Notice = _mended(replace(notice, lots=lots))
    return mended


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, tuple):
        return tuple(map(_mended, value))
    if isinstance(value, dict):
        return {key: _mended(each) for key, each in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{name: _mended(getattr(value, name)) for name in value.__dataclass_fields__})
    return value


def _of_the_call(field: str, again: Notice) -> bool:
    """Nothing was said of the lot, and the call says it."""
    return field in ("nature", "framework_terms") or len(again.lots) == 1


def _reserved(lot: Lot) -> set[str]:
    return set(lot.reserved_participation or ()) - {"none"}


def _day(lot: Lot) -> Any:
    return lot.deadline.day if lot.deadline else None


def _where(place: Place) -> tuple[Any, ...]:
    return tuple(
        filter(None, (place.nuts, place.country, place.town, place.postal_code, *place.description.values()))
    )


def _distinct(found: Any) -> list[Any]:
    return list(dict.fromkeys(found))


def _says_something(criterion: AwardCriterion) -> bool:
    known = criterion.kind in ("price", "cost", "quality") or criterion.weight is not None
    return known or bool(criterion.names or criterion.descriptions)


def _who(organisation: Organisation) -> tuple[Any, ...]:
    number = organisation.cvr or organisation.identifier
    return (organisation.name, number, organisation.cvr, organisation.address, organisation.town, organisation.country,
            organisation.email, organisation.phone, organisation.size, organisation.legal_type)  # fmt: skip


def _once(organisations: tuple[Organisation, ...]) -> list[Organisation]:
    found: list[Organisation] = []
    for each in organisations:
        if each not in found and each != Organisation():
            found.append(each)
    return found


def _same_winners(name: str, known: Notice, again: Notice) -> None:
    """Results for the same lots come back as one, so awards are compared, whatever result they are of."""
    before = [(award.value, [each.name for each in _once(award.winners)]) for award in _awards(known)]
    after = [(award.value, [each.name for each in award.winners]) for award in _awards(again)]
    assert sorted(map(repr, before)) == sorted(map(repr, after)), name


def _awards(notice: Notice) -> list[Any]:
    found = [
        award
        for result in notice.results
        if result.outcome not in ("not-awarded", "open")
        for award in result.awards
    ]
    return [
        award
        for award in found
        if award.winners or award.value or award.contract_number or award.concluded or award.titles
    ]
