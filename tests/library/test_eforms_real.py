"""The eForms reader on real notices and on the SDK's examples (read where they lie, never copied)."""

from __future__ import annotations

import csv
import tarfile
from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest

from opslagstavle.errors import UnreadableNotice
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Deadline, Framework, Money, Notice, Stage
from opslagstavle.terms.identifiers import country, language

Row = dict[str, str]


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {
            Path(m.name).stem: stream.read()
            for m in tar
            if m.name.endswith(".xml") and (stream := tar.extractfile(m))
        }


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, Notice]:
    """Every real eForms notice by its publication number. That this gets through is itself the test of no crash."""
    return {
        number: read_notice(content)
        for number, content in members(shared / "notices" / "eforms.tar.xz").items()
    }


@pytest.fixture(scope="module")
def examples(shared: Path) -> dict[str, bytes]:
    (archive,) = (shared / "notices-synthetic").glob("eforms-sdk-*.tar.xz")
    return members(archive)


@pytest.fixture(scope="module")
def manifest(shared: Path) -> dict[str, Row]:
    with (shared / "notices" / "MANIFEST.tsv").open(newline="") as file:
        return {
            Path(row["file"]).stem: row
            for row in csv.DictReader(file, delimiter="\t")
            if row["format"] == "eforms"
        }


class TestNamedNotices:
    def test_a_danish_call_reserved_for_sheltered_workshops(self, real: dict[str, Notice]) -> None:
        notice = real["672025-2023"]
        (lot,) = notice.lots
        assert (notice.stage, notice.subtype, notice.language) == (Stage.COMPETITION, "12", "da")
        assert (lot.reserved_participation, lot.reserved_execution) == (("res-ws",), False)
        assert (notice.buyers[0].cvr, lot.cpv, lot.places[0].nuts) == ("64942212", "79952100", "DK011")
        assert lot.deadline == Deadline(date(2023, 12, 11), time(12), "+01:00")

    @pytest.mark.parametrize(("number", "land"), [("566879-2024", "FR"), ("262891-2023", "ES")])
    def test_reserved_abroad(self, real: dict[str, Notice], number: str, land: str) -> None:
        notice = real[number]
        assert notice.buyers[0].country == land
        assert ("res-ws",) in [lot.reserved_participation for lot in notice.lots]

    @pytest.mark.parametrize(
        ("number", "stage", "changes"),
        [("646927-2024", Stage.COMPETITION, "be4de609-b006-4651-9bac-8eefaaab0606-01"),
         ("565083-2024", Stage.COMPETITION, "f3f9d03b-890f-40e7-ad97-5610347d5e65-01"),
         ("492698-2024", Stage.PLANNING, "4beac9bd-df9b-4a34-8fc4-0f3fd73605b1-01")],
    )  # fmt: skip
    def test_a_changed_notice_keeps_its_stage(
        self, real: dict[str, Notice], number: str, stage: Stage, changes: str
    ) -> None:
        notice = real[number]
        assert notice.stage is stage
        assert notice.correction
        assert notice.correction.changes == changes
        assert notice.correction.descriptions

    def test_danish_work_without_a_flag(self, real: dict[str, Notice]) -> None:
        notice = real["215378-2024"]
        assert "da" in notice.procedure.titles
        assert all(lot.cpv and lot.titles.get("da") for lot in notice.lots)

    @pytest.mark.parametrize(("number", "land"), [("177435-2026", "DE"), ("124269-2025", "FI")])
    def test_cryostats_come_from_abroad(self, real: dict[str, Notice], number: str, land: str) -> None:
        assert [(winner.country, winner.cvr) for winner in real[number].winners] == [(land, None)]

    def test_a_changed_notice_says_where_and_who_came_before(self, real: dict[str, Notice]) -> None:
        waste, defence = real["646927-2024"], real["565083-2024"]
        assert waste.correction
        assert defence.correction
        assert [change.section for change in waste.correction.entries] == ["LOT-0000"]
        assert [change.lots for change in defence.correction.entries] == [(), ("LOT-0000",)]
        assert (waste.announced_by, defence.announced_by) == (("544454-2024",), ("600924-2023",))

    def test_the_conditions_of_a_danish_call(self, real: dict[str, Notice]) -> None:
        (lot,) = real["646927-2024"].lots
        assert lot.framework_terms == Framework("fa-wo-rc", 1, Money(Decimal(17_500_000), "DKK"))
        assert (lot.offer_languages, lot.renewals, lot.variants) == (("da",), 4, "not-allowed")
        assert (lot.submission, [link.languages for link in lot.documents]) == ("required", [("da",)])
        assert {criterion.kind for criterion in lot.selection_criteria if criterion.used} == {
            "economic",
            "technical",
        }

    def test_conditions_are_read_from_all_of_them(self, real: dict[str, Notice]) -> None:
        """Each of these was counted in the files themselves, by the elements that hold it."""
        lots = [lot for notice in real.values() for lot in notice.lots]
        awards = [award for notice in real.values() for result in notice.results for award in result.awards]
        assert sum(bool(notice.modifications) for notice in real.values()) == 28
        assert sum(any(lot.documents for lot in notice.lots) for notice in real.values()) == 448
        assert sum(any(lot.offer_languages for lot in notice.lots) for notice in real.values()) == 495
        assert sum(any(lot.opening for lot in notice.lots) for notice in real.values()) == 149
        assert sum(any(lot.eu_funds is not None for lot in notice.lots) for notice in real.values()) == 756
        assert sum(lot.electronic_auction is True for lot in lots) > 0
        assert sum(award.subcontracted_value is not None for award in awards) > 20

    def test_a_veat_is_no_competition(self, real: dict[str, Notice]) -> None:
        notice = real["124269-2025"]
        assert (notice.stage, notice.procedure.kind) == (Stage.DIRECT_AWARD, "neg-wo-call")
        assert notice.procedure.direct_award_reason == "technical"
        assert notice.procedure.direct_award_descriptions
        assert notice.results[0].awards[0].value == Money(Decimal(990771), "EUR")


