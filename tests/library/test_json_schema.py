"""A notice survives being printed and read again, and the printed schema says what is printed and where it comes from."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslagstavle.notices import notice as model
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import (
    FORMATS,
    NOTICE,
    field_terms,
    model_fields,
    notice_schema,
    owners,
    rows,
)
from opslagstavle.notices.notice import (
    Change,
    Correction,
    Lot,
    Money,
    MoneyRange,
    Notice,
    Subcontracting,
)
from tests.library.eforms_notices import call, result

SCHEMA = notice_schema()
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    Decimal: AMOUNTS,
    str: TEXT,
    dict[str, str]: st.dictionaries(TEXT, TEXT, max_size=2),
    dict[str, int]: st.dictionaries(TEXT, st.integers(), max_size=2),
}


def faults(value: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """Where a value is not what the schema says: as much of JSON Schema as ours uses."""
    if reference := schema.get("$ref"):
        return faults(value, SCHEMA["$defs"][reference.rpartition("/")[2]], where)
    if choices := schema.get("anyOf"):
        return min((faults(value, choice, where) for choice in choices), key=len)
    if not isinstance(value, TYPES[schema["type"]]):
        return [f"{where}: {value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is none of {schema['enum']}"]
    if "pattern" in schema and not re.search(schema["pattern"], str(value)):
        return [f"{where}: {value!r} is not like {schema['pattern']}"]
    if isinstance(value, list):
        return [fault for each in value for fault in faults(each, schema["items"], where)]
    return _object_faults(value, schema, where) if isinstance(value, dict) else []


def _object_faults(value: dict[str, Any], schema: dict[str, Any], where: str) -> list[str]:
    parts, others = schema.get("properties", {}), schema.get("additionalProperties")
    found = [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, each in value.items():
        described = parts.get(name, others)
        inner = f"{where}.{name}"
        found += faults(each, described, inner) if described else [f"{inner} is not in the schema"]
    return found


def printed(notice: Notice) -> Any:
    return json.loads(NOTICE.dump_json(notice))


class TestRoundTrip:
    @pytest.mark.parametrize("notice", [call(), result()], ids=["call", "result"])
    def test_own_notices(self, notice: Notice) -> None:
        assert NOTICE.validate_json(NOTICE.dump_json(notice)) == notice
        assert faults(printed(notice), SCHEMA) == []

    def test_all_real_notices(self, real_notices: dict[str, bytes]) -> None:
        assert len(real_notices) > 3800
        for number, content in real_notices.items():
            notice = read_notice(content)
            line = NOTICE.dump_json(notice)
            assert NOTICE.validate_json(line) == notice, number
            assert faults(json.loads(line), SCHEMA) == [], number

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_whatever_a_notice_may_hold(self, data: st.DataObject) -> None:
        notice = data.draw(anything(Notice))
        assert NOTICE.validate_json(NOTICE.dump_json(notice)) == notice
        assert faults(printed(notice), SCHEMA) == []

    def test_the_check_finds_what_is_wrong(self) -> None:
        right = printed(call())
        wrong: dict[str, Any] = {
            "stage": "party", "lots": [{}], "buyers": None, "published": 5, "colour": "red", "languages": [1],
        }  # fmt: skip
        for path, value in wrong.items():
            assert faults({**right, path: value}, SCHEMA), path


def anything(described: Any) -> st.SearchStrategy[Any]:
    """Objects of a class of the model with anything its fields may hold."""
    hints = get_type_hints(described)
    return st.builds(described, **{field.name: of_type(hints[field.name]) for field in fields(described)})


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint):
        return st.deferred(lambda: anything(hint))
    inner: tuple[Any, ...] = getattr(hint, "__args__", ())
    if getattr(hint, "__origin__", None) is tuple:
        return st.lists(of_type(inner[0]), max_size=2).map(tuple)
    return st.one_of([of_type(each) for each in inner]) if inner else st.from_type(hint)


NOT_READ_YET: set[tuple[type, str]] = {
    (Notice, "ocid"), (Notice, "publisher"), (Lot, "suitable_for_social_enterprises"), (Subcontracting, "descriptions"),
    (Correction, "patch"), (Change, "labels"), (Change, "before"), (Change, "after"),
}  # fmt: skip
"""Fields of formats whose readers do not fill them yet."""


class TestWhereFieldsComeFrom:
    def test_every_field_says_it_or_is_put_together_from_such(self) -> None:
        read = field_terms()
        silent = {owner for owner in model_fields() if owner not in read}
        in_words = {(Notice, "format"), (Correction, "patch")}
        of_money = {
            (Money, "amount"),
            (Money, "currency"),
            *((MoneyRange, name) for name in ("low", "high", "currency")),
        }
        assert in_words <= silent
        for owner, name in silent - in_words - of_money - NOT_READ_YET:
            parts = re.findall(r"\w+", str(get_type_hints(owner)[name]))
            assert any(is_dataclass(getattr(model, part, None)) for part in parts), (owner, name)

    def test_a_row_that_fills_no_field_only_joins_or_decides(self) -> None:
        idle = {
            (name, f"{table}.{row}")
            for name, tables in FORMATS.items()
            for table, row, _ in rows(tables)
            if not owners(name, table, row)
        }
        identifiers = {
            each for each in idle if each[1].endswith((".id", ".offers", ".contracts", ".party", ".lot"))
        }
        assert idle - identifiers == {
            ("eforms", "offers.rank"), ("eforms", "winners.leads"), ("eforms", "requirements.code_list"),
            ("eforms", "justifications.code_list"), ("eforms", "procedure.justifications.code_list"),
            ("ted-r209", "notice.forms"), ("ted-r209", "object.item"),
            ("ted-r209", "heading.language"),
            ("ted-r208", "notice.forms"), ("ted-r208", "heading.language"), ("ocds", "classifications.scheme"),
            ("ocds", "contracts.award"), ("ocds", "documents.kind"), ("ocds", "documents.lots"),
            ("ocds", "items.location_scheme"), ("ocds", "numbers.threshold"), ("ocds", "related.relation"),
            ("ocds", "statistics.currency"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("owner", "name", "said"),
        [
            ("Lot", "reserved_participation", "eforms: BT-71-Lot; ted-r209: F02 III.1.5, F21 III.1.4; "
             "ted-r208: F16 III.2.1, F17 III.2.4, F02 III.2.4; "
             "ocds: tender/otherRequirements/reservedParticipation, tender/lots/otherRequirements/reservedParticipation"),
            ("Lot", "reserved_execution", "eforms: BT-736-Lot; ted-r209: F02 III.1.5; "
             "ted-r208: F16 III.2.1, F17 III.2.4, F02 III.2.4; "
             "ocds: tender/contractTerms/reservedExecution, tender/otherRequirements/reservedExecution, "
             "tender/lots/contractTerms/reservedExecution, tender/lots/otherRequirements/reservedExecution"),
            ("Deadline", "offset", "eforms: BT-131(t)-Lot, BT-1311(t)-Lot, BT-630(t)-Lot, BT-132(t)-Lot, BT-13(t)-Lot; "
             "ocds: tender/tenderPeriod/endDate, tender/lots/tenderPeriod/endDate"),
            ("Notice", "url", "The notice's page on TED, made from its number. "
             "ocds: tender/documents/url, awards/documents/url, planning/documents/url"),
            ("Procedure", "awarded_value_range", "The lowest and the highest offer that were considered. "
             "ted-r209: F03 II.1.7; ted-r208: F18 II.2.1, F06 II.2.1"),
        ],
    )  # fmt: skip
    def test_the_schema_says_so(self, owner: str, name: str, said: str) -> None:
        part = SCHEMA if owner == "Notice" else SCHEMA["$defs"][owner]
        assert part["properties"][name]["description"] == said
        assert part["description"] == getattr(model, owner).__doc__.strip()

    def test_a_time_of_day_has_no_zone_and_says_so(self) -> None:
        clock, _ = SCHEMA["$defs"]["Deadline"]["properties"]["clock"]["anyOf"]
        assert re.match(clock["pattern"], "12:00:00")
        assert "format" not in clock
