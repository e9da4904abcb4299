"""Notices for programs: every published one, once, page after page, as it came out; none of the invented ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from opslagstavle.notices.archives import documents
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE
from opslagstavle_site.notices import api
from opslagstavle_site.notices.actions import export, keep_documents, read_documents
from opslagstavle_site.notices.models import Notice, Source
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
