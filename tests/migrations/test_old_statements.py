"""Old statements and problems become lists: what was public stays so; what is masked stays masked."""

from contextlib import ExitStack
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, stamp, upgrade

from extensions import db
from models.problems import Problem, ProblemList
from models.statements import Statement, StatementState
from operations.problems.marks import look_through_old
from operations.problems.masks import answer_marks
from tests.conftest import make_app
from tests.databases import fresh_database
from tests.factories import NOW
from tests.house.source import ROOT
from tests.migrations.old_feedback import OldTables

MIGRATIONS = str(ROOT / "migrations")
BEFORE = "6b1f0d9e27c4"
PUBLISHED = datetime(2026, 5, 4, tzinfo=UTC)
PUBLIC, WAITING, ALONE = 71, 72, 73
TEXT = "Ahmet Yılmaz dönmüyor"
MASKED = "[kişi adı] dönmüyor"


@pytest.fixture(params=["sqlite", "postgres"])
def old(request, tmp_path):
    """A site with a public list and another, as they were before lists."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'old.sqlite'}"
        else:
            server = request.getfixturevalue("server_of_databases")
            url = stack.enter_context(fresh_database(server))
        stack.enter_context(make_app(url).app_context())
        stack.callback(db.engine.dispose)
        db.metadata.create_all(db.engine)
        stamp(MIGRATIONS)
        downgrade(MIGRATIONS, revision=BEFORE)
        make_old_lists()
        upgrade(MIGRATIONS)
        yield
        db.session.remove()


def make_old_lists():
    tables = OldTables()
    zone: dict[str, object] = {
        "timezone": "Europe/Istanbul",
        "kind": "meeting",
        "status": "published",
    }
    zone["ends_at"] = PUBLISHED
    first, second = (tables.add("events", slug=slug, **zone) for slug in ("a", "b"))
    public = tables.add("problems", event_id=first, title="Süre", published_at=PUBLISHED)
    waiting = tables.add("problems", event_id=second, title="Salon", published_at=None)
    said = {"made_on": date(2026, 5, 2), "source": "organizer"}
    tables.add("statements", id=PUBLIC, event_id=first, problem_id=public, text=TEXT, **said)
    tables.add("statements", id=WAITING, event_id=second, problem_id=waiting, text="Yok", **said)
    tables.add("statements", id=ALONE, event_id=first, problem_id=None, text="Yol", **said)
    db.session.commit()


def lists():
    found = db.session.scalars(sa.select(Problem).order_by(Problem.title))
    return [(p.title, p.problem_list.published_at, p.problem_list.weights_version) for p in found]


def statements():
    rows = sa.select(Statement.id, Statement.state, Statement.text, Statement.public_text)
    return [tuple(row) for row in db.session.execute(rows.order_by(Statement.id))]


def test_lists_stay_public_and_are_looked_through_afterwards(old):
    assert lists() == [("Salon", None, None), ("Süre", PUBLISHED, 1)]
    joined, received = StatementState.JOINED, StatementState.RECEIVED
    assert statements() == [
        (PUBLIC, joined, TEXT, TEXT),
        (WAITING, joined, "Yok", "Yok"),
        (ALONE, received, "Yol", "Yol"),
    ]
    assert look_through_old() == 3
    assert db.session.get_one(Statement, PUBLIC).unanswered
    assert statements()[0] == (PUBLIC, joined, TEXT, MASKED)
    assert lists() == [("Salon", None, None), ("Süre", PUBLISHED, 1)]


def test_what_is_masked_stays_masked_down_and_up_again(old):
    look_through_old()
    answer_marks(db.session.get_one(Statement, PUBLIC), {0}, by=None, at=NOW)
    db.session.commit()
    db.session.remove()
    downgrade(MIGRATIONS, revision=BEFORE)
    kept = sa.text("SELECT text, problem_id IS NOT NULL FROM statements ORDER BY id")
    assert db.session.execute(kept).all() == [(MASKED, True), ("Yok", True), ("Yol", False)]
    db.session.remove()
    upgrade(MIGRATIONS)
    assert [row[2:] for row in statements()] == [(MASKED, MASKED), ("Yok", "Yok"), ("Yol", "Yol")]
    assert lists() == [("Salon", None, None), ("Süre", PUBLISHED, 1)]
    numbers = sa.select(sa.func.count()).select_from(ProblemList)
    assert db.session.scalar(numbers) == 2
