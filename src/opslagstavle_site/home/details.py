"""The page that documents the API, made from the description that programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext as in_language
from django.utils.translation import gettext_lazy

from opslagstavle_site.enterprises.queries import shown
from opslagstavle_site.notices.queries import current_lots

Schema = Mapping[str, Any]
TAGS = {
    "notices": gettext_lazy("Notices and lots"),
    "matches": gettext_lazy("Matches"),
    "enterprises": gettext_lazy("Enterprises"),
    "rules": gettext_lazy("Rules"),
    "board": gettext_lazy("The board"),
}
TYPES = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("true or false"),
    "object": gettext_lazy("object"),
    "null": "null",
}
FORMATS = {
    "date": gettext_lazy("day"),
    "date-time": gettext_lazy("moment"),
    "time": gettext_lazy("clock time"),
}
BODY = {
    "name": "Vaskeriet Anker",
    "descriptions": {"da": "Vi vasker og ruller linned til plejehjem og hoteller."},
    "kinds": ["laundry"],
    "places": ["DK042"],
    "municipality": "751",
    "town": "Aarhus",
    "capacities": [{"amount": "3", "unit": "ton linned", "period": "week"}],
    "website": "https://anker.example",
}
"""A whole entry, as an example of what a program writes."""
CASE = {"on": "2026-11-01", "lang": "en", "facts": {"heads": 12, "flex_jobs": 3, "protected_jobs": 1}}


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter or a field. ``shape`` is the name of a shape it leads to, or ""; ``kind`` and ``more`` stand around it."""

    name: str
    kind: str
    shape: str
    more: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``example`` is a command that can be given as it stands, "" where the board has nothing to show."""

    key: str
    method: str
    path: str
    summary: str
    needs_token: bool
    parameters: list[Value]
    body: str
    answer: str
    answer_shape: str
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    fields: list[Value]


def operations(schema: Schema, base: str) -> list[tuple[str, list[Operation]]]:
    """Every operation, by what it is about."""
    known = _known_here()
    found: dict[str, list[Operation]] = {tag: [] for tag in TAGS}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            found[told["tags"][0]].append(_operation(path, method, told, base, known))
    return [(str(TAGS[tag]), each) for tag, each in found.items()]


def _operation(path: str, method: str, told: Schema, base: str, known: Mapping[str, str]) -> Operation:
    answer = told["responses"][200 if 200 in told["responses"] else "200"]
    kind, shape = _type(answer["content"]["application/json"]["schema"], {})
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path,
        summary=in_language(told["summary"]),
        needs_token="security" in told,
        parameters=[_value(each["name"], each, each["schema"], {}) for each in told.get("parameters", ())],
        body=_type(body, {})[1] if body else "",
        answer=kind,
        answer_shape=shape,
        example=_example(path, method, told["operationId"], base, known),
    )


def shapes(schema: Schema) -> list[Shape]:
    """Every shape that something is told in."""
    found = schema["components"]["schemas"]
    return [
        Shape(name, [_value(key, each, each, found) for key, each in fields.items()])
        for name, told in sorted(found.items())
        if (fields := told.get("properties"))
    ]


def _value(name: str, told: Schema, schema: Schema, shapes: Schema) -> Value:
    kind, shape = _type(schema, shapes)
    text = told.get("description", "")
    more = _(" or ") + kind if shape and kind == "null" else ""
    return Value(name, "" if more else kind, shape, more, in_language(text) if text else "")


def _type(schema: Schema, shapes: Schema) -> tuple[str, str]:
    """(in words, the shape it leads to): "text", "list of text", "one of: a, b", "text or null"."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _type(shapes[name], shapes) if "enum" in shapes.get(name, ()) else ("", name)
    if "enum" in schema:
        return _("one of: %(values)s") % {"values": ", ".join(map(str, filter(None, schema["enum"])))}, ""
    if "const" in schema:
        return str(schema["const"]), ""
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            kinds = [_type(each, shapes) for each in schema[several]]
            words = [kind for kind, _shape in kinds if kind]
            return _(" or ").join(dict.fromkeys(words)), next((shape for _kind, shape in kinds if shape), "")
    if schema.get("type") == "array":
        kind, shape = _type(schema.get("items", {}), shapes)
        return (_("list of %(kind)s") % {"kind": kind} if kind else _("list of")), shape
    return str(FORMATS.get(schema.get("format", "")) or TYPES.get(schema.get("type", ""), "")), ""


def _known_here() -> dict[str, str]:
    """Something that is on the board, for the examples."""
    lot = current_lots().select_related("notice").defer("data", "notice__data").order_by("pk").first()
    enterprise = shown().first()
    return {
        **({"notice": lot.notice.key, "number": lot.number} if lot else {}),
        **({"enterprise": enterprise.key} if enterprise else {}),
        "rule": "quota",
    }


def _example(path: str, method: str, key: str, base: str, known: Mapping[str, str]) -> str:
    if method != "get":
        body = {
            "put_enterprise": BODY,
            "check_enterprise": {"registered": True, "proof": "https://datacvr.virk.dk/"},
        }
        if method == "post":
            return " \\\n  ".join(_asking(path, base))
        return " \\\n  ".join(_writing(path, base, body.get(key)))
    about = "enterprise" if "/enterprises/" in path else "rule" if "/rules/" in path else "notice"
    named = {**known, "key": known.get(about, "")}
    try:
        asked = path.format_map({name: value for name, value in named.items() if value})
    except KeyError:
        return ""
    return f"curl '{base}{asked}{QUESTIONS.get(key, '')}'"


QUESTIONS = {
    "lots": "?reserved=any&place=DK04&limit=10",
    "notices": "?changed_since=2026-11-01T00:00:00Z",
    "enterprises": "?kind=laundry",
    "enterprise_matches": "?limit=5&lang=en",
    "rule": "?on=2026-11-01&placements=1",
}


def _asking(path: str, base: str) -> Iterator[str]:
    yield f"curl -X POST '{base}{path.replace('{key}', 'quota')}'"
    yield "-H 'Content-Type: application/json'"
    yield f"-d '{json.dumps(CASE)}'"


def _writing(path: str, base: str, body: object) -> Iterator[str]:
    yield f"curl -X PUT '{base}{path.replace('{key}', 'vaskeriet-anker')}'"
    yield "-H 'Authorization: Bearer opsl_…'"
    if body is not None:
        yield "-H 'Content-Type: application/json'"
        yield f"-d '{json.dumps(body, ensure_ascii=False)}'"
