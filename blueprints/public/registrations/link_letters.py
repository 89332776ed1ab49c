"""Sending the link once more, and a new link after the old one fell into other hands."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.public.registrations.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.registrations import Registration
from operations.registrations.links import WrittenToLately, revoke_links, send_status_letter_again

bp = Blueprint("link_letters", __name__)

_REFUSED: Words = {
    WrittenToLately: _l(
        "We emailed you less than ten minutes ago. Check your email, and your spam or junk folder."
    )
}


@bp.post("/registrations/<token>/letters")
@for_all
def create(token: str) -> ResponseReturnValue:
    registration, page = _reachable(token), url_for("public.registrations.show", token=token)
    with refusals_told_on(page, _REFUSED):
        committed(lambda: send_status_letter_again(registration, at=utc_now()))
    return redirect_with(
        _("We have sent the email to %(email)s again.", email=registration.email), page
    )


@bp.post("/registrations/<token>/revocation")
@for_all
def revoke(token: str) -> ResponseReturnValue:
    """Revoke the link: from now on only a letter to the person's address leads to the page."""
    registration = _reachable(token)
    if registration.awaits_mailbox:
        abort(404)  # no letter would bring a new one, nor does a page offer it
    revoke_links(registration, by=None, at=utc_now())
    db.session.commit()
    return redirect_with(
        _(
            "The old link no longer works. We have sent the new one to %(email)s.",
            email=registration.email,
        ),
        url_for("public.my_registrations.new"),
    )


def _reachable(token: str) -> Registration:
    registration = registration_or_404(token)
    if registration.email is None:
        abort(404)  # no page of theirs offers it
    return registration
