"""Two notices written for the tests (``eforms/``), to be read with some of their strings exchanged."""

from __future__ import annotations

from pathlib import Path

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice

HERE = Path(__file__).parent / "eforms"
Exchange = tuple[str, str]


def edited(name: str, *exchanged: Exchange) -> Notice:
    """The notice in a file, with some strings of it exchanged for others."""
    content = (HERE / name).read_text()
    for old, new in exchanged:
        assert old in content
        content = content.replace(old, new)
    return read_notice(content.encode())


def result(*exchanged: Exchange) -> Notice:
    return edited("result.xml", *exchanged)


def offer(number: str) -> str:
    return f"<efac:LotTender><cbc:ID>{number}</cbc:ID></efac:LotTender>"


SIGNED, UNSIGNED = offer("TEN-0001") + "</efac:SettledContract>", "</efac:SettledContract>"
CONTRACT_REFERENCE = "<efac:SettledContract><cbc:ID>"


def call(*exchanged: Exchange) -> Notice:
    return edited("call.xml", *exchanged)
