"""Pages for staff: lists in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from opslagstavle.enterprises.sheet_rows import BESIDE, as_line
from opslagstavle.enterprises.sheets import MOST_BYTES
from opslagstavle.enterprises.sheets_out import csv_bytes, list_csv, list_xlsx
from opslagstavle.errors import BadSheet
from opslagstavle_site.accounts.models import User
from opslagstavle_site.enterprises import entries, importing, previews, readers
from opslagstavle_site.enterprises.models import Enterprise, ListImport
from opslagstavle_site.enterprises.rows import to_library
from opslagstavle_site.web.language import reader_language
from opslagstavle_site.web.paging import page_of

View = Callable[..., HttpResponse]
FAULTS_SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {"csv": (list_csv, "text/csv; charset=utf-8"), "xlsx": (list_xlsx, XLSX)}


def for_staff(view: View) -> View:
    """For everybody else the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not readers.is_staff(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    decorated: View = never_cache(guarded)
    return decorated


def who(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@require_http_methods(["GET", "POST"])
@for_staff
def lists(request: HttpRequest) -> HttpResponse:
    """Choose a file; and what became of earlier ones."""
    problem = None
    if request.method == "POST":
        answer = _handed_in(request)
        if isinstance(answer, HttpResponse):
            return answer
        problem = answer
    page = page_of(request, entries.list_imports())
    context = {
        "problem": problem,
        "lists": [previews.list_card(row) for row in page.items],
        "pagination": page,
        "most_mb": MOST_BYTES // 1_000_000,
    }
    return render(request, "enterprises/lists.html", context, status=400 if problem else 200)


def _handed_in(request: HttpRequest) -> HttpResponse | previews.FaultCard:
    """On to the preview, or why the file cannot be read."""
    file = request.FILES.get("list")
    try:
        if file is None:
            raise BadSheet("empty")
        if (file.size or 0) > MOST_BYTES:
            raise BadSheet("too-large")
        content = file.read()
        importing.plan(content, timezone.localdate())
    except BadSheet as error:
        return previews.fault_card(importing.refused(error))
    kept = importing.hand_in(name=file.name or "", content=content, by=who(request))
    return redirect("enterprises:list_import", pk=kept.pk)


@require_http_methods(["GET", "POST"])
@for_staff
def list_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What a list would do, to be confirmed; or what it did."""
    row = get_object_or_404(ListImport, pk=pk)
    if row.state == ListImport.State.DONE:
        faults = previews.stored_faults(row)
        context = {
            "list": previews.list_card(row),
            "faults": faults[:FAULTS_SHOWN],
            "fault_count": len(faults),
        }
        return render(request, "enterprises/list_result.html", context)
    if request.method == "POST":
        return _decided(request, row)
    plan = importing.plan(bytes(row.content or b""), timezone.localdate())
    shown = [each for each in plan.planned if each.act != "unchanged"]
    page = page_of(request, shown, per_page=50)
    context = {
        "list": previews.list_card(row),
        "counts": previews.counted(plan),
        "faults": [previews.fault_card(fault) for fault in plan.faults[:FAULTS_SHOWN]],
        "fault_count": len(plan.faults),
        "unknown": plan.unknown,
        "planned": [previews.planned_card(each) for each in page.items],
        "pagination": page,
    }
    return render(request, "enterprises/list_preview.html", context)


def _decided(request: HttpRequest, row: ListImport) -> HttpResponse:
    if request.POST.get("decision") == "discard":
        importing.discard(handed_in=row)
        messages.success(request, _("The list was thrown away. Nothing was changed."))
        return redirect("enterprises:lists")
    importing.confirm(handed_in=row, by=who(request))
    messages.success(request, _("The list is in."))
    return redirect("enterprises:list_import", pk=row.pk)


@require_GET
@for_staff
def list_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong, as a sheet to work through."""
    row = get_object_or_404(ListImport, pk=pk)
    if row.state == ListImport.State.DONE:
        faults = previews.stored_faults(row)
    else:
        plan = importing.plan(bytes(row.content or b""), timezone.localdate())
        faults = [previews.fault_card(fault) for fault in plan.faults]
    head = [_("Row"), _("Column"), _("What is wrong"), _("What to do")]
    content = csv_bytes(head, [[each.line, each.column, each.reason, each.remedy] for each in faults])
    return _file(content, _("faults") + ".csv", "text/csv; charset=utf-8")


@require_GET
def template(request: HttpRequest, form: str) -> HttpResponse:
    """An empty list to fill in, for everyone."""
    write, kind = _writer(form)
    return _file(write([], reader_language()), _("template") + f".{form}", kind)


@require_GET
@for_staff
def register(request: HttpRequest, form: str) -> HttpResponse:
    """The whole register in the template's columns, to be edited and read in again; with counts of staff."""
    write, kind = _writer(form)
    lines = (as_line(to_library(row), _beside(row)) for row in entries.register_in_full())
    return _file(write(lines, reader_language()), _("register") + f"-{timezone.localdate()}.{form}", kind)


def _beside(row: Enterprise) -> dict[str, str]:
    return {name: getattr(row, name) for name in BESIDE}


def _writer(form: str) -> tuple[Callable[..., bytes], str]:
    if form not in WRITERS:
        raise Http404
    return WRITERS[form]


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
