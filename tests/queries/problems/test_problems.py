import pytest

from models.sectors import Sector
from models.statements import Statement, StatementSource
from operations.problems.statements import add_statement
from queries.problems.problems import problems_of, statements_of
from tests import factories
from tests.factories import NOW, problems


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def moderator(app):
    return factories.user()


def say(event, text, side=Sector.CSO):
    return add_statement(
        event, text=text, side=side, source=StatementSource.ORGANIZER, by=None, at=NOW
    )


def test_a_problem_tells_how_many_statements_each_side_made(event, moderator):
    first, second = say(event, "Yanıt gelmiyor"), say(event, "Nereye yazılır", Sector.PUBLIC)
    problem = problems.filed([first, second])
    [found] = problems_of(event, moderator)
    assert found.problem is problem
    assert found.sides == {Sector.CSO: 1, Sector.PUBLIC: 1}
    assert set(found.statements) == {first, second}


def test_statements_are_paged_with_ungrouped_ones_first(event, moderator):
    said = [say(event, str(number)) for number in range(5)]
    problems.filed(said[:2])
    seen: list[Statement] = []
    cursor = None
    while True:
        page = statements_of(event, moderator, limit=2, after=cursor)
        seen += page.items
        if not (cursor := page.next):
            break
    assert [s.problem_id is None for s in seen] == [True, True, True, False, False]
    assert {s.id for s in seen} == {s.id for s in said}


def test_another_provinces_statements_are_not_found(event):
    problems.filed([say(event, "a")])
    say(event, "b")
    assert statements_of(event, factories.user(province="19")).items
    assert not statements_of(event, factories.user(province="06")).items
    assert problems_of(event, factories.user(province="06")) == []
