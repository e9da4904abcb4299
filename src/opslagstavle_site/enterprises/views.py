from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from opslagstavle_site.enterprises import actions, choices, details, queries, readers, words
from opslagstavle_site.enterprises.cards import enterprise_card
from opslagstavle_site.enterprises.entering import entry_address, may_send, own_or_404
from opslagstavle_site.enterprises.forms import AskForm, register_filter
from opslagstavle_site.enterprises.models import Change, Request
from opslagstavle_site.search.cards import note
from opslagstavle_site.web.doors import doors
from opslagstavle_site.web.paging import address, page_of
from opslagstavle_site.web.whole import kept_whole

DOORS = (
    ("atom", "enterprises:feed"),
    ("xlsx", "enterprises:xlsx"),
    ("csv", "enterprises:csv"),
    ("json", "enterprises:json"),
)


@require_GET
@kept_whole
def enterprises(request: HttpRequest) -> HttpResponse:
    asked = register_filter(request.GET)
    page = page_of(request, queries.filtered(asked))
    return render(
        request,
        "enterprises/list.html",
        {
            "enterprises": [enterprise_card(row, asked.found) for row in page.items],
            "total": page.total,
            "pagination": page,
            "asked": asked,
            "filters": choices.filters(asked),
            "active": choices.active(request, asked),
            "orders": choices.sorts(request, asked),
            "note": note(request, asked.found) if asked.found else None,
            "permalink": request.build_absolute_uri(address(request, page=None)),
            "doors": doors(request, DOORS),
        },
    )


@never_cache
@require_GET
def history(request: HttpRequest, key: str) -> HttpResponse:
    """What was changed in an entry, when and by whom: for staff and the enterprise."""
    row = own_or_404(request, key)
    page = page_of(request, readers.history(row))
    context = {
        "name": row.name,
        "key": row.key,
        "back": entry_address(row),
        "status": str(words.STATUS[row.status]),
        "lines": details.history_lines(page.items, request.user),
        "pagination": page,
    }
    return render(request, "enterprises/history.html", context)


@require_POST
def take_back(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Undo a change: staff any, others their own."""
    row = own_or_404(request, key)
    change = get_object_or_404(Change, pk=pk, enterprise=row)
    if not details.history_lines([change], request.user)[0].may_take_back:
        raise Http404
    try:
        actions.take_back(change=change, by=readers.user_of(request.user))
        messages.success(request, _("The change was taken back."))
    except actions.CannotTakeBack as error:
        names = ", ".join(map(words.column_name, error.columns))
        messages.error(
            request, _("It cannot be taken back: changed again since: %(names)s.") % {"names": names}
        )
    return redirect("enterprises:history", row.key)


@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever speaks for an enterprise says that everything still holds."""
    row = queries.at_address(key)
    if row is None or not readers.speaks_for(row, request.user):
        raise Http404
    actions.confirm_enterprise(row=row, by=readers.user_of(request.user), on=timezone.localdate())
    messages.success(request, _("Thank you. Everybody can see that the entry was confirmed today."))
    return redirect(entry_address(row))


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Something is wrong, or the enterprise should go: anybody may say so."""
    row = queries.by_key(key)
    if row is None:
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if may_send(request):
            said = form.cleaned_data
            actions.ask(
                enterprise=row, wish=Request.Wish(said["wish"]), text=said["text"], reply_to=said["reply_to"]
            )
            messages.success(request, _("Thank you. The entrance has got it and looks at it."))
            return redirect("matches:enterprise", row.key)
        status = 429
    context = {"form": form, "name": row.name, "back": entry_address(row), "too_many": status == 429}
    return render(request, "enterprises/ask.html", context, status=status)
