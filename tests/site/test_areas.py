"""The register asked for a place: what an enterprise serves, be it stated, by distance or in all of Denmark."""

from __future__ import annotations

import pytest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.cards import enterprise_card
from opslagstavle_site.enterprises.queries import RegisterFilter, filtered

pytestmark = pytest.mark.django_db

ENTERPRISES = (
    Enterprise("aarhus-40", "Fra Aarhus", municipality="751", reach_km=40),
    Enterprise("hedensted-25", "Fra Hedensted", municipality="766", reach_km=25),
    Enterprise("skagen-25", "Fra Skagen", municipality="813", reach_km=25),
    Enterprise("everywhere", "Fra København", places=("DK",), municipality="101"),
    Enterprise("funen", "Fra Fyn", places=("DK031",)),
    Enterprise("randers", "Fra Randers", places=("DK042730",)),
    Enterprise("silent", "Et sted", municipality="751"),
)


@pytest.fixture(autouse=True)
def register() -> None:
    for enterprise in ENTERPRISES:
        register_enterprise(enterprise=enterprise)


def found(place: str) -> set[str]:
    return {row.key for row in filtered(RegisterFilter(place=place))}


def test_a_region_is_asked_and_the_distance_counts() -> None:
    """A fault of the nearest relative: whoever asks for a region is shown everybody, however far."""
    assert found("DK03") == {"everywhere", "funen", "hedensted-25"}
    assert found("DK04") == {"everywhere", "aarhus-40", "hedensted-25", "randers"}
    assert found("DK05") == {"everywhere", "skagen-25"}


def test_a_municipality_is_asked_and_who_works_everywhere_is_there() -> None:
    """A fault of the nearest relative: a search near a town leaves out who delivers in all of Denmark."""
    assert found("DK042730") == {"everywhere", "aarhus-40", "randers"}
    assert found("DK032630") == {"everywhere", "hedensted-25"}
    assert found("DK031461") == {"everywhere", "funen"}
    assert found("DK014400") == {"everywhere"}


def test_a_province_is_asked_and_a_part_of_it_is_enough() -> None:
    assert found("DK042") == {"everywhere", "aarhus-40", "hedensted-25", "randers"}
    assert found("DK032") == {"everywhere", "hedensted-25"}
    assert found("DK031") == {"everywhere", "funen"}


def test_all_of_denmark_is_asked_and_whoever_says_where_is_there() -> None:
    assert found("DK") == {each.key for each in ENTERPRISES} - {"silent"}


def test_another_reach_is_another_area() -> None:
    register_enterprise(enterprise=Enterprise("aarhus-40", "Fra Aarhus", municipality="751", reach_km=10))
    assert "aarhus-40" not in found("DK042730")
    assert "aarhus-40" in found("DK042751")
    register_enterprise(enterprise=Enterprise("aarhus-40", "Fra Aarhus", municipality="851", reach_km=10))
    assert "aarhus-40" not in found("DK042751")
    assert "aarhus-40" in found("DK05")


@pytest.mark.parametrize(
    ("enterprise", "shown"),
    [
        (Enterprise("a", "A", municipality="751", reach_km=40), ["op til 40 km fra Aarhus"]),
        (Enterprise("a", "A", municipality="751", reach_km=0), ["Aarhus"]),
        (
            Enterprise("a", "A", places=("DK03",), municipality="751", reach_km=5),
            ["Region Syddanmark", "op til 5 km fra Aarhus"],
        ),
        (Enterprise("a", "A", places=("DK042730",), municipality="751"), ["Randers"]),
        (Enterprise("a", "A", municipality="751"), []),
    ],
)
def test_the_page_says_where_in_words(enterprise: Enterprise, shown: list[str]) -> None:
    assert enterprise_card(register_enterprise(enterprise=enterprise)).places == shown
