"""A list of 60 invented enterprises, ten of them with a planted fault, as CSV and as XLSX.

All of it is made up: names, people's counts, addresses. The CVR numbers begin with 99 and are made here so that their check
(modulus 11) holds; none was taken from anybody. ``python -m tests.enterprise_list FOLDER`` writes both files.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

from openpyxl import Workbook
from stdnum.dk import cvr

HEADINGS = (
    "Navn", "CVR-nummer", "Hvad I laver", "Arbejdsområder", "Områder I arbejder i", "Kommune", "By", "Kapacitet", "Referencer",
    "Hjemmeside", "E-mail", "Telefon", "Registreret (RSV)", "Dokumentation", "Kontrolleret den", "Integration er hovedformålet",
    "Medarbejdere i alt", "Heraf i fleksjob", "Heraf i skånejob", "Heraf med løntilskud", "I praktik", "Intern note",
)  # fmt: skip
FIRST = ("Anker", "Birkely", "Cikorie", "Drivhuset", "Egeskoven", "Fyrtårnet", "Gyngen", "Havnen", "Ildfuglen", "Jordbærhuset",
         "Kompasset", "Lanternen", "Mølleåen", "Nøglen", "Overdrevet", "Pilehegnet", "Rosenhaven", "Solsikken", "Tranen",
         "Uldgården",          "Vandmøllen", "Ydunsgård", "Æblelunden", "Ørnereden", "Åkanden")  # fmt: skip
WORK = (
    ("Vaskeri", "vask af linned; rulning", "Vi vasker, ruller og leverer linned.", "3 ton linned pr. uge"),
    (
        "Kantine",
        "kantine; mødeforplejning",
        "Vi driver kantiner og laver mad til møder.",
        "350 kuverter pr. dag",
    ),
    (
        "Have",
        "havearbejde\nsnerydning",
        "Vi passer haver og grønne områder.\nOm vinteren rydder vi sne.",
        "40 haver pr. måned",
    ),
    ("Cykler", "cykelreparation", "Vi reparerer cykler; også ladcykler.", "25 cykler om ugen"),
    (
        "Rengøring",
        "rengøring, vinduespolering",
        "Vi gør rent i kontorer og institutioner.",
        "1.200 m2 pr. dag",
    ),
    ("Pakkeri", "pakning; montage", "Vi pakker, samler og sender.", "ca. 5.000 pakker om måneden"),
)
MUNICIPALITIES = (
    "Aarhus",
    "Randers",
    "Viborg",
    "Odense",
    "København",
    "Aalborg",
    "Esbjerg",
    "Bornholm",
    "Roskilde",
    "Vejle",
)
PLACES = (
    "Aarhus; Favrskov",
    "Region Midtjylland",
    "hele landet",
    "30 km fra {own}",
    "Østjylland, Fyn og Vejle Kommune",
)
REMOVED = "Stilleveje ApS"
FAULTS = {
    5: ("CVR-nummer", "bad-cvr"),
    11: ("Kommune", "unknown-municipality"),
    17: ("Navn", "missing-name"),
    23: ("", "twice"),
    29: ("Kontrolleret den", "bad-date"),
    35: ("Heraf i fleksjob", "above-heads"),
    41: ("Hjemmeside", "formula"),
    47: ("Hvad I laver", "too-long"),
    53: ("Arbejdsområder", "unknown-kind"),
    59: ("Navn", "removed"),
}
"""Row in the sheet → (column, kind of fault)."""


def numbers(count: int) -> list[str]:
    """Made-up CVR numbers whose check holds."""
    return [number for number in map(str, range(99_000_000, 99_100_000)) if cvr.is_valid(number)][:count]


def rows() -> list[dict[str, str]]:
    """In the sheet's order; the first one stands in row 2."""
    made = [_row(place, number) for place, number in enumerate(numbers(60))]
    for line, plant in _PLANTED.items():
        plant(made, line - 2)
    return made


def _row(place: int, number: str) -> dict[str, str]:
    what, kinds, text, capacity = WORK[place % len(WORK)]
    own = MUNICIPALITIES[place % len(MUNICIPALITIES)]
    heads = 8 + place
    values = (
        f"{FIRST[place % len(FIRST)]}s {what} {place + 1}", number if place % 3 else f"{number[:4]} {number[4:]}", text, kinds,
        PLACES[place % len(PLACES)].format(own=own), own if place % 2 else f"{own} Kommune", own, capacity,
        f"{own} Kommune: {what.lower()} (2021–2024, {100 + place}.000 kr.)" if place % 2 else "", f"www.opdigtet-{place + 1}.dk",
        f"kontakt@opdigtet-{place + 1}.dk", f"+45 86 00 {place:02} 00", ("ja", "nej", "")[place % 3],
        "Virk, set på skærm" if place % 3 == 0 else "", ("31-01-2026", "2026-02-01", "")[place % 3], ("ja", "", "nej")[place % 3],
        str(heads), str(heads // 3), "1" if place % 4 else "0", "0", "2" if place % 5 else "", "ring først",
    )  # fmt: skip
    return dict(zip(HEADINGS, values, strict=True))


Plant = Callable[[list[dict[str, str]], int], None]


def _set(column: str, value: str) -> Plant:
    return lambda made, place: made[place].update({column: value})


def _same_row(made: list[dict[str, str]], place: int) -> None:
    made[place] = dict(made[place - 3])


_PLANTED: dict[int, Plant] = {
    5: _set("CVR-nummer", "12345678"),
    11: _set("Kommune", "Randes"),
    17: lambda made, place: made[place].update({"Navn": "", "CVR-nummer": ""}),
    23: _same_row,
    29: _set("Kontrolleret den", "31-02-2026"),
    35: _set("Heraf i fleksjob", "999"),
    41: _set("Hjemmeside", '=HYPERLINK("http://x.dk";"klik")'),
    47: _set("Hvad I laver", "ord " * 1001),
    53: _set("Arbejdsområder", "raketforskning"),
    59: lambda made, place: made[place].update({"Navn": REMOVED, "CVR-nummer": ""}),
}


def as_csv(
    made: list[dict[str, str]] | None = None, *, separator: str = ";", encoding: str = "utf-8-sig"
) -> bytes:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS, delimiter=separator)
    writer.writeheader()
    writer.writerows(made or rows())
    return out.getvalue().encode(encoding)


def as_xlsx(made: list[dict[str, str]] | None = None) -> bytes:
    """As a spreadsheet keeps it: numbers are numbers, and the formula is one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADINGS))
    for row in made or rows():
        sheet.append([int(value) if value.isdigit() and len(value) < 9 else value for value in row.values()])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "enterprises.csv").write_bytes(as_csv())
    (folder / "enterprises.xlsx").write_bytes(as_xlsx())
