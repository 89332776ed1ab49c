"""The two ways of keeping answers that the linker is set at: today's, and the one before it."""

from secrets import randbits

import sqlalchemy as sa

from extensions import db
from operations.feedback.boxes import MOVED_AT, STAYING
from tests.operations.feedback.linker import Design


def place(table: str, nth: int, used: int) -> float:
    """The worker looks after each answer: five at a time have left since the tenth."""
    if table.endswith("_box"):
        last = used // STAYING * STAYING if used >= MOVED_AT else 0
        staying = STAYING if last else 0
        return last + 0.5 if nth <= staying else last + nth - staying
    batch = (nth - 1) // STAYING
    return min(batch * STAYING + MOVED_AT, used) + 0.5


TODAY = Design(
    rows={
        "response_box": "SELECT id, answers FROM response_box",
        "responses": "SELECT r.id, a.text FROM responses r JOIN answers a ON a.response_id = r.id"
        " WHERE a.text IS NOT NULL",
        "statement_box": "SELECT id, text FROM statement_box",
        "statements": "SELECT id, text FROM statements",
    },
    used="SELECT id FROM feedback_invitations WHERE id NOT IN (SELECT invitation_id FROM rights)",
    place=place,
    heap_of_rights="rights",
)

BEFORE = Design(
    rows={
        "old_responses": "SELECT r.id, a.text FROM old_responses r"
        " JOIN old_answers a ON a.response_id = r.id WHERE a.text LIKE 'A-%'",
        "old_statements": "SELECT id, text FROM old_statements",
    },
    used="SELECT id FROM old_invitations WHERE answered",
    place=lambda _table, nth, _used: nth,
)

old = sa.MetaData()
invitations = sa.Table(
    "old_invitations",
    old,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("answered", sa.Boolean),
)
responses = sa.Table(
    "old_responses",
    old,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("signature", sa.Text),
)
answers = sa.Table(
    "old_answers",
    old,
    sa.Column("response_id", sa.BigInteger, primary_key=True),
    sa.Column("question_id", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text),
    sqlite_with_rowid=False,
)
statements = sa.Table(
    "old_statements",
    old,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("text", sa.Text),
)


def answer_as_before(person: int, comment: str, sentence: str) -> None:
    """As it was written until waves came: all in one transaction, the problem twice, and all
    invitations anew."""
    number = randbits(62)
    db.session.execute(
        invitations.update().values(
            answered=sa.or_(invitations.c.answered, invitations.c.id == person)
        )
    )
    db.session.execute(responses.insert().values(id=number, signature=""))
    for question, text in enumerate((comment, sentence)):
        db.session.execute(
            answers.insert().values(response_id=number, question_id=question, text=text)
        )
    db.session.execute(statements.insert().values(id=randbits(62), text=sentence))
    db.session.commit()
