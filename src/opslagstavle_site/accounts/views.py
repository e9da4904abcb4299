from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opslagstavle_site.accounts import actions, queries
from opslagstavle_site.accounts.actions import use_login_link
from opslagstavle_site.accounts.forms import TokenForm


@require_GET
def login_page(request: HttpRequest) -> HttpResponse:
    """How one logs in: there is no form, links are handed out."""
    return render(request, "accounts/login.html")


@never_cache
@require_http_methods(["GET", "POST"])
def login_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only shows a button: a mail program that follows links must not use one up."""
    if request.method == "GET":
        return render(request, "accounts/login_by_link.html")
    user = use_login_link(secret=secret)
    if user is None:
        return render(request, "accounts/login_link_spent.html", status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, _("You are logged in."))
    return redirect("home:start")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are logged out."))
    return redirect("home:start")


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that programs write with: made here and shown this once."""
    if not request.user.is_staff:
        raise Http404
    form = TokenForm(request.POST or None, initial={"user": request.user.pk})
    secret = ""
    if request.method == "POST" and form.is_valid():
        _token, secret = actions.make_api_token(
            user=form.cleaned_data["user"], name=form.cleaned_data["name"]
        )
        form = TokenForm(initial={"user": request.user.pk})
    wrong = request.method == "POST" and not secret
    context = {"form": form, "secret": secret, "tokens": queries.tokens()}
    return render(request, "accounts/tokens.html", context, status=400 if wrong else 200)


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_staff:
        raise Http404
    if actions.revoke_api_token(pk=pk):
        messages.success(request, _("The token is revoked. Whatever program had it can no longer write."))
    return redirect("accounts:tokens")
