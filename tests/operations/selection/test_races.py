"""Two organizers, or an organizer and an evaluator, at one selection in the same moment."""

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.letters import Letter, LetterKind
from models.places import Quota
from models.registrations import Registration
from models.sectors import Sector
from models.selection import CompletenessCheck, Criterion, Dimension, Selection, SelectionRule
from operations.places.capacities import set_sector_places
from operations.selection.completeness import check_completeness
from operations.selection.criteria import remove_criterion
from operations.selection.proposals import propose
from operations.selection.rules import remove_rule
from tests import factories
from tests.factories import NOW
from tests.factories import selection as made
from tests.turns import Client, while_held


class Scene(Client):
    """Three scored applications, two of which are proposed."""

    def __init__(self, app: Flask) -> None:
        by = factories.user()
        super().__init__(app, by.id)
        event = made.study_visit(capacity=3)
        made.criterion(event, by=by)
        people = [made.scored(event, 90 - n, by=by, sector=Sector.PUBLIC) for n in range(3)]
        self.event_id, self.people = event.id, [person.id for person in people]
        self.selection_id = self.propose()
        db.session.commit()

    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id)

    def propose(self) -> int:
        return propose(self.event(), places=2, reserves=1, by=self.organizer(), at=utc_now()).id


@pytest.fixture
def scene(app) -> Scene:
    return Scene(app)


TOLD = dict.fromkeys(("chosen", "reserve", "declined"), "nothing")


def edition(number: int) -> str:
    return db.session.get_one(Selection, number).edition


@pytest.mark.race
def test_a_proposal_that_is_replaced_meanwhile_is_not_confirmed(app, scene):
    """SQLite gives the new one the number of the old one."""
    page = f"/organizer/selections/{scene.selection_id}/confirmation/new"
    seen = edition(scene.selection_id)
    assert while_held(app, scene.propose, lambda: scene.post(page, seen=seen, **TOLD)) == 303
    assert db.session.scalars(sa.select(Selection.confirmed_at)).all() == [None]


@pytest.mark.race
def test_in_a_proposal_that_is_replaced_meanwhile_nobody_is_exchanged(app, scene):
    page = f"/organizer/selections/{scene.selection_id}/exchanges/new"
    fields = {
        "leaves": str(scene.people[0]),
        "enters": str(scene.people[2]),
        "justification": "Görevi gereği",
        "seen": edition(scene.selection_id),
    }
    assert while_held(app, scene.propose, lambda: scene.post(page, **fields)) == 303
    assert [record["moves"] for record in db.session.scalars(sa.select(Selection.record))] == [[]]


def test_what_a_colleague_exchanged_meanwhile_is_looked_at_before_it_is_confirmed(app, scene):
    page = f"/organizer/selections/{scene.selection_id}"
    seen = edition(scene.selection_id)
    fields = {"leaves": str(scene.people[0]), "enters": str(scene.people[2]), "justification": "x"}
    assert scene.post(f"{page}/exchanges/new", **fields) == 303
    assert scene.post(f"{page}/confirmation/new", seen=seen, **TOLD) == 303
    assert db.session.scalars(sa.select(Selection.confirmed_at)).all() == [None]
    db.session.expire_all()
    seen = edition(scene.selection_id)
    assert scene.post(f"{page}/confirmation/new", seen=seen, **TOLD) == 303
    assert db.session.scalars(sa.select(Selection.confirmed_at)).all() != [None]


@pytest.mark.race
def test_a_selection_is_confirmed_while_a_sector_is_being_limited(app, scene):
    page = f"/organizer/selections/{scene.selection_id}/confirmation/new"
    status = while_held(
        app,
        lambda: set_sector_places(scene.event(), Sector.PUBLIC, 3),
        lambda: scene.post(page, **TOLD),
    )
    assert status == 303
    taken = db.session.execute(sa.select(Quota.scope, Quota.taken))
    assert {scope.value: count for scope, count in taken} == {"event": 2, "sector": 2}


@pytest.mark.race
def test_two_who_check_one_application_at_once_write_one_letter(app, scene):
    person = made.application(scene.event(), by=scene.organizer(), complete=False)
    number = person.id
    fields = {"state": "incomplete", "missing": "Görev yazısı"}

    def check() -> None:
        check_completeness(
            db.session.get_one(Registration, number),
            complete=False,
            missing=fields["missing"],
            by=scene.organizer(),
            at=utc_now(),
        )

    path = f"/organizer/registrations/{number}/completeness"
    assert while_held(app, check, lambda: scene.post(path, **fields)) == 303
    letters = sa.select(sa.func.count()).where(Letter.kind == LetterKind.APPLICATION_INCOMPLETE)
    assert db.session.scalar(letters) == 1
    assert db.session.get_one(CompletenessCheck, number).missing == fields["missing"]


@pytest.mark.race
@pytest.mark.parametrize("area", ["criteria", "selection-rules"])
@pytest.mark.parametrize("act", ["edit", "removal"])
def test_what_a_colleague_removes_in_this_moment_cannot_be_changed_any_more(app, area, act):
    by = factories.user()
    scene = Client(app, by.id)
    fresh = made.study_visit()
    if area == "criteria":
        row: Criterion | SelectionRule = made.criterion(fresh, by=by)
        fields = {"name": "Katkı", "weight": "1", "most": "5"}
    else:
        row = made.rule(fresh, Dimension.SECTOR, "cso", by=by, floor=1)
        fields = {"value": "cso", "floor": "2"}
    number = row.id

    def remove() -> None:
        if area == "criteria":
            remove_criterion(db.session.get_one(Criterion, number), by=scene.organizer(), at=NOW)
        else:
            remove_rule(db.session.get_one(SelectionRule, number), by=scene.organizer(), at=NOW)

    page = f"/organizer/{area}/{number}/{act}"
    assert while_held(app, remove, lambda: scene.post(page, **fields)) in {303, 404}
    model = Criterion if area == "criteria" else SelectionRule
    assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
