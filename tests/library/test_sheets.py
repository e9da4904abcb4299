"""Sheets: what spreadsheets write is read, and what is no list, or too much of one, is refused with its reason."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from opslagstavle.enterprises import cells, plain_kinds, plain_places, sheets
from opslagstavle.enterprises.cells import BadCell
from opslagstavle.enterprises.columns import BY_KEY, COLUMNS, column_of
from opslagstavle.enterprises.enterprise import Capacity, Enterprise, Reference
from opslagstavle.enterprises.sheet_rows import FAULTS, Stated, applied, as_line, read_lines
from opslagstavle.enterprises.sheets import MOST_COLUMNS, MOST_ROWS, Cell, read_sheet
from opslagstavle.enterprises.sheets_out import list_csv, list_xlsx
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.errors import BadSheet
from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import KINDS
from opslagstavle.terms.municipalities import MUNICIPALITIES

ON = date(2026, 11, 24)
MIDNIGHT = datetime(2026, 1, 31)  # noqa: DTZ001 (a spreadsheet knows no zone)


def texts(content: bytes) -> list[tuple[int, dict[str, str]]]:
    return [
        (line.number, {key: cell.text for key, cell in line.cells.items()})
        for line in read_sheet(content).lines
    ]


def workbook(*rows: list[Any], title: str = "Ark1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"Navn;By\nA;Hov\n", b"\xef\xbb\xbfNavn;By\r\nA;Hov\r\n", b"Navn,By\nA,Hov", b"Navn\tBy\rA\tHov\r",
        b"sep=,\nNavn,By\nA,Hov\n", b"sep=|\r\nNavn|By\r\nA|Hov\r\n", "Navn;By\nA;Hov".encode("utf-16"),
        b'"Navn";"By"\n"A";"Hov"\n', b"By;Navn\nHov;A\n", b"Town;NAME *\nHov;A\n", b"navn:;by\nA;Hov\n",
    ],
)  # fmt: skip
def test_csv_however_it_is_written(content: bytes) -> None:
    assert texts(content) == [(2, {"name": "A", "town": "Hov"})]


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    content = (
        'Liste fra os\n\nNavn;Hvad I laver\n"A; B";"Vi vasker\nog ruller ""det hele"""\n;\nÅ;x\n'.encode(
            "cp1252"
        )
    )
    assert texts(content) == [
        (4, {"name": "A; B", "description_da": 'Vi vasker\nog ruller "det hele"'}),
        (6, {"name": "Å", "description_da": "x"}),
    ]
    assert [number for number, _ in texts(workbook(["Navn", "By"], [], ["A", "x"]))] == [3]


def test_what_a_workbook_holds_becomes_text() -> None:
    content = workbook(
        ["Navn", "CVR-nummer", "Kontrolleret den", "Medarbejdere i alt", "Registreret (RSV)", "Telefon"],
        ["A", 99000014, MIDNIGHT, 12.0, True, "+45 86 00 00 00"],
        ["B", "=1+1", date(2026, 1, 31), 1.5, False, 86000000],
    )
    first, second = read_sheet(content).lines
    assert [cell.text for cell in first.cells.values()] == [
        "A",
        "99000014",
        "2026-01-31",
        "12",
        "ja",
        "+45 86 00 00 00",
    ]
    assert second.cells["cvr"] == Cell("=1+1", "formula")
    assert (second.cells["heads"].text, second.cells["registered"].text) == ("1.5", "nej")


def test_columns_nobody_knows_are_told() -> None:
    sheet = read_sheet(b"Navn;Intern note;By;\nA;hemmelig;Hov;\n")
    assert (sheet.columns, sheet.unknown) == (("name", "town"), ("Intern note",))
    assert "hemmelig" not in repr(sheet.lines)


