"""Who reads an entry, and what they may see of it beyond what everybody sees."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from opslagstavle.enterprises.workforce import Workforce
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises.models import Change, Enterprise
from opslagstavle_site.enterprises.rows import to_library

Reader = AbstractBaseUser | AnonymousUser


def of_member(reader: Reader) -> QuerySet[Enterprise]:
    """The enterprises somebody speaks for."""
    rows = (
        Enterprise.objects.filter(memberships__user_id=reader.pk) if reader.pk else Enterprise.objects.none()
    )
    return rows.exclude(status=Enterprise.Status.MERGED).order_by("name", "key")


def history(row: Enterprise) -> QuerySet[Change]:
    """What became of an entry, the newest first."""
    return row.changes.select_related("by").order_by("-at", "-pk")


def speaks_for(row: Enterprise, reader: Reader) -> bool:
    return reader.pk is not None and row.memberships.filter(user_id=reader.pk).exists()


def own_workforce(row: Enterprise, reader: Reader) -> Workforce | None:
    """The counts, for staff and for the enterprise itself; None for anyone else."""
    if not may_see_counts(row, reader):
        return None
    return to_library(row).workforce


def may_see_counts(row: Enterprise, reader: Reader) -> bool:
    """The enterprise itself and staff; they may correct it too."""
    return is_staff(reader) or speaks_for(row, reader)


def user_of(reader: Reader) -> User:
    """Whoever is logged in, where nobody else comes."""
    assert isinstance(reader, User)
    return reader


def is_staff(reader: Reader) -> bool:
    return bool(reader.is_authenticated and getattr(reader, "is_staff", False))
