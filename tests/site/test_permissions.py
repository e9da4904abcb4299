"""Who may do what: every route, with every method, for everyone in the cast. A route that is not listed fails the build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle_site.accounts.actions import make_api_token
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.importing import hand_in
from opslagstavle_site.enterprises.merging import merge_enterprises
from opslagstavle_site.home.actions import begin_turn
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.actions import keep_documents, read_documents
from opslagstavle_site.notices.models import Document, Notice, Source
from tests import people
from tests.library.eforms_notices import HERE
from tests.site.test_register_roles import ROUTES as REGISTER

pytestmark = pytest.mark.django_db

API_READ = (
    "lots", "lot", "notices", "notice", "procedure", "sources", "enterprises", "enterprise", "enterprise_matches", "kinds",
    "places", "counts", "rules", "rule",
)  # fmt: skip
API_WRITE = ("home:api:put_enterprise", "home:api:confirm_enterprise", "home:api:check_enterprise")
"""With a token only: whoever is logged in, the cookie does not count (tests of tokens: ``test_api_writing.py``)."""
ASKED = ("guide:rule", "guide:pdf")
"""For everyone to read, and to post facts to; nothing is kept."""
API_ASKED = ("home:api:judge_case", "home:api:rule")
"""The same for programs, at one address: what these tests post is no JSON."""
NOWHERE = ("home:api_root", "home:nothing_here")
"""For programs there is nothing here, and they are told so in their shape."""
PAGES = (
    "home:start",
    "home:search",
    "home:about",
    "home:accessibility",
    "home:health",
    "home:health_of_pages",
    "home:places",
    "home:figures",
    "home:figures_csv",
    "home:api",
    "home:openapi",
    *(f"home:api:{name}" for name in API_READ),
    "notices:board",
    "notices:feed",
    "notices:deadlines",
    "notices:csv",
    "notices:xlsx",
    "notices:json",
    "notices:notice",
    "notices:by_number",
    "notices:original",
    "notices:procedure",
    "notices:open_data",
    "notices:releases",
    "notices:lines",
    "notices:release",
    "notices:course_releases",
    "notices:sources",
    "notices:sources_json",
    "guide:rules",
    "guide:simulation",
    "guide:simulation_csv",
    "matches:lot",
    "matches:match",
    "matches:enterprise",
    "enterprises:list",
    "enterprises:feed",
    "enterprises:csv",
    "enterprises:xlsx",
    "enterprises:json",
    "enterprises:template",
    "accounts:login",
)
"""For everyone to read, and for nobody to post to."""
FORMS = {"accounts:logout": {}, "accounts:set_language": {"language": "en"}}
"""For everyone to post, each to their own session only."""
LINKS = ("accounts:login_by_link",)
"""Shown to everyone; posting needs the secret."""
DESK = {"accounts:tokens": 400, "accounts:revoke_token": 302}
"""For staff to post (what becomes of nothing filled in); for everybody else it is not there."""
STAFF = (
    "notices:set_aside",
    "enterprises:list_faults",
    "enterprises:register_file",
    "enterprises:duplicates",
)
"""For staff to read; for everybody else it is not there."""
STAFF_FORMS = {
    "enterprises:lists": (200, 400),
    "enterprises:list_import": (200, 302),
    "enterprises:pair": (200, 302),
    "enterprises:unmerge": (405, 302),
}
"""For staff to read and post, with what they answer; for everybody else they are not there."""
LEADING_ON = ("home:was",)
"""Lead everyone elsewhere."""
ROLES = ("stranger", "somebody", "staff", "leader")


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}"


def test_every_route_is_listed() -> None:
    assert sorted(routes(get_resolver().url_patterns)) == sorted(
        [
            *PAGES,
            *FORMS,
            *LINKS,
            *STAFF,
            *DESK,
            *STAFF_FORMS,
            *API_WRITE,
            *NOWHERE,
            *LEADING_ON,
            *ASKED,
            *REGISTER,
            "home:api:judge_case",
        ]
    )


@pytest.fixture
def addresses(board: None) -> dict[str, str]:
    begin_turn(job="live")  # or /sundhed would say that nothing is read
    match = Match.objects.select_related("lot__notice", "enterprise").order_by("-score")[0]
    notice = f"/opslag/{match.lot.notice.key}/"
    return {
        "home:start": "/",
        "home:search": "/soeg/?q=vask",
        "home:about": "/om/",
        "home:accessibility": "/tilgaengelighed/",
        "home:was": "/was/",
        "home:health": "/sundhed",
        "home:health_of_pages": "/sundhed/sider",
        "home:places": "/kort/",
        "home:figures": "/tal/",
        "home:figures_csv": "/tal/frister.csv",
        "home:api": "/api/",
        "home:openapi": "/api/v1/openapi.json",
        "home:api_root": "/api/v1/",
        "home:nothing_here": "/api/v1/nothing/here",
        "home:api:lots": "/api/v1/lots",
        "home:api:lot": f"/api/v1/lots/{match.lot.notice.key}/{match.lot.number}",
        "home:api:notices": "/api/v1/notices",
        "home:api:notice": f"/api/v1/notices/{match.lot.notice.key}",
        "home:api:procedure": f"/api/v1/procedures/{match.lot.notice.key}",
        "home:api:sources": "/api/v1/sources",
        "home:api:enterprises": "/api/v1/enterprises",
        "home:api:enterprise": f"/api/v1/enterprises/{match.enterprise.key}",
        "home:api:put_enterprise": f"/api/v1/enterprises/{match.enterprise.key}",
        "home:api:enterprise_matches": f"/api/v1/enterprises/{match.enterprise.key}/matches",
        "home:api:confirm_enterprise": f"/api/v1/enterprises/{match.enterprise.key}/confirmation",
        "home:api:check_enterprise": f"/api/v1/enterprises/{match.enterprise.key}/register-check",
        "home:api:kinds": "/api/v1/kinds",
        "home:api:places": "/api/v1/places",
        "home:api:counts": "/api/v1/counts",
        "home:api:rules": "/api/v1/rules",
        "home:api:rule": "/api/v1/rules/quota?heads=3",
        "home:api:judge_case": "/api/v1/rules/quota",
        "guide:rules": "/regler/",
        "guide:simulation": "/regler/hvad-nu-hvis/",
        "guide:simulation_csv": "/regler/hvad-nu-hvis.csv?what=quota.small_upto&value=60",
        "guide:rule": "/regler/quota/",
        "guide:pdf": "/regler/quota.pdf",
        "accounts:tokens": "/adgange/",
        "accounts:revoke_token": f"/adgange/{a_token()}/",
        "notices:board": "/opslag/",
        "notices:feed": "/opslag/feed.atom",
        "notices:deadlines": "/opslag/frister.ics",
        "notices:csv": "/opslag/opslag.csv",
        "notices:xlsx": "/opslag/opslag.xlsx",
        "notices:json": "/opslag/opslag.json",
        "notices:notice": notice,
        "notices:by_number": "/opslag/nummer/",
        "notices:original": f"{notice}original",
        "notices:procedure": f"/forloeb/{match.lot.notice.key}/",
        "notices:open_data": "/data/",
        "notices:releases": "/data/ocds.json",
        "notices:lines": "/data/opslag.jsonl",
        "notices:release": f"/opslag/{published()}/ocds.json",
        "notices:course_releases": f"/forloeb/{published()}/ocds.json",
        "notices:sources": "/kilder/",
        "notices:set_aside": f"/kilder/lagt-til-side/{set_aside()}",
        "notices:sources_json": "/kilder.json",
        "matches:lot": f"{notice}{match.lot.number}/",
        "matches:match": f"{notice}{match.lot.number}/{match.enterprise.key}/",
        "matches:enterprise": f"/virksomheder/{match.enterprise.key}/",
        "enterprises:list": "/virksomheder/",
        "enterprises:template": "/virksomheder/skabelon.xlsx",
        **desk_addresses(),
        "enterprises:feed": "/virksomheder/feed.atom",
        "enterprises:csv": "/virksomheder/virksomheder.csv",
        "enterprises:xlsx": "/virksomheder/virksomheder.xlsx",
        "enterprises:json": "/virksomheder/virksomheder.json",
        "accounts:login": "/log-ind/",
        "accounts:login_by_link": "/log-ind/nonsense/",
        "accounts:logout": "/log-ud/",
        "accounts:set_language": "/sprog/",
    }


def desk_addresses() -> dict[str, str]:
    """A list that waits, a pair, and a merger that can be undone."""
    kept = hand_in(name="liste.csv", content=b"Navn\nNy virksomhed\n", by=None)
    one, other, third, fourth = (
        register_enterprise(enterprise=Enterprise(key=f"par-{number}", name=f"Par {number}"))
        for number in range(4)
    )
    merger = merge_enterprises(kept=third, merged=fourth, chosen={}, by=None)
    return {
        "enterprises:lists": "/indgangen/lister/",
        "enterprises:list_import": f"/indgangen/lister/{kept.pk}/",
        "enterprises:list_faults": f"/indgangen/lister/{kept.pk}/fejl.csv",
        "enterprises:register_file": "/indgangen/lister/registret.csv",
        "enterprises:duplicates": "/indgangen/dubletter/",
        "enterprises:pair": f"/indgangen/dubletter/{one.pk}/{other.pk}/",
        "enterprises:unmerge": f"/indgangen/dubletter/fortryd/{merger.pk}/",
    }


def a_token() -> int:
    token, _ = make_api_token(user=User.objects.create_user("programmet"), name="x")
    return token.pk


def published() -> str:
    """The key of a notice that is not one of the demo set."""
    source, _ = Source.objects.get_or_create(key="folder:x", kind=Source.Kind.FOLDER)
    keep_documents(source=source, items=[("call.xml", (HERE / "call.xml").read_bytes())])
    sum(read_documents(processes=1))
    return Notice.objects.get(source=source).key


def set_aside() -> int:
    """A document that could not be read."""
    keep_documents(source=Source.objects.get(key="demo"), items=[("secret-name.xml", b"<ContractNotice>")])
    assert sum(read_documents(processes=1)) == 1
    return Document.objects.get(name="secret-name.xml").pk


def cast() -> dict[str, Client]:
    return {
        "stranger": people.stranger(),
        "somebody": people.somebody(),
        "staff": people.staff(),
        "leader": people.leader_of(people.laundry()),
    }


def test_what_each_may_read_and_post(addresses: dict[str, str]) -> None:
    answers = {}
    for role, client in cast().items():
        for route, address in addresses.items():
            for method in ("get", "post", "put", "delete"):
                answers[role, route, method] = getattr(client, method)(
                    address, FORMS.get(route, {})
                ).status_code
    expected: dict[tuple[str, str, str], int] = {}
    for role in ROLES:
        for route in addresses:
            by_method = {"get": 405, "post": 405, "put": 405, "delete": 405}
            if route in API_ASKED:
                by_method |= {"get": 200, "post": 400}
            elif route in ASKED:
                by_method |= {"get": 200, "post": 200}
            elif route in PAGES:
                by_method["get"] = 200
                if route == "home:api:enterprise":  # the same address as the one that is written
                    by_method["put"] = 401
            elif route in STAFF:
                by_method["get"] = 200 if role == "staff" else 404
            elif route in STAFF_FORMS:
                read, posted = STAFF_FORMS[route]
                by_method["post"] = posted if role == "staff" else 404
                by_method["get"] = read if role == "staff" or read == 405 else 404
            elif route in LEADING_ON:
                by_method["get"] = 302
            elif route in LINKS:
                by_method |= {"get": 200, "post": 410}
            elif route in DESK:
                by_method["get"] = 405 if route.endswith("revoke_token") else 200 if role == "staff" else 404
                by_method["post"] = DESK[route] if role == "staff" else 404
            elif route in API_WRITE:
                by_method |= {"get": 200 if route == "home:api:put_enterprise" else 405, "put": 401}
            elif route in NOWHERE:
                by_method = dict.fromkeys(by_method, 404)
            elif route == "accounts:logout":
                by_method["post"] = 302
            else:  # Django's set_language leads back whatever the method, and only obeys a POST
                by_method = dict.fromkeys(by_method, 302)
            expected |= {(role, route, method): status for method, status in by_method.items()}
    assert answers == expected


def test_a_post_without_the_token_is_refused(board: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("/log-ud/", "/sprog/", "/log-ind/nonsense/", "/adgange/", "/adgange/1/"):
        assert client.post(address).status_code == 403


def test_only_staff_sees_what_could_not_be_read(board: None) -> None:
    set_aside()
    for role, client in cast().items():
        page = client.get("/kilder/").content.decode()
        assert ("secret-name.xml" in page) is (role == "staff"), role


def test_bytes_that_were_set_aside_come_as_a_file_and_as_they_were(board: None) -> None:
    answer = people.staff().get(f"/kilder/lagt-til-side/{set_aside()}")
    assert answer.content == b"<ContractNotice>"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_the_file_of_a_notice_is_what_came_in(board: None) -> None:
    document = Document.objects.filter(state=Document.State.READ)[0]
    answer = people.stranger().get(f"/opslag/{document.notice.key}/original")
    assert hashlib.sha256(answer.content).hexdigest() == document.sha256
    assert answer.headers["Content-Type"] == "application/xml"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.notice.key}.xml"'


COUNTS = people.LAUNDRY.workforce


def test_counts_are_for_the_enterprise_and_staff_only(board: None) -> None:
    laundry, other = people.laundry(), people.gardeners()
    address = f"/virksomheder/{laundry.key}/"
    seeing = {"leader": people.leader_of(laundry), "staff": people.staff()}
    not_seeing = {
        "stranger": people.stranger(),
        "somebody": people.somebody(),
        "rival": people.leader_of(other),
    }
    for role, client in (seeing | not_seeing).items():
        page = client.get(address)
        assert (page.context["own_workforce"] == COUNTS) is (role in seeing), role
        assert ("own_workforce" in page.context and page.context["own_workforce"] is None) is (
            role in not_seeing
        ), role
        assert ("Kun I selv og tavlens medarbejdere" in page.content.decode()) is (role in seeing), role


def test_the_public_is_told_yes_no_or_not_stated_and_never_how_many(board: None) -> None:
    """A count that stands nowhere else in the data must not appear on any public page."""
    from dataclasses import replace

    from opslagstavle.enterprises.workforce import Workforce
    from opslagstavle_site.enterprises.actions import register_enterprise

    marked = replace(
        people.LAUNDRY, workforce=Workforce(heads=98761, flex_jobs=43219, protected_jobs=1, wage_subsidy=0)
    )
    laundry = register_enterprise(enterprise=marked)
    client = people.stranger()
    for address in (
        "/",
        "/virksomheder/",
        f"/virksomheder/{laundry.key}/",
        f"/virksomheder/{laundry.key}/?show=all",
    ):
        page = client.get(address).content.decode()
        plain = page.replace(".", "").replace(",", "")
        assert "98761" not in plain
        assert "43219" not in plain
    from django.utils import timezone

    from opslagstavle_site.home.queries import everything_counted
    from opslagstavle_site.matches.actions import match_lots

    assert sum(match_lots(on=timezone.localdate())) > 0
    data = " ".join(Match.objects.filter(enterprise=laundry).values_list("data", flat=True))
    assert everything_counted()["matches"] > 0
    assert data
    assert "98761" not in data
    assert "43219" not in data
