"""The form of a wave by a personal link: when it is shown, when it is taken, and what is refused."""

import gzip
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from limits import parse

from blueprints.public.feedback import sending
from blueprints.public.feedback.answer_sheets import GENEROUS, take
from extensions import db
from lib.clock import utc_now
from models.boxes import BoxedResponse
from models.feedback import Right, WaveLink
from models.forms import Choice, QuestionKind
from models.sectors import Sector
from operations.feedback.closing import close_wave, count_answers
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories import feedback
from tests.factories.survey_pages import asked, invited, path_of, survey_wave
from tests.house.source import ROOT

K = QuestionKind
HOUR = timedelta(hours=1)


def boxed():
    db.session.rollback()
    return list(db.session.scalars(sa.select(BoxedResponse)))


def personal(*questions, **values):
    return survey_wave(*questions, link=WaveLink.PERSONAL, **values)


def send_from(browser, path, sent):
    """Send it from a browser that has only just come to the site."""
    token = browser.get("/my-registrations").form_values()["csrf_token"]
    return browser.client.post(path, data={**sent, "csrf_token": token})


def text(**values):
    return asked(K.SHORT_TEXT, "Ne değişmeli?", **values)


def move_end(wave, by):
    """The wave ends so much later than now."""
    wave.closes_at = utc_now() + by
    db.session.commit()


def test_a_survey_says_what_it_is_who_asks_how_long_and_until_when(app, browser_of_pages):
    wave = personal(text(), closes_at=utc_now() + timedelta(days=3), description="Neden soruyoruz")
    words = browser_of_pages.get(path_of(invited(wave))).words()
    assert wave.survey.title in words
    for part in ("Neden soruyoruz", "Kim soruyor", "Yaklaşık 1 dakika", "Son yanıt zamanı"):
        assert part in words


def test_an_anonymous_form_says_what_is_kept_and_a_named_one_that_it_is_not(browser_of_pages, app):
    words = browser_of_pages.get(path_of(invited(personal(text())))).words()
    assert "Yanıtlarınız anonim" in words
    assert "Bu form anonim değil." not in words
    named = browser_of_pages.get(path_of(invited(personal(text(), named=True)))).words()
    assert "Bu form anonim değil." in named
    assert "Yanıtlarınız anonim" not in named


@pytest.mark.parametrize(("province", "asks"), [(None, True), ("76", False)])
def test_only_a_survey_of_the_whole_programme_asks_for_the_province(
    app, browser_of_pages, province, asks
):
    right = invited(personal(text(), province=province), province="19", sector=Sector.CSO)
    page = browser_of_pages.get(path_of(right))
    chosen = [e.attributes["value"] for e in page.elements if "selected" in e.attributes]
    assert chosen == (["19"] if asks else [])
    sides = page.all("input", name="side")
    assert [e.attributes["value"] for e in sides if "checked" in e.attributes] == ["cso"]


def test_answers_are_taken_with_side_and_province_and_without_a_name(app, browser_of_pages):
    question = text()
    right = invited(personal(question))
    sent = {f"q{question.id}": "Randevu", "side": "public", "province": "06"}
    assert browser_of_pages.submit(path_of(right), sent).location == f"{path_of(right)}/thanks"
    [row] = boxed()
    assert (row.side, row.province, row.person) == (Sector.PUBLIC, "06", "")
    assert [(a["question_id"], a["text"]) for a in row.answers] == [(question.id, "Randevu")]


def test_a_named_form_asks_for_the_name_of_those_it_does_not_know(app, browser_of_pages):
    question = text()
    wave = personal(question, named=True)
    known, unknown = invited(wave), Right(wave=wave)
    db.session.add(unknown)
    db.session.commit()
    assert not browser_of_pages.get(path_of(known)).all("input", name="person")
    sent = {f"q{question.id}": "x"}
    browser_of_pages.post(path_of(unknown), sent)
    assert (
        browser_of_pages.submit(path_of(unknown), {**sent, "person": "Ali Er"}).status_code == 303
    )
    assert [row.person for row in boxed()] == ["Ali Er"]


