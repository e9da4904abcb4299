"""Every read of log-ins and tokens."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from opslagstavle_site.accounts.models import ApiToken, User


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """The token with this secret, while it opens something."""
    usable = ApiToken.objects.filter(revoked_at=None, user__is_active=True)
    return usable.select_related("user").filter(secret_hash=hash_of(secret)).first()


def tokens() -> QuerySet[ApiToken]:
    """Those that open something first, the newest first."""
    return ApiToken.objects.select_related("user").order_by("revoked_at", "-pk")


def people() -> QuerySet[User]:
    """Whoever a token may be made for."""
    return User.objects.filter(is_active=True).order_by("-is_staff", "username")
