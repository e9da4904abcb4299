"""Everything that changes accounts."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from opslagstavle_site.accounts.models import ApiToken, LoginLink, User
from opslagstavle_site.accounts.queries import hash_of

LINK_LASTS = timedelta(hours=24)
API_PREFIX = "opsl_"
"""What a token begins with, so that one that lies about somewhere is known for what it is."""


@transaction.atomic
def ensure_staff() -> tuple[User, bool]:
    """The first member of staff, made when there is none; and whether it was made now."""
    if user := User.objects.filter(is_staff=True).order_by("pk").first():
        return user, False
    user = User(username="staff", is_staff=True)
    user.set_unusable_password()
    user.save()
    return user, True


@transaction.atomic
def make_login_link(*, user: User) -> str:
    """A new secret for one log-in. Links that are out of date go."""
    now = timezone.now()
    LoginLink.objects.filter(expires_at__lt=now).delete()
    secret = secrets.token_urlsafe(32)
    LoginLink.objects.create(user=user, secret_hash=hash_of(secret), expires_at=now + LINK_LASTS)
    return secret


@transaction.atomic
def use_login_link(*, secret: str) -> User | None:
    """The user a secret logs in, once; None for a used, expired or unknown one."""
    now = timezone.now()
    usable = LoginLink.objects.filter(
        secret_hash=hash_of(secret), used_at=None, expires_at__gt=now, user__is_active=True
    )
    # The count decides: of two who come at once only one gets 1.
    if usable.update(used_at=now) != 1:
        return None
    return LoginLink.objects.select_related("user").get(secret_hash=hash_of(secret)).user


@transaction.atomic
def make_api_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """A new token for a program that writes as this user, and its secret, which is told this once."""
    secret = API_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, hint=secret[len(API_PREFIX) :][:6], secret_hash=hash_of(secret)
    )
    return token, secret


@transaction.atomic
def revoke_api_token(*, pk: int) -> bool:
    """From now on the token opens nothing. False: it did not before either."""
    return ApiToken.objects.filter(pk=pk, revoked_at=None).update(revoked_at=timezone.now()) == 1


def note_token_use(*, token: ApiToken) -> None:
    """The day it was last used, once a day."""
    on = timezone.localdate()
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)
