"""Pages of a long list, with addresses for the next and the previous."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Page:
    """``pages`` holds (number or None for a gap, address, is it this one)."""

    items: Sequence[Any]
    total: int
    number: int
    count: int
    previous_url: str
    next_url: str
    pages: list[tuple[int | None, str, bool]]


def page_of(
    request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE, name: str = "page", anchor: str = ""
) -> Page:
    """The asked-for page of rows; a number out of range gives the nearest. ``anchor``: where on the page they stand."""
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(request.GET.get(name))
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)

    def at(number: int) -> str:
        return address(request, **{name: number}) + (f"#{anchor}" if anchor else "")

    pages: list[tuple[int | None, str, bool]] = [
        (number, at(number), number == page.number) if isinstance(number, int) else (None, "", False)
        for number in numbers
    ]
    return Page(
        items=list(page.object_list),
        total=paginator.count,
        number=page.number,
        count=paginator.num_pages,
        previous_url=at(page.number - 1) if page.has_previous() else "",
        next_url=at(page.number + 1) if page.has_next() else "",
        pages=pages,
    )


def address(request: HttpRequest, **changes: object) -> str:
    """This page's address with some of its questions changed; None or "" removes one."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path
