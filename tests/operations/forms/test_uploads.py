from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.answers import Upload
from models.forms import Question, QuestionKind
from operations.base.answers import UploadedFile, write_answers
from operations.forms.order import HasAnswers, delete_question
from operations.forms.uploads import QuestionGone, SentFile, delete_drafts, keep_upload
from queries.forms.uploads import upload_for_question
from tests import factories
from tests.factories import NOW
from tests.factories.forms import question

SENT = SentFile("a.pdf", "application/pdf", b"%PDF-1")


def test_drafts_go_after_a_day_and_answers_stay(app):
    event = factories.event()
    cv = question(event, QuestionKind.FILE)
    answer, old, young = (
        keep_upload(cv, SENT, at=NOW - timedelta(hours=hours)) for hours in (48, 26, 24)
    )
    person = factories.registration(event)
    write_answers(person, [cv], {cv.id: UploadedFile(answer.id)}, at=NOW)
    db.session.flush()
    assert upload_for_question(answer.id, cv.id, at=NOW) is answer
    assert upload_for_question(young.id, cv.id, at=NOW) is None  # too old to be answered with
    assert delete_drafts(at=NOW) == 1
    assert set(db.session.scalars(sa.select(Upload.id))) == {answer.id, young.id}
    assert old.id not in set(db.session.scalars(sa.select(Upload.id)))


def test_a_file_belongs_to_its_question(app):
    event = factories.event()
    cv, other = question(event, QuestionKind.FILE), question(event, QuestionKind.FILE)
    draft = keep_upload(cv, SENT, at=NOW)
    assert upload_for_question(draft.id, cv.id, at=NOW) is draft
    assert upload_for_question(draft.id, other.id, at=NOW) is None


def test_a_question_answered_with_a_file_is_not_deleted(app):
    event = factories.event()
    cv = question(event, QuestionKind.FILE)
    sent = keep_upload(cv, SENT, at=NOW)
    person = factories.registration(event)
    write_answers(person, [cv], {cv.id: UploadedFile(sent.id)}, at=NOW)
    factories.commit()
    with pytest.raises(HasAnswers):
        delete_question(cv, by=None, at=NOW)
    db.session.rollback()
    assert db.session.scalars(sa.select(Upload.id)).one() == sent.id


def test_no_file_is_kept_for_a_question_that_was_deleted(app):
    event = factories.event()
    kept, gone = question(event, QuestionKind.FILE), question(event, QuestionKind.FILE)
    keep_upload(kept, SENT, at=NOW)
    db.session.execute(
        sa.delete(Question).filter_by(id=gone.id), execution_options={"synchronize_session": False}
    )
    with pytest.raises(QuestionGone):
        keep_upload(gone, SENT, at=NOW)
    assert db.session.scalars(sa.select(Upload.question_id)).all() == [kept.id]
