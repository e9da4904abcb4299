"""Who may do what with the register: every page, with every method, for everyone in the cast."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from opslagstavle.enterprises import enterprise as library
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.actions import (
    ask,
    note_register_check,
    propose_enterprise,
    register_enterprise,
)
from opslagstavle_site.enterprises.models import Enterprise, Request
from tests import people

pytestmark = pytest.mark.django_db

EVERYONE, STAFF, OWN = ("stranger", "somebody", "staff", "leader", "rival"), ("staff",), ("staff", "leader")
READ, BOTH, POST = ("get",), ("get", "post"), ("post",)
ROUTES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "enterprises:add": (BOTH, EVERYONE),
    "enterprises:proposal": (READ, EVERYONE),
    "enterprises:edit_proposal": (BOTH, EVERYONE),
    "enterprises:ask": (BOTH, EVERYONE),
    "enterprises:edit": (BOTH, OWN),
    "enterprises:history": (READ, OWN),
    "enterprises:take_back": (POST, STAFF),
    "enterprises:confirm": (POST, ("leader",)),
    "enterprises:entrance": (READ, STAFF),
    "enterprises:entrance_list": (READ, STAFF),
    "enterprises:entrance_entry": (BOTH, STAFF),
    "enterprises:handle_request": (POST, STAFF),
}
"""Route → (methods it has, who may use them); for everybody else it is not there. An empty form is shown again."""
LEADS_ON = ("enterprises:take_back", "enterprises:confirm", "enterprises:handle_request")


@pytest.fixture
def addresses() -> dict[str, str]:
    laundry = people.laundry()
    checker = User.objects.create_user("hanne-tjek", is_staff=True)
    note_register_check(row=laundry, registered=True, proof="Virk", by=checker, on=date(2026, 11, 1))
    _, secret = propose_enterprise(enterprise=people.GARDENERS, origin=Enterprise.Origin.ITSELF)
    asked = ask(enterprise=laundry, wish=Request.Wish.CORRECTION, text="Forkert by", reply_to="")
    own, entrance = f"/virksomheder/{laundry.key}/", "/indgangen/"
    return {
        "enterprises:add": "/virksomheder/tilfoej/",
        "enterprises:proposal": f"/virksomheder/forslag/{secret}/",
        "enterprises:edit_proposal": f"/virksomheder/forslag/{secret}/ret/",
        "enterprises:ask": f"{own}henvendelse/",
        "enterprises:edit": f"{own}ret/",
        "enterprises:history": f"{own}historik/",
        "enterprises:take_back": f"{own}historik/{laundry.changes.get(act='checked').pk}/",
        "enterprises:confirm": f"{own}bekraeft/",
        "enterprises:entrance": entrance,
        "enterprises:entrance_list": f"{entrance}venter/forslag/",
        "enterprises:entrance_entry": f"{entrance}virksomheder/{laundry.key}/",
        "enterprises:handle_request": f"{entrance}henvendelser/{asked.pk}/",
    }


def cast() -> dict[str, Client]:
    laundry = Enterprise.objects.get(key=people.LAUNDRY.key)
    other = library.Enterprise(key="en-anden", name="En anden")
    return {
        "stranger": people.stranger(),
        "somebody": people.somebody(),
        "staff": people.staff(),
        "leader": people.leader_of(laundry),
        "rival": people.leader_of(register_enterprise(enterprise=other)),
    }


def test_what_each_may_read_and_post(addresses: dict[str, str]) -> None:
    answers, expected = {}, {}
    for role, client in cast().items():
        for route, (methods, may) in ROUTES.items():
            for method in ("get", "post", "put", "delete"):
                answers[role, route, method] = getattr(client, method)(addresses[route]).status_code
                expected[role, route, method] = status_of(route, method, methods, allowed=role in may)
    assert answers == expected


def status_of(route: str, method: str, methods: tuple[str, ...], *, allowed: bool) -> int:
    if method not in methods:
        return 405
    if not allowed:
        return 404
    return 302 if route in LEADS_ON else 200


def test_a_post_without_the_token_is_refused(addresses: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    for route, (methods, _) in ROUTES.items():
        if "post" in methods:
            assert client.post(addresses[route]).status_code == 403, route


def test_a_secret_that_is_none_leads_nowhere(addresses: dict[str, str]) -> None:
    for address in ("/virksomheder/forslag/nonsense/", "/virksomheder/forslag/nonsense/ret/"):
        assert people.stranger().get(address).status_code == 410
        assert people.stranger().post(f"{address}").status_code in (405, 410)


@pytest.mark.parametrize("status", ["proposed", "hidden"])
def test_what_is_not_on_the_list_is_not_public(addresses: dict[str, str], status: str) -> None:
    laundry = Enterprise.objects.get(key=people.LAUNDRY.key)
    Enterprise.objects.filter(pk=laundry.pk).update(status=status)
    client = people.stranger()
    for end in ("", "henvendelse/", "ret/", "historik/"):
        assert client.get(f"/virksomheder/{laundry.key}/{end}").status_code == 404, end
    assert laundry.name not in client.get("/virksomheder/").content.decode()
    assert people.leader_of(laundry).get(f"/virksomheder/{laundry.key}/ret/").status_code == 200


def test_one_that_was_merged_leads_to_what_it_became(addresses: dict[str, str]) -> None:
    laundry = Enterprise.objects.get(key=people.LAUNDRY.key)
    kept = register_enterprise(enterprise=library.Enterprise(key="vaskeriet", name="Vaskeriet"))
    Enterprise.objects.filter(pk=laundry.pk).update(status="merged", merged_into=kept)
    answer = people.stranger().get(f"/virksomheder/{laundry.key}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/virksomheder/vaskeriet/")
    assert people.leader_of(laundry).get(f"/virksomheder/{laundry.key}/ret/").status_code == 404
    assert people.staff().get(f"/indgangen/virksomheder/{laundry.key}/").status_code == 404


def test_names_of_users_are_for_staff(addresses: dict[str, str]) -> None:
    laundry = Enterprise.objects.get(key=people.LAUNDRY.key)
    address = f"/virksomheder/{laundry.key}/historik/"
    assert "hanne-tjek" in people.staff().get(address).content.decode()
    page = people.leader_of(laundry).get(address).content.decode()
    assert "hanne-tjek" not in page
    assert "indgangen" in page
    for address in (f"/virksomheder/{laundry.key}/", "/virksomheder/"):
        assert "hanne-tjek" not in people.stranger().get(address).content.decode()
