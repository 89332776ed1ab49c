"""Old answers are written anew, so that nothing in them leads back to a person."""

import re
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, stamp, upgrade

from extensions import db
from lib.withholding import shown_groups
from models.feedback import FeedbackInvitation, Right, Wave
from models.forms import FormPurpose, Question
from models.responses import Answer, Response
from models.statements import Statement, StatementSide
from tests.conftest import make_app
from tests.databases import bytes_of, fresh_database
from tests.house.source import ROOT
from tests.migrations.old_feedback import SIDES, OldEvent, OldTables
from tests.operations.feedback.copies import files_of_the_database
from tests.operations.feedback.recount import recounted, tallied

MIGRATIONS = str(ROOT / "migrations")
BEFORE = "ac6e3a91b2df"
SIGNATURE = "İmza".encode()
ANEW = ("responses", "answers", "statements", "statement_sides", "feedback_invitations", "tallies")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def old(request, tmp_path_factory):
    """A site full of answers, as it was before waves, has come to them."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('migrations') / 'old.sqlite'}"
        else:
            server = request.getfixturevalue("server_of_databases")
            url = stack.enter_context(fresh_database(server))
        stack.enter_context(make_app(url).app_context())
        stack.callback(db.engine.dispose)
        db.metadata.create_all(db.engine)
        stamp(MIGRATIONS)
        downgrade(MIGRATIONS, revision=BEFORE)
        site = full_site()
        assert any(SIGNATURE in file for file in files_of_the_database().values())
        upgrade(MIGRATIONS)
        yield site
        db.session.remove()


@pytest.fixture(autouse=True)
def no_transaction_is_left_open(old):
    yield
    db.session.remove()


def full_site() -> SimpleNamespace:
    tables = OldTables()
    past = OldEvent(tables, ended=timedelta(days=90), people=25, answered=20)
    lately = OldEvent(tables, ended=timedelta(days=2), people=8, answered=3)
    OldEvent(tables, ended=timedelta(days=90), people=0, answered=0)
    registering = tables.add("forms", event_id=past.id, purpose="registration")
    asked = {"form_id": registering, "kind": "long_text", "asked_at": "door"}
    tables.add("questions", key="wishes", feeds_problem_list=True, **asked)
    problem = tables.add("problems", event_id=past.id, title="Süre")
    said = {"event_id": past.id, "session_id": past.session, "problem_id": problem}
    of_organizer = {"text": "Masada söylendi", "side": "private", "source": "organizer"}
    tables.add("statements", id=77, made_on=date(2026, 5, 2), **said, **of_organizer)
    db.session.commit()
    return SimpleNamespace(past=past, lately=lately, problem=problem)


def waves(old) -> tuple[Wave, Wave]:
    past, lately = db.session.scalars(sa.select(Wave).order_by(Wave.id)).all()
    assert (past.form_id, lately.form_id) == (old.past.form, old.lately.form)
    return past, lately


def test_every_form_that_was_asked_has_a_wave_and_the_rights_that_were_left(old):
    past, lately = waves(old)
    assert (past.invited, past.is_closed, past.settled) == (25, True, True)
    assert (lately.invited, lately.is_closed, lately.settled) == (8, False, False)
    assert past.rates == {
        "sector": {"cso": [25, 20]},
        "province": {"19": [25, 20]},
        "institution": {"": [25, 20]},
    }
    assert lately.takes_answers(datetime.now(UTC)) and lately.rates == {}
    rights = db.session.execute(sa.select(Right.wave_id, Right.invitation_id)).all()
    assert sorted(rights) == [(lately.id, number) for number in old.lately.unanswered]
    by_wave = sa.select(FeedbackInvitation.wave_id).order_by(FeedbackInvitation.wave_id)
    assert Counter(db.session.scalars(by_wave)) == {past.id: 25, lately.id: 8}
    kinds = dict(db.session.execute(sa.select(Question.id, Question.kind)).all())
    assert kinds[old.past.workshop] == kinds[old.lately.workshop] == "problem"
    wishes = db.session.scalars(sa.select(Question).where(Question.key == "wishes")).one()
    assert (wishes.kind, wishes.form.purpose) == ("long_text", FormPurpose.REGISTRATION)


def test_tallies_are_those_of_a_recount(old):
    for wave, answered in zip(waves(old), (20, 3), strict=True):
        assert tallied(wave) == recounted(wave)
        assert sum(tallied(wave).values()) > 10 * answered


def test_problems_are_statements_alone_and_nothing_joins_them_to_answers(old):
    marks = {*old.past.responses.values(), *old.lately.responses.values()}
    said = db.session.scalars(sa.select(Statement.text).where(Statement.wave_id.is_not(None)))
    assert {text.removeprefix("Sorun ") for text in said} == marks
    assert db.session.scalar(sa.select(sa.func.count()).where(Answer.text.like("Sorun%"))) == 0
    joined = sa.select(sa.func.count()).join_from(Statement, Answer, Answer.text == Statement.text)
    assert db.session.scalar(joined) == 0
    days = sa.select(Statement.wave_id, Statement.made_on).where(Statement.wave_id.is_not(None))
    assert len(db.session.execute(days.distinct()).all()) == 2


def test_responses_have_new_numbers_and_lie_in_an_order_of_their_own(old):
    place = "ctid" if db.engine.dialect.name == "postgresql" else "rowid"
    found = sa.select(Response.id, Answer.text).join(Response.answers)
    found = found.where(Response.wave_id == waves(old)[0].id, Answer.text.like("long_text%"))
    rows = db.session.execute(found.order_by(sa.text(f"responses.{place}"))).all()
    marks = [text.removeprefix("long_text ") for _, text in rows]
    before = list(old.past.responses.values())
    assert sorted(marks) == sorted(before)
    assert marks not in (before, before[::-1])
    assert not {number for number, _ in rows} & old.past.responses.keys()


def test_all_was_written_in_one_transaction(old):
    if db.engine.dialect.name != "postgresql":
        return  # SQLite keeps no transaction with a row
    written = " UNION ".join(f"SELECT xmin::text FROM {table}" for table in ANEW)
    assert len(db.session.execute(sa.text(written)).all()) == 1


def test_a_side_is_told_only_where_the_rule_of_small_numbers_lets_it(old):
    past, lately = waves(old)
    sides = Counter(SIDES[nth % len(SIDES)] for nth in range(20))
    told = shown_groups(sides, allowed={"cso", "public", "academia"})
    rows = sa.select(Statement.wave_id, StatementSide.side, StatementSide.shown).join(
        Statement, Statement.id == StatementSide.statement_id
    )
    found = Counter(tuple(row) for row in db.session.execute(rows))
    assert found == {
        **{(past.id, side, True): n for side, n in told.items()},
        (lately.id, "cso", False): 3,
        (None, "private", True): 1,
    }


def test_what_came_another_way_is_as_it_was(old):
    told = db.session.get_one(Statement, 77)
    assert (told.text, told.side, told.made_on) == (
        "Masada söylendi",
        "private",
        date(2026, 5, 2),
    )
    place = (old.past.id, old.past.session, old.problem, None)
    assert (told.event_id, told.session_id, told.problem_id, told.wave_id) == place


def test_the_files_hold_no_signature_and_each_problem_in_one_table(old):
    """Once the last connection is closed, as when the command ends."""
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        files = {"file": bytes_of(Path(str(db.engine.url.database)))}
    else:
        files = files_of_the_database()
    assert not [name for name, file in files.items() if SIGNATURE in file]
    found = {name: set(re.findall(rb"Sorun [0-9a-f]{12}", file)) for name, file in files.items()}
    assert [len(marks) for marks in found.values() if marks] == [23]


def test_down_and_up_again_tells_the_same_but_for_the_count_of_problems(old):
    """The last one, since it changes the rows. The texts of problems are not put back to answers."""
    before = [tallied(wave) for wave in waves(old)]
    db.session.remove()
    downgrade(MIGRATIONS, revision=BEFORE)
    kept = "SELECT (SELECT count(*) FROM responses), (SELECT count(*) FROM statements)"
    assert db.session.execute(sa.text(kept)).one() == (23, 24)
    db.session.remove()
    upgrade(MIGRATIONS)
    for wave, tallies in zip(waves(old), before, strict=True):
        workshop = {old.past.workshop, old.lately.workshop}
        assert tallied(wave) == {key: n for key, n in tallies.items() if key[0] not in workshop}
