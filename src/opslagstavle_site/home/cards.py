"""Figures in words: each picture with its name, what was counted, and where its numbers lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.template.defaultfilters import date as shown_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opslagstavle.matching.outcome import Route
from opslagstavle.terms.municipalities import MUNICIPALITIES
from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.home.figures import BANDS, MONTHS_SHOWN, PROVINCES, Figures, Places, first_of_month
from opslagstavle_site.matches.cards import ROUTE_NAMES
from opslagstavle_site.notices.words import day, kind_name, place_name
from opslagstavle_site.web import charts, maps
from opslagstavle_site.web.charts import Chart, Item, said

KINDS_SHOWN = 12
WEEKS_SHOWN = 12
WEEK = timedelta(days=7)
STANDINGS = (
    ("cvr", gettext_lazy("Registered: seen in the central business register")),
    ("proof", gettext_lazy("Registered: our staff has seen a proof")),
    ("said", gettext_lazy("Registered: the enterprise says so itself")),
    ("yes", gettext_lazy("Registered: not stated who says so")),
    (Enterprise.Origin.ITSELF, gettext_lazy("Not known to be registered: entered by itself")),
    (Enterprise.Origin.RESEARCH, gettext_lazy("Not known to be registered: known by our own research")),
    (Enterprise.Origin.LIST, gettext_lazy("Not known to be registered: from a list handed in")),
    (Enterprise.Origin.CVR, gettext_lazy("Not known to be registered: from the central business register")),
    ("no", gettext_lazy("Not registered")),
)
"""Why an entry is trusted, the best first."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``name`` is its place on the page and its file's name; ``notes`` say what was counted and what was not."""

    name: str
    title: str
    chart: Chart
    what: str
    counted: str
    notes: list[str]

    @property
    def csv_url(self) -> str:
        return reverse("home:figures_csv", args=[self.name])


def pictures(found: Figures) -> list[Picture]:
    return [
        _kinds(found),
        _provinces(found),
        _deadlines(found),
        _months(found),
        *_reserved(found),
        _values(found),
        _enterprise_kinds(found),
        _standing(found),
        _routes(found),
    ]


def _kinds(found: Figures) -> Picture:
    return Picture(
        "arbejdsomraader",
        _("Open lots by kind of work"),
        charts.bars(
            [
                *_kind_items(found.by_kind, reverse("notices:board")),
                Item(_("Kind not stated"), found.without_kind, apart=True),
            ]
        ),
        _("Kind of work"),
        _("Open lots"),
        [
            *_left_out(found.by_kind),
            _("A lot that asks for several kinds of work is counted under each of them."),
        ],
    )


def _kind_items(counted: Sequence[tuple[str, int]], address: str) -> list[Item]:
    return [Item(kind_name(key), count, f"{address}?kind={key}") for key, count in counted[:KINDS_SHOWN]]


def _left_out(counted: Sequence[tuple[str, int]]) -> list[str]:
    others = len(counted) - KINDS_SHOWN
    if others <= 0:
        return []
    text = ngettext(
        "%(count)s other kind of work is not shown.", "%(count)s other kinds of work are not shown.", others
    )
    return [text % {"count": said(others)}]


def _provinces(found: Figures) -> Picture:
    board = reverse("notices:board")
    items = [
        Item(place_name(code), found.by_province[code], f"{board}?place={code}")
        for code in sorted(PROVINCES, key=lambda code: -found.by_province[code])
    ]
    items.append(Item(_("Place not stated, or abroad"), found.elsewhere, apart=True))
    notes = [wide_areas(found.nationwide)]
    return Picture("landsdele", _("Open lots by part of the country"), charts.bars(items), _("Part of the country"),
                   _("Open lots"), notes)  # fmt: skip


def wide_areas(nationwide: int) -> str:
    """How lots are counted that name more than one part of the country."""
    counted = _("A lot that names a wide area is counted in each part of it.")
    if not nationwide:
        return counted
    whole = ngettext(
        "%(count)s of them names the whole country.", "%(count)s of them name the whole country.", nationwide
    )
    return f"{counted} {whole % {'count': said(nationwide)}}"


