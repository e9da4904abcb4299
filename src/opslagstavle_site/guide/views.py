from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from opslagstavle_site.enterprises.readers import is_staff
from opslagstavle_site.guide import outcomes, queries, words
from opslagstavle_site.guide.cards import rule_card
from opslagstavle_site.guide.details import private, shown
from opslagstavle_site.guide.forms import asked
from opslagstavle_site.web import limits
from opslagstavle_site.web.callers import address_of, network_of

SIMULATIONS_A_MINUTE = 60
"""For one caller: each judges the whole register."""


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule, grouped by who asks."""
    groups = [
        (str(words.ASKERS[asker]), [rule_card(page) for page in found]) for asker, found in queries.by_asker()
    ]
    return render(request, "guide/rules.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """What a rule says, and what it says of a case. Counts of people come in the body, unless a reader wants a link."""
    form, own = asked(request, key)
    address = reverse("guide:rule", args=[key])
    wants_link = request.method == "POST" and request.POST.get("do") == "link"
    untidy = request.method != "POST" and form.is_bound and "" in request.GET.dict().values()
    if (wants_link and form.is_valid()) or untidy:
        return redirect(f"{address}?{urlencode(form.typed())}{'#answers' if wants_link else ''}")
    return shown(request, key, form, own)


@require_GET
def simulation(request: HttpRequest) -> HttpResponse:
    """What would change if a value of the law were another: counts for everybody, names for staff."""
    allowance = limits.ask("simulation", network_of(address_of(request)), most=SIMULATIONS_A_MINUTE)
    if not allowance.allowed:
        return HttpResponse(status=429, headers=allowance.headers())
    form, question, found = outcomes.of_request(request)
    context = {
        "form": form,
        "question": question,
        "outcomes": found,
        "csv_url": f"{reverse('guide:simulation_csv')}?{request.GET.urlencode()}" if found else "",
        "with_names": is_staff(request.user),
    }
    response = render(request, "guide/simulation.html", context)
    return private(response) if is_staff(request.user) else response
