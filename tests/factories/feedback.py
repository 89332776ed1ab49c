"""People who came, and their invitations to say how it was."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from extensions import db, keys
from models.checkpoints import Checkpoint
from models.events import Event
from models.feedback import FeedbackInvitation
from models.forms import Form, Question
from models.registrations import Registration
from models.scans import Attendance, Direction, Scan, Verdict
from models.sectors import Sector
from operations.feedback.responses import submit_feedback
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


def invitation(event: Event, **values: object) -> FeedbackInvitation:
    """The invitation of someone who came."""
    made = FeedbackInvitation(registration=attendee(event, **values))
    db.session.add(made)
    db.session.commit()
    return made


def feedback_path(invited: FeedbackInvitation) -> str:
    return f"/feedback/{keys.links.sign('feedback', invited.id)}"


def questions(event: Event) -> list[Question]:
    return list(
        db.session.scalars(
            sa.select(Question)
            .join(Question.form)
            .where(Form.event_id == event.id)
            .order_by(Question.position)
        )
    )


def answer(
    event: Event, *, side: Sector | None, rating: int = 4, problem: str = "", signature: str = ""
) -> None:
    """Someone who came rated everything alike and named a problem."""
    given: dict[int, int | str] = {q.id: rating for q in questions(event) if q.kind == "rating"}
    if problem:
        [asked] = [q for q in questions(event) if q.feeds_problem_list]
        given[asked.id] = problem
    submit_feedback(
        invitation(event), answers=given, side=side, signature=signature, at=factories.NOW
    )
    db.session.commit()
