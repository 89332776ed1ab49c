"""A road map as files: its table, the report of a half-year and that of a year."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
import sqlalchemy as sa
from docx import Document

from commands.ordered_files import make_ordered_file
from extensions import db
from models.audit import AuditAction, AuditEntry
from models.road_maps import ActionStatus, HalfYear
from models.users import Role
from operations.road_maps.periods import approve_period
from tests import factories
from tests.factories import road_maps as road_map_factory
from tests.factories.problems import problem

FIRST, SECOND = HalfYear("2026-1"), HalfYear("2026-2")


@pytest.fixture
def road_map(app):
    """Four actions: under way, late, dropped, done."""
    made = road_map_factory.road_map(title_en="Iğdır road map")
    seen = problem(title="Yol yok", published_at=factories.NOW)
    add = road_map_factory.action
    add(
        made,
        seen,
        problem(title="Gizli sorun"),
        theme="Ulaşım",
        title_en="Mend the road",
        partners=["=Valilik"],
        measured=35.0,
        measured_on=date(2026, 6, 1),
        status=ActionStatus.UNDER_WAY,
        explanation="35 km onarıldı.",
        amount=1500000.0,
    )
    add(made, number="1.2", title="Levha koy", ends_on=date(2026, 6, 30), theme="Ulaşım")
    add(made, number="2.1", title="Vazgeçilen", status=ActionStatus.DROPPED, reason="Ödenek yok")
    add(
        made,
        number="2.2",
        title="-Bitmiş",
        status=ActionStatus.DONE,
        evidence=[road_map_factory.PROOF],
    )
    return made


@pytest.fixture
def organizer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def page_of(road_map):
    return f"/organizer/roadmaps/{road_map.id}"


def made(organizer, address):
    assert organizer.client.get(address).status_code == 202
    while make_ordered_file():
        pass
    response = organizer.client.get(address)
    assert response.status_code == 200
    return response.data


def approve(road_map, period, at):
    approve_period(road_map, period, by=factories.user(), at=at)
    db.session.commit()


def words_of(content):
    document = Document(BytesIO(content))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


def test_the_workbook_has_the_row_of_an_action_plan(organizer, road_map):
    content = made(organizer, f"{page_of(road_map)}.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert list(first)[:5] == ["No", "Tema", "Sorunlar", "Eylem", "Sorumlu kurum"]
    assert first["Sorunlar"] == "Yol yok"
    assert (first["Başlangıç"], first["Başlangıç değeri"], first["Ölçülen"]) == (
        "2026-01-01",
        10,
        35,
    )
    assert (first["Yüzde olarak ilerleme"], first["Tutar (lira)"]) == (50, 1500000)
    assert [row[rows[0].index("Durum")] for row in rows[1:]] == [
        "Sürüyor",
        "Planlandı",
        "Vazgeçildi",
        "Tamamlandı",
    ]
    assert [row[rows[0].index("Gecikti")] for row in rows[1:]] == [
        "hayır",
        "evet",
        "hayır",
        "hayır",
    ]
    [entry] = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.ROAD_MAP_EXPORTED)
    )
    assert (entry.subject_id, entry.details["kind"]) == (road_map.id, "xlsx")


def test_the_csv_has_what_the_filter_means_and_calculates_nothing(organizer, road_map):
    address = f"{page_of(road_map)}.csv"
    text = made(organizer, f"{address}?status=done").decode("utf-8-sig")
    assert [line.split(";")[0] for line in text.splitlines()] == ["No", "2.2"]
    assert ";'-Bitmiş;" in text
    assert "'=Valilik" in made(organizer, address).decode()
    assert organizer.client.get(f"{address}?status=unknown").status_code == 400


def test_a_monitoring_report_of_a_frozen_half_year_stays_as_it_was(organizer, road_map):
    approve(road_map, FIRST, datetime(2026, 7, 5, tzinfo=UTC))
    road_map.actions[0].measured = 60.0
    road_map.actions[0].title = "Yeni ad"
    db.session.commit()
    words = words_of(made(organizer, f"{page_of(road_map)}/report.docx?period=2026-1"))
    for expected in (
        "İzleme raporu, 2026/1 yarıyılı",
        "Yolu onar",
        "10 → 35 / 60 km",
        "%50",
        "Ödenek yok",
        "Geciken eylemler",
        "35 km onarıldı.",
    ):
        assert expected in words
    assert "Yeni ad" not in words
    assert "Gizli sorun" not in words


def test_a_year_is_told_with_both_half_years_and_what_changed(organizer, road_map):
    approve(road_map, FIRST, datetime(2026, 7, 5, tzinfo=UTC))
    road_map.actions[0].measured = 60.0
    db.session.commit()
    approve(road_map, SECOND, datetime(2027, 1, 5, tzinfo=UTC))
    content = made(organizer, f"{page_of(road_map)}/report.docx?year=2026")
    words = words_of(content)
    for expected in (
        "Değerlendirme raporu, 2026",
        "2026/1 döneminden bu yana neler değişti",
        "Her temanın ilerlemesi",
        "%100",
        "Vazgeçilen eylemler",
    ):
        assert expected in words
    document = Document(BytesIO(content))
    assert document.core_properties.title == "Iğdır yol haritası"
    drawn = document.element.xpath("//wp:docPr/@descr")
    assert len(drawn) == 2
    assert all(drawn)


def test_the_pdf_is_tagged_and_in_the_readers_language(organizer, road_map):
    content = made(organizer, f"{page_of(road_map)}/report.pdf?lang=en")
    words = "\n".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)
    )
    assert "Mend the road" in words
    assert "is not approved yet" in words
    assert b"pdfuaid" in content


def test_what_has_not_begun_is_not_found_and_nonsense_is_refused(organizer, road_map):
    report = f"{page_of(road_map)}/report.docx"
    assert organizer.client.get(f"{report}?period=2031-1").status_code == 404
    assert organizer.client.get(f"{report}?year=2031").status_code == 404
    for nonsense in ("period=2027", "period=2027-3", "year=abc"):
        assert organizer.client.get(f"{report}?{nonsense}").status_code == 400


def test_another_file_is_ordered_when_an_action_changes(organizer, road_map):
    address = f"{page_of(road_map)}.csv"
    made(organizer, address)
    road_map.actions[0].measured = 36.0
    db.session.commit()
    assert "36.0" in made(organizer, address).decode()


def test_charts_are_drawn_once_there_is_an_action(organizer, road_map):
    for item in ("timeline", "themes"):
        drawn = organizer.client.get(f"{page_of(road_map)}/charts/{item}.svg")
        assert drawn.status_code == 200
        assert "<desc" in drawn.text
    empty = page_of(road_map_factory.road_map("Boş"))
    assert organizer.client.get(f"{empty}/charts/timeline.svg").status_code == 404
    assert made(organizer, f"{empty}/report.docx")


@pytest.mark.parametrize("ending", [".xlsx", ".csv", "/report.docx", "/report.pdf"])
def test_files_of_road_maps_elsewhere_are_not_found(browser_of_pages, road_map, ending):
    client = browser_of_pages.client
    assert client.get(f"{page_of(road_map)}{ending}").status_code == 302  # to sign in
    factories.sign_in(client, factories.user(role=Role.CHECK_IN_STAFF))
    assert client.get(f"{page_of(road_map)}{ending}").status_code == 403
    factories.sign_in(client, factories.user(role=Role.VIEWER, province="76"))
    assert client.get(f"{page_of(road_map)}{ending}").status_code == 202
    other = road_map_factory.road_map("Ankara", province="06")
    assert client.get(f"{page_of(other)}{ending}").status_code == 404


def test_the_pages_link_every_file(organizer, road_map):
    approve(road_map, FIRST, datetime(2026, 7, 5, tzinfo=UTC))
    page = organizer.client.get(page_of(road_map)).text
    for ending in (".xlsx", ".csv", "/report.docx", "/report.pdf", "/charts/timeline.svg"):
        assert f'href="{page_of(road_map)}{ending}"' in page
    half_year = organizer.client.get(f"{page_of(road_map)}/periods/2026-1").text
    assert f'href="{page_of(road_map)}/report.pdf?year=2026"' in half_year
