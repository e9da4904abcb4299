"""Two entries become one, and two again: fields, counts, members, register history, addresses."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from opslagstavle.enterprises.enterprise import Enterprise as LibraryEnterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.duplicates import candidates
from opslagstavle_site.enterprises.merging import (
    CannotMerge,
    CannotUnmerge,
    keep_apart,
    merge_enterprises,
    unmerge_enterprises,
)
from opslagstavle_site.enterprises.models import Change, Enterprise, Membership, Merger, RegisterEntry
from opslagstavle_site.enterprises.queries import register_state
from opslagstavle_site.enterprises.rows import to_library
from tests import people
from tests.enterprise_list import numbers

pytestmark = pytest.mark.django_db

DOUBLE = LibraryEnterprise(
    key="anker-vaskeri", name="Vaskeriet Anker ApS", cvr=numbers(1)[0], kinds=("laundry", "linen-service"), places=("DK04",),
    municipality="751", registered=False, workforce=Workforce(heads=43219, flex_jobs=43218),
)  # fmt: skip


@pytest.fixture
def both() -> tuple[Enterprise, Enterprise]:
    kept = people.laundry()
    other = register_enterprise(
        enterprise=DOUBLE, website="https://anker.example", company_form="Anpartsselskab"
    )
    RegisterEntry.objects.create(
        enterprise=kept, value=True, since=date(2018, 1, 1), seen_on=date(2026, 1, 1)
    )
    RegisterEntry.objects.create(
        enterprise=other, value=False, since=date(2018, 1, 1), seen_on=date(2026, 1, 1)
    )
    for row, name in ((kept, "anna"), (other, "bo"), (kept, "begge"), (other, "begge")):
        user, _ = User.objects.get_or_create(username=name)
        Membership.objects.create(enterprise=row, user=user)
    return kept, other


def state() -> list[object]:
    """Everything there is of both, apart from when and the history."""
    rows = Enterprise.objects.select_related("workforce").order_by("pk")
    return [
        [to_library(row) for row in rows],
        list(
            rows.values(
                "status", "website", "company_form", "merged_into", "registered_by", "cvr", "fingerprint"
            )
        ),
        sorted(Membership.objects.values_list("enterprise", "user")),
        sorted(RegisterEntry.objects.values_list("enterprise", "value", "since")),
    ]


def fresh(row: Enterprise) -> Enterprise:
    return Enterprise.objects.select_related("workforce").get(pk=row.pk)


def test_merging_keeps_what_is_stated_and_takes_what_is_chosen(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    before = register_state()
    merge_enterprises(kept=kept, merged=other, chosen={"kinds": "both", "places": "merged"}, by=None)
    row, gone = fresh(kept), fresh(other)
    assert (row.name, row.registered, row.town) == ("Vaskeriet Anker", True, "Aarhus")
    assert (row.kinds, row.places) == (["laundry", "linen-service"], ["DK04"])
    assert sorted(row.area_rows.filter(whole=True).values_list("place", flat=True)) == ["DK04"]
    assert (row.cvr, row.website, row.company_form) == (
        numbers(1)[0],
        "https://anker.example",
        "Anpartsselskab",
    )
    assert (gone.status, gone.merged_into_id, gone.cvr) == ("merged", kept.pk, None)
    assert set(row.memberships.values_list("user__username", flat=True)) == {"anna", "bo", "begge"}
    assert [entry.value for entry in row.register_entries.all()] == [False]  # it goes with the number
    assert to_library(row).workforce == people.LAUNDRY.workforce
    assert register_state() != before


def test_taking_it_back_leaves_nothing_changed(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    before = state()
    every = dict.fromkeys(
        ("name", "cvr", "kinds", "places", "registered", "workforce", "descriptions"), "merged"
    )
    merger = merge_enterprises(kept=kept, merged=other, chosen=every, by=None)  # type: ignore[arg-type]
    assert to_library(fresh(kept)).workforce == DOUBLE.workforce
    assert state() != before
    unmerge_enterprises(merger=merger, by=None)
    assert state() == before
    unmerge_enterprises(merger=merger, by=None)
    assert state() == before
    acts = [change.act for change in kept.changes.order_by("pk")]
    assert acts == ["entered", "merged", "unmerged"]


def test_no_count_stands_in_any_history(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    merger = merge_enterprises(kept=kept, merged=other, chosen={"workforce": "merged"}, by=None)
    unmerge_enterprises(merger=merger, by=None)
    told = json.dumps([*Change.objects.values("differences"), *Merger.objects.values("taken", "was")])
    assert "4321" not in told
    assert kept.changes.filter(differences__has_key="workforce").count() == 2


def test_what_was_changed_meanwhile_stays(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    merger = merge_enterprises(kept=kept, merged=other, chosen={"workforce": "merged"}, by=None)
    now = replace(to_library(fresh(kept)), kinds=("sewing-and-mending",), workforce=Workforce(heads=7))
    register_enterprise(enterprise=now, website="https://ny.example")
    unmerge_enterprises(merger=merger, by=None)
    row = fresh(kept)
    assert (row.kinds, row.website, row.cvr) == (["sewing-and-mending"], "https://ny.example", None)
    assert to_library(row).workforce == Workforce(heads=7)
    assert fresh(other).cvr == numbers(1)[0]


def test_a_number_that_somebody_else_has_by_now_does_not_come_back(
    both: tuple[Enterprise, Enterprise],
) -> None:
    kept, other = both
    merger = merge_enterprises(kept=kept, merged=other, chosen={}, by=None)
    register_enterprise(enterprise=replace(to_library(fresh(kept)), cvr=None))
    third = register_enterprise(enterprise=LibraryEnterprise(key="third", name="Tredje", cvr=numbers(1)[0]))
    unmerge_enterprises(merger=merger, by=None)
    assert (fresh(other).cvr, fresh(third).cvr) == (None, numbers(1)[0])


def test_what_was_on_the_list_stays_there(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    Enterprise.objects.filter(pk=kept.pk).update(status=Enterprise.Status.PROPOSED)
    merge_enterprises(kept=fresh(kept), merged=other, chosen={}, by=None)
    assert fresh(kept).status == Enterprise.Status.SHOWN


def test_what_cannot_be_merged_or_taken_back(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    third = register_enterprise(enterprise=people.GARDENERS)
    first = merge_enterprises(kept=kept, merged=other, chosen={}, by=None)
    with pytest.raises(CannotMerge):
        merge_enterprises(kept=third, merged=other, chosen={}, by=None)
    second = merge_enterprises(kept=third, merged=kept, chosen={}, by=None)
    answer = people.stranger().get(f"/virksomheder/{other.key}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/virksomheder/{third.key}/")
    with pytest.raises(CannotUnmerge):
        unmerge_enterprises(merger=first, by=None)
    unmerge_enterprises(merger=second, by=None)
    unmerge_enterprises(merger=first, by=None)
    assert Enterprise.objects.filter(status=Enterprise.Status.SHOWN).count() == 3


def test_candidates_and_those_kept_apart(both: tuple[Enterprise, Enterprise]) -> None:
    ((pair),) = candidates()
    assert (pair.one, pair.other, [reason for reason, _ in pair.reasons]) == (
        both[0].pk,
        both[1].pk,
        ["name"],
    )
    keep_apart(one=both[1], other=both[0])
    keep_apart(one=both[0], other=both[1])
    assert candidates() == []


def post(client: Client, to: str, **values: str) -> str:
    answer = client.post(to, values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages(both: tuple[Enterprise, Enterprise]) -> None:
    kept, other = both
    client = people.staff()
    page = client.get("/indgangen/dubletter/").content.decode()
    assert "Det samme navn" in page
    address = f"/indgangen/dubletter/{kept.pk}/{other.pk}/"
    page = client.get(address).content.decode()
    assert "Medarbejdere i alt: 43219" in page  # for staff, who has to choose
    assert "Begge dele" in page
    assert "to er nu én" in post(
        client, address, decision="merge", address="merged", name="kept", kinds="both"
    )
    row = fresh(other)
    assert (fresh(kept).status, row.name, row.kinds) == (
        "merged",
        "Vaskeriet Anker",
        ["laundry", "linen-service"],
    )
    old = people.stranger().get(f"/virksomheder/{kept.key}/")
    assert (old.status_code, old.headers.get("Location")) == (302, f"/virksomheder/{other.key}/")
    merger = Merger.objects.get()
    assert "igen to" in post(client, f"/indgangen/dubletter/fortryd/{merger.pk}/")
    assert people.stranger().get(f"/virksomheder/{kept.key}/").status_code == 200
    assert "holdes adskilt" in post(client, address, decision="distinct")
    assert "Ingen dubletter" in client.get("/indgangen/dubletter/").content.decode()
    assert client.get(f"/indgangen/dubletter/{kept.pk}/{kept.pk}/").status_code == 404
