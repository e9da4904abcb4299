"""The form of an entry: proposed, entered, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from opslagstavle_site.enterprises import actions, choices, details, gaps, queries, readers
from opslagstavle_site.enterprises.addresses import free_key
from opslagstavle_site.enterprises.forms import Entry, put_together, told_by, typed_in
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.web.callers import address_of, network_of, unnamed


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Enter an enterprise: our staff at once, everybody else as a proposal."""
    entry = _entry(request, None, asks_who=not readers.is_staff(request.user))
    if not _is_sent(request) or not entry.is_valid():
        return _form(request, entry, action=reverse("enterprises:add"))
    if not (readers.is_staff(request.user) or may_send(request)):
        return _form(request, entry, action=reverse("enterprises:add"), status=429)
    try:
        return _enter(request, entry)
    except IntegrityError:
        # Two entered the same at the same moment: the database lets in one.
        entry.form.add_error("cvr", _("An enterprise with this CVR number is in the register already."))
        return _form(request, entry, action=reverse("enterprises:add"))


def _enter(request: HttpRequest, entry: Entry) -> HttpResponse:
    told = entry.enterprise(free_key(entry.form.cleaned_data["name"]))
    if readers.is_staff(request.user):
        row = actions.register_enterprise(
            enterprise=told,
            by=readers.user_of(request.user),
            origin=Enterprise.Origin.RESEARCH,
            **entry.known(),
        )
        messages.success(request, _("The enterprise is on the list."))
        return redirect("matches:enterprise", row.key)
    origin = Enterprise.Origin.ITSELF if entry.speaks else Enterprise.Origin.OTHERS
    row, secret = actions.propose_enterprise(enterprise=told, origin=origin, **entry.known())
    messages.success(request, _("Thank you. The proposal has come in."))
    return redirect("enterprises:proposal", secret)


