"""Several moderators, or one who clicks twice, at the same problem list in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from extensions import db
from models.problems import Problem, ProblemStanding
from models.statements import Statement, StatementState
from tests import factories
from tests.operations.problems.sorting import Board
from tests.turns import PATIENCE

pytestmark = pytest.mark.race

ROUNDS = 4


@pytest.fixture
def moderator(app):
    return factories.user()


def test_every_step_is_taken_or_told_why_not_and_no_statement_is_lost(app, moderator):
    for _round in range(ROUNDS):
        board = Board()
        (first, said), (second, more) = board.heading("a", "b"), board.heading("c", "d")
        act = board.rename(first, "Ad").id
        db.session.commit()
        page = f"/organizer/events/{board.scope.event_id}/problems"
        steps = [
            (page, {"act": "merge", "problem": [first, second], "into": str(second)}),
            (page, {"act": "gather", "statement": [*said, *more], "title": "Yeni"}),
            *[(page, {"dissolve": str(first)})] * 2,
            (page, {"act": "hide", "statement": str(said[0]), "hide_reason": "Konu dışı"}),
            (f"/organizer/problems/{first}/edit", {"title": "Başka ad"}),
            *[(f"/organizer/acts/{act}/undo", {})] * 2,
            (f"{page}/publication", {}),
            (f"{page}/withdrawal", {}),
        ]
        assert set(at_once(app, moderator, steps)) <= {303, 404, 409, 422}
        rows = db.session.scalars(sa.select(Statement).where(Statement.id.in_([*said, *more])))
        for row in rows.all():
            assert (row.state is StatementState.JOINED) is (row.problem is not None)
            assert row.problem is None or row.problem.standing is ProblemStanding.OPEN
        empty = sa.select(Problem.id).where(
            Problem.list_id == board.list.id,
            Problem.standing == ProblemStanding.OPEN,
            ~Problem.statements.any(),
        )
        assert list(db.session.scalars(empty)) == []


def at_once(app, moderator, steps):
    """The status of each answer; the forms carry the key that a page gave before."""
    client = app.test_client()
    factories.sign_in(client, moderator)
    key = client.get("/account").text.partition('name="csrf_token" type="hidden" value="')[2]
    cookie = client.get_cookie("meydan")
    db.session.remove()
    start = Barrier(len(steps))

    def send(step):
        address, form = step
        mine = app.test_client()
        mine.set_cookie("meydan", cookie.value)
        start.wait(PATIENCE)
        data = {**form, "csrf_token": key.partition('"')[0]}
        return mine.post(address, data=data).status_code

    with ThreadPoolExecutor(len(steps)) as people:
        return list(people.map(send, steps))
