"""Everything that changes the register."""

from __future__ import annotations

from django.db import transaction

from opslagstavle.enterprises import enterprise as library
from opslagstavle.terms import nuts
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.indexing import index_enterprise
from opslagstavle_site.enterprises.models import (
    Enterprise,
    EnterpriseArea,
    EnterpriseKind,
    WorkforceCount,
)
from opslagstavle_site.enterprises.registers import demo


@transaction.atomic
def register_enterprise(*, enterprise: library.Enterprise, is_demo: bool = False) -> Enterprise:
    """Enter an enterprise, or bring the entry with its key up to date. An unchanged one stays as it is."""
    row = Enterprise.objects.select_related("workforce").filter(key=enterprise.key).first()
    if row and rows.to_library(row) == enterprise:
        return row
    row, _ = Enterprise.objects.update_or_create(
        key=enterprise.key, defaults={**rows.columns(enterprise), "is_demo": is_demo}
    )
    WorkforceCount.objects.update_or_create(enterprise=row, defaults=rows.counts(enterprise))
    _write_what_is_filtered_by(row, enterprise)
    index_enterprise(row)
    return row


def _write_what_is_filtered_by(row: Enterprise, enterprise: library.Enterprise) -> None:
    EnterpriseKind.objects.filter(enterprise=row).delete()
    EnterpriseKind.objects.bulk_create(
        EnterpriseKind(enterprise=row, kind=kind) for kind in dict.fromkeys(enterprise.kinds)
    )
    EnterpriseArea.objects.filter(enterprise=row).delete()
    found_under = {area for place in enterprise.places for area in nuts.above(place)}
    EnterpriseArea.objects.bulk_create(
        EnterpriseArea(enterprise=row, place=place, whole=place in enterprise.places)
        for place in sorted(found_under)
    )


@transaction.atomic
def load_demo_enterprises() -> int:
    for enterprise in demo.enterprises():
        register_enterprise(enterprise=enterprise, is_demo=True)
    return Enterprise.objects.filter(is_demo=True).count()


@transaction.atomic
def remove_demo_enterprises() -> int:
    """How many went. What hangs on them (matches, memberships) goes too."""
    demo_rows = Enterprise.objects.filter(is_demo=True)
    count = demo_rows.count()
    demo_rows.delete()
    return count
