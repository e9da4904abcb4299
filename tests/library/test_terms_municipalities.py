"""The municipalities: all of them, each in its area and near its neighbours, and found however somebody writes them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import fold
from opslagstavle.terms.municipalities import (
    MUNICIPALITIES,
    Municipality,
    by_place,
    distance_km,
    named,
    within_km,
)

each_municipality = pytest.mark.parametrize(
    "municipality", MUNICIPALITIES.values(), ids=lambda each: each.name
)
codes = st.sampled_from(sorted(MUNICIPALITIES))

BOXES = {
    "DK011": (55.55, 55.75, 12.4, 12.75),
    "DK012": (55.55, 55.85, 12.2, 12.65),
    "DK013": (55.7, 56.15, 11.9, 12.7),
    "DK014": (54.95, 55.35, 14.6, 15.2),
    "DK021": (55.35, 55.75, 11.8, 12.4),
    "DK022": (54.55, 56.05, 10.85, 12.6),
    "DK031": (54.7, 55.65, 9.65, 11.0),
    "DK032": (54.8, 55.9, 8.0, 9.9),
    "DK041": (55.8, 56.8, 8.05, 9.75),
    "DK042": (55.65, 56.65, 9.35, 11.0),
    "DK050": (56.5, 57.8, 8.2, 11.25),
}
"""South, north, west and east of each province, drawn wide."""


def test_there_are_98_and_each_has_its_own_number_name_and_middle() -> None:
    every = list(MUNICIPALITIES.values())
    assert len(every) == 98
    assert len({each.code for each in every}) == 98
    assert len({fold(each.name) for each in every}) == 98
    assert len({(each.latitude, each.longitude) for each in every}) == 98
    assert [each.code for each in every] == sorted(each.code for each in every)
    assert all(len(each.code) == 3 and each.code.isdigit() for each in every)


def test_every_region_and_province_has_as_many_as_it_has() -> None:
    assert Counter(each.region for each in MUNICIPALITIES.values()) == {
        "DK01": 29, "DK02": 17, "DK03": 22, "DK04": 19, "DK05": 11,
    }  # fmt: skip
    assert Counter(each.province for each in MUNICIPALITIES.values()) == {
        "DK011": 4, "DK012": 13, "DK013": 11, "DK014": 1, "DK021": 5, "DK022": 12, "DK031": 10, "DK032": 12,
        "DK041": 8, "DK042": 11, "DK050": 11,
    }  # fmt: skip


def test_every_province_is_a_published_area_under_the_name_we_use(shared: Path) -> None:
    with (shared / "codelists" / "nuts" / "nuts-labels.tsv").open(encoding="utf-8", newline="") as lines:
        official = {row["code"]: row for row in csv.DictReader(lines, delimiter="\t")}
    for province in {each.province for each in MUNICIPALITIES.values()}:
        assert official[province]["level"] == "3"
        assert official[province]["label_da"] == nuts.name(province, "da")


@each_municipality
def test_its_middle_lies_in_its_province(municipality: Municipality) -> None:
    south, north, west, east = BOXES[municipality.province]
    assert south < municipality.latitude < north
    assert west < municipality.longitude < east


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("101", "København"),
        ("147", "Frederiksberg"),
        ("151", "Ballerup"),
        ("173", "Lyngby-Taarbæk"),
        ("265", "Roskilde"),
        ("376", "Guldborgsund"),
        ("400", "Bornholm"),
        ("461", "Odense"),
        ("561", "Esbjerg"),
        ("607", "Fredericia"),
        ("621", "Kolding"),
        ("630", "Vejle"),
        ("657", "Herning"),
        ("730", "Randers"),
        ("751", "Aarhus"),
        ("791", "Viborg"),
        ("825", "Læsø"),
        ("851", "Aalborg"),
        ("860", "Hjørring"),
    ],
)
def test_numbers_are_those_of_the_authorities(code: str, name: str) -> None:
    assert MUNICIPALITIES[code].name == name


@pytest.mark.parametrize(
    ("one", "other", "km", "give"),
    [
        ("Aarhus", "Randers", 35, 5),
        ("København", "Roskilde", 31, 5),
        ("København", "Frederiksberg", 2.5, 2),
        ("København", "Aarhus", 157, 8),
        ("Bornholm", "Aalborg", 367, 12),
        ("Odense", "Esbjerg", 122, 6),
        ("Esbjerg", "Fanø", 5, 3),
        ("Holstebro", "Struer", 15, 4),
        ("Tønder", "Hjørring", 290, 10),
        ("Sønderborg", "Aabenraa", 28, 5),
    ],
)
def test_distances_are_those_of_the_map(one: str, other: str, km: float, give: float) -> None:
    first, second = named(one), named(other)
    assert first
    assert second
    assert distance_km(first, second) == pytest.approx(km, abs=give)


@given(codes, codes)
def test_it_is_as_far_back_as_there(one: str, other: str) -> None:
    there = distance_km(MUNICIPALITIES[one], MUNICIPALITIES[other])
    assert there == pytest.approx(distance_km(MUNICIPALITIES[other], MUNICIPALITIES[one]))
    assert (there == 0) is (one == other)
    assert there < 450


@given(codes, st.integers(min_value=0, max_value=500))
def test_what_is_within_reach_begins_at_home_and_grows(code: str, km: int) -> None:
    reached = within_km(code, km)
    assert reached[0] is MUNICIPALITIES[code]
    assert all(distance_km(MUNICIPALITIES[code], each) <= km for each in reached)
    assert set(reached) <= set(within_km(code, km + 10))
    assert len(within_km(code, 500)) == 98


@each_municipality
def test_everybody_has_a_neighbour_and_most_are_on_the_same_side_of_the_water(
    municipality: Municipality,
) -> None:
    nearest = within_km(municipality.code, 170)[1]
    assert distance_km(municipality, nearest) < (170 if municipality.name == "Bornholm" else 50)


@each_municipality
def test_one_is_found_by_number_name_and_place(municipality: Municipality) -> None:
    for text in (
        municipality.code,
        municipality.name,
        municipality.name.upper(),
        f"{municipality.name} Kommune",
        f" {municipality.name.casefold()} kommune ",
        municipality.name.replace("-", " "),
        municipality.name.replace("aa", "å").replace("Aa", "Å"),
        municipality.name.replace("å", "aa").replace("ø", "oe").replace("æ", "ae"),
        municipality.name.replace("å", "a").replace("ø", "o").replace("æ", "ae"),
        *municipality.towns,
    ):
        assert named(text) is municipality, text
    assert by_place(municipality.place) is municipality
    assert nuts.above(municipality.place) == (
        "DK",
        municipality.region,
        municipality.province,
        municipality.place,
    )
    assert nuts.name(municipality.place, "da") == nuts.name(municipality.place, "en") == municipality.name


def test_no_town_stands_with_two_municipalities() -> None:
    towns = [fold(town) for each in MUNICIPALITIES.values() for town in each.towns]
    names = [fold(each.name) for each in MUNICIPALITIES.values()]
    assert [town for town, count in Counter(towns + names).items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("aarhus", "Aarhus"),
        ("AARHUS", "Aarhus"),
        ("Århus Kommune", "Aarhus"),
        ("Arhus", "Aarhus"),
        ("8000 Aarhus C", "Aarhus"),
        ("DK-8200 Aarhus N", "Aarhus"),
        ("København Ø", "København"),
        ("Københavns Kommune", "København"),
        ("City of Copenhagen", "København"),
        ("Frederiksberg C", "Frederiksberg"),
        ("Lyngby Tårbæk", "Lyngby-Taarbæk"),
        ("Kgs. Lyngby", "Lyngby-Taarbæk"),
        ("Bornholms Regionskommune", "Bornholm"),
        ("Nordfyn", "Nordfyns"),
        ("Vesthimmerland Kommune", "Vesthimmerlands"),
        ("Nykøbing F.", "Guldborgsund"),
        ("Nykøbing Sj.", "Odsherred"),
        ("Grenå", "Norddjurs"),
        ("Aabenraa", "Aabenraa"),
        ("Åbenrå", "Aabenraa"),
        ("Randers SØ", "Randers"),
    ],
)
def test_people_write_it_in_their_own_way(text: str, name: str) -> None:
    found = named(text)
    assert found
    assert found.name == name


@pytest.mark.parametrize(
    "text", ["", " ", "Kommune", "Nykøbing", "Malmö", "000", "999", "Danmark", "Sjælland", "s", "C"]
)
def test_nobody_is_guessed(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize("place", ["", "DK", "DK042", "751", "DK041751", "00"])
def test_other_places_are_no_municipality(place: str) -> None:
    assert by_place(place) is None


def test_the_companies_register_names_them_as_we_do(shared: Path) -> None:
    record = json.loads(
        (shared / "suppliers" / "cvr-elasticsearch-format-sample.json").read_text(encoding="utf-8")
    )
    printed = list(_municipalities_in(record))
    assert printed
    for number, name in printed:
        found = named(name)
        assert found
        assert found.code == f"{number:03}"


def _municipalities_in(part: Any) -> list[tuple[int, str]]:
    if isinstance(part, list):
        return [found for each in part for found in _municipalities_in(each)]
    if not isinstance(part, dict):
        return []
    here = [(part["kommuneKode"], part["kommuneNavn"])] if part.get("kommuneKode") else []
    return here + [found for each in part.values() for found in _municipalities_in(each)]
