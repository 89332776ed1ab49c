from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import cast

import pytest
import sqlalchemy as sa
from operations.feedback.responses import AlreadyAnswered, invite_attendees, submit_feedback

from extensions import db
from models.feedback import FeedbackInvitation
from models.forms import Answer, Response
from models.letters import Letter, LetterKind
from models.problems import Statement, StatementSource
from models.sectors import Sector
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.events.events import withdraw
from operations.feedback import responses as feedback
from queries.events.programme import programme_figures
from queries.registrations.participants import ParticipantFilter, Presence
from tests import factories
from tests.factories.feedback import attendance, attendee, feedback_path, invitation, questions


def invited():
    return {i.registration_id for i in db.session.scalars(sa.select(FeedbackInvitation))}


def after(event):
    return event.ends_at + timedelta(minutes=1)


def test_those_who_came_are_invited_after_the_end_and_those_who_did_not_are_not(app):
    event = factories.event()
    came, absent = attendee(event), factories.registration(event)
    assert invite_attendees(at=event.ends_at - timedelta(minutes=1)) == 0
    assert invite_attendees(at=event.ends_at) == 1
    assert invited() == {came.id} != {absent.id}


def test_the_letter_carries_the_link_of_its_own_invitation(app):
    event = factories.event(over=True)
    attendee(event, email="isil@example.org")
    invite_attendees(at=after(event))
    [made] = db.session.scalars(sa.select(FeedbackInvitation))
    letters = sa.select(Letter).where(Letter.kind == LetterKind.FEEDBACK_INVITED)
    [letter] = db.session.scalars(letters)
    address = f"http://meydan.example.org{feedback_path(made)}"
    assert letter.to_address == "isil@example.org"
    assert address in letter.text
    assert address in letter.html


def test_each_is_invited_once_for_ever(app):
    event = factories.event(over=True)
    someone = attendee(event)
    assert invite_attendees(at=after(event)) == 1
    db.session.commit()
    assert invite_attendees(at=after(event)) == 0
    assert invite_attendees(at=after(event) + timedelta(days=7)) == 0
    assert invited() == {someone.id}


def test_a_scan_that_comes_late_still_invites_within_a_month(app):
    event = factories.event(over=True)
    late = attendee(event)
    assert invite_attendees(at=event.ends_at + feedback.ASKED_WITHIN) == 0
    assert invite_attendees(at=event.ends_at + feedback.ASKED_WITHIN - timedelta(minutes=1)) == 1
    assert invited() == {late.id}


def test_without_an_address_there_is_an_invitation_but_no_letter(app):
    event = factories.event(over=True)
    someone = attendee(event, email=None)
    assert invite_attendees(at=after(event)) == 1
    assert invited() == {someone.id}
    letters = sa.select(Letter).where(Letter.kind == LetterKind.FEEDBACK_INVITED)
    assert not db.session.scalars(letters).all()


def test_an_event_that_was_withdrawn_asks_nobody(app):
    event = factories.event(over=True)
    attendee(event)
    withdraw(event, by=factories.user(), at=factories.NOW)
    assert invite_attendees(at=after(event)) == 0


def test_invitations_come_in_portions_so_that_the_worker_can_commit_between(app):
    event = factories.event(over=True)
    for _ in range(3):
        attendee(event)
    assert [invite_attendees(at=after(event), limit=2) for _ in range(3)] == [2, 1, 0]


def test_attending_at_two_doors_is_one_invitation(app):
    event = factories.event(over=True)
    someone = attendee(event)
    hall = add_checkpoint(event, CheckpointDetails(name="Salon"), by=None, at=factories.NOW)
    attendance(someone, checkpoint=hall)
    assert invite_attendees(at=after(event)) == 1
    assert invited() == {someone.id}


def test_whoever_took_only_the_bus_has_not_attended(app):
    event = factories.event(over=True)
    rode, came = factories.registration(event), attendee(event)
    bus = add_checkpoint(
        event, CheckpointDetails(name="Otobüs", beside_programme=True), by=None, at=factories.NOW
    )
    for person in (rode, came):
        attendance(person, checkpoint=bus)
    assert invite_attendees(at=after(event)) == 1
    assert invited() == {came.id}
    assert programme_figures(at=after(event)).people_attended == 1
    assert programme_figures(at=event.starts_at).people_attended == 0  # it is still on
    came_to_it = ParticipantFilter(came=Presence.CAME).select(event)
    assert db.session.scalars(came_to_it).all() == [came]


@pytest.mark.race
def test_two_workers_invite_each_person_once(app):
    event = factories.event(over=True)
    for _ in range(8):
        attendee(event)
    moment = after(event)
    at_once(app, lambda: invite_attendees(at=moment), times=2)
    kinds = sa.select(sa.func.count()).where(Letter.kind == LetterKind.FEEDBACK_INVITED)
    assert len(invited()) == 8
    assert db.session.scalar(kinds) == 8


