"""Lists out: CSV and XLSX with the columns of ``columns``, the template among them. No cell is ever taken for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from opslagstavle.enterprises.columns import COLUMNS, Column
from opslagstavle.enterprises.sheets import MOST_ROWS
from opslagstavle.terms import nuts
from opslagstavle.terms.formulas import harmless
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.municipalities import MUNICIPALITIES

Value = str | int | date
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEAD = PatternFill("solid", fgColor="DDE7E0")
_TEXTS = {
    "da": ("Virksomheder", "Forklaring", "Valg", "Kolonne", "Også", "Hvad der skal stå", "Eksempel",
           "Arbejdsområder", "Kommuner", "Landsdele og regioner",
           "Kolonnerne må stå i en vilkårlig rækkefølge. Et tomt felt betyder »ikke oplyst« og sletter intet."),
    "en": ("Enterprises", "Explanation", "Choices", "Column", "Also", "What goes there", "Example",
           "Kinds of work", "Municipalities", "Provinces and regions",
           "Columns may stand in any order. An empty cell means “not stated” and erases nothing."),
}  # fmt: skip


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[Value | None]]) -> bytes:
    """With semicolons and a mark of UTF-8, as a Danish spreadsheet opens it by itself."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(map(harmless, head))
    writer.writerows([harmless(_printed(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _printed(value: Value | None) -> str:
    if value is None:
        return ""
    return value.strftime("%d-%m-%Y") if isinstance(value, date) else str(value)


def list_csv(lines: Iterable[Mapping[str, Value]], language: str = "da") -> bytes:
    rows = ([line.get(column.key) for column in COLUMNS] for line in lines)
    return csv_bytes([column.name(language) for column in COLUMNS], rows)


def list_xlsx(lines: Iterable[Mapping[str, Value]], language: str = "da") -> bytes:
    """The list, a sheet that explains the columns, and one with the words to choose from; without lines it is the template."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_TEXTS[language][0])
    sheet.freeze_panes = "B2"
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    _offer_choices(sheet, language)
    sheet.append([_head(sheet, column.name(language)) for column in COLUMNS])
    for line in lines:
        sheet.append([_cell(sheet, line.get(column.key)) for column in COLUMNS])
    _explain(book, language)
    _choices(book, language)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _width(column: Column) -> int:
    return 44 if column.longest >= 1000 else 28 if column.longest >= 100 else 18


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Value | None) -> Any:
    """Text stays text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    elif isinstance(value, date):
        cell.number_format = "dd-mm-yyyy"
    return cell


def _offer_choices(sheet: Any, language: str) -> None:
    choices_sheet = _TEXTS[language][2]
    for place, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(place)
        formula = f'"{",".join(column.choices)}"' if column.choices else ""
        if column.key == "municipality":
            formula = f"{choices_sheet}!$B$2:$B${len(MUNICIPALITIES) + 1}"
        if formula:
            offered = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
            offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.data_validations.append(offered)


def _explain(book: Any, language: str) -> None:
    words = _TEXTS[language]
    sheet = book.create_sheet(words[1])
    for letter, width in zip("ABCD", (30, 34, 80, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_head(sheet, word) for word in words[3:7]])
    for column in COLUMNS:
        other = column.en if language == "da" else column.da
        about = column.about_da if language == "da" else column.about_en
        sheet.append([_cell(sheet, text) for text in (column.name(language), other, about, column.example)])
    sheet.append([_cell(sheet, words[10])])


def _choices(book: Any, language: str) -> None:
    """Words to choose from: other words will do too."""
    words = _TEXTS[language]
    sheet = book.create_sheet(words[2])
    kinds = sorted(kind.name(language) for kind in KINDS.values())
    own = sorted(each.name for each in MUNICIPALITIES.values())
    areas = [nuts.name(area.code, language) or "" for area in (*nuts.PROVINCES, *nuts.REGIONS)]
    for letter in "ABC":
        sheet.column_dimensions[letter].width = 40
    sheet.append([_head(sheet, word) for word in words[7:10]])
    for place in range(max(map(len, (kinds, own, areas)))):
        sheet.append(
            [_cell(sheet, each[place] if place < len(each) else None) for each in (kinds, own, areas)]
        )
