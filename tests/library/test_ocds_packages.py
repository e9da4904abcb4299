"""Packages come apart into the bytes that stand in them, and one bad release does not stop the others."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices import archives
from opslagstavle.notices.archives import documents, releases
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.ocds_packages import MAX_DEPTH
from tests.library.ocds_releases import OCID, as_bytes, call, result

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def taken(content: bytes) -> list[bytes]:
    return [found for _, found in releases(content) if isinstance(found, bytes)]


def faults(content: bytes) -> list[tuple[str, str]]:
    return [(name, found.reason) for name, found in releases(content) if isinstance(found, UnreadableNotice)]


class TestReleases:
    def test_a_package_gives_the_very_bytes_of_each(self) -> None:
        odd = b'{"ocid" :"a","tender": {"title":"\\u00e6 }] \\" [{", "value":{"amount":1.10}} }'
        content = (
            b'\xef\xbb\xbf {"uri":"x", "extra":{"releases":[1]},"releases":[ '
            + odd
            + b' ,\n{"ocid":"b"}], "license":null}'
        )
        assert list(releases(content)) == [("a", odd), ("b", b'{"ocid":"b"}')]

    @given(
        st.lists(st.dictionaries(TEXT, ANYTHING, max_size=4), min_size=1, max_size=4),
        st.sampled_from([None, 1, "\t"]),
    )
    def test_whatever_stands_in_them(self, found: list[dict[str, Any]], indent: Any) -> None:
        marked = [{**each, "ocid": f"ocds-{number}"} for number, each in enumerate(found)]
        for package in (
            {"uri": "u", "releases": marked, "version": "1.1"},
            marked,
            {"records": [{"releases": marked}]},
        ):
            content = json.dumps(package, ensure_ascii=False, indent=indent).encode()
            parts = taken(content)
            assert [json.loads(part) for part in parts] == marked
            assert all(part in content for part in parts)

    def test_a_release_of_its_own_is_one(self) -> None:
        assert list(releases(b" " + as_bytes(call()) + b"\n")) == [(OCID, as_bytes(call()))]

    def test_a_record_gives_what_it_holds_else_what_it_was_compiled_to(self) -> None:
        linked = {"url": "https://x.example/1", "date": "2026-01-01T00:00:00Z", "tag": ["tender"]}
        compiled = {"ocid": "c", "tag": ["compiled"]}
        holds = {"ocid": "r", "releases": [linked, {"ocid": "e"}], "compiledRelease": compiled}
        links = {"ocid": "r", "releases": [linked], "compiledRelease": compiled}
        bare = {"ocid": "r", "compiledRelease": compiled}
        names = [name for name, _ in releases(as_bytes({"records": [holds, links, bare]}))]
        assert names == ["e", "c", "c"]
        assert faults(as_bytes({"records": [{"ocid": "r", "releases": [linked]}]})) == [
            ("1", "OCDS without a release in it: none, or only links to them")
        ]

    def test_one_bad_release_stops_no_other(self) -> None:
        content = b'{"releases": [{"ocid": "a"}, {"ocid": "b", nope}, 7, {"ocid": "c", "x": "\xff"}, {"ocid": "d"}]}'
        assert [name for name, found in releases(content) if isinstance(found, bytes)] == ["a", "b", "c", "d"]
        assert faults(content) == [("3", "no release but something else stands here")]
        for broken in taken(content)[1:3]:
            with pytest.raises(UnreadableNotice):
                read_notice(broken)

    def test_half_a_package_gives_what_is_whole(self) -> None:
        content = as_bytes({"uri": "u", "releases": [call(), result()]})
        half = content[: content.index(b'"awards"')]
        assert taken(half) == taken(content)[:1]
        ((name, reason),) = faults(half)
        assert (name, "breaks off" in reason) == ("2", True)

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"[]", "JSON without an OCDS release"), (b"{}", "no OCDS release"),
            (b'{"name": "x", "version": "1"}', "no OCDS release"), (b'{"a" 1}', "breaks off"),
            (b'{"releases": []}', "without a release"), (b'"text"', "JSON without"), (b"{", "breaks off"),
            (b'{"a": "x', "breaks off"), (b'{"ocid": "a"', "breaks off"), (b'{"a": }', "breaks off"), (b"[1 2]", "breaks off"),
            (b"[" * 100_000, f"more than {MAX_DEPTH} deep"), (b'{"records":[' * 50_000, "deep"),
        ],
    )  # fmt: skip
    def test_what_is_no_package_says_why(self, content: bytes, reason: str) -> None:
        *_, (_, fault) = releases(content)
        assert isinstance(fault, UnreadableNotice)
        assert reason in fault.reason
        assert isinstance(fault, UnknownFormat) == (
            "JSON" in reason or "OCDS" in reason or "without" in reason
        )

    def test_lines_of_a_file_that_is_called_json_are_releases_too(self) -> None:
        assert taken(b'{"ocid": "a"}\n\n{"releases": [{"ocid": "b"}]}\n') == [
            b'{"ocid": "a"}',
            b'{"ocid": "b"}',
        ]


def names_and_faults(*paths: Path) -> tuple[list[str], list[str]]:
    fine, wrong = [], []
    for name, content in documents(paths):
        if isinstance(content, UnreadableNotice):
            wrong.append(f"{Path(name).name}: {content}")
        else:
            fine.append(Path(name).name)
    return fine, wrong


PACKAGE = as_bytes({"releases": [{"ocid": "a"}, {"ocid": "b"}]})
LINES = b'{"ocid": "a"}\n{"releases": [{"ocid": "b"}, {"ocid": "c"}]}\n'


class TestFiles:
    @pytest.mark.parametrize("packed", [False, True])
    @pytest.mark.parametrize(
        ("ending", "content", "parts"),
        [
            (".json", PACKAGE, ["#a", "#b"]), (".xml", b"<a/>", [""]),
            (".jsonl", LINES, ["#a", "#b", "#c"]), (".ndjson", LINES, ["#a", "#b", "#c"]),
        ],
    )  # fmt: skip
    def test_files_alone_and_in_archives(
        self, tmp_path: Path, ending: str, content: bytes, parts: list[str], packed: bool
    ) -> None:
        name = f"one{ending}{'.gz' if packed else ''}"
        stored = gzip.compress(content) if packed else content
        (tmp_path / name).write_bytes(stored)
        with zipfile.ZipFile(tmp_path / "two.zip", "w") as bag:
            bag.writestr(name, stored)
        with tarfile.open(tmp_path / "three.tar.gz", "w:gz") as tar:
            info = tarfile.TarInfo(name)
            info.size = len(stored)
            tar.addfile(info, io.BytesIO(stored))
        fine, wrong = names_and_faults(tmp_path)
        assert wrong == []
        files = (name, f"two.zip!{name}", f"three.tar.gz!{name}")
        assert sorted(fine) == sorted(f"{file}{part}" for file in files for part in parts)

    def test_a_bad_line_is_named_and_the_rest_goes_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "MAX_BYTES", 500)
        path = tmp_path / "a.jsonl"
        path.write_bytes(
            b'{"ocid": "a"}\n<html>\n{"ocid": "' + b"x" * 2000 + b'"}\n{"ocid": "d"\n{"ocid": "e"}'
        )
        fine, wrong = names_and_faults(path)
        assert fine == ["a.jsonl#a", "a.jsonl#e"]
        assert [each.split(": ")[0] for each in wrong] == [
            "a.jsonl#line 2",
            "a.jsonl#line 3",
            "a.jsonl#line 4",
        ]
        assert "(line 2)" in wrong[0]
        assert "too large" in wrong[1]

    def test_a_file_over_the_cap_is_not_taken_apart(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "MAX_PACKAGE", 20)
        (tmp_path / "a.json").write_bytes(PACKAGE)
        assert names_and_faults(tmp_path) == ([], ["a.json: too large: more than 20 bytes"])

    def test_broken_packing_says_so_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        (tmp_path / "a.json.gz").write_bytes(gzip.compress(PACKAGE)[:-9])
        with tarfile.open(tmp_path / "b.tar", "w") as tar:
            for name, content in {"bad.json.gz": b"no gzip", "fine.json": PACKAGE}.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        fine, wrong = names_and_faults(tmp_path)
        assert fine == ["b.tar!fine.json#a", "b.tar!fine.json#b"]
        assert len(wrong) == 2

    def test_a_long_file_of_lines_needs_little_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "long.jsonl.gz"
        line = json.dumps({"ocid": "a", "text": "x" * 2000}).encode() + b"\n"
        path.write_bytes(gzip.compress(line * 5_000))
        tracemalloc.start()
        count = sum(isinstance(content, bytes) for _, content in documents([path]))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 5_000
        assert peak < 2_000_000  # of 10 MB
