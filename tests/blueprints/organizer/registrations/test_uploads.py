"""Files that participants sent, for those who may read them."""

import pytest

from extensions import db
from lib.clock import utc_now
from models.forms import QuestionKind
from models.users import Role
from operations.base.answers import UploadedFile, write_answers
from operations.forms.uploads import SentFile, keep_upload
from tests import factories
from tests.factories.forms import question

K = QuestionKind


@pytest.fixture
def event(app):
    return factories.event()


def stored(app, event, **values):
    cv = question(event, K.FILE, **values)
    person = factories.registration(event)
    sent = SentFile('Özgeçmiş "1".pdf', "application/pdf", b"%PDF-1")
    upload = keep_upload(cv, sent, at=utc_now())
    write_answers(person, [cv], {cv.id: UploadedFile(upload.id)}, at=utc_now())
    db.session.commit()
    return f"/organizer/uploads/{upload.id}"


def test_an_organizer_downloads_a_file_and_opens_it_nowhere_here(app, event):
    address, client = stored(app, event), app.test_client()
    factories.sign_in(client, factories.user())
    answer = client.get(address)
    assert (answer.status_code, answer.data) == (200, b"%PDF-1")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "UTF-8''%C3%96zge%C3%A7mi%C5%9F" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "frame-ancestors 'none'" in policy


def test_files_are_for_the_own_province_and_confidential_ones_for_who_manages(app, event):
    address, secret = stored(app, event), stored(app, event, sensitive=True)
    client = app.test_client()
    for someone, statuses in (
        (factories.user(Role.PROVINCIAL_ORGANIZER, province="06"), (404, 404)),
        (factories.user(Role.PROVINCIAL_ORGANIZER, province="19"), (200, 200)),
        (factories.user(Role.EVALUATOR), (200, 404)),
        (factories.user(Role.VIEWER), (403, 403)),
    ):
        factories.sign_in(client, someone)
        assert (client.get(address).status_code, client.get(secret).status_code) == statuses


def test_a_draft_is_nobodys_to_download(app, event):
    cv, client = question(event, K.FILE), app.test_client()
    draft = keep_upload(cv, SentFile("a.pdf", "application/pdf", b"%PDF-"), at=utc_now())
    db.session.commit()
    factories.sign_in(client, factories.user())
    assert client.get(f"/organizer/uploads/{draft.id}").status_code == 404
