"""Whoever's own phone was revoked by an organizer checks nobody in, with or without a script."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.check_in.live import bp as live
from blueprints.check_in.packs import bp as packs
from blueprints.check_in.readings import bp as readings
from blueprints.check_in.searches import bp as searches
from blueprints.check_in.statuses import bp as statuses
from queries.check_in.devices import is_barred

_NUMBERS = {f"check_in.{part.name}" for part in (live, statuses)}
_PHONES = {f"check_in.{part.name}" for part in (readings, packs, searches)}
"""These go by the token of the phone; whoever is signed in beside it does not count."""


def keep_out_whose_phone_was_revoked() -> ResponseReturnValue | None:
    """Answers 403 before the view runs, so that pages added later are closed to them as well."""
    door = (request.view_args or {}).get("checkpoint_id")
    if door is None or request.blueprint in _NUMBERS | _PHONES:
        return None
    if not (current_user.is_authenticated and is_barred(current_user, door)):
        return None
    words = {
        "title": _("Your phone can no longer check people in"),
        "advice": _(
            "An organiser has removed its access, so you cannot check anyone in at this event "
            "for now. Ask the organisers to allow it again, or to pair this phone with a code."
        ),
    }
    return render_template("errors/error.html", **words), 403
