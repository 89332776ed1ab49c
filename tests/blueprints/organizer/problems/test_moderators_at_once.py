"""Several moderators, or one who clicks twice, at the same problem list in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from extensions import db
from models.problems import Problem
from models.statements import Statement, StatementSource
from operations.problems.problems import merge
from operations.problems.statements import add_statement
from tests import factories
from tests.turns import PATIENCE

pytestmark = pytest.mark.race

ROUNDS = 6


@pytest.fixture
def moderator(app):
    return factories.user()


def test_every_step_is_taken_or_finds_nothing_any_more_and_none_fails(app, moderator):
    for _round in range(ROUNDS):
        event, problems, statements = two_problems()
        page = f"/organizer/events/{event.id}/problems"
        steps = [
            (page, {"title": "Yeni", "problem": problems}),
            (page, {"title": "Başka", "statement": statements}),
            *[(f"/organizer/problems/{problems[0]}/dissolution", {})] * 2,
            (f"/organizer/problems/{problems[0]}/edit", {"title": "Ad"}),
            *[(f"/organizer/statements/{number}/detachment", {}) for number in statements[:2]],
            (f"{page}/publication", {}),
            (f"{page}/withdrawal", {}),
        ]
        assert set(at_once(app, moderator, steps)) <= {303, 404}
        left = set(db.session.scalars(sa.select(Statement.problem_id)).unique()) - {None}
        assert left == set(db.session.scalars(sa.select(Problem.id)))
        db.session.execute(sa.update(Statement).values(problem_id=None))
        db.session.execute(sa.delete(Problem))
        db.session.commit()


def two_problems():
    """An event, the numbers of its two problems and of their two statements each."""
    event = factories.event()
    said = [
        add_statement(
            event,
            text="Süreç uzun",
            side=None,
            source=StatementSource.ORGANIZER,
            by=None,
            at=factories.NOW,
        )
        for _ in range(4)
    ]
    made = [
        merge(event, pair, title="Süreç", by=None, at=factories.NOW)
        for pair in (said[:2], said[2:])
    ]
    db.session.commit()
    return event, [problem.id for problem in made], [statement.id for statement in said]


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
