"""Every rule has its page in both languages, and what the page names is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.labels import labels
from opslagstavle.rules.pages import Page, pages

LONGEST = 300
"""Of a statement: what is longer is not plain any more."""


def test_every_rule_has_its_page() -> None:
    assert set(RULES) - set(pages()) == set()


@pytest.mark.parametrize("key", sorted(pages()))
def test_a_page_says_everything_in_both_languages(key: str) -> None:
    page = pages()[key]
    said = [each.text for part in (page.what, page.applies, page.do) for each in part]
    for texts in (page.title, page.short, page.words, *said):
        assert set(texts) == {"da", "en"}
        assert all(0 < len(text.strip()) <= LONGEST for text in texts.values()), texts
    assert page.what
    assert page.applies
    assert page.do
    assert all(source.url == "" or source.url.startswith("http") for source in page.sources.values())


@pytest.mark.parametrize("key", sorted(RULES))
def test_what_a_page_asks_first_and_compares_belongs_to_its_rule(key: str) -> None:
    rule, page = RULES[key], pages()[key]
    assert set(page.first) <= set(rule.facts)
    compared = [name for reading in page.readings for name in reading]
    assert {*compared, *page.aside} <= {field.name for field in rule.fields}
    assert len(compared) == len(set(compared))


@pytest.mark.parametrize("key", sorted(RULES))
def test_every_question_and_every_answer_of_a_rule_has_its_words(key: str) -> None:
    for name in RULES[key].facts:
        kind = fact_kinds()[name]
        assert {"da", "en"} == set(kind.question)
        assert all(set(texts) == {"da", "en"} for texts in kind.choices.values())
    for formula in RULES[key].formulas:
        assert {"da", "en"} == set(labels()[formula.name].name)


def test_a_source_that_no_statement_uses_is_refused(tmp_path: Path) -> None:
    told = pages()["quota"].model_dump()
    told["sources"] = {**told["sources"], "nobody": {"name": "x"}}
    with pytest.raises(ValidationError, match="nobody"):
        Page.model_validate(told)
