"""Notices as OCDS releases: what is written where, exactly and always the same; read back, it is the same notice."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import (
    Award,
    Change,
    Correction,
    Deadline,
    DocumentLink,
    Duration,
    Lot,
    LotResult,
    Modification,
    Money,
    MoneyRange,
    Notice,
    Organisation,
    Place,
    Procedure,
    Stage,
)
from opslagstavle.notices.ocds_lines import line_of, ocid_of, package_of
from opslagstavle.notices.ocds_release import EXTENSIONS, dumps, extensions_of, package, release
from opslagstavle.notices.ocds_release_values import address, local_offset, moment
from tests.library import eforms_notices, ocds_releases

PUBLISHED = datetime(2026, 3, 2, 8, tzinfo=UTC)
BUYER = Organisation(
    name="Byen",
    names={"da": "Byen"},
    identifier="DK 64 94 22 12",
    cvr="64942212",
    country="DK",
    email="a@b.dk",
)
TWIN = Organisation(name="Byen", names={"da": "Byen"}, identifier="64942212", cvr="64942212", town="Havnen")
BARE = Notice(format="eforms", format_version=None, stage=Stage.COMPETITION, language="da")


def written(notice: Notice) -> dict[str, Any]:
    return release(notice, ocid="ocds-x-1", release_id="r1", date=PUBLISHED)


def read_back(notice: Notice) -> Notice:
    return read_notice(dumps(written(notice)).encode())


class TestReleaseItself:
    def test_the_least(self) -> None:
        assert written(BARE) == {
            "ocid": "ocds-x-1", "id": "r1", "date": "2026-03-02T08:00:00Z", "tag": ["tender"], "initiationType": "tender",
            "language": "da", "tender": {"id": "ocds-x-1", "status": "active"},
        }  # fmt: skip

    def test_a_date_without_an_offset_is_refused(self) -> None:
        with pytest.raises(ValueError, match="offset"):
            release(BARE, ocid="o", release_id="r", date=datetime(2026, 3, 2))  # noqa: DTZ001
        east = datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=1)))
        assert release(BARE, ocid="o", release_id="r", date=east)["date"] == "2026-03-02T08:00:00+01:00"

    @pytest.mark.parametrize(
        ("stage", "correction", "tag"),
        [
            (Stage.PLANNING, None, "planning"), (Stage.PLANNING, Correction(), "planningUpdate"),
            (Stage.COMPETITION, None, "tender"), (Stage.COMPETITION, Correction(), "tenderAmendment"),
            (Stage.CHANGE, Correction(), "tenderAmendment"), (Stage.RESULT, None, "award"),
            (Stage.RESULT, Correction(), "awardUpdate"), (Stage.DIRECT_AWARD, None, "award"),
            (Stage.MODIFICATION, None, "contractAmendment"), (Stage.OTHER, None, "planning"),
            (Stage.BUYER_PROFILE, None, "planning"),
        ],
    )  # fmt: skip
    def test_tags(self, stage: Stage, correction: Correction | None, tag: str) -> None:
        assert written(replace(BARE, stage=stage, correction=correction))["tag"] == [tag]

    def test_the_same_notice_is_written_the_same_whenever(self) -> None:
        notice = eforms_notices.result()
        assert dumps(written(notice)) == dumps(written(notice))

    def test_numbers_are_exact(self) -> None:
        lots = (
            Lot("1", estimated_value=Money(Decimal("0.10"), "DKK")),
            Lot("2", estimated_value=Money(Decimal("1E+3"), "EUR")),
        )
        line = dumps(written(replace(BARE, lots=lots)))
        assert '"amount": 0.10, "currency": "DKK"' in line
        assert '"amount": 1000, "currency": "EUR"' in line
        assert json.loads(line)["tender"]["lots"][0]["value"]["amount"] == 0.1

    def test_an_unknown_currency_is_no_amount(self) -> None:
        lot = Lot("1", titles={"da": "x"}, estimated_value=Money(Decimal(1), "kr."))
        assert "value" not in written(replace(BARE, lots=(lot,)))["tender"]["lots"][0]


class TestParties:
    def test_each_once_with_all_its_roles(self) -> None:
        results = (LotResult(outcome="awarded", awards=(Award(winners=(BUYER, TWIN)),)),)
        found = written(replace(BARE, buyers=(BUYER,), results=results))
        assert [(party["id"], party["roles"]) for party in found["parties"]] == [
            ("DK-CVR-64942212", ["buyer", "supplier"]),
            ("DK-CVR-64942212-2", ["supplier"]),  # says something else of itself
        ]
        assert found["buyer"] == {"id": "DK-CVR-64942212", "name": "Byen"}
        assert found["parties"][0]["identifier"] == {
            "scheme": "DK-CVR",
            "id": "64942212",
            "legalName": "Byen",
        }
        assert found["parties"][0]["contactPoint"] == {"email": "a@b.dk"}

    def test_without_a_register_the_id_is_made_of_name_and_number(self) -> None:
        one, other = Organisation(name="A", identifier="7"), Organisation(name="B", identifier="7")
        ids = [
            [party["id"] for party in written(replace(BARE, buyers=buyers))["parties"]]
            for buyers in ((one, other), (other, one))
        ]
        assert ids[0] == ids[1][::-1]
        assert all(re.fullmatch("org-[0-9a-f]{12}", each) for each in ids[0])
        foreign = Organisation(name="C", identifier="GB-COH-01234567")
        assert written(replace(BARE, buyers=(foreign,)))["parties"][0]["identifier"] == {
            "scheme": "GB-COH", "id": "01234567", "legalName": "C",
        }  # fmt: skip

    def test_eu_funds_are_a_funder(self) -> None:
        notice = replace(BARE, lots=(Lot("1", eu_funds=True),))
        assert ["funder"] in [party["roles"] for party in written(notice)["parties"]]
        assert read_back(replace(notice, procedure=Procedure(titles={"da": "x"}))).lots[0].eu_funds is True


class TestTimes:
    @pytest.mark.parametrize(
        ("deadline", "country", "expected"),
        [
            (Deadline(date(2026, 1, 5), time(12), "+01:00"), "SE", "2026-01-05T12:00:00+01:00"),
            (Deadline(date(2026, 1, 5), time(12), "Z"), "DK", "2026-01-05T12:00:00Z"),
            (Deadline(date(2026, 1, 5), time(12)), "DK", "2026-01-05T12:00:00+01:00"),
            (Deadline(date(2026, 7, 5), time(12)), "DK", "2026-07-05T12:00:00+02:00"),
            (Deadline(date(2026, 7, 5), time(12)), "FI", "2026-07-05T12:00:00+03:00"),
            (Deadline(date(2026, 7, 5), time(12)), "US", "2026-07-05T23:59:59Z"),
            (Deadline(date(2026, 7, 5)), "DK", "2026-07-05T23:59:59Z"),
            (Deadline(date(9999, 12, 31), time(12)), "DK", "9999-12-31T23:59:59Z"),
        ],
    )
    def test_deadlines(self, deadline: Deadline, country: str, expected: str) -> None:
        assert moment(deadline, country) == expected

    @pytest.mark.parametrize(
        ("day", "offset"),
        [
            (date(2026, 3, 28), "+01:00"), (date(2026, 3, 29), "+02:00"), (date(2026, 10, 24), "+02:00"),
            (date(2026, 10, 25), "+01:00"), (date(2024, 3, 31), "+02:00"), (date(2024, 3, 30), "+01:00"),
        ],
    )  # fmt: skip
    def test_summer_time_begins_and_ends_on_last_sundays(self, day: date, offset: str) -> None:
        assert local_offset(day, "DK") == offset


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"), ("HTTP://a.example", "http://a.example"),
        ("https://a.example/æ ø", None), ("https://a.example/æ", "https://a.example/%C3%A6"),
        ("https://a.example/50%", "https://a.example/50%25"), ("https://a.example/{id}", "https://a.example/%7Bid%7D"),
        ("www.a.example", None), ("http://", None), ("https://a,b.example/", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_addresses(printed: str | None, expected: str | None) -> None:
    assert address(printed) == expected


class TestLots:
    def test_numbers_that_are_missing_or_printed_twice_get_ids_of_their_own(self) -> None:
        lots = tuple(Lot(number, titles={"da": "x"}) for number in ("1", "", "1"))
        results = (LotResult(lots=("1",), outcome="not-awarded", reason="no-rece"),)
        found = written(replace(BARE, lots=lots, results=results))
        assert [lot["id"] for lot in found["tender"]["lots"]] == ["1", "2", "1~2"]
        assert found["awards"] == [
            {"id": "result-1", "status": "unsuccessful", "statusDetails": "no-rece", "relatedLots": ["1"]}
        ]

    def test_groups_are_no_lots(self) -> None:
        lots = (Lot("LOT-0001"), Lot("GLO-0001", kind="LotsGroup", titles={"da": "Begge"}))
        call = written(replace(BARE, lots=lots))["tender"]
        assert [lot["id"] for lot in call["lots"]] == ["LOT-0001"]
        assert call["lotGroups"] == [{"id": "GLO-0001", "title": "Begge"}]

    def test_parts_of_a_planned_procedure_are_known_by_their_numbers(self) -> None:
        lots = (Lot("PAR-0001", kind="Part", titles={"da": "a"}), Lot("LOT-0001", titles={"da": "b"}))
        assert [lot.kind for lot in read_back(replace(BARE, lots=lots)).lots] == ["Part", "Lot"]

    def test_what_is_not_reserved_is_not_mentioned(self) -> None:
        lots = tuple(
            Lot(str(n), reserved_participation=codes)
            for n, codes in enumerate([("none",), ("res-pub-ser",), None])
        )
        found = [lot.get("otherRequirements") for lot in written(replace(BARE, lots=lots))["tender"]["lots"]]
        assert found == [None, {"reservedParticipation": ["publicServiceMissionOrganization"]}, None]

    def test_a_deadline_of_all_lots_is_the_calls_too(self) -> None:
        ends = Deadline(date(2026, 4, 1), time(12), "Z")
        both = (Lot("1", deadline_offers=ends), Lot("2", deadline_offers=ends))
        assert written(replace(BARE, lots=both))["tender"]["tenderPeriod"] == {
            "endDate": "2026-04-01T12:00:00Z"
        }
        one = (Lot("1", deadline_offers=ends), Lot("2", titles={"da": "x"}))
        assert "tenderPeriod" not in written(replace(BARE, lots=one))["tender"]

    def test_months_are_days(self) -> None:
        lot = Lot("1", duration=Duration(Decimal(48), "month", date(2026, 6, 1)))
        assert written(replace(BARE, lots=(lot,)))["tender"]["lots"][0]["contractPeriod"] == {
            "startDate": "2026-06-01T00:00:00Z", "durationInDays": 1440,
        }  # fmt: skip

    def test_documents_once_with_the_lots_they_are_for(self) -> None:
        shared, own = (
            DocumentLink("https://a.example/1", languages=("da",)),
            DocumentLink("https://a.example/2"),
        )
        lots = (Lot("1", documents=(shared,), documents_url=shared.url), Lot("2", documents=(shared, own)))
        notice = replace(BARE, lots=lots, url="https://ted.example/1")
        assert written(notice)["tender"]["documents"] == [
            {"id": "notice", "documentType": "tenderNotice", "url": "https://ted.example/1"},
            {"id": "1", "url": "https://a.example/1", "language": "da", "documentType": "biddingDocuments"},
            {"id": "2", "url": "https://a.example/2", "relatedLots": ["2"]},
        ]


class TestOutcome:
    def test_contracts_statistics_and_modifications(self) -> None:
        won = Award(
            winners=(TWIN,),
            contract_number="K1",
            value=Money(Decimal("10.5"), "DKK"),
            concluded=date(2026, 5, 1),
        )
        result = LotResult(
            ("1",), "awarded", awards=(won, replace(won, value=None)), offers_received=3, offers_by_kind={"t-sme": 2},
            lowest_offer=Money(Decimal(9), "DKK"),
        )  # fmt: skip
        change = Modification("K1", "add-wss", {"da": "Flere gæster"}, {"da": "10 % mere"})
        notice = replace(
            BARE, stage=Stage.MODIFICATION, lots=(Lot("1"),), results=(result,), modifications=(change,)
        )
        found = written(notice)
        assert [award["id"] for award in found["awards"]] == ["1-K1", "1-K1-2"]
        assert [(each["id"], each["awardID"], each["identifiers"]) for each in found["contracts"]] == [
            ("1-K1", "1-K1", [{"id": "K1"}]),
            ("1-K1-2", "1-K1-2", [{"id": "K1"}]),
        ]
        assert found["contracts"][0]["amendments"][0]["rationale"] == "Flere gæster"
        assert [(each["measure"], each["value"]) for each in found["bids"]["statistics"]] == [
            ("smeBids", 2), ("bids", 3), ("lowestValidBidValue", 9),
        ]  # fmt: skip
        assert read_back(notice).modifications == (change,)

    def test_a_correction_tells_its_changes(self) -> None:
        entry = Change("IV.2.2", ("1",), {"da": "Frist"}, {"da": "1. april"}, {"da": "8. april"})
        correction = Correction("1-2026", "cor-buy", {"da": "Fejl"}, (entry,))
        assert (
            read_back(
                replace(BARE, procedure=Procedure(titles={"da": "x"}), correction=correction)
            ).correction
            == correction
        )
        (amendment,) = written(replace(BARE, correction=correction))["tender"]["amendments"]
        assert amendment["description"] == "Fejl"
        assert amendment["unstructuredChanges"] == [
            {
                "relatedLots": ["1"], "where": {"section": "IV.2.2", "label": "Frist"},
                "oldValue": {"text": "1. april"}, "newValue": {"text": "8. april"},
            }
        ]  # fmt: skip


class TestRoundTrip:
    """The fields OCDS has room for."""

    @pytest.mark.parametrize("made", [ocds_releases.call(), ocds_releases.result()], ids=["call", "result"])
    def test_ocds_notices_of_ours(self, made: dict[str, Any]) -> None:
        notice = ocds_releases.read(made)
        again = read_notice(
            dumps(
                release(notice, ocid=notice.ocid or "", release_id=notice.notice_id or "", date=PUBLISHED)
            ).encode()
        )
        assert again == replace(
            notice, published=PUBLISHED.date(), publisher=None, lots=again.lots, procedure=again.procedure
        )
        for field in ("titles", "estimated_value_range", "duration", "deadline", "reserved_participation", "reserved_execution",
                      "award_criteria", "selection_criteria", "framework_terms", "subcontracting", "places", "all_cpv",
                      "documents_url", "submission_url", "options", "renewals", "social_objectives"):  # fmt: skip
            assert [getattr(lot, field) for lot in again.lots] == [
                getattr(lot, field) for lot in notice.lots
            ], field

    def test_an_interval(self) -> None:
        span = MoneyRange(Decimal(100), Decimal(250), "DKK")
        lot = Lot(
            "1",
            titles={"da": "x"},
            estimated_value_range=span,
            places=(Place(nuts="00"), Place(nuts="DK", country="DK")),
        )
        (again,) = read_back(replace(BARE, lots=(lot,))).lots
        assert (again.estimated_value_range, again.estimated_value) == (span, None)
        assert again.places == lot.places


class TestPackage:
    def test_metadata_and_extensions(self) -> None:
        releases = [written(ocds_releases.read(ocds_releases.call())), written(BARE)]
        found = package(
            releases, uri="https://a.example/p", publisher={"name": "Tavlen"}, published=PUBLISHED,
            license="https://a.example/l", policy="https://a.example/policy",
        )  # fmt: skip
        assert {name: value for name, value in found.items() if name not in ("releases", "extensions")} == {
            "uri": "https://a.example/p", "version": "1.1", "publishedDate": "2026-03-02T08:00:00Z",
            "publisher": {"name": "Tavlen"}, "license": "https://a.example/l", "publicationPolicy": "https://a.example/policy",
        }  # fmt: skip
        assert any(
            "ocds_otherRequirements_extension/master/extension.json" in each for each in found["extensions"]
        )
        assert any("ocds_lots_extension/master/extension.json" in each for each in found["extensions"])

    def test_only_used_extensions_are_named(self) -> None:
        assert extensions_of([written(BARE)]) == []
        (one,) = extensions_of([written(replace(BARE, procedure=Procedure(cpv="55512000")))])
        assert "tenderClassification" in one
        assert all(re.fullmatch(r"[\w]+/(master|v?[\d.]+)", each) for each in EXTENSIONS.values())

    def test_lines_of_files(self) -> None:
        notice = replace(BARE, publication_number="7-2026", published=date(2026, 3, 2))
        assert ocid_of(notice, "ocds-abc") == "ocds-abc-7-2026"
        assert ocid_of(replace(notice, ocid="ocds-own-1"), "ocds-abc") == "ocds-own-1"
        other = replace(notice, publication_number=None, ocid="ocds-own-1", published=date(2026, 3, 5))
        lines = [line_of(notice, "ocds-abc"), line_of(other, "ocds-abc")]
        assert [json.loads(line)["id"] for line in lines] == ["7-2026", "2026-03-05-competition"]
        whole = json.loads(package_of(lines, uri="u", publisher="p", license=None, policy=None))
        assert whole["publishedDate"] == "2026-03-05T00:00:00Z"
        assert [each["ocid"] for each in whole["releases"]] == ["ocds-abc-7-2026", "ocds-own-1"]