def _deadlines(found: Figures) -> Picture:
    monday = found.on - timedelta(days=found.on.weekday())
    items = [_week(monday + WEEK * step, found) for step in range(WEEKS_SHOWN)]
    later = sum(count for closes, count in found.by_deadline.items() if closes >= monday + WEEK * WEEKS_SHOWN)
    items.append(Item(_("Later"), later, apart=True, short=_("later")))
    text = ngettext(
        "Not among them: %(count)s lot that is asked for or planned without a deadline.",
        "Not among them: %(count)s lots that are asked for or planned without a deadline.",
        found.without_deadline,
    )
    return Picture("frister", _("Open lots by the week of their deadline"), charts.columns(items), _("Week"),
                   _("Open lots"), [text % {"count": said(found.without_deadline)}])  # fmt: skip


def _week(monday: date, found: Figures) -> Item:
    inside = sum(count for closes, count in found.by_deadline.items() if monday <= closes < monday + WEEK)
    number = monday.isocalendar().week
    span = {"number": number, "first": day(monday), "last": day(monday + WEEK - timedelta(days=1))}
    return Item(_("Week %(number)s: %(first)s to %(last)s") % span, inside, short=str(number))


def _months(found: Figures) -> Picture:
    months = [first_of_month(found.on, back) for back in reversed(range(MONTHS_SHOWN))]
    items = [
        Item(
            shown_date(month, "F Y"),
            sum(
                count
                for when, count in found.by_day.items()
                if (when.year, when.month) == (month.year, month.month)
            ),
            short=shown_date(month, "M").lower().rstrip("."),
            apart=month == months[-1],
        )
        for month in months
    ]
    notes = [
        _("Each notice is counted once, in its newest version."),
        _("The last month is counted up to and including %(day)s.") % {"day": day(found.on)},
    ]
    return Picture("maaneder", _("Notices by the month they were published"), charts.columns(items), _("Month"),
                   _("Notices"), notes)  # fmt: skip


def _reserved(found: Figures) -> list[Picture]:
    board = reverse("notices:board")
    titles = {
        "participation": ("forbeholdt-deltagelse", _("Open lots: is taking part reserved?")),
        "execution": ("forbeholdt-udfoerelse", _("Open lots: is carrying out the contract reserved?")),
    }
    return [
        Picture(
            name,
            title,
            charts.parts(
                [
                    Item(_("Reserved"), found.stated[f"{which}_yes"], f"{board}?reserved={which}"),
                    Item(_("Not reserved"), found.stated[f"{which}_no"]),
                    Item(_("Not stated"), found.stated[f"{which}_unknown"], apart=True),
                ]
            ),
            _("Answer"),
            _("Open lots"),
            [_("A notice that is silent has not said no.")],
        )
        for which, (name, title) in titles.items()
    ]


def _values(found: Figures) -> Picture:
    spans = zip((None, *BANDS), (*BANDS, None), strict=True)
    items = [
        Item(_band(least, below), found.stated[f"band_{step}"]) for step, (least, below) in enumerate(spans)
    ]
    items += [
        Item(_("In another currency"), found.stated["other"], apart=True),
        Item(_("Value not stated"), found.stated["unvalued"], apart=True),
    ]
    notes = [_("The value as the lot states it. Where only the whole notice has a value, the lot has none.")]
    return Picture("vaerdier", _("Open lots by value"), charts.bars(items), _("Value"), _("Open lots"), notes)


def _band(least: Decimal | None, below: Decimal | None) -> str:
    if least is None:
        return _("Below %(amount)s kroner") % {"amount": said(below or 0)}
    if below is None:
        return _("%(amount)s kroner or more") % {"amount": said(least)}
    return _("From %(least)s to %(below)s kroner") % {"least": said(least), "below": said(below)}


