"""Everything that is kept about oneself, the files that one sent included."""

import json
from io import BytesIO
from zipfile import ZipFile

from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.forms import QuestionKind
from operations.base.answers import UploadedFile, write_answers
from operations.forms.uploads import SentFile, keep_upload
from tests import factories
from tests.factories.forms import question


def sent_files(event, registration, *names):
    """Each answers a question of its own; the last one comes too late to be an answer."""
    questions = [question(event, QuestionKind.FILE) for _ in names]
    uploads = [
        keep_upload(asked, SentFile(name, "application/pdf", f"%PDF-{name}".encode()), at=utc_now())
        for asked, name in zip(questions, names, strict=True)
    ]
    answers = {asked.id: UploadedFile(u.id) for asked, u in zip(questions, uploads, strict=True)}
    write_answers(registration, questions[:-1], answers, at=utc_now())
    db.session.commit()


def packed(app, registration):
    address = f"/registrations/{registration_token(registration)}/data.zip?lang=tr"
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "attachment" in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_that_one_sent_lie_beside_what_is_written(app):
    event = factories.event()
    own, other = factories.registration(event), factories.registration(event)
    sent_files(event, own, "Özgeçmiş.pdf", "özgeçmiş.pdf", "../şifre.pdf", "taslak.pdf")
    sent_files(event, other, "başkasının.pdf", "taslak.pdf")
    found = packed(app, own)
    assert json.loads(found.pop("data.json"))["registration"]["email"] == own.email
    assert found == {
        "files/Özgeçmiş.pdf": "%PDF-Özgeçmiş.pdf".encode(),
        "files/özgeçmiş (2).pdf": "%PDF-özgeçmiş.pdf".encode(),
        "files/.._şifre.pdf": "%PDF-../şifre.pdf".encode(),
    }


def test_who_sent_no_file_gets_what_is_written(app):
    assert list(packed(app, factories.registration(factories.event()))) == ["data.json"]


def test_the_own_page_hands_it_out(browser_of_pages):
    own_page = f"/registrations/{registration_token(factories.registration(factories.event()))}"
    assert browser_of_pages.get(own_page).all("a", href=f"{own_page}/data.zip")
