"""Above or below the threshold, by the notice alone; and what may be bought without a competition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.matching.match import Match, Route, match
from opslagstavle.matching.threshold import Worth, direct_purchase, threshold, worth
from opslagstavle.notices.notice import (
    Deadline,
    Framework,
    Lot,
    Money,
    MoneyRange,
    Notice,
    Organisation,
    Procedure,
    Stage,
)

ON = date(2026, 11, 23)
LAUNDRY = Enterprise("v", "Vaskeriet", kinds=("laundry",), places=("DK04",))
LOT = Lot("1", titles={"da": "Vask af linned"}, nature="services", cpv="98310000")
MUNICIPALITY = Organisation("Fjordby Kommune", country="DK", legal_type="la")
CALL = Notice(
    "eforms",
    None,
    Stage.COMPETITION,
    notice_type="cn-standard",
    legal_basis="32014L0024",
    published=date(2026, 6, 1),
    buyers=(MUNICIPALITY,),
    lots=(LOT,),
)


def kroner(amount: str) -> Money:
    return Money(Decimal(amount), "DKK")


def worth_of(amount: Money | None, **fields: object) -> Notice:
    return replace(CALL, procedure=Procedure(estimated_value=amount), **fields)  # type: ignore[arg-type]


def state(notice: Notice, lot: Lot = LOT) -> str | None:
    found = threshold(lot, notice)
    return found.evidence["state"] if found else None


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2023, 6, 1), ("below", "1601944")),
        (date(2021, 6, 1), ("above", "1595391")),
        (date(2025, 12, 31), ("below", "1644638")),
        (date(2026, 1, 1), ("below", "1611360")),
    ],
)
def test_the_day_of_publication_decides(published: date, expected: tuple[str, str]) -> None:
    """Vectors T1 and T2, whatever day the notice is read on."""
    found = threshold(LOT, worth_of(kroner("1600000"), published=published))
    assert found
    assert (found.evidence["state"], found.evidence["threshold"]) == expected
    assert found.evidence["day"] == published.isoformat()
    assert found.holds is (True if expected[0] == "below" else None)


def test_how_sure_it_is_comes_from_the_values_of_the_period() -> None:
    told = {
        year: threshold(LOT, worth_of(kroner("1600000"), published=date(year, 6, 1))).evidence["status"]  # type: ignore[union-attr]
        for year in (2024, 2026)
    }
    assert told == {2024: "law", 2026: "secondary"}


def test_what_is_not_stated_stays_open() -> None:
    assert state(worth_of(None)) == "not_stated"
    assert state(worth_of(Money(Decimal(1_600_000), "SEK"))) == "not_stated"
    assert state(worth_of(kroner("1"))) == "not_stated", "0 and 1 fill a field that must be filled"
    no_day = threshold(LOT, worth_of(kroner("1600000"), published=None))
    assert no_day
    assert no_day.evidence == {"state": "not_stated"}
    unknown_period = threshold(LOT, worth_of(kroner("1600000"), published=date(2028, 1, 1)))
    assert unknown_period
    assert unknown_period.evidence == {"state": "not_stated", "day": "2028-01-01"}


def test_notices_under_other_thresholds_are_left_alone() -> None:
    notice = worth_of(kroner("1600000"))
    assert state(replace(notice, legal_basis="32014L0025")) is None
    assert state(replace(notice, buyers=(Organisation("Malmö stad", country="SE"),))) is None
    assert state(replace(notice, buyers=())) is None
    assert state(replace(notice, legal_basis="other")) == "below"


def test_a_service_may_be_of_the_light_regime() -> None:
    between = worth_of(kroner("3000000"))
    assert state(between) == "above"
    assert state(replace(between, notice_type="cn-social")) == "below"
    assert state(replace(between, notice_type="F21")) == "below"
    assert state(replace(between, notice_type=None)) == "not_stated", "which of the two is not told"
    assert state(replace(worth_of(kroner("400000")), notice_type=None)) == "below", "below both"
    assert state(between, replace(LOT, nature="works")) == "below"
    assert state(between, replace(LOT, nature="supplies")) == "above"


@pytest.mark.parametrize(
    ("buyer", "expected"),
    [
        (MUNICIPALITY, "below"),
        (Organisation("Aarhus Kommune", country="DK"), "below"),
        (Organisation("Region Midtjylland", country="DK"), "below"),
        (Organisation("Et ministerium", country="DK", legal_type="cga"), "above"),
        (Organisation("Et gymnasium", country="DK", legal_type="body-pl"), "not_stated"),
    ],
)
def test_the_state_has_a_lower_threshold(buyer: Organisation, expected: str) -> None:
    assert state(worth_of(kroner("1500000"), buyers=(buyer,))) == expected
    mixed = (MUNICIPALITY, Organisation("Et ministerium", country="DK", legal_type="cga"))
    assert state(worth_of(kroner("1500000"), buyers=mixed)) == "not_stated"


def test_euro_is_read_at_the_periods_rate() -> None:
    assert state(worth_of(Money(Decimal(215_999), "EUR"))) == "below"
    assert state(worth_of(Money(Decimal(216_000), "EUR"))) == "above"


def lots(*amounts: str | None) -> Notice:
    return replace(
        CALL,
        lots=tuple(
            Lot(str(place), nature="services", estimated_value=kroner(amount) if amount else None)
            for place, amount in enumerate(amounts)
        ),
    )


def test_lots_are_added_up() -> None:
    whole = lots("900000", "900000")
    assert worth(whole.lots[0], whole) == Worth(Decimal(1800000), Decimal(1800000), "DKK")
    assert state(whole, whole.lots[0]) == "above"
    assert state(lots("900000", "300000"), LOT) == "below"
    assert state(lots("900000", None), LOT) == "not_stated", "the other lot may be large"
    assert state(lots("1700000", None), LOT) == "above", "a part that reaches it decides"


def test_a_range_and_a_framework() -> None:
    between = Procedure(estimated_value_range=MoneyRange(Decimal(1_000_000), Decimal(2_000_000), "DKK"))
    assert state(replace(CALL, procedure=between)) == "not_stated"
    small = Procedure(estimated_value_range=MoneyRange(Decimal(1_000_000), Decimal(1_100_000), "DKK"))
    assert state(replace(CALL, procedure=small)) == "below"
    framework = replace(
        LOT, estimated_value=kroner("100000"), framework_terms=Framework(maximum=kroner("2000000"))
    )
    assert state(replace(CALL, lots=(framework,)), framework) == "above"


def routed(notice: Notice, lot: Lot = LOT) -> Match:
    return match(lot, LAUNDRY, ON, replace(notice, lots=(lot,)))


def planned(amount: str) -> Notice:
    return worth_of(kroner(amount), stage=Stage.PLANNING, notice_type="pin-only", legal_basis="other")


def test_a_small_purchase_that_is_planned_may_be_bought_directly() -> None:
    found = routed(planned("400000"))
    assert (found.route, found.route_reason.name, found.route_reason.holds) == (
        Route.DIRECT,
        "direct_purchase",
        None,
    )
    assert found.route_reason.evidence["to_ask"] == "cross_border_interest"
    assert found.route_reason.evidence["status"] == "unverified", "500,000 was not read in the act"
    works = routed(planned("299999"), replace(LOT, nature="works"))
    assert (works.route, works.route_reason.evidence["status"]) == (Route.DIRECT, "secondary")


@pytest.mark.parametrize(
    "notice",
    [
        worth_of(kroner("400000")),
        planned("500001"),
        planned("2000000"),
        worth_of(None, stage=Stage.PLANNING),
        replace(planned("400000"), legal_basis="32014L0025"),
        replace(planned("400000"), published=None),
    ],
    ids=["announced", "law not read", "above", "no value", "a utility", "no day"],
)
def test_no_direct_purchase_where_the_facts_do_not_say_so(notice: Notice) -> None:
    assert routed(notice).route is Route.ALONE


def test_works_of_more_than_the_limit_are_no_direct_purchase() -> None:
    assert direct_purchase(replace(LOT, nature="works"), planned("300001")) is None


def test_what_is_reserved_or_over_stays_so() -> None:
    assert routed(planned("400000"), replace(LOT, reserved_participation=("res-ws",))).route is Route.RESERVED
    over = replace(LOT, deadline_offers=Deadline(date(2026, 1, 1)))
    assert routed(planned("400000"), over).route is Route.NOT_FOR_YOU
