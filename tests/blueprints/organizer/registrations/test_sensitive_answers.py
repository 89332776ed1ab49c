"""Who manages people need not see their sensitive answers: that is a right of its own."""

from dataclasses import dataclass

import pytest

import policy
from extensions import db
from lib.clock import utc_now
from models.answers import Upload
from models.forms import AskedAt, Question, QuestionKind
from models.registrations import Registration
from models.users import Role
from operations.base.answers import Given, UploadedFile, write_answers
from operations.forms.uploads import SentFile, keep_upload
from policy import Permission
from queries.forms.answers import answers_of_registration
from tests import factories
from tests.factories import forms

DIET = "glutensiz ve tuzsuz"


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked about a diet, for a certificate, and for a shirt."""

    person: Registration
    shirt: Question
    upload: Upload


@pytest.fixture
def asked(app):
    event, at = factories.event(approval=True), utc_now()
    after = AskedAt.AFTER_APPROVAL
    diet = forms.question(event, label="Beslenme", sensitive=True, asked_at=after)
    shirt = forms.question(event, label="Beden", asked_at=after)
    paper = forms.question(event, QuestionKind.FILE, label="Rapor", sensitive=True, asked_at=after)
    upload = keep_upload(paper, SentFile("rapor.pdf", "application/pdf", b"%PDF-1"), at=at)
    person = factories.registration(event)
    given: dict[int, Given] = {diet.id: DIET, shirt.id: "M", paper.id: UploadedFile(upload.id)}
    write_answers(person, [diet, shirt, paper], given, at=at)
    db.session.commit()
    return Asked(person, shirt, upload)


def pages_of(person: Registration) -> list[str]:
    here = f"/organizer/registrations/{person.id}"
    listed = f"/organizer/events/{person.event_id}/registrations"
    return [here, f"{here}/answers", f"{here}/completeness", f"{listed}.csv"]


@pytest.fixture
def client(app):
    client = app.test_client()
    factories.sign_in(client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19"))
    return client


@pytest.fixture
def without_the_right(monkeypatch):
    rights = policy._PERMISSIONS
    left = rights[Role.PROVINCIAL_ORGANIZER] - {Permission.SEE_SENSITIVE}
    monkeypatch.setitem(rights, Role.PROVINCIAL_ORGANIZER, left)


def test_organizers_see_sensitive_answers(client, asked):
    assert all(DIET in client.get(page).text for page in pages_of(asked.person))
    assert client.get(f"/organizer/uploads/{asked.upload.id}").status_code == 200


@pytest.mark.usefixtures("without_the_right")
def test_without_the_right_they_are_on_no_page_and_in_no_file(client, asked):
    for page in pages_of(asked.person):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert DIET not in answer.text, page
    assert client.get(f"/organizer/uploads/{asked.upload.id}").status_code == 404


@pytest.mark.usefixtures("without_the_right")
def test_without_the_right_other_answers_are_corrected_and_these_stay(
    client, asked, browser_of_pages
):
    browser_of_pages.client = client
    page = f"/organizer/registrations/{asked.person.id}/answers"
    fields = browser_of_pages.get(page).all("input", type="text")
    (shirt,) = [
        field.attributes["name"]
        for field in fields
        if str(asked.shirt.id) in field.attributes["name"]
    ]
    answer = browser_of_pages.submit(page, {shirt: "XL"})
    assert answer.status_code == 303, answer.text[:500]
    db.session.expire_all()
    told = answers_of_registration(asked.person, locale="tr", sensitive=True)
    assert {question.label: text for question, text in told} == {
        "Beslenme": DIET,
        "Beden": "XL",
        "Rapor": "rapor.pdf",
    }
