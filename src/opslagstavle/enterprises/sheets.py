"""A list as a sheet: CSV or XLSX bytes to lines of cells. What is no sheet, or too much of one, is refused with its reason."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

import openpyxl

from opslagstavle.enterprises.columns import column_of
from opslagstavle.errors import BadSheet
from opslagstavle.terms.formulas import is_formula

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_MEMBERS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_CELLS = 5_000_000
"""Cells with nothing in them too: a row can say in a few bytes that it has 16,384 of them."""
HEADER_WITHIN = 10
"""The headings stand in one of the first lines that are not empty."""
SEPARATORS = ";,\t"
PROBLEMS = (
    "empty", "no-header", "no-name-column", "column-twice", "too-large", "too-many-rows", "too-many-columns", "unpacks-too-large",
    "xls", "xlsb", "ods", "password", "broken", "not-a-sheet", "encoding", "quotes",
)  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_NO_TEXT = (b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<HTML", b"<?xml", b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as text without space around it; ``problem``: "formula", "error" or ""."""

    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One enterprise: the number its row has in a spreadsheet, and what stands under each known column."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``unknown`` are headings nobody knows: they are told, and what stands below is not read."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


Row = tuple[int, list[Cell]]


def read_sheet(content: bytes) -> Sheet:
    """The lines of a CSV or XLSX file, told apart by what is in it and not by its name. Raises ``BadSheet``.

    CSV may be UTF-8, with or without a mark, UTF-16 with one, or Windows-1252, with semicolons, commas or tabs between.
    """
    if len(content) > MOST_BYTES:
        raise BadSheet("too-large", most=str(MOST_BYTES))
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise BadSheet("empty")
    rows = _xlsx(content) if _is_xlsx(content) else _csv(_decoded(content))
    return _sheet([row for row in rows if any(cell.text or cell.problem for cell in row[1])])


def _sheet(rows: list[Row]) -> Sheet:
    if not rows:
        raise BadSheet("empty")
    place = next((place for place, (_, cells) in enumerate(rows[:HEADER_WITHIN]) if _is_header(cells)), None)
    if place is None:
        raise BadSheet("no-header", found=", ".join(cell.text for cell in rows[0][1] if cell.text)[:120])
    headings = [cell.text for cell in rows[place][1]]
    keys = [column_of(heading) for heading in headings]
    _refuse_twice(keys, headings)
    if not {"name", "cvr", "key"} & set(keys):
        raise BadSheet("no-name-column")
    lines = [_line(number, cells, keys) for number, cells in rows[place + 1 :]]
    return Sheet(
        lines=tuple(line for line in lines if any(cell.text or cell.problem for cell in line.cells.values())),
        columns=tuple(key for key in keys if key),
        unknown=tuple(
            heading for heading, key in zip(headings, keys, strict=True) if heading and key is None
        ),
    )


def _is_header(cells: list[Cell]) -> bool:
    """Two known headings, or a single one in a list of names alone."""
    known = sum(column_of(cell.text) is not None for cell in cells)
    return known > 1 or known == 1 == sum(bool(cell.text) for cell in cells)


def _refuse_twice(keys: list[str | None], headings: list[str]) -> None:
    for key, heading in zip(keys, headings, strict=True):
        if key is not None and keys.count(key) > 1:
            raise BadSheet("column-twice", column=heading)


def _line(number: int, cells: list[Cell], keys: list[str | None]) -> Line:
    return Line(number, {key: cell for key, cell in zip(keys, cells, strict=False) if key})


def _counted(rows: Iterator[Row]) -> Iterator[Row]:
    """The same rows, refused when there are too many, or too wide ones."""
    filled = 0
    for number, cells in rows:
        while cells and not (cells[-1].text or cells[-1].problem):
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise BadSheet("too-many-columns", most=str(MOST_COLUMNS))
        filled += bool(cells)
        if filled > MOST_ROWS + HEADER_WITHIN:
            raise BadSheet("too-many-rows", most=str(MOST_ROWS))
        yield number, cells


# CSV


def _decoded(content: bytes) -> str:
    if content.startswith(_NO_TEXT):
        raise BadSheet("not-a-sheet")
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise BadSheet("not-a-sheet")
        return text
    raise BadSheet("encoding")


