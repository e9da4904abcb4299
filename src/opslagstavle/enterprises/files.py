"""Enterprises from a file: JSON (a list), JSON Lines, or YAML (a list), each with the fields of ``Enterprise``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.errors import BadEnterprise
from opslagstavle.terms import cpv, identifiers, nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.municipalities import by_place, named

_ADAPTER: TypeAdapter[Enterprise] = TypeAdapter(Enterprise)
_FIELDS = {field.name for field in fields(Enterprise)}
_WORKFORCE_FIELDS = {field.name for field in fields(Workforce)}

LONGEST_REACH = 500
"""Kilometres: from end to end of Denmark it is less."""

Placed = tuple[str, Any]
"""(where in the file, what stands there)"""


def read_enterprises(path: Path) -> tuple[Enterprise, ...]:
    """Every enterprise of a ``.json``, ``.jsonl``/``.ndjson``, ``.yaml``/``.yml`` file, in its order.

    Raises ``BadEnterprise`` with file, place and reason for the first thing that cannot be used.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BadEnterprise(f"{path.name}: not a known kind of file, use one of {', '.join(_READERS)}")
    try:
        content = path.read_text(encoding="utf-8-sig")
        placed = [
            (where, enterprise(row, f"{path.name}: {where}")) for where, row in reader(path.name, content)
        ]
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise BadEnterprise(f"{path.name}: cannot be read: {_reason(error)}") from error
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        raise BadEnterprise(f"{path.name}: {_syntax(error)}") from error
    _refuse_twice(path.name, placed)
    return tuple(each for _, each in placed)


def enterprise(row: Any, where: str) -> Enterprise:
    """One enterprise from plain data, with codes and company number in their normal form."""
    if not isinstance(row, dict):
        raise BadEnterprise(f"{where}: a mapping of fields is needed, not {type(row).__name__}")
    if unknown := {*_unknown(row, _FIELDS), *_unknown(row.get("workforce"), _WORKFORCE_FIELDS)}:
        raise BadEnterprise(f"{where}: unknown field {', '.join(sorted(unknown))}")
    try:
        found = _ADAPTER.validate_python(row)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadEnterprise(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return _normal(found, where)


def _unknown(row: Any, names: set[str]) -> set[str]:
    return {str(name) for name in row} - names if isinstance(row, dict) else set()


def _normal(found: Enterprise, where: str) -> Enterprise:
    if not found.key.strip() or not found.name.strip():
        raise BadEnterprise(f"{where}: key and name must not be empty")
    _check_workforce(found.workforce, where)
    return replace(
        found,
        cvr=_each(identifiers.cvr, (found.cvr,), "cvr: no valid company number", where)[0]
        if found.cvr
        else None,
        kinds=_each(
            lambda key: key if key in KINDS else None, found.kinds, "kinds: no such kind of work", where
        ),
        cpv=_each(_code, found.cpv, "cpv: no CPV code", where),
        places=_each(_place, found.places, "places: neither a NUTS code nor a municipality", where),
        municipality=_municipality(found, where),
    )


def _each(
    normal: Callable[[str], str | None], printed: tuple[str, ...], wrong: str, where: str
) -> tuple[str, ...]:
    found = {each: normal(each) for each in printed}
    for each, code in found.items():
        if code is None:
            raise BadEnterprise(f"{where}: {wrong}: {each!r}")
    return tuple(dict.fromkeys(code for code in found.values() if code))


def _code(printed: str) -> str | None:
    """Eight digits, or the beginning of a code, filled up: "9831" is the whole class."""
    beginning = printed.strip()
    if cpv.SHORTEST <= len(beginning) < 8 and beginning.isdigit():
        beginning = beginning.ljust(8, "0")
    return cpv.normalise(beginning)


def _municipality(found: Enterprise, where: str) -> str | None:
    """Three digits, from a number or a name; how far one goes says nothing without it."""
    if found.reach_km is not None and not 0 <= found.reach_km <= LONGEST_REACH:
        raise BadEnterprise(
            f"{where}: reach_km: from 0 to {LONGEST_REACH}; for all of Denmark write DK in places"
        )
    if not (found.municipality or "").strip():
        if found.reach_km is not None:
            raise BadEnterprise(f"{where}: reach_km: name the municipality it is counted from")
        return None
    own = named(found.municipality or "")
    if own is None:
        raise BadEnterprise(f"{where}: municipality: no such municipality: {found.municipality!r}")
    return own.code


def _place(printed: str) -> str | None:
    """A municipality by number or name, else a NUTS code. Names go first: "Vejle" has the form of a code.

    Where one works must be somewhere: "00" says nothing.
    """
    if own := by_place(printed.strip().upper()) or named(printed):
        return own.place
    code = nuts.normalise(printed)
    return None if code == nuts.ANYWHERE else code


def _check_workforce(workforce: Workforce, where: str) -> None:
    for field in fields(workforce):
        count = getattr(workforce, field.name)
        if count is not None and count < 0:
            raise BadEnterprise(f"{where}: workforce.{field.name}: cannot be less than 0")
        if count is not None and workforce.heads is not None and count > workforce.heads:
            raise BadEnterprise(f"{where}: workforce.{field.name}: more than all heads")


def _json(name: str, content: str) -> Iterator[Placed]:
    yield from _numbered(name, json.loads(content))


def _json_lines(name: str, content: str) -> Iterator[Placed]:
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except json.JSONDecodeError as error:
                raise BadEnterprise(f"{name}: line {number}: not JSON: {error.msg}") from error


def _yaml(name: str, content: str) -> Iterator[Placed]:
    yield from _numbered(name, yaml.safe_load(content))


def _numbered(name: str, rows: Any) -> Iterator[Placed]:
    if not isinstance(rows, list):
        raise BadEnterprise(f"{name}: a list of enterprises is needed")
    for number, row in enumerate(rows, 1):
        yield f"enterprise {number}", row


_READERS: dict[str, Callable[[str, str], Iterator[Placed]]] = {
    ".json": _json, ".jsonl": _json_lines, ".ndjson": _json_lines, ".yaml": _yaml, ".yml": _yaml,
}  # fmt: skip


def _refuse_twice(name: str, placed: list[tuple[str, Enterprise]]) -> None:
    seen: dict[str, str] = {}
    for where, each in placed:
        if each.key in seen:
            raise BadEnterprise(f"{name}: {where}: the key {each.key!r} was used by {seen[each.key]} already")
        seen[each.key] = where


def _syntax(error: json.JSONDecodeError | yaml.YAMLError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: not JSON: {error.msg}"
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}: " if mark else ""
    return f"{place}not YAML: {getattr(error, 'problem', None) or 'cannot be parsed'}"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "no access"
    return "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "nested too deeply"
