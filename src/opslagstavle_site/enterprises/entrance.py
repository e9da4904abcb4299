"""The entrance: what our staff does with the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opslagstavle_site.enterprises import actions, cards, details, gaps, queries, readers, words
from opslagstavle_site.enterprises.desk import for_staff
from opslagstavle_site.enterprises.forms import CheckForm
from opslagstavle_site.enterprises.models import Enterprise, Request
from opslagstavle_site.web.paging import page_of

LISTS: dict[str, tuple[Any, Any, Callable[[], QuerySet[Enterprise]]]] = {
    "forslag": (
        gettext_lazy("Proposals"),
        gettext_lazy("Sent in by somebody without a log-in. Nobody else sees them before you accept them."),
        gaps.proposals,
    ),
    "ikke-bekraeftet": (
        gettext_lazy("Not confirmed for a year"),
        gettext_lazy("Write or call, and ask whether everything still holds."),
        lambda: gaps.stale(timezone.localdate()),
    ),
    "ikke-registreret": (
        gettext_lazy("Known, but not registered"),
        gettext_lazy("On the list, and not registered as a social enterprise as far as we know."),
        gaps.unregistered,
    ),
    "taget-af": (
        gettext_lazy("Taken off the list"),
        gettext_lazy("Hidden by the entrance. Everything is kept, and can be put back."),
        gaps.hidden,
    ),
}
"""Address → (name, what it is, rows)."""


@require_GET
@for_staff
def overview(request: HttpRequest) -> HttpResponse:
    """What waits at the entrance."""
    page = page_of(request, gaps.open_requests())
    lists = [
        {
            "name": name,
            "about": about,
            "count": rows().count(),
            "url": reverse("enterprises:entrance_list", args=[which]),
        }
        for which, (name, about, rows) in LISTS.items()
    ]
    context = {
        "lists": lists,
        "requests": [cards.request_card(each) for each in page.items],
        "total": page.total,
        "pagination": page,
    }
    return render(request, "enterprises/entrance.html", context)


@require_GET
@for_staff
def listing(request: HttpRequest, which: str) -> HttpResponse:
    """One of the entrance's lists of entries."""
    if which not in LISTS:
        raise Http404
    name, about, rows = LISTS[which]
    page = page_of(request, rows())
    context = {
        "name": name,
        "about": about,
        "entries": [cards.waiting_card(row) for row in page.items],
        "pagination": page,
    }
    return render(request, "enterprises/entrance_list.html", context)


@require_http_methods(["GET", "POST"])
@for_staff
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """All that staff can do with one entry."""
    row = queries.at_address(key)
    if row is None or row.status == Enterprise.Status.MERGED:
        raise Http404
    if request.method == "GET":
        return _entry_page(request, row)
    done = DOES.get(request.POST.get("do", ""))
    if done is None:
        return _entry_page(request, row)
    return done(request, row)


def _entry_page(
    request: HttpRequest, row: Enterprise, *, form: CheckForm | None = None, link: str = ""
) -> HttpResponse:
    told = {"registered": {True: "yes", False: "no", None: ""}[row.registered], "proof": row.registered_proof}
    context = {
        "name": row.name,
        "key": row.key,
        "status": row.status,
        "status_name": words.STATUS[row.status],
        "lines": details.everything(row),
        "workforce": readers.own_workforce(row, request.user),
        "removed_on": queries.was_removed(row.cvr, row.name),
        "check": form or CheckForm(initial=told),
        "members": [each.user for each in row.memberships.select_related("user").order_by("pk")],
        "link": link,
    }
    return render(request, "enterprises/entrance_entry.html", context)


def _accept(request: HttpRequest, row: Enterprise) -> HttpResponse:
    return _said(
        request,
        row,
        actions.accept_proposal(row=row, by=readers.user_of(request.user)),
        _("The enterprise is on the list."),
    )


def _decline(request: HttpRequest, row: Enterprise) -> HttpResponse:
    if not actions.decline_proposal(row=row):
        return _said(request, row, False, "")
    messages.success(request, _("The proposal is gone."))
    return redirect("enterprises:entrance_list", "forslag")


def _hide(request: HttpRequest, row: Enterprise) -> HttpResponse:
    return _said(
        request,
        row,
        actions.hide_enterprise(row=row, by=readers.user_of(request.user)),
        _("The enterprise was taken off the list."),
    )


def _show(request: HttpRequest, row: Enterprise) -> HttpResponse:
    return _said(
        request,
        row,
        actions.show_enterprise(row=row, by=readers.user_of(request.user)),
        _("The enterprise is on the list."),
    )


def _said(request: HttpRequest, row: Enterprise, done: bool, text: str) -> HttpResponse:
    if done:
        messages.success(request, text)
    else:
        messages.warning(request, _("Somebody else was quicker: look how the entry stands now."))
    return redirect("enterprises:entrance_entry", row.key)


def _check(request: HttpRequest, row: Enterprise) -> HttpResponse:
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, row, form=form)
    said = form.cleaned_data
    actions.note_register_check(
        row=row,
        registered=said["registered"],
        proof=said["proof"],
        by=readers.user_of(request.user),
        on=timezone.localdate(),
    )
    return _said(request, row, True, _("The check is noted with today's date."))


def _link(request: HttpRequest, row: Enterprise) -> HttpResponse:
    """A log-in link, shown this once: only its hash is kept."""
    asked = request.POST.get("member", "")
    member = (
        row.memberships.filter(user_id=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    )
    secret = actions.make_leader_link(row=row, user=member.user if member else None)
    link = request.build_absolute_uri(reverse("accounts:login_by_link", args=[secret]))
    return _entry_page(request, row, link=link)


def _remove(request: HttpRequest, row: Enterprise) -> HttpResponse:
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Nothing was removed: tick that you are sure."))
        return redirect("enterprises:entrance_entry", row.key)
    actions.remove_enterprise(row=row)
    messages.success(
        request, _("The entry and everything that hung on it is erased. No list will bring it back.")
    )
    return redirect("enterprises:entrance")


DOES: dict[str, Callable[[HttpRequest, Enterprise], HttpResponse]] = {
    "accept": _accept, "decline": _decline, "hide": _hide, "show": _show, "check": _check, "link": _link, "remove": _remove,
}  # fmt: skip


@require_POST
@for_staff
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """A request is done with, or declined."""
    asked = get_object_or_404(Request, pk=pk)
    outcome = Request.Outcome.DECLINED if request.POST.get("do") == "decline" else Request.Outcome.DONE
    if actions.handle_request(
        request=asked, outcome=outcome, by=readers.user_of(request.user), at=timezone.now()
    ):
        messages.success(request, _("The request is done with; what was written in it is deleted."))
    else:
        messages.warning(request, _("Somebody else was quicker: it was done with already."))
    return redirect("enterprises:entrance")
