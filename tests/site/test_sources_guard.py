"""Sources reach public addresses only: whatever a name says, a redirect points to, or a name server answers the second time."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.utils import timezone
from pytest_django import Settings

from opslagstavle_site.notices.fetching import add_source, fetch
from opslagstavle_site.notices.forms import CannotAdd, asked_source
from opslagstavle_site.notices.models import Source
from opslagstavle_site.web import guard, pace, polite
from opslagstavle_site.web.source_faults import Fault, SourceFault
from tests.publisher import Publisher, redirect, status

INSIDE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "192.0.2.1", "198.18.0.1",
)  # fmt: skip
OUTSIDE = ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822")


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_known(address: str) -> None:
    assert not guard.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_public_is_let_through(address: str) -> None:
    assert guard.is_public(ipaddress.ip_address(address))


class Names:
    """A name server: an answer for each look-up of a name, the last one again and again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.looked_up: list[str] = []
        real = socket.getaddrinfo

        def look_up(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
            if host not in self.answers:
                return real(host, port, *args, **kwargs)
            self.looked_up.append(host)
            answers = self.answers[host]
            found = answers.pop(0) if len(answers) > 1 else answers[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that a connection was tried to; none is made."""
    tried: list[str] = []

    def refuse(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """Requests as they leave the guard; all are answered, and none goes out."""
    left: list[httpx.Request] = []

    def answered(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        left.append(request)
        return httpx.Response(200, content=b"here", request=request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", answered)
    return left


def asked(url: str) -> SourceFault:
    with polite.Polite() as web, pytest.raises(SourceFault) as told:
        web.get(url)
    return told.value


@pytest.mark.parametrize("address", INSIDE[:8])
def test_a_name_that_is_inside_is_never_connected_to(
    names: Names, connections: list[str], address: str, settings: Settings
) -> None:
    names.answers["open.example"] = [[address]]
    assert asked("https://open.example/").kind == Fault.REFUSED
    assert connections == []


def test_one_inside_address_among_public_ones_is_enough(names: Names, connections: list[str]) -> None:
    names.answers["open.example"] = [["93.184.216.34", "10.0.0.1"]]
    assert asked("https://open.example/").kind == Fault.REFUSED
    assert connections == []


def test_a_second_answer_of_the_name_server_changes_nothing(
    names: Names, connections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is checked, inside when it is connected to."""
    monkeypatch.setattr(polite, "ATTEMPTS", 1)
    names.answers["open.example"] = [["93.184.216.34"], ["127.0.0.1"]]
    assert asked("https://open.example/").kind == Fault.UNREACHABLE
    assert names.looked_up == ["open.example"]
    assert connections == ["93.184.216.34"]


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "https://inside.example/",
    ],
)
def test_a_redirect_is_checked_like_any_request(publisher: Publisher, names: Names, to: str) -> None:
    names.answers["inside.example"] = [["10.0.0.7"]]
    publisher.faults = [("/x", redirect(to))]
    assert asked(f"{publisher.url}/x").kind == Fault.REFUSED


def test_redirects_without_end_are_left(publisher: Publisher) -> None:
    publisher.faults = [("/x", redirect("/x"))] * 20
    assert asked(f"{publisher.url}/x").kind == Fault.REFUSED
    assert len(publisher.asked) == 6


def test_plain_http_is_for_named_hosts_only(settings: Settings, publisher: Publisher) -> None:
    settings.TED_API = settings.TED_SITE = "https://ted.example"
    assert asked(f"{publisher.url}/x").kind == Fault.REFUSED
    settings.INTRANET = ["127.0.0.1"]
    publisher.files["/x"] = ({}, b"here")
    with polite.Polite() as web:
        assert web.get(f"{publisher.url}/x").content == b"here"


def test_the_certificate_is_checked_for_the_name_and_not_the_address(
    names: Names, sent: list[httpx.Request]
) -> None:
    names.answers["open.example"] = [["93.184.216.34"]]
    with polite.Polite() as web:
        web.get("https://open.example/a?b=c")
    assert str(sent[0].url) == "https://93.184.216.34/a?b=c"
    assert sent[0].headers["Host"] == "open.example"
    assert sent[0].extensions["sni_hostname"] == "open.example"
    context = guard.GuardedTransport()._context
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    "what",
    [
        "http://open.example/a.json", "https://name:secret@open.example/a.json", "ftp://open.example/x", "https:///x",
        "file:///etc/passwd", "ted:Danmark", "/no/such/path", f"https://open.example/{'x' * 300}",
    ],
)  # fmt: skip
def test_what_is_no_source_is_refused_with_a_reason(what: str) -> None:
    with pytest.raises(CannotAdd) as told:
        asked_source(what)
    assert len(str(told.value)) > 10


