from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.boxes import BoxedResponse, SentForm
from models.feedback import GRACE, FeedbackInvitation, Right
from models.forms import AskedOf
from models.responses import Response, Tally
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource
from operations.base.answers import NamedProblem
from operations.feedback.closing import close_wave, count_answers
from operations.feedback.taking import GivenAnswers, take_answers
from operations.problems.statements import add_statement
from tests import factories
from tests.factories.feedback import close, count, questions, right, rights, submit, wave_of
from tests.turns import at_once, while_held

CSO, PUBLIC, ACADEMIA = Sector.CSO, Sector.PUBLIC, Sector.ACADEMIA


@pytest.fixture
def event(app):
    return factories.event(over=True, at=factories.NOW)


def answer(event, number, *, side=None, problem=True):
    given = {q.id: NamedProblem("Yol") for q in questions(event) if q.kind == "problem" and problem}
    for held in rights(event, number):
        submit(held, {questions(event)[0].id: 4, **given}, side=side)
    db.session.commit()


def add_by_api(event):
    return add_statement(
        event, text="Yol", side=ACADEMIA, source=StatementSource.API, by=None, at=factories.NOW
    )


def number_of(table):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def test_a_wave_closes_by_itself_an_hour_after_it_ran_out(event):
    answer(event, 6)
    wave = wave_of(event)
    assert wave.closes_at is not None
    ends = wave.closes_at + GRACE
    count(ends - timedelta(seconds=1))
    assert (wave.closed_at, wave.settled, number_of(BoxedResponse)) == (None, False, 6)
    count(ends)
    assert (wave.closed_at, wave.settled, number_of(BoxedResponse)) == (ends, True, 0)
    [entry] = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.WAVE_CLOSED)
    )
    assert (entry.user_id, entry.event_id, entry.subject_id) == (None, event.id, wave.id)


def test_closing_is_final_and_written_down_once(event):
    wave, someone = wave_of(event), factories.user()
    close_wave(wave, sheets=12, by=someone, at=factories.NOW)
    close_wave(wave, sheets=9, by=None, at=factories.NOW + timedelta(days=1))
    db.session.commit()
    assert (wave.closed_at, wave.sheets) == (factories.NOW, 12)
    written = sa.select(AuditEntry.user_id).where(AuditEntry.action == AuditAction.WAVE_CLOSED)
    assert db.session.scalars(written).all() == [someone.id]


def test_what_could_tell_who_answered_is_forgotten_at_closing(event):
    other = factories.event(over=True, at=factories.NOW)
    answer(event, 6), answer(other, 2)
    unused, [elsewhere] = rights(event, 2), rights(other, 1)
    assert len(unused) == 2 and number_of(SentForm) == 8
    close(event)
    assert db.session.scalars(sa.select(Right.id)).all() == [elsewhere.id]
    assert number_of(SentForm) == 2


def test_closing_writes_how_many_of_each_sector_and_province_answered(event):
    asked = questions(event)[0].id
    held = [
        right(event, sector=sector, province=province, institution="Dernek")
        for sector, province in [(CSO, "19"), (CSO, "19"), (CSO, "06"), (PUBLIC, "06")]
    ]
    for each in (held[0], held[2]):
        submit(each, {asked: 4})
    db.session.commit()
    wave = close(event)
    assert wave.rates == {
        "sector": {"cso": [3, 2], "public": [1, 0]},
        "province": {"06": [2, 1], "19": [2, 1]},
        "institution": {"Dernek": [4, 2]},
    }
    assert wave.invited == 4
    assert number_of(FeedbackInvitation) == 4  # they never change, and prevent a second letter


def sides_told():
    db.session.expire_all()
    return sorted(str(s.side or "") for s in db.session.scalars(sa.select(Statement)))


