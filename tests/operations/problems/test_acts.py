import pytest

from extensions import db
from models.problems import ActKind, ActSubject, Problem
from operations.problems.acts import (
    NoHeading,
    NoReason,
    NotAmongThem,
    NotInThisProblem,
    NoTitle,
    OneProblemAlone,
)
from operations.problems.holding import (
    ForeignProblem,
    ForeignStatement,
    ForeignTarget,
    NothingChosen,
    ProblemGone,
)
from tests.factories import NOW
from tests.operations.problems.sorting import Board, number_of, standing, where

OPEN, DISSOLVED = ("open", None, None), ("dissolved", None, None)


@pytest.fixture
def board(app):
    return Board()


def title_of(problem):
    return db.session.get_one(Problem, problem).title


def test_filed_statements_are_in_a_problem_with_that_title(board):
    one, two = board.say("a", "b")
    act = board.file([one, two], title="Yol", reason="Aynı")
    made = db.session.get_one(Problem, number_of(act))
    assert (made.title, made.list_id, made.is_open) == ("Yol", board.list.id, True)
    assert [statement.id for statement in made.statements] == sorted([one, two])
    assert where(one) == where(two) == ("joined", made.id, "")
    assert (act.kind, act.by_id, act.reason) == (ActKind.FILE, board.who["by"].id, "Aynı")
    assert (act.at, act.undone_by_id) == (NOW, None)


def test_an_act_keeps_what_each_changed_field_was_and_is(board):
    [one] = board.say("a", state="hidden", hidden_reason="Sert")
    problem, _said = board.heading("b")
    act = board.file([one], into=problem)
    assert act.changes == [
        {
            "row": "statement",
            "id": str(one),
            "before": {"state": "hidden", "problem_id": None, "hidden_reason": "Sert"},
            "after": {"state": "joined", "problem_id": problem, "hidden_reason": ""},
        }
    ]
    touched = db.session.query(ActSubject).filter_by(act_id=act.id)
    assert {(s.row, s.subject_id) for s in touched} == {("statement", one), ("problem", problem)}


def test_a_statement_filed_where_it_is_stays_while_others_come(board):
    problem, [there] = board.heading("a")
    [new] = board.say("b")
    act = board.file([there, new], into=problem)
    assert [change["id"] for change in act.changes] == [str(new)]
    again = board.file([there, new], into=problem)
    assert (again.changes, again.problem_id) == ([], problem)
    board.undo(act)  # what changed nothing stands in nobody's way
    assert where(new) == ("received", None, "")


def test_a_problem_that_loses_its_last_statement_is_dissolved_and_comes_back(board):
    old, [one, two] = board.heading("a", "b")
    new, _said = board.heading("c")
    board.move([one], new)
    assert standing(old) == OPEN
    act = board.move([two], new)
    assert standing(old) == DISSOLVED
    board.undo(act)
    assert standing(old) == OPEN
    assert where(two) == ("joined", old, "")


def test_merged_problems_keep_their_rows_and_come_back(board):
    first, [one] = board.heading("a", title="Bir")
    second, [two] = board.heading("b", title="İki")
    third, [three] = board.heading("c", title="Üç")
    act = board.merge([first, second, third], into=second)
    assert [where(s) for s in (one, two, three)] == [("joined", second, "")] * 3
    assert [standing(p) for p in (first, second, third)] == [
        ("merged", second, None),
        OPEN,
        ("merged", second, None),
    ]
    assert act.problem_id == second
    board.undo(act)
    assert [where(s)[1] for s in (one, two, three)] == [first, second, third]
    assert [standing(p) for p in (first, second, third)] == [OPEN] * 3


def test_what_is_split_off_is_a_problem_of_its_own(board):
    whole, [one, two] = board.heading("a", "b")
    act = board.split(whole, [two], "Ayrı")
    assert title_of(act.problem_id) == "Ayrı"
    assert (where(one)[1], where(two)[1]) == (whole, act.problem_id)
    board.undo(act)
    assert where(two)[1] == whole
    assert standing(number_of(act)) == DISSOLVED


