"""People who came, and their invitations to say how it was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from extensions import db, keys
from models.checkpoints import Checkpoint
from models.events import Event
from models.feedback import FeedbackInvitation, Right, Wave
from models.forms import Form, FormPurpose, Question
from models.registrations import Registration
from models.scans import Attendance, Direction, Scan, Verdict
from models.sectors import Sector
from operations.base.answers import Given, NamedProblem
from operations.feedback.closing import close_wave, count_answers
from operations.feedback.inviting import (
    ANSWERED_WITHIN,
    feedback_wave,
    give_right,
    invited_person,
)
from operations.feedback.taking import GivenAnswers, take_answers
from queries.feedback.waves import questions_of, wave_of_event
from tests import factories


def attendance(
    registration: Registration, *, checkpoint: Checkpoint | None = None, at: datetime | None = None
) -> Attendance:
    """The person was admitted, at the event's first door or at another."""
    checkpoint = (
        checkpoint
        or db.session.scalars(
            sa.select(Checkpoint).where(Checkpoint.event_id == registration.event_id).limit(1)
        ).one()
    )
    moment = at or registration.event.starts_at
    scan = Scan(
        checkpoint=checkpoint,
        registration=registration,
        nonce=uuid4().hex,
        direction=Direction.ENTRY,
        verdict=Verdict.ADMITTED,
        scanned_at=moment,
        received_at=moment,
    )
    made = Attendance(
        checkpoint_id=checkpoint.id, registration=registration, scan=scan, admitted_at=moment
    )
    db.session.add(made)
    db.session.commit()
    return made


def attendee(event: Event, **values: object) -> Registration:
    """Someone who registered and came. The event may be over already."""
    registration = factories.registration(event, **values)  # type: ignore[arg-type]
    attendance(registration)
    return registration


def right(event: Event, **values: object) -> Right:
    """The right of someone who came, invited to the event's feedback just now."""
    person = attendee(event, **values)
    wave = wave_of(event)
    made = give_right(wave, invited_person(wave, person))
    db.session.commit()
    return made


def rights(event: Event, number: int, *, sides: Sequence[Sector] = tuple(Sector)) -> list[Right]:
    """The rights of so many people who are on no list of ours, of these sides in turn."""
    wave = feedback_wave(event)
    wave.closes_at = max(factories.NOW, event.ends_at) + ANSWERED_WITHIN
    wave.invited += number
    made = [
        Right(
            wave=wave,
            invitation=FeedbackInvitation(
                wave=wave, email=f"{uuid4().hex}@example.org", sector=sides[nth % len(sides)]
            ),
        )
        for nth in range(number)
    ]
    db.session.add_all(made)
    db.session.commit()
    return made


def feedback_path(held: Right) -> str:
    return f"/feedback/{keys.links.sign('feedback', held.wave_id, held.id)}"


def questions(event: Event) -> list[Question]:
    return list(
        db.session.scalars(
            sa.select(Question)
            .join(Question.form)
            .where(Form.event_id == event.id, Form.purpose == FormPurpose.FEEDBACK)
            .order_by(Question.position)
        )
    )


def answer(
    event: Event,
    *,
    side: Sector | None = None,
    rating: int = 4,
    text: str = "",
    problem: str = "",
) -> None:
    """Someone who came rated everything alike, wrote a text and named a problem. It waits in the
    box."""
    given: dict[int, Given] = {q.id: rating for q in questions(event) if q.kind == "rating"}
    if text:
        given |= {q.id: text for q in questions(event) if q.kind == "long_text"}
    if problem:
        [asked] = [q for q in questions(event) if q.kind == "problem"]
        given[asked.id] = NamedProblem(problem)
    submit(right(event), given, side=side)
    db.session.commit()


def wave_of(event: Event) -> Wave:
    """The event's wave, open for two weeks."""
    wave = feedback_wave(event)
    wave.closes_at = max(factories.NOW, event.ends_at) + ANSWERED_WITHIN
    db.session.commit()
    return wave


def submit(
    held: Right,
    given: dict[int, Given],
    *,
    side: Sector | None = None,
    nonce: str = "",
    at: datetime | None = None,
) -> None:
    """The holder of the right sends these answers, by question."""
    take_answers(
        held.wave,
        questions_of(held.wave),
        GivenAnswers(given, side=side),
        right=held.id,
        nonce=nonce or uuid4().hex,
        at=at or while_open(held.wave),
    )


def while_open(wave: Wave) -> datetime:
    """The tests' present, or later where the wall's clock is past it: events end by that one."""
    return max(factories.NOW, wave.opens_at)


def close(event: Event, *, at: datetime | None = None) -> Wave:
    """The event's wave is closed, and everything in its boxes counted."""
    wave = wave_of_event(event)
    assert wave is not None
    close_wave(wave, by=None, at=at or while_open(wave))
    db.session.commit()
    count(at=at)
    return wave


def count(at: datetime | None = None) -> None:
    """As the worker does: move what is due, each piece in a transaction of its own."""
    for _moved in count_answers(at=at or factories.NOW):
        db.session.commit()
    db.session.rollback()