STAGES = {"cont-modif": "modification", "dir-awa-pre": "direct-award"}


def stage_of(row: Row) -> str:
    """Of the form type that is printed; where that is only "change", of the subtype ("change/16")."""
    form_type, (_, _, subtype) = row["stage"].partition("+")[0], row["form"].partition("/")
    if form_type == "change":
        return "planning" if int(subtype) < 10 else "competition"
    return STAGES.get(form_type, form_type)


PLAIN: dict[str, tuple[Callable[[Row], object], Callable[[Notice], object]]] = {
    "n_lots": (lambda row: int(row["n_lots"]), lambda notice: len(notice.lots)),
    "stage": (stage_of, lambda notice: notice.stage.value),
    "change": (lambda row: "change" in row["stage"], lambda notice: notice.correction is not None),
    "version": (lambda row: row["version"], lambda notice: notice.format_version),
    "notice_type": (lambda row: row["notice_type"], lambda notice: notice.notice_type),
    "form": (lambda row: row["form"].partition("/")[2], lambda notice: notice.subtype),
    "date": (lambda row: row["date"], lambda notice: str(notice.published)),
    "lang": (lambda row: language(row["lang"]), lambda notice: notice.language),
    "other_langs": (
        lambda row: {language(code) for code in row["other_langs"].split(",") if code},
        lambda notice: set(notice.languages[1:]),
    ),
    "country": (lambda row: country(row["country"].split(",")[0]), lambda notice: notice.buyers[0].country),
    "cpv": (lambda row: codes(row["cpv"]), lambda notice: set(all_cpv(notice))),
    "nuts": (lambda row: codes(row["nuts"]), lambda notice: set(all_nuts(notice))),
    "reserved": (lambda row: codes(row["reserved"]), lambda notice: set(reservations(notice))),
    "reserved_execution": (
        lambda row: row["reserved_execution"] == "1",
        lambda notice: any(lot.reserved_execution for lot in notice.lots),
    ),
}

WINNERS_THE_MANIFEST_MISSES = {
    "212524-2025", "217262-2025", "569362-2024",  # a contract names another lot's offer: the result's own offer counts
    "215267-2024",  # a result without a contract, its only offer ranked first
    "616514-2024",  # one offer for a group of lots, which two results name: won twice
}  # fmt: skip
CONTRACTS_WITHOUT_A_READABLE_WINNER = {"215287-2024", "524349-2024", "613542-2024", "703340-2023"}


def codes(printed: str) -> set[str]:
    return set(filter(None, printed.split(",")))


def all_cpv(notice: Notice) -> Iterator[str]:
    yield from filter(None, (notice.procedure.cpv, *notice.procedure.additional_cpv))
    for lot in notice.lots:
        yield from lot.all_cpv


def all_nuts(notice: Notice) -> Iterator[str]:
    places = chain(notice.procedure.places, *(lot.places for lot in notice.lots))
    yield from (place.nuts for place in places if place.nuts)


def reservations(notice: Notice) -> Iterator[str]:
    for lot in notice.lots:
        yield from (code for code in lot.reserved_participation or () if code != "none")


class TestManifest:
    @pytest.mark.parametrize("column", PLAIN)
    def test_all_notices_say_what_the_manifest_counted(
        self, real: dict[str, Notice], manifest: dict[str, Row], column: str
    ) -> None:
        counted, found = PLAIN[column]
        assert len(real) == len(manifest) > 800
        assert {n: found(real[n]) for n, row in manifest.items() if found(real[n]) != counted(row)} == {}

    def test_winners_differ_only_where_it_is_known_why(
        self, real: dict[str, Notice], manifest: dict[str, Row]
    ) -> None:
        differ = {
            number
            for number, row in manifest.items()
            if len(real[number].winners) != int(row["n_winners"] or 0)
        }
        assert differ == WINNERS_THE_MANIFEST_MISSES

    def test_awards_differ_only_where_it_is_known_why(
        self, real: dict[str, Notice], manifest: dict[str, Row]
    ) -> None:
        awards = {
            number: sum(len(result.awards) for result in notice.results) for number, notice in real.items()
        }
        differ = {number for number, row in manifest.items() if awards[number] != int(row["n_awards"] or 0)}
        assert differ == WINNERS_THE_MANIFEST_MISSES | CONTRACTS_WITHOUT_A_READABLE_WINNER

    def test_names_are_the_file_s(self, real: dict[str, Notice]) -> None:
        assert {
            number: n.publication_number for number, n in real.items() if n.publication_number != number
        } == {}


