"""How the places of a lot lie to those an enterprise serves: region, municipality, distance and all of Denmark."""

from __future__ import annotations

from datetime import date

import pytest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.finding import Finding
from opslagstavle.matching.index import index_enterprises, rank_enterprises
from opslagstavle.matching.match import match
from opslagstavle.notices.notice import Lot, Place
from opslagstavle.notices.places import exact
from opslagstavle.terms.municipalities import named

ON = date(2026, 11, 23)


def place_finding(enterprise: Enterprise, *places: Place) -> Finding:
    found = match(Lot("1", titles={"da": "Vask"}, places=places), enterprise, ON)
    return next(each for each in found.findings if each.name == "place")


def from_aarhus(km: int | None, *places: str) -> Enterprise:
    return Enterprise("e", "E", kinds=("laundry",), places=places, municipality="751", reach_km=km)


def town(name: str) -> Place:
    found = named(name)
    assert found
    return Place(nuts=found.province, country="DK", town=name)


@pytest.mark.parametrize(
    ("enterprise", "places", "relation", "holds"),
    [
        (from_aarhus(40), (town("Randers"),), "inside", True),
        (from_aarhus(20), (town("Randers"),), "near", False),
        (from_aarhus(40), (town("Aalborg"),), "same_country", False),
        (from_aarhus(40), (Place(nuts="DK042"),), "wider", None),
        (from_aarhus(40), (Place(nuts="DK04"),), "wider", None),
        (from_aarhus(40), (Place(nuts="DK0"),), "wider", None),
        (from_aarhus(40), (Place(nuts="DK050"),), "near", False),
        (from_aarhus(40), (Place(nuts="DK014"),), "same_country", False),
        (from_aarhus(500), (town("Rønne"),), "nationwide", True),
        (from_aarhus(None, "DK"), (town("Randers"),), "nationwide", True),
        (from_aarhus(None, "DK"), (Place(nuts="DK05"),), "nationwide", True),
        (from_aarhus(None, "DK042751"), (town("8200 Aarhus N"),), "inside", True),
        (from_aarhus(None, "DK042730"), (town("Aarhus"),), "inside", True),
        (from_aarhus(None, "DK042730"), (Place(nuts="DK042"),), "wider", None),
        (from_aarhus(40), (town("Randers"), town("Odense")), "partly", None),
        (from_aarhus(None, "DK04", "DK03"), (town("Randers"), town("Odense")), "inside", True),
        (from_aarhus(None), (town("Aarhus"),), "inside", True),
        (from_aarhus(None), (town("Randers"),), "not_stated", None),
        (from_aarhus(40), (Place(nuts="SE224"),), "outside", False),
    ],
)
def test_how_a_reach_lies_to_the_work(
    enterprise: Enterprise, places: tuple[Place, ...], relation: str, holds: bool | None
) -> None:
    found = place_finding(enterprise, *places)
    assert (found.evidence["relation"], found.holds) == (relation, holds)


def test_distance_counts_when_a_whole_region_is_wanted() -> None:
    """A fault of the nearest relative: whoever asks for a region is shown everybody, however far."""
    hedensted = Enterprise("e", "E", municipality="766", reach_km=25)
    assert place_finding(hedensted, Place(nuts="DK03")).evidence["relation"] == "wider"
    assert place_finding(hedensted, town("Vejle")).holds is True
    skagen = Enterprise("e", "E", municipality="813", reach_km=25)
    assert place_finding(skagen, Place(nuts="DK03")).holds is False
    assert place_finding(skagen, Place(nuts="DK05")).holds is None


def test_who_works_nationwide_is_among_those_for_a_town() -> None:
    """A fault of the nearest relative: a search near a town leaves out who delivers in all of Denmark."""
    index = index_enterprises(
        (
            Enterprise("near", "N", kinds=("laundry",), municipality="730", reach_km=20),
            Enterprise("everywhere", "E", kinds=("laundry",), places=("DK",), municipality="101"),
            Enterprise("far", "F", kinds=("laundry",), municipality="101", reach_km=20),
        )
    )
    lot = Lot("1", titles={"da": "Vask"}, cpv="98310000", places=(town("Randers"),))
    assert [found.key for found in rank_enterprises(lot, index, ON)] == ["near", "everywhere", "far"]


def test_evidence_names_what_of_the_area_meets_the_work() -> None:
    some = place_finding(from_aarhus(40), Place(nuts="DK041"), town("Aarhus"), town("Odense")).evidence
    assert some["enterprise"] == "DK042751"
    assert some["left"] == "DK041, DK031461"
    assert "left" not in place_finding(from_aarhus(40), town("Aarhus")).evidence


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (Place("DK042", "DK", town="Aarhus"), "DK042751"),
        (Place("DK04", "DK", town="8000 Aarhus C"), "DK042751"),
        (Place(None, "DK", town="Odense SØ"), "DK031461"),
        (Place("DK042", "DK", description={"da": "Aarhus Kommune."}), "DK042751"),
        (Place("DK", "DK", description={"da": "Holstebrovej 101, 7800 Skive"}), "DK041779"),
        (Place("DK012", "DK", description={"da": "Kettegård Allé 30, 2650 Hvidovre, Danmark."}), "DK012167"),
        (Place("DK013", "DK", town="Kgs. Lyngby"), "DK013"),
        (Place("DK042", "DK", description={"da": "Horsens Kommune og Hedensted Kommune."}), "DK042"),
        (Place("DK042", "DK", description={"da": "Aarhus og omegn, også Randers"}), "DK042"),
        (Place("SE224", "SE", town="Odense"), "SE224"),
        (Place("DK042", "DK", town="Fjordby"), "DK042"),
        (Place("DK", "DK", town="Aarhus", anywhere="anyw-cou"), "DK"),
        (Place(), None),
    ],
)
def test_a_named_town_is_its_municipality_unless_it_contradicts_the_area(
    place: Place, code: str | None
) -> None:
    assert exact(place) == code