def test_answers_are_kept_by_question_with_the_day_alone(app):
    event = factories.event(over=True, at=factories.NOW)
    asked = questions(event)
    response = submit_feedback(
        invitation(event),
        answers={asked[0].id: 5, asked[4].id: "Tanışmak çok iyi oldu"},
        side=Sector.PUBLIC,
        signature="",
        # 22:30 in UTC is the next day in Çorum.
        at=factories.NOW.replace(hour=22, minute=30),
    )
    assert response.submitted_on == date(2027, 3, 2)
    assert [(a.question_id, a.number, a.text) for a in response.answers] == [
        (asked[0].id, 5, None),
        (asked[4].id, None, "Tanışmak çok iyi oldu"),
    ]


def test_what_is_written_for_the_workshop_arrives_on_the_problem_list(app):
    event = factories.event(over=True)
    [asked] = [question for question in questions(event) if question.feeds_problem_list]
    other = questions(event)[5]
    submit_feedback(
        invitation(event),
        answers={asked.id: "İzin süreci çok uzun", other.id: "Daha çok zaman"},
        side=Sector.CSO,
        signature="Işıl",
        at=factories.NOW,
    )
    [statement] = db.session.scalars(sa.select(Statement))
    assert (statement.text, statement.side) == ("İzin süreci çok uzun", Sector.CSO)
    assert statement.source is StatementSource.FEEDBACK
    assert statement.problem_id is None


def test_the_second_answer_is_refused_and_nothing_of_it_stays(app):
    event = factories.event(over=True)
    mine = invitation(event)
    submit(mine)
    db.session.commit()
    with pytest.raises(AlreadyAnswered):
        submit(mine)
    db.session.rollback()
    assert count(Response) == 1


@pytest.mark.race
def test_of_two_answers_at_once_one_is_kept(app):
    mine = invitation(factories.event(over=True))
    outcomes = answer_twice_at_once(app, mine)
    assert sorted(map(str, outcomes)) == ["answered", "refused"]
    assert count(Response) == 1


@pytest.mark.race
def test_the_race_is_real_when_the_guard_is_taken_away(app, monkeypatch):
    """The twin: who looks first and writes later keeps two answers."""
    mine = invitation(factories.event(over=True))

    def look_then_write(given):
        if db.session.get_one(FeedbackInvitation, given.id, populate_existing=True).answered:
            raise AlreadyAnswered
        meet.wait()
        db.session.execute(sa.update(FeedbackInvitation).values(answered=True))

    if db.engine.dialect.name == "sqlite":
        return  # its writers wait for each other from the beginning of their transactions
    meet = Barrier(2)
    monkeypatch.setattr(feedback, "_use", look_then_write)
    assert answer_twice_at_once(app, mine) == ["answered", "answered"]
    assert count(Response) == 2


ANONYMOUS: list[sa.Table] = [
    cast(sa.Table, model.__table__) for model in (Response, Answer, Statement)
]


def test_no_column_leads_from_an_answer_to_a_person(app):
    """Anonymous by schema: the tables of answers point at forms alone, and hold no moment."""
    reached, waiting = set(), list(ANONYMOUS)
    while waiting:
        table = waiting.pop()
        reached.add(table.name)
        waiting += [
            key.column.table for key in table.foreign_keys if key.column.table.name not in reached
        ]
    personal = {"registrations", "feedback_invitations", "tickets", "scans", "letters"}
    assert "forms" in reached
    assert not reached & personal
    for table in ANONYMOUS:
        moments = [c.name for c in table.columns if "time" in str(c.type).lower()]
        assert moments == []
    assert {c.name for c in FeedbackInvitation.__table__.columns} == {
        "id",
        "registration_id",
        "answered",
    }


def test_no_value_is_shared_by_an_invitation_and_its_answer(app):
    """Rows as they lie in the database, also in SQLite's hidden row numbers."""
    event = factories.event(over=True)
    invitations = [invitation(event) for _ in range(30)]
    for mine in invitations:
        submit(mine)
    db.session.commit()
    numbers = list(db.session.scalars(sa.select(Response.id)))
    assert len(set(numbers)) == 30
    assert min(numbers) > 1_000_000  # nobody's row number, and no counter
    in_order_of_arrival = [response.id for response in db.session.scalars(sa.select(Response))]
    if db.engine.dialect.name == "sqlite":
        assert in_order_of_arrival == sorted(in_order_of_arrival)
        with pytest.raises(sa.exc.OperationalError, match="no such column"):
            db.session.execute(sa.text("SELECT rowid FROM answers"))
        db.session.rollback()


def submit(mine, **values):
    first = questions(mine.registration.event)[0]
    return submit_feedback(
        mine,
        **{
            "answers": {first.id: 4},
            "side": None,
            "signature": "",
            "at": factories.NOW,
            **values,
        },
    )


def count(table):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def answer_twice_at_once(app, mine):
    number = mine.id

    def answer():
        try:
            submit(db.session.get(FeedbackInvitation, number))
        except AlreadyAnswered:
            db.session.rollback()
            return "refused"
        return "answered"

    return at_once(app, answer, times=2)


def at_once(app, act, *, times):
    """Each in its own thread and transaction, begun together."""
    db.session.remove()
    start = Barrier(times)

    def one():
        with app.app_context():
            start.wait()
            result = act()
            db.session.commit()
            db.session.remove()
            return result

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(times)]]
