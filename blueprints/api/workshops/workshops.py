from flask import Blueprint, current_app, url_for
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404, workshop_or_404
from blueprints.api.workshops.schemas import NewWorkshop, WorkshopJson
from blueprints.base.transactions import committed
from lib.clock import utc_now
from models.workshops import Workshop
from operations.workshops.workshops import open_workshop
from policy import Permission
from queries.workshops.room import room_of

bp = Blueprint("workshops", __name__)


@bp.post("/events/<int:event_id>/workshops")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Open a workshop in the room"),
    body=NewWorkshop,
    response=WorkshopJson,
    status=201,
)
def create(event_id: int, body: NewWorkshop) -> WorkshopJson:
    def act() -> Workshop:
        return open_workshop(
            event_or_404(event_id),
            title=body.title,
            shows_at_once=body.shows_at_once,
            by=caller(),
            at=utc_now(),
        )

    return shown(committed(act))


@bp.get("/workshops/<int:workshop_id>")
@call(
    Permission.SEE_RESULTS,
    _l("Show a workshop with its rounds and votes"),
    response=WorkshopJson,
)
def show(workshop_id: int) -> WorkshopJson:
    return shown(workshop_or_404(workshop_id))


def shown(workshop: Workshop) -> WorkshopJson:
    path = url_for("public.workshops.show", code=workshop.code)
    return WorkshopJson.of(workshop, room_of(workshop), current_app.config["BASE_URL"] + path)
