"""Lists as sheets for people (CSV and XLSX), row after row, so that a long list needs little memory.

What others wrote must not become a formula in somebody's spreadsheet program; dates and numbers stay what they are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from opslagstavle.terms.formulas import harmless, is_formula
from opslagstavle_site.web.language import speaking

Cell = str | int | Decimal | date | time | None
MOST_ROWS = 10_000
"""Longer lists are cut, and say so: whoever wants everything has the API."""
LONGEST_CELL = 32_000
FIRST_YEAR = 1900
"""Spreadsheet programs know no day before it."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in characters, as far as the format knows widths."""

    heading: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` gives at most ``MOST_ROWS``. ``about`` says what the list is, a pair a line; ``note`` is a last row, or ""."""

    name: str
    title: str
    language: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Sequence[Cell]]]
    about: Sequence[tuple[str, Cell]] = ()
    note: str = ""


def cut_note(total: int) -> str:
    """What the last row of a list that was cut says; "" for a whole one."""
    if total <= MOST_ROWS:
        return ""
    return _(
        "The list is cut after %(most)s rows. Choose fewer, or use the API at /api/, which has everything."
    ) % {"most": MOST_ROWS}


def as_csv(sheet: Sheet) -> StreamingHttpResponse:
    """With the mark that tells Excel it is UTF-8; semicolons and decimal commas for Danish, commas and points for English."""
    response = StreamingHttpResponse(_csv_lines(sheet), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}.csv"'
    response.headers["Content-Language"] = sheet.language
    return response


class _Line:
    """What ``csv`` writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(sheet: Sheet) -> Iterator[str]:
    danish = sheet.language == "da"
    writer = csv.writer(_Line(), delimiter=";" if danish else ",")

    def line(cells: Iterable[Cell]) -> str:
        written: str = writer.writerow([_csv_cell(cell, danish=danish) for cell in cells])
        return written

    # The frame's language is gone by the time these lines are asked for.
    with speaking(sheet.language):
        yield "\ufeff" + line(column.heading for column in sheet.columns)
        for row in sheet.rows():
            yield line(row)
        if sheet.note:
            yield line([sheet.note])


def _csv_cell(value: Cell, *, danish: bool) -> str:
    if isinstance(value, str):
        return harmless(value.replace("\0", ""))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", "," if danish else ".")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def as_xlsx(sheet: Sheet) -> HttpResponse:
    """A workbook with real dates and numbers; a second sheet says what the first one is."""
    book = Workbook(write_only=True)
    with speaking(sheet.language):
        _fill(book.create_sheet(_tab(sheet.title)), sheet.columns, sheet.rows())
        if sheet.note:
            book.worksheets[0].append([_xlsx_cell(book.worksheets[0], sheet.note)])
        about = [*sheet.about, *([("", sheet.note)] if sheet.note else [])]
        _fill(book.create_sheet(_("About this list")), [Column("", 24), Column("", 100)], about)
    packed = BytesIO()  # its rows went through a file; packed they are small
    book.save(packed)
    response = HttpResponse(packed.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}.xlsx"'
    response.headers["Content-Language"] = sheet.language
    return response


def _fill(page: Any, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    for at, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    if any(column.heading for column in columns):
        page.freeze_panes = "A2"
        headings = [_xlsx_cell(page, column.heading) for column in columns]
        for heading in headings:
            heading.font = Font(bold=True)
        page.append(headings)
    for row in rows:
        page.append([_xlsx_cell(page, value) for value in row])


def _xlsx_cell(page: Any, value: Cell) -> Any:
    if isinstance(value, date) and value.year < FIRST_YEAR:
        value = value.isoformat()
    if not isinstance(value, str):
        return WriteOnlyCell(page, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(page, text)
    if is_formula(text):
        # Text whatever it begins with, and still text after somebody has edited it.
        cell.data_type, cell.quotePrefix = "s", True
    return cell


def _tab(title: str) -> str:
    """A name for a sheet: some signs are not allowed in it, and it must be short."""
    return title.translate(dict.fromkeys(map(ord, "[]:*?/\\'"), " "))[:31]
