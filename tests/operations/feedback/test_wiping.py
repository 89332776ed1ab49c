"""What has left a box is found nowhere in its files any more."""

from collections import Counter

import pytest
import sqlalchemy as sa

from extensions import db
from lib.sqlite import only_reading, wipe_log
from models.forms import AskedOf
from models.statements import Statement
from operations.base.answers import NamedProblem
from operations.feedback.boxes import STAYING
from operations.feedback.taking import GivenAnswers, take_answers
from tests import factories
from tests.factories.feedback import close, count, questions, rights, submit
from tests.operations.feedback.copies import SqliteCopy, files_of_the_database, heap_file
from tests.operations.feedback.linker import MARK
from tests.operations.feedback.test_linker import mark

PEOPLE = 25
LONG = 400
"""Characters: two or three rows of a box fill a page, so that pages are divided as rows come."""
BOXES = {"response_box": "answers", "statement_box": "statements"}


def long_answers(event) -> None:
    """All wait in the boxes, since the worker does not run."""
    asked = questions(event)
    for held in rights(event, PEOPLE):
        comment, sentence = mark("A") + "y" * LONG, mark("S") + "z" * LONG
        submit(held, {asked[0].id: 4, asked[4].id: comment, asked[6].id: NamedProblem(sentence)})
        db.session.commit()


def moved(event, *, closed: bool) -> None:
    if closed:
        close(event)
    count()
    assert wipe_log(db.engine)


def marks_in(table: str) -> Counter[str]:
    """How often each text is in the files of the table."""
    if db.engine.dialect.name == "sqlite":
        pages = SqliteCopy.taken().pages(table)
    else:
        pages = [heap_file(table)]
    return Counter(MARK.findall(b"".join(pages).decode("latin-1")))


def kept_in(table: str) -> set[str]:
    """The texts of the table's rows."""
    rows = db.session.execute(sa.text(f"SELECT * FROM {table}")).all()
    db.session.rollback()
    return set(MARK.findall(str(rows)))


@pytest.mark.parametrize("closed", [False, True])
def test_of_what_was_moved_the_files_of_the_boxes_hold_nothing(app, closed):
    event = factories.event(over=True, at=factories.NOW)
    long_answers(event)
    before = {box: kept_in(box) for box in BOXES}
    assert all(len(marks) == PEOPLE for marks in before.values())
    moved(event, closed=closed)
    for box, table in BOXES.items():
        staying = kept_in(box)
        assert len(staying) == (0 if closed else STAYING)
        assert set(marks_in(box)) == staying
        assert kept_in(table) | staying == before[box]


def test_each_text_is_in_the_files_of_one_table_alone(app):
    """There it may stand twice, where rows were moved to make room for others."""
    event = factories.event(over=True, at=factories.NOW)
    long_answers(event)
    moved(event, closed=True)
    files = files_of_the_database()
    everywhere = Counter(MARK.findall(b"".join(files.values()).decode("latin-1")))
    in_their_tables = marks_in("answers") + marks_in("statements")
    texts = kept_in("answers") | kept_in("statements")
    assert len(texts) == 2 * PEOPLE
    assert {text: everywhere[text] for text in texts} == {
        text: in_their_tables[text] for text in texts
    }
    assert not files.get("log")


def test_who_reads_meanwhile_keeps_the_log_from_being_cut(app):
    """The worker tries again five seconds later."""
    if db.engine.dialect.name != "sqlite":
        return
    event = factories.event(over=True, at=factories.NOW)
    with only_reading(), db.engine.connect() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM rights")
        with only_reading(False):
            long_answers(event)
            count()
        assert not wipe_log(db.engine)
    assert wipe_log(db.engine)
    assert files_of_the_database()["log"] == b""


def test_no_session_keeps_the_mark_of_who_wrote_about_it(app):
    """PostgreSQL notes with a session's row which transaction last referred to it."""
    if db.engine.dialect.name != "postgresql":
        return
    event = factories.event(over=True, at=factories.NOW)
    session = factories.session(event)
    [asked] = [question for question in questions(event) if question.kind == "problem"]
    asked.asked_of, asked.subjects = AskedOf.SESSION, [session.id]
    mine = rights(event, 1)[0]
    about = {(asked.id, session.id): NamedProblem("Salon soğuktu")}
    given = GivenAnswers(about=about)
    take_answers(mine.wave, [asked], given, right=mine.id, nonce="1", at=factories.NOW)
    db.session.commit()
    marks = sa.text(
        "SELECT xmax::text FROM sessions UNION ALL SELECT xmin::text FROM statement_box"
    )
    of_session, of_answer = db.session.scalars(marks).all()
    assert of_session == of_answer
    db.session.commit()
    close(event)
    [of_session] = db.session.scalars(sa.text("SELECT xmax::text FROM sessions"))
    assert of_session != of_answer
    assert db.session.scalars(sa.select(Statement)).one().session_id is None
