import pytest

from models.sectors import Sector
from models.users import Role
from operations.base.answers import NoOpinion
from tests import factories
from tests.factories import results
from tests.factories.feedback import answer, close, right
from tests.statements import count_statements

PUBLIC, CSO = Sector.PUBLIC, Sector.CSO


@pytest.fixture
def viewer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    return browser_of_pages


@pytest.fixture
def event(app):
    return factories.event(over=True)


@pytest.fixture
def results_page(event):
    return f"/organizer/events/{event.id}/feedback"


def of_wave(wave):
    return f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"


def numbers(shown):
    return [e.text for e in shown.all("span", class_="figure__number")]


def test_before_anyone_is_invited_the_page_says_what_will_happen(viewer, results_page):
    assert viewer.get(results_page).all("div", class_="empty")


def test_an_open_wave_shows_totals_alone_and_says_why(viewer, event, results_page):
    for _ in range(11):
        answer(event, side=CSO)
    right(event)
    shown = viewer.get(results_page)
    assert numbers(shown) == ["12", "11", "0", "11", "%92"]
    assert "yalnızca toplamlar gösterilir" in shown.words()
    assert not shown.all("svg", id="mix-title")
    assert "Karşılaştır:" not in shown.words()


def test_the_finding_comes_first_with_all_means_by_sector(viewer, event, results_page):
    for _ in range(6):
        answer(event, side=CSO, rating=5)
        answer(event, side=PUBLIC, rating=2)
    close(event)
    shown = viewer.get(results_page)
    first = shown.all("table")[0]
    assert "Genel ortalamaKamu kurumuSivil toplum kuruluşu" in first.text
    assert "1–5123,502,005,00" in first.text
    assert [h.text for h in shown.all("h2")][:3] == [
        "Ne bulundu",
        "Nasıl sayıldı",
        "Kimler yanıtladı",
    ]


def test_what_is_withheld_is_counted_without_saying_of_whom(viewer, event, results_page):
    for _ in range(8):
        answer(event, side=CSO)
    for _ in range(4):
        answer(event, side=PUBLIC)
    for _ in range(5):
        answer(event, side=None)
    close(event)
    shown = viewer.get(results_page)
    assert "9 yanıt, ayrıca gösterilmeyen gruplarda" in shown.words()
    headings = [h.text for h in shown.all("th", scope="col")]
    assert "Sivil toplum kuruluşu" in headings
    assert "Kamu kurumu" not in headings
    assert "belirtilmemiş" not in headings


def test_under_five_answers_only_their_number_is_shown(viewer, event, results_page):
    for _ in range(4):
        answer(event, side=CSO)
    close(event)
    shown = viewer.get(results_page)
    assert "beşten az" in shown.words()
    assert not shown.all("svg", class_="chart")


def test_each_kind_of_question_has_its_chart_table_and_words(viewer):
    wave = results.answered_wave(12)
    shown = viewer.get(of_wave(wave))
    titles = [title.text for title in shown.all("title")[1:]]
    for label in ("Güven", "Yararlılık", "İki taraf", "Kamu dinler", "Tavsiye eder misiniz?"):
        assert label in titles
    for label in ("Önem sırası", "Nasıl duydunuz?", "Hangileri?", "Yine gelir misiniz?"):
        assert label in titles
    assert len(shown.all("svg", class_="chart")) < len(shown.all("table"))
    assert "Fikrim yok: 2" in shown.words()
    assert "12 kişi bir sorun yazdı." in shown.words()
    assert "Net tavsiye skoru" in shown.words()


def test_missing_answers_are_shown(viewer):
    wave = results.wave()
    for number in range(9):
        results.say(wave, CSO, trust=NoOpinion.NO_OPINION if number else 1, useful=4)
    for _ in range(3):
        results.say(wave, CSO, trust=2)  # and nothing of use
    results.settle(wave)
    assert "Yanıtlamayan: 3" in viewer.get(of_wave(wave)).words()


def test_answers_can_be_cut_by_province(viewer):
    wave = results.wave()
    for number in range(12):
        results.say(wave, province=("06", "76")[number % 2], trust=1 + number % 2 * 3)
    results.settle(wave)
    words = viewer.get(f"{of_wave(wave)}?by=province").words()
    assert "Ankara" in words
    assert "Iğdır" in words
    viewer.get(f"{of_wave(wave)}?by=nothing", status=400)


def test_a_paper_wave_says_where_sheets_and_answers_differ(viewer):
    wave = results.wave()
    for _ in range(6):
        results.say(wave, trust=3)
    results.settle(wave, sheets=8)
    assert "Elde 8 kâğıt vardı, 6 kâğıt girildi." in viewer.get(of_wave(wave)).words()


def test_a_chart_can_be_taken_as_a_picture(viewer):
    wave = results.answered_wave(10)
    for item in ("trust", "both", "again", "order"):
        answered = viewer.client.get(f"{of_wave(wave)}/charts/{item}.svg")
        assert answered.status_code == 200
        assert answered.mimetype == "image/svg+xml"
        assert answered.text.startswith("<svg")
    by_side = viewer.client.get(f"{of_wave(wave)}/charts/trust.svg?by=side").text
    assert "Kamu kurumu" in by_side
    assert viewer.client.get(f"{of_wave(wave)}/charts/words.svg").status_code == 404
    assert viewer.client.get(f"{of_wave(wave)}/charts/nothing.svg").status_code == 404


def test_more_answers_need_no_more_questions_to_the_database(viewer):
    counts = []
    for people in (6, 16):
        wave = results.answered_wave(people)
        address = of_wave(wave)
        with count_statements() as counted:
            viewer.get(address)
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 12, counts
