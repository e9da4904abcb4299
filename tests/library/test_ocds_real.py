"""Every real OCDS release, beside what the manifest counts, and what its publishers print wrongly."""

from __future__ import annotations

import csv
import random
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.archives import documents
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE
from opslagstavle.notices.notice import Notice, Stage

STAGES = {
    "planning": Stage.PLANNING, "tender": Stage.COMPETITION, "tenderAmendment": Stage.COMPETITION,
    "award": Stage.RESULT, "awardUpdate": Stage.RESULT,
}  # fmt: skip
"""The manifest prints the release's tag."""
NAMED_TWICE = "ocds-b5fd17-8d84c691-fc64-4f64-b240-443a0af1ba82"
"""Lists one of its 35 suppliers twice: 34 have won."""
RESERVED = "ocds-r6ebe6-0000580540"


@pytest.fixture(scope="module")
def contents(shared: Path) -> dict[str, bytes]:
    with tarfile.open(shared / "notices" / "ocds.tar.xz") as tar:
        members = [member for member in tar if member.isfile()]
        return {member.name: stream.read() for member in members if (stream := tar.extractfile(member))}


@pytest.fixture(scope="module")
def notices(contents: dict[str, bytes]) -> dict[str, Notice]:
    return {name: read_notice(content) for name, content in contents.items()}


@pytest.fixture(scope="module")
def manifest(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "notices" / "MANIFEST.tsv").open(newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"]: row for row in rows if row["file"].startswith("ocds/")}


def test_all_are_read(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    assert len(notices) == 224
    assert notices.keys() == manifest.keys()


def test_an_archive_hands_out_the_bytes_of_each(shared: Path, contents: dict[str, bytes]) -> None:
    found = [content for _, content in documents([shared / "notices" / "ocds.tar.xz"])]
    assert found == [content.removeprefix(b"\xef\xbb\xbf").strip() for content in contents.values()]


def test_what_the_manifest_counts(notices: dict[str, Notice], manifest: dict[str, dict[str, str]]) -> None:
    for name, notice in notices.items():
        row = manifest[name]
        codes = {code for lot in notice.lots for code in lot.all_cpv} | set(
            filter(None, [notice.procedure.cpv])
        )
        assert str(notice.published) == row["date"], name
        assert (notice.language or "").upper() == row["lang"], name
        assert codes == set(filter(None, row["cpv"].split(","))), name
        assert any(lot.suitable_for_social_enterprises for lot in notice.lots) == (
            "vcse" in row["reserved"]
        ), name
        assert len(notice.lots) == max(1, int(row["n_lots"])), name  # without lots the call is one
        assert len(notice.winners) == int(row["n_winners"]) - (notice.ocid == NAMED_TWICE), name
        assert notice.stage is STAGES[row["stage"]], name
        assert row["nuts"] == "", name  # it counts no places in OCDS; ours are below


def test_places_are_codes_in_scotland_and_names_in_england(notices: dict[str, Notice]) -> None:
    places = {source: _places(notices, source) for source in ("scotland-pcs", "uk-contracts-finder")}
    assert all(any(place.nuts for place in found) for found in places["scotland-pcs"])
    assert all((place.nuts or "UK").startswith("UK") for found in places["scotland-pcs"] for place in found)
    assert not any(place.nuts for found in places["uk-contracts-finder"] for place in found)
    names = {
        text
        for found in places["uk-contracts-finder"]
        for place in found
        for text in place.description.values()
    }
    assert {"Yorkshire and the Humber", "London", "Channel Islands"} <= names


def _places(notices: dict[str, Notice], source: str) -> list[Any]:
    return [
        [place for lot in notice.lots for place in lot.places]
        for name, notice in notices.items()
        if source in name and any(lot.places for lot in notice.lots)
    ]


def test_one_reserves_and_many_are_only_suitable(notices: dict[str, Notice]) -> None:
    reserved = [
        notice.ocid for notice in notices.values() if any(lot.reserved_participation for lot in notice.lots)
    ]
    assert reserved == [RESERVED]
    suitable = [n for n in notices.values() if any(lot.suitable_for_social_enterprises for lot in n.lots)]
    assert len(suitable) == 42
    assert not any(lot.reserved_participation for notice in suitable for lot in notice.lots)


def test_what_else_is_found(notices: dict[str, Notice]) -> None:
    found = Counter(
        what
        for notice in notices.values()
        for what, there in {
            "buyer": bool(notice.buyers and notice.buyers[0].name),
            "country": bool(notice.buyers and notice.buyers[0].country == "GB"),
            "deadline": any(lot.deadline for lot in notice.lots),
            "range": any(lot.estimated_value_range for lot in notice.lots),
            "page": bool(notice.url),
            "several lots": len(notice.lots) > 1,
            "announced": bool(notice.announced_by),
            "documents": any(lot.documents for lot in notice.lots),
            "correction": notice.correction is not None,
        }.items()
        if there
    )
    assert found["buyer"] == 224
    assert found["country"] >= 148
    assert found["deadline"] >= 219
    assert found["range"] >= 20
    assert found["several lots"] >= 7
    assert found["announced"] == 13
    assert found["page"] >= 216
    assert found["documents"] >= 40
    assert found["correction"] == 6  # tenderAmendment


def test_mended_texts(contents: dict[str, bytes], notices: dict[str, Notice]) -> None:
    """Letters in all files, line breaks where no word can be meant; what stays is a word or a name."""
    signs = ("Â£", "â€¢", "Ã¤", "Â®")
    wrong = [name for name, content in contents.items() if any(sign.encode() in content for sign in signs)]
    assert len(wrong) == 14
    for name in wrong:
        line = NOTICE.dump_json(notices[name]).decode()
        assert not any(sign in line for sign in signs), name
    doubled = [name for name, content in contents.items() if b"rnrn" in content]
    assert len(doubled) == 47
    left = [name for name in doubled if "rnrn" in NOTICE.dump_json(notices[name]).decode()]
    assert len(left) == 6  # "HomernrnPlease": two breaks behind "Home", or one behind a word


def test_names_that_end_so_are_left(contents: dict[str, bytes], notices: dict[str, Notice]) -> None:
    for word in ("Northern Ireland", "Kinghorn", "Springburn", "Fulbourn", "return", "Western"):
        there = [name for name, content in contents.items() if word.encode() in content]
        read = [name for name in there if word in NOTICE.dump_json(notices[name]).decode()]
        assert there, word
        assert len(read) >= len(there) - 3, word  # some stand where nothing is read


def test_every_real_release_cut_and_mutated_is_read_or_refused(contents: dict[str, bytes]) -> None:
    chance, tried, refused = random.Random(11), 0, 0
    for content in contents.values():
        for _ in range(3):
            bad = bytearray(content[: chance.randrange(len(content))] if chance.random() < 0.3 else content)
            for _ in range(chance.randint(0, 6)):
                if bad:
                    at = chance.randrange(len(bad))
                    bad[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
            tried += 1
            try:
                NOTICE.dump_json(read_notice(bytes(bad)))
            except UnreadableNotice as error:
                refused += bool(error.reason)
    assert tried == 3 * 224
    assert 200 < refused < tried
