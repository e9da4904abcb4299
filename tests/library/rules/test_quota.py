"""The quota's promise: so many more ordinary employees make room for one more, and one fewer does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.rules.parameters import Parameters
from opslagstavle.rules.published import published
from opslagstavle.rules.quota import NOT_ORDINARY, QUOTA
from opslagstavle.rules.rule import Judgement, judge

ON = date(2024, 6, 1)
NOBODY = {**dict.fromkeys(NOT_ORDINARY, 0), "placements": 0}


def with_ordinary(count: int, law: Parameters | None = None) -> Judgement:
    return judge(QUOTA, {**NOBODY, "heads": count}, ON, parameters=law)


def promise_holds(count: int, law: Parameters | None = None) -> None:
    now = with_ordinary(count, law)
    more, allowed = now["ordinary_for_one_more"], now["allowed"]
    assert isinstance(more, int)
    assert isinstance(allowed, int)
    assert more >= 1
    assert with_ordinary(count + more, law)["allowed"] == allowed + 1
    assert with_ordinary(count + more - 1, law)["allowed"] == allowed


@pytest.mark.parametrize("count", [*range(16), *range(45, 75), 99, 100, 109, 110])
def test_where_the_ratio_changes(count: int) -> None:
    promise_holds(count)


@given(count=st.integers(0, 100_000))
def test_for_any_number(count: int) -> None:
    promise_holds(count)


@given(
    count=st.integers(0, 300),
    always=st.integers(0, 5),
    small=st.integers(0, 90),
    few=st.integers(1, 12),
    many=st.integers(1, 25),
)
def test_if_the_law_were_another(count: int, always: int, small: int, few: int, many: int) -> None:
    """What a reader simulates keeps the promise too, also where the small ratio does not go up in its bound."""
    law = published()
    changes = {
        "always": always,
        "small_upto": small,
        "ordinary_for_one_small": few,
        "ordinary_for_one_large": many,
    }
    for name, value in changes.items():
        law = law.changed(f"quota.{name}", value, ON)
    promise_holds(count, law)


@given(st.integers(0, 500), st.integers(0, 100), st.integers(0, 100))
def test_room_is_what_is_left(heads: int, protected: int, placements: int) -> None:
    facts = {**NOBODY, "heads": heads + protected, "protected_jobs": protected, "placements": placements}
    found = judge(QUOTA, {**facts, "dispensation": False}, ON)
    allowed, used, room = (found[name] for name in ("allowed", "used", "room"))
    assert isinstance(allowed, int)
    assert isinstance(used, int)
    assert room == max(allowed - used, 0)
    assert found["kept"] is (used <= allowed)
