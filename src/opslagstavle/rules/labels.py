"""What the formulas of the rules are called, and what a yes or a no of theirs means, from ``data/labels/*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BeforeValidator, Field

from opslagstavle.rules.expression import Value
from opslagstavle.rules.parameters import Entry, read_scalar
from opslagstavle.rules.published import tables
from opslagstavle.terms.tables import read_table
from opslagstavle.terms.text import Texts, pick

FOLDER = files("opslagstavle.rules").joinpath("data", "labels")


class Label(Entry):
    """``name`` of a formula; ``yes`` and ``no`` whole sentences, for those that answer with one of them.

    ``words`` are what its answers are called, where they are words. ``adds_up``: the numbers of several enterprises make a sum.
    """

    name: Texts
    yes: Texts = Field(default_factory=dict)
    no: Texts = Field(default_factory=dict)
    words: dict[str, Texts] = Field(default_factory=dict)
    adds_up: Annotated[bool, BeforeValidator(read_scalar)] = False

    def sentence(self, value: Value, language: str) -> str:
        """What a yes or a no means; "" for other answers."""
        return pick(self.yes if value else self.no, language, "en") if isinstance(value, bool) else ""


@cache
def labels() -> Mapping[str, Label]:
    """By the name of the formula. ValueError names what is wrong in a table."""
    found: dict[str, Label] = {}
    for path in tables(FOLDER):
        for name, said in read_table(path).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is there twice")
            found[name] = Label.model_validate(said)
    return found
