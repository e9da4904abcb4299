"""Elements, dates and amounts of eForms, for the writer of the demo notices. What has no content is not written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from lxml import etree

from opslagstavle.terms.text import Texts

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_EU = "http://data.europa.eu/p27/eforms-ubl-extension"
NAMESPACES = {
    "cac": f"{UBL}CommonAggregateComponents-2",
    "cbc": f"{UBL}CommonBasicComponents-2",
    "ext": f"{UBL}CommonExtensionComponents-2",
    "efac": f"{_EU}-aggregate-components/1",
    "efbc": f"{_EU}-basic-components/1",
    "efext": f"{_EU}s/1",
}
LANGUAGES = {"da": "DAN", "en": "ENG"}
_DENMARK = ZoneInfo("Europe/Copenhagen")
_NOON = time(12)

Node = etree._Element | None
Parts = Node | Sequence[Node]


def element(path: str, *parts: Parts) -> Node:
    """``path`` may name several elements, each inside the one before; None when ``parts`` hold nothing."""
    inside = list(flat(parts))
    if not inside:
        return None
    outer, inner = _nest(path)
    inner.extend(inside)
    return outer


def leaf(path: str, value: object | None, **attributes: str) -> Node:
    """An element with text, None without a value."""
    if value is None:
        return None
    outer, inner = _nest(path)
    inner.text = str(value)
    for name, each in attributes.items():
        inner.set(name, each)
    return outer


def flat(parts: Sequence[Parts]) -> Iterator[etree._Element]:
    for part in parts:
        if isinstance(part, etree._Element):
            yield part
        elif part is not None:
            yield from (node for node in part if node is not None)


def texts(tag: str, values: Texts) -> list[Node]:
    return [leaf(tag, text.strip(), languageID=LANGUAGES[code]) for code, text in values.items()]


def coded(path: str, list_name: str, code: str | None) -> Node:
    return leaf(path, code, listName=list_name)


def amount(path: str, value: Decimal | None) -> Node:
    return leaf(path, value, currencyID="DKK")


def indicator(path: str, value: bool | None) -> Node:
    return leaf(path, None if value is None else str(value).lower())


def extension(*parts: Parts) -> Node:
    return element("ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension", *parts)


def day(path: str, value: date | None) -> Node:
    """A date with Danish time's distance from UTC on that day, as eForms asks."""
    return leaf(path, value and f"{value}{_offset(value)}")


def noon(path: str, value: date | None) -> Node:
    return leaf(path, value and f"{_NOON}{_offset(value)}")


def _offset(value: date) -> str:
    return datetime.combine(value, _NOON, _DENMARK).isoformat()[-6:]


def _nest(path: str) -> tuple[etree._Element, etree._Element]:
    outer, *inner = [etree.Element(_full(tag), nsmap=NAMESPACES) for tag in path.split("/")]
    last = outer
    for node in inner:
        last.append(node)
        last = node
    return outer, last


def _full(tag: str) -> str:
    prefix, _, name = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"
