import pytest
import sqlalchemy as sa

from extensions import db, keys
from models.forms import Answer, Response
from models.problems import Statement
from models.sectors import Sector
from operations.events.events import withdraw
from tests import factories
from tests.factories.feedback import feedback_path, invitation, questions


@pytest.fixture
def invited(app):
    return invitation(factories.event(over=True), sector=Sector.ACADEMIA, email="isil@example.org")


@pytest.fixture
def page(invited):
    return feedback_path(invited)


@pytest.fixture
def asked(invited):
    return questions(invited.registration.event)


def responses():
    db.session.rollback()
    return list(db.session.scalars(sa.select(Response)))


def test_answers_arrive_with_the_side_that_was_chosen_and_without_a_name(
    browser_of_pages, page, asked
):
    answer = browser_of_pages.submit(
        page,
        {
            f"q{asked[0].id}": "5",
            f"q{asked[4].id}": "Tanışmak\r\nçok iyi oldu",
            f"q{asked[6].id}": "İzin süreci çok uzun",
            "side": "cso",
            "signature": "",
        },
    )
    assert answer.status_code == 303
    browser_of_pages.get(answer.location)
    [response] = responses()
    assert (response.side, response.signature) == (Sector.CSO, "")
    assert {(a.question_id, a.number, a.text) for a in response.answers} == {
        (asked[0].id, 5, None),
        (asked[4].id, None, "Tanışmak\nçok iyi oldu"),
        (asked[6].id, None, "İzin süreci çok uzun"),
    }
    [statement] = db.session.scalars(sa.select(Statement))
    assert (statement.text, statement.side) == ("İzin süreci çok uzun", Sector.CSO)


def test_the_form_begins_anonymous_with_the_persons_sector_chosen(browser_of_pages, page):
    form = browser_of_pages.get(page)
    [signature] = form.all("input", name="signature")
    assert signature.attributes.get("value", "") == ""
    assert signature.attributes["autocomplete"] == "off"
    sides = form.all("input", name="side")
    assert [s.attributes["value"] for s in sides if "checked" in s.attributes] == ["academia"]
    assert sides[-1].attributes["value"] == ""  # rather not say
    assert "isil@example.org" not in form.words()


def test_each_scale_has_words_at_its_ends(browser_of_pages, page, asked):
    form = browser_of_pages.get(page)
    for question in asked[:4]:
        values = [r.attributes["value"] for r in form.all("input", name=f"q{question.id}")]
        assert values == ["1", "2", "3", "4", "5"]
    labels = {label.attributes["for"]: label.text for label in form.all("label")}
    assert labels[f"q{asked[0].id}-0"].startswith("1 –")
    assert labels[f"q{asked[0].id}-4"].startswith("5 –")


def test_rather_not_saying_keeps_no_side(browser_of_pages, page, asked):
    browser_of_pages.submit(page, {f"q{asked[0].id}": "3", "side": ""})
    assert [response.side for response in responses()] == [None]


def test_a_name_is_kept_only_when_someone_signs(browser_of_pages, page, asked):
    browser_of_pages.submit(page, {f"q{asked[0].id}": "3", "signature": "Işıl Çağ"})
    assert [response.signature for response in responses()] == ["Işıl Çağ"]


def test_a_second_visit_says_that_it_was_answered(browser_of_pages, page, asked):
    before = browser_of_pages.get(page).words("h1")
    browser_of_pages.submit(page, {f"q{asked[0].id}": "3"})
    again = browser_of_pages.get(page)
    assert again.words("h1") != before
    assert not again.all("form", method="post")


def test_a_double_click_is_one_answer(browser_of_pages, page, asked):
    data = {**browser_of_pages.get(page).form_values(), f"q{asked[0].id}": "3", "side": "cso"}
    locations = [browser_of_pages.client.post(page, data=data).location for _ in range(2)]
    assert locations == [f"{page}/thanks", page]
    assert len(responses()) == 1


