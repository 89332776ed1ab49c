import pytest
import sqlalchemy as sa

from extensions import db
from letters.kinds import WORDABLE
from models.letters import Letter, LetterKind, LetterWording
from models.users import Role
from tests import factories
from tests.statements import count_statements

OWN = {
    "subject": "{event}: yeriniz hazır",
    "body": "Merhaba {given_name},\n\n**Kapılar 9.30'da açılır.** [Sayfanız]({link})",
    "subject_en": "",
    "body_en": "",
}


@pytest.fixture
def event(app):
    return factories.event(title="Iğdır Günü", title_en="Iğdır Day")


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(email="duzenleyici@example.org"))
    return browser_of_pages


def address(event, slug="registration-confirmed"):
    return f"/organizer/events/{event.id}/letters/{slug}"


def letters():
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.id)))


def test_own_words_take_the_place_of_ours_and_the_ticket_stays(browser, event):
    assert browser.submit(address(event), OWN).status_code == 303
    factories.registration(event, given_name="Işıl {event}<b>")
    [letter] = letters()
    assert letter.subject == "Iğdır Günü: yeriniz hazır"
    assert "Merhaba Işıl {event}<b>,\n\n**Kapılar 9.30'da açılır.**" in letter.text
    assert "Merhaba Işıl {event}&lt;b&gt;," in letter.html
    assert "<strong>Kapılar 9.30'da açılır.</strong>" in letter.html
    assert '<a style="color:#0A5A8A" href="http://meydan.example.org/registrations/' in letter.html
    assert "cid:" in letter.html
    assert "Katılımınızı dört gözle" not in letter.html


def test_the_form_begins_with_our_words_in_both_languages_and_placeholders(browser, event):
    page = browser.get(address(event))
    fields = {e.attributes["name"]: e for e in page.all("textarea")}
    assert "{event}" in fields["body"].text
    assert "{event}" in fields["body_en"].text
    assert fields["body"].text != fields["body_en"].text
    assert page.all("input", name="subject_en")[0].attributes["value"] == (
        "Your place is confirmed: {event}"
    )


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("body", "Sayın {ad}", "{ad}"),
        ("subject", "{deadline}", "{deadline}"),
        ("body", "{ name!r }", "{ name!r }"),
        ("body", "[x](http://a.example/{name})", "{link}"),
        ("subject_en", "Hello", "İngilizce"),
    ],
)
def test_what_no_letter_can_fill_in_is_refused_at_the_field(browser, event, field, text, said):
    page = browser.post(address(event), {**OWN, field: text})
    assert page.all("p", id=f"{field}-error")
    if said != "İngilizce":
        assert said in page.all("p", id=f"{field}-error")[0].text
    assert db.session.scalars(sa.select(LetterWording)).all() == []


def test_who_reads_english_gets_the_english_words(browser, event):
    english = {"subject_en": "{event}: come in", "body_en": "Doors open at 9:30."}
    browser.submit(address(event), {**OWN, **english})
    factories.registration(event, locale="en")
    [letter] = letters()
    assert letter.subject == "Iğdır Day: come in"
    assert "Doors open at 9:30." in letter.text


def test_a_test_letter_goes_to_the_organizer_and_into_nobodys_log(browser, event, smtp_server, app):
    from commands.sending import send_letters
    from commands.work import Worker
    from tests.smtp import sending_to

    page = browser.get(address(event))
    browser.client.post(f"{address(event)}/test-letters?in=en", data=page.form_values())
    [letter] = letters()
    assert (letter.to_address, letter.registration_id) == ("duzenleyici@example.org", None)
    assert letter.subject.startswith(("Test:", "Deneme:"))
    with sending_to(app, smtp_server.host, smtp_server.port):
        send_letters(Worker())
    [message] = smtp_server.messages
    assert [part for part in message.walk() if part.get_content_type() == "image/png"]


def test_back_to_our_words(browser, event):
    browser.submit(address(event), OWN)
    page = browser.get(address(event))
    browser.client.post(f"{address(event)}/removal", data=page.form_values())
    factories.registration(event, locale="en")
    assert letters()[0].subject == "Your place is confirmed: Iğdır Day"


def test_the_preview_is_a_document_in_which_nothing_runs(browser, event):
    browser.submit(address(event), {**OWN, "body": "<script>alert(1)</script> {name}"})
    answer = browser.client.get(f"{address(event)}/preview?in=tr")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "data:image/png;base64," in answer.text
    assert "cid:" not in answer.text


def test_words_are_looked_at_without_being_saved(browser, event):
    answer = browser.submit(
        f"{address(event)}/preview?in=tr", {**OWN, "body": "Şimdilik"}, page=address(event)
    )
    assert "Şimdilik" in answer.text
    assert db.session.scalars(sa.select(LetterWording)).all() == []


@pytest.mark.parametrize("kind", WORDABLE)
def test_every_letter_can_be_looked_at_and_names_no_placeholder_of_ours(browser, event, kind):
    slug = kind.value.replace("_", "-")
    page = browser.get(address(event, slug))
    assert "{" not in "".join(e.text for e in page.all("pre"))
    for locale in ("tr", "en"):
        answer = browser.client.get(f"{address(event, slug)}/preview?in={locale}")
        assert answer.status_code == 200
        assert f'<html lang="{locale}">' in answer.text


def test_list_takes_the_same_statements_whatever_is_worded(browser, event):
    counts = []
    for kind in (None, LetterKind.REGISTRATION_CONFIRMED, LetterKind.PARTICIPANT_REMINDED):
        if kind:
            browser.submit(address(event, kind.value.replace("_", "-")), OWN)
        db.session.remove()
        with count_statements() as seen:
            browser.get(f"/organizer/events/{event.id}/letters")
        counts.append(len(seen))
    assert counts == [4, 4, 4]


@pytest.mark.parametrize(
    ("typed", "days"), [("7, 1", [7, 1]), ("1;3 1", [3, 1]), ("", []), ("60", [60])]
)
def test_reminders_are_chosen_as_a_list(browser, event, typed, days):
    page = f"/organizer/events/{event.id}/letters"
    answer = browser.submit(f"{page}/reminders", {"days": typed}, page=page)
    assert answer.status_code == 303
    db.session.refresh(event)
    assert event.reminder_days == days


@pytest.mark.parametrize("typed", ["x", "0", "61", "-1", "1.5", "1,2,3,4,5,6", "²", "9" * 5000])
def test_other_days_are_refused(browser, event, typed):
    page = f"/organizer/events/{event.id}/letters"
    answer = browser.submit(f"{page}/reminders", {"days": typed}, page=page)
    assert answer.status_code == 422
    db.session.refresh(event)
    assert event.reminder_days == []


def test_another_provinces_letters_do_not_exist(browser_of_pages, event):
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    )
    for page in (f"/organizer/events/{event.id}/letters", address(event)):
        assert browser_of_pages.client.get(page).status_code == 404


def test_a_plain_event_asks_nobody_for_words(app, event):
    factories.registration(event)
    with count_statements() as seen:
        factories.registration(event, by=None)
    assert not [statement for statement in seen if "letter_wordings" in statement]
