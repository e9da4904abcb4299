"""What if a rule were another: counts for everybody, none of them small; names for staff only."""

from __future__ import annotations

import csv
from html import unescape
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.test import Client

from opslagstavle_site.enterprises.models import Enterprise, WorkforceCount

pytestmark = pytest.mark.django_db
ADDRESS = "/regler/hvad-nu-hvis/"
NOBODY = {"adult_apprentices": "0", "senior_jobs": "0", "time_limited": "0", "dispensation": "no"}
THREE_FOR_ONE = {"what": "quota.ordinary_for_one_small", "value": "3", "since": "2026-11-01", **NOBODY}


@pytest.fixture
def register() -> None:
    """Twelve with ten ordinary and three with a wage subsidy: one too many today, not if three made room for one; two anyhow."""
    for number in range(14):
        enterprise = Enterprise.objects.create(
            key=f"e{number}", name=f"Værksted {number}", status=Enterprise.Status.SHOWN
        )
        used = 3 if number < 12 else 9
        WorkforceCount.objects.create(
            enterprise=enterprise, heads=10 + used, flex_jobs=0, protected_jobs=0, wage_subsidy=used, placements=0
        )  # fmt: skip


def page(client: Client, asked: dict[str, str]) -> str:
    return unescape(client.get(f"{ADDRESS}?{urlencode(asked)}").content.decode())


@pytest.mark.usefixtures("register")
def test_everybody_sees_counts_and_nobody_names(client: Client) -> None:
    text = page(client, THREE_FOR_ONE)
    assert "12 virksomheder vurderes anderledes." in text
    assert "Værksted" not in text
    answer = client.get(f"{ADDRESS}?{urlencode(THREE_FOR_ONE)}").context["outcomes"][0]
    kept = next(table for table in answer.tables if table.title == "Rimelighedskravet")
    assert [(line.now, line.then) for line in kept.lines] == [("0", "skjult"), ("14", "skjult"), ("0", "0")]


@pytest.mark.usefixtures("register")
def test_few_that_change_are_hidden_from_the_public_and_not_from_staff(
    client: Client, admin_client: Client
) -> None:
    Enterprise.objects.filter(key__in=[f"e{number}" for number in range(4, 12)]).delete()
    text = page(client, THREE_FOR_ONE)
    assert "Færre end 5 virksomheder ændrer sig, så tallene er skjult." in text
    assert "Værksted" not in text
    staff = page(admin_client, THREE_FOR_ONE)
    assert "4 virksomheder vurderes anderledes." in staff
    assert "Værksted 3" in staff


@pytest.mark.usefixtures("register")
def test_what_no_entry_states_is_assumed_only_when_somebody_says_so(client: Client) -> None:
    asked = {name: value for name, value in THREE_FOR_ONE.items() if name not in NOBODY}
    assert "Intet ændrer sig for nogen" in page(client, asked)
    assert "Hvor mange ansatte er i seniorjob? 0 personer" in page(client, THREE_FOR_ONE)


@pytest.mark.usefixtures("register")
def test_if_the_dispensation_became_permanent(client: Client) -> None:
    WorkforceCount.objects.update(protected_jobs=3, wage_subsidy=0)
    asked = {**THREE_FOR_ONE, "what": "quota.dispensation_possible", "value": "ja", "dispensation": "yes"}
    text = page(client, asked)
    assert "ikke kendt i dag" in text
    assert "14 virksomheder vurderes anderledes." in text


@pytest.mark.usefixtures("register")
def test_the_sheet_hides_what_the_page_hides(client: Client) -> None:
    body = client.get(f"/regler/hvad-nu-hvis.csv?{urlencode(THREE_FOR_ONE)}").getvalue().decode("utf-8-sig")
    lines = list(csv.reader(StringIO(body), delimiter=";"))
    assert lines[0] == ["Regel", "Hvad der tælles", "Svar", "Nu", "Efter ændringen"]
    assert ["14", "skjult"] in [line[3:] for line in lines]
    assert "Værksted" not in body


def test_an_empty_register_changes_nothing(client: Client) -> None:
    assert "Intet ændrer sig for nogen" in page(client, THREE_FOR_ONE)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"what": "nonsense", "value": "3"}, "Noget skal rettes"),
        ({**THREE_FOR_ONE, "value": "mange"}, "Skriv et tal"),
        ({**THREE_FOR_ONE, "value": "-3"}, "Skriv et tal"),
        ({**THREE_FOR_ONE, "value": "NaN"}, "Skriv et tal"),
        ({**THREE_FOR_ONE, "since": "0001-01-01"}, "Vælg en dato mellem 1990 og 2100."),
        ({**THREE_FOR_ONE, "since": "i morgen"}, "Skriv en dato"),
        ({**THREE_FOR_ONE, "what": "quota.dispensation_possible", "value": "3"}, "Skriv ja eller nej."),
        ({**THREE_FOR_ONE, "senior_jobs": "0,5"}, "Skriv et helt tal."),
        ({**THREE_FOR_ONE, "value": ""}, "Hvad hvis den var?"),
        ({"what": "quota.always"}, "Hvad hvis den var?"),
        ({}, "Gå videre"),
    ],
)
def test_nonsense_is_said_to_be(client: Client, asked: dict[str, str], says: str) -> None:
    answer = client.get(f"{ADDRESS}?{urlencode(asked)}")
    assert answer.status_code == 200
    assert says in unescape(answer.content.decode())


@pytest.mark.usefixtures("register")
def test_by_nothing_is_not_stated_and_no_fault(client: Client) -> None:
    assert client.get(f"{ADDRESS}?{urlencode({**THREE_FOR_ONE, 'value': '0'})}").status_code == 200


@pytest.mark.usefixtures("register")
def test_a_large_number_is_no_fault(client: Client) -> None:
    assert client.get(f"{ADDRESS}?{urlencode({**THREE_FOR_ONE, 'value': '999999999999'})}").status_code == 200
