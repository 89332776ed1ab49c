"""From the list to a page that acts on many: the ticked people, or all found by the filter."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import refuse_with
from blueprints.base.row_numbers import ticked
from blueprints.organizer.registrations.filters import asked_for
from policy import Permission
from queries.base.arguments import BadArgument
from queries.registrations.participants import ParticipantFilter

bp = Blueprint("bulk", __name__)

_PAGES = {
    "decide": "organizer.status_changes.new",
    "tag": "organizer.tags.new",
    "write": "organizer.mailings.new",
    "xlsx": "organizer.exports.workbook",
    "csv": "organizer.exports.table",
    "badges": "organizer.badges.index",
}


@bp.get("/events/<int:event_id>/registrations/bulk")
@requires(Permission.MANAGE_REGISTRATIONS)
def show(event_id: int) -> ResponseReturnValue:
    """Go to the page of the chosen action, with these people as its filter."""
    wanted, _offered = asked_for(event_or_404(event_id))
    query: dict[str, Any] = {**wanted.as_query()}
    if request.args.get("whom") != "all":
        query = ParticipantFilter(people=tuple(sorted(ticked("registration")))).as_query()
        if not query:
            back: dict[str, Any] = {**wanted.as_query()}
            page = url_for("organizer.registrations.index", event_id=event_id, **back)
            return refuse_with(_("First tick the people it concerns."), page)
    then = request.args.get("then") or "decide"
    if then not in _PAGES:
        raise BadArgument("then", then)
    return redirect(url_for(_PAGES[then], event_id=event_id, **query), 303)
