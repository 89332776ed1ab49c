from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db, keys
from lib.clock import utc_now
from models.boxes import BoxedResponse
from models.feedback import GRACE, Right
from models.responses import Answer
from models.sectors import Sector
from models.statements import Statement
from operations.events.events import withdraw
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories.feedback import close, feedback_path, questions, right, rights
from tests.statements import count_statements


@pytest.fixture
def invited(app):
    return right(factories.event(over=True), sector=Sector.ACADEMIA, email="isil@example.org")


@pytest.fixture
def page(invited):
    return feedback_path(invited)


@pytest.fixture
def asked(invited):
    return questions(invited.wave.event)


@pytest.fixture
def stranger(app):
    """Another browser."""
    return PageBrowser(app.test_client())


def boxed():
    db.session.rollback()
    return list(db.session.scalars(sa.select(BoxedResponse)))


def given(boxed_response):
    """By question, what the box holds of it."""
    return {
        row["question_id"]: row.get("number", row.get("text")) for row in boxed_response.answers
    }


def moment_of_closing(wave, ended):
    """The form is shown until so long ago."""
    wave.closes_at = utc_now() - ended
    db.session.commit()


def test_answers_arrive_with_the_side_that_was_chosen(browser_of_pages, page, asked):
    answer = browser_of_pages.submit(
        page,
        {
            f"q{asked[0].id}": "5",
            f"q{asked[4].id}": "Tanışmak\r\nçok iyi oldu",
            f"q{asked[6].id}": "İzin süreci çok uzun",
            "side": "cso",
        },
    )
    assert answer.status_code == 303
    browser_of_pages.get(answer.location)
    [waits] = boxed()
    assert (waits.side, waits.person, waits.registration_id) == (Sector.CSO, "", None)
    assert given(waits) == {
        asked[0].id: 5,
        asked[4].id: "Tanışmak\nçok iyi oldu",
        asked[6].id: None,  # that a problem was named; its text is a statement alone
    }
    close(asked[0].event)
    [statement] = db.session.scalars(sa.select(Statement))
    assert (statement.text, statement.side) == ("İzin süreci çok uzun", None)
    texts = db.session.scalars(sa.select(Answer.text).where(Answer.text.is_not(None)))
    assert texts.all() == ["Tanışmak\nçok iyi oldu"]


def test_the_form_asks_for_no_name_and_begins_with_the_persons_sector(browser_of_pages, page):
    form = browser_of_pages.get(page)
    assert not form.all("input", name="signature")
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
    assert [waits.side for waits in boxed()] == [None]


def test_a_used_link_says_so_on_every_visit(browser_of_pages, stranger, page, asked):
    browser_of_pages.submit(page, {f"q{asked[0].id}": "3"})
    for browser in (browser_of_pages, stranger):
        again = browser.get(page, status=410)
        assert again.words("h1") == "Bu formu daha önce yanıtladınız"
        assert not again.all("form", method="post")


def test_a_closed_form_says_so_whether_its_link_was_used_or_not(browser_of_pages, invited, asked):
    [unused] = rights(invited.wave.event, 1)
    pages = [feedback_path(held) for held in (invited, unused)]
    browser_of_pages.submit(pages[0], {f"q{asked[0].id}": "3"})
    close(asked[0].event)
    for page in pages:
        shown = browser_of_pages.get(page, status=410)
        assert shown.words("h1") == "Artık yanıt alınmıyor"
    assert browser_of_pages.client.post(pages[1]).status_code in (400, 410)


def test_a_double_click_is_one_answer(browser_of_pages, page, asked):
    data = {**browser_of_pages.get(page).form_values(), f"q{asked[0].id}": "3", "side": "cso"}
    answers = [browser_of_pages.client.post(page, data=data) for _ in range(2)]
    assert [(a.status_code, a.location) for a in answers] == [(303, f"{page}/thanks")] * 2
    assert len(boxed()) == 1


def test_a_double_click_before_the_cookie_came_is_thanked_too(app, page, asked):
    """Both were sent at once, so that the second one does not know that the first was thanked."""
    client = app.test_client()
    data = {**PageBrowser(client).get(page).form_values(), f"q{asked[0].id}": "3"}
    cookie = client.get_cookie("meydan")
    answers = []
    for _ in range(2):
        client.set_cookie("meydan", cookie.value)
        answers.append(client.post(page, data=data))
    assert [(a.status_code, a.location) for a in answers] == [(303, f"{page}/thanks")] * 2
    assert len(boxed()) == 1


