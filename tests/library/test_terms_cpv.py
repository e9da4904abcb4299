"""CPV codes: one spelling, and a tree that agrees with the published one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.terms import cpv

codes = st.from_regex(r"(?!00)[0-9]{8}", fullmatch=True)


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, str]:
    """``{code: parent}`` of all 9,454 codes."""
    with (shared / "codelists" / "cpv" / "cpv-2008.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["parent"] for row in csv.DictReader(lines, delimiter="\t")}


@pytest.mark.parametrize("printed", ["98310000-9", "98310000", " 98310000 - 9 ", "98310000\n"])
def test_every_printed_spelling_becomes_eight_digits(printed: str) -> None:
    assert cpv.normalise(printed) == "98310000"


@pytest.mark.parametrize(
    "printed",
    [None, "", "9831", "983100009", "98310000-", "98310000-99", "FA01-6", "00000000", "９８３１００００"],
)
def test_anything_else_is_no_code(printed: str | None) -> None:
    assert cpv.normalise(printed) is None


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("90000000", "90"),
        ("30200000", "302"),
        ("98310000", "9831"),
        ("90911300", "909113"),
        ("03419001", "03419001"),
    ],
)
def test_prefix_has_what_is_said_and_at_least_a_division(code: str, digits: str) -> None:
    assert cpv.prefix(code) == digits


@pytest.mark.parametrize(
    ("one", "other", "depth"),
    [
        ("90911300", "90911300", 6),
        ("90911300", "90911200", 5),
        ("90911300", "90910000", 4),
        ("90911300", "90000000", 2),
        ("90911300", "98310000", 0),
        ("03000000", "09000000", 0),
        ("30000000", "30200000", 2),
    ],
)
def test_shared_depth(one: str, other: str, depth: int) -> None:
    assert cpv.shared_depth(one, other) == cpv.shared_depth(other, one) == depth


def test_a_division_has_nothing_above_it() -> None:
    assert cpv.ancestors("98000000") == ()
    assert cpv.parent("98000000") is None


def test_parents_are_those_of_the_published_list(published: dict[str, str]) -> None:
    assert len(published) == 9454
    wrong = {code for code, parent in published.items() if (cpv.parent(code, published) or "") != parent}
    assert wrong == set()


def test_every_published_code_is_already_normal(published: dict[str, str]) -> None:
    assert all(cpv.normalise(code) == code for code in published)


@given(codes)
def test_a_code_lies_within_all_that_is_above_it(code: str) -> None:
    above = cpv.ancestors(code)
    assert all(cpv.within(code, each) and not cpv.within(each, code) for each in above)
    assert [len(cpv.prefix(each)) for each in above] == sorted(
        {len(cpv.prefix(each)) for each in above}, reverse=True
    )


@given(codes, codes)
def test_shared_depth_is_that_of_the_nearest_area_both_lie_in(one: str, other: str) -> None:
    depth = cpv.shared_depth(one, other)
    assert depth <= min(len(cpv.prefix(one)), len(cpv.prefix(other)))
    if depth:
        assert one[:depth] == other[:depth]
    else:
        assert one[:2] != other[:2]
