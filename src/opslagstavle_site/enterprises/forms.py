"""What people ask the register for, and what they tell it: read from the address or from a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from opslagstavle.enterprises import enterprise as library
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms.kinds import KINDS
from opslagstavle_site.enterprises import rows
from opslagstavle_site.enterprises.models import Change, Enterprise, Request
from opslagstavle_site.enterprises.queries import ENTERPRISES, SORTS, RegisterFilter
from opslagstavle_site.enterprises.questions import MOST_ROWS, CapacitySet, EntryForm, ReferenceSet
from opslagstavle_site.search.forms import typed
from opslagstavle_site.search.queries import find
from opslagstavle_site.web.fields import LinesField, PlainField, TrapField, YesNoField


def register_filter(query: QueryDict) -> RegisterFilter:
    """What is asked for in an address; nonsense is as good as nothing."""
    kind, place, q = query.get("kind", ""), query.get("place", "").upper(), typed(query)
    origin, sort = query.get("origin", ""), query.get("sort", "")
    return RegisterFilter(
        kind=kind if kind in KINDS else "",
        place=place if place.isalnum() and place.isascii() and 2 <= len(place) <= 8 else "",
        registered="yes" if query.get("registered") == "yes" else "",
        origin=origin if origin in Enterprise.Origin else "",
        q=q,
        sort=sort if sort in SORTS else "",
        found=find(ENTERPRISES, q) if q else None,
    )


class Entry:
    """The whole form of an entry: what is asked once, and the rows of capacity and of references.

    ``may_judge``: our staff writes it. ``asks_who``: no log-in says who does.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
        *,
        row: Enterprise | None,
        asks_who: bool = False,
        may_judge: bool = False,
    ) -> None:
        told = initial or {}
        self.row, self.may_judge = row, may_judge
        self.form = EntryForm(data, initial=told, row=row, asks_who=asks_who, may_judge=may_judge)
        self.capacities = CapacitySet(data, initial=told.get("capacities", []), prefix="capacity")
        self.references = ReferenceSet(data, initial=told.get("references", []), prefix="reference")

    def __iter__(self) -> Iterator[BoundField]:
        yield from self.form
        for form in (*self.capacities, *self.references):
            yield from form

    def is_valid(self) -> bool:
        # All three, so that everything that is wrong is said at once.
        return all([self.form.is_valid(), self.capacities.is_valid(), self.references.is_valid()])

    @property
    def errors(self) -> bool:
        return any(
            (self.form.errors, self.capacities.total_error_count(), self.references.total_error_count())
        )

    @property
    def non_field_errors(self) -> list[str]:
        forms = (self.form, *self.capacities, *self.references)
        found = [error for form in forms for error in form.non_field_errors()]
        return [*found, *self.capacities.non_form_errors(), *self.references.non_form_errors()]

    def chosen(self, name: str) -> list[str]:
        """What is ticked, be the form sent or new."""
        return list(self.form[name].value() or ())

    def typed(self, *names: str) -> str:
        return " ".join(str(self.form[name].value() or "") for name in names).strip()

    @property
    def speaks(self) -> bool:
        """Does whoever writes speak for the enterprise? A log-in says so for its own."""
        return bool(self.form.cleaned_data.get("speaks", "yes") == "yes")

    @property
    def seen(self) -> datetime:
        """When the entry was written last before the form was shown; long ago, if that is not told."""
        try:
            return datetime.fromisoformat(self.form.cleaned_data["seen"]).astimezone(UTC)
        except (ValueError, OverflowError):
            return datetime(1970, 1, 1, tzinfo=UTC)

    def enterprise(self, key: str) -> library.Enterprise:
        """What was told, over what is known; what the form does not ask for stays as it is."""
        said = self.form.cleaned_data
        before = rows.to_library(self.row) if self.row else library.Enterprise(key=key, name="")
        texts = {**before.descriptions, "da": said["does_da"], "en": said["does_en"]}
        return replace(
            before,
            name=said["name"],
            cvr=said["cvr"],
            descriptions={language: text for language, text in texts.items() if text},
            kinds=tuple(dict.fromkeys(said["kinds"])),
            places=tuple(dict.fromkeys(said["places"])),
            town=said["town"] or None,
            municipality=said["municipality"] or None,
            reach_km=said["reach_km"],
            capacities=tuple(library.Capacity(**row) for row in _filled(self.capacities)),
            references=tuple(library.Reference(**row) for row in _filled(self.references)),
            integration_is_main_aim=said["integration_is_main_aim"],
            workforce=Workforce(**{name: said[name] for name in rows.COUNTS}),
            **self._registered(before, said),
        )

    def _registered(self, before: library.Enterprise, said: dict[str, Any]) -> dict[str, Any]:
        if "registered" not in said or not self._registered_anew(said):
            return {}
        return {"registered": said["registered"], "registered_checked": None}

    def _registered_anew(self, said: dict[str, Any]) -> bool:
        before = (self.row.registered, self.row.registered_proof) if self.row else (None, "")
        return (said["registered"], said["registered_proof"]) != before

    def known(self) -> rows.Known:
        """What was told beyond what the library knows of. Whatever was said anew is somebody's word until it is checked."""
        said = self.form.cleaned_data
        found = rows.Known(website=said["website"], email=said["email"], phone=said["phone"])
        if "registered" in said and self._registered_anew(said):
            found["registered_by"] = "" if said["registered"] is None else Enterprise.Evidence.SAID
            found["registered_proof"] = said["registered_proof"]
        return found


