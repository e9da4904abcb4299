"""What anyone sees of an enterprise, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import Truncator

from opslagstavle.enterprises import areas
from opslagstavle.terms import kinds, nuts
from opslagstavle.terms.highlights import Pieces, highlight, snippet
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import thirty_percent
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.search.queries import Found
from opslagstavle_site.web import maps
from opslagstavle_site.web.language import in_reader_language, reader_language

EXCERPT_WORDS = 32


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """Yes, no or None: not stated. No counts: they identify people."""

    url: str
    name: str
    town: str
    description: str
    language: str
    kinds: list[str]
    places: list[str]
    registered: bool | None
    registered_checked: date | None
    integration_is_main_aim: bool | None
    thirty_percent: bool | None
    is_demo: bool
    name_pieces: Pieces  # with the words that were searched for
    excerpt: Pieces  # of the description: where they stand in it, else how it begins
    kinds_pieces: Pieces


def enterprise_card(row: Enterprise, found: Found | None = None) -> EnterpriseCard:
    """``found``: what was searched for."""
    reader = reader_language()
    text, language = in_reader_language(row.descriptions)
    wanted = found.tokens if found else frozenset[str]()
    named = [kinds.KINDS[key].name(reader) for key in row.kinds if key in kinds.KINDS]
    begins: Pieces = [(Truncator(text).words(EXCERPT_WORDS), False)] if text else []
    return EnterpriseCard(
        url=reverse("matches:enterprise", args=[row.key]),
        name=row.name,
        town=row.town,
        description=text,
        language=language,
        kinds=named,
        places=[nuts.name(code, reader) or code for code in row.places],
        registered=row.registered,
        registered_checked=row.registered_checked,
        integration_is_main_aim=row.integration_is_main_aim,
        thirty_percent=thirty_percent(row),
        is_demo=row.is_demo,
        name_pieces=highlight(row.name, "da", wanted),
        excerpt=(snippet(text, language, wanted) if wanted else []) or begins,
        kinds_pieces=highlight(" · ".join(named), reader, wanted),
    )


def reach_map(row: Enterprise) -> maps.Reach | None:
    """Where in Denmark it works, as a picture; None where nothing is stated."""
    enterprise = to_library(row)
    served = {place[nuts.LONGEST :] for area in areas.served(enterprise) for place in areas.members(area)}
    if not served:
        return None
    return maps.reach(served, (areas.home(enterprise) or "")[nuts.LONGEST :])
