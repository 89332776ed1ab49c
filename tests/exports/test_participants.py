import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports.csv_tables import csv_lines, csv_table
from exports.participants import COLUMNS, Wording, participants_csv, participants_workbook
from exports.workbooks import write_workbook
from extensions import db
from lib.formula_marks import harmless
from lib.short_codes import printed
from lib.text import storable
from models.answers import RegistrationAnswer
from models.forms import Form, FormPurpose, Question, QuestionKind
from models.sectors import Sector
from operations.registrations.tags import tag_registration
from queries.registrations.participants import ParticipantFilter
from queries.registrations.rows import ParticipantRow, participant_rows, questions_in_tables
from tests import factories
from tests.statements import count_statements


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


ISTANBUL = "Europe/Istanbul"
WORDS = Wording(label=lambda value: value.value, zone=ISTANBUL, site=ISTANBUL, locale="tr")


def listed(event) -> list[ParticipantRow]:
    return list(participant_rows(event, ParticipantFilter(), locale="tr", sensitive=True))


def test_turkish_letters_are_marked_for_excel(app):
    event = factories.event()
    factories.registration(
        event, given_name="İnci", family_name="=cmd|'/c calc'!A1", sector=Sector.ACADEMIA
    )
    content = b"".join(participants_csv(listed(event), [], WORDS))
    assert content.startswith(b"\xef\xbb\xbf")
    row = read(content)[1]
    assert row[:2] == ["İnci", "'=cmd|'/c calc'!A1"]
    assert row[3:5] == ["0532 123 45 67", "academia"]
    assert row[7] == "Iğdır"


def test_columns_keep_their_order_and_headings():
    """Tables that people made, and the import, count on them: add at the end, rename nothing."""
    assert [str(column.heading) for column in COLUMNS] == [
        "Given name",
        "Family name",
        "Email",
        "Phone",
        "Sector",
        "Institution or organisation",
        "Role in the organisation",
        "Province",
        "Status",
        "Reason",
        "Registered",
        "Short code",
        "Sessions",
        "Tags",
        "Origin",
        "Delegation",
        "Gender",
        "Language of emails",
    ]


def with_a_question(event, label: str = "Beslenme", *, sensitive: bool = False) -> Question:
    question = Question(position=1, kind=QuestionKind.SHORT_TEXT, label=label, sensitive=sensitive)
    db.session.add(Form(event=event, purpose=FormPurpose.REGISTRATION, questions=[question]))
    db.session.commit()
    return question


def test_answers_tags_and_codes_stand_in_their_columns_in_both_kinds_of_file(app, tmp_path):
    event = factories.event()
    person = factories.registration(event, given_name="Şule")
    question = with_a_question(event)
    db.session.add(
        RegistrationAnswer(
            registration=person, question=question, text="=1+1", answered_at=factories.NOW
        )
    )
    tag_registration(person, "Basın", by=factories.user(), at=factories.NOW)
    db.session.commit()
    assert person.ticket
    content = b"".join(participants_csv(listed(event), [question], WORDS, delimiter=";"))
    _headings, row = read(content, ";")
    assert row[11:] == [
        printed(person.ticket.short_code),
        "",
        "Basın",
        "organizer",
        "",
        "",
        "Türkçe",
        "'=1+1",
    ]
    path = tmp_path / "list.xlsx"
    participants_workbook(
        listed(event), [question], WORDS, path=str(path), title="Katılımcılar: [x]"
    )
    sheet = load_workbook(path).active
    assert sheet
    headings, cells = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert (headings[0], headings[-1]) == ("Ad", "Beslenme")
    assert (cells[0], cells[13], cells[18]) == ("Şule", "Basın", "=1+1")
    assert sheet["S2"].data_type == "s"  # text: no spreadsheet calculates it
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:S2")


def test_confidential_questions_and_answers_are_left_out_where_they_may_not_be_read(app):
    event = factories.event()
    person = factories.registration(event)
    question = with_a_question(event, sensitive=True)
    db.session.add(
        RegistrationAnswer(
            registration=person, question=question, text="Çölyak", answered_at=factories.NOW
        )
    )
    db.session.commit()
    assert questions_in_tables(event, sensitive=False) == []
    rows = participant_rows(event, ParticipantFilter(), locale="tr", sensitive=False)
    assert [row.answers for row in rows] == [{}]
    assert [row.answers for row in listed(event)] == [{question.id: "Çölyak"}]


def test_rows_take_the_same_statements_for_one_person_and_for_three(app):
    event = factories.event()
    for more in (1, 2):
        for _ in range(more):
            tag_registration(
                factories.registration(event), "Basın", by=factories.user(), at=factories.NOW
            )
        db.session.commit()
        with count_statements() as seen:
            listed(event)
        assert len(seen) == 6, seen


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_pieces_of_a_table_are_the_table(cells):
    rows = [[storable(cell) for cell in cells]] * 450
    whole = read(b"".join(csv_lines(["x"], rows)))
    assert len(whole) >= 451


def test_workbook_keeps_what_is_longer_than_a_cell_up_to_its_limit(tmp_path):
    path = tmp_path / "long.xlsx"
    write_workbook(str(path), title="", headings=["x"], widths=[9], rows=[["ş" * 40_000]])
    sheet = load_workbook(path).active
    assert sheet
    assert sheet["A2"].value == "ş" * 32_767