def zip_of(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = {"[Content_Types].xml": b"<Types/>"}
BOMB = zip_of(**TYPES, **{f"xl__worksheets__sheet{n}.xml": b" " * 15_000_000 for n in range(5)})
ENTITIES = workbook(["Navn"], ["A"])


def with_entities() -> bytes:
    """A sheet that grows when it is read: each entity is ten of the one before."""
    lol = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(9))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(ENTITIES)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content = b"<!DOCTYPE x [" + lol + b"]>" + content.replace(b"<v>0</v>", b"<v>&l8;</v>")
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf \r\n", "empty"), (workbook(), "empty"), (b";;\n;;\n", "empty"),
        (b"a;b\n1;2\n", "no-header"), (b"By;Telefon\nHov;1\n", "no-name-column"), (b"Navn;By;name\nA;B;C\n", "column-twice"),
        (b"x" * (sheets.MOST_BYTES + 1), "too-large"), (b"Navn;By\n" + b"A;B\n" * (MOST_ROWS + 20), "too-many-rows"),
        (b"Navn;By" + b";x" * MOST_COLUMNS + b"\nA\n", "too-many-columns"), (BOMB, "unpacks-too-large"),
        (zip_of(**TYPES, **{f"xl__{n}": b"" for n in range(sheets.MOST_MEMBERS + 1)}), "unpacks-too-large"),
        (OLE + b"\0" * 600, "xls"), (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zip_of(**TYPES, **{"xl/workbook.bin": b"x"}), "xlsb"),
        (zip_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"), (zip_of(word__document=b""), "not-a-sheet"),
        (ENTITIES[:200], "broken"), (with_entities(), "broken"),
        (b"PK\x03\x04", "broken"), (b"%PDF-1.7", "not-a-sheet"), (b"<html><table>", "not-a-sheet"),
        (b"Navn\x00;x", "not-a-sheet"),
        (b"Navn;By\nA\x81;x\n", "encoding"), (b'Navn;By\n"A;x\n', "quotes"), (b'Navn;By\nA;x\n"B"x;y\n', "quotes"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, kind: str) -> None:
    with pytest.raises(BadSheet) as told:
        read_sheet(content)
    assert told.value.kind == kind
    assert kind in sheets.PROBLEMS


def test_a_row_far_down_costs_nothing() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["A1048576"] = "Navn", "A", "B"
    out = BytesIO()
    book.save(out)
    assert [number for number, _ in texts(out.getvalue())] == [2, 1048576]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 4000), st.booleans())
def test_damaged_bytes_are_read_or_refused(junk: bytes, place: int, is_xlsx: bool) -> None:
    whole = ENTITIES if is_xlsx else "Navn;By\nVærkstedet;Hov\n".encode()
    place = min(place, len(whole))
    try:
        read_sheet(whole[:place] + junk + whole[place + len(junk) :])
    except BadSheet as refused:
        assert refused.kind in sheets.PROBLEMS  # noqa: PT017


# What stands in a cell


@pytest.mark.parametrize(
    ("text", "day"),
    [("31-01-2026", date(2026, 1, 31)), ("1.2.2026", date(2026, 2, 1)), ("1/2/2026", date(2026, 2, 1)),
     ("2026-1-31", date(2026, 1, 31)),
     ("31. januar 2026", date(2026, 1, 31)), ("3 Oct 2025", date(2025, 10, 3)), ("24-11-2026", ON)],
)  # fmt: skip
def test_days(text: str, day: date) -> None:
    assert cells.day(text, ON) == day


