"""Why a match: few words, the telling ones, once each; and what the frame of a page says of demo content."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from opslagstavle.matching.outcome import Contribution
from opslagstavle.notices.notice import Lot as PureLot
from opslagstavle.notices.notice import Notice as PureNotice
from opslagstavle.notices.notice import Stage
from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.matches.cards import MOST_WORDS, match_card, reasons, telling, word_of
from opslagstavle_site.matches.models import Match
from opslagstavle_site.matches.rows import to_library
from opslagstavle_site.notices.actions import remove_demo_notices
from opslagstavle_site.notices.choices import filters, lot_cards
from opslagstavle_site.notices.counts import counts_of
from opslagstavle_site.notices.queries import BoardFilter
from opslagstavle_site.notices.rows import prepared


def word(
    lemma: str,
    weight: float,
    *,
    lot: str = "",
    enterprise: str = "",
    declared: str = "yes",
    field: str = "title",
) -> Contribution:
    said = {"lot": lot or lemma, "enterprise": enterprise or lemma, "declared": declared, "field": field}
    return Contribution("text", f"text:{lemma}", weight, said)


LAUNDRY = Enterprise(
    key="vask", descriptions={"da": "Vi vasker linned og måtter", "en": "We wash linen"}, kinds=["laundry"]
)


def test_weak_words_forms_and_other_languages_are_left_out() -> None:
    parts = (
        word("linned", 10, lot="linnedet, linned, sengelinned"),
        word("linen", 9),
        word("cirka", 3, declared="no", field="description"),
        word("måtte", 4, lot="måtterne, måtter", enterprise="måtter", declared="no"),
    )
    with override("da"):
        assert [word_of(part) for part in telling(parts, LAUNDRY)] == ["linned", "måtter"]
    with override("en"):
        assert [word_of(part) for part in telling(parts, LAUNDRY)] == ["linen"]


def test_words_in_no_language_of_the_reader_are_better_than_none() -> None:
    with override("en"):
        assert [word_of(part) for part in telling((word("blanchisserie", 5),), LAUNDRY)] == ["blanchisserie"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_match_is_explained_briefly(board: None, language: str) -> None:
    with override(language):
        for row in Match.objects.select_related("lot__notice__source", "enterprise__workforce"):
            found = to_library(row)
            told = [word_of(part) for part in telling(found.contributions, row.enterprise)]
            assert len(told) == len(set(told)) <= MOST_WORDS
            assert sum(part.share for part in reasons(found, row.enterprise)) in range(98, 103)
            card = match_card(row, lot_cards([row.lot])[0], row.score)
            assert 1 <= len(card.reasons) <= 3


@pytest.mark.django_db
def test_the_demo_mark_stays_while_invented_enterprises_are_shown(board: None) -> None:
    client = Client()
    assert "demo-banner" in client.get("/").content.decode()
    remove_demo_notices()
    assert "demo-banner" in client.get("/").content.decode()
    Enterprise.objects.create(key="real", name="Real")
    assert "demo-banner" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_kinds_of_work_stand_below_their_division(board: None) -> None:
    with override("da"):
        kinds = next(
            choice
            for choice in filters(BoardFilter(), counts_of(BoardFilter(), timezone.localdate()))
            if choice.name == "kind"
        )
    assert [option.value for option in kinds.options] == [""]
    labels = [label for label, _ in kinds.groups]
    assert labels == sorted(labels, key=str.casefold)
    for label, options in kinds.groups:
        assert label in options[0].label
        assert KINDS[options[0].value].is_division
        assert not any(KINDS[option.value].is_division for option in options[1:])


def test_addresses_hold_whatever_a_lot_or_notice_is_called() -> None:
    lots = tuple(PureLot(number) for number in ("1/4", "1-4", "Los 2 (nord)", "..", "LOT-0001"))
    stored = prepared(PureNotice("eforms", None, Stage.COMPETITION, notice_id="a/b?c#d", lots=lots), "0" * 64)
    assert stored.columns["key"] == "a-b-c-d-01"
    numbers = [lot.columns["number"] for lot in stored.lots]
    assert numbers == ["1-4~1", "1-4~2", "Los-2-nord", "4", "LOT-0001"]
