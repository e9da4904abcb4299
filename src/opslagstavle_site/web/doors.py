"""The addresses under which a selection can be followed or taken home: the same questions, another ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opslagstavle_site.web.language import reader_language

NOT_CARRIED = ("page", "lang")
SUBSCRIBED = ("atom", "ics")
TEXTS = {
    "atom": (
        gettext_lazy("Atom feed"),
        gettext_lazy(
            "Put the address into a feed reader or into your mail program, and new entries come by themselves."
        ),
    ),
    "ics": (
        gettext_lazy("Calendar of deadlines"),
        gettext_lazy("Add it to your calendar as an internet calendar; it keeps itself up to date."),
    ),
    "xlsx": (
        gettext_lazy("Excel (XLSX)"),
        gettext_lazy("As it is today, with dates and numbers to reckon with."),
    ),
    "csv": (gettext_lazy("CSV"), gettext_lazy("The same list for other spreadsheet programs.")),
    "json": (gettext_lazy("JSON"), gettext_lazy("The same list for programs.")),
}
KINDS = {"atom": "application/atom+xml", "ics": "text/calendar"}


@dataclass(frozen=True, slots=True)
class Door:
    """``address`` is whole where it is to be copied, ``open_url`` opens a calendar program (else "")."""

    ending: str
    name: str
    hint: str
    address: str
    kind: str
    copied: bool
    open_url: str


def doors(request: HttpRequest, routes: Sequence[tuple[str, str]]) -> list[Door]:
    """``routes``: (ending, name of the route). English travels in the address, since a cookie does not."""
    query = request.GET.copy()
    for name in NOT_CARRIED:
        query.pop(name, None)
    if (language := reader_language()) != "da":
        query["lang"] = language
    return [_door(request, ending, route, query.urlencode()) for ending, route in routes]


def _door(request: HttpRequest, ending: str, route: str, query: str) -> Door:
    name, hint = TEXTS[ending]
    address = request.build_absolute_uri(reverse(route) + (f"?{query}" if query else ""))
    return Door(
        ending=ending,
        name=str(name),
        hint=str(hint),
        address=address,
        kind=KINDS.get(ending, ""),
        copied=ending in SUBSCRIBED,
        open_url=f"webcal{address.removeprefix('https').removeprefix('http')}" if ending == "ics" else "",
    )


def selection_name(name: str, labels: Sequence[str]) -> str:
    """ "Opslag (Sted: Østjylland; Reserveret: på en af måderne)"."""
    return _("%(name)s (%(filters)s)") % {"name": name, "filters": "; ".join(labels)} if labels else name
