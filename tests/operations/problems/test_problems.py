import pytest

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.problems import Problem
from models.sectors import Sector
from models.statements import Statement, StatementSource
from operations.problems.problems import (
    NothingToMerge,
    detach_statement,
    dissolve_problem,
    merge,
    publish_problems,
    rename_problem,
    withdraw_problems,
)
from operations.problems.statements import add_statement
from queries.problems.problems import problems_of, statements_of
from queries.problems.published import published_problems_of
from tests import factories
from tests.factories import NOW, feedback


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def moderator(app):
    return factories.user()


def say(event, text, side=Sector.CSO, source=StatementSource.ORGANIZER):
    return add_statement(event, text=text, side=side, source=source, by=None, at=NOW)


def actions():
    return [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_statements_that_say_the_same_become_one_problem(event, moderator):
    first = say(event, "Yazılarımıza yanıt gelmiyor", Sector.CSO)
    second = say(event, "STK'lar hangi birime yazacağını bilmiyor", Sector.PUBLIC)
    problem = merge(event, [first, second], title="Yazışma uzun sürüyor", by=moderator, at=NOW)
    [found] = problems_of(event, moderator)
    assert found.problem is problem
    assert found.sides == {Sector.CSO: 1, Sector.PUBLIC: 1}
    assert set(found.statements) == {first, second}


def test_a_merged_statement_takes_its_problem_along_when_it_was_alone_there(event, moderator):
    first, second, third = (say(event, text) for text in "abc")
    early = merge(event, [first, second], title="Erken", by=moderator, at=NOW)
    other = merge(event, [third], title="Tek", by=moderator, at=NOW)
    merge(event, [third], title="Birlikte", into=early, by=moderator, at=NOW)
    assert db.session.get(Problem, other.id) is None
    assert [(p.problem.title, len(p.statements)) for p in problems_of(event, moderator)] == [
        ("Birlikte", 3)
    ]
    assert AuditAction.PROBLEM_DISSOLVED in actions()


def test_statements_of_another_event_are_not_merged(event, moderator):
    elsewhere = say(factories.event(), "Başka yer")
    with pytest.raises(NothingToMerge):
        merge(event, [elsewhere], title="Olmaz", by=moderator, at=NOW)
    assert elsewhere.problem_id is None


def test_a_merge_can_be_undone_by_dissolving(event, moderator):
    statements = [say(event, text) for text in "ab"]
    problem = merge(event, statements, title="Yanlış", by=moderator, at=NOW)
    dissolve_problem(problem, by=moderator, at=NOW)
    assert problems_of(event, moderator) == []
    assert {s.id for s in statements_of(event, moderator, grouped=False).items} == {
        s.id for s in statements
    }


def test_the_last_statement_that_is_detached_dissolves_the_problem(event, moderator):
    first, second = say(event, "a"), say(event, "b")
    problem = merge(event, [first, second], title="İkisi", by=moderator, at=NOW)
    detach_statement(first, by=moderator, at=NOW)
    assert [p.problem for p in problems_of(event, moderator)] == [problem]
    detach_statement(second, by=moderator, at=NOW)
    assert problems_of(event, moderator) == []
    detach_statement(second, by=moderator, at=NOW)  # a second click changes nothing


def test_only_a_published_list_is_public_and_it_can_be_withdrawn(event, moderator):
    first, second = say(event, "a"), say(event, "b")
    merge(event, [first], title="Bir", by=moderator, at=NOW)
    assert published_problems_of(event) == []
    publish_problems(event, by=moderator, at=NOW)
    merge(event, [second], title="Sonraki", by=moderator, at=NOW)
    assert [p.problem.title for p in published_problems_of(event)] == ["Bir"]
    withdraw_problems(event, by=moderator, at=NOW)
    assert published_problems_of(event) == []


def test_every_act_is_written_down_with_who_did_it(event, moderator):
    before = len(actions())
    first, second = say(event, "a"), say(event, "b")
    problem = merge(event, [first, second], title="Bir", by=moderator, at=NOW)
    rename_problem(problem, title="İki", by=moderator, at=NOW)
    publish_problems(event, by=moderator, at=NOW)
    publish_problems(event, by=moderator, at=NOW)  # nothing new: nothing to write down
    withdraw_problems(event, by=moderator, at=NOW)
    detach_statement(first, by=moderator, at=NOW)
    dissolve_problem(problem, by=moderator, at=NOW)
    db.session.flush()
    assert actions()[before:] == [
        "statement:added",
        "statement:added",
        "problem:merged",
        "problem:renamed",
        "problems:published",
        "problems:withdrawn",
        "statement:detached",
        "problem:dissolved",
    ]
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id).offset(before + 2).all()
    assert {entry.user_id for entry in entries} == {moderator.id}


def test_what_came_with_feedback_leaves_no_time_behind(app):
    event = factories.event(over=True, at=NOW)
    for _ in range(10):
        feedback.answer(event, problem="Kimin dediği belli olmasın")
    before = len(actions())
    feedback.count()
    said = db.session.query(Statement).all()
    assert [(s.source, s.made_on) for s in said] == [(StatementSource.FEEDBACK, NOW.date())] * 5
    assert len(actions()) == before


def test_publishing_makes_kept_copies_of_the_page_stale(event, moderator):
    merge(event, [say(event, "a")], title="Bir", by=moderator, at=NOW)
    version = event.version
    publish_problems(event, by=moderator, at=NOW)
    assert event.version > version


def test_statements_are_paged_with_ungrouped_ones_first(event, moderator):
    said = [say(event, str(number)) for number in range(5)]
    merge(event, said[:2], title="İki", by=moderator, at=NOW)
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
    say(event, "a")
    assert statements_of(event, factories.user(province="19")).items
    assert not statements_of(event, factories.user(province="06")).items
    assert problems_of(event, factories.user(province="06")) == []
