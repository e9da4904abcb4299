"""Matches on the board: judged again when the law changes, and every finding told in both languages."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override

from opslagstavle.finding import Finding
from opslagstavle.matching import match as matching
from opslagstavle.matching.match import Match as LibraryMatch
from opslagstavle.matching.match import Route, match
from opslagstavle.notices.notice import Lot as LibraryLot
from opslagstavle.notices.notice import Money, Notice, Organisation, Procedure, Stage
from opslagstavle.rules import rule
from opslagstavle.rules.parameters import Parameters
from opslagstavle.rules.published import published
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.matches import actions
from opslagstavle_site.matches.actions import match_lots, matched_state
from opslagstavle_site.matches.cards import ROUTE_NAMES, match_url
from opslagstavle_site.matches.models import Match
from opslagstavle_site.matches.rows import columns
from opslagstavle_site.matches.words import SENTENCES, how_sure, sentence
from opslagstavle_site.notices.models import Lot
from tests import people

pytestmark = pytest.mark.django_db

WORKS = LibraryLot("LOT-0001", titles={"da": "Vask af linned"}, nature="services", cpv="98310000")
PLAN = Notice(
    "eforms",
    None,
    Stage.PLANNING,
    notice_type="pin-only",
    legal_basis="32014L0024",
    published=date(2026, 6, 1),
    buyers=(Organisation("Fjordby Kommune", country="DK", legal_type="la"),),
    procedure=Procedure(estimated_value=Money(Decimal(400_000), "DKK")),
    lots=(WORKS,),
)


def found_for(notice: Notice = PLAN, lot: LibraryLot = WORKS) -> LibraryMatch:
    return match(lot, people.LAUNDRY, date(2026, 6, 2), notice)


def named(found: LibraryMatch, name: str) -> Finding:
    return next(each for each in found.findings if each.name == name)


def test_every_finding_of_the_library_has_a_sentence() -> None:
    """Each ``Finding("name", …)`` written in the matching package, and the reasons ``_closed`` gives."""
    folder = Path(matching.__file__).parent
    calls = [
        node
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Finding", "_closed")
    ]
    names = {
        node.args[0].value
        for node in calls
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
    assert {"threshold", "direct_purchase", "test_not_met"} <= names
    assert names == set(SENTENCES)


def test_every_route_has_a_name() -> None:
    assert set(ROUTE_NAMES) == set(Route)


@pytest.mark.parametrize(
    ("amount", "danish", "english"),
    [
        (
            "1600000",
            "Købet er under EU's tærskelværdi pr. 1. juni 2026 (1.611.360 kr.), så der er færre regler for, hvordan det skal "
            "købes.",
            "The purchase is below the EU threshold of 1 June 2026 (DKK 1,611,360), so fewer rules apply to how it is bought.",
        ),
        (
            "1700000",
            "Købet når EU's tærskelværdi pr. 1. juni 2026 (1.611.360 kr.). Om virksomheden har den dokumentation, et EU-udbud "
            "kræver, er ikke oplyst.",
            "The purchase reaches the EU threshold of 1 June 2026 (DKK 1,611,360). Whether the enterprise has the documents an "
            "EU procedure asks for is not stated.",
        ),
        (
            None,
            "Om købet når EU's tærskelværdi pr. 1. juni 2026 (1.611.360 kr.), er ikke oplyst.",
            "Whether the purchase reaches the EU threshold of 1 June 2026 (DKK 1,611,360) is not stated.",
        ),
    ],
)
def test_the_threshold_is_told_with_its_value(amount: str | None, danish: str, english: str) -> None:
    value = Money(Decimal(amount), "DKK") if amount else None
    notice = replace(PLAN, notice_type="cn-standard", procedure=Procedure(estimated_value=value))
    finding = named(found_for(notice), "threshold")
    with override("da"):
        assert sentence(finding) == danish
    with override("en"):
        assert sentence(finding) == english


def test_a_missing_day_is_told_as_missing() -> None:
    with override("da"):
        told = sentence(named(found_for(replace(PLAN, published=None)), "threshold"))
    assert told == "Om købet når EU's tærskelværdi, er ikke oplyst: Datoen for offentliggørelsen mangler."


def test_how_sure_the_law_is_stands_beside_the_paragraph() -> None:
    direct = found_for().route_reason
    reserved = found_for(lot=replace(WORKS, reserved_participation=("res-ws",))).route_reason
    with override("en"):
        assert how_sure(direct) == " (not verified)"
        assert how_sure(reserved) == " (read where others quote it, not in the act itself)"
        assert how_sure(Finding("work", True)) == ""
    with override("da"):
        assert how_sure(direct) == " (ikke bekræftet)"


def test_a_direct_purchase_is_shown(board: None, today: date) -> None:
    """The page of a match, with the road, its reason, and how sure that is."""
    row = Match.objects.select_related("lot__notice", "enterprise").order_by("pk")[0]
    found = columns(found_for(), lot_id=row.lot_id, enterprise_id=row.enterprise_id, on=today, versions="")
    Match.objects.filter(pk=row.pk).update(data=found["data"], route=found["route"])
    page = people.stranger().get(match_url(row.lot, row.enterprise)).content.decode()
    assert "Direkte køb" in page
    assert "Købet er på vej og så lille" in page
    assert "ikke bekræftet" in page


def test_the_state_changes_with_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    on = date(2025, 12, 30)
    before = matched_state(on=on)
    assert matched_state(on=date(2025, 12, 31)) == before, "the same values are in force"
    assert matched_state(on=date(2026, 1, 1)) != before, "a new period"
    monkeypatch.setattr(rule, "VERSION", "another")
    assert matched_state(on=on) != before
    monkeypatch.undo()
    assert matched_state(on=on) == before
    for place in (0, -1):
        monkeypatch.setattr(actions, "published", lambda place=place: with_another_value(place))
        assert matched_state(on=on) != before, (
            "a value of any period: notices are judged by the day they came out"
        )


def with_another_value(place: int) -> Parameters:
    law = published()
    name = "thresholds.municipality"
    values = list(law.all[name].values)
    values[place] = values[place].model_copy(update={"value": 7})
    return Parameters(
        {**law.all, name: law.all[name].model_copy(update={"values": tuple(values)})}, law.sources
    )


def test_lots_are_matched_again_on_the_first_of_january(board: None) -> None:
    lots = Lot.objects.filter(current=True).count()
    assert sum(match_lots(on=date(2025, 12, 31), processes=1)) == lots
    assert sum(match_lots(on=date(2025, 12, 31), processes=1)) == 0
    assert sum(match_lots(on=date(2026, 1, 1), processes=1)) == lots
    assert Enterprise.objects.exists()
    assert set(Match.objects.values_list("computed_on", flat=True)) == {date(2026, 1, 1)}