@never_cache
@require_GET
def proposal(request: HttpRequest, secret: str) -> HttpResponse:
    """How a proposal stands, for whoever has its private link."""
    row = gaps.proposal_of(secret)
    if row is None:
        return render(request, "enterprises/proposal_gone.html", status=410)
    context = {
        "name": row.name,
        "lines": [line for line in details.everything(row) if line.value],
        "address": request.build_absolute_uri(),
        "edit_url": reverse("enterprises:edit_proposal", args=[secret]),
    }
    return render(request, "enterprises/proposal.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def edit_proposal(request: HttpRequest, secret: str) -> HttpResponse:
    """Correct a proposal that nobody has accepted yet."""
    row = gaps.proposal_of(secret)
    if row is None:
        return render(request, "enterprises/proposal_gone.html", status=410)
    entry = _entry(request, row, asks_who=True)
    if not _is_sent(request) or not entry.is_valid():
        return _form(request, entry, action=request.path)
    if not may_send(request):
        return _form(request, entry, action=request.path, status=429)
    origin = Enterprise.Origin.ITSELF if entry.speaks else Enterprise.Origin.OTHERS
    return _save(request, entry, row, back=reverse("enterprises:proposal", args=[secret]), origin=origin)


@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct an entry: the enterprise its own, our staff every one."""
    row = own_or_404(request, key)
    entry = _entry(request, row)
    if not _is_sent(request) or not entry.is_valid():
        return _form(request, entry, action=request.path)
    return _save(request, entry, row, back=entry_address(row))


def _save(
    request: HttpRequest, entry: Entry, row: Enterprise, *, back: str, origin: Enterprise.Origin | None = None
) -> HttpResponse:
    known = entry.known()
    if readers.speaks_for(row, request.user):
        known["confirmed_on"] = timezone.localdate()
    by = readers.user_of(request.user) if request.user.is_authenticated else None
    try:
        actions.register_enterprise(
            enterprise=entry.enterprise(row.key),
            by=by,
            origin=origin,
            seen=entry.seen,
            is_demo=row.is_demo,
            **known,
        )
    except actions.ChangedMeanwhile as meanwhile:
        return _look_again(request, entry, meanwhile)
    except actions.EntryGone:
        if origin is None:
            raise Http404 from None
        return render(request, "enterprises/proposal_gone.html", status=410)
    except IntegrityError:
        entry.form.add_error("cvr", _("An enterprise with this CVR number is in the register already."))
        return _form(request, entry, action=request.path)
    messages.success(request, _("The changes are saved."))
    return redirect(back)


def _look_again(request: HttpRequest, sent: Entry, meanwhile: actions.ChangedMeanwhile) -> HttpResponse:
    """Nothing is saved: what somebody else changed is shown, and the form has both."""
    told = put_together(request.POST, sent, meanwhile.row, meanwhile.changes)
    asks_who = "speaks" in sent.form.fields
    entry = Entry(initial=told, row=meanwhile.row, asks_who=asks_who, may_judge=sent.may_judge)
    return _form(request, entry, action=request.path, status=409, meanwhile=meanwhile)


def _entry(request: HttpRequest, row: Enterprise | None, *, asks_who: bool = False) -> Entry:
    """The form as it is to be shown or judged: new, sent, or with a row or proposals more."""
    options: dict[str, Any] = {"row": row, "asks_who": asks_who, "may_judge": readers.is_staff(request.user)}
    if _is_sent(request):
        return Entry(request.POST, **options)
    if request.method == "POST":
        return Entry(initial=typed_in(request.POST, request.POST.get("do", "")), **options)
    told = told_by(row) if row else {}
    if row and asks_who:
        told["speaks"] = "yes" if row.origin == Enterprise.Origin.ITSELF else "no"
    return Entry(initial=told, **options)


def _is_sent(request: HttpRequest) -> bool:
    """Sent to be saved, rather than to be shown again with a row or proposals more."""
    return request.method == "POST" and request.POST.get("do") not in ("kinds", "capacities", "references")


def _form(
    request: HttpRequest,
    entry: Entry,
    *,
    action: str,
    status: int = 200,
    meanwhile: actions.ChangedMeanwhile | None = None,
) -> HttpResponse:
    places = entry.chosen("places")
    text = entry.typed("does_da", "does_en") if request.method == "POST" else ""
    context = {
        "entry": entry,
        "form": entry.form,
        "row": entry.row,
        "action": action,
        "too_many": status == 429,
        "kinds": choices.kind_choices(entry.chosen("kinds"), text, entry.typed("kind_words")),
        "regions": choices.region_choices(places),
        "everywhere": "DK" in places,
        "other_places": choices.other_places(places),
        "already": _already(entry),
        "seen": meanwhile.row.updated_at.isoformat() if meanwhile else entry.form["seen"].value() or "",
        "meanwhile": details.history_lines(meanwhile.changes, request.user) if meanwhile else [],
        "proven": details.registration(entry.row)
        if entry.row and "registered" not in entry.form.fields
        else "",
    }
    return render(request, "enterprises/form.html", context, status=status)


def _already(entry: Entry) -> str:
    """The page of the enterprise that has the CVR number already, if everybody may read it."""
    found = entry.form.already
    return entry_address(found) if found and found.status == Enterprise.Status.SHOWN else ""


def entry_address(row: Enterprise) -> str:
    if row.status == Enterprise.Status.SHOWN:
        return reverse("matches:enterprise", args=[row.key])
    return reverse("enterprises:history", args=[row.key])


def may_send(request: HttpRequest) -> bool:
    return actions.allow_sending(sender=unnamed(network_of(address_of(request))))


def own_or_404(request: HttpRequest, key: str) -> Enterprise:
    """An entry of whatever standing, for staff and for those who speak for it; for everybody else it is not there."""
    row = queries.at_address(key)
    if row is None or row.status == Enterprise.Status.MERGED or not readers.may_see_counts(row, request.user):
        raise Http404
    return row
