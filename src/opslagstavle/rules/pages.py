"""Each rule in plain words, from ``data/pages/*.yaml``: what it is, whom it is for, what to do; every statement with its source.

A file may wait for its rule: it is shown once a rule in ``RULES`` has its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import model_validator

from opslagstavle.rules.parameters import Entry, Source, Status
from opslagstavle.rules.published import tables
from opslagstavle.terms.tables import read_table
from opslagstavle.terms.text import Texts

FOLDER = files("opslagstavle.rules").joinpath("data", "pages")
Asker = Literal["enterprise", "buyer", "municipality"]


class Statement(Entry):
    """A sentence or two. ``source`` is a name of the page's ``sources``, "" for advice of our own."""

    text: Texts
    source: str = ""
    status: Status = Status.LAW


class Page(Entry):
    """``first``: the questions to begin with, unless those that the first answer asks will do.

    ``readings``: answers to one question by those who read the law differently. ``aside``: answers that few look for.
    ``words``: what else people call it.
    """

    key: str
    title: Texts
    short: Texts
    asked_by: Asker
    what: tuple[Statement, ...]
    applies: tuple[Statement, ...]
    do: tuple[Statement, ...]
    sources: dict[str, Source]
    first: tuple[str, ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()
    aside: tuple[str, ...] = ()
    words: Texts

    @model_validator(mode="after")
    def _every_source_is_listed_and_every_listed_one_used(self) -> Page:
        used = {each.source for each in (*self.what, *self.applies, *self.do) if each.source}
        if used != set(self.sources):
            raise ValueError(
                f"{self.key}: sources used and listed differ: {sorted(used ^ set(self.sources))}"
            )
        return self


@cache
def pages() -> Mapping[str, Page]:
    """By the key of the rule. ValueError names the file and what is wrong in it."""
    found = {}
    for path in tables(FOLDER):
        key = path.name.removesuffix(".yaml")
        try:
            found[key] = Page.model_validate({**read_table(path), "key": key})
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
    return found
