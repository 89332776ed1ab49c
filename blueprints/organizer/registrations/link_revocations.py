"""After a person's link fell into other hands: revoke the old ones, send a new one by letter."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import standing_registration_or_404
from blueprints.base.pages import redirect_with
from extensions import db
from lib.clock import utc_now
from models.registrations import Registration
from operations.registrations.links import revoke_links
from policy import Permission

bp = Blueprint("link_revocations", __name__)


@bp.post("/registrations/<int:registration_id>/link-revocations")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    revoke_links(registration, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        _told(registration),
        url_for("organizer.registrations.show", registration_id=registration_id),
    )


def _told(registration: Registration) -> str:
    if registration.email:
        return str(_("The old links no longer work. We have sent an email with the new one."))
    if registration.access_code:
        return str(
            _(
                "The old links and the code on paper no longer work. Print the new code for the "
                "person, since they have no email address."
            )
        )
    return str(
        _("The old links no longer work. No email was sent, since the person has no email address.")
    )
