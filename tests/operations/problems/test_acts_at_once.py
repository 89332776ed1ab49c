"""Two moderators on one heading in the same moment: no statement is lost, none is in two."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.problems import Act, Problem, ProblemList, ProblemStanding
from models.statements import Statement
from models.users import User
from operations.problems import acts, undo
from tests.factories import NOW
from tests.operations.problems.sorting import Board, standing, where
from tests.turns import PATIENCE, while_held

pytestmark = pytest.mark.race


class Moderators:
    """The board, found anew in each thread."""

    def __init__(self, board: Board) -> None:
        self.list_id, self.by_id = board.list.id, board.who["by"].id
        db.session.commit()

    def act(self, act, *arguments, **named):
        """The act's number, or the refusal's name."""
        problem_list = db.session.get_one(ProblemList, self.list_id)
        by = db.session.get_one(User, self.by_id)
        try:
            return act(problem_list, *arguments, **named, by=by, at=NOW).id
        except Refusal as refusal:
            db.session.rollback()
            return type(refusal).__name__

    def file(self, statements, into):
        return self.act(acts.file_statements, statements, into=into)

    def take_out(self, statements):
        return self.act(acts.take_out, statements)

    def undo(self, number):
        def undone(_list, **who):
            return undo.undo(db.session.get_one(Act, number), **who)

        return self.act(undone)


@pytest.fixture
def board(app):
    return Board()


def committed(result):
    db.session.commit()
    return result


def before_in(number):
    db.session.expire_all()
    return db.session.get_one(Act, number).changes[0]["before"]


def two_file_one_statement(app, board):
    """What the second one's act says of the statement before, and where the first had put it."""
    [first, _], [second, _] = board.heading("a"), board.heading("b")
    [one] = board.say("c")
    them = Moderators(board)
    act = while_held(
        app, lambda: them.file([one], first), lambda: committed(them.file([one], second))
    )
    assert where(one) == ("joined", second, "")
    return before_in(act), first


def test_the_second_sees_where_the_first_has_put_it(app, board):
    before, first = two_file_one_statement(app, board)
    assert before == {"problem_id": first}


def test_without_the_guard_the_second_would_not_see_it(app, board, monkeypatch):
    """So undoing its act would put the statement where it was not."""
    if db.engine.dialect.name == "sqlite":
        return  # its writers wait for each other from the beginning of their transactions
    monkeypatch.setattr(acts, "hold_lists", lambda _numbers: None)
    before, _first = two_file_one_statement(app, board)
    assert before == {"state": "received", "problem_id": None}


def one_files_where_another_takes_the_last_out(app, board):
    """What the one who files is told; the heading's standing."""
    heading, said = board.heading("a")
    [new] = board.say("b")
    them = Moderators(board)
    told = while_held(
        app, lambda: them.take_out(said), lambda: committed(them.file([new], heading))
    )
    db.session.expire_all()
    assert where(new)[1] == (None if isinstance(told, str) else heading)
    return told, standing(heading)[0]


def test_nothing_is_filed_in_a_heading_that_is_just_dissolved(app, board):
    assert one_files_where_another_takes_the_last_out(app, board) == ("ProblemGone", "dissolved")


def test_without_the_guard_it_would_be_in_a_heading_that_nobody_sees(app, board, monkeypatch):
    if db.engine.dialect.name == "sqlite":
        return
    monkeypatch.setattr(acts, "hold_lists", lambda _numbers: None)
    told, now = one_files_where_another_takes_the_last_out(app, board)
    assert (type(told), now) == (int, "dissolved")


def test_of_two_undos_at_once_one_is_taken(app, board):
    [one] = board.say("a")
    act = board.file([one], title="Yol").id
    them = Moderators(board)
    told = while_held(app, lambda: them.undo(act), lambda: committed(them.undo(act)))
    assert told == "AlreadyUndone"


def test_without_the_guard_both_would_be_taken(app, board, monkeypatch):
    if db.engine.dialect.name == "sqlite":
        return
    monkeypatch.setattr(undo, "hold_lists", lambda _numbers: None)
    [one] = board.say("a")
    act = board.file([one], title="Yol").id
    them = Moderators(board)
    told = while_held(app, lambda: them.undo(act), lambda: committed(them.undo(act)))
    assert isinstance(told, int)


def test_whatever_many_do_at_once_every_statement_is_in_one_open_heading_or_in_none(app, board):
    first, said = board.heading("a", "b")
    second, more = board.heading("c")
    loose = board.say("d", "e")
    last = db.session.scalar(sa.select(sa.func.max(Act.id)))
    them = Moderators(board)
    steps = [
        lambda: them.file([*loose, said[0]], second),
        lambda: them.take_out(more),
        lambda: them.act(acts.merge_problems, [first, second], into=second),
        lambda: them.act(acts.split_problem, first, said[1:], title="Ayrı"),
        lambda: them.act(acts.hide_statements, loose, reason="Sert"),
        lambda: them.undo(last),
    ]
    at_once(app, steps)
    rows = sa.select(Statement).outerjoin(Problem).where(Statement.problem_id.is_not(None))
    strays = rows.where(Problem.standing != ProblemStanding.OPEN)
    assert db.session.scalars(strays).all() == []
    assert db.session.scalar(sa.select(sa.func.count(Statement.id))) == 5


def at_once(app, steps):
    db.session.remove()
    start = Barrier(len(steps))

    def run(step):
        with app.app_context():
            start.wait(PATIENCE)
            committed(step())
            db.session.remove()

    with ThreadPoolExecutor(len(steps)) as people:
        for done in [people.submit(run, step) for step in steps]:
            done.result(PATIENCE)