def test_a_planned_wave_says_from_when_and_takes_nothing(app, browser_of_pages):
    question = text()
    wave = personal(question, opens_at=utc_now() + timedelta(days=2))
    path = path_of(invited(wave))
    page = browser_of_pages.get(path)
    assert "Bu form henüz açılmadı" in page.words("h1")
    assert not page.all("form", method="post")
    browser_of_pages.client.post(path, data={f"q{question.id}": "erken"})
    assert boxed() == []


def test_a_used_link_is_gone_until_the_wave_closes_and_says_closed_afterwards(app):
    question = text()
    wave = personal(question)
    used, unused = path_of(invited(wave)), path_of(invited(wave))
    PageBrowser(app.test_client()).submit(used, {f"q{question.id}": "x"})
    browser = PageBrowser(app.test_client())
    assert "daha önce yanıtladınız" in browser.get(used, status=410).words("h1")
    close_wave(wave, by=None, at=utc_now())
    for _step in count_answers(at=utc_now()):
        db.session.commit()
    for path in (used, unused):
        assert "Artık yanıt alınmıyor" in browser.get(path, status=410).words("h1")


def test_a_second_form_leads_to_the_thanks_in_the_same_browser_alone(app, browser_of_pages):
    question = text()
    path = path_of(invited(personal(question)))
    hidden = browser_of_pages.get(path).form_values()
    sent = {**hidden, f"q{question.id}": "x"}
    second = {**sent, "submission_key": "another-form-of-another-tab"}
    assert browser_of_pages.client.post(path, data=sent).status_code == 303
    assert browser_of_pages.client.post(path, data=second).location == f"{path}/thanks"
    elsewhere = PageBrowser(app.test_client())
    page = elsewhere._read(send_from(elsewhere, path, second), 410)
    assert "daha önce yanıtladınız" in page.words("h1")
    assert elsewhere.client.get(f"{path}/thanks").location == path
    assert len(boxed()) == 1


def test_the_same_form_sent_twice_counts_once_also_before_the_cookie_came(app, browser_of_pages):
    question = text(required=True)
    path = path_of(invited(personal(question)))
    sent = {**browser_of_pages.get(path).form_values(), f"q{question.id}": "x"}
    assert browser_of_pages.client.post(path, data=sent).status_code == 303
    again = send_from(PageBrowser(app.test_client()), path, sent)
    assert (again.status_code, again.location) == (303, f"{path}/thanks")
    assert len(boxed()) == 1


def test_who_was_writing_when_the_wave_closed_may_send_for_one_hour_more(app, browser_of_pages):
    question = text()
    wave = personal(question, closes_at=utc_now() + HOUR)
    path = path_of(invited(wave))
    sent = {**browser_of_pages.get(path).form_values(), f"q{question.id}": "x"}
    move_end(wave, -HOUR / 2)
    words = browser_of_pages.get(path, status=410).words()
    assert "Form başka bir sayfada hâlâ açık mı?" in words
    assert browser_of_pages.client.post(path, data=sent).status_code == 303
    assert len(boxed()) == 1


def test_what_arrives_too_late_is_shown_to_be_copied_and_not_kept(app, browser_of_pages):
    question = text()
    picked = asked(K.SINGLE_CHOICE, "Hangisi?", choices=("Su", "Yol"))
    order = asked(K.RANKING, "Sıralayın", choices=("Okul", "Park"))
    wave = personal(question, picked, order, closes_at=utc_now() + HOUR)
    path = path_of(invited(wave))
    written = {
        f"q{question.id}": "Uzun uzun yazdım",
        f"q{picked.id}": str(picked.choices[1].id),
        f"q{order.id}": [str(choice.id) for choice in reversed(order.choices)],
    }
    sent = {**browser_of_pages.get(path).form_values(), **written}
    move_end(wave, -2 * HOUR)
    page = browser_of_pages._read(browser_of_pages.client.post(path, data=sent), 410)
    for part in ("Ne değişmeli?", "Uzun uzun yazdım", "Hangisi?", "Yol", "Park, Okul"):
        assert part in page.words("main")
    assert boxed() == []


