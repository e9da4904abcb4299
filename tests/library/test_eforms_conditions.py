"""On what conditions a lot is let, read from a call that states each of them, and what a notice says of changes."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from opslagstavle.notices.notice import (
    Deadline,
    DocumentLink,
    Duration,
    Framework,
    Lot,
    Modification,
    Money,
    Notice,
    SelectionCriterion,
    Stage,
    Subcontracting,
)
from tests.library.eforms_notices import Exchange, call, edited, result


def conditions(*exchanged: Exchange) -> Notice:
    return edited("conditions.xml", *exchanged)


def lot(*exchanged: Exchange) -> Lot:
    return conditions(*exchanged).lots[0]


class TestSilence:
    def test_a_lot_that_says_nothing_states_nothing(self) -> None:
        assert call().lots[1] == Lot("PAR-0002", "Part", duration=Duration(unit="unlimited"))


class TestMoreOfIt:
    def test_options_are_described(self) -> None:
        assert (lot().options, lot().options_descriptions) == (True, {"no": "Vask av gardiner"})

    @pytest.mark.parametrize("printed", ["Ingen", "keine.", "nie dotyczy", "N/A", "-"])
    def test_a_description_that_says_none_is_no_option_and_no_refusal(self, printed: str) -> None:
        said = lot(("Vask av gardiner", printed))
        assert (said.options, said.options_descriptions) == (None, {"no": printed})

    def test_renewals(self) -> None:
        assert (lot().renewable, lot().renewals, lot().renewal_descriptions) == (
            True,
            2,
            {"no": "Ett år om gangen"},
        )
        none = lot((">2</cbc:MaximumNumberNumeric>", ">0</cbc:MaximumNumberNumeric>"))
        assert (none.renewable, none.renewals) == (False, 0)
        withheld = lot((">2</cbc:MaximumNumberNumeric>", ">-1</cbc:MaximumNumberNumeric>"))
        assert (withheld.renewable, withheld.renewals) == (None, None)


class TestHowItIsLet:
    def test_framework(self) -> None:
        assert lot().framework is True
        assert lot().framework_terms == Framework(
            "fa-mix", 4, Money(Decimal(5_000_000), "NOK"), {"no": "Seks år"}
        )

    def test_no_framework_has_no_terms_whatever_else_is_filled_in(self) -> None:
        refused = lot((">fa-mix<", ">none<"))
        assert (refused.framework, refused.framework_terms) == (False, None)

    def test_the_maximum_of_a_withheld_kind_is_still_read(self) -> None:
        withheld = lot((">fa-mix<", ">unpublished<"))
        assert (withheld.framework, withheld.framework_terms and withheld.framework_terms.participants) == (
            None,
            4,
        )

    def test_dynamic_purchasing_of_the_lot_and_of_the_procedure(self) -> None:
        assert (lot().dynamic_purchasing, conditions().procedure.dynamic_purchasing) == (True, True)
        assert lot((">dps-nlist<", ">none<")).dynamic_purchasing is False

    def test_auction_variants_and_funds(self) -> None:
        assert (lot().electronic_auction, lot().variants, lot().eu_funds) == (False, "not-allowed", True)
        assert lot((">eu-funds<", ">no-eu-funds<")).eu_funds is False
        assert lot((">not-allowed</cbc:Variant", ">perhaps</cbc:Variant")).variants is None

    def test_how_many_are_invited(self) -> None:
        assert (lot().candidates_minimum, lot().candidates_maximum) == (3, 5)


class TestOffer:
    def test_languages_are_two_letters(self) -> None:
        assert lot().offer_languages == ("da", "no")

    def test_times(self) -> None:
        said = lot()
        assert said.offer_validity == Duration(Decimal(3), "month")
        assert said.opening == Deadline(date(2024, 6, 4), time(10), "+02:00")
        assert said.deadline_questions == Deadline(date(2024, 5, 20), time(12), "+02:00")
        assert said.deadline is None

    def test_a_validity_without_length_is_none(self) -> None:
        assert lot(('unitCode="MONTH">3<', 'unitCode="MONTH">-1<')).offer_validity is None

    def test_how_to_send_it(self) -> None:
        said = lot()
        assert (said.submission, said.submission_reason) == ("not-allowed", "phy-mod")
        assert said.submission_descriptions == {"no": "Modellen leveres på rådhuset"}

    def test_guarantee(self) -> None:
        assert (lot().guarantee, lot().guarantee_descriptions) == (True, {"no": "Bankgaranti"})

    def test_documents_each_address_once_with_all_its_languages(self) -> None:
        assert lot().documents == (
            DocumentLink("https://example.org/one", True, ("no", "da", "en")),
            DocumentLink("https://example.org/two"),
        )
        assert lot().documents_url == "https://example.org/one"


class TestDemands:
    def test_selection_criteria_in_old_and_new_codes(self) -> None:
        assert lot().selection_criteria == (
            SelectionCriterion("suitability", "slc-suit-reg-trade", descriptions={"no": "Firmaattest"}),
            SelectionCriterion("economic", "ef-stand", {"no": "Soliditet"}, used=True),
            SelectionCriterion("technical", "tp-abil", used=False),
            SelectionCriterion(None, "other"),
            SelectionCriterion(in_documents=True),
        )
        assert (
            SelectionCriterion(in_documents=True)
            not in lot((">epo-procurement-document<", ">epo-notice<")).selection_criteria
        )

    @pytest.mark.parametrize(("code", "kind"), [
        ("slc-stand-to-gen", "economic"), ("slc-abil-ref-services", "technical"), ("slc-sche-qu-cert-indep", "technical"),
        ("slc-sec-inf", "technical"), ("unpublished", None), ("slc", None),
    ])  # fmt: skip
    def test_groups_of_codes(self, code: str, kind: str | None) -> None:
        assert lot((">slc-suit-reg-trade<", f">{code}<")).selection_criteria[0].kind == kind

    def test_subcontracting(self) -> None:
        assert lot().subcontracting == Subcontracting(
            ("subc-min",), ("shar-subc",), Decimal(10), Decimal("29.5")
        )

    def test_terms_of_performance_and_not_of_secrecy(self) -> None:
        assert lot().execution_terms == {"no": "Lærlinger\nElbiler"}


class TestProcedure:
    def test_features_and_hurry(self) -> None:
        procedure = conditions().procedure
        assert procedure.features == {"no": "Forhandling i to runder"}
        assert (procedure.accelerated, procedure.accelerated_descriptions) == (True, {"no": "Det haster"})

    def test_why_without_competition(self) -> None:
        procedure = conditions().procedure
        assert procedure.direct_award_reason == "irregular"
        assert procedure.direct_award_descriptions == {"no": "Ingen brukbare tilbud"}
        assert procedure.direct_award_after == "2f6d0f0e-0000-4000-8000-0000000000aa"
        assert conditions((">irregular<", ">unpublished<")).procedure.direct_award_reason is None

    def test_how_many_lots(self) -> None:
        procedure = conditions().procedure
        assert (
            procedure.lots_all_required,
            procedure.lots_maximum_offered,
            procedure.lots_maximum_awarded,
        ) == (True, 3, 2)
        assert procedure.framework_maximum == Money(Decimal(9_000_000), "NOK")


class TestNationalExtensions:
    def test_a_norwegian_notice_without_number(self) -> None:
        notice = conditions()
        assert (notice.format, notice.stage, notice.language, notice.legal_basis) == (
            "eforms", Stage.COMPETITION, "no", "other",
        )  # fmt: skip
        assert (notice.publication_number, notice.url) == (None, None)

    @pytest.mark.parametrize("customization", [
        "eforms-sdk-1.13#extended#urn:fdc:anskaffelser.no:2023:eforms:eu",
        "eforms-sdk-1.15#extended#urn:fdc:anskaffelser.no:2026:eforms:national-e",
        "eforms-de-1.2", "eforms-de-2.1", "urn:example:dk:udbud#compliant#anything else", "",
    ])  # fmt: skip
    def test_whatever_the_customization_it_is_read(self, customization: str) -> None:
        printed = "eforms-sdk-1.13#extended#urn:fdc:anskaffelser.no:2023:eforms:national"
        notice = conditions((printed, customization))
        assert notice.format_version == (customization or None)
        assert notice.lots == conditions().lots

    def test_subtypes_of_other_countries_stay_as_printed(self) -> None:
        subtype = "<cbc:SubTypeCode>16</cbc:SubTypeCode>"
        assert call((subtype, "<cbc:SubTypeCode>N16</cbc:SubTypeCode>")).subtype == "N16"


class TestResult:
    def test_offers_by_kind_and_their_span(self) -> None:
        first = result().results[0]
        assert (first.offers_received, first.offers_by_kind) == (5, {"t-sme": 2})
        assert (first.lowest_offer, first.highest_offer, first.framework_maximum) == (
            Money(Decimal(1_100_000), "DKK"), Money(Decimal(1_900_000), "DKK"), Money(Decimal(2_500_000), "DKK"),
        )  # fmt: skip
        assert result().results[1].offers_by_kind == {}

    def test_what_the_winner_hands_on(self) -> None:
        (award,) = result().results[0].awards
        assert (award.subcontracted_value, award.subcontracted_share) == (
            Money(Decimal(300_000), "DKK"),
            Decimal(25),
        )
        assert (award.subcontracting_descriptions, award.variant) == ({"da": "Kørsel"}, False)


class TestModification:
    def test_which_contract_and_why(self) -> None:
        notice = edited("modification.xml")
        assert notice.stage is Stage.MODIFICATION
        assert notice.modifications == (
            Modification(
                "21/44", "add-wss", {"da": "Kommunen er vokset."}, {"da": "Tre køkkener mere."}, ("CON-0001",)
            ),
            Modification("CON-0009", sections=("RESULT",)),
        )

    def test_the_notices_of_the_contract_and_of_its_framework_came_before(self) -> None:
        assert edited("modification.xml").earlier_notices == ("83017-2021", "12-2020")
