"""Tables as people's programs write them, and files that mean harm."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib import spreadsheets, workbooks
from lib.spreadsheets import Table, Unreadable, UnreadableTable, read_table

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(*rows: list[Any]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def with_part(name: str, text: str | bytes) -> bytes:
    """A good workbook in which one part was replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(["Ad"], ["Işıl"]))) as good:
        parts = {entry: good.read(entry) for entry in good.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in {**parts, name: text}.items():
            archive.writestr(entry, content)
    return file.getvalue()


def sheet(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_part(
        SHEET, f'<worksheet xmlns="{space}"><sheetData>{inside}</sheetData></worksheet>'
    )


def cells(content: bytes, most_rows: int = 2000) -> list[list[str]]:
    table = read_table(content, most_rows=most_rows)
    return [list(table.headings), *(list(row.cells) for row in table.rows)]


def refusal(content: bytes, most_rows: int = 2000) -> Unreadable:
    with pytest.raises(UnreadableTable) as refused:
        read_table(content, most_rows=most_rows)
    return refused.value.reason


def test_cells_of_a_workbook_are_read_as_people_see_them():
    values = [
        5321234567,
        12.0,
        1.5,
        True,
        date(2027, 3, 12),
        datetime(2027, 3, 12, 9, 30),  # noqa: DTZ001
        time(10, 30),
        "  Işıl ",
        None,
        "'=Ümit",
    ]
    assert cells(xlsx([str(n) for n in range(10)], values))[1] == [
        "5321234567",
        "12",
        "1.5",
        "TRUE",
        "2027-03-12",
        "2027-03-12 09:30",
        "10:30:00",
        "Işıl",
        "",
        "'=Ümit",  # our own tables mark nothing in XLSX: a text is no formula there
    ]


def test_headings_are_found_below_the_titles_of_an_office():
    rows = [
        ["ÇORUM VALİLİĞİ"],
        ["Katılımcı listesi", "", "2027"],
        [],
        ["Sıra", "Ad"],
        ["1", "Işıl"],
    ]
    table = read_table(xlsx(*rows), most_rows=1, is_heading={"Sıra", "Ad"}.__contains__)
    assert table.headings == ["Sıra", "Ad"]
    assert [(row.number, row.cells) for row in table.rows] == [(5, ["1", "Işıl"])]
    with pytest.raises(UnreadableTable):
        read_table(xlsx(*rows, ["2", "Can"]), most_rows=1, is_heading={"Ad"}.__contains__)


def test_first_sheet_that_people_see_is_read():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Adana"])
    book.active.append(["Ankara"])
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Liste")
    shown.append(["Ad"])
    shown.append(["Işıl"])
    book.active = 1
    book.save(file)
    assert read_table(file.getvalue(), most_rows=5).headings == ["Ad"]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    table = read_table(xlsx([], ["Ad"], [], ["Işıl"], [None], ["Çağ"]), most_rows=10)
    assert [(row.number, row.cells) for row in table.rows] == [(4, ["Işıl"]), (6, ["Çağ"])]


TABLE = [["Ad", "Soyad"], ["Işıl; İnci", 'Ç"ağ\nlar']]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254", "utf-16"])
def test_csv_is_read_whatever_program_wrote_it(separator, encoding):
    lines = [separator.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in TABLE]
    assert cells("\r\n".join(lines).encode(encoding)) == TABLE


def test_the_line_with_which_excel_names_its_separator_is_no_heading():
    table = read_table(b"sep=;\r\nAd;Soyad\r\nA,b;C", most_rows=5)
    assert (table.headings, table.rows[0].number) == (["Ad", "Soyad"], 3)
    assert table.rows[0].cells == ["A,b", "C"]


@pytest.mark.parametrize("text", ["", "\n\n", "Ad;Soyad\n", "Ad\n;;\n"])
def test_a_table_without_people_is_empty(text):
    assert refusal(text.encode()) is Unreadable.EMPTY


def test_limits_are_kept():
    assert refusal(b"a" * (spreadsheets.LARGEST + 1)) is Unreadable.TOO_LARGE
    rows = b"Ad\n" + b"x\n" * 11
    assert refusal(rows, most_rows=10) is Unreadable.TOO_MANY_ROWS
    assert len(read_table(rows, most_rows=11).rows) == 11
    assert refusal(xlsx(["Ad"], *[["x"]] * 11), most_rows=10) is Unreadable.TOO_MANY_ROWS
    assert refusal(b"Ad" + b",x" * 200 + b"\ny") is Unreadable.TOO_MANY_COLUMNS
    assert refusal(b"Ad\n" + b"x" * 10_001) is Unreadable.TOO_LONG_CELL


FAR_AWAY = [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row><c r="ZZZ9"><v>1</v></c></row>',
    '<row r="99999999"><c><v>1</v></c></row>',
    "<row>" + "<c><v>1</v></c>" * 1001 + "</row>",
    "<row/>" * 10_001,
    "<row r='&#49;048576'><c r='&#88;FD1'><v>1</v></c></row>",
    '<row r="10000"/><row><c r="A10001"/></row>',
    '<row r="1"><c r="A1"/></row><row r="10000"><c r="ALL10000"><v>1</v></c></row>',
]


@pytest.mark.parametrize("inside", FAR_AWAY)
def test_a_cell_far_away_asks_for_no_memory(inside):
    assert refusal(sheet(inside)) is Unreadable.TOO_MANY_ROWS


def sharing(times: int, text: str) -> bytes:
    """A sheet in which so many cells share one text."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    book, file = xlsx(["Ad"], ["Işıl"]), io.BytesIO()
    cells_of_row = '<c t="s"><v>0</v></c>' * 100
    with zipfile.ZipFile(io.BytesIO(book)) as good:
        parts = {entry: good.read(entry) for entry in good.namelist()}
    parts[SHEET] = (
        f'<worksheet xmlns="{space}"><sheetData>'
        + f"<row>{cells_of_row}</row>" * (times // 100)
        + "</sheetData></worksheet>"
    ).encode()
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}"><si><t>{text}</t></si></sst>'.encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return file.getvalue()


def test_a_long_text_that_many_cells_share_asks_for_no_memory():
    bomb = sharing(2000, "x" * 100_000)
    assert len(bomb) < 20_000
    assert refusal(bomb) is Unreadable.TOO_MANY_ROWS


def test_a_text_that_stands_in_every_row_is_read_in_each():
    table = read_table(sharing(2000, "Çorum Valiliği"), most_rows=2000)
    assert {cell for row in table.rows for cell in row.cells} == {"Çorum Valiliği"}


def test_a_sheet_that_unpacks_to_far_more_than_it_says_is_refused():
    bomb = with_part("xl/bomb.xml", b" " * (workbooks._MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert refusal(bomb) is Unreadable.TOO_MANY_ROWS


HARM = [
    b"PK\x03\x04",
    b"PK\x03\x04 and no archive at all",
    xlsx(["Ad"], ["Işıl"])[:-30],
    with_part(
        SHEET, '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    ),
    with_part(SHEET, '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'),
    with_part(SHEET, "<worksheet><sheetData>"),
    with_part(SHEET, '<?xml version="1.0" encoding="UTF-16"?><worksheet/>'.encode("utf-16")),
    with_part("xl/workbook.xml", "<workbook/>"),
    sheet('<row r="-1"><c r="A1"><v>1</v></c></row>'),
    sheet('<row r="1"><c r="1A"><v>1</v></c></row>'),
    sheet('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'),
    b"Ad\0Soyad\nx",
    b"\xff\xfe\x00",
    b"Ad\n\x81\x8d\x8f",
]


@pytest.mark.parametrize("content", HARM)
def test_broken_and_hostile_files_are_refused_in_words(content):
    assert refusal(content) in {Unreadable.NO_TABLE, Unreadable.EMPTY}


def read_or_refused(content: bytes) -> Table | Unreadable:
    try:
        return read_table(content, most_rows=50)
    except UnreadableTable as refused:
        return refused.reason


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b'"')
@example(b"sep=;")
@example(b"\xef\xbb\xbf")
def test_no_bytes_at_all_make_it_fail(content):
    assert isinstance(read_or_refused(content), Table | Unreadable)


GOOD = xlsx(["Ad", "Tel"], ["Işıl", 5321234567], ["Çağ", date(2027, 1, 1)])


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
def test_no_broken_workbook_makes_it_fail(place, damage):
    content = GOOD[:place] + damage + GOOD[place + len(damage) :]
    assert isinstance(read_or_refused(content), Table | Unreadable)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='<row c="A1"/v>&;sd', max_size=80))
def test_no_sheet_makes_it_fail(inside):
    assert isinstance(read_or_refused(sheet(inside)), Table | Unreadable)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXT.map(str.strip), min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_our_own_csv_holds_comes_back(rows):
    from exports.csv_tables import csv_table

    content = csv_table(["Ad", "Soyad"], rows, delimiter=";")
    full = [[c.strip() for c in row] for row in rows if any(c.strip() for c in row)]
    if full:
        assert cells(content, most_rows=10)[1:] == full
