from flask import Blueprint, Response, request
from flask_babel import gettext as _

from blueprints import labels
from blueprints.access import requires
from blueprints.found import event_or_404
from blueprints.languages import language
from exports.participants import participants_csv
from policy import Permission
from queries.participants import ParticipantFilter

bp = Blueprint("exports", __name__)


@bp.get("/events/<int:event_id>/registrations.csv")
@requires(Permission.MANAGE_REGISTRATIONS)
def participants(event_id: int) -> Response:
    """Exactly the list that the same filters show, all pages of it."""
    event = event_or_404(event_id)
    people = ParticipantFilter.from_query(request.args).everyone(event)
    content = participants_csv(
        people,
        label=labels.label,
        zone=event.timezone,
        # Excel opens a file by the separator of its own language, and asks nobody.
        delimiter=";" if language() == "tr" else ",",
    )
    answer = Response(content, mimetype="text/csv")
    name = _("participants")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{event.slug}-{name}.csv")
    answer.headers["Cache-Control"] = "no-store"
    return answer
