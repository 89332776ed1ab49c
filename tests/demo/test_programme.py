"""What the demonstration shows is what the operations could have made, on both databases."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from demo.programme import DatabaseNotEmpty, load_programme
from extensions import db
from lib.passwords import matches
from models.boxes import BoxedResponse, BoxedStatement
from models.checkpoints import Checkpoint
from models.devices import DeviceState
from models.events import Event, EventKind, EventStatus
from models.feedback import FeedbackInvitation, Right, Wave
from models.forms import Form, Question, QuestionKind
from models.letters import Letter
from models.problems import Problem
from models.progress import ActionReport, ReportState
from models.registrations import Registration, RegistrationStatus, Ticket
from models.responses import Answer, Response, Tally
from models.road_maps import ActionStatus, RoadMap
from models.scans import Attendance, RefusalReason, Scan, Verdict
from models.scopes import PROGRAMME
from models.sectors import Sector
from models.statements import Statement
from models.users import Role, User
from operations.base.details import write_details
from operations.feedback.inviting import invite_attendees
from queries.check_in.attendance import arrivals_by_minute
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.conflicts import open_conflicts
from queries.check_in.devices import devices_of
from queries.check_in.scans import checkpoint_counts
from queries.feedback.figures import points_of
from queries.problems.priority import prioritized
from tests.demo.conftest import AT, PASSWORD

pytestmark = pytest.mark.xdist_group("demonstration")


@pytest.fixture(autouse=True)
def in_the_demonstration(demonstration):
    with demonstration.app.app_context():
        yield
        db.session.remove()


def scalars(query):
    return db.session.scalars(query).all()


def count(query):
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))


def test_people_are_told_whom_to_ask_about_every_event():
    named = {event.title: event.contact.name for event in scalars(sa.select(Event))}
    assert named["Çorum 2. Sivil Toplum Günü"] == "Çorum sivil toplum masası"
    assert named["İzmir Gençlik ve Gönüllülük Çalıştayı"] == "Program destek masası"
    assert named["Avusturya Çalışma Ziyareti"] == "Elif Karaca"
    letters = scalars(sa.select(Letter).where(Letter.event_id.is_not(None)))
    assert letters and all(letter.reply_to_address for letter in letters)


def test_the_activities_of_the_programme_are_there():
    over = sa.select(Event).where(Event.ends_at < datetime(2020, 1, 1, tzinfo=UTC))
    kinds = [event.kind for event in scalars(over)]
    assert kinds.count(EventKind.CIVIL_SOCIETY_DAY) == 20
    assert kinds.count(EventKind.STUDY_VISIT) == 6
    assert kinds.count(EventKind.TRAINING) == 15
    assert kinds.count(EventKind.FOCUS_GROUP) == 10
    assert kinds.count(EventKind.CAPACITY_BUILDING) == 30
    conference = db.session.scalars(over.where(Event.kind == EventKind.CONFERENCE)).one()
    assert conference.venue == "Grand Ankara Hotel"
    panel = next(s for s in conference.sessions if s.title.startswith("Panel"))
    assert len(panel.speakers) == 4


def test_every_situation_of_a_coming_event_can_be_seen():
    coming = scalars(sa.select(Event).where(Event.ends_at > AT))
    assert any(e.starts_at <= AT < e.ends_at for e in coming), "one is going on"
    assert any(e.is_full() and e.waitlist for e in coming)
    assert any(e.approval for e in coming)
    assert any(e.is_published and e.opens_later(AT) for e in coming)
    assert {e.status for e in coming} == set(EventStatus)
    assert sum(e.takes_registrations(AT) for e in coming) >= 5


def test_every_title_and_description_is_there_in_both_languages():
    for event in scalars(sa.select(Event)):
        assert event.title_en and event.description and event.description_en
        assert all(session.title_en for session in event.sessions)
    assert all(problem.title_en for problem in scalars(sa.select(Problem)))


HOLDING = [status for status in RegistrationStatus if status.holds_place]


def test_places_taken_are_those_held_and_never_too_many():
    held = dict(
        db.session.execute(
            sa.select(Registration.event_id, sa.func.count())
            .where(Registration.status.in_(HOLDING))
            .group_by(Registration.event_id)
        ).all()
    )
    for event in scalars(sa.select(Event)):
        assert event.places.taken == held.get(event.id, 0), event.slug
        assert event.places.capacity is None or event.places.taken <= event.places.capacity


def test_people_wait_only_where_it_is_full_and_are_pending_only_where_someone_decides():
    listed = scalars(sa.select(Registration).options(sa.orm.joinedload(Registration.event)))
    for registration in listed:
        if registration.status is RegistrationStatus.WAITLISTED:
            assert registration.event.waitlist and registration.event.is_full()
        if registration.status is RegistrationStatus.PENDING:
            assert registration.event.approval
        assert registration.registered_at <= AT
        assert registration.registered_at <= registration.status_changed_at


def test_everyone_confirmed_has_one_valid_ticket_and_nobody_who_never_was():
    """Who cancels keeps the ticket, which the door then refuses by the status."""
    cancelled = Registration.status == RegistrationStatus.CANCELLED
    holders = (
        sa.select(Ticket.registration_id)
        .join(Ticket.registration)
        .where(Ticket.revoked_at.is_(None), ~cancelled)
    )
    confirmed = sa.select(Registration.id).where(
        Registration.status == RegistrationStatus.CONFIRMED
    )
    assert sorted(scalars(holders)) == sorted(scalars(confirmed))


def test_keys_for_search_and_order_are_those_of_the_operations():
    for registration in scalars(sa.select(Registration).limit(300)):
        written = Registration()
        write_details(written, registration)
        assert (written.search_key, written.sort_key) == (
            registration.search_key,
            registration.sort_key,
        )


def test_every_attendance_has_the_scan_that_admitted():
    rows = db.session.execute(
        sa.select(Attendance, Scan, Registration, Checkpoint)
        .join(Scan, Scan.id == Attendance.scan_id)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Checkpoint, Checkpoint.id == Attendance.checkpoint_id)
    ).all()
    assert len(rows) > 3000
    for attendance, scan, registration, checkpoint in rows:
        assert scan.verdict is Verdict.ADMITTED
        assert (scan.checkpoint_id, scan.registration_id) == (checkpoint.id, registration.id)
        assert attendance.admitted_at == scan.scanned_at <= AT
        assert registration.event_id == checkpoint.event_id
        assert registration.is_confirmed
    admitted = sa.select(Scan).where(Scan.verdict == Verdict.ADMITTED)
    assert count(admitted) == len(rows)


def test_all_waves_are_closed_and_counted():
    waves = scalars(sa.select(Wave))
    assert len(waves) > 50
    assert all(wave.settled and wave.closed_at == wave.closes_at <= AT for wave in waves)
    for left_over in (Right, BoxedResponse, BoxedStatement):
        assert count(sa.select(left_over)) == 0, left_over
    given = dict(
        db.session.execute(
            sa.select(Response.wave_id, sa.func.count()).group_by(Response.wave_id)
        ).all()
    )
    for wave in (wave for wave in waves if wave.event):
        invited = count(sa.select(FeedbackInvitation).where(FeedbackInvitation.wave_id == wave.id))
        asked, answered = map(sum, zip(*wave.rates["sector"].values(), strict=True))
        assert (asked, answered) == (wave.invited, given.get(wave.id, 0))
        assert invited == wave.invited


def test_feedback_belongs_to_those_who_came():
    came = sa.select(Attendance.registration_id)
    strangers = sa.select(FeedbackInvitation).where(FeedbackInvitation.registration_id.not_in(came))
    assert count(strangers) == 0
    assert invite_attendees(at=AT) == 0, "the worker has nobody left to invite"


def test_answers_fit_their_questions():
    rows = db.session.execute(
        sa.select(Answer, Question).join(Question, Question.id == Answer.question_id)
    ).all()
    for answer, question in rows:
        if points := points_of(question):
            no_opinion = question.no_opinion and answer.number is None
            assert no_opinion or answer.number in points
        else:
            assert answer.choice_id or answer.text
    required = {q.id for q in scalars(sa.select(Question).where(Question.required))}
    given = sum(question.id in required for _, question in rows)
    of_events = sa.select(Response).join(Response.wave).join(Wave.form)
    assert given == count(of_events.where(Form.event_id.is_not(None)))


def test_what_was_written_for_the_workshop_is_on_the_problem_list():
    named = (
        sa.select(Tally.wave_id, sa.func.sum(Tally.count))
        .join(Question, Question.id == Tally.question_id)
        .where(Question.kind == QuestionKind.PROBLEM)
        .group_by(Tally.wave_id)
    )
    stated = (
        sa.select(Statement.wave_id, sa.func.count())
        .where(Statement.wave_id.is_not(None))  # else it was written on a phone in the room
        .group_by(Statement.wave_id)
    )
    assert sorted(db.session.execute(named).all()) == sorted(db.session.execute(stated).all())
    assert {statement.side for statement in scalars(sa.select(Statement))} > {None, Sector.CSO}


def test_problems_hold_statements_of_their_event_and_some_are_published():
    problems = scalars(sa.select(Problem).options(sa.orm.selectinload(Problem.statements)))
    of_events = [problem for problem in problems if problem.event]
    for problem in of_events:
        assert len(problem.statements) >= 2
        assert {s.event_id for s in problem.statements} == {problem.event.id}
    published = [p for p in problems if p.published_at]
    assert 0 < len(published) < len(problems)
    assert all(p.published_at <= AT for p in published)


def test_the_programme_gathers_what_several_events_found():
    gathered = prioritized(PROGRAMME)
    assert len(gathered) > 10
    assert all(each.statements >= 4 and len(each.events) >= 2 for each in gathered)
    assert {each.impact is not None for each in gathered} == {True}
    assert [each for each in gathered if each.chose] and gathered[0].priority > 60


def test_the_road_map_names_problems_and_has_actions_of_every_status():
    road_map = scalars(sa.select(RoadMap))[0]
    assert {action.status for action in road_map.actions} == set(ActionStatus)
    assert all(action.problems for action in road_map.actions)
    assert any(action.is_late(AT.date()) for action in road_map.actions)
    assert [report.state for report in scalars(sa.select(ActionReport).order_by("id"))] == [
        ReportState.APPROVED,
        ReportState.WAITING,
    ]


def test_nobody_can_be_reached_by_their_invented_address_or_number():
    for email, phone in db.session.execute(sa.select(Registration.email, Registration.phone)):
        assert email is None or email.endswith("@example.org")
        assert phone is None or (phone.startswith("+90599") and len(phone) == 13)
        assert email or phone


def test_one_person_for_each_role_can_sign_in():
    staff = scalars(sa.select(User))
    assert {user.role for user in staff} == set(Role)
    assert matches(PASSWORD, staff[0].password_hash)


def test_a_database_that_is_not_empty_is_refused():
    with pytest.raises(DatabaseNotEmpty):
        load_programme(PASSWORD, at=AT)


def test_doors_with_rules_phones_and_a_conflict_can_be_seen():
    doors = scalars(sa.select(Checkpoint))
    assert any(door.only_chosen for door in doors)
    assert any(door.choice_id and door.roster for door in doors)
    assert any(door.sectors for door in doors)
    assert any(door.capacity for door in doors)
    on = db.session.scalars(sa.select(Event).where(Event.starts_at <= AT, Event.ends_at > AT)).one()
    phones = devices_of(on)
    assert [phone.state(AT) for phone in phones] == [DeviceState.PAIRED] * 3
    assert any(phone.kiosk for phone in phones) and any(phone.waiting for phone in phones)
    (case,) = open_conflicts(on, None, limit=9, after=None).items
    assert len(case.story) == 2 and case.attendance
    main, hall, _officials = checkpoints_of(on)
    assert len(arrivals_by_minute(main)) > 10
    counts = checkpoint_counts(hall, as_of=AT)
    assert 0 < counts.inside < counts.admitted
    refused = sa.select(Scan).where(Scan.reason == RefusalReason.WRONG_CHECKPOINT)
    assert count(refused) > 0
