"""Files are ordered by looking, made by the worker, and then there."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from docx import Document

from commands.ordered_files import make_ordered_file
from extensions import db
from models.audit import AuditAction, AuditEntry
from models.ordered_files import OrderedFile
from operations.feedback import file_contents
from tests import factories
from tests.factories import results
from tests.factories.feedback import answer, close


@pytest.fixture
def organizer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def wave(app):
    return results.answered_wave(7)


@pytest.fixture
def results_page(wave):
    return f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"


def made(organizer, address):
    """The response once the worker has run."""
    assert organizer.client.get(address).status_code == 202
    while make_ordered_file():
        pass
    return organizer.client.get(address)


def orders():
    return db.session.scalar(sa.select(sa.func.count(OrderedFile.id)))


def exports():
    return db.session.scalars(
        sa.select(AuditEntry.details).where(AuditEntry.action == AuditAction.RESULTS_EXPORTED)
    ).all()


def test_the_first_look_orders_a_file_and_refreshes_itself(organizer, results_page):
    for _ in range(2):
        waiting = organizer.client.get(f"{results_page}.xlsx")
        assert waiting.status_code == 202
        assert waiting.headers["Refresh"] == "2"
        assert "Dosya hazırlanıyor" in waiting.text
    assert orders() == 1
    assert exports() == []
    assert make_ordered_file()
    assert not make_ordered_file()
    there = organizer.client.get(f"{results_page}.xlsx")
    assert there.status_code == 200
    assert there.data.startswith(b"PK")
    assert [entry["kind"] for entry in exports()] == ["xlsx"]


def test_all_answers_stand_item_by_item_and_say_nothing_of_whom(organizer, results_page, wave):
    book = openpyxl.load_workbook(BytesIO(made(organizer, f"{results_page}.xlsx").data))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:5] == [
        "Güven",
        "Yararlılık",
        "İki taraf: Kamu dinler",
        "İki taraf: STK dinler",
        "Tavsiye eder misiniz?",
    ]
    assert headings[5:8] == [f"Önem sırası: {name}" for name in ("İzin", "Kaynak", "Yer")]
    assert "Bir sorun" not in headings
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 7
    given = sorted(tuple(map(str, row[:2])) for row in rows)
    expected = [
        ("Fikrim yok" if number % 7 == 0 else str(1 + number % 5), str(3 + number % 3))
        for number in range(7)
    ]
    assert given == sorted(expected)
    which = headings.index("Hangileri?: Üç")
    assert {row[which] for row in rows} == {0, 1}  # a chosen nought is a nought
    texts = [cell.value for cell in book["Serbest metin"]["A"]][1:]
    assert sorted(texts) == sorted(results.everything(wave, number)["words"] for number in range(7))


def test_a_table_of_all_answers_is_for_closed_waves_of_five_and_more(organizer, results_page):
    table = made(organizer, f"{results_page}.csv").data.decode("utf-8-sig")
    assert len(table.splitlines()) == 8
    for wave in (results.answered_wave(12, closed=False), results.answered_wave(4)):
        other = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"
        assert organizer.client.get(f"{other}.xlsx").status_code == 404
        assert organizer.client.get(f"{other}.csv").status_code == 404
        assert ".xlsx" not in organizer.get(other).words()


def test_an_item_of_fewer_than_five_is_not_in_the_table(organizer):
    wave = results.wave()
    for number in range(8):
        said: dict[str, Any] = {"useful": 5} if number < 4 else {}
        results.say(wave, trust=3, **said)
    results.settle(wave)
    results_page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"
    head = made(organizer, f"{results_page}.csv").data.decode("utf-8-sig").splitlines()[0]
    assert "Güven" in head
    assert "Yararlılık" not in head


def test_the_report_says_the_finding_the_method_and_the_formulas(organizer, results_page):
    document = Document(BytesIO(made(organizer, f"{results_page}/report.docx").data))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for said in (
        "Kamu ile STK iş birliği",
        "Anket raporu: Bahar 2027",
        "Kâğıt form verilen kişiler.",
        "7 kişi yanıt verdi.",
        "Bir bakışta ortalamalar",
        "Tavsiye eder misiniz?",
        "Student (1908)",
        "Reichheld (2003)",
    ):
        assert said in words
    assert document.core_properties.title == "Kamu ile STK iş birliği"
    assert len(document.tables) >= 8


def test_the_report_is_in_the_pages_language_and_cut_as_the_page(organizer):
    event = factories.event(over=True, title_en="Çorum civil society day")
    for _ in range(6):
        answer(event)
    close(event)
    results_page = f"/organizer/events/{event.id}/feedback/report.docx?by=province&lang=en"
    words = [p.text for p in Document(BytesIO(made(organizer, results_page).data)).paragraphs]
    assert "Feedback report" in words
    assert any("people who attended the event were invited" in text for text in words)
    [ordered] = db.session.scalars(sa.select(OrderedFile))
    assert (ordered.by, ordered.locale) == ("province", "en")


def test_the_report_is_a_tagged_pdf(organizer, results_page):
    file = made(organizer, f"{results_page}/report.pdf")
    assert file.data.startswith(b"%PDF-")
    assert b"pdfuaid" in file.data or b"/MarkInfo" in file.data
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_new_state_orders_another_file(organizer, results_page, wave):
    made(organizer, f"{results_page}.csv")
    wave.form.questions[0].label = "Güven duygusu"
    factories.commit()
    assert organizer.client.get(f"{results_page}.csv").status_code == 202
    assert orders() == 2


def test_what_cannot_be_made_says_so_and_stops_nothing_else(organizer, results_page, monkeypatch):
    def fails(*_arguments, **_options):
        raise OSError("no room left")

    organizer.client.get(f"{results_page}/report.docx")
    organizer.client.get(f"{results_page}.csv")
    with monkeypatch.context() as patched:
        patched.setattr(file_contents, "docx_of", fails)
        while make_ordered_file():
            pass
    failed = organizer.client.get(f"{results_page}/report.docx")
    assert failed.status_code == 503
    assert "Dosya hazırlanamadı" in failed.text
    assert organizer.client.get(f"{results_page}.csv").status_code == 200
