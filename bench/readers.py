"""What readers of a large board ask for: addresses of each kind of page, drawn from what is on it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Max, Min
from django.utils import timezone

from bench.invented import TOWNS
from bench.pages_large import BASELINE, Kinds
from opslagstavle.terms import nuts
from opslagstavle_site.enterprises.models import Enterprise, EnterpriseKind
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices.models import Lot, LotKind, Notice
from opslagstavle_site.notices.queries import DEADLINES, STAGES

SAMPLE = 400
COMMON = (
    "rengøring",
    "vedligeholdelse",
    "levering",
    "skoler",
    "udstyr",
    "byggeri",
    "transport",
    "arbejdstøj",
)
RARE = (
    "snerydning",
    "orgler",
    "linned",
    "cykelstativer",
    "hundefoder",
    "trykkeri",
    "brandslukkere",
    "kirkeklokker",
)
SEVERAL = (
    "rengøring af skoler",
    "vask af linned",
    "levering af mad",
    "pleje af grønne områder",
    "maling af vinduer",
)
MISSPELT = (
    "rengørring",
    "kantinne",
    "vinduspolering",
    "gartnner",
    "bygeri",
    "katering",
    "snerydnig",
    "vedligehollelse",
)
NOWHERE = ("xylofonstemmer", "qwertzuiop")
"""Of words that readers type most are common, some are rare, some are slips, and now and then nothing has them."""


def kinds_of_page(random: Random) -> Kinds:
    """Of a hundred readers most look at lists and notices; each kind with some hundred addresses of its own."""
    notices = some(random, Notice.objects.filter(current=True))
    matches = some(random, Match.objects.filter(lot__current=True))
    keys = dict(Notice.objects.filter(pk__in=notices).values_list("pk", "key"))
    pages = [
        (f"/opslag/{key}/{number}/", enterprise)
        for key, number, enterprise in Match.objects.filter(pk__in=matches).values_list(
            "lot__notice__key", "lot__number", "enterprise__key"
        )
    ]
    enterprises = list(
        Enterprise.objects.filter(pk__in=some(random, Enterprise.objects.all())).values_list("key", flat=True)
    )
    return {
        BASELINE: (3, [static_file()]),
        "start": (6, ["/"]),
        "board": (8, ["/opslag/"]),
        "board, filtered": (18, [f"/opslag/?{urlencode(asked)}" for asked in filters(random)]),
        "board, other pages": (7, [*deep(random)]),
        "a notice": (18, [f"/opslag/{key}/" for key in keys.values()]),
        "a lot's matches": (7, [lot for lot, _ in pages]),
        "a match": (6, [f"{lot}{enterprise}/" for lot, enterprise in pages]),
        "enterprises": (4, ["/virksomheder/"]),
        "enterprises, filtered": (5, [f"/virksomheder/?{urlencode(asked)}" for asked in of_register(random)]),
        "an enterprise": (6, [f"/virksomheder/{key}/" for key in enterprises]),
        "search": (6, [f"/soeg/?{urlencode({'q': q})}" for q in typed(random)]),
        "board, in words": (6, [f"/opslag/?{urlencode(in_words(random, q))}" for q in typed(random)]),
        "enterprises, in words": (2, [f"/virksomheder/?{urlencode({'q': q})}" for q in typed(random)]),
        "a feed": (1, [f"/opslag/feed.atom?{urlencode(asked)}" for asked in filters(random)]),
        "sources": (2, ["/kilder/", "/kilder.json"]),
        "open data": (1, ["/data/"]),
    }  # fmt: skip


def typed(random: Random) -> Iterator[str]:
    """What readers type; with a town behind it one time in three."""
    words = (*COMMON * 3, *SEVERAL * 3, *RARE * 2, *MISSPELT, *NOWHERE)
    for _ in range(SAMPLE):
        town = f" {random.choice(TOWNS)}" if random.random() < 0.33 else ""
        yield random.choice(words) + town


def in_words(random: Random, q: str) -> dict[str, str]:
    """Most leave it at what is open."""
    return {"q": q, "deadline": "all"} if random.random() < 0.3 else {"q": q}


def static_file() -> str:
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    return str(staticfiles_storage.url("built/mark.svg"))


def some(random: Random, rows: Any) -> list[int]:
    """Numbers of some rows: the first after each of some random numbers."""
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    asked = [random.randint(ends["first"], ends["last"]) for _ in range(SAMPLE)]
    found = (rows.filter(pk__gte=pk).order_by("pk").values_list("pk", flat=True).first() for pk in asked)
    return [pk for pk in found if pk is not None]


def filters(random: Random) -> Iterator[dict[str, str]]:
    """As readers choose: a kind of work and a place most often, the usual ones more often than the others."""
    kinds, weights = zip(
        *LotKind.objects.filter(lot__in=open_lots()).values_list("kind").annotate(Count("pk")), strict=True
    )
    places = [region.code for region in (*nuts.REGIONS, *nuts.PROVINCES)]
    for _ in range(SAMPLE):
        asked = {}
        if random.random() < 0.6:
            asked["kind"] = random.choices(kinds, weights)[0]
        if random.random() < 0.6:
            asked["place"] = random.choice(places)
        if random.random() < 0.25:
            asked["deadline"] = random.choice(DEADLINES)
        if random.random() < 0.15:
            asked["reserved"] = random.choice(("any", "participation", "execution"))
        if random.random() < 0.1:
            asked["stage"] = random.choice(STAGES).value
        yield asked or {"deadline": "all"}


def open_lots() -> Any:
    return Lot.objects.filter(current=True, closes__gte=timezone.localdate()).values("pk")


def deep(random: Random) -> Iterator[str]:
    """The next pages most often; now and then one far behind, as a program or a curious reader asks for it."""
    last = open_lots().count() // 20
    everything = Lot.objects.filter(current=True).count() // 20
    for _ in range(SAMPLE):
        chance = random.random()
        if chance < 0.7:
            yield f"/opslag/?page={random.randint(2, 6)}"
        elif chance < 0.9:
            yield f"/opslag/?page={random.randint(7, last)}"
        else:
            yield f"/opslag/?deadline=all&page={random.randint(2, everything)}"


def of_register(random: Random) -> Iterator[dict[str, str | int]]:
    kinds = list(EnterpriseKind.objects.values_list("kind", flat=True).distinct())
    places = [region.code for region in (*nuts.REGIONS, *nuts.PROVINCES)]
    pages = Enterprise.objects.count() // 20
    for _ in range(SAMPLE):
        asked: dict[str, str | int] = {}
        if random.random() < 0.5:
            asked["kind"] = random.choice(kinds)
        if random.random() < 0.5:
            asked["place"] = random.choice(places)
        if random.random() < 0.2:
            asked["registered"] = "yes"
        yield asked or {"page": random.randint(2, pages)}


def size_of_board() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    return (
        f"{Notice.objects.filter(current=True).count():,} notices with {Lot.objects.filter(current=True).count():,} lots,"
        f" {open_lots().count():,} of them open; {Enterprise.objects.count():,} enterprises, {Match.objects.count():,} matches;"
        f" {size} on PostgreSQL {connection.pg_version // 10000}."  # type: ignore[attr-defined]
    )
