"""Every read of the guide: rules with their pages, and what the register knows of an enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from opslagstavle.rules.catalogue import RULES
from opslagstavle.rules.expression import Value
from opslagstavle.rules.facts import fact_kinds
from opslagstavle.rules.pages import Asker, Page, pages
from opslagstavle.rules.rule import Rule
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import at_address
from opslagstavle_site.enterprises.readers import Reader, may_see_counts, of_member
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.guide.rows import facts_of

ASKERS: tuple[Asker, ...] = get_args(Asker)


@dataclass(frozen=True, slots=True)
class Own:
    """An enterprise whose numbers somebody may reckon with, and the facts its entry states."""

    key: str
    name: str
    facts: dict[str, Value]


def shown_pages() -> list[Page]:
    """Pages of the rules there are, in the order of the rules."""
    return [pages()[key] for key in RULES]


def by_asker() -> Iterator[tuple[Asker, list[Page]]]:
    for asker in ASKERS:
        if found := [page for page in shown_pages() if page.asked_by == asker]:
            yield asker, found


def fitting(words: str) -> list[Page]:
    """Rules that every word begins a word of: of their names and what people call them, in either language."""
    asked = words.casefold().replace('"', " ").split()
    return [page for page in shown_pages() if asked and all(_has(page, word) for word in asked)]


def _has(page: Page, word: str) -> bool:
    told = " ".join(" ".join(texts.values()) for texts in (page.title, page.short, page.words)).casefold()
    return len(word) > 2 and any(each.startswith(word) for each in told.split())


def asks_for_people(rule: Rule) -> bool:
    """Then the answers are sent in the body of the question, not in its address."""
    kinds = (fact_kinds()[name] for name in rule.facts)
    return any(kind.kind == "count" and kind.unit == "people" for kind in kinds)


def may_reckon_for(reader: Reader) -> list[tuple[str, str]]:
    """(key, name) of the enterprises somebody speaks for."""
    return list(of_member(reader).values_list("key", "name"))


def own(key: str, reader: Reader) -> Own | None:
    """For the enterprise itself and for staff; None for everybody else, and where there is none."""
    row = at_address(key)
    if row is None or row.status == Enterprise.Status.MERGED or not may_see_counts(row, reader):
        return None
    return Own(row.key, row.name, facts_of(to_library(row)))
