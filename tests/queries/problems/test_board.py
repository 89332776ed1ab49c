import pytest

from models.scopes import PROGRAMME, Scope
from operations.problems.acts import file_statements, hide_statements
from queries.problems.acts import list_with
from queries.problems.board import counted_problems, wider_problems
from queries.problems.meanwhile import act_in_between, newest_act
from queries.problems.shelves import Shelf, next_on, shelf_counts, shelf_of
from tests import factories
from tests.factories import NOW
from tests.operations.problems.sorting import Board, number_of


@pytest.fixture
def board(app):
    return Board()


def titles(scope):
    return [row.problem.title for row in counted_problems(list_with(scope))]


def test_headings_stand_in_the_turkish_order_whatever_their_size(board):
    for title, number in (("Şehir", 3), ("Çevre", 1), ("Izgara", 2), ("İmar", 1), ("Su", 1)):
        board.heading(*["a"] * number, title=title)
    assert titles(board.scope) == ["Çevre", "Izgara", "İmar", "Su", "Şehir"]


def test_a_heading_counts_its_own_statements_and_those_of_all_its_parts(board):
    part, _said = board.heading("a", "b", title="Etkinlikte")
    own = Board(scope=Scope(province="19"))
    province, _said = own.heading("c", title="İlde")
    board.link([part], into=province)
    wide = number_of(own.link([province], title="Genelde", scope=PROGRAMME))
    [row] = counted_problems(list_with(PROGRAMME))
    assert (row.problem.id, row.statements) == (wide, 3)
    assert row.sides == {None: 3}
    assert [part.title for part in row.parts] == ["İlde"]
    [row] = counted_problems(list_with(own.scope))
    assert row.statements == 3


def test_what_was_merged_away_is_no_heading_any_more(board):
    gone, _said = board.heading("a", title="Giden")
    kept, _said = board.heading("b", title="Kalan")
    board.merge([gone, kept], into=kept)
    assert titles(board.scope) == ["Kalan"]


def test_each_shelf_has_its_statements_and_their_number(board):
    free, hidden, filed = board.say("a", "b", "c")
    [marked] = board.say("d", unanswered=True)
    board.hide([hidden])
    board.file([filed], title="Yol")
    shelves = {
        shelf: {row.id for row in shelf_of(board.scope, shelf, limit=9).items} for shelf in Shelf
    }
    assert shelves == {
        Shelf.UNGROUPED: {free, marked},
        Shelf.HIDDEN: {hidden},
        Shelf.UNANSWERED: {marked},
    }
    assert shelf_counts(board.scope) == {shelf: len(rows) for shelf, rows in shelves.items()}
    first, second = sorted((free, marked))
    assert next_on(board.scope, Shelf.UNGROUPED, first) == second
    assert next_on(board.scope, Shelf.UNGROUPED, second) is None


def test_only_lists_of_the_own_province_are_offered_as_wider(board):
    wider = [Scope(province="19"), PROGRAMME]
    for scope in wider:
        Board(scope=scope).heading("a", title=str(scope))
    found = wider_problems(wider, factories.user())
    assert [row.title for row in found] == ["province:19", "programme"]
    found = wider_problems(wider, factories.user(province="19"))
    assert [row.title for row in found] == ["province:19"]


def test_what_others_did_since_to_the_same_rows_is_found(board):
    heading, said = board.heading("a", "b")
    since = newest_act()
    me = factories.user(email="ben@example.org")
    asked = {"statements": said[:1], "problems": []}
    assert act_in_between(since=since, user=me, **asked) is None
    hide_statements(board.list, said[1:], reason="Konu dışı", by=me, at=NOW)
    theirs = file_statements(board.list, said[:1], title="Ayrı", **board.who)
    assert act_in_between(since=since, user=me, **asked) == theirs
    assert act_in_between(since=since, user=me, statements=[], problems=[heading]) == theirs
    assert act_in_between(since=theirs.id, user=me, **asked) is None
    assert act_in_between(since=since, user=board.who["by"], **asked) is None
