"""Several at the same moment: what one wrote no other one overwrites unseen, and what can happen once happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import actions
from opslagstavle_site.enterprises.models import Change, Enterprise
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 6


def at_once(each: Callable[[int], object]) -> Counter[object]:
    """How often each outcome came, of as many as begin together."""
    start = Barrier(TOGETHER)

    def begin(number: int) -> object:
        start.wait()
        try:
            return each(number)
        except (actions.ChangedMeanwhile, IntegrityError) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return Counter(pool.map(begin, range(TOGETHER)))


def test_of_many_who_saw_the_same_one_saves() -> None:
    seen = people.laundry().updated_at

    def save(number: int) -> str:
        actions.register_enterprise(enterprise=replace(people.LAUNDRY, town=f"By {number}"), seen=seen)
        return "saved"

    assert at_once(save) == {"saved": 1, "ChangedMeanwhile": TOGETHER - 1}
    assert Change.objects.count() == 2


def test_many_who_look_at_nothing_leave_a_history_without_gaps() -> None:
    people.laundry()

    def save(number: int) -> str:
        actions.register_enterprise(enterprise=replace(people.LAUNDRY, town=f"By {number}"))
        return "saved"

    assert at_once(save) == {"saved": TOGETHER}
    told = [change.differences["town"] for change in Change.objects.filter(act="changed").order_by("pk")]
    assert [before for before, _ in told] == ["Aarhus", *(after for _, after in told[:-1])]
    assert told[-1][1] == Enterprise.objects.get().town


def test_one_number_is_one_entry() -> None:
    def enter(number: int) -> str:
        told = replace(people.LAUNDRY, key=f"vaskeri-{number}", cvr="64942212")
        actions.propose_enterprise(enterprise=told, origin=Enterprise.Origin.ITSELF)
        return "entered"

    assert at_once(enter) == {"entered": 1, "IntegrityError": TOGETHER - 1}
    assert (Enterprise.objects.count(), Change.objects.count()) == (1, 1)


def test_a_proposal_is_accepted_by_one() -> None:
    row, _ = actions.propose_enterprise(enterprise=people.LAUNDRY, origin=Enterprise.Origin.ITSELF)
    by = User.objects.create_user("konsulenten", is_staff=True)
    assert at_once(lambda _: actions.accept_proposal(row=row, by=by)) == {True: 1, False: TOGETHER - 1}
    assert Change.objects.filter(act="accepted").count() == 1
