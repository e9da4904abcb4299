"""Conditions and reasons as a reader sees them, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from opslagstavle.notices.notice import (
    Award,
    Change,
    Correction,
    DocumentLink,
    Framework,
    Lot,
    LotResult,
    Modification,
    Money,
    Notice,
    Organisation,
    Procedure,
    SelectionCriterion,
    Stage,
    Subcontracting,
)
from opslagstavle_site.notices import conditions, details, facts, reasons
from opslagstavle_site.notices.facts import Fact
from tests.library.eforms_notices import edited

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
CALL = Notice("eforms", None, Stage.COMPETITION)
MILLION = Money(Decimal(1_000_000), "DKK")


def in_words(language: str, make: Callable[[], list[Fact]]) -> dict[str, str]:
    with override(language):
        return {fact.label: shown(fact) for fact in make()}


def shown(fact: Fact) -> str:
    return "\n".join(filter(None, (fact.value, fact.quoted)))


def said(lot: Lot, language: str = "en") -> dict[str, str]:
    return in_words(language, lambda: conditions.condition_facts(lot, CALL))


class TestConditions:
    def test_a_lot_that_says_nothing_shows_nothing(self) -> None:
        assert said(Lot("1")) == {}

    def test_everything_in_danish_with_its_business_term(self) -> None:
        notice = edited("conditions.xml")
        with override("da"):
            found = conditions.condition_facts(notice.lots[0], notice)
        assert {fact.label: (shown(fact), fact.source) for fact in found} == {
            "Optioner": ("Vask av gardiner", "BT-54"),
            "Forlængelse": ("Højst 2 gange\nEtt år om gangen", "BT-58"),
            "Rammeaftale": ("Ja, med fornyet konkurrence om nogle af bestillingerne", "BT-765"),
            "Højst antal virksomheder i aftalen": ("4", "BT-113"),
            "Der kan højst købes for": ("5.000.000 NOK", "BT-271, BT-157"),
            "Derfor løber den længe": ("Seks år", "BT-109"),
            "Alternative tilbud": ("Ikke tilladt", "BT-63"),
            "Tilbuddets sprog": ("dansk, norsk", "BT-97"),
            "Sådan afleveres tilbuddet": (
                "Ikke elektronisk, fordi en model er en del af tilbuddet\nModellen leveres på rådhuset", "BT-17"
            ),
            "Tilbud gælder i": ("3 måneder", "BT-98"),
            "Frist for spørgsmål": ("20. maj 2024 kl. 12.00", "BT-13"),
            "Tilbud åbnes": ("4. juni 2024 kl. 10.00", "BT-132"),
            "Garanti": ("Ja\nBankgaranti", "BT-751"),
            "Så mange bliver inviteret": ("3–5", "BT-50"),
            "Vilkår for udførelsen": ("Lærlinger\nElbiler", "BT-70"),
            "Underleverandører": ("En del af kontrakten skal gives til underleverandører", "BT-65"),
            "Tilbuddet skal oplyse": ("Hvor stor en del underleverandører får", "BT-651"),
            "Andel til underleverandører": ("10–29,5 %", "BT-64"),
            "Penge fra EU": ("Ja", "BT-60"),
        }  # fmt: skip

    def test_what_is_quoted_says_in_which_language(self) -> None:
        notice = edited("conditions.xml")
        with override("da"):
            found = {fact.label: fact for fact in conditions.condition_facts(notice.lots[0], notice)}
        assert (found["Garanti"].value, found["Garanti"].quoted, found["Garanti"].language) == (
            "Ja", "Bankgaranti", "no",
        )  # fmt: skip
        assert found["Alternative tilbud"].quoted == ""

    @pytest.mark.parametrize(("lot", "shown"), [
        (Lot("1", renewable=False, renewals=0), {"Renewal": "No"}),
        (Lot("1", renewable=True, renewals=1), {"Renewal": "Once at most"}),
        (Lot("1", renewable=True), {"Renewal": "Yes"}),
        (Lot("1", options=True), {"Options": "Yes"}),
        (Lot("1", guarantee=False), {"Guarantee": "No"}),
        (Lot("1", electronic_auction=False, eu_funds=False, framework=False), {}),
        (Lot("1", candidates_minimum=3), {"How many are invited": "At least 3"}),
        (Lot("1", candidates_maximum=5), {"How many are invited": "At most 5"}),
        (Lot("1", candidates_minimum=4, candidates_maximum=4), {"How many are invited": "4"}),
        (Lot("1", framework_terms=Framework(maximum=Money(Decimal(0), "DKK"))), {}),
        (Lot("1", subcontracting=Subcontracting(minimum=Decimal(0), maximum=Decimal(100))), {}),
        (Lot("1", subcontracting=Subcontracting(maximum=Decimal(30))), {"Share for subcontractors": "At most 30 %"}),
        (Lot("1", subcontracting=Subcontracting(minimum=Decimal(5))), {"Share for subcontractors": "At least 5 %"}),
        (Lot("1", subcontracting=Subcontracting(("none",), ("none",))), {"Subcontractors": "No demands"}),
        (Lot("1", suitable_for_social_enterprises=False), {"Suited to social enterprises": "No"}),
    ])  # fmt: skip
    def test_short_answers(self, lot: Lot, shown: dict[str, str]) -> None:
        assert said(lot) == shown

    def test_suited_is_no_reservation(self) -> None:
        suited = Lot("1", suitable_for_social_enterprises=True)
        assert "nothing is reserved" in said(suited)["Suited to social enterprises"]
        assert "intet er forbeholdt" in said(suited, "da")["Egnet for socialøkonomiske virksomheder"]


class TestDemands:
    def test_only_what_applies_and_says_something(self) -> None:
        lot = Lot("1", selection_criteria=(
            SelectionCriterion("economic", "ef-stand", {"da": "Soliditet:"}, {"da": "Mindst 20 %"}, used=True),
            SelectionCriterion("technical", "tp-abil", {"da": "Referencer"}, used=False),
            SelectionCriterion("technical"),
            SelectionCriterion("technical", in_documents=True),
            SelectionCriterion(None, descriptions={"fr": "x" * 500}),
        ))  # fmt: skip
        with override("da"):
            first, documents, second = conditions.demands(lot)
        assert (first.name, first.description, first.is_long) == ("Økonomi: Soliditet", "Mindst 20 %", False)
        assert documents.name == "Erfaring og faglig kunnen: Står i udbudsmaterialet"
        assert (second.name, second.language, second.is_long) == ("Krav", "fr", True)


class TestDocuments:
    def test_every_address_once_and_whether_one_must_ask(self) -> None:
        shown = DocumentLink("https://a.example/1", restricted=False)
        asked = DocumentLink("https://b.example/2", restricted=True)
        lots = [
            Lot("1", documents=(shown, asked), submission_url="https://c.example"),
            Lot("2", documents=(asked,), submission_url="javascript:alert(1)"),
            Lot("3", documents_url="https://d.example"),
        ]
        with override("da"):
            found = [(fact.label, fact.url) for fact in conditions.document_facts(lots)]
        assert found == [
            ("Udbudsmateriale (a.example)", "https://a.example/1"),
            ("Udbudsmateriale (b.example), adgang efter anmodning", "https://b.example/2"),
            ("Udbudsmateriale (d.example)", "https://d.example"),
            ("Her afleveres tilbud (c.example)", "https://c.example"),
        ]


class TestInShort:
    def test_in_which_language_and_how(self) -> None:
        lot = Lot(
            "1", offer_languages=("da", "en"), submission="required", submission_url="https://c.example/x"
        )
        found = in_words("da", lambda: facts.summary(CALL, [lot], [], NOON))
        assert found["Tilbuddet skrives på"] == "dansk eller engelsk"
        assert found["Sådan afleveres tilbuddet"] == "Kun elektronisk, på c.example"

    def test_what_a_call_leaves_open_is_said(self) -> None:
        found = in_words("en", lambda: facts.summary(CALL, [Lot("1")], [], NOON))
        assert (found["Language of the offer"], found["How to send the offer"]) == (
            "Not stated",
            "Not stated",
        )

    def test_ways_that_differ_are_left_to_the_lots(self) -> None:
        lots = [
            Lot("1", submission="required"),
            Lot("2", submission="allowed", submission_url="https://c.example"),
        ]
        assert (
            in_words("en", lambda: facts.summary(CALL, lots, [], NOON))["How to send the offer"]
            == "c.example"
        )

    def test_a_result_asks_for_no_offer(self) -> None:
        found = in_words("en", lambda: facts.summary(replace(CALL, stage=Stage.RESULT), [Lot("1")], [], NOON))
        assert "Language of the offer" not in found


class TestReasons:
    @pytest.mark.parametrize(("code", "danish"), [
        ("technical", "Af tekniske grunde kan kun én virksomhed løse opgaven"),
        ("D_EXTREME_URGENCY", "Det haster meget, og ingen kunne forudse det"),
        ("some-new-code", "some-new-code"),
        (None, ""),
    ])  # fmt: skip
    def test_why_without_competition(self, code: str | None, danish: str) -> None:
        with override("da"):
            assert reasons.direct_award(Procedure(direct_award_reason=code)) == danish

    def test_the_reason_stands_in_the_summary_and_in_full_with_the_procedure(self) -> None:
        procedure = Procedure(direct_award_reason="technical", direct_award_descriptions={"en": "Cryostats"})
        notice = replace(CALL, stage=Stage.DIRECT_AWARD, procedure=procedure)
        assert in_words("en", lambda: reasons.background(notice)) == {
            "Why without competition": "Only one enterprise can do it, for technical reasons"
        }
        full = in_words("en", lambda: reasons.reason_facts(notice))["Why without competition"]
        assert full == "Only one enterprise can do it, for technical reasons\nCryostats"

    def test_what_is_cancelled_says_so_first(self) -> None:
        cancelled = replace(CALL, correction=Correction(reason="cancel"))
        assert in_words("da", lambda: reasons.warning(cancelled)) == {
            "Bemærk": "Bekendtgørelsen er annulleret"
        }
        assert reasons.warning(replace(CALL, correction=Correction(reason="cor-buy"))) == []
        assert reasons.warning(CALL) == []

    def test_modifications_with_value_before_and_after(self) -> None:
        change = Modification("K-7", "mod-cir", {"da": "Vandskade"}, {"da": "Mere vask"}, (), MILLION)
        notice = replace(CALL, stage=Stage.MODIFICATION, modifications=(change,))
        assert in_words("da", lambda: reasons.reason_facts(notice)) == {
            "Derfor ændres kontrakten": "Der skete noget, som ikke kunne forudses\nVandskade",
            "Det ændres": "Mere vask",
            "Værdi før og efter": "1.000.000 kr. → Ikke oplyst",
        }
        twice = replace(notice, modifications=(change, replace(change, contract="K-8")))
        assert "Det ændres (K-8)" in in_words("da", lambda: reasons.reason_facts(twice))
        alike = replace(notice, modifications=(replace(change, descriptions=change.reason_descriptions),))
        assert "Det ændres" not in in_words("da", lambda: reasons.reason_facts(alike))

    def test_lots_hurry_and_how_it_runs(self) -> None:
        procedure = Procedure(
            accelerated=True, accelerated_descriptions={"da": "Snefald"}, features={"da": "To runder"},
            lots_all_required=True, lots_maximum_offered=3, lots_maximum_awarded=1, framework_maximum=MILLION,
        )  # fmt: skip
        assert in_words("da", lambda: reasons.reason_facts(replace(CALL, procedure=procedure))) == {
            "Hasteprocedure": "Ja\nSnefald",
            "Sådan forløber proceduren": "To runder",
            "Hvor mange delaftaler": "Et tilbud skal omfatte alle delaftaler\nEt tilbud må højst omfatte 3 delaftaler\n"
            "En tilbudsgiver får højst én delaftale",
            "Der kan højst købes for": "1.000.000 kr.",
        }

    def test_a_correction_says_why_and_what(self) -> None:
        changes = (
            Change("LOT-0001", descriptions={"da": "Ny frist"}),
            Change(descriptions={"da": "Nyt bilag"}),
        )
        corrected = replace(
            CALL, correction=Correction(reason="cor-buy", descriptions={"da": "Fejl"}, entries=changes, documents_changed=True)
        )  # fmt: skip
        with override("da"):
            assert details.correction(corrected).paragraphs == ["Fejl", "Ny frist", "Nyt bilag"]
        assert in_words("da", lambda: reasons.reason_facts(corrected)) == {
            "Derfor blev bekendtgørelsen ændret": "Ordregiveren lavede en fejl",
            "Udbudsmaterialet blev også ændret": "Ja",
        }


class TestResults:
    def test_offers_by_kind_whatever_the_format_calls_them(self) -> None:
        result = LotResult(
            offers_received=5, lowest_offer=MILLION, highest_offer=Money(Decimal(2_000_000), "DKK"), framework_maximum=MILLION,
            offers_by_kind={"tenders": 5, "t-sme": 4, "NB_TENDERS_RECEIVED_SME": 4, "t-no-eea": 0, "odd": 3, "t-esubm": 5},
        )  # fmt: skip
        with override("da"):
            assert reasons.offers(result) == [
                "Heraf: 4 fra små og mellemstore virksomheder, 5 sendt elektronisk",
                "Tilbud fra 1.000.000 kr. til 2.000.000 kr.",
                "Der kan højst købes for 1.000.000 kr.",
            ]

    def test_nothing_is_said_of_what_is_not_known(self) -> None:
        assert reasons.offers(LotResult(lowest_offer=MILLION, highest_offer=MILLION)) == []
        assert reasons.handed_on(Award(subcontracted=False)) == reasons.handed_on(Award()) == ""

    def test_what_goes_to_subcontractors(self) -> None:
        award = Award(
            (Organisation("A"),), subcontracted=True, subcontracted_value=MILLION, subcontracted_share=Decimal("12.50"),
            subcontracting_descriptions={"da": "Kørsel"},
        )  # fmt: skip
        with override("da"):
            (shown,) = details.results(replace(CALL, results=(LotResult(awards=(award,)),)))
            assert shown.further == ["En del går til underleverandører (12,5 %, 1.000.000 kr.): Kørsel"]

    def test_a_reason_alone_means_not_awarded(self) -> None:
        with override("da"):
            (shown,) = details.results(replace(CALL, results=(LotResult(("1",), reason="no-rece"),)))
        assert shown.outcome_name == "Ikke tildelt: der kom ingen tilbud"
