"""Everything that changes matches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from opslagstavle.matching.match import VERSION
from opslagstavle.matching.score import Index

from opslagstavle_site.enterprises.queries import register_state, to_match
from opslagstavle_site.notices.models import Lot

LOTS_AT_ONCE = 200
BEST_PER_LOT = 20
"""A list a buyer reads to its end; whoever ranks lower is found from the enterprise's own page only if shown here too."""


def match_lots(*, on: date) -> Iterator[int]:
    """Match every lot that was not matched with the register as it is now; yields how many after each batch."""
    state = hashlib.sha256(f"{VERSION} {register_state()}".encode()).hexdigest()
    enterprises = to_match()
    ids = {enterprise.key: pk for pk, enterprise in enterprises}
    index = Index([enterprise for _, enterprise in enterprises])
    last = 0
    while True:
        lots = list(_waiting(state, last))
        if not lots:
            return
        last = lots[-1].pk
        _replace_matches(lots, [row for lot in lots for row in _matches_of(lot, index, ids, on)], state)
        yield len(lots)


def _waiting(state: str, last: int) -> Iterator[Lot]:
    rows = Lot.objects.filter(current=True, pk__gt=last).exclude(matched_against=state)
    yield from rows.select_related("notice").order_by("pk")[:LOTS_AT_ONCE]