def test_a_refused_form_is_shown_again_as_it_was_filled_in(app, browser_of_pages):
    must, free = text(required=True), asked(K.LONG_TEXT, "Başka?")
    page = browser_of_pages.post(path_of(invited(personal(must, free))), {f"q{free.id}": "Kalsın"})
    assert page.all("p", id=f"q{must.id}-error")
    assert "Kalsın" in page.words()
    form = page.all("form", method="post")[0].attributes
    assert "data-draft-restores" not in form  # what was sent is newer than a draft


def test_each_page_of_the_form_holds_its_own_questions(app, browser_of_pages):
    first, second = text(page=1), asked(K.LONG_TEXT, "Son söz?", page=3)
    page = browser_of_pages.get(path_of(invited(personal(first, second))))
    steps = [e for e in page.all("section") if "data-step" in e.attributes]
    assert ["Ne değişmeli?" in step.text for step in steps] == [True, False]
    assert ["Son söz?" in step.text for step in steps] == [False, True]


def test_the_draft_has_no_name_that_leads_to_the_link(app, browser_of_pages):
    path = path_of(invited(personal(text())))
    form = browser_of_pages.get(path).all("form", method="post")[0]
    draft = form.attributes["data-draft"]
    assert len(draft) == 32
    assert draft not in path


def test_five_hundred_people_behind_one_address_all_get_in_within_a_minute(limited_app):
    limit = parse(GENEROUS)
    assert (limit.amount >= 500, limit.get_expiry()) == (True, 60)
    question = text()
    browser = PageBrowser(limited_app.test_client())
    path = f"/surveys/{survey_wave(question).survey.slug}"
    sent = {**browser.get(path).form_values(), f"q{question.id}": "x"}
    assert [browser.client.post(path, data=sent).status_code for _ in range(30)] == [303] * 30


def test_an_event_that_was_withdrawn_is_not_linked(app, browser_of_pages):
    right = feedback.right(factories.event(over=True))
    event = right.wave.event
    path = feedback.feedback_path(right)
    move_end(right.wave, -HOUR)
    links = [a.attributes.get("href") for a in browser_of_pages.get(path, status=410).all("a")]
    assert f"/events/{event.slug}" in links


def test_a_first_visit_of_the_form_costs_at_most_eighty_kilobytes(app, browser_of_pages):
    kinds = (K.RATING, K.LONG_TEXT, K.PROBLEM, K.YES_NO)
    questions = [asked(kinds[n % 4], f"Uzunca sorulan bir soru {n}?", page=n) for n in range(1, 13)]
    page = browser_of_pages.client.get(path_of(invited(personal(*questions))))
    named = set(re.findall(r"/static/\w+/([\w/.-]+\.(?:js|css|woff2|svg))", page.text))
    assert {"js/drafts.js", "js/steps.js", "css/site.css", "fonts/inter-latin.woff2"} <= named
    files = [
        ROOT / "static" / name for name in {*named, "js/parts.js", "fonts/inter-turkish.woff2"}
    ]
    sent = [len(gzip.compress(file.read_bytes())) for file in files]
    assert len(page.data) + sum(sent) <= 80 * 1024


def test_a_choice_that_is_taken_out_in_this_very_moment_is_asked_for_again(
    app, browser_of_pages, monkeypatch
):
    picked = asked(K.SINGLE_CHOICE, "Hangisi?", choices=("Su", "Yol"))
    free = asked(K.LONG_TEXT, "Başka?")
    path = path_of(invited(personal(picked, free)))
    gone = picked.choices[1].id
    sent = {f"q{picked.id}": str(gone), f"q{free.id}": "Kalsın"}

    def take_just_after_it_went(sheet, *, right):
        db.session.execute(sa.delete(Choice).where(Choice.id == gone))
        db.session.commit()
        take(sheet, right=right)

    monkeypatch.setattr(sending, "take", take_just_after_it_went)
    page = browser_of_pages._read(browser_of_pages.submit(path, sent), 409)
    assert page.all("p", id=f"q{picked.id}-error")
    assert "Kalsın" in page.words()
    assert boxed() == []
