"""Bad input: every kind is an ``UnreadableNotice`` with a reason, and never anything else."""

from __future__ import annotations

import random

import pytest

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices import formats
from opslagstavle.notices.formats import read_notice

BOMB = b"""<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;">]><ContractNotice>&c;</ContractNotice>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><ContractNotice/>"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty document"),
        (b"  \n ", "empty document"),
        (BOMB, "DOCTYPE"),
        (OUTSIDE, "DOCTYPE"),
        (b"<!DOCTYPE html><html><body>Log in<br></body></html>", "an HTML page"),
        (b"<html><body><p>Sorry</body></html>", "an HTML page"),
        (b'{"releases": []}', "OCDS without a release"),
        (b'{"name": "leftpad"}', "JSON, but no OCDS"),
        (b'[{"ocid": "ocds-1"', "no well-formed JSON"),
        (b"<a><b></a>", "not well-formed XML"),
        (b"\xff\xfe\x00", "not well-formed XML"),
        (b"%PDF-1.7 ...", "not well-formed XML"),
        (b"<a>" * 5000, "not well-formed XML"),
    ],
)
def test_what_is_no_notice_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableNotice) as caught:
        read_notice(content)
    assert reason in caught.value.reason


def test_a_place_is_named() -> None:
    with pytest.raises(UnreadableNotice) as caught:
        read_notice(b"<a>\n<b>\n</a>")
    assert caught.value.where == "line 3"


def test_a_document_over_the_cap_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_BYTES", 100)
    with pytest.raises(UnreadableNotice, match="too large"):
        read_notice(b"<ContractNotice>" + b" " * 100 + b"</ContractNotice>")


@pytest.mark.parametrize(
    "content",
    [
        b"<rss/>",
        b'<ContractNotice xmlns="urn:somebody:else"/>',
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
    ],
)
def test_another_format_is_unknown(content: bytes) -> None:
    with pytest.raises(UnknownFormat):
        read_notice(content)


def mutated(content: bytes, seed: int) -> bytes:
    """Bytes flipped, cut out, doubled or moved about, or the end cut off."""
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randint(1, 2000)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 500)]
            case 3:
                del changed[at:]
        if not changed:
            return b""
    return bytes(changed)


def test_every_real_notice_cut_and_mutated_is_read_or_refused(real_notices: dict[str, bytes]) -> None:
    read = refused = tried = 0
    for seed, content in enumerate(real_notices.values()):
        text = content if seed % 3 else renamed(content, seed)
        for bad in (text[: len(text) * (seed % 100) // 100], mutated(text, seed)):
            tried += 1
            try:
                read_notice(bad)
                read += 1
            except UnreadableNotice as error:
                refused += bool(error.reason)
    assert read + refused == tried  # each refusal has its reason
    assert read > 0
    assert refused > len(real_notices)  # most cuts leave no whole document


def renamed(content: bytes, seed: int) -> bytes:
    """Still well-formed, but numbers, dates and codes replaced by what nobody expects."""
    chance = random.Random(seed)
    for old in (b">2", b">1", b"-0", b'CODE="', b"ORG-", b"LOT-", b">20"):
        new = (
            old[:1]
            + chance.choice([b"", b"-", b"x", b"9999999999999999999", b"\xc3\xa6", b"0", b"NaN", b"1e999"])
            + old[1:]
        )
        if chance.random() < 0.5:
            content = content.replace(old, new)
    return content