def test_sides_are_hidden_until_the_wave_closes_and_small_ones_for_ever(event):
    answer(event, 6, side=CSO)
    answer(event, 3, side=ACADEMIA)
    answer(event, 3)
    count()
    waited = set(db.session.scalars(sa.select(StatementSide.shown)))
    assert waited == {False} and set(sides_told()) == {""}
    close(event)
    assert sides_told() == [""] * 6 + ["cso"] * 6
    assert number_of(StatementSide) == 6  # of the others nothing is left to look up


@pytest.mark.parametrize(("few", "told"), [(0, ["cso"] * 5), (2, [""] * 5)])
def test_a_side_that_the_wave_withholds_is_told_of_no_statement(event, few, told):
    """Two answers of a third side would be what is left of the total, so the smallest goes, too."""
    answer(event, 5, side=CSO)
    answer(event, 8, side=PUBLIC, problem=False)
    answer(event, few, side=ACADEMIA, problem=False)
    close(event)
    assert sides_told() == told


def test_few_people_with_many_problems_stay_few(event):
    """Two people of one side name three problems each; others of it have answered, but named none."""
    [asked] = [q for q in questions(event) if q.kind == "problem"]
    asked.asked_of = AskedOf.SESSION
    asked.subjects = [factories.session(event).id for _ in range(3)]
    for held, side in zip(rights(event, 8), [CSO] * 2 + [PUBLIC] * 6, strict=True):
        about = {(asked.id, session): NamedProblem("Yol") for session in asked.subjects}
        take_answers(
            held.wave,
            [asked],
            GivenAnswers(about=about, side=side),
            right=held.id,
            nonce=str(held.id),
            at=factories.NOW,
        )
    answer(event, 5, side=CSO, problem=False)
    close(event)
    assert number_of(Statement) == 24
    assert sides_told() == [""] * 24


def test_what_others_said_keeps_its_side_when_a_wave_closes(event):
    other = factories.event(over=True, at=factories.NOW)
    said = [add_by_api(where) for where in (event, other)]
    answer(event, 6, side=CSO), answer(other, 12, side=CSO)
    close(event)
    db.session.expire_all()
    assert [statement.side for statement in said] == [ACADEMIA] * 2
    waiting = sa.select(StatementSide.shown).join(
        Statement, Statement.id == StatementSide.statement_id
    )
    of_other = waiting.where(Statement.wave_id == wave_of(other).id)
    assert db.session.scalars(of_other).all() == [False] * 7


def test_the_work_may_stop_after_any_step_and_go_on_later(event):
    """Each step is a transaction of its own; nothing is settled before all of it was moved."""
    answer(event, 12, side=CSO)
    wave = wave_of(event)
    close_wave(wave, by=None, at=factories.NOW)
    db.session.commit()
    seen = []
    while True:
        steps = count_answers(at=factories.NOW)
        if next(steps, None) is None:
            break
        db.session.commit()
        seen.append((number_of(Response), number_of(Statement), wave.settled))
    assert seen == [(12, 0, False), (12, 12, False), (12, 12, True)]


@pytest.mark.race
def test_two_workers_count_each_answer_once_and_settle_once(app, event):
    answer(event, 7, side=CSO)
    for _ in range(3):
        right(event, sector=PUBLIC)
    wave = wave_of(event)
    close_wave(wave, by=None, at=factories.NOW)
    db.session.commit()
    at_once(app, count, times=2)
    wave = wave_of(event)
    assert (number_of(Response), number_of(Statement)) == (7, 7)
    everything = sa.select(Tally.count).where(Tally.value == "")
    assert db.session.scalars(everything).all() == [7, 7]
    assert wave.rates["sector"]["public"] == [5, 2]


@pytest.mark.race
def test_a_side_that_is_added_while_a_wave_is_settled_stays(app, event):
    answer(event, 6, side=CSO, problem=False)
    close_wave(wave_of(event), by=None, at=factories.NOW)
    db.session.commit()
    number = event.id

    def add():
        add_by_api(db.session.get_one(type(event), number))

    while_held(app, add, count)
    assert wave_of(event).settled
    assert sides_told() == ["academia"]
