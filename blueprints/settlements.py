"""How a person settles a conflict, from the desk and from the back office alike."""

from datetime import datetime

from flask import abort, request
from flask_babel import gettext as _
from flask_login import current_user

from extensions import db
from lib.clock import utc_now
from models.check_in import Scan
from operations.check_in import may_undo
from operations.conflicts import (
    AlreadySettled,
    NobodyToAdmit,
    annul_mistaken,
    count_as_admitted,
    leave_so,
)
from policy import Permission, may


def settle_as_asked(scan: Scan) -> tuple[bool, str]:
    """By the form's `way`; commits. Whether it was done, and what to say about it."""
    at = utc_now()
    try:
        match request.form.get("way"):
            case "left":
                leave_so(scan, by=current_user, at=at)
                said = _("The conflict is settled; the record stays as it is.")
            case "annulled" if may_annul(scan, at=at):
                annul_mistaken(scan, by=current_user, at=at)
                said = _("The reading is annulled and the conflict settled.")
            case "annulled":
                return False, _("Readings of others are annulled by organizers.")
            case "admitted":
                count_as_admitted(scan, by=current_user, at=at)
                said = _("The person counts as admitted and the conflict is settled.")
            case _:
                abort(400)
        db.session.commit()
    except AlreadySettled:
        db.session.rollback()
        return False, _("Somebody else has settled this conflict meanwhile; see below how.")
    except NobodyToAdmit:
        db.session.rollback()
        return False, _("There is no valid ticket of this event that could be admitted.")
    return True, said


def may_annul(scan: Scan, *, at: datetime) -> bool:
    """Organizers always; at the desk one's own reading, for a quarter of an hour."""
    manages = may(current_user, Permission.MANAGE_REGISTRATIONS)
    return manages or may_undo(scan, by=current_user, at=at)
