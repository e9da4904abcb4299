"""The rules in plain words: asked, answered, linked to, printed; nobody's numbers where they do not belong."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.facts import FactKind, fact_kinds
from opslagstavle.rules.pages import pages
from opslagstavle.rules.published import published
from opslagstavle_site.guide import exports, words
from opslagstavle_site.guide.details import rule_page
from opslagstavle_site.guide.forms import CalculatorForm, FactField
from opslagstavle_site.guide.queries import Own, asks_for_people
from opslagstavle_site.matches.models import Match
from tests import people

pytestmark = pytest.mark.django_db

QUOTA = "/regler/quota/"
DAY = "2017-06-01"
CASE = {
    "on": DAY, "heads": "12", "flex_jobs": "3", "protected_jobs": "1", "wage_subsidy": "0", "placements": "0",
    "adult_apprentices": "0", "senior_jobs": "0", "time_limited": "0", "dispensation": "no",
}  # fmt: skip
ODD = [
    "",
    "x",
    "-1",
    "1e9",
    "NaN",
    "9" * 50,
    "1.5",
    "\0",
    "<b>",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "ja",
    "🙂",
    "%s",
]


@pytest.fixture(autouse=True)
def in_danish() -> Iterator[None]:
    with translation.override("da"):
        yield


def answers(page: Any) -> dict[str, str]:
    groups = page.context["rule"].calculator.result.all_groups
    return {shown.card.name: shown.card.value for group in groups for shown in group}


def plain(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


# The list


def test_all_rules_are_listed_by_who_asks() -> None:
    page = people.stranger().get("/regler/")
    listed = [card.key for _who, cards in page.context["groups"] for card in cards]
    assert sorted(listed) == sorted(RULES)
    assert all(pages()[key].short["da"] in page.content.decode() for key in RULES)


def test_there_is_a_way_to_the_rules_from_every_page() -> None:
    assert 'href="/regler/"' in people.stranger().get("/om/").content.decode()


def test_a_rule_that_is_not_there_says_so() -> None:
    for address in ("/regler/nope/", "/regler/nope.pdf", "/regler/quota.doc"):
        assert people.stranger().get(address).status_code == 404


# Asked and answered


def test_counts_of_people_are_sent_in_the_body_and_answered_there() -> None:
    page = people.stranger().post(QUOTA, CASE)
    assert page.status_code == 200
    told = answers(page)
    assert told["kept"] == "I holder jer inden for rimelighedskravet."
    assert told["ordinary"] == "8 personer"
    assert told["allowed"] == "1 person"
    assert told["room"] == "0 personer"
    assert told["dispensed"] == "Jeres skånejob tæller med."
    assert told["apply_to"] == "Det regionale arbejdsmarkedsråd (RAR)"
    assert 'method="post"' in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_a_link_is_made_only_when_asked_for_and_answers_the_same() -> None:
    client = people.stranger()
    asked = client.post(QUOTA, CASE)
    assert "heads=12" not in asked.content.decode()
    led = client.post(QUOTA, {**CASE, "do": "link"})
    assert led.status_code == 302
    assert led.headers["Location"].startswith(f"{QUOTA}?on={DAY}&")
    assert "csrf" not in led.headers["Location"]
    linked = client.get(led.headers["Location"])
    assert answers(linked) == answers(asked)
    assert "http://testserver" + led.headers["Location"].removesuffix(
        "#answers"
    ) in linked.content.decode().replace("&amp;", "&")


def test_both_readings_stand_side_by_side_and_the_doubtful_one_is_marked() -> None:
    page = people.stranger().post(QUOTA, CASE)
    groups = page.context["rule"].calculator.result.groups
    together = next(group for group in groups if group[0].card.name == "kept")
    assert [shown.card.name for shown in together] == ["kept", "kept_if_flex_jobs_count"]
    assert [shown.card.doubt for shown in together] == ["", "ikke efterprøvet"]
    assert "ikke efterprøvet" in plain(page)
    assert "læst hos andre" in plain(page)  # who decides on a dispensation in 2017


def test_nothing_said_is_not_stated_and_the_next_question_stands_right_there() -> None:
    page = people.stranger().post(
        QUOTA, {"on": DAY, "heads": "9", "protected_jobs": "2", "wage_subsidy": "0"}
    )
    kept = page.context["rule"].calculator.result.groups[0][0]
    assert kept.card.value == ""
    assert kept.questions[0].name == "placements"
    text = page.content.decode()
    assert text.count('name="placements"') == 1
    assert 'form="calculator"' in text
    assert "Ikke oplyst" in plain(page)


def test_what_no_value_is_known_for_says_where_to_look() -> None:
    page = people.stranger().post(
        QUOTA, {**CASE, "on": "2026-11-25", "protected_jobs": "2", "dispensation": "yes"}
    )
    assert "Kendes ikke for 25. november 2026: Kan der dispenseres for skånejob" in plain(page)
    assert "spørg kommunen" in plain(page)


def test_the_way_to_an_answer_has_its_paragraphs_sources_and_days() -> None:
    text = people.stranger().post(QUOTA, CASE).content.decode()
    assert "<details" in text
    assert "BEK 1297 af 9/11/2017 § 92" in text
    assert 'href="https://www.cabiweb.dk/"' in text
    assert "gælder fra 16. december 2015 til 31. december 2018" in text
    assert "vejledning, ikke en afgørelse" in text


def test_faults_stand_beside_their_fields_in_plain_words() -> None:
    page = people.stranger().post(QUOTA, {**CASE, "heads": "12,5", "flex_jobs": "-3", "on": "31-31-2026"})
    assert page.status_code == 400
    assert page.context["rule"].calculator.result is None
    found = {name: errors[0] for name, errors in page.context["rule"].calculator.form.errors.items()}
    assert found["heads"] == "Skriv et helt tal."
    assert found["flex_jobs"].startswith("Skriv et tal fra 0 til")
    assert found["on"].startswith("Skriv en dato")
    assert 'href="#id_heads"' in page.content.decode()
    assert 'value="12,5"' in page.content.decode()


@pytest.mark.parametrize("odd", ODD)
def test_nonsense_is_never_a_fault_of_ours(odd: str) -> None:
    client = people.stranger()
    for key, rule in RULES.items():
        everywhere = dict.fromkeys(rule.facts, odd)
        assert client.get(f"/regler/{key}/", everywhere, follow=True).status_code == 200, key
        assert client.get(f"/regler/{key}/", {"on": odd}, follow=True).status_code == 200, key
        assert client.post(f"/regler/{key}/", dict.fromkeys(("on", *rule.facts), odd)).status_code in (
            200,
            400,
        )
        assert client.get(f"/regler/{key}.pdf", {"on": odd}).status_code == 200


def test_an_address_with_empty_answers_becomes_a_tidy_one() -> None:
    led = people.stranger().get(QUOTA, {"on": DAY, "heads": "12", "flex_jobs": ""})
    assert led.status_code == 302
    assert led.headers["Location"] == f"{QUOTA}?on={DAY}&heads=12"


def test_a_wrong_day_in_an_address_is_told_and_other_parameters_do_no_harm() -> None:
    page = people.stranger().get(QUOTA, {"on": "1066-10-14", "utm": "x", "heads": "3"})
    assert page.status_code == 200
    assert "mellem 1990 og 2100" in plain(page)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.500", 1500),
        ("1 500", 1500),
        ("12,5", Fraction(25, 2)),
        ("12.5", Fraction(25, 2)),
        ("", None),
        ("-50.000", -50000),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, read: object) -> None:
    kind = FactKind(name="x", kind="number", least=Decimal(-(10**9)), question={"da": "x", "en": "x"})
    assert FactField(kind).clean(typed) == read


def test_every_unit_that_a_rule_counts_in_can_be_said() -> None:
    units = {formula.unit for rule in RULES.values() for formula in rule.formulas}
    units |= {published().all[name].unit for rule in RULES.values() for name in rule.parameters}
    units |= {fact_kinds()[name].unit for rule in RULES.values() for name in rule.facts}
    assert units - {"word", "day"} <= set(words.UNITS)


def test_values_are_written_as_readers_write_them() -> None:
    assert words.value_words(Fraction(96200, 3), "DKK/month") == "32.066,67 kr. om måneden"
    assert words.value_words(15272, "DKK") == "15.272 kr."
    assert words.value_words(Fraction(1, 3), "share") == "33,33 %"
    assert words.value_words(1, "people") == "1 person"
    assert words.value_words(Fraction(37, 2), "hours/week") == "18,5 timer om ugen"
    assert words.value_words(date(2026, 11, 25), "day") == "25. november 2026"
    with translation.override("en"):
        assert words.value_words(1234, "people") == "1,234 people"


def test_what_the_law_says_on_the_day_is_told_without_any_answer() -> None:
    for key, rule in RULES.items():
        page = people.stranger().get(f"/regler/{key}/?on=2024-06-01")
        assert len(page.context["rule"].values) == len(rule.parameters), key


def test_paper_says_what_was_answered() -> None:
    page = people.stranger().post(QUOTA, CASE)
    printed = page.content.decode().partition('class="answers__facts"')[2].partition("</dl>")[0]
    assert "<dd>12 personer</dd>" in printed
    assert printed.count("<dt>") == len(CASE) - 1


# Whose numbers


def cast() -> dict[str, Client]:
    laundry = people.laundry()
    return {
        "stranger": people.stranger(),
        "somebody": people.somebody(),
        "rival": people.leader_of(people.gardeners()),
        "leader": people.leader_of(laundry),
        "staff": people.staff(),
    }


def test_numbers_of_an_entry_are_for_the_enterprise_and_for_staff() -> None:
    for role, client in cast().items():
        own = {"own": people.LAUNDRY.key, "on": DAY}
        for answer in (client.get(QUOTA, own), client.post(QUOTA, own), client.get("/regler/quota.pdf", own)):
            assert answer.status_code == (200 if role in ("leader", "staff") else 404), role


def test_own_numbers_are_reckoned_with_and_never_stand_in_an_address() -> None:
    client = people.leader_of(people.laundry())
    assert "Vaskeriet Anker" in client.get(QUOTA).content.decode()
    page = client.post(QUOTA, {"own": people.LAUNDRY.key, "on": DAY, "placements": "0", "dispensation": "no"})
    own = {fact.name: fact.value for fact in page.context["rule"].calculator.result.own_facts}
    assert own["Hvor mange er ansat i alt?"] == "12 personer"
    assert answers(page)["used"] == "1 person"
    led = client.post(QUOTA, {"own": people.LAUNDRY.key, "on": DAY, "do": "link"})
    assert led.headers["Location"] == f"{QUOTA}?on={DAY}&own={people.LAUNDRY.key}#answers"
    typed = client.post(QUOTA, {"own": people.LAUNDRY.key, "on": DAY, "heads": "40"})
    names = {fact.name for fact in typed.context["rule"].calculator.result.own_facts}
    assert "Hvor mange er ansat i alt?" not in names


def test_a_stranger_is_offered_nobodys_numbers() -> None:
    people.laundry()
    assert "own" not in people.stranger().get(QUOTA).context["rule"].calculator.form.fields
    assert asks_for_people(RULES["quota"])


def test_what_was_asked_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        people.stranger().post(QUOTA, {**CASE, "heads": "98761"})
        people.stranger().post(QUOTA, {**CASE, "heads": "98761x"})
    assert "98761" not in caplog.text


def test_the_form_needs_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(QUOTA, CASE).status_code == 403
    assert client.post("/regler/quota.pdf", CASE).status_code == 403


def test_an_enterprise_reads_on_its_own_page_what_the_rules_say_and_nobody_else_does(board: None) -> None:
    address = f"/virksomheder/{people.LAUNDRY.key}/"
    for role, client in cast().items():
        page = client.get(address)
        told = {answer.name: answer for rule in page.context["own_rules"] for answer in rule.answers}
        assert bool(told) is (role in ("leader", "staff")), role
        assert ("Hvad reglerne siger for jer" in page.content.decode()) is bool(told), role
        if told:
            assert told["own_share_met"].value  # 4 of 12
            assert f"{QUOTA}?own={people.LAUNDRY.key}" in page.content.decode()


def test_findings_lead_to_the_rule_as_it_was_when_the_notice_came_out(board: None) -> None:
    match = Match.objects.filter(lot__reserved_participation=True).select_related(
        "lot__notice", "enterprise"
    )[0]
    page = people.stranger().get(f"/opslag/{match.lot.notice.key}/{match.lot.number}/{match.enterprise.key}/")
    found = re.search(
        r'href="(/regler/reserved(?:_services)?/\?on=(\d{4}-\d\d-\d\d))"', page.content.decode()
    )
    assert found is not None
    assert found[2] == str(match.lot.published)
    assert people.stranger().get(found[1]).status_code == 200


@pytest.mark.parametrize(
    ("typed", "found"),
    [("rimelighedskrav", "quota"), ("fleksjob løn", "flexjob"), ("threshold", "thresholds")],
)
def test_rules_are_found_by_what_people_call_them(typed: str, found: str, db: None) -> None:
    page = people.stranger().get("/soeg/", {"q": typed})
    assert f"/regler/{found}/" in [card.url for card in page.context["rules"]]
    assert people.stranger().get("/soeg/", {"q": "xyzzyqwv"}).context["rules"] == []


# On paper


def test_the_pdf_is_tagged_and_says_its_language() -> None:
    for method in ("get", "post"):
        answer = getattr(people.stranger(), method)("/regler/quota.pdf", CASE)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == f'inline; filename="quota-{DAY}.pdf"'
        assert answer.headers["Cache-Control"] == "private, no-store"
        content = answer.content
        assert content.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in content
        assert b"/Marked true" in content
        assert b"pdfuaid:part>1<" in content
        assert b"/Lang(da)" in content


def test_every_rule_can_be_printed_in_both_languages() -> None:
    for key in RULES:
        for language in ("da", "en"):
            client = Client()
            client.cookies["django_language"] = language
            answer = client.get(f"/regler/{key}.pdf?on=2024-06-01")
            assert f"/Lang({language})".encode() in answer.content, key


def test_the_pdf_says_what_the_page_says() -> None:
    form = CalculatorForm(RULES["quota"], CASE, on=date(2026, 11, 25), enterprises=[])
    page = rule_page("quota", form, None)
    told = json.dumps(exports.told(page, "http://x/"), ensure_ascii=False)
    for group in page.calculator.result.all_groups:  # type: ignore[union-attr]
        for shown in group:
            assert shown.card.title in told
            assert shown.card.value in told
            assert all(step.name in told for step in shown.card.steps)
    for said in (*page.page.what, *page.page.applies, *page.page.do):
        assert json.dumps(said.text, ensure_ascii=False)[1:-1] in told


EVIL = [
    '#panic("x")', '#import "/etc/passwd"', "$ x^2", "*bold", "_", "`", "<label>", "@nobody", "\\", "]", "#", "//", '"}', "= x",
    "\u202e",
]  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
def test_texts_are_never_read_as_markup(evil: str) -> None:
    form = CalculatorForm(RULES["quota"], CASE, on=date(2026, 11, 25), enterprises=[])
    content = exports.told(rule_page("quota", form, Own("x", evil, {"heads": 1})), f"http://x/{evil}")
    content["result"]["answers"][0]["value"] = content["title"] = evil
    content["parts"][0]["statements"][0] |= {"text": evil, "url": f"javascript:{evil}"}
    made = exports.set_in_type(content)
    assert made.startswith(b"%PDF-")
    assert b"javascript:" not in made


def test_what_cannot_be_computed_is_told_on_the_page() -> None:
    answer = people.stranger().post("/regler/quota.pdf", {**CASE, "heads": "x"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/html")


def test_so_many_files_a_minute(settings: Settings, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(exports, "A_MINUTE", 2)
    client = people.stranger()
    assert [client.get("/regler/quota.pdf").status_code for _time in range(3)] == [200, 200, 429]
    assert int(client.get("/regler/quota.pdf").headers["Retry-After"]) >= 1


# For programs


def test_programs_are_answered_the_same_by_get_and_by_post() -> None:
    facts = {name: value for name, value in CASE.items() if name != "on"}
    got = people.stranger().get("/api/v1/rules/quota", CASE).json()
    posted = people.stranger().post(
        "/api/v1/rules/quota", {"on": DAY, "facts": facts}, content_type="application/json"
    )
    assert posted.status_code == 200
    assert got == posted.json()
    assert got["values"]["kept"] is True
    assert got["values"]["ordinary"] == 8
    assert got["values"]["kept_if_flex_jobs_count"] is False
    assert got["answers"]["kept_if_flex_jobs_count"]["status"] == "unverified"
    assert posted.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"facts": {"heads": "x"}}, "body.facts.heads"),
        ({"facts": {"nobody": 1}}, "body.facts.nobody"),
        ({"facts": {"heads": 1e-300}}, "body.facts.heads"),
        ({"on": "0001-01-01"}, "body.on"),
        ({"on": "x"}, "body.on"),
        ({"fact": {}}, "body.fact"),
    ],
)
def test_what_programs_say_wrongly_is_told_without_their_numbers(body: dict[str, Any], where: str) -> None:
    answer = people.stranger().post("/api/v1/rules/quota", body, content_type="application/json")
    assert answer.status_code == 422
    assert [each["where"] for each in answer.json()["details"]] == [where]


def test_programs_learn_what_every_rule_asks() -> None:
    told = people.stranger().get("/api/v1/rules?lang=en").json()
    assert [each["rule"] for each in told] == list(RULES)
    for each in told:
        assert [fact["name"] for fact in each["facts"]] == list(RULES[each["rule"]].facts)


def test_months_are_told_on_the_page_that_asks_for_their_facts(client: Client) -> None:
    asked = "hourly_wage=200&weekly_hours=18&on=2024-06-01&pension=0&refund_week=53"
    months = client.get(f"/regler/refund/?{asked}").context["rule"].calculator.result.months
    assert months.rows[0].month.casefold() == "juni 2024"
    assert months.asks == []
    assert "15.272" in months.rows[0].cells
    assert client.get(f"/regler/flexjob/?{asked}").context["rule"].calculator.result.months is None


def test_months_wait_for_the_week(client: Client) -> None:
    page = client.get("/regler/refund/?hourly_wage=200&weekly_hours=18&on=2024-06-01")
    months = page.context["rule"].calculator.result.months
    assert months.asks
    assert "?" in months.rows[0].cells
