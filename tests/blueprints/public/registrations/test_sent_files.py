"""Files that people send with their registration."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.forms import QuestionKind
from tests import factories
from tests.blueprints.public.registrations.test_own_questions import (
    FILLED,
    address,
    error_beside,
    registrations,
    said,
)
from tests.browser_of_pages import Document
from tests.factories.forms import question

K = QuestionKind
PDF = b"%PDF-1.7\nan agenda"


def sent_file(content=PDF, name="özgeçmiş.pdf"):
    return (BytesIO(content), name)


def with_file():
    event = factories.event()
    return event, question(event, K.FILE, label="Özgeçmiş", required=True)


def test_a_file_arrives_as_it_was_sent(browser_of_pages):
    event, cv = with_file()
    answer = browser_of_pages.submit(address(event), {**FILLED, f"q{cv.id}": sent_file()})
    assert answer.status_code == 303
    [upload] = db.session.scalars(sa.select(Upload))
    assert (upload.file_name, upload.mimetype, upload.size) == (
        "özgeçmiş.pdf",
        "application/pdf",
        len(PDF),
    )
    assert upload.content == PDF
    assert said(registrations()[0]) == {cv.id: "özgeçmiş.pdf"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ not a document", "cv.pdf"),
        (b"%PDF-" + b"x" * 5 * 1024 * 1024, "big.pdf"),
        (b"", "a.pdf"),
    ],
)
def test_a_file_that_is_none_of_the_kinds_is_refused(browser_of_pages, content, name):
    event, cv = with_file()
    hidden = browser_of_pages.get(address(event)).form_values()
    # not through the client's own encoder, which leaves its spooled files open
    boundary, body = encode_multipart(
        {**hidden, **FILLED, f"q{cv.id}": FileStorage(BytesIO(content), name)}
    )
    answer = browser_of_pages.client.post(
        address(event), data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    assert answer.status_code == 422
    assert error_beside(Document(answer.text), f"q{cv.id}")
    assert registrations() == [] and not db.session.scalars(sa.select(Upload)).all()


def test_a_file_survives_a_form_that_is_refused_for_something_else(browser_of_pages):
    event, cv = with_file()
    name = f"q{cv.id}"
    page = browser_of_pages.post(address(event), {**FILLED, "email": "", name: sent_file()})
    assert "“özgeçmiş.pdf” has arrived" in page.words()
    hidden = page.form_values()
    answer = browser_of_pages.client.post(address(event), data={**FILLED, **hidden})
    assert answer.status_code == 303
    [upload] = db.session.scalars(sa.select(Upload))
    [row] = db.session.scalars(sa.select(RegistrationAnswer))
    assert row.upload_id == upload.id


def test_a_file_that_was_kept_can_be_replaced_or_left_out(browser_of_pages):
    event = factories.event()
    name = f"q{question(event, K.FILE).id}"
    page = browser_of_pages.post(address(event), {**FILLED, "email": "", name: sent_file()})
    hidden = page.form_values()
    again = {**FILLED, **hidden, f"{name}-removed": "yes"}
    assert browser_of_pages.client.post(address(event), data=again).status_code == 303
    assert not db.session.scalars(sa.select(RegistrationAnswer)).all()
    other = {**FILLED, **hidden, "email": "b@example.org", name: sent_file(name="yeni.pdf")}
    assert browser_of_pages.client.post(address(event), data=other).status_code == 303
    [row] = db.session.scalars(sa.select(RegistrationAnswer))
    assert row.upload and row.upload.file_name == "yeni.pdf"


@pytest.mark.parametrize("token", ["x", "WzEsMV0.x", "\0", "ş" * 3000])
def test_nobody_names_a_file_that_is_not_theirs(browser_of_pages, token):
    event, cv = with_file()
    page = browser_of_pages.post(address(event), {**FILLED, f"q{cv.id}-kept": token})
    assert error_beside(page, f"q{cv.id}")


def test_a_draft_that_waited_too_long_is_asked_for_once_more(browser_of_pages):
    event, cv = with_file()
    page = browser_of_pages.post(address(event), {**FILLED, "email": "", f"q{cv.id}": sent_file()})
    [upload] = db.session.scalars(sa.select(Upload))
    upload.created_at -= timedelta(hours=24, minutes=1)
    db.session.commit()
    answer = browser_of_pages.client.post(address(event), data={**FILLED, **page.form_values()})
    assert answer.status_code == 422
    assert "no longer stored" in error_beside(Document(answer.text), f"q{cv.id}")
