"""Kinds of work and codes proposed to whoever fills in the register's form, in the reader's language and with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from opslagstavle_site.enterprises import choices

TEXT = "Vi vasker sengetøj og duge for hoteller, og vi pudser vinduer"


@pytest.fixture
def without_labels(settings: Settings, tmp_path: Path) -> None:
    settings.CODELISTS_FOLDER, settings.CODELISTS_CACHE = "", tmp_path


@pytest.fixture
def with_labels(settings: Settings, shared: Path) -> None:
    settings.CODELISTS_FOLDER = str(shared / "codelists" / "eforms-sdk")


@pytest.mark.usefixtures("without_labels")
def test_kinds_are_proposed_without_the_official_names() -> None:
    first, *others = choices.proposed_kinds(TEXT)
    assert (first.key, first.name) == ("laundry", "Vask af tøj og linned")
    assert first.codes == [("98310000", "")]
    assert {"vasker", "sengetøj"} <= set(first.because)
    assert "window-cleaning" in [each.key for each in others]


@pytest.mark.usefixtures("with_labels")
def test_codes_have_their_official_name_in_the_readers_language() -> None:
    danish = {each.key: each for each in choices.proposed_kinds(TEXT)}
    with translation.override("en"):
        english = {each.key: each for each in choices.proposed_kinds(TEXT)}
    assert dict(danish["window-cleaning"].codes)["90911300"] == "Vinduespudsning"
    assert dict(english["window-cleaning"].codes)["90911300"] == "Window-cleaning services"
    assert english["window-cleaning"].name == "Window cleaning"
    assert english["window-cleaning"].because == danish["window-cleaning"].because


@pytest.mark.usefixtures("without_labels")
def test_a_text_is_read_in_the_language_it_is_written_in() -> None:
    found = choices.proposed_kinds("We mow lawns and weed flower beds for the housing associations")
    assert found[0].key == "green-areas"
    assert "mow" in found[0].because
    assert choices.proposed_kinds("") == []


@pytest.mark.usefixtures("without_labels")
def test_the_form_shows_why_and_does_not_propose_what_is_chosen() -> None:
    offered = choices.kind_choices(["laundry"], TEXT, "")
    assert [each.value for each in offered.chosen] == ["laundry"]
    assert "laundry" not in [each.value for each in offered.proposed]
    (windows,) = [each for each in offered.proposed if each.value == "window-cleaning"]
    assert not windows.selected
    assert "I skriver" in windows.small
    assert "”vinduer”" in windows.small
    assert "CPV 90911300" in windows.small
