"""One letter to many people: who they are is fixed at once, the worker writes to them in
batches."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from lib.inserts import insert_into
from models.audit import AuditAction
from models.events import Event, EventStatus
from models.letters import Letter, LetterKind, LetterStatus, Mailing, recipients
from models.registrations import STANDING, Registration, RegistrationStatus, chosen_sessions
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event
from operations.letters.mailing_letters import write_letters
from operations.letters.untold import forget as forget_untold

BATCH = 200
_S, _K = RegistrationStatus, LetterKind
# Our own letters are written only while they hold: for these states of the event and its people.
_MEANT_FOR = {
    _K.PARTICIPANT_REMINDED: (EventStatus.PUBLISHED, (_S.CONFIRMED,)),
    _K.REGISTRATION_CHANGED: (EventStatus.PUBLISHED, STANDING),
    _K.EVENT_CALLED_OFF: (EventStatus.CANCELLED, STANDING),
}


@dataclass(frozen=True, kw_only=True)
class FreeLetter:
    """Subject and body with placeholders; an empty English text means the Turkish one."""

    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""


@dataclass(frozen=True, kw_only=True)
class CallingOffReason:
    """Text without placeholders; empty: no reason is given. An empty English text means the Turkish
    one."""

    text: str = ""
    text_en: str = ""


NO_REASON = CallingOffReason()


def send_free_letter(
    letter: FreeLetter,
    event: Event,
    people: sa.Select[Registration],
    *,
    submission_key: str,
    wanted: dict[str, str],
    by: User,
    at: datetime,
) -> Mailing | None:
    """Send a letter to exactly those people of the event whom `people` finds now.

    `wanted` is what the list was narrowed by, as in its address. None: the same submission was sent
    before.
    """
    mailing = start_mailing(
        event,
        _K.MESSAGE,
        people,
        once_key=f"message:{event.id}:{submission_key}",
        by=by,
        at=at,
        filter=wanted,
        **vars(letter),
    )
    if mailing:
        record(
            AuditAction.MAILING_SENT,
            at=at,
            by=by,
            event=event,
            subject_id=mailing.id,
            people=mailing.people,
        )
    return mailing


def tell_of_change(event: Event, *, by: User, at: datetime) -> Mailing | None:
    """Tell everyone with a place, or waiting for one, when and where the event is now.

    Where sessions alone were changed, only those who chose them are told. Of two presses in one
    moment the second finds nothing more to be told.
    """
    hold_event(event)
    changed = forget_untold(event)
    sessions = [number for number in changed if number is not None]
    chose = sa.select(chosen_sessions.c.registration_id).where(
        chosen_sessions.c.session_id.in_(sessions)
    )
    of_event = not sessions or None in changed
    return _tell(
        event,
        _K.REGISTRATION_CHANGED,
        sa.true() if of_event else Registration.id.in_(chose),
        by=by,
        at=at,
        filter={"event": of_event, "sessions": sessions},
    )


def tell_of_calling_off(
    event: Event, reason: CallingOffReason, *, by: User, at: datetime
) -> Mailing | None:
    """Tell the same people that the event is called off, and why; its other mailings of ours
    stop."""
    for kind in (_K.PARTICIPANT_REMINDED, _K.REGISTRATION_CHANGED):
        stop_mailings_of(event, kind, at=at)
    words = {"body": reason.text, "body_en": reason.text_en}
    return _tell(event, _K.EVENT_CALLED_OFF, sa.true(), by=by, at=at, **words)


def start_mailing(
    event: Event,
    kind: LetterKind,
    people: sa.Select[Registration],
    *,
    once_key: str,
    by: User | None,
    at: datetime,
    **values: Any,
) -> Mailing | None:
    """Write down the mailing and its recipients. None: one with this key was started before."""
    mailing: Mailing | None = db.session.scalar(
        insert_into(Mailing, dialect=db.engine.dialect.name)
        .values(
            event_id=event.id,
            kind=kind,
            once_key=once_key,
            created_at=at,
            created_by_id=by.id if by else None,
            **values,
        )
        .on_conflict_do_nothing(index_elements=["once_key"])
        .returning(Mailing)
    )
    if mailing is None:
        return None
    found = people.where(Registration.event_id == event.id).order_by(None)
    chosen = found.with_only_columns(sa.literal(mailing.id), Registration.id).distinct()
    columns = ["mailing_id", "registration_id"]
    db.session.execute(sa.insert(recipients).from_select(columns, chosen))
    mailing.people = (
        db.session.scalar(sa.select(sa.func.count()).where(recipients.c.mailing_id == mailing.id))
        or 0
    )
    db.session.flush()
    return mailing


def write_letters_of_mailings(*, at: datetime) -> bool:
    """Write the next few letters of the oldest unfinished mailing; False: nothing is left to write.

    Commit after each call. A worker that dies before has written nothing. Two workers at once write
    for different mailings; should they not, the letters' once_key lets only one of them through.
    """
    mailing = db.session.scalar(
        sa.select(Mailing)
        .where(Mailing.finished_at.is_(None))
        .order_by(Mailing.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if mailing is None:
        return False
    meant = _MEANT_FOR.get(mailing.kind)
    if meant and mailing.event.status is not meant[0]:
        stop_mailing(mailing, by=None, at=at)
        return True
    people = _next_people(mailing)
    write_letters([one for one in people if _is_meant(one, mailing)], mailing, at=at)
    if len(people) < BATCH:
        _finish(mailing, at)
    else:
        mailing.written_up_to = people[-1].id
    db.session.flush()
    return True


def _is_meant(person: Registration, mailing: Mailing) -> bool:
    """Whether the person still gets the letter: a free one goes to those found, unless they left
    since."""
    if meant := _MEANT_FOR.get(mailing.kind):
        return person.status in meant[1]
    return person.status in STANDING or person.status_changed_at <= mailing.created_at


def withdraw_letters_to(registration: Registration) -> None:
    """Withdraw letters of mailings that still wait to be sent to a person who has left the list.

    The letter that an event is called off is sent all the same.
    """
    db.session.execute(
        sa.update(Letter)
        .where(
            Letter.registration_id == registration.id,
            Letter.mailing_id.is_not(None),
            Letter.kind != _K.EVENT_CALLED_OFF,
            Letter.status == LetterStatus.QUEUED,
            Letter.lease.is_(None),
        )
        .values(status=LetterStatus.WITHDRAWN),
        execution_options={"synchronize_session": False},
    )


def stop_mailing(mailing: Mailing, *, by: User | None, at: datetime) -> int:
    """Write nothing more, and withdraw what was not sent yet; how many letters were withdrawn."""
    db.session.refresh(mailing, with_for_update={"of": Mailing})
    withdrawn = db.session.scalars(
        sa.update(Letter)
        .where(
            Letter.mailing_id == mailing.id,
            Letter.status == LetterStatus.QUEUED,
            Letter.lease.is_(None),
        )
        .values(status=LetterStatus.WITHDRAWN)
        .returning(Letter.id),
        execution_options={"synchronize_session": False},
    ).all()
    if mailing.finished_at is None or withdrawn:
        mailing.stopped_at = at
    if mailing.finished_at is None:
        _finish(mailing, at)
    if by:
        record(
            AuditAction.MAILING_STOPPED, at=at, by=by, event=mailing.event, subject_id=mailing.id
        )
    db.session.flush()
    return len(withdrawn)


def stop_mailings_of(event: Event, kind: LetterKind, *, at: datetime) -> None:
    """Stop the event's mailings of this kind, since what they tell no longer holds."""
    for mailing in db.session.scalars(
        sa.select(Mailing).where(Mailing.event_id == event.id, Mailing.kind == kind)
    ):
        stop_mailing(mailing, by=None, at=at)


def _tell(
    event: Event,
    kind: LetterKind,
    whom: sa.ColumnElement[bool],
    *,
    by: User,
    at: datetime,
    **values: Any,
) -> Mailing | None:
    # A mailbox that has yet to confirm has not asked for this; the confirmation tells the rest.
    people = sa.select(Registration).where(
        Registration.status.in_(STANDING), Registration.mailbox_until.is_(None), whom
    )
    key = f"{kind}:{event.id}:{event.version}"
    return start_mailing(event, kind, people, once_key=key, by=by, at=at, **values)


def _next_people(mailing: Mailing) -> list[Registration]:
    return list(
        db.session.scalars(
            sa.select(Registration)
            .join(recipients, recipients.c.registration_id == Registration.id)
            .where(
                recipients.c.mailing_id == mailing.id,
                recipients.c.registration_id > mailing.written_up_to,
            )
            .options(joinedload(Registration.ticket))
            .order_by(recipients.c.registration_id)
            .limit(BATCH)
        )
    )


def _finish(mailing: Mailing, at: datetime) -> None:
    mailing.finished_at = at
    db.session.execute(sa.delete(recipients).where(recipients.c.mailing_id == mailing.id))
