"""Real notices against a small fictional cast: who is found, who is not, and how a reservation is explained."""

from __future__ import annotations

from datetime import date

import pytest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.matching.index import LotEntry, index_enterprises, index_lots, rank_enterprises, rank_lots
from opslagstavle.matching.match import Route, match, worth_showing
from opslagstavle.matching.reservation import doubt_about_reservation
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice

HALF = Workforce(heads=20, special_terms=10)


def member(key: str, *kinds: str) -> Enterprise:
    return Enterprise(
        key,
        key,
        kinds=kinds,
        places=("DK",),
        integration_is_main_aim=True,
        workforce=HALF,
        descriptions={"da": "Os"},
    )


CAST = (
    member("meals", "meals-at-home", "cooked-meals"),
    member("canteen", "canteen", "catering"),
    member("home-help", "home-help"),
    member("green", "green-areas", "nature-care"),
    member("waste", "waste-handling", "reuse-and-recycling"),
    member("music", "events", "music-theatre-and-art"),
    member("laundry", "laundry", "linen-service"),
    member("bicycles", "bicycles"),
    member("printing", "printing"),
)
INDEX = index_enterprises(CAST)


@pytest.fixture
def notice(request: pytest.FixtureRequest, real_notices: dict[str, bytes]) -> Notice:
    return read_notice(real_notices[request.param])


def day_of(notice: Notice) -> date:
    assert notice.published is not None
    return notice.published


@pytest.mark.parametrize(
    ("notice", "who"),
    [
        ("44742-2022", "meals"),
        ("464468-2017", "home-help"),
        ("79038-2017", "home-help"),
        ("625500-2021", "canteen"),
        ("215378-2024", "green"),
        ("646927-2024", "waste"),
        ("672025-2023", "music"),
    ],
    indirect=["notice"],
)
def test_the_right_enterprise_comes_first_and_is_worth_showing(notice: Notice, who: str) -> None:
    ranked = rank_enterprises(notice.lots[0], INDEX, day_of(notice), notice=notice)
    assert ranked[0].key == who
    assert worth_showing(ranked[0].match)
    laundry = match(notice.lots[0], CAST[6], day_of(notice), notice)
    assert not worth_showing(laundry)


@pytest.mark.parametrize("notice", ["177435-2026", "124269-2025", "204549-2021"], indirect=True)
def test_cryostats_and_defence_are_nobodys_work_here(notice: Notice) -> None:
    for lot in notice.lots:
        ranked = rank_enterprises(lot, INDEX, day_of(notice), notice=notice)
        assert not [found.key for found in ranked if worth_showing(found.match)]


@pytest.mark.parametrize("notice", ["672025-2023"], indirect=True)
def test_the_reserved_festival_is_explained(notice: Notice) -> None:
    music = CAST[5]
    found = match(notice.lots[0], music, day_of(notice), notice)
    assert found.route is Route.RESERVED
    assert found.route_reason.holds is True
    assert {part.feature for part in found.contributions} >= {"text:festival", "text:musik", "cpv", "place"}
    unknown = Enterprise("u", "u", kinds=music.kinds)
    assert match(notice.lots[0], unknown, day_of(notice), notice).route_reason.name == "to_be_shown"
    assert doubt_about_reservation(notice.lots[0], notice) is None


@pytest.mark.parametrize("notice", ["20052-2017"], indirect=True)
def test_reserved_nurse_temps_are_doubted(notice: Notice) -> None:
    doubt = doubt_about_reservation(notice.lots[0], notice)
    assert doubt is not None
    assert "79624000" in doubt.evidence["codes"]
    found = match(notice.lots[0], member("temps", "temporary-staff"), day_of(notice), notice)
    assert worth_showing(found)
    assert "reservation_doubtful" in [each.name for each in found.findings]


def test_an_enterprise_finds_its_notices_among_others(real_notices: dict[str, bytes]) -> None:
    numbers = (
        "44742-2022",
        "464468-2017",
        "625500-2021",
        "215378-2024",
        "646927-2024",
        "177435-2026",
        "20052-2017",
    )
    read = {number: read_notice(real_notices[number]) for number in numbers}
    index = index_lots(LotEntry(number, each.lots[0], each) for number, each in read.items())
    on = date(2026, 11, 23)
    best = {who.key: rank_lots(who, index, on, top=1)[0].key for who in CAST[:5]}
    assert best == {
        "meals": "44742-2022",
        "canteen": "625500-2021",
        "home-help": "464468-2017",
        "green": "215378-2024",
        "waste": "646927-2024",
    }


@pytest.mark.parametrize("notice", ["14715-2022"], indirect=True)
def test_a_notice_in_24_languages_is_met_by_its_danish_words(notice: Notice) -> None:
    assert notice.language == "en"
    assert len(notice.lots[0].titles) == 24
    danish = Enterprise("t", "t", descriptions={"da": "Vi laver oversættelse fra bulgarsk"})
    found = match(notice.lots[0], danish, day_of(notice), notice)
    assert {"text:oversættelse", "text:bulgarsk"} <= {part.feature for part in found.contributions}
