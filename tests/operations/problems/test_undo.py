"""Acts are undone in any order, unless a later one touched the same statement or heading."""

import pytest

from models.problems import ActKind
from operations.problems.undo import AlreadyUndone, LaterAct
from tests.operations.problems.sorting import Board, number_of, standing, where


@pytest.fixture
def board(app):
    return Board()


def in_the_way_of(board, act):
    with pytest.raises(LaterAct) as refusal:
        board.undo(act)
    return refusal.value.act


def test_acts_on_different_things_are_undone_in_any_order(board):
    one, two = board.say("a", "b")
    first, second = board.file([one], title="Bir"), board.file([two], title="İki")
    board.undo(first)
    board.undo(second)
    assert where(one) == where(two) == ("received", None, "")


def test_a_later_act_on_the_same_statement_or_heading_is_in_the_way(board):
    one, two = board.say("a", "b")
    first = board.file([one], title="Bir")
    rename = board.rename(number_of(first), "İki")
    assert in_the_way_of(board, first) is rename
    joined = board.file([two], into=number_of(first))
    hidden = board.hide([two])
    assert in_the_way_of(board, joined) is hidden
    assert where(two) == ("hidden", None, "Konu dışı")


def test_undone_acts_and_their_undos_stand_in_nobodys_way(board):
    [one] = board.say("a")
    first = board.file([one], title="Bir")
    board.undo(board.rename(number_of(first), "İki"))
    board.undo(first)
    assert where(one) == ("received", None, "")


def test_an_undo_is_undone_and_the_act_holds_again(board):
    [one] = board.say("a")
    act = board.file([one], title="Bir")
    undo = board.undo(act)
    assert (undo.kind, undo.undoes_id, act.undone_by_id) == (ActKind.UNDO, act.id, undo.id)
    again = board.undo(undo)
    assert (act.undone_by_id, undo.undone_by_id) == (None, again.id)
    assert where(one) == ("joined", act.problem_id, "")
    board.undo(again)
    assert (act.undone_by_id, undo.undone_by_id) == (undo.id, None)
    assert where(one) == ("received", None, "")
    assert standing(number_of(act))[0] == "dissolved"


def test_what_is_undone_cannot_be_undone_again(board):
    [one] = board.say("a")
    act = board.file([one], title="Bir")
    undo = board.undo(act)
    with pytest.raises(AlreadyUndone):
        board.undo(act)
    again = board.undo(undo)
    with pytest.raises(AlreadyUndone):
        board.undo(undo)
    board.undo(act)
    with pytest.raises(AlreadyUndone):  # it had brought back what is undone by now
        board.undo(again)


def test_an_act_is_not_brought_back_to_a_heading_that_an_undo_took_away(board):
    one, two = board.say("a", "b")
    made = board.file([one], title="Bir")
    joined = board.file([two], into=number_of(made))
    undo = board.undo(joined)
    taken = board.undo(made)
    assert in_the_way_of(board, undo) is taken
    board.undo(taken)
    board.undo(undo)
    assert where(one) == where(two) == ("joined", made.problem_id, "")


def test_an_act_brought_back_is_as_late_as_its_coming_back(board):
    heading, [one] = board.heading("a")
    [two] = board.say("b")
    emptied = board.take_out([one])
    shown = board.undo(emptied)
    joined = board.file([two], into=heading)
    undo = board.undo(joined)
    board.undo(shown)  # the heading is dissolved again
    assert standing(heading)[0] == "dissolved"
    assert in_the_way_of(board, undo).undoes_id == shown.id
    assert where(two) == ("received", None, "")


def test_an_undo_of_what_changed_nothing_changes_nothing(board):
    heading, [one] = board.heading("a")
    nothing = board.file([one], into=heading)
    undo = board.undo(nothing)
    assert (undo.changes, nothing.undone_by_id) == ([], undo.id)
    assert where(one) == ("joined", heading, "")
