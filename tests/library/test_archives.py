"""Files, folders and archives: everything comes out, nothing leads out, and one bad member does not stop the rest."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices import archives, formats
from opslagstavle.notices.archives import documents


def names_and_faults(*paths: Path) -> tuple[list[str], list[str]]:
    fine, faults = [], []
    for name, content in documents(paths):
        if isinstance(content, UnreadableNotice):
            faults.append(content.reason)
        else:
            fine.append(name.rpartition("!")[2] if "!" in name else Path(name).name)
    return fine, faults


def make_tar(path: Path, members: dict[str, bytes], mode: str = "w:xz") -> Path:
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_folder_is_read_through_archives_and_all(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.xml").write_bytes(b"<a/>")
    (tmp_path / "notes.txt").write_text("not a notice")
    make_tar(tmp_path / "two.tar.gz", {"x/two.xml": b"<b/>", "x/readme.md": b"-"}, "w:gz")
    make_zip(tmp_path / "three.zip", {"three.xml": b"<c/>"})
    assert names_and_faults(tmp_path) == (["one.xml", "three.xml", "x/two.xml"], [])


@pytest.mark.parametrize(
    "name", ["../out.xml", "/etc/out.xml", "a/../../out.xml", "C:\\out.xml", "..\\out.xml"]
)
@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_name_that_leads_out_is_refused_and_the_rest_goes_on(
    tmp_path: Path, make: object, name: str
) -> None:
    ending = "tar.xz" if make is make_tar else "zip"
    path = make(tmp_path / f"bad.{ending}", {name: b"<a/>", "fine.xml": b"<b/>"})  # type: ignore[operator]
    fine, faults = names_and_faults(path)
    assert fine == ["fine.xml"]
    assert faults == ["a name that leads out of the archive"]


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "link.tar", "w") as tar:
        info = tarfile.TarInfo("passwd.xml")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    assert names_and_faults(tmp_path / "link.tar") == ([], ["a link inside an archive is not followed"])


@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_bomb_is_not_unpacked(tmp_path: Path, make: object) -> None:
    ending = "tar.xz" if make is make_tar else "zip"
    bomb = b"\0" * (formats.MAX_BYTES + 1)
    path = make(tmp_path / f"bomb.{ending}", {"bomb.xml": bomb, "fine.xml": b"<a/>"})  # type: ignore[operator]
    fine, faults = names_and_faults(path)
    assert fine == ["fine.xml"]
    assert faults == [f"too large: {len(bomb)} bytes, at most {formats.MAX_BYTES} are read"]


def test_a_zip_that_lies_about_its_size_is_not_unpacked_beyond_the_cap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "liar.zip", {"liar.xml": b"x" * 5000})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    monkeypatch.setattr(archives, "MAX_BYTES", 1000)
    fine, faults = names_and_faults(path)
    assert fine == []
    assert len(faults) == 1


def test_an_enormous_member_ends_its_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 100)
    monkeypatch.setattr(archives, "MAX_SKIPPED", 1000)
    path = make_tar(
        tmp_path / "a.tar", {"one.xml": b"<a/>", "huge.xml": b"x" * 2000, "two.xml": b"<b/>"}, "w"
    )
    fine, faults = names_and_faults(path)
    assert fine == ["one.xml"]
    assert "not read beyond huge.xml" in faults[1]


@pytest.mark.parametrize("cut", [1, 100, 300])
@pytest.mark.parametrize(("ending", "mode"), [("tar.xz", "w:xz"), ("tar.gz", "w:gz"), ("tar", "w")])
def test_a_truncated_archive_says_so(tmp_path: Path, ending: str, mode: str, cut: int) -> None:
    members = {f"{number}.xml": str(number).encode() * 3000 for number in range(5)}
    path = make_tar(tmp_path / f"cut.{ending}", members, mode)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - cut if ending != "tar" else 4000 - cut])
    _, faults = names_and_faults(path)
    assert len(faults) == 1
    assert "broken off" in faults[0]


@pytest.mark.parametrize("ending", ["zip", "tar.gz", "tar.xz", "tar"])
def test_what_only_looks_like_an_archive_says_so(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"fake.{ending}"
    path.write_bytes(b"<html>Log in, please</html>" * 50)
    fine, faults = names_and_faults(path)
    assert fine == []
    assert len(faults) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert names_and_faults(tmp_path / "nowhere.xml") == ([], ["there is no such file or folder"])


def test_a_zip_with_a_name_that_is_no_text_is_a_fault_and_not_the_end(tmp_path: Path) -> None:
    broken = make_zip(tmp_path / "a.zip", {"næ.xml": b"<a/>", "b.xml": b"<b/>"})
    broken.write_bytes(broken.read_bytes().replace("næ".encode(), b"n\xff\xff"))
    make_zip(tmp_path / "c.zip", {"c.xml": b"<c/>"})
    fine, faults = names_and_faults(tmp_path)
    assert fine == ["c.xml"]
    assert [fault.partition(":")[0] for fault in faults] == ["broken off"]


def test_a_zip_with_a_member_without_a_name(tmp_path: Path) -> None:
    odd = make_zip(tmp_path / "a.zip", {"QQ": b"<a/>", "b.xml": b"<b/>"})
    odd.write_bytes(odd.read_bytes().replace(b"QQ", b"\0\0"))
    assert names_and_faults(odd) == (["b.xml"], [])
