"""A reader who wants to hear no more of what came of an event or a survey."""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.emails import mailbox_of
from models.feedback import OutcomeAddress
from models.registrations import Consent, ConsentPurpose, Registration
from operations.registrations.consents import withdraw_consent


def end_outcomes(reader: Registration | OutcomeAddress, *, at: datetime) -> None:
    """Nothing more of this event or survey goes to the reader's mailbox: consents to later contact
    that were given with it are withdrawn, addresses left for it are deleted."""
    mailbox = mailbox_of(reader.email or "")
    for registration in _consenting(reader.event_id, mailbox):
        withdraw_consent(registration, ConsentPurpose.FUTURE_EVENTS, at=at)
    if isinstance(reader, Registration):
        withdraw_consent(reader, ConsentPurpose.FUTURE_EVENTS, at=at)
    for address in db.session.scalars(sa.select(OutcomeAddress).where(_same_place(reader))):
        if mailbox_of(address.email) == mailbox:
            db.session.delete(address)
    db.session.flush()


def _consenting(event_id: int | None, mailbox: str) -> list[Registration]:
    if event_id is None or not mailbox:
        return []
    rows = sa.select(Registration).join(Consent, Consent.registration_id == Registration.id)
    found = rows.where(
        Registration.event_id == event_id,
        Registration.mailbox == mailbox,
        Consent.purpose == ConsentPurpose.FUTURE_EVENTS,
        Consent.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(found.order_by(Registration.id)))


def _same_place(reader: Registration | OutcomeAddress) -> sa.ColumnElement[bool]:
    if isinstance(reader, OutcomeAddress) and reader.survey_id is not None:
        return OutcomeAddress.survey_id == reader.survey_id
    return OutcomeAddress.event_id == reader.event_id
