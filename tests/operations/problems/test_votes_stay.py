"""Votes stay on the statement or heading on which they were cast, whatever moderators do."""

import pytest

from extensions import db
from models.problems import Act
from models.workshops import Vote
from tests.operations.problems.sorting import Board, standing, where


@pytest.fixture
def board(app):
    return Board()


def on(vote):
    db.session.expire_all()
    cast = db.session.get_one(Vote, vote)
    return cast.problem_id or cast.statement_id


def test_votes_stay_through_a_merge_and_its_undo(board):
    first, [one] = board.heading("a")
    second, _said = board.heading("b")
    cast = {board.vote(problem=first): first, board.vote(problem=second): second}
    cast[board.vote(statement=one)] = one
    act = board.merge([first, second], into=second)
    assert standing(first) == ("merged", second, None)
    assert {vote: on(vote) for vote in cast} == cast
    cast[board.vote(problem=second)] = second
    board.undo(act)
    assert standing(first) == ("open", None, None)
    assert where(one) == ("joined", first, "")
    assert {vote: on(vote) for vote in cast} == cast


def test_a_heading_with_votes_stays_without_statements(board):
    """Else what was cast on it, and on what was merged into it, would be shown nowhere."""
    early, [one] = board.heading("a")
    board.vote(problem=early)
    late, [two] = board.heading("b")
    board.merge([early, late], into=late)
    board.take_out([one, two])
    assert standing(late) == ("open", None, None)


def test_votes_on_a_heading_that_an_undo_takes_away_rest_until_it_is_back(board):
    heading, [one] = board.heading("a")
    [made] = db.session.query(Act)
    vote = board.vote(problem=heading)
    undo = board.undo(made)
    assert (standing(heading)[0], on(vote)) == ("dissolved", heading)
    board.undo(undo)
    assert (standing(heading)[0], on(vote), where(one)[1]) == ("open", heading, heading)
