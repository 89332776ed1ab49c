from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enum_of


class AuditAction(StrEnum):
    EVENT_CREATED = "event:created"
    EVENT_CHANGED = "event:changed"
    EVENT_PUBLISHED = "event:published"
    EVENT_WITHDRAWN = "event:withdrawn"
    EVENT_CANCELLED = "event:cancelled"
    CHANGES_DISMISSED = "changes:dismissed"
    EVENT_COPIED = "event:copied"
    CONTACT_CHANGED = "contact:changed"
    PLACES_CHANGED = "places:changed"
    FORM_CHANGED = "form:changed"
    AGENDA_CHANGED = "agenda:changed"
    CHECKPOINT_CHANGED = "checkpoint:changed"
    REGISTRATION_ADDED = "registration:added"
    REGISTRATION_CHANGED = "registration:changed"
    REGISTRATION_CONFIRMED = "registration:confirmed"
    REGISTRATION_WAITLISTED = "registration:waitlisted"
    REGISTRATION_DECLINED = "registration:declined"
    REGISTRATION_CANCELLED = "registration:cancelled"
    REGISTRATION_OFFERED = "registration:offered"
    REGISTRATION_OFFER_LAPSED = "registration:offer_lapsed"
    REGISTRATION_MAILBOX_CONFIRMED = "registration:mailbox_confirmed"
    REGISTRATION_HOLD_LAPSED = "registration:hold_lapsed"
    REGISTRATION_ANSWERED = "registration:answered"
    REGISTRATION_COMPLETED = "registration:completed"
    REGISTRATION_TRANSFERRED = "registration:transferred"
    REGISTRATION_MERGED = "registration:merged"
    REGISTRATION_TAGGED = "registration:tagged"
    REGISTRATION_NOTED = "registration:noted"
    REGISTRATIONS_EXPORTED = "registrations:exported"
    REGISTRATIONS_IMPORTED = "registrations:imported"
    PARTY_FORMED = "party:formed"
    PARTY_JOINED = "party:joined"
    PARTY_LEFT = "party:left"
    CONSENT_GIVEN = "consent:given"
    CONSENT_WITHDRAWN = "consent:withdrawn"
    LINK_REVOKED = "link:revoked"
    WORDING_CHANGED = "wording:changed"
    REMINDERS_CHANGED = "reminders:changed"
    MAILING_SENT = "mailing:sent"
    MAILING_STOPPED = "mailing:stopped"
    DELEGATION_INVITED = "delegation:invited"
    DELEGATION_CHANGED = "delegation:changed"
    DELEGATION_NOMINATED = "delegation:nominated"
    COMPLETENESS_CHECKED = "completeness:checked"
    CRITERIA_CHANGED = "criteria:changed"
    EVALUATION_SUBMITTED = "evaluation:submitted"
    CONFLICT_DECLARED = "conflict:declared"
    SELECTION_RULES_CHANGED = "selection_rules:changed"
    SELECTION_PROPOSED = "selection:proposed"
    SELECTION_CHANGED = "selection:changed"
    SELECTION_CONFIRMED = "selection:confirmed"
    LETTER_RESENT = "letter:resent"
    SCAN_ANNULLED = "scan:annulled"
    SCAN_SETTLED = "scan:settled"
    REHEARSAL_FORGOTTEN = "rehearsal:forgotten"
    DEVICE_PREPARED = "device:prepared"
    DEVICE_PAIRED = "device:paired"
    DEVICE_REVOKED = "device:revoked"
    DEVICE_ALLOWED = "device:allowed"
    BADGES_PRINTED = "badges:printed"
    DOOR_LIST_PRINTED = "door_list:printed"
    SURVEY_CREATED = "survey:created"
    SURVEY_CHANGED = "survey:changed"
    SURVEY_PUBLISHED = "survey:published"
    SURVEY_WITHDRAWN = "survey:withdrawn"
    QUESTION_MENDED = "question:mended"
    """A question that was answered already got another wording."""
    WAVE_BEGUN = "wave:begun"
    RIGHTS_GIVEN = "rights:given"
    WAVE_REMINDED = "wave:reminded"
    WAVE_CLOSED = "wave:closed"
    RESULTS_PUBLISHED = "results:published"
    RESULTS_WITHDRAWN = "results:withdrawn"
    RESULTS_EXPORTED = "results:exported"
    QUOTATION_CHOSEN = "quotation:chosen"
    QUOTATION_DROPPED = "quotation:dropped"
    STATEMENT_ADDED = "statement:added"
    STATEMENT_DETACHED = "statement:detached"
    PROBLEM_MERGED = "problem:merged"
    PROBLEM_RENAMED = "problem:renamed"
    PROBLEM_DISSOLVED = "problem:dissolved"
    PROBLEMS_PUBLISHED = "problems:published"
    PROBLEMS_WITHDRAWN = "problems:withdrawn"
    USER_CREATED = "user:created"
    API_TOKEN_CREATED = "api_token:created"  # noqa: S105 - an action's name, not a secret


class AuditEntry(Base):
    """Who did what to which row, and when. Written by operations and never changed."""

    __tablename__ = "audit_entries"
    __table_args__ = (sa.Index("ix_audit_entries_event_id_subject_id", "event_id", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    action: Mapped[AuditAction] = mapped_column(enum_of(AuditAction))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    """None: the person concerned did it, by their own link, or the worker did."""
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    subject_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
