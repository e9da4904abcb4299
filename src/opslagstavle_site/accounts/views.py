from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opslagstavle_site.accounts.actions import use_login_link


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
