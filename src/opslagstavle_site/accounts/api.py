"""Who writes through the API: whoever has a token. A session cookie never counts."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from opslagstavle_site.accounts.models import ApiToken, User
from opslagstavle_site.web.programs import Refused


class Token(HttpBearer):
    """The gate has looked the token up already; here it is only asked for."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        found: ApiToken | None = getattr(request, "api_token", None)
        if found is None:
            told = "Writing needs a token. Our staff hands them out; send it as: Authorization: Bearer opsl_…"
            raise Refused(401, told, headers={"WWW-Authenticate": "Bearer"})
        return found


def writer(request: HttpRequest) -> User:
    """As whom the program writes."""
    token: ApiToken = request.api_token  # type: ignore[attr-defined]
    return token.user