def _enterprise_kinds(found: Figures) -> Picture:
    items = [
        *_kind_items(found.enterprises_by_kind, reverse("enterprises:list")),
        Item(_("Kind not stated"), found.enterprises_without_kind, apart=True),
    ]
    notes = [
        *_left_out(found.enterprises_by_kind),
        _("An enterprise that does several kinds of work is counted under each of them."),
    ]
    return Picture("virksomheder", _("Enterprises by kind of work"), charts.bars(items), _("Kind of work"),
                   _("Enterprises"), notes)  # fmt: skip


def _standing(found: Figures) -> Picture:
    counted = dict.fromkeys((key for key, _name in STANDINGS), 0)
    for (registered, by, origin), count in found.standing.items():
        counted["no" if registered is False else (by or "yes") if registered else origin] += count
    items = [Item(str(name), counted[key]) for key, name in STANDINGS if counted[key]]
    text = ngettext(
        "%(count)s proposed enterprise is not shown until our staff has looked at it.",
        "%(count)s proposed enterprises are not shown until our staff has looked at them.",
        found.proposed,
    )
    return Picture("grundlag", _("Enterprises by what we know of them"), charts.bars(items), _("What it rests on"),
                   _("Enterprises"), [text % {"count": said(found.proposed)}])  # fmt: skip


def _routes(found: Figures) -> Picture:
    items = [Item(str(ROUTE_NAMES[route]), found.matches_by_route.get(route.value, 0)) for route in Route]
    notes = [_("Counted are the matches of open lots. A match is a suggestion, with its reasons.")]
    return Picture("veje", _("Matches by route"), charts.bars(items), _("Route"), _("Matches"), notes)


def kinds_asked_for(found: Places) -> list[dict[str, str | int]]:
    """The kinds of work that open lots ask for most; divisions of the CPV are left to the board's filter."""
    return [
        {"key": key, "name": kind_name(key), "count": count} for key, count in found.by_kind[:KINDS_SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    name: str
    count: str
    url: str


def lots_map(found: Places) -> maps.Map:
    board = reverse("notices:board")
    return maps.by_province(
        {
            code: maps.Figure(
                found.lots[code], _lots_in(place_name(code), found.lots[code]), f"{board}?place={code}"
            )
            for code in PROVINCES
        }
    )


def enterprises_map(found: Places) -> maps.Map:
    return maps.by_municipality(
        {
            code: maps.Figure(count, _enterprises_in(MUNICIPALITIES[code].name, count), serving_url(code))
            for code, count in found.enterprises.items()
        }
    )


def serving_url(code: str) -> str:
    return f"{reverse('enterprises:list')}?place={MUNICIPALITIES[code].place}"


def _lots_in(place: str, count: int) -> str:
    text = ngettext("%(place)s: %(count)s open lot", "%(place)s: %(count)s open lots", count)
    return text % {"place": place, "count": said(count)}


def _enterprises_in(place: str, count: int) -> str:
    text = ngettext("%(place)s: %(count)s enterprise", "%(place)s: %(count)s enterprises", count)
    return text % {"place": place, "count": said(count)}


def lots_by_province(found: Places) -> list[PlaceRow]:
    board = reverse("notices:board")
    return [PlaceRow(place_name(code), said(found.lots[code]), f"{board}?place={code}") for code in PROVINCES]


def enterprises_by_province(found: Places) -> list[tuple[str, list[PlaceRow]]]:
    """The municipalities of each landsdel, by name."""
    return [(place_name(code), list(_municipalities(code, found))) for code in PROVINCES]


def _municipalities(province: str, found: Places) -> Iterable[PlaceRow]:
    inside = [each for each in MUNICIPALITIES.values() if each.province == province]
    for each in sorted(inside, key=lambda each: each.name.replace("Aa", "Å")):
        yield PlaceRow(each.name, said(found.enterprises[each.code]), serving_url(each.code))
