"""A rule and its answers as a tagged PDF. Texts reach the typesetter as data: nothing in them is ever read as its markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opslagstavle_site.guide import outcomes
from opslagstavle_site.guide.cards import StepCard
from opslagstavle_site.guide.details import Result, RulePage, Shown, private, rule_page, shown
from opslagstavle_site.guide.forms import asked
from opslagstavle_site.web import limits
from opslagstavle_site.web.callers import address_of, network_of
from opslagstavle_site.web.language import reader_language
from opslagstavle_site.web.sheets import Column, Sheet, as_csv

TEMPLATE = Path(__file__).parent / "templates" / "guide" / "rule.typ"
STANDARDS: list[typst.PDFStandard] = ["ua-1"]
A_MINUTE = 20
"""So many files a minute for one caller: each takes the processor for a moment."""


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The page as a file to print. What cannot be computed is shown as a page, with what is wrong."""
    form, own = asked(request, key)
    if form.is_bound and not form.is_valid():
        return shown(request, key, form, own)
    allowance = limits.ask("rule-pdf", network_of(address_of(request)), most=A_MINUTE)
    if not allowance.allowed:
        return HttpResponse(status=429, headers=allowance.headers())
    address = request.build_absolute_uri(reverse("guide:rule", args=[key]))
    made = set_in_type(told(rule_page(key, form, own), address))
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{key}-{form.day.isoformat()}.pdf"'
    return private(response)


@cache
def fonts() -> typst.Fonts:
    """Those that come with the typesetter: the same on every machine."""
    return typst.Fonts(include_system_fonts=False)


def set_in_type(content: dict[str, Any]) -> bytes:
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(timezone.now().timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def told(page: RulePage, address: str) -> dict[str, Any]:
    """Everything the page says, with the words around it in the reader's language."""
    result = page.calculator.result
    return {
        "language": reader_language(),
        "title": page.page.title,
        "short": page.page.short,
        "address": address,
        "parts": [
            {"title": _("What is it?"), "statements": [asdict(each) for each in page.page.what]},
            {"title": _("Does it apply to us?"), "statements": [asdict(each) for each in page.page.applies]},
            {"title": _("What do we do?"), "statements": [asdict(each) for each in page.page.do]},
        ],
        "notes": {"title": _("Good to know"), "lines": [asdict(each) for each in page.page.notes]},
        "result": _result(result) if result else None,
        "values": [_step(each) for each in page.values],
        "words": {
            "guidance": _("This is guidance, not a decision. It is the authority that decides."),
            "values": _("What the law says on %(day)s") % {"day": page.values_on},
            "not_stated": _("Not stated"),
            "not_known": _("Not known. Look here:"),
            "steps": _("How it was worked out"),
            "ask": _("To know more, answer this:"),
            "unsure": _("Rests on:"),
            "facts": _("Worked out from"),
            "page": _("Page"),
        },
    }


def _result(result: Result) -> dict[str, Any]:
    own = _("From the entry of %(name)s") % {"name": result.own_name} if result.own_name else ""
    return {
        "title": _("The answers for %(day)s") % {"day": result.on},
        "facts": [_step(each) for each in result.facts],
        "own": own,
        "own_facts": [_step(each) for each in result.own_facts],
        "answers": [_answer(each)
                    for group in result.all_groups for each in group],
        "version": _("Version of the rules: %(version)s") % {"version": result.version},
    }  # fmt: skip


def _answer(shown: Shown) -> dict[str, Any]:
    card = shown.card
    return {
        "title": card.title,
        "value": card.value,
        "doubt": card.doubt,
        "unsure": card.unsure,
        "reference": card.reference,
        "missing": shown.missing,
        "questions": [str(field.label) for field in shown.questions],
        "steps": [_step(each) for each in card.steps],
    }


def _step(card: StepCard) -> dict[str, Any]:
    return {**asdict(card), "parts": [_step(each) for each in card.parts]}


@require_safe
def simulation_csv(request: HttpRequest) -> HttpResponseBase:
    """The tables of a simulation; what is hidden on the page is hidden here."""
    form, question, found = outcomes.of_request(request)
    if question is None:
        return redirect(f"{reverse('guide:simulation')}?{request.GET.urlencode()}")
    headings = (_("Rule"), _("What is counted"), _("Answer"), _("Now"), _("After the change"))
    told = (question.name, question.now, question.then, question.since, *question.assumed)
    columns = [Column(heading, 30) for heading in headings]
    note = "; ".join(told)
    name = "-".join((_("simulation"), form.cleaned_data["since"].isoformat()))
    return as_csv(
        Sheet(name, _("What if?"), reader_language(), columns, lambda: outcomes.rows(found), note=note)
    )
