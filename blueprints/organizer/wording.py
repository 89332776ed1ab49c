"""What the history of a registration says of each step."""

from flask_babel import lazy_gettext as _l

from models.audit import AuditAction

_STEPS = {
    AuditAction.REGISTRATION_ADDED: _l("Put on the list by an organizer"),
    AuditAction.REGISTRATION_CHANGED: _l("Details corrected"),
    AuditAction.REGISTRATION_CONFIRMED: _l("Confirmed"),
    AuditAction.REGISTRATION_WAITLISTED: _l("Put on the waiting list"),
    AuditAction.REGISTRATION_DECLINED: _l("Declined"),
    AuditAction.REGISTRATION_CANCELLED: _l("Cancelled"),
}


def action_words(action: AuditAction) -> str:
    return str(_STEPS[action])