def test_a_late_second_answer_of_any_kind_is_told_so(browser_of_pages, page, asked):
    data = {**browser_of_pages.get(page).form_values(), f"q{asked[0].id}": "3"}
    browser_of_pages.client.post(page, data=data)
    bad = {**data, "side": "martian", f"q{asked[0].id}": "9"}
    assert browser_of_pages.client.post(page, data=bad).status_code == 303
    assert len(responses()) == 1


@pytest.mark.parametrize(
    "value", ["", "0", "6", "-1", "x", "9" * 400, "٣", "1.0", "1e0", "\x00", "\ud800"]
)
def test_a_rating_that_is_none_is_refused_beside_its_question(browser_of_pages, page, asked, value):
    data = {
        f"q{asked[0].id}": value.encode("utf-8", "surrogatepass"),
        f"q{asked[4].id}": "Bu metin kaybolmasın",
    }
    shown = browser_of_pages.post(page, data)
    assert shown.all("p", id=f"q{asked[0].id}-error")
    assert "Bu metin kaybolmasın" in shown.words()
    assert responses() == []


def test_what_is_too_long_is_said_and_kept(browser_of_pages, page, asked):
    text = "ş" * 10_001
    shown = browser_of_pages.post(page, {f"q{asked[0].id}": "4", f"q{asked[6].id}": text})
    assert shown.all("p", id=f"q{asked[6].id}-error")
    assert text in shown.words()
    [checked] = [
        radio
        for radio in shown.all("input", name=f"q{asked[0].id}")
        if "checked" in radio.attributes
    ]
    assert checked.attributes["value"] == "4"


@pytest.mark.parametrize("text", ["ş" * 10_000, "مشكلة 李 🙂", "a\x00b", "<b>&amp;</b>"])
def test_texts_of_every_kind_are_kept(browser_of_pages, page, asked, text):
    answer = browser_of_pages.submit(page, {f"q{asked[0].id}": "4", f"q{asked[5].id}": text})
    assert answer.status_code == 303
    kept = db.session.scalars(sa.select(Answer.text).where(Answer.question_id == asked[5].id))
    assert kept.all() == [text.replace("\x00", "")]


def test_lone_surrogates_do_no_harm(browser_of_pages, page, asked):
    text = "önce \ud800 sonra".encode("utf-8", "surrogatepass")
    answer = browser_of_pages.submit(page, {f"q{asked[0].id}": "4", f"q{asked[5].id}": text})
    assert answer.status_code == 303


@pytest.mark.parametrize("token", ["x", "x" * 4000, "%00", "WzFd.AAAA", "W10"])
def test_a_token_that_was_not_made_here_leads_nowhere(browser_of_pages, app, token):
    browser_of_pages.get(f"/feedback/{token}", status=404)
    assert browser_of_pages.client.post(f"/feedback/{token}").status_code in (400, 404)


def test_links_for_other_purposes_open_no_form(browser_of_pages, invited):
    other = keys.links.sign("registration", invited.id)
    browser_of_pages.get(f"/feedback/{other}", status=404)
    browser_of_pages.get(f"/feedback/{keys.links.sign('feedback', invited.id + 1)}", status=404)


def test_thanks_before_answering_leads_to_the_form(browser_of_pages, page):
    assert browser_of_pages.client.get(f"{page}/thanks").location == page


def test_the_form_still_works_when_the_event_was_withdrawn(browser_of_pages, invited, page, asked):
    withdraw(invited.registration.event, by=factories.user(), at=factories.NOW)
    db.session.commit()
    assert browser_of_pages.submit(page, {f"q{asked[0].id}": "4"}).status_code == 303
    browser_of_pages.get(page)


def test_english_readers_are_asked_in_english(browser_of_pages, page, asked):
    words = browser_of_pages.get(f"{page}?lang=en").words()
    assert asked[0].label_en in words
    assert asked[0].label not in words
