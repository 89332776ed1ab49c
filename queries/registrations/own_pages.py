"""What a person's own page shows besides the registration and its ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.answers import RegistrationAnswer
from models.events import Session
from models.forms import Form, FormPurpose, Question
from models.letters import Letter, LetterStatus
from models.registrations import (
    Consent,
    ConsentPurpose,
    Registration,
    chosen_sessions,
)
from queries.forms.answers import answers_of_registration
from queries.forms.questions import questions_open_to

# What there is at all, in one select: most events ask nothing and have no sessions to choose.
_PERSON: sa.BindParameter[int] = sa.bindparam("registration_id")
_EVENT: sa.BindParameter[int] = sa.bindparam("event_id")
_THERE = sa.select(
    sa.or_(
        sa.exists().where(Session.event_id == _EVENT, Session.chosen),
        sa.exists().where(chosen_sessions.c.registration_id == _PERSON),
    ).label("sessions"),
    sa.exists()
    .where(Consent.registration_id == _PERSON, Consent.withdrawn_at.is_(None))
    .label("consents"),
    sa.exists().where(RegistrationAnswer.registration_id == _PERSON).label("answers"),
    sa.exists()
    .where(
        Form.event_id == _EVENT,
        Form.purpose == FormPurpose.REGISTRATION,
        Question.form_id == Form.id,
        Question.retired_at.is_(None),
    )
    .label("questions"),
    # Letters to an earlier address say nothing about the present one.
    sa.select(Letter.status)
    .where(
        Letter.registration_id == _PERSON,
        Letter.to_address == sa.bindparam("address"),
        Letter.status.in_([LetterStatus.SENT, LetterStatus.FAILED]),
    )
    .order_by(Letter.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("last_letter"),
)


@dataclass(frozen=True)
class ChoosableSession:
    """A session that people choose, and whether this person has chosen it."""

    session: Session
    chosen: bool


@dataclass(frozen=True)
class OwnPage:
    choosable: Sequence[ChoosableSession]
    consents: Mapping[ConsentPurpose, Consent]
    """The valid consents: given and not withdrawn."""
    answers: Sequence[tuple[Question, str]]
    asks: bool
    """Whether there are questions that the person may answer now by themselves."""
    comes_back: bool
    """Whether the last letter to the person's address could not be delivered."""

    @property
    def sessions(self) -> list[Session]:
        return [one.session for one in self.choosable if one.chosen]

    @property
    def sessions_clash(self) -> bool:
        """Whether two of the chosen sessions overlap, since one was moved after it was chosen."""
        return any(later.starts_at < earlier.ends_at for earlier, later in pairwise(self.sessions))


def own_page(registration: Registration, *, locale: str, at: datetime) -> OwnPage:
    """Everything the page shows. The number of selects does not grow with how much there is."""
    there = db.session.execute(
        _THERE,
        {
            "registration_id": registration.id,
            "event_id": registration.event_id,
            "address": registration.email,
        },
    ).one()
    return OwnPage(
        choosable=choosable_sessions(registration) if there.sessions else [],
        consents=_valid_consents(registration) if there.consents else {},
        answers=answers_of_registration(registration, locale=locale, sensitive=True)
        if there.answers
        else [],
        asks=there.questions and bool(questions_open_to(registration, at=at)),
        comes_back=there.last_letter is LetterStatus.FAILED,
    )


def _valid_consents(registration: Registration) -> dict[ConsentPurpose, Consent]:
    found = db.session.scalars(
        sa.select(Consent).where(
            Consent.registration_id == registration.id, Consent.withdrawn_at.is_(None)
        )
    )
    return {consent.purpose: consent for consent in found}


def choosable_sessions(registration: Registration) -> list[ChoosableSession]:
    """The sessions that people choose, in the order of the agenda, with their places.

    A session that this person chose earlier is included even if it can no longer be chosen.
    """
    own = sa.and_(
        chosen_sessions.c.session_id == Session.id,
        chosen_sessions.c.registration_id == registration.id,
    )
    is_own = chosen_sessions.c.registration_id.is_not(None)
    rows = db.session.execute(
        sa.select(Session, is_own)
        .outerjoin(chosen_sessions, own)
        .where(Session.event_id == registration.event_id, sa.or_(Session.chosen, is_own))
        .options(joinedload(Session.places))
        .order_by(Session.starts_at, Session.id)
    )
    return [ChoosableSession(session, chosen) for session, chosen in rows]


def consents_of(registration: Registration) -> Sequence[Consent]:
    """All consents of the person, withdrawn ones too."""
    return db.session.scalars(
        sa.select(Consent).where(Consent.registration_id == registration.id).order_by(Consent.id)
    ).all()
