"""OCDS releases as notices: every field from its place, whatever stands elsewhere, and nothing crashes."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices import formats
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.json_schema import NOTICE
from opslagstavle.notices.notice import (
    AwardCriterion,
    Correction,
    Deadline,
    DocumentLink,
    Duration,
    Framework,
    LotResult,
    Money,
    MoneyRange,
    Place,
    SelectionCriterion,
    Stage,
    Subcontracting,
)
from opslagstavle.notices.ocds_values import text
from tests.library.ocds_releases import OCID, as_bytes, call, read, result

CALL = read(call())
RESULT = read(result())
LOT, OTHER = CALL.lots


class TestCall:
    def test_what_the_notice_is(self) -> None:
        assert (CALL.format, CALL.format_version, CALL.stage, CALL.notice_type) == (
            "ocds",
            "1.1",
            Stage.COMPETITION,
            "tender",
        )
        assert (CALL.ocid, CALL.notice_id, CALL.publisher) == (OCID, "1", "Byernes indkøb")
        assert CALL.published == date(2026, 3, 2)  # in its own offset; in Greenwich too, but not in Tokyo
        assert (CALL.language, CALL.languages, CALL.legal_basis) == ("da", ("da", "en"), "32014L0024")
        assert CALL.url == "https://portal.example/7"
        assert (CALL.announced_by, CALL.earlier_notices) == (("672025-2025",), ("ocds-abc123-ramme",))

    def test_the_buyer_is_the_party_it_refers_to(self) -> None:
        (buyer,) = CALL.buyers
        assert (buyer.name, buyer.identifier, buyer.cvr) == ("Byen Nørreby", "64942212", "64942212")
        assert (buyer.address, buyer.postal_code, buyer.town) == ("Torvet 1", "8000", "Nørreby")
        assert (buyer.country, buyer.nuts, buyer.website) == ("DK", "DK042", "https://noerreby.example")
        assert (buyer.contact_name, buyer.email, buyer.phone) == (
            "Kontoret",
            "udbud@noerreby.example",
            "+45 11 22 33 44",
        )
        assert (buyer.legal_type, buyer.activity) == ("Local authority", "General services")

    def test_the_procedure(self) -> None:
        procedure = CALL.procedure
        assert procedure.identifier == "2f6d0f0e-0000-4000-8000-0000000000aa"
        assert procedure.reference == "K-7"
        assert procedure.titles == {"da": "Kantinedrift", "en": "Canteens"}
        assert procedure.additional_information == {"da": "Læs det hele."}
        assert (procedure.kind, procedure.nature, procedure.cpv) == ("restricted", "services", "55512000")
        assert procedure.estimated_value == Money(Decimal("250000.1"), "DKK")
        assert procedure.accelerated is True
        assert procedure.accelerated_descriptions == {"da": "Kantinen lukker"}
        assert (procedure.lots_maximum_offered, procedure.lots_maximum_awarded) == (
            None,
            1,
        )  # 2147483647: no limit
        assert procedure.places == (Place(country="DK"),)

    def test_a_lot_that_says_everything(self) -> None:
        assert (LOT.number, LOT.titles, LOT.nature) == ("A", {"da": "Rådhuskantinen"}, "services")
        assert (LOT.cpv, LOT.additional_cpv) == ("55512000", ("55523000",))  # UNSPSC is no CPV
        assert LOT.places == (
            Place(nuts="DK042", country="DK", town="Nørreby"),
            Place(description={"da": "Østjylland"}),
            Place(nuts="DK041"),
        )
        assert LOT.estimated_value is None
        assert LOT.estimated_value_range == MoneyRange(Decimal(100000), Decimal("160000.1"), "DKK")
        assert LOT.duration == Duration(Decimal(720), "day", date(2026, 6, 1))
        assert LOT.deadline_requests == Deadline(
            date(2026, 4, 1), time(12), "+02:00"
        )  # two stages: no offers yet
        assert LOT.deadline_offers is None
        assert LOT.deadline_questions == Deadline(date(2026, 3, 20))
        assert LOT.opening == Deadline(date(2026, 4, 1), time(13), "+02:00")
        assert (LOT.options, LOT.options_descriptions) == (True, {"da": "Et år mere"})
        assert (LOT.renewable, LOT.renewals, LOT.renewal_descriptions) == (True, 2, {"da": "To gange"})
        assert LOT.offer_validity == Duration(Decimal(90), "day")
        assert (LOT.variants, LOT.submission, LOT.offer_languages) == (
            "not-allowed",
            "required",
            ("da", "en"),
        )
        assert LOT.submission_url == "https://udbud.example/7"
        assert (LOT.guarantee, LOT.guarantee_descriptions) == (False, {"da": "Ingen"})
        assert (LOT.candidates_minimum, LOT.candidates_maximum) == (3, 5)
        assert LOT.framework_terms == Framework("fa-w-rc", 3, Money(Decimal(1000000), "DKK"))
        assert (LOT.framework, LOT.dynamic_purchasing, LOT.electronic_auction) == (True, False, False)
        assert LOT.subcontracting == Subcontracting(
            indications=("subc-oblig",), maximum=Decimal(30), descriptions={"da": "Navne ønskes"}
        )
        assert LOT.award_criteria == (
            AwardCriterion("quality", {"da": "Smag"}, weight=Decimal(60), weight_kind="per-exa"),
            AwardCriterion("price", weight=Decimal(40), weight_kind="per-exa"),
        )
        assert LOT.selection_criteria == (
            SelectionCriterion("technical", descriptions={"da": "To referencer\nEn fra i år"}),
        )

    def test_reserved_suitable_and_sustainable_are_different_things(self) -> None:
        assert LOT.reserved_participation == ("res-ws",)
        assert LOT.reserved_execution is False
        assert (LOT.sme_suitable, LOT.suitable_for_social_enterprises) == (True, True)
        assert (LOT.strategic, LOT.social_objectives) == (("soc-obj", "env-imp"), ("opp",))
        suitable = read(
            {"ocid": "o", "tag": ["tender"], "tender": {"title": "t", "suitability": {"vcse": True}}}
        )
        assert suitable.lots[0].suitable_for_social_enterprises is True
        assert suitable.lots[0].reserved_participation is None

    def test_another_lot_has_what_the_call_says_for_all_and_nothing_of_the_first(self) -> None:
        assert OTHER.deadline_requests == LOT.deadline_requests
        assert (OTHER.cpv, OTHER.submission) == ("55512000", "allowed")
        assert OTHER.estimated_value == Money(Decimal(90000), "DKK")
        assert (OTHER.descriptions, OTHER.reserved_participation, OTHER.places) == ({}, None, ())

    def test_documents_are_those_of_the_lot_and_the_notice_is_none(self) -> None:
        for_all = DocumentLink("https://udbud.example/7/docs", languages=("da",))
        assert LOT.documents == (for_all,)
        assert OTHER.documents == (for_all, DocumentLink("https://udbud.example/7/b"))
        assert LOT.documents_url == OTHER.documents_url == "https://udbud.example/7/docs"

    def test_without_lots_the_call_is_one(self) -> None:
        release = call()
        release["tender"]["lots"] = []
        release["tender"]["items"] = [{"id": "1", "deliveryAddresses": [{"region": "DK042"}]}]
        (lot,) = read(release).lots
        assert (lot.number, lot.titles["da"], lot.estimated_value) == (
            "1",
            "Kantinedrift",
            Money(Decimal("250000.1"), "DKK"),
        )
        assert lot.places == (Place(nuts="DK042"),)


class TestResult:
    def test_awards_joined_with_parties_contracts_and_statistics(self) -> None:
        won, lost = RESULT.results
        (award,) = won.awards
        assert (won.lots, won.outcome) == (("A",), "awarded")
        assert [winner.name for winner in award.winners] == ["Green Hands CIC", "Madkunsten"]
        assert (award.winners[0].identifier, award.winners[0].size, award.winners[0].country) == (
            "GB-COH-01234567",
            "micro",
            "GB",
        )
        assert award.winners[0].cvr is None
        assert (award.value, award.contract_number) == (Money(Decimal("150000.25"), "DKK"), "c1")
        assert (award.concluded, award.titles) == (date(2026, 5, 20), {"da": "Kontrakt 1"})
        assert (award.subcontracted, award.subcontracted_share) == (True, Decimal(10))
        assert (won.offers_received, won.offers_by_kind) == (4, {"tenders": 4, "t-sme": 3})
        assert won.lowest_offer == Money(Decimal(140000), "DKK")
        assert lost == LotResult(("B",), "not-awarded", "no-rece")

    @pytest.mark.parametrize(
        ("release", "expected"),
        [
            ({"tag": ["tenderCancellation"], "tender": {"title": "t"}}, LotResult(("1",), "not-awarded")),
            (
                {
                    "tag": ["tender"],
                    "tender": {"title": "t", "status": "withdrawn", "statusDetails": "ingen penge"},
                },
                LotResult(("1",), "not-awarded", "ingen penge"),
            ),
            (
                {"tag": ["tender"], "tender": {"lots": [{"id": "A", "status": "cancelled"}, {"id": "B"}]}},
                LotResult(("A",), "not-awarded"),
            ),
            (
                {"tag": ["award"], "tender": {"title": "t"}, "awards": [{"id": "1", "status": "pending"}]},
                LotResult(("1",), "open"),
            ),
        ],
    )
    def test_what_was_called_off_or_is_not_decided(
        self, release: dict[str, Any], expected: LotResult
    ) -> None:
        assert read({"ocid": "o", **release}).results == (expected,)

    def test_modifications_of_a_contract(self) -> None:
        release = result()
        release["tag"] = ["contractAmendment"]
        release["contracts"][0]["amendments"] = [
            {
                "id": "1",
                "rationale": "Flere gæster",
                "description": "10 % mere",
                "rationaleClassifications": [{"id": "add-wss"}],
            }
        ]
        notice = read(release)
        assert notice.stage is Stage.MODIFICATION
        (change,) = notice.modifications
        assert (change.contract, change.reason) == ("c1", "add-wss")
        assert (change.reason_descriptions, change.descriptions) == (
            {"da": "Flere gæster"},
            {"da": "10 % mere"},
        )


class TestStage:
    @pytest.mark.parametrize(
        ("tags", "stage"),
        [
            (["planning"], Stage.PLANNING), (["planningUpdate"], Stage.PLANNING), (["planning", "tender"], Stage.COMPETITION),
            (["tenderUpdate"], Stage.COMPETITION), (["tender", "award", "contract"], Stage.RESULT),
            (["implementation"], Stage.RESULT), (["contractAmendment"], Stage.MODIFICATION),
            (["tenderCancellation"], Stage.RESULT), (["contractTermination"], Stage.RESULT),
        ],
    )  # fmt: skip
    def test_by_tag(self, tags: list[str], stage: Stage) -> None:
        assert read({"ocid": "o", "tag": tags, "tender": {"title": "t"}}).stage is stage

    @pytest.mark.parametrize(
        ("parts", "stage"),
        [
            ({"tender": {"title": "t", "status": "active"}}, Stage.COMPETITION),
            ({"tender": {"title": "t", "status": "planned"}}, Stage.PLANNING),
            ({"tender": {"title": "t"}, "awards": [{"id": "1"}]}, Stage.RESULT),
        ],
    )
    def test_a_compiled_release_by_what_it_holds(self, parts: dict[str, Any], stage: Stage) -> None:
        assert read({"ocid": "o", "tag": ["compiled"], **parts}).stage is stage

    def test_an_amendment_says_what_it_changes_or_only_that_it_does(self) -> None:
        tender = {
            "title": "t",
            "amendments": [{"amendsReleaseID": "1", "rationale": "Fejl", "description": "Ny frist"}],
        }
        told = read({"ocid": "o", "language": "da", "tag": ["tenderAmendment"], "tender": tender})
        assert told.correction == Correction("1", descriptions={"da": "Fejl\nNy frist"})
        assert (
            read({"ocid": "o", "tag": ["tenderUpdate"], "tender": {"title": "t"}}).correction == Correction()
        )
        assert read({"ocid": "o", "tag": ["tender"], "tender": {"title": "t"}}).correction is None

    def test_the_end_of_an_engagement_is_when_interest_can_be_told(self) -> None:
        planning = {"milestones": [{"id": "1", "type": "engagement", "dueDate": "2026-03-21T23:59:59Z"}]}
        notice = read({"ocid": "o", "tag": ["planning"], "planning": planning, "tender": {"title": "t"}})
        assert (
            notice.lots[0].deadline
            == notice.lots[0].deadline_interest
            == Deadline(date(2026, 3, 21), time(23, 59, 59), "Z")
        )


class TestMending:
    @pytest.mark.parametrize(
        ("printed", "meant"),
        [
            ("Coach Hire.rnrnAdditional", "Coach Hire.\n\nAdditional"), ("spare partsrnrnMore", "spare parts\n\nMore"),
            ("ARNDALE CENTRErnrnAnd", "ARNDALE CENTRE\n\nAnd"), ("see ID=2343rn Community", "see ID=2343\n Community"),
            ("to view both;rn- Live", "to view both;\n- Live"),
            ("HomernrnAdditional information: x", "Home\n\nAdditional information: x"),
            ("Â£95,000, KÃ¤rcher, â€¢ one", "£95,000, Kärcher, • one"), ("for:rnâ€¢ one", "for:\n• one"),
        ],
    )  # fmt: skip
    def test_what_is_certain(self, printed: str, meant: str) -> None:
        assert text(printed) == meant

    @pytest.mark.parametrize(
        "printed",
        [
            "furnrnace", "Northern Ireland", "Kinghorn", "Ørn og Bjørn", "modernrnrnThe", "concernrnThe", "HomernrnPlease",
            "Herrn Maier, Neufahrn b. Freising", "DrivernExeter", "the mrn is", "rn-huset", "skriv til mmn@rn.dk",
            "https://www.rn.dk/udbud", "www.rn.dk", "https://x.example/a%2BArnSoTX", "SÃO PAULO, CHÂTEAU", "CAFÉ™", "Ã og Â",
        ],
    )  # fmt: skip
    def test_what_might_be_meant_is_left(self, printed: str) -> None:
        assert text(printed) == printed

    def test_bytes_that_no_database_takes_are_gone(self) -> None:
        notice = read_notice(
            b'{"ocid": "o", "tag": ["tender"], "tender": {"id": "\\ud800", "title": "a\\u0000b\\ud800"}}'
        )
        assert notice.procedure.titles == {"und": "ab?"}
        assert (notice.procedure.reference or "").encode() == b"?"


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b'{"releases": [{"ocid": "a"}, {"ocid": "b"}]}', "several releases"),
            (b'{"ocid": "a"}', "without title, lot, award"),
            (b'{"ocid": "a", "tender": []}', "without title, lot, award"),
            (b'{"ocid": "a", "tender": {"title": "x"}', "no well-formed JSON"),
            (b'{"ocid": "a", "tender": {"title": nope}}', "no well-formed JSON"),
            (b'{"ocid": "a", "tender": {"title": "\xff"}}', "not in UTF-8"),
            (b'{"ocid": ' + b"[" * 100_000, "brackets inside brackets"),
            (b'{"ocid": ' + b'{"a":' * 70 + b"1" + b"}" * 71, "brackets inside brackets"),
            (b"[1]", "something else stands here"),
            (b'{"a": 1}', "no OCDS release"),
        ],
    )
    def test_says_why(self, content: bytes, reason: str) -> None:
        with pytest.raises(UnreadableNotice, match=reason):
            read_notice(content)

    def test_a_document_over_the_cap_is_not_parsed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(formats, "MAX_BYTES", 100)
        with pytest.raises(UnreadableNotice, match="too large"):
            read_notice(as_bytes(call()))

    @pytest.mark.parametrize(
        "number",
        ["NaN", "Infinity", "-Infinity", "1e999999", "9" * 5000, "1" + "0" * 400, '"viel"', "-1", "true"],
    )
    def test_a_number_that_is_none_says_nothing(self, number: str) -> None:
        value = f'{{"amount": {number}, "currency": "DKK"}}'
        notice = read_notice(f'{{"ocid": "o", "tender": {{"title": "t", "value": {value}}}}}'.encode())
        assert notice.lots[0].estimated_value is None

    def test_money_is_exact(self) -> None:
        notice = read_notice(
            b'{"ocid": "o", "tender": {"title": "t", "value": {"amount": 0.1000000000000000055, "currency": "DKK"}}}'
        )
        assert notice.lots[0].estimated_value == Money(Decimal("0.1000000000000000055"), "DKK")

    def test_of_a_repeated_key_the_last_counts(self) -> None:
        assert read_notice(b'{"ocid": "o", "tender": {"title": "a", "title": "b"}}').procedure.titles == {
            "und": "b"
        }

    def test_a_byte_order_mark_is_passed_over(self) -> None:
        assert read_notice(b"\xef\xbb\xbf \n" + as_bytes(call())) == CALL

    @pytest.mark.parametrize("seed", range(10))
    def test_a_wrong_type_anywhere_says_nothing_and_breaks_nothing(self, seed: int) -> None:
        chance = random.Random(seed)
        outcomes = Counter(wronged(chance) for _ in range(60))
        assert outcomes["read"] > 30
        assert outcomes["refused"] + outcomes["read"] == 60

    def test_mutated_bytes_are_read_or_refused(self) -> None:
        content, chance = as_bytes(call()), random.Random(7)
        refused = 0
        for _ in range(300):
            bad = bytearray(content)
            for _ in range(chance.randint(1, 6)):
                bad[chance.randrange(len(bad))] = chance.randrange(256)
            try:
                read_notice(bytes(bad))
            except UnreadableNotice as error:
                refused += bool(error.reason)
        assert refused > 100


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*above, key)
        yield from paths(each, (*above, key))


def put(value: Any, path: tuple[Any, ...], wrong: Any) -> None:
    """Where the path still leads somewhere."""
    *way, last = path
    try:
        for key in way:
            value = value[key]
        value[last] = wrong
    except (TypeError, KeyError, IndexError):
        return


WRONG: tuple[Any, ...] = (
    None,
    5,
    True,
    "x",
    [],
    {},
    [[1]],
    ["x", None, {}],
    {"id": {"id": []}},
    -0.5,
    "9" * 40,
    "\ud800",
)


def wronged(chance: random.Random) -> str:
    release = chance.choice([call, result])()
    for path in chance.choices(list(paths(release)), k=chance.randint(1, 8)):
        put(release, path, copy.deepcopy(chance.choice(WRONG)))
    try:
        NOTICE.dump_json(read_notice(json.dumps(release).encode()))
    except UnreadableNotice as error:
        return "refused" if error.reason else "no reason"
    return "read"


def test_the_fixture_is_json_as_others_write_it() -> None:
    assert json.loads(as_bytes(call())) == call()
