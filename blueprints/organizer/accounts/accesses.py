"""Who looked at people's data: searched by who did, at whom, and when."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base import labels
from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.lists import page_asked_for
from extensions import site_zone
from models.accesses import AccessKind
from models.events import Event
from policy import Permission
from queries.accounts.accesses import AccessFilter, users_by_name

bp = Blueprint("accesses", __name__, url_prefix="/accesses")

PAGE = 50
Chip = tuple[str, str, str]


@bp.get("")
@requires(Permission.SEE_AUDIT)
def index() -> ResponseReturnValue:
    wanted = AccessFilter.from_query(request.args)
    event = event_or_404(wanted.event) if wanted.event else None
    page = page_asked_for(
        lambda after: wanted.page(current_user, zone=site_zone(), limit=PAGE, after=after)
    )
    return render_template(
        "organizer/accounts/accesses/index.html",
        page=page,
        filter=wanted,
        users=users_by_name(current_user),
        kinds=labels.choices(AccessKind),
        chips=_chips(wanted, event),
    )


def _chips(wanted: AccessFilter, event: Event | None) -> list[Chip]:
    """For what is chosen by a click in the list; the form shows the rest itself."""
    found = [
        (_("Event"), event.title if event else "", "event"),
        (_("Registration"), str(wanted.person or ""), "person"),
    ]
    return [chip for chip in found if chip[1]]
