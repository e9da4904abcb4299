"""The official code lists of eForms: which files, where they are published, and how to read them.

Publisher: Publications Office of the European Union, repository OP-TED/eForms-SDK (CC BY 4.0). The files are fetched or
handed in by the caller; here bytes come in, and are either what was released or a ``BadCodelist``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from opslagstavle.errors import BadCodelist

SDK_VERSION = "1.15.1"
PUBLICATION = f"https://raw.githubusercontent.com/OP-TED/eForms-SDK/{SDK_VERSION}/"
"""The publisher's own address of this version; ``CodelistFile.path`` goes behind it."""
MAX_BYTES = 8_000_000
"""The largest list of the publication has under 3 MB."""

Labels = dict[tuple[str, str], str]
"""``{(list, code): label}``: ("cpv", "98310000"), ("nuts", "DK042"), ("notice-type", "cn-standard") …"""

_KEY = "code|name|"
_GENERICODE = "{http://docs.oasis-open.org/codelist/ns/genericode/1.0/}CodeList"


@dataclass(frozen=True, slots=True)
class CodelistFile:
    """One released file: its bare name, its path in the publication, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    path: str
    sha256: str

    @property
    def url(self) -> str:
        return PUBLICATION + self.path


_RELEASED = (
    ("translations/code_da.xml", "3b8cd946c7ed84d21663fea13c1ceacba96d179d3bc67e9cb632e433bae99473"),
    ("translations/code_en.xml", "8d2ccd68bf461befede4b8ae2e8f4708782656487f78f96283ca8806d3de8ab2"),
    (
        "codelists/cpv_social-service-cpv.gc",
        "baa26729efff719f32ca5411bfae7c601b4b1eae95713f005bbe2812d0622ff4",
    ),
    ("codelists/notice-subtype.gc", "3d022725fadeb242cf4e3d8dccb5e85c71163c32e78af27cd52c9ac4ffd62e31"),
    ("codelists/reserved-procurement.gc", "9224b094f71612ee601a2d819356fd094497a240f498520fc7a50ad70a8d44c3"),
    ("codelists/social-objective.gc", "5b3613902dc5ecf5e3f834ed927e962ccf1ec54f1727de7c188d7df600c0567d"),
)

FILES = {
    file.name: file
    for file in (CodelistFile(path.rpartition("/")[2], path, sha256) for path, sha256 in _RELEASED)
}
"""What the board uses, by bare name. The labels of all lists stand in two files; CPV's social and other specific services
(Directive 2014/24 annex XIV) are the codes of ``cpv_social-service-cpv.gc``, each meant alone, not with what is below it."""


def verify(name: str, content: bytes) -> None:
    """Raise ``BadCodelist`` unless these are the bytes that were released under this name."""
    if name not in FILES:
        raise BadCodelist(f"{name} is none of the code lists used here ({', '.join(FILES)})")
    found = hashlib.sha256(content).hexdigest()
    if found != FILES[name].sha256:
        raise BadCodelist(
            f"{name} is not the file of eForms SDK {SDK_VERSION}: {len(content)} bytes with SHA-256 {found}, "
            f"expected {FILES[name].sha256}"
        )


def read_labels(content: bytes, lists: Collection[str] | None = None) -> Labels:
    """The labels in a ``code_{language}.xml``, of these lists or of all."""
    root = _parse(content)
    if root.tag != "properties":
        raise BadCodelist(f"no labels file: root element {root.tag}")
    labels: Labels = {}
    for entry in root.iterchildren("entry"):
        list_name, code = _key(entry)
        if lists is None or list_name in lists:
            labels[list_name, code] = _label(entry)
    return labels


def _key(entry: etree._Element) -> tuple[str, str]:
    key = entry.get("key", "")
    list_name, dot, code = key.removeprefix(_KEY).partition(".")
    if not (key.startswith(_KEY) and dot and list_name and code):
        raise BadCodelist(f"line {entry.sourceline}: not the key of a code's label: {key!r}")
    return list_name, code


def _label(entry: etree._Element) -> str:
    label = (entry.text or "").strip()
    if not label or len(entry):  # An entity that was not expanded stands as a child.
        raise BadCodelist(f"line {entry.sourceline}: {entry.get('key')!r} has no plain label")
    return label


def read_codes(content: bytes) -> tuple[str, ...]:
    """The codes of a genericode list (``.gc``), in its order."""
    root = _parse(content)
    if root.tag != _GENERICODE:
        raise BadCodelist(f"no genericode list: root element {root.tag}")
    return tuple(_code(row) for row in root.iterfind("SimpleCodeList/Row"))


def _code(row: etree._Element) -> str:
    code = (row.findtext("Value[@ColumnRef='code']/SimpleValue") or "").strip()
    if not code:
        raise BadCodelist(f"line {row.sourceline}: a row without a code")
    return code


def _parse(content: bytes) -> etree._Element:
    """The root element. Label files begin with a DOCTYPE: it is passed over, and one that declares anything is refused."""
    if len(content) > MAX_BYTES:
        raise BadCodelist(f"too large: {len(content)} bytes, at most {MAX_BYTES} are read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadCodelist(f"not well-formed XML: {error}") from error
    if root is None:
        raise BadCodelist("no root element")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):  # type: ignore[union-attr]
        raise BadCodelist("declares entities of its own")
    return root
