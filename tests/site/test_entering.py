"""The form of an entry: what is asked, what is wrong with an answer, what comes of it, and what attackers send."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opslagstavle_site.enterprises import actions
from opslagstavle_site.enterprises.models import Enterprise, ProposalLink, Sending
from opslagstavle_site.enterprises.rows import to_library
from tests import people
from tests.entry_form import ADD, NORTH, filled, propose

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = NORTH | {
    "cvr": "DK 64 94 22 12",
    "does_en": "We wash linen.",
    "kinds": ["laundry", "linen-service"],
    "places": ["DK041", "DK042751"],
    "town": "Aarhus",
    "municipality": "751",
    "reach_km": "40",
    "website": "vaskerietnord.dk",
    "email": "info@vaskerietnord.dk",
    "phone": "+45 87 65 43 21",
    "registered": "yes",
    "registered_proof": "https://virk.dk/vaskerietnord",
    "integration_is_main_aim": "yes",
    "heads": "12",
    "flex_jobs": "4",
    "protected_jobs": "0",
    "capacity-TOTAL_FORMS": "2",
    "capacity-0-amount": "1.500",
    "capacity-0-unit": "kg linned",
    "capacity-0-period": "day",
    "reference-0-buyer": "Aarhus Kommune",
    "reference-0-work": "Vask for plejehjem",
    "reference-0-since": "2019",
    "reference-0-value": "1.250.000",
}


def errors(said: dict[str, Any], client: Client | None = None) -> dict[str, list[str]]:
    page = (client or people.stranger()).post(ADD, said)
    assert page.status_code == 200
    assert Enterprise.objects.count() == 0
    return {field.html_name: list(field.errors) for field in page.context["entry"] if field.errors}


def test_everything_that_is_told_is_kept() -> None:
    propose(people.stranger(), **FULL)
    row = Enterprise.objects.get()
    told = to_library(row)
    assert (row.status, row.origin, row.key) == ("proposed", "itself", "vaskeriet-nord")
    assert (told.cvr, told.municipality, told.reach_km) == ("64942212", "751", 40)
    assert told.descriptions == {"da": "Vi vasker linned for plejehjem.", "en": "We wash linen."}
    assert (told.kinds, told.places) == (("laundry", "linen-service"), ("DK041", "DK042751"))
    assert [(str(each.amount), each.unit, each.period) for each in told.capacities] == [
        ("1500", "kg linned", "day")
    ]
    assert [(each.buyer, each.since, each.until, str(each.value)) for each in told.references] == [
        ("Aarhus Kommune", 2019, None, "1250000")
    ]
    assert (row.website, row.phone) == ("https://vaskerietnord.dk", "+45 87 65 43 21")
    assert (row.registered, row.registered_by, row.registered_checked) == (True, "said", None)
    assert (told.workforce.heads, told.workforce.protected_jobs, told.workforce.wage_subsidy) == (12, 0, None)


def test_opening_the_form_and_saving_it_changes_nothing() -> None:
    propose(people.stranger(), **FULL)
    row = Enterprise.objects.get()
    before, client = to_library(row), people.staff()
    for _ in range(2):
        assert client.post(f"/virksomheder/{row.key}/ret/", filled(client, row)).status_code == 302
        row.refresh_from_db()
        assert to_library(row) == before
    assert list(row.changes.values_list("act", flat=True)) == ["proposed"]


def test_what_the_form_does_not_ask_for_stays() -> None:
    row = people.laundry()
    Enterprise.objects.filter(pk=row.pk).update(
        descriptions={"da": "Vask", "de": "Wäsche"},
        cpv=["98310000"],
        places=["DK042", "SE224"],
        company_form="Fond",
    )
    client = people.staff()
    client.post(f"/virksomheder/{row.key}/ret/", filled(client, row) | {"town": "Viborg"})
    row.refresh_from_db()
    assert (row.town, row.cpv, row.company_form) == ("Viborg", ["98310000"], "Fond")
    assert row.descriptions == {"da": "Vask", "de": "Wäsche"}
    assert sorted(row.places) == ["DK042", "SE224"]


@pytest.mark.parametrize("typed", ["64 94 22 12", "DK64942212", "CVR-nr. 64942212", " 64942212 "])
def test_a_company_number_is_taken_in_any_spelling(typed: str) -> None:
    propose(people.stranger(), cvr=typed)
    assert Enterprise.objects.get().cvr == "64942212"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [("1234567", "det her har 7"), ("12345678", "et af cifrene er forkert"), ("abc", "har 0")],
)
def test_what_is_wrong_with_a_company_number_is_said(typed: str, wrong: str) -> None:
    (said,) = errors(NORTH | {"cvr": typed})["cvr"]
    assert wrong in said


def test_one_that_is_in_the_register_already_is_named_if_it_is_public() -> None:
    propose(people.stranger(), cvr="64942212")
    again = people.stranger().post(ADD, NORTH | {"cvr": "64942212"})
    assert again.context["already"] == ""
    assert "findes allerede" in again.content.decode()
    Enterprise.objects.update(status="shown")
    again = people.stranger().post(ADD, NORTH | {"cvr": "64942212"})
    assert '<a href="/virksomheder/vaskeriet-nord/">' in again.content.decode()
    assert Enterprise.objects.count() == 1


def test_two_who_enter_the_same_number_at_once_get_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    propose(people.stranger(), cvr="64942212")
    monkeypatch.setattr(
        "opslagstavle_site.enterprises.questions.EntryForm.clean_cvr", lambda form: "64942212"
    )
    page = people.stranger().post(ADD, NORTH | {"name": "En anden", "cvr": "64942212"})
    assert page.status_code == 200
    assert "findes allerede" in page.content.decode()
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u200b\t"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"does_da": ""}, "does_da"),
        ({"does_da": "x" * 2001}, "does_da"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["no-such"]}, "kinds"),
        ({"places": ["XX"]}, "places"),
        ({"places": ["' OR 1=1 --"]}, "places"),
        ({"municipality": "999"}, "municipality"),
        ({"reach_km": "40"}, "municipality"),
        ({"reach_km": "0", "municipality": "751"}, "reach_km"),
        ({"reach_km": "1e3"}, "reach_km"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "ftp://x.dk"}, "website"),
        ({"email": "a@b"}, "email"),
        ({"phone": "ring til Hanne"}, "phone"),
        ({"phone": "1234"}, "phone"),
        ({"registered": "maybe"}, "registered"),
        ({"heads": "-1"}, "heads"),
        ({"heads": "2,5"}, "heads"),
        ({"heads": "999999999999999999999999"}, "heads"),
        ({"heads": "10", "flex_jobs": "11"}, "flex_jobs"),
        ({"heads": "10", "special_terms": "11"}, "special_terms"),
        ({"speaks": "no", "heads": "10"}, "heads"),
        ({"speaks": ""}, "speaks"),
        ({"homepage_2": "https://spam"}, "homepage_2"),
        ({"capacity-0-amount": "10"}, "capacity-0-unit"),
        ({"capacity-0-amount": "0", "capacity-0-unit": "kg", "capacity-0-period": "day"}, "capacity-0-amount"),
        ({"capacity-0-amount": "10", "capacity-0-unit": "kg", "capacity-0-period": "eon"}, "capacity-0-period"),
        ({"reference-0-work": "Vask"}, "reference-0-buyer"),
        ({"reference-0-buyer": "A", "reference-0-work": "B", "reference-0-since": "20"}, "reference-0-since"),
        (
            {"reference-0-buyer": "A", "reference-0-work": "B", "reference-0-since": "2020", "reference-0-until": "2019"},
            "reference-0-until",
        ),
        ({"reference-0-buyer": "A", "reference-0-work": "B", "reference-0-value": "=1+1"}, "reference-0-value"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(said: dict[str, Any], field: str) -> None:
    assert field in errors(NORTH | said)


def test_what_was_typed_stays_and_each_error_leads_to_its_field() -> None:
    page = people.stranger().post(ADD, FULL | {"name": "", "heads": "3", "flex_jobs": "9"})
    text = page.content.decode()
    for kept in (
        "Vi vasker linned for plejehjem.",
        "DK 64 94 22 12",
        "kg linned",
        "1.250.000",
        "info@vaskerietnord.dk",
    ):
        assert kept in text
    assert (
        text.index('<a href="#id_name">')
        < text.index('<a href="#id_flex_jobs">')
        < text.index('<form class="form"')
    )
    for place in ("id_name", "id_flex_jobs", "id_kinds", "id_places"):
        assert f'id="{place}"' in text


def test_asking_for_proposals_or_rows_judges_nothing_and_keeps_everything() -> None:
    typed = FULL | {"name": "", "kinds": [], "heads": "many", "does_da": "Vi slår græs og klipper hække"}
    for do in ("kinds", "capacities", "references"):
        page = people.stranger().post(ADD, typed | {"do": do})
        text = page.content.decode()
        assert "error-summary" not in text
        assert "Vi slår græs" in text
        assert 'value="many"' in text
        assert "green-areas" in [each.value for each in page.context["kinds"].proposed]
        assert len(page.context["entry"].references.forms) == 2
    assert Enterprise.objects.count() == 0
    page = people.stranger().post(ADD, typed | {"do": "kinds", "kind_words": "vinduespudser"})
    assert "window-cleaning" in [each.value for each in page.context["kinds"].found]


def test_none_of_the_kinds_is_an_answer() -> None:
    propose(people.stranger(), kinds=[], no_kind="on")
    assert Enterprise.objects.get().kinds == []


def test_a_cleared_row_goes() -> None:
    propose(people.stranger(), **FULL)
    row, client = Enterprise.objects.get(), people.staff()
    sent = filled(client, row) | {f"capacity-0-{name}": "" for name in ("amount", "unit", "period")}
    client.post(f"/virksomheder/{row.key}/ret/", sent)
    row.refresh_from_db()
    assert row.capacities == []
    assert len(row.references) == 1


NASTY = "<script>alert(1)</script>\"'&{{ 7 }}{% x %}"


def test_markup_stays_text_wherever_it_is_shown() -> None:
    said = FULL | dict.fromkeys(("name", "town", "does_da", "does_en", "registered_proof"), f"{NASTY}")
    said |= {"capacity-0-unit": NASTY[:60], "reference-0-buyer": NASTY, "reference-0-work": NASTY}
    link = propose(people.stranger(), **said)
    row = Enterprise.objects.get()
    assert row.name == NASTY
    staff = people.staff()
    assert "<script>" not in people.stranger().get(link).content.decode()
    assert "<script>" not in people.stranger().get(f"{link}ret/").content.decode()
    staff.post(f"/indgangen/virksomheder/{row.key}/", {"do": "accept"})
    own, entrance = f"/virksomheder/{row.key}/", "/indgangen/"
    pages = ("/virksomheder/", own, f"{own}ret/", f"{own}historik/", f"{own}henvendelse/", entrance)
    for address in (*pages, f"{entrance}virksomheder/{row.key}/"):
        page = staff.get(address)
        assert page.status_code == 200
        assert "<script>" not in page.content.decode(), address


def test_hidden_characters_are_left_out() -> None:
    propose(people.stranger(), name="Vask\x00e\x07riet\u202e \u200bNord", does_da="a\r\nb\x1b[31m\tc")
    row = Enterprise.objects.get()
    assert row.name == "Vaskeriet Nord"
    assert row.descriptions == {"da": "a\nb[31m c"}


@pytest.mark.parametrize(
    "sent",
    [
        {"capacity-TOTAL_FORMS": "x"},
        {"capacity-TOTAL_FORMS": "-1"},
        {"capacity-TOTAL_FORMS": "99999999999"},
        {"reference-TOTAL_FORMS": ""},
        {"name": ["a", "b"], "kinds": ["laundry"] * 500},
        {"places": ["DK"] * 300},
        {"does_da": "x" * 300_000},
        {"seen": "2026-99-99"},
        {"do": "nonsense"},
    ],
)
def test_what_no_browser_sends_is_no_fault_of_ours(sent: dict[str, Any]) -> None:
    for do in ("send", "kinds", "capacities"):
        answer = people.stranger().post(ADD, NORTH | {"do": do} | sent)
        assert answer.status_code in (200, 302)
    assert all(len(row.kinds) == 1 and len(row.places) <= 1 for row in Enterprise.objects.all())


def test_too_many_fields_or_bytes_are_refused() -> None:
    assert people.stranger().post(ADD, NORTH | {"places": ["DK"] * 2000}).status_code == 413
    assert people.stranger().post(ADD, NORTH | {"does_da": "x" * 3_000_000}).status_code == 413


def test_names_that_are_addresses_of_ours_get_another() -> None:
    for name in ("Tilføj", "Forslag", "!!!", "Vaskeriet Nord", "vaskeriet nord"):
        propose(people.stranger(), name=name)
    keys = set(Enterprise.objects.values_list("key", flat=True))
    assert keys == {"tilfoej-2", "forslag-2", "virksomhed", "vaskeriet-nord", "vaskeriet-nord-2"}


def test_a_proposal_is_corrected_by_its_link_until_it_is_accepted() -> None:
    client = people.stranger()
    link = propose(client, **FULL)
    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in str(list(ProposalLink.objects.values()))
    page = client.get(f"{link}ret/")
    assert (page.context["form"]["heads"].value(), page.context["form"]["speaks"].value()) == (12, "yes")
    sent = FULL | {"name": "Vaskeriet Syd", "seen": page.context["seen"]}
    assert client.post(f"{link}ret/", sent).status_code == 302
    row = Enterprise.objects.get()
    assert (row.name, row.status, row.key) == ("Vaskeriet Syd", "proposed", "vaskeriet-nord")
    assert "flex" not in client.get(link).content.decode().lower()
    people.staff().post(f"/indgangen/virksomheder/{row.key}/", {"do": "accept"})
    assert client.get(link).status_code == client.post(f"{link}ret/", sent).status_code == 410
    assert client.get(f"/virksomheder/{row.key}/").status_code == 200


def test_staff_enters_at_once_and_is_asked_neither_who_nor_tricked() -> None:
    client = people.staff()
    answer = client.post(ADD, {name: value for name, value in NORTH.items() if name != "speaks"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/virksomheder/vaskeriet-nord/")
    row = Enterprise.objects.get()
    assert (row.status, row.origin, row.changes.filter(by__username="konsulenten").count()) == (
        "shown",
        "research",
        1,
    )
    assert client.get("/virksomheder/vaskeriet-nord/").status_code == 200


def test_somebody_outside_proposes_and_that_is_said() -> None:
    propose(people.stranger(), speaks="no")
    row = Enterprise.objects.get()
    assert (row.origin, row.confirmed_on) == ("others", None)


def test_so_much_from_one_address_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FROM_ONE_ADDRESS", 2)
    client = people.stranger()
    propose(client)
    propose(client)
    page = client.post(ADD, NORTH)
    assert page.status_code == 429
    assert "Vi vasker linned for plejehjem." in page.content.decode()
    assert Enterprise.objects.count() == 2
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    propose(elsewhere)
    assert "192.0.2.7" not in str(list(Sending.objects.values()))
    monkeypatch.setattr(actions, "MOST_IN_ALL", 3)
    assert Client(REMOTE_ADDR="192.0.2.8").post(ADD, NORTH).status_code == 429
    assert people.staff().post(ADD, NORTH | {"name": "Fra indgangen"}).status_code == 302


def test_what_came_a_day_ago_is_forgotten(clock: Any) -> None:
    propose(people.stranger())
    clock.set("2026-11-26 14:11")
    propose(people.stranger())
    assert Sending.objects.count() == 1


def test_the_form_speaks_english_too() -> None:
    client = people.stranger()
    client.cookies["django_language"] = "en"
    text = client.get(ADD).content.decode()
    assert "Enter an enterprise" in text
    assert "Capital Region of Denmark" in text
    assert "Tick the kinds of work" in client.post(ADD, NORTH | {"kinds": []}).content.decode()
