"""What speaks for, what against, what is not stated; and the road that is left."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.finding import Finding
from opslagstavle.matching.match import Match, Route, match
from opslagstavle.matching.reservation import doubt_about_reservation
from opslagstavle.notices.notice import (
    Award,
    Deadline,
    Duration,
    Lot,
    LotResult,
    Money,
    MoneyRange,
    Notice,
    Organisation,
    Procedure,
    Stage,
)

ON = date(2026, 11, 23)
LOT = Lot("LOT-0001", titles={"da": "Vask af linned"}, cpv="98310000")
LAUNDRY = Enterprise("v", "Vaskeriet", kinds=("laundry",), descriptions={"da": "Vi vasker"}, places=("DK04",))
MEETS = replace(LAUNDRY, integration_is_main_aim=True, workforce=Workforce(heads=10, flex_jobs=4))
FAILS = replace(LAUNDRY, integration_is_main_aim=True, workforce=Workforce(heads=10, special_terms=1))
OPEN = replace(LAUNDRY, integration_is_main_aim=True)


def notice(stage: Stage = Stage.COMPETITION, **fields: object) -> Notice:
    return replace(Notice("eforms", None, stage), **fields)  # type: ignore[arg-type]


def finding(found: Match, name: str) -> Finding:
    return next(each for each in found.findings if each.name == name)


def names(found: Match) -> list[str]:
    return [each.name for each in found.findings]


@pytest.mark.parametrize(
    ("who", "holds", "route", "reason"),
    [
        (MEETS, True, Route.RESERVED, "test_met"),
        (FAILS, False, Route.NOT_FOR_YOU, "test_not_met"),
        (OPEN, None, Route.RESERVED, "to_be_shown"),
        (replace(MEETS, integration_is_main_aim=None), None, Route.RESERVED, "to_be_shown"),
        (replace(MEETS, integration_is_main_aim=False), False, Route.NOT_FOR_YOU, "test_not_met"),
        (replace(OPEN, integration_is_main_aim=False), False, Route.NOT_FOR_YOU, "test_not_met"),
        (replace(LAUNDRY, registered=True), None, Route.RESERVED, "to_be_shown"),
    ],
)
def test_a_reserved_contract_asks_for_both_halves(
    who: Enterprise, holds: bool | None, route: Route, reason: str
) -> None:
    found = match(replace(LOT, reserved_participation=("res-ws",)), who, ON, notice())
    assert finding(found, "reserved_participation").holds is holds
    assert "§ 54" in finding(found, "reserved_participation").reference
    assert (found.route, found.route_reason.name) == (route, reason)
    assert found.route_reason.holds is holds


def test_what_must_be_shown_is_what_is_not_stated() -> None:
    found = match(replace(LOT, reserved_participation=("res-ws",)), OPEN, ON, notice())
    assert found.route_reason.evidence == {"to_show": "share_at_least_30", "status": "secondary"}


def test_registration_alone_proves_nothing() -> None:
    reserved = replace(LOT, reserved_participation=("res-ws",))
    registered = match(reserved, replace(OPEN, registered=True), ON, notice())
    assert finding(registered, "registration").holds is None
    assert finding(registered, "registration").evidence == {"registered": "yes"}
    assert registered.route == match(reserved, replace(OPEN, registered=False), ON, notice()).route
    assert "registration" not in names(match(LOT, replace(OPEN, registered=True), ON, notice()))


@pytest.mark.parametrize(("flags", "holds", "said"), [(None, None, "not_stated"), (("none",), True, "none")])
def test_none_is_an_answer_and_differs_from_missing(
    flags: tuple[str, ...] | None, holds: bool | None, said: str
) -> None:
    found = match(replace(LOT, reserved_participation=flags), FAILS, ON, notice())
    assert finding(found, "reserved_participation").holds is holds
    assert finding(found, "reserved_participation").evidence == {"flag": said}
    assert found.route is Route.ALONE


def test_public_service_reservations_say_what_to_show() -> None:
    found = match(replace(LOT, reserved_participation=("res-pub-ser",)), MEETS, ON, notice())
    assert finding(found, "reserved_for_public_service").holds is None
    assert "§ 190" in finding(found, "reserved_for_public_service").reference
    assert "reserved_participation" not in names(found)
    assert (found.route, found.route_reason.holds) == (Route.RESERVED, None)
    assert found.route_reason.evidence == {
        "to_show": "public_service_mission, profit_reinvested, participation, same_award_before",
        "status": "secondary",
    }


def test_a_reserved_service_is_held_against_the_list_and_three_years() -> None:
    service = Lot(
        "1", cpv="85312000", reserved_participation=("res-pub-ser",), duration=Duration(Decimal(3), "year")
    )
    above = notice(published=date(2026, 6, 1))
    said = finding(match(service, MEETS, ON, above), "reserved_for_public_service").evidence
    assert (said["listed"], said["short_enough"]) == ("not_stated", "yes")
    listed = replace(service, cpv="79624000")
    assert finding(match(listed, MEETS, ON, above), "reserved_for_public_service").evidence["listed"] == "yes"
    assert doubt_about_reservation(listed, above) is None
    for too_long in (
        Duration(Decimal(37), "month"),
        Duration(start=date(2026, 1, 1), end=date(2029, 1, 2)),
    ):
        doubt = doubt_about_reservation(replace(service, duration=too_long), above)
        assert doubt
        assert (doubt.evidence["why"], doubt.evidence["status"]) == ("length", "secondary")
        assert "§ 190" in doubt.reference
    for long_enough in (
        Duration(start=date(2026, 1, 1), end=date(2028, 12, 31)),
        Duration(Decimal(2000), "day"),
    ):
        doubt = doubt_about_reservation(replace(service, duration=long_enough), above)
        assert doubt is None or doubt.evidence["why"] == "work"


def test_the_status_of_the_rule_comes_with_the_finding() -> None:
    found = match(replace(LOT, reserved_participation=("res-ws",)), MEETS, ON, notice())
    assert finding(found, "reserved_participation").evidence["status"] == "secondary"
    assert found.route_reason.evidence["status"] == "secondary"


def test_reserved_execution_speaks_for_or_says_nothing() -> None:
    lot = replace(LOT, reserved_execution=True)
    holds = [
        finding(match(lot, who, ON, notice()), "reserved_execution").holds for who in (MEETS, FAILS, OPEN)
    ]
    assert holds == [True, None, None]
    assert "reserved_execution" not in names(
        match(replace(LOT, reserved_execution=False), MEETS, ON, notice())
    )


@settings(deadline=None)
@given(
    counts=st.builds(
        Workforce,
        heads=st.just(7919),
        flex_jobs=st.sampled_from([None, 4242]),
        protected_jobs=st.sampled_from([None, 1717]),
        special_terms=st.sampled_from([None, 3535, 0]),
    ),
    flags=st.sampled_from([None, ("none",), ("res-ws",), ("res-pub-ser",)]),
    execution=st.booleans(),
)
def test_no_count_of_people_ever_leaves_in_a_match(
    counts: Workforce, flags: tuple[str, ...] | None, execution: bool
) -> None:
    lot = replace(LOT, reserved_participation=flags, reserved_execution=execution)
    said = str(asdict(match(lot, replace(MEETS, workforce=counts), ON, notice())))
    assert not [number for number in ("7919", "4242", "1717", "3535") if number in said]


@pytest.mark.parametrize(
    ("codes", "doubtful"),
    [
        (("79624000", "79625000"), True),
        (("33600000",), True),
        (("79624000", "98310000"), False),
        (("79952100", "79953000"), False),
        ((), False),
    ],
)
def test_a_reservation_of_unusual_work_is_doubted_and_a_human_asked(
    codes: tuple[str, ...], doubtful: bool
) -> None:
    lot = Lot("1", additional_cpv=codes, reserved_participation=("res-ws",))
    assert (doubt_about_reservation(lot, notice()) is not None) is doubtful
    assert doubt_about_reservation(replace(lot, reserved_participation=("none",)), notice()) is None
    found = match(lot, MEETS, ON, notice())
    assert ("reservation_doubtful" in names(found)) is doubtful
    assert found.route is Route.RESERVED


@pytest.mark.parametrize(
    ("day", "state", "holds", "days"),
    [
        (date(2026, 11, 22), "passed", False, "1"),
        (date(2026, 11, 23), "left", True, "0"),
        (date(2026, 12, 3), "left", True, "10"),
        (date(2049, 1, 1), "doubtful", None, "8075"),
    ],
)
def test_the_deadline_counts_from_the_day_asked(day: date, state: str, holds: bool | None, days: str) -> None:
    lot = replace(LOT, deadline_offers=Deadline(day))
    for above in (None, notice(published=date(2026, 11, 1))):
        found = match(lot, LAUNDRY, ON, above)
        assert finding(found, "deadline").holds is holds
        assert finding(found, "deadline").evidence == {"state": state, "day": day.isoformat(), "days": days}
        assert found.route is (Route.NOT_FOR_YOU if state == "passed" else Route.ALONE)


def test_no_deadline_is_not_stated() -> None:
    found = match(LOT, LAUNDRY, ON, notice())
    assert finding(found, "deadline").holds is None
    assert found.route is Route.ALONE


@pytest.mark.parametrize("stage", [Stage.RESULT, Stage.DIRECT_AWARD, Stage.MODIFICATION])
def test_what_is_decided_leads_to_its_winners(stage: Stage) -> None:
    award = Award(winners=(Organisation("Stor Vask A/S"), Organisation("Anden Vask")))
    other = LotResult(("LOT-0002",), awards=(Award(winners=(Organisation("Ikke denne"),)),))
    decided = notice(stage, results=(LotResult(("LOT-0001",), awards=(award,)), other))
    found = match(replace(LOT, deadline_offers=Deadline(date(2020, 1, 1))), LAUNDRY, ON, decided)
    assert found.route is Route.SUBCONTRACTOR
    assert found.route_reason.evidence == {"winners": "Stor Vask A/S; Anden Vask"}
    assert finding(found, "stage").holds is False
    assert "deadline" not in names(found)


def test_a_result_without_winner_is_no_road() -> None:
    found = match(LOT, LAUNDRY, ON, notice(Stage.RESULT, results=(LotResult(("LOT-0001",), "not-awarded"),)))
    assert (found.route, found.route_reason.name) == (Route.NOT_FOR_YOU, "no_winner_named")


@pytest.mark.parametrize(
    ("stage", "holds", "route"),
    [
        (Stage.PLANNING, True, Route.ALONE),
        (Stage.COMPETITION, True, Route.ALONE),
        (Stage.CHANGE, None, Route.ALONE),
        (Stage.BUYER_PROFILE, None, Route.NOT_FOR_YOU),
        (Stage.OTHER, None, Route.NOT_FOR_YOU),
    ],
)
def test_stages_before_the_decision(stage: Stage, holds: bool | None, route: Route) -> None:
    found = match(LOT, LAUNDRY, ON, notice(stage))
    assert finding(found, "stage").holds is holds
    assert found.route is route


@pytest.mark.parametrize(
    ("lot", "above", "evidence"),
    [
        (LOT, Procedure(), {"state": "not_stated"}),
        (
            replace(LOT, estimated_value=Money(Decimal("500000.50"), "DKK")),
            Procedure(),
            {"state": "stated", "amount": "500000.50", "currency": "DKK"},
        ),
        (
            LOT,
            Procedure(estimated_value_range=MoneyRange(Decimal(1), Decimal(2), "EUR")),
            {"state": "stated", "low": "1", "high": "2", "currency": "EUR"},
        ),
    ],
)
def test_the_value_is_told_and_judged_by_nobody(lot: Lot, above: Procedure, evidence: dict[str, str]) -> None:
    found = finding(match(lot, LAUNDRY, ON, notice(procedure=above)), "value")
    assert (found.holds, found.evidence) == (None, evidence)


@pytest.mark.parametrize(
    ("language", "own", "holds"),
    [("da", {"da": "Vi vasker"}, True), ("fr", {"da": "Vi vasker"}, False), ("fr", {}, None)],
)
def test_the_notices_language_against_the_enterprises_own(
    language: str, own: dict[str, str], holds: bool | None
) -> None:
    found = match(LOT, replace(LAUNDRY, descriptions=own), ON, notice(language=language))
    assert finding(found, "language").holds is holds


@pytest.mark.parametrize(("codes", "holds"), [(("opp", "other"), True), (("gen-eq",), None)])
def test_social_objectives_that_ask_for_jobs_speak_for(codes: tuple[str, ...], holds: bool | None) -> None:
    found = match(replace(LOT, social_objectives=codes), LAUNDRY, ON, notice())
    assert finding(found, "social_objectives").holds is holds


def test_the_work_is_shown_missing_or_not_comparable() -> None:
    shown = finding(match(LOT, LAUNDRY, ON), "work")
    assert shown.holds is True
    assert shown.evidence["lot_code"] == "98310000"
    assert "vask" in shown.evidence["words"]
    assert (
        finding(match(Lot("1", titles={"da": "Kryostat"}, cpv="38000000"), LAUNDRY, ON), "work").holds
        is False
    )
    assert finding(match(Lot("1"), LAUNDRY, ON), "work").holds is None


def test_every_finding_names_its_source() -> None:
    lot = replace(
        LOT,
        reserved_participation=("res-ws",),
        reserved_execution=True,
        social_objectives=("opp",),
        sme_suitable=True,
    )
    found = match(lot, MEETS, ON, notice(language="da"))
    assert all(each.reference for each in found.findings)
    assert len(names(found)) == len(set(names(found))) == 11


@pytest.mark.parametrize(
    ("printed", "own"),
    [("Grønne Hænder ApS", True), ("Fonden Grønne Hænder", True), ("Grønne Tæer", False), (None, False)],
)
def test_an_enterprise_is_no_subcontractor_of_its_own(printed: str | None, own: bool) -> None:
    enterprise = Enterprise(key="g", name="Grønne Hænder", kinds=("green-areas",), places=("DK",))
    lot = Lot(number="1", titles={"da": "Pleje af grønne områder"}, cpv="77310000")
    award = Award(winners=(Organisation(name=printed, country="DK"),))
    decided = notice(Stage.RESULT, lots=(lot,), results=(LotResult(lots=("1",), awards=(award,)),))
    found = match(lot, enterprise, ON, decided)
    assert (found.route is Route.WON) is own
    assert any(finding.name == "own_award" for finding in found.findings) is own
