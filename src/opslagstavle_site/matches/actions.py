"""Everything that changes matches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from opslagstavle.matching.index import EnterpriseIndex, index_enterprises, rank_enterprises
from opslagstavle.matching.match import VERSION, worth_showing
from opslagstavle_site.enterprises.queries import register_state, to_match
from opslagstavle_site.matches.models import Match
from opslagstavle_site.matches.rows import to_row
from opslagstavle_site.notices.models import Lot
from opslagstavle_site.notices.rows import to_lot, to_notice

LOTS_AT_ONCE = 200
BEST_PER_LOT = 20
"""As many as a buyer reads to the end."""


def match_lots(*, on: date) -> Iterator[int]:
    """Match every lot that was not matched with the register as it is now; yields how many after each batch."""
    state = matched_state()
    if not Lot.objects.filter(current=True).exclude(matched_against=state).exists():
        return
    enterprises = to_match()
    ids = {enterprise.key: pk for pk, enterprise in enterprises}
    index = index_enterprises(enterprise for _, enterprise in enterprises)
    last = 0
    while lots := _waiting(state, last):
        last = lots[-1].pk
        _replace_matches(lots, [row for lot in lots for row in _matches_of(lot, index, ids, on)], state)
        yield len(lots)


def matched_state() -> str:
    """Changes with the register and with the matcher: a lot matched under another state is matched again."""
    return hashlib.sha256(f"{VERSION} {register_state()}".encode()).hexdigest()


def _waiting(state: str, last: int) -> list[Lot]:
    rows = Lot.objects.filter(current=True, pk__gt=last).exclude(matched_against=state)
    return list(rows.select_related("notice").order_by("pk")[:LOTS_AT_ONCE])


def _matches_of(row: Lot, index: EnterpriseIndex, ids: dict[str, int], on: date) -> Iterator[Match]:
    ranked = rank_enterprises(to_lot(row), index, on, BEST_PER_LOT, to_notice(row.notice))
    for found in ranked:
        if worth_showing(found.match):
            yield to_row(found.match, lot_id=row.pk, enterprise_id=ids[found.key], on=on)


@transaction.atomic
def _replace_matches(lots: list[Lot], matches: list[Match], state: str) -> None:
    Match.objects.filter(lot__in=[lot.pk for lot in lots]).delete()
    Match.objects.bulk_create(matches)
    for lot in lots:
        lot.matched_against = state
        lot.match_count = 0
    by_id = {lot.pk: lot for lot in lots}
    for match in matches:
        by_id[match.lot_id].match_count += 1
    Lot.objects.bulk_update(lots, ["matched_against", "match_count"])
