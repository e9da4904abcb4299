"""The API, attacked: from its own description by schemathesis, and by hand with what comes to nobody's mind but an attacker's."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks as openapi_checks

from opslagstavle_site.accounts.actions import make_api_token
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.home.api import schema
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.models import Lot

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
TRIED = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = sorted(
    (method, path, mode)
    for path, methods in schema()["paths"].items()
    for method, operation in methods.items()
    for mode in GenerationMode
    # What asks for nothing cannot be asked wrongly.
    if mode.is_positive or operation.get("parameters") or "requestBody" in operation
)
load_all_checks()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]


@pytest.fixture
def described(board: None) -> Iterator[Any]:
    """The board as a server has it; only that a finished request must not close the connection the test holds."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(db: None) -> str:
    return make_api_token(user=User.objects.create_user("konsulenten", is_staff=True), name="x")[1]


@pytest.mark.parametrize(("method", "path", "mode"), OPERATIONS, ids=str)
def test_schemathesis_finds_no_fault(
    described: Any, token: str, method: str, path: str, mode: GenerationMode
) -> None:
    """Every operation with what fits its description, and with what does not; what is written is written with a token."""
    operation = described[path][method.upper()]
    real = known_here()

    @TRIED
    @given(case=operation.as_strategy(generation_mode=mode), use_real=st.booleans())
    def attack(case: Any, use_real: bool) -> None:
        if use_real:  # made-up keys come to nothing but 404
            case.path_parameters = {
                name: "quota" if "/rules/" in path else real.get(name, value)
                for name, value in (case.path_parameters or {}).items()
            }
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS)

    attack()


def known_here() -> dict[str, str]:
    match = Match.objects.select_related("lot__notice", "enterprise").order_by("-score")[0]
    return {"notice": match.lot.notice.key, "number": match.lot.number, "key": match.enterprise.key}


# By hand


ODD = [
    "", " ", "0", "-1", "1.5", "NaN", "1e309", "9" * 400, str(2**63), "null", "true", "[]", "{}", "%", "%00", "a%00b", "%ff%fe",
    "%ed%a0%80", "..", "%2e%2e", "%2F", "'", "'; DROP TABLE notices_lot; --", "<script>", "%0d%0aX-Evil: 1", "𝟙", "١٢٣", "\u202e",
    "%F0%9F%A4%96", "DK" * 300, "*", "_", "\\",
]  # fmt: skip