def test_a_renamed_problem_keeps_its_english_title_unless_one_is_given(board):
    problem, _said = board.heading("a")
    board.rename(problem, "Yol parası", title_en="Travel")
    act = board.rename(problem, "Yol ücreti")
    row = db.session.get_one(Problem, problem)
    assert (row.title, row.title_en) == ("Yol ücreti", "Travel")
    assert "ucreti" in row.search_key
    board.undo(act)
    assert (row.title, row.title_en) == ("Yol parası", "Travel")
    assert "parasi" in row.search_key


def test_hiding_takes_out_of_the_problem_and_undo_puts_back(board):
    problem, [one, two] = board.heading("a", "b")
    [loose] = board.say("c")
    act = board.hide([one, loose], "Kişisel")
    assert where(one) == where(loose) == ("hidden", None, "Kişisel")
    board.undo(act)
    assert [where(one), where(two)] == [("joined", problem, "")] * 2
    assert where(loose) == ("received", None, "")


def test_shown_statements_are_visible_and_undo_hides_them_again(board):
    _problem, [joined] = board.heading("a")
    [one] = board.say("b")
    board.hide([one], "Sert")
    act = board.show([one, joined])
    assert where(one) == ("visible", None, "")
    assert where(joined)[0] == "joined"
    board.undo(act)
    assert where(one) == ("hidden", None, "Sert")


def test_what_is_taken_out_is_visible_in_no_problem(board):
    problem, [one] = board.heading("a")
    [hidden] = board.say("b", state="hidden", hidden_reason="Sert")
    board.take_out([one, hidden])
    assert where(one) == ("visible", None, "")
    assert where(hidden)[0] == "hidden"
    assert standing(problem) == DISSOLVED


def refused(act, *arguments, **named):
    """What refuses it; nothing has changed."""
    with pytest.raises(Exception) as refusal:
        act(*arguments, **named)
    return refusal.type


def test_bad_acts_are_refused_each_for_its_own_reason(board):
    problem, [one] = board.heading("a")
    other, [two] = board.heading("b")
    elsewhere = Board()
    their_problem, [theirs] = elsewhere.heading("c")
    assert refused(board.file, [one]) is NoHeading
    assert refused(board.file, [one], into=other, title="x") is NoHeading
    assert refused(board.file, [], title="x") is NothingChosen
    assert refused(board.file, [one, theirs], into=other) is ForeignStatement
    assert refused(board.file, [7], into=other) is ForeignStatement
    assert refused(board.file, [one], into=their_problem) is ForeignTarget
    assert refused(board.move, [one], 12345) is ForeignTarget
    assert refused(board.merge, [problem, other], into=their_problem) is NotAmongThem
    assert refused(board.merge, [problem, their_problem], into=problem) is ForeignProblem
    assert refused(board.merge, [problem], into=problem) is OneProblemAlone
    assert refused(board.split, problem, [two]) is NotInThisProblem
    assert refused(board.split, problem, [one], "") is NoTitle
    assert refused(board.rename, problem, "") is NoTitle
    assert refused(board.rename, their_problem, "x") is ForeignProblem
    assert refused(board.hide, [one], " ") is NoReason
    assert where(one) == ("joined", problem, "")
    assert where(theirs) == ("joined", their_problem, "")


def test_a_problem_that_is_gone_takes_nothing_and_says_where_it_went(board):
    gone, [one] = board.heading("a")
    kept, _said = board.heading("b")
    board.merge([gone, kept], into=kept)
    with pytest.raises(ProblemGone) as refusal:
        board.file([one], into=gone)
    assert refusal.value.problem.merged_into_id == kept
    assert refused(board.rename, gone, "x") is ProblemGone
    assert refused(board.merge, [gone, kept], into=kept) is ProblemGone
