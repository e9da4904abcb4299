"""What if: every case before and after, the same as judged one by one with both laws."""

from __future__ import annotations

from datetime import date
from random import Random

from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.published import published
from opslagstavle.rules.quota import QUOTA
from opslagstavle.rules.rule import judge
from opslagstavle.rules.simulate import Change, changed, simulate
from tests.library.rules.test_table import a_value

ON = date(2024, 6, 1)


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


def test_a_dispensation_that_became_permanent() -> None:
    """Two protected jobs beside seven others: over the quota, unless they are dispensed with."""
    now = published()
    then = now.changed("quota.dispensation_possible", True, date(2024, 1, 1))
    facts = {**dict.fromkeys(QUOTA.facts, 0), "heads": 9, "protected_jobs": 2}
    cases: dict[str, dict[str, Value]] = {
        "with": {**facts, "dispensation": True},
        "without": {**facts, "dispensation": False},
    }
    kept = simulate(QUOTA, cases, ON, now=now, then=then)["kept"]
    assert changed(kept) == [Change("with", None, True)]
    assert kept[1] == Change("without", False, False)
