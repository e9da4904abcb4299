"""The index and the pages that search it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.actions import hide_enterprise, remove_enterprise, show_enterprise
from opslagstavle_site.enterprises.indexing import index_enterprises
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import ENTERPRISES
from opslagstavle_site.notices import indexing
from opslagstavle_site.notices.indexing import index_lots
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.queries import LOTS
from opslagstavle_site.search import queries
from opslagstavle_site.search.models import Entry, Term
from opslagstavle_site.search.queries import find
from tests import people
from tests.boards import Board, Boards
from tests.site.test_crash import made

pytestmark = pytest.mark.django_db

STRANGE = [
    "",
    " ",
    "og i af",
    '"',
    '"""',
    "'",
    "-",
    "--",
    "*",
    "vask*",
    "(",
    "vask)",
    "NEAR(vask, 2)",
    "vask AND",
    "NOT vask",
    "tokens:vask",
    "^vask",
    "vask & !",
    "vask | ",
    "<->",
    ":*",
    "\\",
    "%",
    "_",
    "\x00",
    "vask\x00rens",
    "🎺🎺",
    "a" * 10_000,
    "vask " * 2_000,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "ﬁnans Ⅷ ²",
    "שלום Ελλάδα Привет 漢字",
    "‮‭ skjult",
    '"og i af"',
    '-"vask"',
    "999999999999999999999999",
    "12345678",
    "ß ÿ İ ı",
]


@pytest.mark.parametrize("typed", STRANGE, ids=lambda typed: repr(typed)[:24])
def test_nothing_that_is_typed_is_an_error(board: None, typed: str) -> None:
    client = Client()
    for address in ("/soeg/", "/opslag/", "/virksomheder/"):
        answer = client.get(address, {"q": typed, "deadline": "all"})
        assert answer.status_code == 200, address
        assert b"<script>alert" not in answer.content


def shown(address: str) -> set[str]:
    return {card.url for card in Client().get(address).context["lots"]}


def test_words_and_filters_go_together(board: None) -> None:
    everything = shown("/opslag/?q=vask&deadline=all")
    west = shown("/opslag/?q=vask&deadline=all&place=DK041")
    assert west < everything


@pytest.mark.parametrize("address", ["/opslag/?q=vask", "/virksomheder/?q=vask", "/virksomheder/"])
def test_the_counts_of_a_filter_are_what_choosing_it_gives(board: None, address: str) -> None:
    client = Client()
    join = "&" if "?" in address else "?"
    seen = 0
    for group in client.get(address).context["filters"]:
        for option in [*group.options, *(each for _, inner in group.groups for each in inner)]:
            if option.count is not None and (option.count or group.name != "place"):
                chosen = client.get(f"{address}{join}{group.name}={option.value}")
                assert chosen.context["total"] == option.count, (group.name, option.value)
                seen += 1
    assert seen > 20


@pytest.mark.parametrize("address", ["/opslag/?deadline=all", "/virksomheder/?"])
def test_queries_do_not_grow_with_what_is_found(board: None, address: str) -> None:
    """One more is asked where some of the lots have the words only in their descriptions."""
    numbers = []
    for q in ("koncert", "vask"):
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(f"{address}&q={q}").context["total"]
        numbers.append(len(asked))
    assert numbers[1] - numbers[0] in (0, 1)
    assert numbers[1] < 20


def test_a_slip_is_mended_and_said_and_can_be_insisted_on(board: None) -> None:
    page = Client().get("/opslag/?q=kantnie&deadline=all")
    assert page.context["note"].corrected == "kantine"
    assert "Vi søgte efter <strong>kantine</strong>" in page.content.decode()
    exactly = Client().get(page.context["note"].exact_url)
    assert exactly.context["total"] == 0
    assert exactly.context["note"] is None


def test_words_that_nothing_has_are_left_out_and_named(board: None) -> None:
    page = Client().get("/opslag/?q=rengøring+rumskibe&deadline=all")
    assert page.context["note"].left_out == "rumskibe"
    assert page.context["total"] > 3


def test_what_is_closed_is_pointed_to_where_nothing_open_fits(board: None) -> None:
    page = Client().get("/opslag/?q=hospitalslinned")
    assert page.context["total"] == 0
    assert page.context["elsewhere"] == Client().get(page.context["everywhere_url"]).context["total"] > 0


