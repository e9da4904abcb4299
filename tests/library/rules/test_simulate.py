"""What if a value were another: who would be judged otherwise, and from which day."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.published import published
from opslagstavle.rules.rule import judge
from opslagstavle.rules.simulate import Change, changed, simulate
from tests.library.rules.test_table import a_value

QUOTA = RULES["quota"]
NOBODY = dict.fromkeys(
    (
        "flex_jobs",
        "protected_jobs",
        "wage_subsidy",
        "placements",
        "adult_apprentices",
        "senior_jobs",
        "time_limited",
    ),
    0,
)
CASES: dict[str, dict[str, Any]] = {
    "laundry": {**NOBODY, "heads": 12, "protected_jobs": 3, "dispensation": False},
    "kitchen": {**NOBODY, "heads": 60, "placements": 4, "dispensation": False},
    "garden": {"heads": 7},
}
ON = date(2026, 6, 1)


def test_who_changes_when_one_for_four_is_enough() -> None:
    now = published()
    then = now.changed("quota.ordinary_for_one_small", 3, ON)
    found = simulate(QUOTA, CASES, ON, now=now, then=then)
    assert found["kept"] == [
        Change("laundry", False, True), Change("kitchen", True, True), Change("garden", None, None),
    ]  # fmt: skip
    assert changed(found["kept"]) == [Change("laundry", False, True)]
    assert [(change.before, change.after) for change in found["allowed"]] == [(1, 3), (11, 17), (None, None)]


def test_nothing_changes_before_the_day() -> None:
    now = published()
    then = now.changed("quota.ordinary_for_one_small", 3, date(2027, 1, 1))
    found = simulate(QUOTA, CASES, ON, now=now, then=then)
    assert not any(changed(changes) for changes in found.values())


def test_what_is_not_known_now_is_known_if_it_were_said() -> None:
    """May a dispensation be given at all? Nothing was found for 2026; if it were permanent, the laundry's would count."""
    now = published()
    then = now.changed("quota.dispensation_possible", True, ON)
    cases = {"laundry": {**CASES["laundry"], "dispensation": True}}
    found = simulate(QUOTA, cases, ON, now=now, then=then)
    assert found["kept"] == [Change("laundry", None, True)]
    assert found["used"] == [Change("laundry", None, 0)]


def test_as_judged_one_by_one() -> None:
    random, now = Random(5), published()
    then = now.changed("quota.dispensation_possible", True, date(2024, 1, 1))
    cases: dict[str, dict[str, Value]] = {
        str(number): {name: a_value(random, fact_kinds()[name]) for name in QUOTA.facts}
        for number in range(200)
    }
    found = simulate(QUOTA, cases, ON, now=now, then=then)
    for place, (key, facts) in enumerate(cases.items()):
        before, after = (judge(QUOTA, facts, ON, parameters=law) for law in (now, then))
        told = {field: changes[place] for field, changes in found.items()}
        assert told == {name: Change(key, before[name], after[name]) for name in before.answers}
