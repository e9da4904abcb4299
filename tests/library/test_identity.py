"""What makes two notices one, or of one procedure: names, in one spelling each, and never a title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.identity import Names, connected, is_patch, name, names_of
from opslagstavle.notices.notice import Correction, Notice, Procedure, Stage

UUID = "b7f314d1-4c53-481e-8aae-cd8241a40cfb"
OTHER = "0d82aa10-6d34-494a-b58a-5111452713f7"


def notice(**stated: Any) -> Notice:
    return Notice(**{"format": "eforms", "format_version": None, "stage": Stage.COMPETITION, **stated})


@pytest.mark.parametrize(
    ("printed", "one"),
    [
        ("00672025-2023", "672025-2023"),
        ("672025-2023", "672025-2023"),
        ("2023/S 214-672025", "672025-2023"),
        (f"\n   {UUID}-01", f"{UUID}-01"),
        (f"{UUID.upper()}-1", f"{UUID}-01"),
        (UUID, UUID),
        ("  Sag 12/345 ", "Sag 12/345"),
        ("", None),
        (None, None),
    ],
)
def test_every_spelling_is_one_name(printed: str | None, one: str | None) -> None:
    assert name(printed) == one


def test_an_eforms_notice_is_called_by_number_and_version() -> None:
    found = names_of(
        notice(
            publication_number="672025-2023", notice_id=UUID, version="02", procedure=Procedure(identifier=OTHER)
        )
    )  # fmt: skip
    assert found == Names(
        own=("672025-2023", f"{UUID}-02"), lineage=(UUID,), procedure=(f"procedure {OTHER}",)
    )


def test_what_it_corrects_is_its_lineage_and_not_an_earlier_notice() -> None:
    found = names_of(
        notice(notice_id=UUID, correction=Correction(changes=f"{OTHER}-1"), earlier_notices=(f"{OTHER}-01", "5-2020"))
    )  # fmt: skip
    assert found.lineage == (UUID, f"{OTHER}-01")
    assert found.earlier == ("5-2020",)


def test_a_plan_that_is_named_as_an_earlier_notice_too_counts_as_earlier() -> None:
    found = names_of(notice(earlier_notices=("5-2020",), announced_by=("00005-2020", "6-2020")))
    assert (found.earlier, found.announced_by) == (("5-2020",), ("6-2020",))


def test_the_uuid_of_an_older_form_is_no_name() -> None:
    found = names_of(notice(format="ted-r209", publication_number="5-2020", notice_id=UUID))
    assert (found.own, found.lineage) == (("5-2020",), ())


def test_the_same_uuid_in_seven_real_notices_joins_nothing(real_notices: dict[str, bytes]) -> None:
    """One sender printed 9a90cc04-… in whatever it sent in 2021."""
    numbers = ("444168-2021", "576289-2021", "620853-2021", "174514-2021")
    read = [read_notice(real_notices[number]) for number in numbers]
    assert len({each.notice_id for each in read}) == 1
    assert len({one for each in read for one in (*names_of(each).own, *names_of(each).lineage)}) == len(
        numbers
    )


def test_releases_of_one_stage_replace_each_other_and_awards_do_not() -> None:
    of = {"format": "ocds", "ocid": "ocds-x-1"}
    call, update = notice(**of, notice_id="a"), notice(**of, notice_id="b")
    award = notice(**of, notice_id="c", stage=Stage.RESULT)
    assert names_of(call).lineage == names_of(update).lineage == ("ocds-x-1 competition",)
    assert names_of(award).lineage == ()
    assert {names_of(each).procedure for each in (call, update, award)} == {("ocds-x-1",)}
    assert names_of(call).own == ("ocds-x-1/a",)


def test_a_title_is_no_name() -> None:
    one = notice(procedure=Procedure(titles={"da": "Vask"}, reference="12"))
    assert names_of(one) == Names(own=())
    assert names_of(replace(one, procedure=Procedure(titles={"da": "Vask"}))) == Names(own=())


def test_a_patch_says_so() -> None:
    assert is_patch(notice(correction=Correction(patch=True)))
    assert not is_patch(notice(correction=Correction()))
    assert not is_patch(notice())


def test_whatever_hangs_together() -> None:
    groups = connected([(1, 2), (3, 3), (4, 5), (2, 4)])
    assert groups == [{1, 2, 4, 5}, {3}]
    assert connected([]) == []
