"""Lots to what they are found by. A step of its own: it finds by a query what is not in the index, and what no longer belongs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet

from opslagstavle.notices import notice as library
from opslagstavle.parallel import cores, in_processes
from opslagstavle.terms import cpv, kinds, nuts
from opslagstavle.terms.searching import Written, entry_tokens, vocabulary
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.queries import LOTS, current_lots
from opslagstavle_site.notices.rows import LOT
from opslagstavle_site.search.actions import Prepared, remove_entries, write_entries
from opslagstavle_site.search.models import Entry

VERSION = "1"
"""Raise it when a lot is found by something else than before: every lot is then indexed anew."""
LOTS_AT_ONCE = 100
WORTH_A_POOL = 300
"""Fewer lots than this are read here; starting processes would take longer."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lot to be indexed, as it is stored."""

    number: int
    titles: Texts
    notice_titles: Texts
    notice_key: str
    buyer: str
    data: str


def index_lots(*, processes: int | None = None) -> Generator[int, None, None]:
    """Bring the index up to date with the board, the newest lots first; yields how many after each batch."""
    yield from _remove_gone()
    waiting = _waiting().count()
    workers = processes or cores()
    if workers == 1 or waiting < WORTH_A_POOL:
        for batch in _batches():
            yield write_entries(corpus=LOTS, entries=prepare_all(batch))
        return
    connections.close_all()  # a connection must not be shared with a forked process
    for _, entries in in_processes(_batches(), prepare_all, workers):
        yield write_entries(corpus=LOTS, entries=entries)


def lots_behind() -> int:
    """How many of the board are not found yet."""
    return _waiting().count()


def _remove_gone() -> Iterator[int]:
    here = Exists(current_lots().filter(pk=OuterRef("number")))
    gone = list(Entry.objects.filter(~here, corpus=LOTS).values_list("number", flat=True))
    for start in range(0, len(gone), 500):
        yield remove_entries(corpus=LOTS, numbers=gone[start : start + 500])


def _waiting() -> QuerySet[Lot]:
    return current_lots().filter(
        ~Exists(Entry.objects.filter(corpus=LOTS, number=OuterRef("pk"), stamp=VERSION))
    )


def _batches() -> Iterator[list[Waiting]]:
    columns = ("pk", "titles", "notice__titles", "notice__key", "notice__buyer_name", "data")
    numbers = list(_waiting().order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), LOTS_AT_ONCE):
        rows = Lot.objects.filter(pk__in=numbers[start : start + LOTS_AT_ONCE], current=True).order_by("-pk")
        yield [Waiting(*row) for row in rows.values_list(*columns)]


def prepare_all(batch: list[Waiting]) -> list[Prepared]:
    """Runs in worker processes too: no database here."""
    return [_prepared(lot) for lot in batch]


def _prepared(waiting: Waiting) -> Prepared:
    lot = LOT.validate_json(waiting.data)
    title = [*_written(waiting.titles), *_written(waiting.notice_titles)]
    title = list(dict.fromkeys(title))
    names = [(waiting.buyer, "da"), *_names_of_kinds(lot), *_names_of_places(lot)]
    texts = [*_written(lot.descriptions), *_written(lot.additional_information)]
    tokens = entry_tokens(LOTS, title=title, body=[*names, *texts], codes=[waiting.notice_key, *_codes(lot)])
    return Prepared(waiting.number, VERSION, tokens, vocabulary([*title, *names]))


def _written(texts: Texts) -> list[Written]:
    return [(text, language) for language, text in texts.items()]


def _names_of_kinds(lot: library.Lot) -> Iterator[Written]:
    """Of the work asked for: the names of a kind and what people call it; of a whole division only its name."""
    for kind in kinds.kinds_of(filter(None, map(cpv.normalise, lot.all_cpv))):
        yield kind.name_da, "da"
        yield kind.name_en, "en"
        if not kind.is_division:
            yield ", ".join(kind.words_da), "da"
            yield ", ".join(kind.words_en), "en"


def _names_of_places(lot: library.Lot) -> Iterator[Written]:
    for place in lot.places:
        if place.town:
            yield place.town, "da"
        code = nuts.normalise(place.nuts)
        for area in nuts.above(code)[1:] if code else ():
            for language in ("da", "en"):
                if name := nuts.name(area, language):
                    yield name, language


def _codes(lot: library.Lot) -> Iterator[str]:
    """Every CPV code with those above it: whoever asks for 90910000 gets 90911200 too."""
    for code in filter(None, map(cpv.normalise, lot.all_cpv)):
        yield from (code, *cpv.ancestors(code))