@pytest.mark.parametrize(
    ("key", "text", "kind"),
    [
        ("cvr", "12345678", "bad-cvr"), ("cvr", "9900001", "bad-cvr"),
        ("municipality", "Randes", "unknown-municipality"),
        ("places", "Atlantis", "unknown-place"), ("kinds", "raketforskning", "unknown-kind"),
        ("registered", "måske", "not-yes-no"),
        ("registered_checked", "31-02-2026", "bad-date"), ("registered_checked", "25-11-2026", "date-ahead"),
        ("registered_checked", "1-1-26", "bad-date"), ("registered_checked", "45000", "bad-date"), ("heads", "tolv", "bad-count"),
        ("heads", "-1", "bad-count"), ("heads", "1,5", "bad-count"), ("heads", "1234567", "bad-count"),
        ("heads", "１２", "bad-count"),
        ("website", "ingen", "bad-website"), ("website", "javascript:alert(1)", "bad-website"),
        ("email", "a@b", "bad-email"),
        ("email", "a@b.dk, c@d.dk", "bad-email"), ("phone", "ring!", "bad-phone"), ("phone", "12", "bad-phone"),
        ("capacities", "mange", "bad-capacity"), ("capacities", "0 haver pr. dag", "bad-capacity"),
        ("references", "kantine i Aarhus", "bad-reference"), ("references", "A: b (2030–2020)", "bad-reference"),
        ("name", "x" * 201, "too-long"), ("description_da", "Ring til Ib, 010190-1234", "person"),
        ("town", "0101901234", "person"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_with_its_column(key: str, text: str, kind: str) -> None:
    content = (
        workbook(["Navn", BY_KEY[key].da], ["A", text])
        if key != "name"
        else workbook(["Navn", "By"], [text, ""])
    )
    good, faults = read_lines(read_sheet(content).lines, ON)
    assert good == []
    assert [(fault.line, fault.column, fault.kind) for fault in faults] == [(2, key, kind)]
    assert kind in FAULTS


def test_every_fault_of_a_row_is_told_and_no_count_is() -> None:
    line = {"Navn": "A", "CVR": "1", "Medarbejdere i alt": "43219x", "Kommune": "Randes"}
    _, faults = read_lines(read_sheet(workbook(list(line), list(line.values()))).lines, ON)
    assert [fault.column for fault in faults] == ["cvr", "municipality", "heads"]
    assert "43219" not in repr(faults)


def test_what_is_near_is_suggested() -> None:
    for reader, text, near in (
        (plain_places.municipality, "Randes", "Randers"), (plain_places.served, "Midtjyland", "Region Midtjylland"),
        (plain_kinds.understood, "rengøringg", "Rengøring"),
    ):  # fmt: skip
        with pytest.raises(BadCell) as told:
            reader(text)
        assert near in told.value.evidence["near"]


def test_places_in_plain_words() -> None:
    for text, places in {
        "hele landet": ["DK"], "Region Midtjylland": ["DK04"], "midtjylland": ["DK04"], "Aarhus, Odder og Randers Kommune":
        ["DK042751", "DK042727", "DK042730"], "Vest- og Sydsjælland": ["DK022"], "Århus": ["DK042751"], "Jylland og Fyn":
        ["DK032", "DK04", "DK050", "DK031"], "DK042": ["DK042"], "Nationwide": ["DK"],
    }.items():  # fmt: skip
        assert list(plain_places.served(text).places) == places, text
    assert plain_places.resolved(plain_places.served("Viborg; 25 km fra Odder"), "727") == (("DK041791",), 25)


@pytest.mark.parametrize("own", [None, "751"])
def test_every_place_is_read_back(own: str | None) -> None:
    every = [
        "DK",
        *(area.code for area in (*nuts.REGIONS, *nuts.PROVINCES)),
        *(each.place for each in MUNICIPALITIES.values()),
    ]
    text = plain_places.text_of(every, 30 if own else None, own)
    assert plain_places.resolved(plain_places.served(text), own) == (tuple(every), 30 if own else None)
    for place in every:
        assert plain_places.served(plain_places.text_of([place], None, own)).places == (place,)


def test_every_kind_is_read_back() -> None:
    assert [kind.key for _, kind in plain_kinds.understood(plain_kinds.text_of(KINDS))] == list(KINDS)


WORDS = (
    st.text(st.sampled_from("abcæøå ÆØÅ-&.,()'1"), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(10**9), places=2).map(lambda amount: amount.normalize())
REFERENCES = st.builds(
    Reference,
    WORDS.map(lambda text: text.replace(":", "")),
    WORDS,
    st.none() | st.integers(1990, 2026),
    st.none(),
    st.none() | AMOUNTS,
)
UNITS = st.sampled_from(["kuverter", "ton linned", "m2", "haver og gårde", "kg tøj"])
ENTERPRISES = st.builds(
    Enterprise,
    key=st.just("a"),
    name=WORDS,
    descriptions=st.dictionaries(st.sampled_from(["da", "en"]), WORDS),
    kinds=st.lists(st.sampled_from(list(KINDS)), unique=True, max_size=4).map(tuple),
    places=st.lists(
        st.sampled_from([each.place for each in MUNICIPALITIES.values()] + ["DK", "DK04"]),
        unique=True,
        max_size=4,
    ).map(tuple),
    municipality=st.sampled_from(["751", "101", "400"]),
    reach_km=st.none() | st.integers(1, 300),
    capacities=st.lists(
        st.builds(Capacity, AMOUNTS, UNITS, st.sampled_from(["day", "week", "month", "year"])), max_size=3
    ).map(tuple),
    references=st.lists(
        REFERENCES.filter(lambda each: cells.reference(cells.reference_text(each), ON) == each), max_size=3
    ).map(tuple),
    registered=st.none() | st.booleans(),
    integration_is_main_aim=st.none() | st.booleans(),
    workforce=st.builds(Workforce, heads=st.just(5000), flex_jobs=st.none() | st.integers(0, 4000)),
)


@settings(max_examples=60, deadline=None)
@given(ENTERPRISES, st.booleans())
def test_what_goes_out_comes_back_the_same(enterprise: Enterprise, is_xlsx: bool) -> None:
    write = list_xlsx if is_xlsx else list_csv
    good, faults = read_lines(read_sheet(write([as_line(enterprise, {})])).lines, ON)
    assert faults == []
    (stated,) = good
    empty = Enterprise(key="a", name="")
    assert applied(stated, empty) == enterprise


def test_a_blank_row_states_nothing() -> None:
    known = Enterprise(
        key="a", name="A", town="Hov", places=("DK",), reach_km=3, workforce=Workforce(heads=5, flex_jobs=2)
    )
    nothing = Stated(2, "a", {}, {}, {}, None, {}, {})
    assert applied(nothing, known) == known
    with pytest.raises(BadCell) as told:
        applied(Stated(2, "a", {}, {}, {"heads": 1}, None, {}, {}), known)
    assert (told.value.kind, told.value.evidence) == ("above-heads", {"column": "heads"})


# The template


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_template_explains_itself_and_can_be_read(language: str) -> None:
    content = list_xlsx([], language)
    assert set(read_sheet(content).columns) == {column.key for column in COLUMNS}
    book = load_workbook(BytesIO(content))
    first, explanation, choices = book.worksheets
    offered = {str(each.sqref): each.formula1 for each in first.data_validations.dataValidation}
    assert len(offered) == 3
    assert '"ja,nej"' in offered.values()
    assert explanation.max_row == len(COLUMNS) + 2
    assert {row[1].value for row in choices.iter_rows(min_row=2)} - {None} == {
        each.name for each in MUNICIPALITIES.values()
    }
    assert read_sheet(list_csv([], language)).unknown == ()


def test_every_name_and_example_is_understood() -> None:
    for column in COLUMNS:
        for name in (column.da, column.en, *column.also):
            assert column_of(name) == column.key, name
    line = [column.example for column in COLUMNS]
    good, faults = read_lines(read_sheet(workbook([column.da for column in COLUMNS], line)).lines, ON)
    assert (len(good), faults) == (1, [])


def test_no_text_becomes_a_formula() -> None:
    texts_out = ["=1+1", "+45", "-1", "@SUM(A1)", "＝1"]
    for text in texts_out:
        line = as_line(Enterprise(key="a", name=text), {})
        assert f"'{text}".encode() in list_csv([line])
        cell = load_workbook(BytesIO(list_xlsx([line]))).worksheets[0]["A2"]
        assert (cell.value, cell.data_type) == (text, "s")


def with_sheet(more: bytes) -> bytes:
    """A workbook with more rows than its writer would write."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(["Navn", "By"], ["A", "Hov"]))) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", more + b"</sheetData>")
            written.writestr(name, content)
    return out.getvalue()


def test_what_would_unpack_to_too_much_is_not_unpacked_to_see_what_it_is() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", bytes(sheets.MOST_UNPACKED + 1))
    with pytest.raises(BadSheet) as refused:
        read_sheet(out.getvalue())
    assert refused.value.kind == "unpacks-too-large"


def test_bytes_that_do_not_unpack_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", b"abc" * 1000)
    content = bytearray(out.getvalue())
    content[38:46] = b"\xff" * 8
    with pytest.raises(BadSheet) as refused:
        read_sheet(bytes(content))
    assert refused.value.kind == "broken"


def test_rows_that_claim_to_be_wide_and_hold_nothing_do_not_take_hours() -> None:
    with pytest.raises(BadSheet) as refused:
        read_sheet(with_sheet(b'<row><c r="XFD1"/></row>' * 20_000))
    assert refused.value.kind == "unpacks-too-large"
    few = read_sheet(with_sheet(b'<row><c r="XFD1"/></row>' * 20))
    assert len(few.lines) == 1
