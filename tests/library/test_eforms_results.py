"""Who buys and who won, on a result written to make the join hard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from opslagstavle.notices.notice import Money
from tests.library.eforms_notices import CONTRACT_REFERENCE, SIGNED, UNSIGNED, offer, result


class TestBuyer:
    def test_a_contact_point_stands_for_its_organisation(self) -> None:
        (buyer,) = result().buyers
        assert buyer.names == {"en": "Example Municipality, purchasing", "da": "Eksempel Kommune, Indkøb"}
        assert (buyer.name, buyer.cvr, buyer.country, buyer.legal_type) == (
            "Eksempel Kommune, Indkøb",
            "99990015",
            "DK",
            "la",
        )

    def test_a_number_that_is_explained_nowhere_names_nobody(self) -> None:
        assert (
            result(
                (
                    "<cbc:ID>TPO-0001</cbc:ID></cac:PartyIdentification></cac:Party>",
                    "<cbc:ID>TPO-9</cbc:ID></cac:PartyIdentification></cac:Party>",
                )
            ).buyers
            == ()
        )

    def test_eight_digits_abroad_are_no_danish_number(self) -> None:
        german, danish = result().results[0].awards[0].winners
        assert (german.identifier, german.cvr) == ("99990015", None)
        assert (danish.identifier, danish.cvr) == ("CVR nr. 99 99 00 07", "99990007")


class TestResult:
    def test_the_leader_of_a_group_comes_first(self) -> None:
        (award,) = result().results[0].awards
        assert [winner.name for winner in award.winners] == ["Große Wäscherei", "Rent Tøj Fonden"]
        assert award.winners[0].size == "small"

    def test_the_signed_offer_won_and_the_other_did_not(self) -> None:
        first = result().results[0]
        (award,) = first.awards
        assert (first.lots, first.outcome, first.offers_received) == (("LOT-0001",), "awarded", 5)
        assert award.value == Money(Decimal("1200000.50"), "DKK")
        assert (award.contract_number, award.titles) == ("24/117", {"da": "Vask af arbejdstøj"})
        assert (award.concluded, award.subcontracted) == (date(2024, 5, 17), True)

    def test_a_party_with_only_a_name_is_a_winner_with_only_a_name(self) -> None:
        (award,) = result().results[1].awards
        (winner,) = award.winners
        assert (winner.name, winner.names, winner.identifier) == (
            "Vaskefællesskabet Åen",
            {"da": "Vaskefællesskabet Åen"},
            None,
        )

    def test_closed_without_a_winner_says_why(self) -> None:
        closed = result().results[2]
        assert (closed.outcome, closed.reason, closed.awards) == ("not-awarded", "no-rece", ())

    def test_what_is_withheld_is_none_and_no_number(self) -> None:
        notice = result()
        named_only, withheld = notice.results[1], notice.results[3]
        assert (withheld.outcome, withheld.reason, withheld.awards) == (None, None, ())
        assert (
            named_only.awards[0].value,
            named_only.awards[0].subcontracted,
            named_only.offers_received,
        ) == (None, None, None)
        assert (notice.procedure.awarded_value, notice.procedure.kind) == (None, None)

    def test_without_a_contract_only_the_best_offer_won(self) -> None:
        first = result(
            (f"{CONTRACT_REFERENCE}CON-0001", f"{CONTRACT_REFERENCE}CON-9"), (SIGNED, UNSIGNED)
        ).results[0]
        assert [award.winners[0].name for award in first.awards] == ["Große Wäscherei"]
        assert first.awards[0].contract_number is None

    def test_a_contract_that_names_a_strange_offer_does_not_hide_the_winner(self) -> None:
        (award,) = result((SIGNED, SIGNED.replace("TEN-0001", "TEN-0003"))).results[0].awards
        assert (award.winners[0].name, award.contract_number) == ("Große Wäscherei", "24/117")

    def test_a_result_that_lists_no_offers_takes_its_lot_s_from_the_contract(self) -> None:
        first = result((offer("TEN-0002") + offer("TEN-0001"), "")).results[0]
        (award,) = first.awards
        assert [winner.name for winner in award.winners] == ["Große Wäscherei", "Rent Tøj Fonden"]

    def test_contracts_without_results_are_results(self) -> None:
        (only,) = result(("efac:LotResult", "efac:Other")).results
        assert (only.lots, only.outcome, len(only.awards)) == (("LOT-0001",), None, 1)
