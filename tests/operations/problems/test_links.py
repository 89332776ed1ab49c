"""Problems of wider lists gather those of narrower ones."""

import pytest

from models.scopes import PROGRAMME, Scope
from operations.problems.acts import NoHeading
from operations.problems.holding import ForeignProblem, ForeignTarget
from operations.problems.links import Cycle, NotWider, OutOfReach
from tests import factories
from tests.operations.problems.sorting import Board, number_of, standing, where

CORUM = Scope(province="19")


@pytest.fixture
def board(app):
    return Board()


def refusal_of(act, *arguments, **named):
    with pytest.raises(Exception) as refusal:
        act(*arguments, **named)
    return refusal.type


def part_of(problem):
    return standing(problem)[2]


def test_linked_problems_are_parts_of_a_new_one_in_the_wider_list(board):
    first, [one] = board.heading("a")
    second, _said = Board().heading("b")
    act = board.link([first, second], title="Ulaşım", scope=CORUM)
    whole = number_of(act)
    assert part_of(first) == part_of(second) == whole
    assert where(one) == ("joined", first, "")
    above = board.link([whole], title="Ulaşım", scope=PROGRAMME)
    assert part_of(whole) == above.problem_id
    board.undo(above)
    board.undo(act)
    assert part_of(first) is part_of(second) is None
    assert standing(whole)[0] == "dissolved"


def test_a_link_to_another_problem_replaces_the_first_and_comes_back(board):
    problem, _said = board.heading("a")
    first = number_of(board.link([problem], title="Bir", scope=CORUM))
    second = number_of(board.link([problem], title="İki", scope=CORUM))
    act = board.link([problem], into=first)
    assert part_of(problem) == first
    assert board.link([problem], into=first).changes == []
    board.undo(act)
    assert part_of(problem) == second
    board.unlink([problem])
    assert part_of(problem) is None
    assert standing(second)[0] == "open"  # a wider list keeps what has no part


def test_only_a_wider_list_gathers_and_no_problem_gathers_itself(board):
    problem, _said = board.heading("a")
    other, _said = board.heading("b")
    whole = number_of(board.link([problem], title="Bir", scope=CORUM))
    assert refusal_of(board.link, [problem], into=other) is NotWider
    assert refusal_of(board.link, [problem], title="x", scope=board.scope) is NotWider
    assert refusal_of(board.link, [problem], title="x", scope=Scope(province="06")) is NotWider
    assert refusal_of(board.link, [problem], into=problem) is Cycle
    assert refusal_of(board.link, [whole], into=problem) is Cycle
    assert refusal_of(board.link, [whole], title="x", scope=CORUM) is NotWider
    assert refusal_of(board.link, [problem], title="x") is NoHeading
    assert refusal_of(board.link, [12345], into=whole) is ForeignProblem
    assert refusal_of(board.link, [other], into=12345) is ForeignTarget
    assert refusal_of(Board().link, [other], into=whole) is ForeignProblem


def test_a_province_links_into_its_own_list_alone(board):
    problem, _said = board.heading("a")
    abroad, _said = Board(factories.event(province="06")).heading("b")
    of_programme = number_of(board.link([problem], title="Bir", scope=PROGRAMME))
    board.who["by"] = factories.user(province="19")
    assert refusal_of(board.link, [problem], title="x", scope=PROGRAMME) is OutOfReach
    assert refusal_of(board.link, [problem], into=of_programme) is ForeignTarget
    assert refusal_of(board.link, [problem, abroad], title="x", scope=CORUM) is ForeignProblem
    assert refusal_of(board.link, [problem], title="x", scope=CORUM) is OutOfReach
    assert refusal_of(board.unlink, [problem]) is OutOfReach
    other, _said = board.heading("b")
    board.link([other], title="İl", scope=CORUM)
    board.unlink([other])


def test_parts_of_a_merged_problem_go_along(board):
    first, _said = board.heading("a")
    second, _said = board.heading("b")
    wholes = [number_of(board.link([p], title="x", scope=CORUM)) for p in (first, second)]
    province = Board(scope=CORUM)
    act = province.merge(wholes, into=wholes[0])
    assert part_of(first) == part_of(second) == wholes[0]
    province.undo(act)
    assert [part_of(first), part_of(second)] == wholes


def test_who_takes_up_a_part_becomes_one_and_undo_ends_it(board):
    linked, _said = board.heading("a")
    alone, _said = board.heading("b")
    whole = number_of(board.link([linked], title="x", scope=CORUM))
    act = board.merge([linked, alone], into=alone)
    assert standing(alone) == ("open", None, whole)
    board.undo(act)
    assert standing(alone) == ("open", None, None)
    assert standing(linked) == ("open", None, whole)


def test_a_provinces_problem_stays_without_statements(board):
    province = Board(scope=CORUM)
    problem, said = province.heading("a")
    province.take_out(said)
    assert standing(problem)[0] == "open"
    assert where(said[0]) == ("visible", None, "")
