"""After the event: people who came are invited once, and each gives feedback once, without a
name."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from extensions import db
from letters.feedback import enqueue_invitation
from lib.refusals import Refusal
from models.checkpoints import Checkpoint
from models.events import Event, EventStatus
from models.feedback import FeedbackInvitation
from models.forms import Answer, Form, FormPurpose, Question, Response
from models.problems import StatementSource
from models.registrations import Registration
from models.scans import Attendance
from models.sectors import Sector
from operations.base.answers import Answers, Given
from operations.problems.problems import add_statement

ASKED_WITHIN = timedelta(days=30)
"""How long after the end of an event people are still invited. A phone of the door may come back
with its scans days later; after a month people remember little, and the worker need not look at all
events of all years."""


class AlreadyAnswered(Refusal):
    """This invitation was used: each person gives feedback once."""


def invite_attendees(*, at: datetime, limit: int = 200) -> int:
    """Invite people who were admitted to a published event that ended lately, each only once.

    At most `limit` of them, so that the caller can commit between; how many were invited. Those
    without an address get an invitation (an organizer can hand them the link), but no letter.
    """
    return sum(_invite(registration, at) for registration in _uninvited(at, limit))


def submit_feedback(
    invitation: FeedbackInvitation,
    *,
    answers: Answers,
    side: Sector | None,
    signature: str,
    at: datetime,
) -> Response:
    """Keep the answers (by question number) apart from the person. Raises AlreadyAnswered.

    Text written for the workshop arrives on the event's problem list as a statement.
    """
    _use(invitation)
    event = invitation.registration.event
    form = _feedback_form(event)
    response = Response(
        form=form,
        side=side,
        signature=signature,
        submitted_on=event.day_of(at),
    )
    response.answers = [
        answer
        for question in form.questions
        if question.id in answers
        for answer in _answers(question, answers[question.id])
    ]
    db.session.add(response)
    for answer in response.answers:
        if answer.question.feeds_problem_list and answer.text:
            add_statement(
                event, text=answer.text, side=side, source=StatementSource.FEEDBACK, by=None, at=at
            )
    db.session.flush()
    return response


def _uninvited(at: datetime, limit: int) -> Sequence[Registration]:
    """People to invite. They are found from the doors of events that ended lately, so that the
    number of people at older events does not matter."""
    doors = (
        sa.select(Checkpoint.id)
        .join(Checkpoint.event)
        .where(
            Event.status == EventStatus.PUBLISHED,
            Event.ends_at <= at,
            Event.ends_at > at - ASKED_WITHIN,
            ~Checkpoint.beside_programme,
        )
    )
    invited = sa.select(FeedbackInvitation.id).where(
        FeedbackInvitation.registration_id == Attendance.registration_id
    )
    came = (
        sa.select(Attendance.registration_id)
        .where(Attendance.checkpoint_id.in_(doors), ~invited.exists())
        .group_by(Attendance.registration_id)
        .limit(limit)
    )
    return db.session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_(came))
        .options(joinedload(Registration.event, innerjoin=True))
        .order_by(Registration.id)
    ).all()


def _invite(registration: Registration, at: datetime) -> bool:
    """Whether this worker made the invitation; another one may have been faster."""
    invitation = FeedbackInvitation(registration=registration)
    try:
        with db.session.begin_nested():
            db.session.add(invitation)
            db.session.flush()
    except IntegrityError:  # the unique constraint is the guard
        return False
    enqueue_invitation(invitation, at=at)
    return True


def _use(invitation: FeedbackInvitation) -> None:
    """Mark the invitation as used. Raises AlreadyAnswered, also for the second of two at once.

    PostgreSQL notes with each row which transaction wrote it, and puts new versions behind the old
    ones: an invitation written alone would lead to the answers written with it. So all invitations
    of the event are written each time, in one statement.
    """
    of_event = (
        sa.select(FeedbackInvitation.id)
        .join(FeedbackInvitation.registration)
        .where(Registration.event_id == invitation.registration.event_id)
        .order_by(FeedbackInvitation.id)
    )
    held = db.session.execute(
        of_event.add_columns(FeedbackInvitation.answered).with_for_update(of=FeedbackInvitation)
    )
    if any(answered for number, answered in held if number == invitation.id):
        raise AlreadyAnswered
    db.session.execute(
        sa.update(FeedbackInvitation)
        .where(FeedbackInvitation.id.in_(of_event))
        .values(
            answered=sa.or_(FeedbackInvitation.answered, FeedbackInvitation.id == invitation.id)
        ),
        execution_options={"synchronize_session": False},
    )
    db.session.expire(invitation, ["answered"])


def _feedback_form(event: Event) -> Form:
    return db.session.scalars(
        sa.select(Form).where(Form.event_id == event.id, Form.purpose == FormPurpose.FEEDBACK)
    ).one()


def _answers(question: Question, given: Given) -> Iterable[Answer]:
    if isinstance(given, tuple):
        return [
            Answer(question=question, nth=nth, choice_id=number) for nth, number in enumerate(given)
        ]
    if isinstance(given, int):
        return [Answer(question=question, number=int(given))]
    return [Answer(question=question, text=str(given))]
