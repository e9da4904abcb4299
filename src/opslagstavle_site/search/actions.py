"""Everything that changes the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from opslagstavle_site.search.models import Entry, Term
from opslagstavle_site.search.queries import stands_somewhere

TERMS_AT_ONCE = 150
"""Rows of one statement: SQLite may allow no more than a thousand values in it."""
LONGEST_TERM = 60


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry ready to be written: plain data, so that it passes cheaply between processes. ``terms`` are form → as written."""

    number: int
    stamp: str
    tokens: str
    terms: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def write_entries(*, corpus: str, entries: list[Prepared], weigh: bool = True) -> int:
    """Put entries in the place of earlier ones with their numbers, with the words they were written in.

    ``weigh``: words that are known weigh more now. Not where others may write one entry after another in one long transaction:
    PostgreSQL keeps every version of a row until it ends, and would walk through all of them each time.
    """
    Entry.objects.bulk_create(
        [Entry(corpus=corpus, number=each.number, stamp=each.stamp, tokens=each.tokens) for each in entries],
        update_conflicts=True, unique_fields=["corpus", "number"], update_fields=["stamp", "tokens"],
    )  # fmt: skip
    _remember(entries, weigh)
    return len(entries)


@transaction.atomic
def remove_entries(*, corpus: str, numbers: Iterable[int]) -> int:
    return Entry.objects.filter(corpus=corpus, number__in=list(numbers)).delete()[0]


@transaction.atomic
def forget_words(*, forms: Iterable[str]) -> None:
    """Take words out of what slips of the pen are mended with, if nothing has them any more. For what must leave no trace."""
    for term in Term.objects.filter(form__in=list(forms)):
        if not stands_somewhere(term.shown):
            term.delete()


def _remember(entries: list[Prepared], weigh: bool) -> None:
    weights = Counter(form for each in entries for form in each.terms)
    shown = {form: word for each in entries for form, word in each.terms.items()}
    # In one order, so that two who write at once wait for each other and not in a circle.
    rows = [
        (form, shown[form][:LONGEST_TERM], weights[form], form[:2], form[-2:], len(form))
        for form in sorted(weights)
        if len(form) <= LONGEST_TERM
    ]
    weighed = "UPDATE SET weight = {0}.weight + excluded.weight" if weigh else "NOTHING"
    table = connection.ops.quote_name(Term._meta.db_table)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), TERMS_AT_ONCE):
            some = rows[start : start + TERMS_AT_ONCE]
            values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(some))
            cursor.execute(
                f"INSERT INTO {table} (form, shown, weight, head, tail, length) VALUES {values}"  # noqa: S608 (our own names)
                f" ON CONFLICT (form) DO {weighed.format(table)}",
                [value for row in some for value in row],
            )
