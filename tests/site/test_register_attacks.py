"""What a stranger with a private link, a stale page or a feed could get hold of, and must not."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.accounts.actions import make_api_token, make_login_link
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import actions
from opslagstavle_site.enterprises.importing import confirm, hand_in, import_line, plan
from opslagstavle_site.enterprises.merging import merge_enterprises, unmerge_enterprises
from opslagstavle_site.enterprises.models import Enterprise, ProposalLink
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.matches.models import Match
from opslagstavle_site.web.faults import Formatter
from tests import people
from tests.entry_form import propose, sent_from

pytestmark = pytest.mark.django_db

SECRET_COUNT = 43219
V1 = "/api/v1"
SINCE = {"changed_since": "2020-01-01T00:00:00Z"}


def form_on(client: Client, address: str) -> dict[str, Any]:
    """As it stands there; nothing is chosen where a browser sends an empty choice (lxml says "on")."""
    found = sent_from(client.get(address).content.decode())
    return {name: "" if value == "on" else value for name, value in found.items()}


def told_by_link(link: str) -> str:
    """Everything the holder of a private link can see."""
    pages = [Client().get(link), Client().get(f"{link}ret/")]
    return "".join(page.content.decode() for page in pages)


def proposal() -> tuple[Enterprise, str]:
    link = propose(people.stranger(), cvr="64942212")
    return Enterprise.objects.get(cvr="64942212"), link


def test_a_list_with_counts_tells_them_to_no_holder_of_a_link() -> None:
    row, link = proposal()
    content = f"Navn;CVR;Medarbejdere i alt\nVaskeriet Nord;64942212;{SECRET_COUNT}\n".encode()
    done = confirm(handed_in=hand_in(name="liste.csv", content=content, by=None), by=None)
    assert (done.changed, done.faults) == (1, [])
    assert Enterprise.objects.get(pk=row.pk).workforce.heads == SECRET_COUNT
    assert str(SECRET_COUNT) not in told_by_link(link)


def test_counts_that_staff_wrote_are_told_to_no_holder_of_a_link() -> None:
    row, link = proposal()
    staff = people.staff()
    address = f"/virksomheder/{row.key}/ret/"
    said = form_on(staff, address) | {"heads": str(SECRET_COUNT)}
    assert staff.post(address, said).status_code == 302
    assert Enterprise.objects.get(pk=row.pk).workforce.heads == SECRET_COUNT
    assert str(SECRET_COUNT) not in told_by_link(link)


def test_whoever_proposed_can_correct_their_own_counts_again_and_again() -> None:
    row, link = proposal()
    for heads in ("12", "13"):
        client = Client()
        said = form_on(client, f"{link}ret/") | {"heads": heads}
        assert client.post(f"{link}ret/", said).status_code == 302
    assert Enterprise.objects.get(pk=row.pk).workforce.heads == 13


@pytest.mark.parametrize("status", [Enterprise.Status.HIDDEN, Enterprise.Status.SHOWN])
def test_what_is_merged_into_a_proposal_is_told_to_no_holder_of_its_link(status: str) -> None:
    row, link = proposal()
    other = actions.register_enterprise(
        enterprise=replace(people.LAUNDRY, workforce=Workforce(heads=SECRET_COUNT))
    )
    Enterprise.objects.filter(pk=other.pk).update(status=status)
    merger = merge_enterprises(kept=row, merged=other, chosen={"workforce": "merged"}, by=None)
    assert str(SECRET_COUNT) not in told_by_link(link)
    unmerge_enterprises(merger=merger, by=None)
    assert str(SECRET_COUNT) not in told_by_link(link)
    assert not ProposalLink.objects.exists()


# Gone while somebody had it before them


def test_what_was_removed_meanwhile_is_not_entered_again_by_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    row = people.laundry()
    leader = people.leader_of(row)
    address = f"/virksomheder/{row.key}/ret/"
    said = form_on(leader, address)
    _before_writing(monkeypatch, lambda: actions.remove_enterprise(row=row))
    assert leader.post(address, said).status_code == 404
    assert not Enterprise.objects.exists()


def test_a_declined_proposal_does_not_come_onto_the_list_by_its_link(monkeypatch: pytest.MonkeyPatch) -> None:
    row, link = proposal()
    said = form_on(Client(), f"{link}ret/")
    _before_writing(monkeypatch, lambda: actions.decline_proposal(row=row))
    assert Client().post(f"{link}ret/", said).status_code == 410
    assert not Enterprise.objects.exists()


def test_what_was_removed_meanwhile_is_not_entered_again_by_a_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = people.laundry()
    people.leader_of(row)
    _token, secret = make_api_token(user=User.objects.get(memberships__enterprise=row), name="x")
    _before_writing(monkeypatch, lambda: Enterprise.objects.all().delete())
    answer = Client().put(
        f"{V1}/enterprises/{row.key}", {"name": "Anker igen"}, "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 404
    assert not Enterprise.objects.exists()


def test_what_was_removed_meanwhile_is_not_entered_again_by_a_list() -> None:
    row = people.laundry()
    content = f"Nøgle;Navn;By\n{row.key};{row.name};Viborg\n".encode()
    (planned,) = plan(content, timezone.localdate()).planned
    actions.remove_enterprise(row=row)
    with pytest.raises(actions.EntryGone):
        import_line(planned=planned, by=None)
    assert not Enterprise.objects.exists()


def test_what_is_gone_can_be_neither_accepted_nor_declined() -> None:
    row, _link = proposal()
    by = User.objects.create_user("a", is_staff=True)
    Enterprise.objects.all().delete()
    assert not actions.accept_proposal(row=row, by=by)
    assert not actions.decline_proposal(row=row)
    assert not actions.hide_enterprise(row=row, by=by)


def _before_writing(monkeypatch: pytest.MonkeyPatch, happens: Any) -> None:
    """Somebody else is quicker by a hair: it happens after the entry was read, and before it is written."""
    write = actions.register_enterprise

    def late(**told: Any) -> Enterprise:
        happens()
        return write(**told)

    monkeypatch.setattr(actions, "register_enterprise", late)


# What is on no list


def test_no_program_is_told_of_a_proposal_that_became_a_part_of_another() -> None:
    row, _link = proposal()
    merger = merge_enterprises(kept=people.laundry(), merged=row, chosen={}, by=None)
    assert row.key not in Client().get(f"{V1}/enterprises", SINCE).content.decode()
    unmerge_enterprises(merger=merger, by=None)
    assert row.key not in Client().get(f"{V1}/enterprises", SINCE).content.decode()


def test_no_program_is_told_what_a_hidden_one_became_where_that_is_a_proposal() -> None:
    row, _link = proposal()
    hidden = people.laundry()
    Enterprise.objects.filter(pk=hidden.pk).update(status=Enterprise.Status.HIDDEN)
    merge_enterprises(kept=row, merged=hidden, chosen={}, by=None)
    told = Client().get(f"{V1}/enterprises", SINCE).json()
    assert told["gone"] == [{"key": hidden.key, "key_sha256": None, "reason": "merged", "became": None}]


@pytest.mark.usefixtures("board")
def test_a_hidden_one_is_no_match_of_a_lot_any_more() -> None:
    match = Match.objects.select_related("lot__notice", "enterprise").order_by("-score")[0]
    lot = match.lot
    name = match.enterprise.name
    pages = (
        reverse("matches:lot", args=[lot.notice.key, lot.number]),
        reverse("notices:notice", args=[lot.notice.key]),
        f"{V1}/lots/{lot.notice.key}/{lot.number}",
    )
    assert name in Client().get(pages[0]).content.decode()
    actions.hide_enterprise(row=match.enterprise, by=User.objects.create_user("a", is_staff=True))
    for page in pages:
        answer = Client().get(page)
        assert answer.status_code == 200
        assert name not in answer.content.decode(), page


# Logs


def test_no_secret_of_a_link_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    _row, link = proposal()
    said = form_on(Client(), f"{link}ret/")
    login = f"/log-ind/{make_login_link(user=User.objects.create_user('a'))}/"
    with caplog.at_level(logging.INFO):
        stale = Client().post(f"{link}ret/", said | {"seen": ""})
        forged = Client(enforce_csrf_checks=True).post(login)
    assert (stale.status_code, forged.status_code) == (409, 403)
    assert len(caplog.records) >= 2
    written = "\n".join(map(Formatter("{message}", style="{").format, caplog.records))
    assert link.split("/")[-2] not in written
    assert login.split("/")[-2] not in written
    assert "/virksomheder/forslag/" in written


def test_counts_stay_with_whom_they_are_of_when_a_merger_is_taken_back() -> None:
    kept = people.laundry()
    other = actions.register_enterprise(
        enterprise=replace(people.GARDENERS, workforce=Workforce(heads=SECRET_COUNT))
    )
    merger = merge_enterprises(kept=kept, merged=other, chosen={"workforce": "merged"}, by=None)
    now = Enterprise.objects.select_related("workforce").get(pk=kept.pk)
    actions.register_enterprise(enterprise=replace(to_library(now), workforce=Workforce(heads=7)))
    unmerge_enterprises(merger=merger, by=None)
    rows = {row.pk: to_library(row).workforce for row in Enterprise.objects.select_related("workforce")}
    assert rows == {kept.pk: Workforce(heads=7), other.pk: Workforce()}
