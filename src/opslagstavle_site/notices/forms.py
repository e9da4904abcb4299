"""What a reader asks the board for, read from the address (nonsense is as good as nothing), and which source somebody names."""

from __future__ import annotations

from pathlib import Path

import httpx
from django.http import QueryDict

from opslagstavle.terms.identifiers import COUNTRIES
from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.notices.models import Source
from opslagstavle_site.notices.queries import DEADLINES, LOTS, OPEN, RESERVED, SORTS, STAGES, BoardFilter
from opslagstavle_site.notices.sources import ocds
from opslagstavle_site.search.forms import typed
from opslagstavle_site.search.queries import find_lately
from opslagstavle_site.web import guard

LONGEST_ADDRESS = 290


def board_filter(query: QueryDict) -> BoardFilter:
    place, q = query.get("place", "").upper(), typed(query)
    deadline = _one_of(query.get("deadline"), DEADLINES, "open")
    return BoardFilter(
        deadline=deadline,
        place=place if place.isalnum() and place.isascii() and 2 <= len(place) <= 5 else "",
        kind=_one_of(query.get("kind"), tuple(KINDS), ""),
        reserved=_one_of(query.get("reserved"), RESERVED, ""),
        stage=_one_of(query.get("stage"), STAGES, ""),
        q=q,
        sort=_one_of(query.get("sort"), SORTS if deadline in OPEN else ("date",), ""),
        found=find_lately(LOTS, q) if q else None,
    )


def _one_of(value: str | None, allowed: tuple[str, ...], default: str) -> str:
    return value if value in allowed else default


class CannotAdd(ValueError):
    """What was named is no source; the message says why."""


def asked_source(what: str) -> dict[str, str]:
    """``ted``, ``ted:DK``, an address of OCDS, or a path: kind, key and location of the source that is meant."""
    if what == "ted" or what.startswith("ted:"):
        country = _alpha_3(what.partition(":")[2] or "DK")
        return {"kind": Source.Kind.TED, "key": f"ted:{country}", "location": country}
    if "://" in what:
        return {"kind": Source.Kind.OCDS, "key": f"url:{_address(what)}", "location": what}
    path = Path(what).expanduser().resolve()
    if not path.exists():
        raise CannotAdd(f"{what}: there is no such file or folder")
    return {"kind": Source.Kind.FOLDER, "key": f"folder:{path}", "location": str(path)}


def named_source(what: str) -> str:
    """The key of the source that is meant: what ``list-sources`` shows, or what somebody gave to ``add-source``."""
    try:
        return what if what.startswith(("folder:", "url:")) else asked_source(what)["key"]
    except CannotAdd:
        return what


def _alpha_3(country: str) -> str:
    code = country.strip().upper()
    known = {short: long for long, short in reversed(COUNTRIES.items()) if len(long) == 3}
    if code not in known and code not in known.values():
        raise CannotAdd(f"{country}: no country code like DK or DNK")
    return known.get(code, code)


def _address(address: str) -> str:
    """A password in an address is refused: staff would see it. Other hosts than the operator's own need https."""
    try:
        parts = httpx.URL(address.replace(ocds.SINCE, "x"))
    except httpx.InvalidURL as error:
        raise CannotAdd(f"{address}: no address") from error
    plain = parts.scheme == "http" and parts.host in guard.allowed()
    if not parts.host or parts.userinfo or not (parts.scheme == "https" or plain):
        raise CannotAdd(f"{address}: an address like https://host/path, without a password in it, is needed")
    if len(address) > LONGEST_ADDRESS:
        raise CannotAdd("the address is too long")
    return address
