"""The real notices through the whole house: read, stored, found, matched, shown."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from opslagstavle_site.enterprises.actions import load_demo_enterprises
from opslagstavle_site.matches.actions import match_lots
from opslagstavle_site.matches.models import Match
from opslagstavle_site.notices import queries
from opslagstavle_site.notices.actions import add_folder, fetch_folder, read_documents
from opslagstavle_site.notices.models import Document, Lot, Notice

NAMED = (
    "672025-2023",
    "20052-2017",
    "44742-2022",
    "464468-2017",
    "79038-2017",
    "625500-2021",
    "215378-2024",
    "646927-2024",
)
NEVER = ("177435-2026", "124269-2025")
CHANGED = ("646927-2024", "565083-2024", "492698-2024")
LINKED = {"153381-2022": "557366-2021", "395374-2016": "95237-2016", "107140-2021": "566234-2020"}


@pytest.mark.django_db(transaction=True)
def test_real_notices_through_the_whole_house(shared: Path) -> None:
    """One test, because filling the board takes a while."""
    for archive in ("eforms.tar.xz", "ted-r209.tar.xz"):
        fetch_folder(source=add_folder(path=shared / "notices" / archive))
    assert sum(read_documents()) == Document.objects.count() == 3836
    assert not queries.quarantine().exists()
    every_lot_has_an_address()
    versions_are_one_notice()
    results_know_their_competition()
    pages_are_shown()
    load_demo_enterprises()
    Lot.objects.exclude(notice__key__in=[*NAMED, *NEVER]).update(current=False)
    sum(match_lots(on=date(2026, 11, 23)))
    matches_are_explained()


def every_lot_has_an_address() -> None:
    for key, number in Lot.objects.values_list("notice__key", "number"):
        assert reverse("matches:lot", args=[key, number]).count("/") == 4, (key, number)


def versions_are_one_notice() -> None:
    for lineage in Notice.objects.values_list("lineage", flat=True).distinct():
        assert Notice.objects.filter(lineage=lineage, current=True).count() == 1
    assert Notice.objects.filter(current=False).exists()
    client = Client()
    for key in CHANGED:
        page = client.get(f"/opslag/{key}/")
        assert page.context["notice"].changes, key


def results_know_their_competition() -> None:
    client = Client()
    for result, competition in LINKED.items():
        page = client.get(f"/opslag/{result}/")
        earlier = {link["label"]: link["url"] for link in page.context["earlier"]}
        assert competition in earlier, result
        if Notice.objects.filter(key=competition).exists():
            assert earlier[competition] == f"/opslag/{competition}/"


def pages_are_shown() -> None:
    client = Client()
    keys = sorted(Notice.objects.values_list("key", flat=True))
    for key in [*random.Random(2).sample(keys, 60), "167043-2020", "14715-2022", "522031-2023"]:
        assert client.get(f"/opslag/{key}/").status_code == 200, key
    assert client.get("/opslag/167043-2020/?page=33").status_code == 200
    reserved = client.get("/opslag/?deadline=all&reserved=participation&place=DK")
    assert "/opslag/672025-2023/#lot-LOT-0000" in {card.url for card in reserved.context["lots"]}


def matches_are_explained() -> None:
    client = Client()
    assert not Match.objects.filter(lot__notice__key__in=NEVER).exists()
    for key in NAMED[2:]:
        best = (
            Match.objects.filter(Q(lot__notice__key=key))
            .select_related("lot__notice", "enterprise")
            .order_by("-score")
            .first()
        )
        assert best is not None, key
        page = client.get(f"/opslag/{key}/{best.lot.number}/{best.enterprise.key}/")
        assert page.context["match"].contributions, key
        assert page.context["match"].findings["against"], key  # at the least, its deadline is past
    concerts = Match.objects.get(lot__notice__key="672025-2023", enterprise__key="demo-femte-vers")
    text = client.get(f"/opslag/672025-2023/{concerts.lot.number}/demo-femte-vers/").content.decode()
    assert "reserveret" in text
