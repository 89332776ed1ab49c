"""Words for steps, and for what two people share, on pages about a participant."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from models.audit import AuditAction
from queries.registrations.duplicates import Shared

_STEPS = {
    AuditAction.REGISTRATION_ADDED: _l("Put on the list by an organiser"),
    AuditAction.REGISTRATION_CHANGED: _l("Details corrected"),
    AuditAction.REGISTRATION_CONFIRMED: _l("Confirmed"),
    AuditAction.REGISTRATION_WAITLISTED: _l("Put on the waiting list"),
    AuditAction.REGISTRATION_DECLINED: _l("Declined"),
    AuditAction.REGISTRATION_CANCELLED: _l("Cancelled"),
    AuditAction.REGISTRATION_OFFERED: _l("Place held"),
    AuditAction.REGISTRATION_OFFER_LAPSED: _l("Held place expired"),
    AuditAction.REGISTRATION_MAILBOX_CONFIRMED: _l("Confirmed by email"),
    AuditAction.REGISTRATION_HOLD_LAPSED: _l("Not confirmed by email in time"),
    AuditAction.REGISTRATION_ANSWERED: _l("Answers changed"),
    AuditAction.REGISTRATION_COMPLETED: _l("Own data completed"),
    AuditAction.REGISTRATION_TRANSFERRED: _l("Place given to someone else"),
    AuditAction.REGISTRATION_MERGED: _l("Merged with another registration"),
    AuditAction.LINK_REVOKED: _l("Links cancelled"),
}
_SHARED = {
    Shared.NAME: _l("name"),
    Shared.EMAIL: _l("email address"),
    Shared.PHONE: _l("phone number"),
    Shared.INSTITUTION: _l("institution"),
    Shared.PROVINCE: _l("province"),
}


def action_words(action: AuditAction) -> str:
    return str(_STEPS[action])


def shared_words(shared: Iterable[Shared]) -> str:
    """What two people share, such as «name, phone number»."""
    return ", ".join(str(_SHARED[what]) for what in shared)
