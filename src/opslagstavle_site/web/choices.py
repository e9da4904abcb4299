"""What a list offers to choose from, with counts, and what was chosen: the shape, whatever the list is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from opslagstavle_site.web.paging import address


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """``groups`` (label, choices) come after the ``options`` that stand alone."""

    name: str
    label: str
    options: list[Choice]
    groups: list[tuple[str, list[Choice]]]


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order the list can be put into; ``current``: it is in it."""

    label: str
    url: str
    current: bool


def everything(value: str) -> Choice:
    return Choice("", _("All"), None, value == "")


def counted(chosen: str, names: Mapping[str, str], counts: Mapping[str, int]) -> list[Choice]:
    return [Choice(value, label, counts.get(value, 0), value == chosen) for value, label in names.items()]


def orders(request: HttpRequest, chosen: str, names: Mapping[str, str]) -> list[Order]:
    """Nothing to choose where there is only one."""
    found = [
        Order(label, address(request, sort=value, page=None), value == chosen)
        for value, label in names.items()
    ]
    return found if len(found) > 1 else []
