"""The API, reading: what the schema promises, pages that survive what comes in, and what changed or went."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.enterprises.actions import register_enterprise, remove_enterprise
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.home.api import schema
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.actions import keep_documents, read_documents, remove_demo_notices
from opslagstavle_site.notices.models import Lot, Notice, Source
from opslagstavle_site.web.cursors import SETTLED
from tests import people
from tests.library.eforms_notices import HERE

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
MOST_QUERIES = 20


def get(path: str, status: int = 200, **headers: str) -> Any:
    answer = Client().get(f"{V1}{path}", headers=headers)
    assert answer.status_code == status, (path, answer.content[:500])
    assert answer.headers["Content-Type"].startswith("application/json"), path
    return answer.json()


def pages(path: str) -> list[Any]:
    """Every page of a list, by its cursors."""
    found = [get(path)]
    while cursor := found[-1]["next"]:
        found.append(get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}"))
        assert len(found) < 500
    return found


def items(path: str) -> list[Any]:
    return [item for page in pages(path) for item in page["items"]]


def gone(path: str) -> list[Any]:
    return [item for page in pages(path) for item in page["gone"]]


def moment(when: datetime) -> str:
    return when.isoformat().replace("+", "%2B")


def validator(told: dict[str, Any]) -> Draft202012Validator:
    """Judges by the description that programs get; ``$ref`` leads into its components."""
    return Draft202012Validator(
        {**told, "components": schema()["components"]}, format_checker=FormatChecker()
    )


def answer_schema(path: str) -> dict[str, Any]:
    found: dict[str, Any] = schema()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    return found


# The description


def test_the_description_is_openapi_3_1_and_every_operation_is_told_of(board: None) -> None:
    told = get("/openapi.json")
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": "http://testserver/api/v1"}]
    Draft202012Validator.check_schema({"components": told["components"]})
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation["operationId"]
            assert operation["summary"]
            assert {"200", "404", "422", "429"} <= set(operation["responses"]), path
            assert ("security" in operation) is (method == "put")
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], (path, parameter["name"])


def test_every_answer_is_as_described(board: None) -> None:
    people.laundry()
    match = Match.objects.select_related("lot__notice", "enterprise")[0]
    known = {"notice": match.lot.notice.key, "number": match.lot.number}
    for path, methods in schema()["paths"].items():
        if "get" not in methods:
            continue
        key = match.lot.notice.key if "/enterprises/" not in path else people.LAUNDRY.key
        key = "quota" if "/rules/" in path else key
        told = get(path.format(**{**known, "key": key}))
        validator(answer_schema(path)).validate(told)


def test_the_files_tell_what_the_api_tells(board: None) -> None:
    for path, file in (("/lots", "/opslag/opslag.json"), ("/enterprises", "/virksomheder/virksomheder.json")):
        answer = Client().get(f"{file}?deadline=all")
        told = json.loads(answer.getvalue())
        assert len(told["items"]) > 20
        judge = validator({"$ref": f"#/components/schemas/{'Lot' if path == '/lots' else 'Enterprise'}Shape"})
        for item in told["items"]:
            judge.validate(item)


def test_the_page_has_every_operation_and_its_examples_work(board: None) -> None:
    page = Client().get("/api/")
    text = page.content.decode()
    for path, methods in schema()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in text
    examples = [
        each.example for _name, group in page.context["groups"] for each in group if each.method == "GET"
    ]
    assert len(examples) >= 12
    for example in examples:
        _curl, address = shlex.split(example)
        parts = urlsplit(address)
        answer = Client().get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, example
    anchors = set(re.findall(r'id="(shape-\w+)"', text))
    assert set(re.findall(r'href="#(shape-\w+)"', text)) <= anchors


# What is told


def test_a_lot_is_told_with_its_matches_and_why(board: None) -> None:
    match = Match.objects.select_related("lot__notice", "enterprise").order_by("-score")[0]
    told = get(f"/lots/{match.lot.notice.key}/{match.lot.number}?lang=en")
    assert told["titles"] == match.lot.titles
    assert told["demo"] is True
    assert told["said"]["number"]
    found = {each["enterprise"]: each for each in told["found"]}
    mine = found[match.enterprise.key]
    assert mine["score"] == pytest.approx(match.score)
    assert sum(part["weight"] for part in mine["contributions"]) == pytest.approx(match.score)
    assert {finding["holds"] for finding in mine["findings"]} <= {True, False, None}
    assert all(finding["text"] for finding in mine["findings"])
    assert [each["score"] for each in told["found"]] == sorted(
        (each["score"] for each in told["found"]), reverse=True
    )
    danish = get(f"/lots/{match.lot.notice.key}/{match.lot.number}")["found"][0]["findings"]
    assert danish[0]["text"] != told["found"][0]["findings"][0]["text"]


def test_lots_are_asked_for_as_on_the_board(board: None) -> None:
    for asked in (
        "",
        "?deadline=all",
        "?reserved=any&place=DK04&deadline=all",
        "?stage=result&deadline=all",
        "?kind=laundry",
    ):
        keys = [(item["notice"], item["number"]) for item in items(f"/lots{asked}")]
        file = json.loads(Client().get(f"/opslag/opslag.json{asked}").getvalue())
        assert sorted(keys) == sorted((item["notice"], item["number"]) for item in file["items"]), asked
    assert items("/lots?kind=laundry")


def test_a_notice_answers_to_every_spelling_of_its_number(db: None) -> None:
    source = Source.objects.create(key="folder:x", kind=Source.Kind.FOLDER)
    keep_documents(source=source, items=[("call.xml", (HERE / "call.xml").read_bytes())])
    sum(read_documents(processes=1))
    key = Notice.objects.get().key
    told = get(f"/notices/{key}")
    assert told["demo"] is False
    assert get(f"/notices/{key.upper()}")["key"] == key
    assert get(f"/procedures/{key}")["notices"][0]["key"] == key
    assert "contact" not in json.dumps(told)
    assert "@" not in json.dumps(told)


def test_an_enterprise_is_told_with_why_it_is_trusted_and_without_counts(db: None) -> None:
    marked = replace(people.LAUNDRY, workforce=Workforce(heads=98761, flex_jobs=43219, protected_jobs=1))
    row = register_enterprise(
        enterprise=marked, registered_by=Enterprise.Evidence.PROOF, registered_proof="in a letter to Jens Hansen",
        email="vask@anker.example", advertising_protected=True,
    )  # fmt: skip
    for path in (f"/enterprises/{row.key}", "/enterprises", "/counts"):
        text = json.dumps(get(path))
        assert "98761" not in text
        assert "43219" not in text
        assert "Jens" not in text
        assert "vask@" not in text
    told = get(f"/enterprises/{row.key}")
    assert told["trust"]["thirty_percent"] is True
    assert told["trust"]["registered_by"] == "proof"
    assert told["advertising_protected"] is True


def test_queries_do_not_grow_with_the_rows(board: None) -> None:
    match = Match.objects.select_related("lot__notice", "enterprise")[0]
    for path in (
        "/lots?deadline=all&limit=100",
        f"/lots?deadline=all&limit=100&changed_since={moment(timezone.now() - timedelta(days=1))}",
        "/notices?limit=100",
        "/enterprises?limit=100",
        f"/lots/{match.lot.notice.key}/{match.lot.number}",
        f"/enterprises/{match.enterprise.key}/matches?limit=100",
        f"/procedures/{match.lot.notice.key}",
    ):
        with CaptureQueriesContext(connection) as queries:
            get(path)
        assert len(queries) <= MOST_QUERIES, path


# Pages


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_give_everything_once(board: None, limit: int) -> None:
    told = [(item["notice"], item["number"]) for item in items(f"/lots?deadline=all&limit={limit}")]
    assert len(told) == len(set(told)) == Lot.objects.filter(current=True).count()
    long_ago = moment(timezone.now() - timedelta(days=3650))
    changed = [
        (item["notice"], item["number"])
        for item in items(f"/lots?deadline=all&limit={limit}&changed_since={long_ago}")
    ]
    assert sorted(changed) == sorted(told)
    assert len(items(f"/notices?limit={limit}")) == Notice.objects.count()


def test_what_comes_in_between_two_pages_is_neither_skipped_nor_does_it_push_others_away(db: None) -> None:
    rows = [
        register_enterprise(enterprise=replace(people.LAUNDRY, key=f"e-{number}", name=f"{number}"))
        for number in range(6)
    ]
    first = get("/enterprises?limit=3")
    register_enterprise(enterprise=replace(people.LAUNDRY, key="a-new-one", name="0 comes first by name"))
    remove_enterprise(row=rows[0])
    second = get(f"/enterprises?limit=3&cursor={first['next']}")
    third = get(f"/enterprises?limit=3&cursor={second['next']}")
    told = [item["key"] for page in (first, second, third) for item in page["items"]]
    assert told == [*(f"e-{number}" for number in range(6)), "a-new-one"]
    assert third["next"] is None


def test_what_is_written_again_between_two_pages_of_changes_comes_again_later(db: None) -> None:
    for number in range(4):
        register_enterprise(enterprise=replace(people.LAUNDRY, key=f"e-{number}"))
    since = moment(timezone.now() - timedelta(hours=1))
    first = get(f"/enterprises?limit=2&changed_since={since}")
    register_enterprise(enterprise=replace(people.LAUNDRY, key="e-0", name="Another name"))
    rest = pages(f"/enterprises?limit=2&changed_since={since}&cursor={first['next']}")
    told = [item["key"] for page in (first, *rest) for item in page["items"]]
    assert told == ["e-0", "e-1", "e-2", "e-3", "e-0"]
    assert all(page["as_of"] == first["as_of"] for page in rest)


def test_as_of_lies_back_as_far_as_a_transaction_may_last(db: None) -> None:
    as_of = datetime.fromisoformat(get("/lots")["as_of"])
    assert timedelta(0) < timezone.now() - as_of - SETTLED < timedelta(minutes=1)


# Changes


@pytest.fixture
def before(board: None) -> str:
    """A moment after everything that is here came in."""
    return moment(max(Notice.objects.values_list("changed_at", flat=True)) + timedelta(microseconds=1))


def test_nothing_changed_is_nothing_told(before: str) -> None:
    for path in (f"/lots?deadline=all&changed_since={before}", f"/notices?changed_since={before}"):
        assert get(path)["items"] == get(path)["gone"] == []


def correction(lot: Lot) -> None:
    """What every way of changing a notice does in the end."""
    Notice.objects.filter(pk=lot.notice_id).update(current=False, changed_at=timezone.now())
    Lot.objects.filter(notice=lot.notice_id).update(current=False)


def test_a_lot_whose_notice_was_replaced_is_gone(before: str) -> None:
    lot = Lot.objects.select_related("notice").filter(current=True)[0]
    correction(lot)
    told = gone(f"/lots?deadline=all&changed_since={before}")
    assert {"notice": lot.notice.key, "number": lot.number, "reason": "replaced"} in told
    (notice,) = items(f"/notices?changed_since={before}")
    assert (notice["key"], notice["current"]) == (lot.notice.key, False)


def test_a_lot_that_is_not_asked_for_any_more_is_gone(before: str) -> None:
    lot = Lot.objects.select_related("notice").filter(current=True, closes__gte=timezone.localdate())[0]
    Lot.objects.filter(notice=lot.notice_id).update(closes=timezone.localdate() - timedelta(days=1))
    Notice.objects.filter(pk=lot.notice_id).update(changed_at=timezone.now())
    told = gone(f"/lots?changed_since={before}")
    assert {"notice": lot.notice.key, "number": lot.number, "reason": "not-asked-for"} in told
    assert [item["notice"] for item in items(f"/lots?deadline=all&changed_since={before}")]


def test_what_was_removed_leaves_its_key(before: str) -> None:
    keys = set(Notice.objects.values_list("key", flat=True))
    remove_demo_notices()
    told = gone(f"/lots?deadline=all&limit=7&changed_since={before}")
    assert {each["notice"] for each in told} == keys
    assert {each["reason"] for each in told} == {"removed"}
    assert {each["key"] for each in gone(f"/notices?changed_since={before}")} == keys


def test_a_merged_enterprise_says_which_one_it_became(db: None) -> None:
    one, other = people.laundry(), people.gardeners()
    last = register_enterprise(enterprise=replace(people.LAUNDRY, key="the-last-one"))
    since = moment(timezone.now() - timedelta(minutes=1))
    for row, into in ((one, other), (other, last)):
        Enterprise.objects.filter(pk=row.pk).update(
            status=Enterprise.Status.MERGED, merged_into=into, updated_at=timezone.now()
        )
    told = {each["key"]: each for each in gone(f"/enterprises?changed_since={since}")}
    assert told[one.key] == {"key": one.key, "key_sha256": None, "reason": "merged", "became": "the-last-one"}
    assert get(f"/enterprises/{one.key}")["key"] == "the-last-one"


def test_a_removed_enterprise_is_known_by_a_hash_and_a_proposal_not_at_all(db: None) -> None:
    row, other = people.laundry(), people.gardeners()
    Enterprise.objects.filter(pk=other.pk).update(status=Enterprise.Status.PROPOSED)
    since = moment(timezone.now() - timedelta(minutes=1))
    remove_enterprise(row=row)
    text = json.dumps(get(f"/enterprises?changed_since={since}"))
    assert people.LAUNDRY.key not in text
    assert people.GARDENERS.key not in text
    import hashlib

    expected = hashlib.sha256(f"key:{people.LAUNDRY.key}".encode()).hexdigest()
    assert expected in text
    get(f"/enterprises/{other.key}", status=404)


# What is the same for every answer


def test_an_answer_can_be_asked_for_again_cheaply_and_read_from_any_page(board: None) -> None:
    client = Client()
    first = client.get(f"{V1}/lots")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in first.headers["Vary"]
    again = client.get(f"{V1}/lots", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    Notice.objects.update(changed_at=timezone.now())
    changed = client.get(f"{V1}/lots", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_head_and_options_answer_as_they_should(board: None) -> None:
    client = Client()
    head = client.head(f"{V1}/lots")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["Content-Length"]) > 1000
    asked = client.options(f"{V1}/enterprises/x", headers={"Origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert "PUT" in asked.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]


def test_a_cookie_changes_nothing(board: None) -> None:
    client = people.staff()
    client.cookies["django_language"] = "en"
    answer = client.get(f"{V1}/lots")
    assert "Content-Language" not in answer.headers
    assert answer.headers["ETag"] == Client().get(f"{V1}/lots").headers["ETag"]
