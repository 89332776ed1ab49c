import pytest

from blueprints.organizer.feedback import texts
from models.sectors import Sector
from operations.base.answers import PickedOther
from tests import factories
from tests.factories import results

PUBLIC, CSO = Sector.PUBLIC, Sector.CSO


@pytest.fixture
def organizer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def address(wave, item="words"):
    [number] = [q.id for q in wave.form.questions if q.key == item]
    return f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results/questions/{number}"


def written(shown):
    return {p.text for p in shown.all("p", class_="prose")}


def a_wave(texts, side=CSO):
    wave = results.wave()
    for text in texts:
        results.say(wave, side, words=text)
    return wave


def test_texts_are_searched_as_turkish_is_typed(organizer):
    wave = a_wave(["IĞDIR'da çağrı olsun", "ığdır çok uzak", "İzin süreci", "Yer", "Çay"])
    results.settle(wave)
    assert written(organizer.get(f"{address(wave)}?q=igdir")) == {
        "IĞDIR'da çağrı olsun",
        "ığdır çok uzak",
    }
    assert written(organizer.get(f"{address(wave)}?q=IZIN SUREC")) == {"İzin süreci"}
    assert not written(organizer.get(f"{address(wave)}?q=yok"))


def test_many_texts_have_pages_and_each_is_shown_once(organizer, monkeypatch):
    monkeypatch.setattr(texts, "PAGE", 4)
    said = {f"Söz {number}" for number in range(10)}
    wave = a_wave(sorted(said))
    results.settle(wave)
    shown, found = organizer.get(address(wave)), set()
    for _ in range(2):
        found |= written(shown)
        [further] = shown.all("a", rel="next")
        shown = organizer.get(further.attributes["href"])
    assert found | written(shown) == said
    assert not shown.all("a", rel="next")
    assert written(organizer.get(f"{address(wave)}?after=x{'9' * 40}"))
    assert written(organizer.get(f"{address(wave)}?after={'9' * 5000}"))  # more than Python reads


def test_two_questions_are_not_in_the_same_order(organizer):
    """Else the third text here and the third there would be one person's."""
    wave = results.wave()
    [how] = [q for q in wave.form.questions if q.key == "how"]
    other = how.choices[1].id
    for number in range(30):
        results.say(wave, words=f"A{number}", how=PickedOther((other,), f"A{number}"))
    results.settle(wave)
    orders = [
        [p.text for p in organizer.get(address(wave, item)).all("p", class_="prose")]
        for item in ("words", "how")
    ]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_a_sector_is_told_only_where_it_is_shown(organizer):
    wave = a_wave([f"STK {number}" for number in range(6)])
    for number in range(4):
        results.say(wave, PUBLIC, words=f"Kamu {number}")
    for number in range(5):
        results.say(wave, None, words=f"Belirsiz {number}")
    assert not organizer.get(address(wave)).all("span", class_="sector sector--cso")  # open
    results.settle(wave)
    shown = organizer.get(address(wave))
    assert len(shown.all("span", class_="sector sector--cso")) == 6
    assert not shown.all("span", class_="sector sector--public")
    assert "Kamu 1" in written(shown)


def test_texts_of_fewer_than_five_are_not_shown(organizer):
    wave = a_wave(["Tek başıma"] * 4)
    for _ in range(3):
        results.say(wave, CSO, trust=3)
    results.settle(wave)
    assert not written(organizer.get(address(wave)))


def test_up_to_three_answers_are_quoted(organizer):
    wave = a_wave([f"Söz {number}" for number in range(5)])
    results.settle(wave)
    page = address(wave)
    for number in range(4):
        answered = organizer.submit(
            f"{page}/quotations", {"text": f"Söz {number}", "quoted": "1"}, page=page
        )
        assert answered.status_code == 303
    assert "Önce birini çıkarın" in organizer.get(page).words()
    assert organizer.get(page).words().count("Alıntılanıyor") == 3
    organizer.submit(f"{page}/quotations", {"text": "Söz 1", "quoted": "0"}, page=page)
    assert organizer.get(page).words().count("Alıntılanıyor") == 2
    missing = organizer.submit(f"{page}/quotations", {"text": "Yok", "quoted": "1"}, page=page)
    assert missing.status_code == 404


def test_another_surveys_question_is_not_found_here(organizer):
    wave, other = a_wave(["a"]), results.wave()
    number = other.form.questions[0].id
    page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results/questions"
    organizer.get(f"{page}/{number}", status=404)
    organizer.get(f"{page}/{2**40}", status=404)
