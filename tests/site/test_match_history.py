"""What somebody was shown stays as it was, with the versions it was made with, whatever is judged afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from opslagstavle.matching.match import VERSION
from opslagstavle_site.matches import actions
from opslagstavle_site.matches.actions import match_lots, versions
from opslagstavle_site.matches.models import EarlierMatch, Match
from opslagstavle_site.matches.rows import to_library

pytestmark = pytest.mark.usefixtures("board")


def a_match() -> Match:
    return Match.objects.select_related("lot__notice", "enterprise").order_by("-score", "pk")[0]


def address(match: Match) -> str:
    return f"/opslag/{match.lot.notice.key}/{match.lot.number}/{match.enterprise.key}/"


def judge_again(monkeypatch: pytest.MonkeyPatch, days: int = 0) -> None:
    """As after an upgrade of the matcher, some days later."""
    monkeypatch.setattr(actions, "VERSION", f"{VERSION}+")
    list(match_lots(on=timezone.localdate() + timedelta(days=days), processes=1))


def test_a_match_says_what_it_was_made_with(client: Client) -> None:
    match = a_match()
    assert match.versions == versions(on=timezone.localdate())
    assert match.versions in client.get(address(match)).content.decode()


def test_what_nobody_saw_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_again(monkeypatch, days=1)
    assert not EarlierMatch.objects.exists()
    assert a_match().versions.startswith(f"matcher {VERSION}+,")


def test_what_comes_out_the_same_stays_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    match = a_match()
    client.get(address(match))
    judge_again(monkeypatch)
    assert not EarlierMatch.objects.exists()
    assert Match.objects.filter(shown=True).count() == 1


def test_what_somebody_saw_is_kept_when_it_comes_out_otherwise(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = a_match()
    client.get(address(match))
    before = to_library(match)
    judge_again(monkeypatch, days=1)
    kept = EarlierMatch.objects.get()
    assert to_library(kept) == before
    assert (kept.versions, kept.computed_on) == (match.versions, match.computed_on)
    assert kept.replaced_on == timezone.localdate() + timedelta(days=1)
    page = client.get(address(match)).content.decode()
    assert "Sådan blev det vurderet før" in page
    assert kept.versions in page


def test_every_list_marks_what_it_shows(client: Client) -> None:
    match = a_match()
    client.get(f"/opslag/{match.lot.notice.key}/{match.lot.number}/")
    assert set(Match.objects.filter(shown=True)) == set(match.lot.matches.all())
    Match.objects.update(shown=False)
    page = client.get(f"/virksomheder/{match.enterprise.key}/")
    assert Match.objects.filter(shown=True).count() == len(page.context["matches"]) > 0
    Match.objects.update(shown=False)
    answer = client.get(f"/api/v1/enterprises/{match.enterprise.key}/matches").json()
    assert Match.objects.filter(shown=True).count() == len(answer["items"]) > 0


def test_a_second_reader_writes_nothing(
    client: Client, django_assert_max_num_queries: pytest.Pytester
) -> None:
    match = a_match()
    client.get(address(match))
    with django_assert_max_num_queries(30) as asked:  # type: ignore[operator]
        client.get(address(match))
    assert not [query for query in asked if query["sql"].startswith("UPDATE")]


def test_a_pair_that_is_matched_no_more_is_still_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = a_match()
    client.get(address(match))
    monkeypatch.setattr(actions, "worth_showing", lambda _match: False)
    judge_again(monkeypatch)
    assert not Match.objects.exists()
    page = client.get(address(match))
    assert page.status_code == 200
    assert "De matches ikke længere" in page.content.decode()
