"""The API, writing: with a token and never with a cookie, the same twice changes nothing, and nobody's work is overwritten."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from opslagstavle_site.accounts.actions import make_api_token, revoke_api_token
from opslagstavle_site.accounts.models import ApiToken, User
from opslagstavle_site.enterprises.actions import register_enterprise, remove_enterprise
from opslagstavle_site.enterprises.models import Change, Enterprise, Membership, WorkforceCount
from opslagstavle_site.home.details import BODY
from tests import people

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
CVR = "35408002"  # passes the check of company numbers; taken from no register


def token_of(user: User) -> str:
    return make_api_token(user=user, name="test")[1]


@pytest.fixture
def staff(db: None) -> str:
    return token_of(User.objects.create_user("konsulenten", is_staff=True))


def member(row: Enterprise) -> str:
    user = User.objects.create_user(f"leder-{row.key}")
    Membership.objects.create(enterprise=row, user=user)
    return token_of(user)


def put(path: str, body: Any, token: str, status: int = 200, if_match: str = "") -> Any:
    headers = {"If-Match": if_match} if if_match else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    sent = json.dumps(body)
    answer = Client().put(f"{V1}{path}", sent, content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content[:600]
    told = answer.json()
    assert status < 400 or set(told) == {"error", "message", "details"}
    return told


def etag(key: str) -> str:
    return str(Client().get(f"{V1}/enterprises/{key}").headers["ETag"])


# Who


def test_without_a_token_nothing_is_written_cookie_or_not(db: None) -> None:
    row = people.laundry()
    for client in (people.stranger(), people.staff(), people.leader_of(row)):
        answer = client.put(f"{V1}/enterprises/{row.key}", BODY, content_type="application/json")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    row.refresh_from_db()
    assert row.name == people.LAUNDRY.name


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer opsl_x", "Basic abc", "Bearer \udcff", "Bearer å", "opsl_"]
)
def test_a_token_that_opens_nothing_is_refused_even_for_reading(db: None, given: str) -> None:
    told = Client().get(f"{V1}/kinds", headers={"Authorization": given})
    assert told.status_code == 401
    assert told.json()["error"] == "not-logged-in"


def test_a_revoked_token_and_one_of_somebody_who_left_open_nothing(staff: str) -> None:
    body = {"registered": True}
    row = people.laundry()
    put(f"/enterprises/{row.key}/register-check", body, staff)
    User.objects.update(is_active=False)
    put(f"/enterprises/{row.key}/register-check", body, staff, 401)
    User.objects.update(is_active=True)
    assert revoke_api_token(pk=ApiToken.objects.get().pk)
    assert not revoke_api_token(pk=ApiToken.objects.get().pk)
    put(f"/enterprises/{row.key}/register-check", body, staff, 401)


def test_a_member_writes_its_own_enterprise_and_no_other(db: None) -> None:
    own, other = people.laundry(), people.gardeners()
    token = member(own)
    put(f"/enterprises/{own.key}", BODY, token)
    put(f"/enterprises/{other.key}", BODY, token, 403)
    put("/enterprises/new-one", BODY, token, 403)
    put(f"/enterprises/{own.key}/register-check", {"registered": True}, token, 403)
    Enterprise.objects.filter(pk=other.pk).update(status=Enterprise.Status.PROPOSED)
    put(f"/enterprises/{other.key}", BODY, token, 404)
    assert Enterprise.objects.count() == 2


# What


def test_staff_enters_an_enterprise_and_brings_it_up_to_date(staff: str) -> None:
    told = put("/enterprises/vaskeriet-anker", BODY, staff, 201)
    assert told["name"] == BODY["name"]
    assert told["places"] == ["DK042"]
    assert told["municipality"] == {"code": "751", "name": "Aarhus", "place": "DK042751"}
    assert told["capacities"] == [{"amount": "3", "unit": "ton linned", "period": "week"}]
    changed = put("/enterprises/vaskeriet-anker", {**BODY, "town": "Viborg"}, staff)
    assert changed["town"] == "Viborg"
    assert Client().get(f"{V1}/enterprises/vaskeriet-anker").json() == changed
    assert list(Change.objects.order_by("pk").values_list("act", "by__username")) == [
        ("entered", "konsulenten"),
        ("changed", "konsulenten"),
    ]


def test_the_same_twice_changes_nothing(staff: str) -> None:
    put("/enterprises/anker", BODY, staff, 201)
    first, tag = Enterprise.objects.get(key="anker").updated_at, etag("anker")
    again = put("/enterprises/anker", BODY, staff, if_match='"long-gone"')
    assert Enterprise.objects.get(key="anker").updated_at == first
    assert etag("anker") == tag
    assert again == Client().get(f"{V1}/enterprises/anker").json()
    for path, body, act in (
        ("confirmation", None, "confirmed"),
        ("register-check", {"registered": True, "proof": "x"}, "checked"),
    ):
        token = member(Enterprise.objects.get(key="anker")) if act == "confirmed" else staff
        for _time in range(2):
            put(f"/enterprises/anker/{path}", body, token)
        assert Change.objects.filter(act=act).count() == 1


def test_what_is_left_out_is_not_stated_any_more_but_for_counts_and_the_register(staff: str) -> None:
    row = people.laundry()
    register_enterprise(enterprise=replace(people.LAUNDRY, reach_km=40), phone="87654321")
    told = put(f"/enterprises/{row.key}", {"name": "Anker"}, staff)
    assert told["kinds"] == told["places"] == []
    assert told["town"] is told["reach_km"] is told["phone"] is None
    assert told["trust"]["integration_is_main_aim"] is None
    assert told["trust"]["registered"] is True
    assert WorkforceCount.objects.get(enterprise=row).heads == people.LAUNDRY.workforce.heads


def test_counts_of_staff_are_not_taken(staff: str) -> None:
    told = put("/enterprises/anker", {**BODY, "workforce": {"heads": 12}}, staff, 422)
    assert told["details"][0]["where"] == "body.workforce"
    assert not Enterprise.objects.exists()


def test_a_cvr_number_is_an_address_too(staff: str) -> None:
    told = put(f"/enterprises/{CVR}", BODY, staff, 201)
    assert told["cvr"] == CVR
    key = told["key"]
    assert put(f"/enterprises/{CVR}", {**BODY, "town": "Viborg"}, staff)["key"] == key
    assert Client().get(f"{V1}/enterprises/{CVR}").json()["town"] == "Viborg"
    put("/enterprises/another", {**BODY, "cvr": CVR}, staff, 409)
    put(f"/enterprises/{CVR}", {**BODY, "cvr": "25313763"}, staff, 422)
    put("/enterprises/12345678", BODY, staff, 422)
    assert Enterprise.objects.count() == 1


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(staff: str) -> None:
    put("/enterprises/anker", BODY, staff, 201)
    read = etag("anker")
    put("/enterprises/anker", {**BODY, "town": "Viborg"}, staff, if_match=read)
    told = put("/enterprises/anker", {**BODY, "town": "Skive"}, staff, 412, if_match=read)
    assert told["error"] == "changed-meanwhile"
    put("/enterprises/anker", {**BODY, "town": "Skive"}, staff, if_match=etag("anker"))
    put("/enterprises/anker", {**BODY, "town": "Struer"}, staff, if_match="*")
    put("/enterprises/not-here", BODY, staff, 412, if_match="*")


def test_what_was_removed_at_its_own_request_does_not_come_back(staff: str) -> None:
    put("/enterprises/anker", {**BODY, "cvr": CVR}, staff, 201)
    remove_enterprise(row=Enterprise.objects.get())
    put("/enterprises/another-key", {**BODY, "cvr": CVR, "name": "Another name"}, staff, 409)
    put("/enterprises/anker", {**BODY, "cvr": CVR}, staff, 409)
    assert not Enterprise.objects.exists()


def test_a_merged_entry_is_not_written(staff: str) -> None:
    one, other = people.laundry(), people.gardeners()
    Enterprise.objects.filter(pk=one.pk).update(status=Enterprise.Status.MERGED, merged_into=other)
    assert other.key in put(f"/enterprises/{one.key}", BODY, staff, 409)["message"]


def test_only_whoever_speaks_for_an_enterprise_confirms_its_entry(staff: str) -> None:
    row = people.laundry()
    put(f"/enterprises/{row.key}/confirmation", None, staff, 403)
    told = put(f"/enterprises/{row.key}/confirmation", None, member(row))
    assert told == {"key": row.key, "confirmed_on": timezone.localdate().isoformat()}
    trust = Client().get(f"{V1}/enterprises/{row.key}").json()["trust"]
    assert trust["confirmed_on"] == timezone.localdate().isoformat()


def test_a_check_says_what_the_flag_rests_on(staff: str) -> None:
    row = people.laundry()
    told = put(
        f"/enterprises/{row.key}/register-check", {"registered": False, "proof": "https://x.example/"}, staff
    )
    assert (told["registered"], told["registered_by"], told["registered_proof"]) == (
        False,
        "proof",
        "https://x.example/",
    )
    unknown = put(f"/enterprises/{row.key}/register-check", {"registered": None}, staff)
    assert unknown["registered"] is unknown["registered_by"] is None


WRONG: dict[str, Any] = {
    "no name": {},
    "an empty name": {"name": "  "},
    "a long name": {"name": "x" * 201},
    "a number for a name": {"name": 7},
    "NUL": {"name": "a\x00b"},
    "half a pair": {"name": "\ud800"},
    "no such kind": {**BODY, "kinds": ["dragons"]},
    "no such place": {**BODY, "places": ["Atlantis"]},
    "no such municipality": {**BODY, "municipality": "999"},
    "no CVR": {**BODY, "cvr": "1234"},
    "no CPV": {**BODY, "cpv": ["x"]},
    "too far": {**BODY, "reach_km": 10**30},
    "not far": {**BODY, "reach_km": -1},
    "a script for an address": {**BODY, "website": "javascript:alert(1)"},
    "no mail": {**BODY, "email": "x"},
    "a huge amount": {**BODY, "capacities": [{"amount": "9" * 400, "unit": "x", "period": "day"}]},
    "no amount": {**BODY, "capacities": [{"amount": "NaN", "unit": "x", "period": "day"}]},
    "an old year": {**BODY, "references": [{"buyer": "x", "work": "y", "since": 3}]},
    "a language": {**BODY, "descriptions": {"dansk": "x"}},
    "a list": [],
    "a text": "x",
    "nothing": None,
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_is_wrong_is_said_and_nothing_is_written(staff: str, name: str) -> None:
    told = put("/enterprises/anker", WRONG[name], staff, 422)
    assert told["details"]
    assert all(each["where"] and each["message"] for each in told["details"])
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize("key", ["Anker", "-a", "a--b", "x" * 81, "a_b", "ÆØÅ", "123", "0"])
def test_a_key_is_judged_before_it_becomes_an_address(staff: str, key: str) -> None:
    put(f"/enterprises/{key}", BODY, staff, 422)


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b"", b'{"name": "x"', b"\x00"])
def test_what_is_no_json_is_refused(staff: str, body: bytes) -> None:
    answer = Client().put(
        f"{V1}/enterprises/anker",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {staff}"},
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]


# Tokens


def test_only_a_hash_of_a_token_is_kept_and_its_use_is_noted_by_day(staff: str) -> None:
    row = ApiToken.objects.get()
    assert staff not in str(row.__dict__)
    assert staff.startswith(f"opsl_{row.hint}")
    assert row.last_used_on is None
    Client().get(f"{V1}/kinds", headers={"Authorization": f"Bearer {staff}"})
    row.refresh_from_db()
    assert row.last_used_on == timezone.localdate()


def test_staff_makes_a_token_is_shown_it_once_and_takes_it_away(db: None) -> None:
    client = people.staff()
    user = User.objects.create_user("leder")
    made = client.post("/adgange/", {"name": "Vores  sagssystem", "user": user.pk})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    page = client.get("/adgange/").content.decode()
    assert secret not in page
    assert "Vores sagssystem" in page
    token = ApiToken.objects.get()
    assert (token.user, token.name) == (user, "Vores sagssystem")
    assert client.get(f"{V1}/kinds", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert client.post(f"/adgange/{token.pk}/").status_code == 302
    assert client.get(f"{V1}/kinds", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert client.post("/adgange/", {"name": "", "user": user.pk}).status_code == 400


def test_the_command_prints_a_token_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("api_token", "sync")
    secret = capsys.readouterr().out.strip()
    put("/enterprises/anker", BODY, secret, 201)
    close_old_connections()
