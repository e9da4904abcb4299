"""Damaged notices are read or refused with a reason: never another exception, never slowly, never with much memory.

A few mutations of every real file (``bench mutations`` does many), and mutations of our own notices that know their elements.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from time import process_time

import pytest
from bench.mutations import ARCHIVES, MUTATIONS, NONSENSE, damage, is_right, mutations, try_all
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE
from opslagstavle.notices.notice import Notice
from tests.library.eforms_notices import HERE
from tests.library.ted_legacy_export import BUYER, PROCEDURE, WASHING, WON, award, export, form

EACH = 3
MOST_SECONDS = 1.0


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_real_file_damaged(shared: Path, archive: str) -> None:
    files, tally = damage(archive, EACH)
    assert tally.done.total() == tally.read + tally.refused == files * EACH > 300
    assert is_right(tally), tally


class TestTheDamage:
    CONTENT = (HERE / "call.xml").read_bytes()

    def test_it_is_the_same_every_time_and_differs_between_files(self) -> None:
        def damaged(name: str, seed: int) -> list[tuple[str, bytes]]:
            return list(mutations(name, self.CONTENT, 20, seed))

        assert damaged("a", 1) == damaged("a", 1)
        assert damaged("a", 1) != damaged("b", 1) != damaged("b", 2)

    @pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
    def test_each_kind_does_damage(self, mutation: Callable[..., bytes]) -> None:
        of_its_kind = [
            damaged for name, damaged in mutations("a", self.CONTENT, 600, 1) if name == mutation.__name__
        ]
        assert sum(damaged != self.CONTENT for damaged in of_its_kind) > len(of_its_kind) * 0.8 > 10

    def test_a_crash_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(content: bytes) -> Notice:
            raise KeyError("lots")

        monkeypatch.setattr("bench.mutations.read_notice", fail)
        tally = try_all((("a", self.CONTENT),), 5, 1)
        assert (len(tally.crashes), tally.read, is_right(tally)) == (5, 0, False)


OWN = {
    **{path.name: path.read_bytes() for path in sorted(HERE.glob("*.xml"))},
    "F02": export(form(BUYER + WASHING + PROCEDURE)),
    "F03": export(form(BUYER + WASHING + award("<LOT_NO>1</LOT_NO>", WON), "F03")),
}
"""Notices of our own making, which state nearly every field between them."""

PAYLOADS = [value.decode("utf-8", "replace") for value in NONSENSE if len(value) < 5_000]
"""As text: what XML does not allow is left out when it is put in."""

CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            ["remove", "double", "empty", "say", "misname", "move", "attribute", "repeat many times"]
        ),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.sampled_from(PAYLOADS) | st.text(max_size=20),
    ),
    min_size=1,
    max_size=8,
)


def changed(root: etree._Element, changes: list[tuple[str, int, int, str]]) -> bytes:
    for kind, which, other, payload in changes:
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        change(elements[which % len(elements)], elements[other % len(elements)], kind, payload)
    return etree.tostring(root)


def is_allowed(letter: str) -> bool:
    """In XML 1.0, as far as its writer puts up with it."""
    return letter in "\t\n" or " " <= letter < "\ud800" or "\ue000" <= letter < "\ufffe"


def change(element: etree._Element, other: etree._Element, kind: str, payload: str) -> None:
    parent = element.getparent()
    allowed = "".join(filter(is_allowed, payload))
    if kind == "say":
        element.text = allowed
    elif kind == "attribute":
        for name in element.attrib:
            element.set(name, allowed)
    elif kind == "misname":
        element.tag = other.tag
    elif kind == "empty":
        element.clear()
    elif parent is None:
        return
    elif kind == "remove":
        parent.remove(element)
    elif kind == "move":
        other.append(deepcopy(element))
    else:
        for _ in range(200 if kind == "repeat many times" else 1):
            parent.append(deepcopy(element))


@pytest.mark.parametrize("name", OWN)
def test_own_notices_damaged_where_it_hurts(name: str) -> None:
    @settings(deadline=None, max_examples=120, derandomize=True)
    @given(changes=CHANGES)
    def try_it(changes: list[tuple[str, int, int, str]]) -> None:
        content = changed(etree.fromstring(OWN[name]), changes)
        began = process_time()
        with suppress(UnreadableNotice):
            notice = read_notice(content)
            assert NOTICE.validate_json(NOTICE.dump_json(notice)) == notice
        assert process_time() - began < MOST_SECONDS

    try_it()
