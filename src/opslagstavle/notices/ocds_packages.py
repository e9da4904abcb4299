"""OCDS packages and records taken apart: every release as the exact bytes that stand in the file.

Only brackets and strings are looked at, so a release whose inside is broken still comes out whole and is refused on its
own. Memory: the file itself and nothing beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opslagstavle.errors import UnknownFormat, UnreadableNotice

Item = tuple[str, bytes | UnreadableNotice]
"""(what it is called, its bytes or why there are none)"""

MAX_DEPTH = 64
"""Brackets inside brackets: the deepest real release has 8."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_BLANK = re.compile(rb"[ \t\r\n]*")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+([{}\[\]])', re.DOTALL)
"""The next bracket that does not stand in a string."""
_PLAIN = re.compile(rb"[^\s,\]}\[{\":]+")
_OCID = re.compile(rb'"ocid"\s*:\s*"([^"\\\x00-\x1f]{1,120})"')
_RECORDS = b"records"
_LISTS = (b"releases", _RECORDS)
_COMPILED = b"compiledRelease"
_OF_A_RELEASE = frozenset({b"ocid", b"tag", b"initiationType"})
_OPENING = (b"{", b"[")
_OBJECT, _LIST = b"{["
_LONGEST_LINK = 3_000


def is_json(content: bytes) -> bool:
    return content[:400].removeprefix(BYTE_ORDER_MARK).lstrip().startswith((b"{", b"["))


def releases(content: bytes) -> Iterator[Item]:
    """Every release of a release, a record, a package of either, a list of them, or one after another (JSON Lines).

    Named by its ocid, else by its number in the file. A record gives the releases it holds, or where it only links to
    them the compiled one. What cannot be handed on is an ``UnreadableNotice`` in its place.
    """
    at = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    count = 0
    try:
        while (at := _after_blanks(content, at)) < len(content):
            for found in _of_value(content, at):
                count += 1
                yield _item(found, count)
            at = _end(content, at)
    except UnreadableNotice as error:
        yield str(count + 1), error
        return
    if not count:
        yield "", UnknownFormat("JSON without an OCDS release")


def _item(found: bytes | UnreadableNotice, count: int) -> Item:
    if isinstance(found, UnreadableNotice):
        return str(count), found
    ocid = _OCID.search(found)
    return ocid[1].decode(errors="replace") if ocid else str(count), found


def _of_value(content: bytes, at: int) -> Iterator[bytes | UnreadableNotice]:
    if content[at] == _OBJECT:
        yield from _of_object(content, at)
    elif content[at] == _LIST:
        for start, end in _elements(content, at):
            yield from _of_element(content, start, end)
    else:
        raise UnknownFormat("JSON without an OCDS release", f"byte {at + 1}")


def _of_element(
    content: bytes, start: int, end: int, *, whole: bool = False
) -> Iterator[bytes | UnreadableNotice]:
    if content[start] != _OBJECT:
        yield UnreadableNotice("no release but something else stands here", f"byte {start + 1}")
    elif whole:
        yield content[start:end]
    else:
        yield from _of_object(content, start)


def _of_object(content: bytes, at: int) -> Iterator[bytes | UnreadableNotice]:
    """A release, a record or a package."""
    keys: dict[bytes, int] = {}
    embedded = False
    for key, start in _members(content, at):
        keys[key] = start
        if key not in _LISTS or content[start] != _LIST:
            continue
        for inner, end in _elements(content, start):
            if key == _RECORDS or not _is_link(content, inner, end):
                embedded = True
                yield from _of_element(content, inner, end, whole=key != _RECORDS)
    if not embedded:
        yield _without_list(content, at, keys)


def _without_list(content: bytes, at: int, keys: dict[bytes, int]) -> bytes | UnreadableNotice:
    compiled = keys.get(_COMPILED)
    if compiled is not None and content[compiled] == _OBJECT:
        return content[compiled : _end(content, compiled)]
    if keys.keys() & {*_LISTS, _COMPILED}:
        return UnknownFormat("OCDS without a release in it: none, or only links to them")
    if keys.keys() & _OF_A_RELEASE:
        return content[at : _end(content, at)]
    return UnknownFormat("JSON, but no OCDS release, record or package")


def _is_link(content: bytes, start: int, end: int) -> bool:
    """A record may list its releases by address instead of holding them."""
    if end - start > _LONGEST_LINK or content[start] != _OBJECT:
        return False
    try:
        keys = {key for key, _ in _members(content, start)}
    except UnreadableNotice:
        return False
    return b"url" in keys and b"ocid" not in keys


def _members(content: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    """(key as printed, where its value begins) of the object that begins here."""
    at = _after_blanks(content, at + 1)
    while content[at : at + 1] != b"}":
        key = _STRING.match(content, at)
        if key is None:
            raise _broken(at)
        at = _after_blanks(content, key.end())
        if content[at : at + 1] != b":":
            raise _broken(at)
        at = _after_blanks(content, at + 1)
        if at >= len(content):
            raise _broken(at)
        yield key[0][1:-1], at
        at = _after_comma(content, _end(content, at), b"}")


def _elements(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Where each element of the list that begins here begins and ends."""
    at = _after_blanks(content, at + 1)
    while content[at : at + 1] != b"]":
        end = _end(content, at)
        yield at, end
        at = _after_comma(content, end, b"]")


def _after_comma(content: bytes, at: int, closing: bytes) -> int:
    at = _after_blanks(content, at)
    if content[at : at + 1] == b",":
        return _after_blanks(content, at + 1)
    if content[at : at + 1] != closing:
        raise _broken(at)
    return at


def _end(content: bytes, at: int) -> int:
    """Behind the value that begins here."""
    if content[at : at + 1] not in _OPENING:
        found = _STRING.match(content, at) or _PLAIN.match(content, at)
        if found is None:
            raise _broken(at)
        return found.end()
    depth = 0
    while found := _BRACKET.match(content, at):
        at = found.end()
        if found[1] in _OPENING:
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableNotice(f"brackets inside brackets, more than {MAX_DEPTH} deep", f"byte {at}")
        else:
            depth -= 1
            if not depth:
                return at
    raise _broken(len(content))


def _after_blanks(content: bytes, at: int) -> int:
    found = _BLANK.match(content, at)
    return found.end() if found else at


def _broken(at: int) -> UnreadableNotice:
    return UnreadableNotice("no well-formed JSON: it breaks off, or something is missing", f"byte {at + 1}")
