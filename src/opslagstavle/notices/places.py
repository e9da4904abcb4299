"""How exactly a notice says where the work is done: down to the municipality where it names a town."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opslagstavle.notices.parts import Place
from opslagstavle.terms import nuts
from opslagstavle.terms.municipalities import Municipality, named

_ADDRESS = re.compile(r"[^,\n]+,\s*((?:DK-)?\d{4}\s[^,\n]+?)(?:,\s*(?:Danmark|Denmark))?\W*", re.IGNORECASE)
"""One street address and nothing else: "Holstebrovej 101, 7800 Skive, Danmark"."""


def exact(place: Place) -> str | None:
    """The municipality a place names, as a place ("DK042751"), else its NUTS code or "00"; None where it names nothing.

    A town that lies outside the area stated beside it is passed over: one of the two is wrong, and nobody knows which.
    """
    stated = nuts.normalise(place.nuts or place.country)
    found = None if place.anywhere else municipality(place)
    if found and (stated in (None, nuts.ANYWHERE) or nuts.within(found.place, stated or "")):
        return found.place
    return stated


def municipality(place: Place) -> Municipality | None:
    """The Danish municipality of the town, or of the words, that say where."""
    if place.country not in (None, "DK"):
        return None
    return next((found for text in _texts(place) if (found := named(text))), None)


def _texts(place: Place) -> Iterator[str]:
    if place.town:
        yield place.town
    for text in place.description.values():
        yield text
        if address := _ADDRESS.fullmatch(text.strip()):
            yield address[1]
