from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lib.append_only import guard
from models.base import Base
from models.events import Event
from models.users import User


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
    PROBLEMS_CLOSED = "problems:closed"
    PROBLEMS_REOPENED = "problems:reopened"
    PROBLEMS_EXPORTED = "problems:exported"
    PROBLEM_CHANGED = "problem:changed"
    """Its summary, its topic, or why it is not taken up. Acts are kept apart: see models.problems."""
    PROBLEM_SCORED = "problem:scored"
    WEIGHTS_CHANGED = "weights:changed"
    HIDE_REASONS_CHANGED = "hide_reasons:changed"
    MASKS_ANSWERED = "masks:answered"
    ORIGINAL_DESTROYED = "original:destroyed"
    STATEMENTS_IMPORTED = "statements:imported"
    WORKSHOP_OPENED = "workshop:opened"
    WORKSHOP_CHANGED = "workshop:changed"
    WORKSHOP_CLOSED = "workshop:closed"
    ROUND_OPENED = "round:opened"
    ROUND_CLOSED = "round:closed"
    ROAD_MAP_CREATED = "road_map:created"
    ROAD_MAP_CHANGED = "road_map:changed"
    ROAD_MAP_PUBLISHED = "road_map:published"
    ROAD_MAP_WITHDRAWN = "road_map:withdrawn"
    ROAD_MAP_EXPORTED = "road_map:exported"
    PERIOD_APPROVED = "period:approved"
    ACTION_ADDED = "action:added"
    ACTION_CHANGED = "action:changed"
    ACTION_REMOVED = "action:removed"
    PROGRESS_ASKED = "progress:asked"
    PROGRESS_LINK_REVOKED = "progress_link:revoked"
    REPORT_SENT = "report:sent"
    REPORT_APPROVED = "report:approved"
    REPORT_RETURNED = "report:returned"
    USER_CREATED = "user:created"
    USER_INVITED = "user:invited"
    USER_CHANGED = "user:changed"
    USER_DEACTIVATED = "user:deactivated"
    USER_REACTIVATED = "user:reactivated"
    SIGNED_IN = "sign_in:begun"
    SIGN_IN_FAILED = "sign_in:failed"
    SIGNED_OUT = "sign_in:ended"
    SIGN_IN_REVOKED = "sign_in:revoked"
    PASSWORD_CHANGED = "password:changed"  # noqa: S105 - actions' names, no secrets
    RESET_ASKED = "password:reset_asked"
    AUTHENTICATOR_ADDED = "authenticator:added"
    AUTHENTICATOR_REMOVED = "authenticator:removed"
    PASSKEY_ADDED = "passkey:added"
    PASSKEY_REMOVED = "passkey:removed"
    PASSKEY_REFUSED = "passkey:refused"
    """Its counter fell: there may be a copy of it."""
    RECOVERY_CODES_MADE = "recovery_codes:made"
    RECOVERY_CODE_USED = "recovery_code:used"
    FACTOR_RESET_ASKED = "factor_reset:asked"
    FACTOR_RESET_DROPPED = "factor_reset:dropped"
    FACTORS_RESET = "factors:reset"
    API_TOKEN_CREATED = "api_token:created"  # noqa: S105
    API_TOKEN_REVOKED = "api_token:revoked"  # noqa: S105
    COPY_MADE = "copy:made"
    COPY_RESTORED = "copy:restored"
    KEYS_ROTATED = "keys:rotated"
    AUDIT_DOOR_OPENED = "audit:door_opened"
    """Somebody may change what is written here: a restored copy, or retention."""


class AuditEntry(Base):
    """Who did what to which row, and when. Written by operations and never changed."""

    __tablename__ = "audit_entries"
    __table_args__ = (sa.Index("ix_audit_entries_event_id_subject_id", "event_id", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str]
    """An AuditAction, or what another version of the program wrote."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    """None: the person concerned did it, by their own link, or the worker did."""
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    subject_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    user: Mapped[User | None] = relationship()
    event: Mapped[Event | None] = relationship()


class AuditSeal(Base):
    """What was written since the seal before, and that seal, in one hash: nothing can be changed
    unseen."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1 on, without a gap."""
    previous: Mapped[str] = mapped_column(unique=True)
    """The hash of the seal before; that of the first one is "". Unique: the chain has no fork."""
    entries: Mapped[list[int]] = mapped_column(sa.JSON)
    """The numbers of the entries that it seals."""
    highest: Mapped[int]
    """The highest number of an entry that is sealed, here or before."""
    hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 in hexadecimal."""
    sealed_at: Mapped[datetime]


for _name in (AuditEntry.__tablename__, AuditSeal.__tablename__):
    guard(Base.metadata.tables[_name])
