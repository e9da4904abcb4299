"""Entries that may be one enterprise: what makes a pair, and that ten thousand of them are not compared with each other."""

from __future__ import annotations

import pytest

from opslagstavle.enterprises import duplicates
from opslagstavle.enterprises.duplicates import Entry, likely_pairs, plain


def reasons(one: Entry, other: Entry) -> list[str]:
    return [reason for pair in likely_pairs([one, other]) for reason, _ in pair.reasons]


@pytest.mark.parametrize(
    "other",
    ["VASKERIET ÅEN", "Vaskeriet Aaen ApS", "Vaskeriet Åen A/S", "Fonden Vaskeriet Åen", "  Vaskeriet  Åen. ",
     "Vaskeriet-Åen, den selvejende institution", "Foreningen Vaskeriet Åen"],
)  # fmt: skip
def test_names_are_compared_without_form_and_signs(other: str) -> None:
    assert plain(other) == plain("Vaskeriet Åen")
    assert reasons(Entry(1, "Vaskeriet Åen"), Entry(2, other)) == ["name"]


def test_a_name_that_is_nothing_but_a_form_stays() -> None:
    assert plain("Fonden") == "fonden"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Entry(1, "A", website="https://www.anker.dk/om"), Entry(2, "B", website="anker.dk"), ["website"]),
        (
            Entry(1, "A", website="facebook.com/anker"),
            Entry(2, "B", website="https://www.facebook.com/b"),
            [],
        ),
        (Entry(1, "A", phone="+45 86 00 00 01"), Entry(2, "B", phone="86000001"), ["phone"]),
        (Entry(1, "A", phone="112"), Entry(2, "B", phone="112"), []),
        (
            Entry(1, "Grønne Hænder", municipality="751"),
            Entry(2, "Grønne Hænderne", municipality="751"),
            ["alike"],
        ),
        (Entry(1, "Grønne Hænder", municipality="751"), Entry(2, "Grønne Hænderne", municipality="101"), []),
        (
            Entry(1, "Bofællesskabet Hus 1", municipality="751"),
            Entry(2, "Bofællesskabet Hus 2", municipality="751"),
            [],
        ),
        (Entry(1, "Kantinen Anker", municipality="751"), Entry(2, "Vaskeriet Anker", municipality="751"), []),
        (Entry(1, "A", cvr="1", website="a.dk"), Entry(2, "B", cvr="2", website="a.dk"), []),
        (Entry(1, "A", cvr="1"), Entry(2, "A ApS", cvr="2"), ["name"]),
        (Entry(1, "A", cvr="1"), Entry(2, "B", cvr="1"), ["cvr"]),
    ],
)
def test_what_makes_a_pair(one: Entry, other: Entry, expected: list[str]) -> None:
    assert reasons(one, other) == expected


def test_the_likeliest_comes_first_with_all_its_reasons() -> None:
    anker = Entry(1, "Anker", website="anker.dk", phone="86000001")
    again = Entry(2, "Anker ApS", website="www.anker.dk", phone="86 00 00 01")
    pairs = likely_pairs([anker, again, Entry(3, "Noget andet", phone="86000001")])
    assert [(pair.one, pair.other) for pair in pairs] == [(1, 2), (1, 3), (2, 3)]
    assert [reason for reason, _ in pairs[0].reasons] == ["name", "phone", "website"]
    assert pairs[0].reasons[1][1] == "86000001"


def test_ten_thousand_are_not_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    are_alike = duplicates.are_alike

    def counting(one: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return are_alike(one, other)

    monkeypatch.setattr(duplicates, "are_alike", counting)
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiouyæøå"]
    entries = [
        Entry(
            n,
            f"{syllables[n % 108]}{syllables[n * 7 % 107]}{syllables[n * 13 % 103]} Værksted",
            municipality=str(100 + n % 98),
        )
        for n in range(10_000)
    ]
    entries.append(Entry(10_000, f"{entries[0].name}et", municipality=entries[0].municipality))
    assert (0, 10_000) in {(pair.one, pair.other) for pair in likely_pairs(entries)}
    assert compared < 100_000  # of 50 million
