"""Atom feeds (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from opslagstavle_site.web.clean import printable

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Entry:
    """``key`` never changes, and tells it from all others; ``summary`` is plain text. ``categories``: (term, label)."""

    key: str
    title: str
    language: str
    url: str
    updated: datetime
    published: date | None
    author: str
    summary: str
    categories: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """``key`` names this selection; ``updated`` is when anything in it last changed."""

    host: str
    key: str
    title: str
    subtitle: str
    language: str
    self_url: str
    page_url: str
    author: str
    updated: datetime
    entries: Iterable[Entry]
    rights: str = ""


def atom(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": ATOM, f"{{{XML}}}lang": feed.language})
    _text(root, "id", tag(feed.host, feed.key))
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", feed.updated.isoformat(timespec="seconds"))
    _link(root, "self", feed.self_url, "application/atom+xml")
    _link(root, "alternate", feed.page_url, "text/html")
    _author(root, feed.author)
    if feed.rights:
        _text(root, "rights", feed.rights)
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), feed.host, entry)
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def tag(host: str, key: str) -> str:
    """A name that stays when addresses change (RFC 4151).

    >>> tag("opslag.example:8000", "opslag/1-2026/LOT-0001")
    'tag:opslag.example,2026:opslag/1-2026/LOT-0001'
    """
    return f"tag:{host.partition(':')[0].lower()},2026:{key}"


def _entry(into: Element, host: str, entry: Entry) -> None:
    _text(into, "id", tag(host, entry.key))
    _text(into, "title", entry.title).set(f"{{{XML}}}lang", entry.language)
    _text(into, "updated", entry.updated.isoformat(timespec="seconds"))
    if entry.published:
        _text(into, "published", f"{entry.published.isoformat()}T00:00:00Z")
    _link(into, "alternate", entry.url, "text/html")
    if entry.author:
        _author(into, entry.author)
    for term, label in entry.categories:
        SubElement(into, "category", {"term": printable(term), "label": printable(label)})
    _text(into, "summary", entry.summary)


def _text(into: Element, name: str, text: str) -> Element:
    element = SubElement(into, name)
    element.text = printable(text)
    return element


def _author(into: Element, name: str) -> None:
    _text(SubElement(into, "author"), "name", name)


def _link(into: Element, rel: str, url: str, kind: str) -> None:
    SubElement(into, "link", {"rel": rel, "href": printable(url), "type": kind})
