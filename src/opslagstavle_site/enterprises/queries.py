"""Every read of the register."""

from __future__ import annotations

import hashlib

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.enterprises.rows import to_library

Reader = AbstractBaseUser | AnonymousUser


def shown() -> QuerySet[Enterprise]:
    """The public list: demo enterprises until a real one is registered, then the real ones."""
    real = Enterprise.objects.filter(is_demo=False)
    rows = real if real.exists() else Enterprise.objects.all()
    return rows.select_related("workforce").order_by("name", "key")


def shows_demo() -> bool:
    """Are the enterprises on the public list invented ones?"""
    return Enterprise.objects.exists() and not Enterprise.objects.filter(is_demo=False).exists()


def by_key(key: str) -> Enterprise | None:
    return Enterprise.objects.select_related("workforce").filter(key=key).first()


def to_match() -> list[tuple[int, library.Enterprise]]:
    """(row id, enterprise) of everyone on the public list."""
    return [(row.pk, to_library(row)) for row in shown()]


def register_state() -> str:
    """Changes whenever an enterprise that is matched changes, comes or goes."""
    states = shown().order_by("pk").values_list("pk", "updated_at")
    total = hashlib.sha256()
    for row in states:
        total.update(repr(row).encode())
    return total.hexdigest()


def thirty_percent(row: Enterprise) -> bool | None:
    """Are at least 30 % on special terms? All the public is told of the counts."""
    return to_library(row).workforce.share_at_least()


def own_workforce(row: Enterprise, reader: Reader) -> Workforce | None:
    """The counts, for staff and for the enterprise itself; None for anyone else."""
    if not may_see_counts(row, reader):
        return None
    return to_library(row).workforce


def may_see_counts(row: Enterprise, reader: Reader) -> bool:
    if not reader.is_authenticated:
        return False
    return bool(getattr(reader, "is_staff", False)) or row.memberships.filter(user_id=reader.pk).exists()