def reading(content: bytes) -> Notice | str:
    """The notice, or why it is none."""
    try:
        return read_notice(content)
    except UnreadableNotice as error:
        return error.reason


class TestExamples:
    def test_invalid_ones_are_refused_or_read_and_never_published(self, examples: dict[str, bytes]) -> None:
        read = {name: reading(content) for name, content in examples.items() if name.startswith("INVALID_")}
        assert {
            name.removeprefix("INVALID_"): found for name, found in read.items() if isinstance(found, str)
        } == dict.fromkeys(
            (
                "can_24_empty",
                "cn_24_empty",
                "pin-only_24_empty",
                "pin-only_24_minimal",
                "pin-buyer_24_stage-1",
            ),
            "an eForms notice without identifier, lot or title",
        )
        assert {found.publication_number for found in read.values() if isinstance(found, Notice)} == {None}

    def test_every_kind_of_notice_is_read(self, examples: dict[str, bytes]) -> None:
        valid = [read_notice(content) for name, content in examples.items() if not name.startswith("INVALID")]
        subtypes = {notice.subtype for notice in valid}
        assert subtypes >= {
            *map(str, range(1, 41)),
            "CEI",
            *(f"E{n}" for n in range(1, 7)),
            "T01",
            "T02",
            "X01",
            "X02",
        }
        assert all(
            notice.notice_id and notice.procedure.titles
            for notice in valid
            if not (notice.subtype or "").startswith("X")
        )

    @pytest.mark.parametrize(("code", "files"), [
        ("res-ws", {"INVALID_change-cn_24_FRA_comments", "pin-cfc-social_24", "pin-rtl_81"}),
        ("res-pub-ser", {"cn_24_maximal", "cn_24_maximal_100_lots", "pin-cfc-social_23", "pin-only_24_maximal"}),
    ])  # fmt: skip
    def test_reservations(self, examples: dict[str, bytes], code: str, files: set[str]) -> None:
        readable = {
            name: content for name, content in examples.items() if "INVALID" not in name or "change" in name
        }
        assert {
            name for name, content in readable.items() if code in reservations(read_notice(content))
        } == files

    def test_the_fullest_examples_say_what_they_are_full_of(self, examples: dict[str, bytes]) -> None:
        call, result = read_notice(examples["cn_24_maximal"]), read_notice(examples["can_24_maximal"])
        group, lot, other = call.lots
        assert group.framework_terms == Framework(maximum=Money(Decimal(10_000), "EUR"))
        *criteria, rest = lot.selection_criteria
        assert [criterion.kind for criterion in criteria] == ["suitability", "economic", "technical"]
        assert rest.in_documents is True
        assert [(link.restricted, link.languages) for link in lot.documents] == [
            (False, ("en", "fr", "ca")),
            (True, ("en", "fr", "de")),
        ]
        assert (lot.renewals, lot.submission, lot.submission_reason) == (3, "required", None)
        assert (other.submission, other.submission_reason) == ("not-allowed", "ipr-iss")
        assert (call.procedure.lots_maximum_offered, call.procedure.lots_maximum_awarded) == (2, 2)
        assert result.results[0].offers_by_kind == {"t-oth-eea": 3, "t-no-eea": 4, "t-esubm": 9, "t-sme": 1}

    def test_business_registrations_have_no_lots_and_are_read(self, examples: dict[str, bytes]) -> None:
        for name in ("X01_EEIG", "X02_registration"):
            notice = read_notice(examples[name])
            assert (notice.stage, notice.lots, bool(notice.notice_id)) == (Stage.OTHER, (), True)

    def test_all_languages_of_the_union(self, examples: dict[str, bytes]) -> None:
        notice = read_notice(examples["cn_24_multilingual"])
        assert len(notice.languages) == len(notice.lots[0].titles) == len(notice.lots[0].descriptions) == 24
        assert notice.lots[0].titles.keys() == set(notice.languages)

    def test_a_group_of_lots_and_a_change(self, examples: dict[str, bytes]) -> None:
        assert [lot.kind for lot in read_notice(examples["cn_24_maximal"]).lots] == [
            "LotsGroup",
            "Lot",
            "Lot",
        ]
        assert read_notice(examples["change-cn_24_void"]).correction is not None
