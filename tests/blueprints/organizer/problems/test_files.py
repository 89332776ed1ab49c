"""A problem list as files: ordered by looking, made by the worker, in public text."""

from io import BytesIO

import openpyxl
import pypdfium2
import pytest
import sqlalchemy as sa
from docx import Document

from commands.ordered_files import make_ordered_file
from extensions import db
from lib.personal_data import found_in
from models.audit import AuditAction, AuditEntry
from models.problems import ProblemScore
from models.scopes import Scope
from models.sectors import Sector
from models.statements import StatementSource
from models.users import Role
from operations.problems.acts import rename_problem
from operations.problems.marks import marked
from operations.problems.masks import answer_marks
from operations.problems.told import told_list
from tests import factories
from tests.factories import said
from tests.factories.problems import problem
from tests.statements import count_statements

PLANTED = "Beni 0532 111 22 33 numarasından arayın, yol yok"


@pytest.fixture
def event(app):
    return factories.event(title="Iğdır çalıştayı", title_en="Iğdır workshop", province="76")


@pytest.fixture
def listed(event):
    """Two problems, of which the first is the more urgent."""
    urgent = problem(event, "Yol yok", title_en="No road", topic="Ulaşım")
    said.statements(urgent, Sector.PUBLIC, Sector.PUBLIC, Sector.CSO, Sector.CSO, hurts=5)
    said.statement(urgent, Sector.CSO, source=StatementSource.FEEDBACK, text="Köye yol yapılsın")
    said.statement(urgent, **marked(PLANTED))
    said.statement(problem(event, "=1+1"), text="-3 derece", public_text="-3 derece")
    for _ in range(3):
        by = factories.user()
        db.session.add(
            ProblemScore(
                problem_id=urgent.id,
                user_id=by.id,
                impact=5,
                feasibility=4,
                scored_at=factories.NOW,
            )
        )
    db.session.flush()
    return urgent


@pytest.fixture
def organizer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def page_of(event):
    return f"/organizer/events/{event.id}/problems"


def made(organizer, address):
    assert organizer.client.get(address).status_code == 202
    while make_ordered_file():
        pass
    response = organizer.client.get(address)
    assert response.status_code == 200
    return response.data


def sheets(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def words_of(content):
    return "\n".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)
    )


def exports():
    return db.session.scalars(
        sa.select(AuditEntry.details).where(AuditEntry.action == AuditAction.PROBLEMS_EXPORTED)
    ).all()


def test_the_workbook_has_problems_by_priority_and_statements_in_public_text(
    organizer, event, listed
):
    content = made(organizer, f"{page_of(event)}.xlsx")
    problems, statements = sheets(content)
    first = dict(zip(problems[0], problems[1], strict=True))
    assert [row[1] for row in problems[1:]] == ["Yol yok", "=1+1"]
    assert (first["Konu"], first["İfadeler"], first["Etki (ortanca)"]) == ("Ulaşım", 6, 5)
    assert sum(value for name, value in first.items() if "puan" in name) == pytest.approx(
        first["Öncelik"], abs=0.05
    )
    assert statements[0][:4] == ("No", "Sorun", "İfade", "Söyleyen")
    told = {row[2]: row[3] for row in statements[1:]}
    assert told["Köye yol yapılsın"] == "Sivil toplum kuruluşu"  # by feedback's rule
    assert told["Söz"] == "bir katılımcı"  # nobody was admitted
    assert told["-3 derece"] == "bir katılımcı"
    assert "Beni [telefon] numarasından arayın, yol yok" in told
    assert exports() == [{"scope": f"event:{event.id}", "kind": "xlsx"}]


def test_the_csv_is_the_first_sheet_and_calculates_nothing(organizer, event, listed):
    text = made(organizer, f"{page_of(event)}.csv").decode("utf-8-sig")
    rows = [line.split(";") for line in text.splitlines()]
    assert [row[1] for row in rows] == ["Sorun", "Yol yok", "'=1+1"]


def test_the_report_tells_method_terms_quotations_and_the_formula(organizer, event, listed):
    document = Document(BytesIO(made(organizer, f"{page_of(event)}/report.docx")))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for expected in (
        "Iğdır çalıştayı",
        "Sorun listesi",
        "1. Yol yok",
        "30·b + 25·k/K + 20·(h−1)/4 + 15·v + 10·n/(n+10)",
        "[telefon]",
    ):
        assert expected in words
    assert document.core_properties.title == "Iğdır çalıştayı"
    drawn = document.element.xpath("//wp:docPr/@descr")
    assert len(drawn) == 2
    assert all(drawn)
    [terms] = [
        t for t in document.tables if t.cell(0, 0).text == "Terim" and t.cell(1, 2).text == "30,00"
    ]
    assert terms.cell(6, 0).text == "Öncelik"