def test_hits_are_marked_in_titles_and_where_they_stand_in_the_description(board: None) -> None:
    text = Client().get("/opslag/?q=tekstilvask&deadline=all").content.decode()
    assert "<mark>Vask</mark>" in text
    snippets = Client().get("/opslag/?q=hydraulik&deadline=all").content.decode()
    assert "<mark>hydraulik</mark>" in snippets
    assert "<mark>" not in Client().get("/opslag/?deadline=all").content.decode()


def test_marks_are_built_safely(board: None) -> None:
    lot = Lot.objects.filter(current=True)[0]
    Lot.objects.filter(pk=lot.pk).update(titles={"da": "Vask <img src=x onerror=alert(1)> & mere"})
    Entry.objects.filter(corpus=LOTS, number=lot.pk).delete()
    sum(index_lots(processes=1))
    text = Client().get("/opslag/?q=onerror&deadline=all").content.decode()
    assert "<mark>onerror</mark>" in text
    assert "<img src=x" not in text


def test_of_too_much_the_titles_are_shown_and_the_page_says_so(
    board: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = find(LOTS, "vask")
    assert everything.narrowed == ""
    assert everything.best < everything.good < {*everything.numbers}
    monkeypatch.setattr(queries, "MOST", len(everything.good) + 1)
    titles = find(LOTS, "vask")
    assert {*titles.numbers} == everything.good
    assert titles.narrowed == "title"
    assert "dem, der har dem i titlen" in Client().get("/opslag/?q=vask&deadline=all").content.decode()
    monkeypatch.setattr(queries, "MOST", 2)
    newest = find(LOTS, "vask")
    assert newest.narrowed == "newest"
    assert [*newest.numbers] == sorted(everything.best, reverse=True)[:2]
    assert Client().get("/opslag/?q=vask&deadline=all").context["total"] == 2


def test_orders(board: None) -> None:
    page = Client().get("/opslag/?q=vask&deadline=all&sort=date")
    days = [card.published for card in page.context["lots"] if card.published]
    assert days == sorted(days, reverse=True)
    closing = Client().get("/opslag/?q=vask&sort=deadline")
    days = [card.deadline for card in closing.context["lots"]]
    assert days == sorted(days)
    assert [order.current for order in closing.context["orders"]].count(True) == 1
    assert Client().get("/opslag/?sort=nonsense&q=vask").status_code == 200


def test_a_number_leads_to_its_page(board: None) -> None:
    key = Lot.objects.filter(current=True)[0].notice.key
    answer = Client().get(f"/soeg/?q={quote(key)}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/opslag/{key}/"
    people.laundry()
    Enterprise.objects.filter(key=people.LAUNDRY.key).update(cvr="25313763")
    for typed in ("25313763", "CVR 25 31 37 63", "DK-25313763"):
        assert (
            Client().get("/soeg/", {"q": typed}).headers["Location"] == f"/virksomheder/{people.LAUNDRY.key}/"
        )


def test_one_page_finds_notices_enterprises_and_kinds(board: None) -> None:
    page = Client().get("/soeg/?q=kantine")
    assert page.context["lots"]
    assert page.context["enterprises"]
    assert "canteen" in [kind["key"] for kind in page.context["kinds"]]
    assert page.context["lot_counts"]["all"] == Client().get(page.context["found_lots_url"]).context["total"]
    assert (
        page.context["enterprises_count"]
        == Client().get(page.context["found_enterprises_url"]).context["total"]
    )


def test_the_box_is_on_every_page(board: None) -> None:
    for address in ("/", "/opslag/", "/virksomheder/", "/kilder/", "/soeg/", "/nope/"):
        text = Client().get(address).content.decode()
        assert len(re.findall(r'<form[^>]*action="/soeg/"[^>]*role="search"', text)) == 1, address


def test_an_enterprise_is_found_as_soon_as_it_is_entered_and_not_after_it_went(board: None) -> None:
    assert not find(ENTERPRISES, "Anker").numbers
    row = people.laundry()
    assert find(ENTERPRISES, "Anker").numbers == (row.pk,)
    staff = User.objects.create_user("konsulent", is_staff=True)
    hide_enterprise(row=row, by=staff)
    assert not find(ENTERPRISES, "Anker").numbers
    row.refresh_from_db()
    show_enterprise(row=row, by=staff)
    assert find(ENTERPRISES, "Anker").numbers
    row.refresh_from_db()
    remove_enterprise(row=row)
    assert not Entry.objects.filter(corpus=ENTERPRISES, tokens__contains="anker").exists()


def test_the_register_is_caught_up_with_whoever_wrote_it(board: None) -> None:
    row = people.laundry()
    sum(index_enterprises())  # the rows of the fixture are copies, written now
    Enterprise.objects.filter(pk=row.pk).update(name="Vaskeriet Kompas", updated_at=timezone.now())
    gone = Enterprise.objects.filter(is_demo=True)[0]
    gone_pk = gone.pk
    gone.delete()
    assert sum(index_enterprises()) == 2
    assert find(ENTERPRISES, "Kompas").numbers
    assert not Entry.objects.filter(corpus=ENTERPRISES, number=gone_pk).exists()
    assert sum(index_enterprises()) == 0


def test_the_index_follows_the_board(board: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(index_lots(processes=1)) == 0
    lot = Lot.objects.filter(current=True)[0]
    Lot.objects.filter(pk=lot.pk).update(current=False)
    assert sum(index_lots(processes=1)) == 1
    assert not Entry.objects.filter(corpus=LOTS, number=lot.pk).exists()
    monkeypatch.setattr(indexing, "VERSION", "next")
    assert sum(index_lots(processes=1)) == Lot.objects.filter(current=True).count()
    assert sum(index_lots(processes=1)) == 0


def test_no_count_of_staff_and_no_person_is_in_the_index(board: None) -> None:
    people.laundry()
    row = Entry.objects.get(corpus=ENTERPRISES, number=Enterprise.objects.get(key=people.LAUNDRY.key).pk)
    assert not re.search(r"\b(12|3|1)\b", row.tokens)


def test_terms_only_hold_what_can_be_looked_up(board: None) -> None:
    for term in Term.objects.all():
        assert term.form.startswith(term.head)
        assert term.form.endswith(term.tail)
        assert term.length == len(term.form) <= 60


@pytest.fixture(scope="module")
def read(boards: Boards, tmp_path_factory: pytest.TempPathFactory) -> Board:
    """A board of some hundred lots, read and not indexed."""
    board = boards.new(tmp_path_factory.mktemp("read"))
    board.run("migrate", "-v0")
    board.run("read-archive", str(made(tmp_path_factory.mktemp("few") / "notices.tar.gz", 8)))
    return board


def index_of(board: Board) -> list[tuple[Any, ...]]:
    return sorted(board.query("SELECT corpus, number, stamp, tokens FROM search_entry"))


def found_by(board: Board, token: str) -> int:
    """Asked of the database's own index."""
    if board.url:
        asked = f"search_tokens(tokens) @@ '{token}'::tsquery"
        return int(board.query(f"SELECT count(*) FROM search_entry WHERE {asked}")[0][0])
    return int(board.query(f"SELECT count(*) FROM search_index WHERE search_index MATCH '{token}'")[0][0])


def test_killed_while_indexing_the_next_turn_finishes(boards: Boards, read: Board, tmp_path: Path) -> None:
    calm, stormy = (boards.new(tmp_path / name, like=read) for name in ("calm", "stormy"))
    calm.run("index")
    whole = index_of(calm)
    assert len(whole) > 400
    partly = []
    for seconds in (1.2, 2.0, 2.4, 2.8, 3.2):
        stormy.killed_after(seconds, "index")
        partly.append(len(index_of(stormy)))
    stormy.run("index")
    assert index_of(stormy) == whole
    assert partly == sorted(partly)
    assert found_by(stormy, "vask") == found_by(calm, "vask") > 50


def test_search_with_a_day_of_ones_own(board: None, today: date) -> None:
    """Filters by deadline hold for what is found by words too."""
    for card in Client().get("/opslag/?q=vask&deadline=month").context["lots"]:
        assert card.deadline is not None
        assert card.deadline >= today
