"""What became of an entry: who changed what, two at the same time, undoing, and what matching sees of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import actions, gaps
from opslagstavle_site.enterprises.models import Change, Enterprise
from opslagstavle_site.enterprises.queries import register_state
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.notices.models import Lot
from tests import people
from tests.entry_form import filled, sent_from

pytestmark = pytest.mark.django_db


def user(name: str, *, staff: bool = False) -> User:
    return User.objects.create_user(name, is_staff=staff)


def last(row: Enterprise) -> Change:
    return row.changes.order_by("pk").last() or pytest.fail("nothing was changed")


def test_every_write_is_told_with_what_became_different() -> None:
    row, by = people.laundry(), user("konsulenten", staff=True)
    assert (last(row).act, last(row).differences) == ("entered", {})
    actions.register_enterprise(enterprise=replace(people.LAUNDRY, town="Hammel"), by=by)
    assert (last(row).act, last(row).by, last(row).differences) == (
        "changed",
        by,
        {"town": ["Aarhus", "Hammel"]},
    )
    actions.confirm_enterprise(row=row, by=by, on=date(2026, 11, 2))
    actions.confirm_enterprise(row=row, by=by, on=date(2026, 11, 2))
    assert (last(row).act, last(row).differences) == ("confirmed", {})
    actions.note_register_check(row=row, registered=None, proof="Virk", by=by, on=date(2026, 11, 3))
    assert last(row).differences["registered"] == [True, None]
    actions.hide_enterprise(row=row, by=by)
    assert last(row).differences == {"status": ["shown", "hidden"]}
    assert not actions.hide_enterprise(row=row, by=by)
    assert row.changes.count() == 6
    actions.register_enterprise(enterprise=to_library(Enterprise.objects.get(pk=row.pk)), by=by)
    assert row.changes.count() == 6


def test_a_count_of_staff_stands_in_no_history() -> None:
    row, client = people.laundry(), None
    client = people.leader_of(row)
    client.post(
        f"/virksomheder/{row.key}/ret/", filled(client, row) | {"heads": "98761", "flex_jobs": "43219"}
    )
    client.post(f"/virksomheder/{row.key}/ret/", filled(client, row) | {"heads": "98762", "flex_jobs": ""})
    assert to_library(Enterprise.objects.get(pk=row.pk)).workforce.heads == 98762
    kept = json.dumps(list(Change.objects.values_list("differences", flat=True)))
    assert "workforce" in kept
    for count in ("98761", "98762", "43219"):
        assert count not in kept
        for reader in (client, people.staff() if count == "98761" else client):
            assert count not in reader.get(f"/virksomheder/{row.key}/historik/").content.decode()
    assert "Medarbejdertal" in client.get(f"/virksomheder/{row.key}/historik/").content.decode()


def test_whoever_saves_second_is_told_what_the_first_one_did_and_overwrites_nothing_unseen() -> None:
    row = people.laundry()
    leader, staff = people.leader_of(row), people.staff()
    address = f"/virksomheder/{row.key}/ret/"
    mine, theirs = filled(leader, row) | {"town": "Hammel"}, filled(staff, row) | {"phone": "87 65 43 21"}
    assert staff.post(address, theirs).status_code == 302
    page = leader.post(address, mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "87 65 43 21" in text
    assert "indgangen" in text
    assert "konsulenten" not in text
    assert 'value="Hammel"' in text
    row.refresh_from_db()
    assert (row.town, row.phone) == ("Aarhus", "87 65 43 21")
    again = sent_from(
        text
    )  # what only the other one changed stands in the form; saved as it is, nothing is lost
    assert again["phone"] == "87 65 43 21"
    assert leader.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.town, row.phone, row.confirmed_on) == ("Hammel", "87 65 43 21", timezone.localdate())


def test_of_what_both_changed_what_was_typed_last_is_in_the_form() -> None:
    row = people.laundry()
    leader, staff = people.leader_of(row), people.staff()
    address = f"/virksomheder/{row.key}/ret/"
    mine = filled(leader, row) | {"town": "Hammel", "does_da": "Vi vasker alt."}
    theirs = {
        "town": "Viborg",
        "kinds": ["laundry", "canteen"],
        "reference-0-buyer": "A",
        "reference-0-work": "B",
    }
    staff.post(address, filled(staff, row) | theirs)
    text = leader.post(address, mine).content.decode()
    assert "Viborg" in text
    leader.post(address, sent_from(text))
    row.refresh_from_db()
    assert (row.town, row.kinds, len(row.references)) == ("Hammel", ["laundry", "canteen"], 1)
    assert row.descriptions["da"] == "Vi vasker alt."


@pytest.mark.parametrize("seen", ["", "nonsense", "0001-01-01T00:00:00+14:00", "2999-01-01T00:00:00+00:00"])
def test_whoever_does_not_say_what_they_saw_saw_nothing(seen: str) -> None:
    row = people.laundry()
    client = people.staff()
    sent = filled(client, row) | {"town": "Hammel", "seen": seen}
    assert client.post(f"/virksomheder/{row.key}/ret/", sent).status_code == 409
    row.refresh_from_db()
    assert row.town == "Aarhus"


def test_asking_for_proposals_does_not_make_one_forget_what_one_saw() -> None:
    row, staff, other = people.laundry(), people.staff(), None
    other = people.leader_of(row)
    address = f"/virksomheder/{row.key}/ret/"
    mine = filled(staff, row)
    other.post(address, filled(other, row) | {"town": "Hammel"})
    page = staff.post(address, mine | {"do": "kinds"})
    assert page.context["seen"] == mine["seen"]
    assert staff.post(address, mine).status_code == 409


def test_a_change_is_taken_back() -> None:
    row, client = people.laundry(), people.staff()
    address = f"/virksomheder/{row.key}/"
    sent = filled(client, row) | {
        "town": "Hammel",
        "registered": "no",
        "registered_proof": "Brev af 1. maj",
        "places": ["DK041"],
    }
    client.post(f"{address}ret/", sent | {"reference-0-buyer": "Aarhus Kommune", "reference-0-work": "Vask"})
    before, change = people.LAUNDRY, last(row)
    assert client.post(f"{address}historik/{change.pk}/").status_code == 302
    again = Enterprise.objects.get(pk=row.pk)
    assert to_library(again) == replace(before, key=row.key)
    assert list(again.area_rows.filter(whole=True).values_list("place", flat=True)) == ["DK042"]
    assert last(row).act == "taken_back"
    client.post(f"{address}historik/{last(row).pk}/")
    row.refresh_from_db()
    assert row.town == "Hammel"


def test_what_was_changed_again_since_is_not_taken_back() -> None:
    row, client = people.laundry(), people.staff()
    for town in ("Hammel", "Viborg"):
        client.post(f"/virksomheder/{row.key}/ret/", filled(client, row) | {"town": town})
    first = (
        row.changes.get(differences__town=["Aarhus", "Hammel"])
        if connection.vendor == "postgresql"
        else row.changes.all()[1]
    )
    page = client.post(f"/virksomheder/{row.key}/historik/{first.pk}/", follow=True)
    assert "Ændret igen siden: By." in page.content.decode()
    row.refresh_from_db()
    assert row.town == "Viborg"


def test_a_number_that_another_one_has_by_now_is_not_taken_back() -> None:
    row, client = people.laundry(), people.staff()
    for number in ("64942212", ""):
        client.post(f"/virksomheder/{row.key}/ret/", filled(client, row) | {"cvr": number})
    gone = last(row)
    actions.register_enterprise(enterprise=replace(people.GARDENERS, cvr="64942212"))
    page = client.post(f"/virksomheder/{row.key}/historik/{gone.pk}/", follow=True)
    assert page.status_code == 200
    row.refresh_from_db()
    assert row.cvr is None


def test_an_enterprise_takes_back_its_own_changes_only() -> None:
    row = people.laundry()
    leader, staff = people.leader_of(row), people.staff()
    staff.post(f"/virksomheder/{row.key}/ret/", filled(staff, row) | {"town": "Hammel"})
    theirs = last(row)
    leader.post(f"/virksomheder/{row.key}/ret/", filled(leader, row) | {"phone": "87654321"})
    own = last(row)
    assert leader.post(f"/virksomheder/{row.key}/historik/{theirs.pk}/").status_code == 404
    assert leader.post(f"/virksomheder/{row.key}/historik/{own.pk}/").status_code == 302
    other = people.leader_of(people.gardeners())
    assert other.post(f"/virksomheder/{row.key}/historik/{own.pk}/").status_code == 404
    assert staff.post(f"/virksomheder/groenne-haender/historik/{own.pk}/").status_code == 404


def test_what_was_looked_up_is_changed_by_staff_only() -> None:
    row, by = people.laundry(), user("hanne", staff=True)
    actions.note_register_check(row=row, registered=True, proof="Virk", by=by, on=date(2026, 11, 1))
    leader = people.leader_of(row)
    page = leader.get(f"/virksomheder/{row.key}/ret/")
    assert "registered" not in page.context["form"].fields
    leader.post(
        f"/virksomheder/{row.key}/ret/", filled(leader, row) | {"registered": "no", "registered_proof": "Nej"}
    )
    row.refresh_from_db()
    assert (row.registered, row.registered_by, row.registered_proof) == (True, "proof", "Virk")
    staff = people.staff()
    staff.post(f"/virksomheder/{row.key}/ret/", filled(staff, row) | {"registered": "no"})
    row.refresh_from_db()
    assert (row.registered, row.registered_by, row.registered_checked) == (False, "said", None)


def test_only_what_is_matched_has_lots_matched_again(board: None, today: date) -> None:
    row, by = people.laundry(), user("hanne", staff=True)
    sum(match_lots(on=today))
    state = register_state()
    actions.confirm_enterprise(row=row, by=by, on=today)
    actions.register_enterprise(enterprise=people.LAUNDRY, website="https://anker.dk", phone="87654321")
    actions.note_register_check(row=row, registered=True, proof="Virk", by=by, on=today)
    assert register_state() == state
    assert sum(match_lots(on=today)) == 0
    changed = replace(people.LAUNDRY, workforce=Workforce(heads=12, flex_jobs=4))
    for write in (
        lambda: actions.register_enterprise(enterprise=changed),
        lambda: actions.hide_enterprise(row=row, by=by),
        lambda: actions.show_enterprise(row=row, by=by),
        lambda: actions.register_enterprise(enterprise=replace(changed, kinds=("canteen",))),
    ):
        write()
        assert register_state() != state
        state = register_state()


def test_proposals_and_hidden_ones_are_not_matched(board: None, today: date) -> None:
    row, by = people.laundry(), user("hanne", staff=True)
    actions.propose_enterprise(enterprise=people.GARDENERS, origin=Enterprise.Origin.ITSELF)
    sum(match_lots(on=today))
    assert row.matches.exists()
    assert not Enterprise.objects.get(key="groenne-haender").matches.exists()
    actions.hide_enterprise(row=row, by=by)
    sum(match_lots(on=today))
    assert not row.matches.exists()
    assert Lot.objects.exists()


def test_what_was_not_confirmed_for_a_year_is_marked_and_listed(clock: Any) -> None:
    row = people.laundry()
    Enterprise.objects.filter(pk=row.pk).update(created_at="2025-10-01T12:00+02:00")
    row.refresh_from_db()
    clock.set("2026-10-01 12:00")
    on = timezone.localdate()
    assert (list(gaps.stale(on)), gaps.not_confirmed_since(row, on)) == ([], None)
    clock.set("2026-10-02 12:00")
    on = timezone.localdate()
    assert (list(gaps.stale(on)), gaps.not_confirmed_since(row, on)) == ([row], date(2025, 10, 1))
    address = f"/virksomheder/{row.key}/"
    assert "Ikke bekræftet siden" in people.stranger().get(address).content.decode()
    assert "Ikke bekræftet siden" in people.stranger().get("/virksomheder/").content.decode()
    assert row.name in people.staff().get("/indgangen/venter/ikke-bekraeftet/").content.decode()
    leader = people.leader_of(row)
    assert "Det hele passer stadig" in leader.get(address).content.decode()
    assert leader.post(f"{address}bekraeft/").status_code == 302
    page = people.stranger().get(address).content.decode()
    assert "Ikke bekræftet siden" not in page
    assert "2. oktober 2026" in page
