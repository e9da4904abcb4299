"""How often one may ask: counted for all processes, by address or token, and believed only from our own proxies."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from opslagstavle_site.accounts.actions import make_api_token
from opslagstavle_site.accounts.models import User
from opslagstavle_site.web import limits
from opslagstavle_site.web.callers import address_of
from tests.site.conftest import Clock

pytestmark = pytest.mark.django_db

KINDS = "/api/v1/kinds"


@pytest.fixture(autouse=True)
def few(settings: Settings, tmp_path: Path, clock: Clock) -> Clock:
    settings.DATA = tmp_path
    settings.API_PER_MINUTE, settings.API_PER_MINUTE_WITH_TOKEN = 3, 5
    return clock


def ask(address: str = "192.0.2.1", **headers: str) -> Any:
    return Client(REMOTE_ADDR=address).get(KINDS, headers=headers)


def test_who_asks_too_often_is_told_when_to_go_on(few: Clock) -> None:
    left = []
    for _time in range(3):
        answer = ask()
        assert answer.status_code == 200
        left.append(answer.headers["RateLimit-Remaining"])
    assert left == ["2", "1", "0"]
    refused = ask()
    assert refused.status_code == 429
    assert refused.json()["error"] == "too-many-requests"
    assert refused.headers["RateLimit-Limit"] == "3"
    assert refused.headers["RateLimit-Policy"] == "3;w=60"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    few.set("2026-11-24 14:11")
    assert ask().status_code == 200


def test_each_address_has_its_own_and_a_network_of_one_caller_is_one() -> None:
    for _time in range(4):
        last = ask("192.0.2.1")
    assert last.status_code == 429
    assert ask("192.0.2.2").status_code == 200
    for number in range(4):
        last = ask(f"2001:db8:1:2::{number:x}")
    assert last.status_code == 429
    assert ask("2001:db8:1:3::1").status_code == 200


def test_a_token_has_its_own_and_made_up_ones_have_none(db: None) -> None:
    _token, secret = make_api_token(user=User.objects.create_user("x"), name="x")
    for _time in range(4):
        ask()
    assert [ask(Authorization=f"Bearer {secret}").status_code for _time in range(6)] == [200] * 5 + [429]
    assert [ask("192.0.2.9", Authorization=f"Bearer opsl_{number}").status_code for number in range(5)] == [
        401, 401, 401, 429, 429,
    ]  # fmt: skip


def test_pages_for_people_are_not_counted(board: None) -> None:
    for _time in range(5):
        assert Client().get("/opslag/feed.atom").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "told", "believed"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "203.0.113.5"),
        (1, "", "192.0.2.1"),
        (1, " , ", "192.0.2.1"),
    ],
)
def test_an_address_is_believed_from_our_own_proxies_only(
    settings: Settings, proxies: int, told: str, believed: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told)
    assert address_of(request) == believed


COUNTING = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from opslagstavle_site.web import limits
settings.DATA = Path(sys.argv[1])
print(sum(limits.ask("t", "one", most=500, seconds=10**8).allowed for _ in range(250)))
"""


def test_processes_count_together_and_lose_none(tmp_path: Path) -> None:
    """Four at once ask a thousand times: exactly as many are let through as may be."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTING, str(tmp_path)], stdout=subprocess.PIPE, text=True,
            env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "opslagstavle_site.settings"},
        )
        for _number in range(4)
    ]  # fmt: skip
    allowed = [int(each.communicate(timeout=120)[0]) for each in started]
    assert sum(allowed) == 500


def test_nobody_s_address_is_written_down(tmp_path: Path) -> None:
    ask("198.51.100.77")
    for file in tmp_path.iterdir():
        assert b"198.51.100.77" not in file.read_bytes()
    (who,) = sqlite3.connect(tmp_path / "limits.sqlite3").execute("SELECT who FROM asked").fetchone()
    assert "198" not in who.partition(":")[0]


def test_what_was_counted_is_forgotten(few: Clock, tmp_path: Path) -> None:
    for number in range(5):
        ask(f"192.0.2.{number}")
    few.set("2026-11-24 14:20")
    ask("192.0.2.99")
    rows = sqlite3.connect(tmp_path / "limits.sqlite3").execute("SELECT count(*) FROM asked").fetchone()
    assert rows == (1,)


def test_a_spoiled_file_stops_nobody(tmp_path: Path) -> None:
    limits.forget_connection()
    (tmp_path / "limits.sqlite3").write_bytes(b"no database" * 100)
    assert ask().status_code == 200
    assert ask().headers["RateLimit-Remaining"] == "2"
    limits.forget_connection()
    for file in tmp_path.iterdir():
        file.unlink()
    (tmp_path / "limits.sqlite3").mkdir()
    assert ask().status_code == 200
