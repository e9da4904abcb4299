"""Notices for programs: every published one, once, page after page, as it came out; none of the invented ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.archives import documents
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE
from opslagstavle_site.notices import api, rows
from opslagstavle_site.notices.actions import export, keep_documents, read_again, read_documents
from opslagstavle_site.notices.models import Notice, Source
from opslagstavle_site.notices.rows import to_bytes
from tests.library.eforms_notices import HERE
from tests.site.test_linking import House, notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(board: None) -> Source:
    """A real call and a real result beside the demo set."""
    source = Source.objects.create(key="folder:x", kind=Source.Kind.FOLDER)
    items = [(name, (HERE / name).read_bytes()) for name in ("call.xml", "result.xml")]
    keep_documents(source=source, items=items)
    sum(read_documents(processes=1))
    return source


def answer(address: str) -> Any:
    response = Client().get(address)
    assert response.status_code == 200, address
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response


def every_package(address: str) -> list[dict[str, Any]]:
    packages = []
    while address:
        packages.append(json.loads(answer(address).content))
        address = packages[-1].get("links", {}).get("next", "").removeprefix("http://testserver")
    return packages


def test_all_that_was_published_and_nothing_invented(published: Source) -> None:
    (package,) = every_package("/data/ocds.json")
    ids = {each["id"] for each in package["releases"]}
    assert ids == {f"{row.key}-r{row.document.reader}" for row in Notice.objects.filter(source=published)}
    assert len(ids) == 2
    assert package["license"].startswith("https://creativecommons.org/")
    assert package["publicationPolicy"] == "http://testserver/data/"
    assert package["publisher"] == {"name": "Opslagstavlen"}


def test_page_after_page_each_comes_once(published: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "AT_ONCE", 1)
    packages = every_package("/data/ocds.json")
    assert [len(package.get("releases", [])) for package in packages] == [1, 1, 0]
    line = answer("/data/opslag.jsonl")
    assert 'rel="next"' in line.headers["Link"]
    assert "Link" not in answer(f"/data/opslag.jsonl?after={Notice.objects.order_by('-pk')[0].pk}").headers


def test_lines_are_the_model_as_the_notice_came_out(published: Source) -> None:
    lines = answer("/data/opslag.jsonl").content.decode().splitlines()
    assert [NOTICE.validate_json(line) for line in lines] == [
        read_notice((HERE / name).read_bytes()) for name in ("call.xml", "result.xml")
    ]


def test_since_gives_what_came_in_since(published: Source) -> None:
    assert len(every_package("/data/ocds.json?since=2000-01-01")[0]["releases"]) == 2
    assert "releases" not in every_package("/data/ocds.json?since=2999-01-01")[0]


@pytest.mark.parametrize("query", ["after=x", "after=-", "since=yesterday"])
def test_nonsense_is_told_and_breaks_nothing(published: Source, query: str) -> None:
    for address in ("/data/ocds.json", "/data/opslag.jsonl"):
        response = Client().get(f"{address}?{query}")
        assert response.status_code == 400
        assert "since is a day" in response.content.decode()


def test_notices_of_one_procedure_have_one_ocid(published: Source) -> None:
    for row in Notice.objects.filter(source=published):
        (release,) = json.loads(answer(f"/opslag/{row.key}/ocds.json").content)["releases"]
        course = json.loads(answer(f"/forloeb/{row.key}/ocds.json").content)["releases"]
        assert release in course
        assert {each["ocid"] for each in course} == {row.procedure.ocid if row.procedure else None}


def test_an_invented_notice_is_no_open_data(board: None) -> None:
    key = Notice.objects.all()[0].key
    for address in (f"/opslag/{key}/ocds.json", f"/forloeb/{key}/ocds.json"):
        assert Client().get(address).status_code == 404
    assert "releases" not in json.loads(answer("/data/ocds.json").content)


def test_what_goes_out_comes_in_again(published: Source, tmp_path: Path) -> None:
    """Another board that reads our package knows the notices by our ocid."""
    content = answer("/data/ocds.json").content
    (tmp_path / "board.json").write_bytes(content)
    again = [read_notice(item) for _, item in documents([tmp_path]) if isinstance(item, bytes)]
    assert {each.ocid for each in again} == {each["ocid"] for each in json.loads(content)["releases"]}
    assert len(again) == 2


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_everything_into_a_file(published: Source, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert list(export(path=path, form="ocds")) == [(1, 2), (2, 2)]
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if name.endswith("gz") else raw).decode().splitlines()
    assert {json.loads(line)["id"] for line in lines} == {
        each["id"] for package in every_package("/data/ocds.json") for each in package["releases"]
    }
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_file_broken_off_leaves_what_was_there(published: Source, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text("yesterday's\n")
    broken_off = export(path=path, form="notices")
    next(broken_off)
    broken_off.close()
    assert path.read_text() == "yesterday's\n"
    assert [each.name for each in tmp_path.iterdir()] == ["all.jsonl"]


def test_the_page_says_how(published: Source) -> None:
    page = Client().get("/data/").content.decode()
    assert "2 offentliggjorte bekendtgørelser" in page
    assert "/data/ocds.json" in page
    assert "ocds-opslag" in page
    assert Client().get("/data/").status_code == 200


def test_the_ocid_of_a_publisher_is_kept() -> None:
    house = House(Source.objects.create(key="folder:y", kind=Source.Kind.FOLDER))
    house.store(notice("7-2026", format="ocds", ocid="ocds-b5fd17-1", notice_id="r1"))
    row = Notice.objects.get()
    assert row.procedure is not None
    assert row.procedure.ocid == "ocds-b5fd17-1"


def test_a_notice_that_the_newest_reader_refuses_stops_nobody_else(
    published: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its row stays on the board; there is no release of it any more, and the others still come."""
    refused = Notice.objects.filter(source=published)[0]

    def stricter(content: bytes) -> Any:
        if content == to_bytes(refused.document):
            raise UnreadableNotice("no notice any more")
        return read_notice(content)

    monkeypatch.setattr(rows, "read_notice", stricter)
    (package,) = every_package("/data/ocds.json")
    assert len(package["releases"]) == 1
    assert len(answer("/data/opslag.jsonl").content.splitlines()) == 1
    assert len(every_package(f"/forloeb/{refused.key}/ocds.json")[0].get("releases", [])) <= 1
    assert Client().get(f"/opslag/{refused.key}/ocds.json").status_code == 404
    assert list(export(path=tmp_path / "all.jsonl", form="notices"))[-1] == (2, 2)
    assert len((tmp_path / "all.jsonl").read_text().splitlines()) == 1