def _filled(row_set: Any) -> list[dict[str, Any]]:
    return [form.cleaned_data for form in row_set if form.has_changed()]


def told_by(row: Enterprise) -> dict[str, Any]:
    """An entry as its form begins."""
    told = rows.to_library(row)
    return {
        "name": row.name,
        "cvr": row.cvr or "",
        "does_da": row.descriptions.get("da", ""),
        "does_en": row.descriptions.get("en", ""),
        "kinds": list(row.kinds),
        "no_kind": not row.kinds,
        "places": list(row.places),
        "town": row.town,
        "municipality": row.municipality,
        "reach_km": row.reach_km,
        "capacities": [{**asdict(each), "amount": _number(each.amount)} for each in told.capacities],
        "references": [{**asdict(each), "value": _number(each.value)} for each in told.references],
        "website": row.website,
        "email": row.email,
        "phone": row.phone,
        "registered": _answer(row.registered),
        "registered_proof": row.registered_proof,
        "integration_is_main_aim": _answer(row.integration_is_main_aim),
        "seen": row.updated_at.isoformat(),
        **rows.counts(told),
    }


def _answer(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def _number(value: Any) -> str:
    """Written so that it is read back as the same: a mark before three digits would group thousands."""
    if value is None:
        return ""
    whole, _, part = f"{value:f}".partition(".")
    part = part.rstrip("0")
    return f"{whole},{part.ljust(4, '0') if len(part) == 3 else part}" if part else whole


def typed_in(data: QueryDict, more: str) -> dict[str, Any]:
    """What was typed so far, unjudged, to show the form again; with a row more of ``more``: capacities or references."""
    # The sets show one empty row beyond these by themselves.
    told: dict[str, Any] = {name: data.get(name, "") for name in EntryForm.base_fields}
    for name in ("kinds", "places"):
        told[name] = data.getlist(name)
    for name, prefix, kind in (
        ("capacities", "capacity", CapacitySet),
        ("references", "reference", ReferenceSet),
    ):
        told[name] = _typed_rows(data, prefix, list(kind.form.base_fields), keep_empty=name == more)
    return told


FIELDS = {"descriptions": ("does_da", "does_en")}
"""Columns that are asked for in fields of other names."""


def put_together(data: QueryDict, sent: Entry, row: Enterprise, changes: Iterable[Change]) -> dict[str, Any]:
    """What was typed, with what only others changed meanwhile: of what both changed, what was typed stands."""
    told, now = typed_in(data, ""), told_by(row)
    mine = {**rows.columns(sent.enterprise(row.key)), **sent.known()}
    earlier: dict[str, Any] = {}
    for change in changes:
        for column, (before, _) in ((name, pair) for name, pair in change.differences.items() if pair):
            earlier.setdefault(column, before)
    for column, before in earlier.items():
        if rows.plain(mine.get(column)) == before:
            told |= {field: now[field] for field in FIELDS.get(column, (column,)) if field in now}
    return told


def _typed_rows(data: QueryDict, prefix: str, names: list[str], *, keep_empty: bool) -> list[dict[str, str]]:
    sent = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(sent), MOST_ROWS) if sent.isdecimal() and len(sent) < 4 else 0
    typed = [{name: data.get(f"{prefix}-{number}-{name}", "") for name in names} for number in range(count)]
    return typed if keep_empty else [row for row in typed if any(row.values())]


class AskForm(forms.Form):
    """Something is wrong with an entry, or it should go."""

    use_required_attribute = False
    wish = forms.ChoiceField(
        label=gettext_lazy("What should we do?"),
        choices=[
            (Request.Wish.CORRECTION, gettext_lazy("Correct something")),
            (Request.Wish.REMOVAL, gettext_lazy("Remove the enterprise from the register")),
        ],
        widget=forms.RadioSelect,
    )
    text = LinesField(
        label=gettext_lazy("What is wrong, or why should it go?"),
        help_text=gettext_lazy("Do not write about the health or the affairs of single people."),
        max_length=2000,
    )
    reply_to = forms.EmailField(
        label=gettext_lazy("Your e-mail, if you want an answer"),
        help_text=gettext_lazy("Only the entrance sees it, and it is deleted when the matter is done with."),
        required=False,
        max_length=200,
    )
    homepage_2 = TrapField()


class CheckForm(forms.Form):
    """Our staff looked whether an enterprise is registered."""

    use_required_attribute = False
    registered = YesNoField(label=gettext_lazy("Registered social enterprise"))
    proof = PlainField(label=gettext_lazy("Where that is to be seen"), max_length=300)
