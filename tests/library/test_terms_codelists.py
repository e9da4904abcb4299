"""Official code lists: exactly what was released, read safely, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from opslagstavle.errors import BadCodelist
from opslagstavle.terms import codelists

DOCTYPE = b'<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">'
LABELS = (
    b'<?xml version="1.0" encoding="UTF-8"?>' + DOCTYPE + b"<properties><comment>ours</comment>"
    b'<entry key="code|name|cpv.98310000">Vask og\n rens</entry>'
    b'<entry key="code|name|notice-type.cn-standard">Opslag &amp; frist</entry></properties>'
)
GENERICODE = '<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><SimpleCodeList>{}</SimpleCodeList></gc:CodeList>'
ROW = (
    '<Row><Value ColumnRef="Name"><SimpleValue>x</SimpleValue></Value>'
    '<Value ColumnRef="code"><SimpleValue>{}</SimpleValue></Value></Row>'
)


@pytest.fixture
def sdk(shared: Path) -> Path:
    return shared / "codelists" / "eforms-sdk"


def genericode(*codes: str) -> bytes:
    return GENERICODE.format("".join(ROW.format(code) for code in codes)).encode()


def entry(inside: str, key: str = "code|name|a.b") -> bytes:
    return DOCTYPE + f'<properties><entry key="{key}">{inside}</entry></properties>'.encode()


def test_labels_are_read_past_the_doctype() -> None:
    assert codelists.read_labels(LABELS) == {
        ("cpv", "98310000"): "Vask og\n rens",
        ("notice-type", "cn-standard"): "Opslag & frist",
    }


def test_labels_of_some_lists_only() -> None:
    assert list(codelists.read_labels(LABELS, lists={"cpv"})) == [("cpv", "98310000")]


def test_codes_in_the_order_of_the_list() -> None:
    assert codelists.read_codes(genericode("res-ws", "none")) == ("res-ws", "none")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not well-formed"),
        (b"<properties>", "not well-formed"),
        (b"<html/>", "no labels file"),
        (genericode("none"), "no labels file"),
        (entry("x", key="cpv"), "not the key"),
        (entry("x", key="code|name|cpv."), "not the key"),
        (entry("x", key="code|description|cpv.1"), "not the key"),
        (entry(""), "no plain label"),
        (entry("&elsewhere;"), "no plain label"),
        (entry("a <b>c</b>"), "no plain label"),
        (b'<!DOCTYPE p [<!ENTITY e "x">]>' + entry("&e;")[len(DOCTYPE):], "declares entities"),
        (b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + entry("&e;")[len(DOCTYPE):], "declares entities"),
        (b" " * (codelists.MAX_BYTES + 1), "too large"),
    ],
)  # fmt: skip
def test_bad_labels_are_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadCodelist, match=reason):
        codelists.read_labels(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(LABELS, "no genericode list"), (genericode(""), "a row without a code"), (b"{}", "not well-formed")],
)
def test_bad_lists_are_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadCodelist, match=reason):
        codelists.read_codes(content)


def test_entities_that_multiply_are_refused() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE p [<!ENTITY e0 "x">{levels}]><properties a="&e9;"/>'.encode()
    with pytest.raises(BadCodelist):
        codelists.read_labels(bomb)


def test_other_bytes_than_released_are_refused() -> None:
    with pytest.raises(
        BadCodelist, match=r"code_da\.xml is not the file of eForms SDK 1\.15\.1: .* expected 3b8c"
    ):
        codelists.verify("code_da.xml", LABELS)
    with pytest.raises(BadCodelist, match="none of the code lists"):
        codelists.verify("code_xx.xml", LABELS)


def test_where_the_publisher_has_them() -> None:
    assert {file.url.removeprefix(codelists.PUBLICATION) for file in codelists.FILES.values()} == {
        "translations/code_da.xml",
        "translations/code_en.xml",
        "codelists/cpv_social-service-cpv.gc",
        "codelists/notice-subtype.gc",
        "codelists/reserved-procurement.gc",
        "codelists/social-objective.gc",
    }


@pytest.mark.parametrize("name", codelists.FILES)
def test_the_released_files_pass(sdk: Path, name: str) -> None:
    content = (sdk / name).read_bytes()
    codelists.verify(name, content)
    with pytest.raises(BadCodelist, match="expected"):
        codelists.verify(name, content + b"\n")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_released_labels_hold_every_list(sdk: Path, language: str) -> None:
    labels = codelists.read_labels((sdk / f"code_{language}.xml").read_bytes())
    count = {name: sum(1 for each, _ in labels if each == name) for name in ("cpv", "nuts", "notice-subtype")}
    assert count == {"cpv": 9454, "nuts": 2087, "notice-subtype": 51}
    assert len(labels) == 16948
    assert all(labels.values())


@pytest.mark.parametrize(
    ("name", "list_name", "count"),
    [
        ("cpv_social-service-cpv.gc", "cpv", 115),
        ("notice-subtype.gc", "notice-subtype", 51),
        ("reserved-procurement.gc", "reserved-procurement", 3),
        ("social-objective.gc", "social-objective", 7),
    ],
)
def test_every_released_code_has_a_danish_label(sdk: Path, name: str, list_name: str, count: int) -> None:
    codes = codelists.read_codes((sdk / name).read_bytes())
    labels = codelists.read_labels((sdk / "code_da.xml").read_bytes(), lists={list_name})
    assert len(codes) == len(set(codes)) == count
    assert {(list_name, code) for code in codes} <= set(labels)
