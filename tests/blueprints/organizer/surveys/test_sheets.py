"""Sheets of paper are typed in, as a browser without a script sends them."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse
from models.feedback import Wave, WaveLink
from models.sectors import Sector
from models.users import Role
from operations.feedback.closing import close_wave
from queries.feedback.waves import questions_of
from tests import factories
from tests.factories import surveys


@pytest.fixture
def browser(browser_of_pages):
    moderator = factories.user(Role.MODERATOR, province="19")
    factories.sign_in(browser_of_pages.client, moderator)
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


@pytest.fixture
def wave(app):
    return surveys.wave(surveys.survey(province="19"), link=WaveLink.PAPER)


def address(wave: Wave) -> str:
    return f"/organizer/surveys/{wave.form.survey_id}/waves/{wave.id}/sheets/new"


def field(wave: Wave, item: str) -> str:
    return f"q{next(question.id for question in questions_of(wave) if question.key == item)}"


def boxed() -> list[BoxedResponse]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(BoxedResponse)))


def test_a_sheet_waits_in_the_box_and_the_side_stays_for_the_next(browser, wave):
    given = {field(wave, "trust_ministries"): "4", "side": "cso", "province": "19"}
    answered = browser.submit(address(wave), given)
    assert (answered.status_code, answered.location) == (303, address(wave))
    [sheet] = boxed()
    assert (sheet.side, sheet.province) == (Sector.CSO, "19")
    assert [(row["number"], row["nth"]) for row in sheet.answers] == [(4, 0)]
    page = browser.get(address(wave))
    assert "1 sheet typed in this sitting" in page.words("main")
    [side] = [each for each in page.all("input", name="side") if "checked" in each.attributes]
    assert side.attributes["value"] == "cso"


def test_every_kind_of_answer_is_typed_in(browser, wave):
    questions = {question.key: question for question in questions_of(wave)}
    often, ways, easing = (
        questions[key].choices for key in ("contact_often", "contact_ways", "easing")
    )
    name = {key: f"q{question.id}" for key, question in questions.items()}
    given = {
        name["contact_often"]: str(often[1].id),
        name["contact_ways"]: [str(ways[0].id), str(ways[-1].id)],
        f"{name['contact_ways']}-other": "telefonla",
        name["trust_foundations"]: "none",
        **{f"{name['easing']}-place-{choice.id}": str(5 - at) for at, choice in enumerate(easing)},
        name["wish"]: "Daha sık görüşelim.",
        name["problem"]: "Yazılarımıza yanıt gelmiyor.",
        f"{name['problem']}-hurts": "4",
    }  # fmt: skip
    assert browser.submit(address(wave), given).status_code == 303
    rows = boxed()[0].answers
    texts = [row["text"] for row in rows if row.get("text")]
    assert texts == ["telefonla", "Daha sık görüşelim."]
    picked = [row["choice_id"] for row in rows if row["question_id"] == questions["easing"].id]
    assert picked == [choice.id for choice in reversed(easing)]


def test_what_was_left_out_on_paper_is_not_asked_again(browser):
    wave = surveys.wave(surveys.survey("training-test"), link=WaveLink.PAPER)
    factories.sign_in(browser.client, factories.user())
    assert all(q.required for q in questions_of(wave) if q.kind != "heading")
    assert browser.submit(address(wave), {"person": "Ayşe Kaya"}).status_code == 303
    assert boxed()[0].person == "Ayşe Kaya"
    assert browser.submit(address(wave), {}).status_code == 422


def test_a_double_enter_counts_once(browser, wave):
    data = browser.get(address(wave)).form_values()
    twice = [browser.client.post(address(wave), data=data) for _ in range(2)]
    assert [answered.status_code for answered in twice] == [303, 303]
    assert len(boxed()) == 1


def test_a_number_that_is_not_on_the_scale_is_refused_at_its_question(browser, wave):
    page = browser.post(address(wave), {field(wave, "trust_ministries"): "6", "side": "cso"})
    assert page.all("p", id=f"{field(wave, 'trust_ministries')}-error")
    assert boxed() == []


def test_a_sheet_for_a_closed_wave_is_not_taken_and_says_so(browser, wave):
    data = browser.get(address(wave)).form_values()
    close_wave(wave, by=None, at=factories.NOW)
    db.session.commit()
    answered = browser.client.post(address(wave), data=data)
    assert answered.status_code == 409
    assert "this sheet was not counted" in answered.text
    assert "only while the wave is open" in browser.get(address(wave)).words("main")


@pytest.mark.parametrize("link", [WaveLink.PERSONAL, WaveLink.OPEN])
def test_sheets_are_for_waves_on_paper_alone(browser, link):
    wave = surveys.wave(surveys.survey(province="19"), link=link)
    browser.get(address(wave), status=404)


def test_whoever_only_reads_types_nothing_in(browser_of_pages, wave):
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    assert browser_of_pages.submit(address(wave), {}, page="/account").status_code == 403
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR, province="06"))
    assert browser_of_pages.submit(address(wave), {}, page="/account").status_code == 404
