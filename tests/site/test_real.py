"""The real notices through the whole house: read, stored, found, matched, shown."""

from __future__ import annotations

import random
from collections import Counter
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
from opslagstavle_site.notices.actions import read_archive
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
EARLIER_VERSIONS = ("137599-2024", "671040-2023", "368245-2023", "406116-2023", "158254-2023")
CHANGED = ("646927-2024", "565083-2024", "492698-2024")
LINKED = {"153381-2022": "557366-2021", "395374-2016": "95237-2016", "107140-2021": "566234-2020"}


@pytest.mark.django_db(transaction=True)
def test_real_notices_through_the_whole_house(shared: Path) -> None:
    """One test, because filling the board takes a while."""
    *_, last = read_archive(path=shared / "notices")
    assert last.read == Document.objects.count() == 4185
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
    currents = Counter(Notice.objects.filter(current=True).values_list("lineage", flat=True))
    assert set(currents) == set(Notice.objects.values_list("lineage", flat=True))
    assert set(currents.values()) == {1}
    assert {key: Notice.objects.get(key=key).current for key in EARLIER_VERSIONS} == dict.fromkeys(
        EARLIER_VERSIONS, False
    )
    client = Client()
    for key in CHANGED:
        page = client.get(f"/opslag/{key}/")
        assert page.context["notice"].changes, key
    moved = client.get("/forloeb/511099-2023/").context["steps"]
    assert [step.number for step in moved] == ["368245-2023", "406116-2023", "511099-2023"]
    assert [(line.before, line.after) for line in moved[2].changes] == [
        ("31. august 2023 kl. 09.00", "27. september 2023 kl. 09.00")
    ]
    patched = client.get("/opslag/330374-2017/")
    assert [fact.label for fact in patched.context["moved"]] == []  # its correction changes no deadline
    assert [step.number for step in patched.context["history"]] == ["73962-2018", "330374-2017"]


def results_know_their_competition() -> None:
    """Where the competition is among the files they are on one page, else the page says what is missing."""
    client = Client()
    for result, competition in LINKED.items():
        course = client.get(f"/opslag/{result}/").context["course"]
        if Notice.objects.filter(key=competition).exists():
            assert [line.number for line in course["lines"]] == [competition, result]
            steps = client.get(f"/forloeb/{competition}/").context["steps"]
            assert [step.stage for step in steps] == ["competition", "result"]
            assert steps == client.get(f"/forloeb/{result}/").context["steps"]
        else:
            assert course["missing"] == [competition]


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
