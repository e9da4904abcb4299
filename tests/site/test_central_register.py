"""The central business register, asked by a stand-in: what comes into our register, and what becomes of broken answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from opslagstavle_site.enterprises import checking
from opslagstavle_site.enterprises.actions import register_enterprise
from opslagstavle_site.enterprises.models import Change, Enterprise, RegisterEntry, Removal
from opslagstavle_site.enterprises.registers import cvr
from opslagstavle_site.enterprises.rows import hash_of, plain_name
from opslagstavle_site.home.schedule import look_up_register
from opslagstavle_site.web.source_faults import Fault, SourceFault
from tests import people
from tests import publisher as misbehaviour
from tests.central_register import PASSWORD, USER, CentralRegister, answer, flag, period, record
from tests.enterprise_list import numbers
from tests.publisher import Misbehaviour, Publisher

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
ONE, OTHER = numbers(2)


@pytest.fixture
def register(publisher: Publisher, settings: Settings) -> CentralRegister:
    settings.CVR_USER, settings.CVR_PASSWORD = USER, PASSWORD
    return CentralRegister(publisher)


def laundry(number: str = ONE) -> Enterprise:
    return register_enterprise(enterprise=replace(people.LAUNDRY, cvr=number, municipality="751"))


def test_looking_an_entry_up(register: CentralRegister) -> None:
    register.records = [record(ONE)]
    laundry()
    outcome = checking.check(on=ON)
    row = Enterprise.objects.get(cvr=ONE)
    assert outcome.counts == {"changed": 1}
    assert (row.registered, row.registered_by, row.registered_checked, row.cvr_checked) == (
        True,
        "cvr",
        ON,
        ON,
    )
    assert (row.company_form, row.cvr_state, row.advertising_protected) == ("Anpartsselskab", "NORMAL", False)
    assert (row.name, row.town) == ("Vaskeriet Anker", "Aarhus")  # what the enterprise calls itself stays
    assert (row.website, row.email, row.phone) == (
        "https://www.anker.example",
        "info@anker.example",
        "86000000",
    )
    assert outcome.told == [f"{ONE} Vaskeriet Anker: the register calls it Anker Vaskeri ApS"]
    entry = RegisterEntry.objects.get()
    assert (entry.value, entry.since, entry.until, entry.seen_on) == (True, date(2019, 3, 1), None, ON)


def test_looking_again_notes_the_day_and_fills_no_history(register: CentralRegister) -> None:
    register.records = [record(ONE)]
    laundry()
    checking.check(on=ON)
    before = Enterprise.objects.get().updated_at
    tomorrow = date(2026, 11, 25)
    assert checking.check(on=tomorrow).counts == {"unchanged": 1}
    row = Enterprise.objects.get()
    assert (row.cvr_checked, row.registered_checked, row.updated_at) == (tomorrow, tomorrow, before)
    assert [change.act for change in Change.objects.order_by("pk")] == ["entered", "checked"]
    assert RegisterEntry.objects.get().seen_on == tomorrow


def test_a_flag_that_ended_and_one_that_was_corrected(register: CentralRegister) -> None:
    register.records = [record(ONE)]
    laundry()
    checking.check(on=ON)
    ended = flag(
        {"vaerdi": "true", "periode": period("2019-04-01", "2025-12-31")},
        {"vaerdi": "false", "periode": period("2026-01-01")},
    )
    register.records = [record(ONE, attributter=[ended])]
    checking.check(on=ON)
    assert Enterprise.objects.get().registered is False
    spans = RegisterEntry.objects.order_by("since").values_list("value", "since", "until")
    assert list(spans) == [(True, date(2019, 4, 1), date(2025, 12, 31)), (False, date(2026, 1, 1), None)]
    register.records = [record(ONE, attributter=[])]
    outcome = checking.check(on=ON)
    assert (Enterprise.objects.get().registered, Enterprise.objects.get().registered_by) == (None, "")
    assert outcome.counts == {"changed": 1}


def test_what_somebody_should_look_at(register: CentralRegister) -> None:
    register.records = [
        record(ONE, "Vaskeriet Anker A/S", attributter=[], virksomhedMetadata={"sammensatStatus": "OPHØRT"},
               livsforloeb=[{"periode": period("2015-01-01", "2026-01-31")}]),
    ]  # fmt: skip
    laundry()
    register_enterprise(enterprise=replace(people.GARDENERS, cvr=OTHER))
    assert checking.check(on=ON).told == [
        f"{ONE} Vaskeriet Anker A/S: the register says OPHØRT since 2026-01-31",
        f"{ONE} Vaskeriet Anker: we say it is registered, the register does not",
        f"{OTHER} Grønne Hænder: the register does not know the number",
    ]


def test_what_the_enterprise_says_itself_is_not_replaced_and_protected_data_do_not_come(
    register: CentralRegister,
) -> None:
    register.records = [record(ONE), record(OTHER, "Anden", reklamebeskyttet=True)]
    register_enterprise(enterprise=replace(people.LAUNDRY, cvr=ONE), website="https://vores.example")
    checking.import_numbers(numbers=[ONE, OTHER], on=ON)
    row, other = Enterprise.objects.get(cvr=ONE), Enterprise.objects.get(cvr=OTHER)
    assert row.website == "https://vores.example"
    assert (other.website, other.email, other.phone, other.advertising_protected) == ("", "", "", True)


@pytest.mark.parametrize(("nested", "new"), [(True, True), (False, False)])
def test_all_with_the_flag_are_proposals_page_after_page(
    register: CentralRegister, monkeypatch: pytest.MonkeyPatch, nested: bool, new: bool
) -> None:
    register.nested, register.new = nested, new
    monkeypatch.setattr(cvr, "AT_ONCE", 3)
    register.records = [record(number, f"Virksomhed {place}") for place, number in enumerate(numbers(8))]
    register.records.append(record(numbers(9)[8], "Uden", attributter=[]))
    assert checking.import_registered(on=ON).counts == {"added": 8}
    assert set(Enterprise.objects.values_list("status", "origin")) == {("proposed", "cvr")}
    assert checking.import_registered(on=ON).counts == {"unchanged": 8}


def test_one_without_a_number_is_found_by_name_and_place_and_a_removed_one_stays_away(
    register: CentralRegister,
) -> None:
    known = register_enterprise(enterprise=replace(people.LAUNDRY, name="Anker Vaskeri", municipality="751"))
    Removal.objects.create(
        key_hash="x", name_hash=hash_of("name", plain_name("Væk")), cvr_hash=hash_of("cvr", OTHER)
    )
    register.records = [record(ONE), record(OTHER, "Helt andet navn")]
    outcome = checking.import_registered(on=ON)
    assert outcome.counts == {"changed": 1, "removed": 1}
    known.refresh_from_db()
    assert (known.cvr, Enterprise.objects.count()) == (ONE, 1)


def test_a_bad_record_stops_no_other(register: CentralRegister) -> None:
    register.records = [record(ONE, navne="x"), record(OTHER)]
    outcome = checking.import_numbers(numbers=[ONE, OTHER], on=ON)
    assert outcome.counts == {"unreadable": 1, "added": 1}
    assert outcome.told[0] == "hit 1: navne: a list is needed"


@pytest.mark.parametrize(
    "fault",
    [
        misbehaviour.status(429, Retry_After="2"),
        misbehaviour.status(502),
        misbehaviour.half,
        misbehaviour.hang(0),
    ],
)
def test_what_passes_is_tried_again(
    register: CentralRegister, publisher: Publisher, fault: Misbehaviour
) -> None:
    register.records = [record(ONE)]
    publisher.faults = [("_search", fault)]
    laundry()
    assert checking.check(on=ON).counts == {"changed": 1}
    assert len(publisher.pauses) == 1


NO_SHARD = json.dumps({**answer(), "_shards": {"total": 6, "failed": 2}}).encode()
LATE = json.dumps({**answer(), "timed_out": True}).encode()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (misbehaviour.status(401), Fault.LOGIN),
        (misbehaviour.status(403), Fault.LOGIN),
        (misbehaviour.login_page, Fault.LOGIN),
        (misbehaviour.status(404), Fault.MISSING),
        (misbehaviour.instead(b"nonsense"), Fault.SHAPE),
        (misbehaviour.instead(b"[]"), Fault.SHAPE),
        (misbehaviour.instead(b'{"hits": {"hits": 7}}'), Fault.SHAPE),
        (misbehaviour.instead(NO_SHARD), Fault.BUSY),
        (misbehaviour.instead(LATE), Fault.BUSY),
    ],
)
def test_what_is_no_answer_is_a_fault_and_changes_nothing(
    register: CentralRegister, publisher: Publisher, fault: Misbehaviour, kind: Fault
) -> None:
    laundry()
    publisher.faults = [("_search", fault)]
    with pytest.raises(SourceFault) as told:
        checking.check(on=ON)
    assert told.value.kind == kind
    assert Enterprise.objects.get().cvr_checked is None


def test_fewer_than_it_counted_or_the_same_page_for_ever(
    register: CentralRegister, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.faults = [("_search", misbehaviour.instead(json.dumps(answer(record(ONE), total=5)).encode()))]
    with pytest.raises(SourceFault, match="counted 5 enterprises and sent 1"):
        checking.import_registered(on=ON)
    monkeypatch.setattr(cvr, "AT_ONCE", 1)
    same = misbehaviour.instead(json.dumps(answer(record(ONE), total=5)).encode())
    publisher.faults = [("_search", same), ("_search", same)]
    with pytest.raises(SourceFault, match="never end"):
        checking.import_registered(on=ON)


def test_a_wrong_password_is_told_and_never_sent_on(
    register: CentralRegister, publisher: Publisher, settings: Settings
) -> None:
    settings.CVR_PASSWORD = "forkert"
    laundry()
    with pytest.raises(SourceFault, match="401"):
        checking.check(on=ON)
    elsewhere = publisher.url.replace("127.0.0.1", "localhost") + "/elsewhere"
    settings.INTRANET = ["localhost"]
    publisher.faults = [("_search", misbehaviour.status(307, Location=elsewhere))]
    with pytest.raises(SourceFault):
        checking.check(on=ON)
    assert publisher.asked[-1] == "/elsewhere"
    assert "Authorization" not in publisher.headers[-1]


def test_the_schedule_looks_once_a_day_and_only_with_a_user(
    register: CentralRegister, publisher: Publisher, settings: Settings
) -> None:
    register.records = [record(ONE)]
    laundry()
    look_up_register()
    look_up_register()
    assert publisher.times("_search") == 1
    settings.CVR_USER = ""
    Enterprise.objects.update(cvr_checked=None)
    look_up_register()
    assert publisher.times("_search") == 1


def test_by_command(register: CentralRegister, tmp_path: Path) -> None:
    file = tmp_path / "cvr.json"
    file.write_text(json.dumps(answer(record(ONE), record(OTHER, "Anden"))))
    out = StringIO()
    call_command("import_cvr", str(file), stdout=out, stderr=StringIO())
    assert out.getvalue() == "2 added\n"
    register.records = [record(ONE)]
    said, heard = StringIO(), StringIO()
    call_command("import_cvr", "--check", stdout=said, stderr=heard)
    assert said.getvalue() == "1 unchanged, 1 not found\n"
    assert "does not know the number" in heard.getvalue()
    with pytest.raises(CommandError, match="12345678: no CVR number"):
        call_command("import_cvr", "--numbers", "12345678")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_cvr", str(tmp_path / "nope"))


def test_without_a_user_it_says_what_to_set() -> None:
    laundry()
    with pytest.raises(CommandError, match="OPSLAGSTAVLE_CVR_USER"):
        call_command("import_cvr", "--check")
