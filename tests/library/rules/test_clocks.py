"""Deadlines by municipality: from the data alone, with the days off on the way."""

from __future__ import annotations

from datetime import date

import pytest

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.clocks import IN_WORKING_DAYS, PUBLISHING, deadline
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.labels import labels
from opslagstavle.rules.notes import notes
from opslagstavle.rules.published import published
from opslagstavle.terms.dates import later
from opslagstavle.terms.municipalities import MUNICIPALITIES

ON = date(2026, 11, 25)


def spans() -> set[str]:
    names = ["clocks.national", *(f"clocks.{name}" for name in PUBLISHING.values())]
    return {
        str(value) for name in names for entry in published().all[name].values for value in entry.by.values()
    }


def test_every_span_can_be_counted_and_shown() -> None:
    assert all(later(ON, span) > ON for span in spans())
    assert spans() == set(labels()["allowed_time"].words)
    assert {span for span in spans() if span.endswith("working days")} == set(IN_WORKING_DAYS)


def test_every_municipality_and_field_of_the_data_can_be_chosen() -> None:
    assert set(PUBLISHING) <= set(MUNICIPALITIES)
    assert set(PUBLISHING.values()) | {"another"} == set(fact_kinds()["municipality"].choices)
    fields = set(fact_kinds()["field"].choices)
    read = {
        field
        for name in ("national", *PUBLISHING.values())
        for entry in published().all[f"clocks.{name}"].values
        for field in entry.by
    }
    assert read == fields
    assert set(published().all["clocks.if_missed"].values[0].by) == fields


def test_a_deadline_tells_the_days_off() -> None:
    found = deadline("329", "letter_answer", date(2026, 12, 17), on=ON)
    assert found.day == date(2027, 1, 4)
    assert [why for _, why in found.days_off] == [
        "lørdag", "søndag", "Juleaftensdag", "Juledag", "Anden juledag", "søndag", "Nytårsaftensdag", "Nytårsdag",
        "lørdag", "søndag",
    ]  # fmt: skip
    assert (found.span, found.if_missed) == ("8 working days", "tell_reason")
    assert found.answer.unsure


def test_by_name_as_by_number() -> None:
    by_number, by_name = (deadline(said, "work_aids", ON, on=ON) for said in ("751", "aarhus"))
    assert by_number.day == by_name.day == date(2026, 12, 9)


@pytest.mark.parametrize("municipality", sorted(set(MUNICIPALITIES) - set(PUBLISHING)))
def test_an_unknown_municipality_says_where_to_look(municipality: str) -> None:
    found = deadline(municipality, "protected_job", ON, on=ON)
    assert (found.day, found.expect_by, found.span, found.days_off) == (None, None, None, ())
    assert found.if_missed == "tell_in_writing"
    assert "sagsbehandlingsfrister" in found.answer.missing[0].parameter.where["da"]
    assert deadline(municipality, "access", ON, on=ON).day == date(2026, 12, 4)


def test_without_the_day_of_the_application() -> None:
    found = deadline("751", "work_aids", None, on=ON)
    assert (found.day, found.answer.asks) == (None, ("received",))


def test_every_note_is_told_in_both_languages() -> None:
    assert set(notes()) <= set(RULES)
    for told in notes().values():
        for note in told.values():
            assert set(note.title) == set(note.text) == {"da", "en"}
            assert note.sources
