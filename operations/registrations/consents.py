from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.registrations import Consent, ConsentPurpose, Registration
from operations.base.audit import record


def give_consent(registration: Registration, purpose: ConsentPurpose, *, at: datetime) -> None:
    """Give consent for this purpose alone. One that was given already stays as it was."""
    consent = _consent(registration, purpose)
    if consent is None:
        db.session.add(Consent(registration=registration, purpose=purpose, given_at=at))
    elif consent.withdrawn_at:
        consent.given_at, consent.withdrawn_at = at, None
    else:
        return
    _record(AuditAction.CONSENT_GIVEN, registration, purpose, at)


def withdraw_consent(registration: Registration, purpose: ConsentPurpose, *, at: datetime) -> None:
    """Take the consent back: from now on it no longer counts. Without a consent nothing happens."""
    consent = _consent(registration, purpose)
    if consent is None or consent.withdrawn_at:
        return
    consent.withdrawn_at = at
    _record(AuditAction.CONSENT_WITHDRAWN, registration, purpose, at)


def _consent(registration: Registration, purpose: ConsentPurpose) -> Consent | None:
    return db.session.scalar(
        sa.select(Consent)
        .where(Consent.registration_id == registration.id, Consent.purpose == purpose)
        .with_for_update(of=Consent)
    )


def _record(
    action: AuditAction, registration: Registration, purpose: ConsentPurpose, at: datetime
) -> None:
    record(
        action,
        at=at,
        by=None,
        event=registration.event,
        subject_id=registration.id,
        purpose=purpose.value,
    )
    db.session.flush()
