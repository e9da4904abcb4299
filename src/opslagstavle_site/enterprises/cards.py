"""What anyone sees of an enterprise, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from opslagstavle.enterprises import areas
from opslagstavle.terms import kinds, nuts
from opslagstavle.terms.highlights import Pieces, highlight, snippet
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.gaps import not_confirmed_since
from opslagstavle_site.enterprises.models import Enterprise, Request
from opslagstavle_site.enterprises.queries import thirty_percent
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.enterprises.words import ORIGIN, WISHES
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
    standing: str
    stale_since: date | None
    name_pieces: Pieces  # with the words that were searched for
    excerpt: Pieces  # of the description: where they stand in it, else how it begins
    kinds_pieces: Pieces


def standing(row: Enterprise) -> str:
    """Registered by evidence, by its own word, or known to us only: these are never mixed up. A demo entry plays its part."""
    if row.registered:
        proven = row.registered_by in (Enterprise.Evidence.CVR, Enterprise.Evidence.PROOF) or row.is_demo
        return "registered" if proven else "said"
    return "research" if row.origin == Enterprise.Origin.RESEARCH and not row.is_demo else ""


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
        places=works_in(row),
        registered=row.registered,
        registered_checked=row.registered_checked,
        integration_is_main_aim=row.integration_is_main_aim,
        thirty_percent=thirty_percent(row),
        is_demo=row.is_demo,
        standing=standing(row),
        stale_since=None if row.is_demo else not_confirmed_since(row, timezone.localdate()),
        name_pieces=highlight(row.name, "da", wanted),
        excerpt=(snippet(text, language, wanted) if wanted else []) or begins,
        kinds_pieces=highlight(" · ".join(named), reader, wanted),
    )


@dataclass(frozen=True, slots=True)
class RequestCard:
    """What somebody asks us to do with an entry, as staff reads it."""

    pk: int
    name: str
    key: str
    wish: str
    is_removal: bool
    text: str
    reply_to: str
    asked_at: datetime


def request_card(request: Request) -> RequestCard:
    return RequestCard(
        pk=request.pk,
        name=request.enterprise.name,
        key=request.enterprise.key,
        wish=str(WISHES[request.wish]),
        is_removal=request.wish == Request.Wish.REMOVAL,
        text=request.text,
        reply_to=request.reply_to,
        asked_at=request.asked_at,
    )


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """An entry in one of the entrance's lists."""

    name: str
    town: str
    origin: str
    entered: date
    confirmed_on: date | None
    url: str


def waiting_card(row: Enterprise) -> WaitingCard:
    return WaitingCard(
        name=row.name,
        town=row.town,
        origin=str(ORIGIN[row.origin]),
        entered=timezone.localdate(row.created_at),
        confirmed_on=row.confirmed_on,
        url=reverse("enterprises:entrance_entry", args=[row.key]),
    )


def works_in(row: Enterprise) -> list[str]:
    """The areas it states, and how far it goes from its own municipality."""
    reader = reader_language()
    stated = [nuts.name(code, reader) or code for code in row.places]
    own = MUNICIPALITIES.get(row.municipality)
    if own is None or row.reach_km is None:
        return stated
    near = _("up to %(km)s km from %(place)s") % {"km": row.reach_km, "place": own.name}
    return [*stated, near if row.reach_km else own.name]


def reach_map(row: Enterprise) -> maps.Reach | None:
    """Where in Denmark it works, as a picture; None where nothing is stated."""
    enterprise = to_library(row)
    served = {place[nuts.LONGEST :] for area in areas.served(enterprise) for place in areas.members(area)}
    if not served:
        return None
    return maps.reach(served, (areas.home(enterprise) or "")[nuts.LONGEST :])