def test_the_pdf_speaks_the_readers_language_and_hides_what_is_unanswered(organizer, event, listed):
    content = made(organizer, f"{page_of(event)}/report.pdf?lang=en")
    words = words_of(content)
    assert "No road" in words
    assert "Iğdır workshop" in words
    assert "0532" not in words
    assert b"pdfuaid" in content


def test_nothing_personal_reaches_a_file_even_before_anybody_looked_for_it(organizer, event):
    said.statement(problem(event), text=PLANTED, marks=None)
    assert found_in(PLANTED)
    [_problems, statements] = sheets(made(organizer, f"{page_of(event)}.xlsx"))
    assert statements[1][2] == "Beni [telefon] numarasından arayın, yol yok"


def test_another_file_is_ordered_when_what_it_says_changes(organizer, event, listed):
    address = f"{page_of(event)}.csv"
    made(organizer, address)
    assert organizer.client.get(address).status_code == 200
    rename_problem(
        listed.problem_list, listed.id, title="Yol bozuk", by=factories.user(), at=factories.NOW
    )
    db.session.commit()
    assert "Yol bozuk" in made(organizer, address).decode()
    said.seats_giving_dots(said.dots_round(event), [listed])
    db.session.commit()
    made(organizer, address)
    [marked_one] = [each for each in listed.statements if each.unanswered]
    answer_marks(marked_one, (), by=factories.user(), at=factories.NOW)
    db.session.commit()
    [_problems, statements] = sheets(made(organizer, f"{page_of(event)}.xlsx"))
    assert PLANTED in {row[2] for row in statements}  # a moderator said it is no personal data


def test_charts_are_drawn_once_there_is_something_to_draw(organizer, event, listed):
    for item in ("priorities", "matrix"):
        drawn = organizer.client.get(f"{page_of(event)}/charts/{item}.svg")
        assert drawn.status_code == 200
        assert drawn.content_type == "image/svg+xml"
        assert "<desc" in drawn.text
    assert organizer.client.get(f"{page_of(event)}/charts/other.svg").status_code == 404
    empty = page_of(factories.event())
    assert organizer.client.get(f"{empty}/charts/priorities.svg").status_code == 404
    made(organizer, f"{empty}/report.docx")


@pytest.mark.parametrize("ending", [".xlsx", ".csv", "/report.docx", "/report.pdf"])
def test_files_of_lists_elsewhere_are_not_found(browser_of_pages, event, ending):
    client = browser_of_pages.client
    assert client.get(f"{page_of(event)}{ending}").status_code == 302  # to sign in
    factories.sign_in(client, factories.user(role=Role.VIEWER, province="76"))
    assert client.get(f"{page_of(event)}{ending}").status_code == 202
    assert client.get(f"/organizer/problems/lists/76{ending}").status_code == 202
    for elsewhere in ("/organizer/problems/lists/06", "/organizer/problems/lists/programme"):
        assert client.get(f"{elsewhere}{ending}").status_code == 404
    assert client.get(f"{page_of(factories.event(province='06'))}{ending}").status_code == 404
    factories.sign_in(client, factories.user(role=Role.CHECK_IN_STAFF))
    assert client.get(f"{page_of(event)}{ending}").status_code == 403


def test_a_problem_of_the_programme_holds_the_statements_of_its_parts(organizer, event):
    whole = problem(title="Ulaşım")
    said.statement(problem(event, part_of_id=whole.id), text="Köy yolu")
    problems, statements = sheets(made(organizer, "/organizer/problems/lists/programme.xlsx"))
    assert problems[1][1] == "Ulaşım"
    assert statements[1][1:6] == ("Ulaşım", "Köy yolu", "bir katılımcı", "Iğdır", "Iğdır çalıştayı")
    province = made(organizer, "/organizer/problems/lists/76.csv")
    assert len(province.decode().splitlines()) == 1


def test_the_board_links_every_file(organizer, event, listed):
    page = organizer.client.get(page_of(event)).text
    for ending in (".xlsx", ".csv", "/report.docx", "/report.pdf", "/charts/priorities.svg"):
        assert f'href="{page_of(event)}{ending}"' in page


def test_a_list_of_any_length_is_read_in_as_many_statements(app, event):
    for _ in range(2):
        said.statements(problem(event), Sector.PUBLIC, Sector.CSO)
        db.session.commit()
        with count_statements() as seen:
            told = told_list(Scope(event_id=event.id), "tr")
        assert len(seen) == 17
    assert told.joined == 4
