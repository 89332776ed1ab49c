import csv
import io

import pytest

from exports.csv_tables import csv_table
from exports.participants import participants_csv
from lib.formula_marks import harmless
from models.sectors import Sector
from tests import factories


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+90 532",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\u00a0=1",
        "＝1",
        '=HYPERLINK("x")',
    ],
)
def test_text_that_a_spreadsheet_would_calculate_is_marked_as_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ayşe", "a=b", "12", "0532 123 45 67", "O'Neill"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_quotes_separators_and_line_ends_survive():
    cells = ['a"b', "c;d,e", "two\nlines"]
    assert read(csv_table(["x", "y", "z"], [cells], delimiter=";"), ";")[1] == cells


def test_turkish_letters_are_marked_for_excel(app):
    event = factories.event()
    someone = factories.registration(
        event, given_name="İnci", family_name="=cmd|'/c calc'!A1", sector=Sector.ACADEMIA
    )
    content = participants_csv([someone], label=lambda value: value.value, zone="Europe/Istanbul")
    assert content.startswith(b"\xef\xbb\xbf")
    row = read(content)[1]
    assert row[:2] == ["İnci", "'=cmd|'/c calc'!A1"]
    assert row[3:5] == ["0532 123 45 67", "academia"]
    assert row[7] == "Iğdır"
