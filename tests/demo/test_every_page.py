"""Every page that can be opened is opened, in both languages, by someone of every role."""

import re

import pytest
import sqlalchemy as sa

from extensions import db
from models.base import Base
from models.checkpoints import Checkpoint
from models.events import Event, EventStatus
from models.feedback import FeedbackInvitation
from models.registrations import Registration, RegistrationStatus
from models.road_maps import RoadMap, RoadMapPeriod
from models.scans import Scan
from models.selection import SelectionRule
from models.surveys import Survey
from models.users import Role, User
from models.workshops import Workshop
from tests import factories
from tests.browser_of_pages import Document, refuse_carelessness

ZONE = re.compile(r"\bEurope/[A-Z]")
"""A zone as nobody reads it; the demonstration has events abroad."""

pytestmark = pytest.mark.xdist_group("demonstration")


@pytest.fixture(autouse=True)
def in_the_demonstration(demonstration):
    with demonstration.app.app_context():
        yield
        db.session.remove()


def examples(app) -> dict[str, list[object]]:
    """For each argument that an address may have: rows in different situations."""
    links = app.extensions["meydan_keys"][0]
    events = [
        db.session.scalars(
            sa.select(Event).where(Event.status == status).order_by(Event.id.desc()).limit(1)
        ).one()
        for status in EventStatus
    ]
    events.append(db.session.scalars(sa.select(Event).order_by(Event.ends_at).limit(1)).one())
    events.append(db.session.get_one(Checkpoint, _with_a_conflict()).event)
    people = [
        db.session.scalars(
            sa.select(Registration).where(Registration.status == status).limit(1)
        ).one()
        for status in RegistrationStatus
    ]
    return {
        "event_id": [event.id for event in events],
        "slug": [
            *(event.slug for event in events),
            db.session.scalars(sa.select(Survey.slug)).one(),
            db.session.scalars(sa.select(RoadMap.slug)).one(),
        ],
        "item": ["trust", "recommend", "overall", "priorities", "matrix", "timeline", "themes"],
        "registration_id": [person.id for person in people],
        "other_id": [person.id for person in reversed(people)],
        "token": [links.sign("registration", person.id, 1) for person in people],
        "checkpoint_id": [_with_a_conflict(), _first(Checkpoint)],
        "code": [
            *("registration-confirmed", "event-called-off", "19", "site", "programme"),
            *db.session.scalars(sa.select(Workshop.code)),
            db.session.scalars(sa.select(RoadMapPeriod.period)).one(),
        ],
        "period": [db.session.scalars(sa.select(RoadMapPeriod.period)).one()],
        "rule_id": [_first(SelectionRule)],
        "invitation": list(
            db.session.scalars(sa.select(FeedbackInvitation.id).order_by("id").limit(2))
        ),
    }


def _first(model):
    return db.session.scalar(sa.select(model.id).order_by(model.id.desc()).limit(1)) or 1


def _row_named(argument):
    """One row of the table that the argument is named after: `mailing_id` is one of Mailing."""
    wanted = argument.removesuffix("_id").replace("_", "")
    for mapper in Base.registry.mappers:
        if mapper.class_.__name__.lower() == wanted:
            return [_first(mapper.class_)]
    raise AssertionError(f"give an example for <{argument}>")


def _with_a_conflict():
    return db.session.scalar(sa.select(Scan.checkpoint_id).where(Scan.conflict.is_(True)).limit(1))


def addresses(app, beginnings=("/",)):
    """Each GET route with each example of its argument."""
    found = []
    known = examples(app)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if rule.rule.startswith("/feedback/") or not rule.rule.startswith(beginnings):
            continue  # its own tests make invitations
        names = sorted(rule.arguments)
        for name in set(names) - set(known):
            known[name] = _row_named(name)
        assert len(names) <= 3, rule.rule
        rows = (
            [{}]
            if not names
            else [
                {name: known[name][min(n, len(known[name]) - 1)] for name in names}
                for n in range(max(len(known[name]) for name in names))
            ]
        )
        with app.test_request_context():
            found += [rule.build(row, append_unknown=False)[1] for row in rows]
    return found


def test_no_page_fails_whoever_opens_it(demonstration):
    app = demonstration.app
    opened = 0
    for role in [None, *Role]:
        client = app.test_client()
        if role:
            factories.sign_in(
                client, db.session.scalars(sa.select(User).filter_by(role=role).limit(1)).one()
            )
        for address in addresses(app):
            for language in ("tr", "en") if role in (None, Role.CENTRAL_ADMIN) else ("tr",):
                answer = client.get(f"{address}?lang={language}", buffered=True)
                assert answer.status_code < 500, (role, address, answer.text[:500])
                if "sandbox" in answer.headers.get("Content-Security-Policy", ""):
                    continue  # a letter, which is made as mail needs it
                if answer.mimetype == "text/html" and answer.status_code == 200:
                    page = Document(answer.text)
                    refuse_carelessness(page)
                    assert not ZONE.search(page.words()), address
                    opened += 1
    assert opened > 100
