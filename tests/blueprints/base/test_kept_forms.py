"""A kept form is the same for all but for what belongs to one visitor."""

from datetime import timedelta

import time_machine

from blueprints.base.kept_forms import kept_forms
from extensions import db
from lib.clock import utc_now
from models.events import Event
from operations.events.events import call_off
from tests import factories
from tests.browser_of_pages import PageBrowser


def address(event: Event) -> str:
    return f"/events/{event.slug}/register"


def answers(**values):
    return {
        "given_name": "Işıl",
        "family_name": "Çağ",
        "email": "isil@example.org",
        "sector": "cso",
        "institution": "Dernek",
        "province": "19",
        **values,
    }


def test_two_visitors_get_the_same_form_with_values_of_their_own(app):
    event = factories.event()
    pages = [PageBrowser(app.test_client()).get(address(event)) for _ in range(3)]
    assert len(kept_forms()) == 1
    values = [page.form_values() for page in pages]
    for name in ("csrf_token", "submission_key"):
        assert len({value[name] for value in values}) == 3
        assert all(len(value[name]) > 20 and "\0" not in value[name] for value in values)


def test_the_tokens_that_were_filled_in_are_accepted(app):
    app.config["WTF_CSRF_ENABLED"] = True
    event = factories.event()
    for number in range(3):
        browser = PageBrowser(app.test_client())
        sent = browser.submit(address(event), answers(email=f"isil{number}@example.org"))
        assert sent.status_code == 303


def test_another_visitors_token_is_refused(app):
    event = factories.event()
    theirs = PageBrowser(app.test_client()).get(address(event)).form_values()
    client = app.test_client()
    PageBrowser(client).get(address(event))
    assert client.post(address(event), data={**theirs, **answers()}).status_code == 400


def test_the_form_goes_when_the_last_place_does(app):
    event = factories.event(capacity=1)
    browser = PageBrowser(app.test_client())
    assert browser.get(address(event)).all("form")
    factories.registration(event)
    assert not browser.get(address(event)).all("form")


def test_a_change_of_the_event_shows_in_the_next_answer(app):
    event = factories.event()
    browser = PageBrowser(app.test_client())
    browser.get(address(event))
    event.title = "Bambaşka bir başlık"
    db.session.commit()
    assert "Bambaşka bir başlık" in browser.get(address(event)).words()
    call_off(event, by=factories.user(), at=utc_now())
    db.session.commit()
    assert not browser.get(address(event)).all("form")


def test_the_form_goes_when_registration_closes(app):
    event = factories.event(registration_closes_at=utc_now() + timedelta(hours=1))
    browser = PageBrowser(app.test_client())
    assert browser.get(address(event)).all("form")
    with time_machine.travel(timedelta(hours=1, seconds=1)):
        assert not browser.get(address(event)).all("form")


def test_each_language_has_its_own_form(app):
    event = factories.event(title_en="Civil society day, Çorum")
    browser = PageBrowser(app.test_client())
    english = browser.get(f"{address(event)}?lang=en")
    assert english.all("html")[0].attributes["lang"] == "en"
    assert "Civil society day" in english.words()


def test_a_draft_has_no_form(app):
    PageBrowser(app.test_client()).get(address(factories.event(draft=True)), status=404)
