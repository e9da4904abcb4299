"""Real R2.0.9 notices: the named ones by what a reader of them sees, all of them by the manifest's own counts."""

from __future__ import annotations

import csv
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Deadline, Duration, Framework, Notice, Stage

NAMED = frozenset({
    "20052-2017", "44742-2022", "464468-2017", "79038-2017", "625500-2021", "557366-2021", "153381-2022",
    "95237-2016", "395374-2016", "566234-2020", "107140-2021", "167043-2020", "14715-2022", "26522-2021",
})  # fmt: skip

MANIFEST_STAGES = {
    "dir-awa-pre": Stage.DIRECT_AWARD, "cont-modif": Stage.MODIFICATION, "planning": Stage.PLANNING,
    "competition": Stage.COMPETITION, "result": Stage.RESULT, "change": Stage.CHANGE, "buyer-profile": Stage.BUYER_PROFILE,
    "other": Stage.COMPETITION,  # F24 whose document type says "works concession": a concession notice is a call
}  # fmt: skip
PARTICIPATION = {
    "RESTRICTED_SHELTERED_WORKSHOP": "res-ws",
    "RESERVED_ORGANISATIONS_SERVICE_MISSION": "res-pub-ser",
}


def documents(shared: Path, archive: str) -> Iterator[tuple[str, bytes]]:
    path = shared / "notices" / archive
    if not path.is_file():
        pytest.skip(f"no {archive} among the shared data")
    with tarfile.open(path) as members:
        for member in members:
            if (content := members.extractfile(member)) is not None:
                yield Path(member.name).stem, content.read()


@lru_cache(maxsize=1)
def everything(shared: Path) -> dict[str, Notice]:
    return {name: read_notice(content) for name, content in documents(shared, "ted-r209.tar.xz")}


@pytest.fixture
def notices(shared: Path) -> dict[str, Notice]:
    return everything(shared)


@pytest.fixture
def manifest(shared: Path) -> list[dict[str, str]]:
    with (shared / "notices" / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines, delimiter="\t") if row["format"] == "ted-R2.0.9"]


def test_all_of_them_are_read(notices: dict[str, Notice], manifest: list[dict[str, str]]) -> None:
    assert {Path(row["file"]).stem for row in manifest} == set(notices)
    assert set(notices) >= NAMED
    assert {notice.publication_number for notice in notices.values()} == set(notices)


def test_what_the_manifest_counts(notices: dict[str, Notice], manifest: list[dict[str, str]]) -> None:
    for row in manifest:
        notice = notices[Path(row["file"]).stem]
        assert (len(notice.lots), str(notice.published), notice.format_version) == (
            int(row["n_lots"]),
            row["date"],
            row["version"],
        )
        assert len({lot.number for lot in notice.lots}) == len(notice.lots)


def test_reserved_as_the_manifest_says(notices: dict[str, Notice], manifest: list[dict[str, str]]) -> None:
    for row in manifest:
        lots = notices[Path(row["file"]).stem].lots
        stated = {PARTICIPATION[flag] for flag in row["reserved"].split(",") if flag in PARTICIPATION}
        assert {flag for lot in lots for flag in lot.reserved_participation or ()} == stated
        assert any(lot.reserved_execution for lot in lots) == bool(row["reserved_execution"])


def test_stages_as_the_manifest_says(notices: dict[str, Notice], manifest: list[dict[str, str]]) -> None:
    """But for the calls by periodic information, which the manifest counts as planning."""
    calls = [
        row["notice_type"]
        for row in manifest
        if notices[Path(row["file"]).stem].stage is not MANIFEST_STAGES[row["stage"]]
    ]
    assert set(calls) == {"M"}
    assert len(calls) == 59


def test_a_reservation_that_may_be_a_slip_is_read_as_printed(notices: dict[str, Notice]) -> None:
    notice = notices["20052-2017"]
    assert (notice.stage, notice.notice_type, notice.language) == (Stage.COMPETITION, "F21", "da")
    assert [lot.reserved_participation for lot in notice.lots] == [("res-ws",)]
    assert notice.lots[0].deadline_interest is not None


@pytest.mark.parametrize(
    ("name", "division"),
    [("44742-2022", "98"), ("464468-2017", "85"), ("79038-2017", "98"), ("625500-2021", "55")],
)
def test_danish_work_for_social_enterprises(notices: dict[str, Notice], name: str, division: str) -> None:
    notice = notices[name]
    assert {lot.cpv[:2] for lot in notice.lots if lot.cpv} == {division}
    assert {place.country for lot in notice.lots for place in lot.places} == {"DK"}
    assert all(lot.titles.get("da") and lot.descriptions.get("da") for lot in notice.lots)
    assert all(buyer.cvr for buyer in notice.buyers)


