"""Tables of paths, and the one walk that collects what they name.

A format is described by rows (field, where it comes from, path); this module turns the rows into a tree of element names
(of keys, in JSON) and visits a document once, going only where some row asks for. Nothing here knows a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

Reader = Callable[[Any], Any]
"""Takes an element of XML or a value of JSON; None says nothing."""
Record = dict[str, list[Any]]
KnownAs = Callable[[str], str]
"""The local name of an element → the name it has in a table, for formats that call one thing by many names."""

_REMEMBERED = 1_000
"""Names a step keeps after the first look: far more than real notices have, and a bound for made-up ones."""


@dataclass(frozen=True, slots=True)
class Field:
    """``path`` is relative to its record; its last step may carry ``[@name='value']``; "." is the record itself."""

    name: str
    term: str
    path: str
    read: Reader


@dataclass(frozen=True, slots=True)
class Table:
    """A repeated part of a document: each element at ``path`` becomes one record under ``name`` in its parent."""

    name: str
    term: str
    path: str
    fields: tuple[Field, ...]
    tables: tuple[Table, ...] = ()


@dataclass(slots=True)
class _Step:
    attribute: str = ""
    value: str = ""
    opens: str = ""
    reads: list[tuple[str, Reader]] = field(default_factory=list)
    steps: _Steps = field(default_factory=lambda: _Steps())


class _Steps(dict[Any, list[_Step] | None]):
    """Element name → what to do there. Comments and the like have no name."""

    def __missing__(self, tag: Any) -> list[_Step] | None:
        if not isinstance(tag, str):
            return None
        found = self.unknown(tag)
        if len(self) < _REMEMBERED:
            self[tag] = found
        return found

    def unknown(self, _tag: str) -> list[_Step] | None:
        return None


class _LocalSteps(_Steps):
    """Unknown full names fall back to their local name (six legacy namespaces), then to what else it may be called."""

    def __init__(self, known_as: KnownAs | None) -> None:
        self._known_as = known_as

    def unknown(self, tag: str) -> list[_Step] | None:
        local = tag.rpartition("}")[2]
        found = self.get(local)
        return self.get(self._known_as(local)) if found is None and self._known_as else found


class Reading:
    """A compiled table: ``Reading(table, namespaces).collect(element)`` gives the record of one element.

    Without namespaces, names match whatever namespace they stand in; a name that no row has is looked for as ``known_as``.
    """

    def __init__(
        self, table: Table, namespaces: Mapping[str, str] | None = None, known_as: KnownAs | None = None
    ) -> None:
        self.table = table
        self._namespaces = namespaces
        self._known_as = known_as
        self._root = self._compile(table)

    def collect(self, element: etree._Element) -> Record:
        record: Record = {}
        for name, read in self._root.reads:
            _add(record, name, read(element))
        _walk(element, self._root.steps, record)
        return record

    def collect_json(self, found: dict[str, Any]) -> Record:
        """The same of an object of JSON: lists are gone through, and ``title_fr`` is ``title`` in another language."""
        record: Record = {}
        _walk_json(found, self._root.steps, record)
        return record

    def _compile(self, table: Table) -> _Step:
        root = _Step(opens=table.name, steps=self._steps())
        for row in table.fields:
            self._reach(root, row.path).reads.append((row.name, row.read))
        for inner in table.tables:
            self._graft(root, inner)
        return root

    def _graft(self, root: _Step, inner: Table) -> None:
        """Hang a record's own tree below the way to it."""
        *way, last = inner.path.split("/")
        above = self._reach(root, "/".join(way) or ".")
        step = self._compile(inner)
        name, step.attribute, step.value = self._parse(last)
        above.steps.setdefault(name, []).append(step)  # type: ignore[union-attr]

    def _reach(self, step: _Step, path: str) -> _Step:
        if path == ".":
            return step
        for part in path.split("/"):
            name, attribute, value = self._parse(part)
            siblings = step.steps.setdefault(name, [])
            assert siblings is not None
            for known in siblings:
                if (known.attribute, known.value, known.opens) == (attribute, value, ""):
                    step = known
                    break
            else:
                step = _Step(attribute, value, steps=self._steps())
                siblings.append(step)
        return step

    def _parse(self, part: str) -> tuple[str, str, str]:
        name, _, condition = part.partition("[@")
        attribute, _, value = condition.rstrip("]").partition("=")
        return self._full(name), attribute, value.strip("'")

    def _full(self, name: str) -> str:
        if self._namespaces is None:
            return name
        prefix, _, local = name.partition(":")
        return f"{{{self._namespaces[prefix]}}}{local}"

    def _steps(self) -> _Steps:
        return _LocalSteps(self._known_as) if self._namespaces is None else _Steps()


def _walk(element: etree._Element, steps: _Steps, record: Record) -> None:
    for child in element:
        found = steps[child.tag]
        if found is None:
            continue
        for step in found:
            if step.attribute and child.get(step.attribute) != step.value:
                continue
            into = record
            if step.opens:
                into = {}
                _add(record, step.opens, into)
            for name, read in step.reads:
                value = read(child)
                if value is None:
                    continue
                if name in into:
                    into[name].append(value)
                else:
                    into[name] = [value]
            if step.steps:
                _walk(child, step.steps, into)


def _walk_json(found: dict[str, Any], steps: _Steps, record: Record) -> None:
    for key, child in found.items():
        known = steps[key]
        if known is None:
            if "_" in key:
                _in_another_language(key, child, steps, record)
            continue
        for each in child if isinstance(child, list) else (child,):
            for step in known:
                _take_json(step, each, record)


def _take_json(step: _Step, each: Any, record: Record) -> None:
    inside = isinstance(each, dict)
    if step.attribute and not (inside and each.get(step.attribute) == step.value):
        return
    into = record
    if step.opens:
        if not inside:
            return
        into = {}
        _add(record, step.opens, into)
    for name, read in step.reads:
        _add(into, name, read(each))
    if step.steps and inside:
        _walk_json(each, step.steps, into)


def _in_another_language(key: str, child: Any, steps: _Steps, record: Record) -> None:
    """Only what reads texts, as (language or None, text), can be said in several languages."""
    base, _, language = key.partition("_")
    for step in steps[base] or ():
        for name, read in step.reads:
            value = read(child)
            if isinstance(value, tuple) and len(value) == 2 and value[0] is None:
                _add(record, name, (language, value[1]))


def _add(record: Record, name: str, value: Any) -> None:
    if value is not None:
        record.setdefault(name, []).append(value)


def describe(tables: Iterable[Table], prefix: str = "") -> Iterable[tuple[str, str, str]]:
    """Every row as (field, term, whole path): what a format is read from, for people."""
    for table in tables:
        for row in table.fields:
            yield f"{table.name}.{row.name}", row.term, f"{prefix}{table.path}/{row.path}".removesuffix("/.")
        yield from describe(table.tables, f"{prefix}{table.path}/")
