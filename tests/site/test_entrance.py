"""The entrance: proposals, requests, checks, log-ins for leaders, removal, and why an entry is trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import actions
from opslagstavle_site.enterprises.merging import merge_enterprises
from opslagstavle_site.enterprises.models import (
    Change,
    Enterprise,
    Membership,
    Removal,
    Request,
    WorkforceCount,
)
from opslagstavle_site.enterprises.queries import was_removed
from opslagstavle_site.enterprises.rows import plain_name
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.matches.models import Match
from tests import people
from tests.entry_form import filled, propose

pytestmark = pytest.mark.django_db
UNHEARD = "Zyxovatten"
"""A name that stands nowhere else."""


def entry(row: Enterprise) -> str:
    return f"/indgangen/virksomheder/{row.key}/"


def test_a_proposal_is_accepted_or_declined_once() -> None:
    staff, stranger = people.staff(), people.stranger()
    propose(stranger)
    propose(stranger, name="Ikke os")
    good, bad = Enterprise.objects.order_by("pk")
    page = staff.get("/indgangen/venter/forslag/").content.decode()
    assert good.name in page
    assert bad.name in page
    assert staff.post(entry(good), {"do": "accept"}).status_code == 302
    good.refresh_from_db()
    assert good.status == "shown"
    assert good.changes.filter(act="accepted", by__username="konsulenten").count() == 1
    assert not good.links.exists()
    late = staff.post(entry(good), {"do": "decline"}, follow=True)
    assert "En anden kom først" in late.content.decode()
    assert Enterprise.objects.filter(pk=good.pk).exists()
    assert staff.post(entry(bad), {"do": "decline"}).status_code == 302
    assert not Enterprise.objects.filter(pk=bad.pk).exists()
    assert not Change.objects.filter(enterprise=bad.pk).exists()


def test_a_request_waits_and_its_words_go_when_it_is_done() -> None:
    row, staff = people.laundry(), people.staff()
    said = {"wish": "correction", "text": "I er flyttet til Hammel.", "reply_to": "hanne@anker.dk"}
    assert people.stranger().post(f"/virksomheder/{row.key}/henvendelse/", said).status_code == 302
    page = staff.get("/indgangen/").content.decode()
    assert "I er flyttet til Hammel." in page
    assert "hanne@anker.dk" in page
    assert "hanne@anker.dk" not in people.stranger().get(f"/virksomheder/{row.key}/").content.decode()
    asked = Request.objects.get()
    assert staff.post(f"/indgangen/henvendelser/{asked.pk}/", {"do": "done"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.text, asked.reply_to, asked.outcome, str(asked.handled_by)) == (
        "",
        "",
        "done",
        "konsulenten",
    )
    again = staff.post(f"/indgangen/henvendelser/{asked.pk}/", {"do": "decline"}, follow=True)
    assert "En anden kom først" in again.content.decode()
    asked.refresh_from_db()
    assert asked.outcome == "done"
    assert "Ingen henvendelser venter" in again.content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"wish": "destroy", "text": "x"},
        {"wish": "removal", "text": ""},
        {"wish": "removal", "text": "x" * 2001},
        {"wish": "removal", "text": "x", "reply_to": "nobody"},
        {"wish": "removal", "text": "x", "homepage_2": "y"},
    ],
)
def test_a_request_that_cannot_be_is_refused(said: dict[str, str]) -> None:
    row = people.laundry()
    page = people.stranger().post(f"/virksomheder/{row.key}/henvendelse/", said)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    assert not Request.objects.exists()


def test_so_many_requests_from_one_address_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FROM_ONE_ADDRESS", 1)
    row, said = people.laundry(), {"wish": "removal", "text": "Vi er lukket."}
    address = f"/virksomheder/{row.key}/henvendelse/"
    assert people.stranger().post(address, said).status_code == 302
    page = people.stranger().post(address, said)
    assert page.status_code == 429
    assert "Vi er lukket." in page.content.decode()


def test_a_leader_gets_a_link_that_logs_in_once_and_for_one_enterprise() -> None:
    row, other, staff = people.laundry(), people.gardeners(), people.staff()
    page = staff.post(entry(row), {"do": "link", "member": ""})
    link = page.context["link"]
    assert link in page.content.decode()
    assert link not in staff.get(entry(row)).content.decode()
    leader = Client()
    assert leader.post(link).status_code == 302
    assert people.stranger().post(link).status_code == 410
    assert row.name in leader.get("/").content.decode()  # a way to its own page, from every page
    assert leader.get(f"/virksomheder/{row.key}/ret/").status_code == 200
    assert leader.get(f"/virksomheder/{other.key}/ret/").status_code == 404
    assert leader.get("/indgangen/").status_code == 404
    member = Membership.objects.get()
    staff.post(entry(row), {"do": "link", "member": str(member.user_id)})
    assert Membership.objects.count() == 1
    for nonsense in ("99999", "x", "9" * 30, "-1"):
        assert staff.post(entry(row), {"do": "link", "member": nonsense}).status_code == 200


def test_the_link_of_a_member_is_for_a_member_of_this_enterprise() -> None:
    row, other, staff = people.laundry(), people.gardeners(), people.staff()
    people.leader_of(other)
    theirs = Membership.objects.get(enterprise=other).user_id
    staff.post(entry(row), {"do": "link", "member": str(theirs)})
    assert Membership.objects.get(enterprise=row).user_id != theirs


def test_a_check_of_the_registration_is_noted_with_its_proof_and_day(today: date) -> None:
    row, staff = people.gardeners(), people.staff()
    page = staff.post(entry(row), {"do": "check", "registered": "yes", "proof": ""})
    assert "error-summary" in page.content.decode()
    assert (
        staff.post(entry(row), {"do": "check", "registered": "yes", "proof": "https://virk.dk/x"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.registered, row.registered_by, row.registered_checked) == (True, "proof", today)
    text = people.stranger().get(f"/virksomheder/{row.key}/").content.decode()
    assert "Ja, indgangen har set dokumentation" in text
    assert '<a href="https://virk.dk/x"' in text


def trust_of(row: Enterprise, **changes: Any) -> str:
    Enterprise.objects.filter(pk=row.pk).update(**changes)
    return people.stranger().get(f"/virksomheder/{row.key}/").content.decode()


def test_why_an_entry_is_trusted_is_said_as_it_is() -> None:
    row = people.gardeners()
    text = trust_of(row, origin="research", registered=None, registered_by="")
    assert "Kendt fra vores egen søgning" in text
    assert "Registreret socialøkonomisk virksomhed</span>" not in text
    assert "beviser intet om reserverede kontrakter" in text
    assert "Siger, at den er registreret" in trust_of(row, registered=True, registered_by="said")
    text = trust_of(
        row, registered_by="cvr", cvr="64942212", cvr_checked=date(2026, 5, 3), cvr_state="NORMAL"
    )
    assert "Ja, ifølge CVR-registret" in text
    assert "Fundet i CVR-registret den 3. maj 2026" in text
    assert "NORMAL" in text
    assert "Siger, at den er registreret" not in text
    assert "ikke slået op" in trust_of(row, cvr_checked=None)


def test_contact_that_came_from_elsewhere_is_not_handed_on_where_advertising_is_refused() -> None:
    row = people.gardeners()
    known = {"email": "post@groenne.dk", "phone": "87654321", "website": "https://groenne.dk"}
    assert "post@groenne.dk" in trust_of(row, **known, advertising_protected=False)
    text = trust_of(row, advertising_protected=True)
    assert "post@groenne.dk" not in text
    assert "87654321" not in text
    assert "må ikke bruges til markedsføring" in text
    text = trust_of(row, confirmed_on=date(2026, 11, 1))
    assert "post@groenne.dk" in text
    assert "må ikke bruges til markedsføring" in text


def everywhere(word: str) -> list[str]:
    """Every table and column of the database in which a word stands."""
    found = []
    for model in apps.get_models():
        for values in model._default_manager.values():
            found += [
                f"{model.__name__}.{name}" for name, value in values.items() if word in str(value).casefold()
            ]
    return sorted(set(found))


def test_removal_leaves_nothing(board: None, today: date) -> None:
    told = replace(
        people.LAUNDRY, key=UNHEARD.casefold(), name=f"{UNHEARD} ApS", cvr="64942212",
        descriptions={"da": f"{UNHEARD} vasker linned og arbejdstøj."},
    )  # fmt: skip
    row = actions.register_enterprise(enterprise=told)
    staff, leader = people.staff(), Client()
    link = staff.post(entry(row), {"do": "link"}).context["link"]
    leader.post(link)
    leader.post(f"/virksomheder/{row.key}/ret/", filled(leader, row) | {"town": f"{UNHEARD} By"})
    people.stranger().post(
        f"/virksomheder/{row.key}/henvendelse/", {"wish": "removal", "text": f"{UNHEARD} er lukket"}
    )
    double = actions.register_enterprise(enterprise=replace(told, key=f"{told.key}-2", cvr=None))
    merge_enterprises(kept=Enterprise.objects.get(pk=row.pk), merged=double, chosen={}, by=None)
    sum(match_lots(on=today))
    assert Match.objects.filter(enterprise=row).exists()
    assert "Enterprise.name" in everywhere(UNHEARD.casefold())

    page = staff.post(entry(row), {"do": "remove"}, follow=True)
    assert "Der er ikke slettet noget" in page.content.decode()
    assert staff.post(entry(row), {"do": "remove", "sure": "yes"}).status_code == 302
    assert everywhere(UNHEARD.casefold()) == []
    assert everywhere("64942212") == []
    assert not Match.objects.filter(enterprise=row.pk).exists()
    assert not WorkforceCount.objects.filter(enterprise=row.pk).exists()
    assert not User.objects.filter(pk__in=Membership.objects.values("user")).exists()
    assert leader.get("/").status_code == people.stranger().get("/virksomheder/").status_code == 200
    assert people.stranger().get(f"/virksomheder/{row.key}/").status_code == 404
    sum(match_lots(on=today))
    call_command("index")
    assert everywhere(UNHEARD.casefold()) == []


def test_a_leader_of_two_stays_when_one_of_them_goes() -> None:
    row, other = people.laundry(), people.gardeners()
    people.leader_of(row)
    both = Membership.objects.get().user
    Membership.objects.create(enterprise=other, user=both)
    actions.remove_enterprise(row=row)
    assert User.objects.filter(pk=both.pk).exists()


@pytest.mark.parametrize(
    ("number", "name", "known"),
    [
        ("64942212", "Noget helt andet", True),
        (None, "VASKERIET  anker, ApS", True),
        ("14814833", "Vaskeriet Anker", False),
        (None, "Vaskeriet Ankeret", False),
    ],
)
def test_what_was_removed_is_known_by_number_or_name(number: str | None, name: str, known: bool) -> None:
    actions.remove_enterprise(
        row=actions.register_enterprise(enterprise=replace(people.LAUNDRY, cvr="64942212"))
    )
    assert was_removed(number, name) == (timezone.localdate() if known else None)


def test_one_without_a_number_is_known_by_its_name_whatever_number_it_has_now() -> None:
    actions.remove_enterprise(row=people.laundry())
    assert was_removed("64942212", "Vaskeriet Anker A/S")
    assert was_removed(None, "Grønne Hænder") is None


def test_one_that_was_removed_comes_back_only_if_the_entrance_says_so() -> None:
    actions.remove_enterprise(row=people.laundry())
    propose(people.stranger(), name="Vaskeriet Anker")
    row, staff = Enterprise.objects.get(), people.staff()
    assert row.key == "vaskeriet-anker-2"  # its earlier address stays nobody's
    assert "blev fjernet efter ønske" in staff.get(entry(row)).content.decode()
    staff.post(entry(row), {"do": "accept"})
    assert was_removed(None, "Vaskeriet Anker") is None
    assert not Removal.objects.exists()


def test_names_are_compared_without_case_signs_and_company_form() -> None:
    same = {plain_name(name) for name in ("Værkstedet Åen ApS", "VAERKSTEDET  AAEN", "Værkstedet Åen, A/S")}
    assert len(same) == 1
    assert plain_name("Aps") == "aps"


def test_an_empty_entrance_says_so() -> None:
    staff = people.staff()
    page = staff.get("/indgangen/")
    assert [each["count"] for each in page.context["lists"]] == [0, 0, 0, 0]
    for address in ("forslag", "ikke-bekraeftet", "ikke-registreret", "taget-af"):
        assert (
            "Der er ingen virksomheder på denne liste"
            in staff.get(f"/indgangen/venter/{address}/").content.decode()
        )
    assert staff.get("/indgangen/venter/nonsense/").status_code == 404


def test_lists_of_the_entrance_hold_what_they_say() -> None:
    by, laundry, gardeners = (
        User.objects.create_user("hanne", is_staff=True),
        people.laundry(),
        people.gardeners(),
    )
    staff = people.staff()
    assert [each.name for each in staff.get("/indgangen/venter/ikke-registreret/").context["entries"]] == [
        gardeners.name
    ]
    actions.hide_enterprise(row=laundry, by=by)
    assert [each.name for each in staff.get("/indgangen/venter/taget-af/").context["entries"]] == [
        laundry.name
    ]
    staff.post(entry(laundry), {"do": "show"})
    assert staff.get("/indgangen/venter/taget-af/").context["entries"] == []