def test_countries_by_either_code() -> None:
    assert asked_source("ted") == asked_source("ted:DK") == asked_source("ted:dnk")
    assert asked_source("ted:GR")["location"] == "GRC"


def test_the_pace_is_kept_for_each_host(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FETCH_PER_SECOND = 2
    pauses: list[float] = []
    monkeypatch.setattr(pace, "pause", pauses.append)
    kept = pace.Pace()
    for _ in range(5):
        kept.wait("a.example")
    kept.wait("b.example")
    assert len(pauses) == 4
    assert pauses[-1] == pytest.approx(2.0, abs=0.2)


def test_retry_after_in_either_form(publisher: Publisher) -> None:
    assert polite.retry_after("120") == 120
    assert polite.retry_after(None) == polite.retry_after("soon") == 0
    assert polite.retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    for for_ever in ("Fri, 21 Oct 2095 07:28:00 GMT", "99999999", "9" * 25, "9" * 5000):
        assert polite.retry_after(for_ever) == polite.LONGEST_WAIT_SECONDS
    assert polite.retry_after("²") == polite.retry_after("-5") == polite.retry_after("nan") == 0
    publisher.faults = [("/x", status(503, Retry_After="4000"))]
    assert asked(f"{publisher.url}/x").wait == 4000
    assert len(publisher.asked) == 1


def test_a_proxy_of_the_machine_is_used_and_is_no_way_around(
    publisher: Publisher, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTRANET = ["plain.example"]  # over http, which a stand-in for a proxy can read
    monkeypatch.setattr(guard, "getproxies", lambda: {"http": publisher.url, "https": publisher.url})
    assert asked("https://169.254.169.254/").kind == Fault.REFUSED
    assert asked("https://[::ffff:10.0.0.1]/").kind == Fault.REFUSED
    assert publisher.asked == []
    settings.INTRANET, settings.TED_SITE = [], "http://named.example"
    publisher.files["http://named.example/x"] = ({}, b"through the proxy")
    with polite.Polite() as web:
        assert web.get("http://named.example/x").content == b"through the proxy"


def test_an_ipv6_address_is_connected_to_as_one(names: Names, sent: list[httpx.Request]) -> None:
    names.answers["xn--bn-yia.example"] = [["2606:2800:220:1::1"]]
    with polite.Polite() as web:
        web.get("https://bån.example/")
    assert sent[0].url.raw_host == b"2606:2800:220:1::1"
    assert sent[0].headers["Host"] == sent[0].extensions["sni_hostname"] == "xn--bn-yia.example"


@pytest.mark.parametrize("packed", ["gzip, gzip", "br", "deflate", "zstd"])
def test_what_is_packed_otherwise_than_asked_for_is_not_unpacked(publisher: Publisher, packed: str) -> None:
    publisher.files["/x"] = ({"Content-Encoding": packed}, gzip.compress(gzip.compress(b"0" * 1_000_000)))
    with polite.Polite() as web, pytest.raises(SourceFault) as told:
        web.get(f"{publisher.url}/x")
    assert told.value.kind == Fault.SHAPE
    assert publisher.headers[-1]["Accept-Encoding"] == "gzip"


@pytest.mark.django_db
def test_a_publisher_that_asks_to_wait_for_ever_stops_nobody(publisher: Publisher) -> None:
    publisher.faults = [("/", status(429, Retry_After="9" * 30))] * 9
    source = add_source(kind=Source.Kind.TED, key="ted:DNK", location="DNK")
    assert sum(fetch(source=source)) == 0
    source.refresh_from_db()
    assert source.next_try is not None
    assert source.next_try <= timezone.now() + timedelta(days=1)


def test_addresses_that_hold_an_inner_one_in_the_old_form() -> None:
    assert not guard.is_public(ipaddress.ip_address("::127.0.0.1"))
    assert not guard.is_public(ipaddress.ip_address("::10.0.0.1"))
