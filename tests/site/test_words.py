"""Codes, days, places and results in plain words, in both languages."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from opslagstavle.notices.notice import (
    Award,
    AwardCriterion,
    Deadline,
    Duration,
    Lot,
    LotResult,
    Modification,
    Money,
    MoneyRange,
    Notice,
    Organisation,
    Place,
    Stage,
)
from opslagstavle_site.notices import conditions, details, facts, words
from opslagstavle_site.notices.queries import LotOutline
from opslagstavle_site.web.names import country_name, language_name

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=COPENHAGEN)
MAY = date(2027, 5, 3)


@pytest.mark.parametrize(("stated", "danish", "english"), [
    (Duration(Decimal(48), "month", start=MAY), "48 måneder, fra 3. maj 2027", "48 months, from 3 May 2027"),
    (Duration(end=MAY), "til 3. maj 2027", "until 3 May 2027"),
    (Duration(start=MAY, end=MAY), "3. maj 2027 – 3. maj 2027", "3 May 2027 – 3 May 2027"),
    (Duration(unit="unlimited"), "Uden slutdato", "Without an end"),
    (Duration(Decimal(1), "year"), "1 år", "1 year"),
    (None, "", ""),
])  # fmt: skip
def test_durations_say_what_is_open(stated: Duration | None, danish: str, english: str) -> None:
    with override("da"):
        assert words.duration(stated) == danish
    with override("en"):
        assert words.duration(stated) == english


@pytest.mark.parametrize(("deadline", "left"), [
    (Deadline(NOON.date()), 0),
    (Deadline(NOON.date(), time(13, 0)), 0),
    (Deadline(NOON.date(), time(11, 59)), -1),
    (Deadline(NOON.date(), time(12, 30), "+02:00"), -1),
    (Deadline(NOON.date(), time(11, 30), "Z"), 0),
    (Deadline(NOON.date(), time(11, 30), "odd"), -1),
    (Deadline(date(2026, 11, 25), time(0, 1)), 1),
    (Deadline(date(2026, 11, 20)), -4),
])  # fmt: skip
def test_a_deadline_passes_at_its_clock_time(deadline: Deadline, left: int) -> None:
    assert words.days_left(deadline, NOON) == left


@pytest.mark.parametrize(("code", "danish", "english"), [
    ("DK042", "Østjylland", "East Jutland"),
    ("SE224", "Sverige (SE224)", "Sweden (SE224)"),
    ("SE", "Sverige", "Sweden"),
    ("EL30", "Grækenland (EL30)", "Greece (EL30)"),
    ("UKI", "Storbritannien (UKI)", "United Kingdom (UKI)"),
])  # fmt: skip
def test_places_abroad_have_their_country(code: str, danish: str, english: str) -> None:
    with override("da"):
        assert words.place_name(code) == danish
    with override("en"):
        assert words.place_name(code) == english


def test_languages_are_named_as_in_a_sentence() -> None:
    with override("da"):
        assert (language_name("da"), language_name("FR"), language_name("xq")) == ("dansk", "fransk", "XQ")
        assert country_name("QQ") == "QQ"
    with override("en"):
        assert language_name("da") == "Danish"


def test_social_aims_are_no_codes() -> None:
    with override("da"):
        said = words.aims(("opp", "acc-all", "new-code"))
    assert (
        said == "job til langtidsledige, udsatte og mennesker med handicap, tilgængelighed for alle, new-code"
    )


@pytest.mark.parametrize(
    ("printed", "shown"), [("LOT-0003", "3"), ("LOT-0000", "LOT-0000"), ("1/4", "1/4"), ("PAR-0012", "12")]
)
def test_lot_numbers_without_their_technical_part(printed: str, shown: str) -> None:
    assert words.lot_number(printed) == shown


def test_long_lists_are_cut_and_counted() -> None:
    with override("da"):
        assert words.limited(["a", "b", "a", "c", "d"], 2) == "a, b og 2 flere"
        assert words.limited(["a", "b"], 2) == "a, b"


def test_an_interval_of_one_amount_is_that_amount() -> None:
    with override("da"):
        assert words.worth(None, MoneyRange(Decimal(75), Decimal(75), "RON")) == "75 RON"
        assert words.worth(None, MoneyRange(Decimal(75), Decimal(80), "RON")) == "75–80 RON"


def notice(**said: object) -> Notice:
    return Notice(**{"format": "ted-r209", "format_version": None, "stage": Stage.COMPETITION, **said})  # type: ignore[arg-type]


def test_facts_name_the_terms_of_the_notices_own_format() -> None:
    lot = Lot("1", deadline_offers=Deadline(MAY), places=(Place("DK042"),))
    sources = {
        form: {fact.source for fact in [*facts.brief_facts(lot, read), *facts.further_facts(lot, read)]}
        for form in ("eforms", "ted-r209")
        if (read := notice(format=form))
    }
    assert sources == {
        "eforms": {"BT-5071", "BT-131"},
        "ted-r209": {"II.2.3 NUTS", "IV.2.2 DATE_RECEIPT_TENDERS"},
    }


@pytest.mark.parametrize(("reserved", "said"), [
    ((True, None, False), "1 af de 3 delaftaler er reserveret: se hver delaftale"),
    ((False, None), "Alle, der opfylder betingelserne"),
    ((None, None), "Der er ikke oplyst nogen reservation"),
])  # fmt: skip
def test_a_reservation_of_some_lots_is_not_one_of_all(reserved: tuple[bool | None, ...], said: str) -> None:
    outline = [LotOutline(MAY, flag, "") for flag in reserved]
    with override("da"):
        summary = {fact.label: fact.value for fact in facts.summary(notice(), [], outline, NOON)}
    assert summary["Hvem kan deltage"] == said


def test_lots_with_deadlines_of_their_own_say_so() -> None:
    outline = [LotOutline(day, None, "") for day in (MAY, date(2027, 5, 10))]
    with override("da"):
        summary = {fact.label: fact.value for fact in facts.summary(notice(), [], outline, NOON)}
    assert summary["Svar senest"] == "3. maj 2027 til 10. maj 2027, se hver delaftale"


def test_what_was_not_awarded_comes_last_and_together() -> None:
    failed = [LotResult((f"LOT-000{n}",), "not-awarded", "no-rece") for n in (1, 2, 3)]
    won = LotResult(("LOT-0004",), "awarded", awards=(Award(winners=(Organisation("Vask A/S"),)),))
    with override("da"):
        found = details.results(notice(results=(*failed, won)))
    assert [(line.lots, line.outcome_name, len(line.winners)) for line in found] == [
        ("4", "Tildelt", 1),
        ("1, 2, 3", "Ikke tildelt: der kom ingen tilbud", 0),
    ]


@pytest.mark.parametrize(("criterion", "name", "weight"), [
    (AwardCriterion("price", {"da": "Pris"}, weight=Decimal(30), weight_kind="per-exa"), "Pris", "30 %"),
    (AwardCriterion("quality", {"da": "Nærvær"}, weight=Decimal("12.5"), weight_kind="poi-exa"), "Kvalitet: Nærvær",
     "12,5 point"),
    (AwardCriterion("price", {"da": "Pris"}, {"da": "pris"}), "Pris", ""),
    (AwardCriterion("documents"), "Står i udbudsmaterialet", ""),
    (AwardCriterion(None, descriptions={"da": "Det bedste tilbud"}), "Det bedste tilbud", ""),
    (AwardCriterion("cost", {"da": "Drift"}, weight_text="60 ud af 100"), "Omkostninger: Drift", "60 ud af 100"),
])  # fmt: skip
def test_criteria_say_things_once(criterion: AwardCriterion, name: str, weight: str) -> None:
    with override("da"):
        lot = conditions.award_criterion(criterion)
    assert (lot.name, lot.weight, lot.description) == (name, weight, "")


KRONER = Money(Decimal(700_000), "DKK")
DEARER = Money(Decimal(900_000), "DKK")


def won_by(*names: str, value: Money | None = None, lot: str = "1") -> LotResult:
    return LotResult((lot,), "awarded", awards=(Award(tuple(map(Organisation, names)), value=value),))


def test_the_suppliers_of_a_framework_stand_together() -> None:
    read = notice(results=(won_by("A"), won_by("B"), won_by("C", lot="2"), won_by("D", "E", lot="2")))
    with override("da"):
        found = details.results(read)
    assert [(line.lots, [winner.name for winner in line.winners], line.further) for line in found] == [
        ("1", ["A", "B"], ["2 kontrakter, én med hver"]),
        ("2", ["C"], []),
        ("2", ["D", "E"], []),
    ]


def test_contracts_with_a_price_of_their_own_stay_apart() -> None:
    found = details.results(notice(results=(won_by("A", value=KRONER), won_by("B", value=KRONER))))
    assert [len(line.winners) for line in found] == [1, 1]


def test_an_award_without_a_name_says_so() -> None:
    with override("da"):
        (found,) = details.results(notice(results=(won_by(),)))
    assert (found.outcome_name, found.further) == ("Tildelt", ["Ingen vinder er oplyst"])


def test_a_changed_contract_of_an_older_form_is_not_counted_twice() -> None:
    read = notice(
        stage=Stage.MODIFICATION,
        results=(won_by("A", value=KRONER), won_by("A", value=DEARER)),
        modifications=(Modification(),),
    )
    with override("da"):
        assert [line.outcome_name for line in details.results(read)] == ["Før ændringen", "Efter ændringen"]
        assert (facts.awarded(read), details.outcome(read)) == ("900.000 kr.", "A")


def test_a_result_says_what_was_agreed_on_not_what_was_expected() -> None:
    lot = Lot("1", estimated_value=DEARER)
    outline = [LotOutline(None, None, "")]
    with override("da"):
        read = notice(stage=Stage.RESULT, results=(won_by("A", value=KRONER),))
        summary = {fact.label: fact.value for fact in facts.summary(read, [lot], outline, NOON)}
    assert summary["Hvor meget"] == "700.000 kr."
    assert "Svar senest" not in summary


def test_a_plan_without_a_deadline_has_no_gaps_where_nothing_is_asked_yet() -> None:
    outline = [LotOutline(None, None, "")]
    with override("da"):
        plan = facts.summary(notice(stage=Stage.PLANNING), [Lot("1")], outline, NOON)
        call = facts.summary(notice(), [Lot("1")], outline, NOON)
    assert [fact.label for fact in plan[4:]] == ["Svar senest", "Hvem kan deltage"]
    assert plan[4].value == "Der kan ikke bydes endnu: opgaven er kun varslet"
    assert [fact.value for fact in call[6:]] == ["Ikke oplyst", "Ikke oplyst"]


def test_codes_of_one_name_share_a_line() -> None:
    with override("da"):
        assert words.cpv_names(["90911200", "90919000", "30000000"])[0].startswith("90911200, 90919000 ")


@pytest.mark.parametrize(("key", "shown"), [
    ("672025-2023", "672025-2023"),
    ("ocds-b5fd17-0064608c-819874", ""),
    ("84e18467-1c29-4c76-9ae6-84b76a391312-01", ""),
])  # fmt: skip
def test_only_numbers_that_people_use_are_shown(key: str, shown: str) -> None:
    assert words.short_number(key) == shown


@pytest.mark.parametrize(("outline", "said"), [
    ([LotOutline(None, True, ""), LotOutline(None, None, "")], ["1 af de 2 delaftaler er reserveret: se hver delaftale"]),
    ([LotOutline(None, True, "")], ["Ja"]),
    ([LotOutline(None, False, ""), LotOutline(None, None, "")], []),
])  # fmt: skip
def test_a_result_says_how_many_lots_were_reserved(outline: list[LotOutline], said: list[str]) -> None:
    with override("da"):
        assert [fact.value for fact in facts.reserved_lots(outline)] == said
