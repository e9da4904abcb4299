"""How a value gets into an entry: with its difference in the history, and what is filtered by kept in step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from opslagstavle.enterprises import areas
from opslagstavle.enterprises import enterprise as library
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.indexing import index_enterprise
from opslagstavle_site.enterprises.models import (
    Change,
    Enterprise,
    EnterpriseArea,
    EnterpriseKind,
    ProposalLink,
    WorkforceCount,
)

WORKFORCE = "workforce"
"""Stands in a history where a count of staff changed; the counts themselves never do."""
UNTOLD = frozenset({"is_demo", "origin", "fingerprint"})
"""Columns that no history tells."""
FILTERED_BY = frozenset({"kinds", "places", "municipality", "reach_km"})
"""Columns that say under what an entry is found on the list."""
_ENTERPRISE: TypeAdapter[library.Enterprise] = TypeAdapter(library.Enterprise)


def store(
    row: Enterprise,
    columns: Mapping[str, Any],
    counts: Mapping[str, int | None] | None,
    *,
    by: User | None,
    act: Change.Act,
    always: bool = False,
    by_link: bool = False,
) -> bool:
    """Bring an entry (or a new one) to these values. False: it has them already, and nothing was written.

    ``counts`` None leaves the workforce alone; ``always`` writes the act into the history though nothing became different.
    ``by_link``: whoever proposed it writes. Counts that anybody else wrote are not for them to read: the private link ends.
    """
    is_new = row.pk is None
    differences = {} if is_new else difference(row, columns, counts)
    if not (is_new or always or differences or _differs_untold(row, columns)):
        return False
    for name, value in columns.items():
        setattr(row, name, value)
    if counts is not None:
        row.workforce = _counted(row, counts)
    row.fingerprint = fingerprint(rows.to_library(row))
    row.save()
    if counts is not None:
        row.workforce.save()
    if is_new or FILTERED_BY & differences.keys():
        _write_what_is_filtered_by(row)
    index_enterprise(row)
    if WORKFORCE in differences and not by_link:
        ProposalLink.objects.filter(enterprise=row).delete()
    if is_new or always or differences:
        # The moment of the row itself: whoever saw the row before it has not seen this change.
        Change.objects.create(enterprise=row, by=by, act=act, differences=differences, at=row.updated_at)
    return True


def difference(
    row: Enterprise, columns: Mapping[str, Any], counts: Mapping[str, int | None] | None
) -> dict[str, list[Any]]:
    """{column: [before, after]} of what these values would change; of the counts only that they change."""
    found = {
        name: [rows.plain(getattr(row, name)), rows.plain(value)]
        for name, value in columns.items()
        if name not in UNTOLD and getattr(row, name) != value
    }
    if counts is not None and dict(counts) != rows.counts(rows.to_library(row)):
        found[WORKFORCE] = []
    return found


def _differs_untold(row: Enterprise, columns: Mapping[str, Any]) -> bool:
    return any(name in UNTOLD and getattr(row, name) != value for name, value in columns.items())


def fingerprint(enterprise: library.Enterprise) -> str:
    """Changes with whatever matching looks at, and with nothing else. When the register was looked up is not looked at."""
    said = _ENTERPRISE.dump_python(replace(enterprise, registered_checked=None), mode="json")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _counted(row: Enterprise, counts: Mapping[str, int | None]) -> WorkforceCount:
    found = getattr(row, "workforce", None) or WorkforceCount()
    for name, count in counts.items():
        setattr(found, name, count)
    return found


def _write_what_is_filtered_by(row: Enterprise) -> None:
    EnterpriseKind.objects.filter(enterprise=row).delete()
    EnterpriseKind.objects.bulk_create(
        EnterpriseKind(enterprise=row, kind=kind) for kind in dict.fromkeys(row.kinds)
    )
    EnterpriseArea.objects.filter(enterprise=row).delete()
    found_under = areas.found_under(areas.served(rows.to_library(row)))
    EnterpriseArea.objects.bulk_create(
        EnterpriseArea(enterprise=row, place=place, whole=whole)
        for place, whole in sorted(found_under.items())
    )
