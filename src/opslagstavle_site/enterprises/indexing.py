"""Enterprises to what they are found by: what is not in the index yet or was changed since, and what no longer belongs there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from opslagstavle.enterprises import areas
from opslagstavle.parallel import batches_of
from opslagstavle.terms import kinds, nuts
from opslagstavle.terms.searching import Written, entry_tokens, vocabulary
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import ENTERPRISES
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.search.actions import Prepared, forget_words, remove_entries, write_entries
from opslagstavle_site.search.queries import stamps

VERSION = "2"
"""Raise it when an enterprise is found by something else than before: every one is then indexed anew."""
AT_ONCE = 100


def index_enterprises() -> Iterator[int]:
    """Bring the index up to date with the register; yields how many after each batch."""
    here = dict(_listed().values_list("pk", "updated_at"))
    indexed = stamps(ENTERPRISES)
    for gone in batches_of(sorted(indexed.keys() - here.keys()), AT_ONCE):
        yield remove_entries(corpus=ENTERPRISES, numbers=gone)
    waiting = [pk for pk, at in here.items() if indexed.get(pk) != f"{VERSION} {at.isoformat()}"]
    for some in batches_of(sorted(waiting), AT_ONCE):
        yield _write(_listed().filter(pk__in=some), weigh=True)


def index_enterprise(row: Enterprise) -> None:
    """At once, in the transaction that wrote it: somebody who was just entered looks whether they are found."""
    if not _write(_listed().filter(pk=row.pk), weigh=False):
        forget_enterprise(row)


def forget_enterprise(row: Enterprise) -> None:
    remove_entries(corpus=ENTERPRISES, numbers=[row.pk])


def erase_enterprise(row: Enterprise) -> None:
    """No word that only this entry has, or had in its history, stays in the index."""
    earlier = [(text, "da") for change in row.changes.all() for text in _texts(change.differences)]
    forms = {*_prepared(row).terms, *vocabulary(earlier)}
    forget_enterprise(row)
    forget_words(forms=forms)


def _texts(value: Any) -> Iterator[str]:
    """Every text inside what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _texts(inside)


def _listed() -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(status=Enterprise.Status.SHOWN).select_related("workforce")


def _write(rows: Iterable[Enterprise], *, weigh: bool) -> int:
    return write_entries(corpus=ENTERPRISES, entries=[_prepared(row) for row in rows], weigh=weigh)


def _prepared(row: Enterprise) -> Prepared:
    """By name first, then by kinds of work and its town, then by what it says of itself, what people call its work, and where
    it works."""
    known = [kinds.KINDS[key] for key in row.kinds if key in kinds.KINDS]
    title = [(row.name, "da")]
    heading = [name for kind in known for name in ((kind.name_da, "da"), (kind.name_en, "en"))]
    heading.append((row.town, "da"))
    body = [
        *((text, language) for language, text in row.descriptions.items()),
        *_places(row),
    ]
    called = [word for kind in known if not kind.is_division for word in kind.single_words]
    codes = [row.cvr] if row.cvr else []
    tokens = entry_tokens(ENTERPRISES, title=title, heading=heading, body=body, called=called, codes=codes)
    terms = vocabulary([*title, *heading, *body, (" ".join(called), "da")])
    return Prepared(row.pk, f"{VERSION} {row.updated_at.isoformat()}", tokens, terms)


def _places(row: Enterprise) -> Iterator[Written]:
    """The areas it serves, its own municipality, and what those lie in; all of Denmark finds nobody in particular."""
    known = to_library(row)
    here = {*areas.served(known), *filter(None, [areas.home(known)])}
    for area in sorted({area for place in here for area in nuts.above(place)[1:]}):
        for language in ("da", "en"):
            if name := nuts.name(area, language):
                yield name, language
