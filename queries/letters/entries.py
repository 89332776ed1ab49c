"""The entries for calendars that letters have brought to a person."""

from collections.abc import Sequence

import sqlalchemy as sa

from extensions import db
from models.letters import Letter, LetterKind, LetterStatus
from models.registrations import Registration


def stands_in_calendar(
    registration_id: int, taken_back_by: Sequence[LetterKind], *, before: Letter | None = None
) -> bool:
    """Whether a letter that was sent brought an entry which none of these kinds took back since.

    `before`: only letters written before this one count.
    """
    last = (
        sa.select(Letter.has_entry)
        .where(
            Letter.registration_id == registration_id,
            Letter.status == LetterStatus.SENT,
            sa.or_(Letter.has_entry, Letter.kind.in_(taken_back_by)),
        )
        .order_by(Letter.id.desc())
        .limit(1)
    )
    if before is not None:
        last = last.where(Letter.id < before.id)
    return bool(db.session.scalar(last))


def last_letter_number(registration: Registration) -> int:
    """The number of the last letter to the person; 0: there is none."""
    last = sa.select(sa.func.max(Letter.id)).where(Letter.registration_id == registration.id)
    return db.session.scalar(last) or 0
