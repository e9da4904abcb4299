"""Everything that changes matches."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from opslagstavle.matching.index import EnterpriseIndex, index_enterprises, rank_enterprises
from opslagstavle.matching.match import VERSION, worth_showing
from opslagstavle.parallel import cores, in_processes
from opslagstavle.rules.published import published
from opslagstavle.rules.rule import version
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.queries import register_state, to_match
from opslagstavle_site.matches.models import EarlierMatch, Match
from opslagstavle_site.matches.rows import columns
from opslagstavle_site.notices.models import Lot, Notice
from opslagstavle_site.notices.rows import LOT, NOTICE

BEST_PER_LOT = 20
"""As many as a buyer reads to the end."""
LOTS_AT_ONCE = 100
KEPT = ("lot_id", "enterprise_id", "score", "route", "computed_on", "data", "versions")
WORTH_A_POOL = 300
"""Fewer lots than this are matched here; starting processes would take longer."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Lots to be matched, as they are stored: plain data, so that it passes cheaply between processes.

    ``lots`` are (id, id of the notice, data), ``notices`` the data of each notice once.
    """

    lots: list[tuple[int, int, str]]
    notices: dict[int, str]


@dataclass(frozen=True, slots=True)
class Register:
    """The enterprises to match with, read once; ``ids`` are row ids by key."""

    index: EnterpriseIndex
    ids: dict[str, int]
    on: date
    versions: str


def match_lots(*, on: date, processes: int | None = None) -> Generator[int, None, None]:
    """Match every lot that was not matched with the register as it is now, what came in last first; yields how many
    after each batch."""
    state = matched_state(on=on)
    waiting = _waiting(state).count()
    if not waiting:
        return
    work = partial(_judge, _register(on))
    workers = processes or cores()
    if workers == 1 or waiting < WORTH_A_POOL:
        for batch in _waiting_batches(state):
            yield replace_matches(waiting=batch, matches=work(batch), state=state)
        return
    connections.close_all()  # a connection must not be shared with a forked process
    for batch, matches in in_processes(_waiting_batches(state), work, workers):
        yield replace_matches(waiting=batch, matches=matches, state=state)


def versions(*, on: date) -> str:
    """Of everything a match is made with: it is judged again when one of them changes.

    The law counts twice: with what is in force on the day, so that a new period comes by itself, and with every value there is,
    since a notice is judged by the values of the day it was published.
    """
    law, register = published(), hashlib.sha256(register_state().encode()).hexdigest()[:12]
    return f"matcher {VERSION}, rules {version(law, on)}/{law.fingerprint}, register {register}"


def matched_state(*, on: date) -> str:
    """What a lot was matched under: under another one it is matched again."""
    return hashlib.sha256(versions(on=on).encode()).hexdigest()


def _register(on: date) -> Register:
    # Every word counts as equally rare: counting them in the lots was tried, and lost right matches (decision 8).
    enterprises = to_match()
    ids = {enterprise.key: pk for pk, enterprise in enterprises}
    index = index_enterprises(enterprise for _, enterprise in enterprises)
    return Register(index, ids, on, versions(on=on))


def _waiting(state: str) -> QuerySet[Lot]:
    return Lot.objects.filter(current=True).exclude(matched_against=state)


def _waiting_batches(state: str) -> Iterator[Waiting]:
    before: int | None = None
    while True:
        rows = _waiting(state).order_by("-pk")
        if before is not None:
            rows = rows.filter(pk__lt=before)
        rows = rows[:LOTS_AT_ONCE]
        lots = list(rows.values_list("pk", "notice_id", "data"))
        if not lots:
            return
        before = lots[-1][0]
        notices = dict(Notice.objects.filter(pk__in={lot[1] for lot in lots}).values_list("pk", "data"))
        # A newer version of a notice may have come in between: its lots wait in a later batch.
        yield Waiting([lot for lot in lots if lot[1] in notices], notices)


def _judge(register: Register, waiting: Waiting) -> list[dict[str, Any]]:
    """Columns of every match worth showing. Runs in worker processes too: no database here."""
    notices = {pk: NOTICE.validate_json(data) for pk, data in waiting.notices.items()}
    found: list[dict[str, Any]] = []
    for pk, notice, data in waiting.lots:
        ranked = rank_enterprises(
            LOT.validate_json(data), register.index, register.on, BEST_PER_LOT, notices[notice]
        )
        found += (
            columns(
                each.match,
                lot_id=pk,
                enterprise_id=register.ids[each.key],
                on=register.on,
                versions=register.versions,
            )
            for each in ranked
            if worth_showing(each.match)
        )
    return found


@transaction.atomic
def replace_matches(*, waiting: Waiting, matches: list[dict[str, Any]], state: str) -> int:
    """Put a batch's matches in the place of its earlier ones; lots and enterprises that are gone by now are left alone."""
    asked = [pk for pk, _, _ in waiting.lots]
    lots = {
        lot.pk: lot for lot in Lot.objects.select_for_update().filter(pk__in=asked, current=True).only("pk")
    }
    here = set(Enterprise.objects.values_list("pk", flat=True))
    rows = [Match(**match) for match in matches if match["lot_id"] in lots and match["enterprise_id"] in here]
    _keep_what_was_shown(asked, rows)
    Match.objects.filter(lot__in=asked).delete()
    Match.objects.bulk_create(rows)
    counts = Counter(row.lot_id for row in rows)
    Lot.objects.filter(pk__in=lots).update(matched_against=state, match_count=0)
    for pk, count in counts.items():
        lots[pk].match_count = count
    Lot.objects.bulk_update([lots[pk] for pk in counts], ["match_count"])
    return len(asked)


def _keep_what_was_shown(lots: list[int], rows: list[Match]) -> None:
    """Nothing a person saw is recomputed away: what comes out otherwise is kept, what comes out the same stays shown."""
    new = {(row.lot_id, row.enterprise_id): row for row in rows}
    earlier = []
    for row in Match.objects.filter(lot__in=lots, shown=True):
        same = new.get((row.lot_id, row.enterprise_id))
        if same and same.data == row.data:
            same.shown = True
            continue
        said = {name: getattr(row, name) for name in KEPT}
        earlier.append(EarlierMatch(**said, replaced_on=same.computed_on if same else timezone.localdate()))
    EarlierMatch.objects.bulk_create(earlier)


def mark_shown(*, matches: Iterable[Match]) -> None:
    """Somebody sees these now. Only what was not marked yet is written, so that reading mostly writes nothing."""
    if fresh := [match.pk for match in matches if not match.shown]:
        Match.objects.filter(pk__in=fresh).update(shown=True)
