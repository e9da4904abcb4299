"""What a notice is called, and what it says of other notices. Nothing here looks at a title: names alone make two notices one.

Names are strings that never collide between kinds: ``672025-2023`` (publication number), ``<uuid>-01`` (one version of an eForms
notice), ``<uuid>`` (all its versions), ``procedure <uuid>`` (BT-04), ``<ocid>`` and ``<ocid>/<release id>`` (OCDS).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from opslagstavle.notices.notice import Notice, Stage
from opslagstavle.terms.identifiers import publication_number

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_VERSIONED = re.compile(rf"({_UUID})-0*(\d{{1,3}})")
_UNVERSIONED = re.compile(_UUID)

PROCEDURE = "procedure "
"""How the name of a procedure begins that its notices give it (BT-04); an ocid begins otherwise."""
LONGEST_NAME = 200

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Names:
    """``own``: of this very notice, in whatever copy it comes. ``lineage``: shared by all versions of it, or of what it corrects.
    ``procedure``: shared by all notices of one procedure. ``earlier``: of other notices of its procedure. ``announced_by``: of
    planning notices before it, which may announce other procedures too."""

    own: tuple[str, ...]
    lineage: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    announced_by: tuple[str, ...] = ()


def names_of(notice: Notice) -> Names:
    """Every name a notice has or mentions, each in one spelling.

    The NOTICE_UUID of the older forms is no name: senders print one and the same in different notices.
    """
    changed = notice.correction.changes if notice.correction else None
    own = _distinct(notice.publication_number, _version_name(notice), _release_name(notice))
    corrects = name(changed)
    earlier = _distinct(*map(name, notice.earlier_notices))
    return Names(
        own=own,
        lineage=_distinct(_all_versions(notice), corrects),
        procedure=_distinct(_procedure_name(notice), notice.ocid),
        earlier=tuple(other for other in earlier if other != corrects and other not in own),
        announced_by=tuple(
            other for other in _distinct(*map(name, notice.announced_by)) if other not in (*own, *earlier)
        ),
    )


def name(printed: str | None) -> str | None:
    """A reference to a notice as the name it has here; what is neither a number nor an id stays as printed, tidied.

    >>> name("2023/S 214-672025"), name(" B7F314D1-4C53-481E-8AAE-CD8241A40CFB-1 ")
    ('672025-2023', 'b7f314d1-4c53-481e-8aae-cd8241a40cfb-01')
    """
    if number := publication_number(printed):
        return number
    tidy = " ".join((printed or "").split())
    if found := _VERSIONED.fullmatch(tidy.lower()):
        return f"{found[1]}-{int(found[2]):02}"
    return tidy.lower() if _UNVERSIONED.fullmatch(tidy.lower()) else bounded(tidy, LONGEST_NAME) or None


def bounded(name: str, most: int) -> str:
    """A name in at most so many characters; names that only begin alike stay different.

    >>> bounded("2-2026", 20), bounded("x" * 30, 20) == bounded("x" * 31, 20)
    ('2-2026', False)
    """
    return name if len(name) <= most else f"{name[: most - 13]}-{fingerprint(name)}"


def fingerprint(name: str) -> str:
    """Twelve characters that are another name's with no likelihood worth a thought."""
    return hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:12]


def is_patch(notice: Notice) -> bool:
    """Does it print only what changes of another notice (legacy F14)?"""
    return notice.correction is not None and notice.correction.patch


def _version_name(notice: Notice) -> str | None:
    whole = _all_versions(notice)
    if notice.format != "eforms" or whole is None:
        return None
    version = notice.version or "01"
    return f"{whole}-{int(version):02}" if version.isdecimal() and len(version) < 4 else f"{whole}-{version}"


def _release_name(notice: Notice) -> str | None:
    return f"{notice.ocid}/{notice.notice_id}" if notice.ocid and notice.notice_id else None


def _all_versions(notice: Notice) -> str | None:
    if notice.format == "eforms" and notice.notice_id:
        return name(notice.notice_id)
    if notice.ocid and notice.stage in (Stage.PLANNING, Stage.COMPETITION):
        # A later release of the same stage replaces the earlier one; of results there may be several.
        return f"{notice.ocid} {notice.stage.value}"
    return None


def _procedure_name(notice: Notice) -> str | None:
    printed = " ".join((notice.procedure.identifier or "").split()).lower()
    return f"{PROCEDURE}{printed}" if printed else None


def _distinct(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bounded(each, LONGEST_NAME) for each in names if each))


def connected(pairs: Iterable[tuple[Node, Node]]) -> list[set[Node]]:
    """Whatever hangs together by pairs, in groups, in the order in which their first member came.

    >>> connected([("a", "b"), ("c", "c"), ("b", "d")]) == [{"a", "b", "d"}, {"c"}]
    True
    """
    leader: dict[Node, Node] = {}
    for one, other in pairs:
        first, second = _leader_of(leader, one), _leader_of(leader, other)
        leader[second] = first
    groups: dict[Node, set[Node]] = defaultdict(set)
    for node in leader:
        groups[_leader_of(leader, node)].add(node)
    return list(groups.values())


def _leader_of(leader: dict[Node, Node], node: Node) -> Node:
    leader.setdefault(node, node)
    while leader[node] != node:
        leader[node] = leader[leader[node]]
        node = leader[node]
    return node
