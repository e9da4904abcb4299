"""OCDS by address: page after page, only what is new, and never to another host."""

from __future__ import annotations

import json
from typing import Any

import pytest

from opslagstavle_site.notices.fetching import add_source, fetch
from opslagstavle_site.notices.forms import asked_source
from opslagstavle_site.notices.models import Document, Source
from opslagstavle_site.notices.sources import ocds
from opslagstavle_site.web import polite
from opslagstavle_site.web.source_faults import Fault
from tests.publisher import Misbehaviour, Publisher, half, instead, login_page, redirect, status, zipped
from tests.site.conftest import Clock

pytestmark = pytest.mark.django_db

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def release(number: int) -> dict[str, Any]:
    return {
        "ocid": f"ocds-test-{number}",
        "id": f"{number}-1",
        "date": "2026-11-20T10:00:00Z",
        "tag": ["tender"],
    }


def packed(*numbers: int, following: str = "", key: str = "releases") -> bytes:
    entries = [release(number) for number in numbers]
    if key == "records":
        entries = [{"ocid": entry["ocid"], "compiledRelease": entry} for entry in entries]
    links = {"links": {"next": following}} if following else {}
    return json.dumps({"uri": "x", "version": "1.1", "license": LICENCE, key: entries, **links}).encode()


def added(publisher: Publisher, path: str) -> Source:
    return add_source(**asked_source(publisher.url + path))


def turn(source: Source) -> int:
    kept = sum(fetch(source=source))
    source.refresh_from_db()
    return kept


@pytest.fixture
def paged(publisher: Publisher, clock: Clock) -> Source:
    publisher.files = {
        "/ocds?page=1": ({}, packed(1, 2, following=f"{publisher.url}/ocds?page=2")),
        "/ocds?page=2": ({}, packed(3, following="/ocds?page=3")),
        "/ocds?page=3": ({}, packed(4)),
    }
    return added(publisher, "/ocds?page=1")


def test_pages_are_followed_to_the_end(paged: Source, publisher: Publisher) -> None:
    assert turn(paged) == 4
    assert paged.licence == LICENCE
    assert paged.last_error == ""
    assert "next" not in paged.cursor
    assert json.loads(publisher.files["/ocds?page=3"][1])["releases"][0] == json.loads(newest())
    assert turn(paged) == 0  # the same bytes are kept once


def newest() -> bytes:
    import zlib

    return zlib.decompress(Document.objects.order_by("-pk")[0].compressed)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/a.json", packed(1, 2)),
        ("/a.json.gz", zipped(packed(1, 2))),
        ("/records.json", packed(1, 2, key="records")),
        ("/a.jsonl", b"\n".join(json.dumps(release(n)).encode() for n in (1, 2)) + b"\n"),
        ("/a.jsonl.gz", zipped(b"\n".join(json.dumps(release(n)).encode() for n in (1, 2)))),
    ],
    ids=["json", "json.gz", "records", "jsonl", "jsonl.gz"],
)
def test_every_form(publisher: Publisher, path: str, content: bytes) -> None:
    publisher.files[path] = ({}, content)
    assert turn(added(publisher, path)) == 2


def test_one_release_alone(publisher: Publisher) -> None:
    publisher.files["/one.json"] = ({}, json.dumps(release(1)).encode())
    assert turn(added(publisher, "/one.json")) == 1


def test_an_interrupted_walk_goes_on_at_its_page(paged: Source, publisher: Publisher) -> None:
    publisher.faults = [("page=3", status(500))] * polite.ATTEMPTS
    assert turn(paged) == 3
    assert paged.fault == Fault.BROKEN
    assert paged.cursor["next"].endswith("/ocds?page=3")
    publisher.asked.clear()
    assert turn(paged) == 1
    assert publisher.asked == ["/ocds?page=3"]
    assert "next" not in paged.cursor


def test_a_page_to_go_on_with_that_is_gone_means_from_the_beginning(
    paged: Source, publisher: Publisher
) -> None:
    publisher.faults = [("page=3", status(500))] * polite.ATTEMPTS
    turn(paged)
    publisher.faults = [("page=3", status(410))]
    assert turn(paged) == 1
    assert paged.last_error == ""


