"""The demo set: valid eForms, the same each time it is loaded, and read back as it was meant."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from opslagstavle.enterprises.areas import served
from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Lot, Notice, Stage
from opslagstavle.rules.reserved import share_met
from opslagstavle.terms.kinds import KINDS, covers
from opslagstavle.terms.municipalities import MUNICIPALITIES, named
from opslagstavle.terms.nuts import DENMARK, PROVINCES, REGIONS, overlap
from opslagstavle_site.enterprises.registers.demo import enterprises
from opslagstavle_site.notices.sources.demo import demo_set, documents, notice_id
from opslagstavle_site.notices.sources.demo_eforms import FORMS
from opslagstavle_site.notices.sources.demo_rows import Issue, Row, Work

ON = date(2026, 11, 23)
DOCUMENTS = dict(documents(ON))
ROWS = {row.key: row for row in demo_set().notices}
BEYOND_THEM = {
    "bro-renovering", "mr-scanner", "erp-system", "asfalt", "raadgivning-skole", "laegemidler", "revision", "brandbiler",
    "spildevandspumper", "veat-analysator",
}  # fmt: skip
CLOSED = {row.follows for row in ROWS.values() if row.results}
STAGES = {
    "planning": Stage.PLANNING,
    "competition": Stage.COMPETITION,
    "result": Stage.RESULT,
    "dir-awa-pre": Stage.DIRECT_AWARD,
}
PLACES = {region.code for region in (DENMARK, *REGIONS, *PROVINCES)}


def read(key: str, version: int = 1) -> Notice:
    return read_notice(DOCUMENTS[f"{key}-{version:02}.xml"])


def issued(on: date) -> Issue:
    return Issue(on, "", 1, None, None, {})


def deadline_days(row: Row) -> list[int]:
    stated = [
        days for work in row.works for days in (work.offers, work.requests, work.interest) if days is not None
    ]
    return stated + ([row.change.offers] if row.change else [])


@pytest.fixture(scope="module")
def schemas(shared: Path) -> dict[str, etree.XMLSchema]:
    folder = shared / "schemas" / "eforms-1.15.1" / "maindoc"
    names = {document for document, _, _ in FORMS.values()}
    return {name: etree.XMLSchema(etree.parse(folder / f"UBL-{name}-2.3.xsd")) for name in names}


@pytest.fixture(scope="module")
def cpv(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "codelists" / "cpv" / "cpv-2008.tsv").open(encoding="utf-8") as lines:
        return {line["code"]: line for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_passes_the_schema_of_the_sdk(name: str, schemas: dict[str, etree.XMLSchema]) -> None:
    root = etree.fromstring(DOCUMENTS[name])
    schema = schemas[etree.QName(root).localname]
    assert schema.validate(root), str(schema.error_log)


def test_the_same_day_gives_the_same_bytes() -> None:
    assert dict(documents(ON)) == DOCUMENTS


def test_another_day_gives_the_same_notices_with_other_dates() -> None:
    later = {name: read_notice(content) for name, content in documents(ON + timedelta(100))}
    assert later.keys() == DOCUMENTS.keys()
    for name, content in DOCUMENTS.items():
        notice = read_notice(content)
        assert later[name].notice_id == notice.notice_id
        assert later[name].procedure.identifier == notice.procedure.identifier
        assert later[name].dispatched != notice.dispatched


def test_size_and_mixture() -> None:
    forms = Counter(row.form for row in ROWS.values())
    works = [work for row in ROWS.values() for work in row.works]
    assert 35 <= len(ROWS) <= 45
    assert set(forms) == set(FORMS)
    assert {work.reserved for work in works} == {None, "none", "res-ws", "res-pub-ser"}
    assert max(len(row.works) for row in ROWS.values()) == 6
    assert sum(row.languages == ("da", "en") for row in ROWS.values()) >= 5
    assert [row.key for row in ROWS.values() if row.change] == ["bilvask"]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_notice_reads_like_one(row: Row) -> None:
    assert 80 <= len(row.description["da"].split()) <= 200
    for work in row.works:
        assert set(work.title) == set(work.description) == set(row.title)
        assert all(set(criterion.name) == set(row.title) for criterion in work.criteria)
        assert sum(criterion.weight for criterion in work.criteria) in (0, 100)
        assert set(work.nuts) <= PLACES


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_read_is_what_was_written(row: Row) -> None:
    notice = read(row.key)
    assert notice.stage is STAGES[FORMS[row.form][1]]
    assert (notice.notice_type, notice.subtype) == (row.form, FORMS[row.form][2])
    assert notice.languages == row.languages
    assert notice.notice_id == notice_id(row.key)
    assert [buyer.names for buyer in notice.buyers] == [demo_set().buyers[row.buyer].name]
    assert notice.procedure.titles == row.title
    assert notice.procedure.kind == row.procedure
    assert len(notice.lots) == len(row.works)
    for lot, work in zip(notice.lots, row.works, strict=True):
        same_work(lot, work)


def same_work(lot: Lot, work: Work) -> None:
    assert lot.titles == work.title
    assert {code: text.split() for code, text in lot.descriptions.items()} == {
        code: text.split() for code, text in work.description.items()
    }
    assert lot.all_cpv == (work.cpv, *work.additional_cpv)
    assert lot.nature == work.nature
    assert lot.reserved_participation == (work.reserved and (work.reserved,))
    assert lot.reserved_execution is work.reserved_execution
    assert set(lot.social_objectives) == set(work.social)
    assert lot.sme_suitable is work.sme
    assert [(c.kind, c.names, c.weight) for c in lot.award_criteria] == [
        (c.kind, c.name, c.weight) for c in work.criteria
    ]
    assert (lot.estimated_value and lot.estimated_value.amount) == work.value
    assert (lot.duration and lot.duration.amount) == (work.months and Decimal(work.months))
    assert [place.nuts or place.country for place in lot.places] == list(work.nuts)
    same_deadlines(lot, work)


def same_deadlines(lot: Lot, work: Work) -> None:
    stated = (lot.deadline_offers, lot.deadline_requests, lot.deadline_interest)
    expected = (work.offers, work.requests, work.interest)
    assert [each and each.day for each in stated] == [issued(ON).working_day(days) for days in expected]


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.results], ids=lambda row: row.key)
def test_results_are_read_back_lot_by_lot(row: Row) -> None:
    parties = demo_set().parties
    for result, expected in zip(read(row.key).results, row.results, strict=True):
        awards = result.awards
        assert result.lots == (row.lot_id(expected.lot),)
        assert result.offers_received == expected.received
        assert result.reason == expected.reason
        assert [[winner.names for winner in award.winners] for award in awards] == (
            [[parties[key].name for key in expected.winners]] if expected.winners else []
        )
        assert [award.value and award.value.amount for award in awards] == [expected.value] * len(awards)
        assert [award.subcontracted for award in awards] == [expected.subcontracted] * len(awards)
        assert [award.concluded for award in awards] == [issued(ON).working_day(expected.concluded)] * len(
            awards
        )


def test_some_lots_have_no_winner_and_one_is_won_together() -> None:
    outcomes = Counter(result.outcome for row in ROWS.values() for result in read(row.key).results)
    assert outcomes["not-awarded"] == 2
    assert [len(award.winners) for award in read("resultat-parker").results[0].awards] == [2]


def test_the_changed_notice_comes_as_two_versions_of_one() -> None:
    first, second = read("bilvask", 1), read("bilvask", 2)
    assert (first.notice_id, first.procedure.identifier) == (second.notice_id, second.procedure.identifier)
    assert (first.version, second.version) == ("01", "02")
    assert first.correction is None
    assert second.correction is not None
    assert second.correction.changes == f"{first.notice_id}-01"
    assert second.correction.entries[0].descriptions["da"].startswith("Fristen")
    before, after = first.lots[0].deadline_offers, second.lots[0].deadline_offers
    assert before is not None
    assert after is not None
    assert before.day < after.day


@pytest.mark.parametrize(("key", "earlier", "one_procedure"), [
    ("resultat-parker", "udbud-parker", True),
    ("kantine-raadhus", "plan-vaskeri-og-kantine", False),
])  # fmt: skip
def test_notices_that_continue_one_another(key: str, earlier: str, one_procedure: bool) -> None:
    before = read(key).earlier_notices if one_procedure else read(key).announced_by
    assert before == (f"{notice_id(earlier)}-01",)
    assert (read(key).procedure.identifier == read(earlier).procedure.identifier) is one_procedure
    assert read(key).procedure.identifier is not None


def test_nothing_claims_to_be_published_or_names_a_person() -> None:
    for name, content in DOCUMENTS.items():
        notice = read_notice(content)
        parties = (*notice.buyers, *notice.winners)
        assert notice.publication_number is None, name
        assert {(party.cvr, party.contact_name, party.email, party.phone) for party in parties} == {
            (None,) * 4
        }


@pytest.mark.parametrize(
    "start", [date(2026, 1, 1), date(2028, 1, 1)], ids=["2026-27", "2028-29, a leap year"]
)
def test_open_deadlines_lie_ahead_and_sending_behind_on_whatever_day_the_set_is_loaded(start: date) -> None:
    for on in (start + timedelta(days) for days in range(731)):
        issue = issued(on)
        for row in ROWS.values():
            sent = issue.working_day(row.sent)
            assert sent is not None
            assert sent < on
            deadlines = [issue.working_day(days) for days in deadline_days(row)]
            assert all(day is not None and day.weekday() < 5 for day in deadlines)
            assert all(day is not None and (day < on) is (row.key in CLOSED) for day in deadlines)


@pytest.mark.parametrize(("on", "offsets"), [
    (date(2028, 2, 29), {"+01:00", "+02:00"}),  # some deadlines before the last Sunday of March, some after
    (date(2026, 12, 31), {"+01:00"}),
    (date(2027, 3, 27), {"+02:00"}),  # the day before summer time
])  # fmt: skip
def test_deadlines_carry_the_offset_of_their_own_day(on: date, offsets: set[str]) -> None:
    notices = {name.rpartition("-")[0]: read_notice(content) for name, content in documents(on)}
    ahead = [notice for key, notice in notices.items() if key not in CLOSED]
    deadlines = [lot.deadline for notice in ahead for lot in notice.lots if lot.deadline]
    assert {deadline.offset for deadline in deadlines} == offsets
    assert {deadline.clock for deadline in deadlines} == {time(12)}


def test_calls_have_deadlines_and_others_have_none() -> None:
    for row in ROWS.values():
        is_call = FORMS[row.form][1] == "competition"
        assert bool(deadline_days(row)) is is_call, row.key


def test_every_cpv_code_exists(cpv: dict[str, dict[str, str]]) -> None:
    used = {code for row in ROWS.values() for work in row.works for code in (work.cpv, *work.additional_cpv)}
    assert used - cpv.keys() == set()


def test_only_listed_services_are_reserved_for_public_service_bodies(cpv: dict[str, dict[str, str]]) -> None:
    reserved = [work for row in ROWS.values() for work in row.works if work.reserved == "res-pub-ser"]
    assert [cpv[work.cpv]["social_light_regime"] for work in reserved] == ["1"]
    assert all(work.months is not None and work.months <= 36 for work in reserved)  # article 77(3)


# Enterprises


def everyone() -> dict[str, Enterprise]:
    return {enterprise.key: enterprise for enterprise in enterprises()}


def test_the_enterprises_are_invented_and_differ() -> None:
    known = everyone()
    assert 24 <= len(known) <= 26
    assert len({enterprise.name for enterprise in known.values()}) == len(known) == len(enterprises())
    assert all(key.startswith("demo-") and each.cvr is None for key, each in known.items())
    assert {each.registered for each in known.values()} == {True, False, None}
    assert {share_met(each.workforce, date(2026, 11, 23)) for each in known.values()} == {True, False, None}
    assert known["demo-blaaklokkens-vaskeri"].workforce.heads == 12


def test_every_enterprise_says_what_it_does_and_where() -> None:
    for enterprise in enterprises():
        assert set(enterprise.descriptions) == {"da", "en"}
        assert enterprise.town
        assert enterprise.kinds
        assert set(enterprise.kinds) <= set(KINDS), enterprise.key
        assert set(enterprise.places) <= PLACES
        assert served(enterprise), enterprise.key
        assert named(enterprise.town) is MUNICIPALITIES[enterprise.municipality or ""]


def test_references_are_to_the_invented_buyers_and_tell_of_the_past() -> None:
    buyers = {party.name["da"] for party in demo_set().buyers.values()}
    told = [reference for enterprise in enterprises() for reference in enterprise.references]
    assert len(told) >= 15
    assert {reference.buyer for reference in told} <= buyers
    assert all(2010 <= (each.since or 0) <= (each.until or 2025) <= 2025 for each in told)
    assert sum(bool(enterprise.capacities) for enterprise in enterprises()) >= 20


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_somebody_does_the_work_where_it_is_wanted_or_nobody_does_it_at_all(row: Row) -> None:
    codes = {code for work in row.works for code in (work.cpv, *work.additional_cpv)}
    able = [
        enterprise
        for enterprise in enterprises()
        if any(covers(KINDS[kind], code) for kind in enterprise.kinds for code in codes)
    ]
    if row.key in BEYOND_THEM:
        assert able == []
    else:
        assert any(overlap(served(enterprise), row.nuts) for enterprise in able) or row.nuts == ("DK",)


def test_the_counts_of_a_workforce_add_up() -> None:
    for enterprise in enterprises():
        staff = enterprise.workforce
        special = sum(count or 0 for count in (staff.flex_jobs, staff.protected_jobs, staff.wage_subsidy))
        assert staff.heads is None or special <= staff.heads, enterprise.key


def test_enterprises_that_won_something_are_called_the_same_in_both_files() -> None:
    known = everyone()
    both = {key: party for key, party in demo_set().firms.items() if key in known}
    assert set(both) == {"demo-kantinen-syv-sorter", "demo-kratlugerne"}
    for key, party in both.items():
        assert (party.name, party.town) == ({"da": known[key].name}, known[key].town)
