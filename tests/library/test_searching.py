"""Tokens, questions, slips and hits, without a database."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslagstavle.terms import highlights, questions, searching, spelling
from opslagstavle.terms.highlights import highlight, missing, snippet
from opslagstavle.terms.questions import LONGEST, MOST_WANTS, ask
from opslagstavle.terms.searching import entry_tokens, fold, reading, vocabulary
from opslagstavle.terms.spelling import Known, distance, meant


@pytest.mark.parametrize(
    "module", [highlights, questions, searching, spelling], ids=lambda module: module.__name__
)
def test_what_the_docstrings_show(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Århus", "Aarhus"),
        ("GRØNNE", "groenne"),
        ("Malmö", "Malmø"),
        ("café", "cafe"),
        ("MR-scanner", "mrscanner"),
        ("Łódź", "Lodz"),
    ],
)
def test_spelled_otherwise_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("borgere", "borger"),
        ("scannere", "scanner"),
        ("områder", "omraader"),
        ("kantinerne", "kantinen"),
        ("vaskes", "vask"),
    ],
)
def test_forms_of_a_word_have_one_token(one: str, other: str) -> None:
    found, same = reading(one, "da"), reading(other, "da")
    assert found
    assert same
    assert found.whole == same.whole


def test_where_a_word_stands_is_in_its_mark() -> None:
    tokens = set(
        entry_tokens(
            "lot",
            title=[("Tekstilvask", "da")],
            heading=[("Grønne områder", "da")],
            body=[("Rengøring i 2027", "da")],
            called=["gulvvask"],
            loosely=["maling"],
            codes=["90910000"],
        ).split()
    )
    assert {
        "=tekstilvask",
        "/vask",
        "vask",
        "/groen",
        "groen",
        "rengoering",
        "gulvvask",
        "90910000",
        "@lot",
    } <= tokens
    assert not {"=vask", "=groen", "/rengoering", "gulv", "2027", "maling"} & tokens
    assert any(token.startswith("~") for token in tokens)


def test_words_of_a_title_and_a_description_do_not_make_a_phrase() -> None:
    tokens = entry_tokens("lot", title=[("Grønne", "da")], body=[("områder", "da")])
    assert " groen | omraade " in tokens


def test_numbers_of_a_title_can_be_asked_for() -> None:
    assert "2027" in entry_tokens("lot", title=[("Rengøring 2027", "da")]).split()


def test_a_language_no_question_is_read_in_is_found_as_it_is_written() -> None:
    assert {"skola", "skolor"} <= set(entry_tokens("lot", title=[("Skolor", "sv")]).split())


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_a_question(typed: str) -> None:
    question = ask(typed)
    assert len(question.wants) <= MOST_WANTS
    for token in question.tokens:
        assert token.isalnum()
    for tokens in question.phrases:
        assert all(" " in way for way in tokens)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_whatever_is_written_becomes_tokens_that_need_no_escaping(text: str) -> None:
    for token in entry_tokens("lot", title=[(text, "da")], body=[(text, "xx")]).split():
        assert token in ("|", "||") or token.lstrip("=/~@").isalnum()
    assert all(form.isalnum() for form in vocabulary([(text, "da")]))


def test_a_long_question_is_cut() -> None:
    assert len(ask("ord " * 5000).all_wants) <= MOST_WANTS
    assert ask("x" * LONGEST * 40).wants == ()


def test_quotation_marks_and_minus() -> None:
    asked = ask('"grønne områder" rengøring -skoler "kantnie" half"')
    assert [want.typed for want in asked.wants] == ["rengøring", "half"]
    assert [want.typed for want in asked.fixed] == ["grønne", "områder", "kantnie"]
    assert asked.phrases[0][0] == "groen omraade"
    assert [want.typed for want in asked.unwanted] == ["skoler"]
    assert ask("by-pas").unwanted == ()


@pytest.mark.parametrize("typed", ["", "og i af", "-", '""', "🎺", "the of", "levering af ydelser"])
def test_some_questions_say_nothing(typed: str) -> None:
    assert ask(typed).says_nothing


WORDS = st.text(alphabet="abcdeo", max_size=9)


def far(one: str, other: str) -> int:
    """The same distance, the slow way: the shortest of all ways to change one into the other."""
    if not one or not other:
        return len(one) + len(other)
    ways = [far(one[1:], other) + 1, far(one, other[1:]) + 1, far(one[1:], other[1:]) + (one[0] != other[0])]
    if len(one) > 1 and len(other) > 1 and one[:2] == other[1::-1]:
        ways.append(far(one[2:], other[2:]) + 1)
    return min(ways)


@given(st.text(alphabet="abc", max_size=5), st.text(alphabet="abc", max_size=5))
@settings(max_examples=200, deadline=None)
def test_the_distance_is_what_it_says(one: str, other: str) -> None:
    assert distance(one, other, 2) == min(far(one, other), 3)


@given(WORDS, WORDS)
@settings(deadline=None)
def test_the_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2)


def test_the_nearest_word_is_meant_then_the_commonest_then_the_first() -> None:
    known = [Known("kanten", "kanten", 900), Known("kantine", "kantine", 3), Known("kantone", "kantone", 3)]
    assert meant("kantnie", known) == known[1]
    assert meant("sne", [Known("sner", "sner", 5)]) is None
    assert meant("xyzzyqwv", known) is None


def test_hits_are_marked_and_nothing_is_lost() -> None:
    text = "Vask af <b>tekstiler</b> & vasketøj"
    pieces = highlight(text, "da", ask("tekstilvask").tokens)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == ["Vask", "tekstiler", "vasketøj"]
    assert all(piece for piece, _ in pieces)


def test_a_snippet_stands_around_the_first_hit() -> None:
    text = "ord " * 100 + "her vaskes tøjet " + "ord " * 100
    pieces = snippet(text, "da", frozenset({"vask"}))
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)
    assert ("vaskes", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) < 240
    assert snippet(text, "da", frozenset({"bil"})) == []


def test_what_a_title_has_is_not_looked_for_in_the_description() -> None:
    asked = ask("rengøring skoler")
    assert missing(asked, "Daglig rengøring", "da") == {"skole", "skoler"}
    assert missing(asked, "Rengøring af skolerne", "da") == frozenset()
