"""NUTS codes: one spelling, whole areas by prefix, and a three-valued answer to "do they work there?"."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.terms import nuts

danish = st.sampled_from(["DK", "DK0", "DK01", "DK03", "DK031", "DK032", "DK04", "DK042", "DK05", "DK050"])


@pytest.fixture(scope="module")
def published(shared: Path) -> list[dict[str, str]]:
    with (shared / "codelists" / "nuts" / "nuts-labels.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("DK042", "DK042"),
        (" dk0 ", "DK0"),
        ("DK", "DK"),
        ("00", "00"),
        ("GR30", "EL30"),
        ("GB", "UK"),
        ("DEA5C", "DEA5C"),
        ("D", None),
        ("DK0421", None),
        ("Aarhus", None),
        ("", None),
        (None, None),
    ],
)
def test_one_spelling(printed: str | None, code: str | None) -> None:
    assert nuts.normalise(printed) == code


@pytest.mark.parametrize(
    ("place", "area", "inside"),
    [
        ("DK042", "DK042", True),
        ("DK042", "DK04", True),
        ("DK042", "DK", True),
        ("DK042", "DK0", True),
        ("DK", "DK0", True),
        ("DK05", "DK050", True),
        ("DK04", "DK042", False),
        ("DK042", "DK041", False),
        ("SE224", "DK", False),
        ("DK042", "00", False),
    ],
)
def test_within(place: str, area: str, inside: bool) -> None:
    assert nuts.within(place, area) is inside


@pytest.mark.parametrize(
    ("served", "wanted", "answer"),
    [
        (["DK04"], ["DK042"], True),
        (["DK"], ["DK0"], True),
        (["DK0"], ["DK"], True),
        (["DK041", "DK042"], ["DK032", "DK042"], True),
        (["DK042"], ["00", "DK042"], True),
        (["DK042"], ["DK"], None),
        (["DK042"], ["DK0"], None),
        (["DK042"], ["DK04"], None),
        (["DK042"], ["00"], None),
        (["DK042"], [None], None),
        (["DK042"], [], None),
        ([], ["DK042"], None),
        (["00"], ["DK042"], None),
        (["DK042"], ["SE224", "DK"], None),
        (["DK042"], ["DK041"], False),
        (["DK04"], ["SE224", "DK031"], False),
        (["DK"], ["SE"], False),
    ],
)
def test_overlap_says_yes_no_or_not_stated(
    served: list[str], wanted: list[str | None], answer: bool | None
) -> None:
    assert nuts.overlap(served, wanted) is answer


@given(st.lists(danish, min_size=1), st.lists(danish, min_size=1))
def test_nobody_is_refused_who_works_in_part_of_a_wanted_place(served: list[str], wanted: list[str]) -> None:
    touches = any(nuts.within(a, w) or nuts.within(w, a) for a in served for w in wanted)
    assert (nuts.overlap(served, wanted) is not False) is touches


def test_danish_names_are_those_of_the_published_areas(published: list[dict[str, str]]) -> None:
    ours = {region.code: region for region in (nuts.DENMARK, *nuts.REGIONS, *nuts.PROVINCES)}
    official = {row["code"]: row["label_da"] for row in published if row["code"].startswith("DK")}
    in_use = {code for code in official if not code.startswith("DKZ") and code != "DK0"}
    assert set(ours) == in_use
    assert all(official[code] in region.name_da for code, region in ours.items())


def test_a_zero_at_the_end_means_the_whole_area_above(published: list[dict[str, str]]) -> None:
    """``within`` rests on this. Extra-regio areas (…Z) are no places."""
    codes = {row["code"] for row in published if "Z" not in row["code"][2:]}
    siblings = {
        code: [each for each in codes if each[:-1] == code[:-1]] for code in codes if code[2:].endswith("0")
    }
    assert siblings
    assert all(found == [code] for code, found in siblings.items())


def test_names_in_both_languages_and_none_for_other_places() -> None:
    assert nuts.name("DK04", "da") == "Region Midtjylland"
    assert nuts.name("DK0", "da") == nuts.name("DK", "da") == "Danmark"
    assert nuts.name("DK031", "en") == "Funen"
    assert nuts.name("SE224", "da") is None
    assert nuts.name("00", "da") is None
