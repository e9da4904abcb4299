"""Tables of paths, and the one walk that collects what they name.

A format is described by rows (field, where it comes from, path); this module turns the rows into a tree of element names
and visits a document once, going only into elements some row asks for. Nothing here knows a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from lxml import etree

Reader = Callable[[etree._Element], Any]
Record = dict[str, list[Any]]

_REMEMBERED = 1_000
"""Full names a step keeps after the first look: ten times what real notices have, and a bound for made-up ones."""


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
    """What the rows ask of one element: only where ``attribute`` has ``value``; ``opens`` names a record of its own."""

    attribute: str = ""
    value: str = ""
    opens: str = ""
    reads: list[tuple[str, Reader]] = field(default_factory=list)
    steps: dict[str, list[_Step]] = field(default_factory=dict)


class _Act(NamedTuple):
    """A step as the walk wants it. Most elements are either read by one row (``only``) or merely passed (``inside``)."""

    only: tuple[str, Reader] | None
    inside: _Plan | None
    steps: _Acts


_Acts: TypeAlias = "tuple[tuple[str, str, str, tuple[tuple[str, Reader], ...], _Plan | None], ...]"
"""Attribute, its value, the record opened, what is read, what is asked for inside."""


class _Plan(dict[Any, _Act | None]):
    """Element name → what to do there; names that were not asked for are remembered as None, up to a bound."""

    def __missing__(self, tag: Any) -> _Act | None:
        return self._remember(tag, None)

    def _remember(self, tag: Any, found: _Act | None) -> _Act | None:
        if len(self) < _REMEMBERED:
            self[tag] = found
        return found


class _LocalPlan(_Plan):
    """Unknown full names fall back to their local name (six legacy namespaces)."""

    def __missing__(self, tag: Any) -> _Act | None:
        return self._remember(tag, self.get(tag.rpartition("}")[2]) if isinstance(tag, str) else None)


class Reading:
    """A compiled table: ``Reading(table, namespaces).collect(element)`` gives the record of one element.

    Without namespaces, names match whatever namespace they stand in.
    """

    def __init__(self, table: Table, namespaces: Mapping[str, str] | None = None) -> None:
        self.table = table
        self._namespaces = namespaces
        root = self._compile(table)
        self._reads = tuple(root.reads)
        self._plan = self._planned(root)

    def collect(self, element: etree._Element) -> Record:
        record: Record = {}
        for name, read in self._reads:
            _add(record, name, read(element))
        _walk(element, self._plan, record)
        return record

    def _planned(self, step: _Step) -> _Plan:
        plan = _LocalPlan() if self._namespaces is None else _Plan()
        for name, steps in step.steps.items():
            plan[name] = self._act(steps)
        return plan

    def _act(self, steps: list[_Step]) -> _Act:
        acts = tuple(
            (
                step.attribute,
                step.value,
                step.opens,
                tuple(step.reads),
                self._planned(step) if step.steps else None,
            )
            for step in steps
        )
        attribute, _, opens, reads, inside = acts[0]
        if len(acts) == 1 and not attribute and not opens:
            if len(reads) == 1 and inside is None:
                return _Act(reads[0], None, acts)
            if not reads:
                return _Act(None, inside, acts)
        return _Act(None, None, acts)

    def _compile(self, table: Table) -> _Step:
        root = _Step(opens=table.name)
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
        above.steps.setdefault(name, []).append(step)

    def _reach(self, step: _Step, path: str) -> _Step:
        if path == ".":
            return step
        for part in path.split("/"):
            name, attribute, value = self._parse(part)
            siblings = step.steps.setdefault(name, [])
            for known in siblings:
                if (known.attribute, known.value, known.opens) == (attribute, value, ""):
                    step = known
                    break
            else:
                step = _Step(attribute, value)
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


def _walk(element: etree._Element, plan: _Plan, record: Record) -> None:
    # The hot loop of all reading: what could be a helper is written out, the two common cases come first.
    for child in element:
        act = plan[child.tag]
        if act is None:
            continue
        only, inside, steps = act
        if only is not None:
            name, read = only
            if (value := read(child)) is not None:
                if name in record:
                    record[name].append(value)
                else:
                    record[name] = [value]
        elif inside is not None:
            _walk(child, inside, record)
        else:
            _take(child, steps, record)


def _take(element: etree._Element, steps: _Acts, record: Record) -> None:
    for attribute, wanted, opens, reads, inside in steps:
        if attribute and element.get(attribute) != wanted:
            continue
        into = record
        if opens:
            into = {}
            _add(record, opens, into)
        for name, read in reads:
            if (value := read(element)) is not None:
                if name in into:
                    into[name].append(value)
                else:
                    into[name] = [value]
        if inside is not None:
            _walk(element, inside, into)


def _add(record: Record, name: str, value: Any) -> None:
    if value is not None:
        record.setdefault(name, []).append(value)


def describe(tables: Iterable[Table], prefix: str = "") -> Iterable[tuple[str, str, str]]:
    """Every row as (field, term, whole path): what a format is read from, for people."""
    for table in tables:
        for row in table.fields:
            yield f"{table.name}.{row.name}", row.term, f"{prefix}{table.path}/{row.path}".removesuffix("/.")
        yield from describe(table.tables, f"{prefix}{table.path}/")