def test_only_what_is_new_is_asked_for(publisher: Publisher, clock: Clock) -> None:
    source = added(publisher, "/ocds?publishedFrom={since}")
    publisher.files["/ocds?publishedFrom=2026-10-25T13%3A10%3A00Z"] = ({}, packed(1))
    assert turn(source) == 1
    clock.set("2026-11-26 09:00")
    publisher.files["/ocds?publishedFrom=2026-11-23T13%3A10%3A00Z"] = ({}, packed(1, 2))
    assert turn(source) == 1


def test_an_unchanged_file_is_not_sent_again(publisher: Publisher, clock: Clock) -> None:
    publisher.files["/a.json"] = ({"ETag": '"v1"'}, packed(1))
    source = added(publisher, "/a.json")
    assert turn(source) == 1
    assert turn(source) == 0
    assert publisher.headers[-1]["If-None-Match"] == '"v1"'
    assert source.last_error == ""
    publisher.files["/a.json"] = ({"ETag": '"v2"'}, packed(1, 2))
    assert turn(source) == 1


def test_publishers_that_always_name_a_next_page_are_left_at_an_empty_one(publisher: Publisher) -> None:
    publisher.files = {
        "/a": ({}, packed(1, following="/b")),
        "/b": ({}, packed(following="/b")),
    }
    assert turn(added(publisher, "/a")) == 1


BAD: list[tuple[str, Misbehaviour, Fault]] = [
    ("a log-in page", login_page, Fault.LOGIN),
    ("no JSON", instead(b"{cut"), Fault.SHAPE),
    ("JSON of another shape", instead(b'{"data": []}'), Fault.SHAPE),
    ("lines of another shape", instead(b'{"a": 1}\n{"a": 2}\n'), Fault.SHAPE),
    ("an error in JSON", instead(b'"maintenance"'), Fault.SHAPE),
    ("a cut .gz", instead(zipped(packed(1, 2))[:-20]), Fault.CUT),
    ("a broken .gz", instead(b"\x1f\x8bnonsense"), Fault.CUT),
    ("a next page elsewhere", instead(packed(1, following="https://elsewhere.example/2")), Fault.REFUSED),
    ("a next page that is none", instead(packed(1, following="/b").replace(b'"/b"', b"7")), Fault.SHAPE),
    ("a redirect inside", redirect("http://169.254.169.254/"), Fault.REFUSED),
    ("unchanged, though nobody asked", status(304), Fault.SHAPE),
    ("a page that follows itself", instead(packed(1, following="/ocds?page=1")), Fault.SHAPE),
]


@pytest.mark.parametrize(("bad", "kind"), [pytest.param(bad, kind, id=name) for name, bad, kind in BAD])
def test_faults_are_told_and_the_next_turn_brings_all(
    paged: Source, publisher: Publisher, bad: Misbehaviour, kind: Fault
) -> None:
    publisher.faults = [("page=1", bad)]
    turn(paged)
    assert paged.fault == kind
    assert paged.last_error
    turn(paged)
    assert paged.last_error == ""
    assert Document.objects.count() >= 4


def test_half_a_body_is_tried_again(paged: Source, publisher: Publisher) -> None:
    publisher.faults = [("page=2", half)]
    assert turn(paged) == 4


def test_an_entry_that_is_no_release_is_told_and_the_others_are_kept(publisher: Publisher) -> None:
    content = json.loads(packed(1, 2))
    content["releases"].insert(1, "nonsense")
    publisher.files["/a.json"] = ({}, json.dumps(content).encode())
    source = added(publisher, "/a.json")
    assert turn(source) == 2
    assert source.fault == Fault.PARTLY


def test_a_bomb_is_not_unpacked(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocds, "MOST_BYTES", 10_000)
    publisher.files["/a.json.gz"] = ({}, zipped(b" " * 1_000_000))
    source = added(publisher, "/a.json.gz")
    turn(source)
    assert source.fault == Fault.TOO_LARGE
