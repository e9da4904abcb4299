"""Kinds of work: every code has one, every name is its own, and people find theirs with the words they use."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from opslagstavle.terms.cpv import prefix
from opslagstavle.terms.kinds import KINDS, Kind, covers, find, fold, kind_of, kinds_of

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@pytest.fixture(scope="module")
def published(shared: Path) -> frozenset[str]:
    with (shared / "codelists" / "cpv" / "cpv-2008.tsv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines, delimiter="\t"))


def test_all_divisions_are_named(published: frozenset[str]) -> None:
    divisions = [kind.cpv for kind in KINDS.values() if kind.is_division]
    assert len(divisions) == 45
    assert {each for (each,) in divisions} == {code[:2] for code in published}


def test_every_published_code_has_a_kind_of_its_division(published: frozenset[str]) -> None:
    found = {code: kind_of(code) for code in published}
    assert all(kind and any(code.startswith(each) for each in kind.cpv) for code, kind in found.items())


def test_every_beginning_is_that_of_a_published_code(published: frozenset[str]) -> None:
    beginnings = {each for kind in KINDS.values() for each in kind.cpv}
    assert beginnings == {prefix(each.ljust(8, "0")) for each in beginnings}
    assert {each for each in beginnings if each.ljust(8, "0") not in published} == set()


def test_no_beginning_belongs_to_two_kinds() -> None:
    beginnings = [each for kind in KINDS.values() for each in kind.cpv]
    assert len(beginnings) == len(set(beginnings))


def test_names_and_keys_are_unique() -> None:
    for names in ([kind.name_da for kind in KINDS.values()], [kind.name_en for kind in KINDS.values()]):
        assert len({fold(name) for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in KINDS)


@kinds
def test_words_are_plain_and_each_listed_once(kind: Kind) -> None:
    for words in (kind.words_da, kind.words_en):
        folded = [fold(word) for word in words]
        assert words
        assert all(folded)
        assert len(set(folded)) == len(folded)
        assert all(word == word.lower().strip() for word in words)
        assert not {fold(kind.name_da), fold(kind.name_en)} & set(folded)


@kinds
def test_a_kind_is_found_by_both_its_names(kind: Kind) -> None:
    assert find(kind.name("da"))[0] is kind
    assert find(kind.name("en"))[0] is kind


@kinds
def test_a_kind_is_found_by_each_of_its_words(kind: Kind) -> None:
    assert [word for word in (*kind.words_da, *kind.words_en) if kind not in find(word)] == []


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("98310000", "laundry"),
        ("98311200", "linen-service"),
        ("98300000", "community-and-personal"),
        ("90911300", "window-cleaning"),
        ("90911200", "cleaning"),
        ("90900000", "cleaning"),
        ("90620000", "snow-clearing"),
        ("55500000", "canteen"),
        ("55523100", "school-meals"),
        ("55521200", "meals-at-home"),
        ("77310000", "green-areas"),
        ("77340000", "trees-and-hedges"),
        ("79920000", "packing-and-assembly"),
        ("60130000", "special-needs-transport"),
        ("85312510", "work-training"),
        ("98513310", "home-help"),
        ("45000000", "construction"),
    ],
)
def test_the_longest_beginning_wins(code: str, key: str) -> None:
    assert kind_of(code) is KINDS[key]


def test_a_code_of_no_division_has_no_kind() -> None:
    assert kind_of("99999999") is None
    assert kinds_of(["99999999", "98310000", "90911300", "98315000"]) == (
        KINDS["laundry"],
        KINDS["window-cleaning"],
    )


def test_a_wider_kind_covers_what_a_narrower_one_has() -> None:
    assert covers(KINDS["environment-and-cleaning"], "90911300")
    assert covers(KINDS["cleaning"], "90911300")
    assert not covers(KINDS["window-cleaning"], "90910000")
    assert not covers(KINDS["laundry"], "90911300")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("vask", "laundry"),
        ("Tøjvask", "laundry"),
        ("toejvask", "laundry"),
        ("VASKERI", "laundry"),
        ("rulle", "laundry"),
        ("rengøring", "cleaning"),
        ("Rengoering", "cleaning"),
        ("vinduespudser", "window-cleaning"),
        ("vask af biler", "vehicle-washing"),
        ("snerydn", "snow-clearing"),
        ("cykelværksted", "bicycles"),
        ("cykelhjelm", "bicycles"),
        ("udlejning af cykler", "bicycles"),
        ("genbrugsbutik", "shops"),
        ("elektronikskrot", "reuse-and-recycling"),
        ("mad til ældre", "meals-at-home"),
        ("mad til aeldre", "meals-at-home"),
        ("skolemad", "school-meals"),
        ("hækklipning", "trees-and-hedges"),
        ("græsslåning", "green-areas"),
        ("graesslaaning", "green-areas"),
        ("webtilgængelighed", "software-testing"),
        ("handicapkørsel", "special-needs-transport"),
        ("beskyttet værksted", "work-training"),
        ("jobtræning", "work-training"),
        ("pakkearbejde", "packing-and-assembly"),
        ("maler", "painting"),
        ("måler", "laboratory-equipment"),
        ("stearinlys", "candles"),
        ("hjemmehjælper", "home-help"),
        ("bike repair", "bicycles"),
        ("laundry", "laundry"),
    ],
)
def test_people_find_their_kind_with_their_own_words(typed: str, key: str) -> None:
    assert find(typed)[0] is KINDS[key]


@pytest.mark.parametrize("typed", ["", "  ", "og", "til", "xqzw", "!?", "sn"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert find(typed) == ()
