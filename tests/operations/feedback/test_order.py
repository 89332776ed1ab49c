"""Where the databases put rows must not tell whose answer is whose, no more than columns do."""

import sqlalchemy as sa
from operations.feedback.responses import submit_feedback

from extensions import db
from models.feedback import FeedbackInvitation
from tests import factories
from tests.factories.feedback import invitation


def test_used_invitations_do_not_lie_in_the_order_of_the_answers(app):
    event = factories.event(over=True)
    made = [invitation(event) for _ in range(6)]
    other = invitation(factories.event(over=True))
    for number in (4, 1, 5, 0):
        submit_feedback(made[number], answers={}, side=None, signature="", at=factories.NOW)
        db.session.commit()
    if db.engine.dialect.name == "sqlite":
        rows = db.session.scalars(sa.select(FeedbackInvitation.id).order_by(sa.text("rowid")))
        assert [row for row in rows if row != other.id] == [one.id for one in made]
    # PostgreSQL fills the gaps that earlier versions left, in an order of its own; what matters
    # there is that all rows were written anew together, which the next test holds.
    answered = sa.select(FeedbackInvitation.id).where(FeedbackInvitation.answered)
    assert set(db.session.scalars(answered)) == {made[number].id for number in (4, 1, 5, 0)}


def test_no_transaction_is_shared_by_one_invitation_and_one_answer_alone(app):
    if db.engine.dialect.name != "postgresql":
        return  # SQLite keeps no transaction with a row
    event = factories.event(over=True)
    made = [invitation(event) for _ in range(4)]
    for used in made[:3]:
        submit_feedback(used, answers={}, side=None, signature="", at=factories.NOW)
        db.session.commit()
    assert len(_transactions("feedback_invitations")) == 1
    assert len(_transactions("responses")) == 3


def _transactions(table):
    return set(db.session.scalars(sa.text(f"SELECT DISTINCT xmin::text FROM {table}")))
