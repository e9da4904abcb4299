"""Records of the central business register: what is read, what is not, and that no shape of them breaks anything."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslagstavle.enterprises.cvr_files import records
from opslagstavle.enterprises.cvr_record import CvrRecord, Flag, read_record
from opslagstavle.errors import BadRecord
from tests.central_register import answer, flag, hit, period, record
from tests.enterprise_list import numbers

NUMBER = numbers(1)[0]


def test_what_a_record_says() -> None:
    found = read_record(hit(record(NUMBER)))
    assert found == CvrRecord(
        cvr=NUMBER, name="Anker Vaskeri ApS", earlier_names=("Ankers Vask",), form="Anpartsselskab", state="NORMAL",
        municipality="751", town="Aarhus N", advertising_protected=False, flags=(Flag(True, date(2019, 3, 1), None),),
        website="https://www.anker.example", email="info@anker.example", phone="86000000",
    )  # fmt: skip
    assert found.is_active is True
    assert "Frida" not in repr(found)


def test_the_flag_has_a_history() -> None:
    attributes = [
        flag(
            {"vaerdi": "false", "periode": period("2023-01-01")},
            {"vaerdi": "true", "periode": period("2019-03-01", "2022-12-31")},
        )
    ]
    found = read_record(record(NUMBER, attributter=attributes))
    assert [(each.value, each.since) for each in found.flags] == [
        (True, date(2019, 3, 1)),
        (False, date(2023, 1, 1)),
    ]
    days = {
        date(2019, 2, 28): False,
        date(2019, 3, 1): True,
        date(2022, 12, 31): True,
        date(2023, 1, 1): False,
    }
    assert {day: found.registered(day) for day in days} == days


def test_a_flag_that_ended_is_no_and_one_that_never_was_is_not_stated() -> None:
    ended = record(
        NUMBER, attributter=[flag({"vaerdi": "true", "periode": period("2019-03-01", "2020-01-01")})]
    )
    assert read_record(ended).registered(date(2026, 1, 1)) is False
    assert read_record(record(NUMBER, attributter=[])).registered(date(2026, 1, 1)) is None
    decomposed = flag({"vaerdi": True, "periode": period(None)})
    decomposed["type"] = "SOCIAL_ØKONOMISK_VIRKSOMHED"
    assert read_record(record(NUMBER, attributter=[decomposed])).registered(date(2026, 1, 1)) is True


@pytest.mark.parametrize(
    "changes",
    [
        {"reklamebeskyttet": True},
        {"reklamebeskyttet": None},
        {
            "virksomhedsform": [
                {"virksomhedsformkode": 10, "langBeskrivelse": "Enkeltmandsvirksomhed", "periode": {}}
            ]
        },
    ],
)
def test_contact_data_that_are_protected_or_a_persons_are_not_taken(changes: dict[str, Any]) -> None:
    found = read_record(record(NUMBER, **changes))
    assert (found.website, found.email, found.phone) == (None, None, None)


def test_of_open_contact_data_secret_former_and_personal_ones_are_not_taken() -> None:
    found = read_record(
        record(
            NUMBER,
            telefonNummer=[
                {"kontaktoplysning": "86000000", "hemmelig": True, "periode": period("2015-01-01")}
            ],
            elektroniskPost=[
                {
                    "kontaktoplysning": "frida.opdigtet@anker.example",
                    "hemmelig": False,
                    "periode": period(None),
                }
            ],
            hjemmeside=[
                {
                    "kontaktoplysning": "old.example",
                    "hemmelig": False,
                    "periode": period("2015-01-01", "2016-01-01"),
                }
            ],
        )
    )
    assert (found.website, found.email, found.phone) == (None, None, None)


def test_one_that_ended() -> None:
    found = read_record(
        record(
            NUMBER,
            livsforloeb=[{"periode": period("2015-01-01", "2020-01-31")}],
            virksomhedMetadata={"sammensatStatus": "OPLØSTEFTERKONKURS"},
        )
    )
    assert (found.ended, found.is_active) == (date(2020, 1, 31), False)
    assert read_record({"cvrNummer": NUMBER}).is_active is None
    again = record(
        NUMBER,
        livsforloeb=[{"periode": period("2015-01-01", "2020-01-31")}, {"periode": period("2021-01-01")}],
    )
    assert read_record(again).ended is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"cvrNummer": 12345678}, "cvrNummer"),
        ({"cvrNummer": True}, "cvrNummer"),
        ({"navne": {"navn": "x"}}, "navne"),
        ({"navne": ["x"]}, "navne 1"),
        ({"navne": [{"navn": 7}]}, "navne 1 navn"),
        ({"navne": [{"navn": "x", "periode": {"gyldigFra": "i går"}}]}, "navne 1 periode gyldigFra"),
        ({"livsforloeb": [{"periode": []}, {"periode": [1]}]}, "livsforloeb 2 periode"),
        ({"attributter": {}}, "attributter"),
        ({"attributter": [flag({"vaerdi": "måske", "periode": {}})]}, "vaerdier 1 vaerdi"),
        ({"reklamebeskyttet": "nej"}, "reklamebeskyttet"),
        ({"virksomhedMetadata": [1]}, "virksomhedMetadata"),
        ({"dataAdgang": 2}, "dataAdgang"),
    ],
)
def test_another_shape_is_told_with_its_place(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(BadRecord) as told:
        read_record(record(NUMBER, **changes))
    assert told.value.where == where
    assert told.value.reason


def test_one_bad_record_stops_no_other() -> None:
    good, bad = record(NUMBER), record(numbers(2)[1], navne="x")
    for content in (
        json.dumps(answer(good, bad, good)),
        json.dumps([hit(good), hit(bad), {"Vrvirksomhed": good}]),
        "\n".join(json.dumps(each) for each in (good, hit(bad), answer(good))),
    ):
        found = [each for _, each in records(content.encode())]
        assert [isinstance(each, BadRecord) for each in found] == [False, True, False]
    lines = b'{"cvrNummer": 1}\nnonsense\n' + json.dumps(good).encode()
    assert [(where, type(each)) for where, each in records(lines)] == [
        ("line 1", BadRecord), ("line 2", BadRecord), ("line 3", CvrRecord),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[" * 100_000, b"null", b"{}", b'"x"', b"\xff\xfe"])
def test_what_is_no_record_is_told(content: bytes) -> None:
    assert all(isinstance(each, BadRecord) for _, each in records(content))


def test_a_real_record(shared: Path) -> None:
    content = (shared / "suppliers" / "cvr-elasticsearch-format-sample.json").read_bytes()
    ((_, found),) = records(content)
    assert isinstance(found, CvrRecord)
    assert (found.municipality, found.town, found.state, found.is_active) == (
        "173",
        "Kgs. Lyngby",
        "Aktiv",
        True,
    )
    assert len(found.earlier_names) == 1
    assert (found.website, found.email, found.phone, found.flags) == (None, None, None, ())


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2026-02-31"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["periode", "navn", "vaerdi"]), inner, max_size=2)
    ),
    max_leaves=5,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [way]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*way, key))
    return found


WHOLE = hit(record(NUMBER))
WAYS = places(WHOLE)[1:]


def reach(whole: Any, way: tuple[Any, ...]) -> Any:
    """What stands there, None where earlier damage took the way away."""
    for key in way:
        inside = (
            key in whole if isinstance(whole, dict) else isinstance(whole, list) and key in range(len(whole))
        )
        whole = whole[key] if inside else None
    return whole


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WAYS), JUNK, st.booleans()), min_size=1, max_size=3))
def test_whatever_is_damaged_it_is_read_or_told(damage: list[tuple[tuple[Any, ...], Any, bool]]) -> None:
    damaged = deepcopy(WHOLE)
    for way, junk, goes in damage:
        holder = reach(damaged, way[:-1])
        if reach(damaged, way) is None:
            continue
        if goes:
            del holder[way[-1]]
        else:
            holder[way[-1]] = junk
    ((_, found),) = records(json.dumps(damaged).encode())
    assert isinstance(found, BadRecord | CvrRecord)
    assert found.reason if isinstance(found, BadRecord) else len(found.cvr) == 8