ASKED = (
    "cursor", "limit", "changed_since", "deadline", "place", "kind", "reserved", "stage", "registered", "q", "lang", "x",
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_are_understood_or_refused(board: None, odd: str) -> None:
    client = Client()
    for path in ("/lots", "/notices", "/enterprises"):
        for name in (
            "cursor",
            "limit",
            "changed_since",
            "deadline",
            "place",
            "kind",
            "reserved",
            "stage",
            "registered",
            "q",
            "lang",
            "x",
        ):
            answer = client.get(f"{V1}{path}?{name}={odd}".replace("#", "%23"))
            assert answer.status_code in (200, 400, 422), (path, name, odd)
            assert answer.headers["Content-Type"].startswith("application/json")
            assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("odd", [each for each in ODD if each not in ("", "..", "%2e%2e")])
def test_odd_keys_lead_nowhere(board: None, odd: str) -> None:
    client = Client()
    lot = Lot.objects.select_related("notice")[0]
    for path in (
        f"/notices/{odd}", f"/procedures/{odd}", f"/lots/{odd}/{odd}", f"/lots/{lot.notice.key}/{odd}", f"/enterprises/{odd}",
        f"/enterprises/{odd}/matches", f"/{odd}", f"/lots/{odd}",
    ):  # fmt: skip
        answer = client.get(f"{V1}{path}")
        assert answer.status_code in (400, 404, 422), path
        assert set(answer.json()) == {"error", "message", "details"}


def cursors() -> Iterator[str]:
    made_up: tuple[Any, ...] = (
        None, 7, "x", [], {}, ["lots"], ["lots", 0, None, 0], ["lots", 0, None, "1", None], ["lots", 0, None, -1, None],
        ["lots", 0, None, 2**63, None], ["lots", 0, None, 10**400, None], ["lots", 1, None, 0, None], ["lots", -1, None, 0, None],
        ["lots", True, None, False, None], ["lots", 0, "x", 0, None], ["lots", 0, "2026-01-01", 0, None],
        ["lots", 0, "0001-01-01T00:00:00+14:00", 0, None],
        ["lots", 0, "9999-12-31T23:59:59-12:00", 0, None], ["notices", 0, None, 0, None],
        ["lots", 0.5, None, 0, None], ["lots", 0, 5, 0, None], ["lots", 0, None, 0, 5], [["lots"], 0, None, 0, None],
        "[" * 90,
    )  # fmt: skip
    for told in made_up:
        yield base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    yield from ("=", "A", "AA=A", "____", "ÿ", "W10" * 100, base64.urlsafe_b64encode(b"\xff\xfe").decode())


@pytest.mark.parametrize("cursor", list(cursors()))
def test_a_cursor_of_one_s_own_making_is_refused_in_clear_words(board: None, cursor: str) -> None:
    for since in ("", "&changed_since=2020-01-01T00:00:00Z"):
        answer = Client().get(f"{V1}/lots?cursor={cursor}{since}")
        assert answer.status_code == 422, cursor
        assert answer.json()["details"][0]["where"] == "query.cursor"


@pytest.mark.parametrize(
    "when",
    [
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "2026-11-24",
        "2026-11-24T10:00:00",
        "1e400",
        "-1",
        "9" * 30,
        "0",
    ],
)
def test_a_moment_without_an_offset_or_out_of_the_world_is_refused(board: None, when: str) -> None:
    for path in ("/lots", "/notices", "/enterprises"):
        answer = Client().get(f"{V1}{path}?changed_since={when}")
        assert answer.status_code in (200, 422), when
        if answer.status_code == 422:
            assert answer.json()["details"][0]["where"] == "query.changed_since"


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html"}, {"Accept": "*/*;q=nonsense"}, {"Accept": "\x7f" * 500}, {"Accept-Language": "x" * 5000},
        {"If-None-Match": '"' * 1000}, {"If-None-Match": "*"}, {"If-Modified-Since": "the other day"}, {"Range": "bytes=5-1"},
        {"Content-Type": "application/json"}, {"X-HTTP-Method-Override": "DELETE"}, {"Origin": "null"},
        {"Cookie": "sessionid=" + "x" * 3000}, {"X-Forwarded-For": "1, 2, 3" * 100},
    ],
)  # fmt: skip
def test_odd_headers_change_nothing(board: None, headers: dict[str, str]) -> None:
    assert Client().get(f"{V1}/kinds", headers=headers).status_code in (200, 304)


def test_a_host_that_is_not_ours_is_refused_as_programs_are_told(board: None) -> None:
    answer = Client().get(f"{V1}/kinds", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "bad-request"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_methods_that_an_address_does_not_know(board: None, method: str) -> None:
    for path in ("/lots", "/kinds", "/openapi.json", "/notices/x"):
        answer = getattr(Client(), method)(f"{V1}{path}")
        assert answer.status_code == 405, path
        assert answer.json()["error"] == "method-not-allowed"
        assert "GET" in answer.headers["Allow"]


def test_a_body_that_is_too_large_or_says_it_is_something_else(board: None, token: str) -> None:
    client, before = Client(), Enterprise.objects.count()
    sent = json.dumps({"name": "x", "descriptions": {"da": "x" * 3_000_000}})
    for body, kind in (
        (sent, "application/json"),
        ('{"name": "x"}', "text/plain; charset=utf-99"),
        ("name=x", "application/x-www-form-urlencoded"),
    ):
        answer = client.put(
            f"{V1}/enterprises/x", body, content_type=kind, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code in (201, 400, 413, 415, 422), kind
    assert Enterprise.objects.count() - before <= 1


def test_a_fault_of_ours_is_told_without_saying_what(board: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("secret: Jens Hansen")

    monkeypatch.setattr("opslagstavle_site.notices.shapes.lot_shapes", broken)
    client = Client(raise_request_exception=False)
    answer = client.get(f"{V1}/lots")
    assert answer.status_code == 500
    assert answer.json()["error"] == "our-fault"
    assert b"Jens" not in answer.content


def test_what_others_wrote_comes_back_as_it_was(board: None) -> None:
    lot = Lot.objects.filter(current=True)[0]
    lot.titles = {"da": "</script>\u2028 & \"'\\ \u0007 𝄞"}
    lot.closes = date(9999, 12, 31)
    lot.save()
    told = Client().get(f"{V1}/lots?deadline=all&limit=100").json()["items"]
    assert lot.titles in [item["titles"] for item in told]
