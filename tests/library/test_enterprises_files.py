"""Enterprises from files: three formats, codes in their normal form, and errors that say what to mend where."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.files import read_enterprises
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.errors import BadEnterprise

ROW = {
    "key": "v",
    "name": "Vaskeriet",
    "cvr": "DK 64 94 22 12",
    "descriptions": {"da": "Vi vasker"},
    "kinds": ["laundry"],
    "cpv": ["98310000-9", "9831", "983"],
    "places": ["dk042", "DK"],
    "registered": True,
    "registered_checked": "2026-11-01",
    "workforce": {"heads": 12, "flex_jobs": 5},
}
EXPECTED = Enterprise(
    "v",
    "Vaskeriet",
    cvr="64942212",
    descriptions={"da": "Vi vasker"},
    kinds=("laundry",),
    cpv=("98310000", "98300000"),
    places=("DK042", "DK"),
    registered=True,
    registered_checked=date(2026, 11, 1),
    workforce=Workforce(heads=12, flex_jobs=5),
)
YAML = """\
- key: v
  name: Vaskeriet
  cvr: DK 64 94 22 12
  descriptions: {da: Vi vasker}
  kinds: [laundry]
  cpv: ["98310000-9", "9831", "983"]
  places: [dk042, DK]
  registered: true
  registered_checked: 2026-11-01
  workforce: {heads: 12, flex_jobs: 5}
"""


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("e.json", json.dumps([ROW])),
        ("e.json", "\ufeff" + json.dumps([ROW])),
        ("e.jsonl", json.dumps(ROW) + "\n\n"),
        ("E.YAML", YAML),
        ("e.yml", YAML),
    ],
)
def test_the_same_enterprise_from_every_format(tmp_path: Path, name: str, content: str) -> None:
    assert read_enterprises(write(tmp_path, name, content)) == (EXPECTED,)


def test_what_is_left_out_is_not_stated(tmp_path: Path) -> None:
    (found,) = read_enterprises(write(tmp_path, "e.json", '[{"key": "a", "name": "A"}]'))
    assert found == Enterprise("a", "A")
    assert found.registered is None
    assert found.workforce == Workforce()


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Aarhus", "DK042751"),
        ("751", "DK042751"),
        ("dk042751", "DK042751"),
        ("Vejle", "DK032630"),
        ("Ry", "DK042746"),
        ("Århus Kommune", "DK042751"),
        ("dk04", "DK04"),
        ("SE224", "SE224"),
    ],
)
def test_a_place_is_a_code_or_a_municipality_in_words(tmp_path: Path, printed: str, code: str) -> None:
    (found,) = read_enterprises(write(tmp_path, "e.json", json.dumps([{**ROW, "places": [printed]}])))
    assert found.places == (code,)


def test_ones_own_municipality_is_kept_by_its_number(tmp_path: Path) -> None:
    row = {**ROW, "municipality": "Lyngby-Taarbæk Kommune", "reach_km": 0}
    (found,) = read_enterprises(write(tmp_path, "e.json", json.dumps([row])))
    assert (found.municipality, found.reach_km) == ("173", 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"key": " "}, "key and name must not be empty"),
        ({"name": None}, "name: Input should be a valid string"),
        ({"key": 12345678}, "key: Input should be a valid string"),
        ({"cvr": "12345678"}, "cvr: no valid company number: '12345678'"),
        ({"kinds": ["laundy"]}, "kinds: no such kind of work: 'laundy'"),
        ({"kinds": "laundry"}, "kinds: "),
        ({"cpv": ["vask"]}, "cpv: no CPV code: 'vask'"),
        ({"cpv": ["9"]}, "cpv: no CPV code: '9'"),
        ({"places": ["Malmø"]}, "places: neither a NUTS code nor a municipality: 'Malmø'"),
        ({"places": ["00"]}, "places: neither a NUTS code nor a municipality: '00'"),
        ({"municipality": "Sjælland"}, "municipality: no such municipality: 'Sjælland'"),
        ({"municipality": "999"}, "municipality: no such municipality: '999'"),
        ({"reach_km": 30}, "reach_km: name the municipality it is counted from"),
        ({"municipality": "751", "reach_km": -1}, "reach_km: from 0 to 500"),
        ({"municipality": "751", "reach_km": 501}, "for all of Denmark write DK in places"),
        ({"registered": "maybe"}, "registered: "),
        ({"regsitered": True}, "unknown field regsitered"),
        ({"workforce": {"head": 3}}, "unknown field head"),
        ({"workforce": {"heads": -1}}, "workforce.heads: cannot be less than 0"),
        ({"workforce": {"heads": 3, "flex_jobs": 4}}, "workforce.flex_jobs: more than all heads"),
        ({"workforce": {"heads": "many"}}, "workforce.heads: "),
    ],
)
def test_a_wrong_field_is_named_with_its_place(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = write(tmp_path, "e.json", json.dumps([{"key": "a", "name": "A"}, {**ROW, **change}]))
    with pytest.raises(BadEnterprise) as caught:
        read_enterprises(path)
    assert str(caught.value).startswith("e.json: enterprise 2: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.csv", "key,name", "e.csv: not a known kind of file, use one of .json"),
        ("e.json", "[{]", "e.json: line 1: not JSON"),
        ("e.json", '{"key": "a", "name": "A"}', "e.json: a list of enterprises is needed"),
        ("e.json", "[3]", "e.json: enterprise 1: a mapping of fields is needed, not int"),
        ("e.json", "[" * 100_000, "e.json: cannot be read: nested too deeply"),
        ("e.jsonl", '{"key": "a", "name": "A"}\n{"key"', "e.jsonl: line 2: not JSON"),
        ("e.yaml", "- key: a\n  name: [", "e.yaml: line 2: not YAML"),
        ("e.yaml", "", "e.yaml: a list of enterprises is needed"),
        ("e.yaml", "- !!python/object/apply:os.getcwd []", "e.yaml: line 1: not YAML"),
        (
            "e.json",
            '[{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]',
            "e.json: enterprise 2: the key 'a' was used by enterprise 1 already",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(BadEnterprise) as caught:
        read_enterprises(write(tmp_path, name, content))
    assert str(caught.value).startswith(said)


def test_a_file_that_is_not_there_or_not_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadEnterprise, match="No such file"):
        read_enterprises(tmp_path / "none.json")
    (tmp_path / "latin.json").write_bytes('[{"key": "ø"}]'.encode("latin-1"))
    with pytest.raises(BadEnterprise, match="not UTF-8 text"):
        read_enterprises(tmp_path / "latin.json")
