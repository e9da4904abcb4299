"""Where an enterprise works: stated places and reach become one list, said once and as widely as it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.enterprises.areas import found_under, home, members, served
from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.terms import nuts
from opslagstavle.terms.municipalities import MUNICIPALITIES, within_km

areas = st.lists(
    st.sampled_from(
        [
            "DK",
            "DK0",
            "DK01",
            "DK04",
            "DK05",
            "DK050",
            "DK042",
            "DK014",
            "SE224",
            *(m.place for m in MUNICIPALITIES.values()),
        ]
    ),
    max_size=4,
)
own = st.none() | st.sampled_from(sorted(MUNICIPALITIES))
reaches = st.none() | st.integers(min_value=0, max_value=500)


def one(*places: str, municipality: str | None = None, reach_km: int | None = None) -> Enterprise:
    return Enterprise("e", "E", places=places, municipality=municipality, reach_km=reach_km)


@pytest.mark.parametrize(
    ("enterprise", "places"),
    [
        (one(), ()),
        (one("00"), ()),
        (one("DK0"), ("DK",)),
        (one("DK042", "DK042751"), ("DK042",)),
        (one("DK041", "DK042"), ("DK04",)),
        (one("DK050"), ("DK05",)),
        (one("DK01", "DK02", "DK03", "DK04", "DK05"), ("DK",)),
        (one("DK042751", "SE224"), ("DK042751", "SE224")),
        (one("DK014400"), ("DK014",)),
        (one(municipality="751"), ()),
        (one(reach_km=30), ()),
        (one(municipality="751", reach_km=0), ("DK042751",)),
        (one(municipality="400", reach_km=100), ("DK014",)),
        (one(municipality="751", reach_km=500), ("DK",)),
        (one("DK042", municipality="751", reach_km=30), ("DK042",)),
        (one("DK042", municipality="766", reach_km=25), ("DK042", "DK032630", "DK032607")),
    ],
)
def test_what_is_served(enterprise: Enterprise, places: tuple[str, ...]) -> None:
    assert served(enterprise) == places


@given(areas, own, reaches)
def test_joining_neither_adds_nor_loses_a_municipality(
    places: list[str], municipality: str | None, reach_km: int | None
) -> None:
    enterprise = one(*places, municipality=municipality, reach_km=reach_km)
    reached = within_km(municipality, reach_km) if municipality and reach_km is not None else ()
    expected = {m.place for m in reached}.union(*map(members, places))
    found = served(enterprise)
    assert set().union(*map(members, found)) == expected
    assert not any(nuts.within(each, other) for each in found for other in found if each != other)
    assert served(one(*found)) == found
    assert ("SE224" in found) is ("SE224" in places)


@given(areas, own, reaches)
def test_who_is_found_under_an_area_works_in_some_of_it(
    places: list[str], municipality: str | None, reach_km: int | None
) -> None:
    found = served(one(*places, municipality=municipality, reach_km=reach_km))
    under = found_under(found)
    assert {area for area, whole in under.items() if whole} == set(found)
    for municipality_found in set().union(*map(members, found)):
        assert any(under.get(area) for area in nuts.above(municipality_found)), (
            "a municipality that is served is found by whoever asks for it"
        )


def test_home_is_the_municipality_or_that_of_the_town() -> None:
    assert home(Enterprise("e", "E", municipality="751", town="Grenaa")) == "DK042751"
    assert home(Enterprise("e", "E", town="Grenaa")) == "DK042707"
    assert home(Enterprise("e", "E", town="Fjordby")) is None
    assert home(Enterprise("e", "E")) is None