@pytest.mark.parametrize(
    ("call", "result"),
    [("557366-2021", "153381-2022"), ("95237-2016", "395374-2016"), ("566234-2020", "107140-2021")],
)
def test_a_result_names_its_call(notices: dict[str, Notice], call: str, result: str) -> None:
    assert notices[call].stage is Stage.COMPETITION
    assert notices[result].stage is Stage.RESULT
    assert call in notices[result].earlier_notices
    assert call not in notices[result].announced_by
    assert notices[call].earlier_notices == ()


def test_what_came_of_a_canteen_and_what_of_nothing(notices: dict[str, Notice]) -> None:
    canteen = notices["395374-2016"].results
    assert [(result.lots, len(result.awards[0].winners), result.offers_received) for result in canteen] == [
        (("1",), 1, 3),
        (("2",), 1, 3),
    ]
    assert all(result.awards[0].winners[0].cvr for result in canteen)
    (none,) = notices["107140-2021"].results
    assert (none.outcome, none.awards) == ("not-awarded", ())
    assert none.reason in {"PROCUREMENT_UNSUCCESSFUL", "PROCUREMENT_DISCONTINUED"}


def test_652_lots(notices: dict[str, Notice]) -> None:
    lots = notices["167043-2020"].lots
    assert len(lots) == 652
    assert all(lot.titles and lot.cpv for lot in lots)


def test_24_languages(notices: dict[str, Notice]) -> None:
    notice = notices["14715-2022"]
    assert (notice.language, len(notice.languages)) == ("en", 24)
    assert {len(lot.titles) for lot in notice.lots} == {24}
    assert len({lot.titles["da"] for lot in notice.lots}) == len(notice.lots)
    assert len(notice.results) == 86


def test_a_correction_and_the_notice_it_corrects(notices: dict[str, Notice]) -> None:
    notice = notices["26522-2021"]
    assert (notice.stage, notice.lots) == (Stage.CHANGE, ())
    assert notice.correction is not None
    assert notice.correction.changes == "549591-2020"
    assert "2020-01-27 16:00 → 2021-02-16 16:00" in notice.correction.descriptions["en"]
    assert notice.correction.patch
    assert [(entry.section, entry.lots) for entry in notice.correction.entries] == [
        ("IV.2.2)", ("Lot 1 and 2",)),
        ("IV.2.7)", ("Lot 1 and 2",)),
    ]
    assert notice.correction.entries[0].deadline_after == Deadline(date(2021, 2, 16), time(16, 0))


def test_corrections_are_patches_and_most_move_a_deadline(notices: dict[str, Notice]) -> None:
    patches = [notice.correction for notice in notices.values() if notice.correction]
    assert len(patches) == 17
    assert all(patch.patch and patch.changes for patch in patches)
    moved = [patch for patch in patches if any(entry.deadline_after for entry in patch.entries)]
    assert len(moved) == 10


def test_modifications_say_why_and_how_much(notices: dict[str, Notice]) -> None:
    modified = [notice for notice in notices.values() if notice.stage is Stage.MODIFICATION]
    reasons = Counter(change.reason for notice in modified for change in notice.modifications)
    assert reasons == {"UNFORESEEN_CIRCUMSTANCE": 63, "ADDITIONAL_NEED": 52}
    assert all(
        change.descriptions and change.reason_descriptions for n in modified for change in n.modifications
    )
    assert sum(change.value_after is not None for n in modified for change in n.modifications) == 112


def test_direct_awards_say_why(notices: dict[str, Notice]) -> None:
    direct = [notice.procedure for notice in notices.values() if notice.stage is Stage.DIRECT_AWARD]
    reasons = Counter(procedure.direct_award_reason for procedure in direct)
    assert reasons.most_common(2) == [("D_OUTSIDE_SCOPE", 99), ("D_TECHNICAL", 63)]
    assert all(procedure.direct_award_descriptions for procedure in direct if procedure.direct_award_reason)


def test_conditions_of_a_danish_call(notices: dict[str, Notice]) -> None:
    """566234-2020: everything the boxes of sections III and IV say of it."""
    notice = notices["566234-2020"]
    lot = notice.lots[0]
    assert notice.announced_by == ("448857-2020",)
    assert (lot.options, lot.renewable, lot.variants, lot.eu_funds) == (False, False, "not-allowed", False)
    assert (lot.offer_languages, lot.offer_validity) == (("da",), Duration(Decimal(6), "month"))
    assert [criterion.kind for criterion in lot.selection_criteria] == ["economic", "technical"]
    assert list(lot.execution_terms) == ["da"]
    assert lot.framework_terms == Framework(participants=3)
    assert [link.restricted for link in lot.documents] == [False]
    assert [link.restricted for link in notices["44742-2022"].lots[0].documents] == [True]
