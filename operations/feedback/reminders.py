"""One reminder for those who have not answered yet, where it tells nobody who has.

A letter to few would tell an organizer who they are; a letter to all but few, who answered.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from letters.surveys import write_to_holders
from lib.refusals import Refusal
from lib.withholding import MINIMUM
from models.audit import AuditAction
from models.feedback import FeedbackInvitation, Right, Wave
from models.forms import Form
from models.letters import LetterKind
from models.registrations import Registration
from models.users import User
from operations.base.audit import record
from operations.feedback.holding import held_wave
from operations.feedback.inviting import ANSWERED_WITHIN
from operations.feedback.taking import WaveClosed

REMINDED_AFTER = timedelta(days=7)
"""After the last invitation of an event's wave."""


class AlreadyReminded(Refusal):
    """People are reminded once."""


class TooFewToRemind(Refusal):
    """Fewer than five have answered, or fewer than five have not."""


def remind(wave: Wave, *, by: User | None, at: datetime) -> int:
    """Write to all who were invited and have not answered; how many letters.

    Raises WaveClosed, AlreadyReminded, TooFewToRemind.
    """
    wave = held_wave(wave)
    if not wave.shows_form(at):
        raise WaveClosed
    if wave.reminded_at is not None:
        raise AlreadyReminded
    if not can_be_reminded(wave):
        raise TooFewToRemind
    wave.reminded_at = at
    rights = db.session.scalars(
        sa.select(Right)
        .where(Right.wave_id == wave.id, Right.invitation_id.is_not(None))
        .options(joinedload(Right.invitation).joinedload(FeedbackInvitation.registration))
        .order_by(Right.id)
    ).all()
    written = write_to_holders(LetterKind.FEEDBACK_REMINDED, rights, at=at)
    record(AuditAction.WAVE_REMINDED, at=at, by=by, event=wave.event, subject_id=wave.id)
    db.session.flush()
    return written


def can_be_reminded(wave: Wave) -> bool:
    """Whether of those whom we can write to at least five have answered, and five have not."""
    unused = sa.exists().where(Right.invitation_id == FeedbackInvitation.id)
    rows = (
        sa.select(sa.func.count(), sa.func.count().filter(unused))
        .select_from(FeedbackInvitation)
        .outerjoin(FeedbackInvitation.registration)
        .where(
            FeedbackInvitation.wave_id == wave.id,
            sa.func.coalesce(FeedbackInvitation.email, Registration.email).is_not(None),
        )
    )
    invited, silent = db.session.execute(rows).one()
    return min(silent, invited - silent) >= MINIMUM


def remind_of_events(*, at: datetime) -> int:
    """Remind people in one wave of an event whose last invitation was seven days ago; how many
    such waves there were: 1 or 0. Commit between."""
    due = (
        sa.select(Wave)
        .join(Wave.form)
        .where(
            Form.event_id.is_not(None),
            Wave.closed_at.is_(None),
            Wave.reminded_at.is_(None),
            Wave.opens_at <= at,
            Wave.closes_at > at,
            Wave.closes_at <= at + ANSWERED_WITHIN - REMINDED_AFTER,
        )
        .order_by(Wave.id)
    )
    for wave in db.session.scalars(due).all():
        if can_be_reminded(wave):
            remind(wave, by=None, at=at)
            return 1
    return 0
