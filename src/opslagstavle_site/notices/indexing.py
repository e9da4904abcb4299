"""Lots to what they are found by. A step of its own: it finds by a query what is not in the index, and what no longer belongs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet

from opslagstavle.notices import notice as library
from opslagstavle.parallel import batches_of, cores, in_processes
from opslagstavle.terms import cpv, kinds, nuts
from opslagstavle.terms.searching import Written, entry_tokens, vocabulary
from opslagstavle.terms.text import Texts
from opslagstavle_site.notices.models import Lot, Notice
from opslagstavle_site.notices.queries import LOTS, current_lots
from opslagstavle_site.notices.rows import LOT, NOTICE
from opslagstavle_site.search.actions import Prepared, remove_entries, write_entries
from opslagstavle_site.search.models import Entry

VERSION = "1"
"""Raise it when a lot is found by something else than before: every lot is then indexed anew."""
LOTS_AT_ONCE = 100
WORTH_A_POOL = 300
"""Fewer lots than this are read here; starting processes would take longer."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Lots to be indexed, as they are stored: plain data, so that it passes cheaply between processes.

    ``lots`` are (id, id of the notice, titles, data), ``notices`` (key, titles, name of the buyer, data) of each notice once.
    """

    lots: list[tuple[int, int, Texts, str]]
    notices: dict[int, tuple[str, Texts, str, str]]


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
    for some in batches_of(gone, LOTS_AT_ONCE):
        yield remove_entries(corpus=LOTS, numbers=some)


def _waiting() -> QuerySet[Lot]:
    return current_lots().filter(
        ~Exists(Entry.objects.filter(corpus=LOTS, number=OuterRef("pk"), stamp=VERSION))
    )


def _batches() -> Iterator[Waiting]:
    numbers = list(_waiting().order_by("-pk").values_list("pk", flat=True))
    for some in batches_of(numbers, LOTS_AT_ONCE):
        rows = Lot.objects.filter(pk__in=some, current=True).order_by("-pk")
        lots = list(rows.values_list("pk", "notice_id", "titles", "data"))
        of = Notice.objects.filter(pk__in={lot[1] for lot in lots})
        notices = {row[0]: row[1:] for row in of.values_list("pk", "key", "titles", "buyer_name", "data")}
        # A newer version of a notice may have come in between: its lots wait in a later turn.
        yield Waiting([lot for lot in lots if lot[1] in notices], notices)


def prepare_all(waiting: Waiting) -> list[Prepared]:
    """Runs in worker processes too: no database here."""
    read = {pk: NOTICE.validate_json(row[3]) for pk, row in waiting.notices.items()}
    return [
        _prepared(number, titles, LOT.validate_json(data), waiting.notices[pk], read[pk])
        for number, pk, titles, data in waiting.lots
    ]


def _prepared(
    number: int, titles: Texts, lot: library.Lot, row: tuple[str, Texts, str, str], notice: library.Notice
) -> Prepared:
    key, notice_titles, buyer, _ = row
    title = list(dict.fromkeys((*_written(titles), *_written(notice_titles))))
    names = [(buyer, "da"), *_names_of_places(lot)]
    texts = dict.fromkeys(
        (
            *_written(lot.descriptions),
            *_written(notice.procedure.descriptions),
            *_written(lot.additional_information),
        )
    )
    called, loosely = _called(lot)
    tokens = entry_tokens(
        LOTS, title=title, body=[*names, *texts], called=called, loosely=loosely, codes=[key, *_codes(lot)]
    )
    terms = vocabulary([*title, *names, (" ".join((*called, *loosely)), "da")])
    return Prepared(number, VERSION, tokens, terms)


def _written(texts: Texts) -> list[Written]:
    return [(text, language) for language, text in texts.items()]


def _called(lot: library.Lot) -> tuple[list[str], list[str]]:
    """What people call the work asked for, and what they call something in the same division: that may be anything."""
    words: tuple[list[str], list[str]] = ([], [])
    for kind in kinds.kinds_of(filter(None, map(cpv.normalise, lot.all_cpv))):
        words[kind.is_division].extend(kind.single_words)
    return words


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
