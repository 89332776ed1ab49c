"""A list is published when nothing in it waits for an answer; it keeps its weights from then on."""

import pytest

from extensions import db
from models.problems import PriorityWeights
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from models.statements import StatementSource, StatementState
from operations.problems.lists import list_of
from operations.problems.masks import answer_marks
from operations.problems.publication import (
    UnansweredMarks,
    close_list,
    publish_list,
    reopen_list,
    withdraw_list,
)
from operations.problems.statements import add_statement
from tests import factories
from tests.factories import NOW
from tests.factories.problems import problem


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def moderator(app):
    return factories.user()


def say(event, text="Ahmet Yılmaz gelmedi", **values):
    return add_statement(
        event, text=text, side=Sector.CSO, source=StatementSource.API, by=None, at=NOW, **values
    )


def own_list(event):
    return list_of(Scope(event_id=event.id))


def refused(problem_list, moderator):
    with pytest.raises(UnansweredMarks) as refusal:
        publish_list(problem_list, by=moderator, at=NOW)
    return refusal.value.statements


def test_a_list_with_an_unanswered_mark_is_not_published(event, moderator):
    waiting, heading = say(event), problem(event)
    say(factories.event())
    assert refused(own_list(event), moderator) == [waiting.id]
    assert heading.published_at is None
    answer_marks(waiting, {0}, by=moderator, at=NOW)
    assert publish_list(own_list(event), by=moderator, at=NOW) == [heading]


def test_a_hidden_statement_waits_for_nobody(event, moderator):
    say(event, state=StatementState.HIDDEN)
    heading = problem(event)
    assert publish_list(own_list(event), by=moderator, at=NOW) == [heading]


def test_an_old_statement_is_looked_through_before_it_is_published(event, moderator):
    old = say(event)
    old.marks, old.public_text, old.unanswered = None, old.text, False
    assert refused(own_list(event), moderator) == [old.id]
    assert old.public_text == "[kişi adı] gelmedi"


def test_a_wide_list_waits_for_what_its_parts_gather(event, moderator):
    waiting, part = say(event), problem(event)
    waiting.problem, waiting.state = part, StatementState.JOINED
    whole = problem(Scope(province="19"))
    part.part_of_id = whole.id
    widest = problem(PROGRAMME)
    whole.part_of_id = widest.id
    db.session.flush()
    assert refused(list_of(PROGRAMME), moderator) == [waiting.id]


def test_what_is_made_later_is_published_by_publishing_again(event, moderator):
    first = problem(event)
    assert publish_list(own_list(event), by=moderator, at=NOW) == [first]
    later = problem(event)
    assert publish_list(own_list(event), by=moderator, at=NOW) == [later]
    assert publish_list(own_list(event), by=moderator, at=NOW) == []


def weights(version):
    shares = dict.fromkeys(("both_sides", "provinces", "harm", "votes", "count"), 20)
    db.session.add(PriorityWeights(version=version, made_at=NOW, **shares))
    db.session.flush()


def test_a_published_list_keeps_its_weights(event, moderator):
    weights(1)
    publish_list(own_list(event), by=moderator, at=NOW)
    weights(2)
    publish_list(own_list(event), by=moderator, at=NOW)
    assert own_list(event).weights_version == 1
    withdraw_list(own_list(event), by=moderator, at=NOW)
    assert own_list(event).weights_version is None
    publish_list(own_list(event), by=moderator, at=NOW)
    assert own_list(event).weights_version == 2


def test_a_withdrawn_list_loses_nothing(event, moderator):
    heading = problem(event)
    publish_list(own_list(event), by=moderator, at=NOW)
    assert withdraw_list(own_list(event), by=moderator, at=NOW) == [heading]
    assert (heading.published_at, own_list(event).published_at) == (None, None)
    assert withdraw_list(own_list(event), by=moderator, at=NOW) == []


def test_an_empty_list_that_nobody_published_can_be_closed_and_opened_again(event, moderator):
    close_list(own_list(event), by=moderator, at=NOW)
    assert own_list(event).closed_at == NOW
    reopen_list(own_list(event), by=moderator, at=NOW)
    assert own_list(event).closed_at is None
