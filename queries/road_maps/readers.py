"""Who is told what came of an event or a survey, found by the number in a link of theirs."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.feedback import OutcomeAddress
from models.outcomes import Subscription
from models.registrations import Consent, ConsentPurpose, Registration

Reader = Registration | OutcomeAddress


def reader_by_number(number: int, *, is_registration: bool) -> Reader | None:
    """None: they hear nothing (any more): their consent was withdrawn, their address deleted."""
    if not is_registration:
        return db.session.get(OutcomeAddress, number)
    return db.session.scalar(
        sa.select(Registration)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(
            Registration.id == number,
            Consent.purpose == ConsentPurpose.FUTURE_EVENTS,
            Consent.withdrawn_at.is_(None),
        )
        .options(joinedload(Registration.event, innerjoin=True))
    )


def subscription_by_number(number: int) -> Subscription | None:
    """None: it was ended, or was never confirmed and forgotten."""
    return db.session.scalar(
        sa.select(Subscription)
        .where(Subscription.id == number)
        .options(joinedload(Subscription.road_map, innerjoin=True))
    )