def _csv(text: str) -> list[Row]:
    stated = _SEP_LINE.match(text)
    if stated:
        return _split(text[stated.end() :], stated[1])
    return _split(text, max(SEPARATORS, key=lambda separator: _headings(text, separator)))


def _headings(text: str, separator: str) -> tuple[int, int]:
    """How much the first lines look like headings when they are cut here: known ones, and cells at all."""
    best = (0, 0)
    try:
        lines = csv.reader(StringIO(text[:_BEGINNING], newline=""), delimiter=separator)
        for row in islice(lines, HEADER_WITHIN):
            best = max(best, (sum(column_of(cell) is not None for cell in row), len(row)))
    except csv.Error:
        return best  # told when the whole is read
    return best


_BEGINNING = 50_000


def _split(text: str, separator: str) -> list[Row]:
    """Rows are numbered as a spreadsheet numbers them: a quoted line break stays in its row."""
    number = 0

    def numbered() -> Iterator[Row]:
        nonlocal number
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
        for number, values in enumerate(reader, 1):
            yield number, [_csv_cell(value) for value in values]

    try:
        return list(_counted(numbered()))
    except csv.Error as error:
        raise BadSheet("quotes", line=str(number + 1)) from error


def _csv_cell(value: str) -> Cell:
    """An apostrophe before a sign is what our own lists write so that no spreadsheet computes: it goes again."""
    text = plain(value)
    if text.startswith("="):
        return Cell(text, "formula")
    if text.startswith("#") and text in _ERRORS:
        return Cell(text, "error")
    return Cell(text[1:] if text[:1] == "'" and is_formula(text[1:]) else text)


_ERRORS = frozenset(
    {
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#REFERENCE!",
        "#I/T",
        "#VÆRDI!",
        "#NAVN?",
    }
)


def plain(value: str) -> str:
    """Line breaks are \\n, other signs that do not print go, and no space stands around."""
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable()).strip()


# XLSX


def _is_xlsx(content: bytes) -> bool:
    if content.startswith(_OLE):
        raise BadSheet("password" if _ENCRYPTED in content else "xls")
    return content.startswith(b"PK\x03\x04")


def _xlsx(content: bytes) -> list[Row]:
    _check_package(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features it does not know; none of them is a value
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
            try:
                return list(_counted(_book_rows(book)))
            finally:
                book.close()
    except BadSheet:
        raise
    except Exception as error:  # whatever is wrong inside, the reader of the format tells it in its own way
        raise BadSheet("broken", error=type(error).__name__) from error


def _check_package(content: bytes) -> None:
    """Before anything is unpacked: is it a workbook, and how much would come out of it?"""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise BadSheet("unpacks-too-large", most=str(MOST_UNPACKED))
            kind = package.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error) as error:
        raise BadSheet("broken", error=type(error).__name__) from error
    if b"opendocument" in kind:
        raise BadSheet("ods")
    if "xl/workbook.bin" in names:
        raise BadSheet("xlsb")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise BadSheet("not-a-sheet")
    if any(member.flag_bits & 1 for member in members):
        raise BadSheet("password")


def _book_rows(book: Any) -> Iterator[Row]:
    if not book.worksheets:
        raise BadSheet("empty")
    sheet = next((each for each in book.worksheets if each.title in SHEET_NAMES), book.worksheets[0])
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    made = 0
    for number, cells in enumerate(
        sheet.iter_rows(), 1
    ):  # without a width, so that a million empty rows cost nothing
        if not cells:
            continue
        made += len(cells)
        if made > MOST_CELLS:
            raise BadSheet("unpacks-too-large", most=str(MOST_UNPACKED))
        if any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            raise BadSheet("too-many-columns", most=str(MOST_COLUMNS))
        yield number, [_xlsx_cell(cell) for cell in cells[:MOST_COLUMNS]]


SHEET_NAMES = ("Virksomheder", "Enterprises")


def _xlsx_cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None:
        return Cell("")
    if kind == "f":
        return Cell(plain(str(value)), "formula")
    if kind == "e":
        return Cell(plain(str(value)), "error")
    return Cell(_as_text(value))


def _as_text(value: object) -> str:
    """A day as 2026-01-31, a whole number without a point, yes and no in words."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain(str(value))
