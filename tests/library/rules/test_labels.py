"""Every formula has a name people understand, in both languages, and a sentence for yes and no."""

from __future__ import annotations

import pytest

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Formula
from opslagstavle.rules.facts import FactKind, fact_kinds
from opslagstavle.rules.labels import labels
from opslagstavle.rules.months import ALL_COLUMNS
from opslagstavle.rules.parameters import Status
from opslagstavle.rules.published import published

BOTH = {"da", "en"}
FORMULAS = {formula.name: formula for rule in RULES.values() for formula in rule.formulas}


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_a_formula_has_a_label(name: str) -> None:
    label = labels()[name]
    assert set(label.name) == BOTH
    if FORMULAS[name].unit == "":
        assert set(label.yes) == set(label.no) == BOTH
    if FORMULAS[name].unit == "word":
        assert label.words
        assert all(set(texts) == BOTH for texts in label.words.values())


def test_no_two_formulas_share_a_name() -> None:
    seen: dict[str, Formula] = {}
    for rule in RULES.values():
        for formula in rule.formulas:
            assert seen.setdefault(formula.name, formula) is formula, formula.name


def test_no_label_is_left_over() -> None:
    assert set(labels()) == set(FORMULAS) | {column.name for column in ALL_COLUMNS}


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_a_formula_has_a_reference_and_a_status(name: str) -> None:
    assert FORMULAS[name].reference
    assert Status(FORMULAS[name].status)


@pytest.mark.parametrize("kind", list(fact_kinds().values()), ids=lambda kind: kind.name)
def test_a_fact_is_asked_in_both_languages(kind: FactKind) -> None:
    assert set(kind.question) == BOTH
    assert set(kind.help) in (BOTH, set())
    assert all(set(texts) == BOTH for texts in kind.choices.values())


def test_every_fact_is_asked_for_by_a_rule() -> None:
    assert {name for rule in RULES.values() for name in rule.facts} == set(fact_kinds())


def test_the_words_of_a_parameter_have_names() -> None:
    for rule in RULES.values():
        for formula in rule.fields:
            if formula.unit == "word":
                said = {
                    value
                    for name in rule.parameters
                    for entry in published().all[name].values
                    for value in (entry.value, *entry.by.values())
                    if isinstance(value, str)
                }
                assert said & set(labels()[formula.name].words)