HOSTILE = "</script><img src=x onerror=alert(1)>\"'\\u0001\\u2028\\ud800"


def test_hostile_texts_stay_texts(db: None) -> None:
    source = Source.objects.create(key="folder:z", kind=Source.Kind.FOLDER)
    said = f'"ocds-\u00e6/{HOSTILE.replace(chr(34), "")}\\r\\nX-A: 1"'
    raw = (
        f'{{"ocid":{said},"id":{said},"date":"2026-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender",'
        f'"language":"da","tender":{{"id":"1","title":{said},"description":{said}}},"buyer":{{"name":{said}}}}}'
    ).encode()
    keep_documents(source=source, items=[("x.json", raw)])
    sum(read_documents(processes=1))
    row = Notice.objects.get()
    for address in (
        f"/opslag/{row.key}/",
        f"/forloeb/{row.key}/",
        "/?deadline=all",
        f"/opslag/{row.key}/original",
    ):
        response = Client().get(address, follow=True)
        assert response.status_code == 200, address
        if "original" in address:
            name = response.headers["Content-Disposition"]
            assert "\n" not in name
            assert "filename*=utf-8''ocds-%C3%A6" in name
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        else:
            assert b"<img src=x" not in response.content
    (line,) = answer("/data/opslag.jsonl").content.splitlines()
    assert json.loads(line)["ocid"].startswith("ocds-\u00e6/</script>")
    (package,) = every_package("/data/ocds.json")
    assert len(package["releases"]) == 1


@pytest.mark.parametrize("after", ["9" * 30, "-1", "9" * 5000])
def test_a_number_beyond_all_numbers(published: Source, after: str) -> None:
    for address in ("/data/ocds.json", "/data/opslag.jsonl"):
        assert Client().get(f"{address}?after={after}").status_code in (200, 400)
        assert Client().head(f"{address}?after=0").status_code in (200, 405)
        assert Client().post(address).status_code == 405


def test_rows_replaced_while_somebody_pages_are_not_missed(
    published: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "AT_ONCE", 1)
    first = json.loads(answer("/data/ocds.json").content)
    read_again(everything=True)
    sum(read_documents(processes=1))
    rest = every_package(first["links"]["next"].removeprefix("http://testserver"))
    ids = {each["id"] for package in (first, *rest) for each in package.get("releases", [])}
    assert len(ids) == 2


def test_no_licence_is_none(published: Source, settings: Settings) -> None:
    settings.LICENCE = ""
    assert "license" not in json.loads(answer("/data/ocds.json").content)
    assert Client().get("/data/").status_code == 200
