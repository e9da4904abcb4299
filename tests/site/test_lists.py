"""Sixty enterprises from a sheet, ten of them faulty: fifty come in, ten are told, and the same again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from opslagstavle.enterprises.columns import column_of
from opslagstavle.enterprises.enterprise import Capacity, Reference
from opslagstavle.enterprises.sheets import read_sheet
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.addresses import free_key
from opslagstavle_site.enterprises.importing import confirm, hand_in, plan
from opslagstavle_site.enterprises.models import Change, Enterprise, ListImport, Removal
from opslagstavle_site.enterprises.rows import hash_of, plain_name, to_library
from tests import people
from tests.enterprise_list import FAULTS, REMOVED, as_csv, as_xlsx, numbers, rows

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
EXPECTED = [(line, column_of(column) or "", kind) for line, (column, kind) in FAULTS.items()]
Make = Callable[[], bytes]


@pytest.fixture(autouse=True)
def removed() -> None:
    """One of the list was removed on request, long ago."""
    Removal.objects.create(
        key_hash=hash_of("key", "stilleveje"), name_hash=hash_of("name", plain_name("Stilleveje"))
    )


def take_in(content: bytes) -> ListImport:
    return confirm(handed_in=hand_in(name="liste.csv", content=content, by=None), by=None)


def told(done: ListImport) -> list[tuple[int, str, str]]:
    return [(line, column, kind) for line, column, kind, _ in done.faults]


def line(**cells: str) -> bytes:
    """A list with one row."""
    return ("\n".join(";".join(row) for row in (cells.keys(), cells.values()))).encode()


def kinds_of_faults(content: bytes) -> list[tuple[str, str]]:
    return [(fault.column, fault.kind) for fault in plan(content, ON).faults]


@pytest.mark.parametrize("make", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_fifty_come_in_and_ten_faults_are_told_by_row_column_and_reason(make: Make) -> None:
    done = take_in(make())
    assert told(done) == EXPECTED
    assert (done.added, done.changed, done.unchanged) == (50, 0, 0)
    assert Enterprise.objects.count() == 50
    assert not Enterprise.objects.filter(name__in=[REMOVED, ""]).exists()
    written = {row.pk: row.updated_at for row in Enterprise.objects.all()}
    again = take_in(make())
    assert told(again) == EXPECTED
    assert (again.added, again.changed, again.unchanged) == (0, 0, 50)
    assert {row.pk: row.updated_at for row in Enterprise.objects.all()} == written
    assert Change.objects.filter(act=Change.Act.IMPORTED).count() == Change.objects.count() == 50


def test_both_forms_of_the_list_say_the_same() -> None:
    take_in(as_csv())
    from_csv = {row.cvr: to_library(row) for row in Enterprise.objects.select_related("workforce")}
    Enterprise.objects.all().delete()
    take_in(as_xlsx())
    assert {row.cvr: to_library(row) for row in Enterprise.objects.select_related("workforce")} == from_csv


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), ("\t", "utf-16"), (";", "cp1252")])
def test_however_a_spreadsheet_writes_csv(separator: str, encoding: str) -> None:
    done = take_in(as_csv(separator=separator, encoding=encoding))
    assert told(done) == EXPECTED
    assert done.added == 50


def test_everything_a_row_says_is_there() -> None:
    take_in(as_csv())
    row = Enterprise.objects.select_related("workforce").get(cvr=rows()[5]["CVR-nummer"].replace(" ", ""))
    found = to_library(row)
    assert row.name == "Fyrtårnets Pakkeri 6"
    assert row.key == "fyrtaarnets-pakkeri-6"
    assert found.kinds == ("packing-and-assembly",)
    assert found.places == ("DK042751", "DK042710")
    assert (found.municipality, found.town) == ("851", "Aalborg")
    assert found.capacities == (Capacity(Decimal(5000), "pakker", "month"),)
    assert found.references == (Reference("Aalborg Kommune", "pakkeri", 2021, 2024, Decimal(105000)),)
    assert (found.registered, found.registered_checked) == (None, None)
    assert found.integration_is_main_aim is False
    assert found.workforce == Workforce(
        heads=13, flex_jobs=4, protected_jobs=1, wage_subsidy=0, placements=None
    )
    assert (row.website, row.email, row.phone) == (
        "https://www.opdigtet-6.dk", "kontakt@opdigtet-6.dk", "+45 86 00 05 00",
    )  # fmt: skip
    assert row.origin == Enterprise.Origin.LIST
    assert row.status == Enterprise.Status.SHOWN


def test_a_blank_cell_erases_nothing_and_only_what_is_stated_changes() -> None:
    take_in(as_csv())
    number = numbers(3)[2]
    before = to_library(Enterprise.objects.select_related("workforce").get(cvr=number))
    done = take_in(line(CVR=number, Navn="", By="Ny By", Fleksjob="1"))
    assert (done.changed, done.faults) == (1, [])
    row = Enterprise.objects.select_related("workforce").get(cvr=number)
    assert to_library(row) == replace(before, town="Ny By", workforce=replace(before.workforce, flex_jobs=1))
    change = row.changes.latest("pk")
    assert change.differences == {"town": ["Viborg", "Ny By"], "workforce": []}


def test_an_entry_is_found_by_number_then_key_then_name_and_municipality() -> None:
    row = people.laundry()
    for cells in (
        {"Nøgle": row.key, "Navn": "Et nyt navn"},
        {"Navn": "ET NYT NAVN A/S", "CVR": numbers(1)[0]},
    ):
        assert take_in(line(**cells)).changed == 1, cells
    row.refresh_from_db()
    assert (row.name, row.cvr) == ("ET NYT NAVN A/S", numbers(1)[0])
    assert take_in(line(CVR=numbers(1)[0], Navn="Vaskeriet Anker")).changed == 1
    assert Enterprise.objects.count() == 1
    assert (
        take_in(line(Navn="Vaskeriet Anker", CVR=numbers(2)[1])).added == 1
    )  # another number is another one


def test_what_the_register_does_not_let_in() -> None:
    laundry, other = people.laundry(), people.gardeners()
    Enterprise.objects.filter(pk=other.pk).update(cvr=numbers(1)[0])
    assert kinds_of_faults(line(CVR=numbers(1)[0], Nøgle=laundry.key)) == [("cvr", "cvr-of-another")]
    assert kinds_of_faults(line(CVR=numbers(2)[1], By="Hov")) == [("name", "missing-name")]
    Enterprise.objects.filter(pk=laundry.pk).update(registered_by="cvr", registered_checked=ON)
    says = line(Navn="Vaskeriet Anker", RSV="nej")
    assert kinds_of_faults(says) == [("registered", "cvr-says-otherwise")]
    same = plan(
        line(Navn="Vaskeriet Anker", RSV="ja", Dokumentation="", **{"Kontrolleret den": "1-1-2020"}), ON
    )
    assert [each.act for each in same.planned] == ["unchanged"]
    take_in(line(Navn="Vaskeriet Anker", Kommune="Ikast-Brande", CVR=numbers(3)[2]))
    Enterprise.objects.create(key="x", name="Vaskeriet Anker", municipality="101")
    assert kinds_of_faults(line(Navn="Vaskeriet Anker")) == [("name", "ambiguous")]


def test_what_registered_rests_on() -> None:
    take_in(line(Navn="A", RSV="ja"))
    take_in(line(Navn="B", RSV="ja", Dokumentation="Virk 1/2"))
    evidence = {row.name: row.registered_by for row in Enterprise.objects.all()}
    assert evidence == {"A": "said", "B": "proof"}
    assert take_in(line(Navn="B", RSV="ja")).unchanged == 1


def test_a_distance_is_ones_own_or_becomes_municipalities() -> None:
    take_in(line(Navn="A", Kommune="Aarhus", Områder="30 km fra Aarhus"))
    take_in(line(Navn="B", Kommune="Viborg", Områder="30 km fra Aarhus"))
    a, b = Enterprise.objects.get(name="A"), Enterprise.objects.get(name="B")
    assert (a.places, a.reach_km) == ([], 30)
    assert b.reach_km is None
    assert "DK042751" in b.places
    assert "DK042727" in b.places
    assert kinds_of_faults(line(Navn="C", Områder="30 km")) == [("places", "distance-from-where")]


def test_the_register_goes_out_and_comes_back_unchanged() -> None:
    take_in(as_csv())
    client = people.staff()
    for form in ("csv", "xlsx"):
        content = client.get(f"/indgangen/lister/registret.{form}").content
        assert len(read_sheet(content).lines) == 50
        done = take_in(content)
        assert (done.added, done.changed, done.unchanged, done.faults) == (0, 0, 50, [])


def test_a_spreadsheet_computes_nothing_of_what_we_write() -> None:
    register_enterprise(enterprise=replace(people.LAUNDRY, name="=1+1", town="@SUM(A1)"))
    content = people.staff().get("/indgangen/lister/registret.csv").content.decode()
    assert "'=1+1" in content
    assert ";'@SUM(A1)" in content


def test_preview_then_confirm_then_the_result() -> None:
    client = people.staff()
    file = SimpleUploadedFile("mine virksomheder.xlsx", as_xlsx())
    answer = client.post("/indgangen/lister/", {"list": file})
    assert answer.status_code == 302
    address = answer.headers["Location"]
    page = client.get(address)
    assert page.context["counts"] == {"added": 50, "changed": 0, "unchanged": 0, "faulty": 10}
    assert Enterprise.objects.count() == 0
    text = page.content.decode()
    assert "Intern note" in text
    assert "“12345678” er ikke et CVR-nummer." in text
    assert "Mente du Randers" in text
    faults = client.get(f"{address}fejl.csv").content.decode("utf-8-sig")
    assert faults.startswith("Række;Kolonne;")
    assert len(faults.splitlines()) == 11
    assert client.post(address, {"decision": "confirm"}).status_code == 302
    done = ListImport.objects.get()
    assert (done.added, done.content) == (50, None)
    assert client.get(address).context["fault_count"] == 10
    assert client.get(f"{address}fejl.csv").content.decode("utf-8-sig") == faults
    assert client.post(address, {"decision": "confirm"}).status_code in (200, 302)
    assert Enterprise.objects.count() == 50
    assert "mine virksomheder.xlsx" in client.get("/indgangen/lister/").content.decode()


def test_a_list_can_be_thrown_away() -> None:
    kept = hand_in(name="x.csv", content=as_csv(), by=None)
    assert people.staff().post(f"/indgangen/lister/{kept.pk}/", {"decision": "discard"}).status_code == 302
    assert (ListImport.objects.count(), Enterprise.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
        (b"a;b\n1;2\n", "skabelonen"),
    ],
)
def test_what_is_no_list_is_told_at_once(content: bytes, words: str) -> None:
    page = people.staff().post("/indgangen/lister/", {"list": SimpleUploadedFile("x.xls", content)})
    assert page.status_code == 400
    assert words in page.context["problem"].reason + page.context["problem"].remedy
    assert ListImport.objects.count() == 0


def test_nothing_at_all_is_told_too() -> None:
    assert people.staff().post("/indgangen/lister/").status_code == 400


def test_the_page_never_tells_a_count() -> None:
    people.laundry()
    kept = hand_in(
        name="x.csv", content=line(Navn="Vaskeriet Anker", **{"Medarbejdere i alt": "98761"}), by=None
    )
    page = people.staff().get(f"/indgangen/lister/{kept.pk}/").content.decode()
    assert "98761" not in page.replace(".", "")
    done = confirm(handed_in=kept, by=None)
    assert done.changed == 1
    assert "98761" not in json.dumps([change.differences for change in Change.objects.all()])


def test_by_command(tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(as_csv())
    out = StringIO()
    call_command("import_enterprises", str(file), "--dry-run", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["added"], told["faulty"], Enterprise.objects.count()) == (50, 10, 0)
    assert told["faults"][0] == {
        "line": 5, "column": "CVR number", "reason": "“12345678” is no CVR number.",
        "remedy": "A CVR number has eight digits that fit together. Look it up, or leave the cell empty.",
    }  # fmt: skip
    out = StringIO()
    call_command("import_enterprises", str(file), stdout=out)
    assert out.getvalue().splitlines()[-1] == "50 added, 0 changed, 0 unchanged, 10 faulty rows"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="damaged"):
        call_command("import_enterprises", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_enterprises", str(tmp_path / "nope.csv"))


def test_names_make_addresses_that_are_free() -> None:
    people.laundry()
    assert free_key("Vaskeriet Anker") == "vaskeriet-anker-2"
    assert free_key("Ærø & Åen") == "aeroe-aaen"
    assert free_key("!!!") == "virksomhed"
