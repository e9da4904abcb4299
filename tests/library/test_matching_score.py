"""A score is the exact sum of its parts, each part is what it takes away, and every way of asking gives the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.matching.corpus import count
from opslagstavle.matching.index import LotEntry, index_enterprises, index_lots, rank_enterprises, rank_lots
from opslagstavle.matching.match import match, worth_showing
from opslagstavle.matching.score import DEFAULT_STATISTICS, WEIGHTS, Statistics
from opslagstavle.notices.notice import Lot, Notice, Place, Procedure, Stage
from opslagstavle.terms.kinds import KINDS

ON = date(2026, 11, 23)
VOCABULARY = (
    "vask", "tekstilvask", "linned", "rengøring", "rengøringsydelser", "kantinedrift", "kantine", "mad", "madservice",
    "grønne", "områder", "pleje", "hjemmepleje", "borgere", "cykler", "reparation", "kryostat", "køretøjer", "plejehjem",
)  # fmt: skip
SAID = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
TEXTS = st.dictionaries(st.sampled_from(["da", "en", "fr"]), SAID, max_size=2)
CODES = st.lists(
    st.sampled_from(["98310000", "98311000", "98000000", "90911000", "55510000", "77310000", "38000000"]),
    max_size=3,
    unique=True,
)
PLACES = st.lists(
    st.sampled_from(["DK", "DK0", "DK04", "DK041", "DK042", "DK011", "SE224"]), max_size=2, unique=True
)
STATISTICS = st.sampled_from(
    [
        DEFAULT_STATISTICS,
        Statistics(3000, 40.0, {"vask": 30, "rengøring": 900, "mad": 3000}),
        Statistics(1, 2.0, {"vask": 1}),
    ]
)


@st.composite
def lots(draw: st.DrawFn) -> Lot:
    codes = draw(CODES)
    return Lot(
        "1",
        titles=draw(TEXTS),
        descriptions=draw(TEXTS),
        cpv=codes[0] if codes else None,
        additional_cpv=tuple(codes[1:]),
        places=tuple(Place(nuts=code) for code in draw(PLACES)),
    )


@st.composite
def enterprises(draw: st.DrawFn) -> Enterprise:
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=3, unique=True))
    return Enterprise(
        "e",
        "En virksomhed",
        descriptions=draw(TEXTS),
        kinds=tuple(kinds),
        cpv=tuple(draw(CODES)),
        places=tuple(draw(PLACES)),
        town=draw(st.sampled_from([None, "Aarhus"])),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lot=lots(), enterprise=enterprises(), statistics=STATISTICS)
def test_contributions_add_up_and_each_is_what_it_takes_away(
    lot: Lot, enterprise: Enterprise, statistics: Statistics
) -> None:
    whole = match(lot, enterprise, ON, statistics=statistics)
    assert whole.score == sum(part.weight for part in whole.contributions)
    assert len({part.feature for part in whole.contributions}) == len(whole.contributions)
    for part in whole.contributions:
        assert part.weight > 0
        without = replace(WEIGHTS, without=frozenset({part.feature}))
        less = match(lot, enterprise, ON, statistics=statistics, weights=without)
        assert whole.score - less.score == part.weight
        assert part.feature not in {each.feature for each in less.contributions}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    some_lots=st.lists(lots(), min_size=1, max_size=6),
    some_enterprises=st.lists(enterprises(), min_size=1, max_size=6),
    statistics=STATISTICS,
)
def test_both_rankings_give_the_matches_of_match(
    some_lots: list[Lot], some_enterprises: list[Enterprise], statistics: Statistics
) -> None:
    named = [replace(each, key=f"e{place}") for place, each in enumerate(some_enterprises)]
    by_key = {each.key: each for each in named}
    entries = {f"l{place}": LotEntry(f"l{place}", each) for place, each in enumerate(some_lots)}
    enterprise_index = index_enterprises(named, statistics)
    lot_index = index_lots(entries.values(), statistics)
    from_lots = {
        (entry.key, found.key): found.match
        for entry in entries.values()
        for found in rank_enterprises(entry.lot, enterprise_index, ON)
    }
    from_enterprises = {
        (found.key, each.key): found.match for each in named for found in rank_lots(each, lot_index, ON)
    }
    assert from_lots == from_enterprises
    for (lot_key, enterprise_key), found in from_lots.items():
        assert found == match(entries[lot_key].lot, by_key[enterprise_key], ON, statistics=statistics)
    for entry in entries.values():
        ranked = [
            (found.match.score, found.key) for found in rank_enterprises(entry.lot, enterprise_index, ON)
        ]
        assert ranked == sorted(ranked, key=lambda each: (-each[0], each[1]))


@settings(deadline=None, max_examples=30)
@given(lot=lots(), enterprise=enterprises())
def test_what_is_left_out_of_a_ranking_shares_neither_word_nor_code(lot: Lot, enterprise: Enterprise) -> None:
    if not rank_enterprises(lot, index_enterprises([enterprise]), ON):
        kinds = {part.kind for part in match(lot, enterprise, ON).contributions}
        assert kinds <= {"place"}


def test_the_cut_keeps_the_best_and_settles_ties_by_key() -> None:
    twins = [Enterprise(key, key, kinds=("laundry",)) for key in ("c", "a", "b")]
    better = Enterprise("z", "z", kinds=("laundry",), places=("DK04",))
    index = index_enterprises([*twins, better])
    lot = Lot("1", titles={"da": "Vask"}, cpv="98310000", places=(Place(nuts="DK042"),))
    assert [found.key for found in rank_enterprises(lot, index, ON, top=3)] == ["z", "a", "b"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Rengøringsydelser på skoler", "cleaning"),
        ("Tekstilvask", "laundry"),
        ("Drift af kantiner", "canteen"),
        ("Botilbud til unge", "residential-care"),
        ("Vedligeholdelse af grønne områder", "green-areas"),
        ("Reparation af cykler", "bicycles"),
        ("Personlig pleje til borgere i eget hjem", "home-help"),
    ],
)
def test_a_danish_title_finds_the_kind_of_work_without_any_code(title: str, kind: str) -> None:
    index = index_enterprises(
        Enterprise(key, key, kinds=(key,)) for key, each in KINDS.items() if not each.is_division
    )
    ranked = rank_enterprises(Lot("1", titles={"da": title}), index, ON, top=3)
    assert kind in [found.key for found in ranked]


def test_a_danish_enterprise_meets_the_danish_translation_of_a_foreign_notice() -> None:
    laundry = Enterprise("v", "v", descriptions={"da": "Vi vasker linned og håndklæder"})
    lot = Lot("1", titles={"fr": "Blanchisserie", "da": "Vask af linned"})
    words = {part.feature for part in match(lot, laundry, ON).contributions}
    assert {"text:vask", "text:linned"} <= words


def test_translations_say_a_thing_once() -> None:
    laundry = Enterprise("v", "v", descriptions={"da": "festival"})
    once = match(Lot("1", titles={"da": "Festival"}), laundry, ON)
    often = match(Lot("1", titles={"da": "Festival", "fr": "Festival", "it": "Festival"}), laundry, ON)
    assert once.score == often.score


def test_a_kinds_words_bridge_languages() -> None:
    laundry = Enterprise("v", "v", kinds=("laundry",))
    found = match(Lot("1", titles={"en": "Washing and ironing of linen"}), laundry, ON)
    assert worth_showing(found)


def test_the_title_says_more_than_the_description_and_the_whole_more_than_a_part() -> None:
    laundry = Enterprise("v", "v", kinds=("laundry",))

    def worth(lot: Lot) -> float:
        return next(
            part.weight for part in match(lot, laundry, ON).contributions if part.feature == "text:vask"
        )

    title = worth(Lot("1", titles={"da": "Vask"}, descriptions={"da": "Kuverter"}))
    description = worth(Lot("1", titles={"da": "Kuverter"}, descriptions={"da": "Vask"}))
    part = worth(Lot("1", titles={"da": "Kludevask"}, descriptions={"da": "Kuverter"}))
    assert title > description
    assert title > part


def test_evidence_points_at_the_words_that_stood_there() -> None:
    laundry = Enterprise("v", "v", kinds=("laundry",))
    found = match(Lot("1", titles={"da": "Tekstilvask"}, cpv="98311100"), laundry, ON)
    text = next(part for part in found.contributions if part.feature == "text:vask")
    assert text.evidence["lot"] == "tekstilvask"
    assert "vask" in text.evidence["enterprise"].split(", ")
    assert text.evidence["declared"] == "yes"
    code = next(part for part in found.contributions if part.kind == "cpv")
    assert code.evidence == {"lot": "98311100", "enterprise": "98310000", "depth": "4"}


def test_the_procedures_title_and_codes_stand_in_where_a_lot_has_none() -> None:
    notice = Notice(
        "eforms",
        None,
        Stage.COMPETITION,
        procedure=Procedure(titles={"da": "Vask af linned"}, cpv="98310000"),
    )
    lot = Lot("1", titles={"da": "Delaftale 1"})
    laundry = Enterprise("v", "v", kinds=("laundry",))
    assert not worth_showing(match(lot, laundry, ON))
    assert worth_showing(match(lot, laundry, ON, notice))


def test_codes_agree_better_the_deeper_they_do() -> None:
    lot = Lot("1", cpv="98311100")
    scores = [
        match(lot, Enterprise("e", "e", cpv=(code,)), ON).score
        for code in ("38000000", "98400000", "98390000", "98310000", "98311000", "98311100")
    ]
    assert scores == sorted(scores)
    assert len(set(scores[2:])) == 4


@pytest.mark.parametrize(
    ("served", "places", "relation"),
    [
        (("DK042",), ("DK042",), "inside"),
        (("DK04",), ("DK042",), "inside"),
        (("DK",), ("DK042",), "nationwide"),
        (("DK042",), ("DK",), "wider"),
        (("DK042",), ("DK0",), "wider"),
        (("DK042",), ("DK04",), "wider"),
        (("DK041",), ("DK042",), "near"),
        (("DK011",), ("DK042",), "same_country"),
        (("DK04",), ("SE224",), "outside"),
        (("DK011", "DK042"), ("SE224", "DK042"), "partly"),
        ((), ("DK042",), "not_stated"),
        (("DK042",), (), "not_stated"),
        (("DK042",), ("00",), "anywhere"),
    ],
)
def test_how_places_lie_to_each_other(
    served: tuple[str, ...], places: tuple[str, ...], relation: str
) -> None:
    lot = Lot("1", places=tuple(Place(nuts=code) for code in places))
    found = match(lot, Enterprise("e", "e", places=served), ON)
    finding = next(each for each in found.findings if each.name == "place")
    assert finding.evidence["relation"] == relation


def test_an_enterprise_that_works_nationwide_is_not_lost_in_its_own_town() -> None:
    lot = Lot("1", titles={"da": "Vask"}, places=(Place(nuts="DK042", town="Aarhus"),))
    local = Enterprise("a", "a", kinds=("laundry",), places=("DK042",))
    nationwide = replace(local, key="b", places=("DK",), town="Aarhus")
    assert match(lot, nationwide, ON).score == match(lot, local, ON).score


def test_a_missing_place_is_no_refusal() -> None:
    silent, abroad, here = (
        match(
            Lot("1", titles={"da": "Vask"}, places=places),
            Enterprise("e", "e", kinds=("laundry",), places=("DK04",)),
            ON,
        )
        for places in ((), (Place(nuts="SE224"),), (Place(nuts="DK042"),))
    )
    assert abroad.score < silent.score < here.score


def test_rules_do_not_touch_the_score() -> None:
    lot = Lot("1", titles={"da": "Vask"}, reserved_participation=("res-ws",))
    may = Enterprise(
        "e", "e", kinds=("laundry",), integration_is_main_aim=True, workforce=Workforce(10, special_terms=9)
    )
    may_not = replace(may, integration_is_main_aim=False)
    plain = replace(lot, reserved_participation=None)
    scores = {match(each, who, ON).score for each in (lot, plain) for who in (may, may_not)}
    assert len(scores) == 1


def test_a_small_corpus_cannot_make_a_word_worthless() -> None:
    lot = Lot("1", titles={"da": "Vask"})
    assert count([(lot, None)]).rarity("vask") == pytest.approx(DEFAULT_STATISTICS.rarity("vask"), rel=0.1)


def test_a_word_of_every_lot_counts_little_and_a_rare_one_full() -> None:
    corpus = count(
        (Lot(str(n), titles={"da": "Drift" if n else "Drift af vaskeri"}), None) for n in range(4000)
    )
    assert corpus.documents == 4000
    assert corpus.rarity("drift") < 0.1 * corpus.rarity("vaskeri")
    assert count([]) == DEFAULT_STATISTICS


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        (
            "Patruljekøretøjer, inklusiv service- og værkstedsydelser samt reservedele",
            ("50112000", "34111000", "50116000"),
        ),
        ("Tender for a Cryostat", ("38000000",)),
        ("2 Dilution Refrigerators", ("38000000",)),
    ],
)
@pytest.mark.parametrize(
    "kind", ["laundry", "canteen", "green-areas", "bicycles", "reuse-and-recycling", "printing"]
)
def test_work_that_is_no_social_enterprises_is_not_worth_showing(
    title: str, codes: tuple[str, ...], kind: str
) -> None:
    lot = Lot("1", titles={"da": title}, cpv=codes[0], additional_cpv=codes[1:], places=(Place(nuts="DK"),))
    assert not worth_showing(match(lot, Enterprise("e", "e", kinds=(kind,), places=("DK",)), ON))


def test_a_shared_division_and_place_are_no_evidence_of_the_work() -> None:
    lot = Lot("1", titles={"da": "Pumper"}, cpv="50511000", places=(Place(nuts="DK042"),))
    found = match(lot, Enterprise("e", "e", kinds=("shoe-and-leather-repair",), places=("DK042",)), ON)
    assert found.score > 0
    assert not worth_showing(found)
