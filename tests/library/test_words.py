"""Danish words: their dictionary form, what says nothing, and what stands inside a compound."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslagstavle.terms.words import LONGEST_WORD, compound_parts, lemmatise, word, words


@pytest.mark.parametrize(
    ("forms", "lemma"),
    [
        ("borger borgere borgeren borgerne", "borger"),
        ("ledig ledige", "ledig"),
        ("område områder områderne", "område"),
        ("grøn grønne", "grøn"),
        ("cykel cykler cyklen cyklerne", "cykel"),
        ("måltid måltider måltidet", "måltid"),
        ("kantine kantiner kantinen", "kantine"),
        ("vask vaske vasket", "vask"),
        ("plejehjem plejehjemmene", "plejehjem"),
    ],
)
def test_forms_of_a_danish_word_meet_in_one_lemma(forms: str, lemma: str) -> None:
    assert {lemmatise(form, "da") for form in forms.split()} == {lemma}


@pytest.mark.parametrize(
    ("compound", "inside"),
    [
        ("tekstilvask", "tekstil vask"),
        ("rengøringsydelser", "rengøring"),
        ("kantinedrift", "kantine drift"),
        ("musikfestival", "musik festival"),
        ("madservice", "mad"),
        ("vasketøj", "vask tøj"),
        ("haveservice", "have"),
        ("cykelværksted", "cykel værksted"),
        ("affaldshåndtering", "affald håndtering"),
        ("hjemmeplejeområde", "hjemmepleje område hjem pleje"),
        ("patruljekøretøjer", "patrulje køretøj"),
        ("vinduespolering", "vindue polering"),
        ("it-drift", "it drift"),
    ],
)
def test_a_compound_shows_its_parts(compound: str, inside: str) -> None:
    found = word(compound, "da")
    assert found is not None
    parts = set(found.parts)
    assert set(inside.split()) <= parts


@pytest.mark.parametrize(
    "whole",
    [
        "køretøj",
        "legetøj",
        "udstyr",
        "festival",
        "børnehave",
        "kontrakt",
        "plejer",
        "praktisk",
        "system",
        "fællesskab",
    ],
)
def test_words_whose_pieces_mean_something_else_stay_whole(whole: str) -> None:
    assert compound_parts(whole, "da") == ()


def test_a_place_to_live_is_found_whole_though_an_offer_says_nothing() -> None:
    found = word("botilbud", "da")
    assert found is not None
    assert found.lemma == "botilbud"
    assert "tilbud" not in found.parts


def test_words_of_grammar_and_of_every_notice_are_left_out() -> None:
    text = "Udbuddet omfatter levering af madservice til kommunens borgere, jf. rammeaftalens bilag"
    assert [found.lemma for found in words(text, "da")] == ["madservice", "borger"]


def test_gardens_are_a_word_of_work_in_compounds_and_forms_but_have_alone_is_grammar() -> None:
    assert list(words("skal have", "da")) == []
    assert [found.lemma for found in words("haver", "da")] == ["have"]


@pytest.mark.parametrize(
    ("text", "language", "lemmas"),
    [
        ("Cleaning services for schools", "en", ["clean", "school"]),
        ("Städning av skolor", "sv", ["städning", "skola"]),
        ("entretien des locaux", "fr", ["entretien", "des", "locaux"]),
        ("Vask", "xx", ["vask"]),
    ],
)
def test_other_languages_have_their_dictionary_or_are_compared_as_written(
    text: str, language: str, lemmas: list[str]
) -> None:
    assert [found.lemma for found in words(text, language)] == lemmas


def test_letters_written_in_two_ways_are_the_same() -> None:
    assert list(words("Måltider", "da")) == list(words("Måltider", "da"))


@given(text=st.text(max_size=200), language=st.sampled_from(["da", "en", "fr", "", "zz"]))
def test_any_text_has_words_or_none_and_never_fails(text: str, language: str) -> None:
    for found in words(text, language):
        assert found.lemma
        assert 2 <= len(found.surface) <= LONGEST_WORD
        assert found.surface == found.surface.casefold()


@settings(deadline=None)  # the first word loads the dictionary
@given(st.text(alphabet="abdefgiklmnoprstuvyæøå", min_size=2, max_size=40))
def test_taking_apart_ends(letters: str) -> None:
    assert len(compound_parts(letters, "da")) < 3 * len(letters)


def test_showing_a_match_loads_no_dictionary() -> None:
    code = (
        "import sys, opslagstavle.matching.outcome, opslagstavle.matching.reservation;"
        "print('simplemma' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
