"""The eForms reader on two notices written for it: each rule once."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time
from decimal import Decimal

import pytest

from opslagstavle.errors import UnknownFormat, UnreadableNotice
from opslagstavle.notices import notice as model
from opslagstavle.notices.eforms_fields import NOTICE
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import AwardCriterion, Deadline, Duration, Money, Place, Stage
from opslagstavle.notices.paths import describe
from tests.library.eforms_notices import call, result


class TestIdentity:
    def test_a_foreign_extended_customization_is_eforms_too(self) -> None:
        notice = result()
        assert (notice.format, notice.format_version) == ("eforms", "urn:example:eforms-sdk-1.10:extended")

    def test_number_version_and_address_on_ted(self) -> None:
        notice = result()
        assert (notice.publication_number, notice.version) == ("12345-2024", "02")
        assert notice.url == "https://ted.europa.eu/en/notice/-/detail/12345-2024"
        assert notice.published == date(2024, 5, 21)

    def test_no_number_but_na_means_no_number_and_no_address(self) -> None:
        notice = call()
        assert (notice.publication_number, notice.url) == (None, None)
        assert notice.notice_id == "2f6d0f0e-0000-4000-8000-000000000002"

    def test_an_impossible_date_is_none(self) -> None:
        assert call().dispatched is None

    @pytest.mark.parametrize(
        ("form_type", "stage"),
        [("planning", Stage.PLANNING), ("consultation", Stage.PLANNING), ("result", Stage.RESULT),
         ("dir-awa-pre", Stage.DIRECT_AWARD), ("cont-modif", Stage.MODIFICATION), ("change", Stage.COMPETITION),
         ("bri", Stage.OTHER), ("", Stage.OTHER)],
    )  # fmt: skip
    def test_the_stage_is_what_the_form_type_says(self, form_type: str, stage: Stage) -> None:
        assert call(('listName="competition"', f'listName="{form_type}"')).stage is stage

    @pytest.mark.parametrize(("subtype", "stage"), [
        ("4", Stage.PLANNING), ("16", Stage.COMPETITION), ("25", Stage.DIRECT_AWARD), ("29", Stage.RESULT),
        ("38", Stage.MODIFICATION), ("41", Stage.CHANGE), ("CEI", Stage.CHANGE), ("1" * 5_000, Stage.CHANGE), ("", Stage.CHANGE),
    ])  # fmt: skip
    def test_the_stage_of_a_change_is_what_its_subtype_says(self, subtype: str, stage: Stage) -> None:
        code = ("<cbc:SubTypeCode>16<", f"<cbc:SubTypeCode>{subtype}<")
        assert call(('listName="competition"', 'listName="change"'), code).stage is stage

    def test_a_corrected_call_stays_a_call_and_says_what_changed(self) -> None:
        notice = call()
        assert notice.stage is Stage.COMPETITION
        assert notice.correction == model.Correction(
            "672025-2023",
            "cor-buy",
            {"en": "A mistake."},
            (
                model.Change("LOT-0001, PROCEDURE", ("LOT-0001",), descriptions={"da": "Ny frist."}),
                model.Change(descriptions={"da": "Nyt bilag."}),
            ),
            documents_changed=True,
        )

    def test_a_change_that_names_no_section_says_so(self) -> None:
        assert call(("ChangedSection>", "Other>")).correction.entries[0].section is None  # type: ignore[union-attr]

    def test_the_changed_notice_may_be_known_by_uuid_only(self) -> None:
        uuid = "2f6d0f0e-0000-4000-8000-000000000009-01"
        changed = call(("2023/S 214-672025", uuid))
        assert changed.correction
        assert changed.correction.changes == uuid

    def test_what_came_before_a_call_announced_it_and_may_announce_others(self) -> None:
        plans = ("11111-2023", "2f6d0f0e-0000-4000-8000-000000000007-01")
        assert (call().earlier_notices, call().announced_by) == ((), ("654321-2023", *plans))

    def test_what_came_before_a_result_is_of_the_same_procedure(self) -> None:
        as_result = ('listName="competition"', 'listName="result"')
        notice = call(as_result, ("00011111-2023", "654321-2023"))
        assert notice.earlier_notices == ("654321-2023",)
        assert notice.announced_by == ("2f6d0f0e-0000-4000-8000-000000000007-01",)


class TestLot:
    def test_every_language_is_kept_and_the_notice_speaks_for_what_names_none(self) -> None:
        lot = call().lots[0]
        assert lot.titles == {"en": "Canteen", "da": "Kantine på rådhuset"}
        assert lot.additional_information == {"da": "Uden sprog"}

    def test_codes_are_told_apart_by_what_they_say(self) -> None:
        lot = call().lots[0]
        assert (lot.nature, lot.additional_natures) == ("services", ("supplies",))
        assert (lot.strategic, lot.social_objectives) == (("soc-obj",), ("opp",))
        assert (lot.cpv, lot.additional_cpv) == ("55512000", ())

    def test_places(self) -> None:
        assert call().lots[0].places == (
            Place(nuts="DK042", country="DK", description={"da": "Rådhuset"}),
            Place(anywhere="anyw-cou"),
        )

    def test_deadlines_have_clock_and_offset_and_a_bad_clock_spoils_only_itself(self) -> None:
        lot = call().lots[0]
        assert lot.deadline_offers == Deadline(date(2024, 6, 3), time(12, 0), "+02:00")
        assert lot.deadline_requests == Deadline(date(2024, 5, 3))
        assert lot.deadline_interest is None

    @pytest.mark.parametrize(
        ("printed", "offset"), [("08:30:00Z", "Z"), ("08:30:00-01:00", "-01:00"), ("08:30:00", None)]
    )
    def test_the_offset_is_as_printed(self, printed: str, offset: str | None) -> None:
        lot = call(("12:00:00.0000000+02:00", printed)).lots[0]
        assert lot.deadline_offers == Deadline(date(2024, 6, 3), time(8, 30), offset)

    def test_duration_in_whatever_spelling_of_the_unit_and_without_end(self) -> None:
        lot, part = call().lots
        assert lot.duration == Duration(Decimal(24), "month", start=date(2024, 9, 1))
        assert part.duration == Duration(unit="unlimited")
        assert call(("UNLIMITED", "UNKNOWN")).lots[1].duration is None

    def test_both_reservations(self) -> None:
        lot, silent = call().lots
        assert (lot.reserved_participation, lot.reserved_execution) == (("res-ws", "res-pub-ser"), False)
        assert (silent.reserved_participation, silent.reserved_execution) == (None, None)

    def test_none_is_an_answer_and_not_known_is_none(self) -> None:
        told = call((">res-ws<", ">none<"), (">res-pub-ser<", ">none<")).lots[0]
        assert told.reserved_participation == ("none",)
        assert call(('execution">no<', 'execution">not-known<')).lots[0].reserved_execution is None
        assert call(('execution">no<', 'execution">yes<')).lots[0].reserved_execution is True

    def test_an_amount_that_is_no_number_is_none(self) -> None:
        assert call().lots[0].estimated_value is None
        assert call(("1E9", "-1")).lots[0].estimated_value is None
        assert call(("1E9", "0.00")).lots[0].estimated_value == Money(Decimal("0.00"), "DKK")
        assert call(("1E9", "5"), ('currencyID="DKK"', "")).lots[0].estimated_value is None

    def test_award_criteria_with_weight_text_or_the_formula_above_them(self) -> None:
        assert call().lots[0].award_criteria == (
            AwardCriterion(
                "quality", {"da": "Økologi"}, {"da": "Andel af økologi"}, Decimal("62.5"), "per-exa"
            ),
            AwardCriterion("price", weight_kind="per-exa", weight_text="ca. 30 %"),
            AwardCriterion("cost", weight_text="Se bilag 3"),
        )

    def test_a_fixed_value_counts_where_there_is_no_weight_and_a_threshold_never(self) -> None:
        first = call(("per-exa", "unpublished")).lots[0].award_criteria[0]
        assert (first.weight, first.weight_kind) == (Decimal(900), "fix-tot")
        first = call(("per-exa", "unpublished"), ("fix-tot", "max-pass")).lots[0].award_criteria[0]
        assert (first.weight, first.weight_kind, first.weight_text) == (None, None, "Se bilag 3")

    def test_a_weight_of_zero_is_a_weight(self) -> None:
        first = call(("62.5", "0")).lots[0].award_criteria[0]
        assert (first.weight, first.weight_text) == (Decimal(0), None)

    def test_links_and_size_hint(self) -> None:
        lot = call().lots[0]
        assert (lot.documents_url, lot.submission_url) == (
            "https://example.org/open",
            "https://example.org/submit",
        )
        assert lot.sme_suitable is True

    def test_restricted_documents_are_better_than_none(self) -> None:
        assert call(("https://example.org/open", "")).lots[0].documents_url == "https://example.org/ask"

    def test_what_a_lot_is_may_show_in_its_number_only(self) -> None:
        assert [lot.kind for lot in call().lots] == ["Lot", "Part"]
        assert call(("PAR-0002", "GLO-0002")).lots[1].kind == "LotsGroup"

    def test_the_procedure_is_a_framework_if_one_lot_is(self) -> None:
        assert call().procedure.framework is True
        assert call(("fa-wo-rc", "none")).procedure.framework is False
        assert call(("fa-wo-rc", "unpublished")).procedure.framework is None
        assert call().procedure.dynamic_purchasing is None

    def test_not_accelerated_is_said_and_differs_from_silence(self) -> None:
        assert call().procedure.accelerated is False
        assert call(("accelerated-procedure", "other")).procedure.accelerated is None


class TestRefusal:
    ROOT = '<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"/>'

    def test_an_empty_notice_is_refused_with_its_reason(self) -> None:
        with pytest.raises(UnreadableNotice, match="without identifier, lot or title"):
            read_notice(self.ROOT.encode())

    def test_another_namespace_is_another_format(self) -> None:
        with pytest.raises(UnknownFormat):
            read_notice(self.ROOT.replace("ContractNotice-2", "Invoice-2").encode())

    def test_a_notice_without_an_id_is_read(self) -> None:
        notice = call(('<cbc:ID schemeName="notice-id">2f6d0f0e-0000-4000-8000-000000000002</cbc:ID>', ""))
        assert (notice.notice_id, len(notice.lots)) == (None, 2)


class TestTable:
    ROWS = tuple(describe([NOTICE]))
    HOLDERS = {
        model.Notice: {"notice"},
        model.Procedure: {"notice.procedure", "procedure.justifications"},
        model.Lot: {"lots", "requirements", "justifications"},
        model.Place: {"places", "procedure.places"},
        model.Organisation: {"organisations", "contact_points", "buyers"},
        model.AwardCriterion: {"award_criteria", "weights"},
        model.LotResult: {"results", "statistics"},
        model.Award: {"offers", "contracts", "parties"},
        model.Correction: {"correction", "entries"},
        model.Change: {"entries"},
        model.Modification: {"modifications"},
        model.SelectionCriterion: {"selection_criteria"},
        model.DocumentLink: {"documents"},
        model.Framework: {"lots.framework_terms"},
        model.Subcontracting: {"lots.subcontracting"},
        model.Duration: {"lots.duration"},
        model.Deadline: {"lots.deadline_offers"},
    }
    DERIVED = {
        "Notice.format", "Notice.url", "Notice.procedure", "Organisation.name", "Organisation.cvr", "Deadline.offset",
        "Notice.buyers", "Notice.lots", "Notice.results", "Notice.correction", "Procedure.places", "Lot.places",
        "Lot.award_criteria", "LotResult.awards", "Award.winners",  # tables of their own
        "Correction.entries", "Notice.modifications", "Lot.selection_criteria", "Lot.documents",
        "Procedure.framework", "Procedure.dynamic_purchasing", "Notice.announced_by",  # from the lots
        "Lot.documents_url", "Lot.options", "Lot.renewable", "SelectionCriterion.kind", "DocumentLink.restricted",
        "SelectionCriterion.in_documents",
        "LotResult.offers_by_kind", "Change.lots", "Procedure.direct_award_reason",  # from rows called otherwise
    }  # fmt: skip
    NOT_IN_EFORMS = {
        "Notice.ocid", "Notice.publisher", "Lot.suitable_for_social_enterprises", "Subcontracting.descriptions",
        "Correction.patch", "Change.labels", "Change.before", "Change.after", "Change.deadline_before", "Change.deadline_after",
        "Modification.value_before", "Modification.value_after",
    }  # fmt: skip
    """Other formats say them."""

    def test_every_row_has_a_term_and_a_path(self) -> None:
        assert len(self.ROWS) > 100
        assert [row for row in self.ROWS if not all(row)] == []

    @pytest.mark.parametrize("kind", HOLDERS, ids=lambda kind: kind.__name__)
    def test_every_field_of_the_model_is_read_from_somewhere(self, kind: type) -> None:
        names = {name for name, _, _ in self.ROWS}
        said = {
            name.removeprefix(f"{holder}.").split(".")[0]
            for name in names
            for holder in self.HOLDERS[kind]
            if name.startswith(f"{holder}.")
        }
        missing = {
            name for field in fields(kind) if not (name := field.name).endswith("_range") and name not in said
        }
        assert {f"{kind.__name__}.{name}" for name in missing} <= self.DERIVED | self.NOT_IN_EFORMS
