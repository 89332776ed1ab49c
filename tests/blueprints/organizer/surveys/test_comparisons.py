from io import BytesIO

import openpyxl
import pytest
from docx import Document

from commands.ordered_files import make_ordered_file
from models.forms import Question, QuestionKind
from models.sectors import Sector
from models.users import Role
from tests import factories
from tests.factories import results
from tests.factories.feedback import answer, close
from tests.statements import count_statements

PUBLIC, CSO = Sector.PUBLIC, Sector.CSO


@pytest.fixture
def viewer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER, province="76"))
    return browser_of_pages


def scales():
    return [
        Question(key=key, kind=QuestionKind.SCALE, label=label, points=5)
        for key, label in (("trust", "Güven"), ("calm", "Huzur"))
    ]


def wave(survey, sides, trust, **values):
    """Everybody of these sectors gave this trust, and a middling calm."""
    made = results.wave(survey, **values)
    for number, side in enumerate(sides):
        results.say(made, side, trust=trust - number % 2, calm=2 + number % 3)
    results.settle(made)
    return made


@pytest.fixture
def pair(app):
    first = wave(None, [PUBLIC, CSO] * 6, 2, questions=scales())
    second = wave(first.survey, [PUBLIC, CSO] * 6, 5, form=first.form, number=2, name="Güz 2027")
    return first, second


def page_of(waves, more=""):
    first, second = waves
    return f"/organizer/surveys/{first.survey.id}/comparison?waves={first.id},{second.id}{more}"


def test_a_difference_is_said_in_words_and_numbers(viewer, pair):
    words = viewer.get(page_of(pair)).words()
    assert (
        "Karşılaştırılan 2 sorudan 1 soruda fark görülüyor: “Güven” +3,00 (büyük bir fark)."
        in words
    )
    assert "fark görülmüyor" in words


def test_a_moved_mix_is_warned_of(viewer, pair):
    moved = wave(pair[0].survey, [PUBLIC] * 12 + [CSO] * 6, 5, form=pair[0].form, number=3)
    words = viewer.get(page_of((pair[0], moved))).words()
    assert "10 puandan fazla değişti" in words
    assert "İlk taraf dağılımıyla" in words
    assert "10 puandan fazla" not in viewer.get(page_of(pair)).words()


def test_what_was_asked_otherwise_is_not_compared_and_the_page_says_why(viewer, pair):
    asked = scales()
    asked[0].label = "Çok güven"
    other = results.wave(pair[0].survey, questions=asked, number=3)
    for number in range(6):
        results.say(other, trust=3, calm=1 + number % 3)
    results.settle(other)
    words = viewer.get(page_of((pair[0], other))).words()
    assert "Çok güven: Soru metni farklı." in words


def test_groups_are_compared_where_asked(viewer, pair):
    words = viewer.get(page_of(pair, more="&by=side")).words()
    assert "GüvenKamu kurumu2,005,00+3,00" in words
    viewer.get(page_of(pair, more="&by=session"), status=400)


def test_without_two_named_the_first_and_the_last_are_compared(viewer, pair):
    shown = viewer.get(f"/organizer/surveys/{pair[0].survey.id}/comparison")
    assert "+3,00" in shown.words()
    single = results.answered_wave(6)
    empty = viewer.get(f"/organizer/surveys/{single.survey.id}/comparison")
    assert empty.all("div", class_="empty")


def test_other_waves_are_not_found_and_nonsense_is_refused(viewer, pair):
    other = results.answered_wave(6)
    viewer.get(page_of((pair[0], other)), status=404)
    base = f"/organizer/surveys/{pair[0].survey.id}/comparison?waves="
    for nonsense in ("1", f"{pair[0].id},{pair[0].id}", "a,b", "1,2,3"):
        viewer.get(f"{base}{nonsense}", status=400)


@pytest.mark.parametrize(
    ("role", "province", "status"),
    [
        (Role.VIEWER, "06", 404),
        (Role.EVALUATOR, "76", 403),
        (Role.CHECK_IN_STAFF, "76", 403),
    ],
)
def test_who_may_not_see_it_does_not(browser_of_pages, pair, role, province, status):
    factories.sign_in(browser_of_pages.client, factories.user(role, province=province))
    address = page_of(pair)
    for ending in (
        "comparison",
        "comparison.xlsx",
        "comparison/report.pdf",
        "comparison/charts/trust.svg",
    ):
        answered = browser_of_pages.client.get(address.replace("comparison", ending))
        assert answered.status_code == status, ending


def test_events_with_the_same_questions_are_compared(viewer):
    events = [factories.event(over=True, province="76", title=f"Gün {n}") for n in range(2)]
    for event, rating in zip(events, (2, 4), strict=True):
        for number in range(7):
            answer(event, rating=rating + number % 2)
        close(event)
    numbers = ",".join(str(event.id) for event in events)
    shown = viewer.get(f"/organizer/feedback/comparison?events={numbers}")
    assert shown.words().count("büyük bir fark") >= 4
    assert "Gün 0" in shown.words()


def test_files_hold_the_same_figures(viewer, pair):
    address = page_of(pair)
    for ending in (".xlsx", "/report.docx"):
        assert viewer.client.get(address.replace("?", f"{ending}?")).status_code == 202
    while make_ordered_file():
        pass
    book = openpyxl.load_workbook(BytesIO(viewer.client.get(address.replace("?", ".xlsx?")).data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:8] == ("trust", "Güven", None, 12, 12, 1.5, 4.5, 3)
    assert rows[1][-1] == "large"
    report = viewer.client.get(address.replace("?", "/report.docx?")).data
    words = "\n".join(p.text for p in Document(BytesIO(report)).paragraphs)
    assert "Feng & Cliff (2004)" in words
    assert "“Güven” +3,00 (büyük bir fark)" in words


def test_the_chart_of_one_question_is_a_picture(viewer, pair):
    base = page_of(pair)
    picture = viewer.client.get(base.replace("?", "/charts/trust.svg?"))
    assert picture.mimetype == "image/svg+xml"
    assert viewer.client.get(base.replace("?", "/charts/none.svg?")).status_code == 404


def test_it_needs_few_questions_to_the_database(viewer, pair):
    address = page_of(pair, more="&by=side")
    viewer.get(address)
    with count_statements() as counted:
        viewer.get(address)
    assert len(counted) <= 12, counted
