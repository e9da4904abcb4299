"""Real R2.0.8 notices beside every column of the manifest: the same, or different for a reason that is told here."""

from __future__ import annotations

import csv
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice, Stage
from opslagstavle.terms import identifiers
from tests.library.test_ted_legacy_real import documents

STAGES = {"dir-awa-pre": Stage.DIRECT_AWARD}
EMPTY_BOX = {"231670-2021", "275094-2021", "414920-2021", "462510-2021", "78492-2021"}
SHELTERED = {"253929-2018", "359980-2022", "54033-2021"}


@lru_cache(maxsize=1)
def everything(shared: Path) -> dict[str, Notice]:
    return {name: read_notice(content) for name, content in documents(shared, "ted-r208.tar.xz")}


@pytest.fixture
def notices(shared: Path) -> dict[str, Notice]:
    return everything(shared)


@pytest.fixture
def manifest(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "notices" / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {Path(row["file"]).stem: row for row in rows if row["format"] == "ted-R2.0.8"}


def differing(notices: dict[str, Notice], ours: dict[str, object], theirs: dict[str, object]) -> set[str]:
    assert set(ours) == set(theirs) == set(notices)
    return {name for name in notices if ours[name] != theirs[name]}


def test_all_of_them_are_read(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    assert set(notices) == set(manifest)
    assert len(notices) == 125
    for name, notice in notices.items():
        row = manifest[name]
        assert (notice.format, notice.publication_number) == ("ted-r208", name)
        assert (notice.format_version, str(notice.published)) == (row["version"], row["date"])
        assert notice.language == identifiers.language(row["lang"])
        assert notice.stage == (STAGES.get(row["stage"]) or Stage(row["stage"]))
        assert notice.procedure.titles
        assert notice.buyers
        assert len({lot.number for lot in notice.lots}) == len(notice.lots) > 0


def test_forms_as_the_manifest_says(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    for name, row in manifest.items():
        form, _, number = row["form"].partition("/")
        assert notices[name].notice_type == (f"F{int(number):02}" if number else form)


def test_languages_as_the_manifest_says(
    notices: dict[str, Notice], manifest: dict[str, dict[str, str]]
) -> None:
    """The manifest tells of other originals; a translation beside one original is read too."""
    ours: dict[str, object] = {name: set(notice.languages[1:]) for name, notice in notices.items()}
    theirs: dict[str, object] = {
        name: {identifiers.language(code) for code in row["other_langs"].split(",") if code}
        for name, row in manifest.items()
    }
    assert differing(notices, ours, theirs) == {"355067-2021", "199118-2018", "426046-2018"}
    assert notices["355067-2021"].languages == ("fr", "en")
    assert len(notices["199118-2018"].languages) == len(notices["426046-2018"].languages) == 24


def test_codes_as_the_manifest_says(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    """All of them, wherever they stand; which one leads the form says itself (the manifest has the coded data's first)."""
    ours: dict[str, object] = {
        name: {
            notice.procedure.cpv,
            *notice.procedure.additional_cpv,
            *(c for lot in notice.lots for c in lot.all_cpv),
        }
        for name, notice in notices.items()
    }
    theirs: dict[str, object] = {name: set(row["cpv"].split(",")) for name, row in manifest.items()}
    assert differing(notices, ours, theirs) == set()
    leading = {
        name for name, row in manifest.items() if row["cpv"].split(",")[0] != notices[name].procedure.cpv
    }
    assert leading == {"199118-2018", "292931-2018", "340665-2020", "54030-2021"}


def test_places_as_the_manifest_says(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    """The coded data's; a lot without a code has a place in words at most, and some have that where the manifest has none."""
    ours: dict[str, object] = {
        name: {place.nuts for place in notice.procedure.places} for name, notice in notices.items()
    }
    theirs: dict[str, object] = {
        name: set(filter(None, row["nuts"].split(","))) for name, row in manifest.items()
    }
    assert differing(notices, ours, theirs) == set()
    in_words = [
        name for name, notice in notices.items() if not ours[name] and any(lot.places for lot in notice.lots)
    ]
    assert len(in_words) == 14
    assert all(place.description for name in in_words for lot in notices[name].lots for place in lot.places)


def test_reserved_as_the_manifest_says(
    notices: dict[str, Notice], manifest: dict[str, dict[str, str]]
) -> None:
    ours = {
        name for name, notice in notices.items() if any(lot.reserved_participation for lot in notice.lots)
    }
    assert ours == {name for name, row in manifest.items() if row["reserved"]} == EMPTY_BOX | SHELTERED
    assert {lot.reserved_participation for name in ours for lot in notices[name].lots} == {("res-ws",)}


def test_reserved_execution_stands_in_a_box_the_manifest_does_not_count(
    notices: dict[str, Notice], manifest: dict[str, dict[str, str]]
) -> None:
    """RESTRICTED_TO_FRAMEWORK, ticked beside the sheltered workshops in all three."""
    assert {row["reserved_execution"] for row in manifest.values()} == {""}
    assert {name for name, n in notices.items() if any(lot.reserved_execution for lot in n.lots)} == SHELTERED


def test_lots_beyond_those_the_manifest_counts(
    notices: dict[str, Notice], manifest: dict[str, dict[str, str]]
) -> None:
    """It counts the annexes of form F02 only; an undivided object is one lot here, an award notice has those it names."""
    counted = {name: int(row["n_lots"]) for name, row in manifest.items() if int(row["n_lots"])}
    assert counted == {"145742-2018": 3, "348002-2017": 7, "98984-2017": 8}
    assert counted == {name: len(notices[name].lots) for name in counted}
    numbers = Counter(len(notice.lots) for name, notice in notices.items() if name not in counted)
    assert numbers == {1: 101, 2: 9, 3: 3, 4: 3, 5: 1, 6: 2, 7: 1, 8: 1, 14: 1}


def test_winners_as_the_manifest_says(
    notices: dict[str, Notice], manifest: dict[str, dict[str, str]]
) -> None:
    """It counts each winner once: in 121893-2021 one wins two lots."""
    ours: dict[str, object] = {name: len(notice.winners) for name, notice in notices.items()}
    theirs: dict[str, object] = {name: int(row["n_winners"]) for name, row in manifest.items()}
    assert differing(notices, ours, theirs) == {"121893-2021"}
    assert len({winner.name for winner in notices["121893-2021"].winners}) == 1


def test_awards_as_the_manifest_says(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    """Two were decided without naming anybody, which the manifest does not count; one got no offer at all."""
    ours: dict[str, object] = {
        name: sum(len(result.awards) for result in notice.results) for name, notice in notices.items()
    }
    theirs: dict[str, object] = {name: int(row["n_awards"] or 0) for name, row in manifest.items()}
    assert differing(notices, ours, theirs) == {"269695-2021", "384275-2021"}
    (none,) = notices["472262-2021"].results
    assert (none.outcome, none.offers_received, none.awards) == ("not-awarded", 0, ())


def test_a_danish_defence_notice(notices: dict[str, Notice]) -> None:
    """204549-2021: read whole, so that it can be seen that it is no work for a social enterprise."""
    notice = notices["204549-2021"]
    assert (notice.stage, notice.notice_type, notice.language) == (Stage.COMPETITION, "F17", "da")
    assert {buyer.country for buyer in notice.buyers} == {"DK"}
    (lot,) = notice.lots
    assert lot.titles.get("da")
    assert lot.descriptions.get("da")
    assert lot.cpv
    assert lot.deadline_requests is not None
    assert (lot.reserved_participation, lot.reserved_execution) == (None, None)
    assert {criterion.kind for criterion in lot.selection_criteria} >= {"economic", "technical"}