def test_a_second_answer_of_any_kind_is_thanked_in_the_same_browser(browser_of_pages, page, asked):
    data = {**browser_of_pages.get(page).form_values(), f"q{asked[0].id}": "3"}
    browser_of_pages.client.post(page, data=data)
    bad = {**data, "side": "martian", f"q{asked[0].id}": "9"}
    assert browser_of_pages.client.post(page, data=bad).location == f"{page}/thanks"
    assert len(boxed()) == 1


@pytest.mark.parametrize("rating", ["4", "9"])
def test_a_second_answer_from_another_browser_is_refused(
    browser_of_pages, stranger, page, asked, rating
):
    opened = stranger.get(page).form_values()
    browser_of_pages.submit(page, {f"q{asked[0].id}": "3"})
    answer = stranger.client.post(page, data={**opened, f"q{asked[0].id}": rating})
    assert (answer.status_code, len(boxed())) == (410, 1)


def test_who_was_writing_has_an_hour_after_the_form_has_gone(
    browser_of_pages, stranger, invited, page, asked
):
    [late] = rights(invited.wave.event, 1)
    pages = (page, feedback_path(late))
    opened = [
        browser.get(to).form_values()
        for browser, to in zip((browser_of_pages, stranger), pages, strict=True)
    ]
    moment_of_closing(invited.wave, timedelta(minutes=59))
    browser_of_pages.get(page, status=410)
    sent = browser_of_pages.client.post(page, data={**opened[0], f"q{asked[0].id}": "3"})
    assert sent.status_code == 303
    moment_of_closing(invited.wave, GRACE)
    answer = stranger.client.post(pages[1], data={**opened[1], f"q{asked[0].id}": "3"})
    assert (answer.status_code, len(boxed())) == (410, 1)


def test_a_link_of_before_waves_still_opens_its_form(browser_of_pages, invited, asked):
    """It holds the number of the invitation alone."""
    page = f"/feedback/{keys.links.sign('feedback', invited.invitation_id)}"
    assert browser_of_pages.get(page).all("form", method="post")
    assert browser_of_pages.submit(page, {f"q{asked[0].id}": "3"}).status_code == 303
    browser_of_pages.get(page, status=410)
    browser_of_pages.get(feedback_path(invited), status=410)
    assert len(boxed()) == 1


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
    assert boxed() == []


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
    [waits] = boxed()
    assert given(waits)[asked[5].id] == text.replace("\x00", "")


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
    browser_of_pages.get(
        f"/feedback/{keys.links.sign('feedback', invited.wave_id + 1, invited.id)}", status=404
    )


def test_thanks_before_answering_leads_to_the_form(browser_of_pages, page):
    assert browser_of_pages.client.get(f"{page}/thanks").location == page


def test_the_form_still_works_when_the_event_was_withdrawn(browser_of_pages, invited, page, asked):
    withdraw(invited.wave.event, by=factories.user(), at=factories.NOW)
    db.session.commit()
    assert browser_of_pages.submit(page, {f"q{asked[0].id}": "4"}).status_code == 303
    browser_of_pages.get(page, status=410)


def test_english_readers_are_asked_in_english(browser_of_pages, page, asked):
    words = browser_of_pages.get(f"{page}?lang=en").words()
    assert asked[0].label_en in words
    assert asked[0].label not in words


@pytest.mark.parametrize("others", [0, 300])
def test_an_answer_costs_the_same_however_many_may_answer(
    browser_of_pages, invited, page, asked, others
):
    db.session.add_all(Right(wave_id=invited.wave_id) for _ in range(others))
    db.session.commit()
    with count_statements() as shown:
        form = browser_of_pages.get(page)
    data = {**form.form_values(), f"q{asked[0].id}": "3", f"q{asked[6].id}": "Yol"}
    with count_statements() as sent:
        assert browser_of_pages.client.post(page, data=data).status_code == 303
    assert (len(shown), len(sent)) == (4, 10)
