"""Bytes in, ``Notice`` out: refuse what is unsafe, see which format it is, hand it to that format's reader."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices import eforms, ocds, ted_legacy, ted_r208
from opslagstavle.notices.notice import Notice
from opslagstavle.notices.ocds_packages import is_json

READER = 2
"""Rises when something is read that was not, or is read otherwise: what could not be read is then tried again."""
MAX_BYTES = 20_000_000
"""The largest real notice seen has 2.8 MB; seven times that is no notice."""

_READERS: tuple[tuple[Callable[[etree._Element], bool], Callable[[etree._Element], Notice]], ...] = (
    (eforms.recognises, eforms.read),
    (ted_r208.recognises, ted_r208.read),
    (ted_legacy.recognises, ted_legacy.read),
)


def read_notice(content: bytes) -> Notice:
    """Read one notice of any known format.

    Raises ``UnreadableNotice`` (or its kind ``UnknownFormat``) with reason and place; never anything else for bad input.
    """
    if is_json(content):
        _check_size(content)
        return ocds.read_json(content)
    root = parse(content)
    for recognises, read in _READERS:
        if recognises(root):
            return read(root)
    raise UnknownFormat(f"no known notice format: root element {_shown(root.tag)}")


def parse(content: bytes) -> etree._Element:
    """The root element of XML, by a parser that reads no DTD, resolves no entity and fetches nothing."""
    if not content.strip():
        raise UnreadableNotice("empty document")
    _check_size(content)
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableNotice(_reason(content, error), _where(error)) from error
    if root is None:
        raise UnreadableNotice("no root element")
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise UnreadableNotice("a DOCTYPE is not allowed in a notice", "line 1")
    return root


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnreadableNotice(f"too large: {len(content)} bytes, at most {MAX_BYTES} are read")


def _parser() -> etree.XMLParser:
    # A parser object is not shared between threads; making one costs 6 microseconds.
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _reason(content: bytes, error: Exception) -> str:
    start = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "an HTML page, not a notice"
    return f"not well-formed XML: {error.args[0] if error.args else error}"[:300]


def _where(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    return f"line {line}" if line else ""


def _shown(tag: object) -> str:
    return str(tag)[:120]
